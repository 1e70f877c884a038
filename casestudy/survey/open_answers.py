"""Open answers and the codes on them: who said what, and which codes each respondent's words got.

The answers to one question are one source, each a part of it. Codes on them are a multiple-response
set: a respondent may have several, one, or none; one who left the question blank has no value.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from casestudy.codings import WHOLE_SOURCE, Codings
from casestudy.sources import Source


def answers_frame(source: Source) -> pd.DataFrame:
    """The answers to an open question, one row a respondent's row, blank ones included.

    Parameters
    ----------
    source : Source
        A source of answers, as `Study.import_answers` makes it.

    Returns
    -------
    DataFrame
        Columns `respondent`, `answer` (missing where it was left blank), `start`, `end` (code
        points into the source's text), `locator`, then the attributes in their order (missing
        where a cell was empty), `provenance`. An attribute that bears the name of another column
        gets an underscore.

    Raises
    ------
    ValueError
        If the source has no answers.

    Examples
    --------
    >>> from casestudy.sources import Part
    >>> parts = (Part(kind="answer", start=4, end=8, speaker="R1", attributes=(("age", "31"),)),
    ...          Part(kind="answer", start=8, end=8, speaker="R2"))
    >>> said = Source(id="why", kind="answer", text="R1: near", parts=parts)
    >>> answers_frame(said)[["respondent", "answer", "age"]].to_dict("list")
    {'respondent': ['R1', 'R2'], 'answer': ['near', nan], 'age': ['31', nan]}
    """
    answers = source.answers
    if not answers:
        raise ValueError(
            f"source {source.id!r} has no answers to an open question; "
            "bring them in with import_answers, or `casestudy import FILE --answers COLUMN`"
        )
    rows = [
        {
            "respondent": part.speaker,
            "answer": source.text[part.start : part.end] or None,
            "start": part.start,
            "end": part.end,
            "locator": part.locator,
        }
        for part in answers
    ]
    names = list(dict.fromkeys(name for part in answers for name, _ in part.attributes))
    attributes = pd.DataFrame([dict(part.attributes) for part in answers], columns=names)
    taken = {*rows[0], "provenance"}
    attributes = attributes.rename(columns={name: f"{name}_" for name in names if name in taken})
    frame = pd.concat([pd.DataFrame(rows), attributes], axis=1)
    texts = [name for name in frame.columns if name not in ("start", "end")]
    return frame.astype(dict.fromkeys(texts, "str")).assign(provenance=source.provenance.kind)


def codes_on_answers(codings: Codings, *, source: Source) -> pd.DataFrame:
    """Which codes the answers to an open question got: a multiple-response set.

    Parameters
    ----------
    codings : Codings
        Whose codings is up to you: `codings.only(coder="anna")`, `codings.by_people()`.
    source : Source
        The source of answers.

    Returns
    -------
    DataFrame of nullable booleans, shape (respondents' rows, codes)
        Indexed by respondent; a column for each code of the codebook that occurs, in its order.
        True if a coding with the code shares a character with the answer; missing where the
        question was left blank.

    Raises
    ------
    ValueError
        If the source has no answers.
    """
    frame = answers_frame(source)
    own = codings.only(source=source.id).frame
    own = own[own["start"] != WHOLE_SOURCE]
    found = set(own["code"])
    codes = [code.id for code in codings.codebook if code.id in found]
    starts, ends = frame["start"].to_numpy(np.int64), frame["end"].to_numpy(np.int64)
    table = pd.DataFrame(False, index=frame["respondent"], columns=codes).astype("boolean")
    for code, group in own.groupby("code", sort=False):
        first = np.searchsorted(ends, group["start"].to_numpy(np.int64), side="right")
        last = np.searchsorted(starts, group["end"].to_numpy(np.int64), side="left")
        hit = np.zeros(len(frame) + 1, dtype=np.int64)
        np.add.at(hit, first, 1)
        np.add.at(hit, np.maximum(last, first), -1)
        table[code] = np.cumsum(hit[:-1]) > 0
    return table.mask(pd.Series(starts == ends, index=table.index), pd.NA)
