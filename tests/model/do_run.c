/* SPDX-License-Identifier: MIT */
/* Steps of review's workers: leasing, deciding, and removing what was not proved in time. */
#include "held.h"

#include <stdio.h>
#include <string.h>

/* What the host's reviewer decides: by the number and the dice alone. */
typedef struct reviewer {
    uint64_t salt;
} reviewer;

static uint32_t decision_of(uint64_t salt, uint64_t number) {
    dice d = {salt ^ number};
    static const uint32_t decisions[] = {1, 1, 1, 1, 2, 2, 3, 3, 5, 0};
    return decisions[pick(&d, 10)];
}

static nreg_code review(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers, void *context) {
    const reviewer *who = context;
    for (uint32_t i = 0; i < count; i++) {
        answers[i].decision = decision_of(who->salt, cases[i].record.number);
        answers[i].note = "from the worker";
    }
    return NREG_OK;
}

/* What the model expects of each record before the run. */
typedef struct expected {
    uint64_t number;
    uint32_t decision;
} expected;

uint32_t new_batches(run *r, nreg_session *session, uint64_t *ids, uint32_t room) {
    uint32_t made = 0;
    uint32_t more = 1;
    while (more && !r->failed) {
        nreg_journal_row rows[64];
        uint32_t count = 0;
        nreg_code got;
        do {
            got = nreg_feed_read(session, r->adopted, rows, 64, &count, &more, &r->error);
        } while (once_more(r, got));
        (void)same_code(r, "feed of the operator", NREG_OK, got);
        for (uint32_t i = 0; i < count && made < room; i++) {
            if (model_stored(r->m, rows[i].batch) == NULL && (made == 0 || ids[made - 1] != rows[i].batch)) {
                ids[made++] = rows[i].batch;
            }
        }
    }
    return made;
}

/* The batches that the library has made for it: which they are it alone knows, but not what they say. */
static void adopt(run *r, const expected *wanted, uint32_t wanted_count, const char *note, uint32_t why) {
    nreg_session *session = session_of(r, OPERATOR);
    uint64_t ids[RECORDS_MAX];
    const uint32_t made = new_batches(r, session, ids, RECORDS_MAX);
    uint32_t done = 0;
    for (uint32_t at = 0; at < made && !r->failed; at++) {
        nreg_batch_info info;
        nreg_result *result = NULL;
        nreg_code got;
        do {
            got = nreg_batch_get(session, ids[at], &info, &r->error);
        } while (once_more(r, got));
        (void)same_code(r, "batch of review", NREG_OK, got);
        do {
            got = nreg_batch_result(session, ids[at], &result, &r->error);
        } while (once_more(r, got));
        if (!same_code(r, "result of review", NREG_OK, got)) {
            break;
        }
        held h = {0};
        held_new(r, &h, OPERATOR, place_of(r, info.target), NREG_ACTION_REVIEW);
        model_batch *b = h.m;
        b->target = info.target;
        b->why = why;
        uint32_t outcomes_count = 0;
        const nreg_outcome *outcomes = nreg_result_outcomes(result, &outcomes_count, NULL);
        for (uint32_t i = 0; i < outcomes_count && i < ENTRIES_MAX; i++) {
            model_entry *e = &b->entries[b->count++];
            snprintf(e->text, sizeof e->text, "+%llu", (unsigned long long)outcomes[i].number);
            e->entry = e->row = ++b->next_entry;
            e->action = NREG_ACTION_REVIEW;
            model_read(&b->policy, e);
            strcpy(e->note, note);
            for (uint32_t k = 0; k < wanted_count; k++) {
                if (wanted[k].number == e->number) {
                    e->decision = wanted[k].decision;
                    done++;
                }
            }
            if (e->decision == 0) {
                differ(r, "review decided about a number that was not to be decided: %s", e->text);
            }
        }
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        b->created = r->m->now;
        model_commit(r->m, 0, b, &options, ids[at]);
        held_compare(r, "result of review", b, b->outcomes, NREG_RESULT_REPLAYED, result);
        nreg_result_free(result);
        held_free(&h);
    }
    nreg_session_close(session);
    (void)same_number(r, "numbers decided", wanted_count, done);
}

