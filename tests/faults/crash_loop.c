/* SPDX-License-Identifier: MIT */
/*
 * Commits whose process is killed (SIGKILL) at random moments, through the public API:
 *
 *     crash_loop [--store URL] [--times N] [--entries N] [--seed N]
 *
 * Each time a batch of additions, removals, changes of purpose, duplicates and mistakes is previewed, then committed
 * with a request id by a process that is killed, often a second one that replays it is killed as well, and then this
 * process opens the store, once a server, if there is one, has noticed. There the batch is whole or absent (or, in
 * chunks, whole chunks); replaying the request id gives the one result, that of the preview, replaying it again the
 * same; records, counters and journal say the same.
 */
#include "site.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 10000, KINDS = 4 };

/* How a batch is committed. */
enum { WHOLE, CHUNKS, ALL_OR_NOTHING, MOVES };
static const char *const kind_names[KINDS] = {"whole", "in chunks", "all or nothing", "with moves"};

/* What a killed process can still tell. */
typedef struct progress {
    uint32_t begun;     /* 1: staged, about to commit */
    uint32_t committed; /* 1: told the result */
} progress;

typedef struct tally {
    uint32_t kills;
    uint32_t absent;
    uint32_t partial;
    uint32_t whole;
    uint32_t told;     /* killed after the commit had answered */
    uint32_t outlived; /* back ends that were still at work after the kill */
} tally;

typedef struct loop {
    site site;
    uint32_t entries;
    uint32_t time; /* which one, from 1 */
    uint64_t random;
    uint64_t took_us; /* by a commit that nobody disturbs */
    progress *progress;
    uint64_t registered; /* records of acme */
    uint64_t rows;       /* of the journal */
    nreg_outcome *meant; /* of this time's batch */
    nreg_summary summary;
    tally tally;
} loop;

static uint64_t draw(loop *l, uint64_t below) {
    l->random = l->random * 6364136223846793005u + 1442695040888963407u;
    return (l->random >> 33) % below;
}

static uint64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* --- the batch of a time */

static int kind_of(uint32_t time) {
    return (int)(time % KINDS);
}

/* Numbers are used by one time only, which later ones look back to. */
static uint32_t number_of(const loop *l, uint32_t time, uint32_t i) {
    return time * l->entries + i;
}

static void add(nreg_batch *batch, uint32_t action, const char *number, uint32_t purpose) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_entry_input input = {.number = number, .number_length = UINT64_MAX, .action = action, .purpose = purpose};
    site_must(nreg_batch_stage(batch, &input, sizeof input, 1, NULL, &error), &error, "stage");
}

/* Now and then an entry that repeats another, is none, or concerns what earlier batches have registered. */
static void add_entry(const loop *l, nreg_batch *batch, uint32_t i) {
    char number[24];
    const uint32_t before = l->time - 1;
    site_type(number_of(l, l->time, i), number);
    if (kind_of(l->time) == ALL_OR_NOTHING) {
        add(batch, NREG_ACTION_ADD, number, NREG_PURPOSE_CUSTOMER_SERVICE);
        return;
    }
    switch (i % 20) {
    case 3:
        add(batch, NREG_ACTION_ADD, "not a number", NREG_PURPOSE_CUSTOMER_SERVICE);
        return;
    case 7:
        site_type(number_of(l, l->time, i - 1), number);
        add(batch, NREG_ACTION_ADD, number, NREG_PURPOSE_CUSTOMER_SERVICE);
        return;
    case 11:
        site_type(number_of(l, before, i), number);
        add(batch, NREG_ACTION_REMOVE, number, 0);
        return;
    case 13:
        site_type(number_of(l, before, i), number);
        add(batch, NREG_ACTION_CHANGE, number, NREG_PURPOSE_SURVEY);
        return;
    case 17:
        site_type(number_of(l, before, i), number);
        break;
    default:
        break;
    }
    add(batch, NREG_ACTION_ADD, number, NREG_PURPOSE_CUSTOMER_SERVICE);
}

