/* SPDX-License-Identifier: MIT */
/*
 * What a person waits for: `bench_postgresql_trips CONNECTION [TIMES]`. Batches of one number, previewed and committed
 * with a request id: round trips to the server, and the median of TIMES (200) on the clock. The first of a registry
 * that has not met the scope stands apart.
 */
#include "measure.h"
#include "postgresql_place.h"

#include "store/postgresql/connection.h"

#include <stdio.h>
#include <stdlib.h>

enum { TIMES_MOST = 7000 };

static nreg_store *store;
static unsigned made; /* numbers that were named so far */

typedef struct visit {
    nreg_registry *registry;
    nreg_session *session;
} visit;

typedef struct cost {
    unsigned trips;
    double seconds;
} cost;

static visit begin_visit(uint64_t root) {
    nreg_error error = NREG_ERROR_INIT;
    visit v;
    bench_must(nreg_registry_open(store, NULL, &v.registry, &error), &error);
    bench_must(root == 0 ? nreg_session_open_operator(v.registry, "bench", NREG_NUL, NULL, 0, &v.session, &error)
                         : nreg_session_open(v.registry, root, "bench", NREG_NUL, NULL, 0, &v.session, &error),
               &error);
    return v;
}

static void end_visit(visit *v) {
    nreg_session_close(v->session);
    nreg_registry_close(v->registry);
}

static unsigned take_trips(void) {
    void *context;
    (void)nreg_store_get_methods(store, &context);
    return atomic_exchange(&((nreg_pg_pool *)context)->trips, 0);
}

/* One more number, previewed or committed. */
static cost once(const visit *v, uint64_t target, int commits) {
    nreg_error error = NREG_ERROR_INIT;
    nreg_batch *batch;
    nreg_result *result;
    char number[24];
    char request[24];
    nreg_commit_options options;
    nreg_commit_options_init(&options);
    snprintf(number, sizeof number, "+1501214%04u", made % 10000);
    snprintf(request, sizeof request, "save %u", made++);
    options.request_id = request;
    bench_must(nreg_batch_new(v->session, target, NULL, &batch, &error), &error);
    bench_must(nreg_batch_add(batch, number, NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error), &error);
    (void)take_trips();
    const double start = bench_seconds();
    bench_must(commits ? nreg_batch_commit(batch, &options, &result, &error)
                       : nreg_batch_preview(batch, &options, &result, &error),
               &error);
    const cost spent = {.seconds = bench_seconds() - start, .trips = take_trips()};
    nreg_result_free(result);
    nreg_batch_free(batch);
    return spent;
}

static int compare(const void *left, const void *right) {
    const double a = ((const cost *)left)->seconds;
    const double b = ((const cost *)right)->seconds;
    return (a > b) - (a < b);
}

static void print(const char *what, cost *costs, int times) {
    unsigned most = 0;
    for (int i = 0; i < times; i++) {
        most = costs[i].trips > most ? costs[i].trips : most;
    }
    qsort(costs, (size_t)times, sizeof *costs, compare);
    printf("%-44s %u round trips at most %8.0f us\n", what, most, costs[times / 2].seconds * 1e6);
}

static void measure(uint64_t root, uint64_t target, int times, int commits) {
    static cost costs[TIMES_MOST];
    visit v = begin_visit(root);
    for (int i = 0; i < times; i++) {
        end_visit(&v);
        v = begin_visit(root);
        costs[i] = once(&v, target, commits);
    }
    print(commits ? "commit of one number, scope not met before" : "preview of one number, scope not met before", costs,
          times);
    for (int i = 0; i < times; i++) {
        costs[i] = once(&v, target, commits);
    }
    print(commits ? "commit of one number" : "preview of one number", costs, times);
    end_visit(&v);
}

int main(int count, char **arguments) {
    const int times = count > 2 ? atoi(arguments[2]) : 200;
    if (count < 2 || times < 1 || times > TIMES_MOST / 2) {
        fprintf(stderr, "usage: bench_postgresql_trips CONNECTION [1 to %d TIMES]\n", TIMES_MOST / 2);
        return 2;
    }
    nreg_error error = NREG_ERROR_INIT;
    nreg_scope scope;
    uint64_t target;
    place_choose(arguments[1]);
    place_make();
    store = place_open(NREG_POSTGRESQL_OPEN, 1);
    visit v = begin_visit(0);
    place_add_programs(v.session, "acme", &target, 1);
    bench_must(nreg_scope_get(v.session, target, &scope, &error), &error);
    end_visit(&v);
    measure(scope.business, target, times, 0);
    measure(scope.business, target, times, 1);
    nreg_store_close(store);
    place_drop();
    return 0;
}
