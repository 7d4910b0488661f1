# SPDX-License-Identifier: MIT
"""Objects of the library, and when they are given back.

Closing an object in Python drops one reference to its owner. The library's object is freed when the last reference
goes: that of the object itself, of what was made from it, of views of its memory, and of calls still running in other
threads. So objects may be closed in any order, twice, and at any moment. In a forked child nothing is freed, for the
memory's real owner is the parent.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import threading
import weakref
from types import TracebackType
from typing import Any, TypeVar

from ._errors import BusyError, ForkedError, HandleClosedError

Self = TypeVar("Self", bound="Handle")

_generation = 0
#: Whether ctypes takes the arguments and calls a function that keeps Python's lock in one go, without a thread between.
_one_at_a_time = sys.implementation.name == "cpython" and getattr(sys, "_is_gil_enabled", lambda: True)()


def _after_fork() -> None:
    """In the child: every handle that was open belongs to the parent."""
    global _generation
    _generation += 1
    for handle in list(_open):
        handle._owner = None
        _forked.add(handle)
    _open.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class Owner:
    """Owns one object of the library; keeps alive what that object needs."""

    __slots__ = ("__weakref__", "_free", "_made_in", "keep", "pointer")

    def __init__(self, pointer: int, free: Any, *keep: Any) -> None:
        self.pointer = pointer
        self.keep = keep
        self._free = free
        self._made_in = _generation

    def __del__(self) -> None:
        if self._made_in == _generation:
            self._free(self.pointer)


class Handle:
    """Something to close; a context manager that closes it."""

    __slots__ = ("__weakref__", "_owner")

    _owner: Owner | None

    def _adopt(self, owner: Owner) -> None:
        self._owner = owner
        _open.add(self)

    def _use(self) -> Owner:
        """The owner, to be kept in a local variable during a call."""
        owner = self._owner
        if owner is None:
            if self in _forked:
                raise ForkedError(f"This {type(self).__name__} was made before fork(); make a new one in the child.")
            raise HandleClosedError(f"This {type(self).__name__} is closed.")
        return owner

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._owner is None

    def close(self) -> None:
        """Give the object up. What was made from it stays usable. Closing twice does nothing."""
        self._owner = None

    def __enter__(self: Self) -> Self:
        self._use()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Lock:
    """One thread at a time; refuses the thread that has it already, which can only be a callback coming back.

    What is called so often that taking the lock would show passes ``argument`` instead, the object's address, to a
    function that keeps Python's lock. While somebody has this lock, and always where Python has none, it is NULL, which
    every function of the library refuses.
    """

    __slots__ = ("_address", "_held", "_lock", "argument")

    def __init__(self, address: int | None = None) -> None:
        self._lock = threading.RLock()
        self._held = False
        self._address = address if _one_at_a_time else None
        self.argument = ctypes.c_void_p(self._address)

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._held:
            self._lock.release()
            raise BusyError("A callback came back to the object that called it.")
        self._held = True
        self.argument.value = None

    def __exit__(self, *_: object) -> None:
        self.argument.value = self._address
        self._held = False
        self._lock.release()


_open: weakref.WeakSet[Handle] = weakref.WeakSet()
_forked: weakref.WeakSet[Handle] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Close what is still open when Python ends, so that stores are left tidy."""
    for handle in list(_open):
        handle.close()
