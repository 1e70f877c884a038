"""The features that a site audit looks for, as TOML: read with line numbers, checked whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from casestudy.errors import BadFile, did_you_mean
from casestudy.pages.site_features import Signal, SiteFeature, SiteFeatures, feature_faults
from casestudy.provenance import Provenance
from casestudy.store.layout import SCHEMES, SITE_FEATURES
from casestudy.store.toml_file import TomlFile

HEAD_KEYS = {"title": str, "note": str, "provenance": str, "generator": str}
FEATURE_KEYS = {
    "id": str, "name": str, "theme": str, "code": str, "precision": float, "n_labelled": int,
    "default": object, "note": str, "source": str, "signal": list,
}  # fmt: skip
SIGNAL_KEYS = {
    "kind": str, "css": str, "attribute": str, "pattern": str, "types": list, "around": list,
    "properties": list,
    "words": list, "phrases": dict, "without": list, "hosts": list, "least_words": int,
    "most_words": int, "least_times": int, "views": list, "state": str,
}  # fmt: skip


def read_site_features(study: Path) -> SiteFeatures:
    """The features of a study.

    Raises
    ------
    BadFile
        If the file is missing or malformed: with the line of the entry at fault.
    """
    path = study / SCHEMES / SITE_FEATURES
    if not path.exists():
        raise BadFile(
            path,
            "the file is missing, so there is nothing to look for; a new study has one to copy: "
            "casestudy new FOLDER",
        )
    faults = site_feature_faults(path)
    if faults:
        raise faults[0]
    file = TomlFile(path)
    head = file.table("features", keys=HEAD_KEYS)
    return SiteFeatures(
        features=tuple(features_in(file)),
        title=head.get("title", ""),
        note=head.get("note", ""),
        provenance=Provenance(kind=head.get("provenance", "collected")),
    )


def site_feature_faults(path: Path) -> list[BadFile]:
    """Everything wrong with the file, as far as it can be read."""
    try:
        file = TomlFile(path)
        file.only_tables("features", "feature")
        file.table("features", keys=HEAD_KEYS)
        features = list(features_in(file))
    except BadFile as fault:
        return [fault]
    numbers = {one.id: number for number, one in enumerate(features)}
    return [
        file.fault(f"feature {id!r}: {sentence}", "feature", numbers[id])
        for id, sentence in (*feature_faults(features), *_selector_faults(features))
    ]


def _selector_faults(features: Iterable[SiteFeature]) -> Iterator[tuple[str, str]]:
    """Selectors that the parser of pages does not understand."""
    page = LexborHTMLParser("")
    for one in features:
        for number, signal in enumerate(one.signals, start=1):
            try:
                page.css(signal.css or "p")
            except SelectolaxError:
                yield one.id, f"signal {number}: {signal.css!r} is no CSS selector"


def feature_line(path: Path, number: int) -> int:
    """The line on which the n-th feature begins, from 0."""
    return TomlFile(path).line("feature", number)


def features_in(file: TomlFile) -> Iterator[SiteFeature]:
    """Each feature of a file."""
    entries = file.entries("feature", keys=FEATURE_KEYS, required=("id", "name", "theme", "code"))
    for number, entry in enumerate(entries):
        signals = tuple(_signal(file, number, one) for one in entry.get("signal", []))
        default = entry.get("default", True)
        if not isinstance(default, bool):
            raise file.fault(f"feature: 'default' must be true or false, not {default!r}",
                             "feature", number)  # fmt: skip
        plain = {key: value for key, value in entry.items() if key not in ("signal", "default")}
        plain["precision"] = float(plain.get("precision", 0))
        yield SiteFeature(**plain, default=default, signals=signals)


def _signal(file: TomlFile, number: int, entry: Any) -> Signal:
    if not isinstance(entry, dict):
        raise file.fault("a signal must be written [[feature.signal]]", "feature", number)
    fields: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in SIGNAL_KEYS:
            raise file.fault(
                f"signal: the key {key!r} is not known{did_you_mean(key, SIGNAL_KEYS)}; "
                f"allowed are {', '.join(SIGNAL_KEYS)}",
                "feature",
                number,
            )
        if not isinstance(value, SIGNAL_KEYS[key]) or isinstance(value, bool):
            raise file.fault(f"signal: {key!r} is {value!r}, which does not fit", "feature", number)
        fields[key] = _frozen(file, number, key, value)
    return Signal(**{"kind": "", **fields})


def _frozen(file: TomlFile, number: int, key: str, value: Any) -> Any:
    """Lists as tuples, tables of lists as mappings of tuples."""
    if isinstance(value, dict):
        return MappingProxyType(
            {name: _frozen(file, number, f"{key}.{name}", one) for name, one in value.items()}
        )
    if not isinstance(value, list) and "." not in key:
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise file.fault(f"signal: {key!r} must be a list of texts", "feature", number)
    return tuple(value)
