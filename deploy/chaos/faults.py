"""What goes wrong, when, and for how long: decided by a seed, and by what is there to go wrong."""

import dataclasses
import itertools
import os
import random
import signal
import time

HEARTBEAT_SECONDS = 60
AT_ONCE = 2


@dataclasses.dataclass
class Fault:
    kind: str
    names: list
    began: float
    seconds: float
    in_flight: int = 0
    detail: str = ""
    ended: float = 0.0

    @property
    def target(self):
        return " + ".join(self.names)


class Faults:
    """Each kind is a method that begins one and answers (on whom, seconds, detail, what ends it); None: not now."""

    KINDS = ["worker", "temporal", "postgres", "zombie", "frozen", "network", "disk"]
    WITH_FULL_SERVER = ["temporal-db", "databases", "temporal-all"]

    def __init__(self, seed, kinds, postgres, temporal, workers, say):
        self.random = random.Random(seed)
        self.kinds = kinds
        self.postgres, self.temporal, self.workers = postgres, temporal, workers
        self.servers = [postgres, temporal] + ([temporal.database] if temporal.database else [])
        self.say = say
        self.busy = set()
        self.ends = []
        self.done = []

    def begin(self, now, watch):
        if len(self.ends) >= AT_ONCE:
            return
        kind = self.random.choice(self.kinds)
        begun = getattr(self, "_" + kind.replace("-", "_"))()
        if begun is None:
            return
        services, seconds, detail, end = begun
        names = [s.name for s in services]
        fault = Fault(kind, names, now, seconds, sum(watch.in_flight.get(n, 0) for n in names), detail)
        self.busy |= set(names)
        self.done.append(fault)
        self.ends.append((now + seconds, fault, end))
        self.say(f"{kind} {fault.target} {detail} for {seconds:.0f} s")

    def end_due(self, now):
        for entry in [e for e in self.ends if e[0] <= now]:
            self.ends.remove(entry)
            entry[2]()
            entry[1].ended = time.monotonic()
            self.busy -= set(entry[1].names)

    def end_all(self):
        self.end_due(float("inf"))

    def _free(self, services):
        return [s for s in services if s.name not in self.busy and s.runs()]

    def _one_of(self, services):
        free = self._free(services)
        return self.random.choice(free) if free else None

    def _killed(self, services, longest):
        """All at the same moment; they are started again in any order."""
        if len(self._free(services)) < len(services):
            return None
        for service in services:
            service.wanted = False
            service.send(signal.SIGKILL)
        for service in services:
            service.kill()
        back = self.random.sample(services, len(services))
        return services, self.random.uniform(1, longest), "kill -9", lambda: [s.start() for s in back]

    def _worker(self):
        worker = self._one_of(self.workers)
        return None if worker is None else self._killed([worker], 20)

    def _temporal(self):
        return self._killed([self.temporal], 30)

    def _postgres(self):
        return self._killed([self.postgres], 20)

    def _temporal_db(self):
        return self._killed([self.temporal.database], 20)

    def _databases(self):
        return self._killed([self.postgres, self.temporal.database], 20)

    def _temporal_all(self):
        return self._killed([self.temporal, self.temporal.database], 30)

    def _stopped(self, service, seconds):
        if service is None:
            return None
        service.send(signal.SIGSTOP)
        return [service], seconds, "SIGSTOP, SIGCONT", lambda: service.send(signal.SIGCONT)

    def _zombie(self):
        return self._stopped(self._one_of(self.workers), HEARTBEAT_SECONDS + self.random.uniform(5, 25))

    def _frozen(self):
        return self._stopped(self._one_of(self.servers), self.random.uniform(3, 75))

    def _network(self):
        service = self._one_of([s for s in [self.temporal, *self.workers] if s.links])
        if service is None:
            return None
        ways = self.random.choice([w for n in range(len(service.links)) for w in itertools.combinations(service.links, n + 1)])
        how = self.random.choice(["silent", "reset"])
        for way in ways:
            service.links[way].cut(how)
        return [service], self.random.uniform(3, 75), f"{how} to {' and '.join(ways)}", lambda: self._mend(service, ways)

    @staticmethod
    def _mend(service, ways):
        for way in ways:
            service.links[way].mend()

    def _disk(self):
        service = self._one_of([s for s in [*self.servers, *self.workers] if s.disk])
        if service is None:
            return None
        service.disk.fill()
        return [service], self.random.uniform(5, 30), "disk full", service.disk.empty


def possible(kinds, say):
    """Those that can be done here; what cannot is said."""
    able = []
    for kind in kinds:
        if kind == "disk" and os.geteuid() != 0:
            say("SKIPPED: disk: only root may mount a small disk")
        else:
            able.append(kind)
    return able
