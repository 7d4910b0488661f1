/* SPDX-License-Identifier: MIT */
/* Opening and closing the memory store; transactions, and the log of what they leave behind. */
#include "store/memory/state.h"

#include "store/memory/table.h"

#include <errno.h>
#include <string.h>
#include <time.h>

/* Log items handled while the latch is held; arrays above this many elements are given back when empty. */
enum { SLICE = 1024, KEEP = 65536 };

nreg_code nreg_memory_short(nreg_error *error) {
    return nreg_error_set(error, NREG_NO_MEMORY, "The memory store has no memory left.");
}

nreg_code nreg_memory_write(nreg_memory_transaction *tx, nreg_error *error) {
    if (tx->mode != NREG_STORE_WRITE) {
        return nreg_error_set(error, NREG_READ_ONLY, "The transaction was opened for reading.");
    }
    return NREG_OK;
}

/* --- log --- */

int nreg_log_reserve(nreg_memory *memory) {
    /* A change adds two items at most. */
    if (memory->log_capacity - memory->log_count >= 2) {
        return 1;
    }
    if (memory->log_first > memory->log_capacity / 2) {
        memmove(memory->log, memory->log + memory->log_first,
                (memory->log_count - memory->log_first) * sizeof *memory->log);
        memory->log_count -= memory->log_first;
        memory->log_mark -= memory->log_first;
        memory->log_first = 0;
        return 1;
    }
    void *log = memory->log;
    if (!nreg_array_reserve(&memory->allocator, &log, &memory->log_capacity, memory->log_count + 2,
                            sizeof *memory->log)) {
        return 0;
    }
    memory->log = log;
    return 1;
}

void nreg_log_add(nreg_memory *memory, uint16_t kind, uint32_t ref, nreg_row *row, uint16_t table) {
    memory->log[memory->log_count++] = (nreg_log_item){memory->committed.version + 1, row, ref, kind, table};
}

static void undo_item(nreg_memory *memory, const nreg_log_item *item) {
    switch (item->kind) {
    case NREG_LOG_UNDO:
        nreg_records_undo(memory, item->ref);
        break;
    case NREG_LOG_ROW:
        nreg_table_undo(memory, item->table, item->row);
        break;
    case NREG_LOG_ERASURE:
        nreg_journal_undo_erasure(memory);
        break;
    default:
        break;
    }
}

/* True if nothing of the item is left. */
static int forget_item(nreg_memory *memory, const nreg_log_item *item) {
    switch (item->kind) {
    case NREG_LOG_UNDO:
        nreg_records_forget(memory, item->ref);
        return 1;
    case NREG_LOG_ABSENT:
        nreg_records_forget_slot(memory, item->ref, item->version);
        return 1;
    case NREG_LOG_ROW:
        nreg_table_forget(memory, item->table, item->row, item->version);
        return 1;
    case NREG_LOG_PRUNED:
        return nreg_journal_forget(memory, item->ref, SLICE);
    default:
        nreg_journal_forget_erasure(memory, item->version);
        return 1;
    }
}

/* Forgets one slice of what no transaction can see any more; true if there is more. */
static int forget_slice(nreg_memory *memory) {
    const uint64_t oldest = memory->oldest != NULL ? memory->oldest->view.version : memory->committed.version;
    for (uint32_t i = 0; i < SLICE; i++) {
        if (memory->log_first == memory->log_count || memory->log[memory->log_first].version > oldest) {
            break;
        }
        if (forget_item(memory, &memory->log[memory->log_first])) {
            memory->log_first++;
        } else {
            return 1;
        }
    }
    if (memory->log_first < memory->log_count) {
        return memory->log[memory->log_first].version <= oldest;
    }
    if (memory->writer == NULL) {
        memory->log_first = 0;
        memory->log_count = 0;
        if (memory->log_capacity > KEEP) {
            nreg_release(&memory->allocator, memory->log);
            memory->log = NULL;
            memory->log_capacity = 0;
        }
    }
    return 0;
}

