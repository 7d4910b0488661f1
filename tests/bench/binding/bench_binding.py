# SPDX-License-Identifier: MIT
"""The row "binding" of the figures: Python beside the command line, and beside phonenumbers with sqlite3.

    NUMBERREG_LIBRARY=BUILD/src PYTHONPATH=bindings/python python tests/bench/binding/bench_binding.py BUILD [ROWS]

Everything is measured in one run, in turn; medians and ratios are printed. The machine's speed is watched with a fixed loop.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numberreg

BUILD = Path(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
TURNS = 3
SAMPLE = 20_000

UPLOAD = """
import sys, numberreg
with numberreg.Registry.sqlite(sys.argv[1]) as registry:
    with registry.operator("bench") as operator, operator.batch(operator.scope("acme")) as batch:
        batch.upload(sys.argv[2])
        with batch.commit() as result:
            print(result.sentence)
"""


def spin() -> float:
    """Seconds of a fixed loop: how fast the machine is just now."""
    start = time.perf_counter()
    total = 0
    for i in range(2_000_000):
        total += i & 7
    return time.perf_counter() - start


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def lines(count: int) -> list[str]:
    """Numbers as people type them, one in thirty wrong, all different."""
    chosen = random.Random(7)
    styles = ("({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "+1 {} {} {}", "{}{}{}", "1-{}-{}-{}")
    exchanges = [e for e in range(200, 1000) if e % 100 != 11 and e not in (555, 950, 958, 959, 976)]
    areas = [a for a in (201, 202, 212, 213, 214, 303, 305, 312, 404, 415, 501, 502, 503, 602, 617, 702, 713, 801, 919)]
    made = []
    for i in range(count):
        area = areas[i // (len(exchanges) * 10000) % len(areas)]
        exchange = exchanges[i // 10000 % len(exchanges)]
        text = chosen.choice(styles).format(area, exchange, f"{i % 10000:04}")
        made.append(text[:-2] if i % 30 == 7 else text)
    chosen.shuffle(made)
    return made


def new_store(folder: Path) -> Path:
    path = folder / f"{time.perf_counter_ns()}.db"
    with numberreg.Registry.sqlite(path, create=True) as registry, registry.operator("bench") as operator:
        operator.add_scope("acme")
    return path


def command_line(folder: Path, csv: Path) -> float:
    store = new_store(folder)
    command = [next(BUILD.rglob("numberreg")), "--store", f"sqlite:{store}", "--json"]
    arguments = ["upload", "--scope", "acme", csv]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return seconds(lambda: subprocess.run([*command, *arguments], check=False, **quiet))


def python(folder: Path, csv: Path) -> float:
    store = new_store(folder)
    return seconds(
        lambda: subprocess.run([sys.executable, "-c", UPLOAD, store, csv], stdout=subprocess.DEVNULL, check=True)
    )


def by_hand(folder: Path, texts: list[str]) -> float:
    """What a good engineer writes in Python today, for a sample: microseconds a row."""
    try:
        import phonenumbers
    except ImportError:
        return 0.0
    base = sqlite3.connect(folder / "hand.db")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY, scope INTEGER, purpose INTEGER, status INTEGER)")
    base.execute("CREATE INDEX by_scope ON numbers (scope, number)")

    def work() -> None:
        with base:
            for text in texts:
                try:
                    number = phonenumbers.parse(text, "US")
                except phonenumbers.NumberParseException:
                    continue
                if phonenumbers.is_valid_number(number):
                    digits = int(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:])
                    base.execute("INSERT OR IGNORE INTO numbers VALUES (?, 1, 2, 1)", (digits,))

    return seconds(work) / len(texts) * 1e6


def small_calls(texts: list[str]) -> dict[str, float]:
    """Microseconds a call."""
    found = {}
    with numberreg.Registry.memory() as registry:
        with registry.operator("bench") as operator:
            acme = operator.add_scope("acme")

        def sessions() -> None:
            for _ in range(SAMPLE):
                registry.session(acme.id, "user:4711").close()

        found["a session"] = statistics.median(seconds(sessions) for _ in range(TURNS)) / SAMPLE * 1e6
        adds, bulk = [], []
        for _ in range(TURNS + 2):
            with registry.session(acme, "user") as session, session.batch(acme) as batch:
                add = batch.add

                def loop(add: Callable[[str, int], object] = add) -> None:
                    for text in texts:
                        add(text, 2)

                adds.append(seconds(loop) / len(texts) * 1e6)
            with registry.session(acme, "user") as session, session.batch(acme) as batch:
                bulk.append(seconds(lambda b=batch: b.stage(texts)) / len(texts) * 1e6)  # type: ignore[misc]
        found["add() in a loop"] = statistics.median(adds)
        found["stage() of a list"] = statistics.median(bulk)
    return found


def columns(texts: list[str]) -> dict[str, float]:
    with numberreg.Registry.memory() as registry, registry.operator("bench") as operator:
        acme = operator.add_scope("acme")
        with operator.batch(acme) as batch:
            batch.stage((text, 2) for text in texts)
            result = batch.preview()
        view = seconds(lambda: result.columns["outcome"]) * 1e6
        read = seconds(lambda: [result.columns[c].tolist() for c in ("number", "outcome", "reasons")])
        return {"a view of a column (us)": view, "three columns as lists (s)": read}


def main() -> None:
    texts = lines(ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        csv = folder / "numbers.csv"
        csv.write_text("".join(f"{text},Customer Service\n" for text in texts))
        spins, shell, ours, hand = [spin()], [], [], []
        for _ in range(TURNS):
            shell.append(command_line(folder, csv))
            ours.append(python(folder, csv))
            hand.append(by_hand(folder, texts[:SAMPLE]))
            (folder / "hand.db").unlink(missing_ok=True)
            spins.append(spin())
        there, here, written = map(statistics.median, (shell, ours, hand))
        print(
            f"upload of {ROWS} rows to SQLite: command line {there:.2f} s, Python {here:.2f} s ({here / there:.2f} times)"
        )
        mine = here / ROWS * 1e6
        print(f"  a row: Python {mine:.2f} us, phonenumbers + sqlite3 {written:.1f} us ({written / mine:.0f} times)")
        for what, took in small_calls(texts[:SAMPLE]).items():
            print(f"{what}: {took:.2f} us")
        for what, took in columns(texts).items():
            print(f"{ROWS} outcomes, {what}: {took:.3f}")
        print(f"fixed loop: {min(spins):.3f} to {max(spins):.3f} s")


if __name__ == "__main__":
    main()
