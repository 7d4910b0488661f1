# SPDX-License-Identifier: MIT
"""The checker bites: a history that fits passes, and each way of falsifying it is noticed."""
import copy
import os
import tempfile
import unittest

import history

ACME, SALES, BOLT = 10, 11, 20
FIRST, SECOND = 15012200001, 15012200002


def asked(t, client, op, do, numbers, **more):
    line = {"t": t, "c": client, "op": op, "is": "invoke", "do": do, "numbers": numbers, **more}
    if do != "READ":
        line.update(request=f"{client}-{op}", target=ACME if client == 0 else BOLT,
                    business=ACME if client == 0 else BOLT)
    return line


def told(t, client, op, batch, outcomes, replayed=0):
    return {"t": t, "c": client, "op": op, "is": "ok", "batch": batch, "replayed": replayed, "outcomes": outcomes}


def shown(t, client, op, *records):
    return {"t": t, "c": client, "op": op, "is": "ok", "records": [list(record) for record in records]}


def row(sequence, batch, number, business, change, before, after):
    return {"row": sequence, "batch": batch, "number": number, "business": business, "change": change,
            "before": list(before), "after": list(after)}


class HistoryTest(unittest.TestCase):
    """Client 0 adds two numbers, moves one, loses its connection while it removes the other; client 1 is rejected, then
    adds the one removed."""

    def setUp(self):
        added = [[FIRST, "ADDED", ""], [SECOND, "ADDED", ""]]
        moved = [[SECOND, "MOVED", ""]]
        gone = [[FIRST, "DELETED", ""]]
        rejected = [[FIRST, "REJECTED", "REGISTERED_ELSEWHERE"]]
        taken = [[FIRST, "ADDED", ""]]
        self.mine = [
            asked(10, 0, 0, "ADD", [FIRST, SECOND]), told(20, 0, 0, 100, added),
            asked(21, 0, 0, "ADD", [FIRST, SECOND]), told(22, 0, 0, 100, added, 1),
            asked(30, 0, 1, "ADD", [SECOND]), told(40, 0, 1, 101, moved),
            asked(45, 0, 2, "READ", [FIRST, SECOND]),
            shown(50, 0, 2, (FIRST, ACME, 0, 0, 100, 1), (SECOND, ACME, SALES, 0, 101, 2)),
            asked(60, 0, 3, "REMOVE", [FIRST]), {"t": 65, "c": 0, "op": 3, "is": "unknown", "code": "NREG_UNKNOWN"},
            asked(66, 0, 3, "REMOVE", [FIRST]), told(70, 0, 3, 102, gone),
        ]
        self.theirs = [
            asked(32, 1, 0, "ADD", [FIRST]), told(38, 1, 0, 200, rejected),
            asked(41, 1, 1, "ADD", [FIRST]), {"t": 42, "c": 1, "op": 1, "is": "fail", "code": "NREG_BUSY"},
            asked(72, 1, 2, "ADD", [FIRST]), told(80, 1, 2, 201, taken),
            asked(81, 1, 3, "READ", [FIRST]), shown(85, 1, 3, (FIRST, BOLT, 0, 0, 201, 1)),
        ]
        self.dump = [
            row(1, 100, FIRST, ACME, "ADDED", (0, 0, 0, 0), (100, 1, 0, 0)),
            row(2, 100, SECOND, ACME, "ADDED", (0, 0, 0, 0), (100, 1, 0, 0)),
            row(3, 101, SECOND, ACME, "MOVED", (100, 1, 0, 0), (101, 2, SALES, 0)),
            row(4, 102, FIRST, ACME, "REMOVED", (100, 1, 0, 0), (0, 0, 0, 0)),
            row(5, 201, FIRST, BOLT, "ADDED", (0, 0, 0, 0), (201, 1, 0, 0)),
            {"record": FIRST, "business": BOLT, "unit": 0, "program": 0, "batch": 201, "revision": 1},
            {"record": SECOND, "business": ACME, "unit": SALES, "program": 0, "batch": 101, "revision": 2},
            {"stored": 100, "request": "0-0", "outcomes": added}, {"stored": 101, "request": "0-1", "outcomes": moved},
            {"stored": 102, "request": "0-3", "outcomes": gone}, {"stored": 200, "request": "1-0", "outcomes": rejected},
            {"stored": 201, "request": "1-2", "outcomes": taken},
            {"scope": ACME, "count": 1}, {"scope": SALES, "count": 1}, {"scope": BOLT, "count": 1},
        ]
        self.mine, self.theirs, self.dump = map(copy.deepcopy, (self.mine, self.theirs, self.dump))
        self.feed = copy.deepcopy(self.dump[:3])

    def complaints(self):
        return history.check([self.mine, self.theirs], self.dump, [self.feed])

    def noticed(self, text):
        complaints = self.complaints()
        self.assertTrue(any(text in complaint for complaint in complaints), complaints)

    def rows(self):
        return [line for line in self.dump if "row" in line]

    def drop(self, **what):
        name, value = next(iter(what.items()))
        self.dump = [line for line in self.dump if line.get(name) != value]

    def test_what_fits_passes(self):
        self.assertEqual(self.complaints(), [])

    def test_a_lost_batch(self):
        self.drop(stored=101)
        self.noticed("was acknowledged, and is lost")

    def test_an_acknowledged_number_that_is_gone(self):
        del self.dump[4]
        self.dump = [line for line in self.dump if line.get("record") != FIRST]
        self.noticed("left other rows in the journal than its outcomes say")

    def test_half_a_batch(self):
        del self.dump[1]
        self.noticed("left other rows in the journal than its outcomes say")

    def test_a_batch_done_twice(self):
        self.dump.append({"stored": 109, "request": "0-3", "outcomes": []})
        self.noticed("made 2 batches")

    def test_an_answer_that_says_it_was_done_again(self):
        self.mine[3]["replayed"] = 0
        self.noticed("was done again")

    def test_a_replay_with_another_result(self):
        self.mine[3]["outcomes"][0] = [FIRST, "REJECTED", "ALREADY_HERE"]
        self.noticed("was answered with other outcomes")

    def test_a_failure_that_was_done(self):
        self.dump.append({"stored": 202, "request": "1-1", "outcomes": [[FIRST, "REJECTED", "REGISTERED_ELSEWHERE"]]})
        self.noticed("failed, and was done")

    def test_a_batch_of_nobody(self):
        self.dump.append({"stored": 300, "request": "7-7", "outcomes": []})
        self.noticed("was asked for by nobody")

    def test_two_holders_at_once(self):
        self.dump = [line for line in self.dump if line.get("row") != 4 and line.get("stored") != 102]
        self.dump[3]["row"] = 4
        self.noticed("changes version (0, 0), but the version was (100, 1)")

    def test_a_row_from_another_place(self):
        self.rows()[2]["before"][2:] = [12, 0]
        self.noticed("moves it from where it was not")

    def test_a_record_that_is_not_where_the_journal_left_it(self):
        self.dump[6]["unit"] = 0
        self.noticed("is held elsewhere than the journal says")

    def test_a_record_without_history(self):
        self.dump.append({"record": 15012200009, "business": ACME, "unit": 0, "program": 0, "batch": 1, "revision": 1})
        self.noticed("a record without a journal row")

    def test_counts_that_are_wrong(self):
        self.dump[-1]["count"] = 2
        self.noticed("counts 2 numbers and holds 1")

    def test_a_feed_with_a_gap(self):
        self.rows()[4]["row"] = 6
        self.noticed("the feed has row 6 in place 5")

    def test_a_reader_of_the_feed_that_missed_a_row(self):
        del self.feed[1]
        self.noticed("a reader of the feed was given row 3 in place 2")

    def test_a_reader_of_the_feed_that_saw_a_row_twice(self):
        self.feed.insert(1, dict(self.feed[0]))
        self.noticed("a reader of the feed was given row 1 in place 2")

    def test_a_rejection_for_no_reason(self):
        for line in (self.theirs[1]["outcomes"], next(o for o in self.dump if o.get("stored") == 200)["outcomes"]):
            line[0][2] = "ALREADY_HERE"
        self.noticed("was told ALREADY_HERE, which was not so")

    def test_a_rejection_that_comes_too_late(self):
        self.theirs[0]["t"], self.theirs[1]["t"] = 90, 95
        self.noticed("was told REGISTERED_ELSEWHERE, which was not so")

    def test_a_read_of_what_was_replaced_before(self):
        self.theirs[7]["records"][0] = [FIRST, ACME, 0, 0, 100, 1]
        self.noticed("read a version that was not current then")

    def test_a_read_of_what_was_not_there_yet(self):
        self.mine[7]["records"][0] = [FIRST, BOLT, 0, 0, 201, 1]
        self.noticed("read a version that was not current then")

    def test_a_read_of_what_never_was(self):
        self.mine[7]["records"][1] = [SECOND, ACME, 12, 0, 101, 2]
        self.noticed("read a version that was not current then")

    def test_reading_backwards(self):
        # While the removal is under way, both answers are possible; but not the older one after the newer.
        log = [asked(61, 2, 0, "READ", [FIRST]), shown(62, 2, 0, (FIRST, ACME, 0, 0, 100, 1)),
               asked(63, 2, 1, "READ", [FIRST]), shown(64, 2, 1, (FIRST, 0, 0, 0, 0, 0))]
        self.assertEqual(history.check([self.mine, self.theirs, log], self.dump, [self.feed]), [])
        log[1]["records"], log[3]["records"] = log[3]["records"], log[1]["records"]
        complaints = history.check([self.mine, self.theirs, log], self.dump, [self.feed])
        self.assertTrue(any("read backwards" in complaint for complaint in complaints), complaints)

    def test_the_order_of_the_journal_against_the_clock(self):
        self.mine[0]["t"], self.mine[1]["t"], self.mine[2]["t"], self.mine[3]["t"] = 41, 42, 43, 44
        self.noticed("was acknowledged before what comes before it was asked for")

    def test_a_broken_last_line_is_passed_over(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log")
            with open(path, "w", encoding="utf-8") as file:
                file.write('{"t":1}\n{"t":2,"nu')
            self.assertEqual(history.read(path), [{"t": 1}])


if __name__ == "__main__":
    unittest.main()
