/* SPDX-License-Identifier: MIT */
/* Following the feed while others write, and writing everything down at the end. */
#include "client.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 1000 };

static volatile sig_atomic_t asked_to_stop;

static void stop(int signal) {
    (void)signal;
    asked_to_stop = 1;
}

static void say_row(const client *c, const nreg_journal_row *row) {
    fprintf(c->log,
            "{\"row\":%" PRIu64 ",\"batch\":%" PRIu64 ",\"number\":%" PRIu64 ",\"business\":%" PRIu64
            ",\"change\":\"%s\",\"before\":[%" PRIu64 ",%u,%" PRIu64 ",%" PRIu64 "],\"after\":[%" PRIu64 ",%u,%" PRIu64
            ",%" PRIu64 "]}\n",
            row->sequence, row->batch, row->number, row->business, nreg_change_name(row->change), row->batch_before,
            row->revision_before, row->unit_before, row->program_before, row->status_after == 0 ? 0 : row->batch,
            row->status_after == 0 ? 0 : row->revision, row->unit_after, row->program_after);
}

/* A page of the feed; whether it was the last for now, or could not be read. */
static int follow(client *c, char *cursor, nreg_journal_row *rows, nreg_code *code) {
    uint32_t count = 0;
    uint32_t more = 0;
    *code = nreg_feed_read(c->operator_session, cursor, rows, PAGE, &count, &more, &c->error);
    for (uint32_t i = 0; *code == NREG_OK && i < count; i++) {
        say_row(c, &rows[i]);
    }
    fflush(c->log);
    return *code != NREG_OK || !more;
}

void run_feed(client *c) {
    static nreg_journal_row rows[PAGE];
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    signal(SIGTERM, stop);
    open_log(c, "w");
    open_all(c, 0);
    const int64_t until = now() + (int64_t)(c->seconds + c->settle) * 1000000;
    nreg_code code = NREG_OK;
    while (!asked_to_stop && now() < until) {
        if (follow(c, cursor, rows, &code)) {
            rest(5);
        }
    }
    close_all(c);
}

static void must(client *c, nreg_code code, const char *what) {
    if (code != NREG_OK) {
        fprintf(stderr, "dump: %s: %s %s\n", what, nreg_code_name(code), c->error.message);
        exit(1);
    }
}

static void dump_feed(client *c) {
    static nreg_journal_row rows[PAGE];
    char cursor[NREG_FEED_CURSOR_SIZE] = "";
    nreg_code code = NREG_OK;
    while (!follow(c, cursor, rows, &code)) {
    }
    must(c, code, "feed");
}

static void dump_records(client *c) {
    static nreg_record records[PAGE];
    nreg_record_cursor cursor;
    memset(&cursor, 0, sizeof cursor);
    uint32_t more = 1;
    while (more) {
        uint32_t count = 0;
        must(c, nreg_record_list(c->operator_session, NULL, &cursor, records, PAGE, &count, &more, &c->error),
             "records");
        for (uint32_t i = 0; i < count; i++) {
            const nreg_record *r = &records[i];
            fprintf(c->log,
                    "{\"record\":%" PRIu64 ",\"business\":%" PRIu64 ",\"unit\":%" PRIu64 ",\"program\":%" PRIu64
                    ",\"batch\":%" PRIu64 ",\"revision\":%u}\n",
                    r->number, r->business, r->unit, r->program, r->last_batch, r->revision);
        }
    }
}

static void dump_batch(client *c, const nreg_batch_info *info) {
    nreg_result *result = NULL;
    must(c, nreg_batch_result(c->operator_session, info->id, &result, &c->error), "result");
    uint32_t count = 0;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    fprintf(c->log, "{\"stored\":%" PRIu64 ",\"request\":\"%s\",\"outcomes\":[", info->id, info->request_id);
    for (uint32_t i = 0; i < count; i++) {
        fprintf(c->log, "%s[%" PRIu64 ",\"%s\",\"%s\"]", i == 0 ? "" : ",", outcomes[i].number,
                nreg_outcome_name(outcomes[i].outcome),
                outcomes[i].reason == 0 ? "" : nreg_reason_code(outcomes[i].reason));
    }
    fputs("]}\n", c->log);
    nreg_result_free(result);
}

static void dump_batches(client *c) {
    static nreg_batch_info batches[100];
    uint64_t cursor = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count = 0;
        must(c, nreg_batch_list(c->operator_session, 0, &cursor, batches, 100, &count, &more, &c->error), "batches");
        for (uint32_t i = 0; i < count; i++) {
            dump_batch(c, &batches[i]);
        }
    }
}

static void dump_counts(client *c) {
    for (int i = 0; i < PLACES; i++) {
        nreg_record_count counts[64];
        uint32_t count = 0;
        uint64_t total = 0;
        must(c, nreg_record_counts(c->operator_session, c->places[i].id, counts, 64, &count, &c->error), "counts");
        for (uint32_t j = 0; j < count; j++) {
            total += counts[j].count;
        }
        fprintf(c->log, "{\"scope\":%" PRIu64 ",\"count\":%" PRIu64 "}\n", c->places[i].id, total);
    }
}

void run_dump(client *c) {
    open_log(c, "w");
    open_all(c, 0);
    dump_feed(c);
    dump_records(c);
    dump_batches(c);
    dump_counts(c);
    close_all(c);
}
