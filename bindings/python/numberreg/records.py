# SPDX-License-Identifier: MIT
"""Registered numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from . import _api, _rows
from ._api import RecordFlags, Status
from ._convert import member, moment, scope_id
from ._errors import InvalidArgumentError
from .numbers import digits
from .purposes import Purpose, purpose_id
from .scopes import ScopeLike


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
    #: Text to give to go on; None at the end. It may be stored and sent elsewhere.
    cursor: str | None


def record_filter(
    quick: Any,
    scope: ScopeLike | None,
    statuses: Iterable[Status],
    purpose: int | Purpose | None,
    only_here: bool,
    first: int | str | None,
    last: int | str | None,
) -> Any:
    """The struct that says which records to list."""
    raw = _api.RecordFilter()
    quick.nreg_record_filter_init(raw)
    for status in statuses:
        raw.statuses |= 1 << member("status", status, Status)
    raw.scope = 0 if scope is None else scope_id("scope", scope)
    raw.purpose = purpose_id(purpose)
    raw.only_here = bool(only_here)
    raw.__setattr__("from", 0 if first is None else digits(first))
    raw.to = 0 if last is None else digits(last)
    return raw


def cursor_text(raw: Any) -> str:
    """A cursor as text."""
    return f"{raw.business:x}.{raw.number:x}"


def cursor_struct(text: str | None) -> Any:
    """The struct of a cursor; None begins at the start."""
    raw = _api.RecordCursor()
    if text:
        business, dot, number = text.partition(".")
        try:
            raw.business, raw.number = _hex(business), _hex(number)
        except ValueError:
            dot = ""
        if not dot:
            raise InvalidArgumentError("cursor is not one that a list returned")
    return raw


def _hex(text: str) -> int:
    value = int(text, 16)
    if not 0 <= value < 2**64:
        raise ValueError
    return value
