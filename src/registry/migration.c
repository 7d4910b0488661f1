/* SPDX-License-Identifier: MIT */
/* The migration report: what became of the rows of an import. */
#include "registry/import.h"

#include "base/error.h"
#include "base/text.h"
#include "commit/result.h"
#include "registry/rejected.h"
#include "upload/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nreg_migration {
    nreg_allocator allocator;
    nreg_migration_counts summary;
    nreg_migration_scope *scopes;
    nreg_result **results; /* of the scopes */
    uint32_t scope_count;
    uint32_t unknown_count;
    nreg_migration_unknown *unknowns;
    nreg_migration_rejected *rejects;
    uint32_t reject_count;
};

void nreg_migration_free(nreg_migration *migration) {
    if (migration == NULL) {
        return;
    }
    const nreg_allocator allocator = migration->allocator;
    for (uint32_t i = 0; migration->results != NULL && i < migration->scope_count; i++) {
        nreg_result_free(migration->results[i]);
    }
    nreg_release(&allocator, migration->scopes);
    nreg_release(&allocator, migration->results);
    nreg_release(&allocator, migration->unknowns);
    nreg_release(&allocator, migration->rejects);
    nreg_release(&allocator, migration);
}

/* --- making */

static void count_status(nreg_migration_counts *summary, uint32_t status) {
    summary->pending += status == NREG_STATUS_PENDING;
    summary->needs_proof += status == NREG_STATUS_NEEDS_PROOF;
    summary->active += status == NREG_STATUS_ACTIVE;
    summary->suspended += status == NREG_STATUS_SUSPENDED;
    summary->declined += status == NREG_STATUS_DECLINED;
}

static void count_outcome(nreg_migration *migration, nreg_migration_scope *scope, const nreg_outcome *outcome) {
    nreg_migration_counts *summary = &migration->summary;
    const int rejected = outcome->outcome == NREG_OUTCOME_REJECTED;
    const int already = rejected && outcome->reason == NREG_REASON_ALREADY_HERE;
    scope->rows++;
    scope->imported += !rejected;
    scope->rejected += (uint32_t)rejected;
    scope->already += (uint32_t)already;
    scope->warned += outcome->warnings != 0;
    summary->already += (uint32_t)already;
    summary->claimed += rejected && (outcome->reasons & NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER)) != 0;
    if (!rejected) {
        count_status(summary, outcome->status);
    }
}

static void count_scope(nreg_migration *migration, const nreg_import_group *group, const nreg_result *result) {
    nreg_migration_scope *scope = &migration->scopes[migration->scope_count];
    nreg_migration_counts *summary = &migration->summary;
    memset(scope, 0, sizeof *scope);
    scope->scope = group->scope;
    scope->batch = result->summary.batch;
    scope->replayed = (result->summary.flags & NREG_RESULT_REPLAYED) != 0;
    memcpy(scope->path, group->path, sizeof scope->path);
    for (uint32_t i = 0; i < result->count; i++) {
        count_outcome(migration, scope, &result->outcomes[i]);
    }
    summary->flags |= result->summary.flags & (uint32_t)NREG_RESULT_PREVIEW;
    summary->rows += scope->rows;
    summary->imported += scope->imported;
    summary->rejected += scope->rejected;
    summary->warned += scope->warned;
    summary->dno += result->summary.dno;
    summary->scopes += group->scope != 0;
    summary->replayed += scope->replayed;
    summary->unplaced += group->scope == 0 ? scope->rows : 0;
}

static void spell_name(const nreg_import_name *name, char *text) {
    if (name->id != 0) {
        snprintf(text, NREG_PATH_SIZE, "%llu", (unsigned long long)name->id);
        return;
    }
    const size_t most = NREG_PATH_SIZE - 1;
    const size_t length = name->length <= most ? name->length : nreg_text_valid_prefix(name->text, most);
    memcpy(text, name->text == NULL ? "" : name->text, length);
    text[length] = '\0';
}

