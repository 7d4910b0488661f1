/* SPDX-License-Identifier: MIT */
/*
 * A host's review: numbers are added, a worker asks the host's reviewer about them outside any transaction, one is
 * held, its owner sends proof, and a person decides. docs/review.md tells the same in words.
 */
#include <numberreg.h>

#include <stdio.h>
#include <stdlib.h>

static nreg_error error = NREG_ERROR_INIT;

static void must(nreg_code code, const char *what) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", what, error.message[0] != '\0' ? error.message : nreg_code_text(code));
        exit(1);
    }
}

/* Asked about many numbers at once; may take its time, within the lease. */
static nreg_code reviewer(const nreg_review_case *cases, uint32_t count, nreg_review_answer *answers, void *context) {
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        if ((cases[i].record.flags & NREG_RECORD_PROOF) != 0) {
            continue; /* for a person: NREG_DECISION_LATER, as the answers are when they come */
        }
        answers[i].decision = cases[i].signs == 0 ? NREG_DECISION_APPROVE : NREG_DECISION_HOLD;
        answers[i].note = cases[i].signs == 0 ? NULL : "Please send a bill of this line.";
        for (uint32_t sign = 1; sign != 0 && sign <= cases[i].signs; sign <<= 1) {
            if ((cases[i].signs & sign) != 0) {
                printf("   sign %s: %s\n", nreg_sign_code(sign), nreg_sign_text(sign));
            }
        }
    }
    return NREG_OK;
}

/* What a worker process does again and again; any number of them may run at once. */
static void work(nreg_session *worker) {
    nreg_review_options options;
    nreg_review_report report = {.struct_size = sizeof report};
    nreg_review_options_init(&options);
    options.reviewer = reviewer;
    do {
        must(nreg_review_run(worker, &options, &report, &error), "review");
        printf("   %u approved, %u held, %u for later\n", report.approved, report.held, report.later);
    } while (report.leased == options.limit); /* fewer: nothing more is pending now; rest a while */
}

static void finish(nreg_batch *batch) {
    nreg_result *result;
    must(nreg_batch_commit(batch, NULL, &result, &error), "commit");
    const nreg_outcome *outcome = nreg_result_outcome(result, 0);
    printf("   %s\n", nreg_status_display(outcome->status));
    nreg_result_free(result);
    nreg_batch_free(batch);
}

int main(void) {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *staff;
    nreg_session *jane;
    nreg_batch *batch;
    nreg_scope acme;
    nreg_scope_options named;
    nreg_batch_options what;
    must(nreg_memory_store_open(NULL, &store, &error), "store");
    must(nreg_registry_open(store, NULL, &registry, &error), "registry");
    must(nreg_session_open_operator(registry, "worker:1", NREG_NUL, NULL, 0, &staff, &error), "operator");
    nreg_scope_options_init(&named);
    named.key = "acme";
    must(nreg_scope_add(staff, 0, &named, &acme, &error), "scope");
    must(nreg_session_open(registry, acme.id, "user:4711", NREG_NUL, NULL, 0, &jane, &error), "session");

    puts("Added");
    must(nreg_batch_new(jane, acme.id, NULL, &batch, &error), "batch");
    must(nreg_batch_add(batch, "(501) 214-9020", NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error), "add");
    must(nreg_batch_add(batch, "(900) 214-9021", NREG_NUL, NREG_PURPOSE_SURVEY, NULL, &error), "add");
    finish(batch);
    puts("Reviewed by a worker");
    work(staff);

    nreg_batch_options_init(&what);
    what.action = NREG_ACTION_PROOF;
    puts("Proof sent");
    must(nreg_batch_new(jane, acme.id, &what, &batch, &error), "batch");
    must(nreg_proof_stage(batch, "(900) 214-9021", NREG_NUL, "bill-4711.pdf", NULL, &error), "proof");
    finish(batch);
    puts("Left to people");
    work(staff);

    what.action = NREG_ACTION_REVIEW;
    puts("Decided by a person");
    must(nreg_batch_new(staff, acme.id, &what, &batch, &error), "batch");
    must(nreg_review_stage(batch, "(900) 214-9021", NREG_NUL, NREG_DECISION_APPROVE, NULL, "Bill seen.", NULL, &error),
         "decision");
    finish(batch);

    /* Once a day: what was not proved in time goes. */
    must(nreg_review_expire(staff, 10000, NULL, &error), "expire");

    nreg_session_close(jane);
    nreg_session_close(staff);
    nreg_registry_close(registry);
    nreg_store_close(store);
    return 0;
}
