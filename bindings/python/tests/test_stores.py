# SPDX-License-Identifier: MIT
"""Stores, the library's and those written in Python."""

from __future__ import annotations

import gc
import traceback
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import E164, GOOD, furnish
from python_store import RecordStore, WholeStore

import numberreg
from numberreg import Level, Record, Scope, ScopeState, StoreGroups, TransactionMode


def test_the_memory_store_passes_the_conformance_suite() -> None:
    with numberreg.MemoryStore() as store:
        report = numberreg.check_store(store, rows=500, threads=2)
        assert report.passed and report.checks and all(group in store.groups for group in StoreGroups)


def test_the_sqlite_store_passes_the_conformance_suite(tmp_path: Path) -> None:
    with numberreg.SqliteStore(tmp_path / "x.db", create=True) as store:
        report = numberreg.check_store(store, rows=500, threads=2, seed=7)
        assert report.passed and report.checks


def test_a_store_written_in_python_passes_the_conformance_suite() -> None:
    report = numberreg.check_store(WholeStore(), rows=500, threads=3)
    assert report.passed, (report.failures, report.cause)
    assert {check.group for check in report.checks} >= {StoreGroups.BATCHES, StoreGroups.JOURNAL, StoreGroups.SCOPES}


def test_the_suite_finds_what_is_wrong_with_a_store() -> None:
    class Forgetful(RecordStore):
        def claim(self, tx: Any, records: Sequence[Record]) -> Any:
            return [None for _ in super().claim(tx, records)]

    report = numberreg.check_store(Forgetful(), rows=200, threads=1)
    assert not report.passed and report.failures[0].message and report.cause is None

    class Broken(RecordStore):
        def scan(self, tx: Any, chosen: Any, after: int, limit: int) -> Any:
            raise ZeroDivisionError("no pages today")

    report = numberreg.check_store(Broken(), rows=200, threads=1)
    assert not report.passed and isinstance(report.cause, ZeroDivisionError)


def test_a_registry_works_on_a_store_written_in_python() -> None:
    store = WholeStore()
    with numberreg.Registry(store) as registry:
        portal = furnish(registry)
        assert portal.add(portal.spring, GOOD, request_id="1").summary.added == 1
        assert portal.add(portal.spring, GOOD, request_id="1").summary.replayed
        with portal.jane() as jane:
            assert jane.record(E164) == store.state.records[15012149020]
            assert [type(r) for r in store.state.records.values()] == [Record]
            with jane.batch(portal.spring) as batch:
                batch.add("5012149021")
                draft = batch.save()
            assert len(jane.load_batch(draft)) == 1
    gc.collect()
    assert store.closed == 1


def test_an_incomplete_group_is_refused_by_name() -> None:
    class Half(RecordStore):
        batch_get = WholeStore.batch_get

    with pytest.raises(numberreg.InvalidArgumentError, match="batch"):
        numberreg.Registry(Half())
    with pytest.raises(numberreg.InvalidArgumentError, match="begin"):
        numberreg.Registry(numberreg.Store())
    with pytest.raises(TypeError, match="store must be"):
        numberreg.Registry(object())  # type: ignore[arg-type]


def test_a_store_without_scopes_needs_a_resolver() -> None:
    with pytest.raises(numberreg.UnsupportedError):
        numberreg.Registry(RecordStore())
    shop = Scope(7, 0, 0, 7, 0, 0, 0, 0, 0, Level.BUSINESS, ScopeState.OPEN, 1, "", "shop", "", "The shop")
    with numberreg.Registry(RecordStore(), resolve_scope=lambda id: shop if id == 7 else None) as registry:
        with registry.session(7, "owner") as session, session.batch(shop) as batch:
            batch.add(GOOD, 1)
            assert batch.commit().summary.added == 1
            assert session.scope(7).label == "The shop"
            with session.batch(shop) as other, pytest.raises(numberreg.UnsupportedError):
                other.save()
        with registry.session(8, "owner") as session, pytest.raises(numberreg.NotFoundError):
            list(session.records())


class Fault(Exception):
    pass


