/* SPDX-License-Identifier: MIT */
#include "commit/run.h"

#include "base/error.h"
#include "batch/signs.h"

#include <string.h>

/* How what is known of a number is gathered. */
enum { BY_CLAIM, BY_LOCK, BY_LOOK };

/* --- memory */

nreg_code nreg_slice_init(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_allocator *allocator = &run->allocator;
    const size_t room = run->order.count < NREG_SLICE ? run->order.count : NREG_SLICE;
    const int journals = run->writes && (run->groups & NREG_GROUP_JOURNAL) != 0;
    const int entombs = run->writes && (run->groups & NREG_GROUP_REVIEW) != 0;
    slice->room = room;
    slice->starts = nreg_allocate_array(allocator, room + 1, sizeof *slice->starts);
    slice->claims = nreg_allocate_array(allocator, room, sizeof *slice->claims);
    slice->claimed = nreg_allocate_array(allocator, room, sizeof *slice->claimed);
    slice->numbers = nreg_allocate_array(allocator, room, sizeof *slice->numbers);
    slice->fetched = nreg_allocate_array(allocator, room, sizeof *slice->fetched);
    slice->found = nreg_allocate_array(allocator, room, sizeof *slice->found);
    slice->inserted = nreg_allocate(allocator, room);
    slice->how = nreg_allocate(allocator, room);
    slice->foretold = nreg_allocate(allocator, room);
    slice->answers = nreg_allocate(allocator, room);
    slice->changes = nreg_allocate_array(allocator, room, sizeof *slice->changes);
    slice->tokens = nreg_allocate_array(allocator, room, sizeof *slice->tokens);
    slice->rows = journals ? nreg_allocate_array(allocator, room * 2, sizeof *slice->rows) : NULL;
    if (nreg_run_reviews(run)) {
        slice->signs = nreg_allocate_array(allocator, room, sizeof *slice->signs);
        slice->remembered = nreg_allocate_array(allocator, room, sizeof *slice->remembered);
    }
    slice->stones = entombs ? nreg_allocate_array(allocator, room, sizeof *slice->stones) : NULL;
    if (run->job->gather != NULL) {
        slice->undos = nreg_allocate_array(allocator, room, sizeof *slice->undos);
        slice->late = nreg_allocate_array(allocator, room, sizeof *slice->late);
    }
    if (slice->starts == NULL || slice->claims == NULL || slice->claimed == NULL || slice->numbers == NULL ||
        slice->fetched == NULL || slice->found == NULL || slice->inserted == NULL || slice->how == NULL ||
        slice->foretold == NULL || slice->answers == NULL || slice->changes == NULL || slice->tokens == NULL ||
        (journals && slice->rows == NULL) || (entombs && slice->stones == NULL) ||
        (nreg_run_reviews(run) && (slice->signs == NULL || slice->remembered == NULL)) ||
        (run->job->gather != NULL && (slice->undos == NULL || slice->late == NULL))) {
        nreg_slice_free(run);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to commit the batch.");
    }
    return NREG_OK;
}

void nreg_slice_free(nreg_run *run) {
    nreg_slice *slice = &run->slice;
    const nreg_allocator *allocator = &run->allocator;
    nreg_release(allocator, slice->starts);
    nreg_release(allocator, slice->claims);
    nreg_release(allocator, slice->claimed);
    nreg_release(allocator, slice->numbers);
    nreg_release(allocator, slice->fetched);
    nreg_release(allocator, slice->found);
    nreg_release(allocator, slice->inserted);
    nreg_release(allocator, slice->how);
    nreg_release(allocator, slice->foretold);
    nreg_release(allocator, slice->answers);
    nreg_release(allocator, slice->changes);
    nreg_release(allocator, slice->tokens);
    nreg_release(allocator, slice->rows);
    nreg_release(allocator, slice->stones);
    nreg_release(allocator, slice->signs);
    nreg_release(allocator, slice->remembered);
    nreg_release(allocator, slice->undos);
    nreg_release(allocator, slice->late);
    memset(slice, 0, sizeof *slice);
}

