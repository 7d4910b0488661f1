# SPDX-License-Identifier: MIT
"""Reads the public headers with libclang into one plain description of the API.

No header of the machine is involved: the two standard headers that the public ones include are supplied here, and the
target is fixed, so the same headers give the same description everywhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import clang.cindex as cindex
from clang.cindex import Cursor, CursorKind, Type, TypeKind

Node = dict[str, Any]

STANDARD_HEADERS = {
    "stddef.h": "typedef unsigned long size_t;\n#define NULL ((void *)0)\n",
    "stdint.h": "".join(
        f"typedef {sign}{base} {prefix}int{bits}_t;\n"
        for bits, base in ((8, "char"), (16, "short"), (32, "int"), (64, "long"))
        for sign, prefix in (("signed ", ""), ("unsigned ", "u"))
    )
    + "#define UINT32_MAX 0xffffffffu\n#define UINT64_MAX 0xfffffffffffffffful\n",
}
INTEGERS = {
    **{f"{u}int{bits}_t": (bits, u == "") for bits in (8, 16, 32, 64) for u in ("", "u")},
    "size_t": (64, False),
    "int": (32, True),
}
LIBRARIES = {"numberreg/sqlite.h": "numberreg-sqlite", "numberreg/postgresql.h": "numberreg-postgresql"}

# Names for the enumerations whose prefix would collide with a noun or with each other, by their first constant.
ENUM_NAMES = {
    "NREG_OK": "Code",
    "NREG_STATE_EMPTY": "TypingState",
    "NREG_PARSE_OK": "ParseOutcome",
    "NREG_POSSIBLE": "Possible",
    "NREG_TYPE_FIXED_LINE": "NumberType",
    "NREG_HEADER_AUTO": "HeaderRow",
    "NREG_LOG_ERROR": "LogLevel",
    "NREG_SOURCE_NONE": "CallingCodeSource",
    "NREG_READ_TEXT": "ReadOptions",
    "NREG_NOTE_LETTERS": "NumberNotes",
    "NREG_FORMAT_E164": "NumberFormat",
    "NREG_PURPOSE_NONE": "PurposeId",
    "NREG_SCOPE_OPEN": "ScopeState",
    "NREG_ATOMIC_KEEP_GOOD": "Atomicity",
    "NREG_BATCH_DRAFT": "BatchState",
    "NREG_OUTCOME_REJECTED": "OutcomeKind",
    "NREG_SQLITE_OPEN": "SqliteMode",
    "NREG_POSTGRESQL_OPEN": "PostgresqlMode",
    "NREG_STORE_READ": "TransactionMode",
    "NREG_ROW_OK": "RowAnswer",
    "NREG_FETCH_SNAPSHOT": "FetchMode",
    "NREG_ITEMS_ENTRIES": "ItemsKind",
    "NREG_JOURNAL_FEED": "JournalBy",
    "NREG_COUNT_RECORDS": "CountKind",
    "NREG_FIND_KEY": "FindBy",
    "NREG_EXPORT_CSV": "ExportFormat",
    "NREG_COLUMN_NUMBER": "ExportColumns",
    "NREG_CHECK_PASSED": "CheckOutcome",
    "NREG_GROUP_BATCHES": "StoreGroups",
}


class HeaderError(Exception):
    """A public header says something that bindings cannot use."""


class Comment:
    """A documentation comment: its text, its parameters with directions, and what it says of the return value."""

    def __init__(self, raw: str | None) -> None:
        lines = []
        for line in (raw or "").splitlines():
            line = re.sub(r"^\s*/\*\*<?\s?", "", line)
            line = re.sub(r"\s*\*/\s*$", "", line)
            lines.append(re.sub(r"^\s*\*\s?", "", line).rstrip())
        sections = re.split(r"^\s*@(param|return|note)\b", "\n".join(lines), flags=re.MULTILINE)
        self.text = _clean(sections[0])
        self.parameters: dict[str, tuple[str, str]] = {}
        self.returns = ""
        for tag, body in zip(sections[1::2], sections[2::2]):
            if tag == "param":
                match = re.match(r"\[([a-z,]+)\]\s+(\w+)\s+(.*)", body, re.DOTALL)
                if match is None:
                    raise HeaderError(f"parameter without direction: @param{body}")
                direction = {"in": "in", "out": "out", "in,out": "inout"}[match[1]]
                self.parameters[match[2]] = (direction, _clean(match[3]))
            elif tag == "return":
                self.returns = _clean(body)


def _clean(text: str) -> str:
    text = re.sub(r"@(brief|file\s+\S+|name\s+.*|\{|\}|p|c)\s?", "", text)
    paragraphs = re.split(r"\n\s*\n", text.strip())
    joined = []
    for paragraph in paragraphs:
        items = re.split(r"\n\s*(?=- )", paragraph)
        joined.append("\n".join(" ".join(item.split()) for item in items))
    return "\n\n".join(part for part in joined if part)


class Reader:
    def __init__(self, include: Path) -> None:
        self.include = include
        self.headers = sorted(str(path.relative_to(include)) for path in include.rglob("*.h"))
        self.unsaved = [(f"/std/{name}", text) for name, text in STANDARD_HEADERS.items()]
        self.arguments = ["-std=c11", "-target", "x86_64-unknown-linux-gnu", "-nostdinc", "-ffreestanding"]
        self.arguments += ["-isystem", "/std", f"-I{include}", "-fparse-all-comments"]
        self.unit = self._parse("".join(f"#include <{name}>\n" for name in self.headers))
        self.handles: set[str] = set()
        self.structs: set[str] = set()

    def _parse(self, source: str) -> cindex.TranslationUnit:
        options = cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
        unsaved = [("/api.c", source), *self.unsaved]
        unit = cindex.Index.create().parse("/api.c", self.arguments, unsaved, options)
        faults = [str(fault) for fault in unit.diagnostics if fault.severity >= cindex.Diagnostic.Warning]
        if faults:
            raise HeaderError("\n".join(faults))
        return unit

    def header_of(self, cursor: Cursor) -> str | None:
        file = cursor.location.file
        if file is None:
            return None
        path = Path(file.name)
        return str(path.relative_to(self.include)) if path.is_relative_to(self.include) else None

    def read(self) -> Node:
        cursors = [c for c in self.unit.cursor.get_children() if self.header_of(c) is not None]
        definitions = [c for c in cursors if c.kind == CursorKind.STRUCT_DECL and c.is_definition()]
        self.structs = {c.spelling for c in definitions}
        aliases = [c for c in cursors if c.kind == CursorKind.TYPEDEF_DECL]
        opaque = [c for c in aliases if self._is_opaque(c)]
        self.handles = {c.spelling for c in opaque}
        enums = [self.enum(c) for c in cursors if c.kind == CursorKind.ENUM_DECL]
        constants = self.constants()
        values = {constant["name"]: constant["value"] for constant in constants}
        functions = [self.function(c) for c in cursors if c.kind == CursorKind.FUNCTION_DECL]
        self._inherit(functions)
        self._check(enums, functions)
        return {
            "format": 1,
            "version": "{NREG_VERSION_MAJOR}.{NREG_VERSION_MINOR}.{NREG_VERSION_PATCH}".format(**values),
            "abi": values["NREG_ABI_VERSION"],
            "layout": "LP64, little-endian",
            "headers": [{"name": name, "doc": self.header_doc(name)} for name in self.headers],
            "aliases": [
                {**self.place(c), "type": self.type(c.underlying_typedef_type), "doc": Comment(c.raw_comment).text}
                for c in aliases
                if c.underlying_typedef_type.get_canonical().kind not in (TypeKind.RECORD,)
            ],
            "handles": [{**self.place(c), "doc": Comment(c.raw_comment).text} for c in opaque],
            "constants": constants,
            "enums": enums,
            "structs": [self.struct(c, functions) for c in definitions],
            "functions": functions,
        }

    def _is_opaque(self, cursor: Cursor) -> bool:
        kind = cursor.underlying_typedef_type.get_canonical()
        return kind.kind == TypeKind.RECORD and not kind.get_declaration().is_definition()

    def place(self, cursor: Cursor) -> Node:
        return {"name": cursor.spelling, "header": self.header_of(cursor)}

    def header_doc(self, name: str) -> str:
        match = re.search(r"/\*\*\n \* @file.*?\*/", (self.include / name).read_text(), re.DOTALL)
        if match is None:
            raise HeaderError(f"{name} has no @file comment")
        return Comment(match[0]).text

    def constants(self) -> list[Node]:
        """Macros with a value. Each is evaluated by the compiler as an enumerator of its own."""
        found = []
        for cursor in self.unit.cursor.get_children():
            if cursor.kind != CursorKind.MACRO_DEFINITION or self.header_of(cursor) is None:
                continue
            tokens = [token.spelling for token in cursor.get_tokens()]
            function_like = len(tokens) > 1 and tokens[1] == "(" and cursor.extent.start.offset + len(tokens[0]) == list(
                cursor.get_tokens()
            )[1].extent.start.offset
            if len(tokens) > 1 and not function_like and tokens[1] not in ("{", "extern", "__attribute__"):
                found.append(cursor)
        source = "".join(f"#include <{name}>\n" for name in self.headers)
        source += "".join(f"enum {{ value_of_{c.spelling} = ({c.spelling}) }};\n" for c in found)
        unit = cindex.Index.create().parse("/api.c", self.arguments, [("/api.c", source), *self.unsaved])
        values = {
            child.spelling: child.enum_value
            for c in unit.cursor.get_children()
            if c.kind == CursorKind.ENUM_DECL
            for child in c.get_children()
        }
        docs = self._macro_docs()
        return [
            {**self.place(c), "value": values[f"value_of_{c.spelling}"], "doc": docs.get(c.spelling, "")}
            for c in found
        ]

    def _macro_docs(self) -> dict[str, str]:
        """Comments of macros, which the parser does not attach: before the line, or behind the value."""
        docs = {}
        for name in self.headers:
            text = (self.include / name).read_text()
            for match in re.finditer(r"^#define (\w+)[^\n]*?/\*\*<(.*?)\*/", text, re.MULTILINE | re.DOTALL):
                docs[match[1]] = _clean(match[2])
            for match in re.finditer(r"/\*\*((?:(?!\*/).)*)\*/\n#define (\w+)", text, re.DOTALL):
                docs.setdefault(match[2], Comment("/**" + match[1] + "*/").text)
        return docs

    def enum(self, cursor: Cursor) -> Node:
        members = list(cursor.get_children())
        doc = Comment(cursor.raw_comment).text
        names = [member.spelling for member in members]
        counted = [n for n in names if not n.endswith("_COUNT") or len(names) == 1]
        words = [name.split("_") for name in counted]
        most = min(map(len, words)) - (1 if len(words) == 1 else 0)
        shared = next((i for i in range(most) if len({w[i] for w in words}) > 1), most)
        prefix = "_".join(words[0][:shared]) + "_"
        flags = bool(re.search(r"^Bits of|^Options of .*combined|: bits of |; bits\.$", doc))
        name = ENUM_NAMES.get(names[0]) or "".join(word.capitalize() for word in words[0][1:shared])
        if "::flags" in doc and members[0].spelling not in ENUM_NAMES:
            name = name.removesuffix("Flag") + "Flags"
        return {
            "name": name,
            "header": self.header_of(cursor),
            "prefix": prefix,
            "flags": flags,
            "doc": doc,
            "values": [
                {"name": m.spelling, "value": m.enum_value, "doc": Comment(m.raw_comment).text} for m in members
            ],
        }

    def type(self, kind: Type) -> Node:
        if kind.kind == TypeKind.ELABORATED:
            kind = kind.get_named_type()
        spelling = kind.spelling.removeprefix("const ")
        if spelling in INTEGERS:
            bits, signed = INTEGERS[spelling]
            return {"kind": "integer", "bits": bits, "signed": signed, "c": spelling}
        if kind.kind == TypeKind.TYPEDEF:
            under = self.type(kind.get_declaration().underlying_typedef_type)
            return {**under, "c": spelling} if under["kind"] == "integer" else under
        if kind.kind == TypeKind.VOID:
            return {"kind": "void"}
        if kind.kind == TypeKind.CHAR_S:
            return {"kind": "char"}
        if kind.kind == TypeKind.RECORD:
            name = kind.get_declaration().spelling
            return {"kind": "struct" if name in self.structs else "handle", "name": name}
        if kind.kind == TypeKind.CONSTANTARRAY:
            return {"kind": "array", "count": kind.element_count, "of": self.type(kind.element_type)}
        if kind.kind == TypeKind.POINTER:
            target = kind.get_pointee()
            if target.get_canonical().kind == TypeKind.FUNCTIONPROTO:
                return self.callback(target)
            return {"kind": "pointer", "const": target.is_const_qualified(), "to": self.type(target)}
        raise HeaderError(f"type not usable in the public interface: {kind.spelling} ({kind.kind})")

    def callback(self, kind: Type) -> Node:
        return {
            "kind": "callback",
            "returns": self.type(kind.get_result()),
            "parameters": [self.type(argument) for argument in kind.argument_types()],
        }

    def struct(self, cursor: Cursor, functions: list[Node]) -> Node:
        init = f"{cursor.spelling}_init"
        fields = list(cursor.get_children())
        described = []
        for field in fields:
            if field.kind != CursorKind.FIELD_DECL:
                continue
            if field.is_bitfield():
                raise HeaderError(f"bit-field {cursor.spelling}::{field.spelling}")
            node = {
                "name": field.spelling,
                "offset": cursor.type.get_offset(field.spelling) // 8,
                "size": field.type.get_size(),
                "type": self.type(field.type),
                "doc": Comment(field.raw_comment).text,
            }
            if node["type"]["kind"] == "callback":
                pointers = [c for c in field.get_children() if c.kind == CursorKind.PARM_DECL]
                node["type"]["names"] = [p.spelling for p in pointers]
            if not node["doc"]:
                raise HeaderError(f"{cursor.spelling}::{field.spelling} is not documented")
            described.append(node)
        return {
            **self.place(cursor),
            "size": cursor.type.get_size(),
            "align": cursor.type.get_align(),
            "sized": described[0]["name"] == "struct_size",
            "init": init if any(f["name"] == init for f in functions) else None,
            "doc": Comment(cursor.raw_comment).text,
            "fields": described,
        }

    def function(self, cursor: Cursor) -> Node:
        comment = Comment(cursor.raw_comment)
        if cursor.type.is_function_variadic():
            raise HeaderError(f"{cursor.spelling} is variadic")
        parameters = [self.parameter(cursor, argument, comment) for argument in cursor.get_arguments()]
        for index, parameter in enumerate(parameters):
            following = parameters[index + 1] if index + 1 < len(parameters) else None
            if following and parameter["type"]["kind"] == "pointer" and _is_extent(parameter["name"], following["name"]):
                parameter["extent"] = following["name"]
        unknown = set(comment.parameters) - {p["name"] for p in parameters}
        if unknown:
            raise HeaderError(f"{cursor.spelling} documents parameters it has not: {sorted(unknown)}")
        result = self.type(cursor.result_type)
        returns: Node = {"type": result, "doc": comment.returns}
        if result["kind"] == "pointer":
            returns["ownership"] = "borrowed"
            returns["nullable"] = bool(re.search(r"\bNULL\b", re.sub(r"never NULL", "", comment.returns)))
            returns["nul_terminated"] = "not NUL-terminated" not in comment.returns
        if result["kind"] != "void" and not comment.returns:
            raise HeaderError(f"{cursor.spelling} does not document what it returns")
        header = self.header_of(cursor)
        return {
            **self.place(cursor),
            "library": LIBRARIES.get(header or "", "numberreg"),
            "doc": comment.text,
            "parameters": parameters,
            "returns": returns,
            "codes": sorted(set(re.findall(r"#(NREG_[A-Z_]+)", comment.returns))),
        }

    def parameter(self, function: Cursor, cursor: Cursor, comment: Comment) -> Node:
        if cursor.spelling not in comment.parameters:
            raise HeaderError(f"{function.spelling} does not document parameter {cursor.spelling}")
        direction, doc = comment.parameters[cursor.spelling]
        kind = self.type(cursor.type)
        node: Node = {"name": cursor.spelling, "direction": direction, "type": kind, "doc": doc}
        if kind["kind"] == "pointer":
            node["nullable"] = bool(re.search(r"\bNULL\b", re.sub(r"NUL-terminated|never NULL", "", doc)))
            if direction == "out" and kind["to"]["kind"] == "pointer" and kind["to"]["to"]["kind"] == "handle":
                match = re.search(r"(?:close|free|release) with (nreg_\w+)\(\)", doc)
                if match is None:
                    raise HeaderError(f"{function.spelling}: {cursor.spelling} does not say how to give it back")
                node["ownership"], node["release"] = "caller", match[1]
        return node

    def _inherit(self, functions: list[Node]) -> None:
        """Follow "As nreg_x()" in what a function returns, and "as in nreg_x()" at a parameter."""
        by_name = {function["name"]: function for function in functions}

        def codes(function: Node) -> set[str]:
            mentioned = re.findall(r"\b[Aa]s (nreg_\w+)\(\)", function["returns"]["doc"])
            return set(function["codes"]).union(*(codes(by_name[name]) for name in mentioned))

        for function in functions:
            function["codes"] = sorted(codes(function))
            for parameter in function["parameters"]:
                match = re.search(r"\bas in (nreg_\w+)\(\)", parameter["doc"])
                if match is not None and "nullable" in parameter:
                    same = {p["name"]: p for p in by_name[match[1]]["parameters"]}
                    parameter["nullable"] = same[parameter["name"]]["nullable"]

    def _check(self, enums: list[Node], functions: list[Node]) -> None:
        names = [enum["name"] for enum in enums]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise HeaderError(f"several enumerations would be named {sorted(twice)}; name them in ENUM_NAMES")
        known = {function["name"] for function in functions}
        for function in functions:
            for parameter in function["parameters"]:
                if parameter.get("release", "") not in known | {""}:
                    raise HeaderError(f"{function['name']} names {parameter['release']}, which does not exist")


def _is_extent(name: str, following: str) -> bool:
    return following in ("length", "count", "capacity", f"{name}_length")


def read_api(include: Path) -> Node:
    """The API that the headers below ``include`` declare."""
    return Reader(include.resolve()).read()
