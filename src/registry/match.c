/* SPDX-License-Identifier: MIT */
#include "registry/match.h"

#include "registry/sorted.h"

#include <stdlib.h>
#include <string.h>

/* The only purpose that means Do Not Originate, if there is just one: then the store can look it up. */
static uint32_t only_dno(const nreg_catalogue *catalogue) {
    uint32_t only = 0;
    for (uint32_t i = 0; i < nreg_catalogue_count(catalogue); i++) {
        const nreg_purpose *purpose = nreg_catalogue_at(catalogue, i);
        if ((purpose->flags & NREG_PURPOSE_FLAG_DNO) != 0) {
            if (only != 0) {
                return 0;
            }
            only = purpose->id;
        }
    }
    return only;
}

/* --- numbers of a prefix: a range for each number of digits */

enum { DIGITS_MAX = 15 };

static uint64_t at_most(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* The smallest number behind `number` that begins with the prefix; 0 if there is none. */
static uint64_t next_of_prefix(const char *prefix, uint64_t number) {
    uint64_t first = 0;
    uint64_t width = 1;
    size_t digits = strlen(prefix);
    for (size_t i = 0; i < digits; i++) {
        first = 10 * first + (uint64_t)(prefix[i] - '0');
    }
    for (; digits <= DIGITS_MAX; digits++, first *= 10, width *= 10) {
        if (number < first) {
            return first;
        }
        if (number + 1 < first + width) {
            return number + 1;
        }
    }
    return 0;
}

/* The largest. */
static uint64_t last_of_prefix(const char *prefix) {
    uint64_t last = 0;
    for (size_t i = 0, digits = strlen(prefix); i < DIGITS_MAX; i++) {
        last = 10 * last + (i < digits ? (uint64_t)(prefix[i] - '0') : 9);
    }
    return last;
}

static int begins_with(uint64_t number, const char *prefix) {
    return prefix[0] == '\0' || next_of_prefix(prefix, number - 1) == number;
}

uint64_t nreg_match_leap(const nreg_match *match, uint64_t number) {
    const char *prefix = match->filter.prefix;
    if (begins_with(number, prefix)) {
        return number;
    }
    const uint64_t next = next_of_prefix(prefix, number);
    return next != 0 ? next - 1 : NREG_NUMBER_LARGEST;
}

void nreg_match_for_store(const nreg_match *match, nreg_store_filter *filter) {
    const nreg_record_filter *wanted = &match->filter;
    memset(filter, 0, sizeof *filter);
    filter->from = wanted->from;
    filter->to = wanted->to == 0 || wanted->to > NREG_NUMBER_LARGEST ? NREG_NUMBER_LARGEST : wanted->to;
    if (wanted->prefix[0] != '\0') {
        const uint64_t first = next_of_prefix(wanted->prefix, 0);
        filter->from = filter->from > first ? filter->from : first;
        filter->to = at_most(filter->to, last_of_prefix(wanted->prefix));
    }
    filter->only_here = wanted->only_here;
    filter->statuses = wanted->statuses;
    filter->purpose = wanted->purpose == 0 && wanted->dno ? only_dno(match->catalogue) : wanted->purpose;
}

int nreg_match_has_more(const nreg_match *match) {
    const nreg_record_filter *wanted = &match->filter;
    return wanted->changed_since != 0 || wanted->types != 0 || wanted->dno != 0 || wanted->region[0] != '\0' ||
           wanted->ending[0] != '\0' || wanted->prefix[0] != '\0';
}

static int ends_with(uint64_t number, const char *ending) {
    for (size_t i = strlen(ending); i-- > 0; number /= 10) {
        if ((uint64_t)(ending[i] - '0') != number % 10) {
            return 0;
        }
    }
    return 1;
}

int nreg_match_accepts(const nreg_match *match, const nreg_record *record) {
    const nreg_record_filter *wanted = &match->filter;
    if (record->updated < wanted->changed_since || !begins_with(record->number, wanted->prefix) ||
        !ends_with(record->number, wanted->ending) ||
        (wanted->dno && !nreg_catalogue_is_dno(match->catalogue, record->purpose))) {
        return 0;
    }
    if (wanted->types == 0 && wanted->region[0] == '\0') {
        return 1;
    }
    nreg_number number;
    if (nreg_number_from_e164(match->plan, record->number, &number) != NREG_OK) {
        return 0;
    }
    return (wanted->types == 0 || (wanted->types >> number.type & 1) != 0) &&
           (wanted->region[0] == '\0' || strcmp(wanted->region, number.region) == 0);
}

int nreg_store_filter_passes(const nreg_store_filter *filter, const nreg_record *record) {
    const int inside = (filter->business == 0 || record->business == filter->business) &&
                       (filter->unit == 0 || record->unit == filter->unit) &&
                       (filter->program == 0 || record->program == filter->program);
    const int below = filter->program != 0 ? 0 : filter->unit != 0 ? record->program != 0 : record->unit != 0;
    return inside && !(filter->only_here && below) && record->number >= filter->from && record->number <= filter->to &&
           (filter->statuses == 0 || (filter->statuses >> record->status & 1) != 0) &&
           (filter->purpose == 0 || filter->purpose == record->purpose);
}
