/* SPDX-License-Identifier: MIT */
/*
 * Rule R17: imports, whose rows name scopes by id, path or external id, or none that there is; made anew, or again
 * under their request id.
 */
#include "held.h"

#include <numberreg/import.h>

#include <stdio.h>
#include <string.h>

enum { ROWS = 8, GROUPS = ROWS + 1, UNPLACED = 0 };

typedef struct importing {
    run *r;
    nreg_import_options options;
    nreg_commit_options commit;
    int64_t base; /* what times of registration are reckoned from */
    held groups[GROUPS];
    uint32_t count;
    nreg_import_row rows[ROWS];
    char names[ROWS][NREG_PATH_SIZE];
    char texts[ROWS][TEXT_MAX];
    uint32_t row_count;
    const model_batch *replayed[GROUPS]; /* whose results the groups get, if they were imported before */
} importing;

/* --- which scope a row means */

static uint64_t by_external_id(const run *r, const char *name) {
    uint64_t found = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->m->scope_count; i++) {
        const nreg_scope *scope = &r->m->scopes[i];
        if (strcmp(scope->external_id, name) != 0) {
            continue;
        }
        if (scope->parent == 0) {
            return scope->id; /* that is its path */
        }
        found = scope->id;
        count++;
    }
    return count == 1 ? found : 0;
}

static void draw_scope(importing *in, dice *d, nreg_import_row *row, char *name, uint64_t *scope) {
    const run *r = in->r;
    const uint64_t drawn = scope_of(r, draw_slot(d));
    const int known = model_scope_const(r->m, drawn) != NULL;
    switch (pick(d, 8)) {
    case 0:
        *scope = in->options.scope;
        break;
    case 1:
        snprintf(name, NREG_PATH_SIZE, "x%u", pick(d, 8));
        *scope = by_external_id(r, name);
        row->scope = name;
        break;
    case 2:
        strcpy(name, "nowhere/to be found");
        row->scope = name;
        break;
    case 3:
    case 4:
        if (known) {
            model_path(r->m, drawn, name);
            row->scope = name;
            *scope = drawn;
            break;
        }
        /* fall through */
    default:
        row->scope_id = drawn;
        *scope = drawn;
    }
    const nreg_scope *found = model_scope_const(r->m, *scope);
    *scope = found == NULL || found->level == NREG_LEVEL_ORGANIZATION ? 0 : *scope;
}

/* The region of a scope, or of the first above it that has one; else the policy's. */
static const char *region_of(const model *m, uint64_t id) {
    for (const nreg_scope *s = model_scope_const(m, id); s != NULL; s = model_scope_const(m, s->parent)) {
        if (s->region[0] != '\0') {
            return s->region;
        }
    }
    return m->policy.default_region;
}

static held *group_of(importing *in, uint64_t scope) {
    for (uint32_t i = 0; i < in->count; i++) {
        if (in->groups[i].m->target == scope) {
            return &in->groups[i];
        }
    }
    held *h = &in->groups[in->count++];
    held_new(in->r, h, OPERATOR, 2, NREG_ACTION_ADD);
    nreg_batch_free(h->batch);
    h->batch = NULL;
    h->m->action = NREG_ACTION_IMPORT;
    h->m->target = scope;
    const char *region = in->options.region;
    model_set_region(&h->m->policy, region[0] != '\0' ? region : region_of(in->r->m, scope));
    return h;
}

/* --- rows */

static void draw_row(importing *in, dice *d) {
    run *r = in->r;
    const uint32_t at = in->row_count++;
    nreg_import_row *row = &in->rows[at];
    uint64_t scope = 0;
    draw_number(d, in->texts[at]);
    draw_scope(in, d, row, in->names[at], &scope);
    const uint32_t purpose = draw_purpose(d);
    row->number = in->texts[at];
    row->number_length = row->scope_length = UINT64_MAX;
    row->purpose = purpose;
    row->status = pick(d, 6);
    row->created = rarely(d, 2) ? in->base - (int64_t)pick(d, 100) * 86400000000 : rarely(d, 8) ? in->base + 1 : 0;
    tell(r, " [\"%s\" purpose %u status %u at %s of %llu]", row->number, purpose, row->status,
         row->scope == NULL ? "scope" : row->scope, (unsigned long long)scope);
    model_batch *b = group_of(in, scope)->m;
    model_entry *e = &b->entries[b->count++];
    memset(e, 0, sizeof *e);
    strcpy(e->text, row->number);
    e->entry = ++b->next_entry;
    e->row = at + 1;
    e->action = NREG_ACTION_IMPORT;
    e->status = row->status != 0 ? row->status : NREG_STATUS_PENDING;
    e->created = row->created;
    model_set_purpose(e, purpose);
    model_read(&b->policy, e);
}

