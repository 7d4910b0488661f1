/* SPDX-License-Identifier: MIT */
/* Staging: what each entry is found to be, and who counts among those with the same number, after any sequence of
 * changes. */
#include "base/error.h"
#include "batch/draft.h"

#include "../support/failing_allocator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static nreg_error error = NREG_ERROR_INIT;

static nreg_draft *new_draft(const nreg_allocator *given, uint32_t action) {
    nreg_draft_basis basis;
    memset(&basis, 0, sizeof basis);
    assert_int_equal(nreg_allocator_resolve(given, &basis.allocator), NREG_OK);
    nreg_policy_init(&basis.policy);
    basis.action = action;
    memcpy(basis.region, "US", 3);
    if (nreg_catalogue_new(&basis.allocator, &basis.catalogue, &error) != NREG_OK) {
        return NULL;
    }
    nreg_draft *draft;
    if (nreg_draft_new(&basis, &draft, &error) != NREG_OK) {
        nreg_catalogue_release(basis.catalogue);
        return NULL;
    }
    return draft;
}

static nreg_entry_input input_of(const char *number, uint32_t purpose) {
    nreg_entry_input input;
    memset(&input, 0, sizeof input);
    input.number = number;
    input.number_length = NREG_NUL;
    input.purpose = purpose;
    return input;
}

static uint32_t add(nreg_draft *draft, const char *number, uint32_t purpose) {
    const nreg_entry_input input = input_of(number, purpose);
    uint32_t entry = 0;
    assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, &entry, &error), NREG_OK);
    return entry;
}

static nreg_entry view(const nreg_draft *draft, uint32_t entry) {
    nreg_entry seen;
    assert_int_equal(nreg_draft_view(draft, entry, &seen, &error), NREG_OK);
    return seen;
}

static int has(uint64_t set, uint32_t reason) {
    return (set & NREG_REASON_BIT(reason)) != 0;
}

/* --- one entry */

static void a_number_is_read_and_shown_at_once(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    const nreg_entry seen = view(draft, add(draft, "501.214.9020", NREG_PURPOSE_CUSTOMER_SERVICE));
    assert_int_equal(seen.number, 15012149020);
    assert_int_equal(seen.green, 1);
    assert_int_equal(seen.state, NREG_STATE_VALID);
    assert_int_equal(seen.reasons, 0);
    assert_string_equal(seen.formatted, "(501) 214-9020");
    assert_string_equal(seen.region, "US");
    assert_int_equal(seen.row, 1);
    const nreg_entry foreign = view(draft, add(draft, "+44 20 7946 0018", NREG_PURPOSE_SURVEY));
    assert_string_equal(foreign.formatted, "+44 20 7946 0018");
    nreg_draft_free(draft);
}

static void what_is_wrong_with_an_entry_is_said_at_once(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    const nreg_entry empty = view(draft, add(draft, "", 0));
    assert_true(has(empty.reasons, NREG_REASON_EMPTY));
    assert_true(has(empty.reasons, NREG_REASON_PURPOSE_MISSING));
    assert_int_equal(empty.green, 0);
    assert_true(has(view(draft, add(draft, "501-214-9020", 4711)).reasons, NREG_REASON_PURPOSE_UNKNOWN));
    const nreg_entry dno = view(draft, add(draft, "501-214-9021", NREG_PURPOSE_DO_NOT_ORIGINATE));
    assert_int_equal(dno.reasons, 0);
    assert_true(has(dno.warnings, NREG_REASON_DNO));
    nreg_draft_free(draft);
}

static void purposes_are_matched_by_what_people_write(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    static const struct {
        const char *text;
        uint32_t purpose;
        uint32_t reason;
    } cases[] = {
        {"customer service", NREG_PURPOSE_CUSTOMER_SERVICE, 0}, {"CUSTOMER_SERVICE", NREG_PURPOSE_CUSTOMER_SERVICE, 0},
        {"customer service", NREG_PURPOSE_CUSTOMER_SERVICE, 0}, {"nonsense", 0, NREG_REASON_PURPOSE_UNKNOWN},
        {"nonsense", 0, NREG_REASON_PURPOSE_UNKNOWN},           {"  ", NREG_PURPOSE_SURVEY, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nreg_entry_input input = input_of("", NREG_PURPOSE_SURVEY);
        char number[32];
        snprintf(number, sizeof number, "501-214-9%03zu", i);
        input.number = number;
        input.purpose_text = cases[i].text;
        input.purpose_length = UINT64_MAX;
        uint32_t entry;
        assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, &entry, &error), NREG_OK);
        const nreg_entry seen = view(draft, entry);
        assert_int_equal(seen.purpose, cases[i].purpose);
        assert_int_equal(seen.reasons, cases[i].reason == 0 ? 0 : NREG_REASON_BIT(cases[i].reason));
    }
    nreg_draft_free(draft);
}

