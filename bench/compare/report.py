"""The table, the plot and the file of a run."""

import json
import platform
import statistics
import subprocess

import numpy as np


def summary(times: list[float]) -> dict:
    return {"min": min(times), "median": statistics.median(times), "max": max(times)}


def ratios(case: dict, name: str) -> dict:
    """Times of a contender over ours, round by round: what slows a round slows both."""
    ours = case["contenders"]["lehr"]["times"]
    return summary([a / b for a, b in zip(case["contenders"][name]["times"], ours)])


def verdict(case: dict, name: str) -> str:
    for contender, sense, value in case["targets"]:
        if contender == name:
            met = ratios(case, name)["median"] >= value
            return f"  {'ok  ' if met else 'MISS'} target {sense} {value:.3g}"
    return ""


def show(case: dict) -> None:
    print(f"\n{case['title']} [{'processor' if case['clock'] == 'cpu_s' else 'wall'} time]")
    for name, contender in case["contenders"].items():
        t = {k: 1e9 * v for k, v in summary(contender["times"]).items()}
        line = f"  {name:12s} ns/{case['unit']:14s} min {t['min']:12.1f}  median {t['median']:12.1f}  max {t['max']:12.1f}"
        if name != "lehr":
            r = ratios(case, name)
            line += f"   over lehr's {r['min']:6.2f} {r['median']:6.2f} {r['max']:6.2f}{verdict(case, name)}"
        print(line, flush=True)


def exponents(cases: list[dict]) -> dict[str, float]:
    """Of the time of a neighbour list with the number of atoms; 1 is linear."""
    rows = [c for c in cases if c["key"].startswith("neighbors-") and "shuffled" not in c["key"]]
    if len(rows) < 2:
        return {}
    sizes = np.log([int(c["key"].split("-")[1]) for c in rows])
    found = {}
    for name in rows[0]["contenders"]:
        per_atom = [statistics.median(c["contenders"][name]["times"]) for c in rows]
        found[name] = 1 + float(np.polyfit(sizes, np.log(per_atom), 1)[0])
    return found


def machine() -> dict:
    cpu = next(
        (l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "unknown"
    )
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    return {"cpu": cpu, "java": java, "python": platform.python_version(), "kernel": platform.release()}


def save(folder, cases: list[dict], found: dict) -> None:
    everything = {"machine": machine(), "cases": cases, "exponents": found}
    (folder / "results.json").write_text(json.dumps(everything, indent=1))


def plot(folder, cases: list[dict]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    bars = [(c, n) for c in cases for n in c["contenders"] if n != "lehr"]
    figure, axes = plt.subplots(figsize=(9, 0.32 * len(bars) + 1.2))
    for y, (case, name) in enumerate(reversed(bars)):
        r = ratios(case, name)
        axes.barh(y, r["median"], color="tab:green" if r["median"] >= 1 else "tab:red", height=0.7)
        axes.plot([r["min"], r["max"]], [y, y], color="black", linewidth=1)
        for contender, _, value in case["targets"]:
            if contender == name:
                axes.plot([value, value], [y - 0.4, y + 0.4], color="tab:blue", linewidth=2)
    axes.set_yticks(range(len(bars)), [f"{c['key']}: {n}" for c, n in reversed(bars)], fontsize=8)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel("time over Lehr's (right is slower than Lehr; blue: target; black: least and largest)")
    figure.tight_layout()
    figure.savefig(folder / "results.svg")
    plt.close(figure)
