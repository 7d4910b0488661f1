# SPDX-License-Identifier: MIT
"""Drafts: the portal's steps 1 to 5, each step in a process of its own."""
import unittest

from command import REJECTED, StoreTest

KEYS = ["entry", "input", "e164", "state", "green", "formatted", "region", "type", "purpose", "duplicate_of", "reassign",
        "reasons", "warnings"]


class Drafts(StoreTest):
    def new(self, scope="acme/sales/spring", *options):
        return self.json("draft", "new", "--scope", scope, *options)[0]["draft"]

    def test_the_steps_of_the_portal_in_processes_of_their_own(self):
        draft = self.new()
        entry = self.json("draft", "add", draft, "(501) 214-9020", "--purpose", "customer service")[0]
        self.assertEqual(list(entry), KEYS)
        self.assertEqual((entry["entry"], entry["green"], entry["formatted"], entry["purpose"]),
                         (1, True, "(501) 214-9020", "CUSTOMER_SERVICE"))
        self.json("draft", "add", draft, "501-214-90", "501 214 9021")
        self.json("draft", "set", draft, "2", "--number", "501-214-9022")
        self.json("draft", "set", draft, "all", "--purpose", "Survey")
        self.json("draft", "drop", draft, "3")
        *shown, whole = self.json("draft", "show", draft)
        self.assertEqual((whole["draft"], whole["scope"], whole["entries"]), (draft, "acme/sales/spring", 2))
        self.assertIn(f"{draft}", self.run_command("draft", "show", draft)[0].splitlines()[0])
        self.assertIn("acme/sales/spring", self.run_command("draft", "show", draft)[0].splitlines()[0])
        self.assertEqual([(entry["entry"], entry["e164"], entry["purpose"]) for entry in shown],
                         [(1, "+15012149020", "SURVEY"), (2, "+15012149022", "SURVEY")])
        *outcomes, summary = self.json("draft", "save", draft)
        self.assertEqual([outcome["outcome"] for outcome in outcomes], ["ADDED", "ADDED"])
        self.assertEqual((summary["entries"], summary["added"], summary["rejected"]), (2, 2, 0))
        self.assertEqual(self.numbers(), ["+15012149020", "+15012149022"])

    def test_each_entry_says_at_once_what_is_wrong(self):
        draft = self.new()
        entries = self.json("draft", "add", draft, "--purpose", "survey", "501-214-90", "501-214-9020", "(501) 214 9020",
                            "1-800-437-7950")
        self.assertEqual([entry["green"] for entry in entries], [False, True, True, True])
        self.assertIn("TOO_SHORT", entries[0]["reasons"])
        self.assertEqual(entries[2]["duplicate_of"], 2)
        self.json("draft", "set", draft, "4", "--purpose", "do not originate")
        entry = self.json("draft", "show", draft)[3]
        self.assertIn("DNO", entry["warnings"])
        output, _ = self.run_command("draft", "show", draft)
        self.assertIn("Warning: ", output)
        self.assertIn("in row 2", output)

    def test_numbers_come_from_standard_input_too(self):
        draft = self.new()
        entries = self.json("draft", "add", draft, "--purpose", "survey", stdin="501-214-9020\r\n\n501-214-9021")
        self.assertEqual([entry["e164"] for entry in entries], ["+15012149020", "+15012149021"])

    def test_only_what_was_added_is_shown_by_add(self):
        draft = self.new()
        self.json("draft", "add", draft, "501-214-9020")
        self.assertEqual([entry["entry"] for entry in self.json("draft", "add", draft, "501-214-9021")], [2])

    def test_a_preview_leaves_the_draft_as_it_is(self):
        draft = self.new()
        self.json("draft", "add", draft, "501-214-9020", "--purpose", "survey")
        summary = self.json("draft", "save", draft, "--preview")[-1]
        self.assertTrue(summary["preview"])
        self.assertEqual(self.numbers(), [])
        self.assertFalse(self.json("draft", "save", draft)[-1]["preview"])
        self.assertEqual(self.numbers(), ["+15012149020"])

    def test_a_saved_draft_is_closed(self):
        draft = self.new()
        self.json("draft", "add", draft, "501-214-9020", "--purpose", "survey")
        self.json("draft", "save", draft)
        for arguments in (["add", draft, "501-214-9021"], ["set", draft, "1", "--purpose", "survey"], ["drop", draft, "1"],
                          ["drop", draft, "--all"]):
            self.refused("draft", *arguments, says="")

    def test_a_draft_saved_again_answers_as_it_did(self):
        draft = self.new()
        self.json("draft", "add", draft, "501-214-9020", "501-214-90", "--purpose", "survey")
        *first, summary = self.json("draft", "save", draft, status=REJECTED)
        self.assertFalse(summary["replayed"])
        *again, summary = self.json("draft", "save", draft, "--rejects", "rejects.csv", status=REJECTED)
        self.assertEqual((again, summary["replayed"]), (first, True))
        with open(self.path("rejects.csv"), encoding="utf-8") as file:
            self.assertIn("501-214-90", file.read())
        self.refused("draft", "save", draft, "--preview", says="NREG_CLOSED")
        discarded = self.new()
        self.run_command("draft", "drop", discarded, "--all")
        self.refused("draft", "save", discarded, says="NREG_CLOSED")

    def test_the_id_of_a_new_draft_stands_alone(self):
        output, _ = self.run_command("draft", "new", "--scope", "acme/care")
        self.assertRegex(output, r"\A[0-9]+\n\Z")
        self.run_command("draft", "add", output.strip(), "501-214-9020")
        self.run_command("scope", "close", "acme/care/alerts")
        self.refused("draft", "new", "--scope", "acme/care/alerts", says="acme/care/alerts is closed")

    def test_drafts_are_listed_until_they_are_discarded(self):
        first, second = self.new(), self.new("acme/care")
        self.json("draft", "add", second, "501-214-9020")
        listed = {draft["draft"]: draft for draft in self.json("draft", "show")}
        self.assertEqual(set(listed), {first, second})
        self.assertEqual((listed[second]["scope"], listed[second]["entries"]), ("acme/care", 1))
        self.run_command("draft", "drop", first, "--all")
        self.assertEqual([draft["draft"] for draft in self.json("draft", "show")], [second])
        self.refused("draft", "show", first, says="")

    def test_consent_to_move_is_kept_with_the_entry(self):
        self.run_command("add", "--scope", "acme/care/alerts", "--purpose", "survey", "501-214-9020", "501-214-9021")
        draft = self.new()
        self.json("draft", "add", draft, "501-214-9020", "501-214-9021", "--purpose", "survey", "--reassign")
        self.json("draft", "set", draft, "2", "--no-reassign")
        first, second, summary = self.json("draft", "save", draft, status=REJECTED)
        self.assertEqual((first["outcome"], second["outcome"]), ("MOVED", "REJECTED"))
        self.assertEqual(second["movable"], True)
        self.assertEqual(summary["moved"], 1)

    def test_the_draft_keeps_its_region(self):
        draft = self.new("acme/sales/spring", "--region", "GB")
        self.assertEqual(self.json("draft", "add", draft, "020 7031 3000")[0]["e164"], "+442070313000")
        self.assertEqual(self.json("draft", "show", draft)[0]["e164"], "+442070313000")

    def test_wrong_names_are_refused(self):
        draft = self.new()
        self.refused("draft", "show", "12345", says="12345")
        self.refused("draft", "set", draft, "7", "--purpose", "survey", says="no entry 7")
        self.refused("draft", "drop", draft, "7", says="no entry 7")
        self.refused("draft", "add", draft, "501-214-9020", "--purpose", "sales", says="no call purpose 'sales'")
        self.refused("draft", "new", says="--scope PATH is missing")
        self.refused("draft", "new", "--scope", "acme/none", says="no scope 'none' in 'acme'")
        (whole,) = self.json("draft", "show", draft)
        self.assertEqual(whole["entries"], 0)

    def test_a_draft_that_is_not_there_is_named(self):
        for arguments in (["show", "7"], ["add", "7", "501-214-9020"], ["set", "7", "all", "--purpose", "survey"],
                          ["drop", "7", "1"], ["drop", "7", "--all"], ["save", "7"]):
            with self.subTest(arguments=arguments):
                self.refused("draft", *arguments, says="There is no draft 7; numberreg draft show lists them.")


unittest.main()
