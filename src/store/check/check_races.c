/* SPDX-License-Identifier: MIT */
/* Threads against each other on records and request ids. */
#include "store/check/check.h"

enum { CLAIMED = 2000, CHUNK = 100 };

typedef struct claim_race {
    atomic_uint won[CLAIMED];
} claim_race;

/* Every thread claims every number, in chunks, and gives some chunks up. */
static nreg_code race_to_claim(nreg_check *c, uint32_t index, void *shared) {
    claim_race *race = shared;
    nreg_record records[CHUNK], existing[CHUNK];
    uint8_t answers[CHUNK];
    for (uint32_t chunk = 0; chunk < CLAIMED / CHUNK;) {
        for (uint32_t i = 0; i < CHUNK; i++) {
            records[i] = nreg_check_record(c, chunk * CHUNK + i);
            records[i].purpose = 1 + index;
        }
        const int give_up = nreg_check_below(c, 5) == 0;
        nreg_code code = nreg_check_begin(c, 0, NREG_STORE_WRITE);
        if (code == NREG_OK) {
            code = nreg_transaction_claim(&c->tx[0], records, CHUNK, existing, answers, &c->error);
        }
        if (code == NREG_OK && !give_up) {
            code = nreg_check_commit(c, 0);
        }
        nreg_check_rollback(c, 0);
        if (give_up || nreg_check_is_collision(code)) {
            continue;
        }
        TRY(code);
        for (uint32_t i = 0; i < CHUNK; i++) {
            if (answers[i] == NREG_ROW_OK) {
                EXPECT(atomic_exchange(&race->won[chunk * CHUNK + i], 1 + index) == 0,
                       "two threads claimed one number");
            }
        }
        chunk++;
    }
    return NREG_OK;
}

static nreg_code each_number_is_claimed_once(nreg_check *c) {
    claim_race *race;
    TAKE(race, 1);
    TRY(nreg_check_threads(c, race_to_claim, race));
    uint64_t numbers[CHUNK];
    nreg_record records[CHUNK];
    uint8_t answers[CHUNK];
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    for (uint32_t chunk = 0; chunk < CLAIMED / CHUNK; chunk++) {
        for (uint32_t i = 0; i < CHUNK; i++) {
            numbers[i] = nreg_check_number(c, chunk * CHUNK + i);
        }
        TRY(nreg_transaction_fetch(&c->tx[0], numbers, CHUNK, NREG_FETCH_SNAPSHOT, records, answers, &c->error));
        for (uint32_t i = 0; i < CHUNK; i++) {
            EXPECT(answers[i] == NREG_ROW_OK, "a number that threads claimed is missing");
            EXPECT(records[i].purpose == atomic_load(&race->won[chunk * CHUNK + i]),
                   "a number went to a thread that was told it had not won");
        }
    }
    return NREG_OK;
}

enum { CHANGES = 40 };

/* Reads, adds one, writes by the token: as many times as the revision says in the end. */
static nreg_code race_to_change(nreg_check *c, uint32_t index, void *shared) {
    (void)index;
    (void)shared;
    const uint64_t number = nreg_check_number(c, 0);
    for (uint32_t done = 0; done < CHANGES;) {
        nreg_record record;
        uint8_t answer = NREG_ROW_CONFLICT;
        /* Read outside the writing transaction: the token must catch what happened in between. */
        TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
        TRY(nreg_transaction_fetch(&c->tx[0], &number, 1, NREG_FETCH_SNAPSHOT, &record, &answer, &c->error));
        nreg_check_rollback(c, 0);
        EXPECT(answer == NREG_ROW_OK, "a record vanished while threads changed it");
        nreg_record changed = record;
        changed.revision++;
        changed.last_batch = nreg_check_id(c);
        const nreg_store_change change = nreg_check_change(&record, &changed);
        nreg_code code = nreg_check_begin(c, 0, NREG_STORE_WRITE);
        if (code == NREG_OK) {
            code = nreg_transaction_update(&c->tx[0], &change, 1, &answer, &c->error);
        }
        if (code == NREG_OK) {
            code = nreg_check_commit(c, 0);
        }
        nreg_check_rollback(c, 0);
        if (!nreg_check_is_collision(code)) {
            TRY(code);
            done += answer == NREG_ROW_OK;
        }
    }
    return NREG_OK;
}

