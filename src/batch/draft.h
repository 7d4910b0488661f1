/* SPDX-License-Identifier: MIT */
/* Staging: the entries of a batch in memory, each read, judged and compared with the others at once. No I/O. */
#ifndef NREG_BATCH_DRAFT_H
#define NREG_BATCH_DRAFT_H

#include "base/codec.h"
#include "base/digest.h"
#include "base/memory.h"
#include "batch/texts.h"
#include "purpose/catalogue.h"

#include <numberreg/batch.h>

/* Most entries of a batch. */
#define NREG_DRAFT_MAX 0x7FFFFFFFu

/* What is wrong with an entry's purpose, and with its number beside the others'. */
enum {
    NREG_PURPOSE_FINE = 0,
    NREG_PURPOSE_FAULT_MISSING = 1,
    NREG_PURPOSE_FAULT_UNKNOWN = 2,
    NREG_PURPOSE_FAULT_RETIRED = 3
};
enum { NREG_COUNTS = 0, NREG_DUPLICATE = 1, NREG_CONFLICTING = 2 };

/*
 * One entry; 40 bytes, since uploads have millions. Beside its text it takes 45 to 51: the index has four bytes a slot
 * and is 3/8 to 3/4 full. Room for entries to come is reserved besides, and touched when they come.
 */
typedef struct nreg_staged {
    uint64_t number;
    nreg_text text;
    uint32_t reasons;  /* of the number: the reasons below 32 */
    uint32_t warnings; /* the same */
    uint32_t row;      /* 0: the entry's own number serves */
    uint32_t next;     /* entry with the same number: a ring in entry order */
    uint32_t related;  /* entry that counts in its place, or that it conflicts with */
    unsigned purpose : 16;
    unsigned action : 4;
    unsigned consent : 3;
    unsigned state : 2;
    unsigned dropped : 1;
    unsigned purpose_fault : 2;
    unsigned duplicate : 2;
    unsigned faulted : 1;   /* some of `reasons` came from the host's reader */
    unsigned unsettled : 1; /* `duplicate` and `related` are still to be found */
} nreg_staged;

typedef struct nreg_draft nreg_draft;

/* What a draft is judged by. */
typedef struct nreg_draft_basis {
    nreg_allocator allocator;
    nreg_plan *plan; /* NULL: built in */
    nreg_catalogue *catalogue;
    nreg_policy policy;
    uint32_t action; /* of entries that name none */
    char region[4];
} nreg_draft_basis;

/* Takes over the references to plan and catalogue, unless it fails. */
nreg_code nreg_draft_new(const nreg_draft_basis *basis, nreg_draft **draft, nreg_error *error);
void nreg_draft_free(nreg_draft *draft);
const nreg_draft_basis *nreg_draft_basis_of(const nreg_draft *draft);

/* From now on nothing can be changed: NREG_CLOSED. */
void nreg_draft_seal(nreg_draft *draft);
int nreg_draft_sealed(const nreg_draft *draft);

/*
 * Adds all entries or none; as nreg_batch_stage(), but that those with the same number know nothing of each other
 * before nreg_draft_group(). For many blocks of entries, which are then grouped at once, in less time and memory.
 * Whatever changes the draft otherwise groups them first.
 */
nreg_code nreg_draft_append(nreg_draft *draft, const nreg_entry_input *inputs, size_t stride, size_t count,
                            uint32_t *first, nreg_error *error);
/* NREG_NO_MEMORY: what was appended is still there, and not grouped. */
nreg_code nreg_draft_group(nreg_draft *draft, nreg_error *error);

/* Both at once: stages all entries or none. */
nreg_code nreg_draft_stage(nreg_draft *draft, const nreg_entry_input *inputs, size_t stride, size_t count,
                           uint32_t *first, nreg_error *error);

/* Drops all entries from number `first` on, as if they had never been staged. */
void nreg_draft_truncate(nreg_draft *draft, uint32_t first);

/* As the functions of batch.h with the same names. */
nreg_code nreg_draft_edit(nreg_draft *draft, uint32_t entry, const char *number, size_t length, nreg_error *error);
nreg_code nreg_draft_set_purpose(nreg_draft *draft, uint32_t entry, uint32_t purpose, nreg_error *error);
nreg_code nreg_draft_set_consent(nreg_draft *draft, uint32_t entry, uint32_t consent, nreg_error *error);
nreg_code nreg_draft_drop(nreg_draft *draft, uint32_t entry, nreg_error *error);
nreg_code nreg_draft_clear(nreg_draft *draft, nreg_error *error);
uint32_t nreg_draft_count(const nreg_draft *draft);
const char *nreg_draft_input(const nreg_draft *draft, uint32_t entry, size_t *length);
/* NREG_NOT_FOUND if there is no such entry. */
nreg_code nreg_draft_view(const nreg_draft *draft, uint32_t entry, nreg_entry *view, nreg_error *error);

/* All entries, the first being entry 1, dropped ones included. */
const nreg_staged *nreg_draft_entries(const nreg_draft *draft, uint32_t *count);
const nreg_texts *nreg_draft_texts(const nreg_draft *draft);
/* Reasons found while staging, as a set; duplicates apart. */
uint64_t nreg_staged_faults(const nreg_staged *entry);
/* Those of the reasons that leave nothing to register: an import only warns of the others (rule R17). */
uint64_t nreg_import_faults(uint64_t reasons);
uint64_t nreg_staged_duplicate_reason(const nreg_staged *entry);
/* The reason an entry is rejected for if `counts`, with the same number, is the one that counts. */
uint64_t nreg_staged_reason_beside(const nreg_staged *entry, const nreg_staged *counts);
uint32_t nreg_staged_row(const nreg_staged *entry, uint32_t number);

/* Makes the digest depend on every entry's content, in order. */
void nreg_draft_digest(const nreg_draft *draft, nreg_digest *digest);

/*
 * Writes entries from number `*next` on, about a mebibyte of them, and moves `*next` behind them; the draft is written
 * when
 * `*next` is 0. Reading takes the chunks in the same order into an empty draft and judges every entry anew.
 */
void nreg_draft_write(const nreg_draft *draft, uint32_t *next, nreg_writer *writer);
nreg_code nreg_draft_read(nreg_draft *draft, const void *data, size_t length, nreg_error *error);

#endif
