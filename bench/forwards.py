"""A TorchScript model's forward in Java and in Python, on the same file and systems, in turns.

    PYTHON bench/forwards.py MODEL [--threads 1] [--turns 9] [--forwards 5] [--libtorch DIR]

PYTHON has torch 2.7.1, numpy and ASE, as the environments of `lehr models export` do. Java runs on Maven's libtorch,
or on that in DIR, for example torch/lib of that Python. Python gets its neighbour list for nothing; Java finds its own.
Build first: mvn -Pbench -pl bench -am -Dmaven.test.skip=true package
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from ase.build import bulk  # noqa: E402
from ase.neighborlist import neighbor_list  # noqa: E402

from compare.systems import write  # noqa: E402


def inputs(crystals, cutoff):
    parts, first = [], 0
    for index, atoms in enumerate(crystals):
        i, j, s = neighbor_list("ijS", atoms, cutoff)
        parts.append((atoms.positions, atoms.cell.array[None], atoms.numbers, np.full(len(atoms), index),
                      np.stack([i, j]) + first, s.astype(float)))
        first += len(atoms)
    r, c, z, idx, edges, shifts = zip(*parts)
    return [torch.from_numpy(np.concatenate(x)) for x in (r, c, z, idx)] + [
        torch.from_numpy(np.concatenate(edges, axis=1)), torch.from_numpy(np.concatenate(shifts))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--forwards", type=int, default=5)
    parser.add_argument("--libtorch", default="")
    asked = parser.parse_args()

    rng = np.random.default_rng(3)
    silicon = bulk("Si", "diamond", 5.431, cubic=True)
    silicon.positions += rng.normal(0, 0.05, silicon.positions.shape)
    crystals = [silicon]
    extra = {"meta.json": ""}
    torch.set_num_threads(asked.threads)
    torch._C._set_graph_executor_optimize(False)
    model = torch.jit.load(asked.model, _extra_files=extra)
    data = inputs(crystals, json.loads(extra["meta.json"])["cutoff"])

    with tempfile.TemporaryDirectory() as directory:
        systems = os.path.join(directory, "systems")
        write(systems, crystals)
        environment = dict(os.environ, OMP_WAIT_POLICY="PASSIVE")
        if asked.libtorch:
            environment.update(PYTORCH_LIBRARY_PATH=asked.libtorch, PYTORCH_VERSION="2.7.1", PYTORCH_FLAVOR="cpu")
        java = subprocess.Popen(
            ["java", "-Xmx2g", "-cp", f"{BENCH}/target/lehr-bench-0.1.0-SNAPSHOT.jar:{BENCH}/target/lib/*",
             "dev.lehr.bench.TorchForwards", asked.model, systems, str(asked.threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)

        def in_java(times):
            java.stdin.write(f"{times}\n")
            java.stdin.flush()
            return json.loads(java.stdout.readline())

        def in_python(times):
            seconds = []
            for _ in range(times):
                start = time.perf_counter()
                energy, forces, stress = model(*data)[:3]
                energy.numpy(), forces.numpy(), stress.numpy()
                seconds.append(time.perf_counter() - start)
            return {"seconds": seconds, "energy": float(energy[0])}

        in_java(20), in_python(20)  # do not count
        ours, theirs, ratios = [], [], []
        for _ in range(asked.turns):
            a = in_java(asked.forwards)
            b = in_python(asked.forwards)
            ours += a["seconds"]
            theirs += b["seconds"]
            ratios.append(statistics.median(a["seconds"]) / statistics.median(b["seconds"]))
        java.stdin.close()
        java.wait()
    print(json.dumps({
        "model": os.path.basename(asked.model), "threads": asked.threads, "atoms": sum(map(len, crystals)),
        "libtorch": asked.libtorch or "Maven's",
        "java_ms": round(1e3 * statistics.median(ours), 2), "python_ms": round(1e3 * statistics.median(theirs), 2),
        "ratio": round(statistics.median(ratios), 3), "ratios": [round(x, 3) for x in sorted(ratios)],
        "energy_difference": a["energy"] - b["energy"]}))


if __name__ == "__main__":
    main()
