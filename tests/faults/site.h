/* SPDX-License-Identifier: MIT */
/*
 * A store that several processes use, each opening it for itself, and what they register there: scopes by place,
 * numbers by index. Whatever fails ends the process with a message, so that no caller need look.
 */
#ifndef TESTS_FAULTS_SITE_H
#define TESTS_FAULTS_SITE_H

#include <numberreg.h>

/* Two Businesses of none. */
enum { ACME, ACME_SALES, ACME_SPRING, ACME_SUMMER, ACME_SUPPORT, BOLT, BOLT_UNIT, BOLT_PROGRAM, PLACES };

typedef struct site {
    const char *url;     /* sqlite:FILE or postgres://... */
    char directory[160]; /* of a file that is to be removed; "" */
    char made_url[200];  /* if none was given */
    char schema[32];     /* of a database */
    uint64_t places[PLACES];
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *staff;
    nreg_session *acme;
    nreg_session *bolt;
} site;

/*
 * Makes the store and its scopes; nothing is open afterwards. `url` NULL: a SQLite file of its own, removed by
 * site_remove(). In a database the store is a schema named after this process.
 */
void site_make(site *s, const char *url);
void site_open(site *s);
/* With a policy that lets a Business hold so many numbers. */
void site_open_limited(site *s, uint64_t most);
void site_close(site *s);
void site_remove(site *s);
/*
 * When no process has the site open any more: waits until what works for them elsewhere has ended. The back end of a
 * client that was killed first finishes what it was told, COMMIT among it. How many worked, 0 for a file.
 */
uint32_t site_settle(const site *s);

/* The session of the tenant that a place belongs to. */
nreg_session *site_session(const site *s, int place);
/* PLACES if no place has this scope. */
int site_place_of(const site *s, uint64_t scope);
/* The place above; PLACES at the top. */
int site_above(int place);
/* What a tenant is told who adds, without consent, at a place what sits at another: an NREG_REASON_ value. */
uint32_t site_refusal(int target, int holder);

/* Numbers that can be registered, 0 to SITE_NUMBERS - 1, in order. */
enum { SITE_NUMBERS = 8000000 };
uint64_t site_number(uint32_t index);
/* As a person types it; `text` has room for 24 bytes. */
void site_type(uint32_t index, char *text);

void site_must(nreg_code code, const nreg_error *error, const char *what);
/* Ends the process if `condition` is 0. */
void site_expect(int condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The number that follows an option; `otherwise` if it is not given. Ends the process if it is none. */
uint64_t site_option(int count, char **arguments, const char *name, uint64_t otherwise);
const char *site_option_text(int count, char **arguments, const char *name);

#endif
