# SPDX-License-Identifier: MIT
from __future__ import annotations

import datetime

import pytest
from conftest import E164, GOOD
from hypothesis import given
from hypothesis import strategies as st

import numberreg
from numberreg import NumberFormat, NumberType, Reason, Rules, TypingState


def test_a_typed_number_is_read() -> None:
    number = numberreg.read(GOOD, "US")
    assert (number.e164, number.digits, number.valid) == (E164, 15012149020, True)
    assert (number.state, number.region, number.extension) == (TypingState.VALID, "US", None)
    assert number.type == NumberType.FIXED_LINE_OR_MOBILE
    assert number.format() == E164
    assert number.format(NumberFormat.NATIONAL) == GOOD
    assert number.format(NumberFormat.INTERNATIONAL) == "+1 501-214-9020"
    assert number.check().green
    assert number.valid_for("US") and not number.valid_for("CA")
    assert number == numberreg.read(GOOD, "us") and number.valid_for("us")
    assert number == numberreg.read("501.214.9020", "US") and hash(number) == hash(numberreg.read(GOOD, "US"))


def test_typing_states_lead_to_the_check_mark() -> None:
    states = [numberreg.read("5012149020"[:length], "US").state for length in range(11)]
    assert states[0] == TypingState.EMPTY
    assert set(states[1:10]) == {TypingState.INCOMPLETE}
    assert states[10] == TypingState.VALID


def test_an_incomplete_text_can_be_completed() -> None:
    rest = numberreg.complete("(501) 214", "US")
    assert rest and numberreg.read("(501) 214" + rest, "US").valid
    assert numberreg.complete(GOOD, "US") == ""
    assert numberreg.complete("+1 999 999 9999 9999", "US") is None


def test_what_registration_finds_has_reasons_and_rules_move_them() -> None:
    fictional = numberreg.read("501-555-0123", "US")
    assert Reason.RESERVED_FICTIONAL in fictional.check().reasons
    lenient = Rules.default().moved(warn=[Reason.RESERVED_FICTIONAL])
    assert Reason.RESERVED_FICTIONAL in fictional.check(lenient).warnings
    assert Reason.RESERVED_FICTIONAL in Rules.switches()
    assert Reason.RESERVED_FICTIONAL not in fictional.check(Rules.default().moved(accept=Rules.switches())).warnings


def test_many_numbers_are_read_with_one_call() -> None:
    texts = [GOOD, "", "+44 20 7946 0018", b"\xff\xfe", "not a number"]
    read = numberreg.read_many(texts, "US")
    assert len(read) == 5 and [n.valid for n in read] == [numberreg.read(t, "US").valid for t in texts]
    assert list(read.columns["e164"]) == [n.digits for n in read]
    assert read[-1] == read[4] and len(read[1:3]) == 2
    assert len(numberreg.read_many([])) == 0
    with pytest.raises(IndexError):
        read[5]


def test_a_number_is_known_by_its_digits() -> None:
    assert numberreg.from_e164(E164) == numberreg.from_e164(15012149020)
    assert numberreg.from_e164(E164).valid
    for bad in ("501-214-9020", "+1234567890123456", ""):
        with pytest.raises(ValueError, match=r"E\.164"):
            numberreg.from_e164(bad)
    with pytest.raises(ValueError, match="number must be"):
        numberreg.from_e164(10**15)


def test_examples_are_valid() -> None:
    for region in ("US", "GB", "DE"):
        number = numberreg.example(region, NumberType.MOBILE) or numberreg.example(region)
        assert number is not None and number.valid
    assert numberreg.example("ZZ") is None


def test_the_built_in_plan_says_what_it_is() -> None:
    with numberreg.Plan() as plan:
        assert plan.release.count(".") == 2
        assert isinstance(plan.date, datetime.date)
        assert "US" in plan.regions and plan.regions == sorted(plan.regions)
        assert plan.calling_code("GB") == 44 and plan.calling_code("XX") is None
        assert numberreg.read(GOOD, "US", plan=plan).valid
    with pytest.raises(numberreg.HandleClosedError):
        plan.release  # noqa: B018
    with pytest.raises(numberreg.HandleClosedError):
        numberreg.read(GOOD, "US", plan=plan)


def test_a_plan_file_that_is_none_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(numberreg.NumberregError):
        numberreg.Plan.load(b"not a plan")
    with pytest.raises(numberreg.NotFoundError):
        numberreg.Plan.load_file(tmp_path / "none.plan")


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_text_is_too_strange_to_read(text: str | bytes) -> None:
    number = numberreg.read(text, "US", spreadsheet=True)
    assert isinstance(number.state, TypingState)
    assert number.check().green <= number.valid


@given(st.integers(min_value=2000000000, max_value=9999999999))
def test_a_valid_number_formats_to_itself(digits: int) -> None:
    number = numberreg.read(str(digits), "US")
    if number.valid:
        for style in (NumberFormat.E164, NumberFormat.NATIONAL, NumberFormat.INTERNATIONAL):
            assert numberreg.read(number.format(style), "US").e164 == number.e164
