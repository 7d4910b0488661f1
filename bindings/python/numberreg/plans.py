# SPDX-License-Identifier: MIT
"""Numbering plans."""

from __future__ import annotations

import ctypes
import datetime

from ._calls import call
from ._convert import PathLike, c_text, path
from ._handles import Handle, Owner
from ._library import lib, quick


class Plan(Handle):
    """A numbering plan: which numbers exist, by region. Immutable. ``Plan()`` is the built-in one."""

    __slots__ = ()

    def __init__(self) -> None:
        self._adopt(Owner(0, quick.nreg_plan_free))

    @classmethod
    def load(cls, data: bytes) -> Plan:
        """A plan from the content of a plan file."""
        pointer = ctypes.c_void_p()
        call(lib.nreg_plan_load, data, len(data), ctypes.byref(pointer))
        return cls._made(pointer)

    @classmethod
    def load_file(cls, file: PathLike) -> Plan:
        """A plan from a plan file."""
        pointer = ctypes.c_void_p()
        call(lib.nreg_plan_load_file, path(file), ctypes.byref(pointer))
        return cls._made(pointer)

    @classmethod
    def _made(cls, pointer: ctypes.c_void_p) -> Plan:
        plan = cls.__new__(cls)
        assert pointer.value is not None
        plan._adopt(Owner(pointer.value, quick.nreg_plan_free))
        return plan

    @property
    def release(self) -> str:
        """Release of the metadata the plan was built from, for example "9.0.43"."""
        owner = self._use()
        return str(quick.nreg_plan_release(owner.pointer).decode())

    @property
    def date(self) -> datetime.date:
        """Date of that release."""
        owner = self._use()
        return datetime.date.fromisoformat(quick.nreg_plan_date(owner.pointer).decode())

    @property
    def regions(self) -> list[str]:
        """Two-letter codes of the plan's regions, in alphabetical order."""
        owner = self._use()
        count = quick.nreg_plan_region_count(owner.pointer)
        return [quick.nreg_plan_region(owner.pointer, index).decode() for index in range(count)]

    def calling_code(self, region: str) -> int | None:
        """Country calling code of a region; None for an unknown one."""
        owner = self._use()
        return quick.nreg_plan_calling_code(owner.pointer, c_text("region", region)) or None


def plan_pointer(plan: Plan | None) -> tuple[int, Owner | None]:
    """The pointer to pass for a plan, and what keeps it alive meanwhile."""
    if plan is None:
        return 0, None
    owner = plan._use()
    return owner.pointer, owner
