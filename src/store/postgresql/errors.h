/* SPDX-License-Identifier: MIT */
/* What PostgreSQL says, as codes and sentences of the library. Details that could name rows are left out. */
#ifndef NREG_POSTGRESQL_ERRORS_H
#define NREG_POSTGRESQL_ERRORS_H

#include "base/error.h"

#include <libpq-fe.h>

/* Of a result that is not the one wanted; NULL: the connection is gone. */
nreg_code nreg_pg_fail(PGconn *connection, const PGresult *result, nreg_error *error);
/* Of a connection that could not be made. */
nreg_code nreg_pg_fail_connect(PGconn *connection, nreg_error *error);

#endif
