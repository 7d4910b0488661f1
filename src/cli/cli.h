/* SPDX-License-Identifier: MIT */
/* The numberreg command: what its parts share. One file a command; main.c has the table of them. */
#ifndef NREG_CLI_H
#define NREG_CLI_H

#include <numberreg.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Exit status. */
enum {
    CLI_OK = 0,       /* all accepted */
    CLI_REJECTED = 1, /* some rejected */
    CLI_USAGE = 2,    /* the command line, or a file or scope it names, is wrong */
    CLI_FAILURE = 3   /* the store or the system failed */
};

#define CLI_OPTIONS_MAX 40

/* An option of a command, with its line of help. */
typedef struct cli_option {
    const char *name;     /* NULL ends a table */
    const char *argument; /* what to call its argument; NULL for a flag */
    const char *help;
} cli_option;

struct cli_context;

typedef struct cli_command {
    const char *name;           /* one word or two: "scope add" */
    const char *operands;       /* for the usage line */
    const char *summary;        /* one line */
    const char *details;        /* further lines of help, or NULL */
    const char *example;        /* lines as a shell takes them */
    const cli_option *options;  /* its own, or NULL */
    const cli_option *options2; /* shared with other commands, or NULL */
    int least;                  /* operands it needs */
    int most;                   /* operands it takes; -1 for any number */
    int (*run)(struct cli_context *cli);
} cli_command;

/* Names looked up last: a listing has few scopes and purposes, and many records. */
#define CLI_KEPT_PURPOSES 64
#define CLI_KEPT_PATHS 256
typedef struct cli_kept_path {
    uint64_t id;
    char path[NREG_PATH_SIZE];
} cli_kept_path;
typedef struct cli_names {
    nreg_purpose purposes[CLI_KEPT_PURPOSES];
    cli_kept_path paths[CLI_KEPT_PATHS];
} cli_names;

typedef struct cli_context {
    const cli_command *command;
    const cli_option *options[CLI_OPTIONS_MAX];
    const char *values[CLI_OPTIONS_MAX]; /* NULL if not given, "" for a flag */
    int option_count;
    char **operands;
    int operand_count;
    const char *store_url;
    const char *actor;
    int json;
    const char *language_tag;
    const nreg_language *language; /* NULL: English */
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *session;
    nreg_error error;
    nreg_error not_written; /* why the store was opened for reading only; code 0 if it was not */
    char region[4];         /* in which the numbers of a batch are read; "" if it takes none */
    int committed;          /* a batch has changed the registry: what fails from now on does not undo it */
    cli_names names;
} cli_context;

extern const cli_command cli_add;
extern const cli_command cli_check;
extern const cli_command cli_draft_add;
extern const cli_command cli_draft_drop;
extern const cli_command cli_draft_new;
extern const cli_command cli_draft_save;
extern const cli_command cli_draft_set;
extern const cli_command cli_draft_show;
extern const cli_command cli_edit;
extern const cli_command cli_export;
extern const cli_command cli_feed;
extern const cli_command cli_history;
extern const cli_command cli_import;
extern const cli_command cli_init;
extern const cli_command cli_list;
extern const cli_command cli_move;
extern const cli_command cli_proof;
extern const cli_command cli_purposes;
extern const cli_command cli_reconcile;
extern const cli_command cli_remove;
extern const cli_command cli_revert;
extern const cli_command cli_review_decide;
extern const cli_command cli_review_expire;
extern const cli_command cli_review_run;
extern const cli_command cli_review_show;
extern const cli_command cli_scope_add;
extern const cli_command cli_scope_change;
extern const cli_command cli_scope_close;
extern const cli_command cli_scope_list;
extern const cli_command cli_show;
extern const cli_command cli_transfer;
extern const cli_command cli_upload;

/* arguments.c: options and operands of a command, and its help */
extern const cli_option cli_global_options[];
/* Reads what follows the command's name. CLI_OK, or prints what is wrong. */
int cli_arguments(cli_context *cli, int argc, char **argv);
/* What getopt_long has just refused, as it is written. */
const char *cli_refused_option(char **argv);
void cli_help(const cli_command *command);
/* Whether the command has such an option. */
int cli_takes(const cli_context *cli, const char *name);
/* The value of an option; NULL if it was not given. */
const char *cli_value(const cli_context *cli, const char *name);
/* A whole number between bounds; CLI_OK or CLI_USAGE. `what` names it in the message. */
int cli_whole(cli_context *cli, const char *what, const char *text, uint64_t least, uint64_t most, uint64_t *number);
/* The place of a name among `names`, which end with NULL; CLI_OK, or CLI_USAGE after listing them. NULL leaves `place`
 * alone. */
