/* SPDX-License-Identifier: MIT */
/* Notes about a number: those of the review and proof batches in its history. */
#include "registry/annex.h"

#include "base/error.h"
#include "journal/history.h"

#include <numberreg/review.h>

#include <string.h>

enum { PAGE = 100 };

typedef struct note_sink {
    nreg_review_note *note;
    uint32_t entry;
    nreg_error *error;
} note_sink;

static nreg_code take_note(const void *data, uint64_t length, void *sink) {
    note_sink *into = sink;
    return nreg_annex_read_note(data, (size_t)length, into->entry, into->note->note, into->note->internal_note,
                                into->error);
}

static nreg_code read_note(nreg_transaction *tx, const nreg_journal_row *row, int is_operator, nreg_review_note *note,
                           nreg_error *error) {
    note_sink sink = {note, row->entry, error};
    uint8_t answer = NREG_ROW_ABSENT;
    memset(note, 0, sizeof *note);
    note->batch = row->batch;
    note->time = row->time;
    note->action = row->action;
    note->status = row->status_after;
    const nreg_code code =
        nreg_transaction_items_get(tx, row->batch, NREG_ITEMS_NOTES, 0, take_note, &sink, &answer, error);
    if (!is_operator) {
        memset(note->internal_note, 0, sizeof note->internal_note);
    }
    return code;
}

/* Notes found so far. */
typedef struct note_list {
    nreg_review_note *notes;
    uint32_t capacity;
    uint32_t written;
    uint64_t skip;   /* so many first */
    uint64_t passed; /* those skipped included */
} note_list;

static nreg_code read_notes(nreg_transaction *tx, const nreg_journal_row *rows, uint32_t count, int is_operator,
                            note_list *list, nreg_error *error) {
    nreg_code code = NREG_OK;
    for (uint32_t i = 0; code == NREG_OK && i < count && list->written < list->capacity; i++) {
        if (rows[i].action != NREG_ACTION_REVIEW && rows[i].action != NREG_ACTION_PROOF) {
            continue;
        }
        if (++list->passed > list->skip) {
            code = read_note(tx, &rows[i], is_operator, &list->notes[list->written], error);
            list->written += code == NREG_OK;
        }
    }
    return code;
}

static nreg_code add_notes(const nreg_access *access, const nreg_journal_row *rows, uint32_t count, note_list *list,
                           nreg_error *error) {
    nreg_reading reading = {0};
    note_list longer = *list;
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        longer = *list;
        reading.code = read_notes(&reading.tx, rows, count, access->is_operator != 0, &longer, error);
    }
    *list = longer;
    return reading.code;
}

nreg_code nreg_review_notes(nreg_session *session, uint64_t number, uint64_t *after, nreg_review_note *notes,
                            uint32_t capacity, uint32_t *count, nreg_error *error) {
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && (after == NULL || notes == NULL || count == NULL || capacity < 1 || capacity > 1000)) {
        code =
            nreg_error_set(error, NREG_INVALID_ARGUMENT,
                           "A place to go on from, room for 1 to 1000 notes and a place for their count are needed.");
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_history history = {.by = NREG_JOURNAL_NUMBER, .id = number};
    nreg_journal_row *rows = nreg_allocate_array(&session->access.allocator, PAGE, sizeof *rows);
    if (rows == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page of history.");
    }
    note_list list = {.notes = notes, .capacity = capacity, .skip = *after};
    uint64_t position = 0;
    uint32_t more = 1;
    while (code == NREG_OK && more != 0 && list.written < capacity) {
        uint32_t found = 0;
        code = nreg_history_page(&session->access, &history, &position, rows, PAGE, &found, &more, error);
        if (code == NREG_OK && found > 0) {
            code = add_notes(&session->access, rows, found, &list, error);
        }
    }
    nreg_release(&session->access.allocator, rows);
    if (code == NREG_OK) {
        *after += list.written;
        *count = list.written;
    }
    return code;
}
