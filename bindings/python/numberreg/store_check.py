# SPDX-License-Identifier: MIT
"""Does a store keep the contract?"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from . import _api
from ._api import CheckOutcome, StoreGroups
from ._calls import call, failed_callback, take_exception
from ._convert import U64_MAX, integer
from ._errors import InternalError
from ._library import lib, quick
from .stores import NativeStore, Store, host_store


class Check(NamedTuple):
    """One check of the conformance suite."""

    #: What was checked.
    name: str
    #: The group of the contract it belongs to; empty for what every store must offer.
    group: StoreGroups
    #: Whether the store passed it.
    outcome: CheckOutcome
    #: How it failed.
    message: str


class CheckReport(NamedTuple):
    """What the conformance suite found."""

    #: Every check, in the order they ran.
    checks: list[Check]
    #: What a method of a Python store raised during the first check that failed, if that is why.
    cause: BaseException | None

    @property
    def failures(self) -> list[Check]:
        """The checks that failed."""
        return [check for check in self.checks if check.outcome == CheckOutcome.FAILED]

    @property
    def passed(self) -> bool:
        """Whether none failed."""
        return not self.failures


def check_store(
    store: NativeStore | Store, *, threads: int | None = None, rows: int | None = None, seed: int | None = None
) -> CheckReport:
    """Run the conformance suite of the store contract against a store, which should be empty.

    ``threads`` take part in the races (1 skips them), ``rows`` are in the large checks, ``seed`` begins the random
    sequences.
    """
    checks: list[Check] = []
    causes: list[BaseException | None] = []

    @_api.StoreCheckOptionsReport  # type: ignore[untyped-decorator]
    def report(name: bytes, group: int, outcome: int, message: bytes | None, _context: Any) -> None:
        try:
            text = (message or b"").decode("utf-8", "replace")
            checks.append(Check(name.decode(), StoreGroups(group), CheckOutcome(outcome), text))
            raised = take_exception()
            if outcome == CheckOutcome.FAILED:
                causes.append(raised)
        except BaseException as exception:
            failed_callback(exception, "check_store")

    options = _api.StoreCheckOptions()
    quick.nreg_store_check_options_init(options)
    if threads is not None:
        options.threads = integer("threads", threads, 64, 1)
    if rows is not None:
        options.rows = integer("rows", rows, 1000000, 100)
    if seed is not None:
        options.seed = integer("seed", seed, U64_MAX)
    options.report = report
    owner = store._use() if isinstance(store, NativeStore) else host_store(store)
    try:
        call(lib.nreg_store_check, owner.pointer, ctypes.byref(options), None)
    except InternalError:
        if not causes:
            raise
    return CheckReport(checks, causes[0] if causes else None)
