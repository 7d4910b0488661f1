# SPDX-License-Identifier: MIT
"""PostgreSQL servers of a test's own: on loopback, with data in temporary directories, ended with the process that
started them, however that ends."""
import atexit
import ctypes
import glob
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """No PostgreSQL server is installed."""


def programs():
    """The folder of the newest server's programs."""
    found = [folder for folder in glob.glob("/usr/lib/postgresql/*/bin") if os.path.exists(folder + "/initdb")]
    if found:
        return max(found, key=lambda folder: int(folder.split("/")[4]))
    postgres = shutil.which("postgres")
    if postgres is None:
        raise Missing("no PostgreSQL server is installed (package postgresql)")
    return os.path.dirname(postgres)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def end_with_parent():
    """A server whose test was killed shuts down at once."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class Server:
    """One server, which logs to `folder`. Its settings are given anew with each start; `limit` is the most bytes a file of
    it may have."""

    def __init__(self, folder, settings=None):
        self.programs = programs()
        self.folder = os.path.abspath(folder)
        os.makedirs(self.folder, exist_ok=True)
        # Not in the folder: the server's user may have no way into it, as where root builds at home.
        place = tempfile.mkdtemp(prefix="numberreg-server-")
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        self.data = place + "/data"
        self.settings = {"fsync": "off", "max_wal_size": "1GB", **(settings or {})}
        self.port = free_port()
        self.process = None
        # PostgreSQL refuses to run as root.
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self.user:
            account = pwd.getpwnam("postgres")
            os.chown(place, account.pw_uid, account.pw_gid)

    def run(self, program, *arguments, check=True):
        done = subprocess.run([f"{self.programs}/{program}", *arguments], cwd="/", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **self.user)
        if check and done.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{done.stdout.decode(errors='replace')[-2000:]}")
        return done.stdout.decode(errors="replace")

    def init(self, *arguments):
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
                 *arguments)
        return self

    def follow(self, primary, name):
        """Makes this a standby of `primary`, called `name` there."""
        self.run("pg_basebackup", "-D", self.data, "-d", f"host=127.0.0.1 port={primary.port} user=postgres", "-X",
                 "stream", "--no-sync", "-c", "fast")
        self.settings["primary_conninfo"] = \
            f"host=127.0.0.1 port={primary.port} user=postgres application_name={name} connect_timeout=2"
        subprocess.run(["touch", self.data + "/standby.signal"], check=True, **self.user)
        return self

    def start(self, limit=None):
        def prepare():
            end_with_parent()
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", **self.settings}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.folder + "/server.log", "ab") as log:
            self.process = subprocess.Popen([self.programs + "/postgres", "-D", self.data, *arguments], cwd="/",
                                            stdout=log, stderr=log, stdin=subprocess.DEVNULL, preexec_fn=prepare,
                                            **self.user)
        self.wait()
        return self

    def wait(self):
        """Until it answers."""
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended:\n{self.tail()}")
            if self.run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port), check=False) == "" and \
                    self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server does not answer:\n{self.tail()}")

    def answers(self):
        return self.sql("SELECT 1", check=False).strip() == "1"

    def tail(self):
        with open(self.folder + "/server.log", encoding="utf-8", errors="replace") as log:
            return log.read()[-3000:]

    def stop(self, how=signal.SIGINT, held=()):
        """SIGTERM waits for the clients, SIGINT ends them, SIGQUIT is as good as a crash. Processes of the server that
        were `held` still go on only to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            for process in held:
                time.sleep(0.1)
                os.kill(process, signal.SIGCONT)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(60)
        self.process = None

    def url(self, user="postgres", *others):
        hosts = ",".join(f"127.0.0.1:{server.port}" for server in (self, *others))
        return f"postgresql://{user}@{hosts}/postgres" + ("?target_session_attrs=read-write&connect_timeout=2" if others else "")

    def sql(self, text, check=True):
        return self.run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port),
                        "-U", "postgres", "-c", text, "postgres", check=check)

    def promote(self):
        self.run("psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-c",
                 "SELECT pg_promote(true, 60)", "postgres")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGQUIT)


def main(arguments):
    """servers.py FOLDER [NAME=VALUE...] -- COMMAND...: runs a command with a server for it, which the variable
    NREG_TEST_POSTGRESQL names, and {url} in its arguments. The server's log goes to FOLDER."""
    split = arguments.index("--")
    folder, settings, command = arguments[0], arguments[1:split], arguments[split + 1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with Server(folder, dict(setting.split("=", 1) for setting in settings)) as server:
            server.init().start()
            command = [argument.replace("{url}", server.url()) for argument in command]
            return subprocess.run(command, env={**os.environ, "NREG_TEST_POSTGRESQL": server.url()}, check=False).returncode
    except Missing as missing:
        print(f"skipped: {missing}")
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
