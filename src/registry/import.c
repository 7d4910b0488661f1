/* SPDX-License-Identifier: MIT */
/* Making an import and staging its rows, each into the batch of its scope. */
#include "registry/import.h"

#include "base/error.h"
#include "base/text.h"
#include "base/versioned.h"
#include "registry/annex.h"
#include "registry/policy.h"

#include <string.h>

/* Longer names are cut for the report; no scope has one. */
enum { NAME_MAX_BYTES = 1000, FIRST_SLOTS = 64 };

void nreg_import_options_init(nreg_import_options *options) {
    if (options != NULL) {
        memset(options, 0, sizeof *options);
        options->struct_size = (uint32_t)sizeof *options;
        options->status = NREG_STATUS_PENDING;
    }
}

static nreg_code no_memory(nreg_error *error) {
    return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the import.");
}

static nreg_code bad(nreg_error *error, const char *text) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "%s", text);
}

static const nreg_allocator *allocator_of(const nreg_import *import) {
    return &import->session->access.allocator;
}

nreg_code nreg_import_enter(const nreg_import *import, nreg_error *error) {
    if (import == NULL) {
        nreg_error_clear(error);
        return bad(error, "No import was given.");
    }
    return nreg_session_enter(import->session, error);
}

/* --- making and freeing */

static nreg_code take_options(nreg_import *import, const nreg_import_options *given, nreg_error *error) {
    nreg_import_options *own = &import->options;
    nreg_import_options_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return bad(error, "The options were not prepared by nreg_import_options_init().");
    }
    if (own->status < NREG_STATUS_PENDING || own->status > NREG_STATUS_DECLINED) {
        return bad(error, "The options' `status` is no NREG_STATUS_ value.");
    }
    if (own->within > NREG_ID_MAX || own->scope > NREG_ID_MAX) {
        return bad(error, "The options' `within` and `scope` must be scope ids, or 0.");
    }
    nreg_plan *plan = nreg_registry_plan(import->session->registry);
    nreg_code code = nreg_region_resolve(own->region, plan, own->region, error);
    if (code == NREG_OK && own->policy != NULL) {
        code = nreg_policy_resolve(own->policy, plan, &import->policy, error);
        own->policy = &import->policy;
    }
    nreg_plan_free(plan);
    return code;
}

static nreg_code check_scope(const nreg_import *import, uint64_t id, nreg_error *error) {
    nreg_named found;
    return id == 0 ? NREG_OK : nreg_naming_get(&import->naming, id, &found, error);
}

nreg_code nreg_import_new(nreg_session *session, const nreg_import_options *options, nreg_import **import,
                          nreg_error *error) {
    nreg_code code = nreg_session_enter(session, error);
    if (code == NREG_OK && import == NULL) {
        code = bad(error, "A place for the import is needed.");
    }
    if (code == NREG_OK && !session->access.is_operator) {
        code = nreg_error_set(error, NREG_DENIED, "Only an operator's session imports.");
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_import *made = nreg_allocate_zeroed(&session->access.allocator, sizeof *made);
    if (made == NULL) {
        return no_memory(error);
    }
    made->session = nreg_session_retain(session);
    code = take_options(made, options, error);
    nreg_naming_init(&made->naming, &made->session->access, made->options.within);
    if (code == NREG_OK) {
        code = check_scope(made, made->options.within, error);
    }
    if (code == NREG_OK) {
        code = check_scope(made, made->options.scope, error);
    }
    if (code != NREG_OK) {
        nreg_import_free(made);
        return code;
    }
    *import = made;
    return NREG_OK;
}

void nreg_import_free(nreg_import *import) {
    if (import == NULL) {
        return;
    }
    nreg_session *session = import->session;
    const nreg_allocator allocator = session->access.allocator;
    for (size_t i = 0; i < import->group_count; i++) {
        nreg_batch_free(import->groups[i].batch);
    }
    for (size_t i = 0; i < import->name_count; i++) {
        nreg_release(&allocator, import->names[i].text);
    }
    nreg_naming_free(&import->naming);
    nreg_release(&allocator, import->groups);
    nreg_release(&allocator, import->names);
    nreg_release(&allocator, import->slots);
    nreg_release(&allocator, import->unplaced);
    nreg_release(&allocator, import);
    nreg_session_close(session);
}

uint32_t nreg_import_count(const nreg_import *import) {
    return import == NULL ? 0 : import->rows;
}

/* --- groups */

static nreg_code add_group(nreg_import *import, uint64_t scope, const nreg_named *found, nreg_error *error) {
    void *grown = import->groups;
    nreg_batch *batch = NULL;
    nreg_batch_options options;
    nreg_batch_options_init(&options);
    options.action = NREG_ACTION_IMPORT;
    options.policy = import->options.policy;
    memcpy(options.region, import->options.region, sizeof options.region);
    if (!nreg_array_reserve(allocator_of(import), &grown, &import->group_room, import->group_count + 1,
                            sizeof *import->groups)) {
        return no_memory(error);
    }
    import->groups = grown;
    const nreg_code code =
        nreg_batch_make(import->session, &options, found == NULL ? "" : found->region, &batch, error);
    if (code != NREG_OK) {
        return code;
    }
    batch->target = scope;
    nreg_import_group *group = &import->groups[import->group_count++];
    memset(group, 0, sizeof *group);
    group->scope = scope;
    group->batch = batch;
    memcpy(group->path, found == NULL ? "" : found->path, found == NULL ? 1 : strlen(found->path) + 1);
    return NREG_OK;
}

/* --- names */

static uint64_t hash_of(const char *text, size_t length, uint64_t id) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (id * UINT64_C(0x9E3779B97F4A7C15));
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 29;
}

