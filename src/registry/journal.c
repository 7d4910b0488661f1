/* SPDX-License-Identifier: MIT */
#include "journal/cursor.h"
#include "journal/history.h"
#include "journal/retention.h"
#include "registry/log.h"

#include <string.h>

enum { PAGE_MIN = 2, PAGE_MAX = 10000 };

static nreg_code check_page(const void *position, const void *rows, uint32_t capacity, const uint32_t *count,
                            const uint32_t *more, nreg_error *error) {
    if (position == NULL || rows == NULL || count == NULL || more == NULL) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The cursor, rows, count and more must not be NULL.");
    }
    if (capacity < PAGE_MIN || capacity > PAGE_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The capacity must be 2 to 10000, not %u.", capacity);
    }
    return NREG_OK;
}

/* Where a row stands among those of all is for operators to know; others get their rows in order. */
static void hide_sequences(const nreg_access *access, nreg_journal_row *rows, uint32_t count) {
    for (uint32_t i = 0; i < count && !access->is_operator; i++) {
        rows[i].sequence = 0;
    }
}

/* One page from the position that a block hides; the block then hides where to go on. */
static nreg_code read_page(const nreg_access *access, const nreg_cursor_use *use, const nreg_history *history,
                           uint64_t block[2], nreg_journal_row *rows, uint32_t capacity, uint32_t *count,
                           uint32_t *more, nreg_error *error) {
    uint64_t next[2];
    uint64_t after = 0;
    uint32_t found = 0;
    uint32_t further = 0;
    nreg_code code = nreg_cursor_reveal(access, use, block, &after, error);
    if (code == NREG_OK) {
        code = nreg_history_page(access, history, &after, rows, capacity, &found, &further, error);
    }
    if (code == NREG_FEED_PRUNED && !access->is_operator && error != NULL) {
        error->position = -1;
    }
    if (code == NREG_OK) {
        code = nreg_cursor_hide(access, use, after, next, error);
    }
    if (code == NREG_OK) {
        hide_sequences(access, rows, found);
        memcpy(block, next, sizeof next);
        *count = found;
        *more = further;
    }
    return code;
}

static nreg_code page(nreg_session *session, uint32_t kind, const nreg_history *history, nreg_journal_cursor *cursor,
                      nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        code = check_page(cursor, rows, capacity, count, more, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_cursor_use use = {kind, history->within != 0 ? history->within : history->id};
    return read_page(&session->access, &use, history, cursor->position, rows, capacity, count, more, error);
}

nreg_code nreg_journal_number(nreg_session *session, uint64_t number, nreg_journal_cursor *cursor,
                              nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                              nreg_error *error) {
    const nreg_history history = {.by = NREG_JOURNAL_NUMBER, .id = number};
    return page(session, NREG_CURSOR_NUMBER, &history, cursor, rows, capacity, count, more, error);
}

nreg_code nreg_journal_batch(nreg_session *session, uint64_t batch, nreg_journal_cursor *cursor, nreg_journal_row *rows,
                             uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    const nreg_history history = {.by = NREG_JOURNAL_BATCH, .id = batch};
    return page(session, NREG_CURSOR_BATCH, &history, cursor, rows, capacity, count, more, error);
}

nreg_code nreg_journal_scope(nreg_session *session, uint64_t scope, nreg_journal_cursor *cursor, nreg_journal_row *rows,
                             uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    const nreg_history history = {.by = NREG_JOURNAL_BUSINESS, .within = scope};
    if (scope == 0) {
        nreg_error_clear(error);
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The scope must not be 0.");
    }
    return page(session, NREG_CURSOR_SCOPE, &history, cursor, rows, capacity, count, more, error);
}

nreg_code nreg_feed_read(nreg_session *session, char *cursor, nreg_journal_row *rows, uint32_t capacity,
                         uint32_t *count, uint32_t *more, nreg_error *error) {
    static const nreg_cursor_use use = {NREG_CURSOR_FEED, 0};
    uint64_t block[2];
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK) {
        code = check_page(cursor, rows, capacity, count, more, error);
    }
    if (code == NREG_OK) {
        code = nreg_cursor_parse(cursor, block, error);
    }
    if (code == NREG_OK) {
        const nreg_history feed = {.by = NREG_JOURNAL_FEED, .follows = cursor[0] != '\0'};
        code = read_page(&session->access, &use, &feed, block, rows, capacity, count, more, error);
    }
    if (code == NREG_OK) {
        nreg_cursor_write(block, cursor);
    }
    return code;
}

