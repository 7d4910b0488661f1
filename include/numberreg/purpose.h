/* SPDX-License-Identifier: MIT */
/**
 * @file purpose.h
 * @brief Call purposes: the catalogue of what numbers are used for.
 *
 * Ten are built in. A host may add its own (ids from 1000), relabel any and retire any. Each registry has its own
 * catalogue.
 */
#ifndef NUMBERREG_PURPOSE_H
#define NUMBERREG_PURPOSE_H

#include <numberreg/registry.h>

/** Ids of the built-in call purposes; final. */
enum {
    NREG_PURPOSE_NONE = 0,             /**< No purpose. */
    NREG_PURPOSE_CHARITY = 1,          /**< Charity. */
    NREG_PURPOSE_CUSTOMER_SERVICE = 2, /**< Customer Service. */
    NREG_PURPOSE_DEBT_COLLECTION = 3,  /**< Debt Collection. */
    NREG_PURPOSE_INFORMATIONAL = 4,    /**< Informational/Notification. */
    NREG_PURPOSE_MULTI_USE = 5,        /**< Multi-Use Line. */
    NREG_PURPOSE_POLITICAL = 6,        /**< Political. */
    NREG_PURPOSE_PRISON = 7,           /**< Prison. */
    NREG_PURPOSE_SURVEY = 8,           /**< Survey. */
    NREG_PURPOSE_TELEMARKETING = 9,    /**< Telemarketing. */
    NREG_PURPOSE_DO_NOT_ORIGINATE = 10 /**< Do Not Originate: the number never makes outbound calls. */
};

/** Smallest id of a host's own purpose. */
#define NREG_PURPOSE_FIRST_OWN 1000
/** Largest id of a purpose. */
#define NREG_PURPOSE_MAX 65535

/** Bits of nreg_purpose::flags; not the ids above. */
enum {
    NREG_PURPOSE_FLAG_RETIRED = 1, /**< No longer offered; records that have it keep it. */
    NREG_PURPOSE_FLAG_DNO = 2      /**< Means Do Not Originate: the rules on it apply (rule R8). */
};

/** One call purpose. Texts are UTF-8, NUL-terminated. 656 bytes; it does not grow. */
typedef struct nreg_purpose {
    uint32_t struct_size; /**< sizeof(nreg_purpose): set by the library, and by the caller of nreg_purpose_put(). */
    uint32_t id;          /**< Stable id, 1 to #NREG_PURPOSE_MAX. */
    uint32_t order;       /**< Place in the list; ties go by id. */
    uint32_t flags;       /**< NREG_PURPOSE_FLAG_ bits. */
    /** Stable code: upper case letters, digits and underscores, for example "CUSTOMER_SERVICE". */
    char code[32];
    char label[96];        /**< What a person sees, for example "Customer Service". */
    char description[256]; /**< When to choose it. */
    char warning[256];     /**< What to warn of when it is chosen; "" for nothing. */
} nreg_purpose;

NREG_BEGIN_DECLS

/**
 * @brief The purposes, in display order.
 * @param[in]  registry The registry.
 * @param[out] purposes Receives up to `capacity` purposes; may be NULL if `capacity` is 0.
 * @param[in]  capacity Room in `purposes`.
 * @param[out] count    Receives how many there are in all.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_FORKED. Safe from any thread.
 */
NREG_API nreg_code nreg_purpose_list(nreg_registry *registry, nreg_purpose *purposes, uint32_t capacity,
                                     uint32_t *count, nreg_error *error);

/**
 * @brief Look a purpose up by id.
 * @param[in]  registry The registry.
 * @param[in]  id       The id.
 * @param[out] purpose  Receives the purpose.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_NOT_FOUND, #NREG_INVALID_ARGUMENT or #NREG_FORKED. Safe from any thread.
 */
NREG_API nreg_code nreg_purpose_get(nreg_registry *registry, uint32_t id, nreg_purpose *purpose, nreg_error *error);

/**
 * @brief Find the purpose that a text means: its code or label, in any case, spacing, punctuation or Unicode
 *        compatibility form.
 * @param[in]  registry The registry.
 * @param[in]  text     UTF-8 text.
 * @param[in]  length   Bytes in `text`, or #NREG_NUL.
 * @param[out] id       Receives the id. Retired purposes are found too.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_NOT_FOUND, #NREG_INVALID_ARGUMENT or #NREG_FORKED. Safe from any thread.
 */
NREG_API nreg_code nreg_purpose_match(nreg_registry *registry, const char *text, size_t length, uint32_t *id,
                                      nreg_error *error);

/**
 * @brief Add a purpose of the host's own, or change texts, order and flags of an existing one.
 *
 * The code of an existing purpose cannot change, nor whether it means Do Not Originate. Batches that are open keep the
 * catalogue they began with.
 * @param[in]  registry The registry.
 * @param[in]  purpose  The purpose; a new id must be #NREG_PURPOSE_FIRST_OWN or more.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK; #NREG_INVALID_ARGUMENT (id, code, flags); #NREG_BAD_TEXT; #NREG_EXISTS (code or label means another
 *         purpose already); #NREG_NO_MEMORY or #NREG_FORKED. Safe from any thread.
 */
NREG_API nreg_code nreg_purpose_put(nreg_registry *registry, const nreg_purpose *purpose, nreg_error *error);

NREG_END_DECLS

#endif
