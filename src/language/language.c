/* SPDX-License-Identifier: MIT */
#include "language/language.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum { TAG_SIZE = 16, ARGUMENTS_MAX = 8 };

/* What a language that was made has beside its texts. */
struct nreg_made {
    atomic_size_t references;
    nreg_allocator allocator;
    nreg_language language;
    char tag[TAG_SIZE];
    char *memory; /* of all texts */
};

static const nreg_language english = {.tag = "en"};

static const nreg_language *const built_in[] = {&english, &nreg_language_spanish};

/* --- texts */

const char *nreg_language_text_at(const nreg_language *language, uint32_t at) {
    for (; language != NULL && at < NREG_SAYS_COUNT; language = language->base) {
        if (language->texts[at] != NULL) {
            return language->texts[at];
        }
    }
    const char *text = nreg_language_english_at(at);
    return text == NULL ? "" : text;
}

/* The number of a key; NREG_SAYS_COUNT if there is none. */
static uint32_t find_key(const char *key) {
    char own[NREG_LANGUAGE_KEY_SIZE];
    uint32_t at = 0;
    while (at < NREG_SAYS_COUNT && (!nreg_language_key_at(at, own) || strcmp(own, key) != 0)) {
        at++;
    }
    return at;
}

const char *nreg_language_say(const nreg_language *language, const char *key) {
    const uint32_t at = key == NULL ? NREG_SAYS_COUNT : find_key(key);
    return at == NREG_SAYS_COUNT ? NULL : nreg_language_text_at(language, at);
}

const char *nreg_language_key(uint32_t index, char *key) {
    char own[NREG_LANGUAGE_KEY_SIZE];
    for (uint32_t at = 0; at < NREG_SAYS_COUNT; at++) {
        if (nreg_language_key_at(at, own) && index-- == 0) {
            if (key != NULL) {
                memcpy(key, own, sizeof own);
            }
            return nreg_language_english_at(at);
        }
    }
    return NULL;
}

const char *nreg_language_tag(const nreg_language *language) {
    return language == NULL ? english.tag : language->tag;
}

/* --- built in */

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "es" for "es", "ES-mx" and "es_MX.UTF-8". */
static int is_tag(const char *told, const char *own) {
    size_t i = 0;
    for (; own[i] != '\0'; i++) {
        if (lower(told[i]) != own[i]) {
            return 0;
        }
    }
    return told[i] == '\0' || told[i] == '-' || told[i] == '_' || told[i] == '.';
}

const nreg_language *nreg_language_find(const char *tag) {
    for (size_t i = 0; tag != NULL && i < sizeof built_in / sizeof built_in[0]; i++) {
        if (is_tag(tag, built_in[i]->tag)) {
            return built_in[i];
        }
    }
    return NULL;
}

/* --- arguments */

typedef struct arguments {
    const char *names[ARGUMENTS_MAX];
    size_t lengths[ARGUMENTS_MAX];
    size_t count;
} arguments;

static int holds(const arguments *set, const char *name, size_t length) {
    for (size_t i = 0; i < set->count; i++) {
        if (set->lengths[i] == length && memcmp(set->names[i], name, length) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The arguments of a text, each once; false if a brace is left open or alone. */
static int read_arguments(const char *text, arguments *set) {
    set->count = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '}') {
            return 0;
        }
        if (*at != '{') {
            continue;
        }
        const char *name = at + 1;
        const size_t length = strcspn(name, "{}");
        if (name[length] != '}' || length == 0) {
            return 0;
        }
        if (!holds(set, name, length)) {
            if (set->count == ARGUMENTS_MAX) {
                return 0;
            }
            set->names[set->count] = name;
            set->lengths[set->count++] = length;
        }
        at = name + length;
    }
    return 1;
}

static int same_arguments(const char *text, const char *original) {
    arguments own, wanted;
    if (!read_arguments(text, &own) || !read_arguments(original, &wanted) || own.count != wanted.count) {
        return 0;
    }
    for (size_t i = 0; i < wanted.count; i++) {
        if (!holds(&own, wanted.names[i], wanted.lengths[i])) {
            return 0;
        }
    }
    return 1;
}

/* --- making */

static const nreg_language_text *text_of(const nreg_language_text *texts, size_t stride, size_t index) {
    return (const nreg_language_text *)(const void *)((const unsigned char *)texts + index * stride);
}

/* Most bytes that a purpose has room for. */
static size_t most_of(uint32_t at) {
    return at >= NREG_SAYS_LABELS && at < NREG_SAYS_DESCRIPTIONS ? sizeof((nreg_purpose *)0)->label - 1
           : at >= NREG_SAYS_DESCRIPTIONS                        ? sizeof((nreg_purpose *)0)->description - 1
                                                                 : NREG_LANGUAGE_TEXT_MAX;
}

static nreg_code check_text(const nreg_language_text *given, int64_t index, uint32_t *at, nreg_error *error) {
    if (given->key == NULL || given->text == NULL) {
        return nreg_error_set_at(error, NREG_INVALID_ARGUMENT, index, "A key and a text are needed.");
    }
    *at = find_key(given->key);
    if (*at == NREG_SAYS_COUNT) {
        return nreg_error_set_at(error, NREG_NOT_FOUND, index, "Nothing is said under the key \"%.60s\".", given->key);
    }
    const size_t length = strlen(given->text);
    if (length == 0 || length > most_of(*at) || nreg_text_valid_prefix(given->text, length) != length) {
        return nreg_error_set_at(error, NREG_BAD_TEXT, index, "The text of \"%.60s\" is not 1 to %zu bytes of UTF-8.",
                                 given->key, most_of(*at));
    }
    if (!same_arguments(given->text, nreg_language_english_at(*at))) {
        return nreg_error_set_at(error, NREG_BAD_FORMAT, index,
                                 "The text of \"%.60s\" has not the arguments of the English one, each in braces.",
                                 given->key);
    }
    return NREG_OK;
}

static nreg_code take_texts(struct nreg_made *made, const nreg_language_text *texts, size_t stride, size_t count,
                            nreg_error *error) {
    size_t total = 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = NREG_SAYS_COUNT;
        const nreg_code code = check_text(text_of(texts, stride, i), (int64_t)i, &at, error);
        if (code != NREG_OK) {
            return code;
        }
        if (made->language.texts[at] != NULL) {
            return nreg_error_set_at(error, NREG_EXISTS, (int64_t)i, "The key \"%.60s\" is there twice.",
                                     text_of(texts, stride, i)->key);
        }
        made->language.texts[at] = text_of(texts, stride, i)->text;
        total += strlen(made->language.texts[at]) + 1;
    }
    made->memory = nreg_allocate(&made->allocator, total);
    if (made->memory == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the language.");
    }
    char *to = made->memory;
    for (uint32_t at = 0; at < NREG_SAYS_COUNT; at++) {
        if (made->language.texts[at] != NULL) {
            const size_t size = strlen(made->language.texts[at]) + 1;
            memcpy(to, made->language.texts[at], size);
            made->language.texts[at] = to;
            to += size;
        }
    }
    return NREG_OK;
}

