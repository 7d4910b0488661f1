# SPDX-License-Identifier: MIT
"""Files, stores and environments that are wrong: a sentence naming what, the documented status, nothing changed."""
import os
import resource
import signal
import sqlite3
import subprocess
import unittest

from command import AS_ANYBODY, COMMAND, FAILURE, OK, REJECTED, USAGE, CommandTest, StoreTest


class Files(StoreTest):
    def refuse_file(self, content, says="", status=USAGE):
        name = self.write("bad.csv", content)
        self.refused("upload", "--scope", "acme", name, says=says, status=status)
        self.assertEqual(self.numbers(), [])

    def test_files_that_are_not_there(self):
        for command in (["check"], ["upload", "--scope", "acme"]):
            self.refused(*command, "none.csv", says="'none.csv' cannot be opened: No such file or directory")
            self.refused(*command, self.folder, says="is a folder")

    def test_a_file_in_a_numbers_place_is_no_number(self):
        self.write("501.csv", "501-214-9020\n")
        for command in ("add", "remove"):
            self.refused(command, "--scope", "acme", "501-214-9021", "501.csv", says=f"numberreg {command} ... < 501.csv")
        self.write("501.214.9020", "")
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "501.214.9020")
        self.assertEqual(self.numbers(), ["+15012149020"])

    def test_a_file_that_may_not_be_read(self):
        name = self.write("secret.csv", "501-214-9020\n")
        os.chmod(name, 0)
        self.refused("check", name, says="Permission denied", **AS_ANYBODY)

    def test_binary_data_is_no_table(self):
        self.refuse_file(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40, says="bad.csv")

    def test_a_quote_never_closed(self):
        self.refuse_file('"501-214-9020,survey\n' + "501-214-9021,survey\n" * 10, says="NREG_BAD_FORMAT")

    def test_a_row_without_end_is_refused_in_bounded_memory(self):
        script = f"head -c 300000000 /dev/zero | tr '\\0' 5 | {COMMAND} upload --scope acme"
        limit = "" if os.environ.get("NREG_SANITIZER") else "ulimit -v 600000; "
        done = subprocess.run(["bash", "-c", limit + script], cwd=self.folder, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, USAGE, done.stderr)
        self.assertIn(b"NREG_LIMIT_EXCEEDED", done.stderr)

    def test_a_nul_and_broken_utf8_reject_their_row_only(self):
        name = self.write("mixed.csv", b"501-214-9020,survey\n501-214\x00-9021,survey\n501-214-9022,sur\xffvey\n")
        done = self.json("upload", "--scope", "acme", name, "--preview", status=REJECTED)
        self.assertEqual(done[0]["outcome"], "ADDED")
        self.assertEqual(done[-1]["entries"], 3)
        self.assertEqual(done[-1]["rejected"], 2)

    def test_an_empty_file_has_no_rows(self):
        name = self.write("empty.csv", b"")
        summary = self.json("upload", "--scope", "acme", name)[-1]
        self.assertEqual(summary["entries"], 0)
        for command in (["upload"], ["add"], ["remove"]):
            _, errors = self.run_command(*command, "--scope", "acme")
            self.assertEqual(errors, "There were no numbers.\n")

    def test_a_table_without_a_column_of_numbers_registers_nothing(self):
        name = self.write("names.csv", "name,city\nAnn,Boise\nBob,Fargo\n")
        summary = self.json("upload", "--scope", "acme", name, status=REJECTED)[-1]
        self.assertEqual((summary["accepted"], summary["rejected"]), (0, summary["entries"]))


