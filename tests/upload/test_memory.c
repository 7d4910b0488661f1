/* SPDX-License-Identifier: MIT */
/* The reader needs as much memory for ten million rows as for a hundred thousand. */
#include "support.h"

#include <sys/resource.h>

typedef struct endless {
    uint64_t rows, at;
    char row[64];
    size_t length, used;
} endless;

static nreg_code generate(void *buffer, size_t capacity, size_t *length, void *context) {
    endless *from = context;
    size_t written = 0;
    while (written < capacity) {
        if (from->used == from->length) {
            if (from->at == from->rows) {
                break;
            }
            uint64_t number = 2000000000 + from->at++;
            for (size_t digit = 10; digit-- > 0; number /= 10) {
                from->row[digit + 1] = (char)('0' + number % 10);
            }
            from->used = 0;
        }
        size_t count = from->length - from->used < capacity - written ? from->length - from->used : capacity - written;
        memcpy((char *)buffer + written, from->row + from->used, count);
        from->used += count;
        written += count;
    }
    *length = written;
    return NREG_OK;
}

static nreg_code count_entries(const nreg_entry_input *inputs, size_t count, void *context, nreg_error *error) {
    (void)inputs;
    (void)error;
    *(uint64_t *)context += count;
    return NREG_OK;
}

static long peak_after(uint64_t rows) {
    endless from = {rows, 0, "\"0000000000\",Customer Service,\"a, b\"\r\n", 0, 0};
    from.length = from.used = strlen(from.row);
    nreg_allocator allocator;
    nreg_upload_options options;
    nreg_columns_basis basis = {NULL, NULL, "US"};
    nreg_source source = {generate, &from};
    uint64_t entries = 0;
    nreg_upload_target target = {count_entries, &entries};
    assert_int_equal(nreg_allocator_resolve(NULL, &allocator), NREG_OK);
    assert_int_equal(nreg_upload_resolve(NULL, &options, NULL), NREG_OK);
    assert_int_equal(nreg_upload_rows(&allocator, &basis, &source, &options, &target, NULL, NULL), NREG_OK);
    assert_true(entries == rows);
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

static void memory_does_not_grow_with_the_file(void **state) {
    (void)state;
    long small = peak_after(100000), large = peak_after(10000000);
    print_message("peak resident set: %ld KiB after 10^5 rows, %ld KiB after 10^7\n", small, large);
    assert_true(large - small <= 64);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_does_not_grow_with_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
