/* SPDX-License-Identifier: MIT */
/* Runs the checks, reports them, and cleans up behind each. */
#include "store/check/check.h"

#include "base/host.h"

#include <stdio.h>

enum { ATTEMPTS = 25 };

static const nreg_check_entry *const lists[] = {
    nreg_checks_records, nreg_checks_isolation, nreg_checks_scan,   nreg_checks_journal, nreg_checks_batches,
    nreg_checks_scopes,  nreg_checks_review,    nreg_checks_counts, nreg_checks_races,
};

void nreg_store_check_options_init(nreg_store_check_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->threads = 4;
        options->rows = 70000;
        options->seed = 1;
    }
}

/* Removes the records that the check left, whatever it was doing when it ended. */
static nreg_code remove_records(nreg_check *c) {
    enum { PAGE = 1000 };
    nreg_record *records;
    nreg_store_token *tokens;
    uint8_t *answers;
    TAKE(records, PAGE);
    TAKE(tokens, PAGE);
    TAKE(answers, PAGE);
    nreg_store_filter filter;
    memset(&filter, 0, sizeof filter);
    filter.from = c->base;
    filter.to = nreg_check_number(c, UINT32_MAX);
    uint64_t after = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
        TRY(nreg_transaction_scan(&c->tx[0], &filter, after, PAGE, records, &count, &more, &c->error));
        for (uint32_t i = 0; i < count; i++) {
            tokens[i] = nreg_check_token(&records[i]);
            after = records[i].number;
        }
        TRY(nreg_transaction_release(&c->tx[0], tokens, count, answers, &c->error));
        TRY(nreg_check_commit(c, 0));
    }
    return NREG_OK;
}

static void end_attempt(nreg_check *c) {
    for (uint32_t slot = 0; slot < NREG_CHECK_SLOTS; slot++) {
        nreg_check_rollback(c, slot);
    }
    nreg_check_forget(c);
}

static nreg_code attempt(nreg_check *c, const nreg_check_entry *entry) {
    c->message[0] = '\0';
    /* Fifteen digits: numbers of no plan. */
    c->base = UINT64_C(900000000000000) + nreg_check_random(c) % 9000000 * UINT64_C(10000000);
    c->business = nreg_check_id(c);
    c->unit = nreg_check_id(c);
    c->program = nreg_check_id(c);
    const nreg_code code = entry->run(c);
    end_attempt(c);
    char message[sizeof c->message];
    memcpy(message, c->message, sizeof message);
    nreg_code removed = remove_records(c);
    end_attempt(c);
    for (int i = 0; i < ATTEMPTS && nreg_check_is_collision(removed); i++) {
        removed = remove_records(c);
        end_attempt(c);
    }
    if (code == NREG_OK) {
        return removed;
    }
    memcpy(c->message, message, sizeof message);
    return code;
}

/* A store may answer "again" at any time: then the check begins again, with other numbers. */
static nreg_code run_one(nreg_check *c, const nreg_check_entry *entry) {
    nreg_code code = attempt(c, entry);
    for (int i = 1; i < ATTEMPTS && nreg_check_is_collision(code); i++) {
        code = attempt(c, entry);
    }
    return code;
}

static int skipped(const nreg_check *c, const nreg_check_entry *entry) {
    return (entry->group != 0 && (nreg_store_groups(c->store) & entry->group) == 0) || (entry->races && c->threads < 2);
}

static void record_outcome(nreg_store_check_summary *summary, uint32_t outcome) {
    summary->passed += outcome == NREG_CHECK_PASSED;
    summary->failed += outcome == NREG_CHECK_FAILED;
    summary->skipped += outcome == NREG_CHECK_SKIPPED;
}

nreg_code nreg_store_check(nreg_store *store, const nreg_store_check_options *options,
                           nreg_store_check_summary *summary, nreg_error *error) {
    nreg_error_clear(error);
    nreg_store_check_options defaults;
    nreg_store_check_options_init(&defaults);
    const nreg_store_check_options *chosen = options == NULL ? &defaults : options;
    if (store == NULL || chosen->struct_size < sizeof *chosen || chosen->threads < 1 || chosen->threads > 64 ||
        chosen->rows < 100 || chosen->rows > 1000000) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "`store` is NULL, or an option is out of range: threads 1 to 64, rows 100 to 1000000.");
    }
    const nreg_allocator *allocator = nreg_store_allocator(store);
    nreg_check *c = nreg_allocate_zeroed(allocator, sizeof *c);
    if (c == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "No memory for the checks.");
    }
    c->store = store;
    c->methods = nreg_store_get_methods(store, &c->context);
    c->allocator = allocator;
    c->rows = chosen->rows;
    c->threads = chosen->threads;
    c->random = chosen->seed;
    nreg_error_init(&c->error);
    nreg_store_check_summary found = {0, 0, 0, 0};
    nreg_code result = NREG_OK;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0] && result != NREG_NO_MEMORY; i++) {
        for (const nreg_check_entry *entry = lists[i]; entry->name != NULL; entry++) {
            if (chosen->only != NULL && strcmp(chosen->only, entry->name) != 0) {
                continue;
            }
            uint32_t outcome = NREG_CHECK_SKIPPED;
            c->message[0] = '\0';
            if (!skipped(c, entry)) {
                const nreg_code code = run_one(c, entry);
                outcome = code == NREG_OK ? NREG_CHECK_PASSED : NREG_CHECK_FAILED;
                if (code != NREG_OK && result == NREG_OK) {
                    result = nreg_error_set(error, code == NREG_NO_MEMORY ? code : NREG_INTERNAL, "%s: %s", entry->name,
                                            c->message);
                }
            }
            record_outcome(&found, outcome);
            if (chosen->report != NULL) {
                chosen->report(entry->name, entry->group, outcome, c->message, chosen->context);
            }
        }
    }
    if (summary != NULL) {
        *summary = found;
    }
    nreg_release(allocator, c);
    return result;
}
