/* SPDX-License-Identifier: MIT */
/*
 * Operations follow from the client's number and their own: a client that was killed is started again, finds in its log
 * where it was, and asks for the same once more with the same request id.
 */
#include "client.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct operation {
    uint32_t index;
    uint32_t action; /* 0: read */
    uint32_t consent;
    uint32_t purpose;
    uint32_t count;
    uint32_t abandons; /* gives up after a definite failure */
    uint32_t again;    /* asks once more after success */
    uint32_t slow;     /* milliseconds that its transactions stay open for */
    const nreg_scope *target;
    uint64_t *numbers;
    char request[32];
} operation;

static uint64_t next(uint64_t *random) {
    *random += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = *random;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

static uint32_t below(uint64_t *random, uint32_t bound) {
    return (uint32_t)(next(random) % bound);
}

/* Different numbers out of the pool, in no order. */
static void draw_numbers(const client *c, uint64_t *random, operation *op) {
    uint32_t drawn = 0;
    while (drawn < op->count) {
        const uint64_t number = number_at(below(random, c->numbers));
        uint32_t i = 0;
        while (i < drawn && op->numbers[i] != number) {
            i++;
        }
        if (i == drawn) {
            op->numbers[drawn++] = number;
        }
    }
}

static void make_mixed(client *c, operation *op) {
    uint64_t random = (uint64_t)c->number << 32 | op->index;
    const uint32_t kind = below(&random, 100);
    const uint32_t business = c->number % 2 == 0 ? 0 : PLACES / 2;
    op->count = 1 + below(&random, c->batch);
    op->purpose = 1 + below(&random, 3);
    op->target = &c->places[business + below(&random, PLACES / 2)];
    op->abandons = below(&random, 2);
    op->again = below(&random, 8) == 0;
    op->slow = below(&random, 8) == 0 ? below(&random, 60) : 0;
    op->action = 0;
    op->consent = 0;
    if (kind < 40) {
        op->action = NREG_ACTION_ADD;
        op->consent = below(&random, 2) ? NREG_CONSENT_MOVE : 0;
    } else if (kind < 65) {
        op->action = NREG_ACTION_REMOVE;
        op->consent = below(&random, 2) ? NREG_CONSENT_DELETE : 0;
        op->target = below(&random, 2) ? &c->places[business] : op->target;
    } else if (kind < 75) {
        op->action = NREG_ACTION_CHANGE;
    }
    draw_numbers(c, &random, op);
}

/* The whole pool, once, each client on a way of its own. */
static int make_race(client *c, operation *op) {
    const uint64_t from = (uint64_t)op->index * c->batch;
    static const uint32_t strides[] = {7919, 7927, 7933, 7937, 7949, 7951, 7963, 7993};
    if (from >= c->numbers) {
        return 0;
    }
    op->action = NREG_ACTION_ADD;
    op->consent = 0;
    op->purpose = 2;
    op->again = 1;
    op->abandons = 0;
    op->slow = 0;
    op->target = &c->places[c->number % 2 == 0 ? 0 : PLACES / 2];
    op->count = c->numbers - from < c->batch ? (uint32_t)(c->numbers - from) : c->batch;
    for (uint32_t i = 0; i < op->count; i++) {
        op->numbers[i] = number_at((uint32_t)((from + i) * strides[c->number % 8] % c->numbers));
    }
    return 1;
}

static void say_start(const client *c, const operation *op, const char *what) {
    fprintf(c->log, "{\"t\":%" PRId64 ",\"c\":%u,\"op\":%u,\"is\":\"%s\"", now(), c->number, op->index, what);
}

static void say_end(const client *c) {
    fputs("}\n", c->log);
    fflush(c->log);
}

static void say_invoke(const client *c, const operation *op) {
    say_start(c, op, "invoke");
    fprintf(c->log, ",\"do\":\"%s\"", op->action == 0 ? "READ" : nreg_action_name(op->action));
    if (op->action != 0) {
        fprintf(c->log,
                ",\"request\":\"%s\",\"target\":%" PRIu64 ",\"business\":%" PRIu64 ",\"consent\":%u,\"purpose\":%u",
                op->request, op->target->id, op->target->business == 0 ? op->target->id : op->target->business,
                op->consent, op->purpose);
    }
    fputs(",\"numbers\":[", c->log);
    for (uint32_t i = 0; i < op->count; i++) {
        fprintf(c->log, "%s%" PRIu64, i == 0 ? "" : ",", op->numbers[i]);
    }
    fputs("]", c->log);
    say_end(c);
}

static void say_code(const client *c, const operation *op, nreg_code code) {
    say_start(c, op, code == NREG_UNKNOWN ? "unknown" : "fail");
    fprintf(c->log, ",\"code\":\"%s\"", nreg_code_name(code));
    say_end(c);
}

static void say_result(const client *c, const operation *op, const nreg_result *result) {
    nreg_summary summary;
    memset(&summary, 0, sizeof summary);
    summary.struct_size = (uint32_t)sizeof summary;
    (void)nreg_result_summary(result, &summary);
    uint32_t count = 0;
    const nreg_outcome *outcomes = nreg_result_outcomes(result, &count, NULL);
    say_start(c, op, "ok");
    fprintf(c->log, ",\"batch\":%" PRIu64 ",\"replayed\":%d,\"outcomes\":[", summary.batch,
            (summary.flags & NREG_RESULT_REPLAYED) != 0);
    for (uint32_t i = 0; i < count; i++) {
        fprintf(c->log, "%s[%" PRIu64 ",\"%s\",\"%s\"]", i == 0 ? "" : ",", outcomes[i].number,
                nreg_outcome_name(outcomes[i].outcome),
                outcomes[i].reason == 0 ? "" : nreg_reason_code(outcomes[i].reason));
    }
    fputs("]", c->log);
    say_end(c);
}

/* Called within the transaction: others overtake it. */
static int32_t linger(uint64_t done, uint64_t total, void *context) {
    const operation *op = context;
    (void)done;
    (void)total;
    rest(op->slow);
    return 0;
}

static nreg_code commit(client *c, nreg_session *session, operation *op, nreg_result **result) {
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = op->action;
    nreg_batch *batch = NULL;
    nreg_code code = nreg_batch_new(session, op->target->id, &options, &batch, &c->error);
    for (uint32_t i = 0; code == NREG_OK && i < op->count; i++) {
        char number[32];
        snprintf(number, sizeof number, "+%" PRIu64, op->numbers[i]);
        code = nreg_batch_add(batch, number, NREG_NUL, op->action == NREG_ACTION_REMOVE ? 0 : op->purpose, NULL,
                              &c->error);
    }
    if (code == NREG_OK) {
        nreg_commit_options commit_options;
        nreg_commit_options_init(&commit_options);
        commit_options.consent = op->consent;
        commit_options.request_id = op->request;
        commit_options.progress = op->slow != 0 ? linger : NULL;
        commit_options.context = op;
        code = nreg_batch_commit(batch, &commit_options, result, &c->error);
    }
    nreg_batch_free(batch);
    return code;
}

/* One time of asking; the code. */
static nreg_code ask(client *c, nreg_session *session, operation *op) {
    nreg_result *result = NULL;
    say_invoke(c, op);
    const nreg_code code = commit(c, session, op, &result);
    if (code == NREG_OK) {
        say_result(c, op, result);
    } else {
        say_code(c, op, code);
    }
    nreg_result_free(result);
    return code;
}

/* What is known to have failed may be given up; what may have happened is asked for until that is known. */
static void change(client *c, nreg_session *session, operation *op, int64_t until) {
    int unknown = 0;
    for (;;) {
        const nreg_code code = ask(c, session, op);
        unknown |= code == NREG_UNKNOWN;
        if (code == NREG_OK && op->again) {
            (void)ask(c, session, op);
        }
        if (code == NREG_OK || (op->abandons && !unknown) || now() > until) {
            return;
        }
        rest(20);
    }
}

static void look(client *c, operation *op) {
    nreg_record *records = calloc(op->count, sizeof *records);
    say_invoke(c, op);
    const nreg_code code = nreg_record_get(c->operator_session, op->numbers, op->count, records, NULL, &c->error);
    if (code != NREG_OK) {
        say_code(c, op, code);
    } else {
        say_start(c, op, "ok");
        fputs(",\"records\":[", c->log);
        for (uint32_t i = 0; i < op->count; i++) {
            const nreg_record *r = &records[i];
            fprintf(c->log, "%s[%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%u]", i == 0 ? "" : ",",
                    op->numbers[i], r->business, r->unit, r->program, r->last_batch, r->revision);
        }
        fputs("]", c->log);
        say_end(c);
    }
    free(records);
}

/* The operation that a log ends with, to be asked for again; or the one behind it. */
static uint32_t where_it_was(const client *c) {
    FILE *log = fopen(c->log_path, "r");
    uint32_t index = 0;
    char *line = NULL;
    size_t capacity = 0;
    while (log != NULL && getline(&line, &capacity, log) > 0) {
        uint32_t found = 0;
        char what[16] = "";
        if (strchr(line, '\n') != NULL &&
            sscanf(line, "{\"t\":%*d,\"c\":%*u,\"op\":%u,\"is\":\"%15[a-z]", &found, what) == 2) {
            index = found + (strcmp(what, "ok") == 0 ? 1 : 0);
        }
    }
    free(line);
    if (log != NULL) {
        fclose(log);
    }
    return index;
}

void run_work(client *c) {
    const int64_t until = now() + (int64_t)c->seconds * 1000000;
    const int64_t settled = until + (int64_t)c->settle * 1000000;
    operation op;
    memset(&op, 0, sizeof op);
    op.index = where_it_was(c);
    open_log(c, "a");
    fputs("\n", c->log); /* ends a line that was broken off */
    open_all(c, 0);
    op.numbers = calloc(c->batch, sizeof *op.numbers);
    nreg_session *session = NULL;
    const nreg_scope *business = &c->places[c->number % 2 == 0 ? 0 : PLACES / 2];
    char name[32];
    snprintf(name, sizeof name, "client %u", c->number);
    if (op.numbers == NULL ||
        nreg_session_open(c->registry, business->id, name, NREG_NUL, NULL, 0, &session, &c->error) != NREG_OK) {
        exit(1);
    }
    const int races = strcmp(c->mix, "race") == 0;
    for (int first = 1; first || races || now() < until; first = 0, op.index++) {
        if (!races) {
            make_mixed(c, &op);
        } else if (!make_race(c, &op)) {
            break;
        }
        snprintf(op.request, sizeof op.request, "%u-%u", c->number, op.index);
        if (op.action == 0) {
            look(c, &op);
        } else {
            change(c, session, &op, settled);
        }
    }
    nreg_session_close(session);
    free(op.numbers);
    close_all(c);
}
