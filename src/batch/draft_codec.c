/* SPDX-License-Identifier: MIT */
/* Drafts as bytes, and the digest that tells their contents apart. */
#include "base/error.h"
#include "batch/draft_parts.h"

#include <string.h>

enum { FORMAT = 1, CHUNK_BYTES = 1 << 20 };

/*
 * A chunk: the format, the number of entries ever staged, then entries to the end of the chunk: distance from the entry
 * before (from 0 in the first chunk), row, action and consent, what is wrong with the purpose and whether the host's
 * reader found faults, purpose, those faults, text.
 */
static void write_entry(const nreg_draft *draft, const nreg_staged *entry, uint32_t distance, nreg_writer *writer) {
    size_t length;
    const char *text = nreg_texts_get(&draft->texts, entry->text, &length);
    nreg_write_unsigned(writer, distance);
    nreg_write_unsigned(writer, entry->row);
    nreg_write_byte(writer, (unsigned char)(entry->action << 4 | entry->consent));
    nreg_write_byte(writer, (unsigned char)(entry->purpose_fault << 1 | entry->faulted));
    nreg_write_unsigned(writer, entry->purpose);
    if (entry->faulted) {
        nreg_write_unsigned(writer, entry->reasons);
    }
    nreg_write_text(writer, text, length);
}

void nreg_draft_write(const nreg_draft *draft, uint32_t *next, nreg_writer *writer) {
    const size_t begin = writer->length;
    nreg_write_byte(writer, FORMAT);
    nreg_write_unsigned(writer, draft->count);
    uint32_t entry = *next == 0 ? 1 : *next;
    nreg_write_unsigned(writer, entry - 1);
    uint32_t before = entry - 1;
    for (; entry <= draft->count && writer->length - begin < CHUNK_BYTES; entry++) {
        if (!draft->entries[entry - 1].dropped) {
            write_entry(draft, &draft->entries[entry - 1], entry - before, writer);
            before = entry;
        }
    }
    *next = entry > draft->count ? 0 : entry;
}

static nreg_code damaged(nreg_error *error) {
    return nreg_error_set(error, NREG_CORRUPT, "A stored draft is damaged; it cannot be loaded.");
}

/* Entry numbers are never used twice, so dropped entries keep their places. */
static nreg_code extend(nreg_draft *draft, size_t count, nreg_error *error) {
    void *entries = draft->entries;
    const int room =
        nreg_array_reserve(&draft->basis.allocator, &entries, &draft->capacity, count, sizeof *draft->entries);
    draft->entries = entries;
    if (!room || !nreg_group_reserve(draft, count)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the draft's entries.");
    }
    for (; draft->count < count; draft->count++) {
        memset(&draft->entries[draft->count], 0, sizeof *draft->entries);
        draft->entries[draft->count].dropped = 1;
        draft->entries[draft->count].next = (uint32_t)draft->count + 1;
    }
    draft->grouped = draft->count;
    return NREG_OK;
}

static nreg_code read_entry(nreg_draft *draft, nreg_reader *reader, uint64_t number, nreg_error *error) {
    if (!draft->entries[number - 1].dropped) {
        return damaged(error);
    }
    nreg_staged *entry = &draft->entries[number - 1];
    memset(entry, 0, sizeof *entry);
    entry->dropped = 1;
    entry->next = (uint32_t)number;
    entry->row = (uint32_t)nreg_read_limited(reader, UINT32_MAX);
    const unsigned char asked = nreg_read_byte(reader);
    const unsigned char flags = nreg_read_byte(reader);
    const uint32_t purpose = (uint32_t)nreg_read_limited(reader, NREG_PURPOSE_MAX);
    const uint32_t faults = (flags & 1) != 0 ? (uint32_t)nreg_read_limited(reader, UINT32_MAX) & ~1u : 0;
    size_t length;
    const char *text = nreg_read_text(reader, &length);
    entry->action = asked >> 4 & 15u;
    entry->consent = asked & 7u;
    if (reader->failed || length > NREG_INPUT_MAX || entry->action < NREG_ACTION_ADD ||
        entry->action >= NREG_ACTION_COUNT) {
        return damaged(error);
    }
    if (!nreg_texts_add(&draft->texts, text, length, &entry->text)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the draft's texts.");
    }
    nreg_judge_number(draft, text, length, faults, entry);
    nreg_judge_purpose_id(draft, purpose, entry);
    if (purpose == 0 && flags >> 1 == NREG_PURPOSE_FAULT_UNKNOWN) {
        entry->purpose_fault = NREG_PURPOSE_FAULT_UNKNOWN;
    }
    entry->dropped = 0;
    draft->live++;
    draft->live_text += length;
    nreg_group_append(draft, (uint32_t)number, nreg_index_hash(&draft->index, entry->number));
    return NREG_OK;
}

nreg_code nreg_draft_read(nreg_draft *draft, const void *data, size_t length, nreg_error *error) {
    nreg_reader reader;
    nreg_reader_init(&reader, data, length);
    const unsigned char format = nreg_read_byte(&reader);
    const uint64_t total = nreg_read_limited(&reader, NREG_DRAFT_MAX);
    uint64_t number = nreg_read_limited(&reader, total);
    if (reader.failed) {
        return damaged(error);
    }
    if (format != FORMAT) {
        return nreg_error_set(error, NREG_INCOMPATIBLE, "The draft was written by a newer version of the library.");
    }
    const uint32_t first = (uint32_t)number + 1;
    nreg_code code = extend(draft, total, error);
    while (code == NREG_OK && reader.at != reader.end) {
        const uint64_t distance = nreg_read_limited(&reader, total - number);
        if (reader.failed || distance == 0) {
            return damaged(error);
        }
        number += distance;
        code = read_entry(draft, &reader, number, error);
    }
    nreg_group_settle_from(draft, first);
    return code;
}

/* Of what is asked for, not of what the policy and the catalogue of the moment say to it. */
void nreg_draft_digest(const nreg_draft *draft, nreg_digest *digest) {
    nreg_digest_number(digest, draft->live);
    for (size_t i = 0; i < draft->count; i++) {
        const nreg_staged *entry = &draft->entries[i];
        if (entry->dropped) {
            continue;
        }
        nreg_digest_number(digest, entry->number);
        const uint64_t unknown = entry->purpose == 0 ? entry->purpose_fault : NREG_PURPOSE_FINE;
        const uint64_t asked = (uint64_t)entry->action << 8 | (uint64_t)entry->consent << 4 | unknown;
        nreg_digest_number(digest, (uint64_t)entry->row << 32 | (uint64_t)entry->purpose << 16 | asked);
        if (entry->number == 0 || entry->state != NREG_STATE_VALID) {
            size_t length;
            const char *text = nreg_texts_get(&draft->texts, entry->text, &length);
            nreg_digest_number(digest, length);
            nreg_digest_bytes(digest, text, length);
        }
    }
}
