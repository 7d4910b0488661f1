# SPDX-License-Identifier: MIT
"""The job of the page, and the rules, through Python."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from conftest import DNO, E164, GOOD, SERVICE, SURVEY, Portal, numbers

import numberreg
from numberreg import (
    Action,
    Atomicity,
    BatchState,
    Consent,
    Input,
    Level,
    OutcomeKind,
    Policy,
    Reason,
    Status,
    TypingState,
)


def test_the_page_from_typing_to_the_list(portal: Portal) -> None:
    before = datetime.now(timezone.utc) - timedelta(seconds=5)
    with portal.jane() as jane, jane.batch(portal.spring) as batch:
        entry = batch.add(GOOD, SERVICE)
        assert entry.green and entry.state == TypingState.VALID
        assert (entry.e164, entry.formatted, entry.region, entry.purpose) == (E164, GOOD, "US", SERVICE)
        wrong = batch.add("(501) 214", SERVICE)
        assert not wrong.green and wrong.reasons and batch.input(wrong) == "(501) 214"
        assert len(batch) == 2 and [e.entry for e in batch] == [1, 2]

        preview = batch.preview()
        assert preview.summary.preview and (preview.summary.added, preview.summary.rejected) == (1, 1)
        assert jane.record(E164) is None

        result = batch.commit()
        assert [o.outcome for o in result] == [OutcomeKind.ADDED, OutcomeKind.REJECTED]
        assert [o.outcome for o in preview] == [o.outcome for o in result]
        assert result.sentence == preview.sentence and "1" in result.sentence
        summary = result.summary
        assert (summary.entries, summary.accepted, summary.rejected, summary.added) == (2, 1, 1, 1)
        assert summary.time >= before

        bad = result[1]
        assert (bad.entry, bad.row, bad.input, bad.accepted) == (2, 2, "(501) 214", False)
        assert bad.message == result.message(1) and bad.message and bad.reason == bad.reasons[0]
        assert bad.reference == result.reference(1) and bad.reference != result[0].reference

        record = jane.record(E164)
        assert record is not None
        assert (record.e164, record.holder, record.status) == (E164, portal.spring.id, Status.PENDING)
        assert (record.display_status, record.purpose, record.revision) == ("Pending", SERVICE, 1)
        assert record.created == record.updated >= before and record.created.tzinfo is timezone.utc
        assert list(jane.records(scope=portal.acme)) == [record]
        assert list(jane.records(scope=portal.support)) == []


def test_r1_a_number_has_one_record(portal: Portal) -> None:
    assert portal.add(portal.spring, GOOD).summary.added == 1
    again = portal.add(portal.spring, GOOD)
    assert again[0].reasons == (Reason.ALREADY_HERE,)
    with portal.jane() as jane:
        assert len(list(jane.records())) == 1


def test_r2_scopes_have_paths_keys_and_the_hosts_ids(portal: Portal) -> None:
    with portal.registry.operator("setup") as operator:
        assert operator.path(portal.spring) == "acme/sales/spring"
        assert operator.region(portal.spring) == "US"
        assert operator.scope("acme/sales/spring") == portal.spring == operator.scope(portal.spring.id)
        assert operator.find_scope("acme-1") == portal.acme and operator.find_scope("acme-2") is None
        assert [s.key for s in operator.scopes()] == ["acme", "globex"]
        assert [s.key for s in operator.scopes(portal.acme, page_size=1)] == ["sales", "support"]
        with pytest.raises(numberreg.ExistsError):
            operator.add_scope("acme")
        with pytest.raises(numberreg.NotFoundError) as missing:
            operator.scope("acme/nothing")
        assert missing.value.position == len("acme/")
        ends = datetime(2030, 1, 2, 3, 4, 5, 6, tzinfo=timezone.utc)
        changed = operator.change_scope(portal.spring, label="Spring 2030", ends=ends)
        assert (changed.label, changed.ends, changed.starts, changed.revision) == ("Spring 2030", ends, None, 2)
        assert operator.change_scope(portal.spring, ends=None).ends is None
        assert portal.spring.level == Level.PROGRAM and portal.spring.is_program
        reseller = operator.add_scope("reseller", organization=True)
        assert operator.add_scope("client", parent=reseller).organization == reseller.id
    with portal.jane() as jane, pytest.raises(numberreg.DeniedError):
        jane.add_scope("initech")
        overseas = operator.add_scope("overseas", region="GB")
        assert operator.region(operator.add_scope("unit", parent=overseas)) == "GB"


def test_r4_a_number_elsewhere_is_told_apart(portal: Portal) -> None:
    portal.add(portal.sales, "5012149001")
    portal.add(portal.autumn, "5012149002")
    portal.add(portal.globex, "5012149003")
    result = portal.add(portal.spring, "5012149001", "5012149002", "5012149003")
    assert [o.reason for o in result] == [Reason.HELD_ABOVE, Reason.IN_OTHER_PROGRAM, Reason.REGISTERED_ELSEWHERE]
    assert [o.movable for o in result] == [True, True, False]
    assert [o.holder for o in result] == [portal.sales.id, portal.autumn.id, 0]
    below = portal.add(portal.acme, "5012149001", "5012149002")
    assert [o.reason for o in below] == [Reason.ALREADY_BELOW] * 2
    moved = portal.add(portal.spring, "5012149001", "5012149002", consent=Consent.MOVE)
    assert [o.outcome for o in moved] == [OutcomeKind.MOVED] * 2 and moved.summary.moved == 2


def test_r4_consent_can_be_given_for_an_entry(portal: Portal) -> None:
    portal.add(portal.autumn, "5012149001", "5012149002")
    with portal.jane() as jane, jane.batch(portal.spring) as batch:
        first, second = batch.add("5012149001", SERVICE), batch.add("5012149002", SERVICE)
        batch.set_consent(Consent.MOVE, first)
        assert batch[first].consent == Consent.MOVE and batch[second].consent == Consent(0)
        assert [o.accepted for o in batch.commit()] == [True, False]


def test_r4_repeats_in_a_batch_are_named(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        batch.stage([(GOOD, SERVICE), ("501-214-9020", SERVICE), ("5012149021", SERVICE), ("5012149021", SURVEY)])
        assert batch[2].duplicate_of == 1 and batch[1].duplicate_of is None
        result = batch.commit()
        assert [o.reason for o in result] == [
            Reason.NONE,
            Reason.DUPLICATE_IN_BATCH,
            Reason.NONE,
            Reason.CONFLICTING_PURPOSE,
        ]
        assert result[1].related == 1


def test_r5_and_r6_remove_and_change(portal: Portal) -> None:
    portal.add(portal.spring, GOOD, "5012149021")
    with portal.jane() as jane:
        with jane.batch(portal.spring, action=Action.CHANGE) as batch:
            batch.stage([(GOOD, SURVEY)])
            assert batch.commit()[0].outcome == OutcomeKind.CHANGED
        assert (record := jane.record(E164)) and record.purpose == SURVEY
        with jane.batch(portal.spring) as batch:
            batch.stage([Input(GOOD, action=Action.REMOVE), Input("5012149099", action=Action.REMOVE)])
            result = batch.commit()
        assert [o.outcome for o in result] == [OutcomeKind.UNASSIGNED, OutcomeKind.REJECTED]
        assert result[1].reason == Reason.NOT_REGISTERED
        with jane.batch(portal.acme, action=Action.REMOVE) as batch:
            batch.stage([GOOD])
            assert batch.commit()[0].outcome == OutcomeKind.DELETED
        assert jane.record(E164) is None


def test_r8_do_not_originate_warns_and_can_demand_an_acknowledgement(memory: Portal) -> None:
    strict = Policy(dno_acknowledge=True)
    with memory.jane() as jane, jane.batch(memory.acme, policy=strict) as batch:
        entry = batch.add(GOOD, DNO)
        assert entry.warnings == (Reason.DNO,) and entry.green
        assert batch.preview()[0].reason == Reason.DNO_NOT_ACKNOWLEDGED
        result = batch.commit(acknowledge_dno=True, attestation="dno-2026-01")
        assert result[0].accepted and result.summary.dno == 1
        record = jane.record(E164)
        assert record is not None and jane.stored_batch(record.dno_batch).attestation == "dno-2026-01"
    assert memory.registry.purpose(DNO).dno and "outbound" in memory.registry.purpose(DNO).warning


def test_r9_a_result_has_one_outcome_an_entry_and_all_reasons(memory: Portal) -> None:
    result = memory.add(memory.spring, GOOD, "", "999", purpose="no such purpose")
    assert len(result) == 3 == result.summary.accepted + result.summary.rejected
    assert [o.reasons[:2] for o in result][0] == (Reason.PURPOSE_UNKNOWN,)
    assert Reason.EMPTY in result[1].reasons and Reason.PURPOSE_UNKNOWN in result[1].reasons
    assert all(result.message(i, r) for i, o in enumerate(result) for r in o.reasons)
    assert result[1].as_json()["reasons"] == [r.name for r in result[1].reasons]


def test_r11_how_much_must_be_good_is_the_callers(memory: Portal) -> None:
    mixed = [GOOD, "5012149021", "nonsense"]
    abandoned = memory.add(memory.spring, *mixed, atomicity=Atomicity.ALL_OR_NOTHING)
    assert abandoned.summary.abandoned and abandoned[0].reasons == (Reason.BATCH_ABANDONED,)
    assert memory.add(memory.spring, *mixed, max_rejects=0).summary.accepted == 0
    assert memory.add(memory.spring, *mixed, max_rejects=1).summary.accepted == 2


def test_r12_drafts_are_loaded_listed_and_discarded(portal: Portal) -> None:
    with portal.jane() as jane:
        with jane.batch(portal.spring) as batch:
            batch.add(GOOD, SERVICE)
            assert batch.id is None
            draft = batch.save()
            assert batch.id == draft
        with portal.registry.session(portal.acme, "user:4712") as other, other.load_batch(draft) as batch:
            assert len(batch) == 1 and batch.input(1) == GOOD
            batch.add("5012149021", SERVICE)
            batch.save()
        (info,) = jane.batches(BatchState.DRAFT)
        assert (info.id, info.is_draft, info.entries, info.target) == (draft, True, 2, portal.spring.id)
        assert info.expires is not None and info.expires > info.created
        with portal.hank() as hank, pytest.raises(numberreg.NotFoundError):
            hank.load_batch(draft)
        jane.discard_batch(draft)
        with pytest.raises(numberreg.ScopeClosedError):
            jane.load_batch(draft)


def test_r12_a_replay_returns_the_stored_result(portal: Portal) -> None:
    first = portal.add(portal.spring, GOOD, request_id="save-1")
    again = portal.add(portal.spring, GOOD, request_id="save-1")
    assert again.summary.replayed and not first.summary.replayed
    assert list(again) == list(first) and again.batch_id == first.batch_id
    with portal.jane() as jane:
        assert list(jane.result(first.batch_id)) == list(first)
        (info,) = jane.batches(BatchState.COMMITTED)
        assert (info.request_id, info.accepted, info.actor) == ("save-1", 1, "user:4711")
    with pytest.raises(numberreg.RequestMismatchError):
        portal.add(portal.spring, "5012149021", request_id="save-1")


def test_r14_a_session_sees_its_root_only(portal: Portal) -> None:
    portal.add(portal.globex, GOOD)
    with portal.jane() as jane:
        assert jane.record(GOOD.translate({40: None, 41: None, 32: None, 45: None})) is None
        assert jane.record(E164) is None
        with pytest.raises(numberreg.NotFoundError):
            jane.scope(portal.globex.id)
        with pytest.raises(numberreg.NotFoundError):
            list(jane.records(scope=portal.globex))
    with pytest.raises(numberreg.InvalidArgumentError):
        portal.registry.session(0, "user:4711")


def test_r14_disclosures_are_told_to_the_host() -> None:
    from conftest import furnish

    told = []
    with numberreg.Registry.memory(elsewhere_disclosed=lambda *seen: told.append(seen)) as registry:
        portal = furnish(registry)
        portal.add(portal.globex, GOOD)
        portal.add(portal.spring, GOOD)
        assert told == [(portal.acme.id, 1)]


def test_r15_same_time_and_randomness_same_result() -> None:
    from conftest import furnish

    def run() -> bytes:
        seed = iter(range(1, 100000))
        moment = datetime(2026, 1, 2, tzinfo=timezone.utc)
        with numberreg.Registry.memory(
            clock=lambda: moment, random=lambda n: bytes(next(seed) % 251 for _ in range(n))
        ) as registry:
            portal = furnish(registry)
            result = portal.add(portal.spring, GOOD, "bad", "5012149021")
            assert result.summary.time == moment
            return bytes(repr([portal, list(result)]), "utf-8").split(b">,", 1)[1]

    assert run() == run()


def test_r16_a_scope_with_numbers_is_not_closed(portal: Portal) -> None:
    portal.add(portal.spring, GOOD)
    with portal.jane() as jane:
        with pytest.raises(numberreg.NotEmptyError):
            jane.close_scope(portal.spring)
        jane.close_scope(portal.autumn)
        assert jane.scope(portal.autumn.id).closed
    closed = portal.add(portal.autumn, "5012149021")
    assert closed[0].reason == Reason.TARGET_CLOSED


def test_r16_an_ended_program_warns(memory: Portal) -> None:
    with memory.registry.operator("setup") as operator:
        operator.change_scope(memory.spring, ends=datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert Reason.PROGRAM_ENDED in memory.add(memory.spring, GOOD)[0].warnings


def test_staged_entries_can_be_edited_and_dropped(memory: Portal) -> None:
    with memory.jane() as jane, jane.batch(memory.spring) as batch:
        entries = [batch.add(text) for text in ("501", "5012149021", "5012149022")]
        assert batch.edit(entries[0], GOOD).green
        assert batch.set_purpose(entries[0], SURVEY).purpose == SURVEY
        batch.set_purposes(memory.registry.purpose(SERVICE))
        assert {e.purpose for e in batch} == {SERVICE}
        batch.drop(entries[1])
        assert [int(e) for e in batch] == [1, 3]
        with pytest.raises(KeyError):
            batch[2]
        with pytest.raises(KeyError):
            batch.input(2)
        with pytest.raises(numberreg.NotFoundError):
            batch.edit(2, GOOD)
        batch.clear()
        assert len(batch) == 0 and list(batch) == [] and batch
        batch.add(GOOD, "customer service")
        assert batch.commit().summary.added == 1
        with pytest.raises(numberreg.ScopeClosedError):
            batch.add("5012149023")


def test_pages_go_on_by_cursor(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(25))
    with portal.jane() as jane:
        seen, cursor = [], None
        while True:
            page = jane.record_page(cursor, page_size=10)
            seen += page.records
            cursor = page.cursor
            if not page.more:
                break
        assert [r.number for r in seen] == [int("1" + n) for n in numbers(25)]
        assert [r.number for r in jane.records(page_size=7)] == [r.number for r in seen]
        some = list(jane.records(first="+15012140003", last=15012140005))
        assert [r.number % 10 for r in some] == [3, 4, 5]
        assert list(jane.records(statuses=[Status.ACTIVE])) == []
        assert len(list(jane.records(statuses=[Status.PENDING], purpose=SERVICE, scope=portal.acme))) == 25
        assert list(jane.records(scope=portal.acme, only_here=True)) == []
        found = jane.get(["+15012140001", 15012149999, "+15012140002"])
        assert [r and r.number for r in found] == [15012140001, None, 15012140002]
        with pytest.raises(numberreg.InvalidArgumentError, match="cursor"):
            jane.record_page("nonsense")


def test_the_purpose_list_can_be_the_hosts(memory: Portal) -> None:
    registry = memory.registry
    assert [p.id for p in registry.purposes] == sorted(p for p in numberreg.PurposeId if p)
    registry.put_purpose(numberreg.Purpose.own(1000, "REMINDERS", "Appointment reminders", order=5))
    assert registry.purpose(1000).label == "Appointment reminders"
    found = registry.match_purpose("appointment  REMINDERS")
    assert found is not None and found.id == 1000 and registry.match_purpose("nothing") is None
    assert memory.add(memory.spring, GOOD, purpose="Appointment reminders")[0].purpose == 1000
    with pytest.raises(numberreg.NotFoundError):
        registry.purpose(1001)
    with pytest.raises(numberreg.ExistsError):
        registry.put_purpose(numberreg.Purpose.own(1002, "REMINDERS", "Other"))


def test_reasons_have_a_catalogue() -> None:
    info = numberreg.reason_info("ALREADY_HERE")
    assert info == numberreg.reason_info(Reason.ALREADY_HERE)
    assert info.code == "ALREADY_HERE" and info.text and not info.retryable and info.precedence > 0
    with pytest.raises(numberreg.NotFoundError):
        numberreg.reason_info("NOTHING")


def test_lists_are_narrowed_and_counted(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(5))
    portal.add(portal.support, "5012149020", purpose=DNO)
    portal.add(portal.acme, "8002149020")
    with portal.jane() as jane:

        def found(**conditions: object) -> list[int]:
            return [r.number for r in jane.records(**conditions)]

        assert found(ending="9020") == [15012149020, 18002149020]
        assert found(prefix="1800") == [18002149020] and found(prefix="44") == []
        assert found(dno=True) == [15012149020]
        assert found(types=[numberreg.NumberType.TOLL_FREE]) == [18002149020]
        assert found(region="CA") == [] and len(found(region="US")) == 7
        assert len(found(changed_since=datetime(2020, 1, 1, tzinfo=timezone.utc))) == 7
        assert found(changed_since=datetime(2999, 1, 1, tzinfo=timezone.utc)) == []
        first = jane.record_page(order=numberreg.Order.CHANGE, page_size=3)
        assert [r.number for r in first.records] == [int("1" + n) for n in numbers(3)]
        with pytest.raises(TypeError):
            found(colour="red")
        for name in ("ending", "prefix"):
            with pytest.raises(ValueError, match=name):
                found(**{name: "x"})
        with pytest.raises(ValueError, match="prefix"):
            found(prefix="01")
        counts = jane.counts()
        assert sum(c.records for c in counts) == 7 and {c.status for c in counts} == {Status.PENDING}
        assert [(c.purpose, c.records) for c in jane.counts(portal.support)] == [(DNO, 1)]
        where = jane.assignments("+15012140000")
        assert (where.path, where.organization) == ("acme/sales/spring", None)
        assert where.business.key == "acme" and where.program is not None and where.program.key == "spring"
        with pytest.raises(numberreg.NotFoundError):
            jane.assignments("+15012149999")


def test_r16_a_scope_is_closed_with_what_it_holds(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(2))
    with portal.jane() as jane:
        preview = jane.preview_close(portal.spring, numberreg.Closing.MOVE, move_to=portal.autumn)
        result = jane.close_scope(portal.spring, numberreg.Closing.MOVE, move_to=portal.autumn)
        assert preview is not None and preview.summary.preview and preview.summary.moved == 2
        assert result is not None and result.summary.accepted == 2
        assert {r.holder for r in jane.records()} == {portal.autumn.id} and jane.scope(portal.spring.id).closed
        assert jane.close_scope(portal.support, numberreg.Closing.DELETE) is None
        with pytest.raises(numberreg.InvalidArgumentError):
            jane.close_scope(portal.sales, numberreg.Closing.MOVE, move_to=portal.autumn)


def test_a_list_is_reconciled(portal: Portal) -> None:
    portal.add(portal.spring, *numbers(3))
    with portal.jane() as jane, jane.batch(portal.spring) as wanted:
        wanted.stage([(numbers(1)[0], SERVICE), (numbers(2)[1], SURVEY), (GOOD, SERVICE)])
        batch, unchanged = wanted.reconcile()
        assert unchanged == 1 and len(batch) == 3
        summary = batch.commit().summary
        assert (summary.added, summary.changed, summary.accepted) == (1, 1, 3)
        assert [r.number for r in jane.records(scope=portal.spring)] == [15012140000, 15012140001, 15012149020]
