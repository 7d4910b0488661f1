# SPDX-License-Identifier: MIT
"""A whole store in Python dictionaries: every group of the contract, for the tests."""

from __future__ import annotations

import bisect
import copy
import threading
from collections.abc import Iterable, Sequence
from typing import Any

import numberreg
from numberreg import (
    BatchState,
    Change,
    FindBy,
    ItemsKind,
    JournalBy,
    JournalRow,
    Record,
    RowAnswer,
    Scope,
    StoreBatchFilterRow,
    StoreBatchRow,
    StoreCountRow,
    StoreFilterRow,
    StoreTokenRow,
    StoreTombstoneRow,
    TransactionMode,
)


class State:
    """What the store keeps; copied for every writer, replaced as a whole by commit."""

    def __init__(self) -> None:
        self.records: dict[int, Record] = {}
        self.batches: dict[int, StoreBatchRow] = {}
        self.items: dict[tuple[int, int, int], bytes] = {}
        self.journal: list[tuple[int, JournalRow]] = []
        self.sealed = 0
        self.pruned = 0
        self.appended = 0
        self.scopes: dict[int, Scope] = {}
        self.leases: dict[int, tuple[int, int]] = {}
        self.tombstones: dict[int, StoreTombstoneRow] = {}
        self.counts: dict[tuple[int, int, int], int] = {}

    def copied(self) -> State:
        other = State()
        for name, value in vars(self).items():
            setattr(other, name, copy.copy(value))
        return other


class Transaction:
    def __init__(self, state: State, writes: bool) -> None:
        self.state = state
        self.writes = writes


class RecordStore(numberreg.Store):
    """Tier 1: one writer at a time; readers see the state that was committed last."""

    def __init__(self) -> None:
        self.state = State()
        self.writer = threading.Lock()
        self.closed = 0

    def begin(self, mode: TransactionMode, wait_ms: int) -> Transaction:
        if mode == TransactionMode.READ:
            return Transaction(self.state, False)
        if not self.writer.acquire(timeout=wait_ms / 1000):
            raise numberreg.BusyError("Another transaction is writing.")
        return Transaction(self.state.copied(), True)

    def commit(self, tx: Transaction) -> None:
        if tx.writes:
            self.state = tx.state
            tx.writes = False
            self.writer.release()

    def rollback(self, tx: Transaction) -> None:
        if tx.writes:
            tx.writes = False
            self.writer.release()

    def close(self) -> None:
        self.closed += 1

    def claim(self, tx: Transaction, records: Sequence[Record]) -> Iterable[Record | None]:
        stored = tx.state.records
        answers = [stored.get(r.number) for r in records]
        stored.update((r.number, r) for r, present in zip(records, answers) if present is None)
        return answers

    def fetch(self, tx: Transaction, numbers: Sequence[int], locked: bool) -> Iterable[Record | None]:
        return [tx.state.records.get(number) for number in numbers]

    def update(self, tx: Transaction, changes: Sequence[Change]) -> Iterable[bool]:
        return [self._apply(tx, c.record.number, c.expected_batch, c.expected_revision, c.record) for c in changes]

    def release(self, tx: Transaction, tokens: Sequence[StoreTokenRow]) -> Iterable[bool]:
        return [self._apply(tx, t.number, t.batch, t.revision, None) for t in tokens]

    def _apply(self, tx: Transaction, number: int, batch: int, revision: int, record: Record | None) -> bool:
        stored = tx.state.records.get(number)
        if stored is None or (stored.last_batch, stored.revision) != (batch, revision):
            return False
        if record is None:
            del tx.state.records[number]
            tx.state.leases.pop(number, None)
        else:
            tx.state.records[number] = record
        return True

    def scan(self, tx: Transaction, chosen: StoreFilterRow, after: int, limit: int) -> tuple[Sequence[Record], bool]:
        found = [r for number, r in sorted(tx.state.records.items()) if number > after and self._passes(r, chosen)]
        return found[:limit], len(found) > limit

    def _passes(self, record: Record, chosen: StoreFilterRow) -> bool:
        wanted = [chosen.business, chosen.unit, chosen.program]
        places = [record.business, record.unit, record.program]
        if any(w and w != place for w, place in zip(wanted, places)):
            return False
        deepest = max((i for i, w in enumerate(wanted) if w), default=2)
        if chosen.only_here and any(places[deepest + 1 :]):
            return False
        if chosen.statuses and not chosen.statuses >> record.status & 1:
            return False
        last = chosen.to or record.number
        return chosen.from_ <= record.number <= last and chosen.purpose in (0, record.purpose)