/* The names of rows that were placed nowhere, in order of their first row. */
static void list_unknowns(nreg_migration *migration, const nreg_import *import, uint32_t *index_of) {
    uint32_t entries = 0;
    const nreg_staged *staged = nreg_draft_entries(import->groups[NREG_IMPORT_UNPLACED].batch->draft, &entries);
    for (uint32_t i = 0; i < entries; i++) {
        const nreg_import_name *name = &import->names[import->unplaced[i]];
        uint32_t *index = &index_of[import->unplaced[i]];
        if (*index == 0) {
            nreg_migration_unknown *fresh = &migration->unknowns[migration->unknown_count++];
            *index = migration->unknown_count;
            memset(fresh, 0, sizeof *fresh);
            spell_name(name, fresh->name);
            fresh->row = nreg_staged_row(&staged[i], i + 1);
            fresh->ambiguous = name->ambiguous;
        }
        migration->unknowns[*index - 1].rows++;
    }
    migration->summary.unknown = migration->unknown_count;
}

static int compare_rejects(const void *left, const void *right) {
    const nreg_migration_rejected *a = left;
    const nreg_migration_rejected *b = right;
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return a->scope != b->scope ? (a->scope < b->scope ? -1 : 1)
                                : (a->outcome > b->outcome) - (a->outcome < b->outcome);
}

static int compare_claims(const void *left, const void *right) {
    const nreg_import_claim *a = left;
    const nreg_import_claim *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    return (a->entry > b->entry) - (a->entry < b->entry);
}

/* `claims` ascending by group and entry. */
static uint32_t other_row(const nreg_import_claim *claims, size_t count, uint32_t group, uint32_t entry) {
    const nreg_import_claim wanted = {group, entry, 0, 0};
    const nreg_import_claim *found =
        count == 0 ? NULL : bsearch(&wanted, claims, count, sizeof *claims, compare_claims);
    return found == NULL ? 0 : found->other;
}

static void list_rejects(nreg_migration *migration, const uint32_t *groups, const nreg_import_claim *claims,
                         size_t claim_count) {
    for (uint32_t s = 0; s < migration->scope_count; s++) {
        const nreg_result *result = migration->results[s];
        for (uint32_t i = 0; i < result->count; i++) {
            const nreg_outcome *outcome = &result->outcomes[i];
            if (outcome->outcome == NREG_OUTCOME_REJECTED) {
                migration->rejects[migration->reject_count++] = (nreg_migration_rejected){
                    outcome->row, s, i, other_row(claims, claim_count, groups[s], outcome->entry)};
            }
        }
    }
    if (migration->reject_count > 1) {
        qsort(migration->rejects, migration->reject_count, sizeof *migration->rejects, compare_rejects);
    }
}

static nreg_code fill(nreg_migration *migration, const nreg_import *import, nreg_result **results, uint32_t *groups,
                      uint32_t *index_of, nreg_import_claim *claims, size_t claim_count, nreg_error *error) {
    for (size_t i = 1; i <= import->group_count; i++) {
        const size_t g = i == import->group_count ? NREG_IMPORT_UNPLACED : i;
        if (results[g] != NULL) {
            count_scope(migration, &import->groups[g], results[g]);
            groups[migration->scope_count] = (uint32_t)g;
            migration->results[migration->scope_count++] = nreg_result_retain(results[g]);
        }
    }
    if (import->group_count > 0) {
        list_unknowns(migration, import, index_of);
    }
    migration->rejects =
        nreg_allocate_array(&migration->allocator, migration->summary.rejected, sizeof *migration->rejects);
    if (migration->rejects == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the migration report.");
    }
    if (claim_count > 1) {
        qsort(claims, claim_count, sizeof *claims, compare_claims);
    }
    list_rejects(migration, groups, claims, claim_count);
    return NREG_OK;
}

nreg_code nreg_migration_make(const nreg_import *import, nreg_result **results, nreg_import_claim *claims,
                              size_t claim_count, nreg_migration **migration, nreg_error *error) {
    const nreg_allocator *allocator = &import->session->access.allocator;
    nreg_migration *made = nreg_allocate_zeroed(allocator, sizeof *made);
    uint32_t *groups = nreg_allocate_array(allocator, import->group_count, sizeof *groups);
    uint32_t *index_of = nreg_allocate_array(allocator, import->name_count, sizeof *index_of);
    if (made != NULL) {
        made->allocator = *allocator;
        made->summary.struct_size = (uint32_t)sizeof made->summary;
        made->scopes = nreg_allocate_array(allocator, import->group_count, sizeof *made->scopes);
        made->results = nreg_allocate_array(allocator, import->group_count, sizeof *made->results);
        made->unknowns = nreg_allocate_array(allocator, import->name_count, sizeof *made->unknowns);
    }
    nreg_code code = NREG_OK;
    if (made == NULL || groups == NULL || index_of == NULL || made->scopes == NULL || made->results == NULL ||
        made->unknowns == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the migration report.");
    } else {
        memset(index_of, 0, import->name_count * sizeof *index_of);
        code = fill(made, import, results, groups, index_of, claims, claim_count, error);
    }
    nreg_release(allocator, groups);
    nreg_release(allocator, index_of);
    if (code != NREG_OK) {
        nreg_migration_free(made);
        return code;
    }
    *migration = made;
    return NREG_OK;
}

