/* SPDX-License-Identifier: MIT */
/* Scopes: values, uniqueness, revisions, order, pins. */
#include "store/check/check.h"

static nreg_scope new_scope(nreg_check *c, uint64_t parent) {
    nreg_scope scope;
    memset(&scope, 0, sizeof scope);
    scope.id = nreg_check_id(c);
    scope.parent = parent;
    scope.organization = nreg_check_id(c);
    scope.business = c->business;
    scope.unit = nreg_check_id(c);
    scope.created = 1700000000000001;
    scope.updated = 1700000000000002;
    scope.starts = 1700000000000003;
    scope.ends = 1800000000000004;
    scope.level = NREG_LEVEL_PROGRAM;
    scope.state = NREG_SCOPE_OPEN;
    scope.revision = 1;
    nreg_check_text(c, scope.region, sizeof scope.region, 2);
    nreg_check_text(c, scope.key, sizeof scope.key, NREG_KEY_SIZE - 1);
    nreg_check_text(c, scope.external_id, sizeof scope.external_id, 64);
    nreg_check_text(c, scope.label, sizeof scope.label, NREG_LABEL_SIZE - 1);
    memcpy(scope.label, "caf\xC3\xA9 ", 6);
    return scope;
}

static nreg_code put(nreg_check *c, uint32_t slot, const nreg_scope *scope, uint32_t expected, uint8_t wanted,
                     const char *what) {
    uint8_t answer;
    TRY(nreg_transaction_scope_put(&c->tx[slot], scope, expected, &answer, &c->error));
    EXPECT(answer == wanted, "scope_put of %s answered %u, not %u", what, (unsigned)answer, (unsigned)wanted);
    return NREG_OK;
}

static nreg_code put_alone(nreg_check *c, const nreg_scope *scopes, uint32_t count) {
    TRY(nreg_check_begin(c, 2, NREG_STORE_WRITE));
    for (uint32_t i = 0; i < count; i++) {
        TRY(put(c, 2, &scopes[i], 0, NREG_ROW_OK, "a new scope"));
    }
    return nreg_check_commit(c, 2);
}

static nreg_code expect_scope(nreg_check *c, uint32_t slot, uint64_t id, const nreg_scope *scope, const char *when) {
    nreg_scope found;
    uint8_t answer;
    TRY(nreg_transaction_scope_get(&c->tx[slot], &id, 1, &found, &answer, &c->error));
    if (scope == NULL) {
        EXPECT(answer == NREG_ROW_ABSENT, "%s, scope_get finds a scope that should not be there", when);
    } else {
        EXPECT(answer == NREG_ROW_OK && memcmp(&found, scope, sizeof found) == 0,
               "%s, scope_get does not return the scope as written", when);
    }
    return NREG_OK;
}

static nreg_code expect_found(nreg_check *c, uint64_t parent, uint32_t by, const char *text, const nreg_scope *scope,
                              const char *what) {
    nreg_scope found;
    uint8_t answer;
    TRY(nreg_transaction_scope_find(&c->tx[0], parent, by, text, strlen(text), &found, &answer, &c->error));
    if (scope == NULL) {
        EXPECT(answer == NREG_ROW_ABSENT, "scope_find %s finds a scope that should not be there", what);
    } else {
        EXPECT(answer == NREG_ROW_OK && memcmp(&found, scope, sizeof found) == 0,
               "scope_find %s does not return the scope as written", what);
    }
    return NREG_OK;
}

