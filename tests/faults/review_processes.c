/* SPDX-License-Identifier: MIT */
/*
 * Review workers that are processes of their own on one store, while tenants go on adding and one worker is killed with
 * leases in its hands:
 *
 *     review_processes [--store URL] [--workers N] [--numbers N] [--batch N]
 *
 * Afterwards every number was decided once, by one worker, as its reviewer said; the reviewers were asked about each
 * once, but for those that the killed worker took with it: another was asked about them when their leases had ended.
 */
#include "site.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS_MAX = 16, PAGE = 10000, LEASED = 40, LEASE_SECONDS = 600, KILLED_LEASE_SECONDS = 2 };

/* What all processes see. */
typedef struct shared {
    atomic_uint decided; /* numbers */
    atomic_uint lost;    /* numbers that the killed worker held */
    struct about {
        atomic_uint asked; /* how often, by workers that live */
        atomic_uint taken; /* by the one that was killed */
        atomic_uint by;    /* the worker asked last */
    } about[];
} shared;

typedef struct team {
    site site;
    uint32_t workers;
    uint32_t numbers;
    uint32_t batch;
    shared *shared;
} team;

typedef struct worker {
    team *team;
    uint32_t number; /* 0: the one to be killed */
    uint32_t calls;
} worker;

static uint32_t index_of(uint64_t number) {
    return (uint32_t)(number - site_number(0)); /* all in the first area */
}

static uint32_t answer_about(uint32_t index) {
    return index % 7 == 0 ? NREG_DECISION_HOLD : index % 11 == 0 ? NREG_DECISION_DECLINE : NREG_DECISION_APPROVE;
}

static uint32_t status_after(uint32_t index) {
    return index % 7 == 0 ? NREG_STATUS_NEEDS_PROOF : index % 11 == 0 ? NREG_STATUS_DECLINED : NREG_STATUS_ACTIVE;
}

static void rest(long milliseconds) {
    const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    (void)nanosleep(&pause, NULL);
}

static nreg_code review(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers, void *context) {
    worker *w = context;
    shared *all = w->team->shared;
    w->calls++;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t index = index_of(cases[i].record.number);
        atomic_fetch_add(w->number == 0 ? &all->about[index].taken : &all->about[index].asked, 1);
        atomic_store(&all->about[index].by, w->number);
        answers[i].decision = answer_about(index);
    }
    if (w->number == 0) {
        atomic_fetch_add(&all->lost, count);
        (void)raise(SIGKILL);
    }
    rest(w->number % 3); /* they shall not all be as fast */
    return NREG_OK;
}

static void run_worker(team *t, uint32_t number) {
    nreg_error error = NREG_ERROR_INIT;
    char name[24];
    worker own = {t, number, 0};
    nreg_review_options options;
    nreg_review_options_init(&options);
    options.limit = LEASED;
    options.lease_seconds = number == 0 ? KILLED_LEASE_SECONDS : LEASE_SECONDS;
    options.reviewer = review;
    options.context = &own;
    snprintf(name, sizeof name, "worker:%u", number);
    site_open(&t->site);
    nreg_session *session;
    site_must(nreg_session_open_operator(t->site.registry, name, NREG_NUL, NULL, 0, &session, &error), &error, name);
    while (atomic_load(&t->shared->decided) < t->numbers) {
        nreg_review_report report = {.struct_size = sizeof report};
        site_must(nreg_review_run(session, &options, &report, &error), &error, "review");
        site_expect(report.overtaken == 0 && report.later == 0, "a decision was overtaken");
        atomic_fetch_add(&t->shared->decided, report.approved + report.held + report.declined);
        if (report.leased == 0) {
            rest(20);
        }
    }
    printf("%s asked %u times\n", name, own.calls);
    fflush(stdout);
    nreg_session_close(session);
    site_close(&t->site);
}

static void run_tenants(team *t) {
    nreg_error error = NREG_ERROR_INIT;
    site_open(&t->site);
    for (uint32_t from = 0; from < t->numbers; from += t->batch) {
        const int place = from / t->batch % 2 == 0 ? ACME_SPRING : BOLT;
        nreg_batch *batch;
        nreg_result *result;
        site_must(nreg_batch_new(site_session(&t->site, place), t->site.places[place], NULL, &batch, &error), &error,
                  "batch");
        for (uint32_t i = from; i < t->numbers && i < from + t->batch; i++) {
            char number[24];
            site_type(i, number);
            site_must(nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error), &error, "add");
        }
        site_must(nreg_batch_commit(batch, NULL, &result, &error), &error, "commit");
        nreg_result_free(result);
        nreg_batch_free(batch);
    }
    site_close(&t->site);
}

