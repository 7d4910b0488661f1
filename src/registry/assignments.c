/* SPDX-License-Identifier: MIT */
/* Where one number is in use. */
#include "registry/listing.h"
#include "registry/sorted.h"
#include "scope/scopes.h"

#include <string.h>

static nreg_code not_found(nreg_error *error) {
    return nreg_error_set(error, NREG_NOT_FOUND, "The number is not registered, or not where this session may see it.");
}

/* The scope, if there is one there, as the session may see it. */
static nreg_code show(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t id,
                      nreg_scope *scope, nreg_error *error) {
    return id == 0 ? NREG_OK : nreg_scope_look(access, tx, root, id, scope, error);
}

static nreg_code fill(const nreg_access *access, nreg_transaction *tx, const nreg_scope *root, uint64_t number,
                      nreg_assignments *answer, nreg_error *error) {
    uint8_t present = NREG_ROW_ABSENT;
    nreg_record *record = &answer->record;
    nreg_scope business;
    nreg_code code = nreg_transaction_fetch(tx, &number, 1, NREG_FETCH_SNAPSHOT, record, &present, error);
    if (code == NREG_OK && present != NREG_ROW_OK) {
        code = NREG_NOT_FOUND;
    }
    if (code == NREG_OK) {
        code = nreg_scope_load(access, tx, record->business, &business, error);
    }
    const nreg_place place = nreg_place_of_record(record);
    if (code == NREG_NOT_FOUND || (code == NREG_OK && !nreg_root_covers_place(root, &place, business.organization))) {
        return not_found(error);
    }
    if (code == NREG_OK) {
        code = show(access, tx, root, business.organization, &answer->organization, error);
    }
    if (code == NREG_OK) {
        code = show(access, tx, root, record->business, &answer->business, error);
    }
    if (code == NREG_OK) {
        code = show(access, tx, root, record->unit, &answer->unit, error);
    }
    if (code == NREG_OK) {
        code = show(access, tx, root, record->program, &answer->program, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_scope *holder = record->program != 0 ? &answer->program
                               : record->unit != 0  ? &answer->unit
                                                    : &answer->business;
    return nreg_scope_spell(access, tx, holder, answer->path, error);
}

nreg_code nreg_listing_assignments(const nreg_access *access, uint64_t number, nreg_assignments *assignments,
                                   nreg_error *error) {
    nreg_reading reading = {0};
    nreg_scope root;
    nreg_assignments answer;
    while (nreg_access_read(access, &reading, &root, error)) {
        memset(&answer, 0, sizeof answer);
        reading.code = number == 0 || number > NREG_NUMBER_LARGEST
                           ? not_found(error)
                           : fill(access, &reading.tx, &root, number, &answer, error);
    }
    if (reading.code == NREG_OK) {
        answer.struct_size = assignments->struct_size;
        *assignments = answer;
    }
    return reading.code;
}
