/* SPDX-License-Identifier: MIT */
/*
 * The journal. Rows have times long ago, so that pruning touches no rows but these; and they stay in the store, which
 * cannot forget them otherwise.
 */
#include "store/check/check.h"

#include "base/host.h"

enum { PAGE = 100, ANCIENT = 1000 };

static nreg_journal_row row_of(nreg_check *c, uint64_t batch, uint64_t i) {
    nreg_journal_row row;
    memset(&row, 0, sizeof row);
    row.batch = batch;
    row.number = nreg_check_number(c, i);
    row.time = ANCIENT;
    row.business = c->business;
    row.unit_before = nreg_check_id(c);
    row.program_before = nreg_check_id(c);
    row.unit_after = nreg_check_id(c);
    row.program_after = nreg_check_id(c);
    row.batch_before = nreg_check_id(c);
    row.created = (int64_t)nreg_check_id(c);
    uint32_t *const values[] = {&row.entry,       &row.revision,     &row.purpose_before, &row.purpose_after,
                                &row.flags_after, &row.flags_before, &row.reason,         &row.revision_before};
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
        *values[k] = nreg_check_below(c, UINT32_MAX);
    }
    row.change = NREG_CHANGE_MOVED;
    row.action = NREG_ACTION_ADD;
    row.status_before = 1 + (uint8_t)nreg_check_below(c, 5);
    row.status_after = 1 + (uint8_t)nreg_check_below(c, 5);
    return row;
}

static nreg_code append(nreg_check *c, uint32_t slot, const nreg_journal_row *rows, size_t count) {
    return nreg_transaction_journal_append(&c->tx[slot], rows, count, &c->error);
}

static nreg_code append_alone(nreg_check *c, const nreg_journal_row *rows, size_t count) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    TRY(append(c, 2, rows, count));
    return nreg_check_commit(c, 2);
}

static nreg_code seal(nreg_check *c, uint32_t limit, uint64_t *count) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    TRY(nreg_transaction_journal_seal(&c->tx[2], limit, count, &c->error));
    return nreg_check_commit(c, 2);
}

static nreg_code seal_all(nreg_check *c) {
    uint64_t count = 1;
    while (count > 0) {
        TRY(seal(c, 3, &count));
    }
    return NREG_OK;
}

/* The sequence of the newest sealed row, from where a check reads the feed. */
static nreg_code feed_end(nreg_check *c, uint64_t *end) {
    nreg_journal_row *rows;
    TAKE(rows, PAGE);
    *end = 0;
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 2, NREG_STORE_READ));
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        const nreg_code code =
            nreg_transaction_journal_read(&c->tx[2], NREG_JOURNAL_FEED, 0, *end, PAGE, rows, &count, &more, &c->error);
        if (code == NREG_FEED_PRUNED) {
            EXPECT(c->error.position > (int64_t)*end, "FEED_PRUNED does not say in `position` where reading can go on");
            *end = (uint64_t)c->error.position;
            more = 1;
            continue;
        }
        TRY(code);
        *end = count > 0 ? rows[count - 1].sequence : *end;
    }
    nreg_check_rollback(c, 2);
    return NREG_OK;
}

/* Reads pages of `limit` in slot 0 until the end; they must be the expected rows, whatever their sequence. */
static nreg_code expect_rows(nreg_check *c, uint32_t by, uint64_t id, uint64_t after, uint32_t limit,
                             const nreg_journal_row *expected, uint32_t total, const char *what) {
    nreg_journal_row *rows;
    TAKE(rows, limit);
    uint32_t next = 0;
    uint32_t more = 1;
    while (more) {
        uint32_t count;
        TRY(nreg_transaction_journal_read(&c->tx[0], by, id, after, limit, rows, &count, &more, &c->error));
        for (uint32_t i = 0; i < count; i++, next++) {
            const uint64_t sequence = rows[i].sequence;
            EXPECT(next < total, "%s: more rows than were appended", what);
            rows[i].sequence = expected[next].sequence;
            EXPECT(memcmp(&rows[i], &expected[next], sizeof rows[i]) == 0,
                   "%s: another row than the one appended, or another order", what);
            after = by == NREG_JOURNAL_BATCH ? rows[i].number : by == NREG_JOURNAL_NUMBER ? after + 1 : sequence;
        }
    }
    EXPECT(next == total, "%s: fewer rows than were appended", what);
    return NREG_OK;
}

