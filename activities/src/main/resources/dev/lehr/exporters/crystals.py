"""Crystals that an export is checked on, and their neighbour lists in the contract's order."""

import numpy as np
import torch
from ase import Atoms
from ase.build import bulk
from ase.data import covalent_radii
from ase.neighborlist import neighbor_list

_RATTLE = 0.05
_STRAIN = 0.02


def disturbed(atoms: Atoms, seed: int) -> Atoms:
    """A copy whose forces and stress are not zero."""
    random = np.random.default_rng(seed)
    atoms = atoms.copy()
    strain = np.eye(3) + random.uniform(-_STRAIN, _STRAIN, (3, 3))
    atoms.set_cell(atoms.cell.array @ strain, scale_atoms=True)
    atoms.positions += random.normal(0, _RATTLE, atoms.positions.shape)
    return atoms


def for_elements(known) -> list:
    """(name, Atoms) of small disturbed crystals that a model of these atomic numbers can do."""
    usual = [
        ("Si diamond", bulk("Si", "diamond", 5.431, cubic=True)),
        ("MgO rock salt", bulk("MgO", "rocksalt", 4.212)),
        ("GaAs zincblende", bulk("GaAs", "zincblende", 5.653)),
        ("Cu fcc", bulk("Cu", "fcc", 3.615, cubic=True)),
        ("NiO rock salt", bulk("NiO", "rocksalt", 4.177, cubic=True)),
    ]
    known = set(int(z) for z in known)
    able = [(name, a) for name, a in usual if set(a.numbers.tolist()) <= known]
    if len(able) < 3:
        able += _of(sorted(known)[:4])
    return [(name, disturbed(atoms, seed)) for seed, (name, atoms) in enumerate(able)]


def _of(numbers) -> list:
    """Crystals of a model's own elements, with neighbours at the sum of covalent radii."""
    found = []
    for z in numbers:
        atoms = Atoms(numbers=[z], cell=_fcc(2 * covalent_radii[z]), pbc=True)
        found.append((atoms.get_chemical_formula() + " fcc", atoms.repeat((2, 1, 1))))
    for a, b in zip(numbers, numbers[1:]):
        d = covalent_radii[a] + covalent_radii[b]
        atoms = Atoms(numbers=[a, b], scaled_positions=[[0, 0, 0], [0.5, 0.5, 0.5]],
                      cell=_fcc(np.sqrt(2) * d), pbc=True)
        found.append((atoms.get_chemical_formula() + " rock salt", atoms))
    return found


def _fcc(nearest):
    a = nearest * np.sqrt(2)
    return [[0, a / 2, a / 2], [a / 2, 0, a / 2], [a / 2, a / 2, 0]]


def batch(crystals, cutoff: float, device="cpu") -> list:
    """The six inputs of the contract for some Atoms."""
    positions, cells, numbers, systems, edges, shifts = [], [], [], [], [], []
    first = 0
    for index, atoms in enumerate(crystals):
        i, j, s = neighbor_list("ijS", atoms, cutoff)
        positions.append(atoms.positions)
        cells.append(atoms.cell.array)
        numbers.append(atoms.numbers)
        systems.append(np.full(len(atoms), index))
        edges.append(np.stack([i, j]) + first)
        shifts.append(s)
        first += len(atoms)
    return [
        torch.tensor(np.concatenate(positions), dtype=torch.float64, device=device),
        torch.tensor(np.stack(cells), dtype=torch.float64, device=device),
        torch.tensor(np.concatenate(numbers), dtype=torch.int64, device=device),
        torch.tensor(np.concatenate(systems), dtype=torch.int64, device=device),
        torch.tensor(np.concatenate(edges, axis=1), dtype=torch.int64, device=device),
        torch.tensor(np.concatenate(shifts), dtype=torch.float64, device=device),
    ]
