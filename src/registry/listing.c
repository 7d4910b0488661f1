/* SPDX-License-Identifier: MIT */
#include "registry/listing.h"

#include "scope/rules.h"
#include "scope/scopes.h"

#include <string.h>

/* Businesses of an Organization that one page looks into at most; a page then may be short. */
#define BUSINESSES_A_PAGE 256
#define BUSINESSES_A_CALL 16

typedef struct page {
    const nreg_access *access;
    nreg_transaction *tx;
    nreg_store_filter filter;
    nreg_record_cursor at;
    nreg_record *records;
    uint32_t capacity;
    uint32_t count;
    uint32_t more;
} page;

static void narrow(nreg_store_filter *store, const nreg_record_filter *filter) {
    store->from = filter->from;
    store->to = filter->to == 0 || filter->to > NREG_NUMBER_LARGEST ? NREG_NUMBER_LARGEST : filter->to;
    store->only_here = filter->only_here;
    store->statuses = filter->statuses;
    store->purpose = filter->purpose;
}

/* Fills the page from one Business, or from all for an operator. */
static nreg_code fill(page *work, nreg_error *error) {
    work->more = 1;
    while (work->count < work->capacity && work->more != 0) {
        uint32_t count = 0;
        const nreg_code code =
            nreg_transaction_scan(work->tx, &work->filter, work->at.number, work->capacity - work->count,
                                  work->records + work->count, &count, &work->more, error);
        if (code != NREG_OK) {
            return code;
        }
        work->count += count;
        if (count > 0) {
            work->at.number = work->records[work->count - 1].number;
        }
    }
    return NREG_OK;
}

/* Fills the page from one Business of an Organization after the other. */
static nreg_code fill_business(page *work, uint64_t business, nreg_error *error) {
    if (work->at.business != business) {
        work->at = (nreg_record_cursor){business, 0};
    }
    work->filter.business = business;
    return fill(work, error);
}

/* The key after which the Businesses still to come follow; the one the cursor stands in is finished first. */
static nreg_code resume(page *work, const nreg_scope *organization, char after[NREG_KEY_SIZE], nreg_error *error) {
    after[0] = '\0';
    if (work->at.business == 0) {
        return NREG_OK;
    }
    nreg_scope business;
    nreg_code code = nreg_scope_load(work->access, work->tx, work->at.business, &business, error);
    if (code == NREG_NOT_FOUND || (code == NREG_OK && business.parent != organization->id)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The cursor is not of this list.");
    }
    if (code == NREG_OK) {
        memcpy(after, business.key, NREG_KEY_SIZE);
        code = fill_business(work, business.id, error);
    }
    return code;
}

static nreg_code fill_organization(page *work, const nreg_scope *organization, nreg_error *error) {
    nreg_scope businesses[BUSINESSES_A_CALL];
    char after[NREG_KEY_SIZE];
    nreg_code code = resume(work, organization, after, error);
    uint32_t more = 1;
    for (uint32_t seen = 0; code == NREG_OK && work->count < work->capacity && more != 0 && seen < BUSINESSES_A_PAGE;) {
        uint32_t count = 0;
        code = nreg_transaction_scope_list(work->tx, organization->id, after, BUSINESSES_A_CALL, businesses, &count,
                                           &more, error);
        uint32_t i = 0;
        for (; code == NREG_OK && i < count && work->count < work->capacity; i++) {
            memcpy(after, businesses[i].key, NREG_KEY_SIZE);
            code = fill_business(work, businesses[i].id, error);
        }
        more |= i < count;
        seen += count;
    }
    /* Whatever stopped the page, what the last Business still has comes first. */
    work->more |= more;
    return code;
}

static nreg_code fill_page(page *work, const nreg_record_filter *filter, const nreg_scope *root, nreg_error *error) {
    nreg_scope scope = *root;
    if (filter->scope != 0) {
        const nreg_code code = nreg_scope_look_inside(work->access, work->tx, root, filter->scope, &scope, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    narrow(&work->filter, filter);
    if (scope.level == NREG_LEVEL_ORGANIZATION) {
        return filter->only_here ? NREG_OK : fill_organization(work, &scope, error);
    }
    const nreg_place place = nreg_place_of_scope(&scope);
    if (work->at.business != 0 && work->at.business != place.business) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The cursor is not of this list.");
    }
    if (scope.level == 0 && filter->only_here) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`only_here` needs a scope.");
    }
    work->at.business = place.business;
    work->filter.business = place.business;
    work->filter.unit = place.unit;
    work->filter.program = place.program;
    return fill(work, error);
}

static nreg_code begin(const nreg_access *access, nreg_transaction *tx, nreg_scope *root, nreg_error *error) {
    nreg_code code = nreg_transaction_begin(tx, access->store, NREG_STORE_READ, access->wait_ms, error);
    if (code == NREG_OK) {
        code = nreg_access_root(access, tx, root, error);
        if (code != NREG_OK) {
            nreg_transaction_rollback(tx);
        }
    }
    return code;
}

