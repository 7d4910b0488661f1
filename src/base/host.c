/* SPDX-License-Identifier: MIT */
#include "base/host.h"

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

void nreg_host_init(nreg_host *host) {
    if (host != NULL) {
        memset(host, 0, sizeof *host);
        host->struct_size = (uint32_t)sizeof *host;
    }
}

nreg_code nreg_host_resolve(const nreg_host *given, nreg_host *resolved) {
    nreg_host_init(resolved);
    if (given == NULL) {
        return NREG_OK;
    }
    if (given->struct_size < sizeof *given) {
        return NREG_INVALID_ARGUMENT;
    }
    *resolved = *given;
    resolved->struct_size = (uint32_t)sizeof *resolved;
    return NREG_OK;
}

nreg_code nreg_host_now(const nreg_host *host, int64_t *now, nreg_error *error) {
    if (host->clock != NULL) {
        const nreg_code code = host->clock(now, host->context);
        return code == NREG_OK ? NREG_OK : nreg_error_set(error, code, "The host's clock failed.");
    }
    struct timespec time;
    if (clock_gettime(CLOCK_REALTIME, &time) != 0) {
        return nreg_error_set(error, NREG_IO, "The system's clock failed.");
    }
    *now = (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
    return NREG_OK;
}

static nreg_code random_bytes(const nreg_host *host, void *buffer, size_t length, nreg_error *error) {
    if (host->random != NULL) {
        const nreg_code code = host->random(buffer, length, host->context);
        return code == NREG_OK ? NREG_OK : nreg_error_set(error, code, "The host's random source failed.");
    }
    size_t done = 0;
    while (done < length) {
        const ssize_t got = getrandom((unsigned char *)buffer + done, length - done, 0);
        if (got < 0 && errno != EINTR) {
            return nreg_error_set(error, NREG_IO, "The system's random source failed.");
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return NREG_OK;
}

nreg_code nreg_host_random_id(const nreg_host *host, uint64_t *id, nreg_error *error) {
    unsigned char bytes[8];
    const nreg_code code = random_bytes(host, bytes, sizeof bytes, error);
    if (code != NREG_OK) {
        return code;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        value = value << 8 | bytes[i];
    }
    value &= ((uint64_t)1 << 53) - 1;
    *id = value == 0 ? 1 : value;
    return NREG_OK;
}

void nreg_host_log(const nreg_host *host, uint32_t level, const char *format, ...) {
    if (host->log == NULL || level > host->log_level) {
        return;
    }
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    host->log(level, line, host->context);
}

uint64_t nreg_monotonic_ms(void) {
    struct timespec time = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}
