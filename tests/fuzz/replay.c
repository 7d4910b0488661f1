/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target on every file of the folders named: what was found once stays found, with any compiler. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t capacity = 1 << 22;
    uint8_t *data = malloc(capacity);
    if (file == NULL || data == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    size_t length = fread(data, 1, capacity, file);
    fclose(file);
    /* Exactly as long as the input, so that sanitizers see a byte too far. */
    uint8_t *exact = malloc(length > 0 ? length : 1);
    if (exact != NULL) {
        memcpy(exact, data, length);
        LLVMFuzzerTestOneInput(exact, length);
    }
    free(exact);
    free(data);
    return 1;
}

int main(int argc, char **argv) {
    int count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        struct dirent *entry;
        while (folder != NULL && (entry = readdir(folder)) != NULL) {
            char path[4096];
            if (entry->d_name[0] != '.') {
                snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
                count += replay(path);
            }
        }
        if (folder != NULL) {
            closedir(folder);
        }
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
