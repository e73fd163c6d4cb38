"""Lehr: one Java process that stays up and answers jobs, as its worker does."""

import json
import os
import pathlib
import subprocess

BENCH = pathlib.Path(__file__).resolve().parent.parent


class Lehr:
    """A process of so many threads; one thread is pinned to a core."""

    def __init__(self, threads: int, cores: str):
        classpath = f"{BENCH}/target/lehr-bench-0.1.0-SNAPSHOT.jar:{BENCH}/target/lib/*"
        java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
        options = os.environ.get("LEHR_BENCH_JAVA_OPTS", "-Xmx6g").split()
        self.process = subprocess.Popen(
            ["taskset", "-c", cores, java, *options, "-cp", classpath, "dev.lehr.bench.PeerMain", str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *job) -> dict:
        self.process.stdin.write(" ".join(map(str, job)) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"Lehr ended with the job {job}; its message is above")
        return json.loads(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
