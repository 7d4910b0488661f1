/* SPDX-License-Identifier: MIT */
/* Forgetting a number: in the journal, in stored results and in notes. */
#include "registry/annex.h"
#include "registry/log.h"

#include "base/error.h"
#include "journal/history.h"
#include "journal/retention.h"

#include <string.h>

enum { PAGE = 100 };

typedef struct note_drop {
    const uint32_t *entries;
    size_t count;
    nreg_writer writer;
    nreg_error *error;
} note_drop;

static nreg_code drop_notes(const void *data, uint64_t length, void *sink) {
    note_drop *drop = sink;
    return nreg_annex_drop_notes(data, (size_t)length, drop->entries, drop->count, &drop->writer, drop->error);
}

/* The notes of one batch, written anew without those of an entry. */
static nreg_code forget_note(const nreg_access *access, nreg_transaction *tx, uint64_t batch, uint32_t entry,
                             nreg_error *error) {
    note_drop drop = {&entry, 1, {.length = 0}, error};
    uint8_t answer = NREG_ROW_ABSENT;
    nreg_writer_init(&drop.writer, &access->allocator);
    nreg_code code = nreg_transaction_items_get(tx, batch, NREG_ITEMS_NOTES, 0, drop_notes, &drop, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_OK) {
        code = drop.writer.length == 0 ? nreg_transaction_items_clear(tx, batch, NREG_ITEMS_NOTES, 0, error)
                                       : nreg_transaction_items_put(tx, batch, NREG_ITEMS_NOTES, 0, drop.writer.data,
                                                                    drop.writer.length, error);
    }
    nreg_writer_free(&drop.writer);
    return code;
}

typedef struct note_page {
    const nreg_access *access;
    const nreg_journal_row *rows;
    uint32_t count;
} note_page;

static nreg_code forget_page_of_notes(nreg_transaction *tx, void *context, nreg_error *error) {
    const note_page *page = context;
    nreg_code code = NREG_OK;
    for (uint32_t i = 0; code == NREG_OK && i < page->count; i++) {
        const nreg_journal_row *row = &page->rows[i];
        if (row->action == NREG_ACTION_REVIEW || row->action == NREG_ACTION_PROOF) {
            code = forget_note(page->access, tx, row->batch, row->entry, error);
        }
    }
    return code;
}

static nreg_code forget_notes(const nreg_access *access, uint64_t number, nreg_error *error) {
    const nreg_history history = {.by = NREG_JOURNAL_NUMBER, .id = number};
    nreg_journal_row *rows = nreg_allocate_array(&access->allocator, PAGE, sizeof *rows);
    uint64_t after = 0;
    uint32_t more = 1;
    nreg_code code = rows != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page.");
    while (code == NREG_OK && more != 0) {
        note_page page = {access, rows, 0};
        int in_doubt = 0;
        code = nreg_history_page(access, &history, &after, rows, PAGE, &page.count, &more, error);
        if (code == NREG_OK) {
            code = nreg_again_write(access->store, access->wait_ms, forget_page_of_notes, &page, &in_doubt, error);
        }
    }
    nreg_release(&access->allocator, rows);
    return code;
}

typedef struct result_drop {
    const nreg_access *access;
    nreg_catalogue *catalogue;
    uint64_t batch;
    uint64_t number;
} result_drop;

static nreg_code forget_in_result(nreg_transaction *tx, void *context, nreg_error *error) {
    const result_drop *drop = context;
    nreg_store_batch header;
    uint8_t answer = NREG_ROW_ABSENT;
    uint64_t changed = 0;
    const nreg_code code = nreg_transaction_batch_get(tx, drop->batch, &header, &answer, error);
    if (code == NREG_OK && answer == NREG_ROW_OK && header.state == NREG_BATCH_COMMITTED) {
        return nreg_engine_erase(drop->access, tx, drop->catalogue, &header, drop->number, &changed, error);
    }
    return code;
}

/* A number may have been rejected anywhere: every result that is kept is looked at. */
static nreg_code forget_in_results(nreg_session *session, uint64_t number, nreg_error *error) {
    const nreg_access *access = &session->access;
    nreg_batch_info *page = nreg_allocate_array(&access->allocator, PAGE, sizeof *page);
    nreg_catalogue *catalogue = nreg_registry_catalogue(session->registry);
    uint64_t cursor = 0;
    uint32_t more = 1;
    nreg_code code = page != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page.");
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = nreg_drafts_list(access, NREG_BATCH_COMMITTED, &cursor, page, PAGE, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            result_drop drop = {access, catalogue, page[i].id, number};
            int in_doubt = 0;
            if (page[i].expires != 0) {
                code = nreg_again_write(access->store, access->wait_ms, forget_in_result, &drop, &in_doubt, error);
            }
        }
    }
    nreg_catalogue_release(catalogue);
    nreg_release(&access->allocator, page);
    return code;
}

/* Before anything is changed; it is looked at again where the journal is. */
static nreg_code refuse_registered(const nreg_access *access, uint64_t number, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_record record;
    uint8_t answer = NREG_ROW_ABSENT;
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = nreg_transaction_fetch(&reading.tx, &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, error);
    }
    if (reading.code == NREG_OK && answer == NREG_ROW_OK) {
        return nreg_error_set(error, NREG_EXISTS, "The number is registered; remove it before erasing it.");
    }
    return reading.code;
}

nreg_code nreg_erase_number(nreg_session *session, uint64_t number, uint64_t *rows, nreg_error *error) {
    uint64_t changed = 0;
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && !session->access.is_operator) {
        code = nreg_error_set(error, NREG_DENIED, "Only an operator's session may erase a number.");
    }
    if (code == NREG_OK && number == 0) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "The number must not be 0.");
    }
    const uint32_t groups = code == NREG_OK ? nreg_store_groups(session->access.store) : 0;
    if (code == NREG_OK && (groups & NREG_GROUP_JOURNAL) == 0) {
        code = nreg_error_set(error, NREG_UNSUPPORTED, "This store keeps no journal.");
    }
    if (code == NREG_OK) {
        code = refuse_registered(&session->access, number, error);
    }
    if (code == NREG_OK && (groups & NREG_GROUP_BATCHES) != 0) {
        code = forget_notes(&session->access, number, error);
        code = code == NREG_OK ? forget_in_results(session, number, error) : code;
    }
    if (code == NREG_OK) {
        code = nreg_retention_erase_number(&session->access, number, &changed, error);
    }
    if (code == NREG_OK) {
        nreg_host_log(&session->access.host, NREG_LOG_INFO, "A number was erased from %llu rows of the journal.",
                      (unsigned long long)changed);
    } else if (session != NULL) {
        nreg_log_failure(&session->access.host, "Erasing a number", code, error);
    }
    if (rows != NULL) {
        *rows = changed;
    }
    return code;
}
