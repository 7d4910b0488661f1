# SPDX-License-Identifier: MIT
"""Scopes: Organizations, their Businesses, the Units of those and the Programs of those."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Union

from . import _api, _rows
from ._api import Level, ScopeState
from ._convert import c_text, microseconds, moment, optional, optional_moment


class Scope(_rows.ScopeRow):
    """A scope."""

    __slots__ = ()

    @property
    def created(self) -> datetime:
        """When it was added."""
        return moment(self.created_us)

    @property
    def updated(self) -> datetime:
        """When it changed last."""
        return moment(self.updated_us)

    @property
    def starts(self) -> datetime | None:
        """Start of a Program."""
        return optional_moment(self.starts_us)

    @property
    def ends(self) -> datetime | None:
        """End of a Program."""
        return optional_moment(self.ends_us)

    @property
    def closed(self) -> bool:
        """Whether it is closed for good."""
        return self.state == ScopeState.CLOSED

    @property
    def is_program(self) -> bool:
        """Whether it is a Program."""
        return self.level == Level.PROGRAM


#: What calls take for a scope: its id or the scope.
ScopeLike = Union[int, Scope]

#: Says "leave it as it is", where None says "none".
UNCHANGED: Any = type("Unchanged", (), {"__repr__": lambda self: "UNCHANGED", "__slots__": ()})()


def scope_options(
    quick: Any,
    key: Any,
    external_id: Any,
    label: Any,
    region: Any,
    starts: Any,
    ends: Any,
    organization: bool,
    change: bool,
) -> Any:
    """The struct of a scope to add, or of changes."""
    raw = _api.ScopeOptions()
    quick.nreg_scope_options_init(raw)
    raw.organization = bool(organization)
    raw.key = optional("key", key)
    for name, value in (("external_id", external_id), ("label", label), ("region", region)):
        if value is not UNCHANGED:
            empty = "" if change else None
            setattr(raw, name, optional(name, empty if value is None else value))
    for name, value in (("starts", starts), ("ends", ends)):
        if value is UNCHANGED:
            setattr(raw, name, -1 if change else 0)
        else:
            setattr(raw, name, 0 if value is None else microseconds(name, value))
    return raw


def path_text(path: str) -> bytes:
    """A path as the library takes it."""
    return c_text("path", path)
