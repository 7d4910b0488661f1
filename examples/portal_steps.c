/* SPDX-License-Identifier: MIT */
/*
 * What a person does on the page "Add Phone Numbers", step by step, as a portal's back end calls the library. The store
 * is in memory here; with nreg_sqlite_store_open() in its place everything else stays as it is.
 */
#include <numberreg.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every call that can fail answers a code; the error says what happened in a sentence. */
static nreg_error error = NREG_ERROR_INIT;

static void must(nreg_code code, const char *what) {
    if (code != NREG_OK) {
        fprintf(stderr, "%s: %s\n", what, error.message[0] != '\0' ? error.message : nreg_code_text(code));
        exit(1);
    }
}

static uint64_t add_scope(nreg_session *session, uint64_t parent, const char *key, const char *label) {
    nreg_scope_options options;
    nreg_scope scope;
    nreg_scope_options_init(&options);
    options.key = key;
    options.label = label;
    must(nreg_scope_add(session, parent, &options, &scope, &error), key);
    return scope.id;
}

/* The portal's own staff sets up whom the numbers belong to: a Business, a Unit of it, a Program of that. */
static uint64_t set_up(nreg_registry *registry, uint64_t *business) {
    nreg_session *staff;
    must(nreg_session_open_operator(registry, "staff:1", NREG_NUL, NULL, 0, &staff, &error), "operator");
    *business = add_scope(staff, 0, "acme", "Acme Home Services");
    uint64_t sales = add_scope(staff, *business, "sales", "Sales");
    uint64_t spring = add_scope(staff, sales, "spring", "Spring offer");
    nreg_session_close(staff);
    return spring;
}

/* Step 2: a number is typed; a green check mark says at once that it has been entered correctly. */
static void type_number(const char *typed) {
    nreg_number number;
    uint64_t reasons = 0;
    must(nreg_number_read(NULL, typed, NREG_NUL, "US", NREG_READ_TEXT, &number), "read");
    must(nreg_number_check(NULL, &number, NULL, &reasons, NULL), "check");
    int green = number.state == NREG_STATE_VALID && reasons == 0;
    printf("   %-16s %s\n", typed, green ? "green check mark" : nreg_state_name(number.state));
}

/* Step 3: the list of call purposes. Choosing one that has a warning shows it. */
static void choose_purpose(nreg_registry *registry) {
    nreg_purpose purposes[32];
    uint32_t count = 0;
    must(nreg_purpose_list(registry, purposes, 32, &count, &error), "purposes");
    for (uint32_t i = 0; i < count && i < 32; i++)
        printf("   %-28s %s\n", purposes[i].label, purposes[i].warning);
}

/* Step 4: "Add Phone Number" stages it, good or bad: nothing that was typed is lost. */
static void stage(nreg_batch *batch, const char *typed, uint32_t purpose) {
    nreg_entry entry;
    must(nreg_batch_add(batch, typed, NREG_NUL, purpose, &entry, &error), "stage");
    printf("   %u. %-18s ", entry.entry, entry.green ? entry.formatted : typed);
    char why[NREG_MESSAGE_SIZE];
    must(nreg_batch_message(batch, entry.entry, 0, why, sizeof why), "message");
    puts(entry.reasons == 0 ? "good" : why);
}

static void print_outcomes(const nreg_result *result, int rejected) {
    const nreg_outcome *outcome;
    for (uint32_t i = 0; (outcome = nreg_result_outcome(result, i)) != NULL; i++) {
        char message[NREG_MESSAGE_SIZE] = "";
        size_t length = 0;
        const char *input = nreg_result_input(result, i, &length);
        if ((outcome->outcome == NREG_OUTCOME_REJECTED) != rejected)
            continue;
        must(nreg_result_message(result, i, 0, message, sizeof message), "message");
        printf("   %.*s  %s\n", (int)length, input, message);
    }
}

/* Step 5: "Save" answers with the Added Numbers and the Rejected Numbers, each with a reason. */
static void save(nreg_batch *batch) {
    nreg_result *result;
    nreg_summary summary = {.struct_size = sizeof summary};
    char sentence[NREG_MESSAGE_SIZE];
    must(nreg_batch_commit(batch, NULL, &result, &error), "commit");
    must(nreg_result_summary(result, &summary), "summary");
    must(nreg_result_sentence(result, sentence, sizeof sentence), "sentence");
    printf("   Added Numbers (%u)\n", summary.added);
    print_outcomes(result, 0);
    printf("   Rejected Numbers (%u)\n", summary.rejected);
    print_outcomes(result, 1);
    printf("   %s\n", sentence);
    nreg_result_free(result);
}

/* Step 6: the page "Phone Numbers" lists every number, a page at a time. New ones are Pending while under review. */
static void list(nreg_session *session) {
    nreg_record page[100];
    nreg_record_cursor cursor = {0};
    uint32_t count = 0, more = 1;
    while (more) {
        must(nreg_record_list(session, NULL, &cursor, page, 100, &count, &more, &error), "list");
        for (uint32_t i = 0; i < count; i++)
            printf("   +%llu  %s\n", (unsigned long long)page[i].number, nreg_status_display(page[i].status));
    }
}

int main(void) {
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *jane;
    nreg_batch *batch;
    uint64_t acme;

    must(nreg_memory_store_open(NULL, &store, &error), "store");
    must(nreg_registry_open(store, NULL, &registry, &error), "registry");
    uint64_t spring = set_up(registry, &acme);

    puts("1. Jane opens Add Phone Numbers at the Program. Her session sees her Business and nothing else.");
    must(nreg_session_open(registry, acme, "user:4711", NREG_NUL, NULL, 0, &jane, &error), "session");
    must(nreg_batch_new(jane, spring, NULL, &batch, &error), "batch");
    puts("2. She types a phone number.");
    type_number("(501) 214-");
    type_number("(501) 214-9020");
    puts("3. She chooses a call purpose.");
    choose_purpose(registry);
    puts("4. She stages each number.");
    stage(batch, "(501) 214-9020", NREG_PURPOSE_CUSTOMER_SERVICE);
    stage(batch, "501.214.9021", NREG_PURPOSE_CUSTOMER_SERVICE);
    stage(batch, "+1 501 214 9020", NREG_PURPOSE_CUSTOMER_SERVICE);
    stage(batch, "501-214-90", NREG_PURPOSE_SURVEY);
    stage(batch, "1-800-437-7950", NREG_PURPOSE_DO_NOT_ORIGINATE);
    puts("5. She saves.");
    save(batch);
    puts("6. The page Phone Numbers lists them.");
    list(jane);

    nreg_batch_free(batch);
    nreg_session_close(jane);
    nreg_registry_close(registry);
    nreg_store_close(store);
    return 0;
}
