/* SPDX-License-Identifier: MIT */
/* Memory that runs out: at every single allocation of the whole way, once and for good. */
#include "../world/world.h"

#include <stdio.h>
#include <string.h>

enum { ENTRIES = 80 };

/* Stages, previews, commits, saves and reads back; NREG_NO_MEMORY at the first step that lacks memory. */
static nreg_code walk(world *w, nreg_session *session, uint64_t *accepted, uint32_t chunk) {
    nreg_batch *batch = NULL;
    nreg_batch *loaded = NULL;
    nreg_result *result = NULL;
    nreg_error *error = &w->error;
    uint64_t id = 0;
    nreg_code code = nreg_batch_new(session, w->spring, NULL, &batch, error);
    for (int i = 0; code == NREG_OK && i < ENTRIES; i++) {
        char number[32];
        snprintf(number, sizeof number, i % 10 == 9 ? "bad" : "501-214-%04d", 9000 + i * 37 % ENTRIES);
        code = nreg_batch_add(batch, number, NREG_NUL, CS, NULL, error);
    }
    if (code == NREG_OK) {
        code = nreg_batch_save(batch, &id, error);
    }
    if (code == NREG_OK) {
        code = nreg_batch_load(session, id, NULL, &loaded, error);
    }
    if (code == NREG_OK) {
        code = nreg_batch_preview(loaded, NULL, &result, error);
    }
    if (code == NREG_OK) {
        nreg_result_free(result);
        nreg_commit_options options;
        nreg_commit_options_init(&options);
        options.chunk_entries = chunk;
        code = nreg_batch_commit(loaded, &options, &result, error);
    }
    if (code == NREG_OK) {
        nreg_summary summary;
        summary.struct_size = (uint32_t)sizeof summary;
        (void)nreg_result_summary(result, &summary);
        *accepted = summary.accepted;
        nreg_result_free(result);
        code = nreg_batch_result(session, id, &result, error);
    }
    if (code == NREG_OK) {
        nreg_result_free(result);
        nreg_batch_info infos[4];
        uint64_t cursor = 0;
        uint32_t count;
        uint32_t more;
        code = nreg_batch_list(session, 0, &cursor, infos, 4, &count, &more, error);
    }
    nreg_batch_free(loaded);
    nreg_batch_free(batch);
    return code;
}

static void fail_every_allocation(const test_store *kind, int forever, uint32_t chunk) {
    uint64_t n = 1;
    for (;; n++) {
        world *w = world_new(kind);
        const int64_t live = w->memory.live;
        w->memory.fail_at = w->memory.calls + n;
        w->memory.forever = forever;
        uint64_t accepted = 0;
        const nreg_code code = walk(w, w->acme_session, &accepted, chunk);
        w->memory.fail_at = 0;
        assert_true(code == NREG_OK || code == NREG_NO_MEMORY);
        assert_int_equal(w->memory.live, live);
        const uint64_t there = world_count(w, w->acme);
        if (chunk == 0) {
            assert_true(there == accepted || (code == NREG_NO_MEMORY && there == 0));
        }
        const int over = !w->memory.failed;
        if (over) {
            assert_int_equal(code, NREG_OK);
            assert_int_equal(accepted, 72);
        }
        world_free(w);
        if (over) {
            break;
        }
    }
    print_message("%s%s, chunks of %u: %u allocations\n", kind->name, forever ? ", for good" : "", chunk,
                  (unsigned)n - 1);
    assert_true(n > 20);
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    for (const test_store *kind = test_store_next(NULL); kind != NULL; kind = test_store_next(kind)) {
        if (kind->is_hostile || strcmp(kind->name, "first-tier") == 0) {
            continue;
        }
        fail_every_allocation(kind, 0, 0);
        fail_every_allocation(kind, 1, 30);
        if (kind == test_store_first()) { /* making a store on disk so often takes time */
            fail_every_allocation(kind, 1, 0);
            fail_every_allocation(kind, 0, 30);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_allocation_may_fail),
    };
    return test_store_next(NULL) == NULL ? 77 : cmocka_run_group_tests(tests, NULL, NULL);
}
