/* SPDX-License-Identifier: MIT */
/* Rule R12: stored results, request ids and drafts. */
#include "rules.h"

#include <string.h>

static void r12_a_request_id_returns_the_stored_result(void **state) {
    world *w = *state;
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "save-1";
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        nreg_result *unused;
        assert_int_equal(nreg_batch_commit(two_good_one_bad(w), &options, &unused, &w->error), NREG_UNSUPPORTED);
        return;
    }
    const nreg_result *first = world_commit(w, two_good_one_bad(w), &options);
    world_set_status(w, NUMBER, NREG_STATUS_ACTIVE);
    nreg_session *other = world_session(w, ACME);
    nreg_batch *again = world_batch(w, other, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, again, N, CS);
    (void)world_add(w, again, "nonsense", CS);
    (void)world_add(w, again, "501-214-9021", CS);
    const nreg_result *second = world_commit(w, again, &options);
    nreg_session_close(other);
    assert_int_equal(summary_of(second).flags, NREG_RESULT_REPLAYED);
    nreg_summary a = summary_of(first);
    nreg_summary b = summary_of(second);
    b.flags = a.flags;
    assert_memory_equal(&a, &b, sizeof a);
    for (uint32_t i = 0; i < 3; i++) {
        const nreg_outcome x = outcome_at(first, i);
        const nreg_outcome y = outcome_at(second, i);
        assert_memory_equal(&x, &y, sizeof x);
    }
    nreg_batch *different = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, different, N, SURVEY);
    nreg_result *unused;
    assert_int_equal(nreg_batch_commit(different, &options, &unused, &w->error), NREG_REQUEST_MISMATCH);
    nreg_commit_options attested = options;
    attested.request_id = "attested";
    attested.attestation = "text 1";
    nreg_batch *read = two_good_one_bad(w);
    (void)world_commit(w, read, &attested);
    attested.attestation = "text 2";
    assert_code(w, nreg_batch_commit(two_good_one_bad(w), &attested, &unused, &w->error), NREG_REQUEST_MISMATCH);
    nreg_batch *elsewhere = world_batch(w, w->operator_session, w->globex, NREG_ACTION_ADD);
    (void)world_add(w, elsewhere, "501-214-9027", CS);
    assert_int_equal(summary_of(world_commit(w, elsewhere, &options)).added, 1);
}

static void r12_a_batch_committed_twice_returns_the_same_result(void **state) {
    world *w = *state;
    nreg_batch *batch = two_good_one_bad(w);
    const nreg_result *first = world_commit(w, batch, NULL);
    assert_ptr_equal(world_commit(w, batch, NULL), first);
    nreg_entry entry;
    assert_int_equal(nreg_batch_add(batch, N, NREG_NUL, CS, &entry, &w->error), NREG_CLOSED);
    nreg_result *unused;
    assert_int_equal(nreg_batch_preview(batch, NULL, &unused, &w->error), NREG_CLOSED);
}

