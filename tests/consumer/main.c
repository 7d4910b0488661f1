/* SPDX-License-Identifier: MIT */
/* What a first-time user writes to see that the library is there and the one they meant. */
#include <numberreg/code.h>
#include <numberreg/version.h>
#ifdef WITH_SQLITE
#include <numberreg/sqlite.h>
#endif
#ifdef WITH_POSTGRESQL
#include <numberreg/postgresql.h>
#endif

#include <stdio.h>
#include <string.h>

int main(void) {
    if (nreg_version_number() != NREG_VERSION_NUMBER || nreg_abi_version() != NREG_ABI_VERSION ||
        strcmp(nreg_code_name(NREG_NOT_FOUND), "NREG_NOT_FOUND") != 0) {
        fprintf(stderr, "library %s does not fit its headers\n", nreg_version_text());
        return 1;
    }
#ifdef WITH_SQLITE
    nreg_store *store = NULL;
    nreg_error error = NREG_ERROR_INIT;
    if (nreg_sqlite_store_open("there-is-no-such-file.db", NULL, &store, &error) != NREG_NOT_FOUND) {
        fprintf(stderr, "the SQLite store answers: %s\n", error.message);
        return 1;
    }
#endif
#ifdef WITH_POSTGRESQL
    nreg_store *server = NULL;
    if (nreg_postgresql_store_open("host=127.0.0.1 port=1", NULL, &server, NULL) != NREG_IO) {
        fprintf(stderr, "the PostgreSQL store opens where there is no server\n");
        return 1;
    }
#endif
    printf("numberreg %s\n", nreg_version_text());
    return 0;
}
