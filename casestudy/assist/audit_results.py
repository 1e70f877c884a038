"""What a site audit found: sites by features and by themes, each cell with its hits."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.anchors import anchor
from casestudy.assist.audited_page import AuditedPage
from casestudy.codebook import Codebook
from casestudy.codings import Coding
from casestudy.errors import did_you_mean
from casestudy.pages.site_features import STATES, SiteFeature
from casestudy.provenance import Provenance, kinds, provenance_line
from casestudy.regions import Region
from casestudy.results import as_text
from casestudy.sources import Source

CODER = "rule-site-audit"
"""The coder's name on every coding that an audit suggests."""
ORIGIN = "rule:site-audit"
PER_PAGE = 3
"""Suggestions for one feature on one page at most: its best hits."""
HIT_COLUMNS = (
    "site", "source", "theme", "feature", "name", "code", "state", "kind", "detail", "text",
    "start", "end", "locator", "region", "n_hits", "precision",
)  # fmt: skip
PAGE_COLUMNS = ("source", "site", "title", "url", "words", "complete", "n_observed")
BEST_FIRST: Mapping[str, int] = MappingProxyType(
    {state: number for number, state in enumerate(STATES)}
)
SIGNS: Mapping[str, str] = MappingProxyType(
    {"observed": "●", "present": "◐", "not observed": "–", "unknown": "?"}
)
"""How a notebook shows each state; the words stand beside them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteAudit:
    """What each site shows of each feature and theme.

    Parameters
    ----------
    sites, site_names : tuple of str
        Ids and names of the sites.
    features : tuple of SiteFeature
        What was looked for, in the order of the themes.
    codebook : Codebook
        The scheme of the themes.
    states : array of str objects, shape (n_features, n_sites)
        "observed", "present", "not observed" (in complete captures only) or "unknown".
    n_pages : array of int, shape (n_features, n_sites)
        On how many pages of the site the feature was observed.
    pages : DataFrame
        One row a page: source, site, title, url, words, complete, n_observed.
    hits : DataFrame
        One row a hit, columns `HIT_COLUMNS`; start and end are -1 where a hit has no words.
    notes : tuple of str
        Caveats.
    provenance : tuple of Provenance
        Where the pages came from.
    """

    sites: tuple[str, ...]
    site_names: tuple[str, ...]
    features: tuple[SiteFeature, ...]
    codebook: Codebook
    states: npt.NDArray[np.object_]
    n_pages: npt.NDArray[np.int64]
    pages: pd.DataFrame
    hits: pd.DataFrame
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that features were looked for in, in codebook order."""
        wanted = {one.theme for one in self.features}
        return tuple(theme.id for theme in self.codebook.themes if theme.id in wanted)

    @property
    def theme_states(self) -> npt.NDArray[np.object_]:
        """Themes by sites: the best state of any feature; "not observed" only if it is all's."""
        themes = np.array([one.theme for one in self.features])
        found = np.full((len(self.themes), len(self.sites)), "unknown", dtype=object)
        for row, theme in enumerate(self.themes):
            for column in range(len(self.sites)):
                said = set(self.states[themes == theme, column])
                order = ("observed", "present", "unknown", "not observed")
                found[row, column] = next(state for state in order if state in said)
        return found

    @property
    def n_observed(self) -> npt.NDArray[np.int64]:
        """Themes by sites: how many features of the theme were observed."""
        themes = np.array([one.theme for one in self.features])
        seen = self.states == "observed"
        rows = [seen[themes == theme].sum(axis=0) for theme in self.themes]
        return np.array(rows, dtype=np.int64).reshape(len(self.themes), len(self.sites))

    def to_frame(self) -> pd.DataFrame:
        """One row a feature and site: theme, code, state, pages on which observed, precision."""
        rows = [
            {
                "theme": feature.theme,
                "feature": feature.id,
                "name": feature.name,
                "code": feature.code,
                "site": site,
                "state": self.states[row, column],
                "n_pages": int(self.n_pages[row, column]),
                "precision": feature.precision,
                "provenance": kinds(self.provenance),
            }
            for row, feature in enumerate(self.features)
            for column, site in enumerate(self.sites)
        ]
        return pd.DataFrame(rows)

    def theme_frame(self) -> pd.DataFrame:
        """One row a theme and site: state, features observed, features looked for."""
        n_features = {
            theme: sum(one.theme == theme for one in self.features) for theme in self.themes
        }
        states, n_observed = self.theme_states, self.n_observed
        rows = [
            {
                "theme": theme,
                "site": site,
                "state": states[row, column],
                "n_observed": int(n_observed[row, column]),
                "n_features": n_features[theme],
                "provenance": kinds(self.provenance),
            }
            for row, theme in enumerate(self.themes)
            for column, site in enumerate(self.sites)
        ]
        return pd.DataFrame(rows)

    def hits_of(self, *, site: str = "", feature: str = "", theme: str = "") -> pd.DataFrame:
        """The hits behind a cell: of one site, feature or theme, or any of these together.

        Raises
        ------
        LookupError
            If a name is not among those audited.
        """
        known = {
            "site": self.sites,
            "feature": tuple(one.id for one in self.features),
            "theme": self.themes,
        }
        frame = self.hits
        for column, name in (("site", site), ("feature", feature), ("theme", theme)):
            if name and name not in known[column]:
                raise LookupError(
                    f"{column} {name!r} was not audited{did_you_mean(name, known[column])}; "
                    f"there are {', '.join(known[column])}"
                )
            if name:
                frame = frame[frame[column] == name]
        return frame.reset_index(drop=True)

    __repr__ = as_text

    def _repr_html_(self) -> str:
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in self.site_names)
        names = {theme.id: theme.name for theme in self.codebook.themes}
        rows = []
        for row, feature in enumerate(self.features):
            cells = "".join(
                f'<td title="{state}">{SIGNS[state]} {state}</td>' for state in self.states[row]
            )
            theme, name = html.escape(names[feature.theme]), html.escape(feature.name)
            rows.append(f"<tr><td>{theme}</td><td>{name}</td>{cells}</tr>")
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (
            f"<table><thead><tr><th>theme</th><th>feature</th>{heads}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>{notes}"
            f"<p>{html.escape(provenance_line(self.provenance))}</p>"
        )


