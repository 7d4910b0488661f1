/* SPDX-License-Identifier: MIT */
#ifndef NREG_REGISTRY_RECORD_H
#define NREG_REGISTRY_RECORD_H

#include "registry/handles.h"
#include "registry/match.h"

/* Checks a filter (NULL: everything) and takes what it is tried with; close with nreg_match_close(). */
nreg_code nreg_match_open(nreg_registry *registry, const nreg_record_filter *filter, nreg_match *match,
                          nreg_error *error);
void nreg_match_close(nreg_match *match);

#endif
