require "mkmf"

dir_config("pq", "/usr/include/postgresql", nil)
abort "libpq is needed" unless have_library("pq", "PQlibVersion") && have_header("libpq-fe.h")
create_makefile("fingerprint/fingerprint")
