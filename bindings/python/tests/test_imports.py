# SPDX-License-Identifier: MIT
from __future__ import annotations

import io
from datetime import datetime, timezone
from pathlib import Path

import pytest
from conftest import SURVEY, Portal

import numberreg
from numberreg import ImportColumns, ImportRow, Reason, Status

CSV = """phone number,scope,call purpose,status,registered
(501) 214-9020,acme,Survey,Active,2020-02-29
(501) 214-9021,ACME/Sales/Spring,Customer Service,in review,2021-01-31T12:00:00Z
(501) 214-9022,nowhere,Survey,Active,
(501) 214-9023,acme-1,Survey,suspended,
(501) 214-9024,acme,Survey,Active,
(501) 214-9024,globex,Survey,Active,
"""


def test_a_registry_is_taken_over_from_a_file(portal: Portal, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(CSV)
    with portal.registry.operator("migration") as operator:
        with operator.import_csv(file, preview=True) as preview:
            assert preview.counts.preview
            assert preview.counts.imported == 3
        assert operator.record("+15012149020") is None
        migration = operator.import_csv(CSV.encode(), request_id="move-1")
        counts = migration.counts
        assert (counts.rows, counts.imported, counts.rejected) == (6, 3, 3)
        assert (counts.active, counts.pending, counts.suspended) == (1, 1, 1)
        assert [(scope.path, scope.imported) for scope in migration.scopes] == [
            ("acme", 2),
            ("acme/sales/spring", 1),
            ("globex", 0),
            ("", 0),
        ]
        assert [(name.name, name.rows, name.row) for name in migration.unknown] == [("nowhere", 1, 4)]
        rejected = list(migration.rejected)
        assert [(row.row, row.path, row.other, row.outcome.reason) for row in rejected] == [
            (4, "", None, Reason.SCOPE_UNKNOWN),
            (6, "acme", 7, Reason.DOUBLE_HOLDER),
            (7, "globex", 6, Reason.DOUBLE_HOLDER),
        ]
        assert "globex" in rejected[1].outcome.message
        record = operator.record("+15012149020")
        assert record is not None
        assert record.status == Status.ACTIVE
        assert record.created == datetime(2020, 2, 29, tzinfo=timezone.utc)

        back = io.BytesIO()
        assert migration.write_rejects(file, back) == 3
        assert back.getvalue().decode().splitlines()[0].endswith(",reason,message")

        again = operator.import_csv(file, request_id="move-1")
        assert (again.counts.imported, again.counts.replayed) == (3, 3)
        assert operator.import_csv(file).counts.already == 3


def test_rows_are_imported_one_by_one(memory: Portal) -> None:
    with memory.registry.operator("migration") as operator:
        with operator.begin_import(status=Status.ACTIVE, purpose=SURVEY, within=memory.acme) as work:
            work.add([("501-214-9020", memory.sales), ImportRow("501-214-9021", "sales/spring", "Charity")])
            with pytest.raises(numberreg.InvalidArgumentError):
                work.add([("501-214-9022",), ("501-214-9023", None, None, None, None, 0, (Reason.SUSPENDED,))])
            assert len(work) == 2
            seen: list[int] = []
            migration = work.commit(progress=lambda done, total: seen.append(total))
            assert migration.counts.active == 2
            assert set(seen) <= {2}
            assert migration.result(0)[0].e164 == "+15012149020"
            with pytest.raises(numberreg.ScopeClosedError):
                work.add([("501-214-9024", memory.sales)])
        assert "2 imported" in repr(migration)


def test_columns_are_told(memory: Portal) -> None:
    data = b"5012149020;x;acme;sales\n5012149021;y;acme;\n"
    with memory.registry.operator("migration") as operator, operator.begin_import(purpose=SURVEY) as work:
        layout = work.read(io.BytesIO(data), ImportColumns(scope=3, unit=4, status=0))
        assert (layout.scope, layout.unit, layout.status, layout.upload.rows) == (3, 4, 0, 2)
        assert [scope.path for scope in work.preview().scopes] == ["acme/sales", "acme"]
        with pytest.raises(numberreg.BadFormatError):
            work.read(data, ImportColumns(scope="place"))


def test_only_operators_import(memory: Portal) -> None:
    with memory.jane() as jane, pytest.raises(numberreg.DeniedError):
        jane.begin_import()