static nreg_code rows_come_back(nreg_check *c) {
    enum { COUNT = 30 };
    const uint64_t batch = nreg_check_id(c);
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = row_of(c, batch, i);
    }
    TRY(append_alone(c, rows, COUNT));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 7, rows, COUNT, "rows of a batch"));
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch ^ 1, 0, 7, NULL, 0, "rows of a batch without rows"));
    TRY(expect_rows(c, NREG_JOURNAL_NUMBER, rows[4].number, 0, 7, &rows[4], 1, "rows of a number"));
    return expect_rows(c, NREG_JOURNAL_NUMBER, rows[0].number - 1, 0, 7, NULL, 0, "rows of a number without rows");
}

static nreg_code numbers_have_a_history(nreg_check *c) {
    enum { COUNT = 9 };
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        const nreg_journal_row beside = row_of(c, nreg_check_id(c), 1);
        rows[i] = row_of(c, nreg_check_id(c), 0);
        TRY(append_alone(c, &rows[i], 1));
        TRY(append_alone(c, &beside, 1));
        if (i == 4) {
            TRY(seal_all(c));
        }
    }
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_NUMBER, rows[0].number, 0, 2, rows, COUNT, "history of a number"));
    return expect_rows(c, NREG_JOURNAL_NUMBER, rows[0].number, 4, 100, rows + 4, COUNT - 4,
                       "history of a number, begun later");
}

static nreg_code pages_keep_a_number_together(nreg_check *c) {
    enum { COUNT = 21 };
    const uint64_t batch = nreg_check_id(c);
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        /* 0, 1, 1, 2, 3, 3, ...: pages of any size meet a pair. */
        rows[i] = row_of(c, batch, i / 3 * 2 + (i % 3 > 0));
    }
    /* In two transactions, the later numbers first: the batch is read in order of number all the same. */
    TRY(append_alone(c, rows + 12, COUNT - 12));
    TRY(append_alone(c, rows, 12));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    for (uint32_t limit = 2; limit < 6; limit++) {
        TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, limit, rows, COUNT, "a batch that has numbers twice"));
    }
    return NREG_OK;
}

static nreg_code sealing_numbers_rows(nreg_check *c) {
    enum { COUNT = 12 };
    uint64_t start, sealed, again;
    TRY(feed_end(c, &start));
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = row_of(c, 1000 + i / 4, i);
    }
    TRY(append_alone(c, rows, 4));
    TRY(append_alone(c, rows + 4, 4));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, start, PAGE, NULL, 0, "the feed before sealing"));
    nreg_check_rollback(c, 0);
    TRY(seal(c, 1, &sealed));
    EXPECT(sealed == 4, "journal_seal with `limit` 1 sealed %u rows, not the 4 of one transaction", (unsigned)sealed);
    TRY(seal_all(c));
    TRY(seal(c, 5, &again));
    EXPECT(again == 0, "journal_seal sealed rows twice");
    TRY(append_alone(c, rows + 8, 4));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, start, 3, rows, 8, "the feed after sealing"));
    nreg_check_rollback(c, 0);
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, start, 5, rows, COUNT, "the feed after sealing again"));
    nreg_journal_row page[COUNT];
    uint32_t count, more;
    TRY(nreg_transaction_journal_read(&c->tx[0], NREG_JOURNAL_NUMBER, rows[0].number, 0, 5, page, &count, &more,
                                      &c->error));
    EXPECT(count == 1 && page[0].sequence > start, "a sealed row read by number does not show its sequence");
    return NREG_OK;
}

