# SPDX-License-Identifier: MIT
from __future__ import annotations

import io
import json

import pytest
from conftest import GOOD, Portal, numbers

import numberreg
from numberreg import Destination, ExportColumns, ExportFormat, ExportOptions, NumberFormat, Reason


def test_records_are_exported_as_csv_in_chunks(memory: Portal) -> None:
    memory.add(memory.spring, *numbers(5))
    with memory.jane() as jane:
        whole = io.BytesIO()
        assert jane.export(whole).rows == 5
        assert whole.getvalue().decode().splitlines()[:2] == [
            "number,call_purpose,status,scope",
            "+15012140000,Customer Service,PENDING,acme/sales/spring",
        ]
        options = ExportOptions(
            columns=ExportColumns.NUMBER, number_style=NumberFormat.DIGITS, header=False, max_rows=2
        )
        chunks, cursor, more = [], None, True
        while more:
            chunk = io.BytesIO()
            _, cursor, more = jane.export(chunk, options, cursor=cursor, scope=memory.spring)
            chunks.append(chunk.getvalue().decode().split())
        assert chunks == [["15012140000", "15012140001"], ["15012140002", "15012140003"], ["15012140004"]]


def test_records_are_exported_as_json_lines(memory: Portal) -> None:
    memory.add(memory.spring, GOOD)
    with memory.jane() as jane:
        target = io.BytesIO()
        jane.export(target, ExportOptions(ExportFormat.JSON_LINES, ExportColumns.ALL), ending="9020")
        (line,) = target.getvalue().splitlines()
        assert json.loads(line)["call_purpose_code"] == "CUSTOMER_SERVICE"


def test_destinations_have_their_sizes_and_codes(memory: Portal) -> None:
    options = ExportOptions.for_destination(Destination.FIRST_ORION)
    assert (options.max_rows, options.header) == (500, False)
    assert numberreg.destination_reason(Destination.FIRST_ORION, Reason.TOO_SHORT) == "INVALID_NUMBER"
    assert numberreg.destination_reason(Destination.NONE, Reason.TOO_SHORT) is None
    rejected = io.BytesIO()
    assert memory.add(memory.spring, GOOD, "501").export_rejected(rejected, options) == 1
    assert "INVALID_NUMBER" in rejected.getvalue().decode()


def test_what_a_target_raises_comes_back(memory: Portal) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError("no space left")

    result = memory.add(memory.spring, GOOD, "501")
    with memory.jane() as jane:
        with pytest.raises(OSError, match="no space"):
            jane.export(Full())
        with pytest.raises(OSError, match="no space"):
            result.export_rejected(Full())
