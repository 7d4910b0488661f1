/* SPDX-License-Identifier: MIT */
/* The public face of batches: making and staging. */
#include "registry/batch.h"
#include "base/error.h"
#include "base/versioned.h"
#include "registry/annex.h"
#include "registry/policy.h"
#include "registry/revert.h"

#include <string.h>

void nreg_batch_options_init(nreg_batch_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->action = NREG_ACTION_ADD;
    }
}

nreg_code nreg_batch_enter(const nreg_batch *batch, nreg_error *error) {
    if (batch == NULL) {
        nreg_error_clear(error);
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "No batch was given.");
    }
    return nreg_session_enter(batch->session, error);
}

static nreg_code take_options(const nreg_batch_options *given, nreg_batch_options *own, nreg_error *error) {
    nreg_batch_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The options were not prepared by nreg_batch_options_init().");
    }
    const int by_hand =
        own->action >= NREG_ACTION_ADD && own->action < NREG_ACTION_COUNT && own->action != NREG_ACTION_REVERT;
    if (!by_hand) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The batch's action is no NREG_ACTION_ value that entries can be staged with.");
    }
    own->region[sizeof own->region - 1] = '\0';
    return NREG_OK;
}

/* Policy and region of the options, else those of the registry. */
static nreg_code make_basis(const nreg_registry *registry, const nreg_batch_options *options, const char *region,
                            nreg_draft_basis *basis, nreg_error *error) {
    nreg_code code = NREG_OK;
    if (options->policy == NULL) {
        basis->policy = registry->policy;
    } else {
        code = nreg_policy_resolve(options->policy, basis->plan, &basis->policy, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const char *chosen = options->region[0] != '\0' ? options->region : region;
    return nreg_region_resolve(chosen[0] != '\0' ? chosen : basis->policy.default_region, basis->plan, basis->region,
                               error);
}

nreg_code nreg_batch_make(nreg_session *session, const nreg_batch_options *options, const char *region,
                          nreg_batch **batch, nreg_error *error) {
    nreg_registry *registry = session->registry;
    nreg_draft_basis basis;
    memset(&basis, 0, sizeof basis);
    basis.allocator = registry->allocator;
    basis.plan = nreg_registry_plan(registry);
    basis.catalogue = nreg_registry_catalogue(registry);
    basis.action = options->action;
    nreg_batch *made = nreg_allocate_zeroed(&registry->allocator, sizeof *made);
    nreg_code code = made == NULL ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a batch.") : NREG_OK;
    if (code == NREG_OK) {
        code = make_basis(registry, options, region, &basis, error);
    }
    if (code == NREG_OK) {
        code = nreg_draft_new(&basis, &made->draft, error);
    }
    if (code != NREG_OK) {
        nreg_catalogue_release(basis.catalogue);
        nreg_plan_free(basis.plan);
        nreg_release(&registry->allocator, made);
        return code;
    }
    made->session = nreg_session_retain(session);
    made->action = options->action;
    *batch = made;
    return NREG_OK;
}

nreg_code nreg_batch_new(nreg_session *session, uint64_t target, const nreg_batch_options *options, nreg_batch **batch,
                         nreg_error *error) {
    nreg_batch_options own;
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && (batch == NULL || target == 0 || target > NREG_ID_MAX)) {
        code =
            nreg_error_set(error, NREG_INVALID_ARGUMENT, "A scope id as target and a place for the batch are needed.");
    }
    if (code == NREG_OK) {
        code = take_options(options, &own, error);
    }
    if (code == NREG_OK) {
        code = nreg_batch_make(session, &own, "", batch, error);
    }
    if (code == NREG_OK) {
        (*batch)->target = target;
    }
    return code;
}

void nreg_batch_free(nreg_batch *batch) {
    if (batch == NULL) {
        return;
    }
    nreg_session *session = batch->session;
    const nreg_allocator allocator = session->registry->allocator;
    nreg_result_free(batch->result);
    nreg_draft_free(batch->draft);
    nreg_annex_free(batch);
    nreg_undoing_free(batch);
    nreg_release(&allocator, batch);
    nreg_session_close(session);
}

/* --- staging */

static nreg_code see(const nreg_batch *batch, uint32_t entry, nreg_entry *view, nreg_error *error) {
    return view == NULL ? NREG_OK : nreg_draft_view(batch->draft, entry, view, error);
}

nreg_code nreg_batch_enter_to_stage(const nreg_batch *batch, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    if (code == NREG_OK && (batch->action == NREG_ACTION_REVIEW || batch->action == NREG_ACTION_PROOF ||
                            batch->action == NREG_ACTION_IMPORT || batch->action == NREG_ACTION_REVERT)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "Entries of a batch with action %s are staged by functions of their own.",
                              nreg_action_name(batch->action));
    }
    return code;
}

