/* SPDX-License-Identifier: MIT */
/* A step that stages a batch from a file, commits it, and writes what was rejected in two layouts. */
#include "held.h"

#include <numberreg/export.h>
#include <numberreg/upload.h>

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 2048, ROWS = 8 };

typedef struct file {
    char text[FILE_MAX];
    size_t length;
    size_t at;
} file;

/* A few bytes at a time, as a slow connection does. */
static nreg_code give(void *buffer, size_t capacity, size_t *length, void *context) {
    file *f = context;
    const size_t left = f->length - f->at;
    const size_t most = capacity < 7 ? capacity : 7;
    *length = left < most ? left : most;
    memcpy(buffer, f->text + f->at, *length);
    f->at += *length;
    return NREG_OK;
}

static nreg_code take(const void *data, size_t length, void *context) {
    size_t *taken = context;
    (void)data;
    *taken += length;
    return NREG_OK;
}

static void append(file *f, const char *number, const char *purpose) {
    f->length += (size_t)snprintf(f->text + f->length, sizeof f->text - f->length, "\"%s\",%s\r\n", number, purpose);
}

static const char *code_of(run *r, uint32_t purpose, nreg_purpose *found) {
    found->struct_size = (uint32_t)sizeof *found;
    if (purpose == 0 || purpose == UNKNOWN) {
        return purpose == 0 ? "" : "no such purpose";
    }
    (void)same_code(r, "a call purpose", NREG_OK, nreg_purpose_get(r->registry, purpose, found, &r->error));
    return found->code;
}

static void draw_file(run *r, held *h, dice *d, file *f) {
    append(f, "Phone number", "Call purpose");
    for (uint32_t left = 1 + pick(d, ROWS); left > 0; left--) {
        nreg_purpose found;
        model_entry *e = &h->m->entries[h->m->count++];
        memset(e, 0, sizeof *e);
        do {
            draw_number(d, e->text);
        } while (e->text[0] == '\0'); /* a row with nothing in it would not count */
        const uint32_t purpose = draw_purpose(d);
        append(f, e->text, code_of(r, purpose, &found));
        tell(r, " [\"%s\" purpose %u]", e->text, purpose);
        e->entry = ++h->m->next_entry;
        e->row = e->entry + 1; /* behind the header */
        e->action = h->m->action;
        model_set_purpose(e, purpose);
        model_read(&h->m->policy, e);
    }
}

static uint32_t rejected_of(const model_batch *b) {
    uint32_t rejected = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        rejected += b->outcomes[i].reasons != 0;
    }
    return rejected;
}

/* As many rows as were rejected, whether in the file's own layout or in one that says it all. */
static void write_rejected(run *r, const held *h, file *f) {
    nreg_result *result = NULL;
    nreg_session *session = session_of(r, h->who);
    nreg_code got;
    do {
        got = nreg_batch_result(session, h->m->id, &result, &r->error);
    } while (once_more(r, got));
    nreg_session_close(session);
    if (!same_code(r, "result of an upload", NREG_OK, got)) {
        return;
    }
    const nreg_source source = {give, f};
    size_t taken = 0;
    const nreg_sink sink = {take, &taken};
    uint64_t rows = 0;
    f->at = 0;
    (void)same_code(r, "writing rejected rows", NREG_OK,
                    nreg_upload_rejects(result, &source, NULL, &sink, &rows, &r->error));
    (void)same_number(r, "rejected rows written", rejected_of(h->m), rows);
    (void)same_code(r, "exporting what was rejected", NREG_OK,
                    nreg_export_rejected(result, NULL, &sink, &rows, &r->error));
    (void)same_number(r, "rejected entries exported", rejected_of(h->m), rows);
    nreg_result_free(result);
}

void do_upload(run *r, dice *d) {
    const uint32_t slot = draw_slot(d);
    const uint32_t who = draw_who(d, slot);
    held h = {0};
    file f = {.length = 0};
    tell(r, "upload by %s at s%u:", name_of(who), slot);
    const char *region = draw_region(d);
    tell(r, " region '%s'", region);
    held_new_in(r, &h, who, slot, rarely(d, 2) ? NREG_ACTION_ADD : 1 + pick(d, 4), region);
    draw_file(r, &h, d, &f);
    const nreg_source source = {give, &f};
    nreg_upload_report report;
    report.struct_size = (uint32_t)sizeof report;
    if (same_code(r, "upload", NREG_OK, nreg_upload_read(h.batch, &source, NULL, &report, &r->error))) {
        (void)same_number(r, "rows of a file", h.m->count, report.rows);
        held_look(r, &h);
        nreg_commit_options options;
        held_draw_options(r, d, &options);
        held_preview(r, &h, &options);
        held_commit(r, &h, &options);
        if (!r->failed && h.m->id != 0) {
            write_rejected(r, &h, &f);
        }
    }
    held_free(&h);
}
