/* SPDX-License-Identifier: MIT */
/* Several processes on one file, processes killed while they commit, and handles carried over fork(). */
#include "fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CONTESTED 4000
#define SLICE 100
#define ROWS 3000
#define FIRST 12025550000u

static void use(fixture *f) {
    f->store = fixture_open(f->path, NREG_SQLITE_OPEN);
    f->m = nreg_store_get_methods(f->store, &f->context);
}

static void put_away(fixture *f) {
    nreg_store_close(f->store);
    f->store = NULL;
}

/* Claims all the numbers in slices; returns how many were added, or a negative code. */
static int32_t claim_contested(fixture *f, uint64_t batch) {
    nreg_record records[SLICE];
    nreg_record existing[SLICE];
    uint8_t answers[SLICE];
    int32_t added = 0;
    for (uint64_t done = 0; done < CONTESTED; done += SLICE) {
        for (uint64_t i = 0; i < SLICE; i++) {
            records[i] = fixture_record(FIRST + done + i, batch, 0, 0, batch);
        }
        void *tx;
        nreg_code code = f->m->begin(NREG_STORE_WRITE, 20000, &tx, &f->error, f->context);
        if (code != NREG_OK) {
            return code;
        }
        code = f->m->claim(tx, records, SLICE, existing, answers, &f->error, f->context);
        code = code == NREG_OK ? f->m->commit(tx, &f->error, f->context) : code;
        if (code != NREG_OK) {
            return code;
        }
        for (uint64_t i = 0; i < SLICE; i++) {
            added += answers[i] == NREG_ROW_OK;
            if (answers[i] == NREG_ROW_PRESENT && existing[i].number != records[i].number) {
                return NREG_INTERNAL;
            }
        }
    }
    return added;
}

static uint32_t count_at(fixture *f, uint64_t business) {
    static nreg_record page[20000];
    const nreg_store_filter filter = {.business = business, .to = UINT64_MAX};
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->scan(tx, &filter, 0, 20000, page, &count, &more, &f->error, f->context));
    fixture_commit(f, tx);
    return count;
}

static void processes_that_race_add_every_number_once(void **state) {
    fixture *f = *state;
    put_away(f);
    enum { PROCESSES = 4 };
    pid_t children[PROCESSES];
    int answers[PROCESSES][2];
    for (int i = 0; i < PROCESSES; i++) {
        assert_int_equal(pipe(answers[i]), 0);
        children[i] = fork();
        if (children[i] == 0) {
            use(f);
            const int32_t added = claim_contested(f, 100 + (uint64_t)i);
            const ssize_t written = write(answers[i][1], &added, sizeof added);
            nreg_store_close(f->store);
            _exit(written == (ssize_t)sizeof added ? 0 : 1);
        }
    }
    use(f);
    int32_t total = 0;
    int32_t each[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        assert_int_equal(read(answers[i][0], &each[i], sizeof each[i]), (int)sizeof each[i]);
        assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
        close(answers[i][0]);
        close(answers[i][1]);
        if (each[i] < 0) {
            fail_msg("a process failed with %s", nreg_code_name(each[i]));
        }
        total += each[i];
    }
    assert_int_equal(total, CONTESTED);
    for (int i = 0; i < PROCESSES; i++) {
        assert_int_equal(count_at(f, 100 + (uint64_t)i), each[i]);
    }
}

/* A header, records, a count and journal rows in one transaction; in a child that is killed in the middle. */
static void commit_a_batch(fixture *f, uint64_t id, uint64_t rows) {
    nreg_record *records = calloc(rows, sizeof *records);
    nreg_record *existing = calloc(rows, sizeof *existing);
    nreg_journal_row *journal = calloc(rows, sizeof *journal);
    uint8_t *answers = calloc(rows, 1);
    for (uint64_t i = 0; i < rows; i++) {
        records[i] = fixture_record(id * 1000000 + i, id, 0, 0, id);
        journal[i] = (nreg_journal_row){.number = records[i].number, .batch = id, .business = id};
    }
    const nreg_store_batch header = fixture_batch(id, id, "once");
    nreg_store_batch present;
    uint8_t answer;
    const nreg_store_count amount = {.scope = id, .kind = NREG_COUNT_RECORDS, .key = 1, .amount = (int64_t)rows};
    void *tx;
    const int failed = f->m->begin(NREG_STORE_WRITE, 20000, &tx, &f->error, f->context) != NREG_OK ||
                       f->m->batch_put(tx, &header, 0, &present, &answer, &f->error, f->context) != NREG_OK ||
                       f->m->claim(tx, records, rows, existing, answers, &f->error, f->context) != NREG_OK ||
                       f->m->count_add(tx, &amount, 1, &f->error, f->context) != NREG_OK ||
                       f->m->journal_append(tx, journal, rows, &f->error, f->context) != NREG_OK ||
                       f->m->commit(tx, &f->error, f->context) != NREG_OK;
    free(records);
    free(existing);
    free(journal);
    free(answers);
    if (failed) {
        _exit(3);
    }
}

