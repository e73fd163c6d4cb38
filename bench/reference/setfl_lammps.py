"""Two small setfl files (eam/alloy and eam/fs) and what LAMMPS computes with them, as a reference for tests.

    apt-get install lammps        # the file names the version that was used
    python setfl_lammps.py activities/src/test/resources/golden/setfl

The functions are made up to try every branch of a reader and of the interpolation (unlike densities by
order of the elements, densities above the end of the table, several numbers a line); they describe no material.
"""

import gzip
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ELEMENTS = ["Fe", "Cr"]
HEADERS = {"Fe": "26 55.845 2.855 bcc", "Cr": "24 51.996 2.885 bcc"}
NRHO, NR, CUTOFF = 300, 400, 5.6
DR = 0.0141
DRHO = 0.1
BAR = 1.6021765e6  # LAMMPS, units metal: eV/angstrom^3 to bar


def taper(r):
    return (1 - r / CUTOFF) ** 3 if r < CUTOFF else 0.0


def embedding(a, rho):
    return [-1.7, -1.4][a] * math.sqrt(rho) + [0.011, 0.014][a] * rho


def density(a, b, r):
    return [[9.0, 7.5], [8.2, 10.0]][a][b] * math.exp(-[0.30, 0.22][a] * r) * taper(r)


def pair(a, b, r):
    d = [[900.0, 760.0], [760.0, 810.0]][a][b]
    return (d * math.exp(-2.1 * r) - 2.0 * math.exp(-0.4 * r)) * taper(r)


def number(x):
    return repr(x)


def block(values, width):
    lines = [values[k:k + width] for k in range(0, len(values), width)]
    return "\n".join(" ".join(number(x) for x in line) for line in lines)


def setfl(finnis_sinclair):
    radii = [k * DR for k in range(NR)]
    parts = [
        "made up for tests of a reader: no material\nsecond comment\nthird comment",
        f"{len(ELEMENTS)} {' '.join(ELEMENTS)}",
        f"{NRHO} {DRHO!r} {NR} {DR!r} {CUTOFF!r}",
    ]
    for a, symbol in enumerate(ELEMENTS):
        parts.append(HEADERS[symbol])
        parts.append(block([embedding(a, k * DRHO) for k in range(NRHO)], 5))
        for b in range(len(ELEMENTS)) if finnis_sinclair else [a]:
            parts.append(block([density(a, b, r) for r in radii], 4))
    for a in range(len(ELEMENTS)):
        for b in range(a + 1):
            parts.append(block([pair(a, b, r) for r in radii], 3))
    return "\n".join(parts) + "\n"


def structures():
    """bcc cells in LAMMPS's restricted orientation, rattled, one of them dense."""
    draw = random.Random(7)
    for name, repeats, a, tilt, pbc in [
        ("bulk", 2, 2.86, 0.0, "p p p"),
        ("sheared", 2, 2.9, 0.35, "p p p"),
        ("dense", 2, 2.25, 0.1, "p p p"),
        ("slab", 3, 2.88, 0.0, "p p f"),
        ("cluster", 2, 2.8, 0.0, "f f f"),
        ("one cell", 1, 2.87, 0.2, "p p p"),
    ]:
        length = a * repeats
        cell = [[length, 0, 0], [tilt, length, 0], [-tilt / 2, tilt / 3, length]]
        atoms = []
        for corner in range(repeats**3):
            at = [corner // repeats**2, corner // repeats % repeats, corner % repeats]
            for site in (0, 0.5):
                fraction = [(x + site) / repeats for x in at]
                position = [sum(f * cell[k][c] for k, f in enumerate(fraction)) for c in range(3)]
                atoms.append([p + draw.uniform(-0.1, 0.1) for p in position])
        kinds = [draw.randrange(2) for _ in atoms]
        if pbc == "f f f":
            cell = [[length + 20 if r == c else 0 for c in range(3)] for r in range(3)]
            atoms = [[x + 10 for x in position] for position in atoms]
        if pbc == "p p f":
            cell[2][2] += 20
            atoms = [[x, y, z + 5] for x, y, z in atoms]
        yield {"name": name, "symbols": [ELEMENTS[k] for k in kinds], "pbc": [p == "p" for p in pbc.split()],
               "cell": cell, "positions": atoms}


def lammps(style, table, s):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        c = s["cell"]
        data = ["structure", "", f"{len(s['symbols'])} atoms", f"{len(ELEMENTS)} atom types"]
        for k, axis in enumerate("xyz"):
            data.append(f"0 {c[k][k]!r} {axis}lo {axis}hi")
        data.append(f"{c[1][0]!r} {c[2][0]!r} {c[2][1]!r} xy xz yz")
        data += ["", "Atoms", ""]
        for i, (symbol, p) in enumerate(zip(s["symbols"], s["positions"])):
            data.append(f"{i + 1} {ELEMENTS.index(symbol) + 1} " + " ".join(repr(x) for x in p))
        (folder / "data").write_text("\n".join(data) + "\n")
        boundary = " ".join("p" if p else "f" for p in s["pbc"])
        (folder / "in").write_text(f"""units metal
boundary {boundary}
atom_style atomic
box tilt large
read_data data
pair_style {style}
pair_coeff * * {table} {' '.join(ELEMENTS)}
compute e all pe/atom
dump d all custom 1 dump id c_e fx fy fz
dump_modify d sort id format float %.17g
thermo_style custom pe pxx pyy pzz pyz pxz pxy vol
thermo_modify format float %.17g norm no
run 0
""")
        out = subprocess.run(["lmp", "-in", "in", "-log", "none"], cwd=folder, capture_output=True, text=True)
        if out.returncode:
            sys.exit(out.stdout + out.stderr)
        numbers = re.search(r"\n\s*PotEng[^\n]*\n([^\n]*)\n", out.stdout).group(1).split()
        pe, xx, yy, zz, yz, xz, xy, _ = [float(x) for x in numbers]
        rows = [line.split() for line in (folder / "dump").read_text().splitlines()[9:]]
        # Isolated directions: the stress refers to the volume of the box all the same.
        return {
            "energy": pe,
            "energies": [float(r[1]) for r in rows],
            "forces": [[float(x) for x in r[2:5]] for r in rows],
            "stress": [[-x / BAR for x in row] for row in ([xx, xy, xz], [xy, yy, yz], [xz, yz, zz])],
            "version": re.search(r"LAMMPS \(([^)]*)\)", out.stdout).group(1),
        }


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    cases, version = [], ""
    for style, fs in (("eam/alloy", False), ("eam/fs", True)):
        name = f"made-up.{style.replace('/', '.')}"
        text = setfl(fs)
        (target / (name + ".gz")).write_bytes(gzip.compress(text.encode(), mtime=0))
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / name
            table.write_text(text)
            for s in structures():
                result = lammps(style, table, s)
                version = result.pop("version")
                cases.append({"file": name + ".gz", **s, **result})
    golden = {"source": f"LAMMPS ({version}), pair styles eam/alloy and eam/fs, bench/reference/setfl_lammps.py",
              "units": "eV, eV/angstrom, eV/angstrom^3, positive in tension; cell rows are lattice vectors",
              "cases": []}
    rows = ",\n".join(json.dumps(case) for case in cases)
    (target / "lammps.json").write_text(json.dumps(golden)[:-2] + "\n" + rows + "\n]}\n")


if __name__ == "__main__":
    main()