/* --- what an entry asks for */

static uint32_t says_dno(const nreg_run *run, uint32_t purpose) {
    return purpose != 0 && nreg_dno_says(&run->result->dno, purpose);
}

static const nreg_staged *staged_at(const nreg_run *run, const nreg_ordered *item) {
    return &run->entries[item->entry - 1];
}

static void make_wish(const nreg_run *run, const nreg_ordered *item, nreg_wish *wish) {
    wish->number = item->number;
    wish->faults = item->clean ? 0 : nreg_staged_faults(staged_at(run, item));
    wish->warnings = item->clean ? 0 : staged_at(run, item)->warnings;
    wish->entry = item->entry;
    wish->action = item->action;
    wish->purpose = item->purpose;
    wish->consent = item->consent | run->job->options.consent;
    wish->is_dno = says_dno(run, item->purpose);
    wish->status = 0;
    wish->created = 0;
    wish->expected_batch = 0;
    wish->expected_revision = 0;
    wish->reserved = 0;
    wish->claimant = 0;
    if (run->job->extras != NULL) {
        const nreg_extra *extra = &run->job->extras[item->entry - 1];
        wish->status = extra->status;
        wish->created = extra->created;
        wish->expected_batch = extra->expected_batch;
        wish->expected_revision = extra->expected_revision;
        wish->faults |= extra->faults;
        wish->claimant = extra->claimant;
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

static int as_foretold(const nreg_run *run, const nreg_decision *decision) {
    return decision->reasons == 0 && decision->warnings == 0 && decision->holder == 0 && decision->flags == 0 &&
           decision->outcome == NREG_OUTCOME_ADDED && decision->status_before == 0 &&
           decision->status_after == run->usual;
}

static nreg_outcome *outcome_of(const nreg_run *run, const nreg_ordered *item) {
    return &run->result->outcomes[nreg_order_place(&run->order, item->entry)];
}

static void write_outcome(const nreg_run *run, const nreg_ordered *item, const nreg_decision *decision) {
    nreg_outcome *outcome = outcome_of(run, item);
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

static void mark_duplicate(const nreg_run *run, const nreg_ordered *item, uint64_t reason, uint32_t related) {
    nreg_outcome *outcome = outcome_of(run, item);
    outcome->reasons |= reason;
    outcome->reason = (uint16_t)nreg_reason_first(outcome->reasons);
    outcome->related = related;
    outcome->flags &= (uint8_t)~NREG_OUTCOME_MOVABLE;
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

static void settle_plains(nreg_run *run) {
    for (size_t i = 0; i < NREG_PLAINS; i++) {
        settle_plain(run, &run->slice.plains[i]);
    }
}

/* --- gather */

/* Nothing is registered, and nothing remembered, of the number. */
static nreg_evidence evidence_of_nothing(const nreg_run *run, size_t k) {
    nreg_evidence nothing;
    memset(&nothing, 0, sizeof nothing);
    nothing.signs = run->slice.signs == NULL ? 0 : run->slice.signs[k];
    return nothing;
}

static uint32_t own_signs(const nreg_run *run, uint64_t e164) {
    nreg_number number;
    return nreg_number_from_e164(run->basis->plan, e164, &number) == NREG_OK
               ? nreg_signs_of_number(run->basis->plan, &number)
               : 0;
}

static int is_plain(const nreg_run *run, size_t k, const nreg_ordered *item) {
    return item->clean && run->job->extras == NULL && (run->slice.signs == NULL || run->slice.signs[k] == 0);
}

static nreg_plain *plain_of(nreg_run *run, const nreg_ordered *item) {
    static const nreg_evidence nothing;
    nreg_plain *plain = &run->slice.plains[item->purpose % NREG_PLAINS];
    if (plain->made && plain->action == item->action && plain->purpose == item->purpose &&
        plain->consent == item->consent) {
        return plain;
    }
    nreg_wish wish;
    nreg_journal_row rows[2];
    settle_plain(run, plain);
    make_wish(run, item, &wish);
    nreg_decide(&run->setting, &wish, &nothing, &plain->decision);
    plain->made = 1;
    plain->foretold = as_foretold(run, &plain->decision) != 0;
    plain->action = item->action;
    plain->purpose = item->purpose;
    plain->consent = item->consent;
    if (plain->foretold) {
        (void)nreg_decision_history(&run->setting, &wish, &nothing, &plain->decision, rows);
        plain->history = rows[0];
    }
    return plain;
}

/*
 * A number that may be added is claimed, so that of all who want it one gets it (rule R1). What may be changed is read
 * and locked. The rest is only looked at, to give all reasons.
 */
static uint8_t choose(nreg_run *run, size_t k, nreg_record *claim, uint8_t *foretold) {
    const size_t from = run->slice.starts[k];
    const size_t to = run->slice.starts[k + 1];
    const nreg_evidence nothing = evidence_of_nothing(run, k);
    uint8_t how = BY_LOOK;
    *foretold = 0;
    if (to - from == 1 && is_plain(run, k, &run->order.items[from])) {
        const nreg_plain *plain = plain_of(run, &run->order.items[from]);
        if (plain->decision.write == NREG_WRITE_INSERT) {
            *claim = plain->decision.after;
            claim->number = run->order.items[from].number;
            *foretold = plain->foretold && run->foretells;
            return run->writes ? BY_CLAIM : BY_LOOK;
        }
        return run->writes ? BY_LOCK : BY_LOOK;
    }
    for (size_t i = from; i < to; i++) {
        nreg_wish wish;
        make_wish(run, &run->order.items[i], &wish);
        if (wish.faults != 0 && wish.action != NREG_ACTION_IMPORT) {
            continue;
        }
        nreg_decision decision;
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        if (decision.write == NREG_WRITE_INSERT) {
            *claim = decision.after;
            *foretold = to - from == 1 && run->foretells && as_foretold(run, &decision);
            return run->writes ? BY_CLAIM : BY_LOOK;
        }
        how = run->writes ? BY_LOCK : BY_LOOK;
    }
    return how;
}

static size_t collect(const nreg_run *run, size_t keys, uint8_t how, uint64_t *numbers) {
    size_t count = 0;
    for (size_t k = 0; k < keys; k++) {
        if (run->slice.how[k] == how) {
            numbers[count++] = run->order.items[run->slice.starts[k]].number;
        }
    }
    return count;
}

/* A few numbers are then gathered in one go, however it is done. */
static nreg_code tell(nreg_run *run, size_t keys, const nreg_record *claims, size_t claim_count, nreg_error *error) {
    uint64_t locked[NREG_PROMISED];
    uint64_t looked_at[NREG_PROMISED];
    if (!run->writes || run->told || keys > NREG_PROMISED) {
        return NREG_OK;
    }
    run->told = 1;
    const size_t locks = collect(run, keys, BY_LOCK, locked);
    const size_t looks = collect(run, keys, BY_LOOK, looked_at);
    return nreg_transaction_expect_gather(&run->tx, claims, claim_count, locked, locks, looked_at, looks, error);
}

/* Sets `found` for the numbers gathered `how` by reading; `room_used` places of `fetched` are taken already. */
static nreg_code gather_by_reading(nreg_run *run, size_t keys, uint8_t how, size_t *used, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t base = *used;
    const size_t count = collect(run, keys, how, slice->numbers + base);
    if (count == 0) {
        return NREG_OK;
    }
    const uint32_t mode = how == BY_LOCK ? NREG_FETCH_LOCKED : NREG_FETCH_SNAPSHOT;
    const nreg_code code = nreg_transaction_fetch(&run->tx, slice->numbers + base, count, mode, slice->fetched + base,
                                                  slice->answers, error);
    size_t at = 0;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->how[k] == how) {
            slice->found[k] = slice->answers[at] == NREG_ROW_OK ? &slice->fetched[base + at] : NULL;
            at++;
        }
    }
    *used += count;
    return code;
}

/* The target may have changed since: what is claimed by then is not what is wanted. */
static nreg_code keep_promise(nreg_run *run, size_t claims, nreg_error *error) {
    const size_t promised = run->promised_count;
    run->promised_count = 0;
    return promised == 0 ||
                   (promised == claims && memcmp(run->promised, run->slice.claims, claims * sizeof *run->promised) == 0)
               ? NREG_OK
               : nreg_error_set(error, NREG_RETRY, "The target changed meanwhile.");
}

static nreg_code gather_by_claim(nreg_run *run, size_t keys, size_t claims, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_code kept = keep_promise(run, claims, error);
    if (kept != NREG_OK) {
        return kept;
    }
    if (claims == 0) {
        return NREG_OK;
    }
    const nreg_code code =
        nreg_transaction_claim(&run->tx, slice->claims, claims, slice->claimed, slice->answers, error);
    size_t at = 0;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->how[k] == BY_CLAIM) {
            slice->inserted[k] = slice->answers[at] == NREG_ROW_OK;
            slice->found[k] = slice->inserted[k] ? NULL : &slice->claimed[at];
            at++;
        }
    }
    return code;
}

