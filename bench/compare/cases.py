"""What is compared: the same work by several programs, and how many times it should be ours."""

import pathlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ase import units

from . import systems
from .lammps import Lammps
from .lehr import Lehr
from .python_peers import TorchSim, ase_relax, matscipy_pairs, vesin_pairs

FMAX, MAX_STEPS, MAX_ATOMS = 0.01, 1000, 2000
STEP = 2 * units.fs


def at_once(one: Callable[[], dict], other: Callable[[], dict]) -> Callable[[], dict]:
    """Two jobs that know nothing of each other: what two cores can do at best."""

    def job() -> dict:
        with ThreadPoolExecutor(2) as pool:
            since = time.monotonic()
            answers = [future.result() for future in [pool.submit(one), pool.submit(other)]]
            wall = time.monotonic() - since
        return {**answers[0], "wall_s": wall, "work": sum(a["work"] for a in answers)}

    return job


@dataclass
class Case:
    """One row of bars. Each contender answers with wall_s, cpu_s, work and what else it has to say."""

    key: str
    title: str
    unit: str
    contenders: dict[str, Callable[[], dict]]
    clock: str = "cpu_s"
    #: (contender, "at least" or "at most", its time over ours)
    targets: list[tuple[str, str, float]] = field(default_factory=list)
    repeats: int | None = None


class Bench:
    """All processes and files of a run."""

    def __init__(self, folder: pathlib.Path, core: str, all_cores: str):
        self.folder, self.core = folder, core
        self.one = Lehr(1, core)
        self.one_of_two = Lehr(1, all_cores)
        self.two = Lehr(2, all_cores)
        self.other_of_two = Lehr(1, all_cores)
        folder.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        for process in (self.one, self.one_of_two, self.two, self.other_of_two):
            process.close()

    def file(self, name: str, atoms: list) -> pathlib.Path:
        path = self.folder / f"{name}.systems"
        systems.write(path, atoms)
        return path

    def relax(self, lehr: Lehr, path, times: int) -> Callable[[], dict]:
        def job() -> dict:
            answer = lehr.ask("relax", "lj", path, MAX_ATOMS, FMAX, MAX_STEPS, times)
            return {**answer, "work": answer["systems"] * times}

        return job

    def relaxations(self) -> list[Case]:
        all_200 = systems.small_crystals()
        few = all_200[:10]
        path, few_path = self.file("small", all_200), self.file("few", few)
        torch_sim = TorchSim()

        def torch() -> dict:
            answer = torch_sim.relax(all_200, MAX_ATOMS, FMAX, MAX_STEPS)
            return {**answer, "work": answer["systems"]}

        def ase() -> dict:
            answer = ase_relax([a.copy() for a in few], FMAX, MAX_STEPS)
            return {**answer, "work": answer["systems"]}

        return [
            Case(
                "relax-torch-sim",
                "LJ relaxation of 200 small crystals, fmax 0.01, a core",
                "structure",
                {"lehr": self.relax(self.one, path, 3), "torch-sim": torch},
                targets=[("torch-sim", "at least", 40)],
            ),
            Case(
                "relax-ase",
                "The first 10 of them",
                "structure",
                {"lehr": self.relax(self.one, few_path, 40), "ase": ase},
            ),
        ]

    def dynamics(self, model: str, cells: int, copies: int, steps: int, limit: float) -> Case:
        atoms = systems.hot_crystal(model, cells)
        path = self.file(f"{model}-{len(atoms)}x{copies}", [atoms] * copies)
        lammps = {"lammps": Lammps(self.folder), "lammps opt": Lammps(self.folder, "opt")}

        def lehr() -> dict:
            answer = self.one.ask("dynamics", model, path, max(1, steps // copies), STEP)
            return {**answer, "energy": answer["energy"] / copies, "work": answer["atom_steps"]}

        def peer(program: Lammps) -> Callable[[], dict]:
            def job() -> dict:
                answer = program.dynamics(model, atoms, steps, STEP, self.core)
                return {**answer, "work": answer["atom_steps"]}

            return job

        batch = f", {copies} in a batch" if copies > 1 else ""
        return Case(
            f"{model}-{len(atoms)}" + (f"-batch-{copies}" if copies > 1 else ""),
            f"{model.upper()}, {len(atoms)} atoms{batch}: step of dynamics, a core",
            "atom and step",
            {"lehr": lehr, **{name: peer(program) for name, program in lammps.items()}},
            targets=[("lammps", "at least", 1 / limit)],
        )

    def all_dynamics(self) -> list[Case]:
        cases = []
        for model, limit in (("lj", 1.5), ("eam", 1.0)):
            cases.append(self.dynamics(model, 2, 1, 10000, limit))
            cases.append(self.dynamics(model, 2, 125, 10000, limit))
            cases.append(self.dynamics(model, 10, 1, 200, limit))
        return cases

    def threads(self) -> list[Case]:
        small = self.file("small", systems.small_crystals())
        large = self.file("large", [systems.hot_crystal("lj", 10)])

        def many(lehr: Lehr) -> Callable[[], dict]:
            return self.relax(lehr, small, 3)

        def one_large(lehr: Lehr) -> Callable[[], dict]:
            def job() -> dict:
                answer = lehr.ask("relax", "lj", large, 1e9, 1e-9, 200, 1)
                return {**answer, "work": answer["atom_steps"]}

            return job

        return [
            Case(
                f"threads-{key}",
                title,
                unit,
                {
                    "lehr": make(self.two),
                    "one thread": make(self.one_of_two),
                    "two processes": at_once(make(self.one_of_two), make(self.other_of_two)),
                },
                clock="wall_s",
                targets=[("one thread", "at least", 1.8)],
            )
            for key, title, unit, make in (
                ("200", "Two threads: 200 small crystals relaxed", "structure", many),
                ("4000", "Two threads: 200 FIRE steps of 4,000 atoms", "atom and step", one_large),
            )
        ]

    def neighbors(self, largest: int) -> list[Case]:
        sizes = {1000: (5, 5, 10), 10000: (10, 10, 25), 100000: (25, 25, 40), 1000000: (50, 50, 100)}
        cases = []
        for n, cells in sizes.items():
            for shuffled in (False, True):
                if n <= largest and (not shuffled or n >= 100000):
                    cases.append(self.list_of(n, systems.rattled(cells, shuffled=shuffled), shuffled))
        return cases

    def list_of(self, n: int, atoms, shuffled: bool) -> Case:
        key = f"neighbors-{n}" + ("-shuffled" if shuffled else "")
        path = self.file(key, [atoms])
        inner = max(1, 200000 // n)

        def lehr() -> dict:
            answer = self.one.ask("neighbors", path, 6.0, inner)
            return {**answer, "work": answer["atoms"] * inner}

        def peer(find: Callable) -> Callable[[], dict]:
            def job() -> dict:
                answers = [find(atoms, 6.0) for _ in range(inner)]
                return {
                    "pairs": answers[0]["pairs"],
                    "wall_s": sum(a["wall_s"] for a in answers),
                    "cpu_s": sum(a["cpu_s"] for a in answers),
                    "work": n * inner,
                }

            return job

        order = " in random order" if shuffled else ""
        return Case(
            key,
            f"Neighbour list of {n:,} atoms{order}, 18 neighbours each, a core",
            "atom",
            {"lehr": lehr, "vesin": peer(vesin_pairs), "matscipy": peer(matscipy_pairs)},
            repeats=3 if n >= 1000000 else None,
        )
