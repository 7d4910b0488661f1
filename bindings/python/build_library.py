# SPDX-License-Identifier: MIT
"""Builds the C library into the wheel.

Run by hatchling when a wheel is built. The wheel holds libnumberreg, libnumberreg-sqlite and the libutf8proc they were
built with. libsqlite3 is left to the system, so that Python's own sqlite3 module and the store share one copy; a copy
lies in ``fallback`` for systems that have none, where nothing can be shared.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LibraryHook(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Puts the libraries below numberreg/lib and tags the wheel with this machine's platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files of the wheel are collected."""
        here = Path(self.root)
        source = here / "c" if (here / "c").is_dir() else here.parent.parent
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag()}"
        if version == "editable":
            return
        for name in ("LICENSE", "NOTICE"):
            build_data["force_include"][str(source / name)] = f"numberreg/{name}"
        built = compile_library(source, here / "build" / "c")
        collect(built, here / "numberreg" / "lib")


def platform_tag() -> str:
    """The platform part of the wheel's tag: it needs a C library no older than this machine's."""
    libc, version = platform.libc_ver()
    machine = platform.machine()
    if sys.platform == "linux" and libc == "glibc":
        major, minor = version.split(".")[:2]
        return f"manylinux_{major}_{minor}_{machine}"
    return re.sub(r"[-.]", "_", sysconfig.get_platform())


def compile_library(source: Path, build: Path) -> Path:
    """Run CMake; the libraries look for each other in their own folder."""
    options = [
        "-DCMAKE_BUILD_TYPE=Release",
        "-DBUILD_TESTING=OFF",
        "-DNREG_CLI=OFF",
        "-DNREG_SQLITE=ON",
        "-DNREG_POSTGRESQL=OFF",
    ]
    options += ["-DCMAKE_BUILD_WITH_INSTALL_RPATH=ON", "-DCMAKE_INSTALL_RPATH=$ORIGIN"]
    jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "2")
    subprocess.run(["cmake", "-S", str(source), "-B", str(build), *options], check=True)
    subprocess.run(["cmake", "--build", str(build), "--parallel", jobs], check=True)
    return build


def collect(build: Path, target: Path) -> None:
    """Copy the libraries and what they need under the names the loader asks for."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "fallback").mkdir(parents=True)
    core = one(build, "libnumberreg.so.*[0-9].*[0-9].*[0-9]")
    store = one(build, "libnumberreg-sqlite.so.*[0-9].*[0-9].*[0-9]")
    for library in (core, store):
        shutil.copy2(library, target / soname(library))
    shutil.copy2(dependency(core, "libutf8proc.so"), target)
    shutil.copy2(dependency(store, "libsqlite3.so"), target / "fallback")


def one(build: Path, pattern: str) -> Path:
    """The one file of a pattern below a folder."""
    found = [path for path in build.rglob(pattern) if not path.is_symlink()]
    if len(found) != 1:
        raise RuntimeError(f"expected one {pattern} below {build}, found {len(found)}")
    return found[0]


def soname(library: Path) -> str:
    """The name under which a library is asked for: libx.so.0 for libx.so.0.1.0."""
    dynamic = subprocess.run(["objdump", "-p", str(library)], check=True, capture_output=True, text=True).stdout
    match = re.search(r"SONAME\s+(\S+)", dynamic)
    if match is None:
        raise RuntimeError(f"{library} has no SONAME")
    return match[1]


def dependency(library: Path, name: str) -> Path:
    """The file that the dynamic linker takes for one of a library's needs."""
    listed = subprocess.run(["ldd", str(library)], check=True, capture_output=True, text=True).stdout
    match = re.search(rf"{re.escape(name)}\S* => (\S+)", listed)
    if match is None:
        raise RuntimeError(f"{library} does not need {name}")
    return Path(match[1])