static int opens_reviews(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE || action == NREG_ACTION_MOVE;
}

/*
 * What is remembered of numbers is read when they are claimed or locked, so that no commit can remove one in between.
 * Few are remembered: that their claim was made as if none were is put right when it is decided.
 */
static nreg_code gather_remembered(nreg_run *run, size_t keys, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t end = slice->starts[keys];
    size_t first = slice->starts[0];
    while (first < end && !opens_reviews(run->order.items[first].action)) {
        first++;
    }
    if (first == end) {
        memset(slice->remembered, 0, keys * sizeof *slice->remembered);
        return NREG_OK;
    }
    for (size_t k = 0; k < keys; k++) {
        slice->numbers[k] = run->order.items[slice->starts[k]].number;
    }
    const nreg_code code =
        nreg_transaction_tombstone_get(&run->tx, slice->numbers, keys, slice->remembered, slice->answers, error);
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        if (slice->answers[k] != NREG_ROW_OK) {
            slice->remembered[k].number = 0;
        }
    }
    return code;
}

static int is_remembered(const nreg_slice *slice, size_t k) {
    return slice->remembered != NULL && slice->remembered[k].number != 0;
}

static int has_target(const nreg_run *run) {
    return run->setting.target_state != NREG_TARGET_UNKNOWN && run->setting.target_state != NREG_TARGET_GROUPS;
}

