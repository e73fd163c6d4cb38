"""The kinds of models that the bridge runs: ASE calculators, torch-sim models, plain Python objects."""

import hashlib
import importlib
import os
import sys

import errors


def load(asked):
    """The adapter around the model that a campaign names.

    asked: python "module:factory", kind, settings (keyword arguments), path
    """
    for directory in asked.get("path", []):
        if directory not in sys.path:
            sys.path.append(directory)
    module_name, _, factory_name = asked["python"].partition(":")
    module = importlib.import_module(module_name)
    factory = module
    for part in factory_name.split("."):
        factory = getattr(factory, part)
    settings = asked.get("settings", {})
    kind = {"ase": Ase, "torch-sim": TorchSim, "plain": Plain}[asked["kind"]]
    return kind(factory, settings, origin(module))


def origin(module):
    """What the numbers come from: versions of the packages, or digests of files that are in none."""
    found = {"python": "%d.%d" % sys.version_info[:2]}
    top = module.__name__.partition(".")[0]
    for name in [top, "torch", "numpy", "ase", "torch_sim"]:
        version = version_of(name)
        if version and (name == top or name in sys.modules):
            found[name] = version
    file = getattr(module, "__file__", None)
    if top not in found and file:
        with open(file, "rb") as source:
            found["module"] = hashlib.sha256(source.read()).hexdigest()
    return found


def version_of(name):
    from importlib import metadata

    packages = metadata.packages_distributions() if hasattr(metadata, "packages_distributions") else {}
    for distribution in packages.get(name, [name]):
        try:
            return metadata.version(distribution)
        except metadata.PackageNotFoundError:
            continue
    return None


class Adapter:
    kind = ""

    def __init__(self, factory, settings, versions):
        self.versions = dict(versions)
        for key, value in sorted(settings.items()):
            if isinstance(value, str) and os.path.isfile(value):
                with open(value, "rb") as file:
                    self.versions["file of " + key] = hashlib.sha256(file.read()).hexdigest()
        self.model = self.make(factory, settings)

    def make(self, factory, settings):
        return factory(**settings)

    def about(self):
        return {
            "kind": self.kind,
            "versions": self.versions,
            "cutoff": number_of(self.model, "cutoff", "r_max"),
            "elements": elements_of(self.model),
            "precision": self.precision(),
            "memory_scales_with": self.memory(),
        }

    def precision(self):
        return str(getattr(self.model, "dtype", "")).replace("torch.", "")

    def memory(self):
        return "n_atoms"

    def evaluate(self, batch, results, done, note):
        """One system after another; one that fails has no numbers and says why."""
        for system in range(batch.systems):
            try:
                self.one(batch, system, results)
            except Exception as error:
                if errors.ends_batch(error):
                    raise
                note(system, error)
            done(system + 1)

    def one(self, batch, system, results):
        raise NotImplementedError


def number_of(model, *names):
    for name in names:
        value = getattr(model, name, None)
        try:
            if value is not None:
                return float(value)
        except (TypeError, ValueError):
            continue
    return None


def elements_of(model):
    """Atomic numbers that the model says it knows, in the ways that are usual; empty: it says nothing."""
    for name in ("elements", "type_map", "atomic_numbers"):
        value = getattr(model, name, None)
        if value is None or callable(value):
            continue
        try:
            return sorted(int(z) for z in value)
        except (TypeError, ValueError):
            continue
    return []


def system_of(batch, system):
    first, last = batch.first[system], batch.first[system + 1]
    return (batch.numbers[first:last], batch.positions[3 * first:3 * last],
            batch.cells[9 * system:9 * system + 9], [bool(p) for p in batch.pbc[3 * system:3 * system + 3]])


