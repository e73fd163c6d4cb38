"""Temporal, PostgreSQL and workers as plain processes that are started again, as a service manager would."""

import errno
import glob
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import network

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(os.path.dirname(HERE))
LEHR = os.environ.get("LEHR", os.path.join(HOME, "lehr"))
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
DISK_MB = 2048


class Missing(Exception):
    """What is needed and is not there."""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def find(what, *places):
    for place in places:
        if place and os.access(place, os.X_OK):
            return place
    raise Missing(f"found no {what}")


def temporal_program():
    return find(
        "temporal: put it on the path, or set LEHR_TEMPORAL",
        os.environ.get("LEHR_TEMPORAL") or os.environ.get("LEHR_TEST_TEMPORAL"),
        shutil.which("temporal"),
        os.path.expanduser("~/go/bin/temporal"),
    )


def postgres_programs():
    told = os.environ.get("LEHR_POSTGRES_BIN") or os.environ.get("LEHR_TEST_POSTGRES_BIN")
    places = [told] if told else sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return os.path.dirname(find("initdb: install PostgreSQL, or set LEHR_POSTGRES_BIN", *[f"{p}/initdb" for p in places]))


class Service:
    """A process with a log. It is always the leader of a group of its own."""

    def __init__(self, name, state):
        self.name = name
        self.log = os.path.join(state, f"{name}.log")
        self.process = None
        self.wanted = False
        self.lives = 0

    def command(self):
        raise NotImplementedError

    def environment(self):
        return dict(os.environ)

    def start(self):
        self.wanted = True
        self.lives += 1
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment(), start_new_session=True
            )

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        if self.runs():
            os.killpg(self.process.pid, number)

    def kill(self):
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def answers(self):
        return self.runs()

    def await_answer(self, seconds):
        end = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > end or not self.runs():
                raise SystemExit(f"chaos: {self.name} does not answer; see {self.log}")
            time.sleep(0.3)

    def end(self, number, seconds):
        self.wanted = False
        self.send(signal.SIGCONT)
        self.send(number)
        try:
            if self.process is not None:
                self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()


class Postgres(Service):
    def __init__(self, state, small_disk):
        super().__init__("postgres", state)
        self.bin = postgres_programs()
        self.port = free_port()
        self.disk = os.path.join(state, "postgres-disk")
        self.mounted = False
        os.makedirs(self.disk, exist_ok=True)
        if small_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=755", "chaos", self.disk], check=True)
            self.mounted = True
        if NOBODY:
            shutil.chown(self.disk, "nobody")
        self.data = os.path.join(self.disk, "data")
        made = subprocess.run(
            NOBODY + [f"{self.bin}/initdb", "-D", self.data, "-U", "lehr", "-E", "UTF8", "--locale=C", "-A", "trust"],
            capture_output=True,
            text=True,
            cwd="/",
        )
        if made.returncode != 0:
            raise SystemExit(f"chaos: initdb failed: {made.stderr}")

    def command(self):
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_wal_size=256MB"]
        return NOBODY + [f"{self.bin}/postgres", "-D", self.data, "-p", str(self.port)] + [w for o in options for w in ("-c", o)]

    def kill(self):
        """The postmaster alone, as the kernel would: its children notice, and end."""
        if self.runs():
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def answers(self):
        return self.sql("SELECT 1") == [["1"]]

    def sql(self, text):
        """Rows of texts; None where there is no answer."""
        try:
            asked = subprocess.run(
                [f"{self.bin}/psql", "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text]
                + [f"host=127.0.0.1 port={self.port} user=lehr dbname=postgres connect_timeout=3"],
                capture_output=True,
                text=True,
                timeout=60,
            )
        except subprocess.TimeoutExpired:
            return None
        if asked.returncode != 0:
            return None
        return [line.split("\t") for line in asked.stdout.splitlines() if line]

    def fill_disk(self):
        """To the last page."""
        piece = bytes(1 << 16)
        with open(os.path.join(self.disk, "balloon"), "wb", buffering=0) as file:
            try:
                while file.write(piece) == len(piece):
                    pass
            except OSError as e:
                if e.errno != errno.ENOSPC:
                    raise

    def empty_disk(self):
        balloon = os.path.join(self.disk, "balloon")
        if os.path.exists(balloon):
            os.unlink(balloon)

    def unmount(self):
        if self.mounted:
            subprocess.run(["umount", self.disk], check=False)
            self.mounted = False


class Temporal(Service):
    def __init__(self, state):
        super().__init__("temporal", state)
        self.program = temporal_program()
        self.port = free_port()
        self.file = os.path.join(state, "temporal.db")

    def command(self):
        return [self.program, "server", "start-dev", "--ip", "127.0.0.1", "--port", str(self.port), "--headless"] + [
            "--db-filename", self.file, "--log-level", "error",
        ]  # fmt: skip

    def ask(self, *arguments):
        """What the command prints; empty where it fails."""
        try:
            asked = subprocess.run(
                [self.program, *arguments, "--address", f"127.0.0.1:{self.port}"], capture_output=True, text=True, timeout=60
            )
        except subprocess.TimeoutExpired:
            return ""
        return asked.stdout if asked.returncode == 0 else ""

    def answers(self):
        return self.ask("operator", "namespace", "describe", "-n", "default") != ""


class Worker(Service):
    """Reaches both servers by ways of its own, which can be cut."""

    def __init__(self, state, number, postgres, temporal, through_links):
        super().__init__(f"worker-{number}", state)
        self.workspace = os.path.join(state, self.name)
        self.listen = free_port()
        self.links = {}
        self.postgres, self.temporal = postgres.port, temporal.port
        if through_links:
            self.links = {"postgres": network.Link(postgres.port), "temporal": network.Link(temporal.port)}
            self.postgres, self.temporal = self.links["postgres"].port, self.links["temporal"].port

    def command(self):
        return [LEHR, "worker", "--workspace", self.workspace, "--threads", "1", "--listen", f"127.0.0.1:{self.listen}"]

    def environment(self):
        return lehr_environment(self.postgres, self.temporal)

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.listen}{path}", timeout=2) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def answers(self):
        return self.get("/health/ready") != ""

    def metrics(self):
        """Sums over labels by name; empty where nobody answers."""
        sums = {}
        for line in self.get("/metrics").splitlines():
            if line.startswith("lehr_"):
                name, _, value = line.rpartition(" ")
                name = name.partition("{")[0]
                sums[name] = sums.get(name, 0.0) + float(value)
        return sums


def lehr_environment(postgres, temporal):
    environment = dict(os.environ)
    environment.update(
        LEHR_LEDGER=f"jdbc:postgresql://127.0.0.1:{postgres}/postgres",
        LEHR_LEDGER_USER="lehr",
        LEHR_LEDGER_PASSWORD="",
        TEMPORAL_ADDRESS=f"127.0.0.1:{temporal}",
        TEMPORAL_NAMESPACE="default",
    )
    environment.setdefault("LEHR_JAVA_OPTS", "-Xmx600m")
    return environment


def lehr(environment, *arguments):
    return subprocess.run([LEHR, *arguments], capture_output=True, text=True, env=environment, timeout=1800)