static void a_text_too_long_is_kept_as_far_as_it_goes(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    char text[3000];
    memset(text, '5', sizeof text);
    memcpy(text + NREG_INPUT_MAX - 1, "\xC3\xA9", 2); /* a character across the limit */
    nreg_entry_input input = input_of(text, NREG_PURPOSE_SURVEY);
    input.number_length = sizeof text;
    uint32_t entry;
    assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, &entry, &error), NREG_OK);
    size_t length;
    assert_non_null(nreg_draft_input(draft, entry, &length));
    assert_int_equal(length, NREG_INPUT_MAX - 1);
    const nreg_entry seen = view(draft, entry);
    assert_int_equal(seen.reasons, NREG_REASON_BIT(NREG_REASON_TOO_LONG));
    assert_int_equal(seen.number, 0);
    nreg_draft_free(draft);
}

static void what_the_plan_says_does_not_keep_a_number_from_being_removed(void **state) {
    (void)state;
    nreg_draft *adds = new_draft(NULL, NREG_ACTION_ADD);
    nreg_draft *removes = new_draft(NULL, NREG_ACTION_REMOVE);
    assert_true(
        has(view(adds, add(adds, "501-555-0123", NREG_PURPOSE_SURVEY)).reasons, NREG_REASON_RESERVED_FICTIONAL));
    assert_int_equal(view(removes, add(removes, "501-555-0123", 0)).reasons, 0);
    assert_true(has(view(removes, add(removes, "501-214-9020 ext. 5", 0)).reasons, NREG_REASON_HAS_EXTENSION));
    nreg_draft_free(adds);
    nreg_draft_free(removes);
}

static void a_purpose_means_nothing_where_it_stays_as_it_is(void **state) {
    (void)state;
    static const uint32_t actions[] = {NREG_ACTION_REMOVE, NREG_ACTION_TRANSFER, NREG_ACTION_REVIEW, NREG_ACTION_PROOF,
                                       NREG_ACTION_REVERT};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        nreg_draft *draft = new_draft(NULL, actions[i]);
        const nreg_entry entry = view(draft, add(draft, "501-214-9020", NREG_PURPOSE_DO_NOT_ORIGINATE));
        assert_int_equal(entry.purpose, 0);
        assert_int_equal(entry.reasons | entry.warnings, 0);
        nreg_draft_free(draft);
    }
}

/* --- duplicates (rule R4) */

static void the_first_acceptable_entry_counts_whatever_its_spelling(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    const uint32_t without = add(draft, "(501) 214-9020", 0);
    const uint32_t counts = add(draft, "+1 501 214 9020", NREG_PURPOSE_SURVEY);
    const uint32_t same = add(draft, "501-214-9020", NREG_PURPOSE_SURVEY);
    const uint32_t other = add(draft, "5012149020", NREG_PURPOSE_CHARITY);
    assert_int_equal(view(draft, counts).reasons, 0);
    assert_int_equal(view(draft, without).reasons,
                     NREG_REASON_BIT(NREG_REASON_PURPOSE_MISSING) | NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH));
    assert_int_equal(view(draft, same).reasons, NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH));
    assert_int_equal(view(draft, same).duplicate_of, counts);
    assert_int_equal(view(draft, other).reasons, NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE));
    assert_int_equal(view(draft, other).duplicate_of, counts);
    assert_int_equal(nreg_draft_set_purpose(draft, without, NREG_PURPOSE_SURVEY, &error), NREG_OK);
    assert_int_equal(view(draft, without).reasons, 0);
    assert_int_equal(view(draft, counts).duplicate_of, without);
    nreg_draft_free(draft);
}

