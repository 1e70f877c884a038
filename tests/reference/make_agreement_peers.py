"""Values of independent programs, for `test_agreement_independent.py`.

Run by hand, once for each environment, since the programs cannot share one:

    python -m venv a && a/bin/pip install krippendorff==0.9.0 scikit-learn==1.9.1 pingouin==0.7.0 "pandas<3"
    python -m venv b && b/bin/pip install irrCAC==0.4.4     # pins an old SciPy and pandas < 3
    a/bin/python tests/reference/make_agreement_peers.py tests/reference/agreement_peers.json
    b/bin/python tests/reference/make_agreement_peers.py tests/reference/agreement_peers.json

Each run adds its values to the file. None of these programs is needed to run the tests.
"""  # noqa: E501

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

Rows = list[list[float | None]]
LEVELS = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS = (
    "identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar",
)  # fmt: skip


def made_data() -> dict[str, Rows]:
    """Made-up judgements, coders × units, None where missing."""
    rng = np.random.default_rng(20261124)

    def judged(shape: tuple[int, int], values: list[int], missing: float) -> Rows:
        truth = rng.choice(values, shape[1])
        found = np.where(rng.random(shape) < 0.6, truth, rng.choice(values, shape)).astype(float)
        gone = rng.random(shape) < missing
        return [
            [None if m else float(v) for v, m in zip(*pair, strict=True)]
            for pair in zip(found, gone, strict=True)
        ]

    return {
        "four coders, five values, a fifth missing": judged((4, 60), [1, 2, 3, 4, 5], 0.2),
        "two coders, four values, complete": judged((2, 50), [0, 1, 2, 3], 0.0),
        "six coders, uneven values, a third missing": judged((6, 40), [1, 2, 4, 7], 0.35),
        "four coders, twelve values, complete": judged((4, 30), list(range(1, 13)), 0.0),
    }


def array_of(rows: Rows) -> np.ndarray:
    return np.array([[np.nan if v is None else v for v in row] for row in rows])


def of_krippendorff(found: list[dict[str, object]], data: dict[str, Rows]) -> None:
    import krippendorff

    for name, rows in data.items():
        for level in LEVELS:
            value = krippendorff.alpha(array_of(rows), level_of_measurement=level)
            call = f"krippendorff.alpha(data, level_of_measurement={level!r})"
            found.append(entry("krippendorff", call, name, "alpha", level, float(value)))


def of_sklearn(found: list[dict[str, object]], data: dict[str, Rows]) -> None:
    from sklearn.metrics import cohen_kappa_score

    name = "two coders, four values, complete"
    for weights in (None, "linear", "quadratic"):
        value = cohen_kappa_score(*array_of(data[name]), weights=weights)
        call = f"sklearn.metrics.cohen_kappa_score(*data, weights={weights!r})"
        found.append(
            entry("scikit-learn", call, name, "cohen", weights or "identity", float(value))
        )


def of_pingouin(found: list[dict[str, object]], data: dict[str, Rows]) -> None:
    import pandas as pd
    import pingouin

    name = "four coders, twelve values, complete"
    table = array_of(data[name])
    long = pd.DataFrame(
        [(u, c, table[c, u]) for u in range(table.shape[1]) for c in range(table.shape[0])],
        columns=["unit", "coder", "value"],
    )
    made = pingouin.intraclass_corr(long, targets="unit", raters="coder", ratings="value")
    forms = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
    for form, value, bounds in zip(forms, made["ICC"], made["CI95"], strict=True):
        call = "pingouin.intraclass_corr(long, 'unit', 'coder', 'value')"
        one = entry("pingouin", call, name, "icc", form, float(value))
        found.append({**one, "interval": [float(bound) for bound in bounds]})


def of_irrcac(found: list[dict[str, object]], data: dict[str, Rows]) -> None:
    import pandas as pd
    from irrCAC.raw import CAC

    for name, rows in data.items():
        table = array_of(rows)
        table = table[:, ~np.isnan(table).all(axis=0)]
        for weights in WEIGHTS:
            if weights == "ratio" and (table == 0).any():
                continue  # irrCAC refuses it
            made = CAC(pd.DataFrame(table.T), weights=weights, digits=15)
            calls: dict[str, Callable[[], dict[str, dict[str, float]]]] = {
                "gwet": made.gwet, "fleiss": made.fleiss, "conger": made.conger,
                "brennan_prediger": made.bp, "alpha": made.krippendorff,
            }  # fmt: skip
            for what, call in calls.items():
                est = call()["est"]
                said = f"irrCAC.raw.CAC(units, weights={weights!r}, digits=15).{call.__name__}()"
                one = entry("irrCAC", said, name, what, weights, float(est["coefficient_value"]))
                found.append({**one, "standard_error": float(est["se"])})


def entry(
    package: str, call: str, data: str, what: str, how: str, value: float
) -> dict[str, object]:
    version = importlib.metadata.version(package)
    return {
        "package": package, "version": version, "call": call, "data": data,
        "coefficient": what, "how": how, "value": value,
    }  # fmt: skip


def main(path: Path) -> None:
    data = made_data()
    kept = json.loads(path.read_text("utf-8"))["values"] if path.exists() else []
    found: list[dict[str, object]] = []
    for package, run in (
        ("krippendorff", of_krippendorff), ("sklearn", of_sklearn),
        ("pingouin", of_pingouin), ("irrCAC", of_irrcac),
    ):  # fmt: skip
        if importlib.util.find_spec(package):
            run(found, data)
    packages = {one["package"] for one in found}
    values = [one for one in kept if one["package"] not in packages] + found
    text = json.dumps({"synthetic": True, "data": data, "values": values}, indent=1)
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
