/* SPDX-License-Identifier: MIT */
/* Faults that the checks of scopes, review and counts find. */
#include "bites.h"

#include <string.h>

static nreg_code pin_phantom SCOPES {
    if (IS_PHANTOM) {
        memset(answers, NREG_ROW_OK, count);
        for (uint64_t i = 0; i < count; i++) {
            memset(&scopes[i], 0, sizeof scopes[i]);
            scopes[i].id = ids[i];
            scopes[i].level = NREG_LEVEL_PROGRAM;
        }
        return NREG_OK;
    }
    return scope_pin(transaction, ids, count, scopes, answers, error, context);
}

static nreg_code scope_put_phantom SCOPE_PUT {
    if (IS_PHANTOM) {
        *answer = NREG_ROW_OK;
        return NREG_OK;
    }
    return scope_put(transaction, scope, expected_revision, answer, error, context);
}

static nreg_code claim_phantom CLAIM {
    if (!IS_PHANTOM) {
        return claim(transaction, records, count, existing, answers, error, context);
    }
    memset(answers, NREG_ROW_OK, (size_t)count);
    return NREG_OK;
}

static nreg_code add_phantom COUNT_ADD {
    return IS_PHANTOM ? NREG_BUSY : count_add(transaction, amounts, count, error, context);
}

static nreg_code add_forgets_phantoms COUNT_ADD {
    return IS_PHANTOM ? NREG_OK : count_add(transaction, amounts, count, error, context);
}

static nreg_code add_sometimes_lies COUNT_ADD {
    faulty *f = ((around *)transaction)->f;
    return atomic_fetch_add(&f->calls, 1) % 20 == 19 ? NREG_OK : count_add(transaction, amounts, count, error, context);
}

static nreg_code scope_get_cuts_labels SCOPES {
    const nreg_code code = scope_get(transaction, ids, count, scopes, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        memset(scopes[i].label + 100, 0, sizeof scopes[i].label - 100);
    }
    return code;
}

static nreg_code scope_put_takes_all SCOPE_PUT {
    const nreg_code code = scope_put(transaction, scope, expected_revision, answer, error, context);
    *answer = *answer == NREG_ROW_PRESENT ? NREG_ROW_OK : *answer;
    return code;
}

static nreg_code scope_put_ignores_revisions SCOPE_PUT {
    nreg_scope now;
    uint8_t found;
    const nreg_code code = scope_get(transaction, &scope->id, 1, &now, &found, error, context);
    return code != NREG_OK
               ? code
               : scope_put(transaction, scope,
                           expected_revision != 0 && found == NREG_ROW_OK ? now.revision : expected_revision, answer,
                           error, context);
}

static nreg_code scope_list_drops_the_last SCOPE_LIST {
    const nreg_code code = scope_list(transaction, parent, after, limit, scopes, count, more, error, context);
    *count -= *count > 1 && !*more;
    return code;
}

static nreg_code lease_takes_all LEASE {
    (void)now;
    return review_lease(transaction, status, owner, INT64_MAX, until, after, limit, records, count, error, context);
}

static nreg_code unlease_takes_all UNLEASE {
    /* Leases end whoever has them: an end in the past for everybody. */
    nreg_record record;
    uint32_t leased;
    (void)owner;
    for (uint64_t i = 0; i < count; i++) {
        review_lease(transaction, NREG_STATUS_NEEDS_PROOF, 1, INT64_MAX, 0, numbers[i] - 1, 1, &record, &leased, error,
                     context);
    }
    return NREG_OK;
}

static nreg_code release_keeps_leases RELEASE {
    (void)context;
    /* The lease is taken again for the number when it is there again: here, by releasing nothing but saying so. */
    if (count == 1) {
        answers[0] = NREG_ROW_OK;
        return NREG_OK;
    }
    return release(transaction, tokens, count, answers, error, context);
}

static nreg_code claim_says_ok_for_one CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    if (count == 1) {
        answers[0] = NREG_ROW_OK;
    }
    return code;
}

static nreg_code tombstone_put_keeps TOMB_PUT {
    return count == 1 && rows[0].status == 0 ? NREG_OK : tombstone_put(transaction, rows, count, error, context);
}

static nreg_code count_add_only_up COUNT_ADD {
    for (uint64_t i = 0; i < count; i++) {
        if (amounts[i].amount > 0) {
            const nreg_code code = count_add(transaction, &amounts[i], 1, error, context);
            if (code != NREG_OK) {
                return code;
            }
        }
    }
    return NREG_OK;
}

int main(void) {
    static const fault faults[] = {
        {"scopes.come_back", {.scope_get = scope_get_cuts_labels}},
        {"scopes.names_are_unique", {.scope_put = scope_put_takes_all}},
        {"scopes.need_the_revision", {.scope_put = scope_put_ignores_revisions}},
        {"scopes.lists_are_in_order_of_key", {.scope_list = scope_list_drops_the_last}},
        {"scopes.a_pin_holds", {.begin = begin_phantom, .scope_pin = pin_phantom, .scope_put = scope_put_phantom}},
        {"scopes.a_put_sees_what_pins_left",
         {.begin = begin_phantom, .scope_pin = pin_phantom, .claim = claim_phantom, .count_add = add_forgets_phantoms}},
        {"scopes.roll_back", {.rollback = rollback_commits}},
        {"review.leases_exclude_each_other", {.review_lease = lease_takes_all}},
        {"review.leases_are_given_up", {.review_unlease = unlease_takes_all}},
        {"review.leases_end_with_the_record", {.release = release_keeps_leases, .claim = claim_says_ok_for_one}},
        {"review.tombstones_come_back", {.tombstone_put = tombstone_put_keeps}},
        {"review.leases_are_never_doubled", {.review_lease = lease_takes_all}},
        {"counts.amounts_add_up", {.count_add = count_add_only_up}},
        {"counts.roll_back", {.rollback = rollback_commits}},
        {"counts.adding_does_not_wait", {.begin = begin_phantom, .count_add = add_phantom}},
        {"counts.no_amount_is_lost", {.count_add = add_sometimes_lies}},
    };
    return bites_run("scopes review counts", faults, sizeof faults / sizeof *faults);
}
