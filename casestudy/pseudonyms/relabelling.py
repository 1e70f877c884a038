"""One key over many texts and ids of a study: the same label everywhere, each place counted.

A label stands in brackets in a text, and without them in an id, which has to be the name of a file
on every system: `interview_Lakso` becomes `interview_P1`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casestudy.language import LANGUAGES
from casestudy.pseudonym_key import PseudonymKey
from casestudy.pseudonyms.matching import finder
from casestudy.pseudonyms.replacing import Marks, Replacement, replacement

LONGEST_REMEMBERED = 200
"""Characters of a text that is remembered with its labels: speakers, titles, ids come again and
again, whole transcripts do not."""

MOST_REMEMBERED = 50_000
"""Such texts that are remembered at a time."""

_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
"""Where two words of a file's name are glued together: `EeroLakso`, `Lakso2`."""
_CUT = "\N{NULL}"

NO_IDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each label was put in place of a name, and what a person should look at."""

    places: Counter[str]
    marks: Marks


class Relabelling:
    """What a key makes of the words and the ids of a study.

    Parameters
    ----------
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.
    ids : mapping of str to str
        The ids that change, as `relabelled_ids` gives them.

    Attributes
    ----------
    places : Counter
        How often each label was put in place of a name.
    met : set of str
        Every id that was asked for.

    Examples
    --------
    >>> key = PseudonymKey().with_names([("Eero Lakso", "Lakso")])
    >>> labels = Relabelling(key, ids={"interview_Lakso": "interview_P1"})
    >>> labels.words("Lakso said so."), labels.id("interview_Lakso"), labels.places["[P1]"]
    ('[P1] said so.', 'interview_P1', 2)
    """

    def __init__(
        self,
        key: PseudonymKey,
        *,
        languages: Sequence[str] = LANGUAGES,
        ids: Mapping[str, str] = NO_IDS,
    ) -> None:
        self.key = key
        self.languages = tuple(languages)
        self.ids = ids
        self.places: Counter[str] = Counter()
        self.met: set[str] = set()
        self._finder = finder(key, self.languages)
        labels = "|".join(re.escape(entry.label) for entry in key)
        self._label = re.compile(f"({labels})") if labels else None
        self._marks = Marks()

    def text(self, text: str) -> Replacement:
        """A whole text with labels, and where they stand."""
        found = list(self._finder.places(text))
        self._marks.add(text, found)
        done = replacement(text, found)
        self.places.update(label for *_, label in done.places)
        return done

    @property
    def counted(self) -> Counted:
        """What was counted so far."""
        return Counted(self.places, self._marks)

    def add(self, counted: Counted) -> None:
        """Count what was counted elsewhere too."""
        self.places.update(counted.places)
        self._marks.join(counted.marks)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should look at in the texts, told by labels and without a name."""
        return self._marks.notes

    def words(self, text: str) -> str:
        """Some words with labels."""
        if len(text) > LONGEST_REMEMBERED:
            return self.text(text).text
        known = self._finder.known
        if text not in known:
            done = replacement(text, self._finder.places(text))
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[text] = done.text, tuple(label for *_, label in done.places)
        new, labels = known[text]
        if labels:
            self.places.update(labels)
        return new

    def name(self, name: str) -> str:
        """The name of a file or an id with labels, also where names are glued to one another.

        Examples
        --------
        >>> labels = Relabelling(PseudonymKey().with_names([("Eero Lakso", "Lakso", "Eero")]))
        >>> labels.name("EeroLakso2.docx")
        '[P1][P1]2.docx'
        """
        whole = self.words(name)
        parts = self._label.split(whole) if self._label else [whole]
        return "".join(
            part if number % 2 else self.words(_SEAM.sub(_CUT, part)).replace(_CUT, "")
            for number, part in enumerate(parts)
        )

    def id(self, id: str) -> str:
        """An id as it is called with labels; one that does not change is given back."""
        self.met.add(id)
        new = self.ids.get(id, id)
        if new != id:
            self.name(id)  # so that its labels are counted
        return new

    def holds_name(self, text: str) -> bool:
        """Whether a form on the key stands in some words; nothing is counted."""
        return next(self._finder.places(text), None) is not None

    def uncounted(self, text: str) -> Replacement:
        """A text with labels; nothing is counted."""
        return replacement(text, self._finder.places(text))


def relabelled_ids(
    ids: Iterable[str], key: PseudonymKey, *, languages: Sequence[str] = LANGUAGES
) -> dict[str, str]:
    """The ids that hold a form on the key, and what each is called with labels.

    Parameters
    ----------
    ids : iterable of str
        All ids of a study, so that no two are called the same afterwards.
    key : PseudonymKey
        Which label stands for whom.
    languages : sequence of {"english", "finnish"}
        Whose endings may hang on a name.

    Examples
    --------
    >>> key = PseudonymKey().with_names([("Eero Lakso", "Lakso", "Eero")])
    >>> relabelled_ids(["Lakso", "Eero", "P1", "shop"], key)
    {'Eero': 'P1_2', 'Lakso': 'P1_3'}
    """
    labels = Relabelling(key, languages=languages)
    every = sorted(set(ids))
    taken = {id.casefold() for id in every}
    new: dict[str, str] = {}
    for id in every:
        if (labelled := labels.name(id)) != id:
            new[id] = _free(_id_of(labelled, starts_as=id), taken)
            taken.add(new[id].casefold())
    return new


def _id_of(labelled: str, *, starts_as: str) -> str:
    """A text with labels as an id: letters, digits, `_`, `-` and `.`."""
    apart = re.sub(r"(?<=[^\W_])\[|\](?=[^\W_]|\[)", "_", labelled)
    id = re.sub(r"[^\w.:-]+", "_", re.sub(r"[\[\]]", "", apart)).strip("_-.") or "labelled"
    return id if id[0].isalpha() or not starts_as[0].isalpha() else f"x_{id}"


def _free(id: str, taken: set[str]) -> str:
    unique, number = id, 2
    while unique.casefold() in taken:
        unique, number = f"{id}_{number}", number + 1
    return unique
