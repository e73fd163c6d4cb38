"""The campaign that is disturbed, and what a run finds that nobody disturbs."""

import hashlib
import itertools
import json
import os
import shutil
import sqlite3

import processes

TRAJECTORIES = "trajectories"
STAGES = ["relax", "unique", "near", "eos"]
CHECKPOINT_STEPS = 20
ELEMENTS = "Cu, Ag, Au, Ni, Pd, Pt, Al, Pb, Fe, Mo, Ta, W, Mg, Co, Ti, Zr".split(", ")
# Bookkeeping, not results: how often a system was put into a batch depends on who was there with it.
MAY_DIFFER = ["swap_attempts"]


def source(prototypes, elements, starts, seed):
    return (
        f"  - {{prototypes: [{', '.join(prototypes)}], elements: [{', '.join(elements)}], starts: {starts}, "
        f"volumes: [0.97], rattle: 0.1, cell: conventional, seed: {seed}}}\n"
    )


def text(name, n):
    """So many structures, to the last one."""
    sources = ""
    three = ["A1", "A2", "A3"]
    starts, rest = divmod(n, len(three) * len(ELEMENTS))
    if starts:
        sources += source(three, ELEMENTS, starts, 1)
    starts, rest = divmod(rest, len(ELEMENTS))
    if starts:
        sources += source(["A15"], ELEMENTS, starts, 2)
    if rest:
        sources += source(["sc"], ELEMENTS[:rest], 1, 3)
    return f"""name: {name}
structures:
{sources}model: eam-zhou2004
stages:
  - {{id: relax, kind: relax, cell: frechet, fmax: 0.0001, max_iterations: 5000, trajectory: ends, cache: false}}
  - {{id: unique, kind: deduplicate, after: relax}}
  - {{id: near, kind: filter, where: n_atoms <= 4, after: unique}}
  - {{id: eos, kind: eos, after: near, cache: false}}
checkpoint: {{every_steps: {CHECKPOINT_STEPS}}}
advanced: {{shard_size: {max(10, min(250, n // 8))}, lanes: 6}}
"""


def results(environment, name, workspace):
    """A list of objects for each stage."""
    found = {}
    for stage in STAGES:
        asked = processes.lehr(
            environment, "results", name, "--stage", stage, "--format", "jsonl", "--arrays", "--workspace", workspace
        )
        if asked.returncode != 0:
            raise SystemExit(f"chaos: lehr results {name} --stage {stage} failed: {asked.stderr}")
        found[stage] = [json.loads(line) for line in asked.stdout.splitlines()]
    return found


def frames(environment, name, workspace, others=()):
    """A list of lines: the frames of the trajectories, which lie in the workspaces of those that computed them."""
    for other in others:
        place = os.path.join(other, TRAJECTORIES)
        if os.path.isdir(place):
            shutil.copytree(place, os.path.join(workspace, TRAJECTORIES), dirs_exist_ok=True)
    asked = processes.lehr(environment, "trajectory", name, "--workspace", workspace)
    if asked.returncode != 0:
        raise SystemExit(f"chaos: lehr trajectory {name} failed: {asked.stderr}")
    return asked.stdout.splitlines()


def systems(found):
    """How many have been in a batch: workers count as a step also the first energy of each."""
    return len(found["relax"]) + sum(len(row.get("eos_points", [])) for row in found["eos"])


def undisturbed(state, n):
    """Results, frames and steps of one process with a ledger in a file; computed once for each campaign."""
    calm = text("calm", n)
    place = os.path.join(state, "undisturbed-" + hashlib.sha256(calm.encode()).hexdigest()[:12])
    kept = os.path.join(place, "found.json")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LEHR_LEDGER")}
    if not os.path.exists(kept):
        os.makedirs(place, exist_ok=True)
        file = os.path.join(place, "campaign.yaml")
        with open(file, "w") as f:
            f.write(calm)
        ran = processes.lehr(environment, "run", file, "--quiet", "--workspace", place)
        if ran.returncode != 0:
            raise SystemExit(f"chaos: the undisturbed run failed: {ran.stderr}")
        with sqlite3.connect(os.path.join(place, "ledger.db")) as ledger:
            moves = ledger.execute("SELECT SUM(steps) FROM slice").fetchone()[0]
        found = results(environment, "calm", place)
        with open(kept, "w") as f:
            json.dump({"steps": moves + systems(found), "results": found, "frames": frames(environment, "calm", place)}, f)
    with open(kept) as f:
        return json.load(f)


def differences(calm, rough):
    """Sentences about what is not the same, bit for bit."""
    said = []
    for stage in STAGES:
        if len(calm[stage]) != len(rough[stage]):
            said.append(f"{stage}: {len(rough[stage])} rows, expected {len(calm[stage])}")
        for a, b in zip(calm[stage], rough[stage]):
            keys = [k for k in sorted(set(a) | set(b)) if k not in MAY_DIFFER and repr(a.get(k)) != repr(b.get(k))]
            if keys:
                k = keys[0]
                said.append(f"{stage}: {a.get('id')}: {', '.join(keys)}: {k} is {str(b.get(k))[:90]}, expected {str(a.get(k))[:90]}")
    return said


def other_frames(calm, rough):
    """A sentence about the first line of the frames that is not the same."""
    for i, (a, b) in enumerate(itertools.zip_longest(calm, rough, fillvalue="nothing")):
        if a != b:
            return [f"frames: {len(rough)} lines, expected {len(calm)}; line {i + 1} is {b[:90]}, expected {a[:90]}"]
    return []
