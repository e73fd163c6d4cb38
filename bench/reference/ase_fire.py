"""Trajectories of ASE's FIRE on plain truncated Lennard-Jones argon, as a reference for tests.

    pip install ase scipy numpy
    python ase_fire.py > simulation/src/test/resources/golden/optimize/ase_fire.json

The potential is 4 eps ((s/r)^12 - (s/r)^6) for r < rc with no shift (ASE's own calculator shifts).
"""

import itertools
import json

import ase
import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.calculators.calculator import Calculator, all_changes
from ase.filters import FrechetCellFilter
from ase.optimize import FIRE

SIGMA, EPSILON, CUTOFF, STEPS = 3.405, 0.0104, 8.5125, 30


class PlainLennardJones(Calculator):
    implemented_properties = ["energy", "free_energy", "forces", "stress"]

    def calculate(self, atoms=None, properties=None, system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        pos, cell, n = atoms.positions, atoms.cell.array, len(atoms)
        reach = [0, 0, 0]
        if atoms.pbc.any():
            height = 1 / np.linalg.norm(np.linalg.inv(cell), axis=0)
            extent = np.ptp(pos @ np.linalg.inv(cell), axis=0)
            reach = [int(np.ceil(CUTOFF / h + e)) if p else 0 for h, e, p in zip(height, extent, atoms.pbc)]
        energy, forces, virial = 0.0, np.zeros((n, 3)), np.zeros((3, 3))
        for shift in itertools.product(*(range(-r, r + 1) for r in reach)):
            d = pos[None] - pos[:, None] + np.array(shift) @ cell
            r2 = (d**2).sum(-1)
            near = (r2 < CUTOFF**2) & (r2 > 1e-12)
            s6 = np.where(near, SIGMA**6 / np.where(near, r2, 1) ** 3, 0)
            energy += 0.5 * (4 * EPSILON * (s6 * s6 - s6)).sum()
            slope = np.where(near, -24 * EPSILON * (2 * s6 * s6 - s6) / np.where(near, r2, 1), 0)
            forces += (slope[..., None] * d).sum(1)
            virial += 0.5 * np.einsum("ij,ija,ijb->ab", slope, d, d)
        self.results = {"energy": energy, "free_energy": energy, "forces": forces}
        if atoms.pbc.any():
            s = virial / atoms.get_volume()
            self.results["stress"] = s[[0, 1, 2, 1, 0, 0], [0, 1, 2, 2, 2, 1]]


def rattled(atoms, seed, amplitude):
    atoms.positions += amplitude * np.random.default_rng(seed).normal(size=atoms.positions.shape)
    return atoms


def strained(atoms, strain):
    atoms.set_cell(atoms.cell.array @ (np.eye(3) + np.array(strain)), scale_atoms=True)
    return atoms


def systems():
    cubic = rattled(bulk("Ar", "fcc", a=5.4, cubic=True), 1, 0.15)
    triclinic = bulk("Ar", "fcc", a=5.2, cubic=True) * (2, 1, 1)
    triclinic = rattled(strained(triclinic, [[0.02, 0.03, 0], [0, -0.03, 0.01], [0.02, 0, 0.04]]), 2, 0.1)
    slab = rattled(bulk("Ar", "fcc", a=5.4, cubic=True), 5, 0.1)
    slab.pbc = [True, True, False]
    ring = 3.7 * np.random.default_rng(3).permutation(list(itertools.product(range(3), range(2), range(2))))[:7]
    cluster = rattled(Atoms("Ar7", positions=ring, pbc=False), 4, 0.1)
    return {"cubic": cubic, "triclinic": triclinic, "slab": slab, "cluster": cluster}


def run(name, start, filtered, pressure=0.0, **options):
    atoms = start.copy()
    atoms.calc = PlainLennardJones()
    target = FrechetCellFilter(atoms, scalar_pressure=pressure, **options) if filtered else atoms
    optimizer = FIRE(target, logfile=None)
    record = []
    for _ in range(STEPS + 1):
        record.append({
            "energy": atoms.get_potential_energy(),
            "fmax": float(np.linalg.norm(target.get_forces(), axis=1).max()),
            "positions": atoms.positions.ravel().tolist(),
            "cell": atoms.cell.array.ravel().tolist(),
        })
        optimizer.step()
    return {"system": name, "cell": "frechet" if filtered else "none", "pressure": pressure, **options,
            "pbc": atoms.pbc.tolist(), "masses": atoms.get_masses().tolist(), "steps": record}


def main():
    runs = []
    for name, start in systems().items():
        runs.append(run(name, start, False))
        if start.pbc.all():
            runs.append(run(name, start, True))
            runs.append(run(name, start, True, 0.05))
    runs.append(run("triclinic", systems()["triclinic"], True, hydrostatic_strain=True))
    runs.append(run("triclinic", systems()["triclinic"], True, constant_volume=True))
    runs.append(run("slab", systems()["slab"], True, mask=[True, True, False, False, False, True]))
    print(json.dumps({"ase": ase.__version__, "optimizer": "FIRE, default settings",
                      "model": {"sigma": SIGMA, "epsilon": EPSILON, "cutoff": CUTOFF}, "runs": runs}))


if __name__ == "__main__":
    main()
