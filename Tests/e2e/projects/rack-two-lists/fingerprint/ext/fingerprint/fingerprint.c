#include <libpq-fe.h>
#include <ruby.h>

static VALUE client_version(VALUE self) { return INT2NUM(PQlibVersion()); }

void Init_fingerprint(void) {
  VALUE module = rb_define_module("Fingerprint");
  rb_define_module_function(module, "client_version", client_version, 0);
}