static nreg_code gather(nreg_run *run, size_t keys, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    size_t claims = 0;
    if (!has_target(run)) {
        memset(slice->found, 0, keys * sizeof *slice->found);
        memset(slice->inserted, 0, keys);
        memset(slice->foretold, 0, keys);
        memset(slice->how, BY_LOOK, keys);
        if (slice->undos != NULL) {
            memset(slice->undos, 0, keys * sizeof *slice->undos);
        }
        if (slice->signs != NULL) {
            memset(slice->signs, 0, keys * sizeof *slice->signs);
            memset(slice->remembered, 0, keys * sizeof *slice->remembered);
        }
        return NREG_OK;
    }
    for (size_t k = 0; k < keys; k++) {
        slice->found[k] = NULL;
        slice->inserted[k] = 0;
        if (slice->signs != NULL) {
            slice->signs[k] = own_signs(run, run->order.items[slice->starts[k]].number);
        }
        slice->how[k] = choose(run, k, &slice->claims[claims], &slice->foretold[k]);
        claims += slice->how[k] == BY_CLAIM;
    }
    size_t used = 0;
    nreg_code code = tell(run, keys, NULL, 0, error);
    if (code == NREG_OK) {
        code = gather_by_claim(run, keys, claims, error);
    }
    if (code == NREG_OK) {
        code = gather_by_reading(run, keys, BY_LOCK, &used, error);
    }
    if (code == NREG_OK) {
        code = gather_by_reading(run, keys, BY_LOOK, &used, error);
    }
    if (code == NREG_OK && slice->remembered != NULL) {
        code = gather_remembered(run, keys, error);
    }
    if (code == NREG_OK && slice->undos != NULL) {
        for (size_t k = 0; k < keys; k++) {
            slice->numbers[k] = run->order.items[slice->starts[k]].number;
        }
        code = run->job->gather(&run->tx, &run->setting, slice->numbers, slice->found, keys, slice->undos, error,
                                run->job->gather_context);
    }
    return code;
}

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
    *evidence = evidence_of_nothing(run, k);
    evidence->record = slice->found[k];
    evidence->tombstone = is_remembered(slice, k) ? &slice->remembered[k] : NULL;
    evidence->undo = slice->undos != NULL && slice->undos[k].row.batch != 0 ? &slice->undos[k] : NULL;
    if (evidence->record == NULL) {
        return NREG_OK;
    }
    evidence->is_dno = says_dno(run, evidence->record->purpose);
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

