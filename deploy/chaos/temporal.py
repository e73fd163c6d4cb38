"""Temporal: its dev server on a file, or its full server on a PostgreSQL of its own."""

import os
import shutil
import signal
import subprocess

import network
import processes

SERVER_VERSION = "v1.32.1"


def command_line():
    return processes.find(
        "temporal: put it on the path, or set LEHR_TEMPORAL",
        os.environ.get("LEHR_TEMPORAL") or os.environ.get("LEHR_TEST_TEMPORAL"),
        shutil.which("temporal"),
        os.path.expanduser("~/go/bin/temporal"),
    )


def server_programs(directory):
    place, names = os.path.abspath(directory), ("server", "sql")
    modules = " ".join(f"go.temporal.io/server/cmd/{m}@{SERVER_VERSION}" for m in ("server", "tools/sql"))
    how = f"GOBIN={place} go install {modules}"
    return [processes.find(f"'{name}' of Temporal's full server in {place}: {how}", os.path.join(place, name)) for name in names]


class Temporal(processes.Service):
    """What both have in common: where they answer, and the command to ask them."""

    def __init__(self, state):
        super().__init__("temporal", state)
        self.program = command_line()
        self.port = processes.free_port()
        self.database = None

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

    def begin(self):
        self.start()
        self.await_answer(60)

    def end_for_good(self):
        self.end(signal.SIGTERM, 30)


class DevServer(Temporal):
    def __init__(self, state):
        super().__init__(state)
        self.file = os.path.join(state, "temporal.db")

    def command(self):
        return [self.program, "server", "start-dev", "--ip", "127.0.0.1", "--port", str(self.port), "--headless"] + [
            "--db-filename", self.file, "--log-level", "error",
        ]  # fmt: skip


class FullServer(Temporal):
    """Reaches its database by a way that can be cut."""

    def __init__(self, state, directory, database, through_links):
        super().__init__(state)
        self.server, self.sql_tool = server_programs(directory)
        self.database = database
        database_port = database.port
        if through_links:
            self.links = {database.name: network.Link(database.port)}
            database_port = self.links[database.name].port
        self.settings = os.path.join(state, "temporal.yaml")
        with open(self.settings, "w") as f:
            f.write(settings(self.port, database.user, database_port))

    def command(self):
        return [self.server, "--config-file", self.settings, "--allow-no-auth", "start"]

    def begin(self):
        for name in ("temporal", "temporal_visibility"):
            self.make_tables(name)
        self.start()
        self.await_that(lambda: "registered" in self.ask("operator", "namespace", "create", "-n", "default", "--retention", "1d"), 60)
        self.await_answer(60)

    def make_tables(self, name):
        tool = [self.sql_tool, "--plugin", "postgres12", "--endpoint", "127.0.0.1", "--port", str(self.database.port)]
        tool += ["--user", self.database.user, "--database", name]
        for what in (
            ["create-database", "--defaultdb", "postgres"],
            ["setup-schema", "--version", "0.0"],
            ["update-schema", "--schema-name", f"postgresql/v12/{name.replace('temporal_', '')}"],
        ):
            made = subprocess.run(tool + what, capture_output=True, text=True)
            if made.returncode != 0:
                raise SystemExit(f"chaos: {what[0]} of {name} failed: {made.stdout}{made.stderr}")


def settings(port, user, database_port):
    def store(name, connections):
        return f"""
      sql:
        pluginName: postgres12
        databaseName: {name}
        connectAddr: 127.0.0.1:{database_port}
        connectProtocol: tcp
        user: {user}
        password: ""
        maxConns: {connections}
        maxIdleConns: {connections}
        maxConnLifetime: 1h"""

    def service(name, grpc_port):
        return f"""
  {name}:
    rpc: {{grpcPort: {grpc_port}, membershipPort: {processes.free_port()}, bindOnIP: 127.0.0.1}}"""

    others = "".join(service(name, processes.free_port()) for name in ("matching", "history", "worker"))
    return f"""log: {{level: warn, format: console}}
persistence:
  defaultStore: main
  visibilityStore: visibility
  numHistoryShards: 4
  datastores:
    main:{store("temporal", 20)}
    visibility:{store("temporal_visibility", 5)}
global:
  membership: {{maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}}
services:{service("frontend", port)}{others}
clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active: {{enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:{port}"}}
"""
