# SPDX-License-Identifier: MIT
"""Runs the command named by the variable NUMBERREG, each test in a folder of its own."""
import ctypes
import json
import os
import subprocess
import tempfile
import unittest

OK, REJECTED, USAGE, FAILURE = 0, 1, 2, 3
COMMAND = os.environ["NUMBERREG"]


def heed_permissions():
    """Root, too, is then refused what a file's permissions refuse: run before a program, takes CAP_DAC_OVERRIDE and
    CAP_DAC_READ_SEARCH from it."""
    pr_capbset_drop = 24
    for capability in (1, 2):
        if ctypes.CDLL(None, use_errno=True).prctl(pr_capbset_drop, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


# Options of run_command() with which permissions hold.
AS_ANYBODY = {"preexec_fn": heed_permissions} if os.geteuid() == 0 else {}


class CommandTest(unittest.TestCase):
    """Has a folder to work in; self.run_command() runs there."""

    def setUp(self):
        # In memory where that is offered: every process of a test writes a store to the disk and waits for it.
        folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def run_command(self, *arguments, status=OK, stdin=b"", env=None, stdout=subprocess.PIPE, **options):
        """Runs the command and checks its exit status; returns standard output and standard error as text."""
        done = subprocess.run([COMMAND, *arguments], input=stdin if isinstance(stdin, bytes) else stdin.encode(),
                              stdout=stdout, stderr=subprocess.PIPE, cwd=self.folder, timeout=60,
                              env={**os.environ, **(env or {})}, **options)
        output = (done.stdout or b"").decode("utf-8")
        errors = done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, status, f"{arguments}\n{output[-2000:]}\n{errors[-2000:]}")
        self.assertNotIn("Sanitizer", errors)
        return output, errors

    def json(self, *arguments, **options):
        """The objects that the command prints with --json."""
        output, _ = self.run_command("--json", *arguments, **options)
        return [json.loads(line) for line in output.splitlines()]

    def refused(self, *arguments, says, status=USAGE, **options):
        """The command fails with a message that contains `says`, and prints nothing on standard output."""
        output, errors = self.run_command(*arguments, status=status, **options)
        self.assertEqual(output, "")
        self.assertIn(says, errors)
        self.assertTrue(errors.startswith("numberreg"), errors)
        return errors


class StoreTest(CommandTest):
    """Has a store with a Business, two Units, and three Programs."""

    def setUp(self):
        super().setUp()
        self.run_command("init")
        for path in ("acme", "acme/sales", "acme/sales/spring", "acme/sales/autumn", "acme/care", "acme/care/alerts"):
            self.run_command("scope", "add", path)

    def numbers(self, *arguments):
        return [record["e164"] for record in self.json("list", *arguments) if "e164" in record]