static uint32_t *slot_of(const nreg_import *import, uint64_t hash, const char *text, size_t length, uint64_t id) {
    size_t at = (size_t)hash & (import->slot_count - 1);
    while (import->slots[at] != 0) {
        const nreg_import_name *name = &import->names[import->slots[at] - 1];
        if (name->hash == hash && name->id == id && name->length == length &&
            memcmp(name->text == NULL ? "" : name->text, text, length) == 0) {
            break;
        }
        at = (at + 1) & (import->slot_count - 1);
    }
    return &import->slots[at];
}

static int reserve_slots(nreg_import *import) {
    if (2 * (import->name_count + 1) <= import->slot_count) {
        return 1;
    }
    const size_t wanted = import->slot_count == 0 ? FIRST_SLOTS : 2 * import->slot_count;
    uint32_t *slots =
        wanted > SIZE_MAX / sizeof *slots ? NULL : nreg_allocate_zeroed(allocator_of(import), wanted * sizeof *slots);
    if (slots == NULL) {
        return 0;
    }
    for (size_t i = 0; i < import->name_count; i++) {
        size_t at = (size_t)import->names[i].hash & (wanted - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (wanted - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    nreg_release(allocator_of(import), import->slots);
    import->slots = slots;
    import->slot_count = wanted;
    return 1;
}

/* Takes over `text`. */
static nreg_code keep_name(nreg_import *import, uint64_t hash, char *text, size_t length, uint64_t id, uint32_t group,
                           uint32_t ambiguous, nreg_error *error) {
    void *grown = import->names;
    if (!reserve_slots(import) || import->name_count >= UINT32_MAX - 1 ||
        !nreg_array_reserve(allocator_of(import), &grown, &import->name_room, import->name_count + 1,
                            sizeof *import->names)) {
        nreg_release(allocator_of(import), text);
        return no_memory(error);
    }
    import->names = grown;
    uint32_t *slot = slot_of(import, hash, text == NULL ? "" : text, length, id);
    import->names[import->name_count] = (nreg_import_name){hash, id, text, (uint32_t)length, group, ambiguous, 0};
    import->name_count++;
    *slot = (uint32_t)import->name_count;
    return NREG_OK;
}

/* The group of a scope that exists; made if no other name has led to it. */
static nreg_code group_of_scope(nreg_import *import, const nreg_named *found, uint32_t *group, nreg_error *error) {
    const uint64_t id = found->scope.id;
    const uint64_t hash = hash_of("", 0, id);
    if (import->slot_count > 0 && *slot_of(import, hash, "", 0, id) != 0) {
        *group = import->names[*slot_of(import, hash, "", 0, id) - 1].group;
        return NREG_OK;
    }
    nreg_code code = add_group(import, id, found, error);
    if (code == NREG_OK) {
        *group = (uint32_t)import->group_count - 1;
        code = keep_name(import, hash, NULL, 0, id, *group, 0, error);
        if (code != NREG_OK) {
            nreg_batch_free(import->groups[--import->group_count].batch);
        }
    }
    return code;
}

static nreg_code look_up(nreg_import *import, const char *text, size_t length, uint64_t id, uint32_t *group,
                         uint32_t *ambiguous, nreg_error *error) {
    nreg_named found;
    nreg_code code = NREG_NOT_FOUND;
    *ambiguous = 0;
    *group = NREG_IMPORT_UNPLACED;
    if (id != 0) {
        code = nreg_naming_get(&import->naming, id, &found, error);
    } else if (length > 0) {
        code = nreg_naming_find(&import->naming, text, length, &found, ambiguous, error);
    } else if (import->options.scope != 0) {
        code = nreg_naming_get(&import->naming, import->options.scope, &found, error);
    }
    if (code == NREG_NOT_FOUND || (code == NREG_OK && found.scope.level == NREG_LEVEL_ORGANIZATION)) {
        nreg_error_clear(error);
        return NREG_OK;
    }
    return code == NREG_OK ? group_of_scope(import, &found, group, error) : code;
}

static int copy_name(const nreg_import *import, const char *text, size_t length, char **copy) {
    *copy = NULL;
    if (length > 0) {
        *copy = nreg_allocate(allocator_of(import), length);
        if (*copy != NULL) {
            memcpy(*copy, text, length);
        }
    }
    return length == 0 || *copy != NULL;
}

nreg_code nreg_import_place(nreg_import *import, const char *text, size_t length, uint64_t id, uint32_t *group,
                            uint32_t *name, nreg_error *error) {
    uint32_t ambiguous;
    char *copy;
    while (length > 0 && (text[0] == ' ' || text[0] == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        length--;
    }
    length = length > NAME_MAX_BYTES ? nreg_text_valid_prefix(text, NAME_MAX_BYTES) : length;
    const uint64_t hash = hash_of(text, length, id);
    if (import->slot_count > 0) {
        const uint32_t known = *slot_of(import, hash, text, length, id);
        if (known != 0) {
            *name = known - 1;
            *group = import->names[known - 1].group;
            return NREG_OK;
        }
    }
    nreg_code code = import->group_count > 0 ? NREG_OK : add_group(import, 0, NULL, error);
    if (code == NREG_OK) {
        code = look_up(import, text, length, id, group, &ambiguous, error);
    }
    if (code == NREG_OK && id != 0 && *group != NREG_IMPORT_UNPLACED) {
        *name = *slot_of(import, hash, text, length, id) - 1; /* kept with its group */
        return NREG_OK;
    }
    if (code == NREG_OK && !copy_name(import, text, length, &copy)) {
        code = no_memory(error);
    }
    if (code == NREG_OK) {
        code = keep_name(import, hash, copy, length, id, *group, ambiguous, error);
    }
    if (code == NREG_OK) {
        *name = (uint32_t)import->name_count - 1;
    }
    return code;
}

/* --- rows */

nreg_code nreg_import_begin(nreg_import *import, nreg_error *error) {
    const nreg_code code = nreg_import_enter(import, error);
    if (code == NREG_OK && import->committed) {
        return nreg_error_set(error, NREG_CLOSED, "The import is committed, or its commit has begun; begin another.");
    }
    if (code == NREG_OK) {
        import->stamp++;
        import->rows_kept = import->rows;
    }
    return code;
}

void nreg_import_undo(nreg_import *import) {
    for (size_t i = 0; i < import->group_count; i++) {
        const nreg_import_group *group = &import->groups[i];
        if (group->stamp == import->stamp) {
            nreg_draft_truncate(group->batch->draft, group->kept + 1);
        }
    }
    import->rows = import->rows_kept;
}

static void touch(nreg_import *import, nreg_import_group *group) {
    if (group->stamp != import->stamp) {
        group->stamp = import->stamp;
        (void)nreg_draft_entries(group->batch->draft, &group->kept);
    }
}

static const char *fault_of(const nreg_import_row *row) {
    const uint64_t known = UINT64_C(0xFFFFFFFE) | NREG_REASON_BIT(NREG_REASON_BAD_FIELD);
    if (row->scope == NULL && row->scope_length != 0 && row->scope_length < NREG_NUL) {
        return "The scope is NULL but has a length.";
    }
    if (row->scope_id > NREG_ID_MAX || row->status > NREG_STATUS_DECLINED || row->created < 0) {
        return "The scope id, the status or the time is none that there is.";
    }
    return (row->faults & ~known) != 0 ? "The faults may only be reasons that speak about the row as written." : NULL;
}

static nreg_code check_row(const nreg_import_row *row, size_t *scope_length, nreg_error *error) {
    const char *fault = fault_of(row);
    *scope_length = row->scope == NULL             ? 0
                    : row->scope_length < NREG_NUL ? (size_t)row->scope_length
                                                   : strlen(row->scope);
    if (fault == NULL && *scope_length > 0 && nreg_text_valid_prefix(row->scope, *scope_length) != *scope_length) {
        return nreg_error_set(error, NREG_BAD_TEXT, "The scope is not valid UTF-8.");
    }
    return fault == NULL ? NREG_OK : bad(error, fault);
}

static nreg_code stage_row(nreg_import *import, const nreg_import_row *row, nreg_error *error) {
    nreg_entry_input input;
    nreg_annex_input annex;
    uint32_t place = 0, name = 0, entry = 0;
    size_t scope_length;
    nreg_code code = check_row(row, &scope_length, error);
    if (code == NREG_OK && import->rows >= NREG_DRAFT_MAX) {
        code = nreg_error_set(error, NREG_LIMIT_EXCEEDED, "An import has at most %u rows.", NREG_DRAFT_MAX);
    }
    if (code == NREG_OK) {
        code = nreg_import_place(import, row->scope == NULL ? "" : row->scope, scope_length,
                                 row->scope == NULL ? row->scope_id : 0, &place, &name, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    nreg_import_group *group = &import->groups[place];
    touch(import, group);
    memset(&input, 0, sizeof input);
    memset(&annex, 0, sizeof annex);
    input.number = row->number;
    input.number_length = row->number_length;
    input.purpose_text = row->purpose_text;
    input.purpose_length = row->purpose_length;
    input.purpose = row->purpose != 0 ? row->purpose : import->options.purpose;
    input.row = row->row != 0 ? row->row : import->rows + 1;
    input.faults = row->faults & UINT64_C(0xFFFFFFFF);
    annex.extra.status = row->status != 0 ? row->status : import->options.status;
    annex.extra.created = row->created;
    annex.extra.faults = row->faults & ~UINT64_C(0xFFFFFFFF);
    if (place == NREG_IMPORT_UNPLACED) {
        void *grown = import->unplaced;
        uint32_t count;
        (void)nreg_draft_entries(group->batch->draft, &count);
        if (!nreg_array_reserve(allocator_of(import), &grown, &import->unplaced_room, (size_t)count + 1,
                                sizeof *import->unplaced)) {
            return no_memory(error);
        }
        import->unplaced = grown;
        import->unplaced[count] = name;
        annex.extra.faults |= NREG_REASON_BIT(NREG_REASON_SCOPE_UNKNOWN);
    }
    code = nreg_annex_stage(group->batch, &input, &annex, &entry, error);
    import->rows += code == NREG_OK;
    return code;
}

nreg_code nreg_import_stage(nreg_import *import, const nreg_import_row *rows, size_t stride, size_t count,
                            nreg_error *error) {
    for (size_t i = 0; i < count; i++) {
        const nreg_import_row *row = (const nreg_import_row *)(const void *)((const unsigned char *)rows + i * stride);
        const nreg_code code = stage_row(import, row, error);
        if (code != NREG_OK) {
            if (error != NULL) {
                error->position = (int64_t)i;
            }
            return code;
        }
    }
    return NREG_OK;
}

nreg_code nreg_import_add(nreg_import *import, const nreg_import_row *rows, size_t stride, size_t count,
                          nreg_error *error) {
    nreg_code code = nreg_import_begin(import, error);
    if (code == NREG_OK &&
        ((rows == NULL && count > 0) || stride < sizeof *rows || stride % _Alignof(nreg_import_row) != 0)) {
        code = bad(error, "Rows are needed, apart by a stride that fits nreg_import_row.");
    }
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_import_stage(import, rows, stride, count, error);
    if (code != NREG_OK) {
        nreg_import_undo(import);
    }
    return code;
}
