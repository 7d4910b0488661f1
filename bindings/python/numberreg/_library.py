# SPDX-License-Identifier: MIT
"""Finds and loads the C library, checks its version before anything else, and keeps SQLite to one copy."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from . import _api

ENVIRONMENT = "NUMBERREG_LIBRARY"
_PACKAGE = Path(__file__).resolve().parent
_SUFFIX = ".dylib" if sys.platform == "darwin" else f".so.{_api.ABI_VERSION}"


class LibraryInfo(NamedTuple):
    """What was loaded."""

    #: File of libnumberreg.
    path: str
    #: Its release, for example "1.2.3".
    version: str
    #: File of libnumberreg-sqlite; None while no SQLite store was opened.
    sqlite_path: str | None
    #: File of the SQLite library that the store uses; None while no SQLite store was opened.
    sqlite_library: str | None
    #: Whether Python's own sqlite3 module uses that very copy too; None while no SQLite store was opened.
    sqlite_shared: bool | None


class _DlInfo(ctypes.Structure):
    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def _address(library: ctypes.CDLL, symbol: str) -> int | None:
    try:
        return ctypes.cast(getattr(library, symbol), ctypes.c_void_p).value
    except AttributeError:
        return None


def _file_of(address: int | None) -> str | None:
    """The file that the code at an address was loaded from."""
    dladdr = ctypes.CDLL(None).dladdr
    dladdr.argtypes = [ctypes.c_void_p, ctypes.POINTER(_DlInfo)]
    info = _DlInfo()
    if not address or not dladdr(address, ctypes.byref(info)) or not info.file:
        return None
    return os.path.realpath(os.fsdecode(info.file))


def _candidates(name: str, beside: str | None = None) -> Iterator[str]:
    """Where a library may be: by the environment, in the wheel, beside the package, where the system keeps its own."""
    told = os.environ.get(ENVIRONMENT)
    if beside is not None:
        yield str(Path(beside).parent / (name + _SUFFIX))
        yield str(Path(beside).parent / "store" / name.rpartition("-")[2] / (name + _SUFFIX))
    elif told:
        path = Path(told)
        yield str(path if path.is_file() else path / (name + _SUFFIX))
        return
    for folder in (_PACKAGE / "lib", _PACKAGE.parent):
        yield str(folder / (name + _SUFFIX))
    yield name + _SUFFIX


def _open(name: str, beside: str | None = None) -> ctypes.CDLL:
    tried = []
    for candidate in _candidates(name, beside):
        if os.sep in candidate and not Path(candidate).exists():
            tried.append(f"{candidate}: no such file")
            continue
        try:
            return ctypes.CDLL(candidate)
        except OSError as fault:
            tried.append(f"{candidate}: {fault}")
    hint = f"; set {ENVIRONMENT} to its file or folder" if beside is None else ""
    raise ImportError(f"{name} could not be loaded{hint}. Tried: " + "; ".join(tried))


def _check_version(library: ctypes.CDLL, path: str) -> str:
    """Refuse a library that the declarations do not fit; asks only functions that never change."""
    try:
        text, number, abi = library.nreg_version_text, library.nreg_version_number, library.nreg_abi_version
    except AttributeError:
        raise ImportError(f"{path} is not the numberreg library") from None
    text.restype, number.restype, abi.restype = ctypes.c_char_p, ctypes.c_uint32, ctypes.c_uint32
    version = text().decode()
    if abi() != _api.ABI_VERSION or number() < _api.VERSION_NUMBER:
        raise ImportError(
            f"{path} is numberreg {version} with ABI {abi()}; this package needs {_api.VERSION} or newer"
            f" with ABI {_api.ABI_VERSION}"
        )
    return str(version)


def _load() -> tuple[ctypes.CDLL, Any, str, str]:
    library = _open("libnumberreg")
    path = _file_of(_address(library, "nreg_version_number")) or library._name
    version = _check_version(library, path)
    quick = ctypes.PyDLL(path)
    try:
        _api.bind(library, "numberreg")
        _api.bind(quick, "numberreg")
    except AttributeError as fault:
        raise ImportError(f"{path} lacks a function this package needs: {fault}") from None
    return library, quick, path, version


#: The library, called without Python's lock: for what waits or works long.
lib: Any
#: The library, called with Python's lock kept: for what takes less time than giving the lock away.
quick: Any
lib, quick, _path, _version = _load()


class _Sqlite(NamedTuple):
    library: Any
    path: str
    sqlite_path: str | None
    shared: bool


_sqlite: _Sqlite | None = None
_sqlite_lock = threading.Lock()


def sqlite() -> Any:
    """libnumberreg-sqlite, loaded when first asked for.

    Python's own sqlite3 module goes first, so that the dynamic linker gives both the same libsqlite3. Where that module
    has a SQLite of its own inside, `guard` keeps the two copies apart.
    """
    global _sqlite
    with _sqlite_lock:
        if _sqlite is None:
            _sqlite = _load_sqlite()
            if not _sqlite.shared:
                guard.install()
        return _sqlite.library


_postgresql: Any = None


def postgresql() -> Any:
    """libnumberreg-postgresql, loaded when first asked for. It is not in the wheel."""
    global _postgresql
    with _sqlite_lock:
        if _postgresql is None:
            library = _open("libnumberreg-postgresql", _path)
            _api.bind(library, "numberreg-postgresql")
            _postgresql = library
        return _postgresql


def _load_sqlite() -> _Sqlite:
    own = _python_sqlite()
    try:
        library = _open("libnumberreg-sqlite", _path)
    except ImportError:
        packed = _PACKAGE / "lib" / "fallback" / "libsqlite3.so.0"
        if not packed.exists():
            raise
        ctypes.CDLL(str(packed), ctypes.RTLD_GLOBAL)
        library = _open("libnumberreg-sqlite", _path)
    _api.bind(library, "numberreg-sqlite")
    used = _address(library, "sqlite3_libversion")
    path = _file_of(_address(library, "nreg_sqlite_store_open")) or library._name
    return _Sqlite(library, path, _file_of(used), own is None or (used is not None and own == used))


def _python_sqlite() -> int | None:
    """Where Python's sqlite3 module has SQLite; 0 if it is hidden inside, None if there is no such module."""
    try:
        import _sqlite3
    except ImportError:
        return None
    file = getattr(_sqlite3, "__file__", None)
    return _address(ctypes.CDLL(file), "sqlite3_libversion") or 0


