/* SPDX-License-Identifier: MIT */
/*
 * Processes that want the same numbers on one store, through the public API:
 *
 *     race_processes [--store URL] [--processes N] [--numbers N] [--batch N] [--move 1] [--most N]
 *
 * Each registers all the numbers at a place of its own, in batches, each in an order of its own. Afterwards every
 * number is registered once; the journal tells how it came to be where it is, without a gap; each outcome that says
 * that something was changed has its journal row and each row its outcome; and each refusal names the reason that
 * follows from where the number was. With --move 1 they consent to moving what their own Business holds. With --most N
 * the policy lets a Business hold N numbers: none holds more, and nobody is refused for that before it holds so many.
 */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES_MAX = 32, PAGE = 10000 };

/* What one process was told about one number. */
typedef struct told {
    uint64_t batch;
    uint64_t reasons;
    uint64_t holder;
    uint32_t entry;
    uint16_t times;
    uint8_t outcome;
    uint8_t journalled; /* rows found for it */
} told;

typedef struct race {
    site site;
    uint32_t processes;
    uint32_t numbers;
    uint32_t batch;
    uint32_t consent;
    uint64_t most; /* 0: no limit */
    told *told;    /* of process p about number n: [p * numbers + n]; shared by all processes */
} race;

static const int targets[] = {ACME_SPRING, ACME_SUMMER, BOLT, ACME_SUPPORT, ACME, BOLT_PROGRAM};

static int target_of(uint32_t process) {
    return targets[process % (sizeof targets / sizeof *targets)];
}

/* --- one process */

static uint64_t divisor(uint64_t a, uint64_t b) {
    return b == 0 ? a : divisor(b, a % b);
}

static uint32_t stride_of(const race *r, uint32_t process) {
    uint32_t stride = 7919 + process * 8;
    while (divisor(stride, r->numbers) != 1) {
        stride++;
    }
    return stride;
}

static void commit_some(race *r, uint32_t process, const uint32_t *indexes, uint32_t count) {
    nreg_error error = NREG_ERROR_INIT;
    const int target = target_of(process);
    nreg_batch *batch;
    site_must(nreg_batch_new(site_session(&r->site, target), r->site.places[target], NULL, &batch, &error), &error,
              "batch");
    for (uint32_t i = 0; i < count; i++) {
        char number[24];
        site_type(indexes[i], number);
        site_must(nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_CUSTOMER_SERVICE, NULL, &error), &error, "add");
    }
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.consent = r->consent;
    nreg_result *result;
    site_must(nreg_batch_commit(batch, &options, &result, &error), &error, "commit");
    nreg_summary summary = {.struct_size = (uint32_t)sizeof summary};
    (void)nreg_result_summary(result, &summary);
    uint32_t outcomes;
    const nreg_outcome *outcome = nreg_result_outcomes(result, &outcomes, NULL);
    site_expect(outcomes == count && summary.accepted + summary.rejected == count, "%u of %u outcomes", outcomes,
                count);
    for (uint32_t i = 0; i < count; i++) {
        told *t = &r->told[(size_t)process * r->numbers + indexes[i]];
        site_expect(outcome[i].number == site_number(indexes[i]), "an outcome stands in another's place");
        t->batch = summary.batch;
        t->reasons = outcome[i].reasons;
        t->holder = outcome[i].holder;
        t->entry = outcome[i].entry;
        t->outcome = outcome[i].outcome;
        t->times++;
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
}

static void run_process(race *r, uint32_t process, int start) {
    site_open_limited(&r->site, r->most);
    uint32_t *indexes = calloc(r->batch, sizeof *indexes);
    char byte;
    site_expect(indexes != NULL && read(start, &byte, 1) == 0, "no start"); /* all begin at once */
    const uint64_t stride = stride_of(r, process);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < r->numbers; i++) {
        indexes[filled++] = (uint32_t)(i * stride % r->numbers);
        if (filled == r->batch || i + 1 == r->numbers) {
            commit_some(r, process, indexes, filled);
            filled = 0;
        }
    }
    free(indexes);
    site_close(&r->site);
}

/* --- afterwards */

/* What the journal says about one number so far. */
typedef struct trail {
    uint64_t batch;
    uint32_t revision;
    uint32_t places; /* bits: where it has been */
    int place;
} trail;

static int place_after(const race *r, const nreg_journal_row *row) {
    const uint64_t holder = row->program_after != 0 ? row->program_after
                            : row->unit_after != 0  ? row->unit_after
                                                    : row->business;
    return site_place_of(&r->site, holder);
}

