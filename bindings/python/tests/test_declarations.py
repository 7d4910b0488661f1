# SPDX-License-Identifier: MIT
"""The declarations fit the description, the description fits the library, and nothing was left out."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import numberreg
from numberreg import _api, _codec, _library, _rows

PACKAGE = Path(numberreg.__file__).parent


def test_struct_layouts_are_those_of_the_description(api: dict[str, Any]) -> None:
    for struct in api["structs"]:
        kind = _api.STRUCTS[struct["name"]]
        assert ctypes.sizeof(kind) == struct["size"], struct["name"]
        for field in struct["fields"]:
            assert getattr(kind, field["name"]).offset == field["offset"], (struct["name"], field["name"])


def test_every_function_of_the_library_is_used_by_the_package(api: dict[str, Any]) -> None:
    source = "".join(p.read_text() for p in PACKAGE.glob("*.py") if p.name != "_api.py")
    unused = {f["name"] for f in api["functions"] if f["name"] not in source}
    # Names of enumerators are known here already; methods of wrapped stores are for stores written in C; structs are
    # prepared here.
    nouns = ("code", "type", "state", "outcome", "action", "status", "level", "change")
    known = {f"nreg_{noun}_name" for noun in nouns}
    known |= {"nreg_sign_code", "nreg_error_init", "nreg_host_init", "nreg_store_get_methods"}
    assert unused <= known, sorted(unused - known)


def test_the_library_names_every_enumerator_as_the_package_does() -> None:
    quick = _library.quick
    for code in numberreg.Code:
        assert quick.nreg_code_name(code).decode() == f"NREG_{code.name}"
        assert quick.nreg_code_text(code)
    for reason in numberreg.Reason:
        assert quick.nreg_reason_code(reason).decode() == reason.name
    for sign in numberreg.Sign:
        assert quick.nreg_sign_code(sign).decode() == sign.name
    for function, kind in (
        ("type", numberreg.NumberType),
        ("state", numberreg.TypingState),
        ("outcome", numberreg.OutcomeKind),
        ("action", numberreg.Action),
        ("status", numberreg.Status),
        ("level", numberreg.Level),
        ("change", numberreg.JournalChange),
    ):
        named = getattr(quick, f"nreg_{function}_name")
        assert {m.name: named(m).decode() for m in kind} == {m.name: m.name for m in kind}


def test_the_library_prepares_structs_with_the_size_known_here(api: dict[str, Any]) -> None:
    prepared = [s for s in api["structs"] if s["sized"] and s["init"]]
    assert len(prepared) >= 10
    for struct in prepared:
        raw = _api.STRUCTS[struct["name"]]()
        home = _library.quick
        if "sqlite" in struct["name"]:
            home = _library.sqlite()
        elif "postgresql" in struct["name"]:
            try:
                home = _library.postgresql()
            except ImportError:
                continue
        getattr(home, struct["init"])(ctypes.byref(raw))
        assert raw.struct_size == struct["size"], struct["name"]


def test_every_code_has_an_exception() -> None:
    from numberreg._errors import BY_CODE

    assert {code for code in numberreg.Code if code != numberreg.Code.OK} == set(BY_CODE)


def test_rows_survive_the_way_to_memory_and_back() -> None:
    for codec in vars(_rows).values():
        if not isinstance(codec, _codec.Codec):
            continue
        empty = codec._make(codec.layout.unpack(bytes(codec.size)))
        assert codec._make(codec.layout.unpack(codec.pack(empty))) == empty
        assert codec.size == ctypes.sizeof(getattr(_api, type(empty).__name__.removesuffix("Row"), _api.JournalRow))


def test_everything_public_is_documented() -> None:
    for name in numberreg.__all__:
        thing = getattr(numberreg, name)
        if isinstance(thing, type) or callable(thing):
            assert thing.__doc__, name


def test_a_number_without_a_name_is_still_a_member() -> None:
    assert numberreg.Status(0).name == "NONE"
    assert numberreg.Reason(61) == 61
    assert numberreg.Status(99).name == "UNKNOWN_99"
