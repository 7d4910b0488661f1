/* SPDX-License-Identifier: MIT */
#include "commit/run.h"

#include "base/error.h"

#include <string.h>

int nreg_run_stores(const nreg_run *run) {
    return (run->groups & NREG_GROUP_BATCHES) != 0 && run->target.business != 0;
}

int nreg_run_reviews(const nreg_run *run) {
    return run->basis->policy.auto_review == NREG_REVIEW_IN_COMMIT;
}

nreg_code nreg_run_go_on(nreg_run *run, nreg_error *error) {
    const nreg_commit_options *options = &run->job->options;
    if (options->progress != NULL && options->progress(run->done, run->result->count, options->context) != 0) {
        return nreg_error_set(error, NREG_CANCELLED, "The commit was cancelled; nothing more was changed.");
    }
    if (run->deadline_ms != 0 && nreg_monotonic_ms() >= run->deadline_ms) {
        return nreg_error_set(error, NREG_DEADLINE,
                              "The commit took longer than its timeout_ms; nothing more was changed.");
    }
    return NREG_OK;
}

nreg_code nreg_run_begin(nreg_run *run, nreg_error *error) {
    uint32_t wait_ms = run->basis->policy.lock_wait_ms;
    if (run->deadline_ms != 0) {
        const uint64_t now = nreg_monotonic_ms();
        const uint64_t left = run->deadline_ms > now ? run->deadline_ms - now : 0;
        wait_ms = left < wait_ms ? (uint32_t)left : wait_ms;
    }
    nreg_tally_clear(&run->tally);
    run->disclosed = 0;
    run->disclosed_before = 0;
    run->held = 0;
    run->other_business = 0;
    run->promised_count = 0;
    run->told = 0;
    return nreg_transaction_begin(&run->tx, run->job->access->store, run->writes ? NREG_STORE_WRITE : NREG_STORE_READ,
                                  wait_ms, error);
}

static nreg_target_state state_of(const nreg_scope *scope, int64_t now) {
    if (scope->level == NREG_LEVEL_ORGANIZATION) {
        return NREG_TARGET_GROUPS;
    }
    if (scope->state != NREG_SCOPE_OPEN) {
        return NREG_TARGET_CLOSED;
    }
    return scope->level == NREG_LEVEL_PROGRAM && scope->ends != 0 && scope->ends <= now ? NREG_TARGET_ENDED
                                                                                        : NREG_TARGET_OPEN;
}

nreg_code nreg_run_find_target(nreg_run *run, nreg_error *error) {
    const nreg_access *access = run->job->access;
    const nreg_policy *policy = &run->basis->policy;
    nreg_setting *setting = &run->setting;
    memset(setting, 0, sizeof *setting);
    memset(&run->target, 0, sizeof run->target);
    setting->reassign = policy->reassign;
    setting->dno_in_program = policy->dno_in_program;
    setting->dno_unconfirmed = policy->dno_acknowledge && !run->job->options.acknowledge_dno;
    setting->is_operator = access->is_operator;
    setting->batch = run->header.id;
    setting->now = run->now;
    setting->reviews = (uint32_t)nreg_run_reviews(run);
    setting->target_state = NREG_TARGET_UNKNOWN;
    run->result->target = 0;
    nreg_code code = nreg_access_root(access, &run->tx, &run->root, error);
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_scope_load(access, &run->tx, run->job->target, &run->target, error);
    if (code == NREG_NOT_FOUND || (code == NREG_OK && !nreg_root_covers_scope(&run->root, &run->target))) {
        memset(&run->target, 0, sizeof run->target);
        nreg_error_clear(error);
        return NREG_OK;
    }
    if (code == NREG_OK) {
        run->result->target = run->target.id;
        setting->target = nreg_place_of_scope(&run->target);
        setting->target_state = state_of(&run->target, run->now);
    }
    return code;
}

nreg_code nreg_run_pin_target(nreg_run *run, nreg_error *error) {
    if (!run->writes || run->target.business == 0) {
        return NREG_OK;
    }
    const nreg_code code = nreg_scope_load_pinned(run->job->access, &run->tx, run->job->target, &run->target, error);
    if (code == NREG_NOT_FOUND) {
        return nreg_error_set(error, NREG_RETRY, "The target was removed meanwhile.");
    }
    if (code == NREG_OK) {
        run->setting.target_state = state_of(&run->target, run->now);
    }
    return code;
}

/*
 * Limits go by counters, which several commits may add to at once. So the Business is put as it stands: that waits for
 * whoever did the same, and makes the next one wait.
 */
int nreg_run_queues(const nreg_run *run) {
    const nreg_policy *policy = &run->basis->policy;
    const int limits = policy->max_numbers != 0 || policy->max_elsewhere_a_day != 0;
    return limits && run->writes && !run->job->access->is_operator && (run->groups & NREG_GROUP_SCOPES) != 0;
}