class _TwoCopies:
    """Refuses to open one file with both copies of SQLite.

    Closing a file in one copy drops the locks that the other holds on it: SQLite's documented way to corrupt a
    database. Only installed where there are two copies.
    """

    def __init__(self) -> None:
        self._installed = False
        self._ours: dict[tuple[int, int], int] = {}
        self._pythons: set[tuple[int, int]] = set()
        self._paths: set[str] = set()

    def install(self) -> None:
        if not self._installed:
            self._installed = True
            sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect":
            path = _database_path(arguments[0])
            identity = _identity(path)
            if identity in self._ours:
                raise RuntimeError(f"{path} is open as a numberreg store, and this Python has a SQLite of its own")
            if identity is not None:
                self._pythons.add(identity)
            elif path:
                self._paths.add(os.path.realpath(path))

    def opening(self, path: str) -> None:
        """Called before a store is opened; raises if Python's copy has the file."""
        if self._installed and (_identity(path) in self._pythons or os.path.realpath(path) in self._paths):
            raise RuntimeError(f"{path} was opened by sqlite3, and this Python has a SQLite of its own")

    def opened(self, path: str) -> tuple[int, int] | None:
        """Called after a store is opened."""
        identity = _identity(path)
        if identity is not None:
            self._ours[identity] = self._ours.get(identity, 0) + 1
        return identity

    def closed(self, identity: tuple[int, int] | None) -> None:
        """Called after a store is closed, with what `opened` answered."""
        if identity is not None and identity in self._ours:
            self._ours[identity] -= 1
            if not self._ours[identity]:
                del self._ours[identity]


guard = _TwoCopies()


def _database_path(database: Any) -> str:
    path = os.fsdecode(database)
    return path.removeprefix("file:").partition("?")[0] if path.startswith("file:") else path


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def loaded() -> LibraryInfo:
    """Which files were loaded, and whether Python's sqlite3 shares the store's SQLite."""
    state = _sqlite
    if state is None:
        return LibraryInfo(_path, _version, None, None, None)
    return LibraryInfo(_path, _version, state.path, state.sqlite_path, state.shared)
