# SPDX-License-Identifier: MIT
"""Files that the command writes: never the one it reads, never the store, never a device's place."""
import os
import stat
import subprocess
import unittest

from command import COMMAND, FAILURE, REJECTED, USAGE, StoreTest

ROWS = "number,purpose\n501-214-9020,survey\n501-214-90,survey\n"


class Outputs(StoreTest):
    def setUp(self):
        super().setUp()
        self.write("numbers.csv", ROWS)
        os.symlink("numbers.csv", self.path("link.csv"))

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def test_one_is_spoken_of_as_one(self):
        self.write("one.csv", "501-214-9020\n")
        self.write("bad.csv", "number,scope\n501,acme\n")
        draft = self.run_command("draft", "new", "--scope", "acme")[0].strip()
        self.assertRegex(self.run_command("draft", "show", draft)[0], r" 0 entries  20")
        self.run_command("draft", "add", draft, "501-214-9020", "--purpose", "survey")
        self.assertRegex(self.run_command("draft", "show")[0], r" 1 entry    20")
        self.run_command("draft", "save", draft)
        self.assertIn("\n1 number was right already.\n",
                      self.run_command("reconcile", "--scope", "acme", "--purpose", "survey", "one.csv")[0])
        self.assertEqual(self.run_command("export", "--output", "out.csv")[1], "Wrote 1 number to 1 file.\n")
        self.assertEqual(self.run_command("import", "bad.csv", status=REJECTED)[1], "1 of 1 row was rejected.\n")

    def test_the_file_that_is_read_is_not_written(self):
        upload = ["upload", "--scope", "acme"]
        for name in ("numbers.csv", "./numbers.csv", "link.csv"):
            self.refused(*upload, "numbers.csv", "--rejects", name, says="the file that is read")
            self.refused("reconcile", "--scope", "acme", "numbers.csv", "--rejects", name, says="the file that is read")
            for option in ("--rejects", "--report"):
                self.refused("import", "--scope", "acme", "numbers.csv", option, name, says="the file that is read")
        for command in (upload, ["add", "--scope", "acme"]):
            with open(self.path("numbers.csv"), "rb") as file:
                done = subprocess.run([COMMAND, *command, "--rejects", "numbers.csv"], cwd=self.folder, stdin=file,
                                      capture_output=True)
            self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.read("numbers.csv"), ROWS.encode())
        self.assertEqual(self.numbers(), [])

    def test_the_store_is_not_written_over(self):
        before = self.run_command("scope", "list")
        self.refused("upload", "--scope", "acme", "numbers.csv", "--rejects", "numberreg.db", says="the store itself")
        self.refused("import", "--scope", "acme", "numbers.csv", "--report", "numberreg.db", says="the store itself")
        self.refused("export", "--output", "numberreg.db", says="the store itself")
        self.assertEqual(self.run_command("scope", "list"), before)

    def test_files_that_the_store_keeps_beside_itself_are_not_written_over(self):
        os.symlink("numberreg.db", self.path("other.db"))
        for end in ("-wal", "-shm", "-journal"):
            for store, name in (("numberreg.db", "numberreg.db"), ("numberreg.db", "./numberreg.db"),
                                ("other.db", "numberreg.db")):
                self.refused("--store", f"sqlite:{store}", "upload", "--scope", "acme", "numbers.csv", "--rejects",
                             name + end, says="a file of the store's own")
        self.assertEqual(self.numbers(), [])

    def test_what_lies_beside_a_file_that_is_written_stays(self):
        self.run_command("add", "--scope", "acme", "--purpose", "survey", "501-214-9020", "501-214-9021")
        for store in ("out.csv.part", "out.csv-2"):
            os.rename(self.path("numberreg.db"), self.path(store))
            arguments = ("--store", f"sqlite:{store}", "export", "--output", "out.csv", "--max-rows", "1")
            if store == "out.csv-2":
                self.refused(*arguments, says="names 'out.csv-2', the store itself; name another file.")
            else:
                self.run_command(*arguments)
            self.assertEqual(len(self.json("--store", f"sqlite:{store}", "list")), 2)
            os.rename(self.path(store), self.path("numberreg.db"))
        self.assertEqual([name for name in os.listdir(self.folder) if ".part" in name], [])

    def test_a_folder_is_refused_before_anything_is_changed(self):
        os.mkdir(self.path("folder"))
        self.refused("upload", "--scope", "acme", "numbers.csv", "--rejects", "folder", says="which is a folder")
        self.refused("import", "--scope", "acme", "numbers.csv", "--report", "folder", says="which is a folder")
        self.refused("export", "--output", "folder", says="which is a folder")
        self.assertEqual(self.numbers(), [])

    def test_what_fails_leaves_the_old_file(self):
        self.write("old.csv", "old")
        self.write("bad.csv", b"\x00\x01\x02" * 999)
        self.refused("import", "--scope", "acme", "bad.csv", "--report", "old.csv", says="bad.csv")
        numbers = "\n".join(f"501-{300 + i // 1000}-{1000 + i % 1000}" for i in range(5000))
        self.run_command("add", "--scope", "acme", "--purpose", "survey", stdin=numbers)
        with open(self.path("numberreg.db"), "r+b") as file:
            file.truncate(os.path.getsize(self.path("numberreg.db")) // 2)
        self.refused("export", "--output", "old.csv", says="NREG_", status=FAILURE)
        self.assertEqual(self.read("old.csv"), b"old")
        self.assertEqual([name for name in os.listdir(self.folder) if name.endswith(".part")], [])

    def test_report_and_rejects_are_two_files(self):
        os.mkdir(self.path("folder"))
        os.symlink("folder", self.path("there"))
        self.write("old", "old")
        os.link(self.path("old"), self.path("hard"))
        os.symlink("old", self.path("soft"))
        for report, rejects in (("a", "a"), ("a", "./a"), (self.path("a"), "a"), ("folder/a", "folder/../folder/a"),
                                ("folder/a", "there/a"), ("old", "hard"), ("soft", "old")):
            self.refused("import", "--scope", "acme", "numbers.csv", "--report", report, "--rejects", rejects,
                         says="the same file")
        self.assertEqual((self.read("old"), os.listdir(self.path("folder")), self.numbers()), (b"old", [], []))
        for report, rejects in (("a", "folder/a"), ("/dev/null", "/dev/null")):
            self.run_command("import", "--scope", "acme", "numbers.csv", "--report", report, "--rejects", rejects,
                             "--preview", status=REJECTED)
        self.assertNotEqual(self.read("a"), self.read("folder/a"))

    def test_a_dash_names_no_file(self):
        for command in (["upload", "--scope", "acme", "numbers.csv", "--rejects"], ["export", "--output"],
                        ["import", "--scope", "acme", "numbers.csv", "--report"]):
            self.refused(*command, "-", says="'-' means none; a file of that name is ./-.")
        self.assertEqual((os.path.exists(self.path("-")), self.numbers()), (False, []))
        self.run_command("export", "--output", "./-")

    def test_standard_output_is_a_file_of_its_own(self):
        for option in ("--rejects out", "--rejects ./out", "--rejects /proc/self/fd/1"):
            done = subprocess.run(f"{COMMAND} upload --scope acme numbers.csv {option} > out", shell=True,
                                  cwd=self.folder, stderr=subprocess.PIPE)
            self.assertIn(b"where standard output goes", done.stderr)
            self.assertEqual(done.returncode, USAGE)
        done = subprocess.run(f"{COMMAND} export --output out 2> out", shell=True, cwd=self.folder)
        self.assertIn(b"where standard error goes", self.read("out"))
        self.assertEqual((done.returncode, self.numbers()), (USAGE, []))

    def test_a_pipe_is_written_and_stays_a_pipe(self):
        os.mkfifo(self.path("pipe"))
        reader = subprocess.Popen(["cat", "pipe"], cwd=self.folder, stdout=subprocess.PIPE)
        self.run_command("upload", "--scope", "acme", "numbers.csv", "--rejects", "pipe", status=REJECTED)
        self.assertIn(b"501-214-90,survey,TOO_SHORT", reader.communicate(timeout=30)[0])
        self.assertTrue(stat.S_ISFIFO(os.stat(self.path("pipe")).st_mode))

    def test_a_full_device_is_a_failure_that_says_what_stands(self):
        for command in (["upload", "numbers.csv"], ["add", "501-214-90"]):
            _, errors = self.run_command(*command, "--scope", "acme", "--rejects", "/dev/full", status=FAILURE)
            self.assertIn("The result stands", errors)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))
        self.assertEqual(self.numbers(), ["+15012149020"])


unittest.main()
