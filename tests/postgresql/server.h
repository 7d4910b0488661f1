/* SPDX-License-Identifier: MIT */
/* A PostgreSQL server to test on. */
#ifndef TESTS_POSTGRESQL_SERVER_H
#define TESTS_POSTGRESQL_SERVER_H

/*
 * The connection string of a server that others started: NREG_TEST_POSTGRESQL, or what stands in the file that
 * NREG_TEST_POSTGRESQL_FILE names (ctest's, one for all tests of a run); NULL if there is none.
 */
const char *given_server(void);
/*
 * The given server's, else that of one started now, which stop_server() ends and removes. Exits with 77 (skipped) where
 * no server is installed.
 */
const char *start_server(void);
void stop_server(void);

#endif
