/* SPDX-License-Identifier: MIT */
#include "registry/log.h"

#include "base/host.h"

#include <numberreg/plan.h>
#include <numberreg/version.h>

void nreg_log_open(const nreg_registry *registry) {
    const uint32_t groups = nreg_store_groups(registry->store);
    nreg_host_log(
        &registry->host, NREG_LOG_INFO, "Opened a registry: numberreg %s, plan %s, a store with%s%s%s%s%s records.",
        nreg_version_text(), nreg_plan_release(registry->plan), (groups & NREG_GROUP_BATCHES) != 0 ? " batches," : "",
        (groups & NREG_GROUP_JOURNAL) != 0 ? " journal," : "", (groups & NREG_GROUP_SCOPES) != 0 ? " scopes," : "",
        (groups & NREG_GROUP_REVIEW) != 0 ? " review," : "", (groups & NREG_GROUP_COUNTS) != 0 ? " counts," : "");
}

static uint32_t level_of(nreg_code code) {
    switch (code) {
    case NREG_BUSY:
    case NREG_DEADLINE:
    case NREG_CONFLICT:
        return NREG_LOG_WARNING;
    case NREG_NO_MEMORY:
    case NREG_UNKNOWN:
    case NREG_IO:
    case NREG_CORRUPT:
    case NREG_INCOMPATIBLE:
    case NREG_READ_ONLY:
    case NREG_FULL:
    case NREG_HOST:
    case NREG_INTERNAL:
        return NREG_LOG_ERROR;
    default:
        return 0;
    }
}

void nreg_log_failure(const nreg_host *host, const char *what, nreg_code code, const nreg_error *error) {
    const uint32_t level = level_of(code);
    if (level != 0) {
        nreg_host_log(host, level, "%s failed: %s: %s", what, nreg_code_name(code),
                      error != NULL && error->message[0] != '\0' ? error->message : nreg_code_text(code));
    }
}

void nreg_log_commit(const nreg_batch *batch, nreg_code code, const nreg_result *result, const nreg_error *error) {
    const nreg_access *access = &batch->session->access;
    if (code != NREG_OK) {
        nreg_log_failure(&access->host, "A commit", code, error);
        return;
    }
    nreg_summary summary = {.struct_size = sizeof summary};
    (void)nreg_result_summary(result, &summary);
    const char *how = (summary.flags & NREG_RESULT_REPLAYED) != 0    ? "; it was done before"
                      : (summary.flags & NREG_RESULT_ABANDONED) != 0 ? "; too many, so none was done"
                                                                     : "";
    nreg_host_log(&access->host, NREG_LOG_INFO, "Committed batch %llu, action %s: %u entries, %u rejected%s.",
                  (unsigned long long)summary.batch, nreg_action_name(batch->action), summary.entries, summary.rejected,
                  how);
    nreg_host_log(&access->host, NREG_LOG_DEBUG, "Batch %llu is by %s, at scope %llu.",
                  (unsigned long long)summary.batch, access->actor, (unsigned long long)batch->target);
}

void nreg_log_review(const nreg_session *session, const char *what, nreg_code code, const nreg_review_report *report,
                     const nreg_error *error) {
    const nreg_host *host = &session->access.host;
    if (code != NREG_OK) {
        nreg_log_failure(host, what, code, error);
    } else if (report->leased > 0) {
        nreg_host_log(host, NREG_LOG_INFO,
                      "%s: %u looked at, %u approved, %u held, %u declined, %u suspended, %u removed, %u later, "
                      "%u overtaken.",
                      what, report->leased, report->approved, report->held, report->declined, report->suspended,
                      report->removed, report->later, report->overtaken);
    }
}
