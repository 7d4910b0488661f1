# SPDX-License-Identifier: MIT
"""Writing registered numbers and rejected entries as CSV or JSON Lines."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

from . import _api
from ._api import Destination, ExportColumns, ExportFormat, NumberFormat, Reason
from ._calls import call, failure
from ._convert import integer, member, u32
from ._library import lib, quick
from .uploads import sink


@dataclass(frozen=True)
class ExportOptions:
    """How to write. `for_destination` has what a service takes."""

    #: CSV or JSON Lines.
    format: ExportFormat = ExportFormat.CSV
    #: What is written of a number.
    columns: ExportColumns = ExportColumns.NUMBER | ExportColumns.PURPOSE | ExportColumns.STATUS | ExportColumns.SCOPE
    #: How numbers are written.
    number_style: NumberFormat = NumberFormat.E164
    #: Whether CSV begins with a row of column names.
    header: bool = True
    #: Delimiter of CSV.
    delimiter: str = ","
    #: Whether CSV begins with a byte-order mark, which old spreadsheets need.
    mark: bool = False
    #: Most rows one call writes; 0 for no limit.
    max_rows: int = 0
    #: A service whose codes rejected entries bear too.
    destination: Destination = Destination.NONE

    @classmethod
    def for_destination(cls, destination: Destination) -> ExportOptions:
        """The columns, number style, header and size that a service takes."""
        raw = _api.ExportOptions()
        code = quick.nreg_export_options_for(raw, member("destination", destination, Destination))
        if code < 0:
            raise failure(code)
        return cls(
            ExportFormat(raw.format),
            ExportColumns(raw.columns),
            NumberFormat(raw.number_style),
            bool(raw.header),
            chr(raw.delimiter),
            bool(raw.mark),
            raw.max_rows,
            Destination(raw.destination),
        )

    def _raw(self) -> Any:
        raw = _api.ExportOptions()
        quick.nreg_export_options_init(raw)
        raw.format = member("format", self.format, ExportFormat)
        raw.columns = u32("columns", self.columns)
        raw.number_style = member("number_style", self.number_style, NumberFormat)
        raw.header, raw.mark = bool(self.header), bool(self.mark)
        raw.delimiter = ord(self.delimiter)
        raw.max_rows = u32("max_rows", self.max_rows)
        raw.destination = member("destination", self.destination, Destination)
        return raw


class Exported(NamedTuple):
    """What one call wrote."""

    #: How many numbers.
    rows: int
    #: Text to give to go on.
    cursor: str
    #: Whether numbers are left.
    more: bool


def export_rejected(result: int, target: BinaryIO, options: ExportOptions | None) -> int:
    """Write the rejected entries of the result at a pointer; returns how many."""
    rows = ctypes.c_uint64()
    raw = (options or ExportOptions())._raw()
    call(lib.nreg_export_rejected, result, ctypes.byref(raw), ctypes.byref(sink(target)), ctypes.byref(rows))
    return rows.value


def destination_reason(destination: Destination, reason: Reason) -> str | None:
    """The code that a service publishes for a reason, for example "INVALID_NUMBER"; None if there is none."""
    wanted = member("destination", destination, Destination)
    return quick.nreg_destination_reason(wanted, integer("reason", reason, 63)).decode() or None
