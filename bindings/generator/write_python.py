# SPDX-License-Identifier: MIT
"""Writes the ctypes side of the API description: bindings/python/numberreg/_api.py."""

from __future__ import annotations

import re
import textwrap
from typing import Any

Node = dict[str, Any]

HEAD = '''# SPDX-License-Identifier: MIT
# Written by bindings/generator from the public headers; do not edit.
"""Constants, enumerations, struct layouts and prototypes of the C library, version {version}."""

from __future__ import annotations

import ctypes
import enum
from typing import Any

from ._enum import OpenIntEnum

VERSION = "{version}"
'''

TAIL = '''

def bind(library: ctypes.CDLL, name: str) -> None:
    """Give every function that the library called ``name`` exports its prototype; a missing one raises AttributeError."""
    for function, (home, result, arguments) in PROTOTYPES.items():
        if home == name:
            pointer = getattr(library, function)
            pointer.restype = result
            pointer.argtypes = arguments
'''


def class_name(c_name: str) -> str:
    """nreg_batch_info -> BatchInfo"""
    return "".join(word.capitalize() for word in c_name.removeprefix("nreg_").split("_"))


def member_name(enum: Node, c_name: str) -> str:
    """Name of an enumerator inside its class."""
    if c_name == enum["prefix"].rstrip("_"):
        return c_name.rsplit("_", 1)[1]
    return c_name.removeprefix(enum["prefix"])


def plain(doc: str) -> str:
    """Documentation without the marks of the documentation generator."""
    return re.sub(r"(?<!\w)(#|::)(?=\w)", "", doc)


def ctype(node: Node, where: str = "") -> str:
    """The ctypes expression of a type. Handles are plain pointers: Python never looks inside."""
    kind = node["kind"]
    if kind == "integer":
        if node["c"] in ("size_t", "int"):
            return f"ctypes.c_{node['c']}"
        return f"ctypes.c_{'' if node['signed'] else 'u'}int{node['bits']}"
    if kind == "char":
        return "ctypes.c_char"
    if kind == "void":
        return "None"
    if kind == "struct":
        return class_name(node["name"])
    if kind == "array":
        return f"{ctype(node['of'])} * {node['count']}"
    if kind == "callback":
        arguments = [ctype(node["returns"]), *(ctype(p) for p in node["parameters"])]
        return f"ctypes.CFUNCTYPE({', '.join(arguments)})"
    if kind == "pointer":
        target = node["to"]
        if target["kind"] in ("handle", "void"):
            return "ctypes.c_void_p"
        if target["kind"] == "char":
            return "ctypes.c_char_p" if node["const"] else "ctypes.c_void_p"
        return f"ctypes.POINTER({ctype(target)})"
    raise ValueError(f"{where}: no ctypes for {node}")


def parameter(node: Node) -> str:
    kind = node["type"]
    if kind["kind"] == "pointer" and kind["to"]["kind"] == "char" and node["direction"] != "in":
        return "ctypes.c_char_p"
    return ctype(kind, node["name"])


def result(function: Node) -> str:
    returns = function["returns"]
    if returns.get("nul_terminated") is False:
        return "ctypes.c_void_p"
    return ctype(returns["type"], function["name"])


def constants(api: Node) -> list[str]:
    lines = []
    for constant in api["constants"]:
        if constant["doc"]:
            lines += wrap(plain(constant["doc"]), "#: ")
        lines.append(f"{constant['name'].removeprefix('NREG_')} = {constant['value']}")
    for enum in api["enums"]:
        for value in enum["values"]:
            if value["name"].endswith("_COUNT"):
                lines += [*wrap(plain(value["doc"]), "#: "), f"{value['name'].removeprefix('NREG_')} = {value['value']}"]
    return lines


def wrap(text: str, prefix: str, width: int = 118) -> list[str]:
    """The text in lines that begin with the prefix."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += [(prefix + line).rstrip() for line in textwrap.wrap(paragraph, width - len(prefix)) or [""]]
    return lines


def enumeration(enum: Node) -> list[str]:
    base = "enum.IntFlag" if enum["flags"] else "OpenIntEnum"
    lines = ["", "", f"class {enum['name']}({base}):", f'    """{plain(enum["doc"])}"""', ""]
    for value in enum["values"]:
        if not value["name"].endswith("_COUNT"):
            comment = [f"    {line}" for line in wrap(plain(value["doc"]), "#: ", 112)]
            lines += [*comment, f"    {member_name(enum, value['name'])} = {value['value']}"]
    return lines


def structure(struct: Node) -> list[str]:
    name = class_name(struct["name"])
    lines = ["", ""]
    fields = []
    for field in struct["fields"]:
        if field["type"]["kind"] == "callback":
            callback = f"{name}{class_name(field['name'])}"
            lines.append(f"{callback}: Any = {ctype(field['type'])}")
            fields.append((field["name"], callback))
        else:
            fields.append((field["name"], ctype(field["type"], f"{struct['name']}::{field['name']}")))
    if len(lines) > 2:
        lines += ["", ""]
    lines += [f"class {name}(ctypes.Structure):", f'    """{plain(struct["doc"])}"""', "", "    _fields_ = ["]
    lines += [f'        ("{field}", {kind}),' for field, kind in fields]
    return [*lines, "    ]"]


def in_order(structs: list[Node]) -> list[Node]:
    """The structs, each behind those it mentions."""
    by_name = {struct["name"]: struct for struct in structs}
    done: dict[str, Node] = {}

    def mentioned(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["name"]} if node.get("kind") == "struct" else set()
            return own.union(*(mentioned(value) for value in node.values()))
        return set().union(*(mentioned(value) for value in node)) if isinstance(node, list) else set()

    def visit(name: str) -> None:
        for other in sorted(mentioned([field["type"] for field in by_name[name]["fields"]]) - {name}):
            if other not in done:
                visit(other)
        done.setdefault(name, by_name[name])

    for name in by_name:
        visit(name)
    return list(done.values())


def prototypes(api: Node) -> list[str]:
    lines = ["", "", "#: For each function: the library that has it, its result and its arguments."]
    lines.append("PROTOTYPES: dict[str, tuple[str, Any, list[Any]]] = {")
    for function in api["functions"]:
        arguments = ", ".join(parameter(p) for p in function["parameters"])
        lines.append(f'    "{function["name"]}": ("{function["library"]}", {result(function)}, [{arguments}]),')
    lines.append("}")
    lines += ["", "#: Enumerations by name."]
    lines.append("ENUMS: dict[str, type[enum.IntEnum] | type[enum.IntFlag]] = {")
    lines += [f'    "{e["name"]}": {e["name"]},' for e in api["enums"]]
    lines += ["}", "", "#: Structs by their name in C.", "STRUCTS: dict[str, type[ctypes.Structure]] = {"]
    lines += [f'    "{s["name"]}": {class_name(s["name"])},' for s in api["structs"]]
    return [*lines, "}"]


def write(api: Node) -> str:
    """The module's text."""
    lines = [HEAD.format(**api)]
    lines += constants(api)
    for enum in api["enums"]:
        lines += enumeration(enum)
    for struct in in_order(api["structs"]):
        lines += structure(struct)
    lines += prototypes(api)
    return "\n".join(lines) + TAIL
