# SPDX-License-Identifier: MIT
"""A portal keeps the registered numbers in its own database, beside its own tables, through SQLAlchemy.

The portal has its tables of companies, teams and campaigns already; those are the Businesses, Units and Programs. It
adds one table, ``phone_numbers``. `PortalStore` gives the eight functions that every store must have, and
`Portal.scope` answers for the scopes. Works on SQLite and PostgreSQL.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timezone
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

import numberreg
from numberreg import (
    Change,
    Level,
    Record,
    RecordFlags,
    Scope,
    ScopeState,
    Status,
    StoreFilterRow,
    StoreTokenRow,
    TransactionMode,
)

metadata = sa.MetaData()

# What the portal has anyway.
companies = sa.Table(
    "companies",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("slug", sa.String(63), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
)
teams = sa.Table(
    "teams",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("company_id", sa.ForeignKey("companies.id"), nullable=False),
    sa.Column("slug", sa.String(63), nullable=False),
)
campaigns = sa.Table(
    "campaigns",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("team_id", sa.ForeignKey("teams.id"), nullable=False),
    sa.Column("slug", sa.String(63), nullable=False),
    sa.Column("ends", sa.DateTime),
)

# What it adds: one column for each member of a record, under the same names.
phone_numbers = sa.Table(
    "phone_numbers",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("business", sa.BigInteger, nullable=False),
    sa.Column("unit", sa.BigInteger, nullable=False),
    sa.Column("program", sa.BigInteger, nullable=False),
    *(
        sa.Column(name, sa.BigInteger, nullable=False)
        for name in Record._fields
        if name not in ("number", "business", "unit", "program")
    ),
    sa.Index("phone_numbers_business", "business", "number"),
    sa.Index("phone_numbers_unit", "unit", "number"),
    sa.Index("phone_numbers_program", "program", "number"),
)
assert [column.name for column in phone_numbers.columns] == list(Record._fields)

ROWS = 500  # in one statement; databases limit its parameters
Item = TypeVar("Item")
Method = TypeVar("Method", bound=Callable[..., Any])


def _database(method: Method) -> Method:
    """Says in numberreg's words what went wrong in the database, so that a deadlock is run again."""

    @functools.wraps(method)
    def translated(*arguments: Any) -> Any:
        try:
            return method(*arguments)
        except sa.exc.DBAPIError as fault:
            state = getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "pgcode", None)
            if state in ("40001", "40P01"):
                raise numberreg.RetryError("The database asked to run the transaction again.") from fault
            if state == "55P03" or "database is locked" in str(fault.orig):
                raise numberreg.BusyError("A lock in the database could not be had in time.") from fault
            raise numberreg.StorageError("The database failed.") from fault

    return cast(Method, translated)


