/* SPDX-License-Identifier: MIT */
#include "commit/drafts.h"

#include "base/error.h"
#include "commit/engine.h"

#include <string.h>

enum { ENTRIES_CHUNKS_MOST = 1 << 20 };

static void copy_text(char *to, size_t capacity, const char *from) {
    const size_t length = strlen(from);
    memset(to, 0, capacity);
    memcpy(to, from, length < capacity ? length : capacity - 1);
}

static nreg_code not_found(nreg_error *error) {
    return nreg_error_set(error, NREG_NOT_FOUND, "There is no such batch, or none that this session may see.");
}

/* --- what the session may see */

static nreg_code root_covers(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                             const nreg_store_batch *header, int *covers, nreg_error *error) {
    uint64_t organization = 0;
    *covers = 0;
    if (header->business == 0) {
        return NREG_OK;
    }
    if (root->id != 0 && root->level == NREG_LEVEL_ORGANIZATION) {
        nreg_scope business;
        const nreg_code code = nreg_scope_load(access, tx, header->business, &business, error);
        if (code != NREG_OK) {
            nreg_error_clear(error);
            return code == NREG_NOT_FOUND ? NREG_OK : code;
        }
        organization = business.organization;
    }
    const nreg_place place = {header->business, header->unit, header->program};
    *covers = access->is_operator || nreg_root_covers_place(root, &place, organization);
    return NREG_OK;
}

/* A draft that has expired is as good as gone, though nobody has pruned it yet. */
static int expired(const nreg_store_batch *header, int64_t now) {
    return header->state == NREG_BATCH_DRAFT && header->expires != 0 && header->expires <= now;
}

static nreg_code keeps_batches(const nreg_access *access, nreg_error *error) {
    return (nreg_store_groups(access->store) & NREG_GROUP_BATCHES) != 0
               ? NREG_OK
               : nreg_error_set(error, NREG_UNSUPPORTED, "This store keeps no batches.");
}

