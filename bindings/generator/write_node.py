# SPDX-License-Identifier: MIT
"""Writes the koffi side of the API description: bindings/node/lib/api.js, and api.d.ts with its types."""

from __future__ import annotations

import json
from typing import Any

from write_python import class_name, in_order, member_name, plain

Node = dict[str, Any]

HEAD = """// SPDX-License-Identifier: MIT
// Written by bindings/generator from the public headers; do not edit.
'use strict';

const koffi = require('koffi');

exports.version = '{version}';
exports.versionNumber = {number};
exports.abi = {abi};
"""


#: What users of the package meet: enumerations, structs they fill in, and structs they get.
ENUMS = {"Action", "Atomicity", "Code", "Consent", "Level", "OutcomeKind", "PurposeId", "Reason", "Status", "TypingState"}
GIVEN = {"batch_options", "commit_options", "record_filter", "scope_options", "sqlite_store_options", "upload_options"}
GOT = {"summary"}

TYPES_HEAD = """// SPDX-License-Identifier: MIT
// Written by bindings/generator from the public headers; do not edit.
"""


def ctype(node: Node) -> str:
    """A type as koffi reads it in a prototype."""
    kind = node["kind"]
    if kind == "integer":
        return node["c"] if node["c"] in ("size_t", "int") else f"{'' if node['signed'] else 'u'}int{node['bits']}_t"
    if kind in ("char", "void"):
        return kind
    if kind in ("struct", "handle"):
        return str(node["name"])
    if kind == "callback":
        return "void *"
    const = "const " if node["const"] and node["to"]["kind"] == "char" else ""
    return f"{const}{ctype(node['to'])} *"


def parameter(node: Node) -> str:
    """A parameter: arrays and text buffers are plain memory, single values are written back."""
    kind, name = node["type"], node["name"]
    if kind["kind"] != "pointer":
        return f"{ctype(kind)} {name}"
    target = kind["to"]["kind"]
    if node["direction"] == "in":
        array = "extent" in node and target != "char"
        return f"void *{name}" if array or target in ("integer", "void") else f"{ctype(kind)}{name}"
    if "extent" in node or target in ("char", "void"):
        return f"void *{name}"
    mark = "_Inout_" if node["direction"] == "inout" or name == "error" else "_Out_"
    return f"{mark} {ctype(kind)}{name}"


def result(returns: Node) -> str:
    """What a function returns: text that ends with NUL as a string, other memory as a pointer."""
    kind = returns["type"]
    if kind["kind"] == "pointer" and (kind["to"]["kind"] != "char" or not returns["nul_terminated"]):
        return "void *"
    return ctype(kind)


def member(struct: Node, field: Node) -> str:
    kind = field["type"]
    if kind["kind"] == "array":
        return f"koffi.array('{ctype(kind['of'])}', {kind['count']})"
    if kind["kind"] == "callback":
        arguments = ", ".join(ctype(p) for p in kind["parameters"])
        name = f"{struct['name']}_{field['name']}"
        return f"koffi.pointer(koffi.proto('{ctype(kind['returns'])} {name}({arguments})'))"
    return f"'{ctype(kind)}'"


def members(enum: Node) -> Node:
    """Values by name."""
    return {member_name(enum, v["name"]): v["value"] for v in enum["values"] if not v["name"].endswith("_COUNT")}


def write(api: Node) -> str:
    """The module's text."""
    values = {constant["name"]: constant["value"] for constant in api["constants"]}
    lines = [HEAD.format(version=api["version"], number=values["NREG_VERSION_NUMBER"], abi=api["abi"])]
    for constant in api["constants"]:
        value = constant["value"]
        lines += [f"/** {plain(constant['doc'])} */"] if constant["doc"] else []
        lines.append(f"exports.{constant['name']} = {value}{'n' if value > 2**53 else ''};")
    for enum in api["enums"]:
        values = json.dumps(members(enum))
        lines += ["", f"/** {plain(enum['doc'])} */", f"exports.{enum['name']} = Object.freeze({values});"]
    lines += ["", *(f"koffi.opaque('{handle['name']}');" for handle in api["handles"])]
    for struct in in_order(api["structs"]):
        lines += ["", f"/** {plain(struct['doc'])} */", f"exports.{struct['name']} = koffi.struct('{struct['name']}', {{"]
        lines += [f"  {field['name']}: {member(struct, field)}," for field in struct["fields"]]
        lines.append("});")
    lines += ["", "/** Prototypes by library and function. */", "exports.functions = {"]
    for library in sorted({function["library"] for function in api["functions"]}):
        lines.append(f"  '{library}': {{")
        for function in api["functions"]:
            if function["library"] == library:
                arguments = ", ".join(map(parameter, function["parameters"])) or "void"
                prototype = f"{result(function['returns'])} {function['name']}({arguments})"
                lines.append(f"    {function['name']}: '{prototype}',")
        lines.append("  },")
    return "\n".join([*lines, "};"]) + "\n"


def plain_type(kind: Node) -> str | None:
    """A member's type where JavaScript has one that people write down; None for other structs and callbacks."""
    if kind["kind"] == "integer":
        return "number | bigint" if kind["bits"] == 64 else "number"
    if kind["kind"] == "array" and kind["of"]["kind"] == "char":
        return "string"
    if kind["kind"] == "pointer" and kind["to"]["kind"] == "char":
        return "string | null"
    return None


def write_types(api: Node) -> str:
    """The types of all that."""
    lines = [TYPES_HEAD]
    for enum in api["enums"]:
        if enum["name"] not in ENUMS:
            continue
        lines += [f"/** {plain(enum['doc'])} */", f"export declare const {enum['name']}: {{"]
        lines += [f"  readonly {name}: {value};" for name, value in members(enum).items()]
        lines += ["};", f"export type {enum['name']}Name = keyof typeof {enum['name']};", ""]
    for struct in api["structs"]:
        name = struct["name"].removeprefix("nreg_")
        if name not in GIVEN | GOT:
            continue
        lines += [f"/** {plain(struct['doc'])} */", f"export interface {class_name(struct['name'])} {{"]
        for field in struct["fields"]:
            kind = plain_type(field["type"])
            if kind is not None and field["name"] != "struct_size" and not field["name"].startswith("reserved"):
                lines.append(f"  /** {plain(field['doc'])} */")
                lines.append(f"  {field['name']}{'?' if name in GIVEN else ''}: {kind};")
        lines += ["}", ""]
    return "\n".join(lines[:-1]) + "\n"