nreg_code nreg_listing_page(const nreg_access *access, const nreg_record_filter *filter, nreg_record_cursor *cursor,
                            nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error) {
    nreg_transaction tx;
    nreg_scope root;
    page work = {.access = access, .tx = &tx, .at = *cursor, .records = records, .capacity = capacity};
    nreg_code code = begin(access, &tx, &root, error);
    if (code != NREG_OK) {
        return code;
    }
    code = fill_page(&work, filter, &root, error);
    nreg_transaction_rollback(&tx);
    if (code == NREG_OK) {
        *cursor = work.at;
        *count = work.count;
        *more = work.more;
    }
    return code;
}

static void sift(uint64_t *heap, uint32_t at, uint32_t count) {
    const uint64_t moved = heap[at];
    for (;;) {
        uint32_t child = at * 2 + 1;
        if (child >= count) {
            break;
        }
        child += child + 1 < count && heap[child + 1] > heap[child];
        if (heap[child] <= moved) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* Sorts in place and drops what cannot be a number or is there twice; returns how many are left. */
static uint32_t sort_unique(uint64_t *numbers, uint32_t count) {
    for (uint32_t i = count / 2; i-- > 0;) {
        sift(numbers, i, count);
    }
    for (uint32_t end = count; end > 1;) {
        const uint64_t largest = numbers[0];
        numbers[0] = numbers[--end];
        numbers[end] = largest;
        sift(numbers, 0, end);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i] != 0 && numbers[i] <= NREG_NUMBER_LARGEST && (kept == 0 || numbers[kept - 1] != numbers[i])) {
            numbers[kept++] = numbers[i];
        }
    }
    return kept;
}

/* Whether the root covers a record. Below an Organization its Business must be asked for; the last one is remembered.
 */
static nreg_code is_visible(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root,
                            const nreg_record *record, nreg_scope *business, int *visible, nreg_error *error) {
    const nreg_place place = nreg_place_of_record(record);
    if (root->level == NREG_LEVEL_ORGANIZATION && business->id != record->business) {
        const nreg_code code = nreg_scope_load(access, tx, record->business, business, error);
        if (code == NREG_NOT_FOUND) {
            memset(business, 0, sizeof *business); /* of nobody, so not of this Organization */
        } else if (code != NREG_OK) {
            return code;
        }
    }
    *visible = nreg_root_covers_place(root, &place, business->organization);
    return NREG_OK;
}

static uint32_t position_of(const uint64_t *numbers, uint32_t count, uint64_t number) {
    uint32_t low = 0, high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (numbers[middle] < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && numbers[low] == number ? low : count;
}

typedef struct lookup {
    uint64_t *numbers; /* sorted, unique */
    nreg_record *records;
    uint8_t *answers;
    uint32_t count;
} lookup;

static nreg_code fetch_visible(const nreg_access *access, lookup *work, nreg_error *error) {
    nreg_transaction tx;
    nreg_scope root, business;
    memset(&business, 0, sizeof business);
    nreg_code code = begin(access, &tx, &root, error);
    if (code != NREG_OK) {
        return code;
    }
    code = nreg_transaction_fetch(&tx, work->numbers, work->count, NREG_FETCH_SNAPSHOT, work->records, work->answers,
                                  error);
    for (uint32_t i = 0; code == NREG_OK && i < work->count; i++) {
        if (work->answers[i] != NREG_ROW_OK) {
            continue;
        }
        int visible = 0;
        code = is_visible(access, &tx, &root, &work->records[i], &business, &visible, error);
        work->answers[i] = visible ? NREG_ROW_OK : NREG_ROW_ABSENT;
    }
    nreg_transaction_rollback(&tx);
    return code;
}

nreg_code nreg_listing_look_up(const nreg_access *access, const uint64_t *numbers, uint32_t count, nreg_record *records,
                               uint32_t *found, nreg_error *error) {
    const nreg_allocator *allocator = &access->allocator;
    lookup work = {.numbers = nreg_allocate_array(allocator, count, sizeof *work.numbers),
                   .records = nreg_allocate_array(allocator, count, sizeof *work.records),
                   .answers = nreg_allocate_array(allocator, count, sizeof *work.answers)};
    nreg_code code = NREG_OK;
    if (work.numbers == NULL || work.records == NULL || work.answers == NULL) {
        code = nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory to look up %u numbers.", count);
    } else {
        if (count > 0) {
            memcpy(work.numbers, numbers, count * sizeof *numbers);
        }
        work.count = sort_unique(work.numbers, count);
        code = fetch_visible(access, &work, error);
    }
    uint32_t seen = 0;
    for (uint32_t i = 0; code == NREG_OK && i < count; i++) {
        const uint32_t at = position_of(work.numbers, work.count, numbers[i]);
        if (at < work.count && work.answers[at] == NREG_ROW_OK) {
            records[i] = work.records[at];
            seen++;
        } else {
            memset(&records[i], 0, sizeof records[i]);
        }
    }
    if (code == NREG_OK && found != NULL) {
        *found = seen;
    }
    nreg_release(allocator, work.numbers);
    nreg_release(allocator, work.records);
    nreg_release(allocator, work.answers);
    return code;
}
