/* SPDX-License-Identifier: MIT */
/*
 * The fixed tree and the fixed list of numbers that steps draw from: two Organizations, four Businesses (two of the
 * first, one of the second, one of none), two Units in each, two Programs in each of those.
 */
#include "run.h"

#include <stdio.h>
#include <string.h>

enum { BUSINESSES = 2, UNITS = 6, PROGRAMS = 14 }; /* first slot of each level */

uint32_t slot_parent(uint32_t slot) {
    static const uint32_t of_business[4] = {0, 0, 1, SLOTS};
    return slot < BUSINESSES ? SLOTS
           : slot < UNITS    ? of_business[slot - BUSINESSES]
           : slot < PROGRAMS ? BUSINESSES + (slot - UNITS) / 2
                             : UNITS + (slot - PROGRAMS) / 2;
}

uint32_t draw_slot(dice *d) {
    const uint32_t level = pick(d, 16);
    /* Mostly within the first Business, so that steps meet each other. */
    static const uint32_t near[] = {2, 2, 6, 7, 14, 15, 16, 17, 14, 15};
    if (level < 9) {
        return near[pick(d, 10)];
    }
    return level == 9   ? pick(d, UNITS)
           : level < 13 ? UNITS + pick(d, PROGRAMS - UNITS)
                        : PROGRAMS + pick(d, SLOTS - PROGRAMS);
}

uint32_t draw_who(dice *d, uint32_t slot) {
    if (rarely(d, 4)) {
        return OPERATOR;
    }
    if (rarely(d, 12)) {
        return draw_slot(d);
    }
    for (uint32_t up = pick(d, 4); up > 0 && slot_parent(slot) != SLOTS; up--) {
        slot = slot_parent(slot);
    }
    return slot;
}

uint64_t scope_of(const run *r, uint32_t slot) {
    return r->scope_at[slot] != 0 ? r->scope_at[slot] : 4711 + slot;
}

uint64_t root_of(const run *r, uint32_t who) {
    return who == OPERATOR ? 0 : scope_of(r, who);
}

uint32_t place_of(const run *r, uint64_t scope) {
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        if (r->scope_at[slot] == scope) {
            return slot;
        }
    }
    return 2;
}

const char *name_of(uint32_t who) {
    static char names[SLOTS + 1][8];
    if (who == OPERATOR) {
        return "op";
    }
    snprintf(names[who], sizeof names[who], "u%u", who);
    return names[who];
}

nreg_session *session_of(run *r, uint32_t who) {
    nreg_session *session = NULL;
    const nreg_code code =
        who == OPERATOR
            ? nreg_session_open_operator(r->registry, name_of(who), NREG_NUL, NULL, 0, &session, &r->error)
            : nreg_session_open(r->registry, root_of(r, who), name_of(who), NREG_NUL, NULL, 0, &session, &r->error);
    (void)same_code(r, "opening a session", NREG_OK, code);
    return session;
}

/* Numbers of several types and regions; the last ones are doubtful or no numbers at all. */
static const char *const written[] = {
    "5012149020",    "5012149021", "5012149022", "5012149023",     "5012149024",   "5012149025",
    "5012149026",    "5012149027", "5012149028", "5012149029",     "2012149020",   "2012149021",
    "3015550123",    "8002149020", "8002149021", "9002149020",     "5002149020",   "+44 20 7031 3000",
    "+49 30 123456", "4162149020", "8882149029", "(501) 214-9020", "501.214.9021", "+1 501 214 9022",
    "501 214 902",   "",           "hello",      "5552149020"};

enum { WRITTEN = sizeof written / sizeof *written, NUMBERS = 20 };

void draw_number(dice *d, char text[TEXT_MAX]) {
    snprintf(text, TEXT_MAX, "%s", written[rarely(d, 3) ? pick(d, WRITTEN) : pick(d, 12)]);
}

const char *draw_region(dice *d) {
    static const char *const regions[] = {"US", "CA", "GB", "DE"};
    return rarely(d, 6) ? regions[pick(d, 4)] : "";
}

uint64_t number_at(uint32_t index) {
    nreg_number number;
    (void)nreg_number_read(NULL, written[index % NUMBERS], NREG_NUL, "US", NREG_READ_TEXT, &number);
    return number.e164;
}

uint32_t draw_purpose(dice *d) {
    static const uint32_t purposes[] = {NREG_PURPOSE_CUSTOMER_SERVICE,
                                        NREG_PURPOSE_CUSTOMER_SERVICE,
                                        NREG_PURPOSE_SURVEY,
                                        NREG_PURPOSE_CHARITY,
                                        NREG_PURPOSE_DO_NOT_ORIGINATE,
                                        OWN_DNO,
                                        RETIRED,
                                        UNKNOWN,
                                        0};
    return purposes[rarely(d, 3) ? pick(d, 9) : pick(d, 3)];
}
