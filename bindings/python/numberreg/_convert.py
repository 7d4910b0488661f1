# SPDX-License-Identifier: MIT
"""Checks before values reach ctypes, which would cut them silently; and times."""

from __future__ import annotations

import enum
import os
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, TypeVar, Union

from . import _api
from ._api import Reason
from ._errors import BadTextError, InvalidArgumentError

Text = Union[str, bytes]
PathLike = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
Kind = TypeVar("Kind", bound=enum.IntEnum)

U32_MAX = 2**32 - 1
U64_MAX = 2**64 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


def integer(name: str, value: Any, most: int, least: int = 0) -> int:
    """An integer within bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    if not least <= value <= most:
        raise InvalidArgumentError(f"{name} must be {least} to {most}")
    return int(value)


def u32(name: str, value: Any) -> int:
    """An unsigned integer of 32 bits."""
    return integer(name, value, U32_MAX)


def member(name: str, value: Any, kind: type[Kind]) -> Kind:
    """A named member of an enumeration."""
    found = kind(integer(name, value, U32_MAX))
    if found.name not in kind.__members__:
        raise InvalidArgumentError(f"{name} must be a {kind.__name__}")
    return found


def scope_id(name: str, value: Any) -> int:
    """The id of a scope, given as such or as a Scope."""
    return integer(name, value if isinstance(value, int) else getattr(value, "id", value), _api.ID_MAX)


def text(name: str, value: Any) -> bytes:
    """Text as UTF-8; bytes pass as they are. What cannot be written as UTF-8 is left for the library to judge."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return value
    raise TypeError(f"{name} must be a str or bytes, not {type(value).__name__}")


def c_text(name: str, value: Any) -> bytes:
    """Text that the library takes up to its first NUL, so it may contain none."""
    encoded = text(name, value)
    if 0 in encoded:
        raise BadTextError(f"{name} contains a NUL character")
    return encoded


def optional(name: str, value: Any) -> bytes | None:
    """Text, or NULL for None."""
    return None if value is None else c_text(name, value)


def region_code(name: str, value: Any) -> bytes:
    """A region: two letters, "001" or nothing."""
    encoded = c_text(name, "" if value is None else value)
    if len(encoded) > 3:
        raise InvalidArgumentError(f"{name} must be two letters")
    return encoded


def path(value: PathLike) -> bytes:
    """A file name for the library."""
    return c_text("path", os.fsencode(value))


def microseconds(name: str, value: Any) -> int:
    """Microseconds since 1970 of an aware datetime."""
    if not isinstance(value, datetime):
        raise TypeError(f"{name} must be a datetime, not {type(value).__name__}")
    if value.tzinfo is None:
        raise InvalidArgumentError(f"{name} has no time zone; give it one, for example timezone.utc")
    return (value - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """The time, in UTC, of microseconds since 1970."""
    return _EPOCH + value * _MICROSECOND


def optional_moment(value: int) -> datetime | None:
    """The same, with 0 for no time."""
    return moment(value) if value else None


@lru_cache(maxsize=4096)
def reasons(bits: int) -> tuple[Reason, ...]:
    """The reasons in a set, the one to name first in front."""
    from ._library import quick

    found = []
    while bits:
        first = quick.nreg_reason_first(bits) or bits.bit_length() - 1
        found.append(Reason(first))
        bits &= ~(1 << first)
    return tuple(found)


def reason_bits(name: str, values: Any) -> int:
    """The set of some reasons."""
    bits = 0
    for value in values:
        bits |= 1 << integer(name, value, 63, 1)
    return bits


def e164(number: int) -> str | None:
    """ "+15012149020" for 15012149020; None for 0."""
    return f"+{number}" if number else None
