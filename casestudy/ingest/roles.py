"""Who asks and who answers: by the words of the labels, else by what the speakers do.

"Interviewer:", "Q." and "Haastattelija:" say it themselves. Where labels are names, the one who
asks questions in short turns is taken for the interviewer, and the person is told that this is a
guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casestudy.ingest.heads import key
from casestudy.ingest.wordlists import INTERVIEWERS, RESPONDENTS
from casestudy.sources import Part

INTERVIEWER, RESPONDENT = "interviewer", "respondent"

ASKING = frozenset(["i", "q", "int", "ir", "iv"])
"""Letters that stand for the one who asks, whoever answers."""

PAIRS = (
    *(("f", "a"), ("h", "v"), ("k", "v"), ("e", "p"), ("e", "r"), ("m", "p"), ("d", "r")),
    *(("в", "о"), ("и", "р")),
)
"""Letters of the one who asks and the one who answers, in several languages, as a pair.
"P" and "R" are no pair: participant and researcher, or pregunta and respuesta."""

ANSWERING = frozenset(["a", "b", "ip", "ie", "r", "p", "t", "s", "id"])
"""Letters, perhaps with a number, of those who answer, where somebody else is known to ask."""

LEAST_TURNS = 3
"""Turns of a speaker from which what they do can be judged."""

ASKS = 0.2
"""Share of turns with a question mark from which somebody may be the interviewer. In two published
oral histories the interviewers ask in 66 and 79 % of their turns, the others in 4 and 20 %."""

CLEARLY = 2
"""Times the interviewer must ask more often, or speak more shortly, than the next. In the same two
interviews it is 15 and 4 times as often, and turns 7 and 4 times as short."""

BETWEEN_WORDS = re.compile(r"[\s\d_().,;:/#&*+-]+")
QUESTION = re.compile(r"[?？؟]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How one person takes part: number of turns, share of them with a question, mean words."""

    n_turns: int
    asks: float
    n_words: float


def roles_of(text: str, parts: Iterable[Part]) -> tuple[dict[str, str], str]:
    r"""The role of each named speaker, and a sentence if it was a guess, else ''.

    Examples
    --------
    >>> turns = [Part(kind="turn", start=0, end=1, speaker=who) for who in ("Moderator", "Anna")]
    >>> roles_of("x", turns)
    ({'Moderator': 'interviewer', 'Anna': 'respondent'}, '')
    """
    turns = [part for part in parts if part.kind == "turn" and part.speaker]
    roles = stated(dict.fromkeys(part.speaker for part in turns))
    open_ones = [name for name, role in roles.items() if not role]
    if not open_ones or len(roles) < 2:
        return roles, ""
    held = set(roles.values())
    if len(open_ones) == 1 and held in ({INTERVIEWER, ""}, {RESPONDENT, ""}):
        roles[open_ones[0]] = RESPONDENT if INTERVIEWER in held else INTERVIEWER
        return roles, ""
    guess = guessed(manners(text, turns), roles)
    return ({**roles, **guess}, sentence(guess)) if guess else (roles, "")


def stated(names: Iterable[str]) -> dict[str, str]:
    """For each label the role that its words state, else ''."""
    roles = {name: by_words(name) for name in names}
    letters = {letters_of(name): name for name in roles}
    for one, other in PAIRS:
        if one in letters and other in letters and not any(roles.values()):
            roles[letters[one]], roles[letters[other]] = INTERVIEWER, RESPONDENT
    for letter in ASKING & set(letters):
        roles[letters[letter]] = INTERVIEWER
    if INTERVIEWER in roles.values():
        for name, role in roles.items():
            short = letters_of(name)
            roles[name] = role or (RESPONDENT if short in ANSWERING else "")
    return roles


def letters_of(name: str) -> str:
    """A label without the number at its end.

    Examples
    --------
    >>> letters_of("P 3"), letters_of("Speaker_01")
    ('p', 'speaker')
    """
    return key(name).rstrip("0123456789 \t\xa0.#_")


def by_words(name: str) -> str:
    """The role that the words of a label state, also in brackets after a name.

    Examples
    --------
    >>> by_words("Haastattelija 1"), by_words("Dr. Lee (interviewer)"), by_words("Speaker 2")
    ('interviewer', 'interviewer', '')
    """
    words = set(BETWEEN_WORDS.split(key(name)))
    asks, answers = bool(words & INTERVIEWERS), bool(words & RESPONDENTS)
    return "" if asks == answers else INTERVIEWER if asks else RESPONDENT


def manners(text: str, turns: Iterable[Part]) -> dict[str, Manner]:
    """How each speaker with enough turns takes part."""
    said: dict[str, list[str]] = {}
    for part in turns:
        said.setdefault(part.speaker, []).append(text[part.start : part.end])
    return {
        name: Manner(
            n_turns=len(texts),
            asks=sum(QUESTION.search(each) is not None for each in texts) / len(texts),
            n_words=sum(len(each.split()) for each in texts) / len(texts),
        )
        for name, texts in said.items()
        if len(texts) >= LEAST_TURNS
    }


def guessed(manner: Mapping[str, Manner], roles: Mapping[str, str]) -> dict[str, str]:
    """Roles for the speakers that have none yet, empty if nobody stands out."""
    open_ones = [name for name in manner if not roles[name]]
    if INTERVIEWER in roles.values():
        return dict.fromkeys(open_ones, RESPONDENT)
    ranked = sorted(manner, key=lambda name: manner[name].asks, reverse=True)
    if len(ranked) < 2 or roles[ranked[0]]:
        return {}
    first, second = manner[ranked[0]], manner[ranked[1]]
    longest = max(each.n_words for each in manner.values())
    stands_out = first.asks >= CLEARLY * second.asks or CLEARLY * first.n_words <= longest
    if first.asks < ASKS or first.asks == second.asks or not stands_out:
        return {}
    return dict.fromkeys(open_ones, RESPONDENT) | {ranked[0]: INTERVIEWER}


def sentence(guess: Mapping[str, str]) -> str:
    """What the person is told about a guess."""
    listed = ", ".join(f"{name!r} {role}" for name, role in [*guess.items()][:6])
    return (
        f"who asks and who answers was guessed from questions and length of turns: {listed}; "
        "if that is wrong, write the roles as labels in the original and read the file again"
    )
