"""Links between the codes of companion schemes and the themes of the main scheme.

Every code of a companion scheme is answered for: linked to a theme with the reason, or to
"none" with the reason. A link that no work states is an inference and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from casestudy.codebook import Codebook
from casestudy.errors import did_you_mean
from casestudy.provenance import Citation
from casestudy.results import as_text

NONE = "none"
"""What stands for a theme where the sources support none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One code of a companion scheme and the theme it speaks to, with the reason."""

    scheme: str
    code: str
    theme: str
    reason: str
    source: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """All links from companion schemes to the themes of the main scheme."""

    links: tuple[Link, ...] = ()

    def __len__(self) -> int:
        return len(self.links)

    def to_frame(self) -> pd.DataFrame:
        """One row a link."""
        rows = [
            {
                "scheme": link.scheme,
                "code": link.code,
                "theme": link.theme,
                "reason": link.reason,
                "work": link.source.work,
                "page": link.source.page,
                "status": link.source.status,
                "provenance": "published",
            }
            for link in self.links
        ]
        columns = ["scheme", "code", "theme", "reason", "work", "page", "status", "provenance"]
        return pd.DataFrame(rows, columns=columns)

    __repr__ = as_text

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, max_rows=40))


def problems_of(
    crosswalk: Crosswalk, *, schemes: Mapping[str, Codebook], main: str
) -> Iterator[tuple[int, str]]:
    """What is wrong with a crosswalk: pairs of link number (from 0; -1 for a gap) and sentence."""
    themes = [theme.id for theme in schemes[main].themes] if main in schemes else []
    answered: set[tuple[str, str]] = set()
    for number, link in enumerate(crosswalk.links):
        answered.add((link.scheme, link.code))
        if link.scheme not in schemes:
            hint = did_you_mean(link.scheme, schemes)
            yield number, f"the crosswalk names the scheme {link.scheme!r}, which is unknown{hint}"
        elif link.code not in schemes[link.scheme]:
            hint = did_you_mean(link.code, schemes[link.scheme].by_id)
            yield number, f"code {link.code!r} is not in the scheme {link.scheme!r}{hint}"
        if link.theme != NONE and link.theme not in themes:
            hint = did_you_mean(link.theme, themes)
            yield number, f"{link.theme!r} is not a theme of {main!r}, nor 'none'{hint}"
    for scheme in schemes.values():
        for code in scheme:
            if scheme.id != main and (scheme.id, code.id) not in answered:
                yield (
                    -1,
                    f"code {code.id!r} of the scheme {scheme.id!r} is not answered for: "
                    "add a link to a theme, or to 'none' with the reason",
                )
