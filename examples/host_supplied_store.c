/* SPDX-License-Identifier: MIT */
/*
 * A host's own store: the eight functions that must be given, here on an array sorted by number. Each transaction works
 * on a copy of it, and a writer's commit puts the copy in its place. nreg_store_check() says whether the contract is
 * kept.
 */
#include <numberreg.h>
#include <numberreg/extend/store_check.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct database {
    sem_t writer;         /* whoever has it may write */
    pthread_mutex_t lock; /* of what follows */
    nreg_record *rows;
    uint64_t count;
} database;

typedef struct transaction {
    uint32_t mode;
    nreg_record *rows; /* its copy */
    uint64_t count;
} transaction;

static int compare(const void *number, const void *row) {
    uint64_t a = *(const uint64_t *)number, b = ((const nreg_record *)row)->number;
    return (a > b) - (a < b);
}

static nreg_record *find(const transaction *tx, uint64_t number) {
    return bsearch(&number, tx->rows, tx->count, sizeof *tx->rows, compare);
}

/* Ends a transaction; `publish` makes its rows everybody's. */
static void finish(database *db, transaction *tx, int publish) {
    nreg_record *unused = tx->rows;
    if (publish) {
        pthread_mutex_lock(&db->lock);
        unused = db->rows;
        db->rows = tx->rows;
        db->count = tx->count;
        pthread_mutex_unlock(&db->lock);
    }
    free(unused);
    if (tx->mode == NREG_STORE_WRITE)
        sem_post(&db->writer);
    free(tx);
}

static nreg_code begin(uint32_t mode, uint32_t wait_ms, void **handle, nreg_error *error, void *context) {
    database *db = context;
    struct timespec until;
    transaction *tx = calloc(1, sizeof *tx);
    if (tx == NULL)
        return NREG_NO_MEMORY;
    clock_gettime(CLOCK_REALTIME, &until);
    uint64_t end = (uint64_t)until.tv_nsec + (uint64_t)wait_ms * 1000000;
    until.tv_sec += (time_t)(end / 1000000000);
    until.tv_nsec = (long)(end % 1000000000);
    if (mode == NREG_STORE_WRITE && sem_timedwait(&db->writer, &until) != 0) {
        free(tx);
        return NREG_BUSY;
    }
    tx->mode = mode;
    pthread_mutex_lock(&db->lock);
    tx->rows = malloc((db->count + 1) * sizeof *tx->rows);
    tx->count = db->count;
    if (tx->rows != NULL && tx->count > 0)
        memcpy(tx->rows, db->rows, db->count * sizeof *tx->rows);
    pthread_mutex_unlock(&db->lock);
    if (tx->rows == NULL) {
        finish(db, tx, 0);
        return NREG_NO_MEMORY;
    }
    *handle = tx;
    return NREG_OK;
}

static nreg_code commit(void *handle, nreg_error *error, void *context) {
    finish(context, handle, ((transaction *)handle)->mode == NREG_STORE_WRITE);
    return NREG_OK;
}

static void rollback(void *handle, void *context) {
    finish(context, handle, 0);
}

/* Keys arrive sorted: merging from the back moves every row once. */
static nreg_code claim(void *handle, const nreg_record *records, uint64_t count, nreg_record *existing,
                       uint8_t *answers, nreg_error *error, void *context) {
    transaction *tx = handle;
    uint64_t from = tx->count, to = from;
    nreg_record *rows = realloc(tx->rows, (tx->count + count + 1) * sizeof *rows);
    if (rows == NULL)
        return NREG_NO_MEMORY;
    tx->rows = rows;
    for (uint64_t i = 0; i < count; i++) {
        const nreg_record *row = find(tx, records[i].number);
        answers[i] = row != NULL ? NREG_ROW_PRESENT : NREG_ROW_OK;
        to += row == NULL;
        existing[i] = row != NULL ? *row : (nreg_record){0};
    }
    tx->count = to;
    for (uint64_t i = count; i-- > 0;) {
        while (from > 0 && rows[from - 1].number > records[i].number)
            rows[--to] = rows[--from];
        if (answers[i] == NREG_ROW_OK)
            rows[--to] = records[i];
    }
    return NREG_OK;
}

