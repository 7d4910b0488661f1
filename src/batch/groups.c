/* SPDX-License-Identifier: MIT */
/*
 * Which of the entries with the same number counts (rule R4): the first acceptable one. The others name it; two
 * acceptable ones of which one says Do Not Originate and the other does not reject each other, and all their like.
 *
 * What the members of a settled group say:
 *   somebody counts:  he has `related` 0, all others name him;
 *   conflict:         acceptable members with a purpose name the first one of the other kind, the rest name the first
 * of those; nobody fits:      all have `related` 0 and only faults of their own. So appending to a group costs the same
 * however large it is.
 */
#include "batch/draft_parts.h"

static nreg_staged *at(const nreg_draft *draft, uint32_t entry) {
    return &draft->entries[entry - 1];
}

static int acceptable(const nreg_staged *entry) {
    const uint64_t faults = nreg_staged_faults(entry);
    return (entry->action == NREG_ACTION_IMPORT ? nreg_import_faults(faults) : faults) == 0;
}

static int says_dno(const nreg_draft *draft, const nreg_staged *entry) {
    return nreg_catalogue_is_dno(draft->basis.catalogue, entry->purpose);
}

static int differ(const nreg_staged *a, const nreg_staged *b) {
    return nreg_staged_reason_beside(a, b) == NREG_REASON_BIT(NREG_REASON_CONFLICTING_PURPOSE);
}

static void yield_to(const nreg_draft *draft, uint32_t entry, uint32_t counts) {
    nreg_staged *loser = at(draft, entry);
    loser->related = counts;
    loser->duplicate = differ(loser, at(draft, counts)) ? NREG_CONFLICTING : NREG_DUPLICATE;
}

/* The entry that counts in the settled group whose last member is `tail`; 0 if there is none. */
static uint32_t who_counts(const nreg_draft *draft, uint32_t tail) {
    const nreg_staged *last = at(draft, tail);
    const uint32_t candidate = last->related == 0 ? tail : last->related;
    const nreg_staged *member = at(draft, candidate);
    return acceptable(member) && member->duplicate == NREG_COUNTS ? candidate : 0;
}

/*
 * May an entry added behind `last` contradict one of the group in which `winner` counts? Members with a purpose all say
 * the same of Do Not Originate, so any of them tells; where none is at hand, settling the group finds out.
 */
static int may_contradict(const nreg_draft *draft, const nreg_staged *added, const nreg_staged *winner,
                          const nreg_staged *last) {
    if (!acceptable(added) || added->purpose == 0) {
        return 0;
    }
    const nreg_staged *sibling = winner->purpose != 0 ? winner : last;
    return !acceptable(sibling) || sibling->purpose == 0 || says_dno(draft, added) != says_dno(draft, sibling);
}

static void append_to(nreg_draft *draft, uint32_t entry, uint32_t tail) {
    nreg_staged *added = at(draft, entry);
    nreg_staged *last = at(draft, tail);
    added->next = last->next;
    last->next = entry;
    added->unsettled = 1;
    if (last->unsettled) {
        return;
    }
    const uint32_t counts = who_counts(draft, tail);
    if (counts == 0) {
        added->unsettled = last->related != 0 || acceptable(added);
        return;
    }
    if (may_contradict(draft, added, at(draft, counts), last)) {
        return;
    }
    yield_to(draft, entry, counts);
    added->unsettled = 0;
}

/* The last of a ring is the one whose follower is not later. */
static int is_last(const nreg_staged *member, uint32_t entry) {
    return !member->dropped && member->number != 0 && member->next <= entry;
}

int nreg_group_reserve(nreg_draft *draft, size_t entries) {
    if (nreg_index_fits(&draft->index, entries)) {
        return 1;
    }
    if (!nreg_index_make(&draft->index, entries)) {
        return 0;
    }
    for (uint32_t entry = 1; entry <= draft->grouped; entry++) {
        const nreg_staged *member = at(draft, entry);
        if (is_last(member, entry)) {
            const uint64_t hash = nreg_index_hash(&draft->index, member->number);
            uint32_t *slot = nreg_index_find(&draft->index, hash, member->number, draft->entries);
            nreg_index_set(&draft->index, slot, hash, entry);
        }
    }
    return 1;
}

void nreg_group_append(nreg_draft *draft, uint32_t entry, uint64_t hash) {
    nreg_staged *added = at(draft, entry);
    added->next = entry;
    added->related = 0;
    added->duplicate = NREG_COUNTS;
    added->unsettled = 0;
    if (added->number == 0) {
        return;
    }
    uint32_t *slot = nreg_index_find(&draft->index, hash, added->number, draft->entries);
    const uint32_t tail = nreg_index_entry(&draft->index, *slot);
    nreg_index_set(&draft->index, slot, hash, entry);
    if (tail != 0) {
        append_to(draft, entry, tail);
    }
}

void nreg_group_append_rest(nreg_draft *draft) {
    enum { STRIDE = 32 }; /* so that the index's memory is on its way while others are appended */
    uint64_t hashes[STRIDE];
    const uint32_t first = (uint32_t)draft->grouped + 1;
    while (draft->grouped < draft->count) {
        const size_t left = draft->count - draft->grouped;
        const size_t some = left < STRIDE ? left : STRIDE;
        const nreg_staged *rest = draft->entries + draft->grouped;
        for (size_t i = 0; i < some; i++) {
            hashes[i] = nreg_index_hash(&draft->index, rest[i].number);
            nreg_index_prefetch(&draft->index, hashes[i]);
        }
        for (size_t i = 0; i < some; i++) {
            nreg_group_append(draft, (uint32_t)++draft->grouped, hashes[i]);
        }
    }
    nreg_group_settle_from(draft, first);
}

