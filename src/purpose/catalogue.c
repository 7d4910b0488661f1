/* SPDX-License-Identifier: MIT */
#include "purpose/catalogue.h"

#include "base/error.h"
#include "base/text.h"
#include "base/versioned.h"
#include "purpose/builtin.h"

#include <stdatomic.h>
#include <string.h>

/* Longest matching form of a code or label that is kept. */
#define FORM_SIZE 160
#define KNOWN_FLAGS (NREG_PURPOSE_FLAG_RETIRED | NREG_PURPOSE_FLAG_DNO)

struct form {
    uint32_t hash;
    uint32_t length; /* 0: the slot is free */
    uint32_t id;
    char text[FORM_SIZE];
};

struct nreg_catalogue {
    atomic_size_t references;
    nreg_allocator allocator;
    uint32_t count;
    uint32_t mask;          /* slots - 1 */
    nreg_purpose *purposes; /* in display order */
    uint32_t *by_id;        /* indexes of purposes, ascending by id */
    struct form *slots;     /* what codes and labels match: open addressing, at most half full */
};

static uint32_t hash_of(const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    return hash;
}

/* The slot of a form, or the free one where it belongs. */
static struct form *slot_of(const nreg_catalogue *catalogue, const char *text, size_t length, uint32_t hash) {
    for (uint32_t i = hash;; i++) {
        struct form *slot = &catalogue->slots[i & catalogue->mask];
        if (slot->length == 0 ||
            (slot->hash == hash && slot->length == length && memcmp(slot->text, text, length) == 0)) {
            return slot;
        }
    }
}

static void destroy(nreg_catalogue *catalogue) {
    const nreg_allocator allocator = catalogue->allocator;
    nreg_release(&allocator, catalogue->purposes);
    nreg_release(&allocator, catalogue->by_id);
    nreg_release(&allocator, catalogue->slots);
    nreg_release(&allocator, catalogue);
}

/* Room for `count` purposes, none of them there yet. NULL if memory is short. */
static nreg_catalogue *create(const nreg_allocator *allocator, uint32_t count) {
    nreg_catalogue *catalogue = nreg_allocate_zeroed(allocator, sizeof *catalogue);
    if (catalogue == NULL) {
        return NULL;
    }
    uint32_t slots = 16;
    while (slots < count * 4) {
        slots *= 2;
    }
    atomic_init(&catalogue->references, 1);
    catalogue->allocator = *allocator;
    catalogue->mask = slots - 1;
    catalogue->purposes = nreg_allocate_array(allocator, count, sizeof *catalogue->purposes);
    catalogue->by_id = nreg_allocate_array(allocator, count, sizeof *catalogue->by_id);
    catalogue->slots = nreg_allocate_array(allocator, slots, sizeof *catalogue->slots);
    if (catalogue->purposes == NULL || catalogue->by_id == NULL || catalogue->slots == NULL) {
        destroy(catalogue);
        return NULL;
    }
    memset(catalogue->slots, 0, slots * sizeof *catalogue->slots);
    return catalogue;
}

/* Makes a code or label match the purpose. NREG_EXISTS if it means another already, NREG_BAD_TEXT if it has no form. */
static nreg_code add_form(nreg_catalogue *catalogue, uint32_t id, const char *text) {
    char form[NREG_MATCH_SIZE];
    const size_t length = nreg_text_match_form(text, strlen(text), form);
    if (length == 0 || length > FORM_SIZE) {
        return NREG_BAD_TEXT;
    }
    const uint32_t hash = hash_of(form, length);
    struct form *slot = slot_of(catalogue, form, length, hash);
    if (slot->length != 0) {
        return slot->id == id ? NREG_OK : NREG_EXISTS;
    }
    slot->hash = hash;
    slot->length = (uint32_t)length;
    slot->id = id;
    memcpy(slot->text, form, length);
    return NREG_OK;
}

