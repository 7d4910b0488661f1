# SPDX-License-Identifier: MIT
"""Review: who approves, holds, declines, suspends and removes numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, Optional, Union

from . import _api, _rows
from ._api import Action, Code, Decision, NumberType, Sign
from ._calls import call, failed_callback, run_signals
from ._convert import integer, member, moment, optional
from ._library import lib, quick
from .records import Record


class ReviewCase(NamedTuple):
    """One number to review."""

    #: The record.
    record: Record
    #: Signs that it should be held rather than approved.
    signs: Sign
    #: Type of the number.
    type: NumberType
    #: Region of the number; None if unknown.
    region: str | None


class Answer(NamedTuple):
    """What a reviewer decides about a case."""

    #: The decision; LATER asks again when the lease has ended.
    decision: Decision
    #: For the tenant.
    note: str | None = None
    #: For operators only.
    internal_note: str | None = None


#: Answers, one for each case in their order: an `Answer`, a `Decision`, or None for later.
Reviewer = Callable[[list[ReviewCase]], Iterable[Optional[Union[Answer, Decision]]]]

_Reviewer: Any = _api.ReviewOptionsReviewer


class ReviewReport(_rows.ReviewReportRow):
    """What a run did."""

    __slots__ = ()


class ReviewNote(_rows.ReviewNoteRow):
    """What was noted about a number when its status was decided, or proof submitted."""

    __slots__ = ()

    @property
    def time(self) -> datetime:
        """When it was noted."""
        return moment(self.time_us)

    @property
    def is_proof(self) -> bool:
        """Whether the note is the reference of a tenant's proof."""
        return self.action == Action.PROOF


def review_case(raw: Any) -> ReviewCase:
    """A case as Python sees it."""
    record = Record(*_rows.RECORD.one(ctypes.addressof(raw.record)))
    return ReviewCase(record, Sign(raw.signs), NumberType(raw.type), raw.region.decode() or None)


def signs_text(signs: Sign) -> list[str]:
    """What some signs mean, an English sentence each, for the reviewing staff."""
    return [quick.nreg_sign_text(sign).decode() for sign in Sign if sign & signs]


def _answer(given: Answer | Decision | None) -> Answer:
    if given is None:
        return Answer(Decision.LATER)
    return given if isinstance(given, Answer) else Answer(given)


def run(session: int, reviewer: Reviewer | None, limit: int | None, lease_seconds: int | None) -> ReviewReport:
    """One step of a worker, with the session at a pointer."""
    options = _api.ReviewOptions()
    quick.nreg_review_options_init(options)
    if limit is not None:
        options.limit = integer("limit", limit, 10000, 1)
    if lease_seconds is not None:
        options.lease_seconds = integer("lease_seconds", lease_seconds, 86400, 1)
    texts: list[Any] = []  # the library copies them when the reviewer has returned

    def ask(cases: Any, count: int, answers: Any, _context: Any) -> int:
        try:
            run_signals()
            assert reviewer is not None
            given = [_answer(one) for one in reviewer([review_case(cases[i]) for i in range(count)])]
            if len(given) != count:
                raise ValueError(f"{len(given)} answers were returned for {count} cases")
            for index, answer in enumerate(given):
                notes = (optional("note", answer.note), optional("internal_note", answer.internal_note))
                texts.extend(notes)
                answers[index].decision = member("decision", answer.decision, Decision)
                answers[index].note, answers[index].internal_note = notes
            return Code.OK
        except BaseException as exception:
            return failed_callback(exception, "The reviewer")

    if reviewer is not None:
        options.reviewer = _Reviewer(ask)
    report = _api.ReviewReport()
    report.struct_size = ctypes.sizeof(report)
    call(lib.nreg_review_run, session, ctypes.byref(options), ctypes.byref(report))
    return ReviewReport(*_rows.REVIEW_REPORT.one(ctypes.addressof(report)))


def expire(session: int, limit: int) -> ReviewReport:
    """Remove numbers whose proof is overdue, with the session at a pointer."""
    report = _api.ReviewReport()
    report.struct_size = ctypes.sizeof(report)
    call(lib.nreg_review_expire, session, integer("limit", limit, 10000, 1), ctypes.byref(report))
    return ReviewReport(*_rows.REVIEW_REPORT.one(ctypes.addressof(report)))