/* What is said of an entry while it is staged is what its outcome says, if nothing but the entry is at fault. */
static void r12_what_is_wrong_is_said_while_it_is_staged(void **state) {
    world *w = *state;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    static const char *const typed[] = {N,  "1-501-214-9020", "(501) 214",      "what?",
                                        "", "501-555-0123",   "+1 999 214 9020"};
    enum { TYPED = sizeof typed / sizeof *typed };
    nreg_entry_input inputs[TYPED];
    memset(inputs, 0, sizeof inputs);
    for (uint32_t i = 0; i < TYPED; i++) {
        inputs[i].number = typed[i];
        inputs[i].number_length = NREG_NUL;
        inputs[i].purpose = i == 1 ? DNO : SURVEY;
        inputs[i].row = 100 + i;
    }
    assert_code(w, nreg_batch_stage(batch, inputs, sizeof *inputs, TYPED, NULL, &w->error), NREG_OK);
    const nreg_result *preview = world_preview(w, batch, NULL);
    char staged[NREG_MESSAGE_SIZE];
    char decided[NREG_MESSAGE_SIZE];
    for (uint32_t i = 0; i < TYPED; i++) {
        assert_int_equal(nreg_batch_message(batch, i + 1, 0, staged, sizeof staged), NREG_OK);
        assert_int_equal(nreg_result_message(preview, i, 0, decided, sizeof decided), NREG_OK);
        assert_string_equal(staged, decided);
        const size_t length = strlen(staged);
        assert_true(length > 0);
        assert_int_equal(nreg_batch_message(batch, i + 1, 0, staged, length), NREG_LIMIT_EXCEEDED);
        assert_string_equal(staged, "");
        assert_int_equal(nreg_batch_message(batch, i + 1, 0, staged, length + 1), NREG_OK);
    }
    assert_int_equal(nreg_batch_message(batch, 1, 0, staged, sizeof staged), NREG_OK);
    assert_non_null(strstr(staged, "row 101"));
    assert_int_equal(nreg_batch_message(batch, 1, NREG_REASON_CONFLICTING_PURPOSE, decided, sizeof decided), NREG_OK);
    assert_string_equal(staged, decided);
    assert_int_equal(nreg_batch_message(batch, 2, NREG_REASON_DNO, staged, sizeof staged), NREG_OK);
    assert_true(strlen(staged) > 0);
    const uint32_t good = world_add(w, batch, "501-214-9027", SURVEY);
    assert_int_equal(nreg_batch_message(batch, good, 0, staged, sizeof staged), NREG_OK);
    assert_string_equal(staged, "");
    assert_int_equal(nreg_batch_message(batch, good, NREG_REASON_DNO, staged, sizeof staged), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_message(batch, 1, NREG_REASON_COUNT, staged, sizeof staged), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_message(batch, 1, 0, staged, 0), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_message(batch, 1, 0, NULL, 10), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_message(NULL, 1, 0, staged, sizeof staged), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_batch_message(batch, 0, 0, staged, sizeof staged), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_message(batch, good + 1, 0, staged, sizeof staged), NREG_NOT_FOUND);
}

static void r12_drafts_are_saved_loaded_listed_and_discarded(void **state) {
    world *w = *state;
    nreg_batch *batch = two_good_one_bad(w);
    uint64_t id = 0;
    if (!world_keeps(w, NREG_GROUP_BATCHES)) {
        assert_int_equal(nreg_batch_save(batch, &id, &w->error), NREG_UNSUPPORTED);
        return;
    }
    assert_ok(w, nreg_batch_save(batch, &id, &w->error));
    nreg_batch *loaded;
    assert_ok(w, nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error));
    assert_int_equal(nreg_batch_count(loaded), 3);
    assert_ok(w, nreg_batch_drop(loaded, 2, &w->error));
    assert_ok(w, nreg_batch_save(loaded, NULL, &w->error));
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_CONFLICT);

    nreg_batch_info infos[4];
    uint64_t cursor = 0;
    uint32_t count;
    uint32_t more;
    assert_ok(w, nreg_batch_list(w->acme_session, NREG_BATCH_DRAFT, &cursor, infos, 4, &count, &more, &w->error));
    assert_int_equal(count, 1);
    assert_int_equal(infos[0].id, id);
    assert_int_equal(infos[0].entries, 2);
    assert_string_equal(infos[0].actor, "user:1");
    nreg_session *globex = world_session(w, GLOBEX);
    cursor = 0;
    assert_ok(w, nreg_batch_list(globex, 0, &cursor, infos, 4, &count, &more, &w->error));
    assert_int_equal(count, 0);
    nreg_batch *stolen;
    assert_int_equal(nreg_batch_load(globex, id, NULL, &stolen, &w->error), NREG_NOT_FOUND);
    assert_int_equal(nreg_batch_discard(globex, id, &w->error), NREG_NOT_FOUND);
    nreg_session_close(globex);

    nreg_result *result;
    assert_ok(w, nreg_batch_commit(loaded, NULL, &result, &w->error));
    assert_int_equal(summary_of(result).added, 2);
    assert_int_equal(summary_of(result).batch, id);
    nreg_result_free(result);
    nreg_batch_free(loaded);
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_discard(w->acme_session, id, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_save(batch, NULL, &w->error), NREG_CLOSED);
    nreg_result *late;
    assert_int_equal(nreg_batch_commit(batch, NULL, &late, &w->error), NREG_CLOSED);

    nreg_batch *other = two_good_one_bad(w);
    assert_ok(w, nreg_batch_save(other, &id, &w->error));
    assert_ok(w, nreg_batch_discard(w->acme_session, id, &w->error));
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_CLOSED);
    assert_int_equal(nreg_batch_result(w->acme_session, id, &late, &w->error), NREG_CLOSED);
}

