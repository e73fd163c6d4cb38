"""Structure files written by ASE and pymatgen, and what these read from them, for tests.

    pip install ase pymatgen spglib
    python structure_files.py activities/src/test/resources/structures

Writes the files and peers.json: for each file the reader asked, its version, and for each structure cell
(rows, angstrom, null without), pbc, numbers, positions (angstrom) and, of ASE's constraints, move_mask.
"""

import json
import os
import sys
import warnings

import ase
import numpy as np
import pymatgen.core
from ase import Atoms
from ase.build import bulk, fcc111, molecule
from ase.constraints import FixAtoms, FixCartesian, FixCom
from ase.io import jsonio, read, write
from pymatgen.core import Lattice, Molecule, Species, Structure
from pymatgen.io.cif import CifWriter
from pymatgen.io.vasp import Poscar

warnings.filterwarnings("ignore")
out = sys.argv[1]
os.makedirs(out, exist_ok=True)
peers = {}


def path(name):
    return os.path.join(out, name)


def mask_of(atoms):
    moves = np.ones((len(atoms), 3), bool)
    for c in atoms.constraints:
        if isinstance(c, FixAtoms):
            moves[c.index] = False
        elif isinstance(c, FixCartesian):
            moves[c.index] &= ~np.asarray(c.mask, bool)
    return moves.tolist()


def ase_read(name, form):
    images = read(path(name), ":", format=form)
    peers[name] = {
        "reader": f"ase {ase.__version__}",
        "structures": [
            {
                "cell": a.cell.array.tolist() if a.cell.rank else None,
                "pbc": a.pbc.tolist(),
                "numbers": a.numbers.tolist(),
                "positions": a.positions.tolist(),
                "move_mask": mask_of(a),
                "fix_com": any(isinstance(c, FixCom) for c in a.constraints),
            }
            for a in images
        ],
    }


def pymatgen_read(name, structures):
    peers[name] = {
        "reader": f"pymatgen {pymatgen.core.__version__}",
        "structures": [
            {
                "cell": s.lattice.matrix.tolist() if isinstance(s, Structure) else None,
                "pbc": list(map(bool, s.lattice.pbc)) if isinstance(s, Structure) else [False] * 3,
                "numbers": [site.specie.Z for site in s],
                "positions": s.cart_coords.tolist(),
            }
            for s in structures
        ],
    }


# CIF: ASE lists all atoms; pymatgen writes symmetry operations, which both expand.
write(path("ase_two.cif"), [bulk("NaCl", "rocksalt", a=5.64), bulk("Ti", "hcp", a=2.95, c=4.68)])
ase_read("ase_two.cif", "cif")
crystals = {
    "quartz": Structure.from_spacegroup(
        "P3_221", Lattice.hexagonal(4.913, 5.405), ["Si", "O"], [[0.4697, 0, 0], [0.4135, 0.2669, 0.1191]]
    ),
    "rutile": Structure.from_spacegroup(
        "P4_2/mnm", Lattice.tetragonal(4.594, 2.959), ["Ti", "O"], [[0, 0, 0], [0.3053, 0.3053, 0]]
    ),
    "spinel": Structure.from_spacegroup(
        "Fd-3m", Lattice.cubic(8.083), ["Mg", "Al", "O"], [[0, 0, 0], [0.625] * 3, [0.3874] * 3]
    ),
    "monoclinic": Structure.from_spacegroup(
        "P2_1/c", Lattice.monoclinic(5.15, 5.21, 5.32, 99.2), ["Zr", "O", "O"],
        [[0.2754, 0.0395, 0.2083], [0.07, 0.3317, 0.3447], [0.4496, 0.7569, 0.4792]],
    ),
    "triclinic": Structure(Lattice.from_parameters(4.1, 5.2, 6.3, 77, 84, 69), ["Ca", "O"], [[0.1, 0.2, 0.3], [0.7, 0.6, 0.5]]),
}
for name, s in crystals.items():
    file = f"pymatgen_{name}.cif"
    CifWriter(s, symprec=0.01).write_file(path(file))
    ase_read(file, "cif")

# POSCAR
slab = fcc111("Cu", (2, 2, 3), a=3.61, vacuum=8.0)
slab.set_constraint(FixAtoms([a.index for a in slab if a.tag == 3]))
write(path("POSCAR_ase_slab"), slab, format="vasp", direct=True)
ase_read("POSCAR_ase_slab", "vasp")
quartz = crystals["quartz"]
quartz_md = quartz.copy()
quartz_md.add_site_property("velocities", [[0.01 * i, 0, 0] for i in range(len(quartz))])
Poscar(quartz_md, comment="alpha quartz").write_file(path("quartz.vasp"))
ase_read("quartz.vasp", "vasp")

# JSON of ASE
held = bulk("NaCl", "rocksalt", a=5.64, cubic=True)
held.set_constraint([FixAtoms([0, 3]), FixCartesian([1], [True, False, True]), FixCom()])
held.set_initial_magnetic_moments([0.5] * 8)
held.set_masses([22.99] * 4 + [36.0] * 4)
water = molecule("H2O")
write(path("ase_db.json"), [held, water], format="json")
ase_read("ase_db.json", "json")
with open(path("ase_jsonio.json"), "w") as file:
    file.write(jsonio.encode(held))
peers["ase_jsonio.json"] = {"reader": peers["ase_db.json"]["reader"], "structures": peers["ase_db.json"]["structures"][:1]}

# JSON of pymatgen
decorated = Structure(
    Lattice.from_parameters(3.9, 4.0, 4.1, 88, 92, 95),
    [Species("Fe", 3, spin=5), Species("O", -2), Species("D")],
    [[0, 0, 0], [0.5, 0.5, 0.4], [1.2, -0.3, 0.8]],
    site_properties={"selective_dynamics": [[True] * 3, [False] * 3, [True] * 3], "magmom": [5.0, 0.1, 0.0]},
)
ion = Molecule(["O", "H"], [[0, 0, 0], [0, 0, 0.97]], charge=-1)
with open(path("pymatgen_structure.json"), "w") as file:
    file.write(decorated.to_json())
pymatgen_read("pymatgen_structure.json", [decorated])
with open(path("pymatgen_list.json"), "w") as file:
    json.dump([quartz.as_dict(), ion.as_dict()], file)
pymatgen_read("pymatgen_list.json", [quartz, ion])

# extended XYZ with the same constraints
write(path("ase_held.extxyz"), [held[[0, 1, 2]]], format="extxyz")
ase_read("ase_held.extxyz", "extxyz")

with open(path("peers.json"), "w") as file:
    json.dump(peers, file)