static nreg_code no_change_is_lost(nreg_check *c) {
    const nreg_record record = nreg_check_record(c, 0);
    TRY(nreg_check_add(c, &record, 1));
    TRY(nreg_check_threads(c, race_to_change, NULL));
    nreg_record found;
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(nreg_transaction_fetch(&c->tx[0], &record.number, 1, NREG_FETCH_SNAPSHOT, &found, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK && found.revision == 1 + CHANGES * c->threads, "changes by several threads were lost");
    return NREG_OK;
}

enum { MOVED = 200, MOVES = 40 };

typedef struct move_race {
    uint64_t programs[2];
    atomic_uint moving; /* threads that have not ended */
} move_race;

/* Moves random records to the other Program, several in a transaction. */
static nreg_code move_records(nreg_check *c, move_race *race) {
    for (uint32_t i = 0; i < MOVES; i++) {
        enum { TOGETHER = 20 };
        uint64_t numbers[TOGETHER];
        nreg_record records[TOGETHER];
        nreg_store_change changes[TOGETHER];
        uint8_t answers[TOGETHER];
        const uint32_t first = nreg_check_below(c, MOVED - TOGETHER);
        if (i % 4 == 0) {
            nreg_check_pause(1); /* for readers to begin in between */
        }
        for (uint32_t k = 0; k < TOGETHER; k++) {
            numbers[k] = nreg_check_number(c, first + k);
        }
        nreg_code code = nreg_check_begin(c, 0, NREG_STORE_WRITE);
        if (code == NREG_OK) {
            code = nreg_transaction_fetch(&c->tx[0], numbers, TOGETHER, NREG_FETCH_LOCKED, records, answers, &c->error);
        }
        for (uint32_t k = 0; code == NREG_OK && k < TOGETHER; k++) {
            nreg_record moved = records[k];
            moved.program = race->programs[moved.program == race->programs[0]];
            moved.status = NREG_STATUS_PENDING + nreg_check_below(c, 5);
            moved.revision++;
            changes[k] = nreg_check_change(&records[k], &moved);
        }
        if (code == NREG_OK) {
            code = nreg_transaction_update(&c->tx[0], changes, TOGETHER, answers, &c->error);
        }
        if (code == NREG_OK) {
            code = nreg_check_commit(c, 0);
        }
        nreg_check_rollback(c, 0);
        if (!nreg_check_is_collision(code)) {
            TRY(code);
        }
    }
    return NREG_OK;
}

/* However long it takes to look at both Programs, page by page: together they hold every record once. */
static nreg_code count_records(nreg_check *c, const move_race *race) {
    nreg_record page[16];
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    uint32_t total = 0;
    for (int p = 0; p < 2; p++) {
        nreg_store_filter filter;
        memset(&filter, 0, sizeof filter);
        filter.business = c->business;
        filter.unit = c->unit;
        filter.program = race->programs[p];
        uint64_t after = 0;
        uint32_t more = 1;
        while (more) {
            uint32_t count;
            TRY(nreg_transaction_scan(&c->tx[0], &filter, after, 16, page, &count, &more, &c->error));
            total += count;
            after = count > 0 ? page[count - 1].number : after;
        }
    }
    nreg_check_rollback(c, 0);
    EXPECT(total == MOVED, "a reader counted %u records where there are always %u: it saw half of a commit",
           (unsigned)total, (unsigned)MOVED);
    return NREG_OK;
}

static nreg_code race_to_move(nreg_check *c, uint32_t index, void *shared) {
    move_race *race = shared;
    nreg_code code = NREG_OK;
    if (index % 2 == 0) {
        code = move_records(c, race);
        atomic_fetch_sub(&race->moving, 1);
        return code;
    }
    do {
        code = count_records(c, race);
        nreg_check_rollback(c, 0);
    } while (code == NREG_OK && atomic_load(&race->moving) > 0);
    return code;
}

static nreg_code readers_see_whole_commits(nreg_check *c) {
    nreg_record *records;
    TAKE(records, MOVED);
    move_race race;
    race.programs[0] = nreg_check_id(c);
    race.programs[1] = nreg_check_id(c);
    atomic_init(&race.moving, (c->threads + 1) / 2);
    for (uint32_t i = 0; i < MOVED; i++) {
        records[i] = nreg_check_record(c, i);
        records[i].program = race.programs[i % 2];
    }
    TRY(nreg_check_add(c, records, MOVED));
    return nreg_check_threads(c, race_to_move, &race);
}

enum { REQUESTS = 40 };

typedef struct request_race {
    atomic_uint won[REQUESTS];
} request_race;

static nreg_code race_for_requests(nreg_check *c, uint32_t index, void *shared) {
    request_race *race = shared;
    (void)index;
    for (uint32_t i = 0; i < REQUESTS;) {
        nreg_store_batch batch, existing;
        memset(&batch, 0, sizeof batch);
        batch.id = nreg_check_id(c);
        batch.business = c->business;
        batch.target = c->business;
        batch.state = NREG_BATCH_COMMITTED;
        batch.action = NREG_ACTION_ADD;
        batch.revision = 1;
        batch.request_id[0] = 'r';
        batch.request_id[1] = (char)('0' + i);
        uint8_t answer = NREG_ROW_PRESENT;
        nreg_code code = nreg_check_begin(c, 0, NREG_STORE_WRITE);
        if (code == NREG_OK) {
            code = nreg_transaction_batch_put(&c->tx[0], &batch, 0, &existing, &answer, &c->error);
        }
        const int give_up = code == NREG_OK && nreg_check_below(c, 5) == 0;
        if (code == NREG_OK && !give_up) {
            code = nreg_check_commit(c, 0);
        }
        nreg_check_rollback(c, 0);
        if (give_up || nreg_check_is_collision(code)) {
            continue;
        }
        TRY(code);
        if (answer == NREG_ROW_OK) {
            EXPECT(atomic_fetch_add(&race->won[i], 1) == 0, "two threads took one request id");
        }
        i++;
    }
    return NREG_OK;
}

static nreg_code each_request_id_is_taken_once(nreg_check *c) {
    request_race *race;
    TAKE(race, 1);
    TRY(nreg_check_threads(c, race_for_requests, race));
    for (uint32_t i = 0; i < REQUESTS; i++) {
        EXPECT(atomic_load(&race->won[i]) == 1, "no thread took a request id that all tried");
    }
    return NREG_OK;
}

const nreg_check_entry nreg_checks_races[] = {
    {"races.each_number_is_claimed_once", 0, 1, each_number_is_claimed_once},
    {"races.no_change_is_lost", 0, 1, no_change_is_lost},
    {"races.readers_see_whole_commits", 0, 1, readers_see_whole_commits},
    {"races.each_request_id_is_taken_once", NREG_GROUP_BATCHES, 1, each_request_id_is_taken_once},
    {NULL, 0, 0, NULL},
};
