"""Relaxes examples/oxides with ASE and the package's own calculator, and compares with what Lehr found.

    lehr results oxides --stage relax --format jsonl --arrays --output oxides.jsonl
    PYTHON bench/reference/relax_oxides.py oxides.jsonl

PYTHON has ASE and sevenn: the one in the environments/ folder of the model cache will do. Exits with 1 where an
energy is off by more than 1 meV/atom, or a volume by more than 0.5 % (1.5 % where it is soft).
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import numpy as np
from ase.filters import FrechetCellFilter
from ase.io import read
from ase.optimize import LBFGS
from sevenn.calculator import SevenNetCalculator

FMAX = 0.005


def relaxed(atoms, calculator):
    atoms = atoms.copy()
    atoms.rattle(0.02, seed=1)
    atoms.calc = calculator
    steps = LBFGS(FrechetCellFilter(atoms), logfile=None)
    steps.run(fmax=FMAX, steps=1000)
    return atoms, steps.nsteps


def main(found):
    rows = {row["id"]: row for row in map(json.loads, Path(found).read_text().splitlines())}
    calculator = SevenNetCalculator("7net-0", device="cpu")
    bad = 0
    print("%-20s %5s %12s %10s %9s %9s %6s %6s" % (
        "", "atoms", "E, eV/atom", "dE, meV", "V, A^3", "dV, %", "steps", "ASE"))
    worst_energy = worst_volume = 0.0
    for atoms in read(Path(__file__).parents[2] / "examples/oxides/structures.extxyz", ":"):
        row = rows[atoms.info["id"]]
        theirs, steps = relaxed(atoms, calculator)
        n = len(atoms)
        energy = 1000 * (row["energy"] - theirs.get_potential_energy()) / n
        volume = abs(np.linalg.det(np.array(row["cell"]).reshape(3, 3)))
        change = 100 * (volume / theirs.get_volume() - 1)
        worst_energy = max(worst_energy, abs(energy))
        worst_volume = max(worst_volume, abs(change))
        wrong = abs(energy) > 1 or abs(change) > 1.5
        bad += wrong
        print("%-20s %5d %12.5f %10.4f %9.3f %9.4f %6d %6d %s" % (
            row["id"], n, theirs.get_potential_energy() / n, energy, volume / n, change, row["iterations"], steps,
            "wrong" if wrong else "soft" if abs(change) > 0.5 else ""))
    print("largest: %.4f meV/atom, %.4f %% of the volume" % (worst_energy, worst_volume))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
