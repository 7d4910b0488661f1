# SPDX-License-Identifier: MIT
"""A portal on its own SQLAlchemy tables, and a service in two worker processes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import E164, GOOD, HERE, furnish

import numberreg
from numberreg import Consent, OutcomeKind, Reason

sqlalchemy = pytest.importorskip("sqlalchemy")
from sqlalchemy_store import Portal, PortalStore, campaigns, companies, metadata, phone_numbers, teams  # noqa: E402


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(f"sqlite:///{tmp_path / 'portal.db'}")
    with portal.engine.begin() as tx:
        tx.execute(
            companies.insert(), [{"id": 1, "slug": "acme", "name": "Acme Inc."}, {"id": 2, "slug": "x", "name": "X"}]
        )
        tx.execute(teams.insert(), [{"id": 11, "company_id": 1, "slug": "sales"}])
        tx.execute(
            campaigns.insert(), [{"id": 21, "team_id": 11, "slug": "spring"}, {"id": 22, "team_id": 11, "slug": "fall"}]
        )
    yield portal
    portal.registry.close()


def test_the_hosts_tables_hold_the_numbers(own: Portal) -> None:
    with own.registry.session(1, "user:4711") as session:
        with session.batch(21) as batch:
            batch.stage([(GOOD, 1), ("5012149021", 2), ("nonsense", 1)])
            assert [o.outcome for o in batch.commit()] == [OutcomeKind.ADDED] * 2 + [OutcomeKind.REJECTED]
        with session.batch(22) as batch:
            batch.stage([(GOOD, 1)])
            assert batch.preview()[0].reason == Reason.IN_OTHER_PROGRAM
            assert batch.commit(consent=Consent.MOVE)[0].outcome == OutcomeKind.MOVED
        assert [r.e164 for r in session.records(scope=22)] == [E164]
        assert session.scope(1).label == "Acme Inc."
    with own.engine.connect() as tx:
        rows = tx.execute(sqlalchemy.select(phone_numbers.c.number, phone_numbers.c.program)).all()
        assert sorted(rows) == [(15012149020, 22), (15012149021, 21)]
    with own.registry.session(2, "user:23") as other, other.batch(2) as batch:
        batch.add(GOOD, 1)
        assert batch.commit()[0].reason == Reason.REGISTERED_ELSEWHERE
        assert list(other.records()) == []


@pytest.mark.slow
def test_the_hosts_store_passes_the_conformance_suite(own: Portal) -> None:
    report = numberreg.check_store(PortalStore(own.engine), rows=700, threads=2)
    assert report.passed, (report.failures, report.cause)


def test_a_database_that_fails_says_so_with_its_own_exception(own: Portal) -> None:
    metadata.drop_all(own.engine, [phone_numbers])
    with own.registry.session(1, "user") as session, pytest.raises(numberreg.StorageError) as failed:
        list(session.records())
    assert isinstance(failed.value.__cause__, sqlalchemy.exc.OperationalError)


class Service:
    """Two workers on one file."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "portal.db"
        with numberreg.Registry.sqlite(self.store, create=True) as registry:
            self.portal = furnish(registry)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--preload", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--log-level", "warning", "--chdir", str(HERE.parent / "examples"), "service:app"]
        self.process = subprocess.Popen(command, env={**os.environ, "NUMBERREG_STORE": str(self.store)})
        for _ in range(200):
            try:
                self("GET", "/purposes")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the service does not answer")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer: (status, JSON, worker)."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Business": "acme", "X-Actor": "user:4711", "Content-Type": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                data = answer.read()
                return answer.status, json.loads(data) if data else None, answer.headers["X-Worker"]
        except urllib.error.HTTPError as answer:
            return answer.code, json.loads(answer.read() or b"null"), answer.headers["X-Worker"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    pytest.importorskip("gunicorn")
    running = Service(tmp_path_factory.mktemp("service"))
    yield running
    running.stop()


def new_draft(service: Service, path: str = "acme/sales/spring") -> str:
    status, answer, _ = service("POST", f"/scopes/{path}/drafts", {})
    assert status == 201
    return str(answer["draft"])


def test_the_page_over_http_in_two_workers(service: Service) -> None:
    workers = set()
    draft = new_draft(service)
    for text in ("501-214-3000", "501-214-3001", "501 214"):
        status, entry, worker = service("POST", f"/drafts/{draft}/entries", {"number": text, "purpose": "Survey"})
        workers.add(worker)
        assert status == 201 and entry["green"] == (text != "501 214")
    status, shown, _ = service("GET", f"/drafts/{draft}")
    assert [e["input"] for e in shown["entries"]] == ["501-214-3000", "501-214-3001", "501 214"]
    assert service("PATCH", f"/drafts/{draft}/entries/3", {"number": "501-214-3002"})[1]["green"]
    assert service("DELETE", f"/drafts/{draft}/entries/2")[0] == 204
    assert service("GET", f"/drafts/{draft}/preview")[1]["added"]["count"] == 2
    status, saved, _ = service("POST", f"/drafts/{draft}/save", **{"X-Request-Id": "r-1"})
    assert status == 200 and saved["added"] == {"count": 2, "numbers": ["+15012143000", "+15012143002"]}
    # one after the other, requests may all go to the worker that waits first: several at once, until both have answered
    deadline = time.monotonic() + 60
    with ThreadPoolExecutor(4) as clients:
        while len(workers) < 2 and time.monotonic() < deadline:
            for status, again, worker in clients.map(
                lambda _: service("POST", f"/drafts/{draft}/save", **{"X-Request-Id": "r-1"}), range(20)
            ):
                workers.add(worker)
                assert status == 200 and again["replayed"] and again["added"] == saved["added"]
    assert len(workers) == 2, "both workers answered"
    _, listed, _ = service("GET", "/scopes/acme/sales/spring/numbers")
    assert [n["e164"] for n in listed["numbers"]] == ["+15012143000", "+15012143002"]


def test_drafts_survive_a_restart(service: Service) -> None:
    draft = new_draft(service)
    service("POST", f"/drafts/{draft}/entries", {"number": "501-214-4000", "purpose": "Survey"})
    service.stop()
    service.start()
    _, saved, _ = service("POST", f"/drafts/{draft}/save")
    assert saved["added"]["count"] == 1


def test_workers_that_race_for_a_number_add_it_once(service: Service) -> None:
    drafts = [new_draft(service) for _ in range(6)]
    for draft in drafts:
        service("POST", f"/drafts/{draft}/entries", {"number": "501-214-5000", "purpose": "Survey"})
    counts: list[int] = []
    saving = [
        threading.Thread(target=lambda d=d: counts.append(service("POST", f"/drafts/{d}/save")[1]["added"]["count"]))  # type: ignore[misc]
        for d in drafts
    ]
    for thread in saving:
        thread.start()
    for thread in saving:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 0, 0, 1]


def test_what_is_wrong_has_a_status_and_a_code(service: Service) -> None:
    draft = new_draft(service)
    assert service("GET", f"/drafts/{draft}", **{"X-Business": "globex"})[:2][0] == 404
    assert service("GET", "/scopes/globex/numbers")[1]["code"] == "NOT_FOUND"
    assert service("GET", "/scopes/acme/numbers", **{"X-Business": "initech"})[0] == 404
    assert service("POST", f"/drafts/{draft}/entries", [1])[0] == 400
    assert service("PATCH", f"/drafts/{draft}/entries/9", {"number": "1"})[0] == 404
    assert service("GET", "/scopes/acme/numbers?cursor=bad")[1]["code"] == "INVALID_ARGUMENT"
    assert service("DELETE", f"/drafts/{draft}")[0] == 204
    assert service("GET", f"/drafts/{draft}")[0] == 409
    assert service("GET", "/check?number=5012149020")[1] == {"green": True, "reasons": [], "state": "VALID"}
