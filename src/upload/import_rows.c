/* SPDX-License-Identifier: MIT */
#include "upload/import_rows.h"

#include "base/text.h"
#include "base/time.h"
#include "upload/field.h"
#include "upload/stage.h"

#include <string.h>

enum { BLOCK = 512, SCRATCH = 1 << 18, FIELDS = 7 };
/* Most scratch memory that one row can take: its fields, and the three of the scope once more, joined. */
#define ROW_SCRATCH (FIELDS * NREG_FIELD_SCRATCH + 3 * (NREG_ENCODING_ROOM(NREG_FIELD_MAX) + 1))
_Static_assert(ROW_SCRATCH <= SCRATCH, "a row fits the scratch memory");

/* Headers by what they mean, in matching form, best first. */
static const char *const scope_names[] = {
    "scope",     "scopepath", "path",      "assignedto",   "assignment", "holder",      "externalid",   "scopeid",
    "scopecode", "place",     "business",  "businessname", "businessid", "businesskey", "businesscode", "company",
    "companyid", "account",   "accountid", "empresa",      "negocio",    "unternehmen", "entreprise",
};
static const char *const unit_names[] = {
    "businessunit", "businessunitid", "businessunitname", "unit",         "unitid",  "unitname",
    "bu",           "department",     "unidad",           "unitédevente", "einheit",
};
static const char *const program_names[] = {
    "program", "programid", "programname", "programme", "campaign", "campaignid", "programa", "programm",
};
static const char *const status_names[] = {
    "status", "state", "reviewstatus", "registrationstatus", "numberstatus", "approval", "estado", "statut",
};
static const char *const created_names[] = {
    "created",      "createdat",    "createdon", "creationdate",     "datecreated", "registered",
    "registeredat", "registeredon", "dateadded", "registrationdate", "added",       "addedat",
    "addedon",      "creationtime", "since",     "createdutc",       "fechadealta", "fechadecreación",
};

static const struct {
    const char *form;
    uint32_t status;
} statuses[] = {
    {"active", NREG_STATUS_ACTIVE},
    {"approved", NREG_STATUS_ACTIVE},
    {"registered", NREG_STATUS_ACTIVE},
    {"live", NREG_STATUS_ACTIVE},
    {"enabled", NREG_STATUS_ACTIVE},
    {"verified", NREG_STATUS_ACTIVE},
    {"pending", NREG_STATUS_PENDING},
    {"inreview", NREG_STATUS_PENDING},
    {"underreview", NREG_STATUS_PENDING},
    {"pendingreview", NREG_STATUS_PENDING},
    {"new", NREG_STATUS_PENDING},
    {"submitted", NREG_STATUS_PENDING},
    {"needsproof", NREG_STATUS_NEEDS_PROOF},
    {"proofrequested", NREG_STATUS_NEEDS_PROOF},
    {"held", NREG_STATUS_NEEDS_PROOF},
    {"onhold", NREG_STATUS_NEEDS_PROOF},
    {"suspended", NREG_STATUS_SUSPENDED},
    {"blocked", NREG_STATUS_SUSPENDED},
    {"declined", NREG_STATUS_DECLINED},
    {"rejected", NREG_STATUS_DECLINED},
    {"denied", NREG_STATUS_DECLINED},
};

uint32_t nreg_import_status(const char *text, size_t length) {
    char form[NREG_MATCH_SIZE];
    const size_t size = nreg_text_match_form(text, length, form);
    for (size_t i = 0; size > 0 && i < sizeof statuses / sizeof statuses[0]; i++) {
        if (strlen(statuses[i].form) == size && memcmp(statuses[i].form, form, size) == 0) {
            return statuses[i].status;
        }
    }
    return 0;
}

/* --- columns */

typedef struct places {
    uint32_t scope, unit, program, status, created; /* from 1; 0: none */
} places;

typedef struct wanted {
    const char *what; /* for messages */
    uint32_t told;
    const char *header;
    const char *const *names;
    size_t count;
    uint32_t *found;
} wanted;

#define NAMES(array) array, sizeof(array) / sizeof(array)[0]

