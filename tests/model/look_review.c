/* SPDX-License-Identifier: MIT */
/* Signs of numbers as review's staff sees them. */
#include "run.h"

#include <string.h>

void look_review(run *r, dice *d) {
    if ((r->groups & NREG_GROUP_REVIEW) == 0) {
        return;
    }
    const uint64_t number = number_at(pick(d, 20));
    const uint32_t who = rarely(d, 8) ? draw_slot(d) : OPERATOR;
    nreg_record *record = model_record(r->m, number);
    nreg_session *session = session_of(r, who);
    nreg_review_case found;
    nreg_code got;
    do {
        got = nreg_review_look(session, number, &found, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    const nreg_code code = who != OPERATOR ? NREG_DENIED : record == NULL ? NREG_NOT_FOUND : NREG_OK;
    if (same_code(r, "look at a case", code, got) && code == NREG_OK) {
        (void)same_record(r, "record of a case", record, &found.record);
        (void)same_number(r, "signs", model_signs(r->m, record), found.signs);
    }
}
