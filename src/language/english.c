/* SPDX-License-Identifier: MIT */
/* What English says stands where it belongs: with the reasons, purposes, statuses and signs. The rest stands here. */
#include "language/language.h"

#include <numberreg/review.h>

#include <stdio.h>
#include <string.h>

#define HEADING(outcome) NREG_SAYS_HEADINGS + NREG_OUTCOME_##outcome

static const struct {
    uint32_t at;
    const char *key;
    const char *text;
} others[] = {
    {NREG_SAYS_NOTHING, "sentence.NOTHING", "There were no numbers."},
    {NREG_SAYS_ACCEPTED_ONE, "sentence.ACCEPTED_ONE", "The number was accepted."},
    {NREG_SAYS_ACCEPTED, "sentence.ACCEPTED", "All {entries} numbers were accepted."},
    {NREG_SAYS_REJECTED_ONLY, "sentence.REJECTED_ONLY", "1 of 1 number was rejected."},
    {NREG_SAYS_REJECTED_ONE, "sentence.REJECTED_ONE", "1 of {entries} numbers was rejected."},
    {NREG_SAYS_REJECTED, "sentence.REJECTED", "{rejected} of {entries} numbers were rejected."},
    {NREG_SAYS_PURPOSE, "argument.purpose", "chosen"},
    {NREG_SAYS_TARGET, "argument.target", "the place chosen"},
    {NREG_SAYS_HOLDER, "argument.holder", "another place"},
    {NREG_SAYS_STATUS, "argument.status", "in its present status"},
    {NREG_SAYS_WARNING, "heading.WARNING", "Warning"},
    {NREG_SAYS_PREVIEW, "heading.PREVIEW", "Preview: nothing was changed."},
    {NREG_SAYS_REPLAYED, "heading.REPLAYED", "This request was done before; this is its result."},
    {NREG_SAYS_MOVABLE, "heading.MOVABLE", "Rejected numbers that can be moved here"},
    {NREG_SAYS_ROW, "heading.ROW", "row"},
    {NREG_SAYS_FROM, "heading.FROM", "from"},
    {NREG_SAYS_REFERENCE, "heading.REFERENCE", "Reference"},
    {NREG_SAYS_BATCH, "heading.BATCH", "Batch"},
    {HEADING(REJECTED), "heading.REJECTED", "Rejected Numbers"},
    {HEADING(ADDED), "heading.ADDED", "Added Numbers"},
    {HEADING(MOVED), "heading.MOVED", "Moved Numbers"},
    {HEADING(UNASSIGNED), "heading.UNASSIGNED", "Unassigned Numbers"},
    {HEADING(DELETED), "heading.DELETED", "Removed Numbers"},
    {HEADING(CHANGED), "heading.CHANGED", "Changed Numbers"},
    {HEADING(REVIEWED), "heading.REVIEWED", "Reviewed Numbers"},
    {HEADING(RESTORED), "heading.RESTORED", "Restored Numbers"},
    {HEADING(TRANSFERRED), "heading.TRANSFERRED", "Transferred Numbers"},
    {HEADING(IMPORTED), "heading.IMPORTED", "Imported Numbers"},
};

/* The built-in purpose that a number from `first` on speaks of; NULL if none. */
static const nreg_purpose *purpose_at(uint32_t at, uint32_t first) {
    for (uint32_t i = 0; at > first && i < NREG_PURPOSE_BUILTIN_COUNT; i++) {
        if (nreg_purpose_builtin[i].id == at - first) {
            return &nreg_purpose_builtin[i];
        }
    }
    return NULL;
}

static const char *some(const char *text) {
    return text[0] == '\0' ? NULL : text;
}

const char *nreg_language_english_at(uint32_t at) {
    const nreg_purpose *purpose = NULL;
    if (at < NREG_REASON_COUNT) {
        const nreg_reason_info *info = nreg_reason_find(at);
        return info == NULL ? NULL : info->text;
    }
    if (at < NREG_SAYS_STATUSES) {
        return others[at - NREG_SAYS_NOTHING].text;
    }
    if (at < NREG_SAYS_SIGNS) {
        return at == NREG_SAYS_STATUSES ? NULL : nreg_status_display(at - NREG_SAYS_STATUSES);
    }
    if (at < NREG_SAYS_LABELS) {
        return some(nreg_sign_text(UINT32_C(1) << (at - NREG_SAYS_SIGNS)));
    }
    if (at < NREG_SAYS_DESCRIPTIONS) {
        purpose = purpose_at(at, NREG_SAYS_LABELS);
        return purpose == NULL ? NULL : purpose->label;
    }
    if (at < NREG_SAYS_WARNINGS) {
        purpose = purpose_at(at, NREG_SAYS_DESCRIPTIONS);
        return purpose == NULL ? NULL : purpose->description;
    }
    purpose = at < NREG_SAYS_COUNT ? purpose_at(at, NREG_SAYS_WARNINGS) : NULL;
    return purpose == NULL ? NULL : some(purpose->warning);
}

static void spell(char key[NREG_LANGUAGE_KEY_SIZE], const char *kind, const char *name, const char *part) {
    snprintf(key, NREG_LANGUAGE_KEY_SIZE, "%s%s%s", kind, name, part);
}

int nreg_language_key_at(uint32_t at, char key[NREG_LANGUAGE_KEY_SIZE]) {
    if (nreg_language_english_at(at) == NULL) {
        return 0;
    }
    if (at < NREG_REASON_COUNT) {
        spell(key, "reason.", nreg_reason_code(at), "");
    } else if (at < NREG_SAYS_STATUSES) {
        spell(key, others[at - NREG_SAYS_NOTHING].key, "", "");
    } else if (at < NREG_SAYS_SIGNS) {
        spell(key, "status.", nreg_status_name(at - NREG_SAYS_STATUSES), "");
    } else if (at < NREG_SAYS_LABELS) {
        spell(key, "sign.", nreg_sign_code(UINT32_C(1) << (at - NREG_SAYS_SIGNS)), "");
    } else if (at < NREG_SAYS_DESCRIPTIONS) {
        spell(key, "purpose.", purpose_at(at, NREG_SAYS_LABELS)->code, ".label");
    } else if (at < NREG_SAYS_WARNINGS) {
        spell(key, "purpose.", purpose_at(at, NREG_SAYS_DESCRIPTIONS)->code, ".description");
    } else {
        spell(key, "purpose.", purpose_at(at, NREG_SAYS_WARNINGS)->code, ".warning");
    }
    return 1;
}
