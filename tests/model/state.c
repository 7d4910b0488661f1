/* SPDX-License-Identifier: MIT */
/* What the model keeps of numbers, and how it reads a text. */
#include "model.h"

#include <numberreg/number.h>

#include <string.h>

nreg_record *model_record(model *m, uint64_t number) {
    for (uint32_t i = 0; i < m->record_count; i++) {
        if (m->records[i].number == number) {
            return &m->records[i];
        }
    }
    return NULL;
}

void model_put(model *m, const nreg_record *record) {
    nreg_record *old = model_record(m, record->number);
    if (old == NULL && m->record_count < RECORDS_MAX) {
        old = &m->records[m->record_count++];
    }
    if (old != NULL) {
        *old = *record;
    }
}

void model_remove(model *m, uint64_t number) {
    nreg_record *old = model_record(m, number);
    if (old != NULL) {
        *old = m->records[--m->record_count];
    }
}

int model_is_dno(uint32_t purpose) {
    return purpose == NREG_PURPOSE_DO_NOT_ORIGINATE || purpose == OWN_DNO;
}

/* Reading and judging a text is the library's part, tested elsewhere. */
void model_read(const nreg_policy *policy, model_entry *entry) {
    nreg_number number;
    (void)nreg_number_read(NULL, entry->text, NREG_NUL, policy->default_region, NREG_READ_SPREADSHEET, &number);
    (void)nreg_number_check(NULL, &number, &policy->numbers, &entry->number_reasons, &entry->number_warnings);
    entry->number = number.e164;
    entry->state = number.state;
}

void model_set_region(nreg_policy *policy, const char *region) {
    if (region[0] != '\0') {
        memcpy(policy->default_region, region, 3); /* two letters */
    }
}

void model_set_purpose(model_entry *entry, uint32_t purpose) {
    const int matters = entry->action != NREG_ACTION_REMOVE && entry->action != NREG_ACTION_TRANSFER;
    entry->purpose_unknown = matters && purpose == UNKNOWN;
    entry->purpose = matters && purpose != UNKNOWN ? purpose : 0;
}

model_entry *model_entry_of(model_batch *batch, uint32_t entry) {
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].entry == entry) {
            return &batch->entries[i];
        }
    }
    return NULL;
}
