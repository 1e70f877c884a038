"""Codings of many logs as arrays, and how they are kept in one file.

Texts that recur (code, origin; region, mostly empty) are kept once with numbers pointing to them;
texts that do not (id, quotation, memo) are kept end to end with the positions of their ends.
Reading back is slicing.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casestudy.errors import Problem
from casestudy.store.durable import write_durably
from casestudy.store.fold import read_log, span_of, standing
from casestudy.store.json_lines import json_line, json_value

FORMAT = 4
RECURRING = ("code", "origin", "region", "stance")
SINGLE = ("coding", "quote", "memo")
NO_WEIGHT = np.iinfo(np.int64).min
"""Stands in the arrays for a weight that nobody gave; no scale reaches so far."""

Key = tuple[str, int, int]
"""Name of a log with its size and time of change."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Standing codings of several logs, log after log.

    `keys`, `counts` and `problems` have one entry a log; the arrays one entry a coding. `created`
    counts microseconds since 1970 in UTC; `weight` is `NO_WEIGHT` where none was given.
    """

    keys: list[Key]
    counts: np.ndarray
    problems: list[list[Problem]]
    texts: dict[str, np.ndarray]
    start: np.ndarray
    end: np.ndarray
    created: np.ndarray
    weight: np.ndarray
    confidence: np.ndarray

    def taking(self, logs: list[int]) -> Columns:
        """The columns of some logs, in the order given."""
        ends = np.cumsum(self.counts)
        starts = ends - self.counts
        if logs:
            rows = np.concatenate([np.arange(starts[log], ends[log]) for log in logs])
        else:
            rows = np.empty(0, dtype=np.int64)
        return Columns(
            keys=[self.keys[log] for log in logs],
            counts=self.counts[logs] if logs else np.empty(0, dtype=np.int64),
            problems=[self.problems[log] for log in logs],
            texts={name: values[rows] for name, values in self.texts.items()},
            start=self.start[rows],
            end=self.end[rows],
            created=self.created[rows],
            weight=self.weight[rows],
            confidence=self.confidence[rows],
        )


def columns_of_log(path: Path, shown: str, stamp: tuple[int, int]) -> Columns:
    """The standing codings of one log."""
    reading = read_log(path, shown=shown)
    rows = standing(reading.events)
    spans = np.array([span_of(row) for row in rows], dtype=np.int64).reshape(-1, 2)
    texts = {
        "coding": [row["id"] for row in rows],
        "quote": [row.get("quote", "") for row in rows],
        "memo": [row.get("memo", "") for row in rows],
        "code": [row["code"] for row in rows],
        "origin": [row.get("origin", "human") for row in rows],
        "region": [row.get("region", "") for row in rows],
        "stance": [row.get("stance", "") for row in rows],
    }
    weights = [row.get("weight") for row in rows]
    confidence = [row.get("confidence") for row in rows]
    return Columns(
        keys=[(shown, *stamp)],
        counts=np.array([len(rows)], dtype=np.int64),
        problems=[reading.problems],
        texts={name: _objects(values) for name, values in texts.items()},
        start=spans[:, 0],
        end=spans[:, 1],
        # numpy reads times without a zone; every time of a log is UTC and says so by its Z
        created=np.array([row["at"][:-1] for row in rows], dtype="datetime64[us]").view(np.int64),
        weight=np.array([NO_WEIGHT if w is None else w for w in weights], dtype=np.int64),
        confidence=np.array([np.nan if c is None else c for c in confidence], dtype=np.float64),
    )


def joined(pieces: list[Columns], *, order: list[str]) -> Columns:
    """Several columns as one, their logs in the order of the names given."""
    if not pieces:
        return _empty()
    whole = Columns(
        keys=[key for piece in pieces for key in piece.keys],
        counts=np.concatenate([piece.counts for piece in pieces]),
        problems=[problems for piece in pieces for problems in piece.problems],
        texts={
            name: np.concatenate([piece.texts[name] for piece in pieces])
            for name in SINGLE + RECURRING
        },
        start=np.concatenate([piece.start for piece in pieces]),
        end=np.concatenate([piece.end for piece in pieces]),
        created=np.concatenate([piece.created for piece in pieces]),
        weight=np.concatenate([piece.weight for piece in pieces]),
        confidence=np.concatenate([piece.confidence for piece in pieces]),
    )
    place = {key[0]: number for number, key in enumerate(whole.keys)}
    wanted = [place[name] for name in order]
    return whole if wanted == list(range(len(wanted))) else whole.taking(wanted)


def save_columns(columns: Columns, path: Path) -> None:
    """Write the columns durably into one file of plain arrays."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **packed(columns))
    write_durably(path, buffer.getvalue())


