/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 20 };

static int is_standard_input(const char *path) {
    return path == NULL || strcmp(path, "-") == 0;
}

/* A folder opens like a file and fails only when read; name it before. */
static int refuse_folder(cli_context *cli, int file, const char *path) {
    struct stat about;
    if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode))
        return cli_usage(cli, "'%s' is a folder, not a file.", path);
    return CLI_OK;
}

static int cannot_open(const cli_context *cli, const char *path) {
    int number = errno;
    cli_system(cli, "'%s' cannot be opened", path);
    return number == ENOENT || number == EACCES || number == ENOTDIR || number == ENAMETOOLONG ? CLI_USAGE
                                                                                               : CLI_FAILURE;
}

int cli_lines_open(cli_context *cli, const char *path, cli_lines *lines) {
    memset(lines, 0, sizeof *lines);
    lines->file = is_standard_input(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->file < 0)
        return cannot_open(cli, path);
    int status = is_standard_input(path) ? CLI_OK : refuse_folder(cli, lines->file, path);
    lines->buffer = malloc(BLOCK_BYTES);
    if (lines->buffer == NULL)
        status = cli_failed(cli, NREG_NO_MEMORY, NULL);
    if (status != CLI_OK)
        cli_lines_close(lines);
    return status;
}

void cli_lines_close(cli_lines *lines) {
    if (lines->file > STDIN_FILENO)
        close(lines->file);
    free(lines->buffer);
    memset(lines, 0, sizeof *lines);
}

/* Adds input behind what is kept; 0 or -1 after printing, once, what went wrong. */
static int fill(cli_context *cli, cli_lines *lines) {
    if (lines->failed)
        return -1;
    if (lines->begin > 0) {
        memmove(lines->buffer, lines->buffer + lines->begin, lines->end - lines->begin);
        lines->end -= lines->begin;
        lines->begin = 0;
    }
    ssize_t got;
    do
        got = read(lines->file, lines->buffer + lines->end, BLOCK_BYTES - lines->end);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        lines->failed = 1;
        cli_system(cli, "The input could not be read");
        return -1;
    }
    lines->ended = got == 0;
    lines->end += (size_t)got;
    if (!lines->begun && (lines->end >= 3 || lines->ended || (lines->end > 0 && lines->buffer[0] != '\xef'))) {
        lines->begun = 1;
        if (lines->end >= 3 && memcmp(lines->buffer, "\xef\xbb\xbf", 3) == 0)
            lines->begin = 3;
    }
    return 0;
}

static int holds_line(const cli_lines *lines) {
    return memchr(lines->buffer + lines->begin, '\n', lines->end - lines->begin) != NULL;
}

int cli_lines_ready(cli_context *cli, cli_lines *lines) {
    struct pollfd more = {.fd = lines->file, .events = POLLIN};
    while (!holds_line(lines))
        if (lines->ended || lines->end - lines->begin > CLI_LINE_MAX || poll(&more, 1, 0) <= 0 || fill(cli, lines) != 0)
            return 0;
    return 1;
}

int cli_lines_next(cli_context *cli, cli_lines *lines, const char **text, size_t *length) {
    size_t kept = 0; /* bytes of a line longer than the buffer; the text begins at buffer + begin */
    for (;;) {
        char *from = lines->buffer + lines->begin + kept;
        size_t room = lines->end - lines->begin - kept;
        char *newline = lines->begun ? memchr(from, '\n', room) : NULL;
        if (newline != NULL || (lines->ended && lines->end > lines->begin)) {
            char *begin = lines->buffer + lines->begin;
            size_t bytes = (size_t)((newline != NULL ? newline : lines->buffer + lines->end) - begin);
            if (kept > 0 && bytes > CLI_LINE_MAX)
                bytes = CLI_LINE_MAX;
            lines->begin = newline != NULL ? (size_t)(newline - lines->buffer) + 1 : lines->end;
            if (newline != NULL && bytes > 0 && begin[bytes - 1] == '\r')
                bytes--;
            *text = begin;
            *length = bytes < CLI_LINE_MAX ? bytes : CLI_LINE_MAX;
            return 1;
        }
        if (lines->ended)
            return 0;
        if (lines->begun && lines->end - lines->begin > CLI_LINE_MAX) {
            /* Of a line this long only the beginning matters: pass over the rest. */
            kept = CLI_LINE_MAX;
            lines->end = lines->begin + kept;
        }
        if (fill(cli, lines) != 0)
            return -1;
    }
}

nreg_code cli_file_read(void *buffer, size_t capacity, size_t *length, void *context) {
    cli_file *source = context;
    *length = fread(buffer, 1, capacity, source->file);
    if (*length == 0 && ferror(source->file)) {
        source->failed = errno;
        return NREG_IO;
    }
    return NREG_OK;
}

nreg_code cli_file_write(const void *data, size_t length, void *context) {
    cli_file *sink = context;
    if (fwrite(data, 1, length, sink->file) == length)
        return NREG_OK;
    sink->failed = errno;
    return NREG_IO;
}

/* Copies what can be read only once into a file that has no name. */
static int spool(cli_context *cli, FILE *from, cli_file *source) {
    char block[65536];
    size_t got;
    FILE *file = tmpfile();
    if (file == NULL)
        return cli_system(cli, "No temporary file could be made for the input");
    while ((got = fread(block, 1, sizeof block, from)) > 0)
        if (fwrite(block, 1, got, file) != got)
            break;
    if (ferror(from) || ferror(file) || fflush(file) != 0) {
        int status = cli_system(cli, "The input could not be kept");
        fclose(file);
        return status;
    }
    rewind(file);
    source->file = file;
    return CLI_OK;
}

int cli_source_open(cli_context *cli, const char *path, int again, cli_file *source) {
    memset(source, 0, sizeof *source);
    if (is_standard_input(path)) {
        if (again)
            return spool(cli, stdin, source);
        source->file = stdin;
        return CLI_OK;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return cannot_open(cli, path);
    int status = refuse_folder(cli, fileno(file), path);
    if (status == CLI_OK && (!again || fseek(file, 0, SEEK_SET) == 0)) {
        source->file = file;
        return CLI_OK;
    }
    if (status == CLI_OK)
        status = spool(cli, file, source);
    fclose(file);
    return status;
}

void cli_source_close(cli_file *source) {
    if (source->file != NULL && source->file != stdin)
        fclose(source->file);
    source->file = NULL;
}
