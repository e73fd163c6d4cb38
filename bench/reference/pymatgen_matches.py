"""Which crystals are the same, by pymatgen's StructureMatcher with its defaults, as a reference for tests.

    pip install pymatgen
    python pymatgen_matches.py simulation/src/test/resources/golden/analysis/pymatgen_matches.json.gz

200 pairs: a crystal and itself in another cell, order, place and attitude, with noise from none to too much; under strains from
small to large; with atoms exchanged; and beside crystals of another kind.
"""

import gzip
import importlib.metadata
import json
import pathlib
import random
import sys

import numpy as np
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure

DRAW = random.Random(11)
NOISE = np.random.default_rng(11)


def prototypes():
    f = Lattice.cubic
    yield "fcc", Structure.from_spacegroup("Fm-3m", f(3.6), ["Cu"], [[0, 0, 0]])
    yield "bcc", Structure.from_spacegroup("Im-3m", f(2.9), ["Cu"], [[0, 0, 0]])
    yield "hcp", Structure(Lattice.hexagonal(2.55, 4.16), ["Cu"] * 2, [[1 / 3, 2 / 3, 0.25], [2 / 3, 1 / 3, 0.75]])
    yield "diamond", Structure.from_spacegroup("Fd-3m", f(5.4), ["Si"], [[0, 0, 0]])
    yield "rocksalt", Structure.from_spacegroup("Fm-3m", f(4.2), ["Mg", "O"], [[0, 0, 0], [0.5, 0.5, 0.5]])
    yield "cesium chloride", Structure.from_spacegroup("Pm-3m", f(2.6), ["Mg", "O"], [[0, 0, 0], [0.5, 0.5, 0.5]])
    yield "zincblende", Structure.from_spacegroup("F-43m", f(4.6), ["Mg", "O"], [[0, 0, 0], [0.25, 0.25, 0.25]])
    yield "wurtzite", Structure.from_spacegroup("P6_3mc", Lattice.hexagonal(3.25, 5.2), ["Mg", "O"],
                                                [[1 / 3, 2 / 3, 0], [1 / 3, 2 / 3, 0.38]])
    yield "rutile", Structure.from_spacegroup("P4_2/mnm", Lattice.tetragonal(4.6, 2.96), ["Ti", "O"],
                                              [[0, 0, 0], [0.305, 0.305, 0]])
    yield "anatase", Structure.from_spacegroup("I4_1/amd", Lattice.tetragonal(3.78, 9.5), ["Ti", "O"],
                                               [[0, 0, 0], [0, 0, 0.208]])
    yield "perovskite", Structure.from_spacegroup("Pm-3m", f(3.9), ["Ca", "Ti", "O"],
                                                  [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0]])
    yield "quartz", Structure.from_spacegroup("P3_221", Lattice.hexagonal(4.91, 5.40), ["Si", "O"],
                                              [[0.4697, 0, 2 / 3], [0.4133, 0.2672, 0.7855]])
    yield "L1_0", Structure(Lattice.tetragonal(3.9, 3.7), ["Cu", "Au"] * 2,
                            [[0, 0, 0], [0.5, 0, 0.5], [0.5, 0.5, 0], [0, 0.5, 0.5]])
    for k in range(3):
        lattice = Lattice.from_parameters(*(DRAW.uniform(4, 6) for _ in range(3)), *(DRAW.uniform(75, 105) for _ in range(3)))
        sites = [[DRAW.random() for _ in range(3)] for _ in range(6)]
        yield f"random {k}", Structure(lattice, ["Al", "Al", "Ni", "Ni", "Ni", "O"], sites)


def disguised(s, noise):
    """Another cell of the same crystal, turned, moved, its atoms in another order and shaken (standard deviation, angstrom)."""
    s = s.copy()
    if len(s) <= 12:
        s.make_supercell(DRAW.choice([[1, 1, 1], [2, 1, 1], [[1, 1, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 1], [0, 1, 0], [0, 1, 2]]]))
    order = list(range(len(s)))
    DRAW.shuffle(order)
    turn, _ = np.linalg.qr(NOISE.normal(size=(3, 3)))
    cartesian = s.cart_coords[order] + NOISE.normal(size=3) + noise * NOISE.normal(size=(len(s), 3))
    return Structure(Lattice(s.lattice.matrix @ turn), [s.species[i] for i in order], cartesian @ turn, coords_are_cartesian=True)


def strained(s, size):
    gradient = np.eye(3) + size * NOISE.uniform(-1, 1, size=(3, 3))
    return Structure(Lattice(s.lattice.matrix @ gradient), s.species, s.frac_coords)


def exchanged(s):
    s = s.copy()
    i = DRAW.randrange(len(s))
    others = [j for j in range(len(s)) if s[j].specie != s[i].specie]
    if others:
        j = DRAW.choice(others)
        a, b = s[i].specie, s[j].specie
        s.replace(i, b)
        s.replace(j, a)
    return s


def pairs():
    known = list(prototypes())
    for name, s in known:
        for noise in (0, 0.02, 0.05, 0.1, 0.3):
            yield f"{name}, noise {noise}", s, disguised(s, noise)
        for size in (0.01, 0.05, 0.1, 0.2):
            yield f"{name}, strain {size}", s, disguised(strained(s, size), 0.01)
        yield f"{name}, exchanged", s, disguised(exchanged(s), 0.01)
    while True:
        (n, s), (m, t) = DRAW.sample(known, 2)
        if s.composition.reduced_composition == t.composition.reduced_composition:
            yield f"{n} and {m}", s, disguised(t, 0.01)


def plain(s):
    return {"cell": s.lattice.matrix.ravel().tolist(), "symbols": [x.symbol for x in s.species],
            "positions": s.cart_coords.ravel().tolist()}


def main():
    matcher = StructureMatcher()
    cases = []
    for name, a, b in pairs():
        cases.append({"name": name, "a": plain(a), "b": plain(b), "fit": bool(matcher.fit(a, b)),
                      "reversed": bool(matcher.fit(b, a))})
        if len(cases) == 200:
            break
    version = importlib.metadata.version("pymatgen")
    golden = {"source": f"pymatgen {version}, StructureMatcher(), bench/reference/pymatgen_matches.py", "units": "angstrom",
              "cases": cases}
    pathlib.Path(sys.argv[1]).write_bytes(gzip.compress((json.dumps(golden) + "\n").encode(), mtime=0))
    print(sum(c["fit"] or c["reversed"] for c in cases), "of", len(cases), "match")


if __name__ == "__main__":
    main()
