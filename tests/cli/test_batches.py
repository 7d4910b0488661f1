# SPDX-License-Identifier: MIT
"""add and upload: outcomes, previews, atomicity, replays, moves, rejects files."""
import csv
import os
import sqlite3
import unittest

from command import FAILURE, OK, REJECTED, USAGE, StoreTest

OUTCOME_KEYS = ["row", "input", "e164", "outcome", "reasons", "warnings", "holder", "movable", "reference"]
SUMMARY_KEYS = ["entries", "accepted", "added", "rejected", "warnings", "dno", "batch", "plan"]
SPRING = ("--scope", "acme/sales/spring", "--purpose", "customer service")


class Batches(StoreTest):
    def test_one_outcome_for_each_number_then_the_summary(self):
        *outcomes, summary = self.json("add", *SPRING, "501-214-9020", "501-214-90", "(501) 214 9020", "501-214-9021",
                                       status=REJECTED)
        for outcome in outcomes:
            self.assertTrue(set(OUTCOME_KEYS) <= set(outcome), outcome)
        self.assertTrue(set(SUMMARY_KEYS) <= set(summary), summary)
        self.assertEqual([outcome["outcome"] for outcome in outcomes], ["ADDED", "REJECTED", "REJECTED", "ADDED"])
        self.assertEqual([outcome["row"] for outcome in outcomes], [1, 2, 3, 4])
        self.assertEqual(outcomes[1]["reasons"], ["TOO_SHORT"])
        self.assertEqual(outcomes[2]["reasons"], ["DUPLICATE_IN_BATCH"])
        self.assertEqual((summary["entries"], summary["accepted"], summary["added"], summary["rejected"]), (4, 2, 2, 2))
        self.assertEqual(summary["sentence"], "2 of 4 numbers were rejected.")
        self.assertEqual(self.numbers("--scope", "acme/sales/spring"), ["+15012149020", "+15012149021"])

    def test_a_person_reads_added_and_rejected_numbers(self):
        output, errors = self.run_command("add", *SPRING, "501-214-9020", "501-214-90", status=REJECTED)
        self.assertRegex(output, r"(?m)^Added Numbers \(1\)\n  \+1 501-214-9020 +Customer Service +Pending$")
        self.assertRegex(output, r"(?m)^Rejected Numbers \(1\)\n  row 2 +501-214-90 +The number is too short\.")
        self.assertEqual(errors, "1 of 2 numbers was rejected.\n")

    def test_numbers_come_from_standard_input(self):
        for arguments in ([], ["-"]):
            summary = self.json("add", *SPRING, *arguments, "--preview", stdin="501-214-9020\n501-214-9021\n")[-1]
            self.assertEqual(summary["added"], 2)

    def test_exit_status_says_whether_all_were_accepted(self):
        self.run_command("add", *SPRING, "501-214-9020")
        self.run_command("add", *SPRING, "501-214-9020", status=REJECTED)
        self.run_command("add", *SPRING, status=OK, stdin="")

    def test_preview_changes_nothing_and_says_what_commit_does(self):
        arguments = ["add", *SPRING, "501-214-9020", "501-214-90"]
        preview = self.json(*arguments, "--preview", status=REJECTED)
        self.assertEqual(self.numbers(), [])
        done = self.json(*arguments, status=REJECTED)
        for before, after in zip(preview[:-1], done[:-1]):
            for key in ("row", "input", "e164", "outcome", "reasons", "warnings"):
                self.assertEqual(before[key], after[key])
        output, _ = self.run_command("add", *SPRING, "501-214-9022", "--preview")
        self.assertIn("Preview: nothing was changed.", output)

    def test_atomic_registers_all_or_nothing(self):
        *outcomes, summary = self.json("add", *SPRING, "--atomic", "501-214-9020", "501-214-90", status=REJECTED)
        self.assertEqual([outcome["reasons"] for outcome in outcomes], [["BATCH_ABANDONED"], ["TOO_SHORT"]])
        self.assertTrue(summary["abandoned"])
        self.assertEqual(self.numbers(), [])
        self.run_command("add", *SPRING, "--atomic", "501-214-9020")
        self.assertEqual(self.numbers(), ["+15012149020"])

    def test_max_rejects_is_the_most_that_may_be_rejected(self):
        numbers = ["501-214-9020", "501-214-90", "501-214-91"]
        self.json("add", *SPRING, "--max-rejects", "1", *numbers, status=REJECTED)
        self.assertEqual(self.numbers(), [])
        self.json("add", *SPRING, "--max-rejects", "2", *numbers, status=REJECTED)
        self.assertEqual(self.numbers(), ["+15012149020"])

    def test_a_request_id_is_done_once_and_answers_the_same(self):
        arguments = ["add", *SPRING, "--request-id", "r-1", "501-214-9020", "501-214-90"]
        first = self.json(*arguments, status=REJECTED)
        again = self.json(*arguments, status=REJECTED)
        self.assertEqual(first[:-1], again[:-1])
        self.assertEqual((first[-1]["replayed"], again[-1]["replayed"]), (False, True))
        self.assertEqual(first[-1]["batch"], again[-1]["batch"])
        self.refused("add", *SPRING, "--request-id", "r-1", "501-214-9021", says="NREG_REQUEST_MISMATCH")
        self.assertEqual(self.numbers(), ["+15012149020"])

    def test_a_number_moves_only_with_consent(self):
        self.run_command("add", "--scope", "acme/care/alerts", "--purpose", "survey", "501-214-9020")
        outcome, summary = self.json("add", *SPRING, "501-214-9020", status=REJECTED)
        self.assertEqual((outcome["reasons"], outcome["holder"], outcome["movable"]),
                         (["IN_OTHER_PROGRAM"], "acme/care/alerts", True))
        self.assertEqual(summary["movable"], 1)
        output, _ = self.run_command("add", *SPRING, "501-214-9020", status=REJECTED)
        self.assertIn("Rejected numbers that can be moved here (--reassign): 1\n", output)
        outcome, summary = self.json("add", *SPRING, "--reassign", "501-214-9020")
        self.assertEqual((outcome["outcome"], outcome["holder"], summary["moved"]), ("MOVED", "acme/care/alerts", 1))
        self.assertEqual(self.json("show", "501-214-9020")[0]["scope"], "acme/sales/spring")

    def test_do_not_originate_warns_and_is_counted(self):
        outcome, summary = self.json("add", "--scope", "acme", "--purpose", "Do Not Originate", "--accept-dno", "1-800-437-7950")
        self.assertIn("DNO", outcome["warnings"])
        self.assertEqual((summary["dno"], summary["warnings"]), (1, 1))
        self.assertEqual(self.json("history", "1-800-437-7950")[0]["attestation"], "numberreg --accept-dno")

    def test_a_purpose_is_needed_and_must_exist(self):
        outcome, _ = self.json("add", "--scope", "acme", "501-214-9020", status=REJECTED)
        self.assertEqual(outcome["reasons"], ["PURPOSE_MISSING"])
        self.refused("add", "--scope", "acme", "--purpose", "sales", "501-214-9020", says="no call purpose 'sales'")

    def test_targets_must_exist(self):
        self.refused("add", "--purpose", "survey", "501-214-9020", says="--scope PATH is missing: where the numbers are to go")
        self.refused("remove", "501-214-9020", says="--scope PATH is missing: from where")
        self.refused("add", "--scope", "acme/sales/none", "501-214-9020", says="no scope 'none' in 'acme/sales'")
        self.refused("add", "--scope", "acme//sales", "501-214-9020", says="")
        self.assertEqual(self.numbers(), [])

    def test_show_and_list_tell_the_same(self):
        self.run_command("add", *SPRING, "501-214-9020", "501-214-9021")
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "501-214-9022")
        listed = self.json("list")
        self.assertEqual(self.json("show", "501 214 9020", "+15012149021", "(501) 214-9022"), listed)
        self.assertEqual(list(listed[0]), ["e164", "international", "purpose", "status", "display", "scope", "business",
                                           "unit", "program", "created", "updated", "batch", "revision", "signs"])
        self.assertEqual((listed[0]["status"], listed[0]["display"], listed[2]["scope"]), ("PENDING", "Pending", "acme"))
        self.assertEqual(self.numbers("--scope", "acme", "--only-here"), ["+15012149022"])
        self.assertEqual(self.numbers("--purpose", "SURVEY"), ["+15012149022"])
        self.assertEqual(self.numbers("--status", "active"), [])
        self.assertEqual(len(self.numbers("--status", "pending", "--limit", "2")), 2)
        _, errors = self.run_command("show", "501-214-9999", status=REJECTED)
        self.assertIn("is not registered", errors)
        self.refused("show", "abc", says="'abc' is not a phone number")

    def test_a_list_comes_in_parts(self):
        self.run_command("add", *SPRING, *(f"501-214-90{n}" for n in range(20, 25)))
        *first, end = self.json("list", "--limit", "2")
        self.assertEqual((len(first), end["more"]), (2, True))
        *rest, end = self.json("list", "--after", end["cursor"])
        self.assertEqual([record["e164"][-2:] for record in first + rest], ["20", "21", "22", "23", "24"])
        self.assertFalse(end["more"])
        output, _ = self.run_command("list", "--limit", "2")
        after = output.splitlines()[-1].split()[-1]
        self.assertIn("There may be more: go on with --after", output)
        self.assertEqual(len(self.numbers("--after", after)), 3)
        self.assertNotIn("--after", self.run_command("list")[0])
        for cursor in ("x", "1.2", "1.2.3.4", "1.2.3 ", "01.2.3", "1.2.3"):
            self.refused("list", "--after", cursor, says="ursor")

    def test_a_list_by_change_goes_on_with_what_changes(self):
        self.run_command("add", *SPRING, "501-214-9020", "501-214-9021", "501-214-9022")
        self.run_command("edit", "--scope", "acme/sales/spring", "--purpose", "charity", "501-214-9020")
        *records, end = self.json("list", "--order", "change", "--scope", "acme/sales")
        self.assertEqual([record["e164"][-1] for record in records], ["1", "2", "0"])
        self.run_command("edit", "--scope", "acme/sales/spring", "--purpose", "charity", "501-214-9021")
        *records, end = self.json("list", "--order", "change", "--scope", "acme/sales", "--after", end["cursor"])
        self.assertEqual([record["e164"][-1] for record in records], ["1"])
        self.refused("list", "--after", end["cursor"], says="NREG_INVALID_ARGUMENT")  # by number
        self.assertIn("go on with --after", self.run_command("list", "--order", "change")[0].splitlines()[-1])
        self.refused("list", "--order", "size", says="--order must be")

    def test_every_filter_can_be_asked_for(self):
        self.run_command("add", "--scope", "acme/sales", "--purpose", "survey", "501-214-9020", "800-214-9021")
        self.run_command("add", *SPRING, "416-214-9022", "+44 20 7031 3000")
        self.run_command("add", "--scope", "acme/care", "--purpose", "do not originate", "--accept-dno", "501-215-9020")
        self.run_command("--json", "review", "decide", "--scope", "acme", "--decision", "approve", "501-214-9020", "501-215-9020")
        for options, ends in (
                (["--prefix", "1501"], ["214-9020", "215-9020"]), (["--prefix", "44"], ["7031 3000"]), (["--prefix", "9"], []),
                (["--ending", "9020"], ["214-9020", "215-9020"]), (["--prefix", "1501214", "--ending", "20"], ["214-9020"]),
                (["--status", "active"], ["214-9020", "215-9020"]), (["--status", "active,pending", "--prefix", "1501"], ["214-9020", "215-9020"]),
                (["--status", "declined,suspended"], []), (["--type", "toll_free"], ["214-9021"]),
                (["--type", "toll-free,fixed_line"], ["214-9021", "7031 3000"]), (["--region", "ca"], ["214-9022"]),
                (["--purpose", "survey", "--scope", "acme", "--only-here"], []), (["--dno"], ["215-9020"]),
                (["--scope", "acme/sales", "--only-here"], ["214-9020", "214-9021"]),
                (["--scope", "acme/sales/spring"], ["214-9022", "7031 3000"]), (["--scope", "acme/care"], ["215-9020"]),
                (["--changed-since", "2100-01-01"], [])):
            listed = self.json("list", *options)
            self.assertEqual(len(listed), len(ends), (options, listed))
            for record, end in zip(listed, ends):
                self.assertTrue(record["international"].endswith(end), (options, listed))
        for options, says in ((["--prefix", "0"], "none begins with 0"), (["--prefix", "1x"], "--prefix must be"),
                              (["--prefix", "1" * 16], "--prefix must be"), (["--status", "active,"], "no status ''"),
                              (["--type", "mobile,fax"], "no type 'fax'")):
            self.refused("list", *options, says=says)

    def test_headings_are_in_the_language_chosen(self):
        output, errors = self.run_command("--language", "es", "add", *SPRING, "501-214-9020", "12", status=REJECTED)
        self.assertIn("Números añadidos (1)", output)
        self.assertIn("Números rechazados (1)", output)
        self.assertIn("  fila 2   12 ", output)
        self.assertIn("\nLote ", output)
        self.assertIn("1 de 2 números", errors)
        output, _ = self.run_command("--language", "es", "remove", "--scope", "acme/sales", "501-214-9020")
        self.assertIn("desde acme/sales/spring", output)
        output, _ = self.run_command("--language", "es", "add", *SPRING, "--preview", "501-214-9021")
        self.assertTrue(output.startswith("Vista previa:"), output)
        self.assertIn("\n      Aviso: Elija", self.run_command("purposes", "--language", "es")[0])

    def test_pages_of_a_list_join_without_gap(self):
        numbers = [f"501-{300 + i // 1000}-{1000 + i % 1000}" for i in range(3500)]
        self.run_command("add", *SPRING, stdin="\n".join(numbers))
        self.assertEqual(len(set(self.numbers())), 3500)


