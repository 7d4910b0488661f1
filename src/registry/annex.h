/* SPDX-License-Identifier: MIT */
/* What entries of review, proof and import batches carry beside number and purpose: a status, a time, notes. */
#ifndef NREG_REGISTRY_ANNEX_H
#define NREG_REGISTRY_ANNEX_H

#include "registry/batch.h"

typedef struct nreg_annex_input {
    nreg_extra extra;
    const char *note;          /* NUL-terminated; NULL for none */
    const char *internal_note; /* the same */
} nreg_annex_input;

/* Stages an entry with its annex: both or neither. */
nreg_code nreg_annex_stage(nreg_batch *batch, const nreg_entry_input *input, const nreg_annex_input *annex,
                           uint32_t *entry, nreg_error *error);
/* Keeps the evidence of a transfer as the note of entry 0; NULL keeps nothing. */
nreg_code nreg_annex_evidence(nreg_batch *batch, const char *evidence, nreg_error *error);
void nreg_annex_free(nreg_batch *batch);

/* The notes of a stored batch's entry; both empty if there are none. Each buffer has NREG_NOTE_MAX + 4 bytes. */
nreg_code nreg_annex_read_note(const void *data, size_t length, uint32_t entry, char *note, char *internal_note,
                               nreg_error *error);
/* The notes of a stored batch, without those of the entries in `entries` (ascending). */
nreg_code nreg_annex_drop_notes(const void *data, size_t length, const uint32_t *entries, size_t count,
                                nreg_writer *writer, nreg_error *error);

#endif
