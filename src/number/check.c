/* SPDX-License-Identifier: MIT */
/*
 * What registration finds in a number, beyond the verdict: a table of the classes that the North American Numbering
 * Plan sets apart, and the default of each switch. The verdict itself (valid, type, region) is only read here.
 */
#include "number/tables.h"

#include <string.h>

/* clang-format off */

/* The switches and their defaults; every other finding rejects, or warns if it is in `always_warn`. */
enum handling { REJECT, WARN };
static const struct {
    nreg_reason reason;
    enum handling by_default;
} switches[] = {
    {NREG_REASON_UNASSIGNED_AREA_CODE, REJECT}, /* the message names the plan's date */
    {NREG_REASON_RESERVED_EXCHANGE,    REJECT},
    {NREG_REASON_RESERVED_FICTIONAL,   REJECT},
    {NREG_REASON_DIRECTORY_ASSISTANCE, REJECT},
    {NREG_REASON_RESERVED_555,         WARN},
    {NREG_REASON_RESERVED_TOLL_FREE,   REJECT},
    {NREG_REASON_PREMIUM_RATE,         WARN},
    {NREG_REASON_NON_GEOGRAPHIC,       WARN},
    {NREG_REASON_CARRIER_SERVICE,      REJECT},
    {NREG_REASON_GOVERNMENT,           REJECT},
    {NREG_REASON_REPEATED_DIGIT,       REJECT},
    {NREG_REASON_FOREIGN_COUNTRY,      WARN},
    {NREG_REASON_HAS_EXTENSION,        REJECT},
};
static const uint64_t always_warn =
    NREG_REASON_BIT(NREG_REASON_SPREADSHEET_REPAIRED) | NREG_REASON_BIT(NREG_REASON_HAS_LETTERS);

/* Kinds of area code and of exchange. What is not named below is ordinary. */
enum {
    GEOGRAPHIC   = 0x01,
    NO_AREA      = 0x02,
    SERVICE      = 0x04,
    PAY          = 0x08,
    TOLL_FREE    = 0x10, /* 800 itself */
    OVERLAY      = 0x20, /* the newer toll-free codes */
    NEXT_OVERLAY = 0x40,
    CARRIER      = 0x80,
    GOVERNMENT   = 0x100,
    ANY_AREA     = 0x1FF,

    ORDINARY     = 0x01,
    NO_EXCHANGE  = 0x02,
    N11          = 0x04,
    FIVES        = 0x08,
    PLANT        = 0x10,
    PAY_EXCHANGE = 0x20,
    ANY_EXCHANGE = 0x3F
};

#define TEN(n, kind) [n] = kind, [(n) + 1] = kind, [(n) + 2] = kind, [(n) + 3] = kind, [(n) + 4] = kind, \
    [(n) + 5] = kind, [(n) + 6] = kind, [(n) + 7] = kind, [(n) + 8] = kind, [(n) + 9] = kind
#define HUNDRED(n, kind) TEN(n, kind), TEN((n) + 10, kind), TEN((n) + 20, kind), TEN((n) + 30, kind), TEN((n) + 40, kind), \
    TEN((n) + 50, kind), TEN((n) + 60, kind), TEN((n) + 70, kind), TEN((n) + 80, kind), TEN((n) + 90, kind)
#define EVERY_N11(kind) [211] = kind, [311] = kind, [411] = kind, [511] = kind, [611] = kind, [711] = kind, \
    [811] = kind, [911] = kind

static const uint16_t area_kinds[1000] = {
    HUNDRED(0, NO_AREA), HUNDRED(100, NO_AREA), EVERY_N11(NO_AREA),
    TEN(290, NO_AREA), TEN(390, NO_AREA), TEN(490, NO_AREA), TEN(590, NO_AREA), /* N9X: for expansion */
    TEN(690, NO_AREA), TEN(790, NO_AREA), TEN(890, NO_AREA), TEN(990, NO_AREA),
    TEN(370, NO_AREA), TEN(960, NO_AREA), [555] = NO_AREA,
    [500] = SERVICE, [521] = SERVICE, [522] = SERVICE, [523] = SERVICE, [524] = SERVICE, [525] = SERVICE,
    [526] = SERVICE, [527] = SERVICE, [528] = SERVICE, [529] = SERVICE, [533] = SERVICE, [544] = SERVICE,
    [566] = SERVICE, [577] = SERVICE, [588] = SERVICE,
    [600] = SERVICE, [622] = SERVICE, [633] = SERVICE, [644] = SERVICE, [655] = SERVICE, [677] = SERVICE,
    [688] = SERVICE, /* in Canada */
    [700] = CARRIER, [710] = GOVERNMENT, [900] = PAY,
    [800] = TOLL_FREE, [833] = OVERLAY, [844] = OVERLAY, [855] = OVERLAY, [866] = OVERLAY, [877] = OVERLAY,
    [888] = OVERLAY,
    [822] = NEXT_OVERLAY, [880] = NEXT_OVERLAY, [881] = NEXT_OVERLAY, [882] = NEXT_OVERLAY, [883] = NEXT_OVERLAY,
    [884] = NEXT_OVERLAY, [885] = NEXT_OVERLAY, [886] = NEXT_OVERLAY, [887] = NEXT_OVERLAY, [889] = NEXT_OVERLAY,
};