/* --- reading */

nreg_code nreg_migration_summary(const nreg_migration *migration, nreg_migration_counts *summary) {
    if (migration == NULL || summary == NULL || summary->struct_size < sizeof summary->struct_size) {
        return NREG_INVALID_ARGUMENT;
    }
    const uint32_t size = summary->struct_size;
    memcpy(summary, &migration->summary, size < sizeof *summary ? size : sizeof *summary);
    summary->struct_size = size;
    return NREG_OK;
}

static const void *give(const void *array, uint32_t count, size_t size, uint32_t *out_count, uint32_t *out_stride) {
    if (out_count != NULL) {
        *out_count = count;
    }
    if (out_stride != NULL) {
        *out_stride = (uint32_t)size;
    }
    return count == 0 ? NULL : array;
}

const nreg_migration_scope *nreg_migration_scopes(const nreg_migration *migration, uint32_t *count, uint32_t *stride) {
    return give(migration == NULL ? NULL : migration->scopes, migration == NULL ? 0 : migration->scope_count,
                sizeof(nreg_migration_scope), count, stride);
}

const nreg_migration_unknown *nreg_migration_unknowns(const nreg_migration *migration, uint32_t *count,
                                                      uint32_t *stride) {
    return give(migration == NULL ? NULL : migration->unknowns, migration == NULL ? 0 : migration->unknown_count,
                sizeof(nreg_migration_unknown), count, stride);
}

const nreg_migration_rejected *nreg_migration_rejects(const nreg_migration *migration, uint32_t *count,
                                                      uint32_t *stride) {
    return give(migration == NULL ? NULL : migration->rejects, migration == NULL ? 0 : migration->reject_count,
                sizeof(nreg_migration_rejected), count, stride);
}

nreg_code nreg_migration_result(const nreg_migration *migration, uint32_t scope, nreg_result **result) {
    if (migration == NULL || result == NULL || scope >= migration->scope_count) {
        return NREG_INVALID_ARGUMENT;
    }
    *result = nreg_result_retain(migration->results[scope]);
    return NREG_OK;
}

/* --- rejected rows */

typedef struct rejecting {
    const nreg_migration *migration;
    uint32_t at;
    nreg_rejected_text text;
} rejecting;

static int find_rejected(uint64_t row, const char **reason, const char **message, void *context) {
    rejecting *r = context;
    for (; r->at < r->migration->reject_count && r->migration->rejects[r->at].row <= row; r->at++) {
        const nreg_migration_rejected *found = &r->migration->rejects[r->at];
        if (found->row == row) {
            r->at++;
            nreg_rejected_describe(r->migration->results[found->scope], found->outcome, &r->text);
            *reason = r->text.reason;
            *message = r->text.message;
            return 1;
        }
    }
    return 0;
}

nreg_code nreg_migration_write_rejects(const nreg_migration *migration, const nreg_source *source,
                                       const nreg_upload_options *options, const nreg_sink *sink, uint64_t *rows,
                                       nreg_error *error) {
    nreg_upload_options resolved;
    rejecting r = {migration, 0, {"", ""}};
    nreg_error_clear(error);
    if (migration == NULL || source == NULL || source->read == NULL || sink == NULL || sink->write == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A report, a source and a sink are needed.");
    }
    const nreg_code code = nreg_upload_resolve(options, &resolved, error);
    if (code != NREG_OK) {
        return code;
    }
    const nreg_catalogue *catalogue = migration->scope_count == 0 ? NULL : migration->results[0]->catalogue;
    nreg_columns_basis basis = {NULL, catalogue, "US"};
    nreg_rejections rejections = {find_rejected, &r};
    return nreg_upload_write_rejects(&migration->allocator, &basis, source, &resolved, &rejections, sink, rows, error);
}
