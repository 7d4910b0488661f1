/* SPDX-License-Identifier: MIT */
/* A PostgreSQL server for the time of a test program. */
#ifndef TESTS_POSTGRESQL_SERVER_H
#define TESTS_POSTGRESQL_SERVER_H

/*
 * The connection string of a server: NREG_TEST_POSTGRESQL if it is set, else that of one started now, which
 * stop_server() ends and removes. Exits with 77 (skipped) where no server is installed.
 */
const char *start_server(void);
void stop_server(void);

#endif