/* A batch by its id, if the session may see it. Expired drafts are as good as gone. */
static nreg_code find(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_store_batch *header,
                      nreg_error *error) {
    nreg_scope root;
    uint8_t answer = NREG_ROW_ABSENT;
    int covers = 0;
    int64_t now = 0;
    nreg_code code = keeps_batches(access, error);
    if (code == NREG_OK) {
        code = nreg_access_root(access, tx, &root, error);
    }
    if (code == NREG_OK) {
        code = nreg_transaction_batch_get(tx, id, header, &answer, error);
    }
    if (code == NREG_OK && answer == NREG_ROW_OK) {
        code = root_covers(access, tx, &root, header, &covers, error);
    }
    if (code == NREG_OK) {
        code = nreg_host_now(&access->host, &now, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    return answer != NREG_ROW_OK || !covers || expired(header, now) ? not_found(error) : NREG_OK;
}

/* --- saving */

static nreg_code put_entries(nreg_transaction *tx, const nreg_draft *draft, uint64_t id, nreg_error *error) {
    nreg_writer writer;
    nreg_writer_init(&writer, &nreg_draft_basis_of(draft)->allocator);
    uint32_t next = 0;
    uint32_t chunk = 0;
    nreg_code code = NREG_OK;
    do {
        writer.length = 0;
        nreg_draft_write(draft, &next, &writer);
        code = writer.failed
                   ? nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to save the draft.")
                   : nreg_transaction_items_put(tx, id, NREG_ITEMS_ENTRIES, chunk++, writer.data, writer.length, error);
    } while (code == NREG_OK && next != 0);
    if (code == NREG_OK) {
        code = nreg_transaction_items_clear(tx, id, NREG_ITEMS_ENTRIES, chunk, error);
    }
    nreg_writer_free(&writer);
    return code;
}

static nreg_code find_target(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_store_batch *header,
                             nreg_error *error) {
    nreg_scope root;
    nreg_scope target;
    nreg_code code = nreg_access_root(access, tx, &root, error);
    if (code == NREG_OK) {
        code = nreg_scope_load(access, tx, id, &target, error);
    }
    if (code == NREG_NOT_FOUND ||
        (code == NREG_OK && (!nreg_root_covers_scope(&root, &target) || target.business == 0))) {
        return nreg_error_set(error, NREG_NOT_FOUND, "The batch's target does not exist, or not for this session.");
    }
    if (code == NREG_OK) {
        const nreg_place place = nreg_place_of_scope(&target);
        header->business = place.business;
        header->unit = place.unit;
        header->program = place.program;
    }
    return code;
}

typedef struct saving {
    const nreg_access *access;
    const nreg_draft *draft;
    const nreg_saved *saved;
    nreg_store_batch header;
    int in_doubt;
} saving;

static int is_ours(const nreg_store_batch *stored, const nreg_store_batch *header) {
    return stored->revision == header->revision && stored->updated == header->updated &&
           stored->entries == header->entries && strcmp(stored->actor, header->actor) == 0;
}

static nreg_code save_once(nreg_transaction *tx, void *context, nreg_error *error) {
    saving *work = context;
    nreg_store_batch *header = &work->header;
    nreg_store_batch existing;
    uint8_t answer = NREG_ROW_OK;
    nreg_code code = find_target(work->access, tx, work->saved->target, header, error);
    if (code == NREG_OK && (work->saved->revision != 0 || work->in_doubt)) {
        code = nreg_transaction_batch_get(tx, header->id, &existing, &answer, error);
        if (code == NREG_OK && answer == NREG_ROW_OK && work->in_doubt && is_ours(&existing, header)) {
            return NREG_OK;
        }
        if (code == NREG_OK && answer == NREG_ROW_OK) {
            header->created = existing.created;
        }
        if (code == NREG_OK && answer == NREG_ROW_OK && existing.state != NREG_BATCH_DRAFT) {
            return nreg_error_set(error, NREG_CLOSED, "The draft was committed or discarded meanwhile.");
        }
        if (code == NREG_OK && answer != NREG_ROW_OK && work->saved->revision != 0) {
            return nreg_error_set(error, NREG_CLOSED, "The draft was discarded meanwhile, or has expired.");
        }
    }
    if (code == NREG_OK) {
        code = nreg_transaction_batch_put(tx, header, work->saved->revision, &existing, &answer, error);
    }
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        return nreg_error_set(error, NREG_CONFLICT, "The draft was saved by somebody else meanwhile; load it again.");
    }
    return code == NREG_OK ? put_entries(tx, work->draft, header->id, error) : code;
}

nreg_code nreg_drafts_save(const nreg_access *access, const nreg_draft *draft, nreg_saved *saved, nreg_error *error) {
    const nreg_draft_basis *basis = nreg_draft_basis_of(draft);
    saving work = {.access = access, .draft = draft, .saved = saved};
    nreg_store_batch *header = &work.header;
    int64_t now;
    nreg_code code = nreg_host_now(&access->host, &now, error);
    header->id = saved->id;
    if (code == NREG_OK && saved->id == 0) {
        code = nreg_host_random_id(&access->host, &header->id, error);
    }
    if (code == NREG_OK) {
        code = keeps_batches(access, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    header->target = saved->target;
    header->created = now;
    header->updated = now;
    header->expires = basis->policy.draft_days == 0 ? 0 : now + basis->policy.draft_days * INT64_C(86400000000);
    header->state = NREG_BATCH_DRAFT;
    header->action = saved->action;
    header->revision = saved->revision + 1;
    header->entries = nreg_draft_count(draft);
    copy_text(header->region, sizeof header->region, basis->region);
    copy_text(header->plan, sizeof header->plan, nreg_plan_release(basis->plan));
    copy_text(header->actor, sizeof header->actor, access->actor);
    copy_text(header->trace, sizeof header->trace, access->trace);
    code = nreg_again_write(access->store, access->wait_ms, save_once, &work, &work.in_doubt, error);
    if (code == NREG_OK) {
        saved->id = header->id;
        saved->revision = header->revision;
        saved->created = header->created;
    }
    return code;
}

/* --- loading */

static nreg_code check_draft(const nreg_store_batch *header, nreg_error *error) {
    return header->state == NREG_BATCH_DRAFT
               ? NREG_OK
               : nreg_error_set(error, NREG_CLOSED,
                                "The batch is not a draft any more: it was committed or discarded.");
}

nreg_code nreg_drafts_find(const nreg_access *access, uint64_t id, nreg_saved *saved, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_store_batch header;
    memset(&header, 0, sizeof header);
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = find(access, &reading.tx, id, &header, error);
    }
    const nreg_code code = reading.code == NREG_OK ? check_draft(&header, error) : reading.code;
    if (code == NREG_OK) {
        saved->id = header.id;
        saved->revision = header.revision;
        saved->action = header.action;
        saved->target = header.target;
        saved->created = header.created;
        memcpy(saved->region, header.region, sizeof saved->region);
    }
    return code;
}

typedef struct filling {
    nreg_draft *draft;
    nreg_error *error;
} filling;

static nreg_code take_chunk(const void *data, uint64_t length, void *sink) {
    const filling *into = sink;
    return nreg_draft_read(into->draft, data, (size_t)length, into->error);
}

/* The draft anew, whatever it holds. */
static nreg_code fill(const nreg_access *access, nreg_transaction *tx, uint64_t id, nreg_store_batch *header,
                      nreg_draft *draft, nreg_error *error) {
    filling into = {draft, error};
    uint8_t answer = NREG_ROW_OK;
    nreg_draft_truncate(draft, 1);
    nreg_code code = find(access, tx, id, header, error);
    if (code == NREG_OK) {
        code = check_draft(header, error);
    }
    for (uint32_t chunk = 0; code == NREG_OK && answer == NREG_ROW_OK && chunk < ENTRIES_CHUNKS_MOST; chunk++) {
        code = nreg_transaction_items_get(tx, id, NREG_ITEMS_ENTRIES, chunk, take_chunk, &into, &answer, error);
    }
    return code;
}

nreg_code nreg_drafts_fill(const nreg_access *access, nreg_saved *saved, nreg_draft *draft, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_store_batch header;
    memset(&header, 0, sizeof header);
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = fill(access, &reading.tx, saved->id, &header, draft, error);
    }
    if (reading.code == NREG_OK && nreg_draft_count(draft) != header.entries) {
        return nreg_error_set(error, NREG_CORRUPT, "Entries of the stored draft are missing.");
    }
    saved->revision = header.revision;
    return reading.code;
}

/* --- discarding */

typedef struct discarding {
    const nreg_access *access;
    uint64_t id;
    int64_t now;
} discarding;

static nreg_code discard_once(nreg_transaction *tx, void *context, nreg_error *error) {
    const discarding *work = context;
    nreg_store_batch header;
    memset(&header, 0, sizeof header);
    nreg_store_batch unused;
    uint8_t answer = NREG_ROW_OK;
    nreg_code code = find(work->access, tx, work->id, &header, error);
    if (code == NREG_OK && header.state == NREG_BATCH_DISCARDED) {
        return NREG_OK;
    }
    if (code == NREG_OK) {
        code = check_draft(&header, error);
    }
    if (code == NREG_OK) {
        header.state = NREG_BATCH_DISCARDED;
        header.updated = work->now;
        header.expires = work->now;
        header.revision++;
        code = nreg_transaction_batch_put(tx, &header, header.revision - 1, &unused, &answer, error);
    }
    if (code == NREG_OK && answer != NREG_ROW_OK) {
        return nreg_error_set(error, NREG_RETRY, "The draft changed meanwhile.");
    }
    return code == NREG_OK ? nreg_transaction_items_clear(tx, work->id, NREG_ITEMS_ENTRIES, 0, error) : code;
}

nreg_code nreg_drafts_discard(const nreg_access *access, uint64_t id, nreg_error *error) {
    discarding work = {.access = access, .id = id};
    int in_doubt = 0;
    nreg_code code = nreg_host_now(&access->host, &work.now, error);
    if (code == NREG_OK) {
        code = keeps_batches(access, error);
    }
    return code == NREG_OK ? nreg_again_write(access->store, access->wait_ms, discard_once, &work, &in_doubt, error)
                           : code;
}

/* --- reading back */

static void tell(const nreg_store_batch *header, nreg_batch_info *info) {
    memset(info, 0, sizeof *info);
    info->id = header->id;
    info->business = header->business;
    info->target = header->target;
    info->created = header->created;
    info->updated = header->updated;
    info->expires = header->expires;
    info->state = header->state;
    info->action = header->action;
    info->entries = header->entries;
    info->accepted = header->accepted;
    info->rejected = header->rejected;
    memcpy(info->request_id, header->request_id, sizeof info->request_id);
    memcpy(info->actor, header->actor, sizeof info->actor);
    memcpy(info->attestation, header->attestation, sizeof info->attestation);
}

static nreg_store_batch_filter filter_of(const nreg_scope *root, uint32_t state) {
    nreg_store_batch_filter filter;
    memset(&filter, 0, sizeof filter);
    if (root->id != 0 && root->level != NREG_LEVEL_ORGANIZATION) {
        const nreg_place place = nreg_place_of_scope(root);
        filter.business = place.business;
        filter.unit = place.unit;
        filter.program = place.program;
    }
    filter.state = state;
    return filter;
}

enum { PAGE = 32 };

typedef struct listing {
    nreg_store_batch *page; /* room for PAGE */
    nreg_batch_info *batches;
    uint32_t capacity;
    uint32_t written;
    uint32_t more;
    uint64_t after;
    uint64_t shown; /* the last written */
} listing;

static nreg_code list(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint32_t state,
                      listing *to, nreg_error *error) {
    const nreg_store_batch_filter filter = filter_of(root, state);
    int64_t now = 0;
    nreg_code code = nreg_host_now(&access->host, &now, error);
    while (code == NREG_OK && to->more != 0 && to->written < to->capacity) {
        const uint32_t room = to->capacity - to->written < PAGE ? to->capacity - to->written : PAGE;
        uint32_t got = 0;
        code = nreg_transaction_batch_list(tx, &filter, to->after, room, to->page, &got, &to->more, error);
        for (uint32_t i = 0; code == NREG_OK && i < got; i++) {
            int covers = 0;
            code = root_covers(access, tx, root, &to->page[i], &covers, error);
            to->after = to->page[i].id;
            if (code == NREG_OK && covers && !expired(&to->page[i], now)) {
                tell(&to->page[i], &to->batches[to->written++]);
                to->shown = to->after;
            }
        }
    }
    return code;
}

nreg_code nreg_drafts_list(const nreg_access *access, uint32_t state, uint64_t *cursor, nreg_batch_info *batches,
                           uint32_t capacity, uint32_t *count, uint32_t *more, nreg_error *error) {
    const nreg_code code = keeps_batches(access, error);
    if (code != NREG_OK) {
        return code;
    }
    listing to = {.page = nreg_allocate_array(&access->allocator, PAGE, sizeof *to.page),
                  .batches = batches,
                  .capacity = capacity};
    if (to.page == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory to list batches.");
    }
    nreg_reading reading = {0};
    nreg_scope root;
    while (nreg_access_read(access, &reading, &root, error)) {
        to.after = to.shown = *cursor;
        to.written = 0;
        to.more = 1;
        reading.code = list(access, &reading.tx, &root, state, &to, error);
    }
    nreg_release(&access->allocator, to.page);
    if (reading.code == NREG_OK) {
        /* An Organization's batches are found among those of all, which must not show. */
        const int among_others = root.level == NREG_LEVEL_ORGANIZATION;
        *cursor = among_others ? to.shown : to.after;
        *count = to.written;
        *more = among_others ? to.written == to.capacity : to.more;
    }
    return reading.code;
}

nreg_code nreg_drafts_get(const nreg_access *access, uint64_t id, nreg_batch_info *info, nreg_error *error) {
    nreg_reading reading = {0};
    nreg_store_batch header;
    memset(&header, 0, sizeof header);
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = find(access, &reading.tx, id, &header, error);
    }
    if (reading.code == NREG_OK) {
        tell(&header, info);
    }
    return reading.code;
}

nreg_code nreg_drafts_result(const nreg_access *access, nreg_catalogue *catalogue, uint64_t id, nreg_result **result,
                             nreg_error *error) {
    nreg_reading reading = {0};
    nreg_store_batch header;
    memset(&header, 0, sizeof header);
    while (nreg_again_read(&reading, access->store, access->wait_ms, error)) {
        reading.code = find(access, &reading.tx, id, &header, error);
        if (reading.code == NREG_OK) {
            reading.code = nreg_engine_load(access, &reading.tx, catalogue, &header, result, error);
        }
    }
    return reading.code;
}