class PortalStore(numberreg.Store):
    """The numbers, in the table above."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        self._insert: Any = sqlite.insert if self._sqlite else postgresql.insert

    @_database
    def begin(self, mode: TransactionMode, wait_ms: int) -> sa.Connection:
        tx = self._engine.connect()
        try:
            if self._sqlite:
                tx.exec_driver_sql(f"PRAGMA busy_timeout = {wait_ms}")
                tx.exec_driver_sql("BEGIN IMMEDIATE" if mode == TransactionMode.WRITE else "BEGIN")
            else:
                if mode == TransactionMode.READ:
                    tx.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                tx.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
        except BaseException:
            tx.close()
            raise
        return tx

    @_database
    def commit(self, tx: sa.Connection) -> None:
        tx.commit()
        tx.close()

    def rollback(self, tx: sa.Connection) -> None:
        tx.close()

    @_database
    def claim(self, tx: sa.Connection, records: Sequence[Record]) -> Iterable[Record | None]:
        answers: dict[int, Record | None] = {}
        for part in _parts(records):
            waiting = {record.number: record._asdict() for record in part}
            while waiting:  # again where another transaction removed a row between the two statements
                insert = self._insert(phone_numbers).values(list(waiting.values())).on_conflict_do_nothing()
                answers.update((number, None) for number in tx.scalars(insert.returning(phone_numbers.c.number)))
                present = [number for number in waiting if number not in answers]
                answers.update((record.number, record) for record in self._read(tx, present, True))
                waiting = {number: waiting[number] for number in present if number not in answers}
        return [answers[record.number] for record in records]

    @_database
    def fetch(self, tx: sa.Connection, numbers: Sequence[int], locked: bool) -> Iterable[Record | None]:
        found = {record.number: record for record in self._read(tx, numbers, locked)}
        return [found.get(number) for number in numbers]

    @_database
    def update(self, tx: sa.Connection, changes: Sequence[Change]) -> Iterable[bool]:
        stored = self._tokens(tx, [change.record.number for change in changes])
        fits = [stored.get(c.record.number) == (c.expected_batch, c.expected_revision) for c in changes]
        values = [{f"new_{k}": v for k, v in c.record._asdict().items()} for c, fit in zip(changes, fits) if fit]
        if values:
            columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in Record._fields}
            here = phone_numbers.c.number == columns.pop("number")
            tx.execute(sa.update(phone_numbers).where(here).values(columns), values)
        return fits

    @_database
    def release(self, tx: sa.Connection, tokens: Sequence[StoreTokenRow]) -> Iterable[bool]:
        stored = self._tokens(tx, [token.number for token in tokens])
        fits = [stored.get(token.number) == (token.batch, token.revision) for token in tokens]
        for part in _parts([token.number for token, fit in zip(tokens, fits) if fit]):
            tx.execute(sa.delete(phone_numbers).where(phone_numbers.c.number.in_(part)))
        return fits

    @_database
    def scan(self, tx: sa.Connection, chosen: StoreFilterRow, after: int, limit: int) -> tuple[Sequence[Record], bool]:
        column = phone_numbers.c
        first, last = max(chosen.from_, after + 1), min(chosen.to or 10**15, 10**15)
        query = sa.select(phone_numbers).where(column.number >= first, column.number <= last)
        scopes = [(column.business, chosen.business), (column.unit, chosen.unit), (column.program, chosen.program)]
        given = [place for place, (_, id) in enumerate(scopes) if id]
        query = query.where(*(scopes[place][0] == scopes[place][1] for place in given))
        if chosen.only_here and given:
            query = query.where(*(below == 0 for below, _ in scopes[given[-1] + 1 :]))
        if chosen.statuses:
            query = query.where(column.status.in_([bit for bit in range(32) if chosen.statuses >> bit & 1]))
        if chosen.purpose:
            query = query.where(column.purpose == chosen.purpose)
        rows = [_record(row) for row in tx.execute(query.order_by(column.number).limit(limit + 1))]
        return rows[:limit], len(rows) > limit

    def close(self) -> None:
        self._engine.dispose()

    def _read(self, tx: sa.Connection, numbers: Sequence[int], locked: bool) -> Iterator[Record]:
        for part in _parts(numbers):
            query = sa.select(phone_numbers).where(phone_numbers.c.number.in_(part)).order_by(phone_numbers.c.number)
            yield from map(_record, tx.execute(query.with_for_update() if locked else query))

    def _tokens(self, tx: sa.Connection, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
        return {record.number: (record.last_batch, record.revision) for record in self._read(tx, numbers, True)}


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + ROWS] for start in range(0, len(items), ROWS))


def _record(row: sa.Row[Any]) -> Record:
    values = row._asdict()
    return Record(**{**values, "status": Status(values["status"]), "flags": RecordFlags(values["flags"])})


class Portal:
    """The portal: its engine, and a registry on its own tables."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _transactions_by_hand)
        metadata.create_all(self.engine)
        self.registry = numberreg.Registry(PortalStore(self.engine), resolve_scope=self.scope)

    def scope(self, id: int) -> Scope | None:
        """The Business, Unit or Program that a company, team or campaign is. Ids are unique over the three tables."""
        with self.engine.connect() as connection:
            for level, query in _SCOPES.items():
                row = connection.execute(query.where(query.selected_columns.id == id)).one_or_none()
                if row is not None:
                    return _scope(level, row)
        return None


_SCOPES = {
    Level.BUSINESS: sa.select(
        companies.c.id,
        companies.c.slug,
        companies.c.name.label("label"),
        companies.c.id.label("business"),
        sa.literal(0).label("unit"),
        sa.null().label("ends"),
    ),
    Level.UNIT: sa.select(
        teams.c.id,
        teams.c.slug,
        teams.c.slug.label("label"),
        teams.c.company_id.label("business"),
        teams.c.id.label("unit"),
        sa.null().label("ends"),
    ),
    Level.PROGRAM: sa.select(
        campaigns.c.id,
        campaigns.c.slug,
        campaigns.c.slug.label("label"),
        teams.c.company_id.label("business"),
        campaigns.c.team_id.label("unit"),
        campaigns.c.ends,
    ).join(teams, teams.c.id == campaigns.c.team_id),
}


def _scope(level: Level, row: sa.Row[Any]) -> Scope:
    parents = {Level.BUSINESS: 0, Level.UNIT: row.business, Level.PROGRAM: row.unit}
    ends = row.ends.replace(tzinfo=timezone.utc) if row.ends else None
    return Scope(
        id=row.id,
        parent=parents[level],
        organization=0,
        business=row.business,
        unit=row.unit,
        created_us=0,
        updated_us=0,
        starts_us=0,
        ends_us=int(ends.timestamp() * 1e6) if ends else 0,
        level=level,
        state=ScopeState.OPEN,
        revision=1,
        region="",
        key=row.slug,
        external_id="",
        label=row.label,
    )


def _transactions_by_hand(connection: Any, _record: Any) -> None:
    """Python's sqlite3 begins transactions by itself, too late for a read; the store does it."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
