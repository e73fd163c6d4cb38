"""NequIP and Allegro from a file of the user's: what ``nequip-compile --mode torchscript`` made of a model.

    nequip-compile model.nequip.zip model.nequip.pth --mode torchscript --device cpu
"""

from typing import Dict, List

import nequip
import torch
from ase.data import atomic_numbers
from nequip.ase import NequIPCalculator
from nequip.model.inference_models.torchscript import load_torchscript_model

import exporter

CITATION = "Batzner et al., Nat. Commun. 13, 2453 (2022); Musaelian et al., Nat. Commun. 14, 579 (2023)"


class Core(torch.nn.Module):
    """Energies of atoms by the part of the file below its forces, which takes edge vectors as they are."""

    def __init__(self, network: torch.nn.Module, numbers: List[int]):
        super().__init__()
        self.network = network
        types = torch.full((119,), -1, dtype=torch.long)
        types[torch.tensor(numbers)] = torch.arange(len(numbers))
        self.register_buffer("types", types)

    def forward(
        self,
        vectors: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
        systems: int,
    ) -> List[torch.Tensor]:
        data: Dict[str, torch.Tensor] = {}
        data["atom_types"] = self.types[atomic_numbers]
        data["pos"] = torch.zeros(atomic_numbers.size(0), 3, dtype=vectors.dtype, device=vectors.device)
        data["edge_index"] = edge_index
        data["edge_vectors"] = vectors
        data["batch"] = system_idx
        data["num_atoms"] = torch.bincount(system_idx, minlength=systems)
        return [self.network(data)["atomic_energy"].view(-1)]


def below_forces(model: torch.jit.ScriptModule) -> torch.jit.ScriptModule:
    """The energy model inside of a compiled model."""
    for path in (["model", "func"], ["func"]):
        found = model
        for name in path:
            found = getattr(found, name, None)
        if found is not None:
            return found
    raise SystemExit("expected a compiled NequIP or Allegro model with forces in it")


def load(name: str, precision: str, file: str) -> exporter.Loaded:
    metadata = {"r_max": "", "type_names": ""}
    try:
        model = torch.jit.load(file, _extra_files=metadata, map_location="cpu")
    except RuntimeError as error:
        raise SystemExit(f"{file}: expected what nequip-compile --mode torchscript writes: {error}") from None
    symbols = metadata["type_names"].decode().split(" ")
    unknown = [s for s in symbols if s not in atomic_numbers]
    if unknown:
        raise SystemExit(f"{file}: its types {unknown} are not chemical symbols")
    network = below_forces(model)
    given = {p.dtype for p in network.parameters()} or {torch.float32}
    wanted = torch.float64 if precision == "float64" else torch.float32
    if given != {wanted}:
        names = ", ".join(str(t).split(".")[1] for t in given)
        raise SystemExit(f"{file}: computes in {names}; give this precision")
    return exporter.Loaded(
        core=Core(network, [atomic_numbers[s] for s in symbols]),
        cutoff=float(metadata["r_max"]),
        elements=[atomic_numbers[s] for s in symbols],
        versions={"nequip": nequip.__version__},
        licence="that of the file",
        citation=CITATION,
        calculator=lambda: NequIPCalculator.from_compiled_model(file, device="cpu"),
        tolerance=exporter.Tolerance(5e-6, 5e-5, 2e-5) if precision == "float32" else exporter.DOUBLE,
        note="from a NequIP or Allegro file",
    )


if __name__ == "__main__":
    exporter.main(load)
