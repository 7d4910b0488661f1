# SPDX-License-Identifier: MIT
"""Stores: in memory, in a SQLite file, or written in Python."""

from __future__ import annotations

import ctypes
import itertools
import os
import weakref
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from . import _api, _rows
from ._api import (
    Code,
    FindBy,
    ItemsKind,
    JournalBy,
    PostgresqlMode,
    RowAnswer,
    SqliteMode,
    StoreGroups,
    TransactionMode,
)
from ._calls import call, failed_callback, ignored_callback, log, run_signals
from ._convert import U32_MAX, c_text, integer, optional, path
from ._handles import Handle, Owner
from ._library import guard, lib, postgresql, quick, sqlite
from ._rows import (
    StoreBatchFilterRow,
    StoreBatchRow,
    StoreCountRow,
    StoreFilterRow,
    StoreTokenRow,
    StoreTombstoneRow,
)
from .journal import JournalRow
from .records import Record
from .scopes import Scope

_byref = ctypes.byref


class NativeStore(Handle):
    """A store of the library's own. Registries that use it keep it alive until they are closed."""

    __slots__ = ()

    @property
    def groups(self) -> StoreGroups:
        """Which groups of the store contract it offers."""
        owner = self._use()
        return StoreGroups(quick.nreg_store_groups(owner.pointer))


class MemoryStore(NativeStore):
    """A store in memory, empty; for tests and tools."""

    __slots__ = ()

    def __init__(self, *, journal: bool = True) -> None:
        options = _api.MemoryStoreOptions()
        quick.nreg_memory_store_options_init(options)
        options.no_journal = not journal
        pointer = ctypes.c_void_p()
        call(lib.nreg_memory_store_open, _byref(options), _byref(pointer))
        assert pointer.value is not None
        self._adopt(Owner(pointer.value, lib.nreg_store_close))


class SqliteStore(NativeStore):
    """A store in a SQLite file. Any number of threads and processes of one machine may use the same file."""

    __slots__ = ()

    def __init__(
        self,
        file: str | os.PathLike[str],
        *,
        create: bool = False,
        read_only: bool = False,
        journal: bool = True,
        cache_mib: int | None = None,
        readers: int | None = None,
        synchronous: int | None = None,
        wait_ms: int | None = None,
    ) -> None:
        if create and read_only:
            raise ValueError("a store cannot be created read-only")
        functions = sqlite()
        options = _api.SqliteStoreOptions()
        functions.nreg_sqlite_store_options_init(options)
        options.mode = SqliteMode.CREATE if create else SqliteMode.READ_ONLY if read_only else SqliteMode.OPEN
        options.no_journal = not journal
        for name, value, most in (
            ("cache_mib", cache_mib, 65536),
            ("readers", readers, 64),
            ("synchronous", synchronous, 2),
            ("wait_ms", wait_ms, U32_MAX),
        ):
            if value is not None:
                setattr(options, name, integer(name, value, most, 1))
        name = os.fsdecode(file)
        guard.opening(name)
        pointer = ctypes.c_void_p()
        call(functions.nreg_sqlite_store_open, path(name), _byref(options), _byref(pointer))
        assert pointer.value is not None
        identity = guard.opened(name)
        owner = Owner(pointer.value, lib.nreg_store_close)
        weakref.finalize(owner, guard.closed, identity).atexit = False
        self._adopt(owner)


class PostgresqlStore(NativeStore):
    """A store in a PostgreSQL database, for any number of machines. Needs libnumberreg-postgresql."""

    __slots__ = ()

    def __init__(
        self,
        connection: str = "",
        *,
        create: bool = False,
        read_only: bool = False,
        journal: bool = True,
        connections: int | None = None,
        statement_timeout: float | None = None,
        schema: str | None = None,
    ) -> None:
        if create and read_only:
            raise ValueError("a store cannot be created read-only")
        functions = postgresql()
        options = _api.PostgresqlStoreOptions()
        functions.nreg_postgresql_store_options_init(options)
        mode = PostgresqlMode.READ_ONLY if read_only else PostgresqlMode.OPEN
        options.mode = PostgresqlMode.CREATE if create else mode
        options.no_journal = not journal
        options.schema = optional("schema", schema)
        if connections is not None:
            options.connections = integer("connections", connections, 1000, 1)
        if statement_timeout is not None:
            options.statement_timeout_ms = integer("statement_timeout", int(statement_timeout * 1000), U32_MAX)
        pointer = ctypes.c_void_p()
        where = c_text("connection", connection)
        call(functions.nreg_postgresql_store_open, where, _byref(options), _byref(pointer))
        assert pointer.value is not None
        self._adopt(Owner(pointer.value, lib.nreg_store_close))


