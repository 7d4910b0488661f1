# SPDX-License-Identifier: MIT
"""What servers as a whole do to the command: replicas that only read, disks that are full, restarts, no connections."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "consistency"))
import servers  # noqa: E402

COMMAND = os.environ["NUMBERREG"]
OK, REJECTED, FAILURE = 0, 1, 3


class ServersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=os.environ.get("SERVERS_FOLDER"))
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.stopped = []

    def server(self, name, **settings):
        server = servers.Server(f"{self.folder}/{name}", settings)
        self.addCleanup(server.stop, signal.SIGQUIT)
        return server

    def command(self, server, *arguments, status=OK):
        done = subprocess.run([COMMAND, "--store", server.url(), *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300, check=False)
        output = done.stdout.decode()
        self.assertEqual(done.returncode, status, f"{arguments}\n{output[-2000:]}")
        return output

    def store(self, server):
        self.command(server, "init")
        self.command(server, "scope", "add", "acme")

    def file_of(self, count):
        path = f"{self.folder}/{count}.csv"
        with open(path, "w", encoding="ascii") as file:
            file.write("number,purpose\n")
            file.writelines(f"1501{2200000 + i},Survey\n" for i in range(count))
        return path

    def upload(self, server, path, request, status=OK):
        return self.command(server, "upload", "--scope", "acme", "--request-id", request, path, status=status)

    def count(self, server, table):
        return int(server.sql(f"SELECT count(*) FROM numberreg.{table}"))

    def test_a_replica_lists_and_previews_and_does_not_write(self):
        primary = self.server("primary").init().start()
        self.store(primary)
        self.command(primary, "add", "--scope", "acme", "--purpose", "Survey", "5012149020")
        replica = self.server("replica").follow(primary, "replica").start()
        self.assertIn("2149020", re.sub(r"[^0-9]", "", self.command(replica, "list")))
        self.assertIn("2149020", re.sub(r"[^0-9]", "", self.command(replica, "show", "5012149020")))
        self.command(replica, "add", "--preview", "--scope", "acme", "--purpose", "Survey", "5012149021")
        self.command(replica, "add", "--preview", "--scope", "acme", "--purpose", "Survey", "5012149020", status=REJECTED)
        self.command(replica, "feed")
        output = self.command(replica, "add", "--scope", "acme", "--purpose", "Survey", "5012149021", status=FAILURE)
        self.assertIn("NREG_READ_ONLY", output)
        self.assertEqual(self.count(primary, "records"), 1)

    def test_a_full_disk_is_told_and_nothing_is_lost(self):
        # No file may grow beyond this; the last write to one that would is cut short, as on a full disk.
        limit = 2 * 1024 * 1024 + 4096
        server = self.server("server", max_wal_size="8MB", min_wal_size="2MB").init("--wal-segsize=1").start(limit)
        self.store(server)
        self.upload(server, self.file_of(1000), "small")
        output = self.upload(server, self.file_of(60000), "large", status=FAILURE)
        # Servers from release 16 on tell a file's limit from a full disk; what that answers, test_codes.c has.
        self.assertRegex(output, r"NREG_FULL|File too large \(XX000\)\. \[NREG_IO\]")
        self.assertEqual(self.count(server, "records"), 1000)
        self.assertEqual(self.count(server, "batches"), 1)
        server.stop()
        server.start()
        self.assertIn("1000 of 60000", self.upload(server, self.file_of(60000), "large", status=REJECTED))
        self.assertEqual(self.count(server, "records"), 60000)
        self.assertEqual(self.count(server, "journal"), 60000)

    def test_a_server_that_restarts_during_an_upload(self):
        server = self.server("server").init().start()
        self.store(server)
        path = self.file_of(60000)
        for place, how in enumerate((signal.SIGINT, signal.SIGQUIT)):
            upload = subprocess.Popen([COMMAND, "--store", server.url(), "upload", "--scope", "acme", "--request-id",
                                       f"r{place}", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 30
            while server.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'numberreg' AND "
                             "state = 'active' AND query LIKE 'INSERT INTO records%'").strip() == "0" and \
                    upload.poll() is None and time.monotonic() < deadline:
                pass
            server.stop(how)
            server.start()
            errors = upload.communicate(timeout=60)[1].decode()
            self.assertEqual(upload.returncode, FAILURE, errors)
            self.assertEqual(self.count(server, "records"), 0)
            self.assertEqual(self.count(server, "batches"), 0)
        self.upload(server, path, "r1")
        self.assertEqual(self.count(server, "records"), 60000)
        self.assertEqual(self.count(server, "journal"), 60000)

    def test_a_server_without_connections_left(self):
        server = self.server("server", max_connections=6, superuser_reserved_connections=0).init().start()
        self.store(server)
        sleepers = [subprocess.Popen([f"{server.programs}/psql", "-X", "-h", "127.0.0.1", "-p", str(server.port), "-U",
                                      "postgres", "-c", "SELECT pg_sleep(60)", "postgres"], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL) for _ in range(8)]
        try:
            time.sleep(1)
            self.assertIn("no connection left", self.command(server, "list", status=FAILURE))
        finally:
            for sleeper in sleepers:
                sleeper.kill()
                sleeper.wait()
        server.stop()
        server.start()
        self.command(server, "list")


if __name__ == "__main__":
    try:
        servers.programs()
    except servers.Missing as missing:
        print(f"skipped: {missing}")
        sys.exit(servers.SKIPPED)
    unittest.main()
