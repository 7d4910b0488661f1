/* SPDX-License-Identifier: MIT */
#include <numberreg/version.h>

#define TEXT_OF(x) #x
#define VERSION_TEXT(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

uint32_t nreg_version_number(void) {
    return NREG_VERSION_NUMBER;
}

const char *nreg_version_text(void) {
    return VERSION_TEXT(NREG_VERSION_MAJOR, NREG_VERSION_MINOR, NREG_VERSION_PATCH);
}

uint32_t nreg_abi_version(void) {
    return NREG_ABI_VERSION;
}