static const uint8_t exchange_kinds[1000] = {
    HUNDRED(0, NO_EXCHANGE), HUNDRED(100, NO_EXCHANGE), EVERY_N11(N11),
    [555] = FIVES, [950] = PLANT, [958] = PLANT, [959] = PLANT, [976] = PAY_EXCHANGE,
};

/* The classes. All that fit are found. EXPLAINS: the plan cannot be expected to have such a number, so its not being
   valid needs no reason of its own. */
enum { EXPLAINS = 1, EXPLAINS_AREA = 2 };
static const struct class {
    uint16_t areas;
    uint16_t exchanges;
    uint16_t first_line, last_line;
    nreg_reason reason;
    uint32_t explains;
} classes[] = {
    {NO_AREA,      ANY_EXCHANGE, 0, 9999, NREG_REASON_BAD_AREA_CODE,      EXPLAINS | EXPLAINS_AREA},
    {NEXT_OVERLAY, ANY_EXCHANGE, 0, 9999, NREG_REASON_RESERVED_TOLL_FREE, EXPLAINS | EXPLAINS_AREA},
    {CARRIER,      ANY_EXCHANGE, 0, 9999, NREG_REASON_CARRIER_SERVICE,    EXPLAINS | EXPLAINS_AREA},
    {GOVERNMENT,   ANY_EXCHANGE, 0, 9999, NREG_REASON_GOVERNMENT,         EXPLAINS | EXPLAINS_AREA},
    {SERVICE,      ANY_EXCHANGE, 0, 9999, NREG_REASON_NON_GEOGRAPHIC,     0},
    {PAY,          ANY_EXCHANGE, 0, 9999, NREG_REASON_PREMIUM_RATE,       0},
    {GEOGRAPHIC,   PAY_EXCHANGE, 0, 9999, NREG_REASON_PREMIUM_RATE,       0},
    {ANY_AREA,     NO_EXCHANGE,  0, 9999, NREG_REASON_BAD_EXCHANGE,       EXPLAINS},
    /* Toll-free numbers such as 800-411-xxxx exist. */
    {ANY_AREA & ~(TOLL_FREE | OVERLAY), N11, 0, 9999, NREG_REASON_BAD_EXCHANGE, EXPLAINS},
    {GEOGRAPHIC,   PLANT,        0,    9999, NREG_REASON_RESERVED_EXCHANGE,    EXPLAINS},
    {GEOGRAPHIC,   FIVES,        100,  199,  NREG_REASON_RESERVED_FICTIONAL,   EXPLAINS},
    {GEOGRAPHIC,   FIVES,        1212, 1212, NREG_REASON_DIRECTORY_ASSISTANCE, EXPLAINS},
    {GEOGRAPHIC,   FIVES,        0,    99,   NREG_REASON_RESERVED_555,         0},
    {GEOGRAPHIC,   FIVES,        200,  1211, NREG_REASON_RESERVED_555,         0},
    {GEOGRAPHIC,   FIVES,        1213, 9999, NREG_REASON_RESERVED_555,         0},
    {TOLL_FREE,    FIVES,        199,  199,  NREG_REASON_RESERVED_FICTIONAL,   EXPLAINS},
    {TOLL_FREE,    FIVES,        1212, 1212, NREG_REASON_DIRECTORY_ASSISTANCE, EXPLAINS},
    {OVERLAY,      FIVES,        0,    9999, NREG_REASON_RESERVED_555,         0},
};
/* clang-format on */

