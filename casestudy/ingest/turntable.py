"""A sheet with a row a turn, wherever it comes from: which column is what, and what its rows say.

The first row names the columns. Where none holds speakers but two hold times, as Whisper writes
it, the rows are captions. Columns that are neither speaker, words, time nor codes are reported. A
column of codes (``tags``, ``codes``) holds what people had coded already, set apart by semicolons
or commas; the codes are kept beside the text, on the turn of their row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casestudy.ingest import cues
from casestudy.ingest.draft import Draft
from casestudy.ingest.heads import key, tidy
from casestudy.ingest.reading import HumanCode
from casestudy.ingest.recognised import unit_of
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.stamps import Stamp, is_stamp, stamp_in
from casestudy.ingest.wordlists import (
    CODE_COLUMNS,
    CODER_COLUMNS,
    END_COLUMNS,
    SPEAKER_COLUMNS,
    SPEECH_COLUMNS,
    TIME_COLUMNS,
)
from casestudy.sources import Part

MAX_NAMED = 30
"""Columns named in one sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """Which column is what."""

    names: tuple[str, ...]
    speaker: int | None
    speech: int
    time: int | None
    end: int | None
    codes: tuple[int, ...]
    coder: int | None

    @property
    def known(self) -> set[int | None]:
        """The columns that are read."""
        return {self.speaker, self.speech, self.time, self.end, *self.codes, self.coder}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the first: where it stands, and its cells."""

    place: str
    cells: Sequence[str]


def header_of(names: Sequence[str]) -> Header | None:
    """What the names of columns say, or None if there are no words, or neither speakers nor times.

    Examples
    --------
    >>> header = header_of(["timestamp", "Speaker", "words", "tags"])
    >>> header.speaker, header.speech, header.time, header.codes
    (1, 2, 0, (3,))
    >>> header_of(["id", "age"]) is None
    True
    """
    plain = [" ".join(name.strip().strip('"').replace("_", " ").split()) for name in names]
    plain = [name.casefold() for name in plain]
    speaker, speech = first(plain, SPEAKER_COLUMNS), first(plain, SPEECH_COLUMNS)
    time, end = first(plain, TIME_COLUMNS), first(plain, END_COLUMNS)
    if speech is None or (speaker is None and (time is None or end is None)):
        return None
    return Header(
        names=tuple(plain),
        speaker=speaker,
        speech=speech,
        time=time,
        end=end,
        codes=tuple(number for number, name in enumerate(plain) if name in CODE_COLUMNS),
        coder=first(plain, CODER_COLUMNS),
    )


def first(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    """Position of the first name that is wanted, or None."""
    return next((number for number, name in enumerate(names) if name in wanted), None)


def listed(names: Iterable[str]) -> str:
    """The names of columns for a sentence.

    Examples
    --------
    >>> listed(["id", "", "age"])
    "'id', 'age'"
    """
    named = [repr(name.strip()[:60]) for name in names if name.strip()]
    more = f" and {len(named) - MAX_NAMED} more" if len(named) > MAX_NAMED else ""
    return (", ".join(named[:MAX_NAMED]) or "none that is named") + more


def turns_of(draft: Draft, header: Header, rows: Sequence[SheetRow]) -> list[Part]:
    """Write each row as a turn, or as a caption, and keep its codes beside the text."""
    if header.speaker is None:
        parts = compose(draft, cues.utterances(draft, captions(header, rows)))
        turns = {part.locator: part for part in parts if part.kind == "cue"}
    else:
        parts = compose(draft, utterances(header, rows), merge=False, cues=False)
        turns = {part.locator: part for part in parts}
    for row in rows:
        note_codes(draft, header, row, turns.get(row.place))
        for column, name in enumerate(header.names):
            if column not in header.known and cell(row, column):
                draft.lose(f"value in the column {name!r}")
        if any(value.strip() for value in row.cells[len(header.names) :]):
            draft.lose("value in a column without a name")
    return parts


def utterances(header: Header, rows: Sequence[SheetRow]) -> list[Utterance]:
    """One utterance a row; a row without a speaker goes on with the one above."""
    labels = Counter(label_in(header, row) for row in rows)
    names: dict[str, str] = {}
    for label, _ in labels.most_common():
        names.setdefault(key(label), label)
    said, speaker = list[Utterance](), ""
    for row in rows:
        label = label_in(header, row)
        speaker = names[key(label)] if label else speaker
        time, stop = time_in(row, header.time), time_in(row, header.end)
        said.append(
            Utterance(
                speaker=speaker,
                text=cell(row, header.speech),
                locator=row.place,
                start_time=time.start if time else None,
                end_time=stop.start if stop else time.end if time else None,
            )
        )
    return said


def captions(header: Header, rows: Sequence[SheetRow]) -> list[cues.Cue]:
    """The rows of a table without speakers; times may count thousandths of a second."""
    timed = [(row, time_in(row, header.time), time_in(row, header.end)) for row in rows]
    told = [{"text": cell(row, header.speech), "end": end.start} for row, _, end in timed if end]
    unit = unit_of(told)
    start = 0.0
    found = []
    for row, opens, ends in timed:
        start = round(opens.start * unit, 6) if opens else start
        stop = round(ends.start * unit, 6) if ends else start
        text = cell(row, header.speech)
        found.append(cues.Cue(text=text, start_time=start, end_time=stop, locator=row.place))
    return found


def note_codes(draft: Draft, header: Header, row: SheetRow, turn: Part | None) -> None:
    """Keep the codes of a row, or report them if the row has no words to bear them."""
    named = cell(row, header.coder) if header.coder is not None else ""
    for column in header.codes:
        for code in codes_in(cell(row, column)):
            if turn is None:
                draft.lose(f"code {code!r} on a row without words", row.place)
            else:
                coder = named or header.names[column]
                draft.codes.append(
                    HumanCode(code=code, coder=coder, start=turn.start, end=turn.end)
                )


def codes_in(text: str) -> Iterator[str]:
    """The codes of one cell, each once: parted by semicolons, or by commas if there are none.

    Examples
    --------
    >>> list(codes_in("price, high; trust;")), list(codes_in("price,trust"))
    (['price, high', 'trust'], ['price', 'trust'])
    """
    pieces = text.split(";" if ";" in text else ",")
    yield from dict.fromkeys(" ".join(piece.split()) for piece in pieces if piece.strip())


def label_in(header: Header, row: SheetRow) -> str:
    """Who speaks in a row, as it is written there."""
    return "" if header.speaker is None else tidy(cell(row, header.speaker)).rstrip(":")


def time_in(row: SheetRow, column: int | None) -> Stamp | None:
    """The time in a cell that holds a clock, two clocks or a number, else None."""
    text = cell(row, column) if column is not None else ""
    if text.replace(".", "", 1).isdecimal() and len(text) < 12:
        return Stamp(float(text))
    return stamp_in(text) if is_stamp(text) else None


def cell(row: SheetRow, column: int) -> str:
    """The characters of one cell, empty if the row is shorter."""
    return row.cells[column].strip() if column < len(row.cells) else ""
