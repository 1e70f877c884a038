"""From ticked candidates to the key: the forms of one name get one label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from casestudy.errors import did_you_mean
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonym_label import LABEL_OF_KIND
from casestudy.pseudonym_ticks import Tick, ticked_groups
from casestudy.pseudonyms.candidate_list import CandidateList

NO_KINDS: Mapping[str, str] = MappingProxyType({})
KIND_OF_NAMES: Mapping[str, str] = MappingProxyType({"speaker": "person", "name": "person"})
"""What a ticked name is taken for unless it is said otherwise."""


def pseudonym_key(
    candidates: CandidateList,
    *,
    ticked: Iterable[str],
    kinds: Mapping[str, str] = NO_KINDS,
    apart: Iterable[str] = (),
    key: PseudonymKey | None = None,
) -> PseudonymKey:
    """A key in which what a person ticked has labels.

    Parameters
    ----------
    candidates : CandidateList
        What was suggested; its order gives the numbers of the labels.
    ticked : iterable of str
        The candidates that are names, as they are written in the list.
    kinds : mapping of str to str
        What a ticked candidate is if it is no person: `{"Kaltvik": "organisation"}`.
    apart : iterable of str
        Ticked candidates that were suggested as a form of another name and are a name of their
        own: they get their own label.
    key : PseudonymKey, optional
        The key so far. Its labels stay; a further form of a name on it joins that name.

    Raises
    ------
    ValueError
        If something ticked is not among the candidates, or a form stands for somebody else.

    Examples
    --------
    >>> from casestudy.pseudonyms.candidates import name_candidates
    >>> from casestudy.sources import Source
    >>> text = "We met Ms Lakso. Then Lakson offer came from the Kaltvik people."
    >>> found = name_candidates([Source(id="talk", kind="interview", text=text)])
    >>> key = pseudonym_key(found, ticked=["Lakso", "Lakson", "Kaltvik"],
    ...                     kinds={"Kaltvik": "organisation"})
    >>> [(entry.label, entry.originals) for entry in key]
    [('[P1]', ('Lakso', 'Lakson')), ('[ORG1]', ('Kaltvik',))]
    """
    alone = set(apart)
    wanted = {*ticked, *kinds, *alone}
    _check_listed(wanted, candidates)
    groups: dict[str, list[str]] = {}
    kind_of: dict[str, str] = {}
    for row in candidates.frame.itertuples():
        name, head = str(row.candidate), str(row.variant_of)
        if name in wanted:
            group = name if name in alone or not head else head
            groups.setdefault(group, []).append(name)
            kind_of.setdefault(group, kinds.get(name, _kind(str(row.kind))))
            kind_of[group] = kinds.get(name, kind_of[group])
    made = key or PseudonymKey()
    for group, forms in groups.items():
        made = _with_group(made, forms, kind=kind_of[group])
    return made


def ticks_of(candidates: CandidateList, *, key: PseudonymKey | None = None) -> list[Tick]:
    """The candidates as a list for a person to tick; what the key has already is left out.

    Examples
    --------
    >>> from casestudy.pseudonyms.candidates import name_candidates
    >>> from casestudy.sources import Source
    >>> text = "We met Ms Lakso. Then Lakson offer came."
    >>> found = name_candidates([Source(id="talk", kind="interview", text=text)])
    >>> [(tick.name, tick.kind, tick.same_as) for tick in ticks_of(found)]
    [('Lakso', 'person', ''), ('Lakson', 'person', 'Lakso')]
    """
    known = key or PseudonymKey()
    return [
        Tick(
            name=str(row.candidate),
            kind=_kind(str(row.kind)),
            same_as=known.label_of(str(row.variant_of)) or str(row.variant_of),
            told=(
                f"times: {row.n}, sources: {row.n_sources}; {row.reason}",
                *(f"… {context} …" for context in candidates.contexts.get(str(row.candidate), ())),
            ),
        )
        for row in candidates.frame.itertuples()
        if not known.label_of(str(row.candidate))
    ]


def key_from_ticks(ticks: Iterable[Tick], *, key: PseudonymKey | None = None) -> PseudonymKey:
    """A key in which what a person ticked has labels, forms of one name the same.

    Parameters
    ----------
    ticks : iterable of Tick
        The list; its order gives the numbers of the labels.
    key : PseudonymKey, optional
        The key so far. Its labels stay; a form of a name on it joins that name.

    Raises
    ------
    ValueError
        If a form stands for somebody else, or forms of one name are ticked differently.
    LookupError
        If `same_as` is a label that the key does not have.

    Examples
    --------
    >>> ticks = [Tick(name="Anna Berg", ticked=True),
    ...          Tick(name="Annie", ticked=True, same_as="Anna Berg")]
    >>> [(entry.label, entry.originals) for entry in key_from_ticks(ticks)]
    [('[P1]', ('Anna Berg', 'Annie'))]
    """
    made = key or PseudonymKey()
    for group in ticked_groups(ticks):
        first = group[0]
        if len({tick.common_word for tick in group}) > 1:
            raise ValueError(
                f"{first.name!r} and its other forms must have the same common_word; "
                "make it the same, or give one of them a label of its own"
            )
        forms = [tick.name for tick in group if not made.label_of(tick.name)]
        above = next((tick.same_as for tick in group if tick.same_as.startswith("[")), "")
        if not forms:
            continue
        if above:
            made = made.with_forms(above, *forms)
        else:
            names = [tick.name for tick in group]
            made = _with_group(made, names, kind=first.kind, common_word=first.common_word)
    return made


def _kind(candidate_kind: str) -> str:
    kind = KIND_OF_NAMES.get(candidate_kind, candidate_kind)
    return kind if kind in LABEL_OF_KIND else "other"


def _check_listed(wanted: Iterable[str], candidates: CandidateList) -> None:
    listed = [str(name) for name in candidates.frame["candidate"]]
    for name in sorted(set(wanted) - set(listed)):
        raise ValueError(
            f"{name!r} is not among the candidates{did_you_mean(name, listed)}; write it as the "
            "list does, or add it by PseudonymKey.with_names"
        )


def _with_group(
    key: PseudonymKey, forms: list[str], *, kind: str, common_word: bool = False
) -> PseudonymKey:
    """The key with one more name, or with further forms of a name that it has."""
    owners = {label for form in forms if (label := key.label_of(form))}
    if len(owners) != 1:
        return key.with_names([forms], kind=kind, common_word=common_word)
    return key.with_forms(owners.pop(), *forms)