static nreg_code enter_operator(nreg_session *session, nreg_error *error) {
    const nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && !session->access.is_operator) {
        return nreg_error_set(error, NREG_DENIED, "Only an operator's session may do that.");
    }
    return code;
}

nreg_code nreg_journal_prune(nreg_session *session, int64_t before, uint64_t *rows, uint64_t *batches,
                             nreg_error *error) {
    uint64_t removed_rows = 0;
    uint64_t removed_batches = 0;
    nreg_code code = enter_operator(session, error);
    if (code == NREG_OK) {
        code = nreg_retention_prune(&session->access, before, &removed_rows, &removed_batches, error);
        nreg_host_log(&session->access.host, NREG_LOG_INFO,
                      "Retention removed %llu rows of the journal, and drafts or results of %llu batches.",
                      (unsigned long long)removed_rows, (unsigned long long)removed_batches);
        nreg_log_failure(&session->access.host, "Retention", code, error);
    }
    if (rows != NULL) {
        *rows = removed_rows;
    }
    if (batches != NULL) {
        *batches = removed_batches;
    }
    return code;
}

static nreg_code copy_actor(const char *text, size_t length, char copy[NREG_ACTOR_MAX + 1], nreg_error *error) {
    const size_t bytes = text == NULL ? 0 : length == NREG_NUL ? strnlen(text, NREG_ACTOR_MAX + 1) : length;
    if (bytes == 0 || bytes > NREG_ACTOR_MAX) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "An actor has 1 to %d bytes.", NREG_ACTOR_MAX);
    }
    memcpy(copy, text, bytes);
    copy[bytes] = '\0';
    return NREG_OK;
}

nreg_code nreg_redact_actor(nreg_session *session, const char *actor, size_t length, const char *replacement,
                            uint64_t *batches, nreg_error *error) {
    char who[NREG_ACTOR_MAX + 1];
    char instead[NREG_ACTOR_MAX + 1];
    uint64_t changed = 0;
    nreg_code code = enter_operator(session, error);
    if (code == NREG_OK) {
        code = copy_actor(actor, length, who, error);
    }
    if (code == NREG_OK) {
        code = copy_actor(replacement == NULL ? "redacted" : replacement, NREG_NUL, instead, error);
    }
    if (code == NREG_OK) {
        code = nreg_retention_redact_actor(&session->access, who, instead, &changed, error);
        nreg_host_log(&session->access.host, NREG_LOG_INFO, "An actor was redacted in %llu batches.",
                      (unsigned long long)changed);
        nreg_log_failure(&session->access.host, "Redacting an actor", code, error);
    }
    if (batches != NULL) {
        *batches = changed;
    }
    return code;
}

static const char *const change_names[] = {
    [NREG_CHANGE_ADDED] = "ADDED",     [NREG_CHANGE_MOVED] = "MOVED", [NREG_CHANGE_REMOVED] = "REMOVED",
    [NREG_CHANGE_CHANGED] = "CHANGED", [NREG_CHANGE_LOST] = "LOST",   [NREG_CHANGE_RESUBMITTED] = "RESUBMITTED",
};

const char *nreg_change_name(uint32_t change) {
    return change >= NREG_CHANGE_ADDED && change <= NREG_CHANGE_LOST ? change_names[change] : "?";
}
