"""What a person can do at the desk, each kind of act as calls of the store's `Coder`.

An act bears an id that the browser gave it and that the log keeps. When an answer was lost on the
way, the browser sends the act again, and what is in the log already is not done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from casestudy.anchors import anchor
from casestudy.annotate.bench import Act, Done
from casestudy.codings import Coding
from casestudy.errors import NOT_ALLOWED, SourceChanged, UnknownCode, sentence_of
from casestudy.ratings import Rating, rating_in
from casestudy.regions import Region
from casestudy.sources import Source
from casestudy.store import Coder
from casestudy.store.log import new_id

REFUSALS = (ValueError, LookupError, OSError, SourceChanged, UnknownCode)
"""What can keep an act from being done; nothing of it is then in the log."""


def carried_out(coder: Coder, act: Act) -> Done:
    """Carry an act out; what was logged under its id before is only told again.

    Raises
    ------
    ValueError, LookupError, OSError
        If it cannot be done.
    """
    kind, source = str(act["kind"]), str(act["source"])
    if kind not in KINDS:
        raise ValueError(f"the desk knows no act {kind!r}; it knows {', '.join(KINDS)}")
    logged = _logged(coder, source, act) if act.get("id") else []
    if logged:
        return Done(codings=_codings_of(logged))
    check_text(coder.sources[source], act)
    with coder.one_act(str(act.get("id", "")), across=kind == "code_many"):
        return KINDS[kind](coder, source, act)


def _logged(coder: Coder, source: str, act: Act) -> list[Mapping[str, Any]]:
    """What is in the logs of this act already."""
    sources = dict.fromkeys([source, *(place["source"] for place in act.get("places", ()))])
    return [event for one in sources for event in coder.done_in(one, act["id"])]


def _codings_of(logged: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(event.get("coding", event["id"])) for event in logged))


def reason(error: BaseException) -> str:
    """Why an act was refused, in words."""
    if isinstance(error, OSError) and error.errno in NOT_ALLOWED:
        return f"{sentence_of(error)}; nothing was written."
    if isinstance(error, OSError) and error.strerror:
        return f"The disk refused ({error.strerror}); nothing was written."
    return str(error.args[0]) if error.args else type(error).__name__


def check_text(source: Source, act: Act) -> None:
    """Refuse positions that were counted in another text than the source has now.

    Raises
    ------
    SourceChanged, ValueError
        With what to do.
    """
    if "sha" in act and source.text_sha256 != act["sha"]:
        raise SourceChanged(
            "the text was corrected while you had it open; nothing was coded. Look at the text as "
            "it is now and select the words again"
        )
    if "quote" in act and _units(source.text[act["start"] : act["end"]]) != _units(act["quote"]):
        raise ValueError(
            f"the browser's words are not the source's at {act['start']} to {act['end']}; nothing "
            "was coded. Open the source again"
        )


def _units(text: str) -> bytes:
    """A text as a browser has it: to it, two lone surrogates side by side are one sign."""
    return text.encode("utf-16-le", "surrogatepass")


def _code(coder: Coder, source: str, act: Act) -> Done:
    place = _place(act)
    more = {"memo": act.get("memo", ""), **rating_in(act)}
    made = [coder.code(source, code, **more, **place) for code in act["codes"]]
    return Done(codings=tuple(coding.id for coding in made))


def _code_many(coder: Coder, source: str, act: Act) -> Done:
    """One code on many places, wherever they are; places whose words are gone are passed over."""
    made, n_gone = [], 0
    for place in act["places"]:
        text = coder.sources[place["source"]]
        if _units(text.text[place["start"] : place["end"]]) != _units(place["quote"]):
            n_gone += 1
            continue
        made.append(_coding(coder, text, act["code"], place["start"], place["end"]))
    coder.add(made)
    gone = f"; the words of {n_gone} are not there any more" if n_gone else ""
    return Done(
        codings=tuple(coding.id for coding in made if coding.source == source),
        said=f"{len(made)} places coded{gone}",
    )


def _coding(coder: Coder, source: Source, code: str, start: int, end: int) -> Coding:
    return Coding.at(
        anchor(source.text, start, end),
        id=new_id(),
        source=source.id,
        code=code,
        coder=coder.name,
        text_sha256=source.text_sha256,
    )


def _join(coder: Coder, source: str, act: Act) -> Done:
    """The first of some codings reaches over all of them; the others go.

    It keeps its weight and stance. One that it has not it takes from the others, if they agree.
    """
    first, *others = act["codings"]
    own = coder.rating_of(source, first)
    taken, said = joined_rating(own, [coder.rating_of(source, other) for other in others])
    coder.resize(source, first, **_place(act))
    if taken:
        coder.rate(source, first, **taken)
    if act.get("memo"):
        coder.note(source, first, act["memo"])
    for coding in others:
        coder.delete(source, coding)
    return Done(codings=(first,), said=said)


def _split(coder: Coder, source: str, act: Act) -> Done:
    """A coding keeps its first part; the second becomes a coding of its own, rated the same."""
    start, end = act["second"]
    made = replace(
        _coding(coder, coder.sources[source], act["code"], start, end),
        **coder.rating_of(source, act["coding"]),
    )
    coder.add([made])
    coder.resize(source, act["coding"], start=act["first"][0], end=act["first"][1])
    return Done(codings=(act["coding"], made.id))


def _accept(coder: Coder, source: str, act: Act) -> Done:
    made = coder.adopt(
        source, act["code"], about=act["about"], reason=act.get("reason", ""), **_place(act)
    )
    return Done(codings=(made.id,))


def _reject(coder: Coder, source: str, act: Act) -> Done:
    coder.reject(source, about=act["about"], reason=act.get("reason", ""))
    return Done()


def _recode(coder: Coder, source: str, act: Act) -> Done:
    told = [coder.recode(source, coding, act["code"]) for coding in act["codings"]]
    said = "; ".join(dict.fromkeys(filter(None, told)))
    return Done(codings=tuple(act["codings"]), said=said)


def _rate(coder: Coder, source: str, act: Act) -> Done:
    coder.rate(source, act["coding"], **rating_in(act))
    return Done(codings=(act["coding"],))


def _resize(coder: Coder, source: str, act: Act) -> Done:
    coder.resize(source, act["coding"], **_place(act))
    return Done(codings=(act["coding"],))


def _delete(coder: Coder, source: str, act: Act) -> Done:
    for coding in act["codings"]:
        coder.delete(source, coding)
    return Done(codings=tuple(act["codings"]))


def _note(coder: Coder, source: str, act: Act) -> Done:
    coder.note(source, act["coding"], act["memo"])
    return Done(codings=(act["coding"],))


def _undo(coder: Coder, source: str, _act: Act) -> Done:
    return Done(said=coder.undo(source))


def _redo(coder: Coder, source: str, _act: Act) -> Done:
    coder.redo(source)
    return Done()


def joined_rating(own: Rating, others: Sequence[Rating]) -> tuple[Rating, str]:
    """What a coding takes from others that are joined to it, and what a person hears of the rest.

    Examples
    --------
    >>> joined_rating(Rating(), [Rating(weight=3), Rating(weight=3, stance="for")])
    ({'weight': 3, 'stance': 'for'}, '')
    >>> joined_rating(Rating(weight=3), [Rating(weight=4)])
    ({}, 'weight 3 is kept, 4 goes')
    """
    taken, said = Rating(), []
    weight = own.get("weight")
    weights = {w for one in others if (w := one.get("weight")) is not None} - {weight}
    if weight is None and len(weights) == 1:
        taken["weight"] = weights.pop()
    stance = own.get("stance", "")
    stances = {one.get("stance", "") for one in others} - {"", stance}
    if not stance and len(stances) == 1:
        taken["stance"] = stances.pop()
    for name, kept, gone in (("weight", weight, weights), ("stance", stance, stances)):
        if gone:
            words = "none" if kept in (None, "") else kept
            said.append(f"{name} {words} is kept, {', '.join(map(str, sorted(gone)))} goes")
    return taken, "; ".join(said)


def _place(act: Act) -> dict[str, Any]:
    if act.get("region"):
        return {"region": Region.parsed(act["region"])}
    if act.get("start") is None:
        return {}
    return {"start": int(act["start"]), "end": int(act["end"])}


KINDS: Mapping[str, Callable[[Coder, str, Act], Done]] = MappingProxyType(
    {
        "code": _code,
        "code_many": _code_many,
        "accept": _accept,
        "reject": _reject,
        "join": _join,
        "split": _split,
        "recode": _recode,
        "rate": _rate,
        "resize": _resize,
        "delete": _delete,
        "note": _note,
        "undo": _undo,
        "redo": _redo,
    }
)