enum { NANP = 1, NANP_DIGITS = 10, NANP_LOCAL_DIGITS = 7 };

static uint64_t bit(nreg_reason reason) {
    return NREG_REASON_BIT(reason);
}

/* Whether some `left` digits lead from here to a valid number. */
static int leads_to_valid(const nreg_plan *plan, uint32_t value, uint32_t left) {
    if (value >= NREG_LABEL) {
        const nreg_plan_label *label = &plan->labels[value - NREG_LABEL];
        return label->valid[0] != 0 || label->valid[1] != 0;
    }
    for (uint32_t digit = 0; left > 0 && digit < 10; digit++) {
        if (leads_to_valid(plan, nreg_plan_step(plan, value, digit), left - 1)) {
            return 1;
        }
    }
    return 0;
}

/* Whether the plan knows any number that begins with this area code. */
static int area_is_assigned(const nreg_plan *plan, uint32_t area) {
    uint8_t index = plan->country_index[NANP];
    if (index == NREG_NO_COUNTRY) {
        return 0;
    }
    nreg_plan_run run = plan->countries[index].verdict;
    if (NANP_DIGITS < run.low || NANP_DIGITS > run.high) {
        return 0;
    }
    uint32_t value = plan->next[run.run + NANP_DIGITS - run.low];
    for (uint32_t place = 100; value < NREG_LABEL && place > 0; place /= 10) {
        value = nreg_plan_step(plan, value, area / place % 10);
    }
    return leads_to_valid(plan, value, NANP_DIGITS - 3);
}

static uint64_t nanp_findings(const nreg_plan *plan, const nreg_number *number) {
    uint32_t area = (uint32_t)(number->national / 10000000), exchange = (uint32_t)(number->national / 10000 % 1000),
             line = (uint32_t)(number->national % 10000);
    uint32_t area_kind = area_kinds[area] != 0 ? area_kinds[area] : GEOGRAPHIC;
    uint32_t exchange_kind = exchange_kinds[exchange] != 0 ? exchange_kinds[exchange] : ORDINARY;
    uint64_t findings = 0;
    uint32_t explained = 0;
    if (area_kind != GEOGRAPHIC || exchange_kind != ORDINARY) {
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
            const struct class *class = &classes[i];
            if ((class->areas & area_kind) != 0 && (class->exchanges & exchange_kind) != 0 &&
                line >= class->first_line && line <= class->last_line) {
                findings |= bit(class->reason);
                explained |= class->explains;
            }
        }
    }
    if (number->national % 1111111111 == 0 && number->national != 8888888888) {
        findings |= bit(NREG_REASON_REPEATED_DIGIT);
        explained |= EXPLAINS;
    }
    if (!number->valid) {
        if ((explained & EXPLAINS_AREA) == 0 && !area_is_assigned(plan, area)) {
            findings |= bit(NREG_REASON_UNASSIGNED_AREA_CODE);
        } else if (explained == 0) {
            findings |= bit(NREG_REASON_NOT_IN_PLAN);
        }
    }
    return findings;
}

static uint64_t unparsed_reason(const nreg_number *number) {
    switch (number->parse) {
    case NREG_PARSE_INVALID_COUNTRY_CODE:
        return bit(NREG_REASON_BAD_COUNTRY);
    case NREG_PARSE_TOO_SHORT_AFTER_IDD:
    case NREG_PARSE_TOO_SHORT_NSN:
        return bit(NREG_REASON_TOO_SHORT);
    case NREG_PARSE_TOO_LONG:
        return bit(NREG_REASON_TOO_LONG);
    default:
        return bit(NREG_REASON_NOT_A_NUMBER);
    }
}

static uint64_t length_reason(const nreg_number *number) {
    if (number->calling_code == NANP && number->valid && number->national_digits != NANP_DIGITS) {
        /* The plan also knows short numbers that are dialled without area code, such as 310-xxxx in Canada. */
        return bit(number->national_digits == NANP_LOCAL_DIGITS ? NREG_REASON_AREA_CODE_MISSING
                                                                : NREG_REASON_BAD_LENGTH);
    }
    if (number->valid) {
        return 0;
    }
    switch (number->possible) {
    case NREG_POSSIBLE:
        return 0;
    case NREG_POSSIBLE_LOCAL_ONLY:
        return bit(NREG_REASON_AREA_CODE_MISSING);
    case NREG_POSSIBLE_INVALID_COUNTRY_CODE:
        return bit(NREG_REASON_BAD_COUNTRY);
    case NREG_POSSIBLE_TOO_SHORT:
        return bit(NREG_REASON_TOO_SHORT);
    case NREG_POSSIBLE_TOO_LONG:
        return bit(NREG_REASON_TOO_LONG);
    default:
        return bit(NREG_REASON_BAD_LENGTH);
    }
}

