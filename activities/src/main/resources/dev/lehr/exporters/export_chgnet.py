"""CHGNet from the checkpoints inside the PyPI package ``chgnet``, or from a checkpoint of the user's.

The package builds its graphs outside of its network, in Python. Here bonds and angles come out of the
contract's edges, in TorchScript: a bond is an edge and its reverse, an angle is a pair of different edges
of one atom that are both within the cutoff of the bond graph. The layers are the package's own.
"""

import math
from typing import List

import chgnet
import torch
from chgnet.model.dynamics import CHGNetCalculator
from chgnet.model.model import CHGNet

import exporter

MODELS = {
    "chgnet": ("0.3.0", "CHGNet 0.3.0, trained on MPtrj: PBE and PBE+U, with magnetic moments"),
    "chgnet-r2scan": ("r2scan", "CHGNet transferred to r2SCAN, with magnetic moments"),
}
CITATION = "Deng et al., Nat. Mach. Intell. 5, 1031 (2023)"

# Its table goes to plutonium; these were not in the data that it was trained on.
UNSEEN = {84, 85, 86, 87, 88}


class Update(torch.nn.Module):
    """A gated message, and the layer behind its sum where there is one."""

    def __init__(self, gate, behind):
        super().__init__()
        self.gate = gate
        self.behind = behind

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.gate(features)


class Radial(torch.nn.Module):
    """The package's radial functions, whose own forward has an argument that TorchScript cannot take."""

    def __init__(self, basis):
        super().__init__()
        self.frequencies = basis.frequencies
        self.envelope = basis.smooth_cutoff
        self.inverse = float(basis.inv_cutoff)
        self.norm = float(basis.norm_const)

    def forward(self, length: torch.Tensor) -> torch.Tensor:
        r = length.unsqueeze(1)
        return self.envelope(r) * (self.norm * torch.sin(self.frequencies * (r * self.inverse)) / r)


