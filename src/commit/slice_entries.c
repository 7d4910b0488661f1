/* SPDX-License-Identifier: MIT */
#include "commit/slice_parts.h"

#include <string.h>

/* --- what an entry asks for */

void nreg_slice_wish(const nreg_run *run, const nreg_ordered *item, nreg_wish *wish) {
    wish->number = item->number;
    wish->faults = item->clean ? 0 : nreg_staged_faults(nreg_slice_staged(run, item));
    wish->warnings = item->clean ? 0 : nreg_slice_staged(run, item)->warnings;
    wish->entry = item->entry;
    wish->action = item->action;
    wish->purpose = item->purpose;
    wish->consent = item->consent | run->job->options.consent;
    wish->is_dno = nreg_slice_says_dno(run, item->purpose);
    wish->status = 0;
    wish->created = 0;
    wish->expected_batch = 0;
    wish->expected_revision = 0;
    wish->why = 0;
    wish->claimant = 0;
    if (run->job->extras != NULL) {
        const nreg_extra *extra = &run->job->extras[item->entry - 1];
        wish->status = extra->status;
        wish->created = extra->created;
        wish->expected_batch = extra->expected_batch;
        wish->expected_revision = extra->expected_revision;
        wish->faults |= extra->faults;
        wish->claimant = extra->claimant;
        wish->why = extra->why;
    }
}

/* --- outcomes */

/*
 * Writes, for all entries in their order, what is known beforehand, and for the rest what becomes of most: that they
 * are added. Writing each outcome where it belongs when its number's turn comes would mean jumping all over the memory.
 */
void nreg_slice_foretell(nreg_run *run) {
    uint32_t count;
    run->usual = nreg_run_reviews(run) ? NREG_STATUS_ACTIVE : NREG_STATUS_PENDING;
    (void)nreg_draft_entries(run->job->draft, &count);
    nreg_outcome *outcome = run->result->outcomes;
    nreg_text *input = run->result->inputs;
    for (uint32_t entry = 1; entry <= count; entry++) {
        const nreg_staged *staged = &run->entries[entry - 1];
        if (staged->dropped) {
            continue;
        }
        memset(outcome, 0, sizeof *outcome);
        outcome->number = staged->number;
        outcome->entry = entry;
        outcome->row = nreg_staged_row(staged, entry);
        outcome->purpose = staged->purpose;
        outcome->action = (uint8_t)staged->action;
        outcome->state = (uint8_t)staged->state;
        outcome->outcome = NREG_OUTCOME_ADDED;
        outcome->status = run->usual;
        *input++ = staged->text;
        outcome++;
    }
}

int nreg_slice_as_foretold(const nreg_run *run, const nreg_decision *decision) {
    return decision->reasons == 0 && decision->warnings == 0 && decision->holder == 0 && decision->flags == 0 &&
           decision->outcome == NREG_OUTCOME_ADDED && decision->status_before == 0 &&
           decision->status_after == run->usual;
}

void nreg_slice_write_outcome(const nreg_run *run, const nreg_ordered *item, const nreg_decision *decision) {
    nreg_outcome *outcome = nreg_slice_outcome(run, item);
    outcome->reasons = decision->reasons;
    outcome->warnings = decision->warnings;
    outcome->holder = decision->holder;
    outcome->related = 0;
    outcome->reason = decision->reasons == 0 ? 0 : (uint16_t)nreg_reason_first(decision->reasons);
    outcome->outcome = (uint8_t)decision->outcome;
    outcome->status = decision->status_after;
    outcome->flags = (uint8_t)decision->flags;
    outcome->reserved = decision->status_before; /* in case the batch is abandoned; cleared when it is finished */
}

/* --- entries that have nothing to them */

/* Counts what has come true, before the place is used for another decision. */
static void settle_plain(nreg_run *run, nreg_plain *plain) {
    if (plain->kept > 0 && (run->groups & NREG_GROUP_COUNTS) != 0) {
        nreg_tally_record(&run->tally, &plain->decision.after, (int64_t)plain->kept);
    }
    plain->kept = 0;
    plain->made = 0;
}

void nreg_slice_count_plains(nreg_run *run) {
    for (size_t i = 0; i < NREG_PLAINS; i++) {
        settle_plain(run, &run->slice.plains[i]);
    }
}

nreg_plain *nreg_slice_plain(nreg_run *run, const nreg_ordered *item) {
    static const nreg_evidence nothing;
    nreg_plain *plain = &run->slice.plains[item->purpose % NREG_PLAINS];
    if (plain->made && plain->action == item->action && plain->purpose == item->purpose &&
        plain->consent == item->consent) {
        return plain;
    }
    nreg_wish wish;
    nreg_journal_row rows[2];
    settle_plain(run, plain);
    nreg_slice_wish(run, item, &wish);
    nreg_decide(&run->setting, &wish, &nothing, &plain->decision);
    plain->made = 1;
    plain->foretold = nreg_slice_as_foretold(run, &plain->decision) != 0;
    plain->action = item->action;
    plain->purpose = item->purpose;
    plain->consent = item->consent;
    if (plain->foretold) {
        (void)nreg_decision_history(&run->setting, &wish, &nothing, &plain->decision, rows);
        plain->history = rows[0];
    }
    return plain;
}
