/* SPDX-License-Identifier: MIT */
/* Steps that add, change and close scopes. */
#include "run.h"

#include <stdio.h>
#include <string.h>

static void add(run *r, uint32_t who, uint32_t slot, const nreg_scope_options *options) {
    const uint32_t parent_slot = slot_parent(slot);
    const uint64_t parent = parent_slot == SLOTS ? 0 : scope_of(r, parent_slot);
    nreg_scope expected;
    nreg_scope made;
    const nreg_code code = model_scope_add(r->m, root_of(r, who), parent, options, &expected);
    nreg_session *session = session_of(r, who);
    nreg_code got;
    do {
        got = nreg_scope_add(session, parent, options, &made, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (!same_code(r, "adding a scope", code, got) || code != NREG_OK) {
        return;
    }
    expected.id = made.id;
    if (expected.level == NREG_LEVEL_ORGANIZATION) {
        expected.organization = made.id;
    } else if (expected.level == NREG_LEVEL_BUSINESS) {
        expected.business = made.id;
    } else if (expected.level == NREG_LEVEL_UNIT) {
        expected.unit = made.id;
    }
    if (same_scope(r, "a scope added", &expected, &made) && r->m->scope_count < SCOPES_MAX) {
        r->m->scopes[r->m->scope_count++] = expected;
        r->scope_at[slot] = made.id;
    }
}

void plant_scope(run *r, uint32_t slot) {
    char key[16];
    snprintf(key, sizeof key, "s%u", slot);
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.key = key;
    options.organization = slot < 2;
    add(r, OPERATOR, slot, &options);
}

void do_scope_add(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    char key[16];
    char external_id[16];
    snprintf(key, sizeof key, "s%u-%u", slot, pick(d, 8));
    snprintf(external_id, sizeof external_id, "x%u", pick(d, 8));
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.key = key;
    options.organization = slot < 2;
    options.external_id = rarely(d, 2) ? external_id : NULL;
    options.label = rarely(d, 2) ? "A label" : NULL;
    options.region = rarely(d, 3) ? "GB" : NULL;
    if (slot >= 14 && rarely(d, 2)) {
        options.ends = r->m->now + (int64_t)pick(d, 20) * 86400000000;
    }
    tell(r, "scope add by %s at s%u key %s external id %s", name_of(who), slot, key,
         options.external_id == NULL ? "none" : external_id);
    add(r, who, slot, &options);
}

void do_scope_change(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint64_t id = scope_of(r, slot);
    static const char *const labels[] = {"A label", "Caf\xC3\xA9", "Another label", "Billing"};
    static const char *const regions[] = {"", "US", "GB"};
    char external_id[16];
    snprintf(external_id, sizeof external_id, "x%u", pick(d, 8));
    nreg_scope_options options;
    nreg_scope_options_init(&options);
    options.external_id = rarely(d, 3) ? external_id : rarely(d, 8) ? "" : NULL;
    options.label = rarely(d, 2) ? labels[pick(d, 4)] : NULL;
    options.region = rarely(d, 4) ? regions[pick(d, 3)] : NULL;
    if (rarely(d, 3)) {
        options.starts = rarely(d, 2) ? r->m->now - (int64_t)pick(d, 20) * 86400000000 : 0;
        options.ends = rarely(d, 2) ? r->m->now + ((int64_t)pick(d, 20) - 10) * 86400000000 : 0;
    }
    tell(r, "scope change by %s of s%u external id %s label %s region %s", name_of(who), slot,
         options.external_id == NULL ? "as is" : options.external_id, options.label == NULL ? "as is" : options.label,
         options.region == NULL ? "as is" : options.region);
    const nreg_code code = model_scope_change(r->m, root_of(r, who), id, &options);
    nreg_scope changed;
    nreg_session *session = session_of(r, who);
    nreg_code got;
    do {
        got = nreg_scope_change(session, id, &options, &changed, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (same_code(r, "changing a scope", code, got) && code == NREG_OK) {
        (void)same_scope(r, "a scope changed", model_scope_const(r->m, id), &changed);
    }
}

void do_scope_close(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    tell(r, "scope close by %s of s%u", name_of(who), slot);
    const nreg_code code = model_scope_close(r->m, root_of(r, who), scope_of(r, slot));
    nreg_session *session = session_of(r, who);
    nreg_code got;
    do {
        got = nreg_scope_close(session, scope_of(r, slot), &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    (void)same_code(r, "closing a scope", code, got);
}
