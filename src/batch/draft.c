/* SPDX-License-Identifier: MIT */
#include "batch/draft.h"

#include "base/error.h"
#include "batch/draft_parts.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(nreg_staged) == 40, "an entry takes 40 bytes");

nreg_code nreg_draft_new(const nreg_draft_basis *basis, nreg_draft **draft, nreg_error *error) {
    nreg_draft *made = nreg_allocate_zeroed(&basis->allocator, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a batch.");
    }
    made->basis = *basis;
    made->calling_code = nreg_plan_calling_code(basis->plan, basis->region);
    nreg_texts_init(&made->texts, &basis->allocator);
    nreg_index_init(&made->index, &basis->allocator, (uint64_t)(uintptr_t)made * UINT64_C(0x9E3779B97F4A7C15));
    *draft = made;
    return NREG_OK;
}

void nreg_draft_free(nreg_draft *draft) {
    if (draft == NULL) {
        return;
    }
    const nreg_allocator allocator = draft->basis.allocator;
    nreg_texts_free(&draft->texts);
    nreg_index_free(&draft->index);
    nreg_release(&allocator, draft->entries);
    nreg_catalogue_release(draft->basis.catalogue);
    nreg_plan_free(draft->basis.plan);
    nreg_release(&allocator, draft);
}

const nreg_draft_basis *nreg_draft_basis_of(const nreg_draft *draft) {
    return &draft->basis;
}

void nreg_draft_seal(nreg_draft *draft) {
    draft->sealed = 1;
}

int nreg_draft_sealed(const nreg_draft *draft) {
    return draft->sealed;
}

static nreg_code check_open(const nreg_draft *draft, nreg_error *error) {
    return draft->sealed
               ? nreg_error_set(error, NREG_CLOSED, "The batch is committed and cannot be changed; begin another.")
               : NREG_OK;
}

static nreg_code no_memory(nreg_error *error) {
    return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the batch's entries.");
}

/* NREG_NUL comes as the largest size_t or, where that is smaller, as the largest uint64_t. */
static size_t length_of(const char *text, uint64_t length) {
    if (length < NREG_NUL) {
        return (size_t)length;
    }
    return text == NULL ? 0 : strlen(text);
}

/* --- room */

static nreg_code check_limit(const nreg_draft *draft, size_t more, nreg_error *error) {
    if (more > NREG_DRAFT_MAX - draft->count) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "A batch has at most %u entries.", NREG_DRAFT_MAX);
    }
    const uint32_t limit = draft->basis.policy.max_entries;
    if (limit != 0 && (draft->live >= limit || more > limit - draft->live)) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "The policy allows %u entries in a batch.", limit);
    }
    return NREG_OK;
}

static nreg_code make_room(nreg_draft *draft, size_t more, nreg_error *error) {
    void *entries = draft->entries;
    if (!nreg_array_reserve(&draft->basis.allocator, &entries, &draft->capacity, draft->count + more,
                            sizeof *draft->entries)) {
        return no_memory(error);
    }
    draft->entries = entries;
    return NREG_OK;
}

/* A text too long is cut, but not in the middle of a character. */
static size_t cut(const char *text, size_t length) {
    if (length <= NREG_INPUT_MAX) {
        return length;
    }
    size_t shorter = NREG_INPUT_MAX;
    while (shorter > NREG_INPUT_MAX - 3 && ((unsigned char)text[shorter] & 0xC0) == 0x80) {
        shorter--;
    }
    return shorter;
}

/* --- staging */

static const nreg_entry_input *input_at(const nreg_entry_input *inputs, size_t stride, size_t index) {
    return (const nreg_entry_input *)(const void *)((const unsigned char *)inputs + index * stride);
}

