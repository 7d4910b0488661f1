/* SPDX-License-Identifier: MIT */
#include "batch/draft_parts.h"

#include <string.h>

/* Findings about what the plan says of a number. They speak against registering it, not against removing or changing
   one that is registered already. */
static const uint32_t plan_findings =
    (uint32_t)(NREG_REASON_BIT(NREG_REASON_BAD_AREA_CODE) | NREG_REASON_BIT(NREG_REASON_UNASSIGNED_AREA_CODE) |
               NREG_REASON_BIT(NREG_REASON_BAD_EXCHANGE) | NREG_REASON_BIT(NREG_REASON_RESERVED_EXCHANGE) |
               NREG_REASON_BIT(NREG_REASON_RESERVED_FICTIONAL) | NREG_REASON_BIT(NREG_REASON_DIRECTORY_ASSISTANCE) |
               NREG_REASON_BIT(NREG_REASON_RESERVED_555) | NREG_REASON_BIT(NREG_REASON_RESERVED_TOLL_FREE) |
               NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE) | NREG_REASON_BIT(NREG_REASON_NON_GEOGRAPHIC) |
               NREG_REASON_BIT(NREG_REASON_CARRIER_SERVICE) | NREG_REASON_BIT(NREG_REASON_GOVERNMENT) |
               NREG_REASON_BIT(NREG_REASON_REPEATED_DIGIT) | NREG_REASON_BIT(NREG_REASON_NOT_IN_PLAN) |
               NREG_REASON_BIT(NREG_REASON_FOREIGN_COUNTRY));

void nreg_judge_number(const nreg_draft *draft, const char *text, size_t length, uint32_t faults, nreg_staged *entry) {
    entry->faulted = faults != 0;
    if (length > NREG_INPUT_MAX) {
        entry->number = 0;
        entry->reasons = faults | (uint32_t)NREG_REASON_BIT(NREG_REASON_TOO_LONG);
        entry->warnings = 0;
        entry->state = NREG_STATE_INVALID;
        return;
    }
    nreg_number number;
    uint64_t reasons = 0;
    uint64_t warnings = 0;
    (void)nreg_number_read(draft->basis.plan, text, length, draft->basis.region, NREG_READ_SPREADSHEET, &number);
    (void)nreg_number_check(draft->basis.plan, &number, &draft->basis.policy.numbers, &reasons, &warnings);
    entry->number = number.e164;
    entry->reasons = (uint32_t)reasons;
    entry->warnings = (uint32_t)warnings;
    entry->state = number.state & 3u;
    if (number.e164 == 0 && reasons == 0) {
        entry->reasons = (uint32_t)NREG_REASON_BIT(NREG_REASON_NOT_A_NUMBER);
    }
    if (entry->action != NREG_ACTION_ADD && entry->action != NREG_ACTION_IMPORT && number.e164 != 0) {
        entry->reasons &= ~plan_findings;
    }
    entry->reasons |= faults;
}

/* Other actions leave the call purpose as it is, so that one given for them means nothing. */
static int takes_purpose(uint32_t action) {
    return action == NREG_ACTION_ADD || action == NREG_ACTION_CHANGE || action == NREG_ACTION_MOVE ||
           action == NREG_ACTION_IMPORT;
}

static uint16_t fault_of(const nreg_catalogue *catalogue, uint32_t purpose) {
    const nreg_purpose *found = nreg_catalogue_find(catalogue, purpose);
    if (found == NULL) {
        return NREG_PURPOSE_FAULT_UNKNOWN;
    }
    return (found->flags & NREG_PURPOSE_FLAG_RETIRED) != 0 ? NREG_PURPOSE_FAULT_RETIRED : NREG_PURPOSE_FINE;
}

void nreg_judge_purpose_id(const nreg_draft *draft, uint32_t purpose, nreg_staged *entry) {
    entry->purpose = 0;
    entry->purpose_fault = NREG_PURPOSE_FINE;
    if (!takes_purpose(entry->action)) {
        return;
    }
    if (purpose == 0) {
        entry->purpose_fault = entry->action != NREG_ACTION_MOVE ? NREG_PURPOSE_FAULT_MISSING : NREG_PURPOSE_FINE;
        return;
    }
    entry->purpose_fault = fault_of(draft->basis.catalogue, purpose) & 3u;
    entry->purpose = entry->purpose_fault == NREG_PURPOSE_FAULT_UNKNOWN ? 0 : purpose & NREG_PURPOSE_MAX;
}

static int blank(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ' ' && text[i] != '\t') {
            return 0;
        }
    }
    return 1;
}

/* The first and last eight bytes, which overlap in a shorter text; of up to sixteen bytes they say everything. */
typedef struct ends {
    uint64_t head;
    uint64_t tail;
} ends;

static ends ends_of(const char *text, size_t length) {
    ends found = {0, 0};
    if (length >= sizeof found.head) {
        memcpy(&found.head, text, sizeof found.head);
        memcpy(&found.tail, text + length - sizeof found.tail, sizeof found.tail);
    } else {
        for (size_t i = 0; i < length; i++) {
            found.head = found.head << 8 | (unsigned char)text[i];
        }
    }
    return found;
}

static size_t memo_slot(const ends *of, size_t length) {
    const uint64_t mixed = (of->head ^ of->tail * UINT64_C(0xBF58476D1CE4E5B9) ^ length) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> (64 - NREG_PURPOSE_MEMO_BITS));
}

static int is_remembered(const nreg_purpose_memo *memo, const ends *of, const char *text, size_t length) {
    return memo->length == length && memo->head == of->head && memo->tail == of->tail &&
           (length <= sizeof of->head + sizeof of->tail || memcmp(memo->text, text, length) == 0);
}

static void recognise(const nreg_catalogue *catalogue, const char *text, size_t length, nreg_purpose_memo *memo) {
    const uint32_t purpose = nreg_catalogue_match(catalogue, text, length);
    memo->purpose = purpose & NREG_PURPOSE_MAX;
    memo->fault = purpose == 0 ? NREG_PURPOSE_FAULT_UNKNOWN : fault_of(catalogue, purpose);
}

/* What was made of the text, when it came last or just now; `here` serves where it is not kept. */
static const nreg_purpose_memo *remember(nreg_draft *draft, const char *text, size_t length, nreg_purpose_memo *here) {
    if (length > NREG_PURPOSE_MEMO_TEXT) {
        recognise(draft->basis.catalogue, text, length, here);
        return here;
    }
    const ends of = ends_of(text, length);
    nreg_purpose_memo *memo = &draft->memo[memo_slot(&of, length)];
    if (!is_remembered(memo, &of, text, length)) {
        recognise(draft->basis.catalogue, text, length, memo);
        memo->length = (uint32_t)length;
        memo->head = of.head;
        memo->tail = of.tail;
        memcpy(memo->text, text, length);
    }
    return memo;
}

void nreg_judge_purpose_text(nreg_draft *draft, const char *text, size_t length, uint32_t fallback,
                             nreg_staged *entry) {
    if (text == NULL || !takes_purpose(entry->action) || blank(text, length)) {
        nreg_judge_purpose_id(draft, fallback, entry);
        return;
    }
    nreg_purpose_memo here;
    const nreg_purpose_memo *memo = remember(draft, text, length, &here);
    entry->purpose = memo->purpose;
    entry->purpose_fault = memo->fault & 3u;
}
