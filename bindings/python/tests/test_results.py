# SPDX-License-Identifier: MIT
from __future__ import annotations

import gc

import pytest
from conftest import GOOD, SERVICE, Portal, numbers

import numberreg
from numberreg import OutcomeKind


def test_columns_are_views_of_every_outcome(memory: Portal) -> None:
    result = memory.add(memory.spring, *numbers(3), "bad")
    columns = result.columns
    assert list(columns["number"]) == [o.number for o in result]
    assert list(columns["outcome"]) == [OutcomeKind.ADDED] * 3 + [OutcomeKind.REJECTED]
    assert list(columns["entry"]) == [1, 2, 3, 4]
    assert columns["reasons"].strides == (80,) and columns["reasons"].readonly
    assert "reserved2" not in columns and set(columns) >= {"warnings", "holder", "row", "purpose", "status"}
    with pytest.raises(KeyError):
        columns["reserved"]


def test_what_is_wrong_is_said_while_it_is_staged(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        good = batch.add(GOOD, SERVICE)
        again, short = batch.add(GOOD, SERVICE), batch.add("(501) 214", SERVICE)
        assert batch.message(good) == ""
        with batch.preview() as preview:
            assert [batch.message(again), batch.message(short)] == [preview.message(1), preview.message(2)]
        assert batch.message(again, again.reasons[0]) == batch.message(again.entry)
        with pytest.raises(numberreg.InvalidArgumentError):
            batch.message(good, numberreg.Reason.TOO_SHORT)
        with pytest.raises(numberreg.NotFoundError):
            batch.message(99)


def test_columns_outlive_the_result(memory: Portal) -> None:
    result = memory.add(memory.spring, *numbers(1000))
    column = result.columns["number"]
    result.close()
    del result
    gc.collect()
    assert sum(column) == sum(int("1" + n) for n in numbers(1000))


def test_an_empty_result_has_empty_columns(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch, batch.preview() as result:
        assert list(result) == [] and len(result.columns["number"]) == 0
        with pytest.raises(IndexError):
            result[0]


def test_a_result_is_a_sequence(memory: Portal) -> None:
    result = memory.add(memory.spring, GOOD, "bad", "5012149021")
    assert result[-1] == result[2] and result[0:2] == [result[0], result[1]]
    assert [o.entry for o in result.accepted] == [1, 3] and [o.entry for o in result.rejected] == [2]
    assert result.input(1) == "bad" and result.plan.count(".") == 2
    assert repr(result) == "<Result of 3 entries>"
    for bad in (3, -4):
        with pytest.raises(IndexError):
            result[bad]
        with pytest.raises(IndexError):
            result.message(bad)


def test_numpy_style_consumers_get_the_stride(memory: Portal) -> None:
    result = memory.add(memory.spring, *numbers(5))
    view = result.columns["row"]
    assert (view.format, view.itemsize, view.shape, view.strides) == ("I", 4, (5,), (80,))
    assert memory.registry.purpose(SERVICE).label == "Customer Service"
    assert isinstance(result.columns, numberreg.Columns)
