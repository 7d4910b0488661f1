/* SPDX-License-Identifier: MIT */
/* Exports: what a list shows, written to a file, in pieces. */
#include "filters.h"

#include <numberreg/export.h>

#include <stdio.h>
#include <string.h>

enum { EXPORT_MAX = 64 * 1024 };

typedef struct sheet {
    char text[EXPORT_MAX];
    size_t length;
} sheet;

static nreg_code take(const void *data, size_t length, void *context) {
    sheet *s = context;
    if (length >= sizeof s->text - s->length) {
        return NREG_FULL;
    }
    memcpy(s->text + s->length, data, length);
    s->length += length;
    s->text[s->length] = '\0';
    return NREG_OK;
}

static void expect_line(run *r, const nreg_record *record, const sheet *s) {
    char path[NREG_PATH_SIZE];
    char line[NREG_PATH_SIZE + 128];
    nreg_purpose purpose;
    purpose.struct_size = (uint32_t)sizeof purpose;
    (void)nreg_purpose_get(r->registry, record->purpose, &purpose, &r->error);
    model_path(r->m, model_holder(record), path);
    snprintf(line, sizeof line, "\n+%llu,%s,%s,%s\r\n", (unsigned long long)record->number, purpose.code,
             nreg_status_name(record->status), path);
    if (strstr(s->text, line) == NULL) {
        differ(r, "an export lacks the line %s", line + 1);
    }
}

void look_export(run *r, dice *d) {
    static sheet s;
    if ((r->groups & NREG_GROUP_SCOPES) == 0 || !rarely(d, 4)) {
        return;
    }
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    const uint64_t root = root_of(r, who);
    nreg_record_filter f;
    draw_filter(r, d, slot, &f);
    nreg_export_options options;
    nreg_export_options_init(&options);
    options.columns = NREG_COLUMN_NUMBER | NREG_COLUMN_PURPOSE_CODE | NREG_COLUMN_STATUS | NREG_COLUMN_SCOPE;
    options.header = 0;
    options.max_rows = 1 + pick(d, 12);
    const nreg_code code = filter_code(r, root, &f);
    const nreg_sink sink = {take, &s};
    nreg_record_cursor cursor;
    memset(&cursor, 0, sizeof cursor);
    nreg_session *session = session_of(r, who);
    uint64_t written = 0;
    s.length = 0;
    (void)take("\n", 1, &s);
    for (uint32_t more = 1, calls = 0; more && !r->failed && calls < 1000; calls++) {
        const size_t before = s.length;
        uint64_t rows = 0;
        nreg_code got;
        do {
            s.length = before;
            got = nreg_export_records(session, &f, &options, &cursor, &sink, &rows, &more, &r->error);
        } while (once_more(r, got));
        if (!same_code(r, "export", code, got) || got != NREG_OK) {
            break;
        }
        written += rows;
    }
    nreg_session_close(session);
    uint32_t count = 0;
    for (uint32_t i = 0; code == NREG_OK && i < r->m->record_count && !r->failed; i++) {
        if (filter_passes(r, root, &f, &r->m->records[i])) {
            expect_line(r, &r->m->records[i], &s);
            count++;
        }
    }
    (void)same_number(r, "rows exported", count, written);
}
