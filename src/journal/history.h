/* SPDX-License-Identifier: MIT */
/* Reading the journal as far as a session may see it. */
#ifndef NREG_JOURNAL_HISTORY_H
#define NREG_JOURNAL_HISTORY_H

#include "scope/access.h"

#include <numberreg/journal.h>

/* What a page is asked for. */
typedef struct nreg_history {
    uint32_t by;     /* an NREG_JOURNAL_ value */
    uint64_t id;     /* of the number, batch or Business */
    uint64_t within; /* scope whose rows alone are wanted; 0 for all that the session may see */
    int follows;     /* one who must learn that rows behind `*after` are gone; others go on with what is left */
} nreg_history;

/*
 * One page from `*after`, which moves past the last row looked at. Rows the session may not see are left out, and the
 * sides of a row that lie outside its root are blank; what is left out does not show in how full a page is either. At
 * the end of what goes by sequence, committed batches' rows are sealed.
 */
nreg_code nreg_history_page(const nreg_access *access, const nreg_history *history, uint64_t *after,
                            nreg_journal_row *rows, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error);

#endif
