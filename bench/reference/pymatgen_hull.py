"""Convex hulls by pymatgen's PhaseDiagram, as a reference for tests.

    pip install pymatgen
    python pymatgen_hull.py simulation/src/test/resources/golden/analysis/pymatgen_hull.json.gz

Random sets of one to five elements, and sets made to be awkward: duplicates, entries on the tie lines of others, a flat hull.
"""

import gzip
import importlib.metadata
import json
import pathlib
import random
import sys

from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition

ELEMENTS = ["Al", "Ni", "Ti", "O", "Cu"]
REFERENCE = {"Al": -3.7, "Ni": -5.5, "Ti": -7.8, "O": -4.9, "Cu": -3.5}


def on_tie_line(a, b, lift=0.0):
    """One cell of each of two entries, with the sum of their energies."""
    counts = dict(a["counts"])
    for symbol, n in b["counts"].items():
        counts[symbol] = counts.get(symbol, 0) + n
    return {"counts": counts, "energy": a["energy"] + b["energy"] + lift * sum(counts.values())}


def elements(symbols):
    return [{"counts": {s: 1}, "energy": REFERENCE[s]} for s in symbols]


def randoms(draw, symbols, n, spread):
    for _ in range(n):
        chosen = draw.sample(symbols, draw.randint(1, len(symbols)))
        counts = {s: draw.randint(1, 6) for s in chosen}
        atoms = sum(counts.values())
        reference = sum(k * REFERENCE[s] for s, k in counts.items())
        mixing = 0 if len(counts) == 1 else -0.3
        yield {"counts": counts, "energy": reference + atoms * (mixing + draw.uniform(0, spread))}


def sets():
    draw = random.Random(5)
    for k in range(1, 6):
        for n in (3, 20, 60):
            yield f"random {k} {n}", elements(ELEMENTS[:k]) + list(randoms(draw, ELEMENTS[:k], n, 0.5))
    base = elements(ELEMENTS[:3]) + list(randoms(draw, ELEMENTS[:3], 12, 0.5))
    yield "duplicates", base + [dict(e) for e in base]
    doubled = [{"counts": {s: 2 * n for s, n in e["counts"].items()}, "energy": 2 * e["energy"]} for e in base]
    yield "multiples", base + doubled
    yield "tie lines", base + [on_tie_line(a, b) for a in base[:6] for b in base[6:12]]
    yield "just above tie lines", base + [on_tie_line(a, b, 1e-6) for a in base[:6] for b in base[6:12]]
    flat = elements(ELEMENTS[:3])
    yield "flat", flat + [on_tie_line(a, b) for a in flat for b in flat if a is not b]
    yield "nothing mixes", flat + [on_tie_line(a, b, 0.2) for a in flat for b in flat if a is not b]
    binary = elements(ELEMENTS[:2])
    middle = {"counts": {"Al": 1, "Ni": 1}, "energy": -3.7 - 5.5 - 0.8}
    yield "collinear", binary + [middle, on_tie_line(binary[0], middle), on_tie_line(middle, middle),
                                 on_tie_line(on_tie_line(binary[1], middle), middle)]


def place(diagram, entry):
    products, above = diagram.get_decomp_and_e_above_hull(entry)
    return {"above": above, "formation": diagram.get_form_energy_per_atom(entry),
            "products": sorted([p.name, share] for p, share in products.items() if share > 1e-8)}


def main():
    cases = []
    for name, raw in sets():
        entries = [PDEntry(Composition(e["counts"]), e["energy"], name=str(i)) for i, e in enumerate(raw)]
        diagram = PhaseDiagram(entries)
        cases.append({"name": name, "entries": raw, "places": [place(diagram, e) for e in entries]})
    version = importlib.metadata.version("pymatgen")
    golden = {"source": f"pymatgen {version}, PhaseDiagram, bench/reference/pymatgen_hull.py",
              "units": "eV of the cell; eV/atom above the hull and of formation; products: index of entry, share of atoms",
              "cases": cases}
    pathlib.Path(sys.argv[1]).write_bytes(gzip.compress((json.dumps(golden) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