def packed(columns: Columns) -> dict[str, np.ndarray]:
    """The columns as plain arrays: what is written, and what goes quickly between processes."""
    arrays: dict[str, np.ndarray] = {
        "start": columns.start,
        "end": columns.end,
        "created": columns.created,
        "weight": columns.weight,
        "confidence": columns.confidence,
        "counts": columns.counts,
    }
    heads: dict[str, object] = {"format": FORMAT, "keys": columns.keys}
    heads["problems"] = [
        [(problem.file, problem.line, problem.message) for problem in problems]
        for problems in columns.problems
    ]
    for name in RECURRING:
        values, numbers = np.unique(columns.texts[name].astype(str), return_inverse=True)
        heads[name] = values.tolist()
        arrays[name] = numbers.astype(np.int32)
    for name in SINGLE:
        arrays[f"{name}.ends"] = np.cumsum([len(text) for text in columns.texts[name]])
        content = "".join(columns.texts[name]).encode("utf-8", "surrogatepass")
        arrays[name] = np.frombuffer(content, dtype=np.uint8)
    arrays["head"] = np.frombuffer(json_line(heads), dtype=np.uint8)
    return arrays


def load_columns(path: Path) -> Columns | None:
    """What `save_columns` wrote; nothing if there is no index or it cannot be read.

    A damaged file can fail in any way that zip, numpy and JSON know, so every failure counts: the
    logs are the truth, and an index that cannot be read is made again.
    """
    try:
        # numpy leaves a file open that it opened itself and found damaged
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return unpacked({name: arrays[name] for name in arrays.files})
    except Exception:
        return None


def unpacked(arrays: dict[str, np.ndarray]) -> Columns | None:
    """What `packed` made; nothing if the arrays do not fit together."""
    head = json_value(arrays["head"].tobytes())
    if head["format"] != FORMAT:
        return None
    texts = {name: np.array(head[name] or [""], dtype=object)[arrays[name]] for name in RECURRING}
    for name in SINGLE:
        texts[name] = _sliced(arrays[name], arrays[f"{name}.ends"])
    columns = Columns(
        keys=[(str(key[0]), int(key[1]), int(key[2])) for key in head["keys"]],
        counts=arrays["counts"],
        problems=[
            [Problem(file=file, line=line, message=message) for file, line, message in problems]
            for problems in head["problems"]
        ],
        texts=texts,
        start=arrays["start"],
        end=arrays["end"],
        created=arrays["created"],
        weight=arrays["weight"],
        confidence=arrays["confidence"],
    )
    return columns if _fits_together(columns) else None


def _fits_together(columns: Columns) -> bool:
    """Whether there is one entry a log, one value a coding, and numbers of the right kind."""
    numbers = (columns.start, columns.end, columns.created, columns.weight, columns.counts)
    rows = {len(values) for values in (*columns.texts.values(), *numbers[:4], columns.confidence)}
    logs = {len(columns.keys), len(columns.problems), len(columns.counts)}
    return (
        all(values.dtype == np.int64 and values.ndim == 1 for values in numbers)
        and columns.confidence.dtype == np.float64
        and len(logs) == 1
        and bool((columns.counts >= 0).all())
        and rows == {int(columns.counts.sum())}
    )


def _sliced(content: np.ndarray, ends: np.ndarray) -> np.ndarray:
    text = content.tobytes().decode("utf-8", "surrogatepass")
    stops = ends.tolist()
    return _objects(
        [text[start:end] for start, end in zip([0, *stops[:-1]], stops, strict=True)]
        if stops
        else []
    )


def _objects(values: list[str]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _empty() -> Columns:
    nothing = np.empty(0, dtype=np.int64)
    return Columns(
        keys=[],
        counts=nothing,
        problems=[],
        texts={name: np.empty(0, dtype=object) for name in SINGLE + RECURRING},
        start=nothing,
        end=nothing,
        created=nothing,
        weight=nothing,
        confidence=np.empty(0, dtype=np.float64),
    )
