# SPDX-License-Identifier: MIT
"""Bulk staging and files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import GOOD, SERVICE, SURVEY, Portal, numbers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import numberreg
from numberreg import Action, Consent, Encoding, Input, Reason, UploadOptions

CSV = "number,purpose\n(501) 214-9020,Survey\n5012149021,Charity\nnonsense,Survey\n"


def test_any_iterable_is_staged_with_one_call(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        assert batch.stage(iter(numbers(3))) == range(1, 4)
        assert batch.stage((n, SERVICE) for n in numbers(2, 5012141000)) == range(4, 6)
        assert batch.stage(
            [b"5012142000", (GOOD, "Survey"), ("5012142001", memory.registry.purpose(SERVICE))]
        ) == range(6, 9)
        assert batch.stage([]) == range(0)
        assert [e.purpose for e in batch] == [0, 0, 0, SERVICE, SERVICE, 0, SURVEY, SERVICE]


def test_an_input_says_everything(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        full = Input(GOOD, SURVEY, Action.ADD, Consent.MOVE, 77, (Reason.BAD_ROW,))
        (number,) = batch.stage([full])
        entry = batch[number]
        assert (entry.row, entry.consent, entry.action, entry.purpose) == (77, Consent.MOVE, Action.ADD, SURVEY)
        assert Reason.BAD_ROW in entry.reasons and not batch.preview()[0].accepted
        assert batch.stage([GOOD], action=Action.REMOVE) == range(2, 3) and batch[2].action == Action.REMOVE


def test_what_does_not_fit_is_refused_before_the_call(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        for bad in (2**32, -1):
            with pytest.raises(ValueError, match="purpose"):
                batch.add(GOOD, bad)
            with pytest.raises(ValueError, match="purpose"):
                batch.stage([(GOOD, bad)])
            with pytest.raises(ValueError, match="row"):
                batch.stage([Input(GOOD, row=bad)])
        with pytest.raises(TypeError):
            batch.add(5012149020)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            batch.add(GOOD, 1.5)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            batch.stage([None])  # type: ignore[list-item]
        with pytest.raises(ValueError, match="id must be"):
            jane.load_batch(2**53)
        with pytest.raises(ValueError, match="target"):
            jane.batch(-1)
        with pytest.raises(TypeError):
            jane.batch("acme")  # type: ignore[arg-type]
        with pytest.raises(numberreg.BadTextError):
            batch.commit(request_id="a\0b")
        with pytest.raises(ValueError, match="time zone"):
            import datetime

            jane.change_scope(memory.spring, ends=datetime.datetime(2030, 1, 1))
        assert len(batch) == 0


def test_a_policy_limit_stages_nothing(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring, policy=numberreg.Policy(max_entries=2)) as batch:
        with pytest.raises(numberreg.LimitExceededError):
            batch.stage(numbers(3))
        assert len(batch) == 0


@given(st.lists(st.text(max_size=30) | st.binary(max_size=30), max_size=50))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_every_text_is_kept_as_it_was_entered(memory: Portal, texts: list[str | bytes]) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        entries = batch.stage(texts)
        assert len(entries) == len(batch) == len(texts)
        one_by_one = [batch.add(text) for text in texts]
        for bulk, single in zip(entries, one_by_one):
            assert batch.input(bulk) == batch.input(single)
            assert batch[bulk].number == single.number and batch[bulk].state == single.state
        result = batch.preview()
        assert [o.entry for o in result] == [*entries, *(e.entry for e in one_by_one)]


@pytest.mark.parametrize("kind", ["path", "str", "bytes", "memoryview", "file"])
def test_a_file_is_staged_wherever_its_bytes_are(memory: Portal, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text(CSV)
    data = CSV.encode()
    source = {
        "path": path,
        "str": str(path),
        "bytes": data,
        "memoryview": memoryview(bytearray(data)),
        "file": io.BytesIO(data),
    }[kind]
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        report = batch.upload(source)  # type: ignore[arg-type]
        assert (report.rows, report.header, report.number_column, report.purpose_column) == (3, 1, 1, 2)
        assert (report.encoding, chr(report.delimiter), report.bytes) == (Encoding.UTF8, ",", len(data))
        result = batch.commit()
        assert [o.accepted for o in result] == [True, True, False] and [o.row for o in result] == [2, 3, 4]
        rejected = io.BytesIO()
        assert result.write_rejects(source if kind != "file" else io.BytesIO(data), rejected) == 1  # type: ignore[arg-type]
        text = rejected.getvalue().decode()
        assert "nonsense" in text and "reason" in text and "5012149021" not in text


def test_columns_can_be_told(memory: Portal) -> None:
    data = "x;phone;use\n1;5012149020;Survey\n".encode("utf-16")
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        options = UploadOptions(number_column="phone", purpose_column="use", delimiter=";")
        assert batch.upload(data, options).encoding == Encoding.UTF16LE
        batch.upload(b"5012149021,Charity", UploadOptions(purpose_column=0, default_purpose=SERVICE))
        assert [e.purpose for e in batch] == [SURVEY, SERVICE]
        with pytest.raises(ValueError, match="number_column"):
            batch.upload(data, UploadOptions(number_column=0))


def test_a_file_that_fails_stages_nothing_and_its_exception_comes_back(memory: Portal) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the disk is gone")

    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        with pytest.raises(OSError, match="the disk is gone"):
            batch.upload(Broken())
        with pytest.raises(TypeError, match="binary mode"):
            batch.upload(io.StringIO(CSV))  # type: ignore[arg-type]
        with pytest.raises(numberreg.NotFoundError):
            batch.upload("/nowhere/numbers.csv")
        with pytest.raises(numberreg.BadFormatError):
            batch.upload(b'"5012149020')
        assert len(batch) == 0


def test_an_upload_can_be_watched_and_cancelled(memory: Portal) -> None:
    data = "\n".join(numbers(200000)).encode()
    seen = []
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.upload(data, progress=lambda done, rows: seen.append((done, rows)))
        assert seen and seen[-1][0] <= len(data) and len(batch) == 200000
        with pytest.raises(numberreg.CancelledError):
            batch.upload(data, progress=lambda done, rows: False)
        with pytest.raises(ZeroDivisionError):
            batch.upload(data, progress=lambda done, rows: 1 // 0)
        assert len(batch) == 200000


@pytest.mark.parametrize("purposes", [(2, SURVEY, 65535), ("Survey", "", "no such purpose"), ("Survey", 2, None)])
def test_pairs_are_staged_as_inputs_are(memory: Portal, purposes: tuple[int | str | None, ...]) -> None:
    typed = (GOOD, "", "+49 30 123456 \N{EN DASH} 7")
    with memory.jane() as jane, jane.batch(memory.spring) as pairs, jane.batch(memory.spring) as inputs:
        pairs.stage(list(zip(typed, purposes)))
        inputs.stage([numberreg.Input(*pair) for pair in zip(typed, purposes)])
        for one, other in zip(pairs, inputs):
            assert (one.number, one.purpose, one.reasons, one.warnings) == (
                other.number,
                other.purpose,
                other.reasons,
                other.warnings,
            )
        assert [pairs.input(entry) for entry in pairs] == [inputs.input(entry) for entry in inputs]


@pytest.mark.parametrize("purpose", [-1, 65536])
def test_a_pair_with_an_impossible_purpose_stages_nothing(memory: Portal, purpose: int) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        with pytest.raises(numberreg.InvalidArgumentError):
            batch.stage([(GOOD, 2), (GOOD, purpose)])
        assert len(batch) == 0
