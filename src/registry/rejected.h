/* SPDX-License-Identifier: MIT */
/* What stands beside a rejected row when it is written for its sender. */
#ifndef NREG_REGISTRY_REJECTED_H
#define NREG_REGISTRY_REJECTED_H

#include <numberreg/result.h>

typedef struct nreg_rejected_text {
    char reason[NREG_MESSAGE_SIZE * 2];  /* codes of all its reasons */
    char message[NREG_MESSAGE_SIZE * 8]; /* their sentences */
} nreg_rejected_text;

void nreg_rejected_describe(const nreg_result *result, uint32_t index, nreg_rejected_text *text);

#endif