static nreg_code find_column(nreg_csv *csv, const nreg_columns *layout, const wanted *w, nreg_error *error) {
    char form[NREG_MATCH_SIZE];
    const char *named = form;
    *w->found = 0;
    if (w->told != 0 && w->header != NULL) {
        return nreg_error_set(error, NREG_BAD_FORMAT,
                              "The options contradict each other: the column of the %s is told twice.", w->what);
    }
    if (w->told != 0) {
        *w->found = w->told == UINT32_MAX ? 0 : w->told;
        if (*w->found > NREG_CSV_COLUMNS) {
            return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The column of the %s is out of range.", w->what);
        }
        return nreg_columns_has(*w->found, layout->count, error);
    }
    if (!layout->header) {
        return NREG_OK;
    }
    if (w->header == NULL) {
        *w->found = nreg_columns_named(csv, layout->sep_row, w->names, w->count);
        return NREG_OK;
    }
    const size_t length = nreg_text_match_form(w->header, strlen(w->header), form);
    form[length < NREG_MATCH_SIZE ? length : 0] = '\0';
    *w->found = length == 0 ? 0 : nreg_columns_named(csv, layout->sep_row, &named, 1);
    return *w->found != 0 ? NREG_OK
                          : nreg_error_set_at(error, NREG_BAD_FORMAT, 1,
                                              "No column is called \"%.80s\"; name one of the header.", w->header);
}

static nreg_code find_columns(nreg_csv *csv, const nreg_columns *layout, const nreg_import_columns *told,
                              int needs_scope, places *found, nreg_error *error) {
    const wanted all[] = {
        {"scopes", told->scope_column, told->scope_header, NAMES(scope_names), &found->scope},
        {"Units", told->unit_column, told->unit_header, NAMES(unit_names), &found->unit},
        {"Programs", told->program_column, told->program_header, NAMES(program_names), &found->program},
        {"statuses", told->status_column, told->status_header, NAMES(status_names), &found->status},
        {"times", told->created_column, told->created_header, NAMES(created_names), &found->created},
    };
    nreg_code code = NREG_OK;
    for (size_t i = 0; code == NREG_OK && i < sizeof all / sizeof all[0]; i++) {
        code = find_column(csv, layout, &all[i], error);
    }
    if (code == NREG_OK && needs_scope && found->scope + found->unit + found->program == 0) {
        return nreg_error_set_at(error, NREG_BAD_FORMAT, 1,
                                 "No column of the file says which scope holds a number; name it, or give a scope for "
                                 "all rows.");
    }
    return code;
}

/* --- rows */

typedef struct reading {
    nreg_upload_file_reader file;
    places at;
    const nreg_import_target *target;
    nreg_import_row *rows;
    size_t count;
    char *scratch;
    size_t used;
} reading;

static nreg_code flush(void *context, nreg_error *error) {
    reading *r = context;
    const size_t count = r->count;
    r->count = 0;
    r->used = 0;
    if (count == 0) {
        return NREG_OK;
    }
    const nreg_code code = r->target->stage(r->rows, count, r->target->context, error);
    if (code != NREG_OK && error != NULL) {
        const int64_t index = error->position;
        error->position = index >= 0 && (size_t)index < count ? (int64_t)r->rows[index].row : -1;
    }
    return code;
}

/* "" for a column that the row or the file does not have. */
static const char *take(reading *r, const nreg_csv_row *row, uint32_t column, size_t *length, uint64_t *faults) {
    *length = 0;
    if (column == 0 || column > row->count || nreg_field_is_blank(&row->fields[column - 1])) {
        return "";
    }
    return nreg_field_mend(&row->fields[column - 1], r->file.csv.encoding, r->scratch, &r->used, length, faults,
                           &r->file.saw_windows1252);
}

/* What is wrong with a text that only names or dates something speaks against the row, not against its number. */
static const char *take_beside(reading *r, const nreg_csv_row *row, uint32_t column, size_t *length, uint64_t *faults) {
    uint64_t own = 0;
    const char *text = take(r, row, column, length, &own);
    *faults |= own != 0 ? NREG_REASON_BIT(NREG_REASON_BAD_ROW) : 0;
    return text;
}

/* Columns of scope, Unit and Program as one path; empty ones at its end are not there. */
static void take_scope(reading *r, const nreg_csv_row *row, nreg_import_row *out) {
    const uint32_t columns[] = {r->at.scope, r->at.unit, r->at.program};
    const char *texts[3];
    size_t lengths[3], parts = 0, filled = 0, total = 0;
    for (size_t i = 0; i < 3; i++) {
        if (columns[i] != 0) {
            texts[parts] = take_beside(r, row, columns[i], &lengths[parts], &out->faults);
            parts++;
            filled = lengths[parts - 1] > 0 ? parts : filled;
        }
    }
    out->scope = filled > 0 ? texts[0] : "";
    out->scope_length = filled > 0 ? lengths[0] : 0;
    if (filled < 2) {
        return;
    }
    char *joined = r->scratch + r->used;
    for (size_t i = 0; i < filled; i++) {
        if (i > 0) {
            joined[total++] = '/';
        }
        memcpy(joined + total, texts[i], lengths[i]);
        total += lengths[i];
    }
    r->used += total;
    out->scope = joined;
    out->scope_length = total;
}

