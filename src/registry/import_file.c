/* SPDX-License-Identifier: MIT */
/* Staging the rows of a file into an import: all or none. */
#include "registry/import.h"

#include "base/error.h"
#include "base/versioned.h"
#include "registry/source.h"
#include "upload/import_rows.h"
#include "upload/stage.h"

#include <string.h>

void nreg_import_columns_init(nreg_import_columns *columns) {
    if (columns != NULL) {
        memset(columns, 0, sizeof *columns);
        columns->struct_size = (uint32_t)sizeof *columns;
    }
}

static nreg_code take_columns(const nreg_import_columns *given, nreg_import_columns *own, nreg_upload_options *upload,
                              nreg_error *error) {
    nreg_import_columns_init(own);
    if (given != NULL && !nreg_versioned_copy(own, sizeof *own, given, sizeof *own)) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "The columns were not prepared by nreg_import_columns_init().");
    }
    const nreg_code code = nreg_upload_resolve(own->upload, upload, error);
    own->upload = NULL;
    if (code != NREG_OK) {
        return code;
    }
    const int named = own->scope_header != NULL || own->unit_header != NULL || own->program_header != NULL ||
                      own->status_header != NULL || own->created_header != NULL;
    if (named && upload->header == NREG_HEADER_NO) {
        return nreg_error_set(error, NREG_BAD_FORMAT,
                              "The options contradict each other: a column is named, but the file is said to have no "
                              "header.");
    }
    upload->header = named ? (uint32_t)NREG_HEADER_YES : upload->header;
    return NREG_OK;
}

static nreg_code stage(const nreg_import_row *rows, size_t count, void *context, nreg_error *error) {
    return nreg_import_stage(context, rows, sizeof *rows, count, error);
}

nreg_code nreg_import_read(nreg_import *import, const nreg_source *source, const nreg_import_columns *columns,
                           nreg_import_layout *layout, nreg_error *error) {
    nreg_import_columns own;
    nreg_upload_options upload;
    nreg_code code = nreg_import_begin(import, error);
    if (code == NREG_OK && (source == NULL || source->read == NULL)) {
        code = nreg_error_set(error, NREG_INVALID_ARGUMENT, "No source was given.");
    }
    if (code == NREG_OK) {
        code = take_columns(columns, &own, &upload, error);
    }
    if (code != NREG_OK) {
        return code;
    }
    const nreg_import_target target = {stage, import};
    nreg_plan *plan = nreg_registry_plan(import->session->registry);
    nreg_catalogue *catalogue = nreg_registry_catalogue(import->session->registry);
    const char *region =
        import->options.region[0] != '\0' ? import->options.region : import->session->registry->policy.default_region;
    const nreg_columns_basis basis = {plan, catalogue, region};
    code = nreg_import_rows(&import->session->access.allocator, &basis, source, &own, &upload,
                            import->options.scope == 0, &target, layout, error);
    if (code != NREG_OK) {
        nreg_import_undo(import);
    }
    nreg_catalogue_release(catalogue);
    nreg_plan_free(plan);
    return code;
}

typedef struct importing {
    nreg_import *import;
    const nreg_import_columns *columns;
    nreg_import_layout *layout;
} importing;

static nreg_code import_source(const nreg_source *source, void *context, nreg_error *error) {
    const importing *i = context;
    return nreg_import_read(i->import, source, i->columns, i->layout, error);
}

nreg_code nreg_import_file(nreg_import *import, const char *path, const nreg_import_columns *columns,
                           nreg_import_layout *layout, nreg_error *error) {
    importing i = {import, columns, layout};
    const nreg_code code = nreg_import_enter(import, error);
    return code == NREG_OK ? nreg_source_use(path, import_source, &i, error) : code;
}
