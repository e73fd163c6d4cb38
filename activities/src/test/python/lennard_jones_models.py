"""Writes the TorchScript models of the tests: a Lennard-Jones that keeps the contract, and some that do not.

    python lennard_jones_models.py ../resources/models

Any torch from 2.0 on will do; the files here were written with 2.7.1. See docs/models.md for the contract.
"""

import json
import os
import sys
import zipfile
from typing import List

import torch

META = {
    "contract": "batched-mlip-1",
    "name": "lennard-jones-torch",
    "precision": "float64",
    "cutoff": 6.0,
    "elements": [10, 18, 36],
    "memory_scales_with": "n_edges",
    "inputs": [],
    "outputs": [{"name": "energies", "scope": "atom", "width": 1}],
    "versions": {"torch": torch.__version__},
    "licence": "Apache-2.0",
    "citation": "J. E. Jones, Proc. R. Soc. A 106, 463 (1924)",
    "note": "Cut without a shift: the energy jumps at the cutoff.",
}


class LennardJones(torch.nn.Module):
    """4 epsilon ((sigma/r)^12 - (sigma/r)^6) with forces by autograd; smooth: faded out from 5 to 6 angstrom."""

    def __init__(self, sigma: float, epsilon: float, single: bool, smooth: bool = False):
        super().__init__()
        self.sigma = sigma
        self.epsilon = epsilon
        self.single = single
        self.smooth = smooth

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
        before = torch.is_grad_enabled()
        torch.set_grad_enabled(True)
        vectors = exact.to(torch.float32 if self.single else torch.float64).requires_grad_(True)
        square = vectors.square().sum(1)
        q6 = (self.sigma * self.sigma / square).pow(3)
        of_edges = 2 * self.epsilon * (q6 * q6 - q6)
        if self.smooth:
            x = (square.sqrt() - 5).clamp(min=0)
            of_edges = of_edges * (1 - x.pow(3) * (10 - 15 * x + 6 * x * x))
        zeros = torch.zeros(positions.size(0), dtype=of_edges.dtype, device=positions.device)
        energies = zeros.index_add(0, centre, of_edges)
        found = torch.autograd.grad([energies.sum()], [vectors], allow_unused=True)[0]
        torch.set_grad_enabled(before)
        slope = torch.zeros_like(exact)
        if found is not None:
            slope = found.to(torch.float64)
        energies = energies.detach().to(torch.float64)
        energy = torch.zeros(systems, dtype=torch.float64, device=positions.device)
        energy = energy.index_add(0, system_idx, energies)
        forces = torch.zeros_like(positions)
        forces = forces.index_add(0, centre, slope).index_add(0, neighbour, -slope)
        virial = (exact.unsqueeze(2) * slope.unsqueeze(1)).reshape(-1, 9)
        stress = torch.zeros_like(cell).view(systems, 9).index_add(0, of_edge, virial)
        volume = torch.abs(torch.det(cell)).clamp(min=1e-300)
        stress = stress.view(systems, 3, 3) / volume.view(systems, 1, 1)
        return [energy, forces, stress, energies]


class Charged(torch.nn.Module):
    """Lennard-Jones of a system scaled by its charge, shifted by its head, with moments of atoms."""

    def __init__(self):
        super().__init__()
        self.inner = LennardJones(3.4, 0.01, False)

    def forward(
        self,
        positions: torch.Tensor,
        cell: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
        charge: torch.Tensor,
        head: torch.Tensor,
    ) -> List[torch.Tensor]:
        r = self.inner(positions, cell, atomic_numbers, system_idx, edge_index, unit_shifts)
        of_atom = charge[system_idx]
        atoms = torch.bincount(system_idx, minlength=cell.size(0))
        return [
            charge * r[0] + head * atoms,
            of_atom.unsqueeze(1) * r[1],
            charge.view(-1, 1, 1) * r[2],
            of_atom * r[3] + head[system_idx],
            0.5 * atomic_numbers.to(torch.float64),
            charge,
        ]