static void take_status(reading *r, const nreg_csv_row *row, nreg_import_row *out) {
    size_t length;
    const char *text = take_beside(r, row, r->at.status, &length, &out->faults);
    if (length > 0) {
        out->status = nreg_import_status(text, length);
        out->faults |= out->status == 0 ? NREG_REASON_BIT(NREG_REASON_BAD_FIELD) : 0;
    }
}

static void take_created(reading *r, const nreg_csv_row *row, nreg_import_row *out) {
    size_t length;
    const char *text = take_beside(r, row, r->at.created, &length, &out->faults);
    if (length > 0 && !nreg_time_read(text, length, &out->created)) {
        out->faults |= NREG_REASON_BIT(NREG_REASON_BAD_FIELD);
    }
}

static nreg_code add_row(const nreg_csv_row *row, void *context, nreg_error *error) {
    reading *r = context;
    const nreg_csv *csv = &r->file.csv;
    if (nreg_csv_is_blank(csv, row->raw, row->raw_length)) {
        r->file.empty_rows++;
        return NREG_OK;
    }
    if (row->number > UINT32_MAX) {
        return nreg_error_set(error, NREG_LIMIT_EXCEEDED, "The file has more than %u rows; split it.", UINT32_MAX);
    }
    if (r->count == BLOCK || SCRATCH - r->used < ROW_SCRATCH) {
        const nreg_code code = flush(r, error);
        if (code != NREG_OK) {
            return code;
        }
    }
    nreg_import_row *out = &r->rows[r->count++];
    size_t length;
    memset(out, 0, sizeof *out);
    out->row = (uint32_t)row->number;
    out->faults = row->has_nul ? NREG_REASON_BIT(NREG_REASON_BAD_TEXT) : 0;
    out->number = take(r, row, r->file.columns.number, &length, &out->faults);
    out->number_length = length;
    const char *purpose = take_beside(r, row, r->file.columns.purpose, &length, &out->faults);
    if (length > 0) {
        out->purpose_text = purpose;
        out->purpose_length = length;
    }
    take_scope(r, row, out);
    take_status(r, row, out);
    take_created(r, row, out);
    r->file.data_rows++;
    return NREG_OK;
}

static void fill_layout(const reading *r, nreg_import_layout *layout) {
    const uint32_t size = layout->struct_size;
    const uint32_t upload_size = layout->upload.struct_size;
    memset(layout, 0, sizeof *layout);
    layout->struct_size = size;
    layout->scope_column = r->at.scope;
    layout->unit_column = r->at.unit;
    layout->program_column = r->at.program;
    layout->status_column = r->at.status;
    layout->created_column = r->at.created;
    layout->upload.struct_size = upload_size;
    nreg_upload_fill_report(&r->file, &layout->upload);
}

nreg_code nreg_import_rows(const nreg_allocator *allocator, const nreg_columns_basis *basis, const nreg_source *source,
                           const nreg_import_columns *columns, const nreg_upload_options *upload, int needs_scope,
                           const nreg_import_target *target, nreg_import_layout *layout, nreg_error *error) {
    reading r;
    memset(&r, 0, sizeof r);
    r.target = target;
    if (layout != NULL &&
        (layout->struct_size < sizeof *layout || layout->upload.struct_size < sizeof layout->upload)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "A struct_size of the layout is not set.");
    }
    nreg_code code = nreg_upload_begin(&r.file, allocator, basis, source, upload, error);
    if (code != NREG_OK) {
        return code;
    }
    code = find_columns(&r.file.csv, &r.file.columns, columns, needs_scope, &r.at, error);
    const nreg_upload_taker taker = {add_row, flush, &r};
    r.rows = nreg_allocate_array(allocator, BLOCK, sizeof *r.rows);
    r.scratch = nreg_allocate(allocator, SCRATCH);
    if (code == NREG_OK) {
        code = r.rows == NULL || r.scratch == NULL
                   ? nreg_error_set(error, NREG_NO_MEMORY, "No memory to read the file.")
                   : nreg_upload_each_row(&r.file, &taker, error);
    }
    if (code == NREG_OK && layout != NULL) {
        fill_layout(&r, layout);
    }
    nreg_release(allocator, r.rows);
    nreg_release(allocator, r.scratch);
    nreg_csv_close(&r.file.csv);
    return code;
}