class Changes(StoreTest):
    """remove, edit, move; history and feed tell of them."""

    def setUp(self):
        super().setUp()
        self.run_command("--actor", "user:1", "add", *SPRING, "501-214-9020", "501-214-9021")

    def scope_of(self, number):
        return self.json("show", number)[0]["scope"]

    def test_remove_goes_one_level_up_and_at_a_business_out(self):
        outcome, summary = self.json("remove", "--scope", "acme/sales/spring", "501-214-9020")
        self.assertEqual((outcome["outcome"], summary["unassigned"]), ("UNASSIGNED", 1))
        self.assertEqual(self.scope_of("501-214-9020"), "acme/sales")
        self.json("remove", "--scope", "acme/sales", "--unassign", "501-214-9020")
        self.assertEqual(self.scope_of("501-214-9020"), "acme")
        outcome, summary = self.json("remove", "--scope", "acme", "501-214-9020")
        self.assertEqual((outcome["outcome"], summary["deleted"]), ("DELETED", 1))
        self.assertEqual(self.numbers(), ["+15012149021"])

    def test_remove_with_delete_goes_out_at_once(self):
        outcome, _ = self.json("remove", "--scope", "acme/sales/spring", "--delete", "501-214-9020")
        self.assertEqual(outcome["outcome"], "DELETED")
        self.refused("remove", "--scope", "acme", "--delete", "--unassign", "501-214-9021", says="contradict")

    def test_edit_changes_the_purpose(self):
        outcome, summary = self.json("edit", "--scope", "acme", "--purpose", "charity", "501-214-9020")
        self.assertEqual((outcome["outcome"], summary["changed"]), ("CHANGED", 1))
        self.assertEqual(self.json("show", "501-214-9020")[0]["purpose"], "CHARITY")
        self.refused("edit", "--scope", "acme", "501-214-9020", says="--purpose NAME is missing")

    def test_move_goes_to_another_scope_of_the_business(self):
        outcome, summary = self.json("move", "--scope", "acme/care/alerts", "501-214-9020")
        self.assertEqual((outcome["outcome"], outcome["holder"], summary["moved"]), ("MOVED", "acme/sales/spring", 1))
        self.assertEqual(self.scope_of("501-214-9020"), "acme/care/alerts")

    def test_what_is_not_registered_cannot_be_changed(self):
        for command in (["remove"], ["move"], ["edit", "--purpose", "charity"]):
            outcome, _ = self.json(*command, "--scope", "acme", "501-214-9999", status=REJECTED)
            self.assertEqual(outcome["reasons"], ["NOT_REGISTERED"], command)

    def test_history_tells_who_did_what(self):
        self.run_command("--actor", "user:2", "move", "--scope", "acme/care/alerts", "501-214-9020")
        self.run_command("--actor", "user:3", "remove", "--scope", "acme/care", "--delete", "501-214-9020")
        rows = self.json("history", "501-214-9020")
        self.assertEqual([(row["change"], row["actor"], row["scope_before"], row["scope_after"]) for row in rows], [
            ("ADDED", "user:1", None, "acme/sales/spring"), ("MOVED", "user:2", "acme/sales/spring", "acme/care/alerts"),
            ("REMOVED", "user:3", "acme/care/alerts", None)])
        self.assertEqual(len(self.json("history", "--batch", rows[0]["batch"])), 2)
        self.assertEqual(len(self.json("history", "--scope", "acme")), 4)
        self.assertEqual(self.json("history", "501-214-9999"), [])
        output, _ = self.run_command("history", "501-214-9020")
        self.assertIn("acme/care/alerts -> removed  by user:3", output)

    def test_the_feed_goes_on_from_its_cursor(self):
        *rows, end = self.json("feed")
        self.assertEqual([row["e164"] for row in rows], ["+15012149020", "+15012149021"])
        self.run_command("remove", "--scope", "acme/sales/spring", "501-214-9020")
        *rows, end = self.json("feed", "--after", end["cursor"])
        self.assertEqual([(row["e164"], row["change"]) for row in rows], [("+15012149020", "MOVED")])
        (rest,) = self.json("feed", "--after", end["cursor"])
        self.assertFalse(rest["more"])
        self.assertNotEqual(rest["cursor"], end["cursor"])  # another text, even for the same place

    def test_a_cursor_that_retention_overtook_is_the_callers_to_change(self):
        feed = self.json("feed", "--limit", "2")[-1]["cursor"]
        listed = self.json("list", "--order", "change")[-1]["cursor"]
        database = sqlite3.connect(self.path("numberreg.db"))
        with database:  # as if rows up to there had been pruned
            database.execute("INSERT INTO journal_pruned SELECT business, 1000 FROM journal_runs UNION SELECT 0, 1000")
        database.close()
        errors = self.refused("feed", "--after", feed, says="NREG_FEED_PRUNED", status=USAGE)
        self.assertIn("\nnumberreg list shows the numbers as they are now; feed without --after begins", errors)
        self.refused("--json", "feed", "--after", feed, says="NREG_FEED_PRUNED", status=USAGE)
        for arguments, advice in ((["--after", listed], "list without --after"), ([], "--changed-since TIME")):
            errors = self.refused("list", "--order", "change", *arguments, says="NREG_FEED_PRUNED", status=USAGE)
            self.assertIn(f"\n{advice}", errors)
        self.run_command("feed")

    def test_history_and_feed_refuse_what_is_wrong(self):
        for arguments, says in ((["history"], "Whose history"), (["history", "501-214-9020", "--scope", "acme"], "Whose history"),
                                (["history", "abc"], "not a phone number"), (["history", "--batch", "x"], "--batch must be"),
                                (["history", "--batch", "123"], "NREG_NOT_FOUND"), (["history", "--scope", "none"], "no scope"),
                                (["feed", "--after", "x"], "NREG_INVALID_ARGUMENT"), (["feed", "--after", "x" * 99], "no cursor"),
                                (["feed", "--limit", "0"], "--limit must be")):
            self.refused(*arguments, says=says)


