"""Writes examples/oxides/structures.extxyz: crystals at published lattice parameters, primitive cells.

    bench/.venv/bin/python bench/reference/make_oxides.py

Needs ASE only. Each frame says where its numbers are from. Cuprite is left out: to SevenNet-0 it is a saddle, and
which of the minima around it a relaxation ends in depends on the first displacement.
"""

from pathlib import Path

from ase.build import bulk
from ase.io import write
from ase.spacegroup import crystal

WYCKOFF = "R. W. G. Wyckoff, Crystal Structures, 2nd ed., vol. 1 (1963)"
VURGAFTMAN = "I. Vurgaftman et al., J. Appl. Phys. 89, 5815 (2001), 300 K"
SCHULZ = "H. Schulz, K. H. Thiemann, Solid State Commun. 23, 815 (1977)"

CUBIC = [
    ("MgO", "rocksalt", 4.2112, WYCKOFF), ("CaO", "rocksalt", 4.8105, WYCKOFF),
    ("NiO", "rocksalt", 4.1684, WYCKOFF), ("LiF", "rocksalt", 4.0173, WYCKOFF),
    ("NaCl", "rocksalt", 5.64056, WYCKOFF), ("KCl", "rocksalt", 6.29294, WYCKOFF),
    ("C", "diamond", 3.56679, WYCKOFF), ("Si", "diamond", 5.43102, "CODATA 2018, lattice parameter of silicon"),
    ("Ge", "diamond", 5.65735, WYCKOFF), ("ZnS", "zincblende", 5.4093, WYCKOFF),
    ("GaAs", "zincblende", 5.65325, VURGAFTMAN), ("AlAs", "zincblende", 5.6611, VURGAFTMAN),
    ("GaP", "zincblende", 5.4505, VURGAFTMAN), ("InP", "zincblende", 5.8697, VURGAFTMAN),
    ("InAs", "zincblende", 6.0583, VURGAFTMAN),
    ("CaF2", "fluorite", 5.46295, WYCKOFF), ("CeO2", "fluorite", 5.4110, WYCKOFF),
]


def wurtzite(a, b, length, height, u):
    return crystal([a, b], [(1 / 3, 2 / 3, 0), (1 / 3, 2 / 3, u)], spacegroup=186,
                   cellpar=[length, length, height, 90, 90, 120])


def rutile(metal, a, c, u):
    return crystal([metal, "O"], [(0, 0, 0), (u, u, 0)], spacegroup=136, cellpar=[a, a, c, 90, 90, 90])


OTHERS = [
    ("TiO2-rutile", rutile("Ti", 4.59373, 2.95812, 0.3053), WYCKOFF),
    ("SnO2-rutile", rutile("Sn", 4.73727, 3.186383, 0.307), WYCKOFF),
    ("ZnO-wurtzite", wurtzite("Zn", "O", 3.2501, 5.2071, 0.3817),
     "E. H. Kisi, M. M. Elcombe, Acta Cryst. C 45, 1867 (1989)"),
    ("GaN-wurtzite", wurtzite("Ga", "N", 3.190, 5.189, 0.377), SCHULZ),
    ("AlN-wurtzite", wurtzite("Al", "N", 3.110, 4.980, 0.3821), SCHULZ),
    ("SiO2-quartz",
     crystal(["Si", "O"], [(0.4697, 0, 2 / 3), (0.4135, 0.2669, 0.1191 + 2 / 3)], spacegroup=154,
             cellpar=[4.916, 4.916, 5.4054, 90, 90, 120]),
     "L. Levien, C. T. Prewitt, D. J. Weidner, Am. Mineral. 65, 920 (1980)"),
    ("Al2O3-corundum",
     crystal(["Al", "O"], [(0, 0, 0.3520), (0.3065, 0, 0.25)], spacegroup=167,
             cellpar=[4.7589, 4.7589, 12.991, 90, 90, 120], primitive_cell=True),
     "R. E. Newnham, Y. M. de Haan, Z. Kristallogr. 117, 235 (1962)"),
    ("SrTiO3-perovskite",
     crystal(["Sr", "Ti", "O"], [(0, 0, 0), (0.5, 0.5, 0.5), (0.5, 0.5, 0)], spacegroup=221,
             cellpar=[3.9051] * 3 + [90] * 3),
     WYCKOFF.replace("vol. 1 (1963)", "vol. 2 (1964)")),
]


def main():
    frames = []
    for formula, structure, a, source in CUBIC:
        frames.append((formula + "-" + structure, bulk(formula, structure, a=a), source))
    frames += OTHERS
    images = []
    for name, atoms, source in frames:
        atoms = atoms.copy()
        atoms.info = {"id": name, "source": source}
        for key in [k for k in atoms.arrays if k not in ("numbers", "positions")]:
            del atoms.arrays[key]
        images.append(atoms)
        print("%-20s %3d atoms %8.3f A^3/atom" % (name, len(atoms), atoms.get_volume() / len(atoms)))
    write(Path(__file__).parents[2] / "examples/oxides/structures.extxyz", images)


if __name__ == "__main__":
    main()
