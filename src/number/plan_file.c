/* SPDX-License-Identifier: MIT */
/* Loading a plan: the file's sections become the tables, after every value in them has been checked. */
#include "base/error.h"
#include "base/memory.h"
#include "number/plan.h"
#include "number/plan_check.h"
#include "number/tables.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { FORMAT_VERSION = 3, SECTIONS = 18, MOST_BYTES = 1 << 24 };

/* See generator/plan_file.py. */
typedef struct file_header {
    char magic[8];
    uint32_t version;
    uint32_t checksum; /* CRC-32 of everything behind it. */
    uint32_t size;
    uint32_t region_count;
    char release[16];
    char date[12];
    uint32_t section_count;
    uint32_t fours;
    uint32_t eights;
    uint32_t full;
    uint16_t area_country;
    uint16_t area_digits;
    struct {
        uint32_t offset;
        uint32_t count;
    } sections[SECTIONS];
} file_header;

_Static_assert(sizeof(file_header) == 72 + 8 * SECTIONS, "the header has no padding");
_Static_assert(sizeof(nreg_plan_entity) == 18 && sizeof(nreg_plan_country) == 16, "rows have no padding");
_Static_assert(sizeof(nreg_plan_label) == 6 && sizeof(nreg_plan_strip) == 12, "rows have no padding");
_Static_assert(sizeof(nreg_plan_run) == 4 && sizeof(nreg_plan_layout) == 4 && sizeof(nreg_plan_rule) == 4 &&
                   sizeof(nreg_plan_grouping) == 6,
               "rows have no padding");

/* The plan comes first, so that a pointer to it is a pointer to the whole. */
typedef struct loaded_plan {
    nreg_plan plan;
    nreg_allocator allocator;
    atomic_size_t references;
    uint64_t bytes[]; /* The file. */
} loaded_plan;

static uint32_t crc32_of(const unsigned char *bytes, size_t length) {
    static const uint32_t nibbles[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
                                         0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                         0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t at = 0; at < length; at++) {
        crc ^= bytes[at];
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }
    return ~crc;
}

/* Points the plan's tables into the file. 0 if a section does not lie within it. */
static int attach(const file_header *header, const unsigned char *bytes, nreg_plan *plan) {
    const struct {
        void *table; /* The plan's pointer. */
        size_t size;
        uint32_t *count;
    } parts[SECTIONS] = {
        {&plan->next, sizeof *plan->next, &plan->next_count},
        {&plan->prefixes, sizeof *plan->prefixes, &plan->prefix_count},
        {&plan->entities, sizeof *plan->entities, &plan->entity_count},
        {&plan->lengths, sizeof *plan->lengths, &plan->length_count},
        {&plan->countries, sizeof *plan->countries, &plan->country_count},
        {&plan->members, sizeof *plan->members, &plan->member_count},
        {&plan->labels, sizeof *plan->labels, &plan->label_count},
        {&plan->strips, sizeof *plan->strips, &plan->strip_count},
        {&plan->layouts, sizeof *plan->layouts, &plan->layout_count},
        {&plan->rules, sizeof *plan->rules, &plan->rule_count},
        {&plan->groupings, sizeof *plan->groupings, &plan->grouping_count},
        {&plan->examples, sizeof *plan->examples, &plan->example_count},
        {&plan->example_index, sizeof *plan->example_index, &plan->example_index_count},
        {&plan->text, sizeof *plan->text, &plan->text_count},
        {&plan->region_index, sizeof *plan->region_index, &plan->region_index_count},
        {&plan->country_index, sizeof *plan->country_index, &plan->country_index_count},
        {&plan->areas, sizeof *plan->areas, &plan->area_count},
        {&plan->area_values, sizeof *plan->area_values, &plan->area_value_count},
    };
    for (size_t at = 0; at < SECTIONS; at++) {
        uint32_t offset = header->sections[at].offset, count = header->sections[at].count;
        if (offset % 8 != 0 || offset < sizeof *header || offset > header->size || count == 0 ||
            count > (header->size - offset) / parts[at].size)
            return 0;
        const void *start = bytes + offset;
        /* Pointers of many types, which all look alike. */
        memcpy(parts[at].table, &start, sizeof start);
        *parts[at].count = count;
    }
    plan->region_count = header->region_count;
    plan->area_country = header->area_country;
    plan->area_digits = header->area_digits;
    plan->fours = header->fours;
    plan->eights = header->eights;
    plan->full = header->full;
    memcpy(plan->release, header->release, sizeof plan->release);
    memcpy(plan->date, header->date, sizeof plan->date);
    return 1;
}

