"""Phonons by phonopy, as a reference for tests.

    pip install phonopy ase
    python phonopy_phonons.py simulation/src/test/resources/golden/analysis/phonopy.json

Forces are direct sums: of the metals with the functions of ../compare/zhou_table.py (Zhou's tungsten by other numbers in the same
functions), of argon by Lennard-Jones. A diamond lattice of argon is there for a basis of two atoms, a strained cell of copper for one
without symmetry; neither is stable.
"""

import json
import pathlib
import sys

import numpy as np
import phonopy
from ase import Atoms
from ase.neighborlist import neighbor_list
from phonopy import Phonopy
from phonopy.structure.atoms import PhonopyAtoms

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compare"))
import zhou_table  # noqa: E402

COPPER = {k: v for k, v in vars(zhou_table).items() if k.isupper()}
TUNGSTEN = {
    "RE": 2.740840, "FE": 3.487340, "RHOE": 37.234847, "RHOS": 37.234847, "ALPHA": 8.900114, "BETA": 4.746728,
    "A": 0.882435, "B": 1.394592, "KAPPA": 0.139209, "LAMBDA": 0.278417, "ETA": 0.582714, "F_E": -4.961306,
    "FN": (-4.946281, -0.148818, 0.365057, -4.432406), "F": (-4.96, 0.0, 0.661935, 0.348147),
    "START": 1.60 * 3.8761, "CUTOFF": 1.70 * 3.8761,
}
SIGMA, EPSILON, LJ_CUTOFF = 3.4, 0.0103, 8.75
FCC = np.array([[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
BCC = np.array([[-0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, -0.5]])
QS = [[0, 0, 0], [0.5, 0, 0], [0.5, 0.5, 0], [0.5, 0.5, 0.5], [0.25, 0, 0.25], [0.1, 0.2, 0.3], [-0.37, 0.11, 0.05], [0.01, 0, 0]]
TEMPERATURES = [0, 10, 100, 300, 1000]


def slope(f, x, h=1e-4):
    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


def zhou_forces(parameters):
    def forces(atoms):
        vars(zhou_table).update(parameters)
        i, j, r, d = neighbor_list("ijdD", atoms, zhou_table.CUTOFF)
        rho = np.bincount(i, zhou_table.density(r), len(atoms))
        embed = slope(zhou_table.embedding, rho)
        pull = slope(zhou_table.pair, r) + (embed[i] + embed[j]) * slope(zhou_table.density, r)
        return pulled(i, d, r, pull, len(atoms))
    return forces


def argon_forces(atoms):
    i, _, r, d = neighbor_list("ijdD", atoms, LJ_CUTOFF)
    q = (SIGMA / r) ** 6
    return pulled(i, d, r, -24 * EPSILON * (2 * q * q - q) / r, len(atoms))


def pulled(i, d, r, pull, n):
    return np.stack([np.bincount(i, pull * d[:, x] / r, n) for x in range(3)], axis=1)


def case(name, symbol, cell, sites, repeats, forces):
    unit = PhonopyAtoms(symbols=[symbol] * len(sites), cell=cell, scaled_positions=sites)
    phonon = Phonopy(unit, supercell_matrix=np.diag(repeats), primitive_matrix=np.eye(3))
    phonon.generate_displacements(distance=0.01, is_plusminus=True)
    phonon.forces = [
        forces(Atoms(s.symbols, cell=s.cell, scaled_positions=s.scaled_positions, pbc=True))
        for s in phonon.supercells_with_displacements
    ]
    phonon.produce_force_constants()
    phonon.symmetrize_force_constants()
    frequencies = phonon.run_qpoints(QS).frequencies.tolist()
    phonon.run_mesh([6, 6, 6])
    thermal = phonon.run_thermal_properties(temperatures=TEMPERATURES)
    return {
        "name": name, "symbol": symbol, "cell": np.asarray(cell).tolist(), "sites": np.asarray(sites).tolist(),
        "repeats": list(repeats), "mass": float(unit.masses[0]), "q": QS, "frequencies": frequencies,
        "mesh": [6, 6, 6], "temperatures": TEMPERATURES,
        "free_energy": list(map(float, thermal.free_energy)),
        "entropy": list(map(float, thermal.entropy)), "heat_capacity": list(map(float, thermal.heat_capacity)),
    }


def main():
    one = [[0, 0, 0]]
    odd = np.array([[2.56, 0, 0], [1.1, 2.4, 0], [0.9, 0.8, 2.3]])
    cases = [
        case("copper, fcc", "Cu", 3.615 * FCC, one, (4, 4, 4), zhou_forces(COPPER)),
        case("copper, a cell without symmetry", "Cu", odd, one, (3, 4, 5), zhou_forces(COPPER)),
        case("tungsten, bcc", "W", 3.165 * BCC, one, (4, 4, 4), zhou_forces(TUNGSTEN)),
        case("argon, fcc", "Ar", 5.28 * FCC, one, (4, 4, 4), argon_forces),
        case("argon, diamond", "Ar", 6.6 * FCC, [[0, 0, 0], [0.25, 0.25, 0.25]], (3, 3, 3), argon_forces),
    ]
    golden = {"source": f"phonopy {phonopy.__version__}, bench/reference/phonopy_phonons.py",
              "units": "angstrom, amu, THz, negative for imaginary; kJ/mol and J/(K mol) of the cell", "cases": cases}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
