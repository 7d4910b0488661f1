# SPDX-License-Identifier: MIT
"""Calls into the library that may call back: failures become exceptions, and exceptions of callbacks come back."""

from __future__ import annotations

import ctypes
import logging
import signal
import threading
from typing import Any

from . import _api
from ._api import Code
from ._errors import BY_CODE, NumberregError

log = logging.getLogger("numberreg")
_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGABRT", "SIGALRM", "SIGUSR1", "SIGUSR2")
    if hasattr(signal, name)
]


class _Frame:
    """What happened in callbacks during one call."""

    __slots__ = ("code", "exception", "signals")

    def __init__(self) -> None:
        self.signals = _Signals()
        self.exception: BaseException | None = None
        self.code = 0


class _Local(threading.local):
    frame: _Frame | None = None


_local = _Local()


def new_error() -> Any:
    """An error struct for the library to fill."""
    error = _api.Error()
    error.struct_size = ctypes.sizeof(_api.Error)
    return error


def failure(code: int, error: Any = None) -> NumberregError:
    """The exception for a code, with the details the library gave."""
    message = error.message.decode("utf-8", "replace") if error is not None else ""
    if not message:
        from ._library import quick

        message = quick.nreg_code_text(code).decode()
    position = error.position if error is not None and error.position >= 0 else None
    kind = BY_CODE.get(code, NumberregError)
    return kind(message, Code(code), position, error.system if error is not None else 0)


class _Signals:
    """Signals that arrive during a call, kept until a handler may raise.

    Python runs signal handlers when it enters a function, before that function can catch anything. What a handler
    raises on the way into a callback would be lost, and the callback with it. So handlers wait until a callback runs
    them on purpose, or the call is over.
    """

    __slots__ = ("_came", "_handlers")

    def __init__(self) -> None:
        self._came: list[int] = []
        self._handlers: dict[int, Any] = {}

    def hold(self) -> None:
        """Put the handlers off; does nothing outside the main thread, where no handler runs."""
        if threading.get_ident() == threading.main_thread().ident:
            for number in _SIGNALS:
                handler = signal.getsignal(number)
                if callable(handler):
                    self._handlers[number] = handler
                    signal.signal(number, self._note)

    def release(self) -> None:
        """Put the handlers back."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: Any) -> None:
        self._came.append(number)

    def run(self) -> None:
        """Run the handlers of the signals that came; raises what they raise."""
        while self._came:
            number = self._came.pop(0)
            self._handlers[number](number, None)


def run_signals() -> None:
    """For callbacks of long calls: run the handlers of signals that came meanwhile."""
    frame = _local.frame
    if frame is not None:
        frame.signals.run()


def call(function: Any, *arguments: Any) -> None:
    """Call a function whose last parameter is an nreg_error; raise what went wrong in it or in a callback."""
    error = new_error()
    frame, previous = _Frame(), _local.frame
    _local.frame = frame
    try:
        frame.signals.hold()
        code = function(*arguments, ctypes.byref(error))
    finally:
        _local.frame = previous
        frame.signals.release()
        frame.signals.run()
    exception = frame.exception
    if exception is not None and (code == frame.code or not isinstance(exception, Exception)):
        raise exception
    if code < 0:
        raise failure(code, error) from exception


def failed_callback(exception: BaseException, where: str, error: Any = None, code: Code | None = None) -> int:
    """Keep what a callback raised, to be raised again when its call returns. Answers the code to return meanwhile.

    ``code`` is what the library makes of a callback that answers no code itself.
    """
    if code is None:
        code = exception.code if isinstance(exception, NumberregError) else Code.HOST
    if error:
        text = (
            str(exception) if isinstance(exception, NumberregError) else f"{where} raised {type(exception).__name__}."
        )
        error.contents.code = int(code)
        error.contents.position = getattr(exception, "position", None) or -1
        error.contents.message = text.encode("utf-8")[: _api.ERROR_MESSAGE_SIZE - 1]
    frame = _local.frame
    if frame is None:
        log.error("%s raised on a thread of the library", where, exc_info=exception)
    elif frame.exception is None or isinstance(frame.exception, Exception):
        frame.exception, frame.code = exception, int(code)
    return int(code)


def take_exception() -> BaseException | None:
    """For callbacks: what another callback of the same call has raised, to be told otherwise than by raising it."""
    frame = _local.frame
    if frame is None or not isinstance(frame.exception, Exception):
        return None
    exception, frame.exception = frame.exception, None
    return exception


def ignored_callback(exception: BaseException, where: str) -> None:
    """Report what a callback raised that cannot fail its call; an interrupt is kept and raised all the same."""
    if not isinstance(exception, Exception):
        failed_callback(exception, where)
        return
    log.error("%s raised; its call cannot fail", where, exc_info=exception)
