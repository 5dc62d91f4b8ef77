#include <libpq-fe.h>
#include <node_api.h>

static napi_value client_version(napi_env env, napi_callback_info info) {
  napi_value value;
  napi_create_int32(env, PQlibVersion(), &value);
  return value;
}

static napi_value init(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "clientVersion", NAPI_AUTO_LENGTH, client_version, NULL, &function);
  napi_set_named_property(env, exports, "clientVersion", function);
  return exports;
}

NAPI_MODULE(NODE_GYP_MODULE_NAME, init)
