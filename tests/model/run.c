/* SPDX-License-Identifier: MIT */
#include "held.h"

#include "hostile.h"

#include <numberreg/purpose.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static nreg_code tell_time(int64_t *now, void *context) {
    *now = ((run *)context)->m->now;
    return NREG_OK;
}

static nreg_code draw(void *buffer, size_t length, void *context) {
    dice d = {((run *)context)->random};
    for (size_t i = 0; i < length; i++) {
        ((unsigned char *)buffer)[i] = (unsigned char)(dice_next(&d) >> 40);
    }
    ((run *)context)->random = d.state;
    return NREG_OK;
}

static void hear(uint64_t business, uint32_t today, void *context) {
    run *r = context;
    r->heard_business = business;
    r->heard_today = today;
}

static void put_purpose(run *r, uint32_t id, const char *code, uint32_t flags) {
    nreg_purpose purpose;
    memset(&purpose, 0, sizeof purpose);
    purpose.struct_size = (uint32_t)sizeof purpose;
    purpose.id = id;
    purpose.flags = flags;
    snprintf(purpose.code, sizeof purpose.code, "%s", code);
    snprintf(purpose.label, sizeof purpose.label, "%s label", code);
    (void)same_code(r, "adding a call purpose", NREG_OK, nreg_purpose_put(r->registry, &purpose, &r->error));
}

void run_registry(run *r) {
    nreg_registry_close(r->registry);
    r->registry = NULL;
    nreg_host host;
    nreg_host_init(&host);
    host.clock = tell_time;
    host.random = draw;
    host.context = r;
    nreg_registry_options options;
    nreg_registry_options_init(&options);
    options.host = &host;
    options.policy = &r->m->policy;
    options.elsewhere_disclosed = hear;
    options.context = r;
    (void)same_code(r, "opening the registry", NREG_OK,
                    nreg_registry_open(r->opened.store, &options, &r->registry, &r->error));
    put_purpose(r, OWN_DNO, "NEVER_CALLS", NREG_PURPOSE_FLAG_DNO);
    put_purpose(r, RETIRED, "OLD_USE", NREG_PURPOSE_FLAG_RETIRED);
}

/* Trouble that leaves no doubt about what has been done, except to the engine. */
static hostile_plan trouble(void) {
    hostile_plan plan = hostile_peace();
    plan.retry = 30;
    plan.busy = 2;
    plan.conflict = 30;
    plan.unknown_done = 20;
    plan.unknown_undone = 20;
    plan.short_page = 100;
    return plan;
}

void run_open(run *r, const test_store *kind, uint64_t seed) {
    memset(r, 0, sizeof *r);
    nreg_error_init(&r->error);
    r->kind = kind;
    r->opened = test_store_open(kind);
    r->groups = nreg_store_groups(r->opened.store);
    r->random = seed;
    r->m = calloc(1, sizeof *r->m);
    if (r->m == NULL || (r->m->batches = calloc(BATCHES_MAX, sizeof *r->m->batches)) == NULL ||
        (r->m->rows = calloc(ROWS_MAX, sizeof *r->m->rows)) == NULL ||
        (r->m->dno_before = calloc(ROWS_MAX, sizeof *r->m->dno_before)) == NULL) {
        abort();
    }
    r->m->now = INT64_C(1700000000000000);
    nreg_policy_init(&r->m->policy);
    run_registry(r);
    for (uint32_t slot = 0; slot < SLOTS - 2; slot++) {
        plant_scope(r, slot);
    }
    static const uint32_t followers[READERS] = {OPERATOR, 2, 6, 14};
    for (size_t i = 0; i < READERS; i++) {
        r->readers[i].who = r->followers[i].who = followers[i];
    }
    if (r->opened.hostile != NULL) {
        hostile_seed(r->opened.hostile, seed);
        r->opened.hostile->plan = trouble();
    }
}

void run_close(run *r) {
    for (size_t i = 0; i < DRAFTS; i++) {
        held_free(&r->drafts[i]);
    }
    nreg_registry_close(r->registry);
    test_store_close(&r->opened);
    free(r->m->dno_before);
    free(r->m->rows);
    free(r->m->batches);
    free(r->m);
}

