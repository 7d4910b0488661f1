# SPDX-License-Identifier: MIT
"""Between arrays of C structs and named tuples, whole arrays at a time."""

from __future__ import annotations

import ctypes
import enum
import struct
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

Row = TypeVar("Row", bound="tuple[Any, ...]")


class Codec(Generic[Row]):
    """How one struct is laid out, and the named tuple that stands for it."""

    def __init__(
        self,
        row: type[Row],
        layout: str,
        texts: tuple[int, ...],
        enums: tuple[tuple[int, type[enum.IntEnum] | type[enum.IntFlag]], ...],
        struct_size: int = 0,
    ) -> None:
        self.row = row
        self.layout = struct.Struct(layout)
        self.size = self.layout.size
        self._texts = texts
        self._enums = enums
        self._struct_size = struct_size

    def _make(self, values: tuple[Any, ...]) -> Row:
        if self._texts or self._enums:
            changed = list(values)
            for index in self._texts:
                changed[index] = changed[index].split(b"\0", 1)[0].decode("utf-8", "replace")
            for index, kind in self._enums:
                changed[index] = kind(changed[index])
            return self.row(*changed)
        return self.row(*values)

    def rows(self, data: Any) -> Iterator[Row]:
        """The rows in a buffer."""
        return map(self._make, self.layout.iter_unpack(data))

    def at(self, address: int | None, count: int) -> list[Row]:
        """The rows in an array in memory."""
        return list(self.rows(ctypes.string_at(address, count * self.size))) if address and count else []

    def one(self, address: int) -> Row:
        """The row at an address."""
        return self._make(self.layout.unpack(ctypes.string_at(address, self.size)))

    def pack(self, row: Row) -> bytes:
        """The bytes of a row; reserved members are zero. Raises if a member does not fit."""
        values: Any = row
        if self._texts:
            values = list(row)
            for index in self._texts:
                values[index] = values[index].encode("utf-8")
        try:
            packed = self.layout.pack(*values)
        except struct.error as fault:
            raise ValueError(f"{type(row).__name__} cannot be passed to the library: {fault}") from None
        return self._struct_size.to_bytes(4, "little") + packed[4:] if self._struct_size else packed

    def write(self, address: int, rows: Iterable[Row]) -> int:
        """Write rows one after the other from an address on; returns how many."""
        data = b"".join(map(self.pack, rows))
        ctypes.memmove(address, data, len(data))
        return len(data) // self.size
