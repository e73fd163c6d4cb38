"""Writes a tiny NequIP with random weights, compiled to TorchScript: tiny_nequip.py FILE PRECISION."""

import sys

import torch
from nequip.model import NequIPGNNModel
from nequip.model.inference_models.torchscript import save_torchscript_model
from nequip.utils.global_state import get_latest_global_state, set_global_state

set_global_state(allow_tf32=False)
model = NequIPGNNModel(
    seed=7, model_dtype=sys.argv[2], r_max=4.0, type_names=["O", "Mg", "Si"], num_layers=2, l_max=1, num_features=8,
    radial_mlp_depth=1, radial_mlp_width=8, avg_num_neighbors=8.0, per_type_energy_scales=1.0,
    per_type_energy_shifts={"O": -1.0, "Mg": -3.0, "Si": -2.0})
if isinstance(model, torch.nn.ModuleDict):
    model = next(iter(model.values()))
metadata = {**model.metadata, **get_latest_global_state(only_metadata_related=True)}
metadata = {key: int(value) if isinstance(value, bool) else value for key, value in metadata.items()}
save_torchscript_model(model, metadata, sys.argv[1], "cpu")