int cli_choice(cli_context *cli, const char *option, const char *text, const char *const names[], uint32_t *place);
/* The value of --limit, from 1 to `most`: a part of nothing would never end. CLI_OK or CLI_USAGE; leaves `limit` alone
 * if the option was not given. */
int cli_limit(cli_context *cli, uint64_t most, uint64_t *limit);
/* Two letters that the plan knows, as it writes them, into four bytes; CLI_OK or CLI_USAGE. NULL leaves `region` alone.
 */
int cli_region(cli_context *cli, const char *text, char region[4]);

/* fail.c: what went wrong, as one sentence on standard error */
#if defined(__GNUC__)
#define CLI_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CLI_PRINTF(text, first)
#endif
/* Returns CLI_USAGE. */
int cli_usage(const cli_context *cli, const char *format, ...) CLI_PRINTF(2, 3);
/* With the text of errno; returns CLI_FAILURE. */
int cli_system(const cli_context *cli, const char *format, ...) CLI_PRINTF(2, 3);
/* A call answered `code`; cli->error tells more. `what`, if not NULL, says what was being done. Returns CLI_USAGE for
 * what the caller asked wrongly, else CLI_FAILURE. */
int cli_failed(const cli_context *cli, nreg_code code, const char *what);
/* The same of what follows changes; where retention has overtaken it, `advice` says how to go on. */
int cli_failed_pruned(const cli_context *cli, nreg_code code, const char *advice);

/* open.c: store, registry and session */
/* The store that --store names. `mode` is a NREG_SQLITE_ value, for stores that have a file. CLI_OK or CLI_FAILURE. */
int cli_open_store(cli_context *cli, uint32_t mode);
int cli_open_registry(cli_context *cli);
/* Store, registry and an operator's session. */
int cli_open(cli_context *cli);
/* The catalogue alone, on an empty store. */
int cli_open_catalogue(cli_context *cli);
void cli_close(cli_context *cli);
/* The store that --store names, as it may be shown: without a password. */
const char *cli_store_name(const cli_context *cli);
/* The file of that store; NULL if it is no file. */
const char *cli_store_file(const cli_context *cli);
/* Whether that store is there already: 1 or 0; after printing what is wrong, minus the exit status. */
int cli_store_exists(cli_context *cli);

/* names.c: what it says to people, in the language chosen */
int cli_language(cli_context *cli);
const char *cli_status(const cli_context *cli, uint32_t status);
/* "WARNING", "PREVIEW", or an outcome's name: what the numbers it befell are listed under. */
const char *cli_heading(const cli_context *cli, const char *name);
const char *cli_sign(const cli_context *cli, uint32_t sign);
/* scopes and purposes by the names a person uses */
int cli_scope(cli_context *cli, const char *path, nreg_scope *scope);
/* Resolves --scope, which must be given. */
int cli_scope_option(cli_context *cli, nreg_scope *scope);
/* Resolves a purpose's code or label; NULL gives NREG_PURPOSE_NONE. */
int cli_purpose(cli_context *cli, const char *text, uint32_t *id);
const char *cli_purpose_code(cli_context *cli, uint32_t id);
const char *cli_purpose_label(cli_context *cli, uint32_t id);
/* Path of a scope, "" if there is none or it cannot be told. Valid until the next call. */
const char *cli_path(cli_context *cli, uint64_t id);
/* An id as written by the command; CLI_OK or CLI_USAGE. */
int cli_id(cli_context *cli, const char *what, const char *text, uint64_t *id);

/* text.c: text for terminals */
/* Columns a text takes; control characters are counted as they are shown. */
size_t cli_width(const char *text, size_t length);
/* Writes text so that no byte of it can steer a terminal, padded with spaces to `columns`. */
void cli_show_text(FILE *file, const char *text, size_t length, size_t columns);
/* An E.164 number in its international form. */
const char *cli_number(uint64_t e164, char buffer[NREG_FORMAT_SIZE]);
/* A time as 2026-01-31T12:00:00Z; "" for 0. */
const char *cli_time(int64_t time, char buffer[32]);
/* Reads a time: a date, or a date and time in UTC. CLI_OK or CLI_USAGE. */
int cli_read_time(cli_context *cli, const char *what, const char *text, int64_t *time);
/* Whether a person's word is this name: in any case, '-' and '_' being one. */
int cli_is_name(const char *text, const char *name);
/* The length of valid UTF-8 that `text` begins with. */
size_t cli_utf8_valid(const char *text, size_t length);

