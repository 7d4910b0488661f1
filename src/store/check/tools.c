/* SPDX-License-Identifier: MIT */
/* What the checks share. */
#include "store/check/check.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

struct nreg_check_block {
    nreg_check_block *next;
    uint64_t padding; /* what follows is aligned as malloc() does */
};

void *nreg_check_memory(nreg_check *c, size_t count, size_t size) {
    if (size != 0 && count > (SIZE_MAX - sizeof(nreg_check_block)) / size) {
        return NULL;
    }
    nreg_check_block *block = nreg_allocate_zeroed(c->allocator, sizeof *block + count * size);
    if (block == NULL) {
        return NULL;
    }
    block->next = c->blocks;
    c->blocks = block;
    return block + 1;
}

void nreg_check_forget(nreg_check *c) {
    while (c->blocks != NULL) {
        nreg_check_block *next = c->blocks->next;
        nreg_release(c->allocator, c->blocks);
        c->blocks = next;
    }
}

nreg_code nreg_check_fail(nreg_check *c, const char *text, ...) {
    va_list arguments;
    va_start(arguments, text);
    vsnprintf(c->message, sizeof c->message, text, arguments);
    va_end(arguments);
    return NREG_INTERNAL;
}

nreg_code nreg_check_call(nreg_check *c, nreg_code code, const char *what) {
    /* The innermost call has said it already. */
    if (c->message[0] == '\0') {
        const char *end = strchr(what, '(');
        nreg_check_fail(c, "%.*s answered %s: %s", end == NULL ? (int)strlen(what) : (int)(end - what), what,
                        nreg_code_name(code), c->error.code == code ? c->error.message : "");
    }
    return code;
}

uint64_t nreg_check_random(nreg_check *c) {
    uint64_t mixed = c->random += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
    return mixed ^ mixed >> 31;
}

uint32_t nreg_check_below(nreg_check *c, uint32_t limit) {
    return (uint32_t)(nreg_check_random(c) % limit);
}

uint64_t nreg_check_id(nreg_check *c) {
    return 1 + nreg_check_random(c) % NREG_ID_MAX;
}

void nreg_check_text(nreg_check *c, char *field, size_t size, size_t length) {
    memset(field, 0, size);
    for (size_t i = 0; i < length && i + 1 < size; i++) {
        field[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[nreg_check_below(c, 36)];
    }
}

uint64_t nreg_check_number(const nreg_check *c, uint64_t i) {
    return c->base + i;
}

nreg_record nreg_check_record(nreg_check *c, uint64_t i) {
    nreg_record record;
    memset(&record, 0, sizeof record);
    record.number = nreg_check_number(c, i);
    record.business = c->business;
    record.unit = c->unit;
    record.program = c->program;
    record.last_batch = nreg_check_id(c);
    record.created = 1700000000000000 + (int64_t)nreg_check_below(c, 1000000);
    record.updated = record.created + 1;
    record.revision = 1;
    record.purpose = 1 + nreg_check_below(c, 9);
    record.status = NREG_STATUS_PENDING;
    return record;
}

nreg_store_change nreg_check_change(const nreg_record *before, const nreg_record *after) {
    return (nreg_store_change){*after, before->last_batch, before->revision, 0};
}

nreg_store_token nreg_check_token(const nreg_record *record) {
    return (nreg_store_token){record->number, record->last_batch, record->revision, 0};
}

nreg_code nreg_check_begin_waiting(nreg_check *c, uint32_t slot, uint32_t mode, uint32_t wait_ms) {
    return nreg_transaction_begin(&c->tx[slot], c->store, mode, wait_ms, &c->error);
}

nreg_code nreg_check_begin(nreg_check *c, uint32_t slot, uint32_t mode) {
    return nreg_check_begin_waiting(c, slot, mode, NREG_CHECK_WAIT_MS);
}

nreg_code nreg_check_commit(nreg_check *c, uint32_t slot) {
    return nreg_transaction_commit(&c->tx[slot], &c->error);
}

void nreg_check_rollback(nreg_check *c, uint32_t slot) {
    nreg_transaction_rollback(&c->tx[slot]);
}

nreg_code nreg_check_claim_new(nreg_check *c, uint32_t slot, const nreg_record *records, size_t count) {
    nreg_record *existing;
    uint8_t *answers;
    TAKE(existing, count);
    TAKE(answers, count);
    TRY(nreg_transaction_claim(&c->tx[slot], records, count, existing, answers, &c->error));
    for (size_t i = 0; i < count; i++) {
        EXPECT(answers[i] == NREG_ROW_OK, "claim answered PRESENT for a number that nobody holds");
    }
    return NREG_OK;
}

nreg_code nreg_check_add(nreg_check *c, const nreg_record *records, size_t count) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    TRY(nreg_check_claim_new(c, 2, records, count));
    return nreg_check_commit(c, 2);
}

