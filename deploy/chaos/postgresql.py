"""PostgreSQL: the ledger's, and Temporal's own."""

import glob
import os
import shutil
import signal
import subprocess

import disk
import processes

DISK_MB = 2048
# PostgreSQL refuses to be root.
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def programs():
    told = os.environ.get("LEHR_POSTGRES_BIN") or os.environ.get("LEHR_TEST_POSTGRES_BIN")
    places = [told] if told else sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return os.path.dirname(processes.find("initdb: install PostgreSQL, or set LEHR_POSTGRES_BIN", *[f"{p}/initdb" for p in places]))


class Postgres(processes.Service):
    def __init__(self, name, state, user="lehr", small_disk=False):
        super().__init__(name, state)
        self.bin = programs()
        self.user = user
        self.port = processes.free_port()
        self.disk = disk.Disk(os.path.join(state, f"{name}-disk"), DISK_MB if small_disk else 0)
        if NOBODY:
            shutil.chown(self.disk.place, "nobody")
        self.data = os.path.join(self.disk.place, "data")
        made = subprocess.run(
            NOBODY + [f"{self.bin}/initdb", "-D", self.data, "-U", user, "-E", "UTF8", "--locale=C", "-A", "trust"],
            capture_output=True,
            text=True,
            cwd="/",
        )
        if made.returncode != 0:
            self.disk.unmount()
            raise SystemExit(f"chaos: initdb failed: {made.stderr}")

    def command(self):
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_wal_size=256MB"]
        return NOBODY + [f"{self.bin}/postgres", "-D", self.data, "-p", str(self.port)] + [w for o in options for w in ("-c", o)]

    def send(self, number):
        """To the postmaster, as the kernel would: its children notice, and end. They are stopped with it, being in groups of their own."""
        if not self.runs():
            return
        os.kill(self.process.pid, number)
        if number in (signal.SIGSTOP, signal.SIGCONT):
            children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True)
            for child in children.stdout.split():
                try:
                    os.kill(int(child), number)
                except ProcessLookupError:
                    pass

    def answers(self):
        return self.sql("SELECT 1", 10) == [["1"]]

    def sql(self, text, seconds=60):
        """Rows of texts; None where there is no answer."""
        try:
            asked = subprocess.run(
                [f"{self.bin}/psql", "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text]
                + [f"host=127.0.0.1 port={self.port} user={self.user} dbname=postgres connect_timeout=3"],
                capture_output=True,
                text=True,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            return None
        if asked.returncode != 0:
            return None
        return [line.split("\t") for line in asked.stdout.splitlines() if line]

    def end_for_good(self):
        self.disk.empty()
        self.end(signal.SIGINT, 60)
        self.disk.unmount()
