# SPDX-License-Identifier: MIT
"""What a registry asks of Python: time, randomness, log lines, and scopes where its store keeps none."""

from __future__ import annotations

import ctypes
import itertools
import logging
import weakref
from collections.abc import Callable
from datetime import datetime
from typing import Any, Optional

from . import _api, _rows
from ._api import Code, LogLevel
from ._calls import failed_callback, ignored_callback, log
from ._convert import microseconds

#: Returns the time; must be aware.
Clock = Callable[[], datetime]
#: Returns so many random bytes.
Random = Callable[[int], bytes]
#: Returns the scope with an id, or None.
Resolver = Callable[[int], Optional[tuple]]  # type: ignore[type-arg]
#: Told, for a Business, how many numbers it learned today to be registered elsewhere.
Disclosed = Callable[[int, int], object]

_LEVELS = {
    LogLevel.ERROR: logging.ERROR,
    LogLevel.WARNING: logging.WARNING,
    LogLevel.INFO: logging.INFO,
    LogLevel.DEBUG: logging.DEBUG,
}
_tokens = itertools.count(1)
_hosts: weakref.WeakValueDictionary[int, Host] = weakref.WeakValueDictionary()


class Host:
    """The callbacks of one registry; kept alive by its owner."""

    def __init__(
        self,
        clock: Clock | None,
        random: Random | None,
        resolve_scope: Resolver | None,
        elsewhere_disclosed: Disclosed | None,
    ) -> None:
        self.clock = clock
        self.random = random
        self.resolve_scope = resolve_scope
        self.elsewhere_disclosed = elsewhere_disclosed
        self.token = next(_tokens)
        _hosts[self.token] = self
        self._raw = self._host()

    def _host(self) -> Any:
        raw = _api.Host()
        raw.struct_size = ctypes.sizeof(raw)
        level = log.getEffectiveLevel()
        raw.log_level = max((key for key, value in _LEVELS.items() if value >= level), default=LogLevel.ERROR)
        raw.log = _log
        if self.clock is not None:
            raw.clock = _clock
        if self.random is not None:
            raw.random = _random
        raw.context = self.token
        return raw

    def fill(self, options: Any) -> None:
        """Put the callbacks into an nreg_registry_options."""
        options.host = ctypes.pointer(self._raw)
        if self.resolve_scope is not None:
            options.resolve_scope = _resolve_scope
        if self.elsewhere_disclosed is not None:
            options.elsewhere_disclosed = _elsewhere_disclosed
        options.context = self.token


@_api.HostClock  # type: ignore[untyped-decorator]
def _clock(now: Any, token: int) -> int:
    try:
        clock = _hosts[token].clock
        assert clock is not None
        now[0] = microseconds("the clock's answer", clock())
        return Code.OK
    except BaseException as exception:
        return failed_callback(exception, "The clock")


@_api.HostRandom  # type: ignore[untyped-decorator]
def _random(buffer: int, length: int, token: int) -> int:
    try:
        random = _hosts[token].random
        assert random is not None
        data = random(length)
        if len(data) != length:
            raise ValueError("the random source returned another number of bytes than asked for")
        ctypes.memmove(buffer, data, length)
        return Code.OK
    except BaseException as exception:
        return failed_callback(exception, "The random source")


@_api.HostLog  # type: ignore[untyped-decorator]
def _log(level: int, message: bytes, _token: int) -> None:
    try:
        log.log(_LEVELS.get(LogLevel(level), logging.DEBUG), "%s", message.decode("utf-8", "replace"))
    except BaseException as exception:
        ignored_callback(exception, "logging")


@_api.RegistryOptionsResolveScope  # type: ignore[untyped-decorator]
def _resolve_scope(id: int, scope: Any, token: int) -> int:
    try:
        resolve = _hosts[token].resolve_scope
        assert resolve is not None
        found: Any = resolve(id)
        if found is None:
            return Code.NOT_FOUND
        _rows.SCOPE.write(ctypes.addressof(scope.contents), [found])
        return Code.OK
    except BaseException as exception:
        return failed_callback(exception, "The scope resolver")


@_api.RegistryOptionsElsewhereDisclosed  # type: ignore[untyped-decorator]
def _elsewhere_disclosed(business: int, today: int, token: int) -> None:
    try:
        disclosed = _hosts[token].elsewhere_disclosed
        assert disclosed is not None
        disclosed(business, today)
    except BaseException as exception:
        ignored_callback(exception, "elsewhere_disclosed")