class Core(torch.nn.Module):
    """Energies and magnetic moments of atoms by CHGNet's own layers."""

    def __init__(self, model: CHGNet):
        super().__init__()
        self.atom_embedding = model.atom_embedding.embedding
        self.reference = torch.nn.Embedding.from_pretrained(model.composition_model.fc.weight.view(-1, 1))
        self.near = Radial(model.bond_basis_expansion.rbf_expansion_bg)
        self.far = Radial(model.bond_basis_expansion.rbf_expansion_ag)
        self.bond_embedding = model.bond_embedding
        self.bond_weights_ag = model.bond_weights_ag
        self.bond_weights_bg = model.bond_weights_bg
        self.frequencies = model.angle_basis_expansion.fourier_expansion.frequencies
        self.angle_embedding = model.angle_embedding
        atoms = [Update(c.twoBody_atom, c.mlp_out) for c in model.atom_conv_layers]
        self.atoms = torch.nn.ModuleList(atoms[:-1])
        self.last = atoms[-1]
        self.bonds = torch.nn.ModuleList(Update(c.twoBody_bond, c.mlp_out) for c in model.bond_conv_layers)
        self.angles = torch.nn.ModuleList(
            Update(c.twoBody_bond, torch.nn.Identity()) for c in model.angle_layers)
        self.site_wise = model.site_wise
        self.readout_norm = model.readout_norm
        self.readout = model.mlp
        self.bond_cutoff = float(model.graph_converter.bond_graph_cutoff)

    def bond_of_edges(self, edge_index: torch.Tensor, unit_shifts: torch.Tensor) -> torch.Tensor:
        """A number for each edge that it shares with its reverse only."""
        i = edge_index[0]
        j = edge_index[1]
        s = torch.round(unit_shifts).to(torch.int64)
        span = 2 * int(torch.abs(s).max()) + 1
        packed = (s[:, 0] * span + s[:, 1]) * span + s[:, 2]
        turned = (i > j) | ((i == j) & (packed < 0))
        packed = torch.where(turned, -packed, packed)
        atoms = int(edge_index.max()) + 1
        pair = torch.minimum(i, j) * atoms + torch.maximum(i, j)
        key = pair * (span * span * span) + packed
        return torch.unique(key, return_inverse=True)[1]

    def pairs(self, centre: torch.Tensor, atoms: int) -> List[torch.Tensor]:
        """Ordered pairs of different short edges of one atom; their centres need not be sorted."""
        order = torch.argsort(centre, stable=True)
        counts = torch.bincount(centre, minlength=atoms)
        starts = torch.cumsum(counts, 0) - counts
        own = counts[centre[order]]
        first = torch.repeat_interleave(torch.arange(order.size(0), device=centre.device), own)
        ends = torch.cumsum(own, 0)
        within = torch.arange(first.size(0), device=centre.device) - (ends - own)[first]
        second = starts[centre[order[first]]] + within
        different = first != second
        return [order[first[different]], order[second[different]]]

    def fourier(self, cosine: torch.Tensor) -> torch.Tensor:
        angle = torch.acos(cosine * (1 - 1e-6)).unsqueeze(1) * self.frequencies
        constant = torch.full_like(angle[:, :1], 1 / math.sqrt(2.0))
        return torch.cat([constant, torch.sin(angle), torch.cos(angle)], dim=1) / math.sqrt(math.pi)

    def forward(
        self,
        vectors: torch.Tensor,
        atomic_numbers: torch.Tensor,
        system_idx: torch.Tensor,
        edge_index: torch.Tensor,
        unit_shifts: torch.Tensor,
        systems: int,
    ) -> List[torch.Tensor]:
        n = atomic_numbers.size(0)
        centre = edge_index[0]
        neighbour = edge_index[1]
        atom = self.atom_embedding(atomic_numbers - 1)
        if edge_index.size(1) == 0:
            bond_of = centre
        else:
            bond_of = self.bond_of_edges(edge_index, unit_shifts)
        bonds = 0
        if edge_index.size(1) > 0:
            bonds = int(bond_of.max()) + 1
        length = torch.linalg.vector_norm(vectors, dim=1)
        # Both edges of a bond have its length; its gradient goes by one of them.
        one_edge = torch.zeros(bonds, dtype=torch.int64, device=centre.device)
        one_edge = one_edge.scatter(0, bond_of, torch.arange(bond_of.size(0), device=centre.device))
        bond_length = length[one_edge]
        far = self.far(bond_length)
        bond = self.bond_embedding(far)
        weight = self.bond_weights_ag(far)
        short = torch.nonzero(length < self.bond_cutoff).view(-1)
        near = self.bond_weights_bg(self.near(bond_length))
        pairs = self.pairs(centre[short], n)
        one = short[pairs[0]]
        other = short[pairs[1]]
        vertex = centre[one]
        bond_1 = bond_of[one]
        bond_2 = bond_of[other]
        unit = vectors / length.unsqueeze(1)
        angle = self.angle_embedding(self.fourier((unit[one] * unit[other]).sum(1)))
        smooth = near[bond_1] * near[bond_2]

        for atoms_layer, bonds_layer, angles_layer in zip(self.atoms, self.bonds, self.angles):
            message = atoms_layer(torch.cat([atom[centre], bond[bond_of], atom[neighbour]], dim=1))
            message = message * weight[bond_of]
            atom = atoms_layer.behind(torch.zeros_like(atom).index_add(0, centre, message)) + atom

            features = torch.cat([bond[bond_1], bond[bond_2], angle, atom[vertex]], dim=1)
            message = bonds_layer(features) * smooth
            bond = bonds_layer.behind(torch.zeros_like(bond).index_add(0, bond_1, message)) + bond

            features = torch.cat([bond[bond_1], bond[bond_2], angle, atom[vertex]], dim=1)
            angle = angles_layer(features) + angle
        magmoms = torch.abs(self.site_wise(atom)).view(-1)

        message = self.last(torch.cat([atom[centre], bond[bond_of], atom[neighbour]], dim=1))
        message = message * weight[bond_of]
        atom = self.last.behind(torch.zeros_like(atom).index_add(0, centre, message)) + atom
        energies = self.readout(self.readout_norm(atom)) + self.reference(atomic_numbers - 1)
        return [energies.view(-1), magmoms]


def without_dropout(module: torch.nn.Module) -> None:
    """The host runs models in training mode, which keeps gradients; nothing may depend on that."""
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Dropout):
            setattr(module, name, torch.nn.Identity())
        else:
            without_dropout(child)


def load(name: str, precision: str, file: str) -> exporter.Loaded:
    version, note = MODELS.get(name, ("", "from a checkpoint file"))

    def fresh():
        if file:
            return CHGNet.from_file(file)
        return CHGNet.load(model_name=version, use_device="cpu", verbose=False)

    model = fresh().eval()
    if not (model.mlp_first and model.is_intensive and model.readout_norm is not None):
        raise SystemExit("expected a CHGNet that adds energies of atoms, as the published ones do")
    without_dropout(model)
    core = Core(model)
    return exporter.Loaded(
        core=core.double() if precision == "float64" else core,
        cutoff=model.graph_converter.atom_graph_cutoff,
        elements=[z for z in range(1, 95) if z not in UNSEEN],
        versions={"chgnet": chgnet.__version__, "weights": version or file},
        licence="BSD-3-Clause" if not file else "that of the file",
        citation=CITATION,
        calculator=lambda: CHGNetCalculator(fresh(), use_device="cpu"),
        tolerance=exporter.Tolerance(1e-5, 1e-4, 5e-6),  # float32, and stress by way of GPa
        note=note,
        outputs={"magmoms": 1},
    )


if __name__ == "__main__":
    exporter.main(load)