/* Numbers that rows of several groups claim: each names the first of its rivals. */
static void find_claims(importing *in) {
    for (uint32_t g = 0; g < in->count; g++) {
        for (uint32_t i = 0; i < in->groups[g].m->count; i++) {
            model_entry *e = &in->groups[g].m->entries[i];
            uint32_t first = UINT32_MAX;
            for (uint32_t k = 0; k < in->count; k++) {
                const model_batch *other = in->groups[k].m;
                for (uint32_t n = 0; k != g && e->number != 0 && n < other->count; n++) {
                    if (other->entries[n].number == e->number && other->entries[n].row < first) {
                        first = other->entries[n].row;
                        e->claimed = 1;
                        e->claimant = other->target;
                    }
                }
            }
        }
    }
}

/* --- the report */

static void count_group(const model_batch *b, const nreg_outcome *outcomes, nreg_migration_counts *c) {
    uint32_t *const of_status[] = {NULL, &c->pending, &c->needs_proof, &c->active, &c->suspended, &c->declined};
    c->rows += b->count;
    c->scopes += b->target != 0;
    c->unplaced += b->target == 0 ? b->count : 0;
    for (uint32_t i = 0; i < b->count; i++) {
        const nreg_outcome *o = &outcomes[i];
        c->warned += o->warnings != 0;
        if (o->outcome == NREG_OUTCOME_REJECTED) {
            c->rejected++;
            c->already += o->reason == NREG_REASON_ALREADY_HERE;
            c->claimed += (o->reasons & NREG_REASON_BIT(NREG_REASON_DOUBLE_HOLDER)) != 0;
        } else {
            c->imported++;
            c->dno += model_is_dno(o->purpose) != 0;
            ++*of_status[o->status];
        }
    }
}

static void compare_counts(run *r, const nreg_migration_counts *e, const nreg_migration *migration) {
    nreg_migration_counts got;
    got.struct_size = (uint32_t)sizeof got;
    (void)nreg_migration_summary(migration, &got);
    (void)(same_number(r, "flags of an import", e->flags, got.flags) &&
           same_number(r, "rows of an import", e->rows, got.rows) &&
           same_number(r, "imported", e->imported, got.imported) &&
           same_number(r, "rejected by an import", e->rejected, got.rejected) &&
           same_number(r, "already imported", e->already, got.already) &&
           same_number(r, "claimed", e->claimed, got.claimed) &&
           same_number(r, "unplaced", e->unplaced, got.unplaced) &&
           same_number(r, "warned by an import", e->warned, got.warned) &&
           same_number(r, "imported as Do Not Originate", e->dno, got.dno) &&
           same_number(r, "imported as Pending", e->pending, got.pending) &&
           same_number(r, "imported as in need of proof", e->needs_proof, got.needs_proof) &&
           same_number(r, "imported as Active", e->active, got.active) &&
           same_number(r, "imported as Suspended", e->suspended, got.suspended) &&
           same_number(r, "imported as Declined", e->declined, got.declined) &&
           same_number(r, "scopes of an import", e->scopes, got.scopes) &&
           same_number(r, "replayed by an import", e->replayed, got.replayed));
}

/* Group `i` of a report: they stand in the order in which rows name them, that of the rows with unknown scopes last. */
static uint32_t group_at(const importing *in, uint32_t i) {
    return i == in->count ? UNPLACED : i;
}

/* One result for each group; as the model has it in `b` and `outcomes`. */
static void compare_group(run *r, const model_batch *b, const nreg_outcome *outcomes, uint32_t flags,
                          const nreg_migration *migration, uint32_t at) {
    nreg_result *result = NULL;
    (void)same_code(r, "result of an import", NREG_OK, nreg_migration_result(migration, at, &result));
    held_compare(r, "import", b, outcomes, flags, result);
    nreg_result_free(result);
}

