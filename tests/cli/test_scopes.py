# SPDX-License-Identifier: MIT
"""scope add, list and close."""
import unittest

from command import CommandTest


class Scopes(CommandTest):
    def setUp(self):
        super().setUp()
        self.run_command("init")

    def test_a_path_adds_one_level_at_a_time(self):
        levels = [self.json("scope", "add", path)[0]["level"] for path in ("acme", "acme/sales", "acme/sales/spring")]
        self.assertEqual(levels, ["BUSINESS", "UNIT", "PROGRAM"])
        self.refused("scope", "add", "acme/sales/spring/more", says="")

    def test_an_organization_is_one_level_more(self):
        for path, level in (("reseller", "ORGANIZATION"), ("reseller/acme", "BUSINESS"), ("reseller/acme/sales", "UNIT")):
            options = ["--organization"] if level == "ORGANIZATION" else []
            self.assertEqual(self.json("scope", "add", path, *options)[0]["level"], level)

    def test_all_fields_come_back(self):
        for path in ("acme", "acme/sales"):
            self.run_command("scope", "add", path)
        scope = self.json("scope", "add", "acme/sales/spring", "--label", "Spring offer", "--external-id", "P-1",
                          "--region", "ca", "--starts", "2026-03-01", "--ends", "2026-05-31T23:59:59Z")[0]
        self.assertEqual(list(scope), ["path", "id", "level", "label", "external_id", "region", "state", "created", "starts", "ends"])
        self.assertRegex(scope["id"], r"^[1-9]\d*$")
        self.assertEqual({key: scope[key] for key in ("path", "label", "external_id", "region", "state", "starts", "ends")}, {
            "path": "acme/sales/spring", "label": "Spring offer", "external_id": "P-1", "region": "CA", "state": "OPEN",
            "starts": "2026-03-01T00:00:00Z", "ends": "2026-05-31T23:59:59Z"})
        self.assertEqual(self.json("scope", "list", "acme/sales/spring"), [scope])

    def test_what_is_not_told_stays_as_it_was(self):
        self.run_command("scope", "add", "acme", "--label", "Acme", "--external-id", "x-1", "--region", "US")
        self.run_command("scope", "add", "acme/sales")
        self.run_command("scope", "add", "acme/sales/spring", "--starts", "2026-01-01", "--ends", "2026-06-01")
        (scope,) = self.json("scope", "change", "acme", "--label", "Acme Inc.", "--region", "mx")
        self.assertEqual((scope["label"], scope["external_id"], scope["region"]), ("Acme Inc.", "x-1", "MX"))
        (scope,) = self.json("scope", "change", "acme", "--external-id", "")
        self.assertEqual((scope["label"], scope["external_id"]), ("Acme Inc.", None))
        (scope,) = self.json("scope", "change", "acme/sales/spring", "--ends", "2026-07-01")
        self.assertEqual((scope["starts"], scope["ends"]), ("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"))
        (scope,) = self.json("scope", "change", "acme/sales/spring", "--starts", "", "--ends", "")
        self.assertEqual((scope["starts"], scope["ends"]), (None, None))
        (scope,) = self.json("scope", "change", "acme", "--region", "")
        self.assertEqual((scope["label"], scope["region"]), ("Acme Inc.", None))
        self.refused("scope", "add", "beta", "--region", "", says="no region ''")
        self.refused("scope", "add", "acme/sales/summer", "--ends", "", says="--ends must be a date")
        self.refused("scope", "change", "acme", says="What is to be changed?")
        self.refused("scope", "change", "none", "--label", "x", says="no scope 'none'")
        self.refused("scope", "change", "acme", "--ends", "2026-07-01", says="Only a Program")

    def test_an_organization_takes_no_numbers(self):
        self.run_command("scope", "add", "seller", "--organization")
        for command in (["add", "501-214-9020"], ["upload"], ["draft", "new"]):
            self.refused(*command, "--scope", "seller", says="holds no numbers")

    def test_errors_name_what_and_where(self):
        self.run_command("scope", "add", "acme")
        self.refused("scope", "add", "acme", says="acme")
        self.refused("scope", "add", "acme/sales/spring", says="no scope 'sales' in 'acme'")
        self.refused("scope", "add", "nobody/sales", says="no scope 'nobody' at the top")
        self.refused("scope", "list", "acme/none", says="no scope 'none' in 'acme'")
        self.refused("scope", "close", "acme/none", says="no scope 'none' in 'acme'")
        self.refused("scope", "add", "No Such Key", says="")
        self.refused("scope", "add", "x", "--external-id", "e" * 65, says="")
        self.refused("scope", "add", "x", "--label", "a\x07b", says="")

    def test_listing_goes_down_in_order(self):
        for path in ("b", "a", "a/y", "a/x", "a/x/p"):
            self.run_command("scope", "add", path)
        self.assertEqual([scope["path"] for scope in self.json("scope", "list")], ["a", "a/x", "a/x/p", "a/y", "b"])
        self.assertEqual([scope["path"] for scope in self.json("scope", "list", "a/x")], ["a/x", "a/x/p"])
        output, _ = self.run_command("scope", "list", "a/x")
        self.assertRegex(output, r"(?m)^a/x/p +PROGRAM +OPEN +p$")

    def test_what_is_not_empty_cannot_be_closed(self):
        for path in ("acme", "acme/sales", "acme/sales/spring"):
            self.run_command("scope", "add", path)
        self.refused("scope", "close", "acme/sales", says="NREG_NOT_EMPTY")
        self.run_command("add", "--scope", "acme/sales/spring", "--purpose", "survey", "501-214-9020")
        self.refused("scope", "close", "acme/sales/spring", says="NREG_NOT_EMPTY")

    def test_numbers_are_read_in_the_region_of_their_scope(self):
        self.run_command("scope", "add", "acme", "--region", "gb")
        for path in ("acme/sales", "acme/sales/spring"):
            self.run_command("scope", "add", path)
        self.assertRegex(self.run_command("scope", "list")[0], r"(?m)^acme +BUSINESS +OPEN +GB acme$")
        spring, old = ("--scope", "acme/sales/spring"), "020 7031 3000"
        def e164(*arguments, **options):
            return self.json(*arguments, **options)[0]["e164"]
        self.assertEqual(e164("add", *spring, "--purpose", "survey", old), "+442070313000")
        self.assertEqual(e164("edit", *spring, "--purpose", "charity", old), "+442070313000")
        self.assertEqual(e164("move", "--scope", "acme/sales", old), "+442070313000")
        self.assertEqual(e164("remove", "--scope", "acme", old), "+442070313000")
        with open(self.path("new.csv"), "w", encoding="utf-8") as file:
            file.write(f"number\n{old}\n")
        self.assertEqual(e164("upload", *spring, "--purpose", "survey", "new.csv"), "+442070313000")
        draft = self.json("draft", "new", *spring)[0]["draft"]
        self.assertEqual(e164("draft", "add", draft, "--purpose", "survey", "020 7031 3001"), "+442070313001")
        self.assertEqual(e164("add", *spring, "--purpose", "survey", "--region", "us", "501-214-9020"), "+15012149020")

    def test_a_scope_is_closed_with_what_it_holds(self):
        for path in ("acme", "acme/sales", "acme/sales/spring", "acme/care"):
            self.run_command("scope", "add", path)
        self.run_command("add", "--scope", "acme/sales/spring", "--purpose", "survey", "501-214-9020", "501-214-9021")
        close = ("scope", "close", "acme/sales")
        preview = self.json(*close, "--unassign", "--preview")
        self.assertEqual([line.get("outcome") for line in preview], ["UNASSIGNED", "UNASSIGNED", None])
        self.assertTrue(preview[-1]["preview"])
        self.assertEqual([record["scope"] for record in self.json("list")], ["acme/sales/spring"] * 2)
        output, _ = self.run_command(*close, "--delete", "--preview")
        self.assertIn("Removed Numbers (2)", output)
        lines = self.json(*close, "--move-to", "acme/care")
        self.assertEqual([line.get("outcome") for line in lines], ["MOVED", "MOVED", None, None])
        self.assertEqual((lines[-1]["path"], lines[-1]["state"]), ("acme/sales", "CLOSED"))
        self.assertEqual([record["scope"] for record in self.json("list")], ["acme/care"] * 2)
        self.assertEqual([scope["state"] for scope in self.json("scope", "list", "acme/sales")], ["CLOSED", "CLOSED"])
        self.run_command("scope", "close", "acme/care", "--delete")
        self.assertEqual(self.json("list"), [])
        output, _ = self.run_command("scope", "close", "acme", "--delete", "--preview")
        self.assertIn("There are no numbers.", output)

    def test_ways_of_closing_that_make_no_sense_are_refused(self):
        self.run_command("scope", "add", "acme")
        self.refused("scope", "close", "acme", "--unassign", "--delete", says="contradict")
        self.refused("scope", "close", "acme", "--preview", says="--preview goes with")
        self.refused("scope", "close", "acme", "--unassign", says="NREG_INVALID_ARGUMENT")
        self.refused("scope", "close", "acme", "--move-to", "nowhere", says="nowhere")

    def test_a_closed_scope_takes_nothing(self):
        for path in ("acme", "acme/sales"):
            self.run_command("scope", "add", path)
        self.assertEqual(self.json("scope", "close", "acme/sales")[0]["state"], "CLOSED")
        self.refused("scope", "add", "acme/sales/spring", says="NREG_CLOSED")
        outcome, summary = self.json("add", "--scope", "acme/sales", "--purpose", "survey", "501-214-9020", status=1)
        self.assertEqual(outcome["reasons"], ["TARGET_CLOSED"])
        self.assertEqual(summary["rejected"], 1)


unittest.main()
