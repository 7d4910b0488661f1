/* SPDX-License-Identifier: MIT */
/*
 * Outcomes as bytes. Most of them look like the one before, so each begins with a byte that says in what it differs: a
 * plain added number takes 8 bytes beside its text.
 */
#include "commit/result.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* A chunk fits into a large page (base/pages.h) with whatever a store adds. */
enum { FORMAT = 1, CHUNK_BYTES = (2 << 20) - (16 << 10), LONGEST = 128 + NREG_TEXT_MAX };

enum {
    OTHER_ENTRY = 1,   /* not the next entry */
    OTHER_ROW = 2,     /* row is not the entry's number */
    OTHER_PURPOSE = 4, /* than the one before */
    OTHER_KIND = 8,    /* action, outcome, status, flags or state differ from the one before */
    HAS_REASONS = 16,
    HAS_WARNINGS = 32,
    HAS_HOLDER = 64,
    HAS_RELATED = 128
};

static unsigned char *put(unsigned char *at, uint64_t value) {
    while (value > 0x7F) {
        *at++ = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    *at++ = (unsigned char)value;
    return at;
}

static int same_kind(const nreg_outcome *a, const nreg_outcome *b) {
    return a->action == b->action && a->outcome == b->outcome && a->status == b->status && a->flags == b->flags &&
           a->state == b->state;
}

static unsigned differences(const nreg_outcome *outcome, const nreg_outcome *before) {
    unsigned found = 0;
    found |= outcome->entry == before->entry + 1 ? 0 : OTHER_ENTRY;
    found |= outcome->row == outcome->entry ? 0 : OTHER_ROW;
    found |= outcome->purpose == before->purpose ? 0 : OTHER_PURPOSE;
    found |= same_kind(outcome, before) ? 0 : OTHER_KIND;
    found |= outcome->reasons == 0 ? 0 : HAS_REASONS;
    found |= outcome->warnings == 0 ? 0 : HAS_WARNINGS;
    found |= outcome->holder == 0 ? 0 : HAS_HOLDER;
    found |= outcome->related == 0 ? 0 : HAS_RELATED;
    return found;
}

static unsigned char *put_outcome(unsigned char *at, const nreg_outcome *outcome, const nreg_outcome *before) {
    const unsigned differs = differences(outcome, before);
    *at++ = (unsigned char)differs;
    if ((differs & OTHER_ENTRY) != 0) {
        at = put(at, outcome->entry);
    }
    if ((differs & OTHER_ROW) != 0) {
        at = put(at, outcome->row);
    }
    if ((differs & OTHER_PURPOSE) != 0) {
        at = put(at, outcome->purpose);
    }
    if ((differs & OTHER_KIND) != 0) {
        *at++ = outcome->action;
        *at++ = outcome->outcome;
        *at++ = outcome->status;
        *at++ = outcome->flags;
        *at++ = outcome->state;
    }
    if ((differs & HAS_REASONS) != 0) {
        at = put(at, outcome->reason);
        at = put(at, outcome->reasons);
    }
    if ((differs & HAS_WARNINGS) != 0) {
        at = put(at, outcome->warnings);
    }
    if ((differs & HAS_HOLDER) != 0) {
        at = put(at, outcome->holder);
    }
    if ((differs & HAS_RELATED) != 0) {
        at = put(at, outcome->related);
    }
    return put(at, outcome->number);
}

/* Room for one outcome. */
static int reserve(nreg_writer *writer) {
    void *data = writer->data;
    if (writer->capacity - writer->length < LONGEST &&
        !nreg_array_reserve(&writer->allocator, &data, &writer->capacity, writer->length + LONGEST, 1)) {
        writer->failed = 1;
    }
    writer->data = data;
    return !writer->failed;
}

void nreg_outcomes_write(const nreg_result *result, const uint32_t *indexes, size_t count, size_t *next,
                         nreg_writer *writer) {
    const size_t begin = writer->length;
    static const nreg_outcome nothing;
    const nreg_outcome *before = &nothing;
    nreg_write_byte(writer, FORMAT);
    while (*next < count && writer->length - begin < CHUNK_BYTES) {
        if (!reserve(writer)) {
            return;
        }
        const size_t index = indexes == NULL ? *next : indexes[*next];
        size_t length;
        const char *text = nreg_texts_get(&result->texts, result->inputs[index], &length);
        unsigned char *at = put_outcome(writer->data + writer->length, &result->outcomes[index], before);
        at = put(at, length);
        memcpy(at, text, length);
        writer->length = (size_t)(at - writer->data) + length;
        before = &result->outcomes[index];
        ++*next;
    }
}

static void read_kind(nreg_reader *reader, nreg_outcome *outcome) {
    outcome->action = nreg_read_byte(reader);
    outcome->outcome = nreg_read_byte(reader);
    outcome->status = nreg_read_byte(reader);
    outcome->flags = nreg_read_byte(reader);
    outcome->state = nreg_read_byte(reader);
    reader->failed |= outcome->action >= NREG_ACTION_COUNT || outcome->outcome >= NREG_OUTCOME_COUNT;
}

static void read_outcome(nreg_reader *reader, const nreg_outcome *before, nreg_outcome *outcome) {
    memset(outcome, 0, sizeof *outcome);
    const unsigned differs = nreg_read_byte(reader);
    outcome->entry = (differs & OTHER_ENTRY) != 0 ? (uint32_t)nreg_read_limited(reader, UINT32_MAX) : before->entry + 1;
    outcome->row = (differs & OTHER_ROW) != 0 ? (uint32_t)nreg_read_limited(reader, UINT32_MAX) : outcome->entry;
    outcome->purpose =
        (differs & OTHER_PURPOSE) != 0 ? (uint32_t)nreg_read_limited(reader, UINT32_MAX) : before->purpose;
    if ((differs & OTHER_KIND) != 0) {
        read_kind(reader, outcome);
    } else {
        outcome->action = before->action;
        outcome->outcome = before->outcome;
        outcome->status = before->status;
        outcome->flags = before->flags;
        outcome->state = before->state;
    }
    if ((differs & HAS_REASONS) != 0) {
        outcome->reason = (uint16_t)nreg_read_limited(reader, UINT16_MAX);
        outcome->reasons = nreg_read_unsigned(reader);
    }
    outcome->warnings = (differs & HAS_WARNINGS) != 0 ? nreg_read_unsigned(reader) : 0;
    outcome->holder = (differs & HAS_HOLDER) != 0 ? nreg_read_unsigned(reader) : 0;
    outcome->related = (differs & HAS_RELATED) != 0 ? (uint32_t)nreg_read_limited(reader, UINT32_MAX) : 0;
    outcome->number = nreg_read_unsigned(reader);
}

static nreg_code damaged(nreg_error *error) {
    return nreg_error_set(error, NREG_CORRUPT, "The stored outcomes of a batch are damaged; they cannot be read.");
}

nreg_code nreg_outcomes_take(const void *data, uint64_t length, void *sink) {
    nreg_filling *into = sink;
    nreg_result *result = into->result;
    nreg_error *error = into->error;
    nreg_reader reader;
    nreg_reader_init(&reader, data, (size_t)length);
    const unsigned char format = nreg_read_byte(&reader);
    if (reader.failed) {
        return damaged(error);
    }
    if (format != FORMAT) {
        return nreg_error_set(error, NREG_INCOMPATIBLE, "The outcomes were written by a newer version of the library.");
    }
    nreg_outcome before;
    memset(&before, 0, sizeof before);
    while (reader.at != reader.end) {
        if (into->filled == result->count) {
            return damaged(error);
        }
        nreg_outcome *outcome = &result->outcomes[into->filled];
        read_outcome(&reader, &before, outcome);
        size_t text_length;
        const char *text = nreg_read_text(&reader, &text_length);
        if (reader.failed || text_length > NREG_TEXT_MAX) {
            return damaged(error);
        }
        if (!nreg_texts_add(&result->texts, text, text_length, &result->inputs[into->filled])) {
            return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the texts of a result.");
        }
        before = *outcome;
        into->filled++;
    }
    return NREG_OK;
}

static int compare(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return a == b ? 0 : a < b ? -1 : 1;
}

/* keys: entry, then where its outcome stands now. */
static void reorder(nreg_result *result, const uint64_t *keys, nreg_outcome *outcomes, nreg_text *inputs) {
    for (uint32_t i = 0; i < result->count; i++) {
        outcomes[i] = result->outcomes[(uint32_t)keys[i]];
        inputs[i] = result->inputs[(uint32_t)keys[i]];
    }
    nreg_release(&result->allocator, result->outcomes);
    nreg_release(&result->allocator, result->inputs);
    result->outcomes = outcomes;
    result->inputs = inputs;
}

nreg_code nreg_outcomes_sort(nreg_result *result, nreg_error *error) {
    int sorted = 1;
    for (uint32_t i = 1; sorted && i < result->count; i++) {
        sorted = result->outcomes[i].entry > result->outcomes[i - 1].entry;
    }
    if (sorted) {
        return NREG_OK;
    }
    uint64_t *keys = nreg_allocate_array(&result->allocator, result->count, sizeof *keys);
    nreg_outcome *outcomes = nreg_allocate_array(&result->allocator, result->count, sizeof *outcomes);
    nreg_text *inputs = nreg_allocate_array(&result->allocator, result->count, sizeof *inputs);
    nreg_code code = NREG_OK;
    if (keys == NULL || outcomes == NULL || inputs == NULL) {
        nreg_release(&result->allocator, outcomes);
        nreg_release(&result->allocator, inputs);
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to sort a result.");
    } else {
        for (uint32_t i = 0; i < result->count; i++) {
            keys[i] = (uint64_t)result->outcomes[i].entry << 32 | i;
        }
        qsort(keys, result->count, sizeof *keys, compare);
        for (uint32_t i = 1; code == NREG_OK && i < result->count; i++) {
            code = keys[i] >> 32 == keys[i - 1] >> 32 ? damaged(error) : NREG_OK;
        }
        reorder(result, keys, outcomes, inputs);
    }
    nreg_release(&result->allocator, keys);
    return code;
}
