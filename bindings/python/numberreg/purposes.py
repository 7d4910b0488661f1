# SPDX-License-Identifier: MIT
"""Call purposes."""

from __future__ import annotations

from typing import Union

from . import _api, _rows
from ._api import PurposeFlags, PurposeId
from ._convert import integer


class Purpose(_rows.PurposeRow):
    """A call purpose: what numbers are used for."""

    __slots__ = ()

    @property
    def retired(self) -> bool:
        """Whether it is no longer offered."""
        return bool(self.flags & PurposeFlags.RETIRED)

    @property
    def dno(self) -> bool:
        """Whether it means Do Not Originate."""
        return bool(self.flags & PurposeFlags.DNO)

    @classmethod
    def own(
        cls,
        id: int,
        code: str,
        label: str,
        *,
        order: int = 1000,
        description: str = "",
        warning: str = "",
        flags: PurposeFlags = PurposeFlags(0),
    ) -> Purpose:
        """A purpose of the host's own, to be put into a registry's catalogue."""
        integer("id", id, _api.PURPOSE_MAX, _api.PURPOSE_FIRST_OWN)
        return cls(id, order, flags, code, label, description, warning)


#: What calls take for a purpose: its id, the purpose, or a text that is matched against codes and labels.
PurposeLike = Union[int, PurposeId, Purpose, str, None]


def purpose_id(purpose: int | Purpose | None) -> int:
    """The id of a purpose; 0 for none."""
    if purpose is None:
        return 0
    return integer("purpose", purpose.id if isinstance(purpose, Purpose) else purpose, _api.PURPOSE_MAX)
