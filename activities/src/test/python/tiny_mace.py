"""Writes a tiny MACE with random weights, as MACE saves models: tiny_mace.py FILE."""

import os
import sys

os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"

import numpy as np
import torch
from e3nn import o3
from mace import modules

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
block = modules.interaction_classes["RealAgnosticResidualInteractionBlock"]
model = modules.ScaleShiftMACE(
    r_max=4.0, num_bessel=4, num_polynomial_cutoff=5, max_ell=2, interaction_cls=block, interaction_cls_first=block,
    num_interactions=2, num_elements=3, hidden_irreps=o3.Irreps("8x0e + 8x1o"), MLP_irreps=o3.Irreps("8x0e"),
    gate=torch.nn.functional.silu, atomic_energies=np.array([-1.0, -3.0, -2.0]), avg_num_neighbors=8,
    atomic_numbers=[8, 12, 14], correlation=2, atomic_inter_scale=0.7, atomic_inter_shift=0.1)
torch.save(model, sys.argv[1])
