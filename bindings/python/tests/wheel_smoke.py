# SPDX-License-Identifier: MIT
"""Run with an installed wheel, away from the source tree: the main job on a SQLite file."""

from __future__ import annotations

import sys
from importlib.metadata import version

import numberreg

registry = numberreg.Registry.sqlite("smoke.db", create=True)
with registry.operator("setup") as operator:
    acme = operator.add_scope("acme")
with registry.session(acme, "user:4711") as jane, jane.batch(acme) as batch:
    assert batch.add("(501) 214-9020", "Survey").green
    result = batch.commit()
assert result.summary.added == 1, result.sentence
registry.close()
info = numberreg.loaded()
assert info.path.startswith(sys.prefix), info
assert info.sqlite_path is not None and info.sqlite_path.startswith(sys.prefix), info
assert version("numberreg") == info.version == numberreg.__version__
print(f"installed wheel works: {info}")
