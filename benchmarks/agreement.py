"""Coefficients of agreement beside the packages that people use, timed in turns in one process.

    pip install krippendorff scikit-learn          # into the environment of casestudy
    python benchmarks/agreement.py                 # all but irrCAC
    python -m venv other && other/bin/pip install irrCAC
    python benchmarks/agreement.py --irrcac other/bin/python

irrCAC pins an old SciPy and pandas, so it runs under an interpreter of its own, on the same data,
right after. nltk and statsmodels are needed by casestudy anyway. SYNTHETIC data: a true code, given
by each coder with probability 0.7, else any of ten. Times are of the processor, medians of turns
taken one after the other, so that a busy machine slows all alike; one thread. A peer that is not
installed is left out and named.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402
import numpy.typing as npt  # noqa: E402

from casestudy import agreement  # noqa: E402
from casestudy.agreement import bootstrap, from_array, krippendorff_bootstrap  # noqa: E402

Call = Callable[[], object]
CASES = {
    "2 x 1,000": (2, 1_000, 0.0),
    "5 x 100,000, a fifth missing": (5, 100_000, 0.2),
    "20 x 1,000,000": (20, 1_000_000, 0.0),
}
IRRCAC = """
import json, sys, time
import numpy as np, pandas as pd
from irrCAC.raw import CAC
units = pd.DataFrame(np.load(sys.argv[1]).T)
out = {}
for name in ("krippendorff", "gwet", "fleiss", "bp", "conger"):
    start = time.process_time()
    getattr(CAC(units), name)()
    out[name] = time.process_time() - start
print(json.dumps(out))
"""


def judged(coders: int, units: int, missing: float) -> npt.NDArray[np.float64]:
    """Judgements with ten codes, NaN where missing."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 10, units)
    said = np.empty((coders, units))
    for row in said:
        row[:] = np.where(rng.random(units) < 0.7, truth, rng.integers(0, 10, units))
        row[rng.random(units) < missing] = np.nan
    return said


def in_turns(calls: dict[str, Call], rounds: int) -> dict[str, float]:
    """Median seconds of each call; they take turns."""
    for call in calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.process_time()
            call()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in taken.items()}


def peers(data: npt.NDArray[np.float64]) -> dict[str, Call]:
    """What the installed peers can do with the data."""
    complete, two = not np.isnan(data).any(), len(data) == 2
    found: dict[str, Call] = {}
    if importlib.util.find_spec("krippendorff"):
        import krippendorff

        found["krippendorff: alpha"] = lambda: krippendorff.alpha(
            data, level_of_measurement="nominal"
        )
    if importlib.util.find_spec("sklearn") and two and complete:
        from sklearn.metrics import cohen_kappa_score

        found["scikit-learn: Cohen"] = lambda: cohen_kappa_score(*data)
    if complete and data.size < 1e6:
        from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

        found["statsmodels: Fleiss"] = lambda: fleiss_kappa(aggregate_raters(data.T)[0])
    if data.size < 1e6:
        found["nltk: alpha"] = lambda: nltk_alpha(data)
    return found


def nltk_alpha(data: npt.NDArray[np.float64]) -> float:
    """Alpha of nltk from the same array."""
    from nltk.metrics.agreement import AnnotationTask

    there = np.argwhere(~np.isnan(data))
    return float(AnnotationTask([(int(i), int(j), data[i, j]) for i, j in there]).alpha())


def points(name: str, irrcac: str) -> None:
    """Times of the coefficients themselves."""
    data = judged(*CASES[name])
    ours: dict[str, Call] = {
        "casestudy: alpha with error": lambda: agreement.krippendorff_alpha(data, level="nominal"),
        "casestudy: all with errors": lambda: agreement.chance_corrected(data),
        "casestudy: per-code alpha of ten codes": lambda: agreement.per_code_alpha(data),
    }
    rounds = 15 if data.size < 1e6 else 3
    taken = in_turns({**ours, **peers(data)}, rounds)
    if irrcac:
        taken |= of_irrcac(data, irrcac)
    print(f"\n{name}, milliseconds, and how often it is slower than all of ours with errors")
    for what, seconds in taken.items():
        print(f"  {what:44} {1e3 * seconds:12.2f} {seconds / taken[list(ours)[1]]:10.1f}")


def of_irrcac(data: npt.NDArray[np.float64], python: str) -> dict[str, float]:
    """Times of irrCAC, under its own interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "data.npy", data)
        said = subprocess.run(
            [python, "-W", "ignore", "-c", IRRCAC, str(Path(folder) / "data.npy")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return {f"irrCAC: {name}": seconds for name, seconds in json.loads(said.stdout).items()}


def intervals() -> None:
    """Times of 10,000 resamples."""
    data, rng = judged(*CASES["5 x 100,000, a fifth missing"]), np.random.default_rng(1)
    sources = np.repeat(np.arange(100), 1000).astype(str)
    known = from_array(data, level="nominal", source_of=sources)
    calls: dict[str, Call] = {
        "units": lambda: agreement.krippendorff_alpha(
            data, level="nominal", inference=bootstrap(rng)
        ),
        "100 sources": lambda: agreement.krippendorff_alpha(known, inference=bootstrap(rng)),
        "units, ordinal": lambda: agreement.krippendorff_alpha(
            data, level="ordinal", inference=bootstrap(rng)
        ),
        "units, AC1": lambda: agreement.gwet_ac1(data, inference=bootstrap(rng)),
        "Krippendorff's": lambda: agreement.krippendorff_alpha(
            data, level="nominal", inference=krippendorff_bootstrap(rng, n_resamples=10_000)
        ),
    }
    taken = in_turns(calls, 5)
    print("\n10,000 resamples of alpha, 5 x 100,000, a fifth missing, seconds")
    for what, seconds in taken.items():
        print(f"  {what:44} {seconds:12.3f}")
    if importlib.util.find_spec("krippendorff"):
        once = in_turns({"one": peers(data)["krippendorff: alpha"]}, 5)["one"]
        print(f"  {'krippendorff in a loop (5 draws, scaled)':44} {1e4 * once:12.1f}")


def memory() -> None:
    """Peak of a process that does nothing but 20 x 1,000,000."""
    child = [sys.executable, __file__, "--child"]
    said = subprocess.run(child, capture_output=True, text=True, check=True).stdout
    seconds, peak = json.loads(said)
    print(f"\n20 x 1,000,000, all coefficients with errors: {seconds:.2f} s, peak {peak:.0f} MiB")
    print("  of which 153 MiB are the array and about 100 MiB Python, NumPy and pandas")


def child() -> None:
    """What `memory` measures."""
    data = judged(*CASES["20 x 1,000,000"])
    start = time.process_time()
    agreement.chance_corrected(data)
    taken = time.process_time() - start
    status = Path("/proc/self/status").read_text("utf-8")  # Linux; not what the parent used
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps([taken, int(peak) / 1024]))


def main() -> None:
    """Run everything and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--irrcac", default="", help="an interpreter that has irrCAC")
    parser.add_argument("--child", action="store_true")
    asked = parser.parse_args()
    if asked.child:
        child()
        return
    for package in ("krippendorff", "sklearn"):
        if not importlib.util.find_spec(package):
            print(f"{package} is not installed: left out")
    for name, (coders, units, _) in CASES.items():
        points(name, asked.irrcac if coders * units < 1e6 else "")
    intervals()
    memory()


if __name__ == "__main__":
    main()
