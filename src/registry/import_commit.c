/* SPDX-License-Identifier: MIT */
/* Preview and commit of an import: who claims what, then one batch after the other. */
#include "registry/import.h"

#include "base/error.h"
#include "base/host.h"
#include "base/versioned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- numbers that more than one place claims */

typedef struct claimed {
    uint64_t number;
    uint32_t group;
    uint32_t entry;
    uint32_t row;
    uint32_t reserved;
} claimed;

typedef struct claims {
    nreg_import_claim *found;
    size_t count, room;
} claims;

static int compare(const void *left, const void *right) {
    const claimed *a = left;
    const claimed *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

static size_t list_numbers(const nreg_import *import, claimed *list) {
    size_t count = 0;
    for (size_t g = 0; g < import->group_count; g++) {
        uint32_t entries = 0;
        const nreg_staged *staged = nreg_draft_entries(import->groups[g].batch->draft, &entries);
        for (uint32_t i = 0; i < entries; i++) {
            if (staged[i].number != 0) {
                list[count++] = (claimed){staged[i].number, (uint32_t)g, i + 1, nreg_staged_row(&staged[i], i + 1), 0};
            }
        }
    }
    return count;
}

static nreg_code note_claim(const nreg_import *import, claims *all, const claimed *one, const claimed *other,
                            nreg_error *error) {
    void *grown = all->found;
    if (!nreg_array_reserve(&import->session->access.allocator, &grown, &all->room, all->count + 1,
                            sizeof *all->found)) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to compare the rows of the import.");
    }
    all->found = grown;
    all->found[all->count++] = (nreg_import_claim){one->group, one->entry, other->row, 0};
    nreg_extra *extra = &import->groups[one->group].batch->extras[one->entry - 1];
    extra->faults |= NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER);
    extra->claimant = import->groups[other->group].scope;
    return NREG_OK;
}

/* Rows with the same number: each that has a rival elsewhere names the first of them. */
static nreg_code compare_rows(const nreg_import *import, const claimed *rows, size_t count, claims *all,
                              nreg_error *error) {
    size_t rival = 1;
    while (rival < count && rows[rival].group == rows[0].group) {
        rival++;
    }
    nreg_code code = NREG_OK;
    for (size_t i = 0; code == NREG_OK && rival < count && i < count; i++) {
        code = note_claim(import, all, &rows[i], rows[i].group == rows[0].group ? &rows[rival] : &rows[0], error);
    }
    return code;
}

static void forget_claims(const nreg_import *import) {
    for (size_t g = 0; g < import->group_count; g++) {
        nreg_batch *batch = import->groups[g].batch;
        uint32_t entries = 0;
        (void)nreg_draft_entries(batch->draft, &entries);
        for (uint32_t i = 0; i < entries; i++) {
            batch->extras[i].faults &= ~NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER);
            batch->extras[i].claimant = 0;
        }
    }
}

static nreg_code find_claims(const nreg_import *import, claims *all, nreg_error *error) {
    memset(all, 0, sizeof *all);
    forget_claims(import);
    claimed *list = nreg_allocate_array(&import->session->access.allocator, import->rows, sizeof *list);
    if (list == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to compare the rows of the import.");
    }
    nreg_code code = NREG_OK;
    const size_t count = list_numbers(import, list);
    if (count > 1) {
        qsort(list, count, sizeof *list, compare);
    }
    for (size_t begin = 0, end; code == NREG_OK && begin < count; begin = end) {
        for (end = begin + 1; end < count && list[end].number == list[begin].number; end++) {
        }
        code = compare_rows(import, list + begin, end - begin, all, error);
    }
    nreg_release(&import->session->access.allocator, list);
    return code;
}

/* --- options */

typedef struct running {
    const nreg_import *import;
    nreg_commit_options options; /* the caller's */
    uint64_t deadline_ms;        /* 0: none */
    uint64_t done;               /* rows of the batches before */
} running;

static nreg_code bad(nreg_error *error, const char *text) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s", text);
}

static nreg_code take_options(const nreg_import *import, const nreg_commit_options *given, running *run,
                              nreg_error *error) {
    memset(run, 0, sizeof *run);
    run->import = import;
    nreg_commit_options *own = &run->options;
    nreg_commit_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return bad(error, "The options were not prepared by nreg_commit_options_init().");
    }
    if (own->atomicity != NREG_ATOMIC_KEEP_GOOD || own->consent != 0 || own->evidence != NULL) {
        return bad(error,
                   "An import keeps what is good and moves nothing: `atomicity`, `consent` and `evidence` must be "
                   "as prepared.");
    }
    if (own->request_id != NULL && strlen(own->request_id) > NREG_IMPORT_REQUEST_ID_MAX) {
        return nreg_error_set(error, NREG_BAD_TEXT, "The request id of an import has at most %d bytes.",
                              NREG_IMPORT_REQUEST_ID_MAX);
    }
    if (own->timeout_ms != 0) {
        run->deadline_ms = nreg_monotonic_ms() + own->timeout_ms;
    }
    return NREG_OK;
}