class Change(NamedTuple):
    """A change of a record: applied only where the stored token is the one expected."""

    #: The record as it shall be; its number says which.
    record: Record
    #: Its last_batch now.
    expected_batch: int
    #: Its revision now.
    expected_revision: int


class Store:
    """A store written in Python, on the tables a host has. Subclass it.

    Eight methods must be given: begin, commit, rollback, claim, fetch, update, release and scan. The others come in
    groups (batches, journal, scopes, review, counts); a group is given wholly or not at all, and an incomplete one is
    refused when the registry is opened, by name. The contract is that of the C library's extend/store.h: methods are
    called from any thread, one thread at a time per transaction, with keys ascending and unique.

    What a method raises comes back, with its traceback, out of the call that led to it. Raise `RetryError` for a
    serialization failure (the transaction is run again), `BusyError` for a lock not had in time, and the other
    exceptions of this package for their codes. `check_store` tests all of it.
    """

    # Must be given.

    def begin(self, mode: TransactionMode, wait_ms: int) -> Any:
        """Open a transaction and return what stands for it; every other method gets that as its first argument."""
        raise NotImplementedError

    def commit(self, tx: Any) -> None:
        """Make the changes durable and visible. Raise `UnknownOutcomeError` if that is not known."""
        raise NotImplementedError

    def rollback(self, tx: Any) -> None:
        """Undo the transaction and let it go; also called after a commit that raised."""
        raise NotImplementedError

    def claim(self, tx: Any, records: Sequence[Record]) -> Iterable[Record | None]:
        """Insert each record whose number is absent (answer None), else answer the one present, and keep it locked."""
        raise NotImplementedError

    def fetch(self, tx: Any, numbers: Sequence[int], locked: bool) -> Iterable[Record | None]:
        """The record of each number, or None. With ``locked``: latest committed, and locked until the end."""
        raise NotImplementedError

    def update(self, tx: Any, changes: Sequence[Change]) -> Iterable[bool]:
        """Replace each record where its token matches; answer whether it did."""
        raise NotImplementedError

    def release(self, tx: Any, tokens: Sequence[StoreTokenRow]) -> Iterable[bool]:
        """Remove each record where its token matches; answer whether it did."""
        raise NotImplementedError

    def scan(self, tx: Any, chosen: StoreFilterRow, after: int, limit: int) -> tuple[Sequence[Record], bool]:
        """Up to ``limit`` records that pass, ascending by number behind ``after``; and whether there may be more."""
        raise NotImplementedError

    # May be given: closing.

    def close(self) -> None:
        """Called once, when no registry uses the store any more."""

    # May be given: batches.

    def batch_put(
        self, tx: Any, batch: StoreBatchRow, expected_revision: int
    ) -> tuple[RowAnswer, StoreBatchRow | None]:
        """Insert (revision 0) or replace a batch header; with PRESENT, the header that is in the way."""
        raise NotImplementedError

    def batch_get(self, tx: Any, id: int) -> StoreBatchRow | None:
        """The header with an id."""
        raise NotImplementedError

    def batch_find(self, tx: Any, business: int, request_id: str) -> StoreBatchRow | None:
        """The header of a Business with a request id."""
        raise NotImplementedError

    def batch_list(
        self, tx: Any, chosen: StoreBatchFilterRow, after: int, limit: int
    ) -> tuple[Sequence[StoreBatchRow], bool]:
        """Headers that pass, newest first, behind the batch ``after`` (0: from the newest)."""
        raise NotImplementedError

    def items_put(self, tx: Any, batch: int, kind: ItemsKind, chunk: int, data: bytes) -> None:
        """Write a chunk of a batch's items, replacing it."""
        raise NotImplementedError

    def items_get(self, tx: Any, batch: int, kind: ItemsKind, chunk: int) -> bytes | None:
        """A chunk of a batch's items."""
        raise NotImplementedError

    def items_clear(self, tx: Any, batch: int, kind: ItemsKind, from_chunk: int) -> None:
        """Remove the chunks of a kind from one on."""
        raise NotImplementedError

    def batch_prune(self, tx: Any, now_us: int, limit: int) -> int:
        """Remove what has expired; answer how many batches were treated."""
        raise NotImplementedError

    # May be given: journal.

    def journal_append(self, tx: Any, rows: Sequence[JournalRow]) -> None:
        """Append rows, unsealed. Writers never wait for each other here."""
        raise NotImplementedError

    def journal_seal(self, tx: Any, limit: int) -> int:
        """Number committed unsealed rows of up to ``limit`` batches; answer how many rows."""
        raise NotImplementedError

    def journal_read(
        self, tx: Any, by: JournalBy, id: int, after: int, limit: int
    ) -> tuple[Sequence[JournalRow], bool]:
        """Rows as selected; and whether there may be more. Raise `FeedPrunedError` if rows behind were pruned."""
        raise NotImplementedError

    def journal_prune(self, tx: Any, before_us: int, limit: int) -> int:
        """Remove sealed rows older than a time, oldest first; answer how many."""
        raise NotImplementedError

    def journal_erase(self, tx: Any, number: int) -> int:
        """Replace a number by 0 in every row of it; answer how many rows changed."""
        raise NotImplementedError

    # May be given: scopes.

    def scope_put(self, tx: Any, scope: Scope, expected_revision: int) -> RowAnswer:
        """Insert (revision 0) or replace a scope."""
        raise NotImplementedError

    def scope_get(self, tx: Any, ids: Sequence[int]) -> Iterable[Scope | None]:
        """The scope of each id, or None."""
        raise NotImplementedError

    def scope_find(self, tx: Any, parent: int, by: FindBy, text: str) -> Scope | None:
        """The scope right below a parent (0: the top) by key or external id."""
        raise NotImplementedError

    def scope_list(self, tx: Any, parent: int, after: str, limit: int) -> tuple[Sequence[Scope], bool]:
        """Scopes right below a parent, ascending by key behind ``after``; and whether there may be more."""
        raise NotImplementedError

    def scope_pin(self, tx: Any, ids: Sequence[int]) -> Iterable[Scope | None]:
        """As scope_get, latest committed, and kept from changing until the transaction ends."""
        raise NotImplementedError

    # May be given: review.

    def review_lease(
        self, tx: Any, status: int, owner: int, now_us: int, until_us: int, after: int, limit: int
    ) -> Sequence[Record]:
        """Lease records of a status that are not leased by ``now_us``, ascending behind ``after``."""
        raise NotImplementedError

    def review_unlease(self, tx: Any, numbers: Sequence[int], owner: int) -> None:
        """Give leases up where ``owner`` has them."""
        raise NotImplementedError

    def tombstone_put(self, tx: Any, rows: Sequence[StoreTombstoneRow]) -> None:
        """Write tombstones, replacing those present; one with status 0 removes it."""
        raise NotImplementedError

    def tombstone_get(self, tx: Any, numbers: Sequence[int]) -> Iterable[StoreTombstoneRow | None]:
        """The tombstone of each number, or None."""
        raise NotImplementedError

    # May be given: counts.

    def count_add(self, tx: Any, amounts: Sequence[StoreCountRow]) -> None:
        """Add amounts to counters. Writers do not wait for each other here."""
        raise NotImplementedError

    def count_read(
        self, tx: Any, scope: int, kind: int, after: int | None, limit: int
    ) -> tuple[Sequence[StoreCountRow], bool]:
        """Counters that are not 0, ascending by key behind ``after``; and whether there may be more."""
        raise NotImplementedError


