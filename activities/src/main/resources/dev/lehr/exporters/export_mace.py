"""MACE from a file of the user's: a model as MACE saves it, or its TorchScript export for LAMMPS."""

import os
from typing import Dict, List

os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"

import mace
import numpy as np
import torch
from ase.calculators.calculator import Calculator, all_changes
from e3nn.util import jit
from mace.calculators import LAMMPS_MACE

import crystals
import exporter

CITATION = "Batatia et al., Adv. Neural Inf. Process. Syst. 35 (2022); and the paper of the model itself"


class Core(torch.nn.Module):
    """Energies of atoms. The edge vectors come in as MACE's shifts, with all positions at the origin."""

    def __init__(self, lammps: torch.nn.Module):
        super().__init__()
        self.model = lammps.model
        numbers = lammps.atomic_numbers.tolist()
        self.classes = len(numbers)
        types = torch.full((119,), -1, dtype=torch.long)
        types[torch.tensor(numbers)] = torch.arange(len(numbers))
        self.register_buffer("types", types)
        self.register_buffer("head", lammps.head.clone().view(1))

    def forward(
        self,
        vectors: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
        systems: int,
    ) -> List[torch.Tensor]:
        one_hot = torch.nn.functional.one_hot(self.types[atomic_numbers], self.classes)
        data: Dict[str, torch.Tensor] = {}
        data["node_attrs"] = one_hot.to(vectors.dtype)
        data["positions"] = vectors.new_zeros(atomic_numbers.size(0), 3)
        data["shifts"] = vectors
        data["unit_shifts"] = unit_shifts.to(vectors.dtype)
        data["cell"] = vectors.new_zeros(3 * systems, 3)
        data["edge_index"] = edge_index
        data["batch"] = system_idx
        data["ptr"] = torch.arange(systems + 1, device=vectors.device)
        data["head"] = self.head.expand(systems)
        energies = self.model(data, False, False, False, False, False)["node_energy"]
        assert energies is not None
        return [energies]


class OneAtATime(Calculator):
    """The file for LAMMPS by itself: gradients of positions and of a strain, one crystal at a time."""

    implemented_properties = ["energy", "forces", "stress"]

    def __init__(self, lammps: torch.jit.ScriptModule, cutoff: float, dtype: torch.dtype):
        super().__init__()
        self.lammps, self.cutoff, self.dtype = lammps, cutoff, dtype
        self.types = {z: k for k, z in enumerate(lammps.atomic_numbers.tolist())}

    def calculate(self, atoms=None, properties=("energy",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        positions, cell, numbers, systems, edges, shifts = crystals.batch([atoms], self.cutoff)
        kinds = torch.tensor([self.types[int(z)] for z in numbers])
        out = self.lammps(
            {
                "node_attrs": torch.nn.functional.one_hot(kinds, len(self.types)).to(self.dtype),
                "positions": positions.to(self.dtype),
                "cell": cell[0].to(self.dtype),
                "unit_shifts": shifts.to(self.dtype),
                "shifts": (shifts @ cell[0]).to(self.dtype),
                "edge_index": edges,
                "batch": systems,
                "ptr": torch.tensor([0, len(atoms)]),
            },
            torch.ones(len(atoms), dtype=self.dtype),
            True,
        )
        self.results["energy"] = float(out["total_energy_local"])
        self.results["forces"] = out["forces"].detach().double().numpy()
        virial = -out["virials"].detach().double().numpy().reshape(3, 3) / atoms.get_volume()
        self.results["stress"] = np.array([virial[k] for k in [(0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)]])


def lammps_export(file: str, dtype: torch.dtype) -> torch.jit.ScriptModule:
    """The TorchScript export for LAMMPS: the file itself, or made from a saved model."""
    try:
        found = torch.jit.load(file, map_location="cpu")
    except RuntimeError:
        torch.set_default_dtype(dtype)
        model = torch.load(file, map_location="cpu", weights_only=False).to(dtype)
        return jit.compile(LAMMPS_MACE(model))
    if not hasattr(found, "model") or not hasattr(found, "r_max"):
        raise SystemExit(f"{file}: expected a MACE model, or one exported by mace_create_lammps_model")
    given = next(found.model.parameters()).dtype
    if given != dtype:
        raise SystemExit(f"{file}: was exported in {str(given).split('.')[1]}; give this precision, "
                         "or the model that it was made from")
    return found


def load(name: str, precision: str, file: str) -> exporter.Loaded:
    dtype = torch.float64 if precision == "float64" else torch.float32
    lammps = lammps_export(file, dtype)
    cutoff = float(lammps.r_max)
    return exporter.Loaded(
        core=Core(lammps),
        cutoff=cutoff,
        elements=lammps.atomic_numbers.tolist(),
        versions={"mace-torch": mace.__version__},
        licence="that of the file",
        citation=CITATION,
        calculator=lambda: OneAtATime(lammps_export(file, dtype), cutoff, dtype),
        tolerance=exporter.SINGLE if precision == "float32" else exporter.DOUBLE,
        note="from a MACE file",
    )


if __name__ == "__main__":
    exporter.main(load)
