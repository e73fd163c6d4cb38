"""Trajectories of ASE's VelocityVerlet on soft spheres, as a reference for tests.

    pip install ase scipy numpy
    python ase_dynamics.py > simulation/src/test/resources/golden/dynamics/ase_nve.json

The potential is eps/alpha (1 - r/sigma)^alpha for r < sigma, whose energy and forces go to zero smoothly, so that
what the energy does is the integrator's. Positions are in angstrom, momenta in ASE's unit (which is sqrt(eV amu)).
"""

import itertools
import json
import sys

import ase
import numpy as np
from ase import Atoms, units
from ase.build import bulk
from ase.calculators.calculator import Calculator, all_changes
from ase.md.verlet import VelocityVerlet

SIGMA, EPSILON, ALPHA = 4.5, 2.0, 2.5


class SoftSpheres(Calculator):
    implemented_properties = ["energy", "free_energy", "forces"]

    def calculate(self, atoms=None, properties=None, system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        pos, cell, n = atoms.get_positions(wrap=True), atoms.cell.array, len(atoms)
        energy, forces = 0.0, np.zeros((n, 3))
        for shift in itertools.product((-1, 0, 1), repeat=3):
            d = pos[None] - pos[:, None] + np.array(shift) @ cell
            r = np.sqrt((d**2).sum(-1))
            near = (r < SIGMA) & (r > 1e-6)
            overlap = np.where(near, 1 - r / SIGMA, 0)
            energy += 0.5 * EPSILON / ALPHA * (overlap**ALPHA).sum()
            slope = -EPSILON / SIGMA * overlap ** (ALPHA - 1)
            forces += (np.where(near, slope / np.where(near, r, 1), 0)[:, :, None] * d).sum(1)
        self.results = {"energy": energy, "free_energy": energy, "forces": forces}


def run(start, timestep, steps, every):
    atoms = start.copy()
    atoms.calc = SoftSpheres()
    md = VelocityVerlet(atoms, timestep * units.fs)
    record = {"timestep_fs": timestep, "steps": steps, "every": every, "epot": [], "ekin": []}
    for _ in range(0, steps + 1, every):
        record["epot"].append(atoms.get_potential_energy())
        record["ekin"].append(atoms.get_kinetic_energy())
        md.run(every)
    return record


def end(start, timestep, steps):
    atoms = start.copy()
    atoms.calc = SoftSpheres()
    VelocityVerlet(atoms, timestep * units.fs).run(steps)
    return {
        "timestep_fs": timestep,
        "steps": steps,
        "positions": atoms.positions.tolist(),
        "momenta": atoms.get_momenta().tolist(),
    }


def main():
    rng = np.random.default_rng(7)
    atoms: Atoms = bulk("Ar", "fcc", 5.2, cubic=True).repeat(2)
    atoms.set_masses(rng.choice([20.18, 39.948], len(atoms)))
    atoms.positions += rng.normal(0, 0.05, atoms.positions.shape)
    p = rng.normal(size=(len(atoms), 3)) * np.sqrt(units.kB * 300 * atoms.get_masses())[:, None]
    p -= atoms.get_masses()[:, None] * p.sum(0) / atoms.get_masses().sum()
    atoms.set_momenta(p)
    json.dump(
        {
            "ase_version": ase.__version__,
            "sigma": SIGMA,
            "epsilon": EPSILON,
            "alpha": ALPHA,
            "structure": {
                "symbols": atoms.numbers.tolist(),
                "masses": atoms.get_masses().tolist(),
                "cell": atoms.cell.array.tolist(),
                "positions": atoms.positions.tolist(),
                "pbc": [True, True, True],
            },
            "momenta": atoms.get_momenta().tolist(),
            "end": end(atoms, 2.0, 100),
            "runs": [run(atoms, 4.0, 2000, 10), run(atoms, 2.0, 2000, 10)],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
