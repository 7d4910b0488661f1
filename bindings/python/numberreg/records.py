# SPDX-License-Identifier: MIT
"""Registered numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from . import _api, _rows
from ._api import NumberType, Order, RecordFlags, Status
from ._convert import c_text, member, microseconds, moment, region_code, scope_id
from ._errors import InvalidArgumentError
from .numbers import digits
from .purposes import Purpose, purpose_id
from .scopes import Scope, ScopeLike


class Record(_rows.RecordRow):
    """One registered number."""

    __slots__ = ()

    @property
    def e164(self) -> str:
        """The number as "+15012149020"."""
        return f"+{self.number}"

    @property
    def holder(self) -> int:
        """Scope id of the deepest scope it belongs to."""
        return self.program or self.unit or self.business

    @property
    def created(self) -> datetime:
        """When it was added."""
        return moment(self.created_us)

    @property
    def updated(self) -> datetime:
        """When it changed last."""
        return moment(self.updated_us)

    @property
    def display_status(self) -> str:
        """Its status as a person sees it: Pending, Active, Suspended or Declined."""
        from ._library import quick

        return str(quick.nreg_status_display(self.status).decode())

    @property
    def resubmitted(self) -> bool:
        """Whether it was declined before in this Business."""
        return bool(self.flags & RecordFlags.RESUBMITTED)


class RecordPage(NamedTuple):
    """One page of a list."""

    #: The records; may be fewer than asked for, also in the middle of a list.
    records: list[Record]
    #: Text to give to go on. It may be stored and sent elsewhere.
    cursor: str
    #: Whether there may be more.
    more: bool


class RecordCount(NamedTuple):
    """How many records have a status and a call purpose."""

    #: Their status.
    status: Status
    #: Their call purpose.
    purpose: int
    #: How many; never 0.
    records: int


class Assignments(NamedTuple):
    """Where one number is in use."""

    #: The record.
    record: Record
    #: The Organization of its Business.
    organization: Scope | None
    #: Its Business.
    business: Scope
    #: Its Unit; None if it sits at the Business.
    unit: Scope | None
    #: Its Program, with its dates; None if it sits higher.
    program: Scope | None
    #: Path of the scope that holds it.
    path: str

    @classmethod
    def of(cls, raw: Any) -> Assignments:
        """From the library's struct."""
        scopes = (raw.organization, raw.business, raw.unit, raw.program)
        rows = [Scope(*_rows.SCOPE.one(ctypes.addressof(scope))) if scope.id else None for scope in scopes]
        business = rows[1]
        assert business is not None
        record = Record(*_rows.RECORD.one(ctypes.addressof(raw.record)))
        return cls(record, rows[0], business, rows[2], rows[3], raw.path.decode())


@dataclass(frozen=True)
class RecordFilter:
    """Which records to list; all conditions hold together."""

    #: At or below this scope; None for the session's root.
    scope: ScopeLike | None = None
    #: Only these statuses; none for all.
    statuses: Iterable[Status] = ()
    #: Only this call purpose.
    purpose: int | Purpose | None = None
    #: Only records that sit in the scope itself, not below it.
    only_here: bool = False
    #: Smallest number.
    first: int | str | None = None
    #: Largest number.
    last: int | str | None = None
    #: Only those changed then or later.
    changed_since: datetime | None = None
    #: Only these types of number; none for all.
    types: Iterable[NumberType] = ()
    #: Only those whose call purpose means Do Not Originate.
    dno: bool = False
    #: Only numbers of this region.
    region: str | None = None
    #: Digits the number begins with, country code first, for example "1501".
    prefix: str | None = None
    #: Digits the number ends with, for example "9020".
    ending: str | None = None
    #: In which order; by last change needs a store with a journal.
    order: Order = Order.NUMBER

    def _raw(self, quick: Any) -> Any:
        raw = _api.RecordFilter()
        quick.nreg_record_filter_init(raw)
        for status in self.statuses:
            raw.statuses |= 1 << member("status", status, Status)
        for type in self.types:
            raw.types |= 1 << member("type", type, NumberType)
        raw.scope = 0 if self.scope is None else scope_id("scope", self.scope)
        raw.purpose = purpose_id(self.purpose)
        raw.only_here, raw.dno = bool(self.only_here), bool(self.dno)
        raw.__setattr__("from", 0 if self.first is None else digits(self.first))
        raw.to = 0 if self.last is None else digits(self.last)
        raw.changed_since = 0 if self.changed_since is None else microseconds("changed_since", self.changed_since)
        raw.order = member("order", self.order, Order)
        raw.region = region_code("region", self.region)
        raw.prefix = _digits("prefix", self.prefix, 15)
        raw.ending = _digits("ending", self.ending, 11)
        return raw


def _digits(what: str, given: str | None, most: int) -> bytes:
    digits = c_text(what, given or "")
    if len(digits) > most or (digits and not digits.isdigit()):
        raise InvalidArgumentError(f"{what} must be at most {most} digits")
    return digits


def cursor_text(raw: Any) -> str:
    """A cursor as text."""
    return f"{raw.business:x}.{raw.number:x}.{raw.seal:x}"


def cursor_struct(text: str | None) -> Any:
    """The struct of a cursor; None begins at the start."""
    raw = _api.RecordCursor()
    if text:
        try:
            raw.business, raw.number, raw.seal = map(_hex, text.split("."))
        except ValueError:
            raise InvalidArgumentError("cursor is not one that a list returned") from None
    return raw


def _hex(text: str) -> int:
    value = int(text, 16)
    if not 0 <= value < 2**64:
        raise ValueError
    return value
