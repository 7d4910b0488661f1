/* SPDX-License-Identifier: MIT */
/*
 * What an entry does to a number: the rules R4 to R8, R13, R14, R16 and R17 as a pure function of data that others have
 * gathered. The tables in decide.c and decide_review.c are the places to read; nothing here allocates, asks the clock
 * or touches a store.
 */
#ifndef NREG_COMMIT_DECIDE_H
#define NREG_COMMIT_DECIDE_H

#include "scope/access.h"

#include <numberreg/extend/store.h>

/* Where a record sits, seen from the target. */
typedef enum nreg_relation {
    NREG_NOWHERE,        /* not registered */
    NREG_HERE,           /* at the target itself */
    NREG_ABOVE,          /* at its Business, or at its Unit if it is a Program */
    NREG_BELOW,          /* in it, deeper down */
    NREG_BESIDE_UNIT,    /* at another Unit of its Business */
    NREG_BESIDE_PROGRAM, /* at another Program of its Business */
    NREG_OTHER_BUSINESS, /* in another Business, which the session can see */
    NREG_HIDDEN,         /* where the session cannot see */
    NREG_RELATION_COUNT
} nreg_relation;

typedef enum nreg_target_state {
    NREG_TARGET_OPEN,
    NREG_TARGET_ENDED, /* a Program past its end (rule R16) */
    NREG_TARGET_CLOSED,
    NREG_TARGET_GROUPS,  /* an Organization: holds no numbers (rule R2) */
    NREG_TARGET_UNKNOWN, /* does not exist, or not for this session */
    NREG_TARGET_STATE_COUNT
} nreg_target_state;

/* What all entries of a batch have in common. */
typedef struct nreg_setting {
    nreg_place target;
    nreg_target_state target_state;
    uint32_t reassign;        /* policy: NREG_REASSIGN_ value */
    uint32_t dno_in_program;  /* policy: 1 rejects, 0 warns */
    uint32_t dno_unconfirmed; /* 1: the policy wants Do Not Originate acknowledged, and it was not */
    uint32_t is_operator;
    uint64_t batch;
    int64_t now;
    uint32_t reviews; /* policy: the built-in reviewer decides within the commit */
    uint32_t reserved;
} nreg_setting;

/* What one entry asks for. */
typedef struct nreg_wish {
    uint64_t number;
    uint64_t faults;   /* reasons found while staging, other than duplicates */
    uint64_t warnings; /* found while staging */
    uint32_t entry;
    uint32_t action;            /* NREG_ACTION_ value */
    uint32_t purpose;           /* 0: none given */
    uint32_t consent;           /* NREG_CONSENT_ bits, those of the batch included */
    uint32_t is_dno;            /* the purpose means Do Not Originate */
    uint32_t status;            /* NREG_STATUS_ value wanted by REVIEW (0: removal) and IMPORT; else 0 */
    int64_t created;            /* IMPORT: when the older registry had added it; 0: now */
    uint64_t expected_batch;    /* REVIEW: the record's token when it was looked at; 0: whatever it is */
    uint32_t expected_revision; /* the same */
    uint32_t why;               /* a reason for the journal; 0: none to give */
    uint64_t claimant;          /* IMPORT: scope that another row names for the number; 0: none */
} nreg_wish;

/* What REVERT has to know: what the batch to revert did, and what has come of it. */
typedef struct nreg_undo {
    nreg_journal_row row;          /* of the batch and number, as the session's Business saw it */
    nreg_target_state place_state; /* of the scope it sat in before; OPEN if it was not registered */
    uint32_t place_visible;        /* that scope is at or below the session's root */
    uint32_t moved_on;             /* 1: something other than review has changed the number since */
    uint32_t is_dno;               /* the purpose before means Do Not Originate */
    uint32_t reserved;
    uint64_t dno_batch; /* the batch that had declared it so */
} nreg_undo;

/* What is known about the number. */
typedef struct nreg_evidence {
    const nreg_record *record; /* NULL: not registered */
    uint32_t visible;          /* the record sits at or below the session's root */
    uint32_t is_dno;           /* the record's purpose means Do Not Originate */
    const nreg_undo *undo;     /* for REVERT; NULL: the batch did nothing to this number */
    /* For a policy that reviews within the commit: */
    const nreg_store_tombstone *tombstone; /* NULL: nothing is remembered of the number */
    uint32_t signs;                        /* NREG_SIGN_ bits of the number itself */
    uint32_t reserved;
} nreg_evidence;

typedef enum nreg_write {
    NREG_WRITE_NONE,   /* nothing; the entry is rejected */
    NREG_WRITE_INSERT, /* `after` is new */
    NREG_WRITE_UPDATE, /* `after` takes the record's place */
    NREG_WRITE_RELEASE /* the record goes */
} nreg_write;

typedef struct nreg_decision {
    uint64_t reasons; /* 0: accepted */
    uint64_t warnings;
    uint64_t holder; /* scope to disclose; 0 for none */
    nreg_write write;
    uint32_t outcome;      /* NREG_OUTCOME_ value */
    uint32_t flags;        /* NREG_OUTCOME_ bits */
    uint8_t status_before; /* to disclose; 0 for none */
    uint8_t status_after;  /* the same, if the entry takes effect */
    uint8_t history;       /* NREG_CHANGE_ value of the journal row */
    uint8_t loses;         /* 1: the old holder's history gets a row of its own, NREG_CHANGE_LOST */
    uint8_t entombs;       /* 1: what the record was is to be remembered beyond it (rule R7) */
    uint8_t opens;         /* 1: the record is to be reviewed, for the first time or again */
    nreg_record after;     /* for INSERT and UPDATE */
} nreg_decision;

nreg_relation nreg_relate(const nreg_setting *setting, const nreg_evidence *evidence);

void nreg_decide(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                 nreg_decision *decision);

/* The journal rows of a decision that changes something; returns how many, 1 or 2. */
uint32_t nreg_decision_history(const nreg_setting *setting, const nreg_wish *wish, const nreg_evidence *evidence,
                               const nreg_decision *decision, nreg_journal_row rows[2]);

/* The tombstone of a decision that entombs. */
nreg_store_tombstone nreg_decision_tombstone(const nreg_setting *setting, const nreg_evidence *evidence);

#endif
