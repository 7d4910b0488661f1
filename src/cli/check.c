/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {"region", "CC", "region of numbers without country code, two letters; US if not given"},
    {"spreadsheet", NULL, "first undo what spreadsheets do to numbers, as an upload does"},
    {NULL, NULL, NULL},
};

/* Lines and bytes of a block, and bytes that an answer has at most beside the input, of which each can need six. */
enum { BLOCK_LINES = 256, BLOCK_BYTES = 4 * CLI_LINE_MAX, ANSWER_BYTES = 1600, INPUT_COLUMNS = 24 };
_Static_assert(BLOCK_LINES *ANSWER_BYTES + 6 * BLOCK_BYTES < CLI_JSON_BYTES, "a block is written by cli_json_flush()");

typedef struct check_block {
    cli_json *json; /* NULL: the answers are for people. */
    size_t count;
    uint64_t ends[BLOCK_LINES];
    nreg_number numbers[BLOCK_LINES];
    char text[BLOCK_BYTES];
} check_block;

typedef struct check_how {
    cli_context *cli;
    char region[4];
    uint32_t options;
} check_how;

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
        cli_show_reasons(cli, warnings);
    } else {
        cli_show_reasons(cli, reasons);
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
static int judge(void *work, void *context) {
    check_block *block = work;
    const check_how *how = context;
    nreg_code code = nreg_number_read_many(NULL, block->text, block->ends, block->count, how->region, how->options,
                                           block->numbers, sizeof block->numbers[0]);
    int status = CLI_OK;
    uint64_t begin = 0;
    for (size_t i = 0; i < block->count && code == NREG_OK; i++) {
        uint64_t reasons = 0, warnings = 0;
        size_t length = (size_t)(block->ends[i] - begin);
        code = nreg_number_check(NULL, &block->numbers[i], NULL, &reasons, &warnings);
        if (block->json != NULL)
            print_json(block->json, block->text + begin, length, &block->numbers[i], reasons, warnings);
        else
            print(how->cli, block->text + begin, length, &block->numbers[i], reasons, warnings);
        if (reasons != 0)
            status = CLI_REJECTED;
        begin = block->ends[i];
    }
    block->count = 0;
    return code == NREG_OK ? status : cli_failed(how->cli, code, NULL);
}

static int deliver(void *work) {
    check_block *block = work;
    cli_json_flush(block->json);
    return ferror(stdout) ? CLI_FAILURE : CLI_OK;
}

/* Adds a line; whether the block is full then. */
static int add(check_block *block, const char *text, size_t length) {
    uint64_t begin = block->count == 0 ? 0 : block->ends[block->count - 1];
    memcpy(block->text + begin, text, length);
    block->ends[block->count++] = begin + length;
    return block->count == BLOCK_LINES || begin + length + CLI_LINE_MAX > BLOCK_BYTES;
}

static int check_lines(cli_context *cli, cli_lines *lines, cli_crew *crew) {
    const char *text;
    size_t length;
    int got = 1, status = CLI_OK;
    check_block *block = cli_crew_block(crew);
    while (status <= CLI_REJECTED && (got = cli_lines_next(cli, lines, &text, &length)) == 1) {
        int full = add(block, text, length), ready = cli_lines_ready(cli, lines);
        if (!full && ready)
            continue;
        status = cli_crew_give(crew);
        /* Somebody may be waiting for the answers to what they have typed so far. */
        if (!ready) {
            status = cli_crew_pause(crew);
            fflush(stdout);
        }
        block = cli_crew_block(crew);
    }
    if (status <= CLI_REJECTED && block->count > 0)
        cli_crew_give(crew);
    status = cli_crew_pause(crew);
    return got < 0 ? CLI_FAILURE : status;
}

/* Checks with so many blocks, which are blank. */
static int check(cli_context *cli, cli_lines *lines, check_how *how, check_block *blocks, size_t count) {
    void *each[CLI_CREW_MOST];
    int status = CLI_OK;
    for (size_t i = 0; i < count; i++) {
        each[i] = &blocks[i];
        if (cli->json && (blocks[i].json = cli_json_new(cli)) == NULL)
            status = CLI_FAILURE;
    }
    cli_crew *crew = status == CLI_OK ? cli_crew_new(cli, (cli_crew_job){judge, deliver, how}, each, count) : NULL;
    status = crew == NULL ? CLI_FAILURE : check_lines(cli, lines, crew);
    if (crew != NULL)
        cli_crew_free(crew);
    for (size_t i = 0; i < count; i++)
        if (blocks[i].json != NULL && cli_json_free(blocks[i].json) != CLI_OK)
            status = CLI_FAILURE;
    return status;
}

static int run(cli_context *cli) {
    check_how how = {cli, CLI_REGION, cli_value(cli, "spreadsheet") != NULL ? NREG_READ_SPREADSHEET : NREG_READ_TEXT};
    cli_lines lines;
    int status = cli_region(cli, cli_value(cli, "region"), how.region);
    if (status == CLI_OK)
        status = cli_lines_open(cli, cli->operand_count > 0 ? cli->operands[0] : NULL, &lines);
    if (status != CLI_OK)
        return status;
    size_t count = cli->json ? cli_crew_size() : 1;
    check_block *blocks = calloc(count, sizeof *blocks);
    status = blocks == NULL ? cli_failed(cli, NREG_NO_MEMORY, NULL) : check(cli, &lines, &how, blocks, count);
    free(blocks);
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
