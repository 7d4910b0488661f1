/* SPDX-License-Identifier: MIT */
#include "registry/listing.h"

#include "journal/cursor.h"
#include "registry/page.h"
#include "registry/sorted.h"
#include "scope/scopes.h"

#include <string.h>

/* Businesses of an Organization that one page looks into at most; a page then may be short. */
#define BUSINESSES_A_PAGE 256
#define BUSINESSES_A_CALL 16
/* Records read ahead where not all of them will be wanted. */
#define AHEAD 512

int nreg_page_is_open(const nreg_page *page) {
    return page->count < page->capacity && page->looked_at < NREG_LOOKED_AT_MAX;
}

/* Every record that the store finds is wanted. */
static nreg_code fill_straight(nreg_page *page, nreg_error *error) {
    page->more = 1;
    while (page->count < page->capacity && page->more != 0) {
        uint32_t count = 0;
        const nreg_code code =
            nreg_transaction_scan(page->tx, &page->filter, page->at.number, page->capacity - page->count,
                                  page->records + page->count, &count, &page->more, error);
        if (code != NREG_OK) {
            return code;
        }
        page->count += count;
        if (count > 0) {
            page->at.number = page->records[page->count - 1].number;
        }
    }
    return NREG_OK;
}

static nreg_code fill_choosing(nreg_page *page, nreg_record *ahead, nreg_error *error) {
    uint32_t more = 1;
    page->more = 1;
    while (nreg_page_is_open(page) && page->more != 0) {
        uint32_t count = 0, i = 0;
        const nreg_code code =
            nreg_transaction_scan(page->tx, &page->filter, page->at.number, AHEAD, ahead, &count, &more, error);
        if (code != NREG_OK) {
            return code;
        }
        for (; i < count && page->count < page->capacity && page->at.number <= ahead[i].number; i++) {
            page->at.number = ahead[i].number;
            if (nreg_match_accepts(page->match, &ahead[i])) {
                page->records[page->count++] = ahead[i];
            } else {
                page->at.number = nreg_match_leap(page->match, ahead[i].number);
            }
        }
        page->looked_at += i;
        page->more = more != 0 || i < count;
    }
    return NREG_OK;
}

nreg_code nreg_page_by_number(nreg_page *page, nreg_error *error) {
    if (!nreg_match_has_more(page->match)) {
        return fill_straight(page, error);
    }
    const nreg_allocator *allocator = &page->access->allocator;
    nreg_record *ahead = nreg_allocate_array(allocator, AHEAD, sizeof *ahead);
    if (ahead == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is not enough memory for a page of records.");
    }
    const nreg_code code = fill_choosing(page, ahead, error);
    nreg_release(allocator, ahead);
    return code;
}

static nreg_code foreign_cursor(nreg_error *error) {
    return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The cursor is not of this list.");
}

/* Fills the page from one Business of an Organization after the other. */
static nreg_code fill_business(nreg_page *page, nreg_page_fill fill, uint64_t business, nreg_error *error) {
    if (page->at.business != business) {
        page->at = (nreg_record_cursor){.business = business};
    }
    page->filter.business = business;
    return fill(page, error);
}

/* The key after which the Businesses still to come follow; the one the cursor stands in is finished first. */
static nreg_code resume(nreg_page *page, nreg_page_fill fill, const nreg_scope *organization, char after[NREG_KEY_SIZE],
                        nreg_error *error) {
    after[0] = '\0';
    if (page->at.business == 0) {
        return NREG_OK;
    }
    nreg_scope business;
    nreg_code code = nreg_scope_load(page->access, page->tx, page->at.business, &business, error);
    if (code == NREG_NOT_FOUND || (code == NREG_OK && business.parent != organization->id)) {
        return foreign_cursor(error);
    }
    if (code == NREG_OK) {
        memcpy(after, business.key, NREG_KEY_SIZE);
        code = fill_business(page, fill, business.id, error);
    }
    return code;
}

