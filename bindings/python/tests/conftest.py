# SPDX-License-Identifier: MIT
"""A portal with two companies, on every store the library has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import numberreg

HERE = Path(__file__).resolve().parent
BINDINGS = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "examples"))

GOOD = "(501) 214-9020"
E164 = "+15012149020"
SERVICE = numberreg.PurposeId.CUSTOMER_SERVICE
SURVEY = numberreg.PurposeId.SURVEY
DNO = numberreg.PurposeId.DO_NOT_ORIGINATE


class Portal(NamedTuple):
    registry: numberreg.Registry
    acme: numberreg.Scope
    sales: numberreg.Scope
    support: numberreg.Scope
    spring: numberreg.Scope
    autumn: numberreg.Scope
    globex: numberreg.Scope

    def jane(self) -> numberreg.Session:
        return self.registry.session(self.acme, "user:4711", "request-1")

    def hank(self) -> numberreg.Session:
        return self.registry.session(self.globex, "user:23")

    def add(self, target: Any, *numbers: Any, purpose: Any = SERVICE, **options: Any) -> numberreg.Result:
        root = self.globex if target == self.globex else self.acme
        with self.registry.session(root, "user:4711") as session, session.batch(target) as batch:
            batch.stage([(number, purpose) for number in numbers])
            return batch.commit(**options)


def furnish(registry: numberreg.Registry) -> Portal:
    with registry.operator("setup") as operator:
        acme = operator.add_scope("acme", label="Acme Inc.", external_id="acme-1")
        sales = operator.add_scope("sales", parent=acme)
        support = operator.add_scope("support", parent=acme)
        spring = operator.add_scope("spring", parent=sales)
        autumn = operator.add_scope("autumn", parent=sales)
        globex = operator.add_scope("globex")
    return Portal(registry, acme, sales, support, spring, autumn, globex)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The connection string of a PostgreSQL server: the one told of, else one of these tests' own."""
    told = os.environ.get("NREG_TEST_POSTGRESQL")
    if told:
        yield told
        return
    command = BINDINGS.parent / "tests" / "postgresql" / "server"
    # A sanitizer preloaded into these tests has no business in the server, which hangs with it.
    plain = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    with tempfile.TemporaryDirectory(prefix="numberreg-postgresql-") as folder:
        started = subprocess.run(
            [command, "start", folder, "fsync=off"],
            capture_output=True,
            text=True,
            check=False,
            env=plain,
            timeout=120,
        )
        if started.returncode == 77:
            pytest.skip("no PostgreSQL server is installed")
        assert started.returncode == 0, started.stderr
        yield started.stdout.strip()
        subprocess.run([command, "stop", folder, "immediate"], check=True, env=plain, timeout=120)


_schemas = count()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    if request.param == "memory":
        registry = numberreg.Registry.memory()
    elif request.param == "postgresql":
        where = request.getfixturevalue("server")
        try:
            store = numberreg.PostgresqlStore(where, create=True, schema=f"python_{os.getpid()}_{next(_schemas)}")
        except ImportError:
            pytest.skip("this build has no PostgreSQL store")
        with store:
            registry = numberreg.Registry(store)
    else:
        registry = numberreg.Registry.sqlite(tmp_path / "portal.db", create=True)
    with registry:
        yield furnish(registry)


@pytest.fixture
def memory() -> Iterator[Portal]:
    with numberreg.Registry.memory() as registry:
        yield furnish(registry)


@pytest.fixture
def api() -> dict[str, Any]:
    description: dict[str, Any] = json.loads((BINDINGS / "api.json").read_text(encoding="utf-8"))
    return description


def numbers(count: int, first: int = 5012140000) -> list[str]:
    """Distinct good numbers."""
    return [str(first + i) for i in range(count)]
