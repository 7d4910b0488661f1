/* SPDX-License-Identifier: MIT */
/* Comparing, and saying what differs. */
#include "run.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void tell(run *r, const char *format, ...) {
    const size_t used = strlen(r->line);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->line + used, sizeof r->line - used, format, arguments);
    va_end(arguments);
}

void differ(run *r, const char *format, ...) {
    if (r->failed) {
        return;
    }
    r->failed = 1;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->difference, sizeof r->difference, format, arguments);
    va_end(arguments);
}

int same_code(run *r, const char *what, nreg_code expected, nreg_code got) {
    if (expected != got) {
        differ(r, "%s: the model says %s, the library %s (%s)", what, nreg_code_name(expected), nreg_code_name(got),
               r->error.message);
    }
    return expected == got;
}

int same_number(run *r, const char *what, uint64_t expected, uint64_t got) {
    if (expected != got) {
        differ(r, "%s: the model says %" PRIu64 ", the library %" PRIu64, what, expected, got);
    }
    return expected == got;
}

int same_text(run *r, const char *what, const char *expected, const char *got) {
    const int same = strcmp(expected, got) == 0;
    if (!same) {
        differ(r, "%s: the model says \"%s\", the library \"%s\"", what, expected, got);
    }
    return same;
}

/* Collects the members that differ into one text. */
typedef struct members {
    char text[LINE_MAX_SIZE / 2];
} members;

static void member(members *m, const char *name, uint64_t expected, uint64_t got) {
    const size_t used = strlen(m->text);
    if (expected != got) {
        snprintf(m->text + used, sizeof m->text - used, " %s %" PRIu64 " / %" PRIu64, name, expected, got);
    }
}

static void reasons(members *m, const char *name, uint64_t expected, uint64_t got) {
    for (int side = 0; expected != got && side < 2; side++) {
        const uint64_t set = side == 0 ? expected : got;
        size_t used = strlen(m->text);
        snprintf(m->text + used, sizeof m->text - used, " %s%s {", side == 0 ? name : "/", "");
        for (uint32_t reason = 1; reason < NREG_REASON_COUNT; reason++) {
            if (set & NREG_REASON_BIT(reason)) {
                used = strlen(m->text);
                snprintf(m->text + used, sizeof m->text - used, " %s", nreg_reason_code(reason));
            }
        }
        used = strlen(m->text);
        snprintf(m->text + used, sizeof m->text - used, " }");
    }
}

static int conclude(run *r, const char *what, uint64_t of, const members *m) {
    if (m->text[0] != '\0') {
        differ(r, "%s %" PRIu64 " (model / library):%s", what, of, m->text);
    }
    return m->text[0] == '\0';
}

int same_outcome(run *r, const char *what, uint32_t index, const nreg_outcome *expected, const nreg_outcome *got) {
    if (memcmp(expected, got, sizeof *got) == 0) {
        return 1;
    }
    members m = {""};
    if (expected->outcome != got->outcome) {
        snprintf(m.text, sizeof m.text, " %s / %s", nreg_outcome_name(expected->outcome),
                 nreg_outcome_name(got->outcome));
    }
    reasons(&m, "reasons", expected->reasons, got->reasons);
    reasons(&m, "warnings", expected->warnings, got->warnings);
    member(&m, "number", expected->number, got->number);
    member(&m, "holder", expected->holder, got->holder);
    member(&m, "entry", expected->entry, got->entry);
    member(&m, "row", expected->row, got->row);
    member(&m, "related", expected->related, got->related);
    member(&m, "purpose", expected->purpose, got->purpose);
    member(&m, "reason", expected->reason, got->reason);
    member(&m, "action", expected->action, got->action);
    member(&m, "status", expected->status, got->status);
    member(&m, "flags", expected->flags, got->flags);
    member(&m, "state", expected->state, got->state);
    return conclude(r, what, index, &m);
}

int same_record(run *r, const char *what, const nreg_record *expected, const nreg_record *got) {
    members m = {""};
    member(&m, "number", expected->number, got->number);
    member(&m, "business", expected->business, got->business);
    member(&m, "unit", expected->unit, got->unit);
    member(&m, "program", expected->program, got->program);
    member(&m, "last_batch", expected->last_batch, got->last_batch);
    member(&m, "created", (uint64_t)expected->created, (uint64_t)got->created);
    member(&m, "updated", (uint64_t)expected->updated, (uint64_t)got->updated);
    member(&m, "revision", expected->revision, got->revision);
    member(&m, "purpose", expected->purpose, got->purpose);
    member(&m, "status", expected->status, got->status);
    member(&m, "flags", expected->flags, got->flags);
    member(&m, "dno_batch", expected->dno_batch, got->dno_batch);
    return conclude(r, what, expected->number, &m);
}