static void r12_a_draft_keeps_the_region_its_numbers_are_read_in(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    strcpy(options.region, "GB");
    nreg_batch *batch;
    nreg_batch *loaded;
    nreg_entry entry;
    uint64_t id;
    uint32_t count = 0;
    assert_ok(w, nreg_batch_new(w->acme_session, w->acme, &options, &batch, &w->error));
    assert_ok(w, nreg_batch_add(batch, "020 7031 3000", NREG_NUL, CS, NULL, &w->error));
    assert_ok(w, nreg_batch_save(batch, &id, &w->error));
    assert_ok(w, nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error));
    assert_ok(w, nreg_batch_entries(loaded, 0, &entry, 1, &count, &w->error));
    assert_int_equal(entry.number, 442070313000);
    nreg_batch_free(loaded);
    strcpy(options.region, "US"); /* whoever loads it may want another */
    assert_ok(w, nreg_batch_load(w->acme_session, id, &options, &loaded, &w->error));
    assert_ok(w, nreg_batch_entries(loaded, 0, &entry, 1, &count, &w->error));
    assert_int_not_equal(entry.number, 442070313000);
    nreg_batch_free(loaded);
    nreg_batch_free(batch);
}

static void r12_a_draft_saved_by_somebody_else_meanwhile_is_not_committed(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    uint64_t id;
    assert_ok(w, nreg_batch_save(two_good_one_bad(w), &id, &w->error));
    nreg_batch *mine;
    nreg_batch *theirs;
    nreg_result *result;
    assert_ok(w, nreg_batch_load(w->acme_session, id, NULL, &mine, &w->error));
    assert_ok(w, nreg_batch_load(w->acme_session, id, NULL, &theirs, &w->error));
    (void)world_add(w, theirs, "501-214-9029", CS);
    assert_ok(w, nreg_batch_save(theirs, NULL, &w->error));
    assert_code(w, nreg_batch_commit(mine, NULL, &result, &w->error), NREG_CONFLICT);
    assert_int_equal(world_count(w, w->acme), 0);
    assert_true(world_has_items(w, id, NREG_ITEMS_ENTRIES));
    assert_ok(w, nreg_batch_commit(theirs, NULL, &result, &w->error));
    assert_int_equal(summary_of(result).added, 3);
    assert_false(world_has_items(w, id, NREG_ITEMS_ENTRIES)); /* the outcomes say it all */
    assert_true(world_has_items(w, id, NREG_ITEMS_OUTCOMES));
    nreg_result_free(result);
    nreg_batch_free(mine);
    nreg_batch_free(theirs);
}

static void r12_a_replay_discloses_nothing_again(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES | NREG_GROUP_COUNTS);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "once";
    (void)world_add_one(w, w->operator_session, w->globex, N, CS, 0);
    for (int replay = 0; replay < 2; replay++) {
        w->told_business = 0;
        nreg_batch *batch = two_good_one_bad(w);
        const nreg_result *result = world_commit(w, batch, &options);
        assert_rejected(outcome_at(result, 0), NREG_REASON_REGISTERED_ELSEWHERE);
        assert_int_equal(w->told_business, replay ? 0 : w->acme);
    }
    options.request_id = "twice";
    (void)world_commit(w, two_good_one_bad(w), &options);
    assert_int_equal(w->told_today, 2);
}

static void r12_drafts_expire(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    uint64_t id;
    assert_ok(w, nreg_batch_save(two_good_one_bad(w), &id, &w->error));
    w->clock += INT64_C(31) * 86400000000;
    nreg_batch *loaded;
    assert_int_equal(nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error), NREG_NOT_FOUND);
}