static const char *fault_of(const nreg_entry_input *input) {
    if (input->number == NULL && input->number_length != 0 && input->number_length < NREG_NUL) {
        return "The number is NULL but has a length.";
    }
    if (input->purpose_text == NULL && input->purpose_length != 0 && input->purpose_length < NREG_NUL) {
        return "The purpose is NULL but has a length.";
    }
    if (input->action >= NREG_ACTION_COUNT) {
        return "The action is none that there is.";
    }
    if ((input->consent & ~(uint32_t)(NREG_CONSENT_MOVE | NREG_CONSENT_DELETE)) != 0) {
        return "The consent has bits that mean nothing.";
    }
    if ((input->faults & ~(uint64_t)0xFFFFFFFE) != 0) {
        return "The faults may only be reasons that speak about the number.";
    }
    return NULL;
}

static nreg_code check_inputs(const nreg_entry_input *inputs, size_t stride, size_t count, nreg_error *error) {
    if (stride < sizeof *inputs || stride % _Alignof(nreg_entry_input) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The stride of the inputs does not fit nreg_entry_input.");
    }
    for (size_t i = 0; i < count; i++) {
        const char *fault = fault_of(input_at(inputs, stride, i));
        if (fault != NULL) {
            return nreg_error_set_at(error, NREG_INVALID_ARGUMENT, (int64_t)i, "%s", fault);
        }
    }
    return NREG_OK;
}

static int fill(nreg_draft *draft, const nreg_entry_input *input, nreg_staged *entry) {
    memset(entry, 0, sizeof *entry);
    const size_t length = length_of(input->number, input->number_length);
    const size_t kept = cut(input->number, length);
    if (!nreg_texts_add(&draft->texts, input->number, kept, &entry->text)) {
        return 0;
    }
    entry->action = (input->action == 0 ? draft->basis.action : input->action) & 15u;
    entry->consent = input->consent & 7u;
    entry->row = input->row;
    nreg_judge_number(draft, input->number, length, (uint32_t)input->faults, entry);
    nreg_judge_purpose_text(draft, input->purpose_text, length_of(input->purpose_text, input->purpose_length),
                            input->purpose, entry);
    return 1;
}

