/* SPDX-License-Identifier: MIT */
/**
 * @file language.h
 * @brief What the library says to people, in other languages: reasons, sentences, call purposes, statuses and signs.
 *
 * English and Spanish are built in. A host makes further languages, or other words for these, from texts by key. Texts
 * have named arguments in braces; a translation has the same ones as the English text, in any order. Messages of
 * ::nreg_error are for developers and stay English. Nothing here depends on the locale of the C library.
 *
 * Keys: "reason.ALREADY_HERE", "sentence.REJECTED", "argument.target" (what stands for an argument that has no value),
 * "heading.ADDED" (what numbers are listed under), "heading.ROW" (what stands before the number of a row, and so on),
 * "purpose.CHARITY.label", "purpose.CHARITY.description", "purpose.DO_NOT_ORIGINATE.warning", "status.ACTIVE",
 * "sign.DECLINED_BEFORE".
 */
#ifndef NUMBERREG_LANGUAGE_H
#define NUMBERREG_LANGUAGE_H

#include <numberreg/purpose.h>
#include <numberreg/session.h>

/** A language; immutable. Any number of threads may use it. */
typedef struct nreg_language nreg_language;

/** Size of a key, NUL included. */
#define NREG_LANGUAGE_KEY_SIZE 64
/** Longest text in bytes, so that every message fits #NREG_MESSAGE_SIZE. */
#define NREG_LANGUAGE_TEXT_MAX 280

/** One text of a language, UTF-8, NUL-terminated. */
typedef struct nreg_language_text {
    const char *key;  /**< Its key. */
    const char *text; /**< The text. */
} nreg_language_text;

NREG_BEGIN_DECLS

/**
 * @brief A language that is built in.
 * @param[in] tag Its tag, for example "es", or "es-MX" for which "es" is found; NUL-terminated, letters of either case.
 * @return The language, which lives as long as the program; NULL if there is none. Safe from any thread.
 */
NREG_API const nreg_language *nreg_language_find(const char *tag);

/**
 * @brief Make a language from texts; those it does not have come from another.
 * @param[in]  tag      Its tag, 1 to 15 bytes, NUL-terminated.
 * @param[in]  base     The other language, kept alive; NULL for English.
 * @param[in]  texts    The texts; copied.
 * @param[in]  stride   Bytes from one text to the next; sizeof(nreg_language_text).
 * @param[in]  count    How many.
 * @param[in]  allocator Copied; NULL for the C library's.
 * @param[out] language Receives the language; free with nreg_language_free().
 * @param[out] error    Details of a failure, or NULL; `position` is the index of the text at fault.
 * @return #NREG_OK; #NREG_NOT_FOUND (no such key); #NREG_BAD_FORMAT (an argument too few, too many or unknown, a brace
 * left open); #NREG_BAD_TEXT (no UTF-8, too long); #NREG_EXISTS (a key twice); #NREG_INVALID_ARGUMENT or
 * #NREG_NO_MEMORY.
 */
NREG_API nreg_code nreg_language_new(const char *tag, const nreg_language *base, const nreg_language_text *texts,
                                     size_t stride, size_t count, const nreg_allocator *allocator,
                                     nreg_language **language, nreg_error *error);

/**
 * @brief Give up a language that was made; sessions and results that speak it keep it alive. Nothing happens to one
 * built in.
 * @param[in] language The language; NULL does nothing.
 */
NREG_API void nreg_language_free(nreg_language *language);

/**
 * @brief Tag of a language.
 * @param[in] language The language; NULL for English.
 * @return For example "es"; lives as long as the language.
 */
NREG_API const char *nreg_language_tag(const nreg_language *language);

/**
 * @brief A text of a language.
 * @param[in] language The language; NULL for English.
 * @param[in] key      The key, NUL-terminated.
 * @return The text, arguments in braces, which lives as long as the language; NULL if there is no such key.
 */
NREG_API const char *nreg_language_say(const nreg_language *language, const char *key);

/**
 * @brief The keys that there are, for those who translate.
 * @param[in]  index    0 to one less than there are.
 * @param[out] key      Receives the key, #NREG_LANGUAGE_KEY_SIZE bytes, NUL-terminated.
 * @return The English text, which lives as long as the program; NULL behind the last. Safe from any thread.
 */
NREG_API const char *nreg_language_key(uint32_t index, char *key);

/**
 * @brief Put label, description and warning of a built-in call purpose into a language, but for those that the host has
 * changed.
 * @param[in]     language The language; NULL for English.
 * @param[in,out] purpose  The purpose, as nreg_purpose_get() gave it.
 * @return #NREG_OK or #NREG_INVALID_ARGUMENT.
 */
NREG_API nreg_code nreg_language_purpose(const nreg_language *language, nreg_purpose *purpose);

/**
 * @brief Have the results that a session makes from now on speak a language: their sentences and messages, also in
 * files.
 * @param[in]  session  The session.
 * @param[in]  language The language, kept alive; NULL for English.
 * @param[out] error    Details of a failure, or NULL.
 * @return #NREG_OK, #NREG_INVALID_ARGUMENT or #NREG_FORKED.
 */
NREG_API nreg_code nreg_session_set_language(nreg_session *session, const nreg_language *language, nreg_error *error);

NREG_END_DECLS

#endif
