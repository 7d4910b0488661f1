/* SPDX-License-Identifier: MIT */
/* What happened, as the host's log tells it (host.h): nothing of numbers, and of actors only with NREG_LOG_DEBUG. */
#ifndef NREG_REGISTRY_LOG_H
#define NREG_REGISTRY_LOG_H

#include "registry/handles.h"

#include <numberreg/review.h>

void nreg_log_open(const nreg_registry *registry);

/* A commit that was done (`result`) or failed. */
void nreg_log_commit(const nreg_batch *batch, nreg_code code, const nreg_result *result, const nreg_error *error);

/* A run of review or of expiry that looked at any numbers, or failed. */
void nreg_log_review(const nreg_session *session, const char *what, nreg_code code, const nreg_review_report *report,
                     const nreg_error *error);

/* Tells only of what failed in the store, the system or a callback, not of what the caller asked wrongly. */
void nreg_log_failure(const nreg_host *host, const char *what, nreg_code code, const nreg_error *error);

#endif
