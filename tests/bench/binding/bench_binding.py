# SPDX-License-Identifier: MIT
"""The figures of the row "binding": Python beside the command line, and beside phonenumbers with sqlite3.

    NUMBERREG_LIBRARY=BUILD/src PYTHONPATH=bindings/python python bench_binding.py BUILD CSV [ROUNDS]

Prints a line for each thing measured: its name, a tab, and a value a round, of processor time: seconds, or microseconds
a row or call. All take their turn in each round, but what phonenumbers does with the whole CSV takes a minute or two at
a million rows and is done once. tests/bench/run makes a table of it.
"""

from __future__ import annotations

import csv
import ctypes
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numberreg

BUILD = Path(sys.argv[1])
ROWS = Path(sys.argv[2])
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
SAMPLE = 20_000

UPLOAD = """
import sys, numberreg
with numberreg.Registry.sqlite(sys.argv[1]) as registry:
    with registry.operator("bench") as operator, operator.batch(operator.scope("acme")) as batch:
        batch.upload(sys.argv[2])
        with batch.commit() as result:
            columns = [result.columns[name].tolist() for name in ("number", "outcome", "reasons")]
            print(result.sentence, len(columns[0]))
"""


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def seconds_of(*command: object) -> float:
    """Processor time of a program."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if subprocess.run([str(part) for part in command], check=False, **quiet).returncode > 1:
        sys.exit(f"{command[0]} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def new_store(folder: Path) -> Path:
    path = folder / "store.db"
    for old in folder.glob("store.db*"):
        old.unlink()
    with numberreg.Registry.sqlite(path, create=True) as registry, registry.operator("bench") as operator:
        operator.add_scope("acme")
    return path


def command_line(folder: Path) -> float:
    command = next(path for path in (BUILD / "src/cli").iterdir() if path.name == "numberreg")
    return seconds_of(command, "--store", f"sqlite:{new_store(folder)}", "--json", "upload", "--scope", "acme", ROWS)


def python(folder: Path) -> float:
    return seconds_of(sys.executable, "-c", UPLOAD, new_store(folder), ROWS)


def by_hand(folder: Path, texts: list[str], everything: bool) -> float | None:
    """What a good engineer writes in Python today, asking for region and type too or not: microseconds a row."""
    try:
        import phonenumbers
    except ImportError:
        return None
    (folder / "hand.db").unlink(missing_ok=True)
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
                    if everything:
                        phonenumbers.region_code_for_number(number)
                        phonenumbers.number_type(number)
                    digits = int(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:])
                    base.execute("INSERT OR IGNORE INTO numbers VALUES (?, 1, 2, 1)", (digits,))

    took = seconds(work) / len(texts) * 1e6
    base.close()
    return took


def add(texts: list[str]) -> float:
    """Microseconds of one add() in a loop."""
    with numberreg.Registry.memory() as registry, registry.operator("bench") as operator:
        with operator.batch(operator.add_scope("acme")) as batch:
            one = batch.add

            def work() -> None:
                for text in texts:
                    one(text, 2)

            return seconds(work) / len(texts) * 1e6


def empty_call(texts: list[str]) -> float:
    """Microseconds of the least that goes through ctypes: three arguments that need no conversion, and no work."""
    function = ctypes.PyDLL(None)["labs"]
    argument = ctypes.c_void_p(1)

    def work() -> None:
        for _ in texts:
            function(argument, argument, 2)

    return seconds(work) / len(texts) * 1e6


def columns(texts: list[str]) -> float:
    """Seconds to read three columns of all outcomes."""
    with numberreg.Registry.memory() as registry, registry.operator("bench") as operator:
        with operator.batch(operator.add_scope("acme")) as batch:
            batch.stage(texts)
            with batch.preview() as result:
                return seconds(lambda: [result.columns[c].tolist() for c in ("number", "outcome", "reasons")])


def main() -> None:
    with ROWS.open(newline="") as file:
        texts = [row[0] for row in csv.reader(file)][1:]
    sample = texts[:SAMPLE]
    with tempfile.TemporaryDirectory(dir=ROWS.parent) as name:
        folder = Path(name)
        work: dict[str, Callable[[], float | None]] = {
            "upload, command line": lambda: command_line(folder),
            "upload, Python": lambda: python(folder),
            "add()": lambda: add(sample),
            "a call of three arguments": lambda: empty_call(sample),
            "columns": lambda: columns(texts),
        }
        rivals: dict[str, Callable[[], float | None]] = {
            "phonenumbers + sqlite3": lambda: by_hand(folder, texts, everything=False),
            "with region and type": lambda: by_hand(folder, texts, everything=True),
        }
        found: dict[str, list[float]] = {}
        for turn in range(ROUNDS):
            for what, measure in {**work, **(rivals if turn == 0 else {})}.items():
                took = measure()
                if took is not None:
                    found.setdefault(what, []).append(took)
        for what, values in found.items():
            print(what, " ".join(f"{value:.6g}" for value in values), sep="\t")


if __name__ == "__main__":
    main()