class _Bridge:
    """A Python store and its transactions, as the library's callbacks find them."""

    def __init__(self, store: Store) -> None:
        self.store: Any = store
        self.name = type(store).__name__
        self.transactions: dict[int, Any] = {}
        self.keys = itertools.count(1)


_bridges: dict[int, _Bridge] = {}
_tokens = itertools.count(1)
_thunks: dict[str, Any] = {}


def host_store(store: Store) -> Owner:
    """Make a store of the library of a Python store. The registry opened on it must be the only one to keep it."""
    if not isinstance(store, Store):
        raise TypeError(f"store must be a store, not {type(store).__name__}")
    methods = _api.StoreMethods()
    methods.struct_size = ctypes.sizeof(methods)
    methods.contract = _api.STORE_CONTRACT
    methods.close = _thunks["close"]
    for name, thunk in _thunks.items():
        if getattr(type(store), name) is not getattr(Store, name):
            setattr(methods, name, thunk)
    token = next(_tokens)
    _bridges[token] = _Bridge(store)
    pointer = ctypes.c_void_p()
    try:
        call(lib.nreg_store_new, _byref(methods), token, None, _byref(pointer))
    except BaseException:
        del _bridges[token]
        raise
    assert pointer.value is not None
    return Owner(pointer.value, lib.nreg_store_close)


