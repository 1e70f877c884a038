"""Agreement before and after coders talked: the same coefficients side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from casestudy.agreement.result import Agreement, Agreements
from casestudy.errors import did_you_mean
from casestudy.provenance import Provenance, kinds, merged
from casestudy.results import as_html, as_text

AFTER = (
    "What coders agree on after they have talked is no measure of reliability: report the "
    "coefficient before, and this one as the effect of adjudication."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeforeAfter:
    """Pairs of coefficients, before and after.

    Parameters
    ----------
    before, after : tuple of Agreement
        In the same order.
    """

    before: tuple[Agreement, ...]
    after: tuple[Agreement, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the second number does not mean, and the caveats of both."""
        both = Agreements(rows=(*self.before, *self.after), more_notes=(AFTER,))
        return both.notes

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where the data came from."""
        return merged(p for row in (*self.before, *self.after) for p in row.provenance)

    def to_frame(self) -> pd.DataFrame:
        """One row a coefficient: about, coefficient, before, after, change, provenance."""
        before = np.array([row.value for row in self.before], dtype=float)
        after = np.array([row.value for row in self.after], dtype=float)
        frame = pd.DataFrame(
            {
                "about": [row.about for row in self.before],
                "coefficient": [row.coefficient for row in self.before],
                "before": before,
                "after": after,
                "change": after - before,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["about", "coefficient", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def before_and_after(before: Agreements, after: Agreements) -> BeforeAfter:
    """The coefficients of two sets side by side, matched by what they are about and their name.

    Parameters
    ----------
    before, after : Agreements
        Computed in the same way, from codings before and after adjudication.

    Raises
    ------
    LookupError
        If a coefficient of the one is not in the other.
    """
    later = {(row.about, row.coefficient): row for row in after}
    for row in before:
        if (row.about, row.coefficient) not in later:
            known = [about or name for about, name in later]
            raise LookupError(
                f"{row.coefficient} of {row.about or 'everything'} is not among the coefficients "
                f"after{did_you_mean(row.about or row.coefficient, known)}; compute both alike"
            )
    return BeforeAfter(
        before=before.rows,
        after=tuple(later[row.about, row.coefficient] for row in before),
    )
