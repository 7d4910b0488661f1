/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* True if both are the same regular file; terminals and pipes may be read and written at once. */
static int is_same_file(const struct stat *first, const struct stat *second) {
    return S_ISREG(first->st_mode) && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
}

static int is_input(const struct stat *output, const char *input) {
    struct stat about;
    int failed = input == NULL || strcmp(input, "-") == 0 ? fstat(0, &about) : stat(input, &about);
    return failed == 0 && is_same_file(output, &about);
}

static int is_store(const cli_context *cli, const struct stat *output) {
    struct stat about;
    const char *path = cli_store_file(cli);
    return path != NULL && stat(path, &about) == 0 && is_same_file(output, &about);
}

int cli_may_write(cli_context *cli, const char *option, const char *path, const char *input) {
    struct stat about;
    if (*path == '\0')
        return cli_usage(cli, "%s needs the name of a file.", option);
    if (stat(path, &about) != 0)
        return CLI_OK;
    if (S_ISDIR(about.st_mode))
        return cli_usage(cli, "%s names '%s', which is a folder, not a file; nothing was changed.", option, path);
    if (is_input(&about, input))
        return cli_usage(cli, "%s names '%s', the file that is read; name another, so that it is not lost.", option,
                         path);
    if (is_store(cli, &about))
        return cli_usage(cli, "%s names '%s', the store itself; name another file.", option, path);
    return CLI_OK;
}

static int is_special(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

/* Makes a file beside `path` that was not there, and keeps its name; NULL with errno. */
static FILE *open_part(cli_output *output, const char *path) {
    enum { LONGEST_END = 16, TURNS = 1000 };
    size_t size = strlen(path) + LONGEST_END;
    int file = -1;
    output->part = malloc(size);
    for (int turn = 0; output->part != NULL && file < 0 && turn < TURNS; turn++) {
        if (turn == 0)
            snprintf(output->part, size, "%s.part", path);
        else
            snprintf(output->part, size, "%s.part-%d", path, turn + 1);
        file = open(output->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST)
            break;
    }
    FILE *stream = file < 0 ? NULL : fdopen(file, "wb");
    if (file >= 0 && stream == NULL) {
        close(file);
        remove(output->part);
    }
    return stream;
}

int cli_output_open(cli_output *output, const char *path) {
    memset(output, 0, sizeof *output);
    output->path = path;
    output->file = is_special(path) ? fopen(path, "wb") : open_part(output, path);
    if (output->file != NULL)
        return 0;
    int failed = errno;
    cli_output_discard(output);
    errno = failed;
    return -1;
}

int cli_output_close(cli_output *output) {
    int number = ferror(output->file) ? EIO : 0;
    if (fclose(output->file) != 0)
        number = errno;
    if (number == 0 && output->part != NULL && rename(output->part, output->path) != 0)
        number = errno;
    output->file = NULL;
    if (number != 0 && output->part != NULL)
        remove(output->part);
    errno = number;
    return number != 0 ? -1 : 0;
}

void cli_output_discard(cli_output *output) {
    if (output->file != NULL) {
        fclose(output->file);
        if (output->part != NULL)
            remove(output->part);
    }
    free(output->part);
    memset(output, 0, sizeof *output);
}
