/* SPDX-License-Identifier: MIT */
/* Threads that want the same numbers: each is added exactly once, and everybody learns what became of theirs (rule R1).
 */
#include "../world/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4 };

typedef struct racer {
    world *w;
    pthread_t thread;
    uint32_t place;
    uint32_t numbers;
    uint32_t batch_size;
    uint64_t added;
    uint64_t here;
    uint64_t elsewhere;
    uint64_t other;
    nreg_code code;
    char message[NREG_ERROR_MESSAGE_SIZE];
} racer;

static const uint32_t strides[THREADS] = {7919, 7927, 7933, 7937}; /* prime to the number of numbers */

static nreg_code commit_part(racer *r, nreg_session *session, uint32_t from, uint32_t count, nreg_error *error) {
    nreg_batch *batch;
    nreg_code code = nreg_batch_new(session, r->place % 2 == 0 ? r->w->acme : r->w->globex, NULL, &batch, error);
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        /* Each thread goes its own way through the same numbers. */
        const uint32_t mixed = (uint32_t)(((uint64_t)(from + i) * strides[r->place]) % r->numbers);
        char number[32];
        snprintf(number, sizeof number, "501%03u%04u", 220 + mixed / 10000, mixed % 10000);
        code = nreg_batch_add(batch, number, NREG_NUL, CS, NULL, error);
    }
    nreg_result *result = NULL;
    if (code == NREG_OK) {
        code = nreg_batch_commit(batch, NULL, &result, error);
    }
    uint32_t outcomes = 0;
    const nreg_outcome *outcome = nreg_result_outcomes(result, &outcomes, NULL);
    for (uint32_t i = 0; code == NREG_OK && i < outcomes; i++) {
        if (outcome[i].outcome == NREG_OUTCOME_ADDED) {
            r->added++;
        } else if (outcome[i].reasons == NREG_REASON_BIT(NREG_REASON_ALREADY_HERE)) {
            r->here++;
        } else if (outcome[i].reasons == NREG_REASON_BIT(NREG_REASON_REGISTERED_ELSEWHERE)) {
            r->elsewhere++;
        } else {
            r->other++;
        }
    }
    nreg_result_free(result);
    nreg_batch_free(batch);
    return code;
}

static void *race(void *context) {
    racer *r = context;
    nreg_error error = NREG_ERROR_INIT;
    nreg_session *session;
    r->code = nreg_session_open_operator(r->w->registry, "racer", NREG_NUL, NULL, 0, &session, &error);
    for (uint32_t from = 0; r->code == NREG_OK && from < r->numbers; from += r->batch_size) {
        const uint32_t left = r->numbers - from;
        r->code = commit_part(r, session, from, left < r->batch_size ? left : r->batch_size, &error);
    }
    memcpy(r->message, error.message, sizeof r->message);
    nreg_session_close(session);
    return NULL;
}

static void race_for(world *w, uint32_t numbers, uint32_t batch_size) {
    w->policy.lock_wait_ms = 60000;
    w->system_host = 1;
    world_reopen(w);
    racer racers[THREADS];
    memset(racers, 0, sizeof racers);
    for (uint32_t i = 0; i < THREADS; i++) {
        racers[i].w = w;
        racers[i].place = i;
        racers[i].numbers = numbers;
        racers[i].batch_size = batch_size;
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    uint64_t added = 0;
    uint64_t all = 0;
    for (uint32_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(racers[i].thread, NULL), 0);
        if (racers[i].code != NREG_OK) {
            fail_msg("%s: %s", nreg_code_name(racers[i].code), racers[i].message);
        }
        added += racers[i].added;
        all += racers[i].added + racers[i].here + racers[i].elsewhere;
        assert_int_equal(racers[i].other, 0);
    }
    assert_int_equal(added, numbers);
    assert_int_equal(all, (uint64_t)numbers * THREADS);
    assert_int_equal(world_count(w, w->acme) + world_count(w, w->globex), numbers);
}

static void of_all_who_want_a_number_one_gets_it(void **state) {
    race_for(*state, 100000, 5000);
}

static void also_in_small_batches(void **state) {
    race_for(*state, 2003, 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_A_WORLD(of_all_who_want_a_number_one_gets_it),
        ON_A_WORLD(also_in_small_batches),
    };
    return world_run(tests);
}
