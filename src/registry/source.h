/* SPDX-License-Identifier: MIT */
/* A file of the system as a source of bytes. */
#ifndef NREG_REGISTRY_SOURCE_H
#define NREG_REGISTRY_SOURCE_H

#include <numberreg/upload.h>

/* Opens the file, calls `use` and closes it. NREG_NOT_FOUND, NREG_IO, or what `use` answers. */
nreg_code nreg_source_use(const char *path,
                          nreg_code (*use)(const nreg_source *source, void *context, nreg_error *error), void *context,
                          nreg_error *error);

#endif