static void do_not_originate_against_calling_rejects_all_of_them(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    const uint32_t survey = add(draft, "501-214-9020", NREG_PURPOSE_SURVEY);
    const uint32_t charity = add(draft, "501-214-9020", NREG_PURPOSE_CHARITY);
    const uint32_t dno = add(draft, "501-214-9020", NREG_PURPOSE_DO_NOT_ORIGINATE);
    const uint64_t conflict = NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE);
    assert_int_equal(view(draft, survey).reasons, conflict);
    assert_int_equal(view(draft, survey).duplicate_of, dno);
    assert_int_equal(view(draft, charity).reasons, conflict);
    assert_int_equal(view(draft, dno).reasons, conflict);
    assert_int_equal(view(draft, dno).duplicate_of, survey);
    assert_int_equal(nreg_draft_drop(draft, dno, &error), NREG_OK);
    assert_int_equal(view(draft, survey).reasons, 0);
    assert_int_equal(view(draft, charity).duplicate_of, survey);
    nreg_draft_free(draft);
}

static void do_not_originate_against_calling_is_found_behind_an_entry_without_purpose(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_REMOVE);
    add(draft, "2012012345", 0);
    nreg_entry_input input = input_of("2012012345", 8);
    input.action = NREG_ACTION_ADD;
    uint32_t survey;
    assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, &survey, &error), NREG_OK);
    assert_int_equal(view(draft, survey).reasons, NREG_REASON_BIT(NREG_REASON_DUPLICATE_IN_BATCH));
    input.purpose = 10;
    uint32_t dno;
    assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, &dno, &error), NREG_OK);
    assert_int_equal(view(draft, dno).reasons, NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE));
    assert_int_equal(view(draft, dno).duplicate_of, survey);
    assert_int_equal(view(draft, survey).reasons, NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE));
    nreg_draft_free(draft);
}

/* --- any sequence of changes, against a model that knows only the rule */

enum { NUMBERS = 6, MODEL_MAX = 4000 };

typedef struct model_entry {
    int live;
    int number;       /* NUMBERS: none */
    uint32_t purpose; /* 0: missing */
} model_entry;

static model_entry model[MODEL_MAX];
static uint32_t model_count;
static uint64_t seed;

static uint32_t dice(uint32_t sides) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % sides;
}

static const char *spell(int number) {
    static char text[64];
    static const char *const shapes[] = {"+1501214%04d", "(501) 214-%04d", "501.214.%04d", "1 501 214 %04d"};
    if (number == NUMBERS) {
        return "hello";
    }
    snprintf(text, sizeof text, shapes[dice(4)], 9000 + number);
    return text;
}

static uint32_t some_purpose(void) {
    static const uint32_t purposes[] = {0, NREG_PURPOSE_SURVEY, NREG_PURPOSE_SURVEY, NREG_PURPOSE_CHARITY,
                                        NREG_PURPOSE_DO_NOT_ORIGINATE};
    return purposes[dice(dice(4) == 0 ? 5 : 4)];
}

static int fits(const model_entry *entry) {
    return entry->live && entry->number != NUMBERS && entry->purpose != 0;
}

static int is_dno(const model_entry *entry) {
    return entry->purpose == NREG_PURPOSE_DO_NOT_ORIGINATE;
}

static void check_entry(const nreg_draft *draft, uint32_t at) {
    const model_entry *entry = &model[at];
    uint64_t reasons = 0;
    uint32_t related = 0;
    uint32_t first = MODEL_MAX;
    uint32_t calls = MODEL_MAX;
    uint32_t dno = MODEL_MAX;
    for (uint32_t i = 0; i < model_count; i++) {
        if (fits(&model[i]) && model[i].number == entry->number) {
            first = first == MODEL_MAX ? i : first;
            calls = calls == MODEL_MAX && !is_dno(&model[i]) ? i : calls;
            dno = dno == MODEL_MAX && is_dno(&model[i]) ? i : dno;
        }
    }
    reasons |= entry->number == NUMBERS ? NREG_REASON_BIT(NREG_REASON_NOT_A_NUMBER) : 0;
    reasons |= entry->purpose == 0 ? NREG_REASON_BIT(NREG_REASON_PURPOSE_MISSING) : 0;
    if (entry->number != NUMBERS && calls != MODEL_MAX && dno != MODEL_MAX) {
        const int takes_part = fits(entry);
        reasons |= NREG_REASON_BIT(takes_part ? NREG_REASON_CONFLICTING_PURPOSE : NREG_REASON_DUPLICATE_IN_BATCH);
        related = 1 + (takes_part ? (is_dno(entry) ? calls : dno) : first);
    } else if (entry->number != NUMBERS && first != MODEL_MAX && first != at) {
        const int differ = entry->purpose != 0 && entry->purpose != model[first].purpose;
        reasons |= NREG_REASON_BIT(differ ? NREG_REASON_CONFLICTING_PURPOSE : NREG_REASON_DUPLICATE_IN_BATCH);
        related = first + 1;
    }
    const nreg_entry seen = view(draft, at + 1);
    assert_int_equal(seen.reasons, reasons);
    assert_int_equal(seen.duplicate_of, related);
}

