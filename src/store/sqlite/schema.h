/* SPDX-License-Identifier: MIT */
/*
 * The tables, their versions, and moving a file from one version to the next. Changes are additive: a step adds tables,
 * columns, indexes or views, and says how old a library may still be to read and to write what it made.
 */
#ifndef NREG_SQLITE_SCHEMA_H
#define NREG_SQLITE_SCHEMA_H

#include "store/sqlite/connection.h"

/* In the header of every file: "nreg". */
#define NREG_SQLITE_APPLICATION_ID 0x6E726567

/* One step: from the schema version before it in the list to `version`. */
typedef struct nreg_sqlite_step_of_schema {
    uint32_t version;
    uint32_t oldest_reader;        /* schema version a library must know at least to read the file afterwards */
    uint32_t oldest_writer;        /* and to write it */
    const char *const *statements; /* NULL ends them */
} nreg_sqlite_step_of_schema;

/* The steps of this library, ascending; the last one's version is the one it knows. */
extern const nreg_sqlite_step_of_schema nreg_sqlite_schema[];
extern const size_t nreg_sqlite_schema_steps;

/* What a file is. */
typedef struct nreg_sqlite_file {
    int is_empty; /* no tables and no marks: a store may be made in it */
    uint32_t version;
    uint32_t oldest_reader;
    uint32_t oldest_writer;
} nreg_sqlite_file;

/* Reads what the file is. NREG_BAD_FORMAT if it is another program's database or none. Writes nothing. */
nreg_code nreg_sqlite_inspect(nreg_sqlite_connection *connection, nreg_sqlite_file *file, nreg_error *error);

/* NREG_INCOMPATIBLE unless a library that knows `known` may read, or also write, the file. */
nreg_code nreg_sqlite_check_version(const nreg_sqlite_file *file, uint32_t known, int writes, nreg_error *error);

/*
 * Brings the file to the last of the steps, in one transaction; many processes may do so at once. An empty file is made
 * a store if `create`, else NREG_NOT_FOUND. A file newer than the steps is left alone.
 */
nreg_code nreg_sqlite_migrate(nreg_sqlite_connection *connection, const nreg_sqlite_step_of_schema *steps, size_t count,
                              int create, nreg_error *error);

#endif
