# SPDX-License-Identifier: MIT
"""Files of numbers: CSV as it is written in the world."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Union

from . import _api, _rows
from ._api import Code, Consent, Encoding, HeaderRow
from ._calls import call, failed_callback, run_signals
from ._convert import U32_MAX, integer, member, optional, path
from ._library import lib, quick
from .purposes import Purpose, purpose_id

#: Where bytes come from: a file name, the bytes themselves, or an open binary file.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, BinaryIO]
#: Told how many bytes and rows were read; returns False to cancel.
UploadProgress = Callable[[int, int], object]

_Read: Any = _api.SourceRead
_Write: Any = _api.SinkWrite
_Progress: Any = _api.UploadOptionsProgress


class UploadOptions(NamedTuple):
    """What to know about a file instead of recognising it."""

    #: How its text is encoded.
    encoding: Encoding = Encoding.AUTO
    #: Whether its first row names the columns.
    header: HeaderRow = HeaderRow.AUTO
    #: "," or ";" or "|" or a tab.
    delimiter: str | None = None
    #: Column of the numbers: its place from 1, or its name in the header row.
    number_column: int | str | None = None
    #: Column of the call purposes: its place from 1, its name in the header row, or 0 for none.
    purpose_column: int | str | None = None
    #: Call purpose of rows that name none.
    default_purpose: int | Purpose | None = None
    #: Consent for every row.
    consent: Consent = Consent(0)
    #: Longest row accepted, in bytes.
    max_row_bytes: int | None = None


class UploadReport(_rows.UploadReportRow):
    """What was recognised and read."""

    __slots__ = ()


def upload_options(options: UploadOptions | None, progress: UploadProgress | None) -> tuple[Any, Any]:
    """The struct, and what must live during the call."""
    raw = _api.UploadOptions()
    quick.nreg_upload_options_init(raw)
    told = options or UploadOptions()
    raw.encoding = member("encoding", told.encoding, Encoding)
    raw.header = member("header", told.header, HeaderRow)
    raw.delimiter = ord(told.delimiter) if told.delimiter else 0
    raw.default_purpose = purpose_id(told.default_purpose)
    raw.consent = integer("consent", told.consent, U32_MAX)
    if told.max_row_bytes is not None:
        raw.max_row_bytes = integer("max_row_bytes", told.max_row_bytes, 2**24, 1024)
    for name in ("number", "purpose"):
        column = getattr(told, f"{name}_column")
        if isinstance(column, str):
            setattr(raw, f"{name}_header", optional(f"{name}_column", column))
        elif column is not None:
            place = integer(f"{name}_column", column, 2**31)
            if place == 0 and name == "number":
                raise ValueError("number_column must be 1 or more")
            setattr(raw, f"{name}_column", place or U32_MAX)

    def advance(done: int, rows: int, _context: Any) -> int:
        try:
            run_signals()
            return 1 if progress is not None and progress(done, rows) is False else 0
        except BaseException as exception:
            failed_callback(exception, "The progress callback", code=Code.CANCELLED)
            return 1

    raw.progress = _Progress(advance)
    return raw, advance


def source_of(file: Any) -> Any:
    """The struct that reads from a binary file."""

    def read(buffer: int, capacity: int, length: Any, _context: Any) -> int:
        try:
            data = file.read(capacity)
            if not isinstance(data, (bytes, bytearray, memoryview)):
                raise TypeError("a file of numbers must be opened in binary mode")
            if len(data) > capacity:
                raise ValueError("the file returned more bytes than asked for")
            ctypes.memmove(buffer, bytes(data), len(data))
            length[0] = len(data)
            return Code.OK
        except BaseException as exception:
            return failed_callback(exception, "The file's read()")

    return _api.Source(read=_Read(read))


class _Bytes:
    """A binary file over memory."""

    def __init__(self, data: Any) -> None:
        self._data = memoryview(data).cast("B")
        self._at = 0

    def read(self, size: int) -> memoryview:
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece


def opened(source: Source) -> tuple[Any, bool]:
    """A binary file for a source, and whether to close it afterwards."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _Bytes(source), False
    if hasattr(source, "read"):
        return source, False
    return Path(os.fspath(source)).open("rb"), True


def upload(batch: int, source: Source, options: UploadOptions | None, progress: UploadProgress | None) -> UploadReport:
    """Stage every row of a source as an entry of the batch at a pointer."""
    raw, _keep = upload_options(options, progress)
    report = _api.UploadReport()
    report.struct_size = ctypes.sizeof(report)
    if isinstance(source, (str, os.PathLike)):
        call(lib.nreg_upload_file, batch, path(source), ctypes.byref(raw), ctypes.byref(report))
    else:
        file, _ = opened(source)
        call(lib.nreg_upload_read, batch, source_of(file), ctypes.byref(raw), ctypes.byref(report))
    return UploadReport(*_rows.UPLOAD_REPORT.one(ctypes.addressof(report)))


def sink(target: Any) -> Any:
    """The struct that writes to a binary file."""

    def write(data: int, length: int, _context: Any) -> int:
        try:
            target.write(ctypes.string_at(data, length))
            return Code.OK
        except BaseException as exception:
            return failed_callback(exception, "The file's write()")

    return _api.Sink(write=_Write(write))


def rejects(result: int, source: Source, target: BinaryIO, options: UploadOptions | None) -> int:
    """Write the rejected rows of a source, in its layout, to a binary file; returns how many."""
    raw, _keep = upload_options(options, None)
    rows = ctypes.c_uint64()
    file, ours = opened(source)
    try:
        place = ctypes.byref(sink(target))
        call(lib.nreg_upload_rejects, result, source_of(file), ctypes.byref(raw), place, ctypes.byref(rows))
    finally:
        if ours:
            file.close()
    return rows.value
