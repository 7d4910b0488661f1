/* SPDX-License-Identifier: MIT */
/* What the built-in reviewer sees on registered numbers, without leasing them. */
#include "base/error.h"
#include "registry/handles.h"
#include "registry/sorted.h"
#include "review/cases.h"

#include <numberreg/review.h>

#include <string.h>

enum { LOOKED_AT_MOST = 10000 };

typedef struct look {
    nreg_session *session;
    uint64_t *numbers; /* sorted, unique */
    nreg_record *records;
    uint8_t *answers;
    nreg_review_case *cases; /* of those found, ascending */
    uint32_t found;
} look;

static nreg_code make_cases(look *l, nreg_transaction *tx, nreg_error *error) {
    nreg_registry *registry = l->session->registry;
    int64_t now = 0;
    nreg_code code = nreg_host_now(&registry->host, &now, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_plan *plan = nreg_registry_plan(registry);
    nreg_catalogue *catalogue = nreg_registry_catalogue(registry);
    const nreg_review_basis basis = {&l->session->access, plan, catalogue};
    code = nreg_review_make_cases(&basis, tx, l->records, l->found, now, l->cases, error);
    nreg_catalogue_release(catalogue);
    nreg_plan_free(plan);
    return code;
}

/* Records and cases of those found, one after the other. */
static nreg_code fetch(look *l, nreg_transaction *tx, uint32_t count, nreg_error *error) {
    const nreg_code code =
        nreg_transaction_fetch(tx, l->numbers, count, NREG_FETCH_SNAPSHOT, l->records, l->answers, error);
    l->found = 0;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        if (l->answers[i] == NREG_ROW_OK) {
            l->records[l->found++] = l->records[i];
        }
    }
    return code == NREG_OK ? make_cases(l, tx, error) : code;
}

static nreg_code look_in_store(look *l, uint32_t count, nreg_error *error) {
    const nreg_access *access = &l->session->access;
    nreg_reading reading = {0};
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = fetch(l, &reading.tx, count, error);
    }
    for (uint32_t i = 0; reading.code == NREG_OK && i < l->found; i++) {
        l->numbers[i] = l->records[i].number;
    }
    return reading.code;
}

static nreg_code look_up(nreg_session *session, const uint64_t *numbers, uint32_t count, nreg_review_case *cases,
                         uint32_t *found, nreg_error *error) {
    const nreg_allocator *allocator = &session->registry->allocator;
    look l = {.session = session,
              .numbers = nreg_allocate_array(allocator, count, sizeof *l.numbers),
              .records = nreg_allocate_array(allocator, count, sizeof *l.records),
              .answers = nreg_allocate_array(allocator, count, sizeof *l.answers),
              .cases = nreg_allocate_array(allocator, count, sizeof *l.cases)};
    nreg_code code = NREG_OK;
    if (l.numbers == NULL || l.records == NULL || l.answers == NULL || l.cases == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to look up %u numbers.", count);
    } else {
        memcpy(l.numbers, numbers, count * sizeof *numbers);
        code = look_in_store(&l, nreg_sort_unique(l.numbers, count), error);
    }
    *found = 0;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        const uint32_t at = nreg_sorted_find(l.numbers, l.found, numbers[i]);
        if (at < l.found) {
            cases[i] = l.cases[at];
            ++*found;
        } else {
            memset(&cases[i], 0, sizeof cases[i]);
        }
    }
    nreg_release(allocator, l.numbers);
    nreg_release(allocator, l.records);
    nreg_release(allocator, l.answers);
    nreg_release(allocator, l.cases);
    return code;
}

static nreg_code enter(nreg_session *session, int given, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && !session->access.is_operator) {
        return nreg_error_set(error, NREG_DENIED, "Only an operator's session sees what speaks against numbers.");
    }
    return code == NREG_OK && !given
               ? nreg_error_set(error, NREG_INVALID_ARGUMENT, "Numbers, and places for the cases, are needed.")
               : code;
}

nreg_code nreg_review_look_many(nreg_session *session, const uint64_t *numbers, uint32_t count, nreg_review_case *cases,
                                uint32_t *found, nreg_error *error) {
    uint32_t seen = 0;
    nreg_code code = enter(session, count == 0 || (numbers != NULL && cases != NULL), error);
    if (code == NREG_OK && count > LOOKED_AT_MOST) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "At most 10000 numbers can be looked at in one call.");
    }
    if (code == NREG_OK && count > 0) {
        code = look_up(session, numbers, count, cases, &seen, error);
    }
    if (code == NREG_OK && found != NULL) {
        *found = seen;
    }
    return code;
}

nreg_code nreg_review_look(nreg_session *session, uint64_t number, nreg_review_case *found, nreg_error *error) {
    uint32_t seen = 0;
    nreg_code code = enter(session, found != NULL, error);
    if (code == NREG_OK) {
        nreg_review_case seen_case;
        code = look_up(session, &number, 1, &seen_case, &seen, error);
        if (code == NREG_OK && seen == 0) {
            return nreg_error_set(error, NREG_NOT_FOUND, "The number is not registered.");
        }
        if (code == NREG_OK) {
            *found = seen_case;
        }
    }
    return code;
}
