/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

/* What a person reads a batch's outcomes under, in this order. */
static const uint32_t sections[] = {NREG_OUTCOME_ADDED,    NREG_OUTCOME_MOVED,       NREG_OUTCOME_UNASSIGNED,
                                    NREG_OUTCOME_DELETED,  NREG_OUTCOME_CHANGED,     NREG_OUTCOME_REVIEWED,
                                    NREG_OUTCOME_RESTORED, NREG_OUTCOME_TRANSFERRED, NREG_OUTCOME_IMPORTED,
                                    NREG_OUTCOME_REJECTED};

enum { NUMBER_COLUMNS = 22, PURPOSE_COLUMNS = 26, STATUS_COLUMNS = 10, ROW_COLUMNS = 8, INPUT_COLUMNS = 22 };

static void print_warnings(const cli_context *cli, const nreg_result *result, uint32_t index, uint64_t warnings) {
    char text[NREG_MESSAGE_SIZE];
    while (warnings != 0) {
        nreg_reason warning = nreg_reason_first(warnings);
        if (warning == NREG_REASON_NONE)
            break;
        warnings &= ~NREG_REASON_BIT(warning);
        if (nreg_result_message(result, index, warning, text, sizeof text) == NREG_OK) {
            printf("      %s: ", cli_heading(cli, "WARNING"));
            cli_show_text(stdout, text, strlen(text), 0);
            putchar('\n');
        }
    }
}

static void print_accepted(cli_context *cli, const nreg_result *result, uint32_t index, const nreg_outcome *outcome) {
    char number[NREG_FORMAT_SIZE];
    const char *label = cli_purpose_label(cli, outcome->purpose);
    cli_number(outcome->number, number);
    printf("  %-*s", NUMBER_COLUMNS, number);
    /* Removals and moves name none, so that their lists need no such column. */
    if (outcome->purpose != NREG_PURPOSE_NONE) {
        putchar(' ');
        cli_show_text(stdout, label, strlen(label), PURPOSE_COLUMNS);
    }
    printf(" %s", outcome->status == 0 ? "" : cli_status(cli, outcome->status));
    if ((outcome->outcome == NREG_OUTCOME_MOVED || outcome->outcome == NREG_OUTCOME_UNASSIGNED) && outcome->holder != 0)
        printf("  %s %s", cli_heading(cli, "FROM"), cli_path(cli, outcome->holder));
    putchar('\n');
    print_warnings(cli, result, index, outcome->warnings);
}

/* Whether a number was not found that in another region would have been another. */
static int may_be_foreign(const cli_context *cli, const nreg_result *result, uint32_t index, nreg_number *number) {
    const nreg_outcome *outcome = nreg_result_outcome(result, index);
    size_t length = 0;
    if ((outcome->reasons & NREG_REASON_BIT(NREG_REASON_NOT_REGISTERED)) == 0 || cli->region[0] == '\0')
        return 0;
    const char *input = nreg_result_input(result, index, &length);
    return nreg_number_read(NULL, input, length, cli->region, NREG_READ_SPREADSHEET, number) == NREG_OK &&
           number->e164 == outcome->number && cli_read_by_region(number);
}

static void print_rejected(const cli_context *cli, const nreg_result *result, uint32_t index,
                           const nreg_outcome *outcome) {
    char text[NREG_MESSAGE_SIZE], row[NREG_LANGUAGE_TEXT_MAX + 16], reference[NREG_REFERENCE_SIZE];
    size_t length = 0;
    nreg_number number;
    const char *input = nreg_result_input(result, index, &length);
    snprintf(row, sizeof row, "%s %u", cli_heading(cli, "ROW"), outcome->row != 0 ? outcome->row : outcome->entry);
    printf("  ");
    cli_show_text(stdout, row, strlen(row), ROW_COLUMNS);
    putchar(' ');
    cli_show_text(stdout, input == NULL ? "" : input, length, INPUT_COLUMNS);
    putchar(' ');
    uint64_t reasons = outcome->reasons;
    for (int first = 1; reasons != 0; first = 0) {
        nreg_reason reason = nreg_reason_first(reasons);
        if (reason == NREG_REASON_NONE)
            break;
        reasons &= ~NREG_REASON_BIT(reason);
        if (nreg_result_message(result, index, reason, text, sizeof text) == NREG_OK) {
            if (!first)
                putchar(' ');
            cli_show_text(stdout, text, strlen(text), 0);
        }
    }
    const nreg_reason_info *info = nreg_reason_find(outcome->reason);
    if (info != NULL && info->support != 0 &&
        nreg_result_reference(result, index, reference, sizeof reference) == NREG_OK)
        printf(" (%s %s)", cli_heading(cli, "REFERENCE"), reference);
    if (may_be_foreign(cli, result, index, &number))
        printf(" (+%llu, %s)", (unsigned long long)number.e164, number.default_region);
    putchar('\n');
}