static void check_whole_or_absent(fixture *f, uint64_t id, uint32_t rows, uint32_t *whole) {
    nreg_store_batch header;
    nreg_store_count counter;
    nreg_journal_row row;
    uint8_t answer;
    uint32_t count;
    uint32_t more;
    void *tx = fixture_begin(f, NREG_STORE_READ);
    assert_ok(f, f->m->batch_find(tx, id, "once", &header, &answer, &f->error, f->context));
    assert_ok(
        f, f->m->count_read(tx, id, NREG_COUNT_RECORDS, UINT32_MAX, 1, &counter, &count, &more, &f->error, f->context));
    const int is_there = answer == NREG_ROW_OK;
    assert_int_equal(count, is_there);
    assert_int_equal(is_there ? counter.amount : rows, rows);
    assert_ok(f, f->m->journal_read(tx, NREG_JOURNAL_BATCH, id, id * 1000000 + rows - 2, 1, &row, &count, &more,
                                    &f->error, f->context));
    assert_int_equal(count, is_there);
    fixture_commit(f, tx);
    assert_int_equal(count_at(f, id), is_there ? rows : 0);
    *whole += is_there ? 1 : 0;
}

/* Starts a child that commits a batch and says when it begins; kills it after `pause_us`, or lets it end for 0. */
static void commit_in_child(fixture *f, uint64_t id, uint64_t pause_us) {
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        use(f);
        if (write(ready[1], "", 1) != 1) {
            _exit(2);
        }
        commit_a_batch(f, id, ROWS);
        _exit(0);
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    if (pause_us != 0) {
        const struct timespec pause = {(time_t)(pause_us / 1000000), (long)(pause_us % 1000000) * 1000};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true((pause_us != 0 && WIFSIGNALED(status)) || WEXITSTATUS(status) == 0);
}

static uint64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void a_commit_that_is_killed_is_whole_or_absent(void **state) {
    fixture *f = *state;
    put_away(f);
    const char *wanted = getenv("NREG_TEST_KILLS");
    const uint64_t kills = wanted == NULL ? 40 : strtoull(wanted, NULL, 10);
    uint32_t whole = 0;
    uint64_t seed = 1;
    /* The kills are to fall all over a commit, however slow the machine is just now. */
    const uint64_t start = now_us();
    commit_in_child(f, kills + 1, 0);
    const uint64_t once = now_us() - start;
    for (uint64_t id = 1; id <= kills; id++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        commit_in_child(f, id, 1 + (seed >> 33) % (once + once / 2));
        use(f);
        check_whole_or_absent(f, id, ROWS, &whole);
        put_away(f);
    }
    use(f);
    print_message("%u of %llu commits had taken effect\n", whole, (unsigned long long)kills);
}

static void a_handle_carried_over_fork_says_so_and_harms_nothing(void **state) {
    fixture *f = *state;
    void *open = fixture_begin(f, NREG_STORE_WRITE);
    const nreg_record record = fixture_record(12025550100, 1, 0, 0, 5);
    nreg_record existing;
    uint8_t answer;
    assert_ok(f, f->m->claim(open, &record, 1, &existing, &answer, &f->error, f->context));
    const pid_t child = fork();
    if (child == 0) {
        void *tx;
        const uint64_t number = 12025550100;
        int wrong = f->m->begin(NREG_STORE_READ, 1000, &tx, &f->error, f->context) != NREG_FORKED;
        wrong |= f->m->fetch(open, &number, 1, NREG_FETCH_SNAPSHOT, &existing, &answer, &f->error, f->context) !=
                 NREG_FORKED;
        wrong |= f->m->commit(open, &f->error, f->context) != NREG_FORKED;
        f->m->rollback(open, f->context);
        nreg_store_close(f->store);
        _exit(wrong);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    fixture_commit(f, open);
    assert_int_equal(count_at(f, 1), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_STORE(processes_that_race_add_every_number_once),
        IN_STORE(a_commit_that_is_killed_is_whole_or_absent),
        IN_STORE(a_handle_carried_over_fork_says_so_and_harms_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
