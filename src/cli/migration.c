/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <string.h>

enum { PATH_COLUMNS = 36, INPUT_COLUMNS = 22 };

typedef struct report {
    nreg_migration_counts counts;
    const nreg_migration_scope *scopes;
    const nreg_migration_unknown *unknown;
    const nreg_migration_rejected *rejects;
    uint32_t scope_count, scope_stride;
    uint32_t unknown_count, unknown_stride;
    uint32_t reject_count, reject_stride;
} report;

static report read_report(const nreg_migration *migration) {
    report r;
    memset(&r, 0, sizeof r);
    r.counts.struct_size = sizeof r.counts;
    nreg_migration_summary(migration, &r.counts);
    r.scopes = nreg_migration_scopes(migration, &r.scope_count, &r.scope_stride);
    r.unknown = nreg_migration_unknowns(migration, &r.unknown_count, &r.unknown_stride);
    r.rejects = nreg_migration_rejects(migration, &r.reject_count, &r.reject_stride);
    return r;
}

static const void *at(const void *first, uint32_t stride, uint32_t index) {
    return (const char *)first + (size_t)stride * index;
}

/* One rejected row: the result it stands in, which the caller frees, and its place there. */
static nreg_result *result_of(const nreg_migration *migration, const nreg_migration_rejected *rejected) {
    nreg_result *result = NULL;
    return nreg_migration_result(migration, rejected->scope, &result) == NREG_OK ? result : NULL;
}

static void spell_reasons(const nreg_result *result, const nreg_migration_rejected *rejected, uint64_t reasons,
                          char *text, size_t size) {
    char sentence[NREG_MESSAGE_SIZE];
    nreg_reason reason;
    size_t used = 0;
    text[0] = '\0';
    while ((reason = nreg_reason_first(reasons)) != NREG_REASON_NONE) {
        reasons &= ~NREG_REASON_BIT(reason);
        if (nreg_result_message(result, rejected->outcome, reason, sentence, sizeof sentence) == NREG_OK &&
            used + strlen(sentence) + 2 < size)
            used += (size_t)snprintf(text + used, size - used, "%s%s", used == 0 ? "" : " ", sentence);
    }
}

/* --- text */

static void print_scope(FILE *file, const char *path, const nreg_migration_scope *scope) {
    cli_show_text(file, path, strlen(path), PATH_COLUMNS);
    fprintf(file, " %9u %9u %9u %9u%s\n", scope->rows, scope->imported, scope->rejected, scope->already,
            scope->replayed ? "  done before" : "");
}

static void print_scopes(FILE *file, const report *r) {
    nreg_migration_scope total;
    memset(&total, 0, sizeof total);
    cli_show_text(file, "Scope", 5, PATH_COLUMNS);
    fprintf(file, " %9s %9s %9s %9s\n", "Rows", "Imported", "Rejected", "Already");
    for (uint32_t i = 0; i < r->scope_count; i++) {
        const nreg_migration_scope *scope = at(r->scopes, r->scope_stride, i);
        print_scope(file, scope->scope == 0 ? "(unknown)" : scope->path, scope);
    }
    total.rows = r->counts.rows;
    total.imported = r->counts.imported;
    total.rejected = r->counts.rejected;
    total.already = r->counts.already;
    print_scope(file, "Total", &total);
}

static void print_statuses(FILE *file, const nreg_migration_counts *counts) {
    const uint32_t numbers[] = {
        0, counts->pending, counts->needs_proof, counts->active, counts->suspended, counts->declined};
    const char *between = "Imported as ";
    for (uint32_t status = NREG_STATUS_PENDING; status <= NREG_STATUS_DECLINED; status++) {
        if (numbers[status] > 0) {
            fprintf(file, "%s%s: %u", between, nreg_status_name(status), numbers[status]);
            between = ", ";
        }
    }
    if (counts->imported > 0)
        fputc('\n', file);
    if (counts->dno > 0)
        fprintf(file, "Do Not Originate: %u\n", counts->dno);
    if (counts->warned > 0)
        fprintf(file, "Rows with warnings: %u\n", counts->warned);
}

static void print_unknown(FILE *file, const report *r) {
    if (r->unknown_count > 0)
        fprintf(file, "Unknown Scopes (%u)\n", r->unknown_count);
    for (uint32_t i = 0; i < r->unknown_count; i++) {
        const nreg_migration_unknown *unknown = at(r->unknown, r->unknown_stride, i);
        const char *name = unknown->name[0] == '\0' ? "(none given)" : unknown->name;
        fputs("  ", file);
        cli_show_text(file, name, strlen(name), PATH_COLUMNS - 2);
        fprintf(file, " %u %s, first in row %u%s\n", unknown->rows, unknown->rows == 1 ? "row" : "rows", unknown->row,
                unknown->ambiguous ? "; more than one scope has this external id" : "");
    }
}