void run_quiet(run *r, int quiet) {
    if (r->opened.hostile != NULL) {
        r->opened.hostile->plan = quiet ? hostile_peace() : trouble();
    }
}

int once_more(const run *r, nreg_code code) {
    return r->opened.hostile != NULL && (code == NREG_BUSY || code == NREG_RETRY);
}

/* What steps there are, and how often each comes. */
static const struct {
    void (*act)(run *r, dice *d);
    uint32_t weight;
} steps[] = {{do_batch, 60},    {do_review, 14},      {do_review_run, 5},  {do_expire, 2},     {do_proof, 6},
             {do_transfer, 4},  {do_revert, 14},      {do_replay, 6},      {do_draft, 30},     {do_policy, 4},
             {do_scope_add, 6}, {do_scope_change, 5}, {do_scope_close, 4}, {do_close_with, 3}, {do_reconcile, 5},
             {do_upload, 6},    {do_import, 6},       {do_prune, 3},       {do_redact, 2},     {do_erase, 4},
             {do_clock, 4}};

void run_step(run *r, uint64_t step_dice) {
    dice d = {step_dice};
    uint32_t total = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        total += steps[i].weight;
    }
    uint32_t drawn = pick(&d, total);
    size_t kind = 0;
    while (drawn >= steps[kind].weight) {
        drawn -= steps[kind++].weight;
    }
    r->line[0] = '\0';
    r->step++;
    r->m->now += 1000000;
    steps[kind].act(r, &d);
    static void (*const looks[])(run *, dice *) = {look_scopes,   look_assignments, look_records, look_changes,
                                                   look_followed, look_export,      look_counts,  look_journal,
                                                   look_batches,  look_review,      look_notes};
    for (size_t i = 0; i < sizeof looks / sizeof *looks && !r->failed; i++) {
        looks[i](r, &d);
    }
}

void do_clock(run *r, dice *d) {
    static const int64_t seconds[] = {60, 3600, 86400, 10 * 86400, 31 * 86400};
    const int64_t step = seconds[pick(d, 5)];
    r->m->now += step * 1000000;
    tell(r, "clock +%lld s", (long long)step);
}

/* Another registry on the same store; what is in hand stays with the policy it began with. */
void do_policy(run *r, dice *d) {
    nreg_policy *p = &r->m->policy;
    nreg_policy_init(p);
    model_set_region(p, draw_region(d));
    p->reassign = pick(d, 3);
    p->dno_acknowledge = rarely(d, 3) ? 1 : 0;
    p->dno_in_program = rarely(d, 3) ? 1 : 0;
    if (rarely(d, 3)) { /* foreign and fictional numbers, and whatever else is doubtful */
        const uint64_t moved = NREG_REASON_BIT(NREG_REASON_FOREIGN_COUNTRY) |
                               NREG_REASON_BIT(NREG_REASON_RESERVED_FICTIONAL) |
                               NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE);
        p->numbers.reject = rarely(d, 2) ? p->numbers.reject & ~moved : p->numbers.reject | moved;
    }
    p->auto_review = rarely(d, 4) ? NREG_REVIEW_OFF : NREG_REVIEW_BY_WORKER;
    if (rarely(d, 3) && (r->groups & NREG_GROUP_REVIEW) != 0) {
        p->auto_review = NREG_REVIEW_IN_COMMIT;
    }
    if ((r->groups & NREG_GROUP_COUNTS) != 0) {
        p->max_elsewhere_a_day = rarely(d, 4) ? 1 + pick(d, 5) : 0;
        p->max_numbers = rarely(d, 5) ? 2 + pick(d, 8) : 0;
    }
    p->proof_days = 10 + pick(d, 40);
    p->result_days = 20 + pick(d, 40);
    p->draft_days = 5 + pick(d, 40);
    tell(r,
         "policy: region %s reassign %u acknowledge %u dno in program %u review %u elsewhere %u numbers %u draft days "
         "%u",
         p->default_region, p->reassign, p->dno_acknowledge, p->dno_in_program, p->auto_review, p->max_elsewhere_a_day,
         (unsigned)p->max_numbers, p->draft_days);
    run_registry(r);
}
