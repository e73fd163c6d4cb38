"""LAMMPS, timed by its own loop time."""

import os
import pathlib
import re
import subprocess

from ase import units
from ase.io import write as ase_write

from . import zhou_table

SETTINGS = """
units metal
atom_style atomic
boundary p p p
read_data {data}
mass 1 {mass:.17g}
{pair}
neigh_modify delay 0 every 1 check yes
timestep {dt:.17g}
fix 1 all nve
thermo {steps}
thermo_style custom step pe
thermo_modify format float %.17g norm no
run {steps}
"""


class Lammps:
    """Velocity Verlet; style "opt" is its optimised variant of the same potential."""

    def __init__(self, folder: pathlib.Path, style: str = ""):
        self.folder = folder
        self.style = style
        self.table = folder / "Cu_zhou.eam.alloy"
        if not self.table.exists():
            zhou_table.write(self.table)

    def dynamics(self, model: str, atoms, steps: int, dt_ase: float, core: str) -> dict:
        data = self.folder / f"{model}-{len(atoms)}.data"
        if not data.exists():
            ase_write(data, atoms, format="lammps-data", atom_style="atomic", units="metal",
                      velocities=True, masses=False)
        pair = (
            "pair_style lj/cut 8.5125\npair_coeff 1 1 0.0104 3.405"
            if model == "lj"
            else f"pair_style eam/alloy\npair_coeff * * {self.table} Cu"
        )
        script = self.folder / f"{model}-{len(atoms)}{self.style}.in"
        script.write_text(
            SETTINGS.format(
                data=data, mass=atoms.get_masses()[0], pair=pair, steps=steps,
                dt=dt_ase / (1000 * units.fs),
            )
        )
        command = ["taskset", "-c", core, "lmp", "-in", str(script), "-log", "none"]
        command += ["-sf", self.style] if self.style else []
        out = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        ).stdout
        wall = float(re.search(r"Loop time of (\S+)", out).group(1))
        share = float(re.search(r"([\d.]+)% CPU use", out).group(1)) / 100
        energy = re.findall(rf"^\s*{steps}\s+(\S+)", out, re.M)[-1]
        return {"wall_s": wall, "cpu_s": wall * share, "atom_steps": steps * len(atoms), "energy": float(energy)}
