# SPDX-License-Identifier: MIT
"""Taking over an existing registry: rows or a CSV file, and the migration report."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple, Union

from . import _api, _rows
from ._api import Reason, ResultFlags, Status
from ._calls import call, failure
from ._convert import (
    U32_MAX,
    U64_MAX,
    Text,
    integer,
    member,
    microseconds,
    optional,
    path,
    reason_bits,
    region_code,
    scope_id,
    text,
    u32,
)
from ._handles import Handle, Lock, Owner
from ._library import lib, quick
from .batches import commit_options
from .purposes import Purpose, PurposeLike, purpose_id
from .results import Outcome, Result
from .scopes import ScopeLike
from .uploads import Source, UploadOptions, UploadProgress, UploadReport, opened, sink, source_of, upload_options

_byref = ctypes.byref


class ImportRow(NamedTuple):
    """One row to import."""

    #: The number as written.
    number: Text
    #: Path or external id of its Business, Unit or Program, or the scope; None for the import's.
    scope: str | ScopeLike | None = None
    #: Call purpose: id, code or label; None for the import's.
    purpose: PurposeLike = None
    #: Status it has; None for the import's.
    status: Status | None = None
    #: When it was registered; None for now.
    created: datetime | None = None
    #: Row in the host's source, from 1; 0 for its place in this import.
    row: int = 0
    #: Reasons the host's reader found in the row.
    faults: tuple[Reason, ...] = ()


class ImportColumns(NamedTuple):
    """Columns of a file: their place from 1, their name in the header row, 0 for none, None to recognise them."""

    #: Scopes, as path or external id; or Businesses.
    scope: int | str | None = None
    #: What is joined to that: Units.
    unit: int | str | None = None
    #: What is joined to that: Programs.
    program: int | str | None = None
    #: Statuses.
    status: int | str | None = None
    #: Times of registration.
    created: int | str | None = None


class ImportLayout(NamedTuple):
    """What was recognised in a file: its columns from 1, 0 for none, and the rest."""

    scope: int
    unit: int
    program: int
    status: int
    created: int
    upload: UploadReport


class MigrationCounts(_rows.MigrationCountsRow):
    """The counts of a migration: imported + rejected = rows, always."""

    __slots__ = ()

    @property
    def preview(self) -> bool:
        """Whether nothing was written."""
        return bool(self.flags & ResultFlags.PREVIEW)


class MigrationScope(_rows.MigrationScopeRow):
    """What became of the rows of one scope."""

    __slots__ = ()


class MigrationUnknown(_rows.MigrationUnknownRow):
    """A scope that rows name and that does not exist."""

    __slots__ = ()


class RejectedRow(NamedTuple):
    """A rejected row of an import."""

    #: Row in the host's source.
    row: int
    #: Path of the scope it names; "" if that is unknown.
    path: str
    #: Another row that claims the number for another place; None if there is none.
    other: int | None
    #: Why.
    outcome: Outcome


#: What can be imported: rows, or tuples of their members.
RowLike = Union[ImportRow, "tuple[Any, ...]"]


class Migration(Handle):
    """The migration report; immutable, readable from any thread."""

    __slots__ = ()

    def __init__(self, pointer: int, owner: Owner) -> None:
        self._adopt(Owner(pointer, quick.nreg_migration_free, owner))

    @property
    def counts(self) -> MigrationCounts:
        """The counts of all scopes together."""
        owner = self._use()
        raw = _api.MigrationCounts()
        raw.struct_size = ctypes.sizeof(raw)
        code = quick.nreg_migration_summary(owner.pointer, raw)
        if code < 0:
            raise failure(code)
        return MigrationCounts(*_rows.MIGRATION_COUNTS.one(ctypes.addressof(raw)))

    @property
    def scopes(self) -> list[MigrationScope]:
        """The counts of each scope, in the order in which the rows name them; rows of unknown scopes last."""
        return [MigrationScope(*row) for row in self._array(quick.nreg_migration_scopes, _rows.MIGRATION_SCOPE)]

    @property
    def unknown(self) -> list[MigrationUnknown]:
        """The scopes that rows name and that do not exist."""
        return [MigrationUnknown(*row) for row in self._array(quick.nreg_migration_unknowns, _rows.MIGRATION_UNKNOWN)]

    def result(self, scope: int) -> Result:
        """The result of the rows of one scope, by its place in `scopes`: one outcome for each."""
        owner = self._use()
        pointer = ctypes.c_void_p()
        code = quick.nreg_migration_result(owner.pointer, u32("scope", scope), _byref(pointer))
        if code < 0:
            raise failure(code)
        assert pointer.value is not None
        return Result(pointer.value, owner)

    @property
    def rejected(self) -> Iterator[RejectedRow]:
        """The rejected rows, ascending, each with its outcome."""
        paths = [scope.path for scope in self.scopes]
        results: dict[int, Result] = {}
        for found in self._array(quick.nreg_migration_rejects, _rows.MIGRATION_REJECTED):
            if found.scope not in results:
                results[found.scope] = self.result(found.scope)
            outcome = results[found.scope][found.outcome]
            yield RejectedRow(found.row, paths[found.scope], found.other or None, outcome)

    def write_rejects(self, source: Source, target: BinaryIO, options: UploadOptions | None = None) -> int:
        """Write the rejected rows of the file, in its layout plus reason and message; returns how many.

        ``source`` and ``options`` are those of the import; ``target`` is an open binary file.
        """
        owner = self._use()
        raw, _keep = upload_options(options, None)
        rows = ctypes.c_uint64()
        file, ours = opened(source)
        try:
            call(
                lib.nreg_migration_write_rejects,
                owner.pointer,
                source_of(file),
                _byref(raw),
                _byref(sink(target)),
                _byref(rows),
            )
        finally:
            if ours:
                file.close()
        return rows.value

    def _array(self, function: Any, codec: Any) -> Any:
        owner = self._use()
        count, stride = ctypes.c_uint32(), ctypes.c_uint32()
        first = ctypes.cast(function(owner.pointer, count, stride), ctypes.c_void_p).value or 0
        return [codec.one(first + i * stride.value) for i in range(count.value)]

    def __repr__(self) -> str:
        if self.closed:
            return "<Migration closed>"
        counts = self.counts
        return f"<Migration of {counts.rows} rows: {counts.imported} imported, {counts.rejected} rejected>"


class Import(Handle):
    """An import: rows staged from memory or files, previewed, and committed as one batch for each scope."""

    __slots__ = ("_lock", "_session_lock")

    def __init__(self, pointer: int, session: Owner, session_lock: Lock) -> None:
        self._adopt(Owner(pointer, quick.nreg_import_free, session))
        self._lock = Lock()
        self._session_lock = session_lock

    def add(self, rows: Iterable[RowLike]) -> None:
        """Stage rows: all, or none if the call fails. Takes `ImportRow` tuples, or tuples of the same members."""
        prepared = [row if isinstance(row, ImportRow) else ImportRow(*row) for row in rows]
        table = (_api.ImportRow * len(prepared))()
        keep = [_fill(raw, row) for raw, row in zip(table, prepared)]
        owner = self._use()
        with self._session_lock, self._lock:
            call(lib.nreg_import_add, owner.pointer, table, ctypes.sizeof(_api.ImportRow), len(prepared))
        del keep

    def read(
        self,
        source: Source,
        columns: ImportColumns | None = None,
        options: UploadOptions | None = None,
        *,
        progress: UploadProgress | None = None,
    ) -> ImportLayout:
        """Stage every row of a CSV file: its name, its bytes, or an open binary file. All rows, or none if it fails."""
        told, _columns = _columns_of(columns)
        raw, _keep = upload_options(options, progress)
        told.upload = ctypes.pointer(raw)
        layout = _api.ImportLayout()
        layout.struct_size = ctypes.sizeof(layout)
        layout.upload.struct_size = ctypes.sizeof(layout.upload)
        owner = self._use()
        with self._session_lock, self._lock:
            if isinstance(source, (str, os.PathLike)):
                call(lib.nreg_import_file, owner.pointer, path(source), _byref(told), _byref(layout))
            else:
                file, _ = opened(source)
                call(lib.nreg_import_read, owner.pointer, source_of(file), _byref(told), _byref(layout))
        return ImportLayout(
            layout.scope_column,
            layout.unit_column,
            layout.program_column,
            layout.status_column,
            layout.created_column,
            UploadReport(*_rows.UPLOAD_REPORT.one(ctypes.addressof(layout.upload))),
        )

    def preview(self, **options: Any) -> Migration:
        """What commit() would do now; nothing is written, nothing is locked. Takes the options of commit()."""
        return self._decide(lib.nreg_import_preview, **options)

    def commit(self, **options: Any) -> Migration:
        """Import what is good, one batch for each scope, and say what became of each row.

        Options, all by name: ``request_id`` (with one, an import made again returns the stored results, and one that
        was broken off goes on), ``chunk_entries``, ``timeout`` and ``progress``, as `Batch.commit` has them. What is
        raised leaves the scopes before it imported; call again to go on.
        """
        return self._decide(lib.nreg_import_commit, **options)

    def _decide(self, function: Any, **options: Any) -> Migration:
        raw, _keep = commit_options(**options)
        owner = self._use()
        pointer = ctypes.c_void_p()
        with self._session_lock, self._lock:
            call(function, owner.pointer, _byref(raw), _byref(pointer))
        assert pointer.value is not None
        return Migration(pointer.value, owner)

    def __len__(self) -> int:
        owner = self._use()
        with self._lock:
            return int(quick.nreg_import_count(owner.pointer))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return "<Import closed>" if self.closed else f"<Import of {len(self)} rows>"


def import_options(
    status: Status,
    purpose: int | Purpose | None,
    scope: ScopeLike | None,
    within: ScopeLike | None,
    region: str | None,
    policy: Any,
) -> tuple[Any, Any]:
    """The struct, and what must live during the call."""
    raw = _api.ImportOptions()
    quick.nreg_import_options_init(raw)
    raw.status = member("status", status, Status)
    raw.purpose = purpose_id(purpose)
    raw.scope = 0 if scope is None else scope_id("scope", scope)
    raw.within = 0 if within is None else scope_id("within", within)
    raw.region = region_code("region", region)
    keep = None
    if policy is not None:
        keep = policy._raw()
        raw.policy = ctypes.pointer(keep)
    return raw, keep


def _fill(raw: Any, row: ImportRow) -> Any:
    """Fill in one row; returns what it points into."""
    number = text("number", row.number)
    raw.number, raw.number_length = number, len(number)
    scope = purpose = None
    if isinstance(row.scope, str):
        scope = text("scope", row.scope)
        raw.scope, raw.scope_length = scope, len(scope)
    elif row.scope is not None:
        raw.scope_id = scope_id("scope", row.scope)
    if isinstance(row.purpose, str):
        purpose = text("purpose", row.purpose)
        raw.purpose_text, raw.purpose_length = purpose, len(purpose)
    else:
        raw.purpose = purpose_id(row.purpose)
    raw.status = 0 if row.status is None else member("status", row.status, Status)
    raw.created = 0 if row.created is None else integer("created", microseconds("created", row.created), U64_MAX >> 1)
    raw.row = u32("row", row.row)
    raw.faults = reason_bits("faults", row.faults)
    return number, scope, purpose


def _columns_of(columns: ImportColumns | None) -> tuple[Any, Any]:
    """The struct, and what must live during the call."""
    raw = _api.ImportColumns()
    quick.nreg_import_columns_init(raw)
    keep = []
    for name, column in (columns or ImportColumns())._asdict().items():
        if isinstance(column, str):
            keep.append(optional(name, column))
            setattr(raw, f"{name}_header", keep[-1])
        elif column is not None:
            setattr(raw, f"{name}_column", integer(name, column, 2**31) or U32_MAX)
    return raw, keep
