/* SPDX-License-Identifier: MIT */
#include "commit/result.h"

#include "base/error.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(nreg_outcome) == 80, "an outcome takes 80 bytes");

nreg_dno nreg_dno_of(const nreg_catalogue *catalogue) {
    nreg_dno dno = {catalogue, 0, {0}};
    for (uint32_t i = 0; i < nreg_catalogue_count(catalogue); i++) {
        const nreg_purpose *purpose = nreg_catalogue_at(catalogue, i);
        if ((purpose->flags & NREG_PURPOSE_FLAG_DNO) != 0) {
            if (dno.count < sizeof dno.purposes / sizeof *dno.purposes) {
                dno.purposes[dno.count] = purpose->id;
            }
            dno.count++;
        }
    }
    return dno;
}

int nreg_dno_says(const nreg_dno *dno, uint32_t purpose) {
    if (dno->count == 1) {
        return purpose == dno->purposes[0];
    }
    if (dno->count > sizeof dno->purposes / sizeof *dno->purposes) {
        return nreg_catalogue_is_dno(dno->catalogue, purpose);
    }
    for (uint32_t i = 0; i < dno->count; i++) {
        if (dno->purposes[i] == purpose) {
            return 1;
        }
    }
    return 0;
}

nreg_code nreg_result_new(const nreg_allocator *allocator, nreg_catalogue *catalogue, const nreg_language *language,
                          uint32_t count, nreg_result **result, nreg_error *error) {
    nreg_result *made = nreg_allocate_zeroed(allocator, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a result.");
    }
    made->allocator = *allocator;
    atomic_init(&made->references, 1);
    made->count = count;
    made->summary.struct_size = (uint32_t)sizeof made->summary;
    nreg_texts_init(&made->texts, allocator);
    nreg_texts_init(&made->labels, allocator);
    made->catalogue = nreg_catalogue_retain(catalogue);
    made->language = nreg_language_retain(language);
    made->dno = nreg_dno_of(catalogue);
    made->outcomes = nreg_allocate_array(allocator, count, sizeof *made->outcomes);
    made->inputs = nreg_allocate_array(allocator, count, sizeof *made->inputs);
    if (made->outcomes == NULL || made->inputs == NULL) {
        nreg_result_free(made);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the outcomes of %u entries.", count);
    }
    *result = made;
    return NREG_OK;
}

nreg_result *nreg_result_retain(nreg_result *result) {
    atomic_fetch_add_explicit(&result->references, 1, memory_order_relaxed);
    return result;
}

void nreg_result_free(nreg_result *result) {
    if (result == NULL || atomic_fetch_sub_explicit(&result->references, 1, memory_order_acq_rel) != 1) {
        return;
    }
    const nreg_allocator allocator = result->allocator;
    nreg_language_release(result->language);
    nreg_texts_free(&result->texts);
    nreg_texts_free(&result->labels);
    nreg_release(&allocator, result->outcomes);
    nreg_release(&allocator, result->inputs);
    nreg_release(&allocator, result->names);
    nreg_catalogue_release(result->catalogue);
    nreg_release(&allocator, result);
}

void nreg_result_count_up(nreg_result *result) {
    nreg_summary *summary = &result->summary;
    uint32_t outcomes[NREG_OUTCOME_COUNT] = {0};
    uint32_t movable = 0;
    uint32_t warned = 0;
    uint32_t dno = 0;
    for (uint32_t i = 0; i < result->count; i++) {
        nreg_outcome *outcome = &result->outcomes[i];
        if (outcome->reserved != 0) {
            outcome->reserved = 0; /* hardly any: the others' memory is only read */
        }
        outcomes[outcome->outcome]++;
        movable += (outcome->flags & NREG_OUTCOME_FLAG_MOVABLE) != 0;
        warned += outcome->warnings != 0;
        if (outcome->outcome != NREG_OUTCOME_REJECTED && outcome->purpose != 0) {
            dno += nreg_dno_says(&result->dno, outcome->purpose) != 0;
        }
    }
    summary->entries = result->count;
    summary->rejected = outcomes[NREG_OUTCOME_REJECTED];
    summary->accepted = summary->entries - summary->rejected;
    summary->added = outcomes[NREG_OUTCOME_ADDED];
    summary->moved = outcomes[NREG_OUTCOME_MOVED];
    summary->unassigned = outcomes[NREG_OUTCOME_UNASSIGNED];
    summary->deleted = outcomes[NREG_OUTCOME_DELETED];
    summary->changed = outcomes[NREG_OUTCOME_CHANGED];
    summary->reviewed = outcomes[NREG_OUTCOME_REVIEWED];
    summary->restored = outcomes[NREG_OUTCOME_RESTORED];
    summary->transferred = outcomes[NREG_OUTCOME_TRANSFERRED];
    summary->imported = outcomes[NREG_OUTCOME_IMPORTED];
    summary->movable = movable;
    summary->warned = warned;
    summary->dno = dno;
}

