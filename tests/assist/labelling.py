"""Pages labelled by hand with what they show, and how often the audit is right on them.

`python -m tests.assist.labelling --write` measures anew and writes the floors, the numbers in
coding_scheme/site_features.toml and the table of docs/site_audit.md. A test refuses floors that
fall.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomlkit

from casestudy.assist.audit_hits import made_ready, page_hits
from casestudy.assist.audited_page import AuditedPage
from casestudy.ingest import webpage
from casestudy.ingest.original import Original
from casestudy.pages.site_features import LEAST_PRECISION, SiteFeature
from casestudy.sources import Source
from casestudy.store.feature_file import features_in
from casestudy.store.toml_file import TomlFile

ROOT = Path(__file__).parents[2]
FEATURES = ROOT / "coding_scheme" / "site_features.toml"
LABELLED = Path(__file__).parent / "labelled"
PAGE = ROOT / "docs" / "site_audit.md"
FLOORS = Path(__file__).parent / "precision.toml"


@dataclass
class Measured:
    """For each feature how often it was found rightly, found wrongly, and missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def precision(self, feature: str) -> float:
        n = self.right[feature] + self.wrong[feature]
        return round(self.right[feature] / n, 3) if n else 0.0

    def recall(self, feature: str) -> float:
        n = self.right[feature] + self.missed[feature]
        return round(self.right[feature] / n, 3) if n else 0.0

    def n(self, feature: str) -> int:
        return self.right[feature] + self.wrong[feature]


def all_features() -> tuple[SiteFeature, ...]:
    """Every feature of the study, as if it had been measured already."""
    return tuple(replace(one, precision=1.0) for one in features_in(TomlFile(FEATURES)))


def labelled_pages() -> Iterator[dict[str, Any]]:
    for path in sorted(LABELLED.glob("*.toml")):
        yield from tomllib.loads(path.read_text("utf-8"))["page"]


def corpus_digest() -> str:
    paths = sorted(LABELLED.glob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def audited(page: dict[str, Any]) -> AuditedPage:
    """A labelled page as the audit takes it."""
    html = f'<!DOCTYPE html><html lang="{page["language"]}">{page["html"]}</html>'.encode()
    reading = webpage.read(Original(path=Path("page.html"), data=html, kind="website"))
    source = Source(
        id=page["id"],
        kind="website",
        text=reading.text,
        parts=reading.parts,
        language=reading.language,
    )
    hosts = dict.fromkeys(page["asked"], "before") if "asked" in page else None
    return AuditedPage(
        source=source, html=html, hosts=hosts, cookies=tuple(page.get("cookies", ()))
    )


def measured() -> Measured:
    """The audit on every labelled page, with all features, also those off by default."""
    ready, found = made_ready(all_features()), Measured()
    ids = [feature.id for feature in ready.features]
    for page in labelled_pages():
        hits = page_hits(audited(page), ready)
        shown = {ids[number] for number in hits.found if hits.state(number) == "observed"}
        wanted = set(page["shows"])
        found.right.update(shown & wanted)
        found.wrong.update(shown - wanted)
        found.missed.update(wanted - shown)
        found.errors += [f"{page['id']}: {one} is not there" for one in sorted(shown - wanted)]
        found.errors += [f"{page['id']}: {one} was missed" for one in sorted(wanted - shown)]
    return found


def table() -> str:
    """The measured numbers of each feature as a table of Markdown."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["feature"]
    lines = ["| Theme | Feature | Precision | found on | recall |", "|---|---|---|---|---|"]
    for one in all_features():
        told = floors[one.id]
        off = "" if one.default else " (off)"
        lines.append(
            f"| {one.theme} | `{one.id}`{off} | {told['precision']:.2f} | {told['n']} "
            f"| {told['recall']:.2f} |"
        )
    return "\n".join(lines)


def write(found: Measured) -> None:
    """Write the floors, and the numbers beside each feature."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Written by labelling.py; a test refuses floors that fall."))
    document["digest"] = corpus_digest()
    features = tomlkit.table()
    for one in all_features():
        features[one.id] = {
            "precision": found.precision(one.id),
            "recall": found.recall(one.id),
            "n": found.n(one.id),
        }
        features[one.id] = tomlkit.inline_table() | features[one.id]
    document["feature"] = features
    FLOORS.write_text(tomlkit.dumps(document), "utf-8")
    text = tomlkit.parse(FEATURES.read_text("utf-8"))
    for entry in text["feature"]:  # type: ignore[union-attr]
        precision = found.precision(entry["id"])  # type: ignore[index]
        entry["precision"] = precision  # type: ignore[index]
        entry["n_labelled"] = found.n(entry["id"])  # type: ignore[index]
        if precision < LEAST_PRECISION:
            entry["default"] = False  # type: ignore[index]
    FEATURES.write_text(tomlkit.dumps(text), "utf-8")
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition("| Theme | Feature |")
    after = rest[rest.index("\n\n") :]
    PAGE.write_text(f"{before}{table()}{after}", "utf-8")


if __name__ == "__main__":
    now = measured()
    sys.stdout.write("\n".join(now.errors) + "\n")
    total = sum(now.right.values()), sum(now.wrong.values()), sum(now.missed.values())
    sys.stdout.write("right, wrong, missed: {} {} {}\n".format(*total))
    if "--write" in sys.argv:
        write(now)
