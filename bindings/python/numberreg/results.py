# SPDX-License-Identifier: MIT
"""Results: one outcome per entry, in entry order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple, overload

from . import _api, _rows
from ._api import Action, OutcomeFlags, OutcomeKind, Reason, ResultFlags, Status
from ._calls import call, failure
from ._columns import Columns
from ._convert import e164, integer, moment, reasons
from ._handles import Handle, Owner
from ._library import lib, quick
from .exports import ExportOptions, export_rejected
from .uploads import Source, UploadOptions, rejects


class Summary(_rows.SummaryRow):
    """The counts of a result: accepted + rejected = entries, always."""

    __slots__ = ()

    @property
    def time(self) -> datetime:
        """When it was committed or previewed."""
        return moment(self.time_us)

    @property
    def preview(self) -> bool:
        """Whether nothing was written."""
        return bool(self.flags & ResultFlags.PREVIEW)

    @property
    def replayed(self) -> bool:
        """Whether it is the stored result of an earlier commit."""
        return bool(self.flags & ResultFlags.REPLAYED)

    @property
    def abandoned(self) -> bool:
        """Whether nothing was registered because too many entries were rejected."""
        return bool(self.flags & ResultFlags.ABANDONED)


class Outcome(NamedTuple):
    """What became of one entry."""

    #: Number of the entry in its batch.
    entry: int
    #: Row in the host's source.
    row: int
    #: The text as it was entered.
    input: str
    #: E.164 digits as an integer; 0 if the input has none.
    number: int
    #: What the entry asked for.
    action: Action
    #: What became of it.
    outcome: OutcomeKind
    #: The reason to name first; NONE if it was accepted.
    reason: Reason
    #: Why it was rejected, the reason to name first in front; empty if it was accepted.
    reasons: tuple[Reason, ...]
    #: What to tell about it.
    warnings: tuple[Reason, ...]
    #: The first reason as a sentence; "" if it was accepted.
    message: str
    #: Scope id where the number sits, or sat before it moved; 0 if nowhere or not to be disclosed.
    holder: int
    #: Entry of the batch that a reason speaks of; 0 if none.
    related: int
    #: Call purpose id; 0 if missing or unknown.
    purpose: int
    #: Status of the record afterwards; NONE if there is none or it is not to be disclosed.
    status: Status
    #: Whether consent would move the number.
    movable: bool
    #: What a person can quote to the portal's support.
    reference: str

    @property
    def accepted(self) -> bool:
        """Whether the entry was carried out."""
        return self.outcome != OutcomeKind.REJECTED

    @property
    def e164(self) -> str | None:
        """The number as "+15012149020"; None if the input has none."""
        return e164(self.number)

    def as_json(self) -> dict[str, Any]:
        """What to send a browser: numbers and ids as text, names instead of codes."""
        return {
            "row": self.row,
            "input": self.input,
            "e164": self.e164,
            "outcome": self.outcome.name,
            "reasons": [reason.name for reason in self.reasons],
            "warnings": [reason.name for reason in self.warnings],
            "message": self.message,
            "holder": str(self.holder) if self.holder else None,
            "movable": self.movable,
            "reference": self.reference,
        }


class Result(Handle, Sequence[Outcome]):
    """A result; immutable, readable from any thread. A sequence of outcomes, one per entry."""

    __slots__ = ("_count", "_first", "_stride")

    def __init__(self, pointer: int, *keep: Any) -> None:
        self._adopt(Owner(pointer, quick.nreg_result_free, *keep))
        count, stride = ctypes.c_uint32(), ctypes.c_uint32()
        first = quick.nreg_result_outcomes(pointer, count, stride)
        self._first = ctypes.cast(first, ctypes.c_void_p).value or 0
        self._count, self._stride = count.value, stride.value

    @property
    def summary(self) -> Summary:
        """The counts."""
        owner = self._use()
        raw = _api.Summary()
        raw.struct_size = ctypes.sizeof(raw)
        code = quick.nreg_result_summary(owner.pointer, raw)
        if code < 0:
            raise failure(code)
        return Summary(*_rows.SUMMARY.one(ctypes.addressof(raw)))

    @property
    def batch_id(self) -> int:
        """Id of the batch; 0 for a preview of a batch never saved."""
        return self.summary.batch

    @property
    def sentence(self) -> str:
        """The sentence for the person, for example "2 of 5 numbers were rejected." """
        owner = self._use()
        buffer = ctypes.create_string_buffer(_api.MESSAGE_SIZE)
        code = quick.nreg_result_sentence(owner.pointer, buffer, len(buffer))
        if code < 0:
            raise failure(code)
        return buffer.value.decode()

    @property
    def plan(self) -> str:
        """Release of the plan the numbers were judged by."""
        owner = self._use()
        return str(quick.nreg_result_plan(owner.pointer).decode())

    @property
    def columns(self) -> Columns:
        """Views of one member of every outcome, for example ``columns["reasons"]``: no copy, no loop.

        A view stays valid when the result is closed; the memory is given back with the last view.
        """
        owner = self._use()
        memory: Any = ctypes.c_char * (self._count * self._stride)
        if self._count:
            memory = memory.from_address(self._first)
            memory.owner = owner
        else:
            memory = memory()
        return Columns(_api.Outcome, memoryview(memory).cast("B"), self._count, self._stride or 8)

    def message(self, index: int, reason: Reason | None = None) -> str:
        """What a reason or warning of an outcome means, as a sentence; that of the first reason if none is given."""
        owner = self._use()
        buffer = ctypes.create_string_buffer(_api.MESSAGE_SIZE)
        wanted = integer("reason", reason or 0, 63)
        code = quick.nreg_result_message(owner.pointer, self._index(index), wanted, buffer, len(buffer))
        if code < 0:
            raise failure(code)
        return buffer.value.decode("utf-8", "replace")

    def reference(self, index: int) -> str:
        """What a person can quote to the portal's support about an outcome."""
        owner = self._use()
        buffer = ctypes.create_string_buffer(_api.REFERENCE_SIZE)
        code = quick.nreg_result_reference(owner.pointer, self._index(index), buffer, len(buffer))
        if code < 0:
            raise failure(code)
        return buffer.value.decode()

    def input(self, index: int) -> str:
        """The text of an outcome's entry, as it was entered."""
        owner = self._use()
        length = ctypes.c_size_t()
        start = quick.nreg_result_input(owner.pointer, self._index(index), length)
        return ctypes.string_at(start, length.value).decode("utf-8", "replace") if start else ""

    def write_rejects(self, source: Source, target: BinaryIO, options: UploadOptions | None = None) -> int:
        """Write the rejected rows of an uploaded file, in its layout plus reason and message; returns how many.

        ``source`` and ``options`` are those of the upload; ``target`` is an open binary file.
        """
        owner = self._use()
        return rejects(owner.pointer, source, target, options)

    def export_rejected(self, target: BinaryIO, options: ExportOptions | None = None) -> int:
        """Write the rejected entries, with all that is known of them, to a binary file; returns how many."""
        owner = self._use()
        return export_rejected(owner.pointer, target, options)

    @property
    def rejected(self) -> Iterator[Outcome]:
        """The rejected outcomes."""
        return (outcome for outcome in self if not outcome.accepted)

    @property
    def accepted(self) -> Iterator[Outcome]:
        """The accepted outcomes."""
        return (outcome for outcome in self if outcome.accepted)

    def _index(self, index: int) -> int:
        if not -self._count <= index < self._count:
            raise IndexError("no such outcome")
        return index % self._count

    def __len__(self) -> int:
        self._use()
        return self._count

    @overload
    def __getitem__(self, index: int) -> Outcome: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Outcome]: ...

    def __getitem__(self, index: int | slice) -> Outcome | Sequence[Outcome]:
        owner = self._use()
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        at = self._index(index)
        row = _rows.OUTCOME.one(self._first + at * self._stride)
        del owner
        return Outcome(
            row.entry,
            row.row,
            self.input(at),
            row.number,
            row.action,
            row.outcome,
            Reason(row.reason),
            reasons(row.reasons),
            reasons(row.warnings),
            self.message(at) if row.reason else "",
            row.holder,
            row.related,
            row.purpose,
            row.status,
            bool(row.flags & OutcomeFlags.MOVABLE),
            self.reference(at),
        )

    def __repr__(self) -> str:
        return "<Result closed>" if self.closed else f"<Result of {self._count} entries>"


def take_result(function: Any, owner: Owner, *arguments: Any) -> Result:
    """Call a function that makes a result."""
    pointer = ctypes.c_void_p()
    call(function, owner.pointer, *arguments, ctypes.byref(pointer))
    assert pointer.value is not None
    return Result(pointer.value, owner)


def stored_result(owner: Owner, batch: int) -> Result:
    """The stored result of a batch."""
    return take_result(lib.nreg_batch_result, owner, integer("batch", batch, _api.ID_MAX))
