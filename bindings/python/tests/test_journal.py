# SPDX-License-Identifier: MIT
from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from conftest import E164, GOOD, SERVICE, SURVEY, Portal, numbers

import numberreg
from numberreg import Action, Consent, JournalChange


def test_r13_every_change_is_told(portal: Portal) -> None:
    added = portal.add(portal.spring, GOOD)
    portal.add(portal.autumn, GOOD, purpose=SURVEY, consent=Consent.MOVE)
    with portal.jane() as jane:
        with jane.batch(portal.acme, action=Action.REMOVE) as batch:
            batch.stage([GOOD])
            batch.commit()
        rows = list(jane.history(number=E164))
        assert [r.change for r in rows] == [JournalChange.ADDED, JournalChange.MOVED, JournalChange.REMOVED]
        first, moved, removed = rows
        assert (first.e164, first.holder_before, first.holder_after) == (E164, 0, portal.spring.id)
        assert (moved.holder_before, moved.holder_after) == (portal.spring.id, portal.autumn.id)
        assert (moved.purpose_before, moved.purpose_after) == (SERVICE, SURVEY)
        assert (removed.holder_after, removed.action) == (0, Action.REMOVE)
        assert first.time.tzinfo is timezone.utc and first.batch == added.batch_id
        assert list(jane.history(batch=added.batch_id)) == [first]
        assert [r.change for r in jane.history(scope=portal.acme, page_size=2)] == [r.change for r in rows]
        info = jane.stored_batch(added.batch_id)
        assert (info.actor, info.accepted, info.entries) == ("user:4711", 1, 1)
    with portal.hank() as hank:
        assert list(hank.history(number=E164)) == []
        with pytest.raises(numberreg.NotFoundError):
            list(hank.history(scope=portal.acme))
    with portal.jane() as jane, pytest.raises(TypeError, match="one of"):
        jane.history(number=E164, batch=1).__next__()


def test_r13_the_feed_goes_on_from_a_cursor(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(25))
    with portal.registry.operator("feed") as operator:
        seen, cursor = [], ""
        while True:
            page = operator.feed(cursor, page_size=10)
            seen += page.rows
            cursor = page.cursor
            if not page.more:
                break
        assert [r.number for r in seen] == [int("1" + n) for n in numbers(25)]
        assert [r.sequence for r in seen] == sorted(r.sequence for r in seen)
        assert operator.feed(cursor).rows == []
        portal.add(portal.support, GOOD)
        (row,) = operator.feed(cursor).rows
        assert row.e164 == E164
        for bad in ("nonsense", "x" * 40):
            with pytest.raises(numberreg.InvalidArgumentError):
                operator.feed(bad)


def test_r13_retention_and_privacy(portal: Portal) -> None:
    result = portal.add(portal.spring, GOOD, "5012149021")
    with portal.registry.operator("privacy") as operator:
        assert operator.redact_actor("user:4711", "someone") == 1
        assert operator.stored_batch(result.batch_id).actor == "someone"
        with pytest.raises(numberreg.ExistsError):
            operator.erase_number(E164)
        with operator.batch(portal.acme, action=Action.REMOVE) as batch:
            batch.stage([GOOD])
            batch.commit()
        assert operator.erase_number(E164) == 2
        assert list(operator.history(number=E164)) == []
        assert sorted(r.e164 or "" for r in operator.feed().rows) == ["", "", "+15012149021"]
        start = operator.feed(page_size=2).cursor
        pruned = operator.prune(datetime.now(timezone.utc) + timedelta(days=1))
        assert pruned.rows == 3
        assert operator.feed().rows == []
        with pytest.raises(numberreg.FeedPrunedError):
            operator.feed(start)
    with portal.jane() as jane, pytest.raises(numberreg.DeniedError):
        jane.prune()


def test_r13_a_batch_can_be_reverted(portal: Portal) -> None:
    added = portal.add(portal.spring, *numbers(3))
    portal.add(portal.autumn, numbers(1)[0], purpose=SURVEY, consent=Consent.MOVE)
    with portal.jane() as jane, jane.revert(added.batch_id) as batch:
        preview = batch.preview()
        result = batch.commit()
        assert [o.reason.name for o in result] == [o.reason.name for o in preview] == ["CHANGED_SINCE", "NONE", "NONE"]
        assert [r.number for r in jane.records()] == [int("1" + numbers(1)[0])]
        with pytest.raises(numberreg.NotFoundError):
            jane.revert(4711)


def test_r14_an_operator_transfers_with_evidence(portal: Portal) -> None:
    portal.add(portal.globex, GOOD)
    with portal.registry.operator("staff") as staff, staff.batch(portal.acme, action=Action.TRANSFER) as batch:
        batch.stage([(GOOD, SERVICE)])
        with pytest.raises(numberreg.InvalidArgumentError):
            batch.commit()
        assert batch.commit(evidence="ticket 77")[0].outcome == numberreg.OutcomeKind.TRANSFERRED
    with portal.jane() as jane, portal.hank() as hank:
        assert jane.record(E164) is not None and hank.record(E164) is None
