"""Workers and servers as plain processes that are started again, as a service manager would."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import disk
import network

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(os.path.dirname(HERE))
LEHR = os.environ.get("LEHR", os.path.join(HOME, "lehr"))
WORKSPACE_MB = 256
# Below those that are given to connections: what comes back while others try to reach it finds its port free.
PORTS = range(15000, 32000)


class Missing(Exception):
    """What is needed and is not there."""


def free_port():
    while True:
        port = random.choice(PORTS)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue


def find(what, *places):
    for place in places:
        if place and os.access(place, os.X_OK):
            return place
    raise Missing(f"found no {what}")


class Service:
    """A process with a log. It is always the leader of a group of its own."""

    def __init__(self, name, state):
        self.name = name
        self.log = os.path.join(state, f"{name}.log")
        self.process = None
        self.wanted = False
        self.lives = 0
        self.disk = None
        self.links = {}

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
        self.await_that(self.answers, seconds)

    def await_that(self, is_so, seconds):
        end = time.monotonic() + seconds
        while not is_so():
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


class Worker(Service):
    """Reaches both servers by ways of its own, which can be cut, and has a workspace whose disk can be full."""

    def __init__(self, state, number, postgres, temporal, through_links=False, small_disk=False):
        super().__init__(f"worker-{number}", state)
        self.workspace = os.path.join(state, self.name)
        self.disk = disk.Disk(self.workspace, WORKSPACE_MB if small_disk else 0)
        self.listen = free_port()
        self.postgres, self.temporal = postgres.port, temporal.port
        if through_links:
            self.links = {"postgres": network.Link(postgres.port), "temporal": network.Link(temporal.port)}
            self.postgres, self.temporal = self.links["postgres"].port, self.links["temporal"].port

    def command(self):
        return [LEHR, "worker", "--workspace", self.workspace, "--threads", "1", "--listen", f"127.0.0.1:{self.listen}"]

    def environment(self):
        # As where it is deployed: one that is started while a server is away waits.
        return {"LEHR_PATIENCE": "600", **lehr_environment(self.postgres, self.temporal)}

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

    def end_for_good(self):
        """Its log stays, beside that of its process."""
        self.disk.empty()
        self.end(signal.SIGTERM, 60)
        log = os.path.join(self.workspace, "lehr.log")
        if os.path.exists(log):
            shutil.copy(log, self.workspace + ".lehr.log")
        self.disk.unmount()


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
