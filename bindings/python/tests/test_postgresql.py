# SPDX-License-Identifier: MIT
"""The PostgreSQL store from Python; what it has in common with the others is tested with them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from conftest import GOOD, SURVEY, furnish

import numberreg


@pytest.fixture
def schema(server: str) -> Iterator[str]:
    name = f"own_{os.getpid()}"
    try:
        numberreg.PostgresqlStore(server, create=True, schema=name).close()
    except ImportError:
        pytest.skip("this build has no PostgreSQL store")
    yield name


def test_another_process_sees_what_was_committed(server: str, schema: str) -> None:
    with (
        numberreg.PostgresqlStore(server, schema=schema) as store,
        numberreg.Registry(store) as registry,
    ):
        portal = furnish(registry)
        result = portal.add(portal.spring, GOOD, purpose=SURVEY, request_id="save-1")
        assert result.summary.added == 1
    program = f"""
import numberreg
with numberreg.PostgresqlStore({server!r}, schema={schema!r}, read_only=True) as store:
    with numberreg.Registry(store) as registry, registry.session({portal.acme.id}, "user:1") as session:
        print([record.e164 for record in session.records(scope={portal.spring.id})])
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "['+15012149020']"


def test_what_cannot_be_opened_says_why_and_tells_no_secret(server: str) -> None:
    try:
        with pytest.raises(numberreg.NumberregError) as refused:
            numberreg.PostgresqlStore("postgresql://x:secret@127.0.0.1:1/none")
    except ImportError:
        pytest.skip("this build has no PostgreSQL store")
    assert refused.value.code == numberreg.Code.IO and "secret" not in str(refused.value)
    with pytest.raises(numberreg.NotFoundError):
        numberreg.PostgresqlStore(server, schema="nowhere")
    with pytest.raises(ValueError, match="read-only"):
        numberreg.PostgresqlStore(server, create=True, read_only=True)
    with pytest.raises(numberreg.StorageError):
        numberreg.Registry.postgresql("postgresql://x:secret@127.0.0.1:1/none")
