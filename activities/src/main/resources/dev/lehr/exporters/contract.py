"""The contract ``batched-mlip-1`` between a TorchScript file and Lehr, and the module that keeps it.

    forward(positions f64[N,3], cell f64[S,3,3] (rows are lattice vectors), atomic_numbers i64[N],
            system_idx i64[N], edge_index i64[2,E] (centre, neighbour), unit_shifts f64[E,3])
        -> [energy f64[S], forces f64[N,3], stress f64[S,3,3], further outputs as meta.json names them]

Units are eV and angstrom; stress is (1/|V|) dE/dstrain, positive in tension. The vector of an edge is
r_neighbour - r_centre + unit_shift . cell; every pair is there in both directions. Geometry is float64;
the potential inside may be float32.

A package contributes a *core*, which knows nothing of positions, cells or units of stress:

    core(vectors [E,3], atomic_numbers i64[N], system_idx i64[N], edge_index i64[2,E],
         unit_shifts f64[E,3], systems int)
        -> [energies of atoms [N], further per-atom outputs [N] or [N,k]]

Forces and stress are sums over one gradient, that with respect to the edge vectors.
"""

import json
from typing import List

import torch

NAME = "batched-mlip-1"


class BatchedModel(torch.nn.Module):
    """Energy, forces and stress of a batch, from a core that gives energies of atoms."""

    def __init__(self, core: torch.nn.Module, single: bool):
        super().__init__()
        self.core = core
        self.single = single

    def forward(
        self,
        positions: torch.Tensor,
        cell: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
    ) -> List[torch.Tensor]:
        systems = cell.size(0)
        centre = edge_index[0]
        neighbour = edge_index[1]
        of_edge = system_idx[centre]
        shift = torch.bmm(unit_shifts.unsqueeze(1), cell[of_edge]).squeeze(1)
        exact = (positions[neighbour] - positions[centre] + shift).detach()

        # The grad mode belongs to a thread, and the host may have turned it off on this one.
        # A `with` block would put it back by itself, but TorchScript has none for it.
        before = torch.is_grad_enabled()
        torch.set_grad_enabled(True)
        vectors = exact.to(torch.float32 if self.single else torch.float64)
        vectors = vectors.requires_grad_(True)
        outputs = self.core(vectors, atomic_numbers, system_idx, edge_index, unit_shifts, systems)
        energies = outputs[0]
        slope = torch.zeros_like(exact)
        if energies.requires_grad:
            found = torch.autograd.grad([energies.sum()], [vectors], allow_unused=True)[0]
            if found is not None:
                slope = found.to(positions.dtype)
        torch.set_grad_enabled(before)

        energies = energies.detach().to(positions.dtype)
        zeros = torch.zeros(systems, dtype=positions.dtype, device=positions.device)
        energy = zeros.index_add(0, system_idx, energies)
        forces = torch.zeros_like(positions).index_add(0, centre, slope).index_add(0, neighbour, -slope)
        virial = (exact.unsqueeze(2) * slope.unsqueeze(1)).reshape(-1, 9)
        stress = torch.zeros_like(cell).view(systems, 9).index_add(0, of_edge, virial).view(systems, 3, 3)
        stress = 0.5 * (stress + stress.transpose(1, 2))
        volume = torch.abs(torch.det(cell))
        inverse = torch.where(volume > 0, 1 / volume, torch.zeros_like(volume))
        stress = stress * inverse.view(systems, 1, 1)

        results = [energy, forces.detach(), stress.detach(), energies]
        for extra in outputs[1:]:
            results.append(extra.detach().to(positions.dtype))
        return results


def batched(core: torch.nn.Module, precision: str) -> torch.jit.ScriptModule:
    """The scripted module around a core, with nothing left to train."""
    model = BatchedModel(core, precision == "float32").eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return torch.jit.script(model)


def meta(name, precision, cutoff, elements, versions, licence, citation, note="", outputs=(), layers=0):
    """What a file says of itself.

    outputs: names and widths of what follows stress and energies, e.g. {"magmoms": 1}
    layers: of message passing, 0 where they are not known
    """
    listed = [{"name": "energies", "scope": "atom", "width": 1}]
    listed += [{"name": key, "scope": "atom", "width": width} for key, width in dict(outputs).items()]
    known = {"interaction_layers": int(layers)} if layers else {}
    return {
        "contract": NAME,
        "name": name,
        "precision": precision,
        "cutoff": float(cutoff),
        "elements": sorted(int(z) for z in elements),
        "memory_scales_with": "n_edges",
        "inputs": [],
        "outputs": listed,
        "versions": versions,
        "licence": licence,
        "citation": citation,
        "note": note,
        **known,
    }


def save(model: torch.jit.ScriptModule, about: dict, path: str) -> None:
    """Writes the file, meta.json inside."""
    torch.jit.save(model, path, _extra_files={"meta.json": json.dumps(about, indent=1)})
