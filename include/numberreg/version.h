/* SPDX-License-Identifier: MIT */
/**
 * @file version.h
 * @brief Versions of the header, of the loaded library and of its binary interface.
 *
 * This file is the only place where a version is written; the build reads it.
 * The release version follows semantic versioning. The ABI version is a separate
 * number: it is the SONAME suffix and changes only when binaries must be rebuilt.
 */
#ifndef NUMBERREG_VERSION_H
#define NUMBERREG_VERSION_H

#include <numberreg/code.h>

#define NREG_VERSION_MAJOR 0 /**< Major release number of this header. */
#define NREG_VERSION_MINOR 1 /**< Minor release number of this header. */
#define NREG_VERSION_PATCH 0 /**< Patch release number of this header. */

/** Number of the binary interface: the suffix of the shared library's SONAME. */
#define NREG_ABI_VERSION 0

/** Release of this header as one integer: major * 1000000 + minor * 1000 + patch. */
#define NREG_VERSION_NUMBER (NREG_VERSION_MAJOR * 1000000 + NREG_VERSION_MINOR * 1000 + NREG_VERSION_PATCH)

NREG_BEGIN_DECLS

/**
 * @brief Release of the loaded library, to compare with #NREG_VERSION_NUMBER.
 * @return major * 1000000 + minor * 1000 + patch. Never fails; safe from any thread.
 */
NREG_API uint32_t nreg_version_number(void);

/**
 * @brief Release of the loaded library as text, for example "1.2.3".
 * @return A static string; never NULL, never freed. Safe from any thread.
 */
NREG_API const char *nreg_version_text(void);

/**
 * @brief ABI number of the loaded library, to compare with #NREG_ABI_VERSION.
 * @return The ABI number. Never fails; safe from any thread.
 */
NREG_API uint32_t nreg_abi_version(void);

NREG_END_DECLS

#endif