/* --- apply */

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
    } else if (slice->inserted[k] && is_remembered(slice, k)) {
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
        open |= staged_at(run, &run->order.items[i])->duplicate == NREG_COUNTS;
    }
    const nreg_ordered *winner = NULL;
    int disclosed = 0;
    for (size_t i = from; i < to; i++) {
        const nreg_ordered *item = &run->order.items[i];
        nreg_wish wish;
        nreg_decision decision;
        make_wish(run, item, &wish);
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
        write_outcome(run, item, &decision);
    }
    if (winner == NULL && slice->inserted[k]) {
        give_up_claim(run, run->order.items[from].number);
    }
    for (size_t i = from; to - from > 1 && i < to; i++) {
        const nreg_ordered *item = &run->order.items[i];
        const nreg_staged *staged = staged_at(run, item);
        if (winner == NULL && staged->duplicate != NREG_COUNTS) {
            mark_duplicate(run, item, nreg_staged_duplicate_reason(staged), staged->related);
        } else if (winner != NULL && winner != item) {
            mark_duplicate(run, item, nreg_staged_reason_beside(staged, staged_at(run, winner)), winner->entry);
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
    if (is_plain(run, k, item)) {
        nreg_plain *plain = plain_of(run, item);
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
        const nreg_evidence nothing = evidence_of_nothing(run, k);
        nreg_wish wish;
        nreg_decision decision;
        make_wish(run, item, &wish);
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        note_history(run, &wish, &nothing, &decision);
    }
}

/* Decides on all numbers of the slice. */
static nreg_code decide_all(nreg_run *run, size_t keys, nreg_error *error) {
    enum { AHEAD = 12 };
    const nreg_slice *slice = &run->slice;
    const nreg_record *claim = slice->claims;
    nreg_code code = NREG_OK;
    for (size_t k = 0; code == NREG_OK && k < keys; k++) {
        const size_t soon = k + AHEAD;
        if (soon < keys && (slice->found[soon] != NULL || !slice->foretold[soon])) {
            const nreg_outcome *outcome = outcome_of(run, &run->order.items[slice->starts[soon]]);
            __builtin_prefetch(outcome, 1);
            __builtin_prefetch((const unsigned char *)outcome + 64, 1);
        }
        if (slice->foretold[k] && slice->found[k] == NULL && !is_remembered(slice, k)) {
            keep_word(run, k, claim);
        } else {
            code = decide_number(run, k, error);
        }
        claim += slice->how[k] == BY_CLAIM;
    }
    return code;
}

static int all_done(const uint8_t *answers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (answers[i] != NREG_ROW_OK) {
            return 0;
        }
    }
    return 1;
}