int same_row(run *r, const char *what, const nreg_journal_row *expected, const nreg_journal_row *got) {
    members m = {""};
    member(&m, "batch", expected->batch, got->batch);
    member(&m, "number", expected->number, got->number);
    member(&m, "time", (uint64_t)expected->time, (uint64_t)got->time);
    member(&m, "business", expected->business, got->business);
    member(&m, "unit_before", expected->unit_before, got->unit_before);
    member(&m, "program_before", expected->program_before, got->program_before);
    member(&m, "unit_after", expected->unit_after, got->unit_after);
    member(&m, "program_after", expected->program_after, got->program_after);
    member(&m, "batch_before", expected->batch_before, got->batch_before);
    member(&m, "created", (uint64_t)expected->created, (uint64_t)got->created);
    member(&m, "entry", expected->entry, got->entry);
    member(&m, "revision", expected->revision, got->revision);
    member(&m, "purpose_before", expected->purpose_before, got->purpose_before);
    member(&m, "purpose_after", expected->purpose_after, got->purpose_after);
    member(&m, "flags_before", expected->flags_before, got->flags_before);
    member(&m, "flags_after", expected->flags_after, got->flags_after);
    member(&m, "reason", expected->reason, got->reason);
    member(&m, "revision_before", expected->revision_before, got->revision_before);
    member(&m, "change", expected->change, got->change);
    member(&m, "action", expected->action, got->action);
    member(&m, "status_before", expected->status_before, got->status_before);
    member(&m, "status_after", expected->status_after, got->status_after);
    member(&m, "reserved", expected->reserved, got->reserved);
    return conclude(r, what, expected->number, &m);
}

int same_scope(run *r, const char *what, const nreg_scope *expected, const nreg_scope *got) {
    members m = {""};
    member(&m, "id", expected->id, got->id);
    member(&m, "parent", expected->parent, got->parent);
    member(&m, "organization", expected->organization, got->organization);
    member(&m, "business", expected->business, got->business);
    member(&m, "unit", expected->unit, got->unit);
    member(&m, "created", (uint64_t)expected->created, (uint64_t)got->created);
    member(&m, "updated", (uint64_t)expected->updated, (uint64_t)got->updated);
    member(&m, "starts", (uint64_t)expected->starts, (uint64_t)got->starts);
    member(&m, "ends", (uint64_t)expected->ends, (uint64_t)got->ends);
    member(&m, "level", expected->level, got->level);
    member(&m, "state", expected->state, got->state);
    member(&m, "revision", expected->revision, got->revision);
    return conclude(r, what, expected->id, &m) && same_text(r, "region of a scope", expected->region, got->region) &&
           same_text(r, "key of a scope", expected->key, got->key) &&
           same_text(r, "external id of a scope", expected->external_id, got->external_id) &&
           same_text(r, "label of a scope", expected->label, got->label);
}

int same_summary(run *r, const char *what, const nreg_summary *expected, const nreg_summary *got) {
    members m = {""};
    member(&m, "flags", expected->flags, got->flags);
    member(&m, "batch", expected->batch, got->batch);
    member(&m, "time", (uint64_t)expected->time, (uint64_t)got->time);
    member(&m, "entries", expected->entries, got->entries);
    member(&m, "accepted", expected->accepted, got->accepted);
    member(&m, "rejected", expected->rejected, got->rejected);
    member(&m, "added", expected->added, got->added);
    member(&m, "moved", expected->moved, got->moved);
    member(&m, "unassigned", expected->unassigned, got->unassigned);
    member(&m, "deleted", expected->deleted, got->deleted);
    member(&m, "changed", expected->changed, got->changed);
    member(&m, "movable", expected->movable, got->movable);
    member(&m, "warned", expected->warned, got->warned);
    member(&m, "dno", expected->dno, got->dno);
    member(&m, "reviewed", expected->reviewed, got->reviewed);
    member(&m, "restored", expected->restored, got->restored);
    member(&m, "transferred", expected->transferred, got->transferred);
    member(&m, "imported", expected->imported, got->imported);
    member(&m, "reserved", 0, got->reserved);
    return conclude(r, what, expected->batch, &m);
}
