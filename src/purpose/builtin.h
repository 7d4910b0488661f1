/* SPDX-License-Identifier: MIT */
#ifndef NREG_PURPOSE_BUILTIN_H
#define NREG_PURPOSE_BUILTIN_H

#include <numberreg/purpose.h>

#define NREG_PURPOSE_BUILTIN_COUNT 10

/* In display order. */
extern const nreg_purpose nreg_purpose_builtin[NREG_PURPOSE_BUILTIN_COUNT];

#endif
