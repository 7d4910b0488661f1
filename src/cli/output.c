/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* for realpath */
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

static int is_open(const struct stat *output, int descriptor) {
    struct stat about;
    return fstat(descriptor, &about) == 0 && is_same_file(output, &about);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* The folder that `path` lies in; 0, or -1 if there is none. */
static int folder_of(const char *path, struct stat *about) {
    size_t length = (size_t)(last_part(path) - path);
    char *folder = length == 0 ? strdup(".") : strndup(path, length);
    int failed = folder == NULL ? -1 : stat(folder, about);
    free(folder);
    return failed;
}

int cli_same_output(const char *first, const char *second) {
    struct stat one, other;
    int there = stat(first, &one) == 0, there_too = stat(second, &other) == 0;
    if (there && there_too && one.st_dev == other.st_dev && one.st_ino == other.st_ino)
        return !S_ISCHR(one.st_mode); /* /dev/null takes both */
    return strcmp(last_part(first), last_part(second)) == 0 && folder_of(first, &one) == 0 &&
           folder_of(second, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* A file that SQLite keeps beside the store, whether it is there now or not. */
static int is_beside_store(const char *store, const char *path) {
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    char *real = realpath(store, NULL);
    char *name = real != NULL ? malloc(strlen(real) + sizeof "-journal") : NULL;
    int found = 0;
    for (size_t i = 0; name != NULL && i < sizeof ends / sizeof ends[0] && !found; i++) {
        strcpy(stpcpy(name, real), ends[i]);
        found = cli_same_output(name, path);
    }
    free(name);
    free(real);
    return found;
}

int cli_may_write(cli_context *cli, const char *option, const char *path, const char *input) {
    struct stat about, of_store;
    const char *store = cli_store_file(cli);
    if (*path == '\0')
        return cli_usage(cli, "%s needs the name of a file.", option);
    if (strcmp(path, "-") == 0)
        return cli_usage(cli, "%s needs the name of a file, and '-' means none; a file of that name is ./-.", option);
    if (store != NULL && is_beside_store(store, path))
        return cli_usage(cli, "%s names '%s', a file of the store's own; name another file.", option, path);
    if (stat(path, &about) != 0)
        return CLI_OK;
    if (S_ISDIR(about.st_mode))
        return cli_usage(cli, "%s names '%s', which is a folder, not a file; nothing was changed.", option, path);
    if (is_input(&about, input))
        return cli_usage(cli, "%s names '%s', the file that is read; name another, so that it is not lost.", option,
                         path);
    if (is_open(&about, 1) || is_open(&about, 2))
        return cli_usage(cli, "%s names '%s', where standard %s goes; name another file.", option, path,
                         is_open(&about, 1) ? "output" : "error");
    if (store != NULL && stat(store, &of_store) == 0 && is_same_file(&about, &of_store))
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
