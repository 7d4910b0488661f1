/* SPDX-License-Identifier: MIT */
/* Rule R17: taking over an existing registry, where what can be lived with only warns. */
#include "model.h"

#include <string.h>

static const uint64_t CAN_BE_LIVED_WITH =
    MODEL_OF_THE_PLAN | NREG_REASON_BIT(NREG_REASON_HAS_EXTENSION) | NREG_REASON_BIT(NREG_REASON_SPREADSHEET_REPAIRED) |
    NREG_REASON_BIT(NREG_REASON_HAS_LETTERS) | NREG_REASON_BIT(NREG_REASON_PURPOSE_RETIRED);

static void take_over(const question *q, answer *a) {
    nreg_record *after = &a->after;
    memset(after, 0, sizeof *after);
    after->number = q->entry->number;
    answer_place(q, a);
    after->created = q->entry->created != 0 ? q->entry->created : q->m->now;
    after->purpose = q->entry->purpose;
    after->status = q->entry->status;
    after->flags = NREG_RECORD_IMPORTED;
    a->outcome.outcome = NREG_OUTCOME_IMPORTED;
    a->changes = 1;
}

uint64_t import_faults(uint64_t reasons) {
    return reasons & ~CAN_BE_LIVED_WITH;
}

void rule_import(const question *q, answer *a) {
    a->outcome.warnings |= a->outcome.reasons & CAN_BE_LIVED_WITH;
    a->outcome.reasons = import_faults(a->outcome.reasons);
    if (q->record != NULL) {
        answer_disclose(q, a);
        answer_reject(a,
                      model_holder(q->record) == q->target->id ? NREG_REASON_ALREADY_HERE : NREG_REASON_DOUBLE_HOLDER);
    } else if (q->entry->claimed) {
        a->outcome.holder = q->entry->claimant;
    }
    if (q->entry->created > q->m->now) {
        answer_reject(a, NREG_REASON_BAD_FIELD);
    }
    take_over(q, a);
    if (model_is_dno(q->entry->purpose)) {
        a->outcome.warnings |= NREG_REASON_BIT(NREG_REASON_DNO);
        a->outcome.warnings |= a->after.program != 0 ? NREG_REASON_BIT(NREG_REASON_DNO_IN_PROGRAM) : 0;
    }
}
