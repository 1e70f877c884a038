"""A questionnaire proposed from an export, for a person to go through: much of it is a guess.

What the file says (wordings, labels of values) is taken over; what it does not say is guessed from
the cells by rules of thumb, and every proposal says so in its head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from casestudy.importing.survey_cells import TICKED, UNTICKED, without_point
from casestudy.importing.survey_columns import plain
from casestudy.ingest import ExportColumn, SurveyExport

MOST_CHOICES = 12
"""Distinct answers beyond which a column is taken for words of respondents' own."""
FEWEST_EACH = 2
"""Answers a choice must have on average, so that a column of names is not taken for choices."""
APART = frozenset((
    "collector_id", "completion_time", "distributionchannel", "duration_in_seconds", "email",
    "end", "end_date", "enddate", "finished", "id", "index", "ip_address", "ipaddress",
    "lastpage", "name", "progress", "record_id", "recordeddate", "redcap_survey_identifier",
    "respondent", "respondent_id", "responseid", "seed", "start", "start_date", "start_time",
    "startdate", "startlanguage", "status", "submission_time", "submitdate", "survey_complete",
    "survey_timestamp", "timestamp", "token", "userlanguage", "uuid",
))  # fmt: skip
"""Columns that programs write about the filling in; they are no questions."""


def proposed_questionnaire(export: SurveyExport, *, id: str, title: str = "") -> str:
    """A questionnaire for an export as TOML, to be gone through by a person.

    Parameters
    ----------
    export : SurveyExport
        As `casestudy.ingest.read_export` gives it.
    id, title : str
        Of the survey.

    Returns
    -------
    str
        Items in the order of the columns. Kinds and choices are guessed where the file does not
        say them; don't-know choices, routing, scales and themes are for you to add.
    """
    asked = [column for column in export.columns if slug(column.name) not in APART]
    told = [
        "# PROPOSED from " + " ".join(export.path.name.split()) + f" ({export.layout.title}).",
        "# Go through every item: its kind, the order of its choices (ratings from low to high),",
        '# missing = "dont_know" at choices, asked_when, groups, themes, provenance.',
        "",
        "[survey]",
        f"id = {text(id)}",
        f"title = {text(title or id)}",
        'provenance = "collected"',
    ]
    left = [column.name for column in export.columns if column not in asked]
    if left:
        told.insert(3, "# Not proposed: " + ", ".join(" ".join(name.split()) for name in left))
    taken: set[str] = set()
    groups, items = list[str](), list[str]()
    for question, columns in questions(asked):
        group, made = item_lines(export, question, columns, taken)
        groups += group
        items += made
    return "\n".join([*told, *groups, *items]) + "\n"


def questions(columns: Sequence[ExportColumn]) -> list[tuple[str, list[ExportColumn]]]:
    """Columns that are parts of one question together, the others alone."""
    found: dict[str, list[ExportColumn]] = {}
    for place, column in enumerate(columns):
        question, part = column.wordings[0]
        stem = column.name.split("___")[0] if "___" in column.name else ""
        key = stem or (question if part else f"{place}\n")
        found.setdefault(key, []).append(column)
    return [("" if key.endswith("\n") else key, members) for key, members in found.items()]


def item_lines(
    export: SurveyExport, question: str, columns: list[ExportColumn], taken: set[str]
) -> tuple[list[str], list[str]]:
    """The lines of a group and of the items of one question."""
    if not question or len(columns) == 1:
        return [], [line for one in columns for line in alone(export, one, taken)]
    name = unique(slug(question), taken)
    parts = [part_of(column) for column in columns]
    worded = [part_of(column) for column in columns if not is_ticks(column)]
    if len(worded) <= (1 if len(columns) > 2 else 0):
        return [], several(name, question, parts, worded, taken)
    if all_ranks(columns):
        return [], item(name, "ranking", question, choices=parts, aliases=[question])
    labels = list(dict.fromkeys(cell for column in columns for cell in answers(column)))
    if len(labels) > MOST_CHOICES:
        return [], [line for one in columns for line in alone(export, one, taken)]
    lines = []
    for column, part in zip(columns, parts, strict=True):
        own = unique(slug(f"{name}_{part}"), taken)
        kind = "numeric" if all(map(is_number, labels)) else "rating"
        lines += item(own, kind, part, choices=labels, aliases=[column.name], group=name)
    return ["", "[[group]]", f"id = {text(name)}", f"text = {text(question)}"], lines


