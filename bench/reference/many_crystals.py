"""Writes COUNT disturbed copies of the crystals of examples/oxides: many_crystals.py COUNT FILE. Needs ASE."""

import sys
from pathlib import Path

import numpy as np
from ase.io import read, write


def main(count, file):
    crystals = read(Path(__file__).parents[2] / "examples/oxides/structures.extxyz", ":")
    random = np.random.default_rng(1)
    frames = []
    for k in range(count):
        atoms = crystals[k % len(crystals)].copy()
        atoms.info = {"id": "%s-%d" % (atoms.info["id"], k // len(crystals))}
        strain = np.eye(3) + random.uniform(-0.03, 0.03, (3, 3))
        atoms.set_cell(atoms.cell.array @ strain, scale_atoms=True)
        atoms.positions += random.normal(0, 0.05, atoms.positions.shape)
        frames.append(atoms)
    write(file, frames, format="extxyz")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