class Stores(CommandTest):
    def content(self):
        with open(self.path("numberreg.db"), "rb") as file:
            return file.read()

    def test_a_file_that_is_no_database(self):
        self.write("numberreg.db", "this is not a database, but a text that is long enough to be read as one\n" * 50)
        before = self.content()
        self.refused("list", says="numberreg.db", status=FAILURE)
        self.refused("init", says="numberreg.db", status=FAILURE)
        self.assertEqual(self.content(), before)

    def test_a_database_of_another_program(self):
        with sqlite3.connect(self.path("numberreg.db")) as database:
            database.execute("CREATE TABLE songs (title TEXT)")
        self.refused("list", says="numberreg.db", status=FAILURE)
        self.refused("init", says="numberreg.db", status=FAILURE)
        with sqlite3.connect(self.path("numberreg.db")) as database:
            tables = database.execute("SELECT name FROM sqlite_schema").fetchall()
        self.assertEqual(tables, [("songs",)])

    def test_a_store_that_may_only_be_read_can_be_looked_at(self):
        self.run_command("init")
        self.run_command("scope", "add", "acme")
        os.chmod(self.path("numberreg.db"), 0o444)
        output, _ = self.run_command("scope", "list", **AS_ANYBODY)
        self.assertIn("acme", output)
        self.run_command("init", **AS_ANYBODY)
        for command in (["scope", "add", "other"], ["add", "--scope", "acme", "--purpose", "survey", "501-214-9020"]):
            errors = self.refused(*command, says="NREG_READ_ONLY", status=FAILURE, **AS_ANYBODY)
            self.assertIn("may only be read. Open it for reading, or change its permissions.", errors)

    def test_a_missing_store_is_told_how_to_be_made(self):
        self.refused("--store", "sqlite:none.db", "list", says="numberreg --store sqlite:none.db init", status=FAILURE)
        errors = self.refused("--store", "sqlite:none/none.db", "init", says='no directory "none"', status=FAILURE)
        self.assertNotIn("init makes", errors)

    def test_a_folder_or_an_impossible_place(self):
        os.mkdir(self.path("numberreg.db"))
        self.refused("list", says="numberreg.db", status=FAILURE)
        self.refused("init", says="numberreg.db", status=FAILURE)
        self.refused("--store", "sqlite:none/none.db", "init", says="none/none.db", status=FAILURE)
        self.assertFalse(os.path.exists(self.path("none")))

    def test_a_locked_store_is_waited_for_and_named(self):
        self.run_command("init")
        self.run_command("scope", "add", "acme")
        database = sqlite3.connect(self.path("numberreg.db"), isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        self.assertEqual(self.json("list"), [])
        self.refused("scope", "add", "other", says="NREG_BUSY", status=FAILURE)
        database.execute("ROLLBACK")
        database.close()
        self.run_command("scope", "add", "other")

    def test_a_full_device_changes_nothing(self):
        def no_more_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400000, 400000))

        self.run_command("init")
        self.run_command("scope", "add", "acme")
        many = self.write("many.csv", "".join(f"501-{300 + i // 1000}-{1000 + i % 1000},survey\n" for i in range(20000)))
        self.refused("upload", "--scope", "acme", many, says="NREG_FULL", status=FAILURE, preexec_fn=no_more_room)
        self.assertEqual(self.json("list"), [])
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "501-214-9020", preexec_fn=no_more_room)

    def test_a_truncated_store_is_corrupt_not_empty(self):
        self.run_command("init")
        self.run_command("scope", "add", "acme")
        numbers = "\n".join(f"501-{300 + i // 1000}-{1000 + i % 1000}" for i in range(5000))
        self.run_command("add", "--scope", "acme", "--purpose", "survey", stdin=numbers)
        size = os.path.getsize(self.path("numberreg.db"))
        with open(self.path("numberreg.db"), "r+b") as file:
            file.truncate(size // 2)
        _, errors = self.run_command("list", "--json", status=FAILURE)
        self.assertIn("NREG_", errors)

    def test_a_store_of_an_incompatible_version_is_refused(self):
        self.run_command("init")
        with sqlite3.connect(self.path("numberreg.db")) as database:
            database.execute("INSERT INTO schema_steps (version, oldest_reader, oldest_writer) VALUES (1001, 1001, 1001)")
            database.execute("PRAGMA user_version = 1001")
        database.close()
        for command in (["list"], ["init"], ["scope", "add", "acme"]):
            self.refused(*command, says="NREG_INCOMPATIBLE", status=FAILURE)

    def test_a_store_that_a_newer_version_must_write_can_be_looked_at(self):
        self.run_command("init")
        self.run_command("scope", "add", "acme")
        with sqlite3.connect(self.path("numberreg.db")) as database:
            database.execute("INSERT INTO schema_steps (version, oldest_reader, oldest_writer) VALUES (1001, 1, 1001)")
            database.execute("PRAGMA user_version = 1001")
        database.close()
        self.assertIn("acme", self.run_command("scope", "list")[0])
        for command in (["scope", "add", "other"], ["add", "--scope", "acme", "--purpose", "survey", "501-214-9020"]):
            errors = self.refused(*command, says="NREG_INCOMPATIBLE", status=FAILURE)
            self.assertIn("to write it needs a library that knows schema 1001", errors)


class Environment(StoreTest):
    def test_a_full_disk_under_the_output_is_a_failure(self):
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "501-214-9020")
        for arguments in (["list"], ["list", "--json"], ["--help"], ["check", "--json"], ["purposes"]):
            with open("/dev/full", "wb") as full:
                _, errors = self.run_command(*arguments, stdin="501-214-9020\n" * 20000, stdout=full, status=FAILURE)
            self.assertIn("Standard output could not be written: No space left on device.", errors)
        with open("/dev/full", "wb") as full:
            _, errors = self.run_command("remove", "--scope", "acme", "501-214-9020", stdout=full, status=FAILURE)
        self.assertIn("The result stands, but standard output could not be written", errors)

    def test_closed_standard_streams_do_not_become_files(self):
        done = subprocess.run(f"{COMMAND} scope add other >&-", shell=True, cwd=self.folder, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, FAILURE, done.stderr)
        done = subprocess.run(f"{COMMAND} scope list 0<&- 2>&-", shell=True, cwd=self.folder, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, OK)
        self.assertIn(b"other", done.stdout)
        self.run_command("list")

    def test_locale_and_temporary_folder_do_not_matter(self):
        expected = self.run_command("scope", "list")
        for env in ({"LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "nonsense"}, {"TZ": "Pacific/Kiritimati"},
                    {"HOME": "/nowhere"}, {"TMPDIR": "/nowhere", "SQLITE_TMPDIR": "/nowhere"}):
            self.assertEqual(self.run_command("scope", "list", env=env), expected)

    def test_a_variable_with_nonsense_is_named(self):
        self.refused("list", says="'xx', which NUMBERREG_LANGUAGE asks for", env={"NUMBERREG_LANGUAGE": "xx"})
        self.refused("--language", "xx", "list", says="'xx'; en and es", env={"NUMBERREG_LANGUAGE": "es"})
        self.run_command("list", env={"NUMBERREG_LANGUAGE": ""})
        add = ("add", "--scope", "acme", "--purpose", "survey", "501-214-9020")
        for env in ({"LOGNAME": "a\nb"}, {"LOGNAME": b"a\xffb"}, {"LOGNAME": "", "USER": "a\tb"}):
            errors = self.refused(*add, says="NREG_BAD_TEXT", env=env)
            self.assertIn(f"numberreg add: {'LOGNAME' if env['LOGNAME'] else 'USER'}: ", errors)
            self.assertIn("\n--actor WHO says instead who acts.\n", errors)
            self.run_command("--actor", "me", *add, "--preview", env=env)
        self.refused("--actor", "", "list", says="numberreg list: --actor: ")
        self.assertEqual(self.numbers(), [])

    def test_a_long_name_of_the_user_is_cut_between_characters(self):
        for number, name in enumerate(("x" * 300, "é" * 300, "xé" * 200, "😀" * 100, "x😀" * 100, "xx😀" * 100)):
            self.run_command("add", "--scope", "acme", "--purpose", "survey", f"501-214-{9020 + number}",
                             env={"LOGNAME": name})
            actor = self.json("history", f"501-214-{9020 + number}")[0]["actor"]
            self.assertTrue(("cli:" + name).startswith(actor), actor)
            self.assertIn(len(actor.encode()), range(123, 128))

    def test_a_path_left_empty_by_a_variable_is_no_path(self):
        for command in (["scope", "list", ""], ["scope", "close", ""], ["draft", "new", "--scope", ""],
                        ["add", "--purpose", "survey", "501-214-9020", "--scope", ""], ["list", "--scope", ""]):
            self.refused(*command, says=": '' is no path; ")

    def test_a_reader_that_goes_away_ends_the_command(self):
        done = subprocess.run(f"yes 501-214-9020 | {COMMAND} check --json | head -n 1", shell=True, cwd=self.folder,
                              capture_output=True, timeout=30)
        self.assertEqual(done.stdout.count(b"\n"), 1)


unittest.main()
