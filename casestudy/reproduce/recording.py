"""How a notebook says what it computed for a published finding."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casestudy.claims import Scalar, Value

MIME = "application/vnd.casestudy.claim+json"
"""Kind of output in which a computed value travels inside an executed notebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedClaim:
    """A value computed for a finding, shown in the notebook and readable by the runner."""

    id: str
    value: Value

    def __str__(self) -> str:
        return f"{self.id} computed: {self.value!r}"

    def _repr_mimebundle_(self, **_: Any) -> Mapping[str, Any]:
        return {
            "text/plain": str(self),
            "text/html": f"<p><b>{html.escape(self.id)}</b> computed: "
            f"<code>{html.escape(repr(self.value))}</code></p>",
            MIME: {"id": self.id, "value": self.value},
        }


def record_claim(id: str, value: object) -> None:
    """Say what was computed for a published finding.

    Parameters
    ----------
    id : str
        Id of the finding in `published.toml`.
    value : number, text, truth value, or a sequence of them
        What was computed from rows. numpy values are turned into plain ones.

    Raises
    ------
    TypeError
        If the value is of another kind.
    ValueError
        If it is not a number (NaN) or infinite: such a value cannot be compared.
    """
    from IPython.display import display

    display(ComputedClaim(id=id, value=plain_value(value)))  # type: ignore[no-untyped-call]


def plain_value(value: object) -> Value:
    """A value as plain text, number, truth value, or list of them.

    Examples
    --------
    >>> import numpy as np
    >>> plain_value(np.int64(6)), plain_value(("email", "punchout"))
    (6, ['email', 'punchout'])
    """
    if hasattr(value, "tolist"):  # numpy and pandas
        value = value.tolist()
    if isinstance(value, str | bool | int | float):
        return _scalar(value)
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes | bytearray):
        return [_scalar(member) for member in value]
    raise TypeError(
        f"a claim's value is a number, a text, a truth value or a sequence of them, not {value!r}"
    )


def _scalar(value: object) -> Scalar:
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} cannot be compared with a published value")
    if isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"a claim's value holds numbers, texts or truth values, not {value!r}")
