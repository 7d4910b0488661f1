/* SPDX-License-Identifier: MIT */
/* The public face of uploads: a file's rows become entries of a batch, all or none. */
#include "base/error.h"
#include "commit/result.h"
#include "registry/batch.h"
#include "registry/rejected.h"
#include "registry/source.h"
#include "upload/stage.h"

#include <stdlib.h>
#include <string.h>

typedef struct staging {
    nreg_draft *draft;
    uint32_t first; /* entry of this call; 0: none staged yet */
} staging;

static nreg_code stage(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    staging *target = context;
    uint32_t first;
    nreg_code code = nreg_draft_append(target->draft, inputs, sizeof *inputs, count, &first, error);
    if (code == NREG_OK && target->first == 0) {
        target->first = first;
    }
    return code;
}

nreg_code nreg_upload_read(nreg_batch *batch, const nreg_source *source, const nreg_upload_options *options,
                           nreg_upload_report *report, nreg_error *error) {
    nreg_upload_options resolved;
    nreg_code code = nreg_batch_enter_to_stage(batch, error);
    if (code == NREG_OK && (source == NULL || source->read == NULL)) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "No source was given.");
    }
    if (code == NREG_OK && nreg_draft_sealed(batch->draft)) {
        code = nreg_error_set(error, NREG_CLOSED, "The batch is committed and cannot be changed; begin another.");
    }
    if (code == NREG_OK) {
        code = nreg_upload_resolve(options, &resolved, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_draft_basis *judged_by = nreg_draft_basis_of(batch->draft);
    nreg_columns_basis basis = {judged_by->plan, judged_by->catalogue, judged_by->region};
    staging target = {batch->draft, 0};
    nreg_upload_target to = {stage, &target};
    code = nreg_upload_rows(&judged_by->allocator, &basis, source, &resolved, &to, report, error);
    if (code == NREG_OK) {
        code = nreg_draft_group(batch->draft, error);
    }
    if (code != NREG_OK && target.first != 0) {
        nreg_draft_truncate(batch->draft, target.first);
    }
    return code;
}

typedef struct uploading {
    nreg_batch *batch;
    const nreg_upload_options *options;
    nreg_upload_report *report;
} uploading;

static nreg_code upload_source(const nreg_source *source, void *context, nreg_error *error) {
    const uploading *u = context;
    return nreg_upload_read(u->batch, source, u->options, u->report, error);
}

nreg_code nreg_upload_file(nreg_batch *batch, const char *path, const nreg_upload_options *options,
                           nreg_upload_report *report, nreg_error *error) {
    uploading u = {batch, options, report};
    const nreg_code code = nreg_batch_enter_to_stage(batch, error);
    return code == NREG_OK ? nreg_source_use(path, upload_source, &u, error) : code;
}

/* --- rejected rows */

typedef struct rejected {
    const nreg_result *result;
    const uint64_t *order; /* row and index of each rejected outcome, ascending; NULL if the outcomes are so already */
    size_t count, at;
    nreg_rejected_text text;
} rejected;

static int find_rejected(uint64_t row, const char **reason, const char **message, void *context) {
    rejected *r = context;
    for (; r->at < r->count; r->at++) {
        uint32_t index = r->order != NULL ? (uint32_t)r->order[r->at] : (uint32_t)r->at;
        const nreg_outcome *outcome = &r->result->outcomes[index];
        if (outcome->row > row) {
            return 0;
        }
        if (outcome->row == row && outcome->outcome == NREG_OUTCOME_REJECTED) {
            r->at++;
            nreg_rejected_describe(r->result, index, &r->text);
            *reason = r->text.reason;
            *message = r->text.message;
            return 1;
        }
    }
    return 0;
}

static int compare_numbers(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static nreg_code order_rejected(rejected *r, uint64_t **order, nreg_error *error) {
    const nreg_result *result = r->result;
    size_t count = 0, descents = 0;
    *order = NULL;
    for (uint32_t i = 0; i < result->count; i++) {
        count += result->outcomes[i].outcome == NREG_OUTCOME_REJECTED;
        descents += i > 0 && result->outcomes[i].row < result->outcomes[i - 1].row;
    }
    r->count = result->count;
    if (descents == 0) {
        return NREG_OK;
    }
    *order = nreg_allocate_array(&result->allocator, count, sizeof **order);
    if (*order == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "No memory to put the rejected rows in order.");
    }
    r->count = 0;
    for (uint32_t i = 0; i < result->count; i++) {
        if (result->outcomes[i].outcome == NREG_OUTCOME_REJECTED) {
            (*order)[r->count++] = (uint64_t)result->outcomes[i].row << 32 | i;
        }
    }
    qsort(*order, r->count, sizeof **order, compare_numbers);
    r->order = *order;
    return NREG_OK;
}

nreg_code nreg_upload_rejects(const nreg_result *result, const nreg_source *source, const nreg_upload_options *options,
                              const nreg_sink *sink, uint64_t *rows, nreg_error *error) {
    nreg_upload_options resolved;
    uint64_t *order;
    nreg_error_clear(error);
    if (result == NULL || source == NULL || source->read == NULL || sink == NULL || sink->write == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A result, a source and a sink are needed.");
    }
    rejected r = {result, NULL, 0, 0, {"", ""}};
    nreg_code code = nreg_upload_resolve(options, &resolved, error);
    if (code == NREG_OK) {
        code = order_rejected(&r, &order, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_columns_basis basis = {NULL, result->catalogue, result->region};
    nreg_rejections rejections = {find_rejected, &r};
    code = nreg_upload_write_rejects(&result->allocator, &basis, source, &resolved, &rejections, sink, rows, error);
    nreg_release(&result->allocator, order);
    return code;
}