def several(
    name: str, question: str, parts: list[str], worded: list[str], taken: set[str]
) -> list[str]:
    """The lines of a multiple-choice item, and of the text item for words of one's own."""
    texts = {part: unique(f"{name}_{slug(part)}", taken) for part in worded}
    lines = item(name, "multiple", question, choices=parts, aliases=[question], words=texts)
    for part, own in texts.items():
        lines += item(own, "text", f"{question}: {part}")
    return lines


def alone(export: SurveyExport, column: ExportColumn, taken: set[str]) -> list[str]:
    """The lines of an item that has one column."""
    question = column.wordings[-1][0] or column.name
    name = unique(slug(column.name), taken)
    found = answers(column)
    distinct = list(dict.fromkeys(found))
    aliases = [column.name]
    if column.labels:
        values = [(value, label) for value, label in column.labels.items()]
        return item(name, "single", question, valued=values, aliases=aliases)
    sign = export.layout.separator.strip()
    pieces = [p.strip() for cell in found for p in cell.split(sign or "\n") if p.strip()]
    if sign and len(pieces) > len(found) and len(set(pieces)) <= MOST_CHOICES:
        return item(
            name, "multiple", question, choices=list(dict.fromkeys(pieces)), aliases=aliases
        )
    if distinct and all(map(is_number, distinct)):
        return item(name, "numeric", question, aliases=aliases)
    if 0 < len(distinct) <= MOST_CHOICES and len(found) >= FEWEST_EACH * len(distinct):
        return item(name, "single", question, choices=distinct, aliases=aliases)
    return item(name, "text", question, aliases=aliases)


def item(  # noqa: PLR0913 (an item has as many keys)
    id: str,
    kind: str,
    wording: str,
    *,
    choices: Sequence[str] = (),
    valued: Sequence[tuple[str, str]] = (),
    aliases: Sequence[str] = (),
    group: str = "",
    words: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """An item as TOML; choices without values of their own get slugs."""
    taken: set[str] = set()
    if kind not in ("numeric", "text"):
        valued = valued or [(unique(slug(label), taken), label) for label in choices]
    else:
        valued = ()
    lines = ["", "[[item]]", f"id = {text(id)}", f"kind = {text(kind)}", f"text = {text(wording)}"]
    lines += [f"group = {text(group)}"] if group else []
    other = [name for name in aliases if name not in (id, wording)]
    lines += [f"aliases = [{', '.join(map(text, other))}]"] if other else []
    if valued:
        more = {label: f", words = {text(own)}" for label, own in words.items()}
        rows = (
            f"    {{ value = {text(v)}, label = {text(label)}{more.get(label, '')} }},"
            for v, label in valued
        )
        lines += ["choices = [", *rows, "]"]
    return lines


def text(value: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def slug(name: str) -> str:
    """A name as an id.

    Examples
    --------
    >>> slug("How often do you come here, then?"), slug("Q3[SQ001]")
    ('how_often_do_you_come_here_then', 'q3_sq001')
    """
    return re.sub(r"\W+", "_", name.casefold()).strip("_")[:40].strip("_") or "item"


def unique(name: str, taken: set[str]) -> str:
    """A name that is not taken yet; it then is."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


def part_of(column: ExportColumn) -> str:
    """What a column is about within its question."""
    return column.wordings[0][1] or column.name.split("___")[-1]


def answers(column: ExportColumn) -> list[str]:
    """The cells that hold something."""
    return [without_point(cell.strip()) for cell in column.cells if cell.strip()]


def is_number(cell: str) -> bool:
    """Whether a cell is a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def is_ticks(column: ExportColumn) -> bool:
    """Whether a column only says that its part was ticked or not."""
    known = {*TICKED, *UNTICKED, plain(part_of(column))}
    return all(plain(cell) in known for cell in answers(column))


def all_ranks(columns: Sequence[ExportColumn]) -> bool:
    """Whether each row ranks the columns, no two alike."""
    ranks = {str(rank) for rank in range(1, len(columns) + 1)}
    rows = zip(*(column.cells for column in columns), strict=True)
    given = [[without_point(cell.strip()) for cell in row if cell.strip()] for row in rows]
    return all(set(row) <= ranks and len(set(row)) == len(row) for row in given)