def _thunk(function: Any) -> Any:
    """Register a function as the callback of its name: (bridge, transaction, arguments without error and context)."""
    name = function.__name__
    kind = getattr(_api, "StoreMethods" + "".join(word.capitalize() for word in name.split("_")))

    def callback(*arguments: Any) -> int:
        error, where = arguments[-2], name
        try:
            run_signals()
            bridge = _bridges[arguments[-1]]
            where = f"{bridge.name}.{name}"
            function(bridge, bridge.transactions[arguments[0]], *arguments[1:-2])
            return Code.OK
        except BaseException as exception:
            return failed_callback(exception, where, error)

    _thunks[name] = kind(callback)
    return function


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _numbers(pointer: Any, count: int) -> Sequence[int]:
    return pointer[:count] if count else []


def _answer(codec: Any, found: Iterable[Any], count: int, rows: Any, answers: Any, present: int, absent: int) -> None:
    """Write an answer per row: the row that was found, or zeroes."""
    listed = list(found)
    if len(listed) != count:
        raise ValueError(f"{len(listed)} answers were returned for {count} rows")
    empty = bytes(codec.size)
    data = b"".join(empty if row is None else codec.pack(row) for row in listed)
    ctypes.memmove(_address(rows), data, len(data))
    ctypes.memmove(_address(answers), bytes(absent if row is None else present for row in listed), count)


def _applied(done: Iterable[bool], count: int, answers: Any) -> None:
    listed = list(done)
    if len(listed) != count:
        raise ValueError(f"{len(listed)} answers were returned for {count} rows")
    ctypes.memmove(_address(answers), bytes(RowAnswer.OK if one else RowAnswer.CONFLICT for one in listed), count)


def _page(codec: Any, page: tuple[Sequence[Any], bool], limit: int, rows: Any, count: Any, more: Any) -> None:
    listed = list(page[0])
    if len(listed) > limit:
        raise ValueError(f"{len(listed)} rows were returned where at most {limit} fit")
    count[0] = codec.write(_address(rows), listed)
    more[0] = 1 if page[1] else 0


def _one(codec: Any, found: Any, row: Any, answer: Any) -> None:
    answer[0] = RowAnswer.ABSENT if found is None else RowAnswer.OK
    if found is not None:
        codec.write(_address(row), [found])


def _records(pointer: Any, count: int) -> list[Record]:
    return [Record(*row) for row in _rows.RECORD.at(_address(pointer), count)]


@_api.StoreMethodsBegin  # type: ignore[untyped-decorator]
def _begin(mode: int, wait_ms: int, transaction: Any, error: Any, token: int) -> int:
    where = "begin"
    try:
        bridge = _bridges[token]
        where = f"{bridge.name}.begin"
        key = next(bridge.keys)
        bridge.transactions[key] = bridge.store.begin(TransactionMode(mode), wait_ms)
        transaction[0] = key
        return Code.OK
    except BaseException as exception:
        return failed_callback(exception, where, error)


@_api.StoreMethodsCommit  # type: ignore[untyped-decorator]
def _commit(key: int, error: Any, token: int) -> int:
    where = "commit"
    try:
        bridge = _bridges[token]
        where = f"{bridge.name}.commit"
        bridge.store.commit(bridge.transactions[key])
        del bridge.transactions[key]
        return Code.OK
    except BaseException as exception:
        return failed_callback(exception, where, error)


@_api.StoreMethodsRollback  # type: ignore[untyped-decorator]
def _rollback(key: int, token: int) -> None:
    where = "rollback"
    try:
        bridge = _bridges[token]
        where = f"{bridge.name}.rollback"
        bridge.store.rollback(bridge.transactions.pop(key))
    except BaseException as exception:
        ignored_callback(exception, where)


@_api.StoreMethodsClose  # type: ignore[untyped-decorator]
def _close(token: int) -> None:
    where = "close"
    try:
        bridge = _bridges.pop(token)
        where = f"{bridge.name}.close"
        bridge.store.close()
    except BaseException as exception:
        ignored_callback(exception, where)


