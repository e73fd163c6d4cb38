"""The command line that all exporters share: load, script, save, compare with the package, report.

An exporter gives a function ``load(name, precision, file) -> Loaded`` and calls ``main(load)``.
"""

import argparse
import json
import os
import sys
import warnings
from dataclasses import dataclass, field
from typing import Callable

import numpy as np
import torch

import contract
import crystals


@dataclass
class Tolerance:
    """Largest differences from the package's own calculator: eV/atom, eV/angstrom, eV/angstrom^3."""

    energy: float
    forces: float
    stress: float


# What float32 leaves of a few eV an atom, and what it leaves of float64.
SINGLE = Tolerance(5e-6, 2e-5, 2e-6)
DOUBLE = Tolerance(1e-9, 1e-8, 1e-9)


@dataclass
class Loaded:
    """What a package gives: a core for the contract, what is known of it, and its own calculator."""

    core: torch.nn.Module
    cutoff: float
    elements: list
    versions: dict
    licence: str
    citation: str
    calculator: Callable[[], object]
    tolerance: Tolerance
    note: str = ""
    outputs: dict = field(default_factory=dict)
    layers: int = 0


def main(load) -> None:
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--precision", choices=["float32", "float64"], required=True)
    parser.add_argument("--file", default="")
    parser.add_argument("--output", required=True)
    parser.add_argument("--report", required=True)
    asked = parser.parse_args()
    # What packages print is for people; the answer goes to the report.
    loaded = load(asked.model, asked.precision, asked.file)
    about = contract.meta(
        asked.model, asked.precision, loaded.cutoff, loaded.elements,
        {**loaded.versions, "torch": torch.__version__}, loaded.licence, loaded.citation, loaded.note,
        loaded.outputs, loaded.layers)
    contract.save(contract.batched(loaded.core, asked.precision), about, asked.output)
    rows = compare(asked.output, loaded)
    report = {"meta": about, "tolerance": vars(loaded.tolerance), "rows": rows}
    partial = asked.report + ".part"
    with open(partial, "w", encoding="utf-8") as out:
        json.dump(report, out)
    os.replace(partial, asked.report)


def compare(path: str, loaded: Loaded) -> list:
    """The saved file, all crystals in one batch, against the package, one at a time."""
    samples = crystals.for_elements(loaded.elements)
    model = torch.jit.load(path, map_location="cpu")
    inputs = crystals.batch([atoms for _, atoms in samples], loaded.cutoff)
    with torch.no_grad():
        results = [x.numpy() for x in model(*inputs)]
    calculator = loaded.calculator()
    rows, first = [], 0
    for system, (name, atoms) in enumerate(samples):
        atoms.calc = calculator
        last = first + len(atoms)
        rows.append({
            "crystal": name,
            "atoms": len(atoms),
            "energy": float(abs(results[0][system] - atoms.get_potential_energy()) / len(atoms)),
            "forces": float(np.abs(results[1][first:last] - atoms.get_forces()).max()),
            "stress": float(np.abs(results[2][system] - atoms.get_stress(voigt=False)).max()),
        })
        first = last
        print(name, rows[-1], file=sys.stderr)
    return rows