static int before(const nreg_purpose *a, const nreg_purpose *b) {
    return a->order != b->order ? a->order < b->order : a->id < b->id;
}

/* Adds a purpose at its place in the display order; `by_id` is made afterwards. */
static void insert(nreg_catalogue *catalogue, const nreg_purpose *purpose) {
    uint32_t at = catalogue->count++;
    for (; at > 0 && before(purpose, &catalogue->purposes[at - 1]); at--) {
        catalogue->purposes[at] = catalogue->purposes[at - 1];
    }
    catalogue->purposes[at] = *purpose;
}

static nreg_code add_forms(nreg_catalogue *catalogue, const nreg_purpose *purpose, nreg_error *error) {
    nreg_code code = add_form(catalogue, purpose->id, purpose->code);
    if (code == NREG_EXISTS) {
        return nreg_error_set(error, code, "The code of the call purpose means another purpose already.");
    }
    if (code != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The code of the call purpose has no letters or digits.");
    }
    code = add_form(catalogue, purpose->id, purpose->label);
    if (code == NREG_EXISTS) {
        return nreg_error_set(error, code, "The label of the call purpose means another purpose already.");
    }
    if (code != NREG_OK) {
        return nreg_error_set(error, code, "The label of the call purpose has no letters or digits, or too many.");
    }
    return NREG_OK;
}

/* Positions ascending by id; display order can be any order. */
static void index_ids(nreg_catalogue *catalogue) {
    for (uint32_t i = 0; i < catalogue->count; i++) {
        const uint32_t id = catalogue->purposes[i].id;
        uint32_t low = 0, high = i;
        while (low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (catalogue->purposes[catalogue->by_id[middle]].id < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        memmove(catalogue->by_id + low + 1, catalogue->by_id + low, (i - low) * sizeof *catalogue->by_id);
        catalogue->by_id[low] = i;
    }
}

nreg_code nreg_catalogue_new(const nreg_allocator *allocator, nreg_catalogue **catalogue, nreg_error *error) {
    nreg_catalogue *made = create(allocator, NREG_PURPOSE_BUILTIN_COUNT);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for the call purposes.");
    }
    for (uint32_t i = 0; i < NREG_PURPOSE_BUILTIN_COUNT; i++) {
        insert(made, &nreg_purpose_builtin[i]);
        const nreg_code code = add_forms(made, &nreg_purpose_builtin[i], error);
        if (code != NREG_OK) {
            destroy(made);
            return code;
        }
    }
    index_ids(made);
    *catalogue = made;
    return NREG_OK;
}

nreg_catalogue *nreg_catalogue_retain(nreg_catalogue *catalogue) {
    atomic_fetch_add_explicit(&catalogue->references, 1, memory_order_relaxed);
    return catalogue;
}

void nreg_catalogue_release(nreg_catalogue *catalogue) {
    if (catalogue != NULL && atomic_fetch_sub_explicit(&catalogue->references, 1, memory_order_acq_rel) == 1) {
        destroy(catalogue);
    }
}

static int is_code(const char *text, size_t capacity) {
    const char *end = memchr(text, 0, capacity);
    if (end == NULL || end == text) {
        return 0;
    }
    for (; text < end; text++) {
        if (!((*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') || *text == '_')) {
            return 0;
        }
    }
    return 1;
}

/* Checks one text of a purpose and keeps it in its normal form, in place. */
static nreg_code settle(char *text, size_t capacity, const char *what, nreg_error *error) {
    const char *end = memchr(text, 0, capacity);
    if (end == NULL) {
        return nreg_error_set(error, NREG_BAD_TEXT, "%s does not end with a NUL byte.", what);
    }
    return nreg_text_normalise(text, (size_t)(end - text), text, capacity, what, error);
}

static nreg_code settle_purpose(const nreg_catalogue *old, nreg_purpose *purpose, nreg_error *error) {
    if (purpose->id == 0 || purpose->id > NREG_PURPOSE_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The id of a call purpose must be 1 to %d.",
                              NREG_PURPOSE_MAX);
    }
    if ((purpose->flags & ~(uint32_t)KNOWN_FLAGS) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The call purpose has unknown flags.");
    }
    if (!is_code(purpose->code, sizeof purpose->code)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The code of a call purpose is 1 to 31 of A-Z, 0-9 and '_'.");
    }
    const nreg_purpose *present = nreg_catalogue_find(old, purpose->id);
    if (present == NULL && purpose->id < NREG_PURPOSE_FIRST_OWN) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The id of a new call purpose must be %d or more.",
                              NREG_PURPOSE_FIRST_OWN);
    }
    if (present != NULL && strcmp(present->code, purpose->code) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The code of an existing call purpose cannot change.");
    }
    if (present != NULL && ((present->flags ^ purpose->flags) & NREG_PURPOSE_FLAG_DNO) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "Whether an existing call purpose means Do Not Originate cannot change.");
    }
    /* What stands behind the NUL is nobody's text. */
    const size_t length = strlen(purpose->code);
    memset(purpose->code + length, 0, sizeof purpose->code - length);
    nreg_code code = settle(purpose->label, sizeof purpose->label, "The label of the call purpose", error);
    if (code == NREG_OK) {
        code = settle(purpose->description, sizeof purpose->description, "The description of the call purpose", error);
    }
    if (code == NREG_OK) {
        code = settle(purpose->warning, sizeof purpose->warning, "The warning of the call purpose", error);
    }
    return code;
}

