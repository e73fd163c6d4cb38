"""What goes wrong, when, and for how long: decided by a seed, and by what is there to go wrong."""

import dataclasses
import os
import random
import signal
import time

HEARTBEAT_SECONDS = 60
AT_ONCE = 2


@dataclasses.dataclass
class Fault:
    kind: str
    target: str
    began: float
    seconds: float
    in_flight: int = 0
    detail: str = ""
    ended: float = 0.0


class Faults:
    """Each kind is a method that begins one and answers (target, seconds, detail, what ends it); None: not now."""

    KINDS = ["worker", "temporal", "postgres", "zombie", "network", "disk"]

    def __init__(self, seed, kinds, postgres, temporal, workers, say):
        self.random = random.Random(seed)
        self.kinds = kinds
        self.postgres, self.temporal, self.workers = postgres, temporal, workers
        self.say = say
        self.busy = set()
        self.ends = []
        self.done = []

    def begin(self, now, watch):
        if len(self.ends) >= AT_ONCE:
            return
        kind = self.random.choice(self.kinds)
        begun = getattr(self, "_" + kind)()
        if begun is None:
            return
        target, seconds, detail, end = begun
        fault = Fault(kind, target, now, seconds, watch.in_flight.get(target, 0), detail)
        self.busy.add(target)
        self.done.append(fault)
        self.ends.append((now + seconds, fault, end))
        self.say(f"{kind} {target} {detail} for {seconds:.0f} s")

    def end_due(self, now):
        for entry in [e for e in self.ends if e[0] <= now]:
            self.ends.remove(entry)
            entry[2]()
            entry[1].ended = time.monotonic()
            self.busy.discard(entry[1].target)

    def end_all(self):
        self.end_due(float("inf"))

    def _free_worker(self):
        free = [w for w in self.workers if w.name not in self.busy and w.runs()]
        return self.random.choice(free) if free else None

    def _killed(self, service, longest):
        if service is None or service.name in self.busy or not service.runs():
            return None
        service.wanted = False
        service.kill()
        return service.name, self.random.uniform(1, longest), "kill -9", service.start

    def _worker(self):
        return self._killed(self._free_worker(), 20)

    def _temporal(self):
        return self._killed(self.temporal, 30)

    def _postgres(self):
        return self._killed(self.postgres, 20)

    def _zombie(self):
        worker = self._free_worker()
        if worker is None:
            return None
        worker.send(signal.SIGSTOP)
        seconds = HEARTBEAT_SECONDS + self.random.uniform(5, 25)
        return worker.name, seconds, "SIGSTOP, SIGCONT", lambda: worker.send(signal.SIGCONT)

    def _network(self):
        worker = self._free_worker()
        if worker is None:
            return None
        ways = self.random.choice([["postgres"], ["temporal"], ["postgres", "temporal"]])
        how = self.random.choice(["silent", "reset"])
        for way in ways:
            worker.links[way].cut(how)
        return worker.name, self.random.uniform(3, 75), f"{how} to {' and '.join(ways)}", lambda: self._mend(worker, ways)

    @staticmethod
    def _mend(worker, ways):
        for way in ways:
            worker.links[way].mend()

    def _disk(self):
        if self.postgres.name in self.busy:
            return None
        self.postgres.fill_disk()
        return self.postgres.name, self.random.uniform(5, 30), "disk full", self.postgres.empty_disk


def possible(kinds, say):
    """Those that can be done here; what cannot is said."""
    able = []
    for kind in kinds:
        if kind == "disk" and os.geteuid() != 0:
            say("SKIPPED: disk: only root may mount a small disk")
        else:
            able.append(kind)
    return able
