"""torch-sim's turn of gpu.sh: the same crystals, model, optimizer and goal; prints one line of JSON.

    torch_sim_relax.py MODEL_NAME STRUCTURES COUNT DEVICE MAX_ATOMS FMAX MAX_STEPS
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import torch
import torch_sim as ts
from ase.io import read
from sevenn.torchsim import SevenNetModel


def relax(systems, model, max_atoms, fmax, max_steps):
    batcher = ts.autobatching.InFlightAutoBatcher(model, memory_scales_with="n_atoms", max_memory_scaler=max_atoms)
    start = time.perf_counter()
    state = ts.optimize(
        systems, model, optimizer=ts.Optimizer.fire,
        convergence_fn=ts.runners.generate_force_convergence_fn(fmax, include_cell_forces=True),
        init_kwargs={"cell_filter": ts.CellFilter.frechet}, max_steps=max_steps, steps_between_swaps=5,
        autobatcher=batcher)
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return state, time.perf_counter() - start


def main(name, file, count, device, max_atoms, fmax, max_steps):
    systems = read(file, f":{count}")
    model = SevenNetModel(name, device=device)
    relax(systems[:8], model, max_atoms, fmax, 5)
    state, wall = relax(systems, model, max_atoms, fmax, max_steps)
    print(json.dumps({
        "program": "torch-sim " + ts.__version__, "torch": torch.__version__, "structures": len(systems),
        "wall_s": round(wall, 3), "structures_per_s": round(len(systems) / wall, 3),
        "energy": round(float(state.energy.double().sum()), 6)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], float(sys.argv[5]), float(sys.argv[6]),
         int(sys.argv[7]))
