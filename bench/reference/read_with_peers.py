"""What ASE and pymatgen read from structure files, to be compared with what Lehr reads.

    pip install ase pymatgen
    python read_with_peers.py LIST > peers.jsonl

LIST names a file on each line. A line of JSON for each file: {"file", "ase", "pymatgen"}, where each
peer has {"structures": [{"cell", "pbc", "numbers", "positions"}, ...]} (angstrom, cell as rows, null for
a molecule), or {"error": ...}. pymatgen's also says "ordered". Peers read whole files: a file with one
structure that a peer refuses is an error of that peer.
"""

import json
import signal
import sys
import warnings

warnings.filterwarnings("ignore")
SECONDS = 60


def of_ase(atoms):
    return {
        "cell": atoms.cell.array.tolist(),
        "pbc": atoms.pbc.tolist(),
        "numbers": atoms.numbers.tolist(),
        "positions": atoms.positions.tolist(),
    }


def kind(path):
    name = path.lower()
    name = name[: -len(".gz")] if name.endswith(".gz") else name
    for ending, what in ((".cif", "cif"), (".mcif", "cif"), (".json", "json"), (".xyz", "xyz"), (".extxyz", "xyz")):
        if name.endswith(ending):
            return what
    return "poscar"


def read_ase(path):
    from ase.io import jsonio, read

    what = kind(path)
    if what == "json":
        from monty.io import zopen

        with zopen(path, "rt") as file:
            data = jsonio.decode(file.read())
        if type(data).__name__ == "Atoms":
            return [of_ase(data)]
        if not isinstance(data, dict) or "ids" not in data:
            raise ValueError("not JSON of ASE")
    names = {"cif": "cif", "json": "json", "xyz": "extxyz", "poscar": "vasp"}
    return [of_ase(a) for a in read(path, index=":", format=names[what])]


def of_pymatgen(s):
    lattice = getattr(s, "lattice", None)
    ordered = all(site.is_ordered for site in s)
    return {
        "ordered": ordered,
        "cell": lattice.matrix.tolist() if lattice else None,
        "pbc": list(map(bool, lattice.pbc)) if lattice else [False] * 3,
        "numbers": [site.specie.Z for site in s] if ordered else [],
        "positions": s.cart_coords.tolist(),
    }


def structures_in(data):
    from pymatgen.core import IMolecule, IStructure

    if isinstance(data, (IStructure, IMolecule)):
        return [data]
    if isinstance(data, (list, tuple)):
        return [s for d in data for s in structures_in(d)]
    if isinstance(data, dict):
        return [s for d in data.values() for s in structures_in(d)]
    inner = getattr(data, "structure", None)
    return structures_in(inner) if inner is not None else []


def read_pymatgen(path):
    from monty.io import zopen
    from monty.json import MontyDecoder

    what = kind(path)
    if what == "cif":
        from pymatgen.io.cif import CifParser

        found = CifParser(path).parse_structures(primitive=False)
    elif what == "poscar":
        from pymatgen.io.vasp import Poscar

        found = [Poscar.from_file(path, check_for_potcar=False).structure]
    elif what == "json":
        with zopen(path, "rt") as file:
            found = structures_in(json.load(file, cls=MontyDecoder))
    else:
        from pymatgen.io.xyz import XYZ

        found = XYZ.from_file(path).all_molecules
    return [of_pymatgen(s) for s in found]


def attempt(reader, path):
    def late(*_):
        raise TimeoutError(f"longer than {SECONDS} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return {"structures": reader(path)}
    except BaseException as e:  # noqa: BLE001 - whatever a peer does with a file is the answer
        return {"error": f"{type(e).__name__}: {e}"[:300]}
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    with open(sys.argv[1]) as names:
        for name in filter(None, map(str.strip, names)):
            print(
                json.dumps(
                    {
                        "file": name,
                        "ase": attempt(read_ase, name),
                        "pymatgen": attempt(read_pymatgen, name),
                    }
                ),
                flush=True,
            )
