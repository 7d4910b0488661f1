/* SPDX-License-Identifier: MIT */
/**
 * @file plan.h
 * @brief The numbering plan: which numbers exist, by region.
 *
 * A plan is built in; no start-up is needed. A newer one can be loaded from a plan file and used in its place.
 * Wherever a function takes a plan, NULL means the built-in one.
 */
#ifndef NUMBERREG_PLAN_H
#define NUMBERREG_PLAN_H

#include <numberreg/code.h>

/** A numbering plan; immutable, shared by any number of threads. */
typedef struct nreg_plan nreg_plan;

NREG_BEGIN_DECLS

/**
 * @brief Load a plan from memory, after checking its checksum, version and every table bound.
 *
 * The bytes are copied.
 * @param[in]  data   The content of a plan file.
 * @param[in]  length Its length in bytes.
 * @param[out] plan   Receives the plan; release with nreg_plan_free().
 * @param[out] error  Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_BAD_FORMAT (no plan file), #NREG_CORRUPT (checksum or a table out of bounds),
 *         #NREG_INCOMPATIBLE (format version), #NREG_NO_MEMORY or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_plan_load(const void *data, size_t length, nreg_plan **plan, nreg_error *error);

/**
 * @brief Load a plan from a file; see nreg_plan_load().
 * @param[in]  path  File name, NUL-terminated.
 * @param[out] plan  Receives the plan; release with nreg_plan_free().
 * @param[out] error Details of a failure, or NULL.
 * @return As nreg_plan_load(), or #NREG_NOT_FOUND or #NREG_IO.
 */
NREG_API nreg_code nreg_plan_load_file(const char *path, nreg_plan **plan, nreg_error *error);

/**
 * @brief Give up a plan. Registries and batches that use it keep it alive until they are done.
 * @param[in] plan The plan; NULL does nothing.
 */
NREG_API void nreg_plan_free(nreg_plan *plan);

/**
 * @brief Release of the plan, for example "9.0.43": the libphonenumber metadata release it was built from.
 * @param[in] plan The plan, or NULL for the built-in one.
 * @return A string that lives as long as the plan. Safe from any thread.
 */
NREG_API const char *nreg_plan_release(const nreg_plan *plan);

/**
 * @brief Date of the plan's release, "YYYY-MM-DD".
 * @param[in] plan The plan, or NULL for the built-in one.
 * @return A string that lives as long as the plan. Safe from any thread.
 */
NREG_API const char *nreg_plan_date(const nreg_plan *plan);

/**
 * @brief Number of regions of the plan that have a two-letter code.
 * @param[in] plan The plan, or NULL for the built-in one.
 * @return The count. Safe from any thread.
 */
NREG_API uint32_t nreg_plan_region_count(const nreg_plan *plan);

/**
 * @brief Code of a region, for example "US".
 * @param[in] plan  The plan, or NULL for the built-in one.
 * @param[in] index 0 to nreg_plan_region_count() - 1; regions are in alphabetical order.
 * @return A string that lives as long as the plan, or NULL if the index is out of range. Safe from any thread.
 */
NREG_API const char *nreg_plan_region(const nreg_plan *plan, uint32_t index);

/**
 * @brief Country calling code of a region.
 * @param[in] plan   The plan, or NULL for the built-in one.
 * @param[in] region Two letters in either case, NUL-terminated.
 * @return The calling code, for example 1, or 0 for an unknown region. Safe from any thread.
 */
NREG_API uint32_t nreg_plan_calling_code(const nreg_plan *plan, const char *region);

NREG_END_DECLS

#endif