nreg_code nreg_language_new(const char *tag, const nreg_language *base, const nreg_language_text *texts, size_t stride,
                            size_t count, const nreg_allocator *allocator, nreg_language **language,
                            nreg_error *error) {
    nreg_allocator own;
    nreg_error_clear(error);
    const size_t length = tag == NULL ? 0 : strlen(tag);
    if (language == NULL || length == 0 || length >= TAG_SIZE || (texts == NULL && count > 0) ||
        stride < sizeof *texts || stride % _Alignof(nreg_language_text) != 0) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT,
                              "A tag of 1 to %d bytes, texts and a place for the language are needed.", TAG_SIZE - 1);
    }
    if (nreg_allocator_resolve(allocator, &own) != NREG_OK) {
        return nreg_error_set(error, NREG_INVALID_ARGUMENT, "The allocator lacks a function.");
    }
    struct nreg_made *made = nreg_allocate_zeroed(&own, sizeof *made);
    if (made == NULL) {
        return nreg_error_set(error, NREG_NO_MEMORY, "There is no memory for the language.");
    }
    atomic_init(&made->references, 1);
    made->allocator = own;
    memcpy(made->tag, tag, length + 1);
    made->language.tag = made->tag;
    made->language.made = made;
    const nreg_code code = take_texts(made, texts, stride, count, error);
    if (code != NREG_OK) {
        nreg_release(&own, made->memory);
        nreg_release(&own, made);
        return code;
    }
    made->language.base = nreg_language_retain(base);
    *language = &made->language;
    return NREG_OK;
}

const nreg_language *nreg_language_retain(const nreg_language *language) {
    if (language != NULL && language->made != NULL) {
        atomic_fetch_add_explicit(&language->made->references, 1, memory_order_relaxed);
    }
    return language;
}

void nreg_language_release(const nreg_language *language) {
    while (language != NULL && language->made != NULL &&
           atomic_fetch_sub_explicit(&language->made->references, 1, memory_order_acq_rel) == 1) {
        struct nreg_made *made = language->made;
        const nreg_allocator allocator = made->allocator;
        language = language->base;
        nreg_release(&allocator, made->memory);
        nreg_release(&allocator, made);
    }
}

void nreg_language_free(nreg_language *language) {
    nreg_language_release(language);
}

/* --- purposes */

static void translate(const nreg_language *language, uint32_t at, const char *original, char *text, size_t size) {
    const char *said = nreg_language_text_at(language, at);
    if (strcmp(text, original) == 0 && said[0] != '\0' && strlen(said) < size) {
        memcpy(text, said, strlen(said) + 1);
    }
}

nreg_code nreg_language_purpose(const nreg_language *language, nreg_purpose *purpose) {
    if (purpose == NULL || purpose->struct_size < sizeof *purpose) {
        return NREG_INVALID_ARGUMENT;
    }
    for (size_t i = 0; i < NREG_PURPOSE_BUILTIN_COUNT; i++) {
        const nreg_purpose *own = &nreg_purpose_builtin[i];
        if (own->id == purpose->id) {
            translate(language, NREG_SAYS_LABELS + own->id, own->label, purpose->label, sizeof purpose->label);
            translate(language, NREG_SAYS_DESCRIPTIONS + own->id, own->description, purpose->description,
                      sizeof purpose->description);
            translate(language, NREG_SAYS_WARNINGS + own->id, own->warning, purpose->warning, sizeof purpose->warning);
        }
    }
    return NREG_OK;
}
