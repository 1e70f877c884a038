"""Sources on disk: the original untouched, the text that was read, its parts, a small record.

```
sources/interviews/anna_1/
    original.docx    the file as it was handed in, byte for byte
    text.txt         what was read, UTF-8
    parts.jsonl      turns, cues, paragraphs, blocks: one line each
    source.toml      id, kind, case, title, provenance, hashes, reader
```
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomlkit

from casestudy.errors import BadFile, SourceChanged
from casestudy.provenance import Provenance
from casestudy.sources import Source, text_sha256
from casestudy.store import layout
from casestudy.store.durable import Files, copy_synced, sync_folder, write_all_synced
from casestudy.store.source_parts import parts_content, read_parts, read_text
from casestudy.store.toml_file import TomlFile

RECORD_KEYS = {
    "id": str, "kind": str, "case": str, "title": str, "language": str, "file": str,
    "original": str,
    "original_sha256": str, "text_sha256": str, "reader": str, "encoding": str, "provenance": dict,
    "warnings": list, "roles": dict, "choices": dict, "withheld": bool,
}  # fmt: skip


def write_source(study: Path, source: Source, original: bytes | None, files: Files = ()) -> Path:
    """Put a new source, with copies of further files, into the study, whole or not at all.

    Parameters
    ----------
    study : path
        The study folder.
    source : Source
        The source.
    original : bytes or None
        The file it was read from; None if the source says that it is withheld.
    files : iterable of (name, path or bytes)
        What else its folder shall hold.

    Raises
    ------
    FileExistsError
        If the study already has a source of this id, of whatever kind.
    ValueError
        If the name of the original is not a plain file name.
    """
    check_new(study, source)
    if (original is None) != source.withheld:
        raise ValueError(
            f"source {source.id!r}: an original is given if, and only if, it is not withheld"
        )
    folder = layout.source_folder(study, source.kind, source.id)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{source.id}.", dir=folder.parent))
    try:
        copy_synced(beside, files)
        contents = {
            "text.txt": source.text.encode("utf-8", "surrogatepass"),
            "parts.jsonl": parts_content(source.parts),
            "source.toml": record_content(source).encode("utf-8"),
        }
        if original is not None:
            contents[source.original] = original
        write_all_synced({beside / name: content for name, content in contents.items()})
        sync_folder(beside)
        beside.chmod(0o755)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    sync_folder(folder.parent)
    return folder


def check_new(study: Path, source: Source) -> None:
    """Refuse a source that cannot be written as a new one; the errors are those of writing it."""
    _check_original(source.original)
    for kind in layout.FOLDER_OF_KIND:
        other = layout.source_folder(study, kind, source.id)
        if other.exists():
            raise FileExistsError(
                f"{other}: the study already has a source {source.id!r}; give another id"
            )


def read_source(folder: Path, *, id: str = "") -> Source:
    """The source that a folder holds.

    Parameters
    ----------
    folder : path
        The folder.
    id : str
        For a state kept from before an edit: the source's id, which the folder does not bear.

    Raises
    ------
    BadFile
        If its record or its parts are malformed.
    SourceChanged
        If its text is not the one that the record was written for.
    """
    record = read_record(folder, id=id)
    path = folder / "text.txt"
    text = read_text(path)
    if text_sha256(text) != record["text_sha256"]:
        raise SourceChanged(
            f"{path}: the text changed after it was imported, so codings may point to the wrong "
            "words; restore the file, and bring corrections in with `casestudy edit`"
        )
    wanted = {key: record.get(key, "") for key in RECORD_KEYS if key not in _NOT_FIELDS}
    return Source(
        **wanted,
        text=text,
        parts=tuple(read_parts(folder / "parts.jsonl", len(text))),
        provenance=provenance_of(record),
        warnings=tuple(record.get("warnings", [])),
        roles=MappingProxyType(record.get("roles", {})),
        choices=MappingProxyType(record.get("choices", {})),
        withheld=record.get("withheld", False),
    )


def read_record(folder: Path, *, id: str = "") -> dict[str, Any]:
    """What `source.toml` says, checked; `id` as for `read_source`."""
    file = TomlFile(folder / "source.toml")
    file.only_tables(*RECORD_KEYS)
    record = file.data
    for key, kind in RECORD_KEYS.items():
        if key in record and not isinstance(record[key], kind):
            raise file.fault(f"{key!r} must be of the kind {kind.__name__}")
    for key, value in record.get("provenance", {}).items():
        if not isinstance(value, str):
            raise file.fault(f"provenance: {key!r} must be text, not {value!r}")
    for key in ("id", "kind", "original", "original_sha256", "text_sha256"):
        if not record.get(key):
            raise file.fault(f"{key!r} is missing")
    if record["id"] != (id or folder.name):
        raise file.fault(f"id {record['id']!r} differs from the folder's name {folder.name!r}")
    try:
        _check_original(record["original"])
    except ValueError as error:
        raise file.fault(str(error)) from None
    if not id and layout.FOLDER_OF_KIND.get(record["kind"]) != folder.parent.name:
        raise file.fault(
            f"kind {record['kind']!r} does not belong into the folder {folder.parent.name!r}"
        )
    try:
        provenance_of(record)
    except (TypeError, ValueError) as error:
        raise file.fault(f"provenance: {error}") from None
    return record


def provenance_of(record: Mapping[str, Any]) -> Provenance:
    """Where a source comes from, as its record says."""
    return Provenance(**record.get("provenance", {"kind": "collected"}))


def source_faults(folder: Path) -> list[BadFile]:
    """Everything wrong with one source: its record, the hashes of original and text, its parts."""
    try:
        record = read_record(folder)
        read_source(folder)
    except BadFile as fault:
        return [fault]
    except (SourceChanged, ValueError) as error:
        return [BadFile(folder / "text.txt", str(error).partition(": ")[2] or str(error))]
    original = folder / record["original"]
    if record.get("withheld") and not original.exists():
        return []
    if not original.exists():
        return [BadFile(original, "the original is missing; put the imported file back")]
    if hashlib.sha256(original.read_bytes()).hexdigest() != record["original_sha256"]:
        return [
            BadFile(
                original,
                "the original changed after it was imported; restore it, or import the changed "
                "file as a new source",
            )
        ]
    return []


_NOT_FIELDS = ("text_sha256", "provenance", "warnings", "roles", "choices", "withheld")
_OUR_FILES = ("text.txt", "parts.jsonl", "source.toml")


def record_content(source: Source) -> str:
    """What `source.toml` says of a source."""
    fields_: dict[str, Any] = {
        "id": source.id,
        "kind": source.kind,
        "case": source.case,
        "title": source.title,
        "language": source.language,
        "file": source.file,
        "original": source.original,
        "original_sha256": source.original_sha256,
        "withheld": source.withheld,
        "text_sha256": source.text_sha256,
        "reader": source.reader,
        "encoding": source.encoding,
        "warnings": list(source.warnings),
    }
    document = tomlkit.document()
    document.update({key: value for key, value in fields_.items() if value})
    provenance = {key: value for key, value in asdict(source.provenance).items() if value}
    document["provenance"] = provenance
    if source.roles:
        document["roles"] = dict(source.roles)
    if source.choices:
        document["choices"] = dict(source.choices)
    return tomlkit.dumps(document)


def _check_original(name: str) -> None:
    """Refuse a name that would lead out of the source's folder, or to a file of our own."""
    if not name or name == ".." or Path(name).name != name or "\\" in name or name in _OUR_FILES:
        raise ValueError(
            f"original {name!r} must be a file name without a path, and none of "
            f"{', '.join(_OUR_FILES)}"
        )
