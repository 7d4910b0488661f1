/* SPDX-License-Identifier: MIT */
/* What is said of an entry while it is staged. */
#include "batch/draft.h"
#include "language/sentence.h"
#include "registry/batch.h"

#include <numberreg/batch.h>
#include <numberreg/plan.h>

#include <string.h>

typedef struct message {
    const nreg_batch *batch;
    const nreg_entry *entry;
} message;

static const nreg_language *language_of(const nreg_batch *batch) {
    return batch->session->access.language;
}

static uint32_t row_of(const nreg_batch *batch, uint32_t entry) {
    uint32_t count;
    const nreg_staged *entries = nreg_draft_entries(batch->draft, &count);
    return entry == 0 || entry > count ? entry : nreg_staged_row(&entries[entry - 1], entry);
}

static void append_argument(nreg_sentence *to, const char *name, size_t length, const void *context) {
    const message *of = context;
    const nreg_draft_basis *basis = nreg_draft_basis_of(of->batch->draft);
    if (nreg_sentence_names(name, length, "plan_date")) {
        const char *date = nreg_plan_date(basis->plan);
        nreg_sentence_append_label(to, date, strlen(date), nreg_plan_release(basis->plan));
    } else if (nreg_sentence_names(name, length, "related")) {
        nreg_sentence_append_number(to, row_of(of->batch, of->entry->duplicate_of));
    } else if (nreg_sentence_names(name, length, "purpose")) {
        nreg_sentence_append_purpose(to, language_of(of->batch),
                                     nreg_catalogue_find(basis->catalogue, of->entry->purpose));
    } else if (nreg_sentence_names(name, length, "target")) { /* its label is read when the batch is committed */
        const char *target = nreg_language_text_at(language_of(of->batch), NREG_SAYS_TARGET);
        nreg_sentence_append(to, target, strlen(target));
    }
}

nreg_code nreg_batch_message(const nreg_batch *batch, uint32_t entry, nreg_reason reason, char *buffer,
                             size_t capacity) {
    nreg_entry view;
    if (buffer == NULL || capacity == 0 || reason >= NREG_REASON_COUNT) {
        return NREG_INVALID_ARGUMENT;
    }
    nreg_sentence to = nreg_sentence_begin(buffer, capacity);
    nreg_code code = nreg_batch_enter(batch, NULL);
    if (code == NREG_OK) {
        code = nreg_draft_view(batch->draft, entry, &view, NULL);
    }
    if (code != NREG_OK) {
        return code;
    }
    if (reason == NREG_REASON_NONE) {
        reason = nreg_reason_first(view.reasons);
    } else if (((view.reasons | view.warnings) & NREG_REASON_BIT(reason)) == 0) {
        return NREG_INVALID_ARGUMENT;
    }
    if (nreg_reason_find(reason) == NULL) {
        return NREG_OK; /* nothing is wrong */
    }
    const message of = {batch, &view};
    nreg_sentence_fill_in(&to, nreg_language_text_at(language_of(batch), NREG_SAYS_REASONS + reason), append_argument,
                          &of);
    return nreg_sentence_finish(&to);
}
