# SPDX-License-Identifier: MIT
"""Registries and sessions."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from . import _api, _rows
from ._api import Action, BatchState, Closing, Status
from ._calls import call, failure, new_error
from ._convert import c_text, integer, member, microseconds, optional, scope_id, text
from ._errors import InvalidArgumentError, NotEmptyError, NotFoundError
from ._handles import Handle, Lock, Owner
from ._host import Clock, Disclosed, Host, Random, Resolver
from ._library import lib, quick
from .batches import Batch, BatchInfo, batch_options, open_batch
from .exports import Exported, ExportOptions
from .imports import Import, ImportColumns, Migration, import_options
from .journal import FeedPage, JournalRow, Pruned
from .languages import Language
from .numbers import digits
from .plans import Plan, plan_pointer
from .policies import Policy
from .purposes import Purpose
from .records import Assignments, Record, RecordCount, RecordFilter, RecordPage, cursor_struct, cursor_text
from .results import Result, stored_result
from .reviews import ReviewCase, Reviewer, ReviewNote, ReviewReport, expire, review_case
from .reviews import run as run_review
from .scopes import UNCHANGED, Scope, ScopeLike, path_text, scope_options
from .stores import MemoryStore, NativeStore, PostgresqlStore, SqliteStore, Store, host_store
from .uploads import Source, UploadOptions, UploadProgress, sink

_byref = ctypes.byref


class Registry(Handle):
    """A store with rules. Serves any number of threads.

    ``store`` is a `SqliteStore`, a `MemoryStore`, or a `Store` written in Python. ``clock`` and ``random`` stand in
    for the system's; ``resolve_scope`` answers for scopes where the store keeps none; ``elsewhere_disclosed`` is told
    what a Business learns of numbers registered elsewhere. Log lines go to the logger "numberreg".
    """

    __slots__ = ()

    def __init__(
        self,
        store: NativeStore | Store,
        *,
        policy: Policy | None = None,
        plan: Plan | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
        resolve_scope: Resolver | None = None,
        elsewhere_disclosed: Disclosed | None = None,
    ) -> None:
        options = _api.RegistryOptions()
        quick.nreg_registry_options_init(options)
        host = Host(clock, random, resolve_scope, elsewhere_disclosed)
        host.fill(options)
        if policy is not None:
            raw_policy = policy._raw()
            options.policy = ctypes.pointer(raw_policy)
        options.plan, _plan = plan_pointer(plan)
        store_owner = store._use() if isinstance(store, NativeStore) else host_store(store)
        pointer = ctypes.c_void_p()
        call(lib.nreg_registry_open, store_owner.pointer, _byref(options), _byref(pointer))
        assert pointer.value is not None
        keep = store_owner if isinstance(store, NativeStore) else None
        self._adopt(Owner(pointer.value, lib.nreg_registry_close, host, keep))

    @classmethod
    def sqlite(cls, path: Any, *, create: bool = False, **options: Any) -> Registry:
        """A registry on a SQLite file, with the options of `Registry`."""
        with SqliteStore(path, create=create) as store:
            return cls(store, **options)

    @classmethod
    def postgresql(cls, connection: str = "", *, create: bool = False, **options: Any) -> Registry:
        """A registry in a PostgreSQL database, named as libpq names it, with the options of `Registry`."""
        with PostgresqlStore(connection, create=create) as store:
            return cls(store, **options)

    @classmethod
    def memory(cls, **options: Any) -> Registry:
        """A registry in memory, empty; for tests and tools."""
        with MemoryStore() as store:
            return cls(store, **options)

    def session(self, root: ScopeLike, actor: str, trace: str | None = None) -> Session:
        """A session of an actor inside a scope and what lies below it. No I/O; open one per request."""
        owner = self._use()
        who, why = text("actor", actor), optional("trace", trace)
        pointer = ctypes.c_void_p()
        error = new_error()
        code = quick.nreg_session_open(
            owner.pointer, scope_id("root", root), who, len(who), why, len(why or b""), _byref(pointer), _byref(error)
        )
        return self._session(code, error, pointer, owner)

    def operator(self, actor: str, trace: str | None = None) -> Session:
        """An operator's session: no root, sees and may change everything. Only for the portal's own staff and jobs."""
        owner = self._use()
        who, why = text("actor", actor), optional("trace", trace)
        pointer = ctypes.c_void_p()
        error = new_error()
        code = quick.nreg_session_open_operator(
            owner.pointer, who, len(who), why, len(why or b""), _byref(pointer), _byref(error)
        )
        return self._session(code, error, pointer, owner)

    def _session(self, code: int, error: Any, pointer: ctypes.c_void_p, owner: Owner) -> Session:
        if code < 0:
            raise failure(code, error)
        assert pointer.value is not None
        return Session(pointer.value, owner)

    def set_plan(self, plan: Plan | None) -> None:
        """Use another plan from now on; None for the built-in one. Batches keep the plan they began with."""
        owner = self._use()
        pointer, _keep = plan_pointer(plan)
        call(lib.nreg_registry_set_plan, owner.pointer, pointer)

    @property
    def purposes(self) -> list[Purpose]:
        """The call purposes, in display order, retired ones included."""
        owner = self._use()
        capacity = 32
        while True:
            raw = (_api.Purpose * capacity)()
            for purpose in raw:
                purpose.struct_size = ctypes.sizeof(_api.Purpose)
            count = ctypes.c_uint32()
            call(lib.nreg_purpose_list, owner.pointer, raw, capacity, _byref(count))
            if count.value <= capacity:
                rows = _rows.PURPOSE.at(ctypes.addressof(raw), count.value)
                return [Purpose(*row) for row in rows]
            capacity = count.value

    def purpose(self, id: int) -> Purpose:
        """The purpose with an id."""
        owner = self._use()
        raw = _api.Purpose()
        raw.struct_size = ctypes.sizeof(raw)
        call(lib.nreg_purpose_get, owner.pointer, integer("id", id, _api.PURPOSE_MAX), _byref(raw))
        return Purpose(*_rows.PURPOSE.one(ctypes.addressof(raw)))

    def match_purpose(self, written: str) -> Purpose | None:
        """The purpose that a text means: its code or label, in any case, spacing and punctuation; None if none."""
        owner = self._use()
        typed = text("text", written)
        found = ctypes.c_uint32()
        try:
            call(lib.nreg_purpose_match, owner.pointer, typed, len(typed), _byref(found))
        except NotFoundError:
            return None
        return self.purpose(found.value)

    def put_purpose(self, purpose: Purpose) -> None:
        """Add a purpose of the host's own, or change texts, order and flags of one."""
        owner = self._use()
        raw = _api.Purpose()
        for value, size, name in (
            (purpose.code, 32, "code"),
            (purpose.label, 96, "label"),
            (purpose.description, 256, "description"),
            (purpose.warning, 256, "warning"),
        ):
            if len(c_text(name, value)) >= size:
                raise ValueError(f"{name} is longer than {size - 1} bytes")
        _rows.PURPOSE.write(ctypes.addressof(raw), [purpose])
        call(lib.nreg_purpose_put, owner.pointer, _byref(raw))

    def __repr__(self) -> str:
        return "<Registry closed>" if self.closed else "<Registry>"