static nreg_batch *make_batch(const loop *l) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_batch *batch;
    const int place = l->time % 2 == 0 ? ACME_SPRING : ACME_SUMMER;
    site_must(nreg_batch_new(l->site.acme, l->site.places[place], NULL, &batch, &error), &error, "batch");
    for (uint32_t i = 0; i < l->entries; i++) {
        add_entry(l, batch, i);
    }
    return batch;
}

static nreg_commit_options options_of(const loop *l, char *request_id) {
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    const int kind = kind_of(l->time);
    options.chunk_entries = kind == CHUNKS ? l->entries / 7 + 1 : 0;
    options.atomicity = kind == ALL_OR_NOTHING ? NREG_ATOMIC_ALL_OR_NOTHING : NREG_ATOMIC_KEEP_GOOD;
    options.consent = kind == MOVES ? (uint32_t)NREG_CONSENT_MOVE : 0;
    snprintf(request_id, 32, "time %u", l->time);
    options.request_id = request_id;
    return options;
}

static nreg_result *commit(const loop *l) {
    nreg_error error = NREG_ERROR_INIT;
    char request_id[32];
    const nreg_commit_options options = options_of(l, request_id);
    nreg_batch *batch = make_batch(l);
    l->progress->begun = 1;
    nreg_result *result;
    site_must(nreg_batch_commit(batch, &options, &result, &error), &error, "commit");
    l->progress->committed = 1;
    nreg_batch_free(batch);
    return result;
}

static void preview(loop *l) {
    nreg_error error = NREG_ERROR_INIT;
    char request_id[32];
    const nreg_commit_options options = options_of(l, request_id);
    nreg_batch *batch = make_batch(l);
    nreg_result *result;
    site_must(nreg_batch_preview(batch, &options, &result, &error), &error, "preview");
    uint32_t count;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    site_expect(count == l->entries, "a preview of %u entries", count);
    memcpy(l->meant, outcomes, count * sizeof *outcomes);
    l->summary.struct_size = (uint32_t)sizeof l->summary;
    (void)nreg_result_summary(result, &l->summary);
    nreg_result_free(result);
    nreg_batch_free(batch);
}

/* --- killing */

static void kill_one(loop *l) {
    memset(l->progress, 0, sizeof *l->progress);
    int ready[2];
    site_expect(pipe(ready) == 0, "no pipe");
    const pid_t child = fork();
    site_expect(child >= 0, "no process");
    if (child == 0) {
        close(ready[0]);
        site_open(&l->site);
        site_expect(write(ready[1], "", 1) == 1, "nobody listens");
        nreg_result_free(commit(l));
        (void)pause();
    }
    char byte;
    close(ready[1]);
    site_expect(read(ready[0], &byte, 1) == 1, "a process could not begin");
    close(ready[0]);
    const uint64_t pause_us = draw(l, l->took_us + l->took_us / 3) + 1;
    const struct timespec pause = {(time_t)(pause_us / 1000000), (long)(pause_us % 1000000) * 1000};
    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    int status;
    site_expect(waitpid(child, &status, 0) == child, "a process was lost");
    site_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "a process failed before it was killed");
    l->tally.kills++;
    l->tally.told += l->progress->committed;
}

/* --- looking */

static uint64_t count_records(const loop *l) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_record_count counts[64];
    uint32_t count;
    site_must(nreg_record_counts(l->site.acme, l->site.places[ACME], counts, 64, &count, &error), &error, "counts");
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += counts[i].count;
    }
    return sum;
}

/* The stored batch of this time; 0 if there is none. */
static uint64_t find_batch(const loop *l, nreg_batch_info *info) {
    nreg_error error = NREG_ERROR_INIT;
    char request_id[32];
    (void)options_of(l, request_id);
    uint64_t cursor = 0;
    uint32_t count;
    uint32_t more;
    site_must(nreg_batch_list(l->site.acme, 0, &cursor, info, 1, &count, &more, &error), &error, "batches");
    return count == 1 && strcmp(info->request_id, request_id) == 0 ? info->id : 0;
}

