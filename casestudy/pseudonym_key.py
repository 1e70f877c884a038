"""The key to the pseudonyms of a study: which label stands for whom.

One key serves the whole study, so that a person bears the same label in each interview. It is the
most sensitive thing of a study: whoever holds it can undo every replacement. Its `repr` shows
labels and counts alone, and its errors name labels, never a name that the caller did not give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import pandas as pd

from casestudy.errors import did_you_mean
from casestudy.pseudonym_label import (
    LABEL_RULE,
    check_kind,
    fault_of_form,
    is_label,
    next_label,
    shows,
)
from casestudy.spelling import same_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonym:
    """One label and everything that it stands for.

    Parameters
    ----------
    label : str
        What is published instead, in square brackets.
    kind : str
        A key of `LABEL_OF_KIND`.
    originals : tuple of str
        The forms of the name that are replaced; the first is the one that is put back where
        nothing better is known.
    common_word : bool
        Whether a form is also an ordinary word ("Will", "Mäki"): then it is replaced with a
        capital only.
    """

    label: str
    kind: str
    originals: tuple[str, ...]
    common_word: bool = False

    def __post_init__(self) -> None:
        check_kind(self.kind)
        if not is_label(self.label):
            raise ValueError(f"label {self.label!r} is not allowed: {LABEL_RULE}")
        if not self.originals:
            raise ValueError(f"{self.label} stands for nothing; give at least one form of the name")
        for number, form in enumerate(self.originals, start=1):
            if fault := fault_of_form(form):
                raise ValueError(f"form {number} of {self.label} {fault}")

    def __repr__(self) -> str:
        return f"<Pseudonym {self.label}: {self.kind}, forms: {len(self.originals)}>"


@dataclass(frozen=True, slots=True)
class PseudonymKey:
    """All pseudonyms of a study.

    Parameters
    ----------
    entries : tuple of Pseudonym
        In the order in which they were given; no label and no form stands in two of them.

    Raises
    ------
    ValueError
        If a label or a form stands twice, or a label would show a form.

    Examples
    --------
    >>> key = PseudonymKey().with_names([("Anna Berg", "Anna"), "Bo Lund"])
    >>> key.label_of("anna"), key.label_of("Bo Lund")
    ('[P1]', '[P2]')
    >>> key
    <PseudonymKey: entries: 2, forms: 3>
    """

    entries: tuple[Pseudonym, ...] = ()

    def __post_init__(self) -> None:
        labels: dict[str, str] = {}
        owners: dict[str, str] = {}
        for entry in self.entries:
            if entry.label.casefold() in labels:
                raise ValueError(
                    f"the label {entry.label} is given twice; two persons never share a label, "
                    "so give one of them another"
                )
            labels[entry.label.casefold()] = entry.label
            for form in map(same_form, entry.originals):
                if (owner := owners.setdefault(form, entry.label)) != entry.label:
                    raise ValueError(
                        f"one form stands for both {owner} and {entry.label}; leave it to one of "
                        "them, or give the other a longer form"
                    )
        for label in labels.values():
            if shows(label, owners.keys()):
                raise ValueError(f"the label {label} shows one of the forms; choose another label")

    def with_names(
        self,
        names: Iterable[str | Sequence[str]],
        *,
        kind: str = "person",
        label: str = "",
        common_word: bool = False,
    ) -> PseudonymKey:
        """A new key in which further names have labels.

        Parameters
        ----------
        names : iterable of str or sequence of str
            One entry each: a name, or all forms of it, the usual one first. Labels are numbered
            in this order; a set, which has none, is sorted. A name whose forms all stand in one
            entry already is left as it is.
        kind : str
            A key of `LABEL_OF_KIND`; it applies to all these names.
        label : str
            A label of your own, in square brackets; then give exactly one name.
        common_word : bool
            Whether these names are also ordinary words, and are replaced with a capital only.

        Raises
        ------
        ValueError
            If a form already stands for somebody else.

        Examples
        --------
        >>> key = PseudonymKey().with_names(["Anna Berg"])
        >>> key = key.with_names(["Kaltvik"], kind="organisation")
        >>> [entry.label for entry in key.with_names(["Bo"], label="[the buyer]")]
        ['[P1]', '[ORG1]', '[the buyer]']
        """
        check_kind(kind)
        groups = _groups(names)
        if label and len(groups) != 1:
            raise ValueError(f"the label {label} is for one name, not for {len(groups)}")
        entries, owners = list(self.entries), self._owners()
        for forms in groups:
            if not _is_there(forms, owners):
                given = label or next_label(
                    [entry.label for entry in entries],
                    kind,
                    shown={*owners, *map(same_form, forms)},
                )
                owners.update(dict.fromkeys(map(same_form, forms), given))
                entries.append(
                    Pseudonym(label=given, kind=kind, originals=forms, common_word=common_word)
                )
        return PseudonymKey(tuple(entries))

    def with_forms(self, label: str, *forms: str) -> PseudonymKey:
        """A new key in which one label stands for further forms of the same name.

        Examples
        --------
        >>> key = PseudonymKey().with_names(["Anna Berg"]).with_forms("[P1]", "Annie")
        >>> key.label_of("Annie")
        '[P1]'
        """
        if label not in (labels := [entry.label for entry in self]):
            raise LookupError(f"no entry has the label {label}{did_you_mean(label, labels)}")
        [given] = _groups([forms])
        _check_free(given, self._owners(), besides=label)
        old = self.entries[labels.index(label)]
        new = replace(old, originals=_each_once((*old.originals, *given)))
        return PseudonymKey(tuple(new if entry is old else entry for entry in self))

    def label_of(self, form: str) -> str:
        """The label of a form, in whatever case it is written; empty if it has none."""
        return self._owners().get(same_form(form), "")

    def to_frame(self) -> pd.DataFrame:
        """One row a form: label, kind, form, common_word. It holds the names: keep it apart."""
        rows = [
            (entry.label, entry.kind, form, entry.common_word)
            for entry in self.entries
            for form in entry.originals
        ]
        frame = pd.DataFrame(rows, columns=["label", "kind", "form", "common_word"])
        return frame.astype({"label": "str", "kind": "str", "form": "str", "common_word": bool})

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Pseudonym]:
        return iter(self.entries)

    def __repr__(self) -> str:
        n_forms = sum(len(entry.originals) for entry in self.entries)
        return f"<PseudonymKey: entries: {len(self.entries)}, forms: {n_forms}>"

    def _owners(self) -> dict[str, str]:
        return {same_form(form): entry.label for entry in self for form in entry.originals}


def _groups(names: Iterable[str | Sequence[str]]) -> list[tuple[str, ...]]:
    """The forms of each name, checked, each form once."""
    if isinstance(names, str):
        raise ValueError("give a list of names, not one text: ['…']")
    ordered = sorted(names, key=str) if isinstance(names, Set) else names
    groups = [_each_once((name,) if isinstance(name, str) else tuple(name)) for name in ordered]
    for forms in groups:
        if not forms:
            raise ValueError("a name without any form; give at least one")
        for form in forms:
            if fault := fault_of_form(form):
                raise ValueError(f"the form {form!r} {fault}")
    return groups


def _each_once(forms: Iterable[str]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for form in forms:
        once.setdefault(same_form(form), form.strip())
    return tuple(once.values())


def _is_there(forms: tuple[str, ...], owners: Mapping[str, str]) -> bool:
    """Whether one entry has all these forms; refused if it has some, or others have them."""
    found = {owners.get(same_form(form), "") for form in forms}
    if len(found) == 1 and "" not in found:
        return True
    _check_free(forms, owners)
    return False


def _check_free(forms: tuple[str, ...], owners: Mapping[str, str], *, besides: str = "") -> None:
    for form in forms:
        if (owner := owners.get(same_form(form), besides)) != besides:
            raise ValueError(
                f"the form {form!r} already stands for {owner}; if this is the same one, add "
                f"the other forms by with_forms({owner!r}, …), else give a longer form"
            )