static void commit_group(importing *in, model_batch *b, uint64_t id) {
    if (in->commit.request_id != NULL) {
        snprintf(b->request_id, sizeof b->request_id, "%s#%llu", in->commit.request_id, (unsigned long long)b->target);
    }
    b->created = in->r->m->now;
    model_commit(in->r->m, 0, b, &in->commit, id);
}

static void compare_report(importing *in, const nreg_migration *migration, int preview) {
    run *r = in->r;
    nreg_migration_counts counts;
    memset(&counts, 0, sizeof counts);
    counts.flags = preview ? NREG_RESULT_PREVIEW : 0;
    uint32_t scope_count = 0;
    const nreg_migration_scope *scopes = nreg_migration_scopes(migration, &scope_count, NULL);
    uint32_t at = 0;
    for (uint32_t i = 1; i <= in->count && !r->failed; i++) {
        model_batch *b = in->groups[group_at(in, i)].m;
        const model_batch *earlier = preview ? NULL : in->replayed[group_at(in, i)];
        answer answers[ENTRIES_MAX];
        nreg_outcome outcomes[ENTRIES_MAX];
        if (b->count == 0) {
            continue;
        }
        if (at == scope_count || scopes[at].scope != b->target) {
            differ(r, "an import's report lacks a scope");
            break;
        }
        b->created = b->updated = r->m->now;
        if (earlier != NULL) {
            (void)same_number(r, "batch of an import made again", earlier->id, scopes[at].batch);
            model_outcomes(r->m, earlier, 0, outcomes);
            counts.replayed++;
        } else if (preview || b->target == 0) {
            (void)model_decide(r->m, 0, b, &in->commit, answers);
            for (uint32_t k = 0; k < b->count; k++) {
                outcomes[k] = answers[k].outcome;
            }
        } else {
            commit_group(in, b, scopes[at].batch);
            memcpy(outcomes, b->outcomes, sizeof outcomes);
        }
        (void)same_number(r, "whether a scope was imported before", earlier != NULL, scopes[at].replayed);
        compare_group(r, earlier != NULL ? earlier : b, outcomes,
                      preview           ? NREG_RESULT_PREVIEW
                      : earlier != NULL ? NREG_RESULT_REPLAYED
                                        : 0,
                      migration, at);
        count_group(b, outcomes, &counts);
        at++;
    }
    (void)same_number(r, "scopes in a report", scope_count, at);
    compare_counts(r, &counts, migration);
}

/* --- under a request id */

/* Which groups were imported before; the code that the import ends with, and the group it ends at. */
static nreg_code foresee(importing *in, uint32_t *end) {
    run *r = in->r;
    for (*end = 1; in->commit.request_id != NULL && *end < in->count; ++*end) {
        model_batch *b = in->groups[*end].m;
        char request_id[sizeof b->request_id];
        snprintf(request_id, sizeof request_id, "%s#%llu", in->commit.request_id, (unsigned long long)b->target);
        const model_batch *earlier = model_requested(r->m, model_scope_const(r->m, b->target)->business, request_id);
        if (earlier != NULL && !model_same_content(b, &in->commit, earlier)) {
            return NREG_REQUEST_MISMATCH;
        }
        if (earlier != NULL && earlier->lost) {
            return NREG_NOT_FOUND;
        }
        in->replayed[*end] = earlier;
    }
    return NREG_OK;
}

/* Finds the batch of a request that the model does not know yet. */
static uint64_t new_batch(run *r, nreg_session *session, uint64_t target) {
    nreg_batch_info infos[20];
    uint64_t cursor = 0;
    for (uint32_t more = 1; more && !r->failed;) {
        uint32_t count = 0;
        nreg_code got;
        do {
            got = nreg_batch_list(session, NREG_BATCH_COMMITTED, &cursor, infos, 20, &count, &more, &r->error);
        } while (once_more(r, got));
        (void)same_code(r, "list of batches", NREG_OK, got);
        for (uint32_t i = 0; i < count; i++) {
            if (infos[i].target == target && model_stored(r->m, infos[i].id) == NULL) {
                return infos[i].id;
            }
        }
    }
    differ(r, "an import that broke off lacks a batch");
    return 0;
}

