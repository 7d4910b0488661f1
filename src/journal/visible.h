/* SPDX-License-Identifier: MIT */
/* Which sides of a journal row a session may see. */
#ifndef NREG_JOURNAL_VISIBLE_H
#define NREG_JOURNAL_VISIBLE_H

#include "scope/access.h"

#include <numberreg/journal.h>

/* True if the row touched the root or what lies below it. `organization`: that of the row's Business, 0 if none or not
 * known. */
int nreg_row_visible(const nreg_scope *root, uint64_t organization, const nreg_journal_row *row);

/* Blanks the sides that lie outside the root. */
void nreg_row_confine(const nreg_scope *root, uint64_t organization, nreg_journal_row *row);

#endif