/* --- afterwards */

/* Reads the feed to its end: each number was decided once, by the worker that was asked last. */
static void check_feed(team *t, uint8_t *decisions) {
    static nreg_journal_row rows[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    nreg_batch_info info = {0};
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        site_must(nreg_feed_read(t->site.staff, cursor, rows, PAGE, &count, &more, &error), &error, "feed");
        for (uint32_t i = 0; i < count; i++) {
            if (rows[i].action != NREG_ACTION_REVIEW) {
                continue;
            }
            const uint32_t index = index_of(rows[i].number);
            site_expect(rows[i].status_before == NREG_STATUS_PENDING && rows[i].status_after == status_after(index),
                        "a number was not decided as its reviewer said");
            decisions[index]++;
            char name[24];
            snprintf(name, sizeof name, "worker:%u", atomic_load(&t->shared->about[index].by));
            if (info.id != rows[i].batch) {
                site_must(nreg_batch_get(t->site.staff, rows[i].batch, &info, &error), &error, "batch");
            }
            site_expect(strcmp(info.actor, name) == 0, "%s decided what %s was asked", info.actor, name);
        }
    }
}

static void check_all(team *t) {
    uint8_t *decisions = calloc(t->numbers, 1);
    uint32_t taken = 0;
    nreg_error error = NREG_ERROR_INIT;
    site_expect(decisions != NULL, "no memory");
    site_open(&t->site);
    check_feed(t, decisions);
    for (uint32_t i = 0; i < t->numbers; i++) {
        const struct about *about = &t->shared->about[i];
        const uint64_t number = site_number(i);
        nreg_record record;
        taken += atomic_load(&about->taken);
        site_expect(decisions[i] == 1, "a number was decided %u times", decisions[i]);
        site_expect(atomic_load(&about->asked) == 1, "reviewers were asked %u times about a number",
                    atomic_load(&about->asked));
        site_must(nreg_record_get(t->site.staff, &number, 1, &record, NULL, &error), &error, "record");
        site_expect(record.status == status_after(i), "a number is %s", nreg_status_name(record.status));
    }
    const uint32_t lost = atomic_load(&t->shared->lost);
    site_expect(taken == lost && lost > 0, "the killed worker took %u numbers, not %u", taken, lost);
    printf("%u numbers decided, each once; %u of them by another than was asked first\n", t->numbers, lost);
    site_close(&t->site);
    free(decisions);
}

static pid_t start(team *t, uint32_t number) {
    const pid_t child = fork();
    site_expect(child >= 0, "no process");
    if (child == 0) {
        if (number <= t->workers) {
            run_worker(t, number);
        } else {
            run_tenants(t);
        }
        _exit(0);
    }
    return child;
}

int main(int count, char **arguments) {
    static team t;
    t.workers = (uint32_t)site_option(count, arguments, "--workers", 3);
    t.numbers = (uint32_t)site_option(count, arguments, "--numbers", 20000);
    t.batch = (uint32_t)site_option(count, arguments, "--batch", 500);
    site_expect(t.workers >= 1 && t.workers <= WORKERS_MAX && t.numbers >= 1 && t.numbers <= 700000 && t.batch >= 1,
                "usage: review_processes [--store URL] [--workers N] [--numbers N] [--batch N]");
    t.shared = mmap(NULL, sizeof *t.shared + t.numbers * sizeof t.shared->about[0], PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    site_expect(t.shared != MAP_FAILED, "no memory");
    site_make(&t.site, site_option_text(count, arguments, "--store"));
    pid_t children[WORKERS_MAX + 2];
    for (uint32_t i = 0; i < t.workers + 2; i++) {
        children[i] = start(&t, i);
    }
    int failed = 0;
    for (uint32_t i = 0; i < t.workers + 2; i++) {
        int status;
        site_expect(waitpid(children[i], &status, 0) == children[i], "a process was lost");
        failed |= i == 0 ? !WIFSIGNALED(status) : !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    if (!failed) {
        check_all(&t);
    }
    site_remove(&t.site);
    return failed;
}