static void end_writer(nreg_memory *memory) {
    memory->fresh_count = 0;
    if (memory->fresh_capacity > KEEP) {
        nreg_release(&memory->allocator, memory->fresh);
        memory->fresh = NULL;
        memory->fresh_capacity = 0;
    }
    memory->writer = NULL;
    pthread_cond_signal(&memory->turn);
}

/* --- transactions --- */

static struct timespec moment_after(uint32_t wait_ms) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += wait_ms / 1000;
    time.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_sec++;
        time.tv_nsec -= 1000000000;
    }
    return time;
}

/* False if it is not this transaction's turn in time. */
static int wait_for_turn(nreg_memory *memory, uint32_t wait_ms) {
    const struct timespec end = moment_after(wait_ms);
    while (memory->writer != NULL) {
        if (wait_ms == 0 || pthread_cond_timedwait(&memory->turn, &memory->latch, &end) == ETIMEDOUT) {
            return memory->writer == NULL;
        }
    }
    return 1;
}

static nreg_code begin(uint32_t mode, uint32_t wait_ms, void **transaction, nreg_error *error, void *context) {
    nreg_memory *memory = context;
    if (mode != NREG_STORE_READ && mode != NREG_STORE_WRITE) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`mode` is no mode of a transaction.");
    }
    nreg_memory_transaction *tx = nreg_allocate_zeroed(&memory->allocator, sizeof *tx);
    if (tx == NULL) {
        return nreg_memory_short(error);
    }
    tx->memory = memory;
    tx->mode = mode;
    nreg_memory_lock(memory);
    if (mode == NREG_STORE_WRITE && !wait_for_turn(memory, wait_ms)) {
        nreg_memory_unlock(memory);
        nreg_release(&memory->allocator, tx);
        return nreg_error_set(error, NREG_BUSY, "Another transaction is writing to the memory store.");
    }
    tx->view = memory->committed;
    if (mode == NREG_STORE_WRITE) {
        tx->view.version++;
        memory->writer = tx;
        memory->log_mark = memory->log_count;
    } else {
        tx->previous = memory->newest;
        if (memory->newest != NULL) {
            memory->newest->next = tx;
        } else {
            memory->oldest = tx;
        }
        memory->newest = tx;
    }
    nreg_memory_unlock(memory);
    *transaction = tx;
    return NREG_OK;
}

static void end_reader(nreg_memory *memory, nreg_memory_transaction *tx) {
    if (tx->previous != NULL) {
        tx->previous->next = tx->next;
    } else {
        memory->oldest = tx->next;
    }
    if (tx->next != NULL) {
        tx->next->previous = tx->previous;
    } else {
        memory->newest = tx->previous;
    }
    /* A reader does its share only, so that ending never takes long; the next writer does the rest. */
    forget_slice(memory);
}

static nreg_code commit(void *transaction, nreg_error *error, void *context) {
    (void)error;
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_memory_lock(memory);
    if (tx->mode == NREG_STORE_WRITE) {
        nreg_journal_committed(memory, tx);
        memory->committed = tx->view;
        end_writer(memory);
        while (forget_slice(memory)) {
            nreg_memory_breathe(memory);
        }
    } else {
        end_reader(memory, tx);
    }
    nreg_memory_unlock(memory);
    nreg_release(&memory->allocator, tx);
    return NREG_OK;
}

static void undo_all(nreg_memory *memory, nreg_memory_transaction *tx) {
    for (uint32_t i = 1; memory->log_count > memory->log_mark; i++) {
        memory->log_count--;
        undo_item(memory, &memory->log[memory->log_count]);
        if (i % SLICE == 0) {
            nreg_memory_breathe(memory);
        }
    }
    for (uint32_t i = 1; memory->fresh_count > 0; i++) {
        nreg_records_unmake(memory, memory->fresh[--memory->fresh_count]);
        if (i % SLICE == 0) {
            nreg_memory_breathe(memory);
        }
    }
    while (!nreg_journal_undo(memory, &tx->view, memory->committed.rows, SLICE)) {
        nreg_memory_breathe(memory);
    }
}