static int accepted(const nreg_outcome *outcome) {
    return outcome->outcome != NREG_OUTCOME_REJECTED;
}

/* How many of the numbers that the batch adds are registered by it; the others must not be registered at all. */
static uint32_t count_added(const loop *l, uint64_t batch) {
    static uint64_t numbers[PAGE];
    static nreg_record records[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    uint32_t wanted = 0;
    uint32_t found;
    for (uint32_t i = 0; i < l->entries; i++) {
        if (l->meant[i].outcome == NREG_OUTCOME_ADDED) {
            numbers[wanted++] = l->meant[i].number;
        }
    }
    site_must(nreg_record_get(l->site.acme, numbers, wanted, records, &found, &error), &error, "records");
    uint32_t here = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        here += records[i].number != 0 && records[i].last_batch == batch;
    }
    site_expect(found == here, "numbers are registered by a batch that is not stored");
    return here;
}

/* Every accepted outcome has its row in the journal, every row its accepted outcome. */
static uint64_t count_rows(const loop *l, uint64_t batch) {
    static nreg_journal_row rows[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    nreg_journal_cursor cursor = {0};
    uint64_t read = 0;
    for (uint32_t more = batch != 0; more != 0;) {
        uint32_t count;
        site_must(nreg_journal_batch(l->site.acme, batch, &cursor, rows, PAGE, &count, &more, &error), &error,
                  "journal");
        for (uint32_t i = 0; i < count; i++) {
            site_expect(rows[i].entry >= 1 && rows[i].entry <= l->entries, "a row of no entry");
            const nreg_outcome *outcome = &l->meant[rows[i].entry - 1];
            site_expect(accepted(outcome) && outcome->number == rows[i].number, "a row of no accepted entry");
            site_expect(i == 0 || rows[i].number > rows[i - 1].number, "a number has two rows");
        }
        read += count;
    }
    return read;
}

static void look_after_the_kill(loop *l) {
    nreg_batch_info info;
    const uint64_t batch = find_batch(l, &info);
    const uint32_t added = count_added(l, batch);
    const uint64_t rows = count_rows(l, batch);
    const uint64_t registered = count_records(l);
    if (batch == 0) {
        site_expect(rows == 0 && registered == l->registered, "a batch that is absent has left something");
        site_expect(l->progress->committed == 0, "a batch was lost after its commit had answered");
        l->tally.absent++;
    } else if (info.state == NREG_BATCH_COMMITTING) {
        site_expect(kind_of(l->time) == CHUNKS, "a batch was stored in part");
        site_expect(added <= l->summary.added && rows <= l->summary.accepted, "more was stored than was to be");
        l->tally.partial++;
    } else {
        site_expect(info.state == NREG_BATCH_COMMITTED, "a batch is stored as a draft");
        site_expect(added == l->summary.added && rows == l->summary.accepted, "a committed batch lacks something");
        l->tally.whole++;
    }
}

static void compare(const loop *l, const nreg_result *result) {
    uint32_t count;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    site_expect(count == l->entries, "a result has %u outcomes", count);
    for (uint32_t i = 0; i < count; i++) {
        site_expect(memcmp(&outcomes[i], &l->meant[i], sizeof outcomes[i]) == 0,
                    "time %u, %s: outcome %u is %s, reasons %llx, not %s, reasons %llx", l->time,
                    kind_names[kind_of(l->time)], i, nreg_outcome_name(outcomes[i].outcome),
                    (unsigned long long)outcomes[i].reasons, nreg_outcome_name(l->meant[i].outcome),
                    (unsigned long long)l->meant[i].reasons);
    }
    nreg_summary summary = {.struct_size = (uint32_t)sizeof summary};
    (void)nreg_result_summary(result, &summary);
    site_expect(summary.entries == l->summary.entries && summary.accepted == l->summary.accepted &&
                    summary.rejected == l->summary.rejected && summary.added == l->summary.added &&
                    summary.moved == l->summary.moved && summary.deleted == l->summary.deleted &&
                    summary.unassigned == l->summary.unassigned && summary.changed == l->summary.changed,
                "the counts of a result are not those of its preview");
}

static void replay(loop *l) {
    nreg_batch_info info;
    const uint64_t stored = find_batch(l, &info);
    const int was_whole = stored != 0 && info.state == NREG_BATCH_COMMITTED;
    uint64_t batch = stored;
    for (int again = 0; again < 2; again++) {
        nreg_result *result = commit(l);
        compare(l, result);
        nreg_summary summary = {.struct_size = (uint32_t)sizeof summary};
        (void)nreg_result_summary(result, &summary);
        const int replayed = (summary.flags & NREG_RESULT_REPLAYED) != 0;
        site_expect(batch == 0 || summary.batch == batch, "a replay is another batch");
        site_expect(replayed == (again || was_whole), "a result says wrongly whether it is replayed");
        batch = summary.batch;
        nreg_result_free(result);
    }
    l->registered += l->summary.added - l->summary.deleted;
    l->rows += l->summary.accepted;
    site_expect(count_added(l, batch) == l->summary.added, "a replay has not added what it says");
    site_expect(count_rows(l, batch) == l->summary.accepted, "a replay has not journalled what it says");
    site_expect(count_records(l) == l->registered, "the counters do not count a replay once");
}

static void look_at_the_feed(const loop *l) {
    static nreg_journal_row rows[PAGE];
    nreg_error error = NREG_ERROR_INIT;
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    uint64_t read = 0;
    for (uint32_t more = 1; more != 0;) {
        uint32_t count;
        site_must(nreg_feed_read(l->site.staff, cursor, rows, PAGE, &count, &more, &error), &error, "feed");
        read += count;
    }
    site_expect(read == l->rows, "the feed has %llu rows, not %llu", (unsigned long long)read,
                (unsigned long long)l->rows);
}

/* --- the loop */

static void begin(loop *l) {
    site_open(&l->site);
    preview(l);
    const uint64_t start = now_us();
    nreg_result *result = commit(l);
    l->took_us = now_us() - start;
    l->registered = l->summary.added - l->summary.deleted;
    l->rows = l->summary.accepted;
    nreg_result_free(result);
    site_close(&l->site);
}

static void once(loop *l) {
    site_open(&l->site);
    preview(l);
    site_close(&l->site);
    kill_one(l);
    while (draw(l, 3) == 0) {
        kill_one(l);
    }
    l->tally.outlived += site_settle(&l->site);
    site_open(&l->site);
    look_after_the_kill(l);
    const uint64_t start = now_us();
    replay(l);
    l->took_us = (l->took_us * 3 + (now_us() - start) / 2) / 4; /* two commits, one of them a replay */
    site_close(&l->site);
}

int main(int count, char **arguments) {
    static loop l;
    const uint64_t times = site_option(count, arguments, "--times", 500);
    l.entries = (uint32_t)site_option(count, arguments, "--entries", 2000);
    l.random = site_option(count, arguments, "--seed", 1);
    site_expect(l.entries >= 20 && l.entries <= PAGE && (times + 2) * l.entries <= SITE_NUMBERS,
                "20 to %d entries, and at most %d in all", PAGE, SITE_NUMBERS);
    l.meant = calloc(l.entries, sizeof *l.meant);
    l.progress = mmap(NULL, sizeof *l.progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    site_expect(l.meant != NULL && l.progress != MAP_FAILED, "no memory");
    site_make(&l.site, site_option_text(count, arguments, "--store"));
    l.time = 1;
    begin(&l);
    for (uint64_t done = 0; done < times; done++) {
        l.time++;
        once(&l);
    }
    site_open(&l.site);
    look_at_the_feed(&l);
    site_close(&l.site);
    site_remove(&l.site);
    free(l.meant);
    printf(
        "%u kills in %llu batches: afterwards %u absent, %u in part, %u whole (%u had answered; %u back ends outlived "
        "their client); every replay gave the one result\n",
        l.tally.kills, (unsigned long long)times, l.tally.absent, l.tally.partial, l.tally.whole, l.tally.told,
        l.tally.outlived);
    return 0;
}