static void check_all(const nreg_draft *draft) {
    uint32_t live = 0;
    for (uint32_t i = 0; i < model_count; i++) {
        nreg_entry unused;
        if (model[i].live) {
            check_entry(draft, i);
            live++;
        } else {
            assert_int_equal(nreg_draft_view(draft, i + 1, &unused, &error), NREG_NOT_FOUND);
        }
    }
    assert_int_equal(nreg_draft_count(draft), live);
}

static void stage_some(nreg_draft *draft, uint32_t count) {
    static char texts[128][64];
    nreg_entry_input inputs[128];
    for (uint32_t i = 0; i < count; i++) {
        const model_entry made = {1, (int)dice(NUMBERS + 1), some_purpose()};
        model[model_count + i] = made;
        snprintf(texts[i], sizeof texts[i], "%s", spell(made.number));
        inputs[i] = input_of(texts[i], made.purpose);
    }
    uint32_t first;
    const nreg_code code = dice(2) == 0 ? nreg_draft_stage(draft, inputs, sizeof *inputs, count, &first, &error)
                                        : nreg_draft_append(draft, inputs, sizeof *inputs, count, &first, &error);
    assert_int_equal(code, NREG_OK);
    assert_int_equal(first, model_count + 1);
    model_count += count;
}

static nreg_draft *save_and_load(nreg_draft *draft) {
    nreg_draft *loaded = new_draft(NULL, NREG_ACTION_ADD);
    nreg_writer writer;
    nreg_allocator allocator;
    (void)nreg_allocator_resolve(NULL, &allocator);
    nreg_writer_init(&writer, &allocator);
    uint32_t next = 0;
    do {
        writer.length = 0;
        nreg_draft_write(draft, &next, &writer);
        assert_false(writer.failed);
        assert_int_equal(nreg_draft_read(loaded, writer.data, writer.length, &error), NREG_OK);
    } while (next != 0);
    nreg_writer_free(&writer);
    uint64_t digests[2][2];
    nreg_draft *const both[2] = {draft, loaded};
    for (int i = 0; i < 2; i++) {
        nreg_digest digest;
        nreg_digest_init(&digest);
        nreg_draft_digest(both[i], &digest);
        nreg_digest_finish(&digest, digests[i]);
    }
    assert_memory_equal(digests[0], digests[1], sizeof digests[0]);
    nreg_draft_free(draft);
    return loaded;
}

static void change_one(nreg_draft *draft) {
    const uint32_t at = dice(model_count);
    const int number = (int)dice(NUMBERS + 1);
    const uint32_t purpose = some_purpose();
    const nreg_code expected = model[at].live ? NREG_OK : NREG_NOT_FOUND;
    switch (dice(3)) {
    case 0:
        assert_int_equal(nreg_draft_edit(draft, at + 1, spell(number), NREG_NUL, &error), expected);
        model[at].number = number;
        break;
    case 1:
        assert_int_equal(nreg_draft_set_purpose(draft, at + 1, purpose, &error), expected);
        model[at].purpose = purpose;
        break;
    default:
        assert_int_equal(nreg_draft_drop(draft, at + 1, &error), expected);
        model[at].live = 0;
    }
}

