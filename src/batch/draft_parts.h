/* SPDX-License-Identifier: MIT */
/* What the files of this room share and nobody else sees. */
#ifndef NREG_BATCH_DRAFT_PARTS_H
#define NREG_BATCH_DRAFT_PARTS_H

#include "batch/draft.h"
#include "batch/index.h"

/* Purpose columns repeat a few texts: the last ones seen need no matching. */
enum { NREG_PURPOSE_MEMO_BITS = 6, NREG_PURPOSE_MEMO_TEXT = 40 };

typedef struct nreg_purpose_memo {
    uint64_t head; /* the first and last bytes of the text (judge.c) */
    uint64_t tail;
    uint32_t length;
    uint16_t purpose; /* 0: none is called so */
    uint16_t fault;
    char text[NREG_PURPOSE_MEMO_TEXT];
} nreg_purpose_memo;

struct nreg_draft {
    nreg_draft_basis basis;
    uint32_t calling_code; /* of the region */
    int sealed;
    nreg_staged *entries;
    size_t count;   /* dropped ones included */
    size_t grouped; /* those behind it are not in groups yet */
    size_t capacity;
    uint32_t live;
    uint64_t live_text; /* bytes of text that entries still name */
    nreg_texts texts;
    nreg_index index; /* number -> last entry with it; the ring leads to the first */
    nreg_purpose_memo memo[1 << NREG_PURPOSE_MEMO_BITS];
};

/* --- judge.c: one entry by itself */

/* Fills in all members but `next`, `related`, `duplicate` from an input checked before. The text is not looked at
 * beyond its length and kept by the caller. */
void nreg_judge_number(const nreg_draft *draft, const char *text, size_t length, uint32_t faults, nreg_staged *entry);
void nreg_judge_purpose_id(const nreg_draft *draft, uint32_t purpose, nreg_staged *entry);
void nreg_judge_purpose_text(nreg_draft *draft, const char *text, size_t length, uint32_t fallback, nreg_staged *entry);

/* --- groups.c: entries with the same number */

/* Makes room for the groups of so many first entries. False if memory is short. */
int nreg_group_reserve(nreg_draft *draft, size_t entries);
/* There is room. The entry is the last one of those in groups. */
void nreg_group_append(nreg_draft *draft, uint32_t entry, uint64_t hash);
/* The same for all entries behind those in groups, which are then settled. */
void nreg_group_append_rest(nreg_draft *draft);
/* Anywhere in the ring. */
void nreg_group_insert(nreg_draft *draft, uint32_t entry);
void nreg_group_leave(nreg_draft *draft, uint32_t entry);
/* Finds out who counts in the group of this entry. */
void nreg_group_settle(nreg_draft *draft, uint32_t entry);
void nreg_group_settle_from(nreg_draft *draft, uint32_t first); /* those that are not settled */
void nreg_group_settle_all(nreg_draft *draft);
/* Forgets all groups and makes them again; cannot fail. */
void nreg_group_rebuild(nreg_draft *draft);

#endif
