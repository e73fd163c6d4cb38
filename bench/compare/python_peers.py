"""torch-sim, ASE, vesin and matscipy. One job a process-wide clock; one thread."""

import time
import warnings
from contextlib import contextmanager

warnings.filterwarnings("ignore")

SIGMA, EPSILON, CUTOFF = 3.405, 0.0104, 8.5125


@contextmanager
def clock(into: dict):
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    into["wall_s"] = time.perf_counter() - wall
    into["cpu_s"] = time.process_time() - cpu


class TorchSim:
    """Its in-flight autobatcher with its FIRE, as its tutorial puts them together."""

    def __init__(self):
        import torch
        import torch_sim
        from torch_sim.models.lennard_jones import LennardJonesModel

        torch.set_num_threads(1)
        self.ts = torch_sim
        self.model = LennardJonesModel(
            sigma=SIGMA,
            epsilon=EPSILON,
            cutoff=CUTOFF,
            dtype=torch.float64,
            compute_forces=True,
            compute_stress=False,
        )

    def relax(self, systems, max_atoms: float, fmax: float, max_steps: int) -> dict:
        ts = self.ts
        batcher = ts.autobatching.InFlightAutoBatcher(
            self.model, memory_scales_with="n_atoms", max_memory_scaler=float(max_atoms)
        )
        result = {"systems": len(systems)}
        with clock(result):
            state = ts.optimize(
                systems,
                self.model,
                optimizer=ts.Optimizer.fire,
                convergence_fn=ts.runners.generate_force_convergence_fn(fmax),
                max_steps=max_steps,
                steps_between_swaps=5,
                autobatcher=batcher,
            )
        result["system_steps"] = int(sum(batcher.iteration_count) * 5) if hasattr(batcher, "iteration_count") else None
        result["energy"] = float(state.energy.sum())
        result["first_energy"] = float(state.energy[0])
        return result


def ase_relax(systems, fmax: float, max_steps: int) -> dict:
    """One after another, as a script with a loop does."""
    from ase.calculators.lj import LennardJones
    from ase.optimize import FIRE

    result = {"systems": len(systems), "system_steps": 0}
    with clock(result):
        for atoms in systems:
            atoms.calc = LennardJones(sigma=SIGMA, epsilon=EPSILON, rc=CUTOFF, ro=None, smooth=False)
            fire = FIRE(atoms, logfile=None)
            fire.run(fmax=fmax, steps=max_steps)
            result["system_steps"] += fire.nsteps
    return result


def vesin_pairs(atoms, cutoff: float) -> dict:
    import vesin

    result = {"atoms": len(atoms)}
    with clock(result):
        finder = vesin.NeighborList(cutoff=cutoff, full_list=True, sorted=False, n_threads=1)
        i, _, _ = finder.compute(
            points=atoms.positions, box=atoms.cell.array, periodic=True, quantities="ijS"
        )
    result["pairs"] = len(i)
    return result


def matscipy_pairs(atoms, cutoff: float) -> dict:
    from matscipy.neighbours import neighbour_list

    result = {"atoms": len(atoms)}
    with clock(result):
        i, _, _ = neighbour_list("ijS", atoms, cutoff)
    result["pairs"] = len(i)
    return result
