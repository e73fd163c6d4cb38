"""Trajectories of ASE's FIRE, BFGS and LBFGS under its cell filters and constraints, as a reference for tests.

    pip install ase scipy numpy
    python ase_optimizers.py > simulation/src/test/resources/golden/optimize/ase_optimizers.json

Potential and structures are those of ase_fire.py beside this file.
"""

import json

import ase
import numpy as np
from ase.constraints import FixAtoms, FixCartesian, FixCom
from ase.filters import FrechetCellFilter, UnitCellFilter
from ase.optimize import BFGS, FIRE, LBFGS
from ase_fire import CUTOFF, EPSILON, SIGMA, PlainLennardJones, systems

STEPS = 25
OPTIMIZERS = {"fire": FIRE, "bfgs": BFGS, "lbfgs": LBFGS}
FILTERS = {"none": None, "unit": UnitCellFilter, "frechet": FrechetCellFilter}


def held(name, n):
    """A constraint and what it is in a file: move_mask (3 a row) and fix_com."""
    mask = np.ones((n, 3), bool)
    if name == "atoms":
        mask[[0, n - 1]] = False
        return [FixAtoms([0, n - 1])], mask, False
    if name == "cartesian":
        mask[1] = [True, False, True]
        mask[2] = [False, False, True]
        return [FixCartesian(1, (False, True, False)), FixCartesian(2, (True, True, False))], mask, False
    if name == "com":
        return [FixCom()], mask, True
    return [], mask, False


def run(optimizer, cell, system, constraint="", pressure=0.0, **options):
    atoms = systems()[system]
    atoms.calc = PlainLennardJones()
    constraints, mask, com = held(constraint, len(atoms))
    if system == "triclinic":  # unequal masses, so that the centre of mass is not the centroid
        atoms.set_masses(20.0 + np.arange(len(atoms)))
    atoms.set_constraint(constraints)
    start = {"positions": atoms.positions.ravel().tolist(), "cell": atoms.cell.array.ravel().tolist()}
    target = atoms if cell == "none" else FILTERS[cell](atoms, scalar_pressure=pressure, **options)
    search = OPTIMIZERS[optimizer](target, logfile=None)
    record = []
    for _ in range(STEPS + 1):
        record.append([atoms.get_potential_energy(), float(np.linalg.norm(target.get_forces(), axis=1).max())])
        end = {"positions": atoms.positions.ravel().tolist(), "cell": atoms.cell.array.ravel().tolist()}
        search.step()
    return {"optimizer": optimizer, "system": system, "cell": cell, "pressure": pressure, **options,
            "constraint": constraint, "move_mask": mask.ravel().tolist(), "fix_com": com,
            "pbc": atoms.pbc.tolist(), "masses": atoms.get_masses().tolist(),
            "start": start, "energy_fmax": record, "end": end}


def main():
    runs = []
    for optimizer in OPTIMIZERS:
        for cell in FILTERS:
            runs.append(run(optimizer, cell, "cubic"))
            runs.append(run(optimizer, cell, "triclinic", pressure=0.02 if cell != "none" else 0.0))
            for constraint in ("atoms", "cartesian", "com"):
                runs.append(run(optimizer, cell, "triclinic", constraint))
        runs.append(run(optimizer, "none", "cluster"))
        for cell in ("unit", "frechet"):
            runs.append(run(optimizer, cell, "triclinic", hydrostatic_strain=True))
            runs.append(run(optimizer, cell, "triclinic", constant_volume=True))
            runs.append(run(optimizer, cell, "triclinic", mask=[True, True, True, False, False, False]))
            runs.append(run(optimizer, cell, "slab", mask=[True, True, False, False, False, True]))
        runs.append(run(optimizer, "unit", "triclinic", mask=[False, False, True, True, False, True]))
    print(json.dumps({"ase": ase.__version__, "optimizers": "default settings",
                      "model": {"sigma": SIGMA, "epsilon": EPSILON, "cutoff": CUTOFF},
                      "energy_fmax": "before each step", "runs": runs}))


if __name__ == "__main__":
    main()