/* typed.c: numbers that a person typed */
#define CLI_REGION "US" /* in which they are read if nothing says another */
/* CLI_OK or CLI_USAGE. */
int cli_read_typed(cli_context *cli, const char *text, const char *region, nreg_number *number);
/* Whether it would be another number in another region: it has no plus sign or international prefix. */
int cli_read_by_region(const nreg_number *number);
/* Says on standard error that a number that was read "is not registered", or what else `what` says, and as which. */
void cli_not_found(const char *text, const nreg_number *number, const char *what);

/* json.c: one object a line on standard output */
#define CLI_JSON_BYTES (1 << 19) /* written at once, or when cli_json_flush() says so */
typedef struct cli_json cli_json;
cli_json *cli_json_new(cli_context *cli);
/* The same, written elsewhere. */
cli_json *cli_json_to(cli_context *cli, FILE *file);
void cli_json_begin(cli_json *json);
void cli_json_end(cli_json *json);
/* The length of a key is known where it is written, so that it is not counted for every object. */
#define CLI_KEY(key) (key), strlen(key)
#define cli_json_text(json, key, text, length) cli_json_put_text(json, CLI_KEY(key), text, length) /* NULL: null */
#define cli_json_string(json, key, text) cli_json_put_string(json, CLI_KEY(key), text)             /* NULL, "": null */
#define cli_json_flag(json, key, flag) cli_json_put_flag(json, CLI_KEY(key), flag)
#define cli_json_whole(json, key, number) cli_json_put_whole(json, CLI_KEY(key), number)
/* Ids and numbers are strings: they do not fit every reader's integers. 0: null. */
#define cli_json_id(json, key, id) cli_json_put_id(json, CLI_KEY(key), id)
#define cli_json_e164(json, key, e164) cli_json_put_e164(json, CLI_KEY(key), e164)
/* A number as nreg_number_format() writes it; null if nothing was read. */
#define cli_json_number(json, key, number, style) cli_json_put_number(json, CLI_KEY(key), number, style)
#define cli_json_time(json, key, time) cli_json_put_time(json, CLI_KEY(key), time)
#define cli_json_reasons(json, key, set) cli_json_put_reasons(json, CLI_KEY(key), set)
#define cli_json_signs(json, key, signs) cli_json_put_signs(json, CLI_KEY(key), signs)
void cli_json_put_text(cli_json *json, const char *key, size_t key_length, const char *text, size_t length);
void cli_json_put_string(cli_json *json, const char *key, size_t key_length, const char *text);
void cli_json_put_flag(cli_json *json, const char *key, size_t key_length, int flag);
void cli_json_put_whole(cli_json *json, const char *key, size_t key_length, int64_t number);
void cli_json_put_id(cli_json *json, const char *key, size_t key_length, uint64_t id);
void cli_json_put_e164(cli_json *json, const char *key, size_t key_length, uint64_t e164);
void cli_json_put_number(cli_json *json, const char *key, size_t key_length, const nreg_number *number, uint32_t style);
void cli_json_put_time(cli_json *json, const char *key, size_t key_length, int64_t time);
void cli_json_put_reasons(cli_json *json, const char *key, size_t key_length, uint64_t set);
void cli_json_put_signs(cli_json *json, const char *key, size_t key_length, uint32_t signs);
/* Hands over what was written so far; NULL does nothing. */
void cli_json_flush(cli_json *json);
/* CLI_OK, or CLI_FAILURE if memory was short. */
int cli_json_free(cli_json *json);

/* crew.c: blocks of work, done by several threads if there are many, and delivered in the order in which they were
 * given
 */