static nreg_code fill_organization(nreg_page *page, nreg_page_fill fill, const nreg_scope *organization,
                                   nreg_error *error) {
    nreg_scope businesses[BUSINESSES_A_CALL];
    char after[NREG_KEY_SIZE];
    nreg_code code = resume(page, fill, organization, after, error);
    uint32_t more = 1;
    for (uint32_t seen = 0; code == NREG_OK && nreg_page_is_open(page) && more != 0 && seen < BUSINESSES_A_PAGE;) {
        uint32_t count = 0, i = 0;
        code = nreg_transaction_scope_list(page->tx, organization->id, after, BUSINESSES_A_CALL, businesses, &count,
                                           &more, error);
        for (; code == NREG_OK && i < count && nreg_page_is_open(page); i++) {
            memcpy(after, businesses[i].key, NREG_KEY_SIZE);
            code = fill_business(page, fill, businesses[i].id, error);
        }
        more |= i < count;
        seen += count;
    }
    /* Whatever stopped the page, what the last Business still has comes first. */
    page->more |= more;
    return code;
}

static nreg_code fill_page(nreg_page *page, const nreg_scope *root, nreg_error *error) {
    const nreg_record_filter *filter = &page->match->filter;
    const nreg_page_fill fill = filter->order == NREG_ORDER_CHANGE ? nreg_page_by_change : nreg_page_by_number;
    nreg_scope scope = *root;
    if (filter->scope != 0) {
        const nreg_code code = nreg_scope_look_inside(page->access, page->tx, root, filter->scope, &scope, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    nreg_match_for_store(page->match, &page->filter);
    if (scope.level == NREG_LEVEL_ORGANIZATION) {
        return filter->only_here ? NREG_OK : fill_organization(page, fill, &scope, error);
    }
    const nreg_place place = nreg_place_of_scope(&scope);
    if (page->at.business != 0 && page->at.business != place.business) {
        return foreign_cursor(error);
    }
    if (scope.level == 0 && filter->only_here) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "`only_here` needs a scope.");
    }
    page->at.business = place.business;
    page->within = scope.level > NREG_LEVEL_BUSINESS ? scope.id : 0;
    page->filter.business = place.business;
    page->filter.unit = place.unit;
    page->filter.program = place.program;
    return fill(page, error);
}

/* The cursor of a list by change hides its position in the journal, which counts everybody's rows. */
static nreg_code open_cursor(const nreg_access *access, const nreg_match *match, nreg_record_cursor *at,
                             nreg_error *error) {
    if (at->business > NREG_ID_MAX) {
        return foreign_cursor(error);
    }
    if (match->filter.order != NREG_ORDER_CHANGE) {
        return at->number > NREG_NUMBER_LARGEST || at->seal != 0 ? foreign_cursor(error) : NREG_OK;
    }
    const nreg_cursor_use use = {NREG_CURSOR_CHANGES, at->business};
    const uint64_t block[2] = {at->number, at->seal};
    return nreg_cursor_reveal(access, &use, block, &at->number, error);
}

static nreg_code close_cursor(const nreg_access *access, const nreg_match *match, nreg_record_cursor *at,
                              nreg_error *error) {
    at->seal = 0;
    if (match->filter.order != NREG_ORDER_CHANGE || at->number == 0) {
        return NREG_OK;
    }
    const nreg_cursor_use use = {NREG_CURSOR_CHANGES, at->business};
    uint64_t block[2];
    const nreg_code code = nreg_cursor_hide(access, &use, at->number, block, error);
    if (code == NREG_OK) {
        at->number = block[0];
        at->seal = block[1];
    }
    return code;
}

/* A page that got on before it was interrupted ends there: one that takes long might else never be read. */
static int has_moved(const nreg_page *page, const nreg_record_cursor *from) {
    return page->at.business != from->business || page->at.number != from->number;
}

nreg_code nreg_listing_page(const nreg_access *access, const nreg_match *match, nreg_record_cursor *cursor,
                            nreg_record *records, uint32_t capacity, uint32_t *count, uint32_t *more,
                            nreg_error *error) {
    nreg_record_cursor from = *cursor;
    nreg_reading reading = {0};
    nreg_scope root;
    nreg_page page;
    nreg_code code = open_cursor(access, match, &from, error);
    if (code != NREG_OK) {
        return code;
    }
    while (nreg_access_read(access, &reading, &root, error)) {
        page = (nreg_page){
            .access = access, .match = match, .tx = &reading.tx, .at = from, .records = records, .capacity = capacity};
        reading.code = fill_page(&page, &root, error);
        if (reading.code == NREG_RETRY && has_moved(&page, &from)) {
            nreg_error_clear(error);
            reading.code = NREG_OK;
            page.more = 1;
        }
    }
    code = reading.code == NREG_OK ? close_cursor(access, match, &page.at, error) : reading.code;
    if (code == NREG_OK) {
        *cursor = page.at;
        *count = page.count;
        *more = page.more;
    }
    return code;
}
