"""SevenNet from the checkpoints inside the PyPI package ``sevenn``, or from a checkpoint of the user's."""

from typing import Dict, List

import e3nn.util.jit
import sevenn
import sevenn._keys as KEY
import torch
from sevenn.calculator import SevenNetCalculator
from sevenn.util import load_checkpoint

import exporter

# name: (the package's name, modal, what to know)
MODELS = {
    "sevennet-0": ("7net-0", "", "SevenNet-0 (11Jul2024), trained on MPtrj: PBE and PBE+U, 89 elements"),
    "sevennet-l3i5": ("7net-l3i5", "", "SevenNet-l3i5, trained on MPtrj: PBE and PBE+U, 89 elements"),
    "sevennet-mf-0-pbe": ("7net-mf-0", "PBE", "SevenNet-MF-0, the PBE task"),
    "sevennet-mf-0-r2scan": ("7net-mf-0", "R2SCAN", "SevenNet-MF-0, the r2SCAN task"),
}
CITATION = ("Park, Kim, Hwang, Han, J. Chem. Theory Comput. 20, 4857 (2024); "
            "multi-fidelity: Kim et al., J. Am. Chem. Soc. 147, 1042 (2025)")


class Core(torch.nn.Module):
    """Energies of atoms by SevenNet's own modules, its sums and forces left out."""

    def __init__(self, network: torch.nn.Module, type_map: Dict[int, int]):
        super().__init__()
        self.network = network
        types = torch.full((119,), -1, dtype=torch.long)
        for number, kind in type_map.items():
            types[number] = kind
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
        data["x"] = self.types[atomic_numbers]
        data["edge_index"] = edge_index
        data["edge_vec"] = vectors
        data["batch"] = system_idx
        data["num_atoms"] = torch.bincount(system_idx, minlength=systems)
        data = self.network(data)
        return [data["atomic_energy"].view(-1)]


class OneHot(torch.nn.Module):
    """One-hot vectors of elements in float64, where the package's own are always float32."""

    def __init__(self, single):
        super().__init__()
        self.classes: int = single.num_classes
        self.source: str = single.key_x
        self.target: str = single.key_output
        self.copy: str = single.key_additional_output or ""
        self.kept: str = single.key_save or ""

    def forward(self, data: Dict[str, torch.Tensor]) -> Dict[str, torch.Tensor]:
        kinds = data[self.source]
        vectors = torch.nn.functional.one_hot(kinds, self.classes).double()
        data[self.target] = vectors
        if self.copy != "":
            data[self.copy] = vectors
        if self.kept != "":
            data[self.kept] = kinds
        return data


def network(checkpoint, modal: str, precision: str) -> torch.nn.Module:
    """The scripted network up to energies of atoms."""
    model = checkpoint.build_model()
    model.delete_module_by_key("force_output")
    for key in [k for k in model._modules if "reduce_total" in k]:
        model.delete_module_by_key(key)
    model.eval_type_map = False
    model.key_grad = None
    model.set_is_batch_data(True)
    if modal:
        # The modal is one for the whole file, hence not a matter of batches.
        model.prepare_modal_deploy(modal)
    model.eval()
    if precision == "float64":
        model = model.double()
        for key in [k for k in model._modules if k.startswith("onehot_idx_to_onehot")]:
            model.replace_module(key, OneHot(model._modules[key]))
    return e3nn.util.jit.script(model)


def load(name: str, precision: str, file: str) -> exporter.Loaded:
    source, modal, note = MODELS.get(name, (file, "", "from a checkpoint file"))
    checkpoint = load_checkpoint(file or source)
    config = checkpoint.config
    return exporter.Loaded(
        core=Core(network(checkpoint, modal, precision), config[KEY.TYPE_MAP]),
        cutoff=config[KEY.CUTOFF],
        elements=list(config[KEY.TYPE_MAP]),
        versions={"sevenn": sevenn.__version__},
        licence="MIT" if not file else "that of the file",
        citation=CITATION,
        calculator=lambda: SevenNetCalculator(file or source, device="cpu", modal=modal or None),
        tolerance=exporter.SINGLE,  # the package computes in float32 only
        note=note,
        layers=config.get(KEY.NUM_CONVOLUTION, 0),
    )


if __name__ == "__main__":
    exporter.main(load)