void nreg_result_to_header(const nreg_result *result, nreg_store_batch *header) {
    const nreg_summary *summary = &result->summary;
    header->flags = summary->flags & NREG_RESULT_ABANDONED;
    header->entries = summary->entries;
    header->accepted = summary->accepted;
    header->rejected = summary->rejected;
    header->added = summary->added;
    header->moved = summary->moved;
    header->unassigned = summary->unassigned;
    header->deleted = summary->deleted;
    header->changed = summary->changed;
    header->reviewed = summary->reviewed;
    header->restored = summary->restored;
    header->transferred = summary->transferred;
    header->imported = summary->imported;
    header->movable = summary->movable;
    header->warned = summary->warned;
    header->dno = summary->dno;
}

void nreg_result_from_header(nreg_result *result, const nreg_store_batch *header) {
    nreg_summary *summary = &result->summary;
    summary->flags = (header->flags & NREG_RESULT_ABANDONED) | NREG_RESULT_REPLAYED;
    summary->batch = header->id;
    summary->time = header->committed;
    summary->entries = header->entries;
    summary->accepted = header->accepted;
    summary->rejected = header->rejected;
    summary->added = header->added;
    summary->moved = header->moved;
    summary->unassigned = header->unassigned;
    summary->deleted = header->deleted;
    summary->changed = header->changed;
    summary->reviewed = header->reviewed;
    summary->restored = header->restored;
    summary->transferred = header->transferred;
    summary->imported = header->imported;
    summary->movable = header->movable;
    summary->warned = header->warned;
    summary->dno = header->dno;
    result->target = header->target;
    memcpy(result->plan, header->plan, sizeof result->plan);
    result->plan[sizeof result->plan - 1] = '\0';
    memcpy(result->region, header->region, sizeof result->region);
    result->region[sizeof result->region - 1] = '\0';
}

int nreg_result_name(nreg_result *result, uint64_t scope, const char *label) {
    void *names =
        nreg_reallocate_array(&result->allocator, result->names, result->name_count + 1, sizeof *result->names);
    if (names == NULL) {
        return 0;
    }
    result->names = names;
    nreg_scope_name *name = &result->names[result->name_count];
    name->scope = scope;
    if (!nreg_texts_add(&result->labels, label, strlen(label), &name->label)) {
        return 0;
    }
    result->name_count++;
    return 1;
}

const char *nreg_result_label(const nreg_result *result, uint64_t scope, size_t *length) {
    size_t low = 0;
    size_t high = result->name_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (result->names[middle].scope < scope) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == result->name_count || result->names[low].scope != scope) {
        *length = 0;
        return "";
    }
    return nreg_texts_get(&result->labels, result->names[low].label, length);
}

/* --- the public face */

nreg_code nreg_result_summary(const nreg_result *result, nreg_summary *summary) {
    if (result == NULL || summary == NULL || summary->struct_size < sizeof summary->struct_size) {
        return NREG_INVALID_ARGUMENT;
    }
    const size_t known = summary->struct_size < sizeof *summary ? summary->struct_size : sizeof *summary;
    const uint32_t struct_size = summary->struct_size;
    memcpy(summary, &result->summary, known);
    summary->struct_size = struct_size;
    return NREG_OK;
}

const nreg_outcome *nreg_result_outcomes(const nreg_result *result, uint32_t *count, uint32_t *stride) {
    if (count != NULL) {
        *count = result == NULL ? 0 : result->count;
    }
    if (stride != NULL) {
        *stride = (uint32_t)sizeof *result->outcomes;
    }
    return result == NULL || result->count == 0 ? NULL : result->outcomes;
}

const nreg_outcome *nreg_result_outcome(const nreg_result *result, uint32_t index) {
    return result == NULL || index >= result->count ? NULL : &result->outcomes[index];
}

const char *nreg_result_input(const nreg_result *result, uint32_t index, size_t *length) {
    size_t unused;
    size_t *out = length == NULL ? &unused : length;
    *out = 0;
    if (result == NULL || index >= result->count) {
        return NULL;
    }
    return nreg_texts_get(&result->texts, result->inputs[index], out);
}

const char *nreg_result_plan(const nreg_result *result) {
    return result == NULL ? "" : result->plan;
}

const char *nreg_outcome_name(uint32_t outcome) {
    static const char *const names[NREG_OUTCOME_COUNT] = {"REJECTED",    "ADDED",   "MOVED",    "UNASSIGNED",
                                                          "DELETED",     "CHANGED", "REVIEWED", "RESTORED",
                                                          "TRANSFERRED", "IMPORTED"};
    return outcome < NREG_OUTCOME_COUNT ? names[outcome] : "?";
}

const char *nreg_action_name(uint32_t action) {
    static const char *const names[NREG_ACTION_COUNT] = {"?",      "ADD",   "REMOVE", "CHANGE",   "MOVE",
                                                         "REVIEW", "PROOF", "REVERT", "TRANSFER", "IMPORT"};
    return action < NREG_ACTION_COUNT ? names[action] : "?";
}