static void compare_report(run *r, const expected *wanted, uint32_t count, uint32_t later,
                           const nreg_review_report *report) {
    uint32_t of[NREG_DECISION_REMOVE + 1] = {later};
    for (uint32_t i = 0; i < count; i++) {
        of[wanted[i].decision]++;
    }
    (void)(same_number(r, "leased", count + later, report->leased) &&
           same_number(r, "approved", of[NREG_DECISION_APPROVE], report->approved) &&
           same_number(r, "held", of[NREG_DECISION_HOLD], report->held) &&
           same_number(r, "declined", of[NREG_DECISION_DECLINE], report->declined) &&
           same_number(r, "suspended", of[NREG_DECISION_SUSPEND], report->suspended) &&
           same_number(r, "removed", of[NREG_DECISION_REMOVE], report->removed) &&
           same_number(r, "later", later, report->later) && same_number(r, "overtaken", 0, report->overtaken));
}

static nreg_code allowed(const run *r, uint32_t who) {
    if (who != OPERATOR || r->m->policy.auto_review == NREG_REVIEW_OFF) {
        return NREG_DENIED;
    }
    return NREG_OK;
}

void do_review_run(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_REVIEW) == 0) {
        tell(r, "no review");
        return;
    }
    const uint32_t who = rarely(d, 10) ? draw_slot(d) : OPERATOR;
    const int by_host = rarely(d, 2);
    reviewer host = {dice_next(d)};
    nreg_review_options options;
    nreg_review_options_init(&options);
    options.limit = 1000;
    options.lease_seconds = 60;
    options.reviewer = by_host ? review : NULL;
    options.context = &host;
    tell(r, "review run by %s, %s", name_of(who), by_host ? "host's reviewer" : "built in");
    expected wanted[RECORDS_MAX];
    uint32_t count = 0;
    uint32_t later = 0;
    for (uint32_t i = 0; i < r->m->record_count; i++) {
        const nreg_record *record = &r->m->records[i];
        const uint32_t decision = by_host                                    ? decision_of(host.salt, record->number)
                                  : (record->flags & NREG_RECORD_PROOF) != 0 ? (uint32_t)NREG_DECISION_LATER
                                  : model_signs(r->m, record) == 0           ? (uint32_t)NREG_DECISION_APPROVE
                                                                             : (uint32_t)NREG_DECISION_HOLD;
        if (record->status == NREG_STATUS_PENDING && decision == NREG_DECISION_LATER) {
            later++;
        } else if (record->status == NREG_STATUS_PENDING) {
            wanted[count++] = (expected){record->number, decision};
        }
    }
    nreg_review_report report;
    memset(&report, 0, sizeof report);
    report.struct_size = (uint32_t)sizeof report;
    nreg_session *session = session_of(r, who);
    run_quiet(r, 1);
    const nreg_code got = nreg_review_run(session, &options, &report, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (same_code(r, "review run", allowed(r, who), got) && got == NREG_OK) {
        compare_report(r, wanted, count, later, &report);
        adopt(r, wanted, count, by_host ? "from the worker" : "", NREG_REASON_NONE);
        r->m->now += INT64_C(61000000); /* what is for later is free again */
    }
}

void do_expire(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_REVIEW) == 0) {
        tell(r, "no review");
        return;
    }
    const uint32_t who = rarely(d, 10) ? draw_slot(d) : OPERATOR;
    tell(r, "expire by %s", name_of(who));
    expected wanted[RECORDS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->m->record_count; i++) {
        const nreg_record *record = &r->m->records[i];
        if (record->status == NREG_STATUS_NEEDS_PROOF &&
            r->m->now - model_held_since(r->m, record) > (int64_t)r->m->policy.proof_days * 86400000000) {
            wanted[count++] = (expected){record->number, NREG_DECISION_REMOVE};
        }
    }
    nreg_review_report report;
    memset(&report, 0, sizeof report);
    report.struct_size = (uint32_t)sizeof report;
    nreg_session *session = session_of(r, who);
    run_quiet(r, 1);
    const nreg_code got = nreg_review_expire(session, 10000, &report, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (same_code(r, "expire", who == OPERATOR ? NREG_OK : NREG_DENIED, got) && got == NREG_OK) {
        (void)same_number(r, "removed for want of proof", count, report.removed);
        adopt(r, wanted, count, "Ownership was not proved in time.", NREG_REASON_PROOF_EXPIRED);
        r->m->now += INT64_C(301000000); /* what was looked at is free again */
    }
}
