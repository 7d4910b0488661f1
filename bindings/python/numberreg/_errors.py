# SPDX-License-Identifier: MIT
"""Exceptions: one for every code of the library. A rejected phone number is never one of them."""

from __future__ import annotations

from typing import Any

from ._api import Code


class NumberregError(Exception):
    """A call failed, changed nothing and consumed nothing."""

    code: Code = Code.INTERNAL

    def __init__(self, message: str, code: Code | None = None, position: int | None = None, system: int = 0) -> None:
        super().__init__(message)
        #: What the library answered.
        self.code = self.code if code is None else code
        #: One sentence that says what and where.
        self.message = message
        #: Where in the input: byte offset, row or index, as the call says; None if nowhere.
        self.position = position
        #: Detail of the layer below (errno, SQLite's extended code); 0 if none.
        self.system = system


class InvalidArgumentError(NumberregError, ValueError):
    """An argument is out of range or contradicts another."""

    code = Code.INVALID_ARGUMENT


class HandleClosedError(InvalidArgumentError):
    """The object was closed before."""


class OutOfMemoryError(NumberregError, MemoryError):
    """No memory was left."""

    code = Code.NO_MEMORY


class NotFoundError(NumberregError, LookupError):
    """No such object, or none that this session may see."""

    code = Code.NOT_FOUND


class ExistsError(NumberregError):
    """The key, external id or object is already taken."""

    code = Code.EXISTS


class BusyError(NumberregError):
    """In use: a lock could not be had in time, or a callback came back to the object that called it."""

    code = Code.BUSY


class RetryError(NumberregError):
    """Serialization failure or deadlock. A store raises it to have its transaction run again."""

    code = Code.RETRY


class UnknownOutcomeError(NumberregError):
    """Whether the commit took effect is unknown; commit again with the same request id."""

    code = Code.UNKNOWN


class CancelledError(NumberregError):
    """The progress callback asked to stop."""

    code = Code.CANCELLED


class DeadlineError(NumberregError, TimeoutError):
    """The deadline passed."""

    code = Code.DEADLINE


class UnsupportedError(NumberregError):
    """This store, plan or build does not offer the feature."""

    code = Code.UNSUPPORTED


class DeniedError(NumberregError):
    """This session may not do that."""

    code = Code.DENIED


class ScopeClosedError(NumberregError):
    """The scope is closed, or the batch is no longer a draft."""

    code = Code.CLOSED


class NotEmptyError(NumberregError):
    """The scope still holds numbers or open scopes."""

    code = Code.NOT_EMPTY
    #: Why numbers could not leave a scope that was to be closed: a `Result`, or None.
    result: Any = None


class LimitExceededError(NumberregError):
    """A limit of the policy or of the format was passed."""

    code = Code.LIMIT_EXCEEDED


class StorageError(NumberregError):
    """Reading or writing a file or database failed."""

    code = Code.IO


class CorruptError(StorageError):
    """Stored data is damaged."""

    code = Code.CORRUPT


class IncompatibleError(NumberregError):
    """Written by, or built for, a version this one cannot work with."""

    code = Code.INCOMPATIBLE


class ReadOnlyError(StorageError):
    """The store can only be read."""

    code = Code.READ_ONLY


class FullError(StorageError):
    """No space is left on the device or in the database."""

    code = Code.FULL


class RequestMismatchError(NumberregError):
    """The request id was already used with other content."""

    code = Code.REQUEST_MISMATCH


class ForkedError(NumberregError):
    """The object was made before fork() and used in the child; make a new one there."""

    code = Code.FORKED


class HostError(NumberregError):
    """A callback failed."""

    code = Code.HOST


class BadTextError(NumberregError, ValueError):
    """Text is not valid UTF-8, has control characters or is too long."""

    code = Code.BAD_TEXT


class BadFormatError(NumberregError, ValueError):
    """A file is not in the format expected."""

    code = Code.BAD_FORMAT


class FeedPrunedError(NumberregError):
    """Retention has removed entries after this cursor."""

    code = Code.FEED_PRUNED


class ConflictError(NumberregError):
    """What was to be changed had changed meanwhile."""

    code = Code.CONFLICT


class InternalError(NumberregError):
    """A promise inside the library or a store was broken; please report."""

    code = Code.INTERNAL


#: The exception of each code.
BY_CODE: dict[int, type[NumberregError]] = {
    kind.code: kind
    for kind in (
        InvalidArgumentError,
        OutOfMemoryError,
        NotFoundError,
        ExistsError,
        BusyError,
        RetryError,
        UnknownOutcomeError,
        CancelledError,
        DeadlineError,
        UnsupportedError,
        DeniedError,
        ScopeClosedError,
        NotEmptyError,
        LimitExceededError,
        StorageError,
        CorruptError,
        IncompatibleError,
        ReadOnlyError,
        FullError,
        RequestMismatchError,
        ForkedError,
        HostError,
        BadTextError,
        BadFormatError,
        FeedPrunedError,
        ConflictError,
        InternalError,
    )
}
