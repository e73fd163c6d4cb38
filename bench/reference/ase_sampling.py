"""Mean squared displacements and pair distributions of a trajectory of ASE, by numpy, as a reference for tests.

    pip install ase scipy numpy
    python ase_sampling.py > simulation/src/test/resources/golden/dynamics/ase_sampling.json

Soft spheres of two elements as in ase_dynamics.py, with a centre of mass that moves. Nothing here is streamed: all
frames are kept, and sums are taken over them at the end. Lengths are in angstrom, momenta in sqrt(eV amu).
"""

import json
import sys

import ase
import numpy as np
from ase import units
from ase.build import bulk
from ase.md.verlet import VelocityVerlet
from ase.neighborlist import neighbor_list

from ase_dynamics import ALPHA, EPSILON, SIGMA, SoftSpheres

TIMESTEP, STEPS, AVERAGE_AFTER, MSD_EVERY, RDF_EVERY = 2.0, 120, 20, 10, 25
R_MAX, BINS = 7.5, 30


def start():
    rng = np.random.default_rng(11)
    atoms = bulk("Ar", "fcc", 5.2, cubic=True).repeat(2)
    atoms.numbers[rng.permutation(len(atoms))[:12]] = 10
    atoms.set_masses([20.18 if z == 10 else 39.948 for z in atoms.numbers])
    atoms.positions += rng.normal(0, 0.05, atoms.positions.shape)
    p = rng.normal(size=(len(atoms), 3)) * np.sqrt(units.kB * 600 * atoms.get_masses())[:, None]
    atoms.set_momenta(p + 0.3)
    return atoms


def msd(frames, masses, numbers):
    rows = []
    for k in range(0, len(frames), MSD_EVERY):
        moved = frames[k].positions - frames[0].positions
        moved -= (masses[:, None] * moved).sum(0) / masses.sum()
        squared = (moved**2).sum(1)
        rows.append([squared.mean()] + [squared[numbers == z].mean() for z in (10, 18)])
    return rows


def rdf(frames, numbers):
    edges = np.linspace(0, R_MAX, BINS + 1)
    shells = 4 * np.pi / 3 * np.diff(edges**3)
    counts = {(10, 10): 0, (10, 18): 0, (18, 18): 0}
    total = 0
    nearest = 1
    used = frames[RDF_EVERY::RDF_EVERY]
    for atoms in used:
        i, j, d = neighbor_list("ijd", atoms, R_MAX)
        nearest = min(nearest, np.abs(d[:, None] - edges[None]).min())
        total = total + np.histogram(d, edges)[0]
        for a, b in counts:
            of_pair = (numbers[i] == a) & (numbers[j] == b)
            counts[a, b] = counts[a, b] + np.histogram(d[of_pair], edges)[0]
    ideal = shells / frames[0].get_volume() * len(used)
    n = {z: (numbers == z).sum() for z in (10, 18)}
    g = {"all": total / len(numbers) ** 2 / ideal}
    for (a, b), count in counts.items():
        g[f"{a}-{b}"] = count / (n[a] * n[b]) / ideal
    # No distance may be so near the edge of a shell that another way to the same trajectory puts it elsewhere.
    assert nearest > 1e-7, nearest
    return {key: list(value) for key, value in g.items()}


def main():
    first = start()
    atoms = first.copy()
    atoms.calc = SoftSpheres()
    md = VelocityVerlet(atoms, TIMESTEP * units.fs)
    frames = [atoms.copy()]
    for _ in range(STEPS):
        md.run(1)
        frames.append(atoms.copy())
    counted = frames[AVERAGE_AFTER:]
    json.dump(
        {
            "ase_version": ase.__version__,
            "sigma": SIGMA,
            "epsilon": EPSILON,
            "alpha": ALPHA,
            "timestep_fs": TIMESTEP,
            "steps": STEPS,
            "average_after": AVERAGE_AFTER,
            "structure": {
                "symbols": first.numbers.tolist(),
                "masses": first.get_masses().tolist(),
                "cell": first.cell.array.tolist(),
                "positions": first.positions.tolist(),
                "pbc": [True, True, True],
            },
            "momenta": first.get_momenta().tolist(),
            "msd_every": MSD_EVERY,
            "msd": msd(counted, first.get_masses(), first.numbers),
            "r_max": R_MAX,
            "bins": BINS,
            "rdf_every": RDF_EVERY,
            "rdf": rdf(counted, first.numbers),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
