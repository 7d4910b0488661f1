# SPDX-License-Identifier: MIT
"""The catalogue of reasons."""

from __future__ import annotations

from typing import NamedTuple

from ._api import Field, Reason
from ._convert import integer, text
from ._errors import NotFoundError
from ._library import quick


class ReasonInfo(NamedTuple):
    """What the catalogue says of a reason."""

    #: The reason.
    reason: Reason
    #: Stable code, for example "ALREADY_HERE".
    code: str
    #: English text with named arguments in braces.
    text: str
    #: The field at fault.
    field: Field
    #: 1 is first: of several reasons the one with the smallest is named first.
    precedence: int
    #: Whether the same entry may be accepted later without being changed.
    retryable: bool
    #: Whether asking the portal's support can help.
    support: bool


def reason_info(reason: Reason | int | str) -> ReasonInfo:
    """What the catalogue says of a reason, given as such or by its code."""
    if isinstance(reason, str):
        code = text("reason", reason)
        number = quick.nreg_reason_from_code(code, len(code))
    else:
        number = integer("reason", reason, 63)
    found = quick.nreg_reason_find(number)
    if not found:
        raise NotFoundError("There is no such reason.")
    info = found.contents
    return ReasonInfo(
        Reason(info.reason),
        quick.nreg_reason_code(info.reason).decode(),
        info.text.decode(),
        Field(info.field),
        info.precedence,
        bool(info.retryable),
        bool(info.support),
    )