static int32_t tell_progress(uint64_t done, uint64_t total, void *context) {
    const running *run = context;
    (void)total;
    return run->options.progress(run->done + done, run->import->rows, run->options.context);
}

/* Those of one batch; `request_id` has room for NREG_REQUEST_ID_MAX bytes and the NUL. */
static nreg_code options_of(running *run, const nreg_import_group *group, nreg_commit_options *options,
                            char *request_id, nreg_error *error) {
    *options = run->options;
    options->request_id = NULL;
    if (group->scope != 0 && run->options.request_id != NULL && run->options.request_id[0] != '\0') {
        snprintf(request_id, NREG_REQUEST_ID_MAX + 1, "%s#%llu", run->options.request_id,
                 (unsigned long long)group->scope);
        options->request_id = request_id;
    }
    if (group->scope == 0) {
        options->chunk_entries = 0;
    }
    if (run->options.progress != NULL) {
        options->progress = tell_progress;
        options->context = run;
    }
    if (run->deadline_ms != 0) {
        const uint64_t now = nreg_monotonic_ms();
        if (now >= run->deadline_ms) {
            return nreg_error_set(error, NREG_DEADLINE, "The time is out; what was imported until then stays.");
        }
        options->timeout_ms = (uint32_t)(run->deadline_ms - now);
    }
    return NREG_OK;
}

/* --- one batch after the other */

static nreg_code run_group(running *run, const nreg_import_group *group, int writes, nreg_result **result,
                           nreg_error *error) {
    nreg_commit_options options;
    char request_id[NREG_REQUEST_ID_MAX + 1];
    const uint32_t rows = nreg_batch_count(group->batch);
    if (rows == 0) {
        return NREG_OK;
    }
    nreg_code code = options_of(run, group, &options, request_id, error);
    if (code != NREG_OK) {
        return code;
    }
    if (writes) {
        code = nreg_batch_commit(group->batch, &options, result, error);
    } else {
        code = nreg_batch_preview(group->batch, &options, result, error);
    }
    run->done += rows;
    return code;
}

static nreg_code run_all(nreg_import *import, const nreg_commit_options *options, int writes,
                         nreg_migration **migration, nreg_error *error) {
    running run;
    claims all = {NULL, 0, 0};
    nreg_code code = nreg_import_enter(import, error);
    if (code == NREG_OK && migration == NULL) {
        code = bad(error, "A place for the report is needed.");
    }
    if (code == NREG_OK) {
        code = take_options(import, options, &run, error);
    }
    if (code == NREG_OK && !writes && import->committed) {
        code = nreg_error_set(error, NREG_CLOSED, "The import is committed, or its commit has begun.");
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_allocator *allocator = &import->session->access.allocator;
    nreg_result **results =
        import->group_count > SIZE_MAX / sizeof *results
            ? NULL
            : nreg_allocate_zeroed(allocator, import->group_count * sizeof *results + sizeof *results);
    code = results == NULL ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the results of the import.")
                           : find_claims(import, &all, error);
    import->committed |= writes && code == NREG_OK;
    for (size_t i = 1; code == NREG_OK && i <= import->group_count; i++) {
        const size_t g = i == import->group_count ? NREG_IMPORT_UNPLACED : i; /* the unknown ones last */
        code = run_group(&run, &import->groups[g], writes, &results[g], error);
    }
    if (code == NREG_OK) {
        code = nreg_migration_make(import, results, all.found, all.count, migration, error);
    }
    for (size_t i = 0; results != NULL && i < import->group_count; i++) {
        nreg_result_free(results[i]);
    }
    nreg_release(allocator, results);
    nreg_release(allocator, all.found);
    return code;
}

nreg_code nreg_import_preview(nreg_import *import, const nreg_commit_options *options, nreg_migration **migration,
                              nreg_error *error) {
    return run_all(import, options, 0, migration, error);
}

nreg_code nreg_import_commit(nreg_import *import, const nreg_commit_options *options, nreg_migration **migration,
                             nreg_error *error) {
    return run_all(import, options, 1, migration, error);
}
