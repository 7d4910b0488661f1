/* SPDX-License-Identifier: MIT */
/* Faults that the checks of records and scans find. */
#include "bites.h"

#include <stdlib.h>

static nreg_code claim_dislikes_nothing CLAIM {
    return count == 0 ? NREG_IO : claim(transaction, records, count, existing, answers, error, context);
}

static nreg_code fetch_narrows FETCH {
    const nreg_code code = fetch(transaction, numbers, count, mode, records, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        records[i].purpose &= 0xFFFF;
    }
    return code;
}

static nreg_code claim_overwrites CLAIM {
    const nreg_code code = claim(transaction, records, count, existing, answers, error, context);
    for (uint64_t i = 0; code == NREG_OK && i < count; i++) {
        if (answers[i] == NREG_ROW_PRESENT) {
            const nreg_store_change change = {records[i], existing[i].last_batch, existing[i].revision, 0};
            uint8_t answer;
            update(transaction, &change, 1, &answer, error, context);
        }
    }
    return code;
}

static nreg_code fetch_leaves_old_values FETCH {
    nreg_record *found = calloc(count + 1, sizeof *found);
    const nreg_code code = fetch(transaction, numbers, count, mode, found, answers, error, context);
    for (uint64_t i = 0; i < count; i++) {
        if (answers[i] == NREG_ROW_OK) {
            records[i] = found[i];
        }
    }
    free(found);
    return code;
}

static nreg_code update_ignores_tokens UPDATE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_change change = changes[i];
        nreg_code code = fetch(transaction, &change.record.number, 1, 0, &now, &answers[i], error, context);
        change.expected_batch = now.last_batch;
        change.expected_revision = now.revision;
        if (code == NREG_OK) {
            code = update(transaction, &change, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code update_ignores_batches UPDATE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_change change = changes[i];
        nreg_code code = fetch(transaction, &change.record.number, 1, 0, &now, &answers[i], error, context);
        change.expected_batch = now.last_batch;
        if (code == NREG_OK) {
            code = update(transaction, &change, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code release_ignores_revisions RELEASE {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record now;
        nreg_store_token token = tokens[i];
        nreg_code code = fetch(transaction, &token.number, 1, 0, &now, &answers[i], error, context);
        token.revision = now.revision;
        if (code == NREG_OK) {
            code = release(transaction, &token, 1, &answers[i], error, context);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    return NREG_OK;
}

static nreg_code release_remembers RELEASE {
    faulty *f = ((around *)transaction)->f;
    if (count == 1) {
        uint8_t answer;
        fetch(transaction, &tokens[0].number, 1, 0, &f->released_record, &answer, error, context);
        f->released = tokens[0].number;
    }
    return release(transaction, tokens, count, answers, error, context);
}

static nreg_code claim_finds_the_released CLAIM {
    faulty *f = ((around *)transaction)->f;
    if (count == 1 && records[0].number == f->released) {
        existing[0] = f->released_record;
        answers[0] = NREG_ROW_PRESENT;
        return NREG_OK;
    }
    return claim(transaction, records, count, existing, answers, error, context);
}

/* Runs a read in a transaction of its own that sees what is committed at this moment. */

static nreg_code claim_drops_the_last_of_many CLAIM {
    const nreg_code code =
        claim(transaction, records, count > 60000 ? count - 1 : count, existing, answers, error, context);
    answers[count - 1] = count > 60000 ? NREG_ROW_OK : answers[count - 1];
    return code;
}

static nreg_code scan_skips_at_the_end_of_pages SCAN {
    const nreg_code code = scan(transaction, filter, after, limit, records, count, more, error, context);
    if (code == NREG_OK && *count > 1 && *more) {
        records[*count - 2] = records[*count - 1];
        --*count;
    }
    return code;
}

static nreg_code scan_stays_at_the_scope SCAN {
    nreg_store_filter changed = *filter;
    changed.only_here = 1;
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

static nreg_code scan_knows_one_status SCAN {
    nreg_store_filter changed = *filter;
    changed.statuses = filter->statuses & (~filter->statuses + 1);
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

static nreg_code scan_leaves_out_the_largest SCAN {
    nreg_store_filter changed = *filter;
    changed.to = filter->to != 0 ? filter->to - 1 : 0;
    return scan(transaction, &changed, after, limit, records, count, more, error, context);
}

int main(void) {
    static const fault faults[] = {
        {"records.empty_calls", {.claim = claim_dislikes_nothing}},
        {"records.values_come_back", {.fetch = fetch_narrows}},
        {"records.claim_returns_present", {.claim = claim_overwrites}},
        {"records.fetch_answers_in_order", {.fetch = fetch_leaves_old_values}},
        {"records.update_needs_the_token", {.update = update_ignores_tokens}},
        {"records.update_needs_the_token", {.update = update_ignores_batches}},
        {"records.release_needs_the_token", {.release = release_ignores_revisions}},
        {"records.released_numbers_are_free", {.release = release_remembers, .claim = claim_finds_the_released}},
        {"records.own_changes_are_visible", {.fetch = fetch_sees_only_committed}},
        {"records.own_changes_need_the_token", {.update = update_ignores_tokens}},
        {"records.large_batches_are_whole", {.claim = claim_drops_the_last_of_many}},
        {"scan.pages_are_complete", {.scan = scan_skips_at_the_end_of_pages}},
        {"scan.filters_by_scope", {.scan = scan_stays_at_the_scope}},
        {"scan.filters_by_value", {.scan = scan_knows_one_status}},
        {"scan.filters_by_number", {.scan = scan_leaves_out_the_largest}},
        {"scan.sees_own_changes", {.scan = scan_sees_only_committed}},
    };
    return bites_run("records scan", faults, sizeof faults / sizeof *faults);
}
