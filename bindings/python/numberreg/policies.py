# SPDX-License-Identifier: MIT
"""What a host may decide about the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import _api
from ._api import Reassign, Review
from ._convert import U64_MAX, integer, member, region_code, u32
from ._library import quick
from .numbers import Rules


@dataclass(frozen=True)
class Policy:
    """The policy of a registry or batch; every default is the library's."""

    #: Where a number may be reassigned to when it sits beside the target.
    reassign: Reassign = Reassign.TO_PROGRAMS
    #: What rejects and what warns about a number.
    numbers: Rules = field(default_factory=Rules.default)
    #: Region of numbers without calling code.
    default_region: str = "US"
    #: Whether a batch with Do Not Originate entries must acknowledge them.
    dno_acknowledge: bool = False
    #: Whether Do Not Originate at a Program is rejected instead of warned of.
    dno_in_program: bool = False
    #: When new numbers are reviewed.
    auto_review: Review = Review.BY_WORKER
    #: Days a committed batch's outcomes are kept.
    result_days: int = 30
    #: Days a draft is kept after its last change.
    draft_days: int = 30
    #: Days to prove ownership.
    proof_days: int = 30
    #: Entries a batch may have; 0 for no limit.
    max_entries: int = 0
    #: Rejections as REGISTERED_ELSEWHERE a Business may see a day; 0 for no limit.
    max_elsewhere_a_day: int = 0
    #: How often a commit is run again after a conflict.
    max_retries: int = 10
    #: Numbers a Business may hold; 0 for no limit.
    max_numbers: int = 0
    #: Milliseconds to wait for the store's locks.
    lock_wait_ms: int = 5000

    def _raw(self) -> Any:
        raw = _api.Policy()
        quick.nreg_policy_init(raw)
        raw.reassign = member("reassign", self.reassign, Reassign)
        self.numbers._raw(raw.numbers)
        raw.default_region = region_code("default_region", self.default_region)
        raw.auto_review = member("auto_review", self.auto_review, Review)
        raw.max_numbers = integer("max_numbers", self.max_numbers, U64_MAX)
        for name in ("dno_acknowledge", "dno_in_program"):
            setattr(raw, name, bool(getattr(self, name)))
        for name in ("result_days", "draft_days", "proof_days", "max_entries", "max_elsewhere_a_day", "max_retries"):
            setattr(raw, name, u32(name, getattr(self, name)))
        raw.lock_wait_ms = u32("lock_wait_ms", self.lock_wait_ms)
        return raw
