# SPDX-License-Identifier: MIT
"""What happens to numbers later: review, proof, revert, transfer, export, counts."""
import csv
import io
import json
import os
import re
import subprocess
import unittest
from pathlib import Path

from command import COMMAND, FAILURE, REJECTED, StoreTest

GOOD, OTHER, PREMIUM = "501-214-9020", "501-214-9021", "900-412-3344"


class Lifecycle(StoreTest):
    def setUp(self):
        super().setUp()
        self.batch = self.json("add", "--scope", "acme/sales/spring", "--purpose", "survey", GOOD, OTHER, PREMIUM)[-1]["batch"]

    def status_of(self, number):
        return self.json("show", number)[0]["status"]

    def test_a_review_approves_what_nothing_speaks_against(self):
        self.assertEqual(self.json("review", "run"), [{"leased": 3, "approved": 2, "held": 1, "declined": 0, "suspended": 0,
                                                       "removed": 0, "later": 0, "overtaken": 0}])
        self.assertEqual([self.status_of(number) for number in (GOOD, OTHER, PREMIUM)], ["ACTIVE", "ACTIVE", "NEEDS_PROOF"])
        self.assertEqual(self.json("review", "run")[0]["leased"], 0)

    def test_an_upload_reviewed_at_once_ends_active_and_what_is_held_is_listed_with_its_signs(self):
        good = [f"501-215-{line}" for line in range(1000, 1040)]
        text = "number,purpose\n" + "".join(f"{number},survey\n" for number in good + ["900-412-3345"])
        text += "501-215-1040,do not originate\n"
        arguments = ("upload", "--scope", "acme/care", "--auto-review", "in-commit", self.write("numbers.csv", text))
        statuses = [outcome["status"] for outcome in self.json(*arguments, "--preview")[:-1]]
        self.assertEqual(statuses, ["ACTIVE"] * 40 + ["NEEDS_PROOF"] * 2)
        self.assertEqual([outcome["status"] for outcome in self.json(*arguments)[:-1]], statuses)
        self.assertEqual(len(self.json("list", "--scope", "acme/care", "--status", "active")), 40)
        held = {record["e164"]: record["signs"] for record in self.json("list", "--scope", "acme/care", "--status", "needs-proof")}
        self.assertEqual(held, {"+19004123345": ["PREMIUM_RATE"], "+15012151040": ["DO_NOT_ORIGINATE"]})
        output, _ = self.run_command("list", "--status", "needs-proof")
        self.assertIn("DO_NOT_ORIGINATE", output)
        self.assertEqual(self.json("list", "--scope", "acme/care", "--status", "pending"), [])
        row = self.json("history", "501-215-1000")[0]
        self.assertEqual((row["change"], row["status_after"], row["reviewed_at_once"]), ("ADDED", "ACTIVE", True))
        self.assertFalse(self.json("history", GOOD)[0]["reviewed_at_once"])
        self.refused("add", "--scope", "acme", "--auto-review", "now", GOOD, says="--auto-review must be 'in-commit' or 'worker', not 'now'.")

    def test_proof_waits_for_a_person(self):
        self.run_command("review", "run")
        self.run_command("proof", "--scope", "acme", "--reference", "doc-1", PREMIUM)
        self.assertEqual(self.json("review", "run")[0]["later"], 1)
        self.assertEqual(self.json("list", "--status", "pending")[0]["signs"], ["PREMIUM_RATE"])
        self.run_command("review", "decide", "--scope", "acme", "--decision", "approve", PREMIUM)
        self.assertEqual(self.status_of(PREMIUM), "ACTIVE")

    def test_a_review_in_steps_goes_on_to_the_end_if_asked_to(self):
        self.assertEqual(self.json("review", "run", "--limit", "1")[0]["leased"], 1)
        self.assertEqual(self.json("review", "run", "--limit", "1", "--all")[0]["leased"], 2)

    def test_what_speaks_against_a_number_is_shown(self):
        record, sign = self.json("review", "show", PREMIUM)
        self.assertEqual((record["e164"], sign["sign"]), ("+19004123344", "PREMIUM_RATE"))
        self.assertEqual(len(self.json("review", "show", GOOD)), 1)
        self.run_command("review", "show", "501-214-9999", status=REJECTED)

    def test_a_decision_is_made_and_noted(self):
        outcome, summary = self.json("review", "decide", "--scope", "acme", "--decision", "decline", "--note", "not yours",
                                     "--internal-note", "see file", GOOD)
        self.assertEqual((outcome["outcome"], outcome["status"], summary["reviewed"]), ("REVIEWED", "DECLINED", 1))
        note = self.json("review", "show", GOOD)[-1]
        self.assertEqual((note["status"], note["note"], note["internal_note"]), ("DECLINED", "not yours", "see file"))

    def test_a_decision_that_the_status_does_not_allow_is_rejected(self):
        outcome, _ = self.json("review", "decide", "--scope", "acme", "--decision", "suspend", GOOD, status=REJECTED)
        self.assertEqual(outcome["reasons"], ["BAD_TRANSITION"])

    def test_proof_returns_a_held_number_to_review(self):
        self.run_command("review", "run")
        outcome, _ = self.json("proof", "--scope", "acme", "--reference", "doc-1", PREMIUM)
        self.assertEqual(outcome["status"], "PENDING")
        outcome, _ = self.json("proof", "--scope", "acme", "--reference", "doc-1", GOOD, status=REJECTED)
        self.assertEqual(outcome["reasons"], ["BAD_TRANSITION"])

    def test_nothing_expires_before_its_time(self):
        self.run_command("review", "run")
        self.assertEqual(self.json("review", "expire")[0]["removed"], 0)

    def test_revert_restores_what_a_batch_changed(self):
        self.run_command("edit", "--scope", "acme", "--purpose", "charity", OTHER)
        preview = self.json("revert", self.batch, "--preview", status=REJECTED)
        *outcomes, summary = self.json("revert", self.batch, status=REJECTED)
        self.assertEqual([outcome["outcome"] for outcome in outcomes], [outcome["outcome"] for outcome in preview[:-1]])
        self.assertEqual(summary["restored"], 2)
        self.assertEqual(self.numbers(), ["+15012149021"])
        self.assertIn(["CHANGED_SINCE"], [outcome["reasons"] for outcome in outcomes])
        self.refused("revert", "12345", says="12345")

    def test_transfer_needs_evidence_and_crosses_businesses(self):
        self.run_command("scope", "add", "beta")
        outcome, _ = self.json("move", "--scope", "beta", GOOD, status=REJECTED)
        self.assertEqual(outcome["outcome"], "REJECTED")
        outcome, summary = self.json("transfer", "--scope", "beta", "--evidence", "doc-7", GOOD)
        self.assertEqual((outcome["outcome"], summary["transferred"]), ("TRANSFERRED", 1))
        self.refused("revert", summary["batch"], says="transfer the numbers back")
        self.assertEqual(self.json("show", GOOD)[0]["scope"], "beta")

    def test_nothing_is_deleted_that_was_to_be_unassigned(self):
        self.refused("remove", "--scope", "acme", "--unassign", GOOD, says="acme is a Business, above which")
        self.assertEqual(self.json("remove", "--scope", "acme/sales/spring", "--unassign", GOOD)[0]["outcome"], "UNASSIGNED")
        self.assertEqual(self.json("remove", "--scope", "acme", GOOD)[0]["outcome"], "DELETED")

    def test_what_is_moved_or_removed_is_listed_without_a_column_of_purposes(self):
        output, _ = self.run_command("remove", "--scope", "acme/sales/spring", GOOD)
        self.assertIn("\n  +1 501-214-9020        Pending  from acme/sales/spring\n", output)
        output, _ = self.run_command("edit", "--scope", "acme", "--purpose", "charity", GOOD)
        self.assertIn("\n  +1 501-214-9020        Charity                    Pending\n", output)

    def test_counts_are_by_status_and_purpose(self):
        self.run_command("review", "run")
        counts = {(count["status"], count["purpose"]): count["count"] for count in self.json("list", "--scope", "acme", "--counts")}
        self.assertEqual(counts, {("ACTIVE", "SURVEY"): 2, ("NEEDS_PROOF", "SURVEY"): 1})

    def test_what_is_printed_as_json_is_documented(self):
        manual = Path(__file__).resolve().parents[2] / "docs" / "command_line.md"
        items = manual.read_text(encoding="utf-8").split("\n## JSON\n")[1].split("\n- ")[1:]
        file = self.write("rows.csv", "number,scope\n501-214-9030,acme\n501-214-9031,none\n")
        self.run_command("review", "decide", "--scope", "acme", "--decision", "hold", "--note", "Why?", PREMIUM)
        draft = self.json("draft", "new", "--scope", "acme")[0]["draft"]
        self.json("draft", "add", draft, "501")
        for begins, commands in (("`init`", [["init"]]), ("`check`", [["check"]]), ("`purposes`", [["purposes"], ["scope", "list"]]),
                                 ("A batch", [["edit", "--scope", "acme", "--purpose", "survey", GOOD]]),
                                 ("`import`", [["import", "--preview", file]]),
                                 ("`draft", [["draft", "show"], ["draft", "show", draft]]),
                                 ("`list`", [["list", "--limit", "1"], ["list", "--counts", "--scope", "acme"]]),
                                 ("`review show`", [["review", "show", PREMIUM], ["review", "run"]]),
                                 ("`history`", [["history", GOOD], ["feed"]])):
            (item,) = [item for item in items if item.startswith(begins)]
            if begins == "`review show`":  # begins with what `show` prints
                item += next(item for item in items if item.startswith("`list`"))
            known = set(re.findall(r"\w+", item))
            for command in commands:
                done = subprocess.run([COMMAND, "--json", *command], input=b"1\n", cwd=self.folder, capture_output=True)
                for line in done.stdout.splitlines():
                    self.assertLessEqual(set(json.loads(line)), known, command)
                self.assertTrue(done.stdout, (command, done.stderr))

    def test_filters_of_a_list(self):
        self.assertEqual(self.numbers("--ending", "9021"), ["+15012149021"])
        self.assertEqual(self.numbers("--type", "premium-rate"), ["+19004123344"])
        self.assertEqual(self.numbers("--region", "gb"), [])
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "+800 1234 5678")
        self.assertEqual(self.numbers("--region", "001"), ["+80012345678"])
        self.run_command("remove", "--scope", "acme", "+800 1234 5678")
        self.assertEqual(self.numbers("--dno"), [])
        self.assertEqual(len(self.numbers("--changed-since", "2020-01-01")), 3)
        self.assertEqual(self.numbers("--changed-since", "2999-01-01"), [])

    def test_an_export_is_a_table_or_json_lines(self):
        output, _ = self.run_command("export", "--ending", "9020")
        header, row = list(csv.reader(io.StringIO(output)))
        self.assertEqual((header[0], row[0]), ("number", "+15012149020"))
        output, _ = self.run_command("export", "--format", "jsonl")
        self.assertEqual(len([json.loads(line) for line in output.splitlines()]), 3)
        self.assertEqual(self.run_command("export", "--json")[0], output)
        output, _ = self.run_command("export", "--for", "first-orion")
        self.assertNotIn("number", output)

    def test_an_export_is_split_into_files_of_the_size_asked_for(self):
        _, errors = self.run_command("export", "--output", "numbers.csv", "--max-rows", "2")
        self.assertEqual(errors, "Wrote 3 numbers to 2 files.\n")
        rows = []
        for name in ("numbers.csv", "numbers.csv-2"):
            with open(self.path(name), newline="", encoding="utf-8") as file:
                rows += [row[0] for row in csv.reader(file)]
        self.assertEqual(rows, ["number", "+15012149020", "+15012149021", "number", "+19004123344"])
        self.assertFalse(os.path.exists(self.path("numbers.csv-3")))

    def test_an_export_that_cannot_be_written_is_a_failure(self):
        self.refused("export", "--output", "none/numbers.csv", says="none/numbers.csv")
        with open("/dev/full", "wb") as full:
            self.run_command("export", stdout=full, status=FAILURE)
        self.run_command("export", "--output", "/dev/full", status=FAILURE)


unittest.main()
