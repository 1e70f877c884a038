"""Published findings, what a rerun computes for each, and the verdict.

A finding says what a work printed and how a computed value is compared with it. A claim is the
finding together with the value that a notebook computed from rows. Nothing here computes a value:
a number can never be checked against itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import pandas as pd

from casestudy.provenance import Citation, Provenance, merged
from casestudy.results import as_html, as_text

KINDS = ("published_evidence", "synthetic_stand_in", "not_recoverable")
"""Reproduced from published rows; recomputed from made-up rows; not recoverable."""
VERDICTS = ("holds", "differs", "not computed", "not recoverable")

Scalar = str | float | int | bool
Value = Scalar | list[Scalar] | None
"""A claim's value: a word, a number, yes or no, or a list of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One published finding and how to compare a computed value with it.

    Parameters
    ----------
    id, statement : str
        Its name and what it says, in our words.
    source : Citation
        Work and page.
    kind : str
        One of `KINDS`.
    computes : str
        What is computed for it, in words.
    expected : value
        What the work printed; text for a printed number, so that its precision is known.
    compare : str
        A key of `COMPARISONS`.
    tolerance : float
        For "within": greatest allowed distance, in the unit of the value.
    why : str
        Why it cannot be recovered, where it cannot.
    notebook : str
        The notebook that computes it.
    """

    id: str
    statement: str
    source: Citation
    kind: str
    computes: str = ""
    expected: Value = None
    compare: str = "equal"
    tolerance: float = 0.0
    why: str = ""
    notebook: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"finding {self.id!r}: kind {self.kind!r} is not known; "
                f"allowed are {', '.join(KINDS)}"
            )
        if self.compare not in COMPARISONS:
            raise ValueError(
                f"finding {self.id!r}: comparison {self.compare!r} is not known; "
                f"allowed are {', '.join(COMPARISONS)}"
            )
        if self.kind == "not_recoverable":
            if not self.why:
                raise ValueError(f"finding {self.id!r} is not recoverable: say why in `why`")
        elif self.expected is None or not self.computes:
            raise ValueError(
                f"finding {self.id!r}: `expected` and `computes` are missing; say what the work "
                "printed and what is computed, or make the kind not_recoverable"
            )
        members = self.expected if isinstance(self.expected, list) else [self.expected]
        if self.expected is not None and not all(isinstance(one, Scalar) for one in members):
            raise ValueError(
                f"finding {self.id!r}: expected {self.expected!r} is not a number, a text, a truth "
                "value or a list of them"
            )
        if self.expected is not None and self.compare in NUMERIC and _number(self.expected) is None:
            raise ValueError(
                f"finding {self.id!r}: expected {self.expected!r} is not a number, so it cannot be "
                f"compared as {self.compare!r}; write digits with a decimal point, such as '0.81'"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A finding with the value computed for it and the verdict."""

    finding: Finding
    computed: Value
    verdict: str

    def to_record(self) -> dict[str, Value]:
        """The claim in the stable shape that programs read."""
        return {
            "id": self.finding.id,
            "kind": self.finding.kind,
            "expected": self.finding.expected,
            "computed": self.computed,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every published finding with its verdict."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many claims have each verdict."""
        counted = Counter(claim.verdict for claim in self.claims)
        return MappingProxyType({verdict: counted[verdict] for verdict in VERDICTS})

    @property
    def broken(self) -> tuple[Claim, ...]:
        """Claims that no longer hold or were not computed."""
        return tuple(c for c in self.claims if c.verdict in ("differs", "not computed"))

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """The works whose findings are checked."""
        works = {claim.finding.source.work for claim in self.claims}
        return merged(Provenance(kind="published", work=work) for work in works)

    def to_frame(self) -> pd.DataFrame:
        """One row a claim."""
        rows = [
            {
                "id": claim.finding.id,
                "statement": claim.finding.statement,
                "page": claim.finding.source.page,
                "kind": claim.finding.kind,
                "expected": claim.finding.expected,
                "computed": claim.computed,
                "verdict": claim.verdict,
                "why": claim.finding.why,
                "notebook": claim.finding.notebook,
            }
            for claim in self.claims
        ]
        return pd.DataFrame(rows)

    _repr_html_ = as_html
    __repr__ = as_text


def value_text(value: Value) -> str:
    """A printed or computed value as it is read.

    Examples
    --------
    >>> value_text([1, "two"]), value_text(True), value_text(0.5)
    ('1; two', 'yes', '0.5')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value_text(part) for part in value) or "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def ledger(findings: Sequence[Finding], computed: Mapping[str, Value]) -> Ledger:
    """Each finding judged by what was computed for it.

    Parameters
    ----------
    findings : sequence of Finding
        What is to be checked.
    computed : mapping of str to value
        Computed values by finding id.
    """
    known = {finding.id for finding in findings}
    strangers = [name for name in computed if name not in known]
    notes = [
        f"a value was computed for {name!r}, which published.toml does not list"
        for name in strangers
    ]
    claims = tuple(
        judged(finding, computed.get(finding.id), is_computed=finding.id in computed)
        for finding in findings
    )
    return Ledger(claims=claims, notes=tuple(notes))


def judged(finding: Finding, computed: Value, *, is_computed: bool = True) -> Claim:
    """The verdict on one finding.

    Examples
    --------
    >>> found = Finding(id="n", statement="six cases", source=Citation(work="w"),
    ...                 kind="published_evidence", computes="rows", expected=6)
    >>> judged(found, 6).verdict, judged(found, 7).verdict
    ('holds', 'differs')
    """
    if finding.kind == "not_recoverable":
        return Claim(finding=finding, computed=None, verdict="not recoverable")
    if not is_computed:
        return Claim(finding=finding, computed=None, verdict="not computed")
    agrees = COMPARISONS[finding.compare](finding.expected, computed, finding.tolerance)
    return Claim(finding=finding, computed=computed, verdict="holds" if agrees else "differs")


def _equal(expected: Value, computed: Value, _: float) -> bool:
    return _plain(expected) == _plain(computed)


def _same_members(expected: Value, computed: Value, _: float) -> bool:
    if not isinstance(expected, list) or not isinstance(computed, list):
        return False
    return Counter(map(_plain, expected)) == Counter(map(_plain, computed))


def _plain(value: Value) -> object:
    """What makes two values the same: 6 is 6.0, but "yes" is not 1."""
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return isinstance(value, bool), value


def _number(value: Value) -> Decimal | None:
    """A value as the number that it is or prints; nothing if it is no finite number."""
    if isinstance(value, bool | list) or value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _as_printed(expected: Value, computed: Value, _: float) -> bool:
    """At most half a unit of the last printed digit away: accepts both habits of rounding."""
    printed, found = _number(expected), _computed_number(computed)
    if printed is None or found is None:
        return False
    last_digit = printed.as_tuple().exponent
    half_unit = Decimal(5) * Decimal(10) ** (int(last_digit) - 1)
    # one part in 1e12 forgives the binary representation of a decimal half
    return abs(found - printed) <= half_unit * (1 + Decimal("1e-12"))


def _within(expected: Value, computed: Value, tolerance: float) -> bool:
    printed, found = _number(expected), _computed_number(computed)
    if printed is None or found is None:
        return False
    return abs(found - printed) <= Decimal(repr(tolerance))


def _more_than(expected: Value, computed: Value, _: float) -> bool:
    printed, found = _number(expected), _computed_number(computed)
    return printed is not None and found is not None and found > printed


def _computed_number(value: Value) -> Decimal | None:
    """A computed value as a number: unlike a printed one, it is never a text."""
    return None if isinstance(value, str) else _number(value)


COMPARISONS: Mapping[str, Callable[[Value, Value, float], bool]] = MappingProxyType(
    {
        "equal": _equal,
        "order": _equal,
        "set": _same_members,
        "printed": _as_printed,
        "within": _within,
        "more_than": _more_than,
    }
)
"""How a computed value is held against the printed one."""
NUMERIC = ("printed", "within", "more_than")
"""Comparisons that need a number."""
