/* SPDX-License-Identifier: MIT */
/* A list against what is registered: one mixed batch. */
#include "base/error.h"
#include "registry/staged.h"

#include <stdlib.h>
#include <string.h>

/* A number of the list, and what is registered of it. */
typedef struct wanted {
    uint64_t number;
    uint32_t entry;
    uint32_t registered; /* 1: at the target or below */
    uint32_t purpose;    /* that it is registered with */
    uint32_t reserved;
} wanted;

typedef struct reconciliation {
    const nreg_batch *desired;
    nreg_batch *made;
    wanted *list; /* ascending by number, then entry */
    size_t count;
    uint32_t unchanged;
    uint64_t *surplus; /* registered and not on the list */
    size_t surplus_count;
    size_t surplus_room;
} reconciliation;

static int compare(const void *left, const void *right) {
    const wanted *a = left;
    const wanted *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static nreg_code make_list(reconciliation *r, nreg_error *error) {
    uint32_t count = 0;
    const nreg_staged *entries = nreg_draft_entries(r->desired->draft, &count);
    r->list = nreg_allocate_array(&r->desired->session->access.allocator, count, sizeof *r->list);
    if (r->list == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to compare the list with what is registered.");
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!entries[i].dropped && entries[i].number != 0) {
            r->list[r->count++] = (wanted){entries[i].number, i + 1, 0, 0, 0};
        }
    }
    qsort(r->list, r->count, sizeof *r->list, compare);
    return NREG_OK;
}

/* The first on the list with this number, or NULL. */
static wanted *find(const reconciliation *r, uint64_t number) {
    size_t low = 0;
    size_t high = r->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (r->list[middle].number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < r->count && r->list[low].number == number ? &r->list[low] : NULL;
}

static nreg_code meet_record(const nreg_record *record, void *context, nreg_error *error) {
    reconciliation *r = context;
    wanted *on_list = find(r, record->number);
    if (on_list != NULL) {
        on_list->registered = record->status != NREG_STATUS_DECLINED; /* a declined one is added again */
        on_list->purpose = record->purpose;
        return NREG_OK;
    }
    void *grown = r->surplus;
    if (!nreg_array_reserve(&r->desired->session->access.allocator, &grown, &r->surplus_room, r->surplus_count + 1,
                            sizeof *r->surplus)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the numbers to remove.");
    }
    r->surplus = grown;
    r->surplus[r->surplus_count++] = record->number;
    return NREG_OK;
}

static nreg_code stage_entry(reconciliation *r, const nreg_staged *staged, uint32_t entry, uint32_t action,
                             nreg_error *error) {
    nreg_entry_input input;
    size_t length = 0;
    memset(&input, 0, sizeof input);
    input.number = nreg_draft_input(r->desired->draft, entry, &length);
    input.number_length = length;
    if (staged->purpose_fault == NREG_PURPOSE_FAULT_UNKNOWN) {
        input.purpose_text = "?"; /* an unknown purpose stays one */
        input.purpose_length = 1;
    }
    input.purpose = staged->purpose;
    input.action = action;
    input.consent = staged->consent & 7u;
    input.row = nreg_staged_row(staged, entry);
    input.faults = staged->faulted ? staged->reasons : 0;
    return nreg_draft_stage(r->made->draft, &input, sizeof input, 1, NULL, error);
}

static nreg_code stage_list(reconciliation *r, nreg_error *error) {
    uint32_t count = 0;
    const nreg_staged *entries = nreg_draft_entries(r->desired->draft, &count);
    nreg_code code = NREG_OK;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        if (entries[i].dropped) {
            continue;
        }
        const wanted *on_list = entries[i].number == 0 ? NULL : find(r, entries[i].number);
        const int registered = on_list != NULL && on_list->registered;
        const int counts = on_list != NULL && on_list->entry == i + 1;
        const int unknown =
            entries[i].purpose_fault == NREG_PURPOSE_FAULT_UNKNOWN; /* to be rejected, not passed over */
        if (registered && counts && !unknown && (entries[i].purpose == 0 || entries[i].purpose == on_list->purpose)) {
            r->unchanged++;
            continue;
        }
        code = stage_entry(r, &entries[i], i + 1, registered ? NREG_ACTION_CHANGE : NREG_ACTION_ADD, error);
    }
    for (size_t i = 0; code == NREG_OK && i < r->surplus_count; i++) {
        code = nreg_stage_known(r->made, r->surplus[i], NREG_ACTION_REMOVE, 0, 0, error);
    }
    return code;
}

static nreg_code make_batch(reconciliation *r, nreg_error *error) {
    const nreg_draft_basis *basis = nreg_draft_basis_of(r->desired->draft);
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.policy = &basis->policy;
    const nreg_code code = nreg_batch_make(r->desired->session, &options, basis->region, &r->made, error);
    if (code == NREG_OK) {
        r->made->target = r->desired->target;
    }
    return code;
}

nreg_code nreg_batch_reconcile(const nreg_batch *desired, nreg_batch **batch, uint32_t *unchanged, nreg_error *error) {
    reconciliation r;
    memset(&r, 0, sizeof r);
    nreg_code code = nreg_batch_enter(desired, error);
    if (code == NREG_OK && batch == NULL) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "A place for the batch is needed.");
    }
    if (code == NREG_OK && desired->action != NREG_ACTION_ADD) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "The list must be a batch that adds.");
    }
    if (code == NREG_OK && desired->result != NULL) {
        code = nreg_error_set(error, NREG_CLOSED, "The list was committed already.");
    }
    if (code != NREG_OK) {
        return code;
    }
    r.desired = desired;
    code = make_list(&r, error);
    if (code == NREG_OK) {
        code = nreg_each_record(desired->session, desired->target, meet_record, &r, error);
    }
    if (code == NREG_OK) {
        code = make_batch(&r, error);
    }
    if (code == NREG_OK) {
        code = stage_list(&r, error);
    }
    nreg_release(&desired->session->access.allocator, r.list);
    nreg_release(&desired->session->access.allocator, r.surplus);
    if (code != NREG_OK) {
        nreg_batch_free(r.made);
        return code;
    }
    if (unchanged != NULL) {
        *unchanged = r.unchanged;
    }
    *batch = r.made;
    return NREG_OK;
}