static void print_rejects(FILE *file, const nreg_migration *migration, const report *r) {
    char text[NREG_MESSAGE_SIZE * 4], row[24];
    fprintf(file, "Rejected Rows (%u)\n", r->reject_count);
    for (uint32_t i = 0; i < r->reject_count; i++) {
        const nreg_migration_rejected *rejected = at(r->rejects, r->reject_stride, i);
        nreg_result *result = result_of(migration, rejected);
        size_t length = 0;
        const nreg_outcome *outcome = nreg_result_outcome(result, rejected->outcome);
        const char *input = nreg_result_input(result, rejected->outcome, &length);
        snprintf(row, sizeof row, "row %u", rejected->row);
        fprintf(file, "  %-10s ", row);
        cli_show_text(file, input, length, INPUT_COLUMNS);
        spell_reasons(result, rejected, outcome->reasons, text, sizeof text);
        fputc(' ', file);
        cli_show_text(file, text, strlen(text), 0);
        if (rejected->other != 0)
            fprintf(file, " (See row %u.)", rejected->other);
        fputc('\n', file);
        nreg_result_free(result);
    }
}

static void print_text(FILE *file, const nreg_migration *migration, const report *r) {
    if (r->counts.flags & NREG_RESULT_PREVIEW)
        fputs("Preview: nothing was changed.\n", file);
    print_scopes(file, r);
    print_statuses(file, &r->counts);
    print_unknown(file, r);
    print_rejects(file, migration, r);
}

/* --- JSON */

static void json_scope(cli_json *json, const nreg_migration_scope *scope) {
    cli_json_begin(json);
    cli_json_string(json, "kind", "scope");
    cli_json_string(json, "scope", scope->path);
    cli_json_whole(json, "rows", scope->rows);
    cli_json_whole(json, "imported", scope->imported);
    cli_json_whole(json, "rejected", scope->rejected);
    cli_json_whole(json, "already", scope->already);
    cli_json_whole(json, "warnings", scope->warned);
    cli_json_id(json, "batch", scope->batch);
    cli_json_flag(json, "replayed", (int)scope->replayed);
    cli_json_end(json);
}

static void json_unknown(cli_json *json, const nreg_migration_unknown *unknown) {
    cli_json_begin(json);
    cli_json_string(json, "kind", "unknown");
    cli_json_text(json, "name", unknown->name, strlen(unknown->name));
    cli_json_whole(json, "rows", unknown->rows);
    cli_json_whole(json, "row", unknown->row);
    cli_json_flag(json, "ambiguous", (int)unknown->ambiguous);
    cli_json_end(json);
}

static void json_rejected(cli_json *json, const nreg_migration *migration, const report *r,
                          const nreg_migration_rejected *rejected) {
    char text[NREG_MESSAGE_SIZE * 4], reference[NREG_REFERENCE_SIZE] = "";
    nreg_result *result = result_of(migration, rejected);
    const nreg_migration_scope *scope = at(r->scopes, r->scope_stride, rejected->scope);
    size_t length = 0;
    const nreg_outcome *outcome = nreg_result_outcome(result, rejected->outcome);
    const char *input = nreg_result_input(result, rejected->outcome, &length);
    spell_reasons(result, rejected, outcome->reasons, text, sizeof text);
    nreg_result_reference(result, rejected->outcome, reference, sizeof reference);
    cli_json_begin(json);
    cli_json_string(json, "kind", "rejected");
    cli_json_whole(json, "row", rejected->row);
    cli_json_text(json, "input", input, length);
    cli_json_e164(json, "e164", outcome->number);
    cli_json_string(json, "scope", scope->path);
    cli_json_reasons(json, "reasons", outcome->reasons);
    cli_json_reasons(json, "warnings", outcome->warnings);
    if (rejected->other != 0)
        cli_json_whole(json, "other_row", rejected->other);
    else
        cli_json_string(json, "other_row", NULL);
    cli_json_string(json, "message", text);
    cli_json_string(json, "reference", reference);
    cli_json_end(json);
    nreg_result_free(result);
}

static void json_summary(cli_json *json, const nreg_migration_counts *counts) {
    cli_json_begin(json);
    cli_json_string(json, "kind", "summary");
    cli_json_whole(json, "rows", counts->rows);
    cli_json_whole(json, "imported", counts->imported);
    cli_json_whole(json, "rejected", counts->rejected);
    cli_json_whole(json, "already", counts->already);
    cli_json_whole(json, "claimed", counts->claimed);
    cli_json_whole(json, "unplaced", counts->unplaced);
    cli_json_whole(json, "warnings", counts->warned);
    cli_json_whole(json, "dno", counts->dno);
    cli_json_whole(json, "pending", counts->pending);
    cli_json_whole(json, "needs_proof", counts->needs_proof);
    cli_json_whole(json, "active", counts->active);
    cli_json_whole(json, "suspended", counts->suspended);
    cli_json_whole(json, "declined", counts->declined);
    cli_json_whole(json, "scopes", counts->scopes);
    cli_json_whole(json, "replayed", counts->replayed);
    cli_json_whole(json, "unknown", counts->unknown);
    cli_json_flag(json, "preview", counts->flags & NREG_RESULT_PREVIEW);
    cli_json_end(json);
}

void cli_print_migration(FILE *file, cli_json *json, const nreg_migration *migration) {
    const report r = read_report(migration);
    if (json == NULL) {
        print_text(file, migration, &r);
        return;
    }
    for (uint32_t i = 0; i < r.scope_count; i++)
        json_scope(json, at(r.scopes, r.scope_stride, i));
    for (uint32_t i = 0; i < r.unknown_count; i++)
        json_unknown(json, at(r.unknown, r.unknown_stride, i));
    for (uint32_t i = 0; i < r.reject_count; i++)
        json_rejected(json, migration, &r, at(r.rejects, r.reject_stride, i));
    json_summary(json, &r.counts);
}
