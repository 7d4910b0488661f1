/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENOUGH_WORK = 8 }; /* So many blocks without a pause are worth threads. */

/* Turns are numbered in the order in which blocks are given; a turn's block is blocks[turn % count]. */
struct cli_crew {
    cli_crew_job job;
    void *blocks[CLI_CREW_MOST];
    size_t count;
    size_t in_a_row; /* Blocks given since the last pause. */
    pthread_t threads[CLI_CREW_MOST];
    size_t thread_count; /* 0: who gives a block works on it. */
    pthread_mutex_t lock;
    pthread_cond_t changed; /* What follows, which the lock protects. */
    size_t given;
    size_t taken;
    size_t delivered;
    int ended;
    int status;
};

size_t cli_crew_size(void) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors < CLI_CREW_MOST ? (size_t)processors : CLI_CREW_MOST;
}

cli_crew *cli_crew_new(cli_context *cli, cli_crew_job job, void *const blocks[], size_t count) {
    cli_crew *crew = calloc(1, sizeof *crew);
    if (crew == NULL) {
        cli_failed(cli, NREG_NO_MEMORY, NULL);
        return NULL;
    }
    crew->job = job;
    crew->count = count;
    memcpy(crew->blocks, blocks, count * sizeof *blocks);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->changed, NULL);
    return crew;
}

static void wait_until_delivered(cli_crew *crew, size_t turns) {
    while (crew->delivered < turns)
        pthread_cond_wait(&crew->changed, &crew->lock);
}

/* Works on the next block, without the lock, and delivers it when all before it are delivered. */
static void take_turn(cli_crew *crew) {
    size_t turn = crew->taken++;
    void *block = crew->blocks[turn % crew->count];
    pthread_mutex_unlock(&crew->lock);
    int status = crew->job.work(block, crew->job.context);
    pthread_mutex_lock(&crew->lock);
    wait_until_delivered(crew, turn);
    pthread_mutex_unlock(&crew->lock);
    int delivered = crew->job.deliver(block);
    pthread_mutex_lock(&crew->lock);
    crew->status = status > crew->status ? status : crew->status;
    crew->status = delivered > crew->status ? delivered : crew->status;
    crew->delivered++;
    pthread_cond_broadcast(&crew->changed);
}

static void *labour(void *context) {
    cli_crew *crew = context;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (crew->taken == crew->given && !crew->ended)
            pthread_cond_wait(&crew->changed, &crew->lock);
        if (crew->taken == crew->given)
            break;
        take_turn(crew);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

void *cli_crew_block(cli_crew *crew) {
    pthread_mutex_lock(&crew->lock);
    if (crew->given >= crew->count)
        wait_until_delivered(crew, crew->given - crew->count + 1);
    pthread_mutex_unlock(&crew->lock);
    return crew->blocks[crew->given % crew->count];
}

int cli_crew_give(cli_crew *crew) {
    pthread_mutex_lock(&crew->lock);
    crew->given++;
    if (++crew->in_a_row == ENOUGH_WORK && crew->thread_count == 0 && crew->count > 1)
        while (crew->thread_count < crew->count &&
               pthread_create(&crew->threads[crew->thread_count], NULL, labour, crew) == 0)
            crew->thread_count++;
    if (crew->thread_count == 0)
        take_turn(crew);
    else
        pthread_cond_broadcast(&crew->changed);
    int status = crew->status;
    pthread_mutex_unlock(&crew->lock);
    return status;
}

int cli_crew_pause(cli_crew *crew) {
    pthread_mutex_lock(&crew->lock);
    wait_until_delivered(crew, crew->given);
    crew->in_a_row = 0;
    int status = crew->status;
    pthread_mutex_unlock(&crew->lock);
    return status;
}

void cli_crew_free(cli_crew *crew) {
    pthread_mutex_lock(&crew->lock);
    crew->ended = 1;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->thread_count; i++)
        pthread_join(crew->threads[i], NULL);
    pthread_cond_destroy(&crew->changed);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}
