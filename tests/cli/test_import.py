# SPDX-License-Identifier: MIT
"""numberreg import: an existing registry, its report, and what is not imported."""
import json
import unittest
from pathlib import Path

from command import REJECTED, USAGE, StoreTest

HEADER = "phone number,scope,call purpose,status,registered\n"
GOOD = HEADER + ("(501) 214-9020,acme,Survey,Active,2020-02-29\n"
                 "(501) 214-9021,ACME/Sales/Spring,Customer Service,in review,2021-01-31T12:00:00Z\n")
BAD = GOOD + ("(501) 214-9022,nowhere,Survey,Active,\n"
              "(501) 214-9023,acme/care,Survey,Active,\n"
              "(501) 214-9023,acme/sales,Survey,Active,\n"
              "(501) 214-9024,acme,Survey,odd,\n"
              "214-9025,acme,Survey,Active,\n")


EXAMPLE = Path(__file__).resolve().parents[2] / "examples/data/older_registry.csv"


class Import(StoreTest):
    def test_the_example_shows_what_can_happen(self):
        *_, summary = self.json("import", "--preview", str(EXAMPLE), status=REJECTED)
        lines = self.json("import", str(EXAMPLE), status=REJECTED)
        self.assertEqual((summary["imported"], lines[-1]["imported"], lines[-1]["rejected"]), (5, 5, 3))
        self.assertEqual([(line["row"], line["reasons"]) for line in lines if line["kind"] == "rejected"],
                         [(7, ["SCOPE_UNKNOWN"]), (8, ["DOUBLE_HOLDER"]), (9, ["DOUBLE_HOLDER"])])
        held = {record["e164"][-2:]: (record["scope"], record["status"]) for record in self.json("list")}
        self.assertEqual(held, {"30": ("acme", "ACTIVE"), "31": ("acme/sales", "ACTIVE"), "32": ("acme/sales/spring", "PENDING"),
                                "33": ("acme/sales/spring", "ACTIVE"), "34": ("acme/care", "SUSPENDED")})

    def test_statuses_and_times_are_kept(self):
        lines = self.json("import", self.write("old.csv", GOOD))
        self.assertEqual([(line["kind"], line.get("scope"), line["imported"]) for line in lines],
                         [("scope", "acme", 1), ("scope", "acme/sales/spring", 1), ("summary", None, 2)])
        first, second = self.json("list")
        self.assertEqual((first["status"], first["created"], first["scope"]), ("ACTIVE", "2020-02-29T00:00:00Z", "acme"))
        self.assertEqual((second["status"], second["scope"]), ("PENDING", "acme/sales/spring"))
        self.assertEqual(self.json("history", "501-214-9020")[0]["action"], "IMPORT")

    def test_a_preview_says_the_same_and_changes_nothing(self):
        path = self.write("old.csv", BAD)
        preview = self.json("import", "--preview", path, status=REJECTED)
        self.assertEqual(self.numbers(), [])
        done = self.json("import", path, status=REJECTED)
        self.assertTrue(preview[-1].pop("preview"))
        self.assertFalse(done[-1].pop("preview"))
        self.assertEqual(preview[-1], done[-1])
        reasons = [(line["row"], line["reasons"], line["other_row"]) for line in done if line["kind"] == "rejected"]
        self.assertEqual(reasons, [(4, ["SCOPE_UNKNOWN"], None), (5, ["DOUBLE_HOLDER"], 6), (6, ["DOUBLE_HOLDER"], 5),
                                   (7, ["BAD_FIELD"], None), (8, ["AREA_CODE_MISSING"], None)])
        self.assertEqual([(line["name"], line["rows"]) for line in done if line["kind"] == "unknown"], [("nowhere", 1)])

    def test_a_person_reads_a_table_and_one_sentence(self):
        output, errors = self.run_command("import", "--preview", self.write("old.csv", BAD), status=REJECTED)
        for text in ("Preview: nothing was changed.", "Imported as PENDING: 1, ACTIVE: 1", "Unknown Scopes (1)",
                     "Rejected Rows (5)", "(See row 6.)", "Total"):
            self.assertIn(text, output)
        self.assertEqual(errors, "5 of 7 rows were rejected.\n")

    def test_rejected_rows_and_the_report_are_written(self):
        path = self.write("old.csv", BAD)
        self.run_command("import", path, "--rejects", "bad.csv", "--report", "report.jsonl", status=REJECTED)
        with open(self.path("report.jsonl"), encoding="utf-8") as file:
            self.assertEqual(json.loads(file.readlines()[-1])["rejected"], 5)
        with open(self.path("bad.csv"), encoding="utf-8") as file:
            rows = file.read().splitlines()
        self.assertEqual(rows[0], HEADER.strip() + ",reason,message")
        self.assertEqual(len(rows), 6)
        self.run_command("import", path, "--preview", "--report", "report.txt", status=REJECTED)
        with open(self.path("report.txt"), encoding="utf-8") as file:
            self.assertIn("Unknown Scopes (1)", file.read())

    def test_an_import_done_again_adds_nothing(self):
        path = self.write("old.csv", GOOD)
        self.run_command("import", path, "--request-id", "m1", "--chunk", "1")
        again = self.json("import", path, "--request-id", "m1", "--chunk", "1")
        self.assertEqual((again[-1]["imported"], again[-1]["replayed"]), (2, 2))
        without = self.json("import", path, status=REJECTED)
        self.assertEqual((without[-1]["imported"], without[-1]["already"]), (0, 2))

    def test_defaults_stand_in_for_columns(self):
        self.run_command("import", "--scope", "acme/care", "--status", "active", "--purpose", "survey", stdin="number\n501-214-9020\n")
        record, = self.json("list")
        self.assertEqual((record["scope"], record["status"]), ("acme/care", "ACTIVE"))

    def test_businesses_units_and_programs_may_stand_apart(self):
        rows = "Phone;Business;Business Unit;Program;Purpose\n5012149020;acme;sales;spring;survey\n5012149021;acme;;;survey\n"
        lines = self.json("import", self.write("old.csv", rows))
        self.assertEqual([line["scope"] for line in lines[:-1]], ["acme/sales/spring", "acme"])
        told = "5012149022,x,spring,sales\n"
        lines = self.json("import", "--header", "no", "--within", "acme", "--scope-column", "4", "--unit-column", "3",
                          "--purpose", "survey", "--purpose-column", "none", self.write("told.csv", told))
        self.assertEqual(lines[0]["scope"], "acme/sales/spring")

    def test_what_makes_no_sense_is_refused(self):
        path = self.write("old.csv", GOOD)
        self.refused("import", "--status", "odd", path, says="There is no status 'odd'")
        self.refused("import", "--request-id", "x" * 41, path, says="--request-id must have 1 to 40 bytes.")
        self.refused("import", "--chunk", "0", path, says="--chunk")
        self.refused("import", "--within", "nowhere", path, says="nowhere")
        self.refused("import", "--scope-column", "place", path, says='No column is called "place"')
        self.refused("import", "--number-column", "none", path, says="--number-column")
        self.refused("import", self.write("two.csv", "number,purpose\n5012149020,survey\n"), says="which scope")
        self.refused("import", "missing.csv", says="missing.csv", status=USAGE)
        self.refused("import", "--report", "no/such/folder.txt", path, says="The report")
        self.assertEqual(self.numbers(), [])


if __name__ == "__main__":
    unittest.main()