static nreg_code a_business_has_a_feed(nreg_check *c) {
    enum { COUNT = 20 };
    uint64_t start;
    TRY(feed_end(c, &start));
    nreg_journal_row rows[COUNT], own[COUNT];
    const uint64_t other = nreg_check_id(c);
    uint32_t count = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = row_of(c, 77, i);
        if (i % 3 == 1) {
            rows[i].business = other;
        } else {
            own[count++] = rows[i];
        }
    }
    TRY(append_alone(c, rows, COUNT));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_BUSINESS, c->business, start, 3, NULL, 0, "a Business's feed before sealing"));
    nreg_check_rollback(c, 0);
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_BUSINESS, c->business, start, 3, own, count, "a Business's feed"));
    return expect_rows(c, NREG_JOURNAL_BUSINESS, nreg_check_id(c), start, 3, NULL, 0, "an unknown Business's feed");
}

static nreg_code rolled_back_rows_never_appear(nreg_check *c) {
    uint64_t start;
    TRY(feed_end(c, &start));
    const uint64_t batch = nreg_check_id(c);
    const nreg_journal_row rows[2] = {row_of(c, batch, 0), row_of(c, batch, 1)};
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(append(c, 0, rows, 2));
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 5, rows, 2, "rows in the transaction that appended them"));
    nreg_check_rollback(c, 0);
    TRY(append_alone(c, rows, 1));
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, start, 5, rows, 1, "the feed behind a rollback"));
    return expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 5, rows, 1, "a batch's rows behind a rollback");
}

/* Began first, commits last; the feed is read in between. */
static nreg_code a_slow_writer_is_not_skipped(nreg_check *c) {
    uint64_t start;
    TRY(feed_end(c, &start));
    nreg_journal_row slow = row_of(c, nreg_check_id(c), 0);
    nreg_journal_row fast = row_of(c, nreg_check_id(c), 1);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(append(c, 0, &slow, 1));
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    uint64_t cursor = start;
    uint32_t count = 0, more;
    nreg_journal_row seen[2];
    if (!alone) {
        const nreg_code code = append(c, 1, &fast, 1);
        EXPECT(code != NREG_BUSY, "journal_append waited for another transaction");
        TRY(code);
        TRY(nreg_check_commit(c, 1));
        uint64_t sealed;
        TRY(nreg_check_begin_waiting(c, 1, NREG_STORE_WRITE, 1000));
        const nreg_code sealing = nreg_transaction_journal_seal(&c->tx[1], 10, &sealed, &c->error);
        EXPECT(sealing != NREG_BUSY, "journal_seal waited for a transaction that is still open");
        TRY(sealing);
        TRY(nreg_check_commit(c, 1));
        TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
        TRY(nreg_transaction_journal_read(&c->tx[1], NREG_JOURNAL_FEED, 0, start, 2, seen, &count, &more, &c->error));
        EXPECT(count == 1 && seen[0].number == fast.number, "the feed does not show what was committed and sealed");
        cursor = seen[0].sequence;
        nreg_check_rollback(c, 1);
    }
    TRY(nreg_check_commit(c, 0));
    if (alone) {
        TRY(append_alone(c, &fast, 1));
    }
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_journal_read(&c->tx[0], NREG_JOURNAL_FEED, 0, cursor, 2, seen, &count, &more, &c->error));
    EXPECT(count >= 1 && seen[0].number == slow.number, "the feed skips what a slow writer committed late");
    return NREG_OK;
}

/* Prunes all that is older than `before`; a store that is not empty may have newer rows first, and then prunes nothing.
 */
static nreg_code prune_all(nreg_check *c, int64_t before, uint64_t *total) {
    uint32_t count = 1;
    *total = 0;
    while (count > 0) {
        TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
        TRY(nreg_transaction_journal_prune(&c->tx[0], before, 1000, &count, &c->error));
        TRY(nreg_check_commit(c, 0));
        *total += count;
    }
    return NREG_OK;
}

static nreg_code expect_pruned(nreg_check *c, uint32_t by, uint64_t id, uint64_t after, int64_t last) {
    nreg_journal_row row;
    uint32_t count, more;
    const nreg_code code = nreg_transaction_journal_read(&c->tx[0], by, id, after, 1, &row, &count, &more, &c->error);
    if (nreg_check_is_collision(code)) {
        TRY(code);
    }
    EXPECT(code == NREG_FEED_PRUNED, "reading across pruned rows answered %s", nreg_code_name(code));
    EXPECT(c->error.position == last, "FEED_PRUNED does not say in `position` which row was pruned last");
    return NREG_OK;
}

