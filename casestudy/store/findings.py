"""`published.toml`: the findings of the published study that a rerun is held against."""

from __future__ import annotations

from pathlib import Path

from casestudy.claims import Finding
from casestudy.errors import BadFile
from casestudy.provenance import Citation
from casestudy.store import layout
from casestudy.store.toml_file import TomlFile

FINDING_KEYS = {
    "id": str, "statement": str, "work": str, "page": str, "status": str, "kind": str,
    "computes": str, "expected": object, "compare": str, "tolerance": float, "why": str,
    "notebook": str,
}  # fmt: skip
_TEXTS = ("id", "statement", "kind", "computes", "compare", "why", "notebook")


def read_findings(study: Path) -> list[Finding]:
    """The findings of a study; none if it has no `notebooks/published.toml`.

    Raises
    ------
    BadFile
        For a malformed entry, a duplicate id, a notebook that does not exist; with the line.
    """
    path = study / layout.NOTEBOOKS / layout.FINDINGS
    if not path.exists():
        return []
    file = TomlFile(path)
    file.only_tables("finding")
    required = ("id", "statement", "work", "kind")
    findings: dict[str, Finding] = {}
    for number, entry in enumerate(file.entries("finding", keys=FINDING_KEYS, required=required)):
        if entry["id"] in findings:
            raise file.fault(f"finding id {entry['id']!r} is used twice", "finding", number)
        notebook = entry.get("notebook", "")
        if notebook and not (path.parent / notebook).exists():
            raise file.fault(
                f"finding {entry['id']!r} names the notebook {notebook!r}, which does not exist",
                "finding",
                number,
            )
        findings[entry["id"]] = _finding(file, number, entry)
    return list(findings.values())


def _finding(file: TomlFile, number: int, entry: dict[str, object]) -> Finding:
    cited = {key: str(entry.get(key, "")) for key in ("work", "page")}
    texts = {key: str(entry[key]) for key in _TEXTS if key in entry}
    try:
        return Finding(
            **texts,
            source=Citation(**cited, status=str(entry.get("status", "published"))),
            expected=entry.get("expected"),  # type: ignore[arg-type]
            tolerance=float(entry.get("tolerance", 0.0)),  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise file.fault(str(error), "finding", number) from None


def finding_faults(study: Path) -> list[BadFile]:
    """What is wrong with the findings of a study."""
    try:
        read_findings(study)
    except BadFile as fault:
        return [fault]
    return []
