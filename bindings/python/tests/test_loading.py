# SPDX-License-Identifier: MIT
"""Finding the library, refusing another, and one SQLite in a process."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import GOOD, furnish

import numberreg
from numberreg import _library


def run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def compiled(tmp_path: Path, source: str, *options: str, name: str = "libnumberreg.so.0") -> Path:
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler")
    (tmp_path / "x.c").write_text(source)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / name, tmp_path / "x.c", *options], check=True)
    return tmp_path / name


def test_what_was_loaded_is_named(tmp_path: Path) -> None:
    numberreg.SqliteStore(tmp_path / "x.db", create=True).close()
    info = numberreg.loaded()
    assert "libnumberreg" in info.path and "libnumberreg-sqlite" in str(info.sqlite_path)
    assert info.version == numberreg.__version__ and "sqlite3" in str(info.sqlite_library)


def test_a_missing_library_is_told_with_the_places_looked_at(tmp_path: Path) -> None:
    ended = run("import numberreg", NUMBERREG_LIBRARY=str(tmp_path))
    assert "NUMBERREG_LIBRARY" in ended.stderr and str(tmp_path / "libnumberreg.so.0") in ended.stderr


def test_another_version_is_refused_by_name(tmp_path: Path) -> None:
    functions = '#include <stdint.h>\nconst char *nreg_version_text(void) { return "0.0.9"; }\n'
    functions += "uint32_t nreg_version_number(void) { return 9; }\nuint32_t nreg_abi_version(void) { return 0; }\n"
    old = compiled(tmp_path, functions)
    ended = run("import numberreg", NUMBERREG_LIBRARY=str(tmp_path))
    assert f"{old} is numberreg 0.0.9 with ABI 0" in ended.stderr
    compiled(tmp_path, functions.replace("return 9;", "return 1000000000;").replace("return 0;", "return 77;"))
    assert "with ABI 77" in run("import numberreg", NUMBERREG_LIBRARY=str(old)).stderr
    compiled(tmp_path, functions.replace("return 9;", "return 1000000000;"))
    assert "lacks a function" in run("import numberreg", NUMBERREG_LIBRARY=str(tmp_path)).stderr
    compiled(tmp_path, "int x;")
    assert "is not the numberreg library" in run("import numberreg", NUMBERREG_LIBRARY=str(tmp_path)).stderr


def test_python_and_the_store_share_one_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with numberreg.Registry.sqlite(path, create=True) as registry:
        portal = furnish(registry)
        portal.add(portal.spring, GOOD)
        if numberreg.loaded().sqlite_shared:
            # One copy: reading the same file here drops no locks there.
            reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            assert reader.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
            reader.close()
            assert portal.add(portal.spring, "5012149021").summary.added == 1
            maps = Path("/proc/self/maps")
            if maps.exists():
                copies = {line.split()[-1] for line in maps.read_text().splitlines() if "libsqlite3" in line}
                assert len(copies) == 1


def test_two_copies_of_sqlite_never_open_one_file(tmp_path: Path) -> None:
    """With a store library that has a SQLite of its own inside, which is what a static build would be."""
    static = subprocess.run(["cc", "-print-file-name=libsqlite3.a"], capture_output=True, text=True, check=False)
    if not static.stdout.strip().startswith("/"):
        pytest.skip("needs libsqlite3.a")
    source = Path(numberreg.loaded().path).parent
    objects = list((source / "store" / "sqlite").rglob("*.o"))
    if not objects:
        pytest.skip("needs the objects of a build tree")
    shutil.copy2(Path(numberreg.loaded().path), tmp_path / "libnumberreg.so.0")
    link = ["-o", tmp_path / "libnumberreg-sqlite.so.0", *objects, static.stdout.strip(), "-lm", "-lpthread", "-ldl"]
    hidden = ["-Wl,--exclude-libs,libsqlite3.a", "-Wl,-soname,libnumberreg-sqlite.so.0"]
    subprocess.run(["cc", "-shared", *link, *hidden, f"-L{tmp_path}", "-l:libnumberreg.so.0"], check=True)
    ended = run(
        f"""
        import numberreg, sqlite3
        ours, theirs = {str(tmp_path / "ours.db")!r}, {str(tmp_path / "theirs.db")!r}
        store = numberreg.SqliteStore(ours, create=True)
        assert numberreg.loaded().sqlite_shared is False, numberreg.loaded()
        for name in (ours, "file:" + ours + "?mode=ro"):
            try:
                sqlite3.connect(name, uri=name.startswith("file:"))
                raise SystemExit("sqlite3 opened a store")
            except RuntimeError as refused:
                assert "numberreg store" in str(refused)
        sqlite3.connect(theirs).execute("CREATE TABLE t (x)")
        sqlite3.connect(theirs)
        for name in (theirs,):
            try:
                numberreg.SqliteStore(name, create=True)
                raise SystemExit("a store opened what sqlite3 had open")
            except RuntimeError as refused:
                assert "sqlite3" in str(refused)
        store.close()
        sqlite3.connect(ours).close()
        print("kept apart")
        """,
        NUMBERREG_LIBRARY=str(tmp_path),
        LD_LIBRARY_PATH=str(tmp_path),
    )
    assert ended.stdout == "kept apart\n", ended.stderr


def test_the_guard_is_not_installed_where_one_copy_serves() -> None:
    numberreg.loaded()
    assert _library.guard._installed == (numberreg.loaded().sqlite_shared is False)
