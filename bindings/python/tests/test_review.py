# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from conftest import E164, GOOD, Portal, furnish, numbers

import numberreg
from numberreg import Action, Answer, Decision, ReviewCase, Status


def status(portal: Portal, number: str = E164) -> Status | None:
    with portal.jane() as jane:
        record = jane.record(number)
        return record and record.status


def test_r7_the_built_in_reviewer_approves_what_has_no_signs(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(5))
    with portal.registry.operator("worker") as worker:
        report = worker.review(limit=3)
        assert (report.leased, report.approved) == (3, 3)
        assert worker.review().approved == 2 and worker.review().leased == 0
    assert status(portal, "+15012140000") == Status.ACTIVE


def test_r7_signs_hold_a_number_and_say_why(portal: Portal) -> None:
    portal.add(portal.acme, GOOD, purpose=numberreg.PurposeId.DO_NOT_ORIGINATE)
    with portal.registry.operator("worker") as worker:
        signs = worker.review_case(E164).signs
        assert signs == numberreg.Sign.DO_NOT_ORIGINATE
        assert len(numberreg.signs_text(signs)) == 1 and numberreg.signs_text(signs)[0]
        assert worker.review().held == 1
    assert status(portal) == Status.NEEDS_PROOF


def test_r7_review_within_the_commit() -> None:
    policy = numberreg.Policy(auto_review=numberreg.Review.IN_COMMIT)
    with numberreg.Registry.memory(policy=policy) as registry:
        portal = furnish(registry)
        result = portal.add(portal.spring, *numbers(3), "(900) 412-3344")
        assert [outcome.status for outcome in result] == [Status.ACTIVE] * 3 + [Status.NEEDS_PROOF]
        with registry.operator("staff") as staff:
            (held,) = staff.records(statuses=[Status.NEEDS_PROOF])
            assert held.flags & numberreg.RecordFlags.REVIEWED_AT_ONCE
            found = staff.review_cases([held.number, E164, "+15012140001"])
            assert [case and case.signs for case in found] == [numberreg.Sign.PREMIUM_RATE, None, 0]
            assert staff.review().leased == 0


def test_r7_the_hosts_reviewer_decides(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(4))
    seen: list[ReviewCase] = []

    def reviewer(cases: list[ReviewCase]) -> list[Answer | Decision | None]:
        seen.extend(cases)
        return [Decision.APPROVE, Answer(Decision.HOLD, "Send a bill.", "smells"), Answer(Decision.DECLINE), None]

    with portal.registry.operator("worker") as worker:
        report = worker.review(reviewer, lease_seconds=60)
        assert (report.approved, report.held, report.declined, report.later) == (1, 1, 1, 1)
        assert worker.review().leased == 0, "what was left for later is still leased"
        (note,) = worker.notes("+15012140001")
        assert (note.note, note.internal_note, note.is_proof) == ("Send a bill.", "smells", False)
    assert [c.region for c in seen] == ["US"] * 4 and seen[0].record.holder == portal.spring.id
    with portal.jane() as jane:
        assert [r.status for r in jane.records()] == [
            Status.ACTIVE,
            Status.NEEDS_PROOF,
            Status.DECLINED,
            Status.PENDING,
        ]
        (note,) = jane.notes("+15012140001")
        assert (note.note, note.internal_note) == ("Send a bill.", "")
        with jane.batch(portal.acme, action=Action.PROOF) as batch:
            batch.prove("5012140001", "bill 2026-04")
            assert batch.commit()[0].accepted
        assert [n.is_proof for n in jane.notes("+15012140001")] == [False, True]
        with pytest.raises(numberreg.DeniedError):
            jane.review()


def test_r7_what_a_reviewer_raises_comes_back(portal: Portal) -> None:
    portal.add(portal.spring, GOOD)
    with portal.registry.operator("worker") as worker:
        with pytest.raises(ZeroDivisionError):
            worker.review(lambda cases: [Decision(1 // 0) for _ in cases])
        with pytest.raises(ValueError, match="2 answers were returned for 1 cases"):
            worker.review(lambda cases: [None, None])
        with pytest.raises(ValueError, match="decision"):
            worker.review(lambda cases: [Answer(99)])  # type: ignore[arg-type]
        with pytest.raises(numberreg.BusyError):
            worker.review(lambda cases: worker.record(E164))  # type: ignore[arg-type, return-value]
        assert worker.review().approved == 1, "the leases were given up"


def test_r7_decisions_are_batches(portal: Portal) -> None:
    portal.add(portal.spring, GOOD)
    with portal.registry.operator("staff") as staff:
        assert staff.review_case(E164).record.number == 15012149020
        with staff.batch(portal.acme, action=Action.REVIEW) as batch:
            batch.review(GOOD, Decision.APPROVE, internal_note="called back")
            assert batch.preview()[0].accepted and status(portal) == Status.PENDING
            assert batch.commit().summary.reviewed == 1
        assert staff.expire_proofs().removed == 0
    assert status(portal) == Status.ACTIVE
