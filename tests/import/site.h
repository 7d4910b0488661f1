/* SPDX-License-Identifier: MIT */
/* Where an import is tried: a registry on a store of any kind, with the scopes of two Businesses, and an older
 * registry's rows. */
#ifndef TESTS_IMPORT_SITE_H
#define TESTS_IMPORT_SITE_H

#include "../store/stores.h"
#include "../support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <numberreg.h>

typedef struct site {
    const test_store *kind;
    test_opened opened;
    nreg_registry *registry;
    nreg_session *session;    /* an operator's */
    failing_allocator memory; /* the registry's */
    int64_t now;
    uint64_t random;
    uint64_t group, acme, sales, spring, summer, bolt; /* group/acme/sales/spring, group/acme/sales/summer, bolt */
    nreg_error error;
} site;

/* NULL for a store that keeps no scopes: none can be added to it. */
site *site_new(const test_store *kind);
void site_free(site *s);

/* A row for nreg_import_add(). */
nreg_import_row site_row(const char *number, const char *scope, uint32_t status, int64_t created);
nreg_import *site_import(site *s, const nreg_import_options *options);
void site_add(site *s, nreg_import *import, const nreg_import_row *rows, size_t count);
nreg_migration *site_preview(site *s, nreg_import *import);
nreg_migration *site_commit(site *s, nreg_import *import, const char *request_id);
nreg_migration_counts site_summary(const nreg_migration *migration);
/* The record of a number; all zero if there is none. */
nreg_record site_record(site *s, uint64_t number);
/* Reasons of a rejected row; 0 if it was not rejected. */
uint64_t site_reasons(const nreg_migration *migration, uint32_t row);
int site_keeps(const site *s, uint32_t group);

#define site_code(s, call, expected)                                                                                   \
    do {                                                                                                               \
        const nreg_code code_ = (call);                                                                                \
        if (code_ != (expected)) {                                                                                     \
            fail_msg("%s, not %s, on %s: %s", nreg_code_name(code_), nreg_code_name(expected), (s)->kind->name,        \
                     (s)->error.message);                                                                              \
        }                                                                                                              \
    } while (0)
#define site_ok(s, call) site_code(s, call, NREG_OK)

/* Runs a test on every store with scopes that is not hostile. */
#define on_every_store(body)                                                                                           \
    for (const test_store *kind_ = test_store_next(NULL); kind_ != NULL; kind_ = test_store_next(kind_)) {             \
        site *s_ = kind_->is_hostile ? NULL : site_new(kind_);                                                         \
        if (s_ != NULL) {                                                                                              \
            body(s_);                                                                                                  \
            site_free(s_);                                                                                             \
        }                                                                                                              \
    }

#endif