nreg_code nreg_run_queue(nreg_run *run, nreg_error *error) {
    if (!nreg_run_queues(run) || run->target.business == 0) {
        return NREG_OK;
    }
    nreg_scope business;
    uint8_t answer = NREG_ROW_OK;
    nreg_code code = nreg_scope_load(run->job->access, &run->tx, run->target.business, &business, error);
    if (code == NREG_OK) {
        code = nreg_transaction_scope_put(&run->tx, &business, business.revision, &answer, error);
    }
    if (code == NREG_NOT_FOUND || (code == NREG_OK && answer != NREG_ROW_OK)) {
        return nreg_error_set(error, NREG_RETRY, "The Business was changed meanwhile.");
    }
    return code;
}

static nreg_code needs_counts(const char *limit, nreg_error *error) {
    return nreg_error_set(error, NREG_UNSUPPORTED, "The policy sets %s, which needs a store that keeps counts.", limit);
}

static nreg_code read_held(nreg_run *run, nreg_error *error) {
    uint32_t after = UINT32_MAX;
    uint32_t more = 1;
    while (more != 0) {
        nreg_store_count counts[64];
        uint32_t count = 0;
        const nreg_code code = nreg_transaction_count_read(&run->tx, run->target.business, NREG_COUNT_RECORDS, after,
                                                           64, counts, &count, &more, error);
        if (code != NREG_OK) {
            return code;
        }
        for (uint32_t i = 0; i < count; i++) {
            run->held += (uint64_t)counts[i].amount;
            after = counts[i].key;
        }
    }
    return NREG_OK;
}

static uint32_t today(const nreg_run *run) {
    const int64_t day = run->now / INT64_C(86400000000);
    return day > 0 && day < UINT32_MAX ? (uint32_t)day : 0;
}

static nreg_code read_disclosed(nreg_run *run, nreg_error *error) {
    nreg_store_count counts[1];
    uint32_t count = 0;
    uint32_t more = 0;
    const uint32_t day = today(run);
    const uint32_t after = day == 0 ? UINT32_MAX : day - 1;
    const nreg_code code = nreg_transaction_count_read(&run->tx, run->target.business, NREG_COUNT_ELSEWHERE, after, 1,
                                                       counts, &count, &more, error);
    if (code == NREG_OK && count == 1 && counts[0].key == day && counts[0].amount > 0) {
        run->disclosed = (uint64_t)counts[0].amount;
    }
    run->disclosed_before = run->disclosed;
    return code;
}

nreg_code nreg_run_read_limits(nreg_run *run, nreg_error *error) {
    const nreg_policy *policy = &run->basis->policy;
    const int counts = (run->groups & NREG_GROUP_COUNTS) != 0;
    if (run->target.business == 0) {
        return NREG_OK;
    }
    if (policy->max_numbers != 0) {
        const nreg_code code = counts ? read_held(run, error) : needs_counts("max_numbers", error);
        if (code != NREG_OK) {
            return code;
        }
    }
    if (policy->max_elsewhere_a_day != 0 && !counts) {
        return needs_counts("max_elsewhere_a_day", error);
    }
    const int wanted = policy->max_elsewhere_a_day != 0 || run->job->elsewhere_disclosed != NULL;
    return counts && wanted ? read_disclosed(run, error) : NREG_OK;
}

nreg_code nreg_run_items(nreg_run *run, size_t from, size_t end, nreg_error *error) {
    const size_t numbered = end < run->order.numbered ? end : run->order.numbered;
    size_t next = from;
    while (next < numbered) {
        nreg_code code = nreg_run_go_on(run, error);
        if (code == NREG_OK) {
            code = nreg_slice_run(run, &next, numbered, error);
        }
        if (code != NREG_OK) {
            return code;
        }
    }
    nreg_slice_numberless(run, next, end);
    return nreg_run_go_on(run, error);
}

nreg_code nreg_run_write_counts(nreg_run *run, nreg_error *error) {
    if ((run->groups & NREG_GROUP_COUNTS) == 0 || run->target.business == 0) {
        return NREG_OK;
    }
    if (run->disclosed > run->disclosed_before) {
        nreg_tally_add(&run->tally, run->target.business, NREG_COUNT_ELSEWHERE, today(run),
                       (int64_t)(run->disclosed - run->disclosed_before));
    }
    size_t count;
    const nreg_store_count *amounts = nreg_tally_amounts(&run->tally, &count);
    if (run->tally.failed) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to count the changes of a batch.");
    }
    return count == 0 ? NREG_OK : nreg_transaction_count_add(&run->tx, amounts, count, error);
}

nreg_code nreg_run_write_outcomes(nreg_run *run, const uint32_t *indexes, size_t count, nreg_error *error) {
    size_t next = 0;
    uint32_t chunk = run->chunks;
    while (next < count) {
        run->writer.length = 0;
        nreg_outcomes_write(run->result, indexes, count, &next, &run->writer);
        if (run->writer.failed) {
            run->writer.failed = 0;
            return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to store the outcomes of a batch.");
        }
        const nreg_code code = nreg_transaction_items_put(&run->tx, run->header.id, NREG_ITEMS_OUTCOMES, chunk++,
                                                          run->writer.data, run->writer.length, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    run->header.chunks = chunk;
    return NREG_OK;
}