nreg_code nreg_check_expect(nreg_check *c, uint32_t slot, uint64_t number, const nreg_record *record,
                            const char *when) {
    nreg_record found;
    uint8_t answer;
    TRY(nreg_transaction_fetch(&c->tx[slot], &number, 1, NREG_FETCH_SNAPSHOT, &found, &answer, &c->error));
    if (record == NULL) {
        EXPECT(answer == NREG_ROW_ABSENT, "%s, fetch finds a record that should not be there", when);
    } else {
        EXPECT(answer == NREG_ROW_OK, "%s, fetch does not find the record", when);
        EXPECT(memcmp(&found, record, sizeof found) == 0, "%s, fetch returns other values than were written", when);
    }
    return NREG_OK;
}

nreg_code nreg_check_second_writer(nreg_check *c, int *alone) {
    const nreg_code code = nreg_check_begin_waiting(c, 1, NREG_STORE_WRITE, NREG_CHECK_MOMENT_MS);
    *alone = code == NREG_BUSY;
    return code == NREG_BUSY ? NREG_OK : code;
}

int nreg_check_is_collision(nreg_code code) {
    return code == NREG_BUSY || code == NREG_RETRY;
}

void nreg_check_pause(uint32_t milliseconds) {
    const struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&time, NULL);
}

typedef struct worker {
    nreg_check check;
    nreg_code (*work)(nreg_check *c, uint32_t index, void *shared);
    void *shared;
    uint32_t index;
    nreg_code code;
    pthread_t thread;
} worker;

static void *run_worker(void *argument) {
    worker *w = argument;
    w->code = w->work(&w->check, w->index, w->shared);
    for (uint32_t slot = 0; slot < NREG_CHECK_SLOTS; slot++) {
        nreg_check_rollback(&w->check, slot);
    }
    nreg_check_forget(&w->check);
    return NULL;
}

nreg_code nreg_check_threads(nreg_check *c, nreg_code (*work)(nreg_check *c, uint32_t index, void *shared),
                             void *shared) {
    worker *workers;
    TAKE(workers, c->threads);
    uint32_t started = 0;
    for (; started < c->threads; started++) {
        worker *w = &workers[started];
        w->check = *c;
        w->check.random = nreg_check_random(c);
        w->check.blocks = NULL;
        w->check.message[0] = '\0';
        memset(w->check.tx, 0, sizeof w->check.tx);
        w->work = work;
        w->shared = shared;
        w->index = started;
        if (pthread_create(&w->thread, NULL, run_worker, w) != 0) {
            break;
        }
    }
    nreg_code code = started == c->threads ? NREG_OK : NREG_NO_MEMORY;
    for (uint32_t i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        if (workers[i].code != NREG_OK && code == NREG_OK) {
            code = workers[i].code;
            memcpy(c->message, workers[i].check.message, sizeof c->message);
        }
    }
    return code;
}
