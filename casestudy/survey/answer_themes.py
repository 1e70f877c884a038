"""The codes of an open question as an item like any other: a choice for each theme or code.

Three states are kept apart: mentioned (a code was put on the answer), answered without mention, and
left blank or not asked. "Not mentioned" is a statement about what the coder saw in the answer; it
is no "no".
"""

from __future__ import annotations

import numpy as np

from casestudy.answers import Answers
from casestudy.codings import Codings
from casestudy.errors import did_you_mean
from casestudy.item_answers import LEFT_BLANK, NOT_ASKED, TickedAnswers
from casestudy.sources import Source
from casestudy.survey.open_answers import codes_on_answers


def answer_themes(
    codings: Codings,
    *,
    source: Source,
    coder: str,
    level: str,
    item: str = "",
    answers: Answers | None = None,
) -> TickedAnswers:
    r"""Which themes one coder found in the answers to an open question, as a multiple-choice item.

    Parameters
    ----------
    codings : Codings
        Of the study; suggestions of machines count only if the machine is the coder that is named.
    source : Source
        The source of answers, as `Study.import_answers` makes it.
    coder : str
        Whose codings. Coders are not mixed: settle their differences first, or choose one.
    level : {"theme", "code"}
        All themes of the codebook; or the codes that were put on an answer.
    item : str
        Id of the item; the source's id if empty.
    answers : Answers, optional
        Put the item into the order of these respondents; those without a row in the source were
        not asked.

    Returns
    -------
    TickedAnswers
        1 where a theme was found in an answer, 0 where it was not, and why there is no answer.

    Raises
    ------
    ValueError
        If the level is not known, a respondent has two answers, or one is not among `answers`.
    LookupError
        If the coder has put no code on the source.

    Examples
    --------
    >>> from casestudy.codebook import Code, Codebook
    >>> from casestudy.codings import Coding, codings_frame
    >>> from casestudy.sources import Part
    >>> said = Source(id="why", kind="answer", text="R1: near\\nR2: far", parts=(
    ...     Part(kind="answer", start=4, end=8, speaker="R1"),
    ...     Part(kind="answer", start=13, end=16, speaker="R2"),
    ...     Part(kind="answer", start=16, end=16, speaker="R3")))
    >>> book = Codebook(id="b", codes=(Code(id="place", name="place"),))
    >>> put = Coding(id="c", source="why", code="place", coder="anna", start=4, end=8, quote="near")
    >>> found = answer_themes(Codings(frame=codings_frame([put]), codebook=book), source=said,
    ...                       coder="anna", level="theme")
    >>> found.choices, found.codes.tolist()
    (('place',), [[1], [0], [-2]])
    """
    if level not in ("theme", "code"):
        raise ValueError(
            f"level {level!r} is not known{did_you_mean(level, ['theme', 'code'])}; allowed are "
            "theme and code"
        )
    on_source = codings.only(source=source.id)
    known = sorted(set(on_source.frame["coder"]))
    if coder not in known:
        raise LookupError(
            f"coder {coder!r} put no code on the source {source.id!r}{did_you_mean(coder, known)}; "
            f"coders there are {', '.join(known) or 'none'}"
        )
    table = codes_on_answers(on_source.only(coder=coder), source=source)
    book = codings.codebook
    if level == "theme":
        themes = [theme.id for theme in book.themes]
        own = {code: book.theme_of(code).id for code in table.columns}
        columns = [[code for code in table.columns if own[code] == theme] for theme in themes]
        choices, names = themes, [theme.name for theme in book.themes]
    else:
        choices = list(table.columns)
        columns, names = [[code] for code in choices], [book[code].name for code in choices]
    blank = np.array([part.start == part.end for part in source.answers])
    codes = np.zeros((len(table), len(choices)), dtype=np.int8)
    for place, members in enumerate(columns):
        if members:
            codes[:, place] = table[members].fillna(False).to_numpy(dtype=bool).any(axis=1)
    codes[blank] = LEFT_BLANK
    if answers is not None:
        codes = _in_order(codes, list(table.index), answers, source)
    return TickedAnswers(
        item=item or source.id,
        codes=codes,
        choices=tuple(choices),
        labels=tuple(names),
        text=source.title,
    )


def _in_order(codes: np.ndarray, rows: list[str], answers: Answers, source: Source) -> np.ndarray:
    """The rows in the order of some respondents."""
    twice = (
        sorted({who for who in rows if rows.count(who) > 1}) if len(set(rows)) < len(rows) else []
    )
    if twice:
        raise ValueError(
            f"source {source.id!r}: respondent {twice[0]!r} has more than one answer; keep one"
        )
    places = {who: place for place, who in enumerate(answers.respondents)}
    strange = [who for who in rows if who not in places]
    if strange:
        raise ValueError(
            f"source {source.id!r}: respondent {strange[0]!r} is not among the answers"
            f"{did_you_mean(strange[0], places)}; both need the same ids: import the answers with "
            "the column that says who answered"
        )
    ordered = np.full((len(places), codes.shape[1]), NOT_ASKED, dtype=np.int8)
    ordered[[places[who] for who in rows]] = codes
    return ordered
