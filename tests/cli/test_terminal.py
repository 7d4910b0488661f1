# SPDX-License-Identifier: MIT
"""On a terminal: a progress bar on standard error for long work, nothing of it elsewhere; an interrupt changes nothing."""
import os
import pty
import signal
import subprocess
import time
import unittest

from command import COMMAND, FAILURE, StoreTest

MANY = "".join(f"{200 + a}-{220 + b}-{1000 + c},survey\n" for a in (1, 2, 3) for b in range(60) for c in range(0, 9000, 9)
               if (220 + b) % 100 != 11)


class Terminal(StoreTest):
    def run_on_terminal(self, *arguments, interrupt_after=None):
        leader, follower = pty.openpty()
        with subprocess.Popen([COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=follower, stdin=subprocess.DEVNULL,
                              cwd=self.folder) as process:
            os.close(follower)
            if interrupt_after is not None:
                time.sleep(interrupt_after)
                process.send_signal(signal.SIGINT)
            shown = b""
            while True:
                try:
                    block = os.read(leader, 65536)
                except OSError:
                    break
                if not block:
                    break
                shown += block
            os.close(leader)
            return process.wait(timeout=120), shown.decode()

    def test_long_work_shows_its_progress(self):
        name = self.write("many.csv", MANY)
        status, shown = self.run_on_terminal("upload", "--scope", "acme", name)
        self.assertIn(status, (0, 1), shown)
        self.assertIn("\r\033[K", shown)

    def test_no_progress_where_nobody_looks(self):
        name = self.write("many.csv", MANY)
        _, errors = self.run_command("upload", "--scope", "acme", name, "--preview", stdout=subprocess.DEVNULL)
        self.assertEqual(errors, "")

    def test_an_interrupted_upload_changes_nothing(self):
        name = self.write("many.csv", MANY)
        status, shown = self.run_on_terminal("upload", "--scope", "acme", name, interrupt_after=0.05)
        count = len(self.numbers())
        if status == FAILURE:
            self.assertIn("NREG_CANCELLED", shown)
            self.assertEqual(count, 0)
        elif status in (0, 1):
            self.assertGreater(count, 0)  # it was done before the interrupt came
        else:
            self.assertEqual((status, count), (-signal.SIGINT, 0))  # it had not begun to work


unittest.main()