nreg_code nreg_batch_add(nreg_batch *batch, const char *number, size_t length, uint32_t purpose, nreg_entry *entry,
                         nreg_error *error) {
    nreg_entry_input input;
    memset(&input, 0, sizeof input);
    input.number = number;
    input.number_length = length;
    input.purpose = purpose;
    uint32_t first = 0;
    nreg_code code = nreg_batch_enter_to_stage(batch, error);
    if (code == NREG_OK) {
        code = nreg_draft_stage(batch->draft, &input, sizeof input, 1, &first, error);
    }
    return code == NREG_OK ? see(batch, first, entry, error) : code;
}

nreg_code nreg_batch_stage(nreg_batch *batch, const nreg_entry_input *inputs, size_t stride, size_t count,
                           uint32_t *first, nreg_error *error) {
    nreg_code code = nreg_batch_enter_to_stage(batch, error);
    if (code == NREG_OK && inputs == NULL && count > 0) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "The inputs are NULL.");
    }
    for (size_t i = 0; code == NREG_OK && stride >= sizeof *inputs && i < count; i++) {
        const nreg_entry_input *input =
            (const nreg_entry_input *)(const void *)((const unsigned char *)inputs + i * stride);
        if (input->action > NREG_ACTION_MOVE && input->action != batch->action) {
            code = nreg_error_set_at(error, NREG_INVALID_ARGUMENT, (int64_t)i,
                                     "The action is none of ADD, REMOVE, CHANGE and MOVE.");
        }
    }
    return code == NREG_OK ? nreg_draft_stage(batch->draft, inputs, stride, count, first, error) : code;
}

nreg_code nreg_batch_edit(nreg_batch *batch, uint32_t entry, const char *number, size_t length, nreg_entry *view,
                          nreg_error *error) {
    nreg_code code = nreg_batch_enter(batch, error);
    if (code == NREG_OK) {
        code = nreg_draft_edit(batch->draft, entry, number, length, error);
    }
    return code == NREG_OK ? see(batch, entry, view, error) : code;
}

nreg_code nreg_batch_set_purpose(nreg_batch *batch, uint32_t entry, uint32_t purpose, nreg_entry *view,
                                 nreg_error *error) {
    nreg_code code = nreg_batch_enter(batch, error);
    if (code == NREG_OK) {
        code = nreg_draft_set_purpose(batch->draft, entry, purpose, error);
    }
    return code == NREG_OK && entry != 0 ? see(batch, entry, view, error) : code;
}

nreg_code nreg_batch_set_consent(nreg_batch *batch, uint32_t entry, uint32_t consent, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    return code == NREG_OK ? nreg_draft_set_consent(batch->draft, entry, consent, error) : code;
}

nreg_code nreg_batch_drop(nreg_batch *batch, uint32_t entry, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    return code == NREG_OK ? nreg_draft_drop(batch->draft, entry, error) : code;
}

nreg_code nreg_batch_clear(nreg_batch *batch, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    return code == NREG_OK ? nreg_draft_clear(batch->draft, error) : code;
}

/* --- looking */

uint32_t nreg_batch_count(const nreg_batch *batch) {
    return batch == NULL ? 0 : nreg_draft_count(batch->draft);
}

nreg_code nreg_batch_entries(const nreg_batch *batch, uint32_t from, nreg_entry *entries, uint32_t capacity,
                             uint32_t *count, nreg_error *error) {
    const nreg_code code = nreg_batch_enter(batch, error);
    if (code != NREG_OK) {
        return code;
    }
    if (count == NULL || (entries == NULL && capacity > 0)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "Places for the entries and their count are needed.");
    }
    uint32_t last;
    (void)nreg_draft_entries(batch->draft, &last);
    uint32_t written = 0;
    for (uint32_t entry = from == 0 ? 1 : from; entry <= last && written < capacity; entry++) {
        if (nreg_draft_view(batch->draft, entry, &entries[written], NULL) == NREG_OK) {
            written++;
        }
    }
    *count = written;
    return NREG_OK;
}

