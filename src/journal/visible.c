/* SPDX-License-Identifier: MIT */
#include "journal/visible.h"

static int before_visible(const nreg_scope *root, uint64_t organization, const nreg_journal_row *row) {
    const nreg_place place = {row->business, row->unit_before, row->program_before};
    return row->status_before != 0 && nreg_root_covers_place(root, &place, organization);
}

static int after_visible(const nreg_scope *root, uint64_t organization, const nreg_journal_row *row) {
    const nreg_place place = {row->business, row->unit_after, row->program_after};
    return row->status_after != 0 && nreg_root_covers_place(root, &place, organization);
}

int nreg_row_visible(const nreg_scope *root, uint64_t organization, const nreg_journal_row *row) {
    return before_visible(root, organization, row) || after_visible(root, organization, row);
}

void nreg_row_confine(const nreg_scope *root, uint64_t organization, nreg_journal_row *row) {
    if (!before_visible(root, organization, row)) {
        row->unit_before = 0;
        row->program_before = 0;
        row->batch_before = 0;
        row->purpose_before = 0;
        row->flags_before = 0;
        row->revision_before = 0;
        row->status_before = 0;
    }
    if (!after_visible(root, organization, row)) {
        row->unit_after = 0;
        row->program_after = 0;
        row->purpose_after = 0;
        row->flags_after = 0;
        row->status_after = 0;
    }
}
