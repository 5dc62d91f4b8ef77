#include <sqlite3.h>

const char *greeting(void) { return sqlite3_libversion(); }
