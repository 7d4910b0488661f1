/* SPDX-License-Identifier: MIT */
#include "filters.h"

#include <stdio.h>
#include <string.h>

static int ends_with(uint64_t number, const char *digits) {
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    const size_t length = strlen(text);
    const size_t wanted = strlen(digits);
    return wanted <= length && strcmp(text + length - wanted, digits) == 0;
}

int filter_passes(const run *r, uint64_t root, const nreg_record_filter *f, const nreg_record *record) {
    const uint64_t holder = model_holder(record);
    const uint64_t scope = f->scope != 0 ? f->scope : root;
    nreg_number number;
    (void)nreg_number_from_e164(NULL, record->number, &number);
    return (f->only_here ? holder == scope : model_inside(r->m, holder, scope)) &&
           (f->statuses == 0 || (f->statuses >> record->status & 1) != 0) &&
           (f->purpose == 0 || f->purpose == record->purpose) && (f->from == 0 || record->number >= f->from) &&
           (f->to == 0 || record->number <= f->to) && (f->changed_since == 0 || record->updated >= f->changed_since) &&
           (f->types == 0 || (f->types >> number.type & 1) != 0) && (!f->dno || model_is_dno(record->purpose)) &&
           (f->region[0] == '\0' || strcmp(f->region, number.region) == 0) && ends_with(record->number, f->ending);
}

void draw_filter(run *r, dice *d, uint32_t slot, nreg_record_filter *f) {
    nreg_record_filter_init(f);
    if (rarely(d, 3)) {
        return;
    }
    f->scope = rarely(d, 2) ? scope_of(r, slot) : 0;
    f->only_here = f->scope != 0 && rarely(d, 4) ? 1 : 0;
    f->statuses = rarely(d, 4) ? pick(d, 32) << 1 : 0;
    f->purpose = rarely(d, 4) ? draw_purpose(d) : 0;
    f->from = rarely(d, 4) ? number_at(pick(d, 20)) : 0;
    f->to = rarely(d, 4) ? number_at(pick(d, 20)) : 0;
    f->changed_since = rarely(d, 6) ? r->m->now - (int64_t)pick(d, 40) * 1000000 : 0;
    f->types = rarely(d, 8) ? pick(d, 16) : 0;
    f->dno = rarely(d, 8) ? 1 : 0;
    if (rarely(d, 8)) {
        memcpy(f->region, rarely(d, 2) ? "US" : "GB", 3);
    }
    if (rarely(d, 8)) {
        strcpy(f->ending, rarely(d, 2) ? "20" : "9021");
    }
}

nreg_code filter_code(const run *r, uint64_t root, const nreg_record_filter *f) {
    if (f->to != 0 && f->from > f->to) {
        return NREG_INVALID_ARGUMENT;
    }
    if ((root != 0 && model_scope_const(r->m, root) == NULL) ||
        (f->scope != 0 && !model_inside(r->m, f->scope, root))) {
        return NREG_NOT_FOUND;
    }
    return NREG_OK;
}