class WholeStore(RecordStore):
    """Every group."""

    def batch_put(
        self, tx: Transaction, batch: StoreBatchRow, expected_revision: int
    ) -> tuple[RowAnswer, StoreBatchRow | None]:
        stored = tx.state.batches.get(batch.id)
        same = self.batch_find(tx, batch.business, batch.request_id) if batch.request_id else None
        if expected_revision == 0:
            present = same or stored
            if present is not None:
                return RowAnswer.PRESENT, present
        elif stored is None or stored.revision != expected_revision:
            return RowAnswer.CONFLICT, None
        elif same is not None and same.id != batch.id:
            return RowAnswer.PRESENT, same
        tx.state.batches[batch.id] = batch
        return RowAnswer.OK, None

    def batch_get(self, tx: Transaction, id: int) -> StoreBatchRow | None:
        return tx.state.batches.get(id)

    def batch_find(self, tx: Transaction, business: int, request_id: str) -> StoreBatchRow | None:
        for batch in tx.state.batches.values():
            if (batch.business, batch.request_id) == (business, request_id):
                return batch
        return None

    def batch_list(
        self, tx: Transaction, chosen: StoreBatchFilterRow, after: int, limit: int
    ) -> tuple[Sequence[StoreBatchRow], bool]:
        newest = sorted(tx.state.batches.values(), key=lambda b: (b.created_us, b.id), reverse=True)
        if after:
            newest = newest[next((i + 1 for i, b in enumerate(newest) if b.id == after), len(newest)) :]
        found = [
            b
            for b in newest
            if chosen.business in (0, b.business)
            and chosen.unit in (0, b.unit)
            and chosen.program in (0, b.program)
            and chosen.state in (0, b.state)
        ]
        return found[:limit], len(found) > limit

    def items_put(self, tx: Transaction, batch: int, kind: ItemsKind, chunk: int, data: bytes) -> None:
        tx.state.items[batch, kind, chunk] = data

    def items_get(self, tx: Transaction, batch: int, kind: ItemsKind, chunk: int) -> bytes | None:
        return tx.state.items.get((batch, kind, chunk))

    def items_clear(self, tx: Transaction, batch: int, kind: ItemsKind, from_chunk: int) -> None:
        for key in [k for k in tx.state.items if k[:2] == (batch, kind) and k[2] >= from_chunk]:
            del tx.state.items[key]

    def batch_prune(self, tx: Transaction, now_us: int, limit: int) -> int:
        expired = sorted((b.expires_us, b.id) for b in tx.state.batches.values() if 1 <= b.expires_us <= now_us)[:limit]
        for _, id in expired:
            for kind in (ItemsKind.ENTRIES, ItemsKind.OUTCOMES):
                self.items_clear(tx, id, kind, 0)
            batch = tx.state.batches[id]
            if batch.state in (BatchState.DRAFT, BatchState.DISCARDED):
                del tx.state.batches[id]
            else:
                tx.state.batches[id] = batch._replace(expires_us=0)
        return len(expired)

    def journal_append(self, tx: Transaction, rows: Sequence[JournalRow]) -> None:
        for row in rows:
            tx.state.appended += 1
            tx.state.journal.append((tx.state.appended, row._replace(sequence=0)))

    def journal_seal(self, tx: Transaction, limit: int) -> int:
        batches = list(dict.fromkeys(row.batch for _, row in tx.state.journal if not row.sequence))[:limit]
        count = 0
        for batch in batches:
            for index, (place, row) in enumerate(tx.state.journal):
                if row.batch == batch and not row.sequence:
                    tx.state.sealed += 1
                    tx.state.journal[index] = (place, row._replace(sequence=tx.state.sealed))
                    count += 1
        return count

    def journal_read(
        self, tx: Transaction, by: JournalBy, id: int, after: int, limit: int
    ) -> tuple[Sequence[JournalRow], bool]:
        rows = tx.state.journal
        if by in (JournalBy.FEED, JournalBy.BUSINESS):
            if after < tx.state.pruned:
                raise numberreg.FeedPrunedError("Rows behind this cursor were pruned.", position=tx.state.pruned)
            chosen = [r for _, r in rows if r.sequence > after and (by == JournalBy.FEED or r.business == id)]
            chosen.sort(key=lambda r: r.sequence)
        elif by == JournalBy.BATCH:
            chosen = [
                r for _, r in sorted(rows, key=lambda p: (p[1].number, p[0])) if r.batch == id and r.number > after
            ]
        else:
            chosen = [r for _, r in rows if r.number == id][after:]
        end = limit
        if by == JournalBy.BATCH and len(chosen) > limit and chosen[limit].number == chosen[limit - 1].number:
            end -= 1  # a page never ends between two rows of one number
        return chosen[:end], len(chosen) > end

    def journal_prune(self, tx: Transaction, before_us: int, limit: int) -> int:
        old = sorted(r.sequence for _, r in tx.state.journal if r.sequence and r.time_us < before_us)[:limit]
        tx.state.journal = [(p, r) for p, r in tx.state.journal if r.sequence not in set(old)]
        tx.state.pruned = max([tx.state.pruned, *old])
        return len(old)

    def journal_erase(self, tx: Transaction, number: int) -> int:
        touched = [i for i, (_, row) in enumerate(tx.state.journal) if row.number == number]
        for index in touched:
            place, row = tx.state.journal[index]
            tx.state.journal[index] = (place, row._replace(number=0))
        return len(touched)

    def scope_put(self, tx: Transaction, scope: Scope, expected_revision: int) -> RowAnswer:
        stored = tx.state.scopes.get(scope.id)
        siblings = [s for s in tx.state.scopes.values() if s.parent == scope.parent and s.id != scope.id]
        outside = bool(scope.external_id) and any(s.external_id == scope.external_id for s in siblings)
        if expected_revision == 0:
            if stored or outside or any(s.key == scope.key for s in siblings):
                return RowAnswer.PRESENT
        elif stored is None or stored.revision != expected_revision:
            return RowAnswer.CONFLICT
        elif outside:
            return RowAnswer.PRESENT
        tx.state.scopes[scope.id] = scope
        return RowAnswer.OK

    def scope_get(self, tx: Transaction, ids: Sequence[int]) -> Iterable[Scope | None]:
        return [tx.state.scopes.get(id) for id in ids]

    def scope_find(self, tx: Transaction, parent: int, by: FindBy, text: str) -> Scope | None:
        for scope in tx.state.scopes.values():
            if text and scope.parent == parent and text == (scope.key if by == FindBy.KEY else scope.external_id):
                return scope
        return None

    def scope_list(self, tx: Transaction, parent: int, after: str, limit: int) -> tuple[Sequence[Scope], bool]:
        below = sorted((s for s in tx.state.scopes.values() if s.parent == parent), key=lambda s: s.key)
        below = below[bisect.bisect_right([s.key for s in below], after) :]
        return below[:limit], len(below) > limit

    def scope_pin(self, tx: Transaction, ids: Sequence[int]) -> Iterable[Scope | None]:
        return self.scope_get(tx, ids)

    def review_lease(
        self, tx: Transaction, status: int, owner: int, now_us: int, until_us: int, after: int, limit: int
    ) -> Sequence[Record]:
        free = [
            r
            for number, r in sorted(tx.state.records.items())
            if number > after and r.status == status and tx.state.leases.get(number, (0, 0))[1] <= now_us
        ][:limit]
        tx.state.leases.update((r.number, (owner, until_us)) for r in free)
        return free

    def review_unlease(self, tx: Transaction, numbers: Sequence[int], owner: int) -> None:
        for number in numbers:
            if tx.state.leases.get(number, (0, 0))[0] == owner:
                del tx.state.leases[number]

    def tombstone_put(self, tx: Transaction, rows: Sequence[StoreTombstoneRow]) -> None:
        for row in rows:
            if row.status:
                tx.state.tombstones[row.number] = row
            else:
                tx.state.tombstones.pop(row.number, None)

    def tombstone_get(self, tx: Transaction, numbers: Sequence[int]) -> Iterable[StoreTombstoneRow | None]:
        return [tx.state.tombstones.get(number) for number in numbers]

    def count_add(self, tx: Transaction, amounts: Sequence[StoreCountRow]) -> None:
        for amount in amounts:
            key = (amount.scope, amount.kind, amount.key)
            tx.state.counts[key] = tx.state.counts.get(key, 0) + amount.amount

    def count_read(
        self, tx: Transaction, scope: int, kind: int, after: int | None, limit: int
    ) -> tuple[Sequence[StoreCountRow], bool]:
        keys: list[Any] = sorted(k for k, amount in tx.state.counts.items() if k[:2] == (scope, kind) and amount)
        if after is not None:
            keys = [k for k in keys if k[2] > after]
        rows = [StoreCountRow(*key, tx.state.counts[key]) for key in keys[:limit]]
        return rows, len(keys) > limit
