# SPDX-License-Identifier: MIT
"""Options, help, version, and every way to get the command line wrong."""
import os
import re
import subprocess
import unittest
from pathlib import Path

from command import COMMAND, FAILURE, OK, REJECTED, USAGE, CommandTest

COMMANDS = ["init", "check", "purposes", "scope add", "scope change", "scope list", "scope close", "draft new", "draft add",
            "draft show", "draft set", "draft drop", "draft save", "add", "upload", "import", "reconcile", "remove", "edit", "move", "list", "show",
            "export", "history", "feed", "revert", "review run", "review decide", "review expire", "review show", "proof",
            "transfer"]


class Arguments(CommandTest):
    def test_help_lists_every_command(self):
        output, _ = self.run_command("--help")
        for command in COMMANDS:
            self.assertRegex(output, rf"(?m)^  {command} ")
        self.assertEqual(self.run_command("help")[0], output)

    def test_every_command_has_help_that_names_its_options(self):
        for command in COMMANDS:
            output, _ = self.run_command(*command.split(), "--help")
            self.assertTrue(output.startswith(f"Usage: numberreg {command}"), output)
            self.assertIn("--store URL", output)
            self.assertEqual(self.run_command("help", *command.split())[0], output)
            self.assertNotEqual(output, "")

    def test_the_examples_of_the_help_work(self):
        self.run_command("init")
        for name in ("numbers.csv", "numbers.txt"):
            self.write(name, "501-214-9020\n501-214-90\n")
        self.write("registry.csv", "number,scope,purpose\n501-214-9030,acme/sales,survey\n501-214-9031,acme/none,survey\n")
        folder = os.path.dirname(COMMAND)
        draft = ""
        for command in COMMANDS:
            output, _ = self.run_command(*command.split(), "--help")
            lines = re.search(r"^Examples?\n((?:  .*\n)+)", output, re.MULTILINE)[1].splitlines()
            for line in lines:
                self.assertIn(f" {command} ", f"{line} ".replace("--store sqlite:portal.db ", "").replace(")", " "))
                done = subprocess.run(line.replace("4306553936947177", draft), shell=True, cwd=self.folder,
                                      env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}, capture_output=True)
                self.assertIn(done.returncode, (OK, REJECTED), (line, done.stdout, done.stderr))
            if command == "scope add":
                self.run_command("scope", "add", "acme/sales/autumn")
                self.run_command("scope", "add", "beta")
            elif command == "draft new":
                draft = self.json("draft", "show")[0]["draft"]

    def test_help_of_the_documented_options_is_there(self):
        output, _ = self.run_command("upload", "--help")
        for option in ("scope", "purpose", "region", "reassign", "accept-dno", "atomic", "max-rejects", "request-id",
                       "preview", "rejects"):
            self.assertIn(f"--{option}", output)

    def test_a_family_of_commands_has_help(self):
        output, _ = self.run_command("draft", "--help")
        self.assertEqual(output.count("numberreg draft"), 6)

    def test_version_names_library_plan_release_and_date(self):
        output, _ = self.run_command("--version")
        header = Path(__file__).resolve().parents[2] / "include/numberreg/version.h"
        version = ".".join(re.search(rf"NREG_VERSION_{part} (\d+)", header.read_text())[1]
                           for part in ("MAJOR", "MINOR", "PATCH"))
        self.assertRegex(output, rf"^numberreg {re.escape(version)}\nplan \d+\.\d+\.\d+, \d{{4}}-\d\d-\d\d\n$")

    def test_wrong_command_lines_are_refused_with_a_sentence(self):
        wrong = [([], "A command is missing"), (["frobnicate"], "no command 'frobnicate'"),
                 (["scope"], "needs a second word"), (["scope", "frobnicate"], "no command 'scope frobnicate'"),
                 (["--frobnicate"], "no option '--frobnicate'"), (["-x", "list"], "no option '-x'"),
                 (["--store"], "needs an argument"), (["list", "--store"], "needs an argument"),
                 (["list", "--frobnicate"], "no option '--frobnicate'"), (["list", "-x"], "no option '-x'"),
                 (["list", "--dno", "-xo"], "no option '-xo' here; see"),
                 (["-xyz", "list"], "no option '-xyz'; see"), (["--json", "-é"], "no option '-é'; see"),
                 (["add", "--purpose", "survey", "-501"], "no option '-501' here; a number that begins with '-' stands behind '--'."),
                 (["list", "--limit", "5", "-1", "2"], "no option '-1'"),
                 (["list", "--json=yes"], "takes no argument"), (["--json=yes", "list"], "Option --json takes no argument"), (["--help=x", "list"], "--help takes no argument"),
                 (["--store", "memory:", "--store", "sqlite:x", "list"], "Option --store is given twice."),
                 (["--store", "memory:", "list", "--store", "sqlite:x"], "--store is given twice, before"),
                 (["--actor", "a", "--actor", "b", "list"], "Option --actor is given twice."),
                 (["--language", "en", "purposes", "--language", "es"], "--language is given twice, before"),
                 (["list", "--limit", "1", "--limit", "2"], "given twice"),
                 (["list", "extra"], "argument too many: 'extra'"), (["review", "show"], "argument is missing"),
                 (["scope", "add"], "argument is missing"), (["scope", "add", "a", "b"], "argument too many"),
                 (["check", "a", "b"], "argument too many"), (["list", "--limit", "x"], "--limit must be a whole number"),
                 (["list", "--limit", "-1"], "--limit must be a whole number"),
                 (["list", "--limit", "99999999999999999999"], "--limit must be a whole number"),
                 (["list", "--status", "great"], "no status 'great'"), (["list", "--only-here"], "needs --scope"),
                 (["check", "--region", "XX"], "no region 'XX'"), (["check", "--region", "USA"], "no region 'USA'"),
                 (["check", "--region", ""], "no region ''"), (["add", "--atomic", "--max-rejects", "1", "1"], "contradict"),
                 (["add", "--max-rejects", "many", "1"], "--max-rejects must be"),
                 (["add", "--request-id", "", "1"], "--request-id must have"),
                 (["add", "--request-id", "x" * 65, "1"], "--request-id must have"),
                 (["upload", "--header", "perhaps"], "--header must be 'yes' or 'no', not 'perhaps'."),
                 (["upload", "--delimiter", "x"], "--delimiter must be ',', ';', '|' or 'tab', not 'x'."),
                 (["upload", "--encoding", "ebcdic"], "--encoding must be 'utf-8', "),
                 (["upload", "--number-column", "0"], "--number-column must be"),
                 (["upload", "--number-column", ""], "--number-column needs"),
                 (["scope", "add", "a/b", "--organization"], "only for the top"),
                 (["scope", "add", "/a"], "is no path"), (["scope", "add", "a/"], "is no path"),
                 (["scope", "add", ""], "is no path"), (["scope", "add", "a" * 300], "is no path"),
                 (["scope", "add", "a", "--starts", "tomorrow"], "--starts must be a date"),
                 (["scope", "add", "a", "--ends", "2026-02-30"], "--ends must be a date"),
                 (["scope", "add", "a", "--ends", "2026-02-03T25:00:00Z"], "--ends must be a date"),
                 (["draft", "show", "abc"], "draft's id must be"), (["draft", "show", "0"], "draft's id must be"),
                 (["draft", "set", "1", "1"], "What is to be set"), (["draft", "set", "1", "x", "--number", "1"], "entry must be"),
                 (["draft", "set", "1", "all", "--number", "1"], "one entry only"),
                 (["draft", "set", "1", "1", "--reassign", "--no-reassign"], "contradict"),
                 (["draft", "drop", "1"], "Name the entries"), (["draft", "drop", "1", "1", "--all"], "Name the entries"),
                 (["list", "--counts"], "--counts needs --scope"), (["list", "--type", "fax"], "no type 'fax'"),
                 (["list", "--ending", "12x"], "--ending must be"), (["list", "--changed-since", "now"], "--changed-since must be"),
                 (["export", "--format", "xml"], "--format must be 'csv' or 'jsonl', not 'xml'."),
                 (["export", "--for", "none"], "--for must be 'first-orion', "),
                 (["list", "--order", "size"], "--order must be 'number' or 'change', not 'size'."),
                 (["list", "--order", "numbers"], "--order must be"), (["list", "--order", ""], "--order must be"),
                 (["add", "--auto-review", "never", "1"], "--auto-review must be 'in-commit' or 'worker', not 'never'."),
                 (["export", "--max-rows", "5"], "--max-rows needs --output"), (["revert", "x"], "batch's id must be"),
                 (["review", "decide", "1"], "--decision NAME is missing: approve, "),
                 (["review", "decide", "--decision", "like", "1"], "--decision must be 'approve', 'hold', "), (["review", "run", "--limit", "10001"], "--limit must be"),
                 (["proof", "1"], "--reference TEXT is missing"), (["transfer", "1"], "--evidence REFERENCE is missing"),
                 (["--store", "mysql://x", "list"], "names no store"), (["--store", "", "list"], "names no store"),
                 (["--store", "sqlite:", "list"], "names no store"), (["--store", "memory:x", "list"], "names no store")]
        for arguments, says in wrong:
            with self.subTest(arguments=arguments):
                self.refused(*arguments, says=says)
        self.assertEqual(os.listdir(self.folder), [])

    def test_options_are_where_they_have_an_effect(self):
        adding = {"add", "upload", "reconcile", "draft save"}
        batches = adding | {"remove", "edit", "move", "revert", "review decide", "proof", "transfer"}
        expected = {"reassign": adding | {"draft add", "draft set"}, "accept-dno": adding | {"edit"},
                    "auto-review": adding | {"edit"}, "atomic": batches, "max-rejects": batches,
                    "request-id": batches | {"import"}, "preview": batches | {"import", "scope close"},
                    "rejects": batches | {"import"},
                    "purpose": {"add", "upload", "reconcile", "edit", "import", "list", "export", "draft add", "draft set"}}
        taken = {command: self.run_command(*command.split(), "--help")[0] for command in COMMANDS}
        for option, commands in expected.items():
            with self.subTest(option=option):
                self.assertEqual({command for command in COMMANDS if f"\n  --{option} " in taken[command]}, commands)
        self.refused("move", "--reassign", "1", says="There is no option '--reassign' here; see numberreg move --help.")

    def test_help_says_what_is_done_without_a_number_or_a_region(self):
        for command in COMMANDS:
            for line in self.run_command(*command.split(), "--help")[0].splitlines():
                if re.match(r"  --\S+ (N|CC) ", line) and not (command == "scope change" or "of this region" in line):
                    self.assertRegex(line, "if not given|else all", command)

    def test_names_are_understood_in_any_case(self):
        self.run_command("init")
        self.run_command("scope", "add", "acme")
        file = self.write("numbers.csv", "501-214-9020;survey\n")
        self.run_command("upload", "--scope", "acme", "--encoding", "UTF-8", "--header", "No", "--delimiter", ";",
                         "--auto-review", "IN_COMMIT", file)
        self.run_command("review", "decide", "--scope", "acme", "--decision", "Suspend", "501-214-9020", "--preview")
        for arguments in (["list", "--order", "Change"], ["list", "--status", "Active", "--type", "Fixed-Line-or-Mobile"],
                          ["export", "--format", "JSONL"], ["export", "--for", "First-Orion"]):
            self.assertIn("214", self.run_command(*arguments)[0], arguments)

    def test_counts_are_not_narrowed_by_what_narrows_lists(self):
        for option in (["--status", "active"], ["--only-here"], ["--limit", "5"], ["--order", "change"], ["--dno"]):
            with self.subTest(option=option):
                self.refused("list", "--scope", "acme", "--counts", *option,
                             says=f"--counts goes with --scope alone, not with {option[0]}.")

    def test_a_limit_is_one_at_least(self):
        for command in COMMANDS:
            if "--limit N" in self.run_command(*command.split(), "--help")[0]:
                with self.subTest(command=command):
                    self.refused(*command.split(), "--limit", "0", says="--limit must be a whole number from 1 to ")

    def test_options_stand_before_or_behind_the_command(self):
        before, _ = self.run_command("--json", "purposes")
        behind, _ = self.run_command("purposes", "--json")
        self.assertEqual(before, behind)

    def test_posixly_correct_changes_nothing(self):
        output, _ = self.run_command("check", "--json", env={"POSIXLY_CORRECT": "1"}, stdin="501-214-9020\n")
        self.run_command("init")
        self.run_command("scope", "add", "acme", "--label", "Acme", env={"POSIXLY_CORRECT": "1"})
        self.assertIn("+15012149020", output)

    def test_two_dashes_end_the_options(self):
        self.run_command("init")
        self.run_command("show", "--", "--json", status=USAGE)

    def test_purposes_are_the_ten_with_a_warning_for_do_not_originate(self):
        purposes = self.json("purposes")
        self.assertEqual([purpose["label"] for purpose in purposes],
                         ["Charity", "Customer Service", "Debt Collection", "Informational/Notification", "Multi-Use Line",
                          "Political", "Prison", "Survey", "Telemarketing", "Do Not Originate"])
        self.assertEqual([purpose["code"] for purpose in purposes if purpose["warning"]], ["DO_NOT_ORIGINATE"])
        self.assertEqual([purpose["code"] for purpose in purposes if purpose["dno"]], ["DO_NOT_ORIGINATE"])
        output, _ = self.run_command("purposes")
        self.assertIn("Warning: ", output)

    def test_only_init_creates_a_store_and_it_can_be_repeated(self):
        for arguments in (["list"], ["scope", "list"], ["scope", "add", "acme"], ["add", "--scope", "acme", "1"],
                          ["draft", "new", "--scope", "acme"], ["show", "5012149020"]):
            errors = self.refused(*arguments, says="sqlite:numberreg.db", status=FAILURE)
            self.assertIn("numberreg init", errors)
            self.assertEqual(os.listdir(self.folder), [])
        self.assertEqual(self.json("init"), [{"store": "sqlite:numberreg.db", "created": True}])
        self.assertEqual(self.json("init"), [{"store": "sqlite:numberreg.db", "created": False}])
        self.assertIn("numberreg.db", os.listdir(self.folder))

    def test_a_store_elsewhere_is_named_by_its_url(self):
        self.run_command("--store", "sqlite:other.db", "init")
        self.run_command("scope", "add", "acme", "--store", "sqlite:other.db")
        self.refused("scope", "list", says="numberreg.db", status=FAILURE)
        self.assertEqual(self.json("--store", "sqlite:other.db", "scope", "list")[0]["path"], "acme")

    def test_a_memory_store_is_empty(self):
        self.assertEqual(self.json("--store", "memory:", "list"), [])
        self.refused("--store", "memory:", "add", "--scope", "acme", "5012149020", says="no scope 'acme' at the top")

    def test_a_password_in_a_url_is_not_shown(self):
        errors = self.refused("--store", "postgres://user:s3cret@127.0.0.1:1/none", "list", says="", status=FAILURE)
        self.assertNotIn("s3cret", errors)

    def test_a_bad_actor_is_refused(self):
        self.run_command("init")
        self.refused("--actor", "", "list", says="actor")
        self.refused("--actor", "x" * 200, "list", says="actor")
        self.refused("--actor", "a\nb", "list", says="actor")
        self.refused("list", env={"LOGNAME": "a\x07b"}, says="actor")
        self.run_command("list", env={"LOGNAME": "", "USER": ""})


unittest.main()
