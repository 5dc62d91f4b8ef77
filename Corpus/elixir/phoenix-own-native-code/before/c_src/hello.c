#include <erl_nif.h>

static ErlNifFunc functions[] = {};
ERL_NIF_INIT(Elixir.Hello.Native, functions, NULL, NULL, NULL, NULL)
