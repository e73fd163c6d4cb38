"""What is seen meanwhile: commits of the ledger, steps of workers, and who has died by himself."""

import threading
import time

COMMITS = (
    "SELECT (SELECT COALESCE(SUM(log_seq), 0) FROM shard), (SELECT COALESCE(SUM(iterations), 0) FROM checkpoint),"
    " (SELECT COUNT(*) FROM job), (SELECT COUNT(*) FROM slice)"
)
EVERY_SECONDS = 0.5
ANSWER_SECONDS = 10


class Watch:
    def __init__(self, postgres, workers):
        self.postgres = postgres
        self.workers = workers
        self.changes = []
        self.steps = {}
        self.in_flight = {}
        self.occurrences = {}
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self):
        last = None
        while not self.stopped.wait(EVERY_SECONDS):
            now = self.postgres.sql(COMMITS, ANSWER_SECONDS)
            if now is not None and now != last:
                self.changes.append(time.monotonic())
                last = now
            for worker in self.workers:
                seen = worker.metrics()
                if seen:
                    self.steps[(worker.name, worker.lives)] = seen.get("lehr_steps_total", 0.0)
                    self.in_flight[worker.name] = int(seen.get("lehr_systems_in_flight", 0))

    def stop(self):
        self.stopped.set()
        self.thread.join(30)

    def steps_made(self):
        """By all workers in all their lives, as last seen."""
        return sum(self.steps.values())

    def dead_time(self, since):
        """Seconds from a moment to the next commit of anybody; None where there was none."""
        return next((at - since for at in self.changes if at > since + EVERY_SECONDS), None)

    def longest_pause(self):
        return max((b - a for a, b in zip(self.changes, self.changes[1:])), default=0.0)