static void after_any_sequence_of_changes_the_right_entries_count(void **state) {
    (void)state;
    for (uint64_t round = 1; round <= 12; round++) {
        seed = round * UINT64_C(0x9E3779B97F4A7C15);
        model_count = 0;
        nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
        for (int step = 0; step < 80; step++) {
            const uint32_t what = dice(40);
            if (what < 10 && model_count < MODEL_MAX / 2) {
                stage_some(draft, 1 + dice(what == 0 ? 100 : 4));
            } else if (what == 10) {
                const uint32_t first = 1 + dice(model_count + 1);
                nreg_draft_truncate(draft, first);
                model_count = first <= model_count ? first - 1 : model_count;
            } else if (what == 11) {
                draft = save_and_load(draft);
            } else if (what == 12) {
                const uint32_t purpose = some_purpose();
                assert_int_equal(nreg_draft_set_purpose(draft, 0, purpose, &error), NREG_OK);
                for (uint32_t i = 0; i < model_count; i++) {
                    model[i].purpose = purpose;
                }
            } else if (what == 13 && dice(4) == 0) {
                assert_int_equal(nreg_draft_clear(draft, &error), NREG_OK);
                for (uint32_t i = 0; i < model_count; i++) {
                    model[i].live = 0;
                }
            } else if (model_count > 0) {
                change_one(draft);
            }
            /* What was only appended is grouped by whatever comes next. */
            if (dice(3) > 0) {
                assert_int_equal(nreg_draft_group(draft, &error), NREG_OK);
                check_all(draft);
            }
        }
        nreg_draft_free(draft);
    }
}

static void many_different_numbers_are_told_apart(void **state) {
    (void)state;
    enum { MANY = 100000 };
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    for (int i = 0; i < MANY; i++) {
        char text[32];
        snprintf(text, sizeof text, "501%07d", 2000000 + i);
        (void)add(draft, text, NREG_PURPOSE_SURVEY);
    }
    uint32_t count;
    const nreg_staged *entries = nreg_draft_entries(draft, &count);
    assert_int_equal(count, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(entries[i].duplicate, NREG_COUNTS);
    }
    const nreg_entry again = view(draft, add(draft, "501-203-4567", NREG_PURPOSE_SURVEY));
    assert_int_equal(again.duplicate_of, 34567 + 1);
    nreg_draft_free(draft);
}

/* --- what cannot be */

