/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void nreg_error_init(nreg_error *error) {
    if (error == NULL) {
        return;
    }
    memset(error, 0, sizeof *error);
    error->struct_size = (uint32_t)sizeof *error;
    error->position = -1;
}

/* A caller built against an older header may own less memory than this struct has today; nothing smaller exists yet. */
static int usable(const nreg_error *error) {
    return error != NULL && error->struct_size >= sizeof *error;
}

void nreg_error_clear(nreg_error *error) {
    if (!usable(error)) {
        return;
    }
    error->code = NREG_OK;
    error->position = -1;
    error->system = 0;
    error->message[0] = '\0';
}

static void fill(nreg_error *error, nreg_code code, int64_t position, const char *format, va_list arguments) {
    if (!usable(error)) {
        return;
    }
    error->code = code;
    error->position = position;
    error->system = 0;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    /* A message cut in the middle of a UTF-8 sequence would not be text any more. */
    size_t length = strlen(error->message);
    if (length == sizeof error->message - 1) {
        while (length > 0 && ((unsigned char)error->message[length - 1] & 0x80) != 0) {
            length--;
        }
        error->message[length] = '\0';
    }
}

nreg_code nreg_error_set(nreg_error *error, nreg_code code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, code, -1, format, arguments);
    va_end(arguments);
    return code;
}

nreg_code nreg_error_set_at(nreg_error *error, nreg_code code, int64_t position, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, code, position, format, arguments);
    va_end(arguments);
    return code;
}

void nreg_error_set_system(nreg_error *error, int32_t system) {
    if (usable(error)) {
        error->system = system;
    }
}