class Plain(Adapter):
    """An object with evaluate(numbers, positions, cell, pbc) -> {energy, forces, stress?, energies?}.

    Flat sequences: 3 numbers an atom, 9 for cell and stress (rows). Needs no package at all.
    """

    kind = "plain"

    def one(self, batch, system, results):
        found = self.model.evaluate(*system_of(batch, system))
        results.put(system, found["energy"], found["forces"], found.get("stress"), found.get("energies"))


class Ase(Adapter):
    """An ASE calculator, asked for one system after another."""

    kind = "ase"

    def one(self, batch, system, results):
        from ase import Atoms

        numbers, positions, cell, pbc = system_of(batch, system)
        atoms = Atoms(numbers=list(numbers), positions=rows(positions), cell=rows(cell), pbc=pbc)
        atoms.calc = self.model
        able = self.model.implemented_properties
        forces = flat(atoms.get_forces())
        energy = atoms.get_potential_energy()
        stress = energies = None
        if "stress" in able:
            stress = self.stress(atoms)
        if "energies" in able:
            energies = flat(atoms.get_potential_energies())
        results.put(system, energy, forces, stress, energies)

    @staticmethod
    def stress(atoms):
        if not atoms.cell.volume > 0:
            return [0.0] * 9
        return flat(atoms.get_stress(voigt=False))


def rows(values):
    return [list(values[k:k + 3]) for k in range(0, len(values), 3)]


def flat(values):
    import numpy

    return numpy.asarray(values, dtype=float).ravel().tolist()


class TorchSim(Adapter):
    """A torch-sim ModelInterface: all systems in one call, or one by one where that fails."""

    kind = "torch-sim"

    def memory(self):
        return str(getattr(self.model, "memory_scales_with", "n_atoms_x_density"))

    def evaluate(self, batch, results, done, note):
        for systems in alike(batch):
            try:
                self.together(batch, systems, results)
                done(systems[-1] + 1)
            except Exception as error:
                if errors.ends_batch(error):
                    raise
                self.alone(batch, systems, results, done, note)

    def alone(self, batch, systems, results, done, note):
        for system in systems:
            try:
                self.together(batch, [system], results)
            except Exception as error:
                if errors.ends_batch(error):
                    raise
                note(system, error)
            done(system + 1)

    def together(self, batch, systems, results):
        import numpy
        import torch
        import torch_sim

        device, dtype = self.model.device, self.model.dtype
        parts = [system_of(batch, s) for s in systems]
        counts = [len(part[0]) for part in parts]

        def tensor(column, shape):
            values = numpy.concatenate([numpy.frombuffer(part[column]) for part in parts])
            return torch.tensor(values.reshape(shape), dtype=dtype, device=device)

        numbers = numpy.concatenate([numpy.array(part[0], dtype=numpy.int64) for part in parts])
        state = torch_sim.SimState(
            positions=tensor(1, (-1, 3)),
            masses=torch.ones(len(numbers), dtype=dtype, device=device),
            # Columns are lattice vectors there.
            cell=tensor(2, (-1, 3, 3)).transpose(1, 2).contiguous(),
            pbc=torch.tensor(parts[0][3], device=device),
            atomic_numbers=torch.tensor(numbers, device=device),
            system_idx=torch.repeat_interleave(
                torch.arange(len(systems), device=device), torch.tensor(counts, device=device)),
        )
        found = {k: v.detach().to("cpu", torch.float64).numpy() for k, v in self.model(state).items()
                 if k in ("energy", "forces", "stress", "energies")}
        first = 0
        for k, system in enumerate(systems):
            last = first + counts[k]
            results.put(
                system, found["energy"].reshape(-1)[k], flat(found["forces"][first:last]),
                flat(found["stress"][k]) if "stress" in found else None,
                flat(found["energies"][first:last]) if "energies" in found else None)
            first = last


def alike(batch):
    """The systems of each periodicity, since a torch-sim state has one for all."""
    groups = {}
    for system in range(batch.systems):
        groups.setdefault(tuple(batch.pbc[3 * system:3 * system + 3]), []).append(system)
    return list(groups.values())
