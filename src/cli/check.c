/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"region", "CC", "region of numbers without country code, two letters; US if not given"},
    {"spreadsheet", NULL, "first undo what spreadsheets do to numbers, as an upload does"},
    {NULL, NULL, NULL},
};

/* Numbers read and judged with one call. */
enum { BLOCK_LINES = 1024, INPUT_COLUMNS = 24 };

typedef struct check_block {
    char text[(size_t)BLOCK_LINES * CLI_LINE_MAX];
    uint64_t ends[BLOCK_LINES];
    nreg_number numbers[BLOCK_LINES];
    size_t count;
} check_block;

static const char *format(const nreg_number *number, uint32_t style, char buffer[NREG_FORMAT_SIZE]) {
    if (number->parse != NREG_PARSE_OK ||
        nreg_number_format(NULL, number, style, buffer, NREG_FORMAT_SIZE, NULL) != NREG_OK)
        return NULL;
    return buffer;
}

static void print(const cli_context *cli, const char *input, size_t length, const nreg_number *number, uint64_t reasons,
                  uint64_t warnings) {
    char text[NREG_FORMAT_SIZE];
    fputs(reasons == 0 ? "ok  " : "no  ", stdout);
    cli_show_text(stdout, input, length, INPUT_COLUMNS);
    putchar(' ');
    if (reasons == 0) {
        const char *shown = format(number, NREG_FORMAT_INTERNATIONAL, text);
        printf("%-20s %-2s %s", shown == NULL ? "" : shown, number->region, nreg_type_name(number->type));
        if (warnings != 0)
            fputs("  ", stdout);
        cli_show_reasons(cli, warnings, NULL);
    } else {
        cli_show_reasons(cli, reasons, NULL);
    }
    putchar('\n');
}

static void print_json(cli_json *json, const char *input, size_t length, const nreg_number *number, uint64_t reasons,
                       uint64_t warnings) {
    cli_json_begin(json);
    cli_json_text(json, "input", input, length);
    cli_json_string(json, "state", nreg_state_name(number->state));
    cli_json_flag(json, "valid", number->valid);
    cli_json_number(json, "e164", number, NREG_FORMAT_E164);
    cli_json_string(json, "region", number->region);
    cli_json_string(json, "type", nreg_type_name(number->type));
    cli_json_number(json, "national", number, NREG_FORMAT_NATIONAL);
    cli_json_number(json, "international", number, NREG_FORMAT_INTERNATIONAL);
    cli_json_reasons(json, "reasons", reasons);
    cli_json_reasons(json, "warnings", warnings);
    cli_json_end(json);
}

/* Judges and prints a block; CLI_OK, CLI_REJECTED or CLI_FAILURE. */
static int judge(cli_context *cli, cli_json *json, check_block *block, const char *region, uint32_t how) {
    nreg_code code = nreg_number_read_many(NULL, block->text, block->ends, block->count, region, how, block->numbers,
                                           sizeof block->numbers[0]);
    int status = CLI_OK;
    uint64_t begin = 0;
    for (size_t i = 0; i < block->count && code == NREG_OK; i++) {
        uint64_t reasons = 0, warnings = 0;
        size_t length = (size_t)(block->ends[i] - begin);
        code = nreg_number_check(NULL, &block->numbers[i], NULL, &reasons, &warnings);
        if (json != NULL)
            print_json(json, block->text + begin, length, &block->numbers[i], reasons, warnings);
        else
            print(cli, block->text + begin, length, &block->numbers[i], reasons, warnings);
        if (reasons != 0)
            status = CLI_REJECTED;
        begin = block->ends[i];
    }
    block->count = 0;
    return code == NREG_OK ? status : cli_failed(cli, code, NULL);
}

static int check_lines(cli_context *cli, cli_json *json, cli_lines *lines, check_block *block, const char *region,
                       uint32_t how) {
    const char *text;
    size_t length;
    int got, result = CLI_OK;
    while ((got = cli_lines_next(cli, lines, &text, &length)) == 1) {
        uint64_t begin = block->count == 0 ? 0 : block->ends[block->count - 1];
        memcpy(block->text + begin, text, length);
        block->ends[block->count++] = begin + length;
        if (block->count < BLOCK_LINES && cli_lines_ready(lines))
            continue;
        int status = judge(cli, json, block, region, how);
        if (status > CLI_REJECTED)
            return status;
        if (status == CLI_REJECTED)
            result = status;
        /* Somebody may be waiting for the answers to what they have typed so far. */
        if (!cli_lines_ready(lines)) {
            cli_json_flush(json);
            fflush(stdout);
        }
        if (ferror(stdout))
            return CLI_FAILURE;
    }
    return got < 0 ? CLI_FAILURE : result;
}

static int run(cli_context *cli) {
    char region[4] = "US";
    cli_lines lines;
    uint32_t how = cli_value(cli, "spreadsheet") != NULL ? NREG_READ_SPREADSHEET : NREG_READ_TEXT;
    int status = cli_region(cli, cli_value(cli, "region"), region);
    if (status == CLI_OK)
        status = cli_lines_open(cli, cli->operand_count > 0 ? cli->operands[0] : NULL, &lines);
    if (status != CLI_OK)
        return status;
    check_block *block = malloc(sizeof *block);
    cli_json *json = cli->json ? cli_json_new(cli) : NULL;
    if (block == NULL)
        status = cli_failed(cli, NREG_NO_MEMORY, NULL);
    else if (cli->json && json == NULL)
        status = CLI_FAILURE;
    if (status == CLI_OK) {
        block->count = 0;
        status = check_lines(cli, json, &lines, block, region, how);
    }
    if (json != NULL && cli_json_free(json) != CLI_OK)
        status = CLI_FAILURE;
    free(block);
    cli_lines_close(&lines);
    return status;
}

const cli_command cli_check = {
    .name = "check",
    .operands = "[FILE]",
    .summary = "Says for each line whether it is a phone number that can be registered.",
    .details = "Without FILE, or with '-', standard input is read. There is one answer for every line, empty ones too.",
    .options = options,
    .most = 1,
    .example = "echo '(501) 214-9020' | numberreg check --region US",
    .run = run,
};
