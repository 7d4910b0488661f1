/* SPDX-License-Identifier: MIT */
#include "plan_bytes.h"

#include "number/tables.h"

#include <string.h>

static void put32(uint8_t *at, uint32_t value) {
    for (size_t byte = 0; byte < 4; byte++)
        at[byte] = (uint8_t)(value >> 8 * byte);
}

void plan_bytes_seal(uint8_t *bytes, size_t length) {
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t at = PLAN_BYTES_CHECKSUM + 4; at < length; at++) {
        crc ^= bytes[at];
        for (size_t bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    }
    put32(bytes + PLAN_BYTES_CHECKSUM, ~crc);
}

size_t plan_bytes(uint8_t *out) {
    const nreg_plan *p = &nreg_plan_builtin;
    const struct {
        const void *rows;
        size_t size, count;
    } parts[] = {{p->next, sizeof *p->next, p->next_count},
                 {p->prefixes, sizeof *p->prefixes, p->prefix_count},
                 {p->entities, sizeof *p->entities, p->entity_count},
                 {p->lengths, sizeof *p->lengths, p->length_count},
                 {p->countries, sizeof *p->countries, p->country_count},
                 {p->members, sizeof *p->members, p->member_count},
                 {p->labels, sizeof *p->labels, p->label_count},
                 {p->strips, sizeof *p->strips, p->strip_count},
                 {p->layouts, sizeof *p->layouts, p->layout_count},
                 {p->rules, sizeof *p->rules, p->rule_count},
                 {p->groupings, sizeof *p->groupings, p->grouping_count},
                 {p->examples, sizeof *p->examples, p->example_count},
                 {p->example_index, sizeof *p->example_index, p->example_index_count},
                 {p->text, sizeof *p->text, p->text_count},
                 {p->region_index, sizeof *p->region_index, p->region_index_count},
                 {p->country_index, sizeof *p->country_index, p->country_index_count},
                 {p->areas, sizeof *p->areas, p->area_count},
                 {p->area_values, sizeof *p->area_values, p->area_value_count}};
    enum { PARTS = sizeof parts / sizeof *parts };
    memset(out, 0, PLAN_BYTES_MOST);
    memcpy(out, "NREGPLAN", 8);
    put32(out + 8, 3);
    put32(out + 20, p->region_count);
    memcpy(out + 24, p->release, sizeof p->release);
    memcpy(out + 40, p->date, sizeof p->date);
    put32(out + 52, PARTS);
    put32(out + 56, p->fours);
    put32(out + 60, p->eights);
    put32(out + 64, p->full);
    put32(out + 68, p->area_country | p->area_digits << 16);
    size_t at = 72 + 8 * PARTS;
    for (size_t part = 0; part < PARTS; part++) {
        at = (at + 7) & ~(size_t)7;
        put32(out + 72 + 8 * part, (uint32_t)at);
        put32(out + 76 + 8 * part, (uint32_t)parts[part].count);
        memcpy(out + at, parts[part].rows, parts[part].size * parts[part].count);
        at += parts[part].size * parts[part].count;
    }
    put32(out + 16, (uint32_t)at);
    plan_bytes_seal(out, at);
    return at;
}