class Faulty(WholeStore):
    """Raises what it is told, where it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[str, BaseException]] = []

    def __getattribute__(self, name: str) -> Any:
        faults = object.__getattribute__(self, "__dict__").get("faults")
        if faults and faults[0][0] == name:
            _, exception = faults.pop(0)

            def raising(*_: object) -> None:
                raise exception

            return raising
        return super().__getattribute__(name)


@pytest.mark.parametrize("method", ["begin", "claim", "commit"])
def test_what_a_store_raises_comes_out_of_the_call_that_led_to_it(method: str) -> None:
    store = Faulty()
    with numberreg.Registry(store) as registry:
        portal = furnish(registry)
        fault = Fault("the database is on fire")
        store.faults = [(method, fault)]
        with pytest.raises(Fault) as caught:
            portal.add(portal.spring, GOOD)
        assert caught.value is fault
        assert "in raising" in "".join(traceback.format_tb(fault.__traceback__))
        assert portal.add(portal.spring, GOOD).summary.added == 1, "the store is usable again"


def test_an_interrupt_in_a_store_comes_out_too() -> None:
    store = Faulty()
    with numberreg.Registry(store) as registry:
        portal = furnish(registry)
        store.faults = [("claim", KeyboardInterrupt())]
        with pytest.raises(KeyboardInterrupt):
            portal.add(portal.spring, GOOD)
        assert portal.add(portal.spring, GOOD).summary.added == 1


def test_a_store_that_asks_for_another_try_gets_it() -> None:
    store = Faulty()
    with numberreg.Registry(store) as registry:
        portal = furnish(registry)
        store.faults = [("claim", numberreg.RetryError("deadlock")), ("commit", numberreg.RetryError("deadlock"))]
        assert portal.add(portal.spring, GOOD).summary.added == 1
        assert not store.faults
        store.faults = [("begin", numberreg.BusyError("locked"))] * 50
        with pytest.raises(numberreg.BusyError, match="locked"):
            portal.add(portal.spring, "5012149021")


def test_a_store_that_answers_nonsense_is_told() -> None:
    class Nonsense(WholeStore):
        def fetch(self, tx: Any, numbers: Sequence[int], locked: bool) -> Any:
            return []

    with numberreg.Registry(Nonsense()) as registry:
        portal = furnish(registry)
        with portal.jane() as jane, pytest.raises(ValueError, match="0 answers were returned for 1 rows"):
            jane.record(E164)


def test_a_callback_may_not_come_back_to_its_session() -> None:
    refused: list[BaseException] = []

    class Nosy(WholeStore):
        session: Any = None

        def claim(self, tx: Any, records: Sequence[Record]) -> Any:
            for attempt in (lambda: self.session.record(E164), lambda: self.other.record(E164)):
                try:
                    attempt()
                except numberreg.BusyError as error:
                    refused.append(error)
            return super().claim(tx, records)

    store = Nosy()
    with numberreg.Registry(store) as registry:
        portal = furnish(registry)
        store.session = portal.jane()
        store.other = portal.jane()
        with store.session.batch(portal.spring) as batch:
            batch.add(GOOD, 1)
            assert batch.commit().summary.added == 1
        assert len(refused) == 2


def test_a_python_store_is_let_go() -> None:
    store = WholeStore()
    seen = weakref.ref(store)
    registry = numberreg.Registry(store)
    furnish(registry)
    del store, registry
    gc.collect()
    assert seen() is None


def test_a_read_only_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with numberreg.Registry.sqlite(path, create=True) as registry:
        portal = furnish(registry)
        portal.add(portal.spring, GOOD)
    with numberreg.SqliteStore(path, read_only=True) as store, numberreg.Registry(store) as registry:
        with registry.session(portal.acme, "auditor") as session:
            assert session.record(E164) is not None
            with session.batch(portal.spring) as batch, pytest.raises(numberreg.ReadOnlyError):
                batch.add("5012149021", 1)
                batch.commit()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(numberreg.NotFoundError):
        numberreg.SqliteStore(tmp_path / "absent.db")
    (tmp_path / "text.db").write_text("this is not a database, whatever its name says" * 40)
    with pytest.raises(numberreg.BadFormatError) as refused:
        numberreg.SqliteStore(tmp_path / "text.db", create=True)
    assert refused.value.message and refused.value.code == numberreg.Code.BAD_FORMAT
    with pytest.raises(ValueError, match="read-only"):
        numberreg.SqliteStore(tmp_path / "x.db", create=True, read_only=True)
    with pytest.raises(ValueError, match="readers"):
        numberreg.SqliteStore(tmp_path / "x.db", create=True, readers=65)


def test_read_transactions_see_one_state() -> None:
    store = WholeStore()
    tx = store.begin(TransactionMode.READ, 0)
    with numberreg.Registry(store) as registry:
        furnish(registry)
    assert not tx.state.scopes and store.state.scopes
