/* SPDX-License-Identifier: MIT */
/* Results as a store keeps them, and the names of the scopes they speak of. */
#include "commit/engine.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* --- reading */

static nreg_code read_outcomes(nreg_transaction *tx, const nreg_store_batch *header, nreg_result *result,
                               nreg_error *error) {
    nreg_filling into = {result, 0, error};
    for (uint32_t chunk = 0; chunk < header->chunks; chunk++) {
        uint8_t answer = NREG_ROW_ABSENT;
        const nreg_code code = nreg_transaction_items_get(tx, header->id, NREG_ITEMS_OUTCOMES, chunk,
                                                          nreg_outcomes_take, &into, &answer, error);
        if (code != NREG_OK) {
            return code;
        }
        if (answer != NREG_ROW_OK) {
            return nreg_error_set(error, NREG_NOT_FOUND,
                                  "The batch was committed, but its outcomes are not kept any more.");
        }
    }
    if (into.filled != header->entries) {
        return nreg_error_set(error, NREG_CORRUPT, "Outcomes of a stored batch are missing.");
    }
    return nreg_outcomes_sort(result, error);
}

/* --- the scopes that outcomes name */

typedef struct ids {
    uint64_t *at;
    size_t count;
    size_t capacity;
} ids;

static int compare(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return a == b ? 0 : a < b ? -1 : 1;
}

static void sort_unique(ids *list) {
    size_t kept = 0;
    if (list->count > 1) {
        qsort(list->at, list->count, sizeof *list->at, compare);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->at[kept - 1] != list->at[i]) {
            list->at[kept++] = list->at[i];
        }
    }
    list->count = kept;
}

static int add(const nreg_allocator *allocator, ids *list, uint64_t id) {
    if (list->count == list->capacity) {
        sort_unique(list); /* mostly the same few */
    }
    void *at = list->at;
    if (list->count + list->count / 4 >= list->capacity &&
        !nreg_array_reserve(allocator, &at, &list->capacity, list->capacity + list->capacity / 2 + 64,
                            sizeof *list->at)) {
        return 0;
    }
    list->at = at;
    list->at[list->count++] = id;
    return 1;
}

/* Holders, and the target, each once, ascending. */
static nreg_code collect(const nreg_result *result, ids *list, nreg_error *error) {
    uint64_t last = 0;
    int done = result->target == 0 || add(&result->allocator, list, result->target);
    for (uint32_t i = 0; done && i < result->count; i++) {
        const uint64_t holder = result->outcomes[i].holder;
        if (holder != 0 && holder != last) {
            last = holder;
            done = add(&result->allocator, list, holder);
        }
    }
    sort_unique(list);
    return done ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the names of scopes.");
}

/* --- what a session may see of a result that another one made */

static int listed(const ids *list, uint64_t id) {
    return list->count > 0 && bsearch(&id, list->at, list->count, sizeof *list->at, compare) != NULL;
}

/* Says what a session is told of a number that is registered where it cannot see it. */
static uint64_t hidden_reason(const nreg_outcome *outcome) {
    switch (outcome->action) {
    case NREG_ACTION_ADD: /* a decline lets nobody squat, so to add the number nothing would have been in the way */
        return outcome->status == NREG_STATUS_DECLINED ? 0 : NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE);
    case NREG_ACTION_REVERT:
        return NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE);
    default:
        return NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED);
    }
}

/* Makes the outcome what it would have been for a session that cannot see the holder. */
static void veil(nreg_outcome *outcome) {
    static const uint64_t seen = NREG_REASON_BIT(NREG_REASON_HELD_ABOVE) | NREG_REASON_BIT(NREG_REASON_ALREADY_BELOW) |
                                 NREG_REASON_BIT(NREG_REASON_IN_OTHER_UNIT) |
                                 NREG_REASON_BIT(NREG_REASON_IN_OTHER_PROGRAM) |
                                 NREG_REASON_BIT(NREG_REASON_ALREADY_HERE) | NREG_REASON_BIT(NREG_REASON_NOT_IN_SCOPE) |
                                 NREG_REASON_BIT(NREG_REASON_NOT_ALLOWED) | NREG_REASON_BIT(NREG_REASON_CHANGED_SINCE) |
                                 NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
    const uint64_t hidden = hidden_reason(outcome);
    outcome->holder = 0;
    outcome->flags = 0;
    /* How the record was before is not for this session, nor what would have become of it. */
    outcome->warnings &= ~(NREG_REASON_BIT(NREG_REASON_RESUBMITTED) | NREG_REASON_BIT(NREG_REASON_DNO_CHANGED));
    if (outcome->outcome != NREG_OUTCOME_REJECTED) {
        return;
    }
    outcome->status = 0;
    if (hidden != 0) {
        outcome->warnings &= ~NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM);
        outcome->reasons &= ~(seen | NREG_REASON_BIT(NREG_REASON_BATCH_ABANDONED));
        outcome->reasons |= hidden;
    }
    outcome->reason = (uint16_t)nreg_reason_first(outcome->reasons);
}

