/* SPDX-License-Identifier: MIT */
/* Rule R13: retention and privacy: old rows and results go, actors and numbers are forgotten. */
#include "run.h"

/* Reads the feed to its end, so that all rows are sealed; what is there must be known. */
static void seal(run *r) {
    uint64_t unknown;
    nreg_session *session = session_of(r, OPERATOR);
    if (new_batches(r, session, &unknown, 1) > 0) {
        differ(r, "the feed tells of a batch that nobody made");
    }
    nreg_session_close(session);
}

void do_prune(run *r, dice *d) {
    const uint32_t needed = NREG_GROUP_JOURNAL | NREG_GROUP_BATCHES;
    if ((r->groups & needed) != needed) {
        tell(r, "nothing to prune");
        return;
    }
    const uint32_t who = rarely(d, 8) ? draw_slot(d) : OPERATOR;
    const int64_t before = rarely(d, 3) ? 0 : r->m->now - (int64_t)pick(d, 60) * 86400000000;
    tell(r, "prune by %s rows before %lld", name_of(who), (long long)before);
    seal(r);
    nreg_session *session = session_of(r, who);
    uint64_t rows = 0;
    uint64_t batches = 0;
    run_quiet(r, 1);
    const nreg_code got = nreg_journal_prune(session, before, &rows, &batches, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (same_code(r, "prune", who == OPERATOR ? NREG_OK : NREG_DENIED, got) && got == NREG_OK) {
        (void)same_number(r, "rows pruned", before == 0 ? 0 : model_prune_rows(r->m, before), rows);
        (void)same_number(r, "batches pruned", model_prune_batches(r->m), batches);
    }
}

void do_redact(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_BATCHES) == 0) {
        tell(r, "nobody to redact");
        return;
    }
    const uint32_t who = rarely(d, 8) ? draw_slot(d) : OPERATOR;
    const char *actor = name_of(rarely(d, 4) ? OPERATOR : draw_slot(d));
    const char *replacement = rarely(d, 2) ? "nobody" : NULL;
    tell(r, "redact by %s of %s", name_of(who), actor);
    nreg_session *session = session_of(r, who);
    uint64_t batches = 0;
    run_quiet(r, 1);
    const nreg_code got = nreg_redact_actor(session, actor, NREG_NUL, replacement, &batches, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (same_code(r, "redact", who == OPERATOR ? NREG_OK : NREG_DENIED, got) && got == NREG_OK) {
        (void)same_number(r, "batches redacted",
                          model_redact(r->m, actor, replacement == NULL ? "redacted" : replacement), batches);
    }
}

void do_erase(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_JOURNAL) == 0) {
        tell(r, "nothing to erase");
        return;
    }
    const uint32_t who = rarely(d, 8) ? draw_slot(d) : OPERATOR;
    const uint64_t number = number_at(pick(d, 20));
    tell(r, "erase by %s of %llu", name_of(who), (unsigned long long)number);
    const nreg_code code = who != OPERATOR ? NREG_DENIED : model_record(r->m, number) != NULL ? NREG_EXISTS : NREG_OK;
    nreg_session *session = session_of(r, who);
    uint64_t rows = 0;
    run_quiet(r, 1);
    const nreg_code got = nreg_erase_number(session, number, &rows, &r->error);
    run_quiet(r, 0);
    nreg_session_close(session);
    if (same_code(r, "erase", code, got)) {
        (void)same_number(r, "rows erased", code == NREG_OK ? model_erase(r->m, number) : 0, rows);
    }
}
