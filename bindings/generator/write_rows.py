# SPDX-License-Identifier: MIT
"""Writes the named tuples for structs that are plain data: bindings/python/numberreg/_rows.py."""

from __future__ import annotations

import keyword
import re
from typing import Any

from write_python import class_name, plain, wrap

Node = dict[str, Any]

HEAD = '''# SPDX-License-Identifier: MIT
# Written by bindings/generator from the public headers; do not edit.
"""Named tuples for the structs of the C library that are plain data, and how to read them from memory.

Times end in ``_us``: microseconds since 1970-01-01 UTC. Reserved members are left out.
"""

from __future__ import annotations

from typing import NamedTuple

from ._api import (
{enums}
)
from ._codec import Codec
'''

CODES = {8: "Bb", 16: "Hh", 32: "Ii", 64: "Qq"}


def is_plain(struct: Node) -> bool:
    kinds = {f["type"]["kind"] for f in struct["fields"]}
    kinds |= {f["type"]["of"]["kind"] for f in struct["fields"] if f["type"]["kind"] == "array"}
    return kinds <= {"integer", "array", "char"} and struct["name"] != "nreg_error"


def enum_of(field: Node, struct: Node, enums: list[Node]) -> Node | None:
    """The enumeration a member's documentation names, as "NREG_STATUS_ value" or "NREG_READ_ values combined"."""
    for enum in enums:
        if enum["doc"] == f"Bits of {struct['name']}::{field['name']}.":
            return enum
    match = re.search(r"(NREG_[A-Z_]+_) (value|bits)\b", field["doc"])
    if match is None:
        return None
    fitting = [e for e in enums if e["prefix"] == match[1] and e["flags"] == (match[2] == "bits")]
    return fitting[0] if fitting else None


def member(field: Node, struct: Node, enums: list[Node]) -> tuple[str, str, str]:
    """Name, Python type and struct code of a member; no name for one that is left out."""
    kind, name = field["type"], field["name"]
    if keyword.iskeyword(name) or name in ("count", "index"):  # what every tuple has
        name += "_"
    if kind["kind"] == "array":
        size = field["size"]
        text = kind["of"]["kind"] == "char"
        return ("", "", f"{size}x") if name.startswith("reserved") else (name, "str" if text else "bytes", f"{size}s")
    code = CODES[kind["bits"]][kind["signed"]]
    if name.startswith("reserved") or name == "struct_size":
        return "", "", f"{kind['bits'] // 8}x"
    enum = enum_of(field, struct, enums)
    if kind["bits"] == 64 and kind["signed"] and re.search(r"[Mm]icroseconds|^When", field["doc"]):
        name += "_us"
    return name, enum["name"] if enum else "int", code


def row(struct: Node, enums: list[Node]) -> list[str]:
    base = class_name(struct["name"])
    name = base if base.endswith("Row") else f"{base}Row"
    lines = ["", "", f"class {name}(NamedTuple):"]
    doc = wrap(plain(struct["doc"]), "    ", 112)
    doc[0] = '    """' + doc[0].strip()
    lines += [doc[0] + '"""'] if len(doc) == 1 else [*doc, '    """']
    lines.append("")
    members = [(member(field, struct, enums), field) for field in struct["fields"]]
    kept = [(m, field) for m, field in members if m[0]]
    for (field_name, kind, _), field in kept:
        lines += [f"    {line}" for line in wrap(plain(field["doc"]), "#: ", 112)]
        lines.append(f"    {field_name}: {kind}")
    texts = [i for i, (m, _) in enumerate(kept) if m[1] == "str"]
    kinds = [(i, m[1]) for i, (m, _) in enumerate(kept) if m[1] not in ("int", "str", "bytes")]
    constant = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", base).upper()
    converted = "".join(f"({i}, {kind}), " for i, kind in kinds)
    where = "".join(f"{i}, " for i in texts)
    sized = f", struct_size={struct['size']}" if struct["sized"] else ""
    layout = "=" + " ".join(m[2] for m, _ in members)
    lines += ["", "", f'{constant}: Codec[{name}] = Codec(', f'    {name}, "{layout}", ({where}), ({converted}){sized}']
    return [*lines, ")"]


def write(api: Node) -> str:
    """The module's text."""
    structs = [struct for struct in api["structs"] if is_plain(struct)]
    enums = api["enums"]
    used = sorted({m[1] for s in structs for f in s["fields"] if (m := member(f, s, enums))[1] not in ("int", "str", "bytes", "")})
    lines = [HEAD.format(enums="\n".join(f"    {name}," for name in used)).rstrip("\n")]
    for struct in structs:
        lines += row(struct, enums)
    return "\n".join(lines) + "\n"