void nreg_group_insert(nreg_draft *draft, uint32_t entry) {
    nreg_staged *added = at(draft, entry);
    added->next = entry;
    added->related = 0;
    added->duplicate = NREG_COUNTS;
    if (added->number == 0) {
        return;
    }
    const uint64_t hash = nreg_index_hash(&draft->index, added->number);
    uint32_t *slot = nreg_index_find(&draft->index, hash, added->number, draft->entries);
    const uint32_t tail = nreg_index_entry(&draft->index, *slot);
    if (tail == 0 || tail < entry) {
        nreg_index_set(&draft->index, slot, hash, entry);
    }
    if (tail == 0) {
        return;
    }
    uint32_t before = tail;
    while (tail > entry && at(draft, before)->next < entry) {
        before = at(draft, before)->next;
    }
    added->next = at(draft, before)->next;
    at(draft, before)->next = entry;
    nreg_group_settle(draft, entry);
}

void nreg_group_leave(nreg_draft *draft, uint32_t entry) {
    nreg_staged *leaver = at(draft, entry);
    if (leaver->number == 0) {
        return;
    }
    const uint64_t hash = nreg_index_hash(&draft->index, leaver->number);
    uint32_t *slot = nreg_index_find(&draft->index, hash, leaver->number, draft->entries);
    if (leaver->next == entry) {
        nreg_index_remove(&draft->index, slot, draft->entries);
        return;
    }
    uint32_t before = leaver->next;
    while (at(draft, before)->next != entry) {
        before = at(draft, before)->next;
    }
    at(draft, before)->next = leaver->next;
    if (nreg_index_entry(&draft->index, *slot) == entry) {
        nreg_index_set(&draft->index, slot, hash, before);
    }
    leaver->next = entry;
    leaver->related = 0;
    leaver->duplicate = NREG_COUNTS;
    nreg_group_settle(draft, before);
}

/* First acceptable members: any, with a purpose for calling, and Do Not Originate. */
typedef struct firsts {
    uint32_t any;
    uint32_t calls;
    uint32_t dno;
} firsts;

static firsts find_firsts(const nreg_draft *draft, uint32_t head) {
    firsts found = {0, 0, 0};
    uint32_t entry = head;
    do {
        const nreg_staged *member = at(draft, entry);
        if (acceptable(member)) {
            found.any = found.any == 0 ? entry : found.any;
            if (member->purpose != 0) {
                uint32_t *kind = says_dno(draft, member) ? &found.dno : &found.calls;
                *kind = *kind == 0 ? entry : *kind;
            }
        }
        entry = member->next;
    } while (entry != head);
    return found;
}

static void settle_conflict(const nreg_draft *draft, uint32_t entry, const firsts *found) {
    nreg_staged *member = at(draft, entry);
    if (acceptable(member) && member->purpose != 0) {
        member->duplicate = NREG_CONFLICTING;
        member->related = says_dno(draft, member) ? found->calls : found->dno;
        return;
    }
    member->duplicate = NREG_DUPLICATE;
    member->related = found->calls < found->dno ? found->calls : found->dno;
}

void nreg_group_settle(nreg_draft *draft, uint32_t entry) {
    const uint64_t number = at(draft, entry)->number;
    if (number == 0) {
        return;
    }
    const uint64_t hash = nreg_index_hash(&draft->index, number);
    const uint32_t tail =
        nreg_index_entry(&draft->index, *nreg_index_find(&draft->index, hash, number, draft->entries));
    const uint32_t head = at(draft, tail)->next;
    const firsts found = find_firsts(draft, head);
    uint32_t member = head;
    do {
        nreg_staged *settled = at(draft, member);
        settled->unsettled = 0;
        settled->related = 0;
        settled->duplicate = NREG_COUNTS;
        if (found.calls != 0 && found.dno != 0) {
            settle_conflict(draft, member, &found);
        } else if (found.any != 0 && found.any != member) {
            yield_to(draft, member, found.any);
        }
        member = settled->next;
    } while (member != head);
}

void nreg_group_settle_from(nreg_draft *draft, uint32_t first) {
    for (size_t i = first; i <= draft->count; i++) {
        if (at(draft, (uint32_t)i)->unsettled) {
            nreg_group_settle(draft, (uint32_t)i);
        }
    }
}

void nreg_group_settle_all(nreg_draft *draft) {
    for (uint32_t i = 1; i <= draft->count; i++) {
        if (is_last(at(draft, i), i)) {
            nreg_group_settle(draft, i);
        }
    }
}

void nreg_group_rebuild(nreg_draft *draft) {
    nreg_index_clear(&draft->index);
    for (uint32_t i = 1; i <= draft->count; i++) {
        if (!at(draft, i)->dropped) {
            nreg_group_append(draft, i, nreg_index_hash(&draft->index, at(draft, i)->number));
        }
    }
    nreg_group_settle_from(draft, 1);
}