static uint32_t count_of(const nreg_result *result, uint32_t count, uint32_t wanted) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found += nreg_result_outcome(result, i)->outcome == wanted;
    return found;
}

static void print_sections(cli_context *cli, const nreg_result *result, uint32_t count) {
    for (size_t s = 0; s < sizeof sections / sizeof sections[0]; s++) {
        uint32_t wanted = sections[s], found = count_of(result, count, wanted);
        if (found == 0 && wanted != NREG_OUTCOME_REJECTED)
            continue;
        printf("%s (%u)\n", cli_heading(cli, nreg_outcome_name(wanted)), found);
        for (uint32_t i = 0; i < count && found > 0; i++) {
            const nreg_outcome *outcome = nreg_result_outcome(result, i);
            if (outcome->outcome != wanted)
                continue;
            if (wanted == NREG_OUTCOME_REJECTED)
                print_rejected(cli, result, i, outcome);
            else
                print_accepted(cli, result, i, outcome);
            found--;
        }
    }
}

/* What the library calls a list to choose from is a command here. */
static void print_purpose_hint(const cli_context *cli, const nreg_result *result, uint32_t count) {
    const uint64_t missing = NREG_REASON_BIT(NREG_REASON_PURPOSE_MISSING);
    const uint64_t unknown = NREG_REASON_BIT(NREG_REASON_PURPOSE_UNKNOWN);
    uint64_t reasons = 0;
    for (uint32_t i = 0; i < count; i++)
        reasons |= nreg_result_outcome(result, i)->reasons;
    if ((reasons & missing) != 0 && cli_takes(cli, "purpose") && cli_value(cli, "purpose") == NULL)
        puts("--purpose names the call purpose of numbers without one; numberreg purposes lists them.");
    else if ((reasons & (missing | unknown)) != 0)
        puts("numberreg purposes lists the call purposes.");
}

static void print_region_hint(const cli_context *cli, const nreg_result *result, uint32_t count) {
    nreg_number number;
    for (uint32_t i = 0; i < count; i++) {
        if (may_be_foreign(cli, result, i, &number)) {
            printf("In parentheses: as what a number without country code was read in the region %s; --region CC says "
                   "another.\n",
                   number.default_region);
            return;
        }
    }
}

static void print_human(cli_context *cli, const nreg_result *result, const nreg_summary *summary) {
    const nreg_outcome *first = nreg_result_outcome(result, 0);
    if (summary->flags & NREG_RESULT_PREVIEW)
        puts(cli_heading(cli, "PREVIEW"));
    if (summary->flags & NREG_RESULT_REPLAYED)
        puts(cli_heading(cli, "REPLAYED"));
    if (summary->accepted == 0 && (first == NULL || first->action == NREG_ACTION_ADD))
        printf("%s (0)\n", cli_heading(cli, nreg_outcome_name(NREG_OUTCOME_ADDED)));
    print_sections(cli, result, summary->entries);
    if (summary->movable > 0 && cli_value(cli, "reassign") == NULL)
        printf("%s (--reassign): %u\n", cli_heading(cli, "MOVABLE"), summary->movable);
    print_purpose_hint(cli, result, summary->entries);
    print_region_hint(cli, result, summary->entries);
    if (summary->batch != 0)
        printf("%s %llu\n", cli_heading(cli, "BATCH"), (unsigned long long)summary->batch);
}

