/* SPDX-License-Identifier: MIT */
/* Faults that the checks of batches and the journal find. */
#include "bites.h"

static nreg_code append_phantom APPEND {
    return IS_PHANTOM ? NREG_BUSY : journal_append(transaction, rows, count, error, context);
}

static nreg_code batch_get_halves_digests BATCH_GET {
    const nreg_code code = batch_get(transaction, id, batch, answer, error, context);
    batch->digest[1] &= INT64_MAX;
    return code;
}

static nreg_code batch_put_ignores_revisions BATCH_PUT {
    nreg_store_batch now;
    uint8_t found;
    const nreg_code code = batch_get(transaction, batch->id, &now, &found, error, context);
    return code != NREG_OK
               ? code
               : batch_put(transaction, batch,
                           expected_revision != 0 && found == NREG_ROW_OK ? now.revision : expected_revision, existing,
                           answer, error, context);
}

static nreg_code batch_list_turns_pages_around BATCH_LIST {
    const nreg_code code = batch_list(transaction, filter, after, limit, batches, count, more, error, context);
    for (uint32_t i = 0; code == NREG_OK && i < *count / 2; i++) {
        const nreg_store_batch other = batches[i];
        batches[i] = batches[*count - 1 - i];
        batches[*count - 1 - i] = other;
    }
    return code;
}

static nreg_code items_clear_leaves_one ITEMS_CLEAR {
    return items_clear(transaction, batch, kind, from_chunk + 1, error, context);
}

static nreg_code batch_prune_takes_notes BATCH_PRUNE {
    nreg_store_batch list[8];
    const nreg_store_batch_filter all = {0, 0, 0, 0, 0};
    uint32_t found, more;
    batch_list(transaction, &all, 0, 8, list, &found, &more, error, context);
    for (uint32_t i = 0; i < found; i++) {
        if (list[i].expires != 0 && list[i].expires <= now) {
            items_clear(transaction, list[i].id, NREG_ITEMS_NOTES, 0, error, context);
        }
    }
    return batch_prune(transaction, now, limit, count, error, context);
}

static nreg_code read_forgets_reasons READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    for (uint32_t i = 0; i < *count; i++) {
        rows[i].reason = 0;
    }
    return code;
}

static nreg_code read_history_newest_first READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    for (uint32_t i = 0; by == NREG_JOURNAL_NUMBER && i < *count / 2; i++) {
        const nreg_journal_row other = rows[i];
        rows[i] = rows[*count - 1 - i];
        rows[*count - 1 - i] = other;
    }
    return code;
}

static nreg_code read_parts_numbers READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    if (code == NREG_OK && by == NREG_JOURNAL_BATCH && *count > 2) {
        *count = 2;
        *more = 1;
    }
    return code;
}

static nreg_code seal_does_nothing SEAL {
    (void)transaction;
    (void)limit;
    (void)error;
    (void)context;
    *count = 0;
    return NREG_OK;
}

static nreg_code read_of_business_sees_first_page READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    *more = by == NREG_JOURNAL_BUSINESS ? 0 : *more;
    return code;
}

static nreg_code read_skips_after_cursor READ {
    const uint64_t skipped = by == NREG_JOURNAL_FEED && after > 0 ? after + 1 : after;
    return journal_read(transaction, by, id, skipped, limit, rows, count, more, error, context);
}

static nreg_code read_hides_pruning READ {
    const nreg_code code = journal_read(transaction, by, id, after, limit, rows, count, more, error, context);
    return code == NREG_FEED_PRUNED
               ? journal_read(transaction, by, id, (uint64_t)error->position, limit, rows, count, more, error, context)
               : code;
}

static nreg_code erase_only_counts ERASE {
    uint32_t found, more;
    nreg_journal_row rows[16];
    const nreg_code code =
        journal_read(transaction, NREG_JOURNAL_NUMBER, number, 0, 16, rows, &found, &more, error, context);
    *count = found;
    return code;
}

static nreg_code expect_gather_claims_at_once(void *transaction, const nreg_record *claims, uint64_t claim_count,
                                              const uint64_t *locked, uint64_t locked_count, const uint64_t *looked_at,
                                              uint64_t looked_at_count, nreg_error *error, void *context) {
    nreg_record existing[2];
    uint8_t answers[2];
    (void)locked;
    (void)locked_count;
    (void)looked_at;
    (void)looked_at_count;
    return claim(transaction, claims, claim_count, existing, answers, error, context);
}

int main(void) {
    static const fault faults[] = {
        {"batches.headers_come_back", {.batch_get = batch_get_halves_digests}},
        {"batches.request_ids_are_unique", {.batch_put = batch_put_takes_all}},
        {"batches.headers_need_the_revision", {.batch_put = batch_put_ignores_revisions}},
        {"batches.lists_are_newest_first", {.batch_list = batch_list_turns_pages_around}},
        {"batches.items_come_back", {.items_clear = items_clear_leaves_one}},
        {"batches.expired_are_pruned", {.batch_prune = batch_prune_takes_notes}},
        {"batches.roll_back", {.rollback = rollback_commits}},
        {"batches.told_beforehand", {.expect_gather = expect_gather_claims_at_once}},
        {"journal.rows_come_back", {.journal_read = read_forgets_reasons}},
        {"journal.numbers_have_a_history", {.journal_read = read_history_newest_first}},
        {"journal.pages_keep_a_number_together", {.journal_read = read_parts_numbers}},
        {"journal.sealing_numbers_rows", {.journal_seal = seal_does_nothing}},
        {"journal.a_business_has_a_feed", {.journal_read = read_of_business_sees_first_page}},
        {"journal.rolled_back_rows_never_appear", {.rollback = rollback_commits}},
        {"journal.a_slow_writer_is_not_skipped", {.begin = begin_phantom, .journal_append = append_phantom}},
        {"journal.pruning_is_remembered", {.journal_read = read_hides_pruning}},
        {"journal.numbers_can_be_erased", {.journal_erase = erase_only_counts}},
        {"journal.feed_is_complete_under_writers", {.journal_read = read_skips_after_cursor}},
    };
    return bites_run("batches journal", faults, sizeof faults / sizeof *faults);
}