static void a_failed_call_stages_nothing(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    nreg_entry_input inputs[3] = {input_of("501-214-9020", 1), input_of("501-214-9021", 1), input_of(NULL, 1)};
    inputs[2].number_length = 5;
    assert_int_equal(nreg_draft_stage(draft, inputs, sizeof *inputs, 3, NULL, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(error.position, 2);
    inputs[2] = input_of("1", 1);
    inputs[2].action = 99;
    assert_int_equal(nreg_draft_stage(draft, inputs, sizeof *inputs, 3, NULL, &error), NREG_INVALID_ARGUMENT);
    inputs[2].action = 0;
    inputs[2].consent = 64;
    assert_int_equal(nreg_draft_stage(draft, inputs, sizeof *inputs, 3, NULL, &error), NREG_INVALID_ARGUMENT);
    inputs[2].consent = 0;
    inputs[2].faults = NREG_REASON_BIT(NREG_REASON_ALREADY_HERE);
    assert_int_equal(nreg_draft_stage(draft, inputs, sizeof *inputs, 3, NULL, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_draft_stage(draft, inputs, 8, 3, NULL, &error), NREG_INVALID_ARGUMENT);
    assert_int_equal(nreg_draft_count(draft), 0);
    nreg_draft_free(draft);
}

static void a_sealed_draft_cannot_be_changed(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    (void)add(draft, "501-214-9020", NREG_PURPOSE_SURVEY);
    nreg_draft_seal(draft);
    const nreg_entry_input input = input_of("501-214-9021", 1);
    assert_int_equal(nreg_draft_stage(draft, &input, sizeof input, 1, NULL, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_edit(draft, 1, "1", 1, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_set_purpose(draft, 0, 1, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_set_consent(draft, 0, 1, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_drop(draft, 1, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_clear(draft, &error), NREG_CLOSED);
    assert_int_equal(nreg_draft_count(draft), 1);
    nreg_draft_free(draft);
}

static void damaged_drafts_are_refused(void **state) {
    (void)state;
    nreg_draft *draft = new_draft(NULL, NREG_ACTION_ADD);
    (void)add(draft, "501-214-9020", NREG_PURPOSE_SURVEY);
    (void)add(draft, "501-214-9021", 0);
    nreg_writer writer;
    nreg_allocator allocator;
    (void)nreg_allocator_resolve(NULL, &allocator);
    nreg_writer_init(&writer, &allocator);
    uint32_t next = 0;
    nreg_draft_write(draft, &next, &writer);
    for (size_t cut = 0; cut < writer.length; cut++) {
        nreg_draft *loaded = new_draft(NULL, NREG_ACTION_ADD);
        const nreg_code code = nreg_draft_read(loaded, writer.data, cut, &error);
        assert_true(code == NREG_CORRUPT || nreg_draft_count(loaded) < 2);
        nreg_draft_free(loaded);
    }
    for (size_t at = 0; at < writer.length; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            if (at > 0 && at < 3 && bit > 2) {
                continue; /* would only ask for much memory */
            }
            writer.data[at] ^= (unsigned char)(1u << bit);
            nreg_draft *loaded = new_draft(NULL, NREG_ACTION_ADD);
            (void)nreg_draft_read(loaded, writer.data, writer.length, &error);
            nreg_draft_free(loaded);
            writer.data[at] ^= (unsigned char)(1u << bit);
        }
    }
    nreg_writer_free(&writer);
    nreg_draft_free(draft);
}

static void without_memory_nothing_is_staged_and_nothing_leaks(void **state) {
    (void)state;
    for (int forever = 0; forever < 2; forever++) {
        for (uint64_t n = 1;; n++) {
            failing_allocator failing = {0};
            const nreg_allocator allocator = failing_allocator_of(&failing);
            failing.fail_at = n;
            failing.forever = forever;
            nreg_draft *draft = new_draft(&allocator, NREG_ACTION_ADD);
            uint32_t staged = 0;
            for (int i = 0; draft != NULL && i < 40; i++) {
                char text[32];
                snprintf(text, sizeof text, "501-214-%04d", 9000 + i % 30);
                const nreg_entry_input inputs[2] = {input_of(text, 1), input_of(text, 2)};
                nreg_code code;
                if (i % 4 == 0) {
                    uint32_t first = 0;
                    code = nreg_draft_append(draft, inputs, sizeof *inputs, 2, &first, &error);
                    code = code == NREG_OK ? nreg_draft_group(draft, &error) : code;
                    nreg_draft_truncate(draft, code == NREG_OK ? 0 : first);
                } else {
                    code = nreg_draft_stage(draft, inputs, sizeof *inputs, 2, NULL, &error);
                }
                assert_true(code == NREG_OK || code == NREG_NO_MEMORY);
                staged += code == NREG_OK ? 2 : 0;
                assert_int_equal(nreg_draft_count(draft), staged);
                if (code == NREG_OK && i % 3 == 0) {
                    const nreg_code edited = nreg_draft_edit(draft, staged, "501-214-9999", NREG_NUL, &error);
                    assert_true(edited == NREG_OK || edited == NREG_NO_MEMORY);
                }
            }
            nreg_draft_free(draft);
            assert_int_equal(failing.live, 0);
            if (!failing.failed) {
                break;
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_and_shown_at_once),
        cmocka_unit_test(what_is_wrong_with_an_entry_is_said_at_once),
        cmocka_unit_test(purposes_are_matched_by_what_people_write),
        cmocka_unit_test(a_text_too_long_is_kept_as_far_as_it_goes),
        cmocka_unit_test(what_the_plan_says_does_not_keep_a_number_from_being_removed),
        cmocka_unit_test(a_purpose_means_nothing_where_it_stays_as_it_is),
        cmocka_unit_test(the_first_acceptable_entry_counts_whatever_its_spelling),
        cmocka_unit_test(do_not_originate_against_calling_rejects_all_of_them),
        cmocka_unit_test(do_not_originate_against_calling_is_found_behind_an_entry_without_purpose),
        cmocka_unit_test(after_any_sequence_of_changes_the_right_entries_count),
        cmocka_unit_test(many_different_numbers_are_told_apart),
        cmocka_unit_test(a_failed_call_stages_nothing),
        cmocka_unit_test(a_sealed_draft_cannot_be_changed),
        cmocka_unit_test(damaged_drafts_are_refused),
        cmocka_unit_test(without_memory_nothing_is_staged_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
