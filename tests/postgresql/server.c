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

const char *start_server(void) {
    char command[2048];
    const char *given = getenv("NREG_TEST_POSTGRESQL");
    if (given != NULL && given[0] != '\0') {
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
    FILE *file = status == 0 ? fopen(command, "r") : NULL;
    if (file == NULL || fgets(uri, sizeof uri, file) == NULL) {
        exit(status == 77 ? 77 : 1);
    }
    fclose(file);
    uri[strcspn(uri, "\n")] = '\0';
    return uri;
}

void stop_server(void) {
    char command[2048];
    if (directory[0] != '\0') {
        snprintf(command, sizeof command, SERVER_COMMAND " stop %s immediate; rm -rf %s", directory, directory);
        run(command);
    }
}
