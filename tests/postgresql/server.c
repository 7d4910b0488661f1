/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[64];
static char uri[512];

static int run(const char *command) {
    const int status = system(command);
    return status == -1 ? 1 : WEXITSTATUS(status);
}

/* The first line of a file; NULL if there is none. */
static const char *read_line(const char *path, char *line, int size) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return NULL;
    }
    const char *read = fgets(line, size, file);
    fclose(file);
    if (read == NULL) {
        return NULL;
    }
    line[strcspn(line, "\n")] = '\0';
    return line[0] != '\0' ? line : NULL;
}

const char *given_server(void) {
    static char line[512];
    const char *given = getenv("NREG_TEST_POSTGRESQL");
    if (given != NULL && given[0] != '\0') {
        return given;
    }
    const char *path = getenv("NREG_TEST_POSTGRESQL_FILE");
    if (path == NULL || line[0] != '\0') {
        return path == NULL ? NULL : line;
    }
    return read_line(path, line, (int)sizeof line);
}

const char *start_server(void) {
    char command[2048];
    const char *given = given_server();
    if (given != NULL) {
        return given;
    }
    strcpy(directory, "/tmp/numberreg-postgresql-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        perror("mkdtemp");
        exit(1);
    }
    snprintf(command, sizeof command, "chmod 755 %s && " SERVER_COMMAND " start %s fsync=off >%s/uri", directory,
             directory, directory);
    const int status = run(command);
    snprintf(command, sizeof command, "%s/uri", directory);
    if (status != 0 || read_line(command, uri, (int)sizeof uri) == NULL) {
        exit(status == 77 ? 77 : 1);
    }
    return uri;
}

void stop_server(void) {
    char command[2048];
    if (directory[0] != '\0') {
        snprintf(command, sizeof command, SERVER_COMMAND " stop %s immediate; rm -rf %s", directory, directory);
        run(command);
    }
}
