/* SPDX-License-Identifier: MIT */
/*
 * Finds digits that are still open, so that a number is valid.
 *
 * The number is interpreted with open digits in it, and whatever depends on them is asked here: what a digit is, where
 * an automaton ends. Each question has several answers, and a path is one answer to each; all paths are tried. The
 * answers of a path are conditions: which digits may stand somewhere, and labels at which automata have to end. Digits
 * that meet all of them are found by running the automata side by side, and never twice from the same places.
 */
#ifndef NREG_NUMBER_SEARCH_H
#define NREG_NUMBER_SEARCH_H

#include "number/interpret.h"

enum {
    NREG_SEARCH_QUESTIONS = 24,  /* Questions that a path asks at most, */
    NREG_SEARCH_CONDITIONS = 10, /* and automata. */
    NREG_SEARCH_EASY = 32,       /* So many tries find what they look for as a rule; only then */
    NREG_SEARCH_DEAD_ENDS = 256, /* dead ends are remembered, so many; more displace each other. */
    NREG_SEARCH_SETS = 4         /* Sets of labels that are remembered. */
};

/* Numbers below NREG_LABEL_COUNT. */
typedef struct nreg_search_set {
    uint32_t bits[NREG_LABEL_COUNT / 32];
} nreg_search_set;

typedef struct nreg_search_question {
    uint32_t answer;
    nreg_search_set others; /* Answers not given yet. */
} nreg_search_question;

/* Digits that an automaton reads from a value on, and what it has to end with. */
typedef struct nreg_search_condition {
    const uint8_t *digits;
    uint8_t count;
    uint16_t value;
    uint32_t label;                   /* With this label; */
    int any;                          /* or, if set, with label 0 or another, as `label` is 0 or 1; */
    const nreg_plan_country *country; /* or, if not NULL, with one that means a valid number of this country. */
} nreg_search_condition;

/* Where the automata of all conditions stand before an open position. */
typedef struct nreg_search_place {
    uint32_t path; /* Number of the path, as in `paths` below; 0 for no place. */
    uint16_t position;
    uint16_t values[NREG_SEARCH_CONDITIONS];
} nreg_search_place;

typedef struct nreg_search {
    const nreg_plan *plan;
    const nreg_plan_entity *region; /* Default region, or NULL. */
    uint32_t tries;                 /* Paths and places that were tried. */
    uint32_t paths;                 /* Paths of which conditions were left to meet. */
    uint32_t questions_chosen;      /* Questions to which this path has an answer, */
    uint32_t questions_asked;       /* and how many of them it has asked again. */
    uint32_t condition_count;
    uint32_t set_count;
    uint32_t remembers;                /* `dead_ends` are in use. */
    size_t before;                     /* First open position, */
    size_t behind;                     /* and the one behind the last. */
    uint16_t allowed[NREG_DIGITS_MAX]; /* By open position: bit d if digit d may stand there. */
    nreg_search_question questions[NREG_SEARCH_QUESTIONS];
    nreg_search_condition conditions[NREG_SEARCH_CONDITIONS];
    nreg_search_place dead_ends[NREG_SEARCH_DEAD_ENDS];
    struct {
        uint32_t value;
        nreg_search_set labels;
    } sets[NREG_SEARCH_SETS]; /* Labels to which a value can lead. */
} nreg_search;

/* Begins a search, of which only the first members are set. */
void nreg_search_begin(nreg_search *s, const nreg_plan *plan, const nreg_plan_entity *region);

/*
 * Whether some choice of the open digits makes the number valid; then they are chosen. Open are those from position
 * `before` on, `open` of them; `digits` has room for them and `count` in all, at most NREG_DIGITS_MAX.
 */
int nreg_search_solve(nreg_search *s, uint8_t *digits, size_t count, size_t before, size_t open, int plus);

/* For nreg_interpret_open(). Answers for the path that is being tried. */

/* The value of a digit. */
uint32_t nreg_search_digit(nreg_search *s, uint8_t digit);

/* Whether a digit has this value. */
int nreg_search_is(nreg_search *s, uint8_t digit, uint32_t value);

/* The number of the label at which an automaton ends that reads these digits; `any`: 1 for all but 0. */
uint32_t nreg_search_label(nreg_search *s, uint32_t value, const uint8_t *digits, size_t count, int any);

/* Whether digits exist that meet all conditions, and lead to a valid number of the country; then they are chosen. */
int nreg_search_finish(nreg_search *s, const nreg_plan_country *country, const uint8_t *digits, size_t count);

#endif