class Wrong(torch.nn.Module):
    """Breaks the contract in one way."""

    def __init__(self, how: str):
        super().__init__()
        self.how = how
        self.inner = LennardJones(3.4, 0.01, False)

    def forward(
        self,
        positions: torch.Tensor,
        cell: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
    ) -> List[torch.Tensor]:
        r = self.inner(positions, cell, atomic_numbers, system_idx, edge_index, unit_shifts)
        if self.how == "shape":
            return [r[0], r[1].flatten(), r[2], r[3]]
        if self.how == "dtype":
            return [r[0], r[1].to(torch.float32), r[2], r[3]]
        if self.how == "few":
            return [r[0], r[1]]
        if self.how == "hungry":
            if positions.size(0) > 8:
                # More than any machine has.
                hole = torch.empty([1 << 22, 1 << 22], dtype=torch.float64)
                return [r[0] + hole[0, 0], r[1], r[2], r[3]]
            return r
        if self.how == "raises":
            raise ValueError("this model refuses to work")
        if self.how == "nan":
            return [r[0] * float("nan"), r[1] * float("nan"), r[2], r[3]]
        # Only systems with neon, whose energy has no value.
        neon = (atomic_numbers == 10).to(torch.float64)
        bad = torch.zeros_like(r[0]).index_add(0, system_idx, neon) > 0
        hole = torch.full_like(r[0], float("nan"))
        return [torch.where(bad, hole, r[0]), r[1], r[2], r[3]]


class Forceful(torch.nn.Module):
    """Forces that are not the gradient of the energy, and a stress that is not symmetric."""

    def __init__(self):
        super().__init__()
        self.inner = LennardJones(3.4, 0.01, False)

    def forward(
        self,
        positions: torch.Tensor,
        cell: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
    ) -> List[torch.Tensor]:
        r = self.inner(positions, cell, atomic_numbers, system_idx, edge_index, unit_shifts)
        return [r[0], 1.01 * r[1], r[2], r[3]]


class Other(torch.nn.Module):
    """Not a potential at all."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return 2 * x


def save(module, folder, file, **changes):
    about = {**META, **changes}
    script = torch.jit.script(module.eval())
    torch.jit.save(script, os.path.join(folder, file), _extra_files={"meta.json": json.dumps(about)})


def main(folder):
    save(LennardJones(3.4, 0.01, False), folder, "lennard-jones.pt")
    save(LennardJones(3.4, 0.01, True), folder, "lennard-jones-float32.pt",
         precision="float32", name="lennard-jones-torch-float32")
    save(LennardJones(3.4, 0.01, False, True), folder, "lennard-jones-smooth.pt",
         name="lennard-jones-smooth", note="")
    save(Charged(), folder, "charged.pt", name="charged",
         inputs=[{"name": "charge", "scope": "system", "dtype": "float64"},
                 {"name": "head", "scope": "system", "dtype": "int64", "values": ["a", "b"], "default": 0}],
         outputs=META["outputs"] + [{"name": "magmoms", "scope": "atom", "width": 1},
                                    {"name": "total_charge", "scope": "system", "width": 1}])
    for how in ["shape", "dtype", "few", "raises", "nan", "neon", "hungry"]:
        save(Wrong(how), folder, "wrong-" + how + ".pt", name="wrong-" + how)
    save(Forceful(), folder, "wrong-forces.pt", name="wrong-forces")
    save(LennardJones(3.4, 0.01, False), folder, "wrong-contract.pt", contract="batched-mlip-99")
    save(Other(), folder, "wrong-signature.pt", name="wrong-signature")
    torch.jit.save(torch.jit.script(Other()), os.path.join(folder, "without-meta.pt"))
    torch.save({"weights": torch.zeros(3)}, os.path.join(folder, "checkpoint.pt"))
    for name in sorted(os.listdir(folder)):
        if name.endswith(".pt"):
            compress(os.path.join(folder, name))


def compress(path):
    """Names of archives and debugging tables away: what is left is a few kB and the same each time."""
    with zipfile.ZipFile(path) as old:
        entries = [(i.filename, old.read(i)) for i in old.infolist() if not i.filename.endswith(".debug_pkl")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for name, content in entries:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            new.writestr(info, content)


if __name__ == "__main__":
    main(sys.argv[1])
