/* SPDX-License-Identifier: MIT */
#include "commit/slice_parts.h"

#include <string.h>

/* --- what is known about a number */

/* An Organization's session sees its Businesses; which those are only their scopes say. */
static nreg_code organization_of(nreg_run *run, uint64_t business, uint64_t *organization, nreg_error *error) {
    *organization = 0;
    if (run->root.id == 0 || run->root.level != NREG_LEVEL_ORGANIZATION) {
        return NREG_OK;
    }
    if (business == run->target.business) {
        *organization = run->target.organization;
        return NREG_OK;
    }
    if (business != run->other_business) {
        nreg_scope scope;
        const nreg_code code = nreg_scope_load(run->job->access, &run->tx, business, &scope, error);
        if (code != NREG_OK && code != NREG_NOT_FOUND) {
            return code;
        }
        run->other_business = business;
        run->other_organization = code == NREG_OK ? scope.organization : 0;
    }
    *organization = run->other_organization;
    return NREG_OK;
}

static nreg_code make_evidence(nreg_run *run, size_t k, nreg_evidence *evidence, nreg_error *error) {
    const nreg_slice *slice = &run->slice;
    *evidence = nreg_slice_nothing(run, k);
    evidence->record = slice->found[k];
    evidence->tombstone = nreg_slice_is_remembered(slice, k) ? &slice->remembered[k] : NULL;
    evidence->undo = slice->undos != NULL && slice->undos[k].row.batch != 0 ? &slice->undos[k] : NULL;
    if (evidence->record == NULL) {
        return NREG_OK;
    }
    evidence->is_dno = nreg_slice_says_dno(run, evidence->record->purpose);
    if (run->setting.is_operator) {
        evidence->visible = 1;
        return NREG_OK;
    }
    uint64_t organization;
    const nreg_code code = organization_of(run, evidence->record->business, &organization, error);
    const nreg_place place = nreg_place_of_record(evidence->record);
    evidence->visible = code == NREG_OK && nreg_root_covers_place(&run->root, &place, organization) != 0;
    return code;
}

/* --- decide */

/* Limits of the policy come after the rules: they speak of the Business, not of the number. */
static int limited(nreg_run *run, const nreg_wish *wish) {
    const uint32_t a_day = run->basis->policy.max_elsewhere_a_day;
    return a_day != 0 && !run->setting.is_operator && wish->action == NREG_ACTION_ADD && run->disclosed >= a_day;
}

static void limit(const nreg_wish *wish, nreg_decision *decision) {
    memset(decision, 0, sizeof *decision);
    decision->reasons = wish->faults | NREG_REASON_BIT(NREG_REASON_LIMIT_EXCEEDED);
    decision->warnings = wish->warnings;
}

/* Does the Business end up with one number more? */
static int grows(const nreg_decision *decision, const nreg_evidence *evidence) {
    return decision->write == NREG_WRITE_INSERT || (decision->write == NREG_WRITE_UPDATE && evidence->record != NULL &&
                                                    evidence->record->business != decision->after.business);
}

static void decide(nreg_run *run, const nreg_wish *wish, const nreg_evidence *evidence, int counted,
                   nreg_decision *decision) {
    if (limited(run, wish)) {
        limit(wish, decision);
        return;
    }
    nreg_decide(&run->setting, wish, evidence, decision);
    const uint64_t most = run->basis->policy.max_numbers;
    if (most != 0 && !counted && !run->setting.is_operator && grows(decision, evidence) && run->held >= most) {
        const uint64_t warnings = decision->warnings;
        limit(wish, decision);
        decision->warnings = warnings;
    }
}

/* --- what is to be written */

static void note_history(nreg_run *run, const nreg_wish *wish, const nreg_evidence *evidence,
                         const nreg_decision *decision) {
    nreg_slice *slice = &run->slice;
    if (slice->rows != NULL) {
        slice->row_count +=
            nreg_decision_history(&run->setting, wish, evidence, decision, &slice->rows[slice->row_count]);
    }
    if (slice->stones != NULL && decision->entombs) {
        slice->stones[slice->stone_count++] = nreg_decision_tombstone(&run->setting, evidence);
    }
}

static void give_up_claim(nreg_run *run, uint64_t number) {
    run->slice.tokens[run->slice.token_count++] = (nreg_store_token){number, run->setting.batch, 1, 0};
}

static void note_write(nreg_run *run, size_t k, const nreg_evidence *evidence, const nreg_decision *decision) {
    nreg_slice *slice = &run->slice;
    const nreg_record *before = evidence->record;
    if (decision->write == NREG_WRITE_RELEASE) {
        slice->tokens[slice->token_count++] =
            (nreg_store_token){before->number, before->last_batch, before->revision, 0};
    } else if (decision->write == NREG_WRITE_UPDATE) {
        slice->changes[slice->change_count++] =
            (nreg_store_change){decision->after, before->last_batch, before->revision, 0};
    } else if (slice->inserted[k] && nreg_slice_is_remembered(slice, k)) {
        slice->changes[slice->change_count++] = (nreg_store_change){decision->after, run->setting.batch, 1, 0};
    } else if (!slice->inserted[k] && slice->late != NULL) {
        slice->late[slice->late_count++] = decision->after;
    }
    if (run->writes && (run->groups & NREG_GROUP_COUNTS) != 0) {
        if (before != NULL) {
            nreg_tally_record(&run->tally, before, -1);
        }
        if (decision->write != NREG_WRITE_RELEASE) {
            nreg_tally_record(&run->tally, &decision->after, 1);
        }
    }
}