_thunks.update(begin=_begin, commit=_commit, rollback=_rollback, close=_close)


@_thunk
def claim(bridge: _Bridge, tx: Any, records: Any, count: int, existing: Any, answers: Any) -> None:
    found = bridge.store.claim(tx, _records(records, count))
    _answer(_rows.RECORD, found, count, existing, answers, RowAnswer.PRESENT, RowAnswer.OK)


@_thunk
def fetch(bridge: _Bridge, tx: Any, numbers: Any, count: int, mode: int, records: Any, answers: Any) -> None:
    found = bridge.store.fetch(tx, _numbers(numbers, count), bool(mode))
    _answer(_rows.RECORD, found, count, records, answers, RowAnswer.OK, RowAnswer.ABSENT)


@_thunk
def update(bridge: _Bridge, tx: Any, changes: Any, count: int, answers: Any) -> None:
    wanted = [
        Change(
            Record(*_rows.RECORD.one(ctypes.addressof(change.record))), change.expected_batch, change.expected_revision
        )
        for change in (changes[i] for i in range(count))
    ]
    _applied(bridge.store.update(tx, wanted), count, answers)


@_thunk
def release(bridge: _Bridge, tx: Any, tokens: Any, count: int, answers: Any) -> None:
    _applied(bridge.store.release(tx, _rows.STORE_TOKEN.at(_address(tokens), count)), count, answers)


@_thunk
def scan(bridge: _Bridge, tx: Any, chosen: Any, after: int, limit: int, records: Any, count: Any, more: Any) -> None:
    page = bridge.store.scan(tx, _rows.STORE_FILTER.one(_address(chosen)), after, limit)
    _page(_rows.RECORD, page, limit, records, count, more)


@_thunk
def batch_put(bridge: _Bridge, tx: Any, batch: Any, expected_revision: int, existing: Any, answer: Any) -> None:
    given = _rows.STORE_BATCH.one(_address(batch))
    said, present = bridge.store.batch_put(tx, given, expected_revision)
    if present is not None:
        _rows.STORE_BATCH.write(_address(existing), [present])
    answer[0] = RowAnswer(said)


@_thunk
def batch_get(bridge: _Bridge, tx: Any, id: int, batch: Any, answer: Any) -> None:
    _one(_rows.STORE_BATCH, bridge.store.batch_get(tx, id), batch, answer)


@_thunk
def batch_find(bridge: _Bridge, tx: Any, business: int, request_id: bytes, batch: Any, answer: Any) -> None:
    _one(_rows.STORE_BATCH, bridge.store.batch_find(tx, business, request_id.decode()), batch, answer)


@_thunk
def batch_list(
    bridge: _Bridge, tx: Any, chosen: Any, after: int, limit: int, batches: Any, count: Any, more: Any
) -> None:
    page = bridge.store.batch_list(tx, _rows.STORE_BATCH_FILTER.one(_address(chosen)), after, limit)
    _page(_rows.STORE_BATCH, page, limit, batches, count, more)


@_thunk
def items_put(bridge: _Bridge, tx: Any, batch: int, kind: int, chunk: int, data: int, length: int) -> None:
    bridge.store.items_put(tx, batch, ItemsKind(kind), chunk, ctypes.string_at(data, length) if length else b"")


@_thunk
def items_get(bridge: _Bridge, tx: Any, batch: int, kind: int, chunk: int, emit: Any, sink: int, answer: Any) -> None:
    data = bridge.store.items_get(tx, batch, ItemsKind(kind), chunk)
    answer[0] = RowAnswer.ABSENT if data is None else RowAnswer.OK
    if data is not None:
        code = emit(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), sink)
        if code < 0:
            from ._calls import failure

            raise failure(code)


@_thunk
def items_clear(bridge: _Bridge, tx: Any, batch: int, kind: int, from_chunk: int) -> None:
    bridge.store.items_clear(tx, batch, ItemsKind(kind), from_chunk)


@_thunk
def batch_prune(bridge: _Bridge, tx: Any, now: int, limit: int, count: Any) -> None:
    count[0] = bridge.store.batch_prune(tx, now, limit)


@_thunk
def journal_append(bridge: _Bridge, tx: Any, rows: Any, count: int) -> None:
    bridge.store.journal_append(tx, [JournalRow(*row) for row in _rows.JOURNAL_ROW.at(_address(rows), count)])