/* An import that broke off at group `end` has made the batches before, but gives no report of them. */
static void adopt(importing *in, uint32_t end) {
    run *r = in->r;
    nreg_session *session = session_of(r, OPERATOR);
    for (uint32_t i = 1; i < end && !r->failed; i++) {
        model_batch *b = in->groups[i].m;
        nreg_result *result = NULL;
        if (in->replayed[i] != NULL) {
            continue;
        }
        commit_group(in, b, new_batch(r, session, b->target));
        nreg_code got;
        do {
            got = nreg_batch_result(session, b->id, &result, &r->error);
        } while (once_more(r, got));
        if (same_code(r, "result of an import that broke off", NREG_OK, got)) {
            held_compare(r, "import that broke off", b, b->outcomes, NREG_RESULT_REPLAYED, result);
        }
        nreg_result_free(result);
    }
    nreg_session_close(session);
}

/* --- the step */

static void carry_out(importing *in, nreg_import *import) {
    run *r = in->r;
    nreg_code got;
    do {
        got = nreg_import_add(import, in->rows, sizeof *in->rows, in->row_count, &r->error);
    } while (once_more(r, got));
    uint32_t end;
    const nreg_code code = foresee(in, &end);
    for (int preview = 1; same_code(r, "import", NREG_OK, got) && preview >= 0; preview--) {
        nreg_migration *migration = NULL;
        do {
            got = preview ? nreg_import_preview(import, &in->commit, &migration, &r->error)
                          : nreg_import_commit(import, &in->commit, &migration, &r->error);
        } while (once_more(r, got));
        if (same_code(r, preview ? "preview of an import" : "commit of an import", preview ? NREG_OK : code, got)) {
            if (got == NREG_OK) {
                compare_report(in, migration, preview);
            } else {
                adopt(in, end);
                got = NREG_OK;
            }
        }
        nreg_migration_free(migration);
    }
}

/* Those with a request id have few contents, so that the same ones come again. */
static void draw_import(importing *in, dice *d) {
    static const char *const ids[] = {"i0", "i1", "i2"};
    run *r = in->r;
    dice rows = {dice_next(d)};
    nreg_import_options_init(&in->options);
    nreg_commit_options_init(&in->commit);
    in->base = r->m->now;
    if ((r->groups & NREG_GROUP_BATCHES) != 0 && rarely(d, 2)) {
        const uint32_t request = pick(d, 3);
        in->commit.request_id = ids[request];
        in->base = INT64_C(1700000000000000);
        rows.state = 2 * request + (uint32_t)rarely(d, 6);
        tell(r, " request %s", ids[request]);
    }
    in->commit.attestation = rarely(&rows, 4) ? held_draw_attestation(&rows) : NULL;
    in->commit.chunk_entries = (r->groups & NREG_GROUP_BATCHES) != 0 && rarely(d, 6) ? 1 + pick(d, 3) : 0;
    strcpy(in->options.region, draw_region(&rows));
    const uint32_t slot = draw_slot(&rows);
    in->options.scope = rarely(&rows, 2) ? scope_of(r, slot) : 0;
    tell(r, " to s%u region '%s' chunks %u:", in->options.scope == 0 ? SLOTS : slot, in->options.region,
         in->commit.chunk_entries);
    (void)group_of(in, 0); /* those with unknown scopes */
    for (uint32_t left = 1 + pick(&rows, ROWS); left > 0; left--) {
        draw_row(in, &rows);
    }
    find_claims(in);
}

void do_import(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_SCOPES) == 0) {
        tell(r, "nowhere to import to");
        return;
    }
    importing in = {.r = r};
    const uint32_t who = rarely(d, 8) ? draw_slot(d) : OPERATOR;
    tell(r, "import by %s", name_of(who));
    draw_import(&in, d);
    const uint64_t scope = in.options.scope;
    const nreg_code code = who != OPERATOR                                        ? NREG_DENIED
                           : scope != 0 && model_scope_const(r->m, scope) == NULL ? NREG_NOT_FOUND
                                                                                  : NREG_OK;
    nreg_session *session = session_of(r, who);
    nreg_import *import = NULL;
    nreg_code got;
    do {
        got = nreg_import_new(session, &in.options, &import, &r->error);
    } while (once_more(r, got));
    if (same_code(r, "new import", code, got) && code == NREG_OK) {
        carry_out(&in, import);
    }
    nreg_import_free(import);
    nreg_session_close(session);
    for (uint32_t i = 0; i < in.count; i++) {
        held_free(&in.groups[i]);
    }
}
