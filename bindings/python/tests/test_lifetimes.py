# SPDX-License-Identifier: MIT
"""Handles closed in any order, twice, never, in threads and after fork()."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import E164, GOOD, Portal, furnish, numbers

import numberreg


@pytest.mark.parametrize("order", list(itertools.permutations(range(5))))
def test_handles_are_closed_in_any_order(order: tuple[int, ...]) -> None:
    store = numberreg.MemoryStore()
    registry = numberreg.Registry(store)
    portal = furnish(registry)
    session = portal.jane()
    batch = session.batch(portal.spring)
    batch.add(GOOD, 1)
    result = batch.commit()
    handles = [store, registry, session, batch, result]
    for index in order:
        handles[index].close()
        handles[index].close()
        assert handles[index].closed
        if not result.closed:
            assert result[0].accepted
        if not batch.closed:
            assert len(batch) == 1


def test_use_after_close_says_so(memory: Portal) -> None:
    jane = memory.jane()
    batch = jane.batch(memory.spring)
    batch.add(GOOD, 1)
    result = batch.commit()
    plan = numberreg.Plan()
    for handle in (jane, batch, result, plan):
        handle.close()
    for use in (
        lambda: jane.record(E164),
        lambda: jane.batch(memory.spring),
        lambda: list(jane.scopes()),
        lambda: batch.add(GOOD, 1),
        lambda: batch.stage([GOOD]),
        lambda: batch.commit(),
        lambda: len(batch),
        lambda: batch.id,
        lambda: result[0],
        lambda: len(result),
        lambda: result.columns,
        lambda: result.summary,
        lambda: plan.regions,
        lambda: jane.__enter__(),
    ):
        with pytest.raises(numberreg.HandleClosedError, match="is closed"):
            use()
    assert "closed" in repr(jane) + repr(batch) + repr(result)


def test_a_session_outlives_its_registry(memory: Portal) -> None:
    jane = memory.jane()
    memory.registry.close()
    with jane.batch(memory.spring) as batch:
        batch.add(GOOD, 1)
        assert batch.commit().summary.added == 1
    with pytest.raises(numberreg.HandleClosedError):
        memory.jane()


def test_forgotten_handles_are_given_back(memory: Portal) -> None:
    jane = memory.jane()
    owners = [weakref.ref(jane._owner)]
    batch = jane.batch(memory.spring)
    owners.append(weakref.ref(batch._owner))
    cycle = [batch]
    cycle.append(cycle)  # type: ignore[arg-type]
    del jane, batch, cycle
    gc.collect()
    assert [owner() for owner in owners] == [None, None]


def test_a_host_callback_lives_as_long_as_a_session(memory: Portal) -> None:
    from datetime import datetime, timezone

    moment = datetime(2026, 1, 2, tzinfo=timezone.utc)
    registry = numberreg.Registry.memory(clock=lambda: moment)
    portal = furnish(registry)
    jane = portal.jane()
    registry.close()
    del registry
    portal = portal._replace(registry=memory.registry)
    gc.collect()
    with jane.batch(portal.spring) as batch:
        batch.add(GOOD, 1)
        assert batch.commit().summary.time == moment


def test_what_a_clock_raises_comes_back() -> None:
    broken = False

    def clock():  # type: ignore[no-untyped-def]
        from datetime import datetime, timezone

        if broken:
            raise ZeroDivisionError("no time")
        return datetime.now(timezone.utc)

    with numberreg.Registry.memory(clock=clock) as registry:
        portal = furnish(registry)
        broken = True
        with pytest.raises(ZeroDivisionError, match="no time"):
            portal.add(portal.spring, GOOD)
        broken = False
        assert portal.add(portal.spring, GOOD).summary.added == 1


def test_a_naive_clock_is_refused() -> None:
    from datetime import datetime

    with (
        numberreg.Registry.memory(clock=lambda: datetime(2026, 1, 1)) as registry,
        pytest.raises(ValueError, match="time zone"),
    ):
        furnish(registry)


def test_progress_watches_and_cancels(memory: Portal) -> None:
    seen: list[tuple[int, int]] = []
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(n, 1) for n in numbers(50000, 5012000000)])
        with pytest.raises(numberreg.CancelledError):
            batch.commit(progress=lambda done, total: False)
        with pytest.raises(ZeroDivisionError):
            batch.commit(progress=lambda done, total: 1 // 0)
        assert list(jane.records(page_size=10)) == []

        def watch(done: int, total: int) -> None:
            seen.append((done, total))
            if len(seen) == 1:
                with pytest.raises(numberreg.BusyError):
                    batch.add(GOOD, 1)
                with pytest.raises(numberreg.BusyError):
                    jane.record(E164)

        assert batch.commit(progress=watch).summary.added == 50000
        assert seen and all(done <= total for done, total in seen)


@pytest.fixture
def interruptible() -> Iterator[None]:
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


def test_ctrl_c_cancels_a_long_commit(memory: Portal, interruptible: None) -> None:
    calls = []

    def interrupt(done: int, total: int) -> None:
        calls.append(done)
        if len(calls) == 1:
            os.kill(os.getpid(), signal.SIGINT)

    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(n, 1) for n in numbers(50000, 5012000000)])
        with pytest.raises(KeyboardInterrupt):
            batch.commit(progress=interrupt)
        assert list(jane.records(page_size=10)) == []
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert batch.commit().summary.added == 50000


def test_ctrl_c_at_any_moment_leaves_things_whole(memory: Portal, interruptible: None) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(n, 1) for n in numbers(20000, 5012000000)])
        for delay in (0.0, 0.002, 0.005, 0.01, 0.02):
            with pytest.raises(KeyboardInterrupt):
                threading.Timer(delay, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
                while True:
                    batch.preview().close()
        assert batch.commit().summary.added == 20000


def test_a_signal_handler_that_does_not_raise_cancels_nothing(memory: Portal) -> None:
    came = []
    previous = signal.signal(signal.SIGUSR1, lambda number, frame: came.append(number))
    try:
        with memory.jane() as jane, jane.batch(memory.spring) as batch:
            batch.stage([(n, 1) for n in numbers(20000, 5012000000)])
            result = batch.commit(progress=lambda done, total: os.kill(os.getpid(), signal.SIGUSR1))
            assert result.summary.added == 20000 and came
    finally:
        signal.signal(signal.SIGUSR1, previous)


def test_threads_share_a_registry(portal: Portal) -> None:
    def work(part: int) -> int:
        with portal.jane() as jane, jane.batch(portal.spring) as batch:
            batch.stage([(n, 1) for n in numbers(50, 5012140000 + 50 * part)])
            return batch.commit().summary.added

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 400
    with portal.jane() as jane:
        assert len(list(jane.records())) == 400


def test_r1_threads_that_race_for_a_number_add_it_once(portal: Portal) -> None:
    def race(_: int) -> int:
        return portal.add(portal.spring, *numbers(20)).summary.added

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(race, range(6))) == 20


def test_threads_that_share_a_batch_take_turns(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:

        def work(part: int) -> None:
            for n in numbers(100, 5012140000 + 100 * part):
                batch.add(n, 1)
            batch.stage([(n, 1) for n in numbers(100, 5012150000 + 100 * part)])
            batch.preview()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(work, range(6)))
        assert len(batch) == 1200 and batch.commit().summary.added == 1200


def test_adding_waits_for_the_thread_that_has_the_batch(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(n, 1) for n in numbers(20000, 5012000000)])
        worker = threading.Thread(target=lambda: batch.add(GOOD, 1))
        alive = []

        def watch(done: int, total: int) -> None:
            if not alive:
                worker.start()
                worker.join(0.2)
                alive.append(worker.is_alive())

        assert batch.preview(progress=watch).summary.entries == 20000
        worker.join()
        assert alive == [True] and len(batch) == 20001


def test_closing_during_use_waits_for_the_use(memory: Portal) -> None:
    for _ in range(20):
        jane = memory.jane()
        batch = jane.batch(memory.spring)
        batch.stage([(n, 1) for n in numbers(2000, 5012000000)])
        worker = threading.Thread(target=lambda b=batch: b.preview())  # type: ignore[misc]
        worker.start()
        batch.close()
        jane.close()
        worker.join()


def test_other_threads_run_during_a_commit(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(n, 1) for n in numbers(200000, 5012000000)])
        worker = threading.Thread(target=batch.preview)
        ticks = 0
        worker.start()
        while worker.is_alive():
            ticks += 1
            time.sleep(0)
        assert ticks > 100


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_is_refused_and_breaks_nothing(portal: Portal) -> None:
    jane = portal.jane()
    batch = jane.batch(portal.spring)
    batch.add(GOOD, 1)
    result = batch.preview()
    child = os.fork()
    if child == 0:
        answers = []
        for use in (
            lambda: portal.jane(),
            lambda: jane.record(E164),
            lambda: batch.add(GOOD, 1),
            lambda: batch.commit(),
            lambda: result[0],
        ):
            try:
                use()
            except numberreg.ForkedError:
                answers.append(True)
        for handle in (result, batch, jane, portal.registry):
            handle.close()
        del result, batch, jane
        gc.collect()
        with numberreg.Registry.memory() as registry:
            fresh = furnish(registry)
            answers.append(fresh.add(fresh.spring, GOOD).summary.added == 1)
        os._exit(0 if answers == [True] * 6 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert batch.commit().summary.added == 1
    assert jane.record(E164) is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_processes_that_race_for_a_number_add_it_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with numberreg.Registry.sqlite(path, create=True) as registry:
        portal = furnish(registry)
    program = textwrap.dedent(
        f"""
        import numberreg
        with numberreg.Registry.sqlite({str(path)!r}) as registry:
            with registry.session({portal.acme.id}, "user") as session, session.batch({portal.spring.id}) as batch:
                batch.stage([(str(5012140000 + i), 1) for i in range(200)])
                print(batch.commit().summary.added)
        """
    )
    workers = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) for _ in range(4)]
    added = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    assert sum(added) == 200


def test_python_leaves_the_store_tidy_when_it_ends(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import numberreg
        registry = numberreg.Registry.sqlite({str(tmp_path / "x.db")!r}, create=True)
        operator = registry.operator("setup")
        batch = operator.batch(operator.add_scope("acme"))
        batch.add("(501) 214-9020", "Survey")
        result = batch.commit()
        records = operator.records()
        next(records)
        """
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert [file.name for file in tmp_path.iterdir()] == ["x.db"]


def test_python_ends_with_everything_open(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import numberreg, threading, time
        registry = numberreg.Registry.sqlite({str(tmp_path / "x.db")!r}, create=True)
        operator = registry.operator("setup")
        acme = operator.add_scope("acme")
        session = registry.session(acme, "user")
        batch = session.batch(acme)
        batch.stage([(str(5012000000 + i), 1) for i in range(100000)])
        threading.Thread(target=batch.preview, daemon=True).start()
        columns = batch.preview().columns
        """
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_log_lines_go_to_logging(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    import logging

    caplog.set_level(logging.DEBUG, logger="numberreg")
    with numberreg.Registry.memory() as registry:
        portal = furnish(registry)
        portal.add(portal.spring, GOOD)
    assert any("Committed batch" in r.getMessage() and r.levelno == logging.INFO for r in caplog.records)
    assert all(record.name == "numberreg" for record in caplog.records)
    assert not any("5012149020" in r.getMessage() for r in caplog.records if r.levelno > logging.DEBUG)
