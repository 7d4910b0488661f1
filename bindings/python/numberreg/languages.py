# SPDX-License-Identifier: MIT
"""What the library says to people, in other languages."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from . import _api, _rows
from ._calls import call, failure
from ._convert import c_text
from ._errors import NotFoundError
from ._handles import Handle, Owner
from ._library import lib, quick
from .purposes import Purpose


def _nothing(_pointer: int) -> None:
    """What is built in is not given back."""


class Language(Handle):
    """A language; immutable. ``Language.find("es")`` is built in; ``Language(tag, texts)`` is a host's own.

    ``texts`` maps keys, such as "reason.ALREADY_HERE", to texts with the same named arguments as the English ones;
    what it lacks comes from ``base``, or else from English.
    """

    __slots__ = ()

    def __init__(self, tag: str, texts: Mapping[str, str], base: Language | None = None) -> None:
        table = (_api.LanguageText * len(texts))()
        for raw, (key, said) in zip(table, texts.items()):
            raw.key, raw.text = c_text("key", key), c_text("text", said)
        pointer = ctypes.c_void_p()
        below = base._use() if base is not None else None
        size = ctypes.sizeof(_api.LanguageText)
        call(
            lib.nreg_language_new,
            c_text("tag", tag),
            below.pointer if below is not None else None,
            table,
            size,
            len(texts),
            None,
            ctypes.byref(pointer),
        )
        assert pointer.value is not None
        self._adopt(Owner(pointer.value, quick.nreg_language_free))

    @classmethod
    def find(cls, tag: str) -> Language:
        """A language that is built in, by its tag: "es", or "es-MX" for which "es" is found."""
        pointer = quick.nreg_language_find(c_text("tag", tag))
        if not pointer:
            raise NotFoundError("No such language is built in.")
        language = cls.__new__(cls)
        language._adopt(Owner(pointer, _nothing))
        return language

    @property
    def tag(self) -> str:
        """Its tag, for example "es"."""
        return str(quick.nreg_language_tag(self._use().pointer).decode())

    def say(self, key: str) -> str | None:
        """The text under a key, arguments in braces; None if there is no such key."""
        found = quick.nreg_language_say(self._use().pointer, c_text("key", key))
        return None if found is None else str(found.decode())

    def purpose(self, purpose: Purpose) -> Purpose:
        """A built-in call purpose with its texts in this language, but for those that the host has changed."""
        raw = _api.Purpose()
        _rows.PURPOSE.write(ctypes.addressof(raw), [purpose])
        raw.struct_size = ctypes.sizeof(raw)
        code = quick.nreg_language_purpose(self._use().pointer, ctypes.byref(raw))
        if code < 0:
            raise failure(code)
        return Purpose(*_rows.PURPOSE.one(ctypes.addressof(raw)))


def language_keys() -> dict[str, str]:
    """The English texts by key, for those who translate."""
    found: dict[str, str] = {}
    key: Any = ctypes.create_string_buffer(_api.LANGUAGE_KEY_SIZE)
    while (english := quick.nreg_language_key(len(found), key)) is not None:
        found[key.value.decode()] = english.decode()
    return found