nreg_code nreg_draft_append(nreg_draft *draft, const nreg_entry_input *inputs, size_t stride, size_t count,
                            uint32_t *first, nreg_error *error) {
    nreg_code code = check_open(draft, error);
    if (code == NREG_OK) {
        code = check_inputs(inputs, stride, count, error);
    }
    if (code == NREG_OK) {
        code = check_limit(draft, count, error);
    }
    if (code == NREG_OK) {
        code = make_room(draft, count, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const uint32_t begin = (uint32_t)draft->count + 1;
    for (size_t i = 0; i < count; i++) {
        nreg_staged *entry = &draft->entries[draft->count];
        if (!fill(draft, input_at(inputs, stride, i), entry)) {
            nreg_draft_truncate(draft, begin);
            return no_memory(error);
        }
        draft->count++;
        draft->live++;
        draft->live_text += entry->text & NREG_TEXT_MAX;
    }
    if (first != NULL) {
        *first = begin;
    }
    return NREG_OK;
}

nreg_code nreg_draft_group(nreg_draft *draft, nreg_error *error) {
    if (draft->grouped == draft->count) {
        return NREG_OK;
    }
    if (!nreg_group_reserve(draft, draft->count)) {
        return no_memory(error);
    }
    nreg_group_append_rest(draft);
    return NREG_OK;
}

nreg_code nreg_draft_stage(nreg_draft *draft, const nreg_entry_input *inputs, size_t stride, size_t count,
                           uint32_t *first, nreg_error *error) {
    uint32_t begin;
    nreg_code code = nreg_draft_append(draft, inputs, stride, count, &begin, error);
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_draft_group(draft, error);
    if (code != NREG_OK) {
        nreg_draft_truncate(draft, begin);
    } else if (first != NULL) {
        *first = begin;
    }
    return code;
}

void nreg_draft_truncate(nreg_draft *draft, uint32_t first) {
    if (first == 0 || first > draft->count) {
        return;
    }
    /* Few entries leave their groups one by one; for many it is quicker to make all groups anew. */
    const int rebuild = draft->grouped >= (size_t)first + 64;
    for (size_t i = draft->count; i >= first; i--) {
        nreg_staged *entry = &draft->entries[i - 1];
        if (!entry->dropped) {
            if (!rebuild && i <= draft->grouped) {
                nreg_group_leave(draft, (uint32_t)i);
            }
            draft->live--;
            draft->live_text -= entry->text & NREG_TEXT_MAX;
        }
    }
    draft->count = first - 1;
    draft->grouped = draft->count < draft->grouped ? draft->count : draft->grouped;
    if (rebuild) {
        nreg_group_rebuild(draft);
    }
}

/* --- changing */

static nreg_staged *find(const nreg_draft *draft, uint32_t entry) {
    if (entry == 0 || entry > draft->count || draft->entries[entry - 1].dropped) {
        return NULL;
    }
    return &draft->entries[entry - 1];
}

/* Whoever changes something in between of appending, say from a callback, finds everything in its group. */
static nreg_code check_change(nreg_draft *draft, nreg_error *error) {
    const nreg_code code = check_open(draft, error);
    return code == NREG_OK ? nreg_draft_group(draft, error) : code;
}

static nreg_code find_open(nreg_draft *draft, uint32_t entry, nreg_staged **found, nreg_error *error) {
    const nreg_code code = check_change(draft, error);
    if (code != NREG_OK) {
        return code;
    }
    *found = find(draft, entry);
    return *found == NULL ? nreg_error_set(error, NREG_NOT_FOUND, "The batch has no entry %u.", entry) : NREG_OK;
}

/* Texts of edited and dropped entries stay until they outweigh the others. */
static void tidy_texts(nreg_draft *draft) {
    enum { WORTHWHILE = 1 << 16 };
    if (draft->texts.bytes < 2 * draft->live_text + WORTHWHILE) {
        return;
    }
    /* Without memory for this everything stays as it is, which is right too. */
    nreg_text *names = nreg_allocate_array(&draft->basis.allocator, draft->count, sizeof *names);
    nreg_texts fresh;
    nreg_texts_init(&fresh, &draft->basis.allocator);
    int complete = names != NULL;
    for (size_t i = 0; complete && i < draft->count; i++) {
        size_t length;
        const char *text = nreg_texts_get(&draft->texts, draft->entries[i].text, &length);
        complete = draft->entries[i].dropped || nreg_texts_add(&fresh, text, length, &names[i]);
    }
    if (complete) {
        for (size_t i = 0; i < draft->count; i++) {
            draft->entries[i].text = draft->entries[i].dropped ? 0 : names[i];
        }
        nreg_texts_free(&draft->texts);
        draft->texts = fresh;
    } else {
        nreg_texts_free(&fresh);
    }
    nreg_release(&draft->basis.allocator, names);
}

nreg_code nreg_draft_edit(nreg_draft *draft, uint32_t entry, const char *number, size_t length, nreg_error *error) {
    nreg_staged *edited;
    nreg_code code = find_open(draft, entry, &edited, error);
    if (code != NREG_OK) {
        return code;
    }
    if (number == NULL && length != 0 && length != NREG_NUL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The number is NULL but has a length.");
    }
    const size_t whole = length_of(number, length);
    nreg_text text;
    if (!nreg_texts_add(&draft->texts, number, cut(number, whole), &text)) {
        return no_memory(error);
    }
    nreg_group_leave(draft, entry);
    draft->live_text -= edited->text & NREG_TEXT_MAX;
    edited->text = text;
    draft->live_text += edited->text & NREG_TEXT_MAX;
    nreg_judge_number(draft, number, whole, 0, edited);
    nreg_group_insert(draft, entry);
    tidy_texts(draft);
    return NREG_OK;
}

nreg_code nreg_draft_set_purpose(nreg_draft *draft, uint32_t entry, uint32_t purpose, nreg_error *error) {
    nreg_staged *one = NULL;
    const nreg_code code = entry == 0 ? check_change(draft, error) : find_open(draft, entry, &one, error);
    if (code != NREG_OK) {
        return code;
    }
    if (purpose != 0 && nreg_catalogue_find(draft->basis.catalogue, purpose) == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "There is no call purpose with id %u.", purpose);
    }
    if (one != NULL) {
        nreg_judge_purpose_id(draft, purpose, one);
        nreg_group_settle(draft, entry);
        return NREG_OK;
    }
    for (size_t i = 0; i < draft->count; i++) {
        nreg_judge_purpose_id(draft, purpose, &draft->entries[i]);
    }
    nreg_group_settle_all(draft);
    return NREG_OK;
}

nreg_code nreg_draft_set_consent(nreg_draft *draft, uint32_t entry, uint32_t consent, nreg_error *error) {
    nreg_staged *one = NULL;
    const nreg_code code = entry == 0 ? check_change(draft, error) : find_open(draft, entry, &one, error);
    if (code != NREG_OK) {
        return code;
    }
    if ((consent & ~(uint32_t)(NREG_CONSENT_MOVE | NREG_CONSENT_DELETE)) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The consent has bits that mean nothing.");
    }
    for (size_t i = 0; one == NULL && i < draft->count; i++) {
        draft->entries[i].consent = consent & 7u;
    }
    if (one != NULL) {
        one->consent = consent & 7u;
    }
    return NREG_OK;
}

nreg_code nreg_draft_drop(nreg_draft *draft, uint32_t entry, nreg_error *error) {
    nreg_staged *dropped;
    const nreg_code code = find_open(draft, entry, &dropped, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_group_leave(draft, entry);
    draft->live_text -= dropped->text & NREG_TEXT_MAX;
    dropped->dropped = 1;
    draft->live--;
    tidy_texts(draft);
    return NREG_OK;
}

nreg_code nreg_draft_clear(nreg_draft *draft, nreg_error *error) {
    const nreg_code code = check_change(draft, error);
    if (code != NREG_OK) {
        return code;
    }
    for (size_t i = 0; i < draft->count; i++) {
        draft->entries[i].dropped = 1;
        draft->entries[i].next = (uint32_t)i + 1;
    }
    draft->live = 0;
    draft->live_text = 0;
    nreg_index_clear(&draft->index);
    nreg_texts_free(&draft->texts);
    nreg_texts_init(&draft->texts, &draft->basis.allocator);
    return NREG_OK;
}

/* --- looking */

uint32_t nreg_draft_count(const nreg_draft *draft) {
    return draft->live;
}

const char *nreg_draft_input(const nreg_draft *draft, uint32_t entry, size_t *length) {
    const nreg_staged *found = find(draft, entry);
    size_t unused;
    return found == NULL ? NULL : nreg_texts_get(&draft->texts, found->text, length == NULL ? &unused : length);
}

const nreg_staged *nreg_draft_entries(const nreg_draft *draft, uint32_t *count) {
    *count = (uint32_t)draft->count;
    return draft->entries;
}

const nreg_texts *nreg_draft_texts(const nreg_draft *draft) {
    return &draft->texts;
}

uint64_t nreg_staged_faults(const nreg_staged *entry) {
    static const uint64_t purpose_reasons[] = {0, NREG_REASON_BIT(NREG_REASON_PURPOSE_MISSING),
                                               NREG_REASON_BIT(NREG_REASON_PURPOSE_UNKNOWN),
                                               NREG_REASON_BIT(NREG_REASON_PURPOSE_RETIRED)};
    return entry->reasons | purpose_reasons[entry->purpose_fault];
}

uint64_t nreg_import_faults(uint64_t reasons) {
    static const uint64_t nothing_to_register =
        NREG_REASON_BIT(NREG_REASON_EMPTY) | NREG_REASON_BIT(NREG_REASON_NOT_A_NUMBER) |
        NREG_REASON_BIT(NREG_REASON_BAD_COUNTRY) | NREG_REASON_BIT(NREG_REASON_BEYOND_E164) |
        NREG_REASON_BIT(NREG_REASON_TOO_SHORT) | NREG_REASON_BIT(NREG_REASON_TOO_LONG) |
        NREG_REASON_BIT(NREG_REASON_BAD_LENGTH) | NREG_REASON_BIT(NREG_REASON_AREA_CODE_MISSING) |
        NREG_REASON_BIT(NREG_REASON_SPREADSHEET_DAMAGE) | NREG_REASON_BIT(NREG_REASON_BAD_TEXT) |
        NREG_REASON_BIT(NREG_REASON_BAD_ROW) | NREG_REASON_BIT(NREG_REASON_PURPOSE_MISSING) |
        NREG_REASON_BIT(NREG_REASON_PURPOSE_UNKNOWN) | NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH) |
        NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE) | NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER) |
        NREG_REASON_BIT(NREG_REASON_SCOPE_UNKNOWN) | NREG_REASON_BIT(NREG_REASON_TARGET_NOT_FOUND) |
        NREG_REASON_BIT(NREG_REASON_TARGET_CLOSED) | NREG_REASON_BIT(NREG_REASON_BAD_FIELD);
    return reasons & nothing_to_register;
}

