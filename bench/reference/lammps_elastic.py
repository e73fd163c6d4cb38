"""Elastic constants of Zhou's copper by LAMMPS on a table of the same functions, as a reference for tests.

    apt-get install lammps        # the file names the version that was used
    python lammps_elastic.py simulation/src/test/resources/golden/analysis/lammps_elastic.json

The table is ../compare/zhou_table.py's. Stresses at symmetric strains of 0.25 and 0.5 % to both sides, as in
dev.lehr.simulation.analysis.elastic; LAMMPS wants cells in lower triangular form, so each cell is turned and its stress is turned
back.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compare"))
import zhou_table  # noqa: E402

BAR = 1.6021765e6  # LAMMPS, units metal: eV/angstrom^3 to bar
SITES = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
ROW, COLUMN = [0, 1, 2, 1, 0, 0], [0, 1, 2, 2, 2, 1]
STEP = 0.0025


class Lammps:
    def __init__(self, folder):
        self.folder = folder
        self.version = ""
        zhou_table.write(folder / "Cu.eam.alloy", 40000)

    def stress(self, cell):
        """eV/angstrom^3, positive in tension, of fcc with this conventional cell."""
        q, r = np.linalg.qr(cell.T)  # cell = r.T q.T
        signs = np.sign(np.diag(r))
        q, lower = q * signs, (r.T * signs)
        data = ["fcc", "", "4 atoms", "1 atom types"]
        data += [f"0 {lower[k][k]!r} {x}lo {x}hi" for k, x in enumerate("xyz")]
        data += [f"{lower[1][0]!r} {lower[2][0]!r} {lower[2][1]!r} xy xz yz", "", "Atoms", ""]
        data += [f"{i + 1} 1 " + " ".join(repr(float(x)) for x in p) for i, p in enumerate(SITES @ lower)]
        (self.folder / "data").write_text("\n".join(data).replace("np.float64(", "").replace(")", "") + "\n")
        (self.folder / "in").write_text("""units metal
boundary p p p
atom_style atomic
box tilt large
read_data data
pair_style eam/alloy
pair_coeff * * Cu.eam.alloy Cu
thermo_style custom pe pxx pyy pzz pyz pxz pxy vol
thermo_modify format float %.17g norm no
run 0
""")
        out = subprocess.run(["lmp", "-in", "in", "-log", "none"], cwd=self.folder, capture_output=True, text=True)
        if out.returncode:
            sys.exit(out.stdout + out.stderr)
        self.version = re.search(r"LAMMPS \(([^)]*)\)", out.stdout).group(1)
        numbers = re.search(r"\n\s*PotEng[^\n]*\n([^\n]*)\n", out.stdout).group(1).split()
        _, xx, yy, zz, yz, xz, xy, _ = [float(x) for x in numbers]
        turned = -np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]) / BAR
        return q @ turned @ q.T


def main():
    with tempfile.TemporaryDirectory() as folder:
        lammps = Lammps(pathlib.Path(folder))
        low, high = 3.5, 3.7
        for _ in range(60):
            a = (low + high) / 2
            low, high = (a, high) if np.trace(lammps.stress(a * np.eye(3))) < 0 else (low, a)
        slopes = np.zeros((6, 6))
        for j in range(6):
            at = {}
            for n in (-2, -1, 1, 2):
                strain = np.zeros((3, 3))
                strain[ROW[j], COLUMN[j]] += n * STEP / 2
                strain[COLUMN[j], ROW[j]] += n * STEP / 2
                s = lammps.stress(a * (np.eye(3) + strain))
                at[n] = np.array([s[ROW[i], COLUMN[i]] for i in range(6)])
            slopes[:, j] = (8 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12 * STEP)
        golden = {"source": f"LAMMPS ({lammps.version}), pair style eam/alloy, bench/reference/lammps_elastic.py",
                  "units": "eV/angstrom^3; angstrom", "element": "Cu", "a": a, "C": slopes.tolist()}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
