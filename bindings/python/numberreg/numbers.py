# SPDX-License-Identifier: MIT
"""Reading, judging and writing phone numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, overload

from . import _api, _rows
from ._api import Code, NumberFormat, NumberNotes, NumberType, ReadOptions, Reason, TypingState
from ._calls import failure
from ._columns import Columns
from ._convert import Text, c_text, integer, member, reason_bits, reasons, region_code, text
from ._library import lib, quick
from .plans import Plan, plan_pointer


class Rules(NamedTuple):
    """Which findings about a number reject it and which only warn; what is in neither is accepted silently."""

    #: Reasons that reject.
    reject: frozenset[Reason]
    #: Reasons that warn.
    warn: frozenset[Reason]

    @classmethod
    def default(cls) -> Rules:
        """What is impossible, unassigned, fictional or reserved rejects; what is doubtful warns."""
        raw = _api.NumberRules()
        quick.nreg_number_rules_init(raw)
        return cls(frozenset(reasons(raw.reject)), frozenset(reasons(raw.warn)))

    @classmethod
    def switches(cls) -> frozenset[Reason]:
        """The reasons whose handling rules may change."""
        return frozenset(reasons(_api.NUMBER_SWITCHES))

    def moved(
        self, *, reject: Iterable[Reason] = (), warn: Iterable[Reason] = (), accept: Iterable[Reason] = ()
    ) -> Rules:
        """These rules with some reasons handled otherwise."""
        rejected, warned, accepted = frozenset(reject), frozenset(warn), frozenset(accept)
        named = rejected | warned | accepted
        return Rules((self.reject - named) | rejected, (self.warn - named) | warned)

    def _raw(self, raw: Any = None) -> Any:
        if raw is None:
            raw = _api.NumberRules()
        quick.nreg_number_rules_init(raw)
        raw.reject, raw.warn = reason_bits("reject", self.reject), reason_bits("warn", self.warn)
        return raw


class Verdict(NamedTuple):
    """What registration finds in a number, beyond whether it is valid."""

    #: Why it cannot be registered; empty if it can.
    reasons: tuple[Reason, ...]
    #: What to tell about it.
    warnings: tuple[Reason, ...]

    @property
    def green(self) -> bool:
        """Whether the number can be registered."""
        return not self.reasons


class Number:
    """One number as read. Whatever the text was, it says what became of it."""

    __slots__ = ("_plan", "_raw", "_row")

    def __init__(self, raw: Any, plan: Plan | None) -> None:
        self._raw = raw
        self._plan = plan
        self._row: _rows.NumberRow | None = None

    @property
    def row(self) -> _rows.NumberRow:
        """Everything that was read, as a named tuple."""
        if self._row is None:
            self._row = _rows.NUMBER.one(ctypes.addressof(self._raw))
        return self._row

    @property
    def e164(self) -> str | None:
        """ "+15012149020"; None if there is no number or it is too long for E.164."""
        return f"+{self._raw.e164}" if self._raw.e164 else None

    @property
    def digits(self) -> int:
        """The E.164 digits as an integer: how numbers are kept everywhere; 0 if there is none."""
        return int(self._raw.e164)

    @property
    def valid(self) -> bool:
        """libphonenumber's verdict."""
        return bool(self._raw.valid)

    @property
    def state(self) -> TypingState:
        """What a person who is typing should be told."""
        return TypingState(self._raw.state)

    @property
    def region(self) -> str | None:
        """Two letters, "001" for non-geographic numbers, None if unknown."""
        return self._raw.region.decode() or None

    @property
    def type(self) -> NumberType:
        """Type of the number."""
        return NumberType(self._raw.type)

    @property
    def extension(self) -> str | None:
        """Extension digits, if there were any."""
        return self._raw.extension.decode() or None

    @property
    def notes(self) -> NumberNotes:
        """What was noticed while reading."""
        return NumberNotes(self._raw.notes)

    def format(self, style: NumberFormat = NumberFormat.E164) -> str:
        """The number, written."""
        pointer, _keep = plan_pointer(self._plan)
        buffer = ctypes.create_string_buffer(_api.FORMAT_SIZE)
        wanted = member("style", style, NumberFormat)
        code = quick.nreg_number_format(pointer, self._raw, wanted, buffer, len(buffer), None)
        if code < 0:
            raise failure(code)
        return buffer.value.decode()

    def check(self, rules: Rules | None = None) -> Verdict:
        """What registration finds in it."""
        pointer, _keep = plan_pointer(self._plan)
        found, warned = ctypes.c_uint64(), ctypes.c_uint64()
        raw = None if rules is None else rules._raw()
        code = quick.nreg_number_check(pointer, self._raw, raw, found, warned)
        if code < 0:
            raise failure(code)
        return Verdict(reasons(found.value), reasons(warned.value))

    def valid_for(self, region: str) -> bool:
        """Whether it is a valid number of that region."""
        pointer, _keep = plan_pointer(self._plan)
        return bool(quick.nreg_number_valid_for_region(pointer, self._raw, c_text("region", region)))

    def __repr__(self) -> str:
        return f"<Number {self.state.name} {self.type.name} {self.region}>"

    def __eq__(self, other: object) -> bool:
        return self.row == other.row if isinstance(other, Number) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.row)