const char *nreg_batch_input(const nreg_batch *batch, uint32_t entry, size_t *length) {
    return batch == NULL ? NULL : nreg_draft_input(batch->draft, entry, length);
}

uint64_t nreg_batch_id(const nreg_batch *batch) {
    return batch == NULL ? 0 : batch->id;
}

/* --- drafts in a store */

nreg_code nreg_batch_load(nreg_session *session, uint64_t id, const nreg_batch_options *options, nreg_batch **batch,
                          nreg_error *error) {
    nreg_batch_options own;
    nreg_saved saved;
    memset(&saved, 0, sizeof saved);
    nreg_batch *loaded = NULL;
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && batch == NULL) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the batch is needed.");
    }
    if (code == NREG_OK) {
        code = take_options(options, &own, error);
    }
    if (code == NREG_OK) {
        code = nreg_drafts_find(&session->access, id, &saved, error);
    }
    if (code == NREG_OK) {
        own.action = saved.action;
        code = nreg_batch_make(session, &own, saved.region, &loaded, error);
    }
    if (code == NREG_OK) {
        code = nreg_drafts_fill(&session->access, &saved, loaded->draft, error);
    }
    if (code != NREG_OK) {
        nreg_batch_free(loaded);
        return code;
    }
    loaded->target = saved.target;
    loaded->id = saved.id;
    loaded->revision = saved.revision;
    loaded->created = saved.created;
    loaded->drafted = 1;
    *batch = loaded;
    return NREG_OK;
}

nreg_code nreg_batch_save(nreg_batch *batch, uint64_t *id, nreg_error *error) {
    nreg_code code = nreg_batch_enter(batch, error);
    if (code != NREG_OK) {
        return code;
    }
    if (batch->result != NULL || (batch->id != 0 && !batch->drafted)) {
        return nreg_error_set(error, NREG_CLOSED, "The batch is committed; it cannot be saved as a draft.");
    }
    if (batch->extras != NULL || batch->undoing != NULL) {
        return nreg_error_set(error, NREG_UNSUPPORTED,
                              "Batches of review, proof, import and revert cannot be saved as drafts.");
    }
    nreg_saved saved = {batch->id, batch->revision, batch->action, batch->target, "", 0};
    code = nreg_drafts_save(&batch->session->access, batch->draft, &saved, error);
    if (code == NREG_OK) {
        batch->id = saved.id;
        batch->revision = saved.revision;
        batch->created = saved.created;
        batch->drafted = 1;
        if (id != NULL) {
            *id = saved.id;
        }
    }
    return code;
}

nreg_code nreg_batch_discard(nreg_session *session, uint64_t id, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    return code == NREG_OK ? nreg_drafts_discard(&session->access, id, error) : code;
}

nreg_code nreg_batch_list(nreg_session *session, uint32_t state, uint64_t *cursor, nreg_batch_info *batches,
                          uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code != NREG_OK) {
        return code;
    }
    if (cursor == NULL || batches == NULL || count == NULL || more == NULL || capacity < 1 || capacity > 10000 ||
        state > NREG_BATCH_DISCARDED) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "A state, a cursor, room for 1 to 10000 batches and places for the counts are needed.");
    }
    return nreg_drafts_list(&session->access, state, cursor, batches, capacity, count, more, error);
}

nreg_code nreg_batch_get(nreg_session *session, uint64_t id, nreg_batch_info *info, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && info == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the batch is needed.");
    }
    return code == NREG_OK ? nreg_drafts_get(&session->access, id, info, error) : code;
}

nreg_code nreg_batch_result(nreg_session *session, uint64_t id, nreg_result **result, nreg_error *error) {
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && result == NULL) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the result is needed.");
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_catalogue *catalogue = nreg_registry_catalogue(session->registry);
    code = nreg_drafts_result(&session->access, catalogue, id, result, error);
    nreg_catalogue_release(catalogue);
    return code;
}
