/* SPDX-License-Identifier: MIT */
#include "registry/revert.h"

#include "base/error.h"
#include "journal/history.h"
#include "journal/undo.h"
#include "registry/staged.h"

#include <string.h>

enum { PAGE = 1000, PART = 512 };

struct nreg_undoing {
    const nreg_access *access;
    const nreg_catalogue *catalogue; /* of the draft */
    uint64_t batch;                  /* to revert */
    nreg_undo_facts *facts;          /* room for PART of them */
};

void nreg_undoing_free(nreg_batch *batch) {
    const nreg_allocator *allocator = &batch->session->registry->allocator;
    if (batch->undoing != NULL) {
        nreg_release(allocator, batch->undoing->facts);
        nreg_release(allocator, batch->undoing);
    }
}

static nreg_code undoing_new(nreg_batch *batch, uint64_t id, nreg_error *error) {
    const nreg_allocator *allocator = &batch->session->registry->allocator;
    nreg_undoing *made = nreg_allocate_zeroed(allocator, sizeof *made);
    nreg_undo_facts *facts = nreg_allocate_array(allocator, PART, sizeof *facts);
    if (made == NULL || facts == NULL) {
        nreg_release(allocator, made);
        nreg_release(allocator, facts);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to revert a batch.");
    }
    made->access = &batch->session->access;
    made->catalogue = nreg_draft_basis_of(batch->draft)->catalogue;
    made->batch = id;
    made->facts = facts;
    batch->undoing = made;
    return NREG_OK;
}

/* --- gathering, within the engine's transaction */

static nreg_target_state state_of(const nreg_scope *place, int64_t now) {
    if (place->id == 0) {
        return NREG_TARGET_UNKNOWN;
    }
    if (place->level == NREG_LEVEL_ORGANIZATION) {
        return NREG_TARGET_GROUPS;
    }
    if (place->state != NREG_SCOPE_OPEN) {
        return NREG_TARGET_CLOSED;
    }
    return place->ends != 0 && place->ends <= now ? NREG_TARGET_ENDED : NREG_TARGET_OPEN;
}

static void to_undo(const nreg_undo_facts *facts, const nreg_scope *root, int is_operator, int64_t now,
                    nreg_undo *undo) {
    memset(undo, 0, sizeof *undo);
    undo->row = facts->row;
    undo->moved_on = facts->moved_on;
    undo->is_dno = facts->is_dno;
    undo->dno_batch = facts->dno_batch;
    if (facts->row.status_before == 0) {
        undo->place_state = NREG_TARGET_OPEN;
        undo->place_visible = 1;
        return;
    }
    undo->place_state = state_of(&facts->place, now);
    undo->place_visible = is_operator || (facts->place.id != 0 && nreg_root_covers_scope(root, &facts->place));
}

static nreg_code gather(nreg_transaction *tx, const nreg_setting *setting, const uint64_t *numbers,
                        const nreg_record *const *records, size_t count, nreg_undo *undos, nreg_error *error,
                        void *context) {
    const nreg_undoing *self = context;
    const int pins = tx->mode == NREG_STORE_WRITE;
    nreg_scope root;
    nreg_code code = nreg_access_root(self->access, tx, &root, error);
    for (size_t from = 0; code == NREG_OK && from < count; from += PART) {
        const size_t part = count - from < PART ? count - from : PART;
        code = nreg_undo_gather(self->access, tx, self->catalogue, pins, self->batch, setting->target.business,
                                numbers + from, records + from, part, self->facts, error);
        for (size_t i = 0; code == NREG_OK && i < part; i++) {
            to_undo(&self->facts[i], &root, setting->is_operator != 0, setting->now, &undos[from + i]);
        }
    }
    return code;
}

void nreg_undoing_join(nreg_batch *batch, nreg_commit_job *job) {
    job->gather = gather;
    job->gather_context = batch->undoing;
    job->reverted = batch->undoing->batch;
}

/* --- making the batch */

static nreg_code check_revertible(const nreg_session *session, const nreg_batch_info *info, nreg_error *error) {
    if (info->state != NREG_BATCH_COMMITTED) {
        return nreg_error_set(error, NREG_CLOSED, "The batch is not committed; there is nothing to revert.");
    }
    switch (info->action) {
    case NREG_ACTION_REVIEW:
    case NREG_ACTION_PROOF:
        return nreg_error_set(error, NREG_UNSUPPORTED, "A review is not reverted; decide anew.");
    case NREG_ACTION_TRANSFER:
        return nreg_error_set(error, NREG_UNSUPPORTED, "A transfer is not reverted; transfer the numbers back.");
    case NREG_ACTION_IMPORT:
        return session->access.is_operator
                   ? NREG_OK
                   : nreg_error_set(error, NREG_DENIED, "Only an operator's session reverts an import.");
    default:
        return NREG_OK;
    }
}

/* Every number that the batch changed, as far as the session sees it; the two rows of a takeover are one entry. */
static nreg_code stage_numbers(nreg_batch *batch, uint64_t id, nreg_error *error) {
    const nreg_access *access = &batch->session->access;
    const nreg_history history = {.by = NREG_JOURNAL_BATCH, .id = id};
    nreg_journal_row *rows = nreg_allocate_array(&access->allocator, PAGE, sizeof *rows);
    nreg_code code = rows != NULL ? NREG_OK : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a page.");
    uint64_t after = 0;
    uint64_t last = 0;
    uint32_t more = 1;
    while (code == NREG_OK && more != 0) {
        uint32_t count = 0;
        code = nreg_history_page(access, &history, &after, rows, PAGE, &count, &more, error);
        for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
            if (rows[i].number != last) {
                last = rows[i].number;
                code = nreg_stage_known(batch, last, NREG_ACTION_REVERT, 0, 0, error);
            }
        }
    }
    nreg_release(&access->allocator, rows);
    return code;
}

nreg_code nreg_batch_revert(nreg_session *session, uint64_t id, nreg_batch **batch, nreg_error *error) {
    nreg_batch_info info;
    nreg_batch_options options;
    nreg_batch *made = NULL;
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && batch == NULL) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the batch is needed.");
    }
    if (code == NREG_OK && (nreg_store_groups(session->access.store) & NREG_GROUP_JOURNAL) == 0) {
        code = nreg_error_set(error, NREG_UNSUPPORTED, "This store keeps no journal; nothing can be reverted.");
    }
    if (code == NREG_OK) {
        code = nreg_batch_get(session, id, &info, error);
    }
    if (code == NREG_OK) {
        code = check_revertible(session, &info, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_batch_options_init(&options);
    options.action = NREG_ACTION_REVERT;
    code = nreg_batch_make(session, &options, "", &made, error);
    if (code == NREG_OK) {
        made->target = info.target;
        code = undoing_new(made, id, error);
    }
    if (code == NREG_OK) {
        code = stage_numbers(made, id, error);
    }
    if (code != NREG_OK) {
        nreg_batch_free(made);
        return code;
    }
    *batch = made;
    return NREG_OK;
}