class Hints(StoreTest):
    def test_a_purpose_left_out_is_named_with_its_option(self):
        output, _ = self.run_command("add", "--scope", "acme", "501-214-9020", status=REJECTED)
        self.assertIn("--purpose names the call purpose", output)
        output, _ = self.run_command("upload", "--scope", "acme", self.write("a.csv", "phone,purpose\n501-214-9020,none such\n"),
                                     "--purpose", "survey", status=REJECTED)
        self.assertIn("numberreg purposes lists", output)
        output, _ = self.run_command("upload", "--scope", "acme", "a.csv", status=REJECTED)
        self.assertNotIn("--purpose", output)
        self.assertIn("numberreg purposes lists the call purposes.\n", output)
        self.assertNotIn("--purpose names", output)

    def test_columns_that_are_not_recognised_are_named_with_their_options(self):
        self.write("names.csv", "name,city,age\nAnn,Boise,x\nBob,Fargo,y\n")
        self.write("plain.csv", "number,purpose\n501-214-9020,survey\n")
        self.write("open.csv", '"501-214-9020,survey\n')
        for command in (["upload", "--scope", "acme"], ["reconcile", "--scope", "acme"], ["import", "--scope", "acme"]):
            errors = self.refused(*command, "names.csv", says="NREG_BAD_FORMAT")
            self.assertIn("\n--number-column COLUMN names it", errors)
            self.assertNotIn("\n-", self.refused(*command, "open.csv", says="never closed"))
        errors = self.refused("import", "plain.csv", says="which scope holds a number")
        self.assertRegex(errors, r"\n--scope-column COLUMN names it, .*; --scope PATH gives one scope for all rows\.\n")
        self.run_command("import", "plain.csv", "--scope", "acme", "--preview")


