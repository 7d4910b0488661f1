# SPDX-License-Identifier: MIT
"""The journal: a row for every change of every number."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from . import _rows
from ._convert import e164, moment


class JournalRow(_rows.JournalRow):
    """One change of one number. Who and why stand in the batch it belongs to."""

    __slots__ = ()

    @property
    def e164(self) -> str | None:
        """The number as "+15012149020"; None if it was erased."""
        return e164(self.number)

    @property
    def time(self) -> datetime:
        """When it was changed."""
        return moment(self.time_us)

    @property
    def holder_before(self) -> int:
        """Scope id where the number sat; 0 if it was not registered."""
        return self.program_before or self.unit_before or (self.business if self.status_before else 0)

    @property
    def holder_after(self) -> int:
        """Scope id where it sits since; 0 if it is no longer registered."""
        return self.program_after or self.unit_after or (self.business if self.status_after else 0)


class FeedPage(NamedTuple):
    """Rows of the feed, and where to go on."""

    #: The rows, in the one order of the feed.
    rows: list[JournalRow]
    #: Where to go on; store it once the rows are handled. May be used by other processes.
    cursor: str
    #: Whether there may be more at once.
    more: bool


class Pruned(NamedTuple):
    """What retention removed."""

    #: Rows of the journal.
    rows: int
    #: Batches whose drafts or results were removed.
    batches: int
