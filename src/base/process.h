/* SPDX-License-Identifier: MIT */
/* Telling a process from one forked from it. */
#ifndef NREG_BASE_PROCESS_H
#define NREG_BASE_PROCESS_H

#include <stdint.h>

/* The same throughout a process, and another one in a child made by fork(). Unlike getpid() it does not ask the kernel,
   which would be the dearest part of a short call. */
uint32_t nreg_process(void);

#endif