class Uploads(StoreTest):
    def upload(self, content, *options, status=OK, name="numbers.csv"):
        return self.json("upload", "--scope", "acme/sales/spring", self.write(name, content), *options, status=status)

    def test_a_file_with_header_extra_columns_and_purposes(self):
        content = "Site,Phone,Purpose\r\nHQ,(501) 214-9020,Customer Service\r\n,501-214-9021,survey\r\nHQ,501-214-90,survey\r\n"
        *outcomes, summary = self.upload(content, status=REJECTED)
        self.assertEqual([outcome["row"] for outcome in outcomes], [2, 3, 4])
        self.assertEqual([outcome["purpose"] for outcome in outcomes], ["CUSTOMER_SERVICE", "SURVEY", "SURVEY"])
        self.assertEqual(summary["added"], 2)

    def test_standard_input_is_a_file(self):
        content = "501-214-9020,survey\n501-214-90,survey\n"
        for arguments in ([], ["-"]):
            summary = self.json("upload", "--scope", "acme/sales/spring", "--preview", "--rejects", "rejects.csv", *arguments,
                                stdin=content, status=REJECTED)[-1]
            self.assertEqual((summary["added"], summary["rejected"]), (1, 1))
            self.assertTrue(os.path.getsize(self.path("rejects.csv")) > 0)

    def test_columns_can_be_told(self):
        content = "a;b;c\n1;501-214-9020;survey\n2;501-214-9021;survey\n"
        for options in (["--number-column", "2", "--purpose-column", "3", "--header", "yes", "--delimiter", ";"],
                        ["--number-column", "b", "--purpose-column", "c"],
                        ["--number-column", "b", "--purpose-column", "none", "--purpose", "survey"]):
            self.assertEqual(self.upload(content, "--preview", *options)[-1]["added"], 2, options)
        self.refused("upload", "--scope", "acme", self.path("numbers.csv"), "--number-column", "z", says="NREG_BAD_FORMAT")

    def test_rejected_rows_can_be_corrected_and_uploaded_again(self):
        content = "Site,Phone,Purpose\nHQ,501-214-9020,survey\n=HQ,501-214-90,survey\n\"a,b\",501-214-9021,sales\n"
        self.upload(content, "--rejects", "rejects.csv", status=REJECTED)
        with open(self.path("rejects.csv"), newline="", encoding="utf-8") as file:
            header, *rows = list(csv.reader(file))
        self.assertEqual(header, ["Site", "Phone", "Purpose", "reason", "message"])
        self.assertEqual([row[3] for row in rows], ["TOO_SHORT", "PURPOSE_UNKNOWN"])
        self.assertEqual([row[0] for row in rows], ["'=HQ", "a,b"])
        with open(self.path("rejects.csv"), encoding="utf-8") as file:
            corrected = file.read().replace("501-214-90,", "501-214-9022,").replace("sales", "survey")
        self.assertEqual(self.upload(corrected, name="again.csv")[-1]["added"], 2)
        self.assertEqual(len(self.numbers()), 3)

    def test_rejects_of_numbers_without_a_file(self):
        self.json("add", *SPRING, "--rejects", "rejects.csv", "501-214-9020", "501-\"214", "", status=REJECTED)
        with open(self.path("rejects.csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.assertEqual([row[0] for row in rows if row[1] != "reason"], ["501-\"214", ""])

    def test_a_rejects_file_that_cannot_be_written_stops_before_anything_is_changed(self):
        name = self.write("numbers.csv", "501-214-9020,survey\n")
        self.refused("upload", "--scope", "acme", name, "--rejects", "none/rejects.csv", says="none/rejects.csv")
        self.refused("upload", "--scope", "acme", name, "--rejects", "", says="--rejects needs")
        self.assertEqual(self.numbers(), [])

    def test_a_failed_upload_leaves_the_old_rejects_file(self):
        self.write("rejects.csv", "old")
        self.refused("upload", "--scope", "acme", "--rejects", "rejects.csv", self.write("b.csv", b"\x00\x01\x02" * 999), says="")
        with open(self.path("rejects.csv"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "old")
        self.assertFalse(os.path.exists(self.path("rejects.csv.part")))

    def test_reconcile_brings_a_scope_into_line_with_a_file(self):
        self.upload("501-214-9020,survey\n501-214-9021,survey\n501-214-9022,survey\n")
        name = self.write("desired.csv", "501-214-9020,survey\n501-214-9021,charity\n501-214-9023,survey\n")
        arguments = ["reconcile", "--scope", "acme/sales/spring", name]
        self.assertEqual(self.json(*arguments, "--preview")[-1]["entries"], 3)
        summary = self.json(*arguments)[-1]
        self.assertEqual((summary["added"], summary["changed"], summary["unassigned"]), (1, 1, 1))
        self.assertEqual(self.numbers("--scope", "acme/sales/spring"), ["+15012149020", "+15012149021", "+15012149023"])
        output, _ = self.run_command(*arguments)
        self.assertIn("3 numbers were right already.", output)

    def test_reconcile_with_a_list_of_no_numbers_needs_to_be_told(self):
        self.upload("501-214-9020,survey\n")
        arguments = ["reconcile", "--scope", "acme/sales/spring"]
        for content in ("", "number,purpose\n", "number,purpose\nacme,survey\n501-214-90,survey\n"):
            self.refused(*arguments, self.write("list.csv", content), says="--allow-empty")
            self.refused(*arguments, self.path("list.csv"), "--preview", says="--allow-empty")
        self.assertEqual(self.numbers("--scope", "acme/sales/spring"), ["+15012149020"])
        self.assertEqual(self.json(*arguments, self.write("list.csv", ""), "--allow-empty")[-1]["unassigned"], 1)
        self.assertEqual(self.numbers("--scope", "acme/sales/spring"), [])

    def test_the_request_id_of_an_upload_is_done_once(self):
        content = "501-214-9020,survey\n"
        first = self.upload(content, "--request-id", "u-1")
        again = self.upload(content, "--request-id", "u-1")
        self.assertTrue(again[-1]["replayed"])
        self.assertEqual(first[-1]["batch"], again[-1]["batch"])


unittest.main()
