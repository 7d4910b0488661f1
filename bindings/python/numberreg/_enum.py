# SPDX-License-Identifier: MIT
"""Enumerations that can meet numbers a newer library has added."""

from __future__ import annotations

import enum


class OpenIntEnum(enum.IntEnum):
    """An enumeration to which a number without a name is a member too: NONE for 0, else UNKNOWN_n."""

    @classmethod
    def _missing_(cls, value: object) -> OpenIntEnum | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}" if value else "NONE"
        member._value_ = value
        return member