#define CLI_CREW_MOST 4
typedef struct cli_crew cli_crew;
typedef struct cli_crew_job {
    int (*work)(void *block, void *context); /* on any thread, several at a time; a CLI_ status */
    int (*deliver)(void *block);             /* one at a time */
    void *context;
} cli_crew_job;
/* How many blocks keep this machine busy. */
size_t cli_crew_size(void);
/* With one block only, no threads are made. NULL after printing what went wrong. */
cli_crew *cli_crew_new(cli_context *cli, cli_crew_job job, void *const blocks[], size_t count);
/* The block to fill next. */
void *cli_crew_block(cli_crew *crew);
/* Gives it to be worked on; the worst status so far. */
int cli_crew_give(cli_crew *crew);
/* Waits until all is delivered; the worst status so far. */
int cli_crew_pause(cli_crew *crew);
void cli_crew_free(cli_crew *crew);

/* progress.c: a line on standard error for work that takes long, if that is a terminal */
typedef struct cli_progress {
    const char *what;
    int64_t shown_ms; /* when it was last drawn; 0 never */
    int on;
} cli_progress;
void cli_progress_begin(cli_progress *progress, const char *what);
/* For nreg_upload_options and nreg_commit_options; non-zero after an interrupt. `context` is the cli_progress. */
int32_t cli_progress_rows(uint64_t bytes, uint64_t rows, void *context);
int32_t cli_progress_share(uint64_t done, uint64_t total, void *context);
void cli_progress_end(cli_progress *progress);

/* input.c: lines and files */
#define CLI_LINE_MAX 4096 /* longer than any number may be; the rest of a longer line is passed over */
typedef struct cli_lines {
    int file;
    int failed;
    int ended;
    int begun;
    char *buffer;
    size_t begin;
    size_t end;
} cli_lines;
/* `path` NULL or "-": standard input. */
int cli_lines_open(cli_context *cli, const char *path, cli_lines *lines);
/* 1 and the next line without its end, 0 at the end, -1 after printing what went wrong. Valid until the next call. */
int cli_lines_next(cli_context *cli, cli_lines *lines, const char **text, size_t *length);
/* True if the next line can be had without waiting for more input. */
int cli_lines_ready(cli_context *cli, cli_lines *lines);
void cli_lines_close(cli_lines *lines);

typedef struct cli_file {
    FILE *file;
    int failed; /* errno */
} cli_file;
/* For nreg_source and nreg_sink; `context` is a cli_file. */
nreg_code cli_file_read(void *buffer, size_t capacity, size_t *length, void *context);
nreg_code cli_file_write(const void *data, size_t length, void *context);
/* Opens a file to read, NULL or "-" being standard input. With `again` it can be read a second time. */
int cli_source_open(cli_context *cli, const char *path, int again, cli_file *source);
void cli_source_close(cli_file *source);

/* output.c: files that are written */
/* Whether `path`, which an option names, may be written: it is neither a folder, nor the store or a file of its own,
 * nor the file that is read (NULL or "-": standard input), nor one that a standard stream goes to. CLI_OK or CLI_USAGE.
 */
int cli_may_write(cli_context *cli, const char *option, const char *path, const char *input);
/* True if one would be written over the other: the same file, or the same place for one, however it is spelled. */
int cli_same_output(const char *first, const char *second);
/* A file that appears whole or not at all, and until then leaves alone what has its name. */
typedef struct cli_output {
    const char *path; /* the caller's; NULL if there is none to write */
    char *part;       /* written beside it and renamed; NULL for a device or pipe, whose place no file may take */
    FILE *file;
} cli_output;
/* 0, or -1 with errno set and nothing to discard. */
int cli_output_open(cli_output *output, const char *path);
/* The same; after a failure nothing of it is left. */
int cli_output_close(cli_output *output);
/* What was not closed is dropped; all zero afterwards. */
void cli_output_discard(cli_output *output);

/* csv.c: what is told of a CSV file instead of being recognised */
#define CLI_CSV_OPTIONS                                                                                                \
    {"number-column", "COLUMN", "column of the numbers, by its header or from 1; recognised if not given"},            \
        {"purpose-column", "COLUMN", "column of the call purposes, likewise; 'none' for none"},                        \
        {"header", "YES|NO", "whether the first row names the columns; recognised if not given"},                      \
        {"delimiter", "CHAR", "what separates columns: , ; | or tab; recognised if not given"}, {                      \
        "encoding", "NAME", "utf-8, utf-16le, utf-16be or windows-1252; recognised if not given"                       \
    }
