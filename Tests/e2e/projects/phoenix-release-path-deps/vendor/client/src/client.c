#include <erl_nif.h>
#include <libpq-fe.h>

static ERL_NIF_TERM version(ErlNifEnv *environment, int count, const ERL_NIF_TERM arguments[]) {
  return enif_make_int(environment, PQlibVersion());
}

static ErlNifFunc functions[] = {{"version", 0, version}};

ERL_NIF_INIT(Elixir.Client, functions, NULL, NULL, NULL, NULL)