static nreg_code scopes_come_back(nreg_check *c) {
    const uint64_t parent = nreg_check_id(c);
    const nreg_scope scope = new_scope(c, parent);
    nreg_scope top = new_scope(c, 0);
    memset(top.external_id, 0, sizeof top.external_id);
    TRY(put_alone(c, &scope, 1));
    TRY(put_alone(c, &top, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_scope(c, 0, scope.id, &scope, "After it was put"));
    TRY(expect_scope(c, 0, top.id, &top, "After it was put at the top"));
    TRY(expect_scope(c, 0, scope.id ^ 1, NULL, "For an unknown id"));
    TRY(expect_found(c, parent, NREG_FIND_KEY, scope.key, &scope, "by key"));
    TRY(expect_found(c, parent, NREG_FIND_EXTERNAL_ID, scope.external_id, &scope, "by external id"));
    TRY(expect_found(c, 0, NREG_FIND_KEY, top.key, &top, "by key at the top"));
    TRY(expect_found(c, 0, NREG_FIND_KEY, scope.key, NULL, "under another parent"));
    TRY(expect_found(c, parent, NREG_FIND_KEY, scope.external_id, NULL, "by key, given an external id"));
    return expect_found(c, 0, NREG_FIND_EXTERNAL_ID, "", NULL, "by an empty external id");
}

static nreg_code names_are_unique(nreg_check *c) {
    const uint64_t parent = nreg_check_id(c);
    const nreg_scope first = new_scope(c, parent);
    TRY(put_alone(c, &first, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    nreg_scope other = new_scope(c, parent);
    memcpy(other.key, first.key, sizeof other.key);
    TRY(put(c, 0, &other, 0, NREG_ROW_PRESENT, "a key that is taken"));
    other = new_scope(c, parent);
    memcpy(other.external_id, first.external_id, sizeof other.external_id);
    TRY(put(c, 0, &other, 0, NREG_ROW_PRESENT, "an external id that is taken"));
    other = new_scope(c, parent);
    other.id = first.id;
    TRY(put(c, 0, &other, 0, NREG_ROW_PRESENT, "an id that is taken"));
    other = new_scope(c, nreg_check_id(c));
    memcpy(other.key, first.key, sizeof other.key);
    memcpy(other.external_id, first.external_id, sizeof other.external_id);
    TRY(put(c, 0, &other, 0, NREG_ROW_OK, "the same names under another parent"));
    for (int i = 0; i < 2; i++) {
        other = new_scope(c, parent);
        memset(other.external_id, 0, sizeof other.external_id);
        TRY(put(c, 0, &other, 0, NREG_ROW_OK, "a scope without external id"));
    }
    return nreg_check_commit(c, 0);
}

static nreg_code scopes_need_the_revision(nreg_check *c) {
    const uint64_t parent = nreg_check_id(c);
    const nreg_scope other = new_scope(c, parent);
    const nreg_scope before = new_scope(c, parent);
    TRY(put_alone(c, &other, 1));
    TRY(put_alone(c, &before, 1));
    nreg_scope scope = before;
    scope.revision = 2;
    scope.state = NREG_SCOPE_CLOSED;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(put(c, 0, &scope, 2, NREG_ROW_CONFLICT, "a scope with an old revision"));
    memcpy(scope.external_id, other.external_id, sizeof scope.external_id);
    TRY(put(c, 0, &scope, 1, NREG_ROW_PRESENT, "an external id that another scope has"));
    nreg_check_text(c, scope.external_id, sizeof scope.external_id, 12);
    nreg_check_text(c, scope.label, sizeof scope.label, 3);
    TRY(put(c, 0, &scope, 1, NREG_ROW_OK, "a changed scope"));
    TRY(put(c, 0, &scope, 1, NREG_ROW_CONFLICT, "a scope that the same transaction has changed"));
    TRY(nreg_check_commit(c, 0));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_scope(c, 0, scope.id, &scope, "After a change"));
    TRY(expect_found(c, parent, NREG_FIND_EXTERNAL_ID, scope.external_id, &scope, "by a changed external id"));
    return expect_found(c, parent, NREG_FIND_EXTERNAL_ID, before.external_id, NULL, "by the old external id");
}

static nreg_code lists_are_in_order_of_key(nreg_check *c) {
    enum { COUNT = 9 };
    static const char *const keys[COUNT] = {"-", "0", "a", "a-", "a.b", "a0", "a_", "aa", "b"};
    const uint64_t parent = nreg_check_id(c);
    nreg_scope scopes[COUNT], shuffled[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        scopes[i] = new_scope(c, parent);
        memset(scopes[i].key, 0, sizeof scopes[i].key);
        memcpy(scopes[i].key, keys[i], strlen(keys[i]));
        shuffled[i * 4 % COUNT] = scopes[i];
    }
    TRY(put_alone(c, shuffled, COUNT));
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    for (uint32_t limit = 1; limit <= COUNT + 1; limit += 2) {
        nreg_scope page[COUNT + 1];
        char after[NREG_KEY_SIZE] = "";
        uint32_t next = 0;
        uint32_t more = 1;
        while (more) {
            uint32_t count;
            TRY(nreg_transaction_scope_list(&c->tx[0], parent, after, limit, page, &count, &more, &c->error));
            for (uint32_t i = 0; i < count; i++, next++) {
                EXPECT(next < COUNT && memcmp(&page[i], &scopes[next], sizeof page[i]) == 0,
                       "scope_list returns another scope, or another order than that of the bytes of the keys");
                memcpy(after, page[i].key, sizeof after);
            }
        }
        EXPECT(next == COUNT, "scope_list ends before all scopes were returned");
    }
    return NREG_OK;
}

static nreg_code a_pin_holds(nreg_check *c) {
    const nreg_scope before = new_scope(c, nreg_check_id(c));
    TRY(put_alone(c, &before, 1));
    nreg_scope closed = before, pinned;
    closed.revision = 2;
    closed.state = NREG_SCOPE_CLOSED;
    uint8_t answer;
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(nreg_transaction_scope_pin(&c->tx[0], &before.id, 1, &pinned, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK && memcmp(&pinned, &before, sizeof pinned) == 0,
           "scope_pin does not return the scope as written");
    const uint64_t unknown = before.id ^ 1;
    TRY(nreg_transaction_scope_pin(&c->tx[0], &unknown, 1, &pinned, &answer, &c->error));
    EXPECT(answer == NREG_ROW_ABSENT, "scope_pin finds a scope that does not exist");
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    if (alone) {
        return NREG_OK;
    }
    TRY(nreg_transaction_scope_pin(&c->tx[1], &before.id, 1, &pinned, &answer, &c->error));
    EXPECT(answer == NREG_ROW_OK, "two transactions cannot pin the same scope");
    nreg_check_rollback(c, 1);
    TRY(nreg_check_second_writer(c, &alone));
    nreg_code code = alone ? NREG_BUSY : nreg_transaction_scope_put(&c->tx[1], &closed, 1, &answer, &c->error);
    if (code == NREG_OK && answer == NREG_ROW_OK) {
        code = nreg_check_commit(c, 1);
    }
    const int changed = code == NREG_OK && answer == NREG_ROW_OK;
    EXPECT(code == NREG_OK || nreg_check_is_collision(code), "a change of a pinned scope answered %s",
           nreg_code_name(code));
    nreg_check_rollback(c, 1);
    EXPECT(!changed || nreg_check_commit(c, 0) != NREG_OK, "a scope changed while it was pinned");
    return NREG_OK;
}

/* Who closes a scope puts it and then looks what it holds; who goes by a limit puts the Business and then counts. */
static nreg_code a_put_sees_what_pins_left(nreg_check *c) {
    const nreg_scope scope = new_scope(c, nreg_check_id(c));
    const nreg_record record = nreg_check_record(c, 0);
    const nreg_store_count amount = {scope.id, NREG_COUNT_RECORDS, 1, 1};
    const int counts = (nreg_store_groups(c->store) & NREG_GROUP_COUNTS) != 0;
    TRY(put_alone(c, &scope, 1));
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(expect_scope(c, 0, scope.id, &scope, "Before it is put again"));
    int alone;
    TRY(nreg_check_second_writer(c, &alone));
    if (!alone) {
        nreg_scope pinned;
        uint8_t answer;
        TRY(nreg_transaction_scope_pin(&c->tx[1], &scope.id, 1, &pinned, &answer, &c->error));
        TRY(nreg_check_claim_new(c, 1, &record, 1));
        if (counts) {
            TRY(nreg_transaction_count_add(&c->tx[1], &amount, 1, &c->error));
        }
        TRY(nreg_check_commit(c, 1));
    }
    uint8_t answer;
    const nreg_code code = nreg_transaction_scope_put(&c->tx[0], &scope, scope.revision, &answer, &c->error);
    if (!alone && nreg_check_is_collision(code)) {
        return NREG_OK;
    }
    TRY(code);
    EXPECT(answer == NREG_ROW_OK, "scope_put does not put a scope as it is");
    if (alone) {
        TRY(expect_scope(c, 0, scope.id, &scope, "After it was put again"));
        return NREG_OK;
    }
    nreg_record seen;
    nreg_store_count counted;
    uint32_t count = 1;
    uint32_t more;
    TRY(nreg_transaction_fetch(&c->tx[0], &record.number, 1, NREG_FETCH_SNAPSHOT, &seen, &answer, &c->error));
    if (counts) {
        TRY(nreg_transaction_count_read(&c->tx[0], scope.id, NREG_COUNT_RECORDS, 0, 1, &counted, &count, &more,
                                        &c->error));
    }
    EXPECT((answer == NREG_ROW_OK && count == 1) || nreg_check_commit(c, 0) != NREG_OK,
           "who put a scope does not see what another had committed that pinned it");
    return NREG_OK;
}

static nreg_code scopes_roll_back(nreg_check *c) {
    const uint64_t parent = nreg_check_id(c);
    const nreg_scope kept = new_scope(c, parent);
    const nreg_scope lost = new_scope(c, parent);
    TRY(put_alone(c, &kept, 1));
    nreg_scope changed = kept;
    changed.revision = 2;
    nreg_check_text(c, changed.external_id, sizeof changed.external_id, 5);
    TRY(nreg_check_begin(c, 0, NREG_STORE_WRITE));
    TRY(put(c, 0, &lost, 0, NREG_ROW_OK, "a new scope"));
    TRY(put(c, 0, &changed, 1, NREG_ROW_OK, "a changed scope"));
    TRY(expect_scope(c, 0, lost.id, &lost, "In the transaction that put it"));
    TRY(nreg_check_begin(c, 1, NREG_STORE_READ));
    TRY(expect_scope(c, 1, lost.id, NULL, "Before the commit"));
    TRY(expect_scope(c, 1, kept.id, &kept, "Before the commit"));
    nreg_check_rollback(c, 1);
    nreg_check_rollback(c, 0);
    TRY(nreg_check_begin(c, 0, NREG_STORE_READ));
    TRY(expect_scope(c, 0, lost.id, NULL, "After a rollback"));
    TRY(expect_scope(c, 0, kept.id, &kept, "After a rollback"));
    TRY(expect_found(c, parent, NREG_FIND_EXTERNAL_ID, kept.external_id, &kept, "after a rollback"));
    return expect_found(c, parent, NREG_FIND_EXTERNAL_ID, changed.external_id, NULL, "after a rollback");
}

const nreg_check_entry nreg_checks_scopes[] = {
    {"scopes.come_back", NREG_GROUP_SCOPES, 0, scopes_come_back},
    {"scopes.names_are_unique", NREG_GROUP_SCOPES, 0, names_are_unique},
    {"scopes.need_the_revision", NREG_GROUP_SCOPES, 0, scopes_need_the_revision},
    {"scopes.lists_are_in_order_of_key", NREG_GROUP_SCOPES, 0, lists_are_in_order_of_key},
    {"scopes.a_pin_holds", NREG_GROUP_SCOPES, 0, a_pin_holds},
    {"scopes.a_put_sees_what_pins_left", NREG_GROUP_SCOPES, 0, a_put_sees_what_pins_left},
    {"scopes.roll_back", NREG_GROUP_SCOPES, 0, scopes_roll_back},
    {NULL, 0, 0, NULL},
};
