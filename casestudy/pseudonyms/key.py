"""From ticked candidates to the key: the forms of one name get one label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from casestudy.errors import did_you_mean
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonym_label import LABEL_OF_KIND
from casestudy.pseudonyms.candidates import CandidateList

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


def _with_group(key: PseudonymKey, forms: list[str], *, kind: str) -> PseudonymKey:
    """The key with one more name, or with further forms of a name that it has."""
    owners = {label for form in forms if (label := key.label_of(form))}
    if len(owners) != 1:
        return key.with_names([forms], kind=kind)
    return key.with_forms(owners.pop(), *forms)
