# SPDX-License-Identifier: MIT
"""The examples of the guide and of the package's own page run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from conftest import BINDINGS

import numberreg


def test_the_guides_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (BINDINGS.parent / "docs" / "python.md").read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"^```pycon\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "docs/python.md", None, 0)
    assert len(test.examples) > 30
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


def test_the_packages_example_runs() -> None:
    assert doctest.testmod(numberreg).failed == 0


def test_the_readmes_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (BINDINGS / "python" / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "portal.db").exists()
