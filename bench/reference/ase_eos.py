"""Equations of state by ASE, as a reference for tests.

    pip install ase
    python ase_eos.py simulation/src/test/resources/golden/analysis/ase_eos.json

Energies of fcc and bcc crystals at volumes within 6 % are direct sums over neighbours, of Zhou's copper (../compare/zhou_table.py)
and of a Lennard-Jones argon; "noisy" is the copper with a little noise on it, for a fit that leaves something.
"""

import itertools
import json
import pathlib
import random
import sys

import ase
import numpy as np
from ase.eos import EquationOfState

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compare"))
import zhou_table  # noqa: E402

SITES = {
    "fcc": np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]),
    "bcc": np.array([[0, 0, 0], [0.5, 0.5, 0.5]]),
}
SIGMA, EPSILON, LJ_CUTOFF = 3.4, 0.0103, 8.75


def distances(lattice, a, cutoff):
    """From the atom at the origin to all others within the cutoff."""
    n = int(cutoff / a) + 2
    corners = np.array(list(itertools.product(range(-n, n + 1), repeat=3)))
    r = a * np.linalg.norm((corners[:, None, :] + SITES[lattice][None]).reshape(-1, 3), axis=1)
    return r[(r > 1e-9) & (r < cutoff)]


def zhou(lattice, a):
    r = distances(lattice, a, zhou_table.CUTOFF)
    return 0.5 * zhou_table.pair(r).sum() + float(zhou_table.embedding(zhou_table.density(r).sum()))


def lennard_jones(lattice, a):
    q = (SIGMA / distances(lattice, a, LJ_CUTOFF)) ** 6
    return (2 * EPSILON * (q * q - q)).sum()


def case(name, model, lattice, a0, noise=0.0):
    draw = random.Random(name)
    atoms = len(SITES[lattice])
    energy = {"zhou": zhou, "lennard-jones": lennard_jones}[model]
    volumes = [a0**3 * (1 + x) for x in np.linspace(-0.06, 0.06, 7)]
    energies = [atoms * energy(lattice, v ** (1 / 3)) + draw.gauss(0, noise) for v in volumes]
    fits = {}
    for form in ("birchmurnaghan", "birch", "vinet", "murnaghan"):
        fit = EquationOfState(volumes, energies, eos=form)
        v0, e0, b0 = fit.fit()
        fits[form] = {"V0": v0, "E0": e0, "B0": b0, "BP": fit.eos_parameters[2]}
    return {"name": name, "model": model, "lattice": lattice, "a": a0, "noise": noise,
            "volumes": volumes, "energies": energies, "fits": fits}


def main():
    cases = [
        case("copper", "zhou", "fcc", 3.615),
        case("copper, off its minimum", "zhou", "fcc", 3.66),
        case("copper, bcc", "zhou", "bcc", 2.88),
        case("argon", "lennard-jones", "fcc", 5.28),
        case("noisy", "zhou", "fcc", 3.615, 1e-4),
    ]
    golden = {"source": f"ASE {ase.__version__}, ase.eos.EquationOfState, bench/reference/ase_eos.py",
              "units": "eV, angstrom^3, of the conventional cell", "cases": cases}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
