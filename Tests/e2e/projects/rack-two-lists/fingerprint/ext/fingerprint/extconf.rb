require "mkmf"

abort "libpq is needed" unless find_header("libpq-fe.h", "/usr/include/postgresql") && have_library("pq", "PQlibVersion")
create_makefile("fingerprint/fingerprint")