/* Only a number written with its country code can belong to another country than its default region. */
static int is_foreign(const nreg_plan *plan, const nreg_number *number) {
    if ((number->source != NREG_SOURCE_PLUS && number->source != NREG_SOURCE_IDD) ||
        number->default_region[0] == '\0') {
        return 0;
    }
    uint32_t home = nreg_plan_calling_code(plan, number->default_region);
    return home != 0 && home != number->calling_code;
}

static uint64_t parsed_findings(const nreg_plan *plan, const nreg_number *number) {
    uint64_t findings = length_reason(number);
    if (number->calling_code == NANP && number->national_digits == NANP_DIGITS && number->national < 10000000000) {
        findings |= nanp_findings(plan, number);
    } else if (!number->valid && findings == 0) {
        findings |= bit(NREG_REASON_NOT_IN_PLAN);
    }
    if (number->e164 == 0) {
        findings |= bit(NREG_REASON_BEYOND_E164);
    }
    if (number->type == NREG_TYPE_PREMIUM_RATE) {
        findings |= bit(NREG_REASON_PREMIUM_RATE);
    }
    if ((number->notes & NREG_NOTE_EXTENSION) != 0) {
        findings |= bit(NREG_REASON_HAS_EXTENSION);
    }
    if ((number->notes & NREG_NOTE_LETTERS) != 0) {
        findings |= bit(NREG_REASON_HAS_LETTERS);
    }
    if (is_foreign(plan, number)) {
        findings |= bit(NREG_REASON_FOREIGN_COUNTRY);
    }
    return findings;
}

static uint64_t all_findings(const nreg_plan *plan, const nreg_number *number) {
    uint64_t findings = 0;
    if ((number->notes & NREG_NOTE_SPREADSHEET_DAMAGE) != 0) {
        return bit(NREG_REASON_SPREADSHEET_DAMAGE);
    }
    if ((number->notes & NREG_NOTE_SPREADSHEET_REPAIRED) != 0) {
        findings |= bit(NREG_REASON_SPREADSHEET_REPAIRED);
    }
    if ((number->notes & NREG_NOTE_BAD_TEXT) != 0) {
        findings |= bit(NREG_REASON_BAD_TEXT);
    }
    if (number->parse == NREG_PARSE_OK) {
        return findings | parsed_findings(plan, number);
    }
    if ((findings & bit(NREG_REASON_BAD_TEXT)) != 0) {
        return findings;
    }
    return findings | (number->state == NREG_STATE_EMPTY ? bit(NREG_REASON_EMPTY) : unparsed_reason(number));
}

void nreg_number_rules_init(nreg_number_rules *rules) {
    if (rules == NULL) {
        return;
    }
    memset(rules, 0, sizeof *rules);
    rules->struct_size = (uint32_t)sizeof *rules;
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        *(switches[i].by_default == REJECT ? &rules->reject : &rules->warn) |= bit(switches[i].reason);
    }
}

nreg_code nreg_number_check(const nreg_plan *plan, const nreg_number *number, const nreg_number_rules *rules,
                            uint64_t *reasons, uint64_t *warnings) {
    nreg_number_rules defaults;
    if (number == NULL || reasons == NULL || (rules != NULL && rules->struct_size < sizeof *rules)) {
        return NREG_INVALID_ARGUMENT;
    }
    uint64_t findings = all_findings(nreg_plan_or_builtin(plan), number), rejected = 0, warned = 0;
    if (findings != 0) {
        if (rules == NULL) {
            nreg_number_rules_init(&defaults);
            rules = &defaults;
        }
        uint64_t fixed = ~(NREG_NUMBER_SWITCHES | always_warn);
        rejected = findings & (fixed | (rules->reject & NREG_NUMBER_SWITCHES));
        warned = findings & ~rejected & (always_warn | (rules->warn & NREG_NUMBER_SWITCHES));
    }
    *reasons = rejected;
    if (warnings != NULL) {
        *warnings = warned;
    }
    return NREG_OK;
}