static void r12_a_draft_that_retention_has_removed_is_closed(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES | NREG_GROUP_JOURNAL);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    assert_ok(w, nreg_batch_save(batch, NULL, &w->error));
    w->clock += INT64_C(31) * 86400000000;
    assert_ok(w, nreg_batch_save(batch, NULL, &w->error)); /* nobody has removed it yet: it has longer to live */
    w->clock += INT64_C(31) * 86400000000;
    assert_ok(w, nreg_journal_prune(w->operator_session, 0, NULL, NULL, &w->error));
    nreg_result *result;
    assert_code(w, nreg_batch_save(batch, NULL, &w->error), NREG_CLOSED);
    assert_code(w, nreg_batch_commit(batch, NULL, &result, &w->error), NREG_CLOSED);
}

static void r12_a_draft_that_is_committed_stays_as_old_as_it_is(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    uint64_t id;
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    (void)world_add(w, batch, N, CS);
    assert_ok(w, nreg_batch_save(batch, &id, &w->error));
    nreg_batch_info draft;
    assert_ok(w, nreg_batch_get(w->acme_session, id, &draft, &w->error));
    nreg_batch *loaded;
    assert_ok(w, nreg_batch_load(w->acme_session, id, NULL, &loaded, &w->error));
    (void)world_commit(w, loaded, NULL);
    nreg_batch_free(loaded);
    nreg_batch_info committed;
    assert_ok(w, nreg_batch_get(w->acme_session, id, &committed, &w->error));
    assert_int_equal(committed.created, draft.created);
    assert_true(committed.updated > draft.updated);
}

static void r12_a_request_id_knows_its_content_under_another_policy(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    options.request_id = "save-1";
    for (int round = 0; round < 2; round++) {
        nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
        (void)world_add(w, batch, N, CS);
        (void)world_add(w, batch, "900-214-9020", CS); /* premium rate */
        const nreg_summary summary = summary_of(world_commit(w, batch, &options));
        assert_int_equal(summary.flags, round == 0 ? 0 : NREG_RESULT_REPLAYED);
        w->policy.numbers.reject ^= NREG_REASON_BIT(NREG_REASON_PREMIUM_RATE);
        world_reopen(w);
    }
}

static void r12_a_draft_that_has_expired_is_not_listed(void **state) {
    world *w = *state;
    world_needs(w, NREG_GROUP_BATCHES);
    nreg_batch *batch = world_batch(w, w->acme_session, w->acme, NREG_ACTION_ADD);
    assert_ok(w, nreg_batch_save(batch, NULL, &w->error));
    for (int expired = 0; expired < 2; expired++) {
        nreg_batch_info infos[4];
        uint64_t cursor = 0;
        uint32_t count;
        uint32_t more;
        assert_ok(w, nreg_batch_list(w->acme_session, 0, &cursor, infos, 4, &count, &more, &w->error));
        assert_int_equal(count, expired ? 0 : 1);
        w->clock += INT64_C(31) * 86400000000;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(r12_a_request_id_returns_the_stored_result),
        ON_A_WORLD(r12_a_batch_committed_twice_returns_the_same_result),
        ON_A_WORLD(r12_what_is_wrong_is_said_while_it_is_staged),
        ON_A_WORLD(r12_drafts_are_saved_loaded_listed_and_discarded),
        ON_A_WORLD(r12_a_draft_keeps_the_region_its_numbers_are_read_in),
        ON_A_WORLD(r12_a_draft_saved_by_somebody_else_meanwhile_is_not_committed),
        ON_A_WORLD(r12_a_replay_discloses_nothing_again),
        ON_A_WORLD(r12_drafts_expire),
        ON_A_WORLD(r12_a_draft_that_retention_has_removed_is_closed),
        ON_A_WORLD(r12_a_draft_that_is_committed_stays_as_old_as_it_is),
        ON_A_WORLD(r12_a_request_id_knows_its_content_under_another_policy),
        ON_A_WORLD(r12_a_draft_that_has_expired_is_not_listed),
    };
    return world_run(tests);
}