static int place_before(const race *r, const nreg_journal_row *row) {
    const uint64_t holder = row->program_before != 0 ? row->program_before
                            : row->unit_before != 0  ? row->unit_before
                                                     : row->business;
    return site_place_of(&r->site, holder);
}

static uint32_t index_of(const race *r, uint64_t number) {
    uint32_t low = 0;
    for (uint32_t count = r->numbers; count > 0;) {
        const uint32_t half = count / 2;
        if (site_number(low + half) < number) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    site_expect(low < r->numbers && site_number(low) == number, "the store holds a number that nobody asked for");
    return low;
}

static void follow(race *r, trail *trails, const nreg_journal_row *row) {
    const uint32_t index = index_of(r, row->number);
    trail *t = &trails[index];
    site_expect(row->change == (t->batch == 0 ? NREG_CHANGE_ADDED : NREG_CHANGE_MOVED), "a number was added twice");
    site_expect(row->batch_before == t->batch && row->revision_before == t->revision, "the journal has a gap");
    site_expect(t->batch == 0 || place_before(r, row) == t->place, "a number moved from where it was not");
    t->batch = row->batch;
    t->revision = row->revision;
    t->place = place_after(r, row);
    t->places |= 1u << t->place;
    told *who = NULL;
    for (uint32_t p = 0; p < r->processes && who == NULL; p++) {
        told *one = &r->told[(size_t)p * r->numbers + index];
        who = one->batch == row->batch && one->entry == row->entry && target_of(p) == t->place ? one : NULL;
    }
    site_expect(who != NULL, "a journal row is of no batch that anybody committed");
    const uint8_t meant = row->change == NREG_CHANGE_ADDED ? NREG_OUTCOME_ADDED : NREG_OUTCOME_MOVED;
    site_expect(who->outcome == meant && who->journalled++ == 0, "a journal row contradicts its outcome");
}

static uint64_t read_feed(race *r, trail *trails) {
    static nreg_journal_row rows[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint64_t read = 0;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count;
        site_must(nreg_feed_read(r->site.staff, cursor, rows, PAGE, &count, &more, &error), &error, "feed");
        for (uint32_t i = 0; i < count; i++) {
            follow(r, trails, &rows[i]);
        }
        read += count;
    }
    return read;
}

static void check_told(const race *r, uint32_t process, uint32_t index, const trail *t) {
    const told *one = &r->told[(size_t)process * r->numbers + index];
    site_expect(one->times == 1, "a process was told %u times about a number", one->times);
    if (one->outcome != NREG_OUTCOME_REJECTED) {
        site_expect(one->reasons == 0 && one->journalled == 1, "an accepted number has no journal row");
        return;
    }
    if (r->most != 0 && one->reasons == NREG_REASON_BIT(NREG_REASON_LIMIT_EXCEEDED)) {
        return;
    }
    const int target = target_of(process);
    for (int place = 0; place < PLACES; place++) {
        const uint32_t reason = site_refusal(target, place);
        if ((t->places & 1u << place) != 0 && one->reasons == NREG_REASON_BIT(reason)) {
            const int tells = reason != NREG_REASON_REGISTERED_ELSEWHERE;
            if (one->holder == (tells ? r->site.places[place] : 0)) {
                return;
            }
        }
    }
    site_expect(0, "a refusal does not follow from where the number was: target %d, reasons %llx", target,
                (unsigned long long)one->reasons);
}

static void check_records(const race *r, const trail *trails) {
    static uint64_t numbers[PAGE];
    static nreg_record records[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    for (uint32_t from = 0; from < r->numbers;) {
        const uint32_t some = r->numbers - from < PAGE ? r->numbers - from : PAGE;
        for (uint32_t i = 0; i < some; i++) {
            numbers[i] = site_number(from + i);
        }
        uint32_t found;
        site_must(nreg_record_get(r->site.staff, numbers, some, records, &found, &error), &error, "records");
        uint32_t added = 0;
        for (uint32_t i = 0; i < some; i++) {
            const nreg_record *record = &records[i];
            if (trails[from + i].batch == 0) {
                continue;
            }
            added++;
            const uint64_t holder = record->program != 0 ? record->program
                                    : record->unit != 0  ? record->unit
                                                         : record->business;
            const trail *t = &trails[from + i];
            site_expect(record->number == numbers[i] && holder == r->site.places[t->place] &&
                            record->last_batch == t->batch && record->revision == t->revision,
                        "a record is not what the journal left of it");
        }
        site_expect(found == added, "%u numbers are registered, not %u", found, added);
        from += some;
    }
}

/* Was anybody of the Business refused because it holds so many? */
static int anybody_limited(const race *r, int business) {
    for (uint32_t p = 0; p < r->processes; p++) {
        for (uint32_t i = 0; (target_of(p) < BOLT) == (business < BOLT) && i < r->numbers; i++) {
            if (r->told[(size_t)p * r->numbers + i].reasons == NREG_REASON_BIT(NREG_REASON_LIMIT_EXCEEDED)) {
                return 1;
            }
        }
    }
    return 0;
}

static uint64_t count_records(const race *r, int place) {
    nreg_record_count counts[64];
    uint32_t count;
    nreg_error error = NREG_ERROR_INIT;
    site_must(nreg_record_counts(r->site.staff, r->site.places[place], counts, 64, &count, &error), &error, "counts");
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += counts[i].count;
    }
    return sum;
}

static void check_all(race *r) {
    trail *trails = calloc(r->numbers, sizeof *trails);
    site_expect(trails != NULL, "no memory");
    site_open(&r->site);
    const uint64_t rows = read_feed(r, trails);
    uint32_t added = 0;
    for (uint32_t i = 0; i < r->numbers; i++) {
        added += trails[i].batch != 0;
        site_expect(trails[i].batch != 0 || r->most != 0, "a number was never added");
        for (uint32_t p = 0; p < r->processes; p++) {
            check_told(r, p, i, &trails[i]);
        }
    }
    check_records(r, trails);
    uint64_t counted = 0;
    for (int business = ACME; business <= BOLT; business += BOLT - ACME) {
        const uint64_t held = count_records(r, business);
        site_expect(r->most == 0 || held <= r->most, "a Business holds %llu numbers, more than it may",
                    (unsigned long long)held);
        site_expect(held == r->most || !anybody_limited(r, business), "a Business was refused numbers it may hold");
        counted += held;
    }
    site_expect(counted == added, "the counters say %llu", (unsigned long long)counted);
    for (uint32_t p = 0; p < r->processes; p++) {
        uint32_t accepted = 0;
        for (uint32_t i = 0; i < r->numbers; i++) {
            accepted += r->told[(size_t)p * r->numbers + i].outcome != NREG_OUTCOME_REJECTED;
        }
        printf("process %u: %u accepted, %u rejected\n", p, accepted, r->numbers - accepted);
    }
    printf("%u of %u numbers added, each once; %llu journal rows, each of one outcome\n", added, r->numbers,
           (unsigned long long)rows);
    site_close(&r->site);
    free(trails);
}

int main(int count, char **arguments) {
    static race r;
    r.processes = (uint32_t)site_option(count, arguments, "--processes", 4);
    r.numbers = (uint32_t)site_option(count, arguments, "--numbers", 100000);
    r.batch = (uint32_t)site_option(count, arguments, "--batch", 5000);
    r.consent = site_option(count, arguments, "--move", 0) != 0 ? (uint32_t)NREG_CONSENT_MOVE : 0;
    r.most = site_option(count, arguments, "--most", 0);
    site_expect(r.processes >= 1 && r.processes <= PROCESSES_MAX && r.numbers >= 1 && r.numbers <= SITE_NUMBERS &&
                    r.batch >= 1,
                "1 to %d processes, 1 to %d numbers, batches of 1 or more", PROCESSES_MAX, SITE_NUMBERS);
    r.told = mmap(NULL, (size_t)r.processes * r.numbers * sizeof *r.told, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    site_expect(r.told != MAP_FAILED, "no memory");
    site_make(&r.site, site_option_text(count, arguments, "--store"));
    int start[2];
    site_expect(pipe(start) == 0, "no pipe");
    pid_t children[PROCESSES_MAX];
    for (uint32_t p = 0; p < r.processes; p++) {
        children[p] = fork();
        site_expect(children[p] >= 0, "no process");
        if (children[p] == 0) {
            close(start[1]);
            run_process(&r, p, start[0]);
            _exit(0);
        }
    }
    close(start[0]);
    close(start[1]);
    int failed = 0;
    for (uint32_t p = 0; p < r.processes; p++) {
        int status;
        site_expect(waitpid(children[p], &status, 0) == children[p], "a process was lost");
        failed |= !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    if (!failed) {
        check_all(&r);
    }
    site_remove(&r.site);
    return failed;
}