@_thunk
def journal_seal(bridge: _Bridge, tx: Any, limit: int, count: Any) -> None:
    count[0] = bridge.store.journal_seal(tx, limit)


@_thunk
def journal_read(
    bridge: _Bridge, tx: Any, by: int, id: int, after: int, limit: int, rows: Any, count: Any, more: Any
) -> None:
    _page(_rows.JOURNAL_ROW, bridge.store.journal_read(tx, JournalBy(by), id, after, limit), limit, rows, count, more)


@_thunk
def journal_prune(bridge: _Bridge, tx: Any, before: int, limit: int, count: Any) -> None:
    count[0] = bridge.store.journal_prune(tx, before, limit)


@_thunk
def journal_erase(bridge: _Bridge, tx: Any, number: int, count: Any) -> None:
    count[0] = bridge.store.journal_erase(tx, number)


@_thunk
def scope_put(bridge: _Bridge, tx: Any, scope: Any, expected_revision: int, answer: Any) -> None:
    answer[0] = RowAnswer(bridge.store.scope_put(tx, Scope(*_rows.SCOPE.one(_address(scope))), expected_revision))


@_thunk
def scope_get(bridge: _Bridge, tx: Any, ids: Any, count: int, scopes: Any, answers: Any) -> None:
    found = bridge.store.scope_get(tx, _numbers(ids, count))
    _answer(_rows.SCOPE, found, count, scopes, answers, RowAnswer.OK, RowAnswer.ABSENT)


@_thunk
def scope_find(
    bridge: _Bridge, tx: Any, parent: int, by: int, text: bytes, length: int, scope: Any, answer: Any
) -> None:
    _one(_rows.SCOPE, bridge.store.scope_find(tx, parent, FindBy(by), text[:length].decode()), scope, answer)


@_thunk
def scope_list(
    bridge: _Bridge, tx: Any, parent: int, after: bytes, limit: int, scopes: Any, count: Any, more: Any
) -> None:
    page = bridge.store.scope_list(tx, parent, (after or b"").decode(), limit)
    _page(_rows.SCOPE, page, limit, scopes, count, more)


@_thunk
def scope_pin(bridge: _Bridge, tx: Any, ids: Any, count: int, scopes: Any, answers: Any) -> None:
    found = bridge.store.scope_pin(tx, _numbers(ids, count))
    _answer(_rows.SCOPE, found, count, scopes, answers, RowAnswer.OK, RowAnswer.ABSENT)


@_thunk
def review_lease(
    bridge: _Bridge,
    tx: Any,
    status: int,
    owner: int,
    now: int,
    until: int,
    after: int,
    limit: int,
    records: Any,
    count: Any,
) -> None:
    leased = list(bridge.store.review_lease(tx, status, owner, now, until, after, limit))
    if len(leased) > limit:
        raise ValueError(f"{len(leased)} records were leased where at most {limit} fit")
    count[0] = _rows.RECORD.write(_address(records), leased)


@_thunk
def review_unlease(bridge: _Bridge, tx: Any, numbers: Any, count: int, owner: int) -> None:
    bridge.store.review_unlease(tx, _numbers(numbers, count), owner)


@_thunk
def tombstone_put(bridge: _Bridge, tx: Any, rows: Any, count: int) -> None:
    bridge.store.tombstone_put(tx, _rows.STORE_TOMBSTONE.at(_address(rows), count))


@_thunk
def tombstone_get(bridge: _Bridge, tx: Any, numbers: Any, count: int, rows: Any, answers: Any) -> None:
    found = bridge.store.tombstone_get(tx, _numbers(numbers, count))
    _answer(_rows.STORE_TOMBSTONE, found, count, rows, answers, RowAnswer.OK, RowAnswer.ABSENT)


@_thunk
def count_add(bridge: _Bridge, tx: Any, amounts: Any, count: int) -> None:
    bridge.store.count_add(tx, _rows.STORE_COUNT.at(_address(amounts), count))


@_thunk
def count_read(
    bridge: _Bridge, tx: Any, scope: int, kind: int, after: int, limit: int, counts: Any, count: Any, more: Any
) -> None:
    page = bridge.store.count_read(tx, scope, kind, None if after == 2**32 - 1 else after, limit)
    _page(_rows.STORE_COUNT, page, limit, counts, count, more)


__all__ = ["Change", "MemoryStore", "NativeStore", "PostgresqlStore", "SqliteStore", "Store", "log"]
