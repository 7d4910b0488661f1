/* SPDX-License-Identifier: MIT */
#include "registry/source.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct open_file {
    int descriptor;
    int failure; /* errno of a read that failed */
} open_file;

static nreg_code read_file(void *buffer, size_t capacity, size_t *length, void *context) {
    open_file *file = context;
    ssize_t got;
    do {
        got = read(file->descriptor, buffer, capacity);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        file->failure = errno;
        return NREG_IO;
    }
    *length = (size_t)got;
    return NREG_OK;
}

nreg_code nreg_source_use(const char *path,
                          nreg_code (*use)(const nreg_source *source, void *context, nreg_error *error), void *context,
                          nreg_error *error) {
    nreg_code code;
    if (path == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "No file name was given.");
    }
    open_file file = {open(path, O_RDONLY | O_CLOEXEC), 0};
    if (file.descriptor < 0) {
        int failure = errno;
        code = failure == ENOENT || failure == ENOTDIR
                   ? nreg_error_set(error, NREG_NOT_FOUND, "There is no file \"%.150s\".", path)
                   : nreg_error_set(error, NREG_IO, "The file \"%.150s\" cannot be opened.", path);
        nreg_error_set_system(error, failure);
        return code;
    }
    nreg_source source = {read_file, &file};
    code = use(&source, context, error);
    if (file.failure != 0) {
        code = nreg_error_set(error, NREG_IO, "The file \"%.150s\" cannot be read.", path);
        nreg_error_set_system(error, file.failure);
    }
    close(file.descriptor);
    return code;
}