/* Leaves in `list` only the scopes that the session cannot see. */
static nreg_code keep_hidden(const nreg_access *access, nreg_transaction *tx, ids *list, nreg_error *error) {
    nreg_scope root;
    size_t kept = 0;
    nreg_code code = nreg_access_root(access, tx, &root, error);
    for (size_t from = 0, some; code == NREG_OK && from < list->count; from += some) {
        nreg_scope scopes[NREG_SCOPE_SOME];
        uint8_t answers[NREG_SCOPE_SOME];
        some = list->count - from < NREG_SCOPE_SOME ? list->count - from : NREG_SCOPE_SOME;
        code = nreg_scope_load_some(access, tx, list->at + from, some, scopes, answers, error);
        for (size_t i = 0; code == NREG_OK && i < some; i++) {
            if (answers[i] != NREG_ROW_OK || !nreg_root_covers_scope(&root, &scopes[i])) {
                list->at[kept++] = list->at[from + i];
            }
        }
    }
    list->count = kept;
    return code;
}

static nreg_code confine(const nreg_access *access, nreg_transaction *tx, nreg_result *result, nreg_error *error) {
    if (access->is_operator) {
        return NREG_OK;
    }
    ids list = {NULL, 0, 0};
    nreg_code code = collect(result, &list, error);
    if (code == NREG_OK) {
        code = keep_hidden(access, tx, &list, error);
    }
    for (uint32_t i = 0; code == NREG_OK && list.count > 0 && i < result->count; i++) {
        nreg_outcome *outcome = &result->outcomes[i];
        if (outcome->holder != 0 && listed(&list, outcome->holder)) {
            veil(outcome);
        }
    }
    if (code == NREG_OK && list.count > 0) {
        nreg_result_count_up(result);
    }
    nreg_release(&result->allocator, list.at);
    return code;
}

/* --- loading */

nreg_code nreg_engine_load(const nreg_access *access, nreg_transaction *tx, nreg_catalogue *catalogue,
                           const nreg_store_batch *header, nreg_result **result, nreg_error *error) {
    if (header->state != NREG_BATCH_COMMITTED) {
        return nreg_error_set(error, NREG_CLOSED, "The batch is not committed.");
    }
    nreg_result *loaded;
    nreg_code code = nreg_result_new(&access->allocator, catalogue, access->language, header->entries, &loaded, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_result_from_header(loaded, header);
    code = read_outcomes(tx, header, loaded, error);
    if (code == NREG_OK) {
        code = confine(access, tx, loaded, error);
    }
    if (code == NREG_OK) {
        code = nreg_engine_name_scopes(access, tx, NULL, loaded, error);
    }
    if (code != NREG_OK) {
        nreg_result_free(loaded);
        return code;
    }
    *result = loaded;
    return NREG_OK;
}

/* --- names */

enum { MOST_NAMES = 4096 }; /* beyond that a message says less, and still enough */

static void forget(nreg_result *result) {
    nreg_release(&result->allocator, result->names);
    result->names = NULL;
    result->name_count = 0;
    nreg_texts_free(&result->labels);
    nreg_texts_init(&result->labels, &result->allocator);
}

static nreg_code name_some(const nreg_access *access, nreg_transaction *tx, const uint64_t *keys, size_t count,
                           nreg_result *result, nreg_error *error) {
    nreg_scope scopes[NREG_SCOPE_SOME];
    uint8_t answers[NREG_SCOPE_SOME];
    const nreg_code code = nreg_scope_load_some(access, tx, keys, count, scopes, answers, error);
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        if (answers[i] == NREG_ROW_OK && !nreg_result_name(result, scopes[i].id, scopes[i].label)) {
            return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the names of scopes.");
        }
    }
    return code;
}

nreg_code nreg_engine_name_scopes(const nreg_access *access, nreg_transaction *tx, const nreg_scope *target,
                                  nreg_result *result, nreg_error *error) {
    ids list = {NULL, 0, 0};
    forget(result);
    nreg_code code = collect(result, &list, error);
    const size_t most = list.count < MOST_NAMES ? list.count : MOST_NAMES;
    for (size_t from = 0, some; code == NREG_OK && from < most; from += some) {
        some = most - from < NREG_SCOPE_SOME ? most - from : NREG_SCOPE_SOME;
        if (target != NULL && some == 1 && list.at[from] == target->id) {
            code = nreg_result_name(result, target->id, target->label)
                       ? NREG_OK
                       : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the names of scopes.");
        } else {
            code = name_some(access, tx, list.at + from, some, result, error);
        }
    }
    nreg_release(&result->allocator, list.at);
    return code;
}