static nreg_code pruning_is_remembered(nreg_check *c) {
    enum { COUNT = 10, OLD = 6 };
    const uint64_t batch = nreg_check_id(c);
    uint64_t start, total;
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = row_of(c, batch, i);
        rows[i].time = i < OLD ? ANCIENT - 1 : ANCIENT + 1;
    }
    TRY(seal_all(c)); /* what an earlier attempt left goes first */
    TRY(prune_all(c, ANCIENT + 2, &total));
    TRY(append_alone(c, rows, COUNT));
    TRY(feed_end(c, &start));
    TRY(prune_all(c, ANCIENT + 1, &total));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    if (total == 0) {
        return expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 4, rows, COUNT, "rows of a batch that was not pruned");
    }
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 4, rows + OLD, COUNT - OLD, "rows of a batch after pruning"));
    TRY(expect_rows(c, NREG_JOURNAL_NUMBER, rows[0].number, 0, 4, NULL, 0, "history of a number after pruning"));
    const uint64_t pruned = start - (COUNT - OLD);
    TRY(expect_pruned(c, NREG_JOURNAL_FEED, 0, pruned - 1, (int64_t)pruned));
    TRY(expect_pruned(c, NREG_JOURNAL_BUSINESS, c->business, pruned - 1, (int64_t)pruned));
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, pruned, 3, rows + OLD, COUNT - OLD, "the feed behind the pruned rows"));
    nreg_check_rollback(c, 0);
    TRY(append_alone(c, rows, 1));
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return expect_rows(c, NREG_JOURNAL_FEED, 0, start, 3, rows, 1, "the feed, after pruning and going on");
}

