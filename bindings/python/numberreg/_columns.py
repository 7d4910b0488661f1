# SPDX-License-Identifier: MIT
"""Views of one member of every struct in an array, without copying."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from typing import Any, Literal

_FORMATS: dict[int, Literal["B", "H", "I", "Q"]] = {1: "B", 2: "H", 4: "I", 8: "Q"}


class Columns(Mapping[str, memoryview]):
    """Read-only memory views by member name, each with the array's stride.

    They keep the memory alive, also after what they came from is closed. NumPy takes them as they are:
    ``numpy.asarray(columns["reasons"])``.
    """

    def __init__(self, struct: type[ctypes.Structure], memory: memoryview, count: int, stride: int) -> None:
        self._struct = struct
        self._memory = memory.toreadonly()
        self._count = count
        self._stride = stride
        kinds: list[Any] = list(struct._fields_)
        self._names = [
            n for n, kind, *_ in kinds if not n.startswith("reserved") and issubclass(kind, ctypes._SimpleCData)
        ]

    def __getitem__(self, name: str) -> memoryview:
        if name not in self._names:
            raise KeyError(name)
        field = getattr(self._struct, name)
        kind = _FORMATS[field.size]
        column: memoryview = self._memory.cast(kind)[field.offset // field.size :: self._stride // field.size]
        return column[: self._count]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