static nreg_code fetch(void *handle, const uint64_t *numbers, uint64_t count, uint32_t mode, nreg_record *records,
                       uint8_t *answers, nreg_error *error, void *context) {
    for (uint64_t i = 0; i < count; i++) {
        const nreg_record *row = find(handle, numbers[i]);
        answers[i] = row != NULL ? NREG_ROW_OK : NREG_ROW_ABSENT;
        records[i] = row != NULL ? *row : (nreg_record){0};
    }
    return NREG_OK;
}

static nreg_code update(void *handle, const nreg_store_change *changes, uint64_t count, uint8_t *answers,
                        nreg_error *error, void *context) {
    for (uint64_t i = 0; i < count; i++) {
        nreg_record *row = find(handle, changes[i].record.number);
        int same = row != NULL && row->last_batch == changes[i].expected_batch &&
                   row->revision == changes[i].expected_revision;
        answers[i] = same ? NREG_ROW_OK : NREG_ROW_CONFLICT;
        if (same)
            *row = changes[i].record;
    }
    return NREG_OK;
}

static nreg_code release(void *handle, const nreg_store_token *tokens, uint64_t count, uint8_t *answers,
                         nreg_error *error, void *context) {
    transaction *tx = handle;
    uint64_t kept = 0;
    for (uint64_t i = 0; i < count; i++) {
        nreg_record *row = find(tx, tokens[i].number);
        int same = row != NULL && row->last_batch == tokens[i].batch && row->revision == tokens[i].revision;
        answers[i] = same ? NREG_ROW_OK : NREG_ROW_CONFLICT;
        if (same)
            row->business = 0; /* of no record: marks it for the pass below */
    }
    for (uint64_t i = 0; i < tx->count; i++)
        if (tx->rows[i].business != 0)
            tx->rows[kept++] = tx->rows[i];
    tx->count = kept;
    return NREG_OK;
}

static int passes(const nreg_record *row, const nreg_store_filter *filter) {
    int here = filter->program != 0 || (filter->unit != 0 ? row->program == 0 : row->unit == 0);
    return (filter->business == 0 || row->business == filter->business) &&
           (filter->unit == 0 || row->unit == filter->unit) &&
           (filter->program == 0 || row->program == filter->program) && (!filter->only_here || here) &&
           (filter->statuses == 0 || filter->statuses >> row->status & 1) &&
           (filter->purpose == 0 || row->purpose == filter->purpose) && row->number >= filter->from &&
           (filter->to == 0 || row->number <= filter->to);
}

static nreg_code scan(void *handle, const nreg_store_filter *filter, uint64_t after, uint32_t limit,
                      nreg_record *records, uint32_t *count, uint32_t *more, nreg_error *error, void *context) {
    const transaction *tx = handle;
    uint64_t at = 0;
    for (*count = 0; at < tx->count && *count < limit; at++)
        if (tx->rows[at].number > after && passes(&tx->rows[at], filter))
            records[(*count)++] = tx->rows[at];
    *more = at < tx->count;
    return NREG_OK;
}

int main(void) {
    database db = {.lock = PTHREAD_MUTEX_INITIALIZER};
    // clang-format off
    const nreg_store_methods methods = {.struct_size = sizeof methods, .contract = NREG_STORE_CONTRACT, .begin = begin,
        .commit = commit, .rollback = rollback, .claim = claim, .fetch = fetch, .update = update, .release = release,
        .scan = scan};
    // clang-format on
    nreg_error error = NREG_ERROR_INIT;
    nreg_store_check_summary summary = {0};
    nreg_store *store = NULL;
    sem_init(&db.writer, 0, 1);
    nreg_code code = nreg_store_new(&methods, &db, NULL, &store, &error);
    if (code == NREG_OK)
        code = nreg_store_check(store, NULL, &summary, &error);
    printf("%u checks passed, %u failed, %u skipped\n%s", summary.passed, summary.failed, summary.skipped,
           error.message);
    nreg_store_close(store);
    free(db.rows);
    return code == NREG_OK ? 0 : 1;
}
