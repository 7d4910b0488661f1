/* SPDX-License-Identifier: MIT */
/* A client of a registry that writes down what it asked for and what it was told, for the checker to compare. */
#ifndef TESTS_CONSISTENCY_CLIENT_H
#define TESTS_CONSISTENCY_CLIENT_H

#include <numberreg.h>

#include <stdio.h>

enum { PLACES = 14 };

typedef struct client {
    const char *url;
    const char *schema;
    const char *log_path;
    const char *mix;  /* "mixed" or "race" */
    uint32_t number;  /* which client; its seed */
    uint32_t numbers; /* in the pool that all clients draw from */
    uint32_t batch;   /* most numbers a batch */
    uint32_t seconds; /* how long to go on; a race ends by itself */
    uint32_t settle;  /* seconds more for what is not settled by then */
    FILE *log;
    nreg_store *store;
    nreg_registry *registry;
    nreg_session *operator_session;
    nreg_scope places[PLACES]; /* two Businesses with their Units and Programs, by path */
    nreg_error error;
} client;

/* Microseconds on a clock that all processes of the machine share. */
int64_t now(void);
void rest(uint32_t milliseconds);
uint64_t number_at(uint32_t index);

/* Opens store and registry, waiting for a database that is away. Ends the process if it does not come back. */
void open_all(client *c, int create);
void close_all(client *c);
void open_log(client *c, const char *mode);

void run_setup(client *c);
void run_work(client *c);
void run_feed(client *c);
void run_dump(client *c);

#endif