int cli_csv_read(cli_context *cli, nreg_upload_options *upload);
/* A number from 1 on, "none" (UINT32_MAX), or else the name in the header row. NULL leaves both alone. */
int cli_csv_column(cli_context *cli, const char *option, const char *text, uint32_t *number, const char **header);
/* The file at `path` could not be read as a table; names the option for what was not recognised in it. */
int cli_csv_failed(cli_context *cli, nreg_code code, const char *path);

/* rejects.c: the file of --rejects */
typedef cli_output cli_rejects;
/* Before anything is changed: whether it can be written. `input` is the file that is read, as in cli_source_open(). */
int cli_rejects_open(cli_context *cli, const char *input, cli_rejects *rejects);
int cli_rejects_write(cli_context *cli, cli_rejects *rejects, const nreg_result *result, cli_file *source,
                      const nreg_upload_options *options);
int cli_rejects_write_migration(cli_context *cli, cli_rejects *rejects, const nreg_migration *migration,
                                cli_file *source, const nreg_upload_options *options);
/* The same for numbers that came without a file. */
int cli_rejects_write_inputs(cli_context *cli, cli_rejects *rejects, const nreg_result *result);

/* commit.c: the options that every command with a batch takes, and what it prints */
extern const cli_option cli_commit_options[];
extern const char *const cli_reviews[]; /* values of --auto-review, of which the first is not the usual one */
/* Those of commands that say what numbers are for, and so may send them to review, */
#define CLI_PURPOSE_OPTIONS                                                                                            \
    {"accept-dno", NULL, "confirm that Do Not Originate numbers never make outbound calls"}, {                         \
        "auto-review", "WHEN",                                                                                         \
            "in-commit: decide at once, by signs; worker (usual): leave numbers pending for 'review run'"              \
    }
/* and of those that add numbers. */
#define CLI_ADD_OPTIONS {"reassign", NULL, "move numbers that sit elsewhere in the Business"}, CLI_PURPOSE_OPTIONS
/* A new batch at --scope, with --region, else with the region of that scope. `action` is a NREG_ACTION_ value. */
int cli_batch_new(cli_context *cli, uint32_t action, nreg_batch **batch);
/* Calls `take` for the operands from `first` on, or else for the lines of standard input, until it answers not CLI_OK.
 */
typedef int cli_taker(cli_context *cli, const char *number, size_t length, void *context);
#define CLI_NUMBERS_FROM_INPUT "Without a NUMBER, or with '-', one a line is read from standard input."
int cli_each_number(cli_context *cli, int first, cli_taker *take, void *context);
/* Stages each of them. */
int cli_stage(cli_context *cli, nreg_batch *batch, int first, uint32_t purpose, uint32_t consent);
/* Whether the options of commit go together; before anything is opened. */
int cli_commit_check(cli_context *cli);
/* Previews or commits as the options say. CLI_OK with the result, else a failure without. */
int cli_commit_batch(cli_context *cli, nreg_batch *batch, nreg_result **result);

/* reason.c: the sentences of a set of reasons that speak of a number alone, the first first, as one line without its
 * end. */
void cli_show_reasons(const cli_context *cli, uint64_t set);

/* Writes the rejects file, prints: CLI_OK, CLI_REJECTED or a failure. */
int cli_finish_result(cli_context *cli, const nreg_result *result, cli_rejects *rejects);
/* Commits, writes the rejects file, prints: CLI_OK, CLI_REJECTED or a failure. */
int cli_finish_batch(cli_context *cli, nreg_batch *batch, cli_rejects *rejects);

/* filter.c: which numbers to list or export */
extern const cli_option cli_filter_options[];
/* NREG_STATUS_ value of a name; CLI_OK or CLI_USAGE. NULL leaves `status` alone. */
int cli_read_status(cli_context *cli, const char *text, uint32_t *status);
/* Opens the registry too. */
int cli_read_filter(cli_context *cli, nreg_record_filter *filter);

/* list.c: a record as a line, or as JSON if `json` is not NULL */
void cli_print_record(cli_context *cli, cli_json *json, const nreg_record *record, uint32_t signs);
/* Whether a person has to do something about it: prove ownership, or look at the proof. */
int cli_is_held(const nreg_record *record);

/* migration.c: what became of an import, as text, or as JSON if `json` is not NULL */
void cli_print_migration(FILE *file, cli_json *json, const nreg_migration *migration);

/* outcome.c: CLI_OK or CLI_REJECTED, or a failure to write */
int cli_print_result(cli_context *cli, const nreg_result *result);

#endif