class Numbers(Sequence[Number]):
    """Many numbers read with one call. ``columns`` gives each member of all of them without copying."""

    def __init__(self, raw: Any, count: int, plan: Plan | None) -> None:
        self._raw = raw
        self._count = count
        self._plan = plan

    @property
    def columns(self) -> Columns:
        """Views of one member of every number, for example ``columns["e164"]``."""
        return Columns(_api.Number, memoryview(self._raw).cast("B"), self._count, ctypes.sizeof(_api.Number))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Number: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Number]: ...

    def __getitem__(self, index: int | slice) -> Number | Sequence[Number]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._count))]
        if not -self._count <= index < self._count:
            raise IndexError(index)
        return Number(self._raw[index % self._count], self._plan)

    def __iter__(self) -> Iterator[Number]:
        return (Number(raw, self._plan) for raw in self._raw[: self._count])


def read(text_: Text, region: str | None = None, *, spreadsheet: bool = False, plan: Plan | None = None) -> Number:
    """Read one number as a person types it. Never fails because of the text.

    ``region`` is the default region, two letters in either case. With ``spreadsheet``, what spreadsheets do to
    numbers is recognised, and undone where nothing was lost.
    """
    pointer, _keep = plan_pointer(plan)
    typed = text("text", text_)
    raw = _api.Number()
    options = ReadOptions.SPREADSHEET if spreadsheet else ReadOptions.TEXT
    code = quick.nreg_number_read(pointer, typed, len(typed), region_code("region", region), options, raw)
    if code < 0:
        raise failure(code)
    return Number(raw, plan)


def read_many(
    texts: Iterable[Text], region: str | None = None, *, spreadsheet: bool = False, plan: Plan | None = None
) -> Numbers:
    """Read many numbers with one call of the library, which runs without Python's lock."""
    pointer, _keep = plan_pointer(plan)
    typed = [text("text", one) for one in texts]
    count = len(typed)
    raw = (_api.Number * max(count, 1))()
    ends = (ctypes.c_uint64 * max(count, 1))(*accumulate(map(len, typed)))
    options = ReadOptions.SPREADSHEET if spreadsheet else ReadOptions.TEXT
    code = lib.nreg_number_read_many(
        pointer, b"".join(typed), ends, count, region_code("region", region), options, raw, ctypes.sizeof(_api.Number)
    )
    if code < 0:
        raise failure(code)
    return Numbers(raw, count, plan)


def from_e164(number: int | str, *, plan: Plan | None = None) -> Number:
    """Judge a number known by its E.164 digits: 15012149020 or "+15012149020"."""
    pointer, _keep = plan_pointer(plan)
    raw = _api.Number()
    code = quick.nreg_number_from_e164(pointer, digits(number), raw)
    if code < 0:
        raise failure(code)
    return Number(raw, plan)


def digits(number: int | str) -> int:
    """The E.164 digits of "+15012149020" or 15012149020 as an integer."""
    if isinstance(number, str):
        written = number[1:] if number.startswith("+") else number
        if not (written.isascii() and written.isdigit()) or len(written) > 15:
            raise ValueError("number must be E.164: a plus sign and at most 15 digits")
        return int(written)
    return integer("number", number, 10**15 - 1)


def complete(text_: Text, region: str | None = None, *, plan: Plan | None = None) -> str | None:
    """Digits that make an incomplete text valid when appended; "" if it is valid already, None if nothing helps."""
    pointer, _keep = plan_pointer(plan)
    typed = text("text", text_)
    buffer = ctypes.create_string_buffer(32)
    code = quick.nreg_number_complete(pointer, typed, len(typed), region_code("region", region), buffer, len(buffer))
    if code == Code.NOT_FOUND:
        return None
    if code < 0:
        raise failure(code)
    return buffer.value.decode()


def example(
    region: str, type: NumberType = NumberType.FIXED_LINE_OR_MOBILE, *, calling_code: int = 0, plan: Plan | None = None
) -> Number | None:
    """An example of a number of a region and type; None if the plan has none."""
    pointer, _keep = plan_pointer(plan)
    raw = _api.Number()
    wanted = member("type", type, NumberType)
    calling = integer("calling_code", calling_code, 999)
    code = quick.nreg_number_example(pointer, region_code("region", region), calling, wanted, raw)
    if code == Code.NOT_FOUND:
        return None
    if code < 0:
        raise failure(code)
    return Number(raw, plan)