static void json_outcome(cli_context *cli, cli_json *json, const nreg_result *result, uint32_t index,
                         const nreg_outcome *outcome) {
    char text[NREG_MESSAGE_SIZE] = "", reference[NREG_REFERENCE_SIZE] = "";
    size_t length = 0;
    const char *input = nreg_result_input(result, index, &length);
    nreg_result_message(result, index, 0, text, sizeof text);
    nreg_result_reference(result, index, reference, sizeof reference);
    cli_json_begin(json);
    cli_json_whole(json, "row", outcome->row != 0 ? outcome->row : outcome->entry);
    cli_json_text(json, "input", input == NULL ? "" : input, length);
    cli_json_e164(json, "e164", outcome->number);
    cli_json_string(json, "outcome", nreg_outcome_name(outcome->outcome));
    cli_json_reasons(json, "reasons", outcome->reasons);
    cli_json_reasons(json, "warnings", outcome->warnings);
    cli_json_string(json, "holder", cli_path(cli, outcome->holder));
    cli_json_flag(json, "movable", outcome->flags & NREG_OUTCOME_FLAG_MOVABLE);
    cli_json_string(json, "reference", reference);
    cli_json_string(json, "purpose", cli_purpose_code(cli, outcome->purpose));
    cli_json_string(json, "status", outcome->status == 0 ? NULL : nreg_status_name(outcome->status));
    cli_json_string(json, "message", text);
    cli_json_end(json);
}

static void json_summary(const cli_context *cli, cli_json *json, const nreg_result *result, const nreg_summary *summary,
                         const char *sentence) {
    cli_json_begin(json);
    cli_json_whole(json, "entries", summary->entries);
    cli_json_whole(json, "accepted", summary->accepted);
    cli_json_whole(json, "added", summary->added);
    cli_json_whole(json, "moved", summary->moved);
    cli_json_whole(json, "unassigned", summary->unassigned);
    cli_json_whole(json, "deleted", summary->deleted);
    cli_json_whole(json, "changed", summary->changed);
    cli_json_whole(json, "reviewed", summary->reviewed);
    cli_json_whole(json, "restored", summary->restored);
    cli_json_whole(json, "transferred", summary->transferred);
    cli_json_whole(json, "imported", summary->imported);
    cli_json_whole(json, "rejected", summary->rejected);
    cli_json_whole(json, "movable", summary->movable);
    cli_json_whole(json, "warnings", summary->warned);
    cli_json_whole(json, "dno", summary->dno);
    cli_json_id(json, "batch", summary->batch);
    cli_json_string(json, "plan", nreg_result_plan(result));
    cli_json_string(json, "region", cli->region);
    cli_json_flag(json, "preview", summary->flags & NREG_RESULT_PREVIEW);
    cli_json_flag(json, "replayed", summary->flags & NREG_RESULT_REPLAYED);
    cli_json_flag(json, "abandoned", summary->flags & NREG_RESULT_ABANDONED);
    cli_json_string(json, "sentence", sentence);
    cli_json_end(json);
}

static int print_json(cli_context *cli, const nreg_result *result, const nreg_summary *summary, const char *sentence) {
    cli_json *json = cli_json_new(cli);
    if (json == NULL)
        return CLI_FAILURE;
    for (uint32_t i = 0; i < summary->entries; i++)
        json_outcome(cli, json, result, i, nreg_result_outcome(result, i));
    json_summary(cli, json, result, summary, sentence);
    return cli_json_free(json);
}

int cli_print_result(cli_context *cli, const nreg_result *result) {
    char sentence[NREG_MESSAGE_SIZE] = "";
    nreg_summary summary;
    memset(&summary, 0, sizeof summary);
    summary.struct_size = sizeof summary;
    nreg_code code = nreg_result_summary(result, &summary);
    if (code != NREG_OK)
        return cli_failed(cli, code, NULL);
    nreg_result_sentence(result, sentence, sizeof sentence);
    int status = CLI_OK;
    if (cli->json)
        status = print_json(cli, result, &summary, sentence);
    else
        print_human(cli, result, &summary);
    if (status == CLI_OK && (summary.rejected > 0 || summary.entries == 0)) {
        fflush(stdout);
        fprintf(stderr, "%s\n", sentence);
        status = summary.rejected > 0 ? CLI_REJECTED : CLI_OK;
    }
    return status;
}
