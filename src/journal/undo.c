/* SPDX-License-Identifier: MIT */
#include "journal/undo.h"

#include <string.h>

enum { PAGE = 1024, HISTORY = 64 };

/* Rows of the batch, ascending by number, merged into the facts. */
static nreg_code read_rows(const nreg_access *access, nreg_transaction *tx, uint64_t batch, uint64_t business,
                           const uint64_t *numbers, size_t count, nreg_undo_facts *facts, nreg_error *error) {
    nreg_journal_row *rows = nreg_allocate_array(&access->allocator, PAGE, sizeof *rows);
    if (rows == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the journal rows of a batch.");
    }
    uint64_t after = numbers[0] - 1;
    uint32_t more = 1;
    size_t at = 0;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && more != 0 && at < count) {
        uint32_t found = 0;
        code = nreg_transaction_journal_read(tx, NREG_JOURNAL_BATCH, batch, after, PAGE, rows, &found, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < found; i++) {
            after = rows[i].number;
            while (at < count && numbers[at] < rows[i].number) {
                at++;
            }
            if (at < count && numbers[at] == rows[i].number && rows[i].business == business) {
                facts[at].row = rows[i];
            }
        }
        more = found == 0 ? 0 : more;
    }
    nreg_release(&access->allocator, rows);
    return code;
}

static int by_review(const nreg_journal_row *row) {
    return row->action == NREG_ACTION_REVIEW || row->action == NREG_ACTION_PROOF;
}

/* What a number's history, up to a batch, tells. */
typedef struct story {
    uint64_t until;
    int passed;
    uint32_t moved_on;  /* after that batch */
    uint64_t declaring; /* the last batch before it that made the number Do Not Originate */
    int restored;       /* it did so by putting back what had been declared earlier */
} story;

/* One row, oldest first. A transfer makes a row like that of a new number, but declares nothing. */
static void look_at(const nreg_journal_row *row, const nreg_catalogue *catalogue, story *told) {
    if (row->batch == told->until) {
        told->passed = 1;
        return;
    }
    if (told->passed) {
        told->moved_on |= !by_review(row);
        return;
    }
    if (nreg_catalogue_is_dno(catalogue, row->purpose_after) &&
        !nreg_catalogue_is_dno(catalogue, row->purpose_before) && row->action != NREG_ACTION_TRANSFER) {
        told->declaring = row->batch;
        told->restored = row->action == NREG_ACTION_REVERT;
    }
}

static nreg_code listen(const nreg_access *access, nreg_transaction *tx, const nreg_catalogue *catalogue,
                        uint64_t number, story *told, nreg_error *error) {
    nreg_journal_row *rows = nreg_allocate_array(&access->allocator, HISTORY, sizeof *rows);
    if (rows == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the history of a number.");
    }
    uint64_t after = 0;
    uint32_t more = 1;
    nreg_code code = NREG_OK;
    while (code == NREG_OK && more != 0) {
        uint32_t found = 0;
        code =
            nreg_transaction_journal_read(tx, NREG_JOURNAL_NUMBER, number, after, HISTORY, rows, &found, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < found; i++) {
            look_at(&rows[i], catalogue, told);
        }
        after += found;
        more = found == 0 ? 0 : more;
    }
    nreg_release(&access->allocator, rows);
    return code;
}

static nreg_code read_history(const nreg_access *access, nreg_transaction *tx, const nreg_catalogue *catalogue,
                              nreg_undo_facts *facts, nreg_error *error) {
    story told = {.until = facts->row.batch};
    nreg_code code = listen(access, tx, catalogue, facts->row.number, &told, error);
    facts->moved_on = told.moved_on;
    facts->dno_batch = told.declaring;
    while (code == NREG_OK && facts->is_dno && told.restored) {
        nreg_store_batch header;
        uint8_t answer = NREG_ROW_ABSENT;
        code = nreg_transaction_batch_get(tx, told.declaring, &header, &answer, error);
        if (code != NREG_OK || answer != NREG_ROW_OK || header.reverted == 0) {
            break;
        }
        told = (story){.until = header.reverted};
        code = listen(access, tx, catalogue, facts->row.number, &told, error);
        if (!told.passed || told.declaring == 0) {
            break; /* retention has removed it */
        }
        facts->dno_batch = told.declaring;
    }
    return code;
}

/* Nothing has touched the record since if it still bears the token that the batch gave it. */
static int is_untouched(const nreg_undo_facts *facts, const nreg_record *record) {
    return record != NULL && facts->row.status_after != 0 && record->last_batch == facts->row.batch &&
           record->revision == facts->row.revision;
}

static nreg_code read_changes(const nreg_access *access, nreg_transaction *tx, const nreg_catalogue *catalogue,
                              const nreg_record *record, nreg_undo_facts *facts, nreg_error *error) {
    facts->is_dno = facts->row.status_before != 0 && nreg_catalogue_is_dno(catalogue, facts->row.purpose_before);
    const int untouched = is_untouched(facts, record);
    /* It was, and is, what it had been declared to be. */
    const int declared =
        facts->is_dno && record != NULL && record->dno_batch != 0 && record->dno_batch != facts->row.batch;
    const nreg_code code =
        untouched && (declared || !facts->is_dno) ? NREG_OK : read_history(access, tx, catalogue, facts, error);
    facts->dno_batch = declared ? record->dno_batch : facts->dno_batch;
    return code;
}

static nreg_code read_place(const nreg_access *access, nreg_transaction *tx, int pins, const nreg_undo_facts *previous,
                            nreg_undo_facts *facts, nreg_error *error) {
    if (facts->row.status_before == 0) {
        return NREG_OK;
    }
    const nreg_place before = {facts->row.business, facts->row.unit_before, facts->row.program_before};
    const uint64_t holder = nreg_place_holder(&before);
    if (previous != NULL && previous->place.id == holder) {
        facts->place = previous->place;
        return NREG_OK;
    }
    const nreg_code code = pins ? nreg_scope_load_pinned(access, tx, holder, &facts->place, error)
                                : nreg_scope_load(access, tx, holder, &facts->place, error);
    if (code == NREG_NOT_FOUND) {
        nreg_error_clear(error);
        memset(&facts->place, 0, sizeof facts->place);
        return NREG_OK;
    }
    return code;
}

nreg_code nreg_undo_gather(const nreg_access *access, nreg_transaction *tx, const nreg_catalogue *catalogue, int pins,
                           uint64_t batch, uint64_t business, const uint64_t *numbers,
                           const nreg_record *const *records, size_t count, nreg_undo_facts *facts, nreg_error *error) {
    memset(facts, 0, count * sizeof *facts);
    if (count == 0) {
        return NREG_OK;
    }
    nreg_code code = read_rows(access, tx, batch, business, numbers, count, facts, error);
    const nreg_undo_facts *previous = NULL;
    for (size_t i = 0; code == NREG_OK && i < count; i++) {
        if (facts[i].row.batch == 0) {
            continue;
        }
        code = read_changes(access, tx, catalogue, records[i], &facts[i], error);
        if (code == NREG_OK) {
            code = read_place(access, tx, pins, previous, &facts[i], error);
        }
        previous = facts[i].place.id != 0 ? &facts[i] : previous;
    }
    return code;
}
