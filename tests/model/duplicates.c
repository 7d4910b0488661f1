/* SPDX-License-Identifier: MIT */
/* Rule R4: several entries of one batch with the same number. */
#include "model.h"

#include <string.h>

static int same_number_as(const model_batch *batch, uint32_t i, uint32_t k) {
    return batch->entries[i].number != 0 && batch->entries[i].number == batch->entries[k].number;
}

static int acceptable_as_written(const model_entry *e) {
    answer a;
    memset(&a, 0, sizeof a);
    const question q = {.entry = e};
    answer_as_written(&q, &a);
    return (e->action == NREG_ACTION_IMPORT ? import_faults(a.outcome.reasons) : a.outcome.reasons) == 0;
}

/* The first acceptable entry with the number of `i` that says (1), or does not say (0), Do Not Originate; UINT32_MAX.
 */
static uint32_t first_saying(const model_batch *batch, uint32_t i, int dno) {
    for (uint32_t k = 0; k < batch->count; k++) {
        const model_entry *e = &batch->entries[k];
        if (same_number_as(batch, i, k) && acceptable_as_written(e) && e->purpose != 0 &&
            model_is_dno(e->purpose) == dno) {
            return k;
        }
    }
    return UINT32_MAX;
}

int model_contradicts(const model_batch *batch, uint32_t i) {
    return first_saying(batch, i, 1) != UINT32_MAX && first_saying(batch, i, 0) != UINT32_MAX;
}

static void give_way(const model_batch *batch, answer *answers, uint32_t i, uint32_t to) {
    const uint32_t mine = batch->entries[i].purpose;
    const uint32_t theirs = batch->entries[to].purpose;
    answer_withdraw(&answers[i]);
    answer_reject(&answers[i], mine != 0 && theirs != 0 && mine != theirs ? NREG_REASON_CONFLICTING_PURPOSE
                                                                          : NREG_REASON_DUPLICATE_IN_BATCH);
    answers[i].outcome.related = batch->entries[to].entry;
}

/* Of the entries with one number the first acceptable one counts; Do Not Originate beside a calling purpose spoils all.
 */
void model_duplicates(const model_batch *batch, answer *answers) {
    uint32_t counts[ENTRIES_MAX];
    for (uint32_t i = 0; i < batch->count; i++) {
        counts[i] = UINT32_MAX;
        for (uint32_t k = 0; k < batch->count && counts[i] == UINT32_MAX; k++) {
            counts[i] = same_number_as(batch, i, k) && answers[k].outcome.reasons == 0 ? k : UINT32_MAX;
        }
        for (uint32_t k = 0; k < batch->count && counts[i] == UINT32_MAX; k++) {
            counts[i] = same_number_as(batch, i, k) && acceptable_as_written(&batch->entries[k]) ? k : UINT32_MAX;
        }
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        const uint32_t dno = first_saying(batch, i, 1);
        const uint32_t calls = first_saying(batch, i, 0);
        if (!model_contradicts(batch, i)) {
            if (counts[i] != UINT32_MAX && counts[i] != i) {
                give_way(batch, answers, i, counts[i]);
            }
        } else if (acceptable_as_written(&batch->entries[i]) && batch->entries[i].purpose != 0) {
            give_way(batch, answers, i, model_is_dno(batch->entries[i].purpose) ? calls : dno);
        } else {
            answer_withdraw(&answers[i]);
            answer_reject(&answers[i], NREG_REASON_DUPLICATE_IN_BATCH);
            answers[i].outcome.related = batch->entries[dno < calls ? dno : calls].entry;
        }
    }
}