class Session(Handle):
    """An actor working inside one scope and what lies below it. Threads that share one take turns."""

    __slots__ = ("_lock",)

    def __init__(self, pointer: int, registry: Owner) -> None:
        self._lock = Lock()
        self._adopt(Owner(pointer, quick.nreg_session_close, registry))

    def set_language(self, language: Language | None) -> None:
        """Have the results made from now on speak a language, their messages in files too; None for English."""
        self._call(lib.nreg_session_set_language, None if language is None else language._use().pointer)

    # Scopes.

    def add_scope(
        self,
        key: str,
        *,
        parent: ScopeLike | None = None,
        label: str | None = None,
        external_id: str | None = None,
        region: str | None = None,
        starts: datetime | None = None,
        ends: datetime | None = None,
        organization: bool = False,
    ) -> Scope:
        """Add a scope: without parent a Business (or an Organization), else what the parent's level leads to."""
        options = scope_options(quick, key, external_id, label, region, starts, ends, organization, False)
        above = 0 if parent is None else scope_id("parent", parent)
        return self._one(lib.nreg_scope_add, above, _byref(options))

    def change_scope(
        self,
        scope: ScopeLike,
        *,
        label: str | None = UNCHANGED,
        external_id: str | None = UNCHANGED,
        region: str | None = UNCHANGED,
        starts: datetime | None = UNCHANGED,
        ends: datetime | None = UNCHANGED,
    ) -> Scope:
        """Change label, external id, region or times of a scope; None takes one away."""
        options = scope_options(quick, None, external_id, label, region, starts, ends, False, True)
        return self._one(lib.nreg_scope_change, scope_id("scope", scope), _byref(options))

    def close_scope(
        self, scope: ScopeLike, how: Closing | None = None, *, move_to: ScopeLike | None = None
    ) -> Result | None:
        """Close a scope for good. Refused while it holds numbers or open scopes, unless ``how`` is given.

        With ``how`` the numbers go as one batch, all or nothing, whose result is returned (None if there were none),
        and the scopes below are closed too. Where a number is rejected, `NotEmptyError` is raised with the batch's
        ``result``.
        """
        id = scope_id("scope", scope)
        if how is None:
            self._call(lib.nreg_scope_close, id)
            return None
        pointer, owner = ctypes.c_void_p(), self._use()
        target = 0 if move_to is None else scope_id("move_to", move_to)
        try:
            self._call(lib.nreg_scope_close_with, id, member("how", how, Closing), target, _byref(pointer))
        except NotEmptyError as error:
            error.result = Result(pointer.value, owner) if pointer.value else None
            raise
        return Result(pointer.value, owner) if pointer.value else None

    def preview_close(self, scope: ScopeLike, how: Closing, *, move_to: ScopeLike | None = None) -> Result | None:
        """What `close_scope` would do to each number the scope holds; None if there are none."""
        pointer, owner = ctypes.c_void_p(), self._use()
        target = 0 if move_to is None else scope_id("move_to", move_to)
        wanted = member("how", how, Closing)
        self._call(lib.nreg_scope_close_preview, scope_id("scope", scope), wanted, target, _byref(pointer))
        return Result(pointer.value, owner) if pointer.value else None

    def scope(self, which: ScopeLike | str) -> Scope:
        """The scope with an id, or at a path such as "acme/sales/spring"."""
        if isinstance(which, str):
            path = path_text(which)
            return self._one(lib.nreg_scope_find, path, len(path))
        return self._one(lib.nreg_scope_get, scope_id("scope", which))

    def find_scope(self, external_id: str, *, parent: ScopeLike | None = None) -> Scope | None:
        """The scope right below a parent with the host's own id; None if there is none."""
        wanted = text("external_id", external_id)
        above = 0 if parent is None else scope_id("parent", parent)
        try:
            return self._one(lib.nreg_scope_find_external, above, wanted, len(wanted))
        except NotFoundError:
            return None

    def scopes(self, parent: ScopeLike | None = None, *, page_size: int = 100) -> Iterator[Scope]:
        """The scopes right below a scope, ordered by key."""
        above = 0 if parent is None else scope_id("parent", parent)
        capacity = integer("page_size", page_size, 10000, 1)
        raw = (_api.Scope * capacity)()
        count, more, after = ctypes.c_uint32(), ctypes.c_uint32(1), b""
        while more.value:
            self._call(lib.nreg_scope_list, above, after, raw, capacity, _byref(count), _byref(more))
            page = [Scope(*row) for row in _rows.SCOPE.at(ctypes.addressof(raw), count.value)]
            yield from page
            after = page[-1].key.encode() if page else after

    def path(self, scope: ScopeLike) -> str:
        """Path of a scope from the top, for example "acme/sales/spring"."""
        buffer = ctypes.create_string_buffer(_api.PATH_SIZE)
        self._call(lib.nreg_scope_path, scope_id("scope", scope), buffer, len(buffer))
        return buffer.value.decode()

    def region(self, scope: ScopeLike) -> str:
        """Region of numbers without country code at a scope: its own, that of the nearest scope above with one, or the
        policy's. Pass it to `batch()`, which does no I/O."""
        buffer = ctypes.create_string_buffer(4)
        self._call(lib.nreg_scope_region, scope_id("scope", scope), buffer, len(buffer))
        return buffer.value.decode()

    # Records.

    def records(self, *, page_size: int = 1000, **conditions: Any) -> Iterator[Record]:
        """The records that pass; conditions by name are those of `RecordFilter`. By number within each Business."""
        cursor: str | None = ""
        chosen = RecordFilter(**conditions)._raw(quick)
        while cursor is not None:
            page = self._records(cursor, chosen, page_size)
            yield from page.records
            cursor = page.cursor if page.more else None

    def record_page(self, cursor: str | None = None, *, page_size: int = 100, **conditions: Any) -> RecordPage:
        """One page of the records that pass, going on where the page before ended."""
        return self._records(cursor, RecordFilter(**conditions)._raw(quick), page_size)

    def _records(self, cursor: str | None, chosen: Any, page_size: int) -> RecordPage:
        position = cursor_struct(cursor)
        capacity = integer("page_size", page_size, 10000, 1)
        raw = (_api.Record * capacity)()
        count, more = ctypes.c_uint32(), ctypes.c_uint32()
        self._call(lib.nreg_record_list, _byref(chosen), _byref(position), raw, capacity, _byref(count), _byref(more))
        records = [Record(*row) for row in _rows.RECORD.at(ctypes.addressof(raw), count.value)]
        return RecordPage(records, cursor_text(position), bool(more.value))

    def export(
        self, target: BinaryIO, options: ExportOptions | None = None, *, cursor: str | None = None, **conditions: Any
    ) -> Exported:
        """Write the records that pass, as CSV or JSON Lines, to a binary file; conditions are those of `RecordFilter`.

        One call writes one file of at most ``options.max_rows`` rows; go on with the cursor while there is more.
        """
        chosen, position = RecordFilter(**conditions)._raw(quick), cursor_struct(cursor)
        how, rows, more = (options or ExportOptions())._raw(), ctypes.c_uint64(), ctypes.c_uint32()
        place = _byref(sink(target))
        self._call(
            lib.nreg_export_records, _byref(chosen), _byref(how), _byref(position), place, _byref(rows), _byref(more)
        )
        return Exported(rows.value, cursor_text(position), bool(more.value))

    def counts(self, scope: ScopeLike | None = None) -> list[RecordCount]:
        """How many records a scope and what lies below it hold, by status and call purpose."""
        where = 0 if scope is None else scope_id("scope", scope)
        capacity = 64
        while True:
            raw = (_api.RecordCount * capacity)()
            count = ctypes.c_uint32()
            self._call(lib.nreg_record_counts, where, raw, capacity, _byref(count))
            if count.value <= capacity:
                return [RecordCount(Status(one.status), one.purpose, one.count) for one in raw[: count.value]]
            capacity = count.value

    def assignments(self, number: int | str) -> Assignments:
        """Where one number is in use: its record and the scopes above it."""
        raw = _api.Assignments()
        raw.struct_size = ctypes.sizeof(raw)
        self._call(lib.nreg_record_assignments, digits(number), _byref(raw))
        return Assignments.of(raw)

    def get(self, numbers: Iterable[int | str]) -> list[Record | None]:
        """The records of some numbers, in their order; None where there is none that this session may see."""
        wanted = [digits(number) for number in numbers]
        found: list[Record | None] = []
        for start in range(0, len(wanted), 100000):
            part = wanted[start : start + 100000]
            raw = (_api.Record * len(part))()
            self._call(lib.nreg_record_get, (ctypes.c_uint64 * len(part))(*part), len(part), raw, None)
            rows = _rows.RECORD.at(ctypes.addressof(raw), len(part))
            found += [Record(*row) if row.number else None for row in rows]
        return found

    def record(self, number: int | str) -> Record | None:
        """The record of a number; None if there is none that this session may see."""
        return self.get([number])[0]

    # Batches.

    def batch(
        self,
        target: ScopeLike,
        *,
        action: Action = Action.ADD,
        region: str | None = None,
        policy: Policy | None = None,
    ) -> Batch:
        """Begin a batch at a Business, Unit or Program. No I/O."""
        options, _keep = batch_options(action, region, policy)
        pointer = ctypes.c_void_p()
        owner = self._use()
        error = new_error()
        with self._lock:
            code = quick.nreg_batch_new(
                owner.pointer, scope_id("target", target), _byref(options), _byref(pointer), _byref(error)
            )
        if code < 0:
            raise failure(code, error)
        assert pointer.value is not None
        return Batch(pointer.value, owner, self._lock)

    def load_batch(self, id: int, *, region: str | None = None, policy: Policy | None = None) -> Batch:
        """Load a saved draft."""
        options, _keep = batch_options(Action.ADD, region, policy)
        return open_batch(lib.nreg_batch_load, self, integer("id", id, _api.ID_MAX), options)

    def revert(self, batch_id: int) -> Batch:
        """Begin a batch that puts back what another did; preview or commit it like any other."""
        pointer = ctypes.c_void_p()
        owner = self._use()
        with self._lock:
            call(lib.nreg_batch_revert, owner.pointer, integer("batch_id", batch_id, _api.ID_MAX), _byref(pointer))
        assert pointer.value is not None
        return Batch(pointer.value, owner, self._lock)

    def discard_batch(self, id: int) -> None:
        """Discard a saved draft."""
        self._call(lib.nreg_batch_discard, integer("id", id, _api.ID_MAX))

    def batches(self, state: BatchState | None = None, *, page_size: int = 100) -> Iterator[BatchInfo]:
        """The stored batches of the session's scopes, newest first."""
        wanted = 0 if state is None else member("state", state, BatchState)
        capacity = integer("page_size", page_size, 10000, 1)
        raw = (_api.BatchInfo * capacity)()
        count, more, cursor = ctypes.c_uint32(), ctypes.c_uint32(1), ctypes.c_uint64()
        while more.value:
            self._call(lib.nreg_batch_list, wanted, _byref(cursor), raw, capacity, _byref(count), _byref(more))
            yield from [BatchInfo(*row) for row in _rows.BATCH_INFO.at(ctypes.addressof(raw), count.value)]

    def result(self, batch_id: int) -> Result:
        """The stored result of a committed batch."""
        owner = self._use()
        with self._lock:
            return stored_result(owner, batch_id)

    def stored_batch(self, id: int) -> BatchInfo:
        """A stored batch: who made it, when, and its counts."""
        raw = _api.BatchInfo()
        self._call(lib.nreg_batch_get, integer("id", id, _api.ID_MAX), _byref(raw))
        return BatchInfo(*_rows.BATCH_INFO.one(ctypes.addressof(raw)))

    # Import.

    def begin_import(
        self,
        *,
        status: Status = Status.PENDING,
        purpose: int | Purpose | None = None,
        scope: ScopeLike | None = None,
        within: ScopeLike | None = None,
        region: str | None = None,
        policy: Policy | None = None,
    ) -> Import:
        """Begin to take over an existing registry. Operators only.

        ``status``, ``purpose`` and ``scope`` are those of rows that name none; paths and external ids are looked up
        below ``within``. Stage rows with `Import.add` or `Import.read`, then preview and commit.
        """
        options, _keep = import_options(status, purpose, scope, within, region, policy)
        pointer = ctypes.c_void_p()
        owner = self._use()
        with self._lock:
            call(lib.nreg_import_new, owner.pointer, _byref(options), _byref(pointer))
        assert pointer.value is not None
        return Import(pointer.value, owner, self._lock)

    def import_csv(
        self,
        source: Source,
        columns: ImportColumns | None = None,
        options: UploadOptions | None = None,
        *,
        preview: bool = False,
        read_progress: UploadProgress | None = None,
        request_id: str | None = None,
        chunk_entries: int = 0,
        timeout: float | None = None,
        progress: Any = None,
        **defaults: Any,
    ) -> Migration:
        """Take over an existing registry from a CSV file, or say what would become of it. Operators only.

        The file names number, scope (path or external id; or Business, Unit and Program apart), call purpose, status
        and time of registration. ``defaults`` are those of `begin_import`; the rest as `Import.commit` has it.
        """
        with self.begin_import(**defaults) as work:
            work.read(source, columns, options, progress=read_progress)
            decide = work.preview if preview else work.commit
            return decide(request_id=request_id, chunk_entries=chunk_entries, timeout=timeout, progress=progress)

    # Journal.

    def history(
        self,
        *,
        number: int | str | None = None,
        batch: int | None = None,
        scope: ScopeLike | None = None,
        page_size: int = 1000,
    ) -> Iterator[JournalRow]:
        """What happened to a number (oldest first), in a batch (by number), or below a scope (as in the feed)."""
        given = [(name, v) for name, v in (("number", number), ("batch", batch), ("scope", scope)) if v is not None]
        if len(given) != 1:
            raise TypeError("history takes one of number, batch and scope")
        if number is not None:
            function, id = lib.nreg_journal_number, digits(number)
        elif batch is not None:
            function, id = lib.nreg_journal_batch, integer("batch", batch, _api.ID_MAX)
        else:
            function, id = lib.nreg_journal_scope, scope_id("scope", scope)
        capacity = integer("page_size", page_size, 10000, 2)
        raw = (_api.JournalRow * capacity)()
        count, more, cursor = ctypes.c_uint32(), ctypes.c_uint32(1), _api.JournalCursor()
        while more.value:
            self._call(function, id, _byref(cursor), raw, capacity, _byref(count), _byref(more))
            yield from [JournalRow(*row) for row in _rows.JOURNAL_ROW.at(ctypes.addressof(raw), count.value)]

    def feed(self, cursor: str = "", *, page_size: int = 1000) -> FeedPage:
        """Every change this session may see, in one order, from a cursor on; "" begins at the oldest row kept.

        Complete and at least once: store the cursor after handling the rows, and none is lost. Raises
        `FeedPrunedError` where retention has overtaken the cursor.
        """
        start = c_text("cursor", cursor)
        if len(start) >= _api.FEED_CURSOR_SIZE:
            raise InvalidArgumentError("cursor is not one that the feed returned")
        position = ctypes.create_string_buffer(start, _api.FEED_CURSOR_SIZE)
        capacity = integer("page_size", page_size, 10000, 2)
        raw = (_api.JournalRow * capacity)()
        count, more = ctypes.c_uint32(), ctypes.c_uint32()
        self._call(lib.nreg_feed_read, position, raw, capacity, _byref(count), _byref(more))
        rows = [JournalRow(*row) for row in _rows.JOURNAL_ROW.at(ctypes.addressof(raw), count.value)]
        return FeedPage(rows, position.value.decode(), bool(more.value))

    def prune(self, before: datetime | None = None) -> Pruned:
        """Remove journal rows older than a time, and drafts and results that have expired. Operators only."""
        rows, batches = ctypes.c_uint64(), ctypes.c_uint64()
        limit = 0 if before is None else microseconds("before", before)
        self._call(lib.nreg_journal_prune, limit, _byref(rows), _byref(batches))
        return Pruned(rows.value, batches.value)

    def redact_actor(self, actor: str, replacement: str | None = None) -> int:
        """Replace an actor in every stored batch; returns in how many. Operators only."""
        who = text("actor", actor)
        batches = ctypes.c_uint64()
        self._call(lib.nreg_redact_actor, who, len(who), optional("replacement", replacement), _byref(batches))
        return batches.value

    def erase_number(self, number: int | str) -> int:
        """Forget a number that is no longer registered; returns how many journal rows changed. Operators only."""
        rows = ctypes.c_uint64()
        self._call(lib.nreg_erase_number, digits(number), _byref(rows))
        return rows.value

    # Review.

    def review(
        self, reviewer: Reviewer | None = None, *, limit: int | None = None, lease_seconds: int | None = None
    ) -> ReviewReport:
        """One step of a worker: lease pending numbers, have them reviewed, commit the decisions. Operators only.

        Without ``reviewer`` the built-in one approves what has no signs and holds what has. Call again while
        ``leased`` is not 0; any number of workers may do so at once. What the reviewer raises comes back, and the
        leases are given up.
        """
        owner = self._use()
        with self._lock:
            return run_review(owner.pointer, reviewer, limit, lease_seconds)

    def expire_proofs(self, *, limit: int = 1000) -> ReviewReport:
        """Remove numbers whose proof has been due for longer than the policy's proof_days. Operators only."""
        owner = self._use()
        with self._lock:
            return expire(owner.pointer, limit)

    def review_case(self, number: int | str) -> ReviewCase:
        """A registered number and the signs on it, as the built-in reviewer sees them now. Operators only."""
        raw = _api.ReviewCase()
        self._call(lib.nreg_review_look, digits(number), _byref(raw))
        return review_case(raw)

    def review_cases(self, numbers: Iterable[int | str]) -> list[ReviewCase | None]:
        """The same for many numbers; None for those that are not registered."""
        wanted = [digits(number) for number in numbers]
        found: list[ReviewCase | None] = []
        for start in range(0, len(wanted), 10000):
            part = wanted[start : start + 10000]
            raw = (_api.ReviewCase * len(part))()
            self._call(lib.nreg_review_look_many, (ctypes.c_uint64 * len(part))(*part), len(part), raw, None)
            found += [review_case(case) if case.record.number else None for case in raw]
        return found

    def notes(self, number: int | str, *, page_size: int = 100) -> Iterator[ReviewNote]:
        """Notes about a number, oldest first, as far as this session may see its history."""
        wanted, capacity = digits(number), integer("page_size", page_size, 1000, 1)
        raw = (_api.ReviewNote * capacity)()
        count, after = ctypes.c_uint32(1), ctypes.c_uint64()
        while count.value:
            self._call(lib.nreg_review_notes, wanted, _byref(after), raw, capacity, _byref(count))
            yield from [ReviewNote(*row) for row in _rows.REVIEW_NOTE.at(ctypes.addressof(raw), count.value)]

    # Inside.

    def _call(self, function: Any, *arguments: Any) -> None:
        owner = self._use()
        with self._lock:
            call(function, owner.pointer, *arguments)

    def _one(self, function: Any, *arguments: Any) -> Scope:
        raw = _api.Scope()
        self._call(function, *arguments, _byref(raw))
        return Scope(*_rows.SCOPE.one(ctypes.addressof(raw)))

    def __repr__(self) -> str:
        return "<Session closed>" if self.closed else "<Session>"