/* Only what was gathered besides says of some numbers that they come back, so they could not be claimed before. */
static nreg_code claim_late(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const nreg_code code =
        nreg_transaction_claim(&run->tx, slice->late, slice->late_count, slice->claimed, slice->answers, error);
    if (code == NREG_OK && !all_done(slice->answers, slice->late_count)) {
        return nreg_error_set(error, NREG_RETRY, "A number was registered by another commit meanwhile.");
    }
    return code;
}

static nreg_code apply(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    nreg_code code = slice->late_count > 0 ? claim_late(run, error) : NREG_OK;
    int done = 1;
    if (code == NREG_OK && slice->change_count > 0) {
        code = nreg_transaction_update(&run->tx, slice->changes, slice->change_count, slice->answers, error);
        done = code == NREG_OK && all_done(slice->answers, slice->change_count);
    }
    if (code == NREG_OK && done && slice->token_count > 0) {
        code = nreg_transaction_release(&run->tx, slice->tokens, slice->token_count, slice->answers, error);
        done = code == NREG_OK && all_done(slice->answers, slice->token_count);
    }
    if (code == NREG_OK && !done) {
        return nreg_error_set(error, NREG_RETRY, "A record was changed by another commit meanwhile.");
    }
    if (code == NREG_OK && slice->row_count > 0) {
        code = nreg_transaction_journal_append(&run->tx, slice->rows, slice->row_count, error);
    }
    if (code == NREG_OK && slice->stone_count > 0) {
        code = nreg_transaction_tombstone_put(&run->tx, slice->stones, slice->stone_count, error);
    }
    return code;
}

/* --- a slice */

/* Finds where each number begins; returns how many numbers. */
static size_t cut(nreg_run *run, size_t *next, size_t end) {
    nreg_slice *slice = &run->slice;
    const nreg_ordered *items = run->order.items;
    size_t keys = 0;
    size_t i = *next;
    while (i < end && keys < slice->room) {
        slice->starts[keys++] = i;
        const uint64_t number = items[i].number;
        while (i < end && items[i].number == number) {
            i++;
        }
    }
    slice->starts[keys] = i;
    *next = i;
    return keys;
}

nreg_code nreg_slice_run(nreg_run *run, size_t *next, size_t end, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    const size_t from = *next;
    const size_t keys = cut(run, next, end);
    memset(slice->plains, 0, sizeof slice->plains); /* what they said may have been for another attempt */
    slice->late_count = 0;
    slice->change_count = 0;
    slice->token_count = 0;
    slice->row_count = 0;
    slice->stone_count = 0;
    nreg_code code = gather(run, keys, error);
    if (code == NREG_OK) {
        code = decide_all(run, keys, error);
        settle_plains(run);
    }
    if (code == NREG_OK && run->writes) {
        code = apply(run, error);
    }
    run->done += *next - from;
    return code;
}

nreg_code nreg_slice_promise(nreg_run *run, nreg_error *error) {
    nreg_slice *slice = &run->slice;
    size_t next = run->order.numberless;
    const size_t count = run->order.count - next;
    if (!run->may_promise || count > NREG_PROMISED || !has_target(run) || nreg_run_queues(run) ||
        nreg_run_reviews(run)) {
        return NREG_OK;
    }
    const size_t keys = cut(run, &next, run->order.count);
    size_t claims = 0;
    memset(slice->plains, 0, sizeof slice->plains);
    for (size_t k = 0; k < keys; k++) {
        slice->how[k] = choose(run, k, &run->promised[claims], &slice->foretold[k]);
        claims += slice->how[k] == BY_CLAIM;
    }
    run->promised_count = claims;
    return tell(run, keys, run->promised, claims, error);
}

void nreg_slice_numberless(nreg_run *run, size_t from, size_t end) {
    static const nreg_evidence nothing;
    for (size_t i = from; i < end; i++) {
        nreg_wish wish;
        nreg_decision decision;
        make_wish(run, &run->order.items[i], &wish);
        nreg_decide(&run->setting, &wish, &nothing, &decision);
        write_outcome(run, &run->order.items[i], &decision);
    }
    run->done += end - from;
}