static void rollback(void *transaction, void *context) {
    (void)context;
    nreg_memory_transaction *tx = transaction;
    nreg_memory *memory = tx->memory;
    nreg_memory_lock(memory);
    if (tx->mode == NREG_STORE_WRITE) {
        undo_all(memory, tx);
        end_writer(memory);
    } else {
        end_reader(memory, tx);
    }
    nreg_memory_unlock(memory);
    nreg_release(&memory->allocator, tx);
}

/* --- the store --- */

static void close_store(void *context) {
    nreg_memory *memory = context;
    const nreg_allocator allocator = memory->allocator;
    for (size_t i = 0; i < NREG_TABLES; i++) {
        nreg_table_destroy(memory, &memory->tables[i]);
    }
    nreg_journal_destroy(memory);
    nreg_pool_destroy(&memory->slots, &allocator);
    nreg_pool_destroy(&memory->undo, &allocator);
    nreg_hash_destroy(&memory->numbers, &allocator);
    nreg_hash_destroy(&memory->place_index, &allocator);
    nreg_hash_destroy(&memory->business_index, &allocator);
    nreg_order_destroy(&memory->order, &allocator);
    nreg_release(&allocator, memory->places);
    nreg_release(&allocator, memory->log);
    nreg_release(&allocator, memory->fresh);
    pthread_cond_destroy(&memory->turn);
    pthread_mutex_destroy(&memory->latch);
    nreg_release(&allocator, memory);
}

static int init_locks(nreg_memory *memory) {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return 0;
    }
    int made = 0;
    if (pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&memory->turn, &attributes) == 0) {
        made = pthread_mutex_init(&memory->latch, NULL) == 0;
        if (!made) {
            pthread_cond_destroy(&memory->turn);
        }
    }
    pthread_condattr_destroy(&attributes);
    return made;
}

static nreg_store_methods methods_of(int has_journal) {
    nreg_store_methods methods;
    memset(&methods, 0, sizeof methods);
    methods.struct_size = (uint32_t)sizeof methods;
    methods.contract = NREG_STORE_CONTRACT;
    methods.begin = begin;
    methods.commit = commit;
    methods.rollback = rollback;
    methods.claim = nreg_memory_claim;
    methods.fetch = nreg_memory_fetch;
    methods.update = nreg_memory_update;
    methods.release = nreg_memory_release;
    methods.scan = nreg_memory_scan;
    methods.close = close_store;
    nreg_memory_offer_batches(&methods);
    nreg_memory_offer_scopes(&methods);
    nreg_memory_offer_review(&methods);
    nreg_memory_offer_counts(&methods);
    if (has_journal) {
        nreg_memory_offer_journal(&methods);
    }
    return methods;
}

void nreg_memory_store_options_init(nreg_memory_store_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
    }
}

nreg_code nreg_memory_store_open(const nreg_memory_store_options *options, nreg_store **store, nreg_error *error) {
    nreg_error_clear(error);
    nreg_memory_store_options defaults;
    nreg_memory_store_options_init(&defaults);
    const nreg_memory_store_options *chosen = options == NULL ? &defaults : options;
    nreg_allocator allocator;
    if (store == NULL || chosen->struct_size < sizeof *chosen || chosen->no_journal > 1) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "`store` is NULL, or the options were not prepared by nreg_memory_store_options_init().");
    }
    if (nreg_allocator_resolve(chosen->allocator, &allocator) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function; give all three.");
    }
    nreg_memory *memory = nreg_allocate_zeroed(&allocator, sizeof *memory);
    if (memory == NULL) {
        return nreg_memory_short(error);
    }
    memory->allocator = allocator;
    nreg_pool_init(&memory->slots, sizeof(nreg_slot));
    nreg_pool_init(&memory->undo, sizeof(nreg_undo));
    nreg_journal_init(&memory->journal);
    if (!init_locks(memory)) {
        nreg_release(&allocator, memory);
        return nreg_memory_short(error);
    }
    const nreg_store_methods methods = methods_of(!chosen->no_journal);
    const nreg_code code = nreg_store_new(&methods, memory, &allocator, store, error);
    if (code != NREG_OK) {
        close_store(memory);
    }
    return code;
}