nreg_code nreg_plan_load(const void *data, size_t length, nreg_plan **plan, nreg_error *error) {
    nreg_error_clear(error);
    if (!plan || (!data && length))
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "nreg_plan_load needs the file's bytes and a place for the plan.");
    static const uint16_t probe = 1;
    file_header header;
    if (length < sizeof header || memcmp(data, "NREGPLAN", 8) != 0)
        return nreg_error_set(error, NREG_BAD_FORMAT, "This is no plan file: it does not begin with NREGPLAN.");
    memcpy(&header, data, sizeof header);
    if (*(const unsigned char *)&probe != 1)
        return nreg_error_set(error, NREG_INCOMPATIBLE, "Plan files can be loaded on little-endian machines only.");
    if (header.version != FORMAT_VERSION)
        return nreg_error_set(
            error, NREG_INCOMPATIBLE,
            "The plan file has format version %u, this library reads %u; use a plan file made for it.",
            (unsigned)header.version, (unsigned)FORMAT_VERSION);
    if (header.size != length || length > MOST_BYTES || header.section_count != SECTIONS)
        return nreg_error_set(error, NREG_CORRUPT, "The plan file is %zu bytes long and says %u; fetch it again.",
                              length, (unsigned)header.size);
    size_t checked = offsetof(file_header, size);
    if (crc32_of((const unsigned char *)data + checked, length - checked) != header.checksum)
        return nreg_error_set(error, NREG_CORRUPT, "The plan file's checksum is wrong; fetch it again.");
    nreg_allocator allocator;
    (void)nreg_allocator_resolve(NULL, &allocator);
    loaded_plan *loaded = nreg_allocate_zeroed(&allocator, sizeof *loaded + length);
    if (!loaded)
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for a plan of %zu bytes.", length);
    memcpy(loaded->bytes, data, length);
    loaded->allocator = allocator;
    atomic_init(&loaded->references, 1);
    const char *wrong = "sections";
    nreg_code code = attach(&header, (const unsigned char *)loaded->bytes, &loaded->plan)
                         ? nreg_plan_check(&loaded->plan, &allocator, &wrong)
                         : NREG_CORRUPT;
    if (code != NREG_OK) {
        nreg_release(&allocator, loaded);
        return code == NREG_NO_MEMORY
                   ? nreg_error_set(error, code, "There is no memory to check a plan.")
                   : nreg_error_set(error, code, "The plan file's %s do not hold together; fetch it again.", wrong);
    }
    *plan = &loaded->plan;
    return NREG_OK;
}

/* The whole content of a file, into memory that the caller releases. */
static nreg_code read_file(FILE *file, const nreg_allocator *allocator, unsigned char **bytes, size_t *length) {
    size_t capacity = 0, used = 0;
    void *buffer = NULL;
    for (;;) {
        if (used > MOST_BYTES)
            break;
        if (!nreg_array_reserve(allocator, &buffer, &capacity, used + (1 << 16), 1)) {
            nreg_release(allocator, buffer);
            return NREG_NO_MEMORY;
        }
        size_t got = fread((unsigned char *)buffer + used, 1, capacity - used, file);
        used += got;
        if (got == 0)
            break;
    }
    if (ferror(file)) {
        nreg_release(allocator, buffer);
        return NREG_IO;
    }
    *bytes = buffer;
    *length = used;
    return NREG_OK;
}

nreg_code nreg_plan_load_file(const char *path, nreg_plan **plan, nreg_error *error) {
    nreg_error_clear(error);
    if (!path || !plan)
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "nreg_plan_load_file needs a file name and a place for the plan.");
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (!file) {
        nreg_code code = errno == ENOENT ? NREG_NOT_FOUND : NREG_IO;
        int32_t system = errno;
        (void)nreg_error_set(error, code, "The plan file %s cannot be opened.", path);
        nreg_error_set_system(error, system);
        return code;
    }
    nreg_allocator allocator;
    (void)nreg_allocator_resolve(NULL, &allocator);
    unsigned char *bytes = NULL;
    size_t length = 0;
    nreg_code code = read_file(file, &allocator, &bytes, &length);
    int32_t system = errno;
    (void)fclose(file);
    if (code == NREG_NO_MEMORY)
        return nreg_error_set(error, code, "There is no memory to read the plan file %s.", path);
    if (code != NREG_OK) {
        (void)nreg_error_set(error, code, "The plan file %s cannot be read.", path);
        nreg_error_set_system(error, system);
        return code;
    }
    code = nreg_plan_load(bytes, length, plan, error);
    nreg_release(&allocator, bytes);
    return code;
}

nreg_plan *nreg_plan_retain(nreg_plan *plan) {
    if (plan && plan != &nreg_plan_builtin)
        atomic_fetch_add_explicit(&((loaded_plan *)plan)->references, 1, memory_order_relaxed);
    return plan;
}

void nreg_plan_free(nreg_plan *plan) {
    loaded_plan *loaded = (loaded_plan *)plan;
    if (!plan || plan == &nreg_plan_builtin ||
        atomic_fetch_sub_explicit(&loaded->references, 1, memory_order_acq_rel) != 1)
        return;
    nreg_allocator allocator = loaded->allocator;
    nreg_release(&allocator, loaded);
}
