/* SPDX-License-Identifier: MIT */
/* Where a number is in use: its record, and the scopes above it as far as the session may see them. */
#include "run.h"

#include <string.h>

static void compare_level(run *r, uint64_t root, const char *what, uint64_t id, const nreg_scope *found) {
    nreg_scope expected;
    memset(&expected, 0, sizeof expected);
    if (id != 0) {
        (void)model_scope_seen(r->m, root, id, &expected);
    }
    (void)same_scope(r, what, &expected, found);
}

static void compare(run *r, uint64_t root, const nreg_record *record, const nreg_assignments *found) {
    char path[NREG_PATH_SIZE];
    model_path(r->m, model_holder(record), path);
    (void)same_record(r, "record of an assignment", record, &found->record);
    compare_level(r, root, "Organization of a number", model_scope_const(r->m, record->business)->organization,
                  &found->organization);
    compare_level(r, root, "Business of a number", record->business, &found->business);
    compare_level(r, root, "Unit of a number", record->unit, &found->unit);
    compare_level(r, root, "Program of a number", record->program, &found->program);
    (void)same_text(r, "path of a number", path, found->path);
}

void look_assignments(run *r, dice *d) {
    const uint64_t number = number_at(pick(d, 20));
    const nreg_record *record = model_record(r->m, number);
    const uint32_t who = draw_who(d, record == NULL ? draw_slot(d) : place_of(r, model_holder(record)));
    const uint64_t root = root_of(r, who);
    const int known = record != NULL && model_inside(r->m, model_holder(record), root);
    nreg_assignments found;
    found.struct_size = (uint32_t)sizeof found;
    nreg_session *session = session_of(r, who);
    nreg_code got;
    do {
        got = nreg_record_assignments(session, number, &found, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (same_code(r, "assignments of a number", known ? NREG_OK : NREG_NOT_FOUND, got) && known) {
        compare(r, root, record, &found);
    }
}
