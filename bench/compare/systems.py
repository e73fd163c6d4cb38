"""Systems that all programs start from, made from seeds with ASE."""

import struct

import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.md.velocitydistribution import MaxwellBoltzmannDistribution

# Argon (LJ) and copper (EAM): cubic fcc constants in angstrom, temperatures in K for dynamics.
LATTICE = {"lj": ("Ar", 5.26, 40.0), "eam": ("Cu", 3.615, 600.0)}


def small_crystals(n: int = 200, seed: int = 0) -> list[Atoms]:
    """Rattled argon crystals of 4 to 108 atoms; most are small."""
    rng = np.random.default_rng(seed)
    sizes = [(1, 1, 1), (1, 1, 2), (1, 2, 2), (2, 2, 2), (2, 2, 3), (3, 3, 3)]
    weights = [0.3, 0.2, 0.2, 0.2, 0.07, 0.03]
    systems = []
    for _ in range(n):
        a = 5.26 + rng.uniform(-0.08, 0.12)
        atoms = bulk("Ar", "fcc", a=a, cubic=True).repeat(sizes[rng.choice(6, p=weights)])
        atoms.positions += rng.normal(0, rng.uniform(0.03, 0.15), atoms.positions.shape)
        systems.append(atoms)
    return systems


def hot_crystal(model: str, cells: int, seed: int = 1) -> Atoms:
    """A rattled crystal of 4 cells^3 atoms with velocities."""
    symbol, a, kelvin = LATTICE[model]
    atoms = bulk(symbol, "fcc", a=a, cubic=True).repeat((cells,) * 3)
    rng = np.random.default_rng(seed)
    atoms.positions += rng.normal(0, 0.05, atoms.positions.shape)
    MaxwellBoltzmannDistribution(atoms, temperature_K=kelvin, rng=rng)
    return atoms


def rattled(cells: tuple[int, int, int], seed: int = 2, shuffled: bool = False) -> Atoms:
    """A rattled argon crystal; shuffled: with its atoms in random order."""
    atoms = bulk("Ar", "fcc", a=5.26, cubic=True).repeat(cells)
    rng = np.random.default_rng(seed)
    atoms.positions += rng.normal(0, 0.1, atoms.positions.shape)
    return atoms[rng.permutation(len(atoms))] if shuffled else atoms


def write(path, systems: list[Atoms]) -> None:
    """The format is described in dev.lehr.bench.SystemFile."""
    with open(path, "wb") as out:
        out.write(struct.pack("<i", len(systems)))
        for a in systems:
            velocities = a.get_velocities() if a.has("momenta") else np.zeros((len(a), 3))
            out.write(struct.pack("<i", len(a)))
            for values in (a.cell.array, a.numbers, a.get_masses(), a.positions, velocities):
                out.write(np.ascontiguousarray(values, dtype="<f8").tobytes())
