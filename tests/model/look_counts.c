/* SPDX-License-Identifier: MIT */
/* Counts by status and call purpose. */
#include "run.h"

#include <numberreg/purpose.h>

enum { PURPOSES = 14, COUNTS_MAX = NREG_STATUS_DECLINED * PURPOSES };

static uint32_t count_all(const run *r, uint64_t scope, nreg_record_count *counts) {
    uint32_t kinds = 0;
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
        for (uint32_t purpose = 1; purpose <= RETIRED; purpose++) {
            uint64_t count = 0;
            for (uint32_t i = 0; i < r->m->record_count; i++) {
                const nreg_record *record = &r->m->records[i];
                count += record->status == status && record->purpose == purpose &&
                         model_inside(r->m, model_holder(record), scope);
            }
            if (count > 0) {
                counts[kinds++] = (nreg_record_count){count, status, purpose};
            }
            if (purpose == NREG_PURPOSE_DO_NOT_ORIGINATE) {
                purpose = OWN_DNO - 1;
            }
        }
    }
    return kinds;
}

void look_counts(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_COUNTS) == 0) {
        return;
    }
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint64_t root = root_of(r, who);
    const uint64_t scope = rarely(d, 3) ? 0 : scope_of(r, slot);
    const uint64_t counted = scope != 0 ? scope : root;
    nreg_record_count expected[COUNTS_MAX];
    nreg_record_count got[COUNTS_MAX];
    nreg_code code = NREG_OK;
    uint32_t kinds = 0;
    if (counted == 0) {
        code = NREG_INVALID_ARGUMENT;
    } else if (!model_inside(r->m, counted, root)) {
        code = NREG_NOT_FOUND;
    } else {
        kinds = count_all(r, counted, expected);
    }
    nreg_session *session = session_of(r, who);
    uint32_t count = 0;
    nreg_code answered;
    do {
        answered = nreg_record_counts(session, scope, got, COUNTS_MAX, &count, &r->error);
    } while (once_more(r, answered));
    nreg_session_close(session);
    if (!same_code(r, "counts", code, answered) || code != NREG_OK ||
        !same_number(r, "kinds of counts", kinds, count)) {
        return;
    }
    for (uint32_t i = 0; i < kinds; i++) {
        (void)same_number(r, "a count", expected[i].count, got[i].count);
        (void)same_number(r, "status of a count", expected[i].status, got[i].status);
        (void)same_number(r, "purpose of a count", expected[i].purpose, got[i].purpose);
    }
}