static void mark_duplicate(const nreg_run *run, const nreg_ordered *item, uint64_t reason, uint32_t related) {
    nreg_outcome *outcome = nreg_slice_outcome(run, item);
    outcome->reasons |= reason;
    outcome->reason = (uint16_t)nreg_reason_first(outcome->reasons);
    outcome->related = related;
    outcome->flags &= (uint8_t)~NREG_OUTCOME_FLAG_MOVABLE;
}

/*
 * Decides on all entries with one number: the first acceptable one counts (rule R4). Staging has found out which that
 * is by what the entries say; here a later one takes its place if only that one has the consent that is needed.
 */
static nreg_code decide_number(nreg_run *run, size_t k, nreg_error *error) {
    const nreg_slice *slice = &run->slice;
    const size_t from = slice->starts[k];
    const size_t to = slice->starts[k + 1];
    nreg_evidence evidence;
    const nreg_code code = make_evidence(run, k, &evidence, error);
    if (code != NREG_OK) {
        return code;
    }
    int open = to - from == 1; /* may any of them count? */
    for (size_t i = from; !open && i < to; i++) {
        open |= nreg_slice_staged(run, &run->order.items[i])->duplicate == NREG_COUNTS;
    }
    const nreg_ordered *winner = NULL;
    int disclosed = 0;
    for (size_t i = from; i < to; i++) {
        const nreg_ordered *item = &run->order.items[i];
        nreg_wish wish;
        nreg_decision decision;
        nreg_slice_wish(run, item, &wish);
        decide(run, &wish, &evidence, winner != NULL, &decision);
        disclosed |= (decision.reasons & NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE)) != 0;
        if (decision.reasons == 0 && open && winner == NULL) {
            winner = item;
            run->held += grows(&decision, &evidence) != 0;
            run->held -= decision.write == NREG_WRITE_RELEASE && run->held > 0;
            if (run->writes) {
                note_write(run, k, &evidence, &decision);
                note_history(run, &wish, &evidence, &decision);
            }
        } else if (decision.reasons == 0) {
            /* Good, but not the one that counts: told below. */
            decision.outcome = NREG_OUTCOME_REJECTED;
            decision.status_after = decision.status_before;
            decision.flags = 0;
        }
        nreg_slice_write_outcome(run, item, &decision);
    }
    if (winner == NULL && slice->inserted[k]) {
        give_up_claim(run, run->order.items[from].number);
    }
    for (size_t i = from; to - from > 1 && i < to; i++) {
        const nreg_ordered *item = &run->order.items[i];
        const nreg_staged *staged = nreg_slice_staged(run, item);
        if (winner == NULL && staged->duplicate != NREG_COUNTS) {
            mark_duplicate(run, item, nreg_staged_duplicate_reason(staged), staged->related);
        } else if (winner != NULL && winner != item) {
            mark_duplicate(run, item, nreg_staged_reason_beside(staged, nreg_slice_staged(run, winner)), winner->entry);
        }
    }
    run->disclosed += disclosed && !run->setting.is_operator;
    return NREG_OK;
}

/* What was foretold has come true: the outcome stands there already. `claim` is the record as inserted. */
static void keep_word(nreg_run *run, size_t k, const nreg_record *claim) {
    if (!run->writes) {
        return;
    }
    const nreg_ordered *item = &run->order.items[run->slice.starts[k]];
    if (nreg_slice_is_plain(run, k, item)) {
        nreg_plain *plain = nreg_slice_plain(run, item);
        plain->kept++;
        if (run->slice.rows != NULL) {
            nreg_journal_row *row = &run->slice.rows[run->slice.row_count++];
            *row = plain->history;
            row->number = item->number;
            row->entry = item->entry;
        }
        return;
    }
    if ((run->groups & NREG_GROUP_COUNTS) != 0) {
        nreg_tally_record(&run->tally, claim, 1);
    }
    if (run->slice.rows != NULL) {
        const nreg_evidence nothing = nreg_slice_nothing(run, k);
        nreg_wish wish;
        nreg_decision decision;
        nreg_slice_wish(run, item, &wish);
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        note_history(run, &wish, &nothing, &decision);
    }
}

/* Decides on all numbers of the slice. */
nreg_code nreg_slice_decide(nreg_run *run, size_t keys, nreg_error *error) {
    enum { AHEAD = 12 };
    const nreg_slice *slice = &run->slice;
    const nreg_record *claim = slice->claims;
    nreg_code code = NREG_OK;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        const size_t soon = k + AHEAD;
        if (soon < keys && (slice->found[soon] != NULL || !slice->foretold[soon])) {
            const nreg_outcome *outcome = nreg_slice_outcome(run, &run->order.items[slice->starts[soon]]);
            __builtin_prefetch(outcome, 1);
            __builtin_prefetch((const unsigned char *)outcome + 64, 1);
        }
        if (slice->foretold[k] && slice->found[k] == NULL && !nreg_slice_is_remembered(slice, k)) {
            keep_word(run, k, claim);
        } else {
            code = decide_number(run, k, error);
        }
        claim += slice->how[k] == NREG_BY_CLAIM;
    }
    return code;
}