nreg_code nreg_catalogue_put(const nreg_catalogue *old, const nreg_purpose *purpose, nreg_catalogue **catalogue,
                             nreg_error *error) {
    nreg_purpose own;
    memset(&own, 0, sizeof own);
    if (!nreg_versioned_copy(&own, sizeof own, purpose, sizeof own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "struct_size of the call purpose is not set.");
    }
    nreg_code code = settle_purpose(old, &own, error);
    if (code != NREG_OK) {
        return code;
    }
    nreg_catalogue *made = create(&old->allocator, old->count + 1);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for the call purposes.");
    }
    for (uint32_t i = 0; i < old->count && code == NREG_OK; i++) {
        if (old->purposes[i].id != own.id) {
            insert(made, &old->purposes[i]);
            code = add_forms(made, &old->purposes[i], error);
        }
    }
    if (code == NREG_OK) {
        insert(made, &own);
        code = add_forms(made, &own, error);
    }
    if (code != NREG_OK) {
        destroy(made);
        return code;
    }
    index_ids(made);
    *catalogue = made;
    return NREG_OK;
}

uint32_t nreg_catalogue_count(const nreg_catalogue *catalogue) {
    return catalogue->count;
}

const nreg_purpose *nreg_catalogue_at(const nreg_catalogue *catalogue, uint32_t index) {
    return index < catalogue->count ? &catalogue->purposes[index] : NULL;
}

const nreg_purpose *nreg_catalogue_find(const nreg_catalogue *catalogue, uint32_t id) {
    uint32_t low = 0, high = catalogue->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const nreg_purpose *purpose = &catalogue->purposes[catalogue->by_id[middle]];
        if (purpose->id == id) {
            return purpose;
        }
        if (purpose->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

uint32_t nreg_catalogue_match(const nreg_catalogue *catalogue, const char *text, size_t length) {
    char form[NREG_MATCH_SIZE];
    const size_t size = nreg_text_match_form(text, length, form);
    if (size == 0 || size > FORM_SIZE) {
        return 0;
    }
    const struct form *slot = slot_of(catalogue, form, size, hash_of(form, size));
    return slot->length != 0 ? slot->id : 0;
}

int nreg_catalogue_is_dno(const nreg_catalogue *catalogue, uint32_t id) {
    const nreg_purpose *purpose = nreg_catalogue_find(catalogue, id);
    return purpose != NULL && (purpose->flags & NREG_PURPOSE_FLAG_DNO) != 0;
}
