"""Runs the same work here and elsewhere, in turns, and says how the times compare."""

import argparse
import pathlib
import shutil
import tempfile
import time

from . import report
from .cases import Bench, Case

COMPILED_WHILE_RUNNING = ("lehr", "one thread", "two processes")


def warm_up(case: Case, seconds: float) -> None:
    """Each once; Java until its compiler has had its time, which would count as processor time."""
    for name, job in case.contenders.items():
        job()
        until = time.monotonic() + (seconds if name in COMPILED_WHILE_RUNNING else 0)
        while time.monotonic() < until:
            job()


def measure(case: Case, warm_seconds: float, repeats: int) -> dict:
    """All contenders in turns: A B C A B C, so that a busy machine is busy for all of them."""
    record = {
        "key": case.key, "title": case.title, "unit": case.unit, "clock": case.clock,
        "targets": case.targets,
        "contenders": {name: {"times": [], "said": {}} for name in case.contenders},
    }
    warm_up(case, warm_seconds)
    for _ in range(case.repeats or repeats):
        for name, job in case.contenders.items():
            answer = job()
            record["contenders"][name]["times"].append(answer[case.clock] / answer["work"])
            record["contenders"][name]["said"] = answer
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", default="relax,dynamics,threads,neighbors")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--warm-seconds", type=float, default=6, help="of Java before what counts")
    parser.add_argument("--largest", type=int, default=1_000_000, help="atoms in a neighbour list")
    parser.add_argument("--core", default="0", help="where what has one thread is pinned to")
    parser.add_argument("--cores", default="0,1", help="for what has two")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(__file__).parent.parent / "results")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="lehr-bench-"))
    bench = Bench(scratch, options.core, options.cores)
    groups = {
        "relax": bench.relaxations,
        "dynamics": bench.all_dynamics,
        "threads": bench.threads,
        "neighbors": lambda: bench.neighbors(options.largest),
    }
    records = []
    try:
        for group in options.groups.split(","):
            for case in groups[group]():
                records.append(measure(case, options.warm_seconds, options.repeats))
                report.show(records[-1])
    finally:
        bench.close()
        shutil.rmtree(scratch, ignore_errors=True)
    found = report.exponents(records)
    for name, exponent in found.items():
        print(f"\n{name}: time of a neighbour list grows with atoms to the power {exponent:.3f}", end="")
    print()
    report.save(options.output, records, found)
    report.plot(options.output, records)
    print(f"written: {options.output}/results.json and results.svg")


if __name__ == "__main__":
    main()