def audit_notes(pages: Sequence[AuditedPage], features: Sequence[SiteFeature]) -> tuple[str, ...]:
    """What a reader of an audit must know."""
    n_complete = sum(page.complete for page in pages)
    notes = [
        "Hits are suggestions of a rule, no evidence before a person has coded the same.",
        "'unknown' and 'not observed' never mean no: a page that was not audited, a log-in or a "
        "click may show the feature.",
    ]
    if n_complete < len(pages):
        notes.append(
            f"{len(pages) - n_complete} of {len(pages)} pages have no log of requests: what "
            "scripts load later, such as a live chat, is unknown there."
        )
    if n_complete and not any("after" in (page.hosts or {}).values() for page in pages):
        notes.append(
            "All captures were made before anybody consented to cookies: services that wait for "
            "consent were not asked for."
        )
    weak = [one.name for one in features if not one.default]
    if weak:
        notes.append(f"Looked for although often mistaken: {', '.join(weak)}.")
    return tuple(notes)


def suggested_codings(
    audit: SiteAudit,
    *,
    sources: Mapping[str, Source],
    created: datetime,
    per_page: int = PER_PAGE,
    shared: Mapping[str, Iterable[tuple[int, int]]] | None = None,
) -> list[Coding]:
    """The observed hits of an audit as codings of a machine coder, for a person to judge.

    Parameters
    ----------
    audit : SiteAudit
        What was found.
    sources : mapping of str to Source
        The audited pages by id.
    created : datetime
        When, with time zone.
    per_page : int
        Suggestions for one feature on one page at most, the best first.
    shared : mapping of str to iterable of (start, end), optional
        For each source the stretches that an earlier page of the site has already; hits there
        are not suggested again.

    Returns
    -------
    list of Coding
        On the words of each hit; where it has none, on its region of the picture. The same input
        gives the same ids. The memo names the feature and how it was found.
    """
    if created.tzinfo is None:
        raise ValueError(
            f"created {created.isoformat()} has no time zone; give one, such as datetime.UTC"
        )
    frame = audit.hits[audit.hits["state"] == "observed"]
    found: list[Coding] = []
    for _, rows in frame.groupby(["source", "feature"], sort=False):
        kept = 0
        for row in rows.to_dict("records"):
            source = sources[str(row["source"])]
            beyond = (shared or {}).get(source.id, ())
            if kept >= per_page or _within(row["start"], row["end"], beyond):
                continue
            coding = _coding({str(key): value for key, value in row.items()}, source, created)
            if coding is not None:
                found.append(coding)
                kept += 1
    return found


def _within(start: int, end: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return start >= 0 and any(first <= start and end <= last for first, last in stretches)


def _coding(row: dict[str, object], source: Source, created: datetime) -> Coding | None:
    """One suggestion; its id follows from what it says, so that a rerun repeats it."""
    start, end, region = int(str(row["start"])), int(str(row["end"])), str(row["region"])
    if start < 0 and not region:
        return None
    said = [source.id, source.text_sha256, str(start), str(end), region, str(row["feature"])]
    place = anchor(source.text, start, end) if start >= 0 else None
    fields = {
        "id": "audit-" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:26],
        "source": source.id,
        "code": str(row["code"]),
        "coder": CODER,
        "text_sha256": source.text_sha256,
        "created": created,
        "origin": ORIGIN,
        "confidence": float(str(row["precision"])) or None,
        "memo": f"{row['name']}: {row['detail']}",
    }
    if place is not None:
        return Coding.at(place, **fields)
    return Coding(**fields, region=Region.parsed(region))  # type: ignore[arg-type]