static nreg_code numbers_can_be_erased(nreg_check *c) {
    enum { COUNT = 6 };
    uint64_t start, count;
    TRY(feed_end(c, &start));
    const uint64_t batch = nreg_check_id(c);
    nreg_journal_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = row_of(c, batch, i / 2);
    }
    TRY(append_alone(c, rows, COUNT));
    TRY(seal_all(c));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_journal_erase(&c->tx[0], rows[2].number, &count, &c->error));
    EXPECT(count == 2, "journal_erase changed %u rows of a number that has 2", (unsigned)count);
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 10, rows, COUNT, "a batch after an erasure was rolled back"));
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_journal_erase(&c->tx[0], rows[2].number, &count, &c->error));
    TRY(nreg_transaction_journal_erase(&c->tx[0], rows[2].number, &count, &c->error));
    EXPECT(count == 0, "journal_erase found an erased number again");
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_rows(c, NREG_JOURNAL_NUMBER, rows[2].number, 0, 10, NULL, 0, "history of an erased number"));
    const uint64_t erased = rows[2].number;
    rows[2].number = rows[3].number = 0;
    TRY(expect_rows(c, NREG_JOURNAL_FEED, 0, start, 4, rows, COUNT, "the feed after an erasure"));
    nreg_journal_row left[4] = {rows[0], rows[1], rows[4], rows[5]};
    TRY(expect_rows(c, NREG_JOURNAL_BATCH, batch, 0, 3, left, 4, "a batch after an erasure"));
    nreg_check_rollback(c, 0);
    nreg_journal_row later = row_of(c, batch, 1);
    TRY(append_alone(c, &later, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    return expect_rows(c, NREG_JOURNAL_NUMBER, erased, 0, 10, &later, 1, "history of a number erased and used again");
}

/* --- races --- */

enum { WRITES = 60 };

typedef struct feed_race {
    uint64_t start;
    atomic_uint writing; /* threads that have not ended */
} feed_race;

/* Each writer has one number and appends rows 1, 2, 3, ... of it, some slowly, some given up. */
static nreg_code write_rows(nreg_check *c, uint32_t index) {
    for (uint32_t i = 1; i <= WRITES;) {
        nreg_journal_row row = row_of(c, nreg_check_id(c), index);
        row.entry = i;
        nreg_code code = nreg_check_begin(c, 0, NREG_STORE_WRITE);
        if (code == NREG_OK) {
            code = append(c, 0, &row, 1);
        }
        if (code == NREG_OK && nreg_check_below(c, 8) == 0) {
            nreg_check_pause(1);
        }
        if (code == NREG_OK && nreg_check_below(c, 8) == 0) {
            nreg_check_rollback(c, 0);
            continue;
        }
        if (code == NREG_OK) {
            code = nreg_check_commit(c, 0);
        }
        nreg_check_rollback(c, 0);
        if (nreg_check_is_collision(code)) {
            continue;
        }
        TRY(code);
        i++;
    }
    return NREG_OK;
}

/* Seals and reads onward until the writers have ended and everything was read; each number's rows must come 1, 2, 3,
 * ... */
static nreg_code read_rows(nreg_check *c, feed_race *race) {
    uint32_t *next;
    nreg_journal_row *rows;
    TAKE(next, c->threads);
    TAKE(rows, PAGE);
    uint64_t cursor = race->start;
    uint64_t total = 0;
    for (;;) {
        const int ended = atomic_load(&race->writing) == 0;
        uint64_t sealed = 0;
        const nreg_code code = seal(c, 1 + nreg_check_below(c, 3), &sealed);
        nreg_check_rollback(c, 2);
        if (!nreg_check_is_collision(code)) {
            TRY(code);
        }
        uint32_t count, more;
        TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
        TRY(nreg_transaction_journal_read(&c->tx[0], NREG_JOURNAL_FEED, 0, cursor, 1 + nreg_check_below(c, PAGE), rows,
                                          &count, &more, &c->error));
        nreg_check_rollback(c, 0);
        for (uint32_t i = 0; i < count; i++) {
            const uint64_t writer = rows[i].number - c->base;
            EXPECT(writer < c->threads && rows[i].entry == next[writer] + 1,
                   "the feed skipped, repeated or reordered a row of one number");
            next[writer]++;
            total++;
            cursor = rows[i].sequence;
        }
        if (ended && sealed == 0 && code == NREG_OK && !more) {
            break;
        }
    }
    EXPECT(total == (uint64_t)(c->threads - 1) * WRITES, "the feed lost rows that were committed");
    return NREG_OK;
}

static nreg_code race_for_feed(nreg_check *c, uint32_t index, void *shared) {
    feed_race *race = shared;
    if (index == 0) {
        return read_rows(c, race);
    }
    const nreg_code code = write_rows(c, index);
    atomic_fetch_sub(&race->writing, 1);
    return code;
}

static nreg_code feed_is_complete_under_writers(nreg_check *c) {
    feed_race race;
    TRY(feed_end(c, &race.start));
    atomic_init(&race.writing, c->threads - 1);
    return nreg_check_threads(c, race_for_feed, &race);
}

const nreg_check_entry nreg_checks_journal[] = {
    {"journal.pruning_is_remembered", NREG_GROUP_JOURNAL, 0, pruning_is_remembered},
    {"journal.rows_come_back", NREG_GROUP_JOURNAL, 0, rows_come_back},
    {"journal.numbers_have_a_history", NREG_GROUP_JOURNAL, 0, numbers_have_a_history},
    {"journal.pages_keep_a_number_together", NREG_GROUP_JOURNAL, 0, pages_keep_a_number_together},
    {"journal.sealing_numbers_rows", NREG_GROUP_JOURNAL, 0, sealing_numbers_rows},
    {"journal.a_business_has_a_feed", NREG_GROUP_JOURNAL, 0, a_business_has_a_feed},
    {"journal.rolled_back_rows_never_appear", NREG_GROUP_JOURNAL, 0, rolled_back_rows_never_appear},
    {"journal.a_slow_writer_is_not_skipped", NREG_GROUP_JOURNAL, 0, a_slow_writer_is_not_skipped},
    {"journal.numbers_can_be_erased", NREG_GROUP_JOURNAL, 0, numbers_can_be_erased},
    {"journal.feed_is_complete_under_writers", NREG_GROUP_JOURNAL, 1, feed_is_complete_under_writers},
    {NULL, 0, 0, NULL},
};
