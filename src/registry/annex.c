/* SPDX-License-Identifier: MIT */
#include "registry/annex.h"

#include "base/error.h"
#include "base/text.h"

#include <numberreg/review.h>

#include <string.h>

/* Notes are kept as a chunk: for each entry that has any, its number and the two texts. */
static nreg_code check_note(const char *text, nreg_error *error) {
    char copy[NREG_NOTE_MAX + 1];
    return text == NULL ? NREG_OK : nreg_text_copy(text, strlen(text), copy, sizeof copy, "A note", error);
}

static int reserve_extras(nreg_batch *batch, uint32_t entries) {
    void *grown = batch->extras;
    const size_t before = batch->extras_room;
    if (!nreg_array_reserve(&batch->session->registry->allocator, &grown, &batch->extras_room, entries,
                            sizeof *batch->extras)) {
        return 0;
    }
    batch->extras = grown;
    memset(batch->extras + before, 0, (batch->extras_room - before) * sizeof *batch->extras);
    return 1;
}

static int write_note(nreg_batch *batch, uint32_t entry, const nreg_annex_input *annex) {
    const char *note = annex->note == NULL ? "" : annex->note;
    const char *internal_note = annex->internal_note == NULL ? "" : annex->internal_note;
    if (note[0] == '\0' && internal_note[0] == '\0') {
        return 1;
    }
    if (batch->notes.allocator.allocate == NULL) {
        nreg_writer_init(&batch->notes, &batch->session->registry->allocator);
    }
    const size_t length = batch->notes.length;
    nreg_write_unsigned(&batch->notes, entry);
    nreg_write_text(&batch->notes, note, strlen(note));
    nreg_write_text(&batch->notes, internal_note, strlen(internal_note));
    if (batch->notes.failed) {
        batch->notes.failed = 0;
        batch->notes.length = length;
        return 0;
    }
    return 1;
}

nreg_code nreg_annex_stage(nreg_batch *batch, const nreg_entry_input *input, const nreg_annex_input *annex,
                           uint32_t *entry, nreg_error *error) {
    nreg_code code = check_note(annex->note, error);
    if (code == NREG_OK) {
        code = check_note(annex->internal_note, error);
    }
    if (code == NREG_OK) {
        code = nreg_draft_stage(batch->draft, input, sizeof *input, 1, entry, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    if (!reserve_extras(batch, *entry) || !write_note(batch, *entry, annex)) {
        nreg_draft_truncate(batch->draft, *entry);
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the entry.");
    }
    batch->extras[*entry - 1] = annex->extra;
    return NREG_OK;
}

nreg_code nreg_annex_evidence(nreg_batch *batch, const char *evidence, nreg_error *error) {
    const nreg_annex_input annex = {.note = evidence};
    if (evidence == NULL) {
        return NREG_OK;
    }
    batch->notes.length = 0;
    return write_note(batch, 0, &annex) ? NREG_OK
                                        : nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the evidence.");
}

void nreg_annex_free(nreg_batch *batch) {
    nreg_release(&batch->session->registry->allocator, batch->extras);
    if (batch->notes.allocator.allocate != NULL) {
        nreg_writer_free(&batch->notes);
    }
}

static nreg_code corrupt(nreg_error *error) {
    return nreg_error_set(error, NREG_CORRUPT, "The notes of a stored batch are damaged.");
}

static int copy_out(nreg_reader *reader, char *buffer) {
    size_t length = 0;
    const void *text = nreg_read_text(reader, &length);
    if (reader->failed || length > NREG_NOTE_MAX) {
        return 0;
    }
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return 1;
}

nreg_code nreg_annex_read_note(const void *data, size_t length, uint32_t entry, char *note, char *internal_note,
                               nreg_error *error) {
    nreg_reader reader;
    nreg_reader_init(&reader, data, length);
    while (reader.at < reader.end) {
        const uint64_t at = nreg_read_unsigned(&reader);
        if (!copy_out(&reader, note) || !copy_out(&reader, internal_note)) {
            return corrupt(error);
        }
        if (at == entry) {
            return NREG_OK;
        }
    }
    note[0] = '\0';
    internal_note[0] = '\0';
    return NREG_OK;
}

static int holds(const uint32_t *entries, size_t count, uint64_t entry) {
    for (size_t i = 0; i < count; i++) {
        if (entries[i] == entry) {
            return 1;
        }
    }
    return 0;
}

nreg_code nreg_annex_drop_notes(const void *data, size_t length, const uint32_t *entries, size_t count,
                                nreg_writer *writer, nreg_error *error) {
    nreg_reader reader;
    nreg_reader_init(&reader, data, length);
    while (reader.at < reader.end) {
        const unsigned char *from = reader.at;
        size_t text = 0;
        const uint64_t entry = nreg_read_unsigned(&reader);
        (void)nreg_read_text(&reader, &text);
        (void)nreg_read_text(&reader, &text);
        if (reader.failed) {
            return corrupt(error);
        }
        if (!holds(entries, count, entry)) {
            nreg_write_bytes(writer, from, (size_t)(reader.at - from));
        }
    }
    return writer->failed ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a batch's notes.") : NREG_OK;
}