uint64_t nreg_staged_duplicate_reason(const nreg_staged *entry) {
    static const uint64_t reasons[] = {0, NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH),
                                       NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE), 0};
    return reasons[entry->duplicate];
}

uint64_t nreg_staged_reason_beside(const nreg_staged *entry, const nreg_staged *counts) {
    const int differ = entry->purpose != 0 && counts->purpose != 0 && entry->purpose != counts->purpose;
    return NREG_REASON_BIT(differ ? NREG_REASON_CONFLICTING_PURPOSE : NREG_REASON_DUPLICATE_IN_BATCH);
}

uint32_t nreg_staged_row(const nreg_staged *entry, uint32_t number) {
    return entry->row == 0 ? number : entry->row;
}

static void view_number(const nreg_draft *draft, const nreg_staged *entry, nreg_entry *view) {
    nreg_number number;
    view->type = NREG_TYPE_UNKNOWN;
    if (entry->number == 0 || nreg_number_from_e164(draft->basis.plan, entry->number, &number) != NREG_OK) {
        return;
    }
    view->type = number.type;
    memcpy(view->region, number.region, sizeof view->region);
    const uint32_t style =
        number.calling_code == draft->calling_code ? NREG_FORMAT_NATIONAL : NREG_FORMAT_INTERNATIONAL;
    (void)nreg_number_format(draft->basis.plan, &number, style, view->formatted, sizeof view->formatted, NULL);
}

nreg_code nreg_draft_view(const nreg_draft *draft, uint32_t entry, nreg_entry *view, nreg_error *error) {
    const nreg_staged *found = find(draft, entry);
    if (found == NULL) {
        return nreg_error_set(error, NREG_NOT_FOUND, "The batch has no entry %u.", entry);
    }
    memset(view, 0, sizeof *view);
    view->number = found->number;
    view->reasons = nreg_staged_faults(found) | nreg_staged_duplicate_reason(found);
    view->warnings = found->warnings;
    if (found->purpose != 0 && nreg_catalogue_is_dno(draft->basis.catalogue, found->purpose)) {
        view->warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
    }
    view->entry = entry;
    view->row = nreg_staged_row(found, entry);
    view->duplicate_of = found->related;
    view->purpose = found->purpose;
    view->action = found->action;
    view->consent = found->consent;
    view->state = found->state;
    view->green = found->state == NREG_STATE_VALID && found->reasons == 0;
    view_number(draft, found, view);
    return NREG_OK;
}
