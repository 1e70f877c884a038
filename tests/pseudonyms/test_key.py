"""The key: labels that never change hands, and faults told without names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.pseudonym_key import Pseudonym
from casestudy.pseudonym_label import LABEL_OF_KIND
from casestudy.pseudonyms import PseudonymKey, name_candidates, pseudonym_key
from casestudy.spelling import folded, same_form, without_accents

from .made import key, source

NAMES = st.lists(
    st.text("abcdefgåäöZË", min_size=2, max_size=8), max_size=12, unique_by=same_form
).map(lambda names: [f"{name}q" for name in names])


def test_labels_by_kind_in_the_order_given() -> None:
    assert [(entry.label, entry.kind) for entry in key()] == [
        ("[P1]", "person"),
        ("[P2]", "person"),
        ("[ORG1]", "organisation"),
        ("[PLACE1]", "place"),
        ("[PHONE1]", "phone"),
    ]


def test_label_of_any_spelling() -> None:
    assert key().label_of("EERO  lakso") == "[P1]"
    assert key().label_of("Zoe\N{COMBINING DIAERESIS}") == "[P2]"
    assert key().label_of("Zoe") == ""


def test_names_that_are_there_already_change_nothing() -> None:
    assert key().with_names([("Lakso", "Eero"), "ZOË"]) == key()


def test_a_new_key_and_the_old_one_untouched() -> None:
    old = key()
    new = old.with_names(["Bo Lund"])
    assert (len(old), len(new), new.label_of("bo lund")) == (5, 6, "[P3]")


def test_further_forms() -> None:
    new = key().with_forms("[P1]", "Eetu", "eero")
    assert new.entries[0].originals == ("Eero Lakso", "Lakso", "Eero", "Eetu")


def test_labels_of_your_own() -> None:
    new = key().with_names([("Bo Lund", "Bo")], label="[the buyer]").with_names(["Ann"])
    assert (new.label_of("Bo"), new.label_of("Ann")) == ("[the buyer]", "[P3]")


def test_a_number_that_a_form_has_is_left_out() -> None:
    assert PseudonymKey().with_names(["P1"]).label_of("P1") == "[P2]"


def test_a_set_is_sorted() -> None:
    names = {"Cai", "Ann", "Bo"}
    assert [entry.originals[0] for entry in PseudonymKey().with_names(names)] == sorted(names)


@given(names=NAMES)
def test_one_by_one_or_all_at_once(names: list[str]) -> None:
    made = PseudonymKey().with_names(names)
    again = PseudonymKey()
    for name in names:
        again = again.with_names([name])
    assert made == again == made.with_names(names)
    labels = [entry.label for entry in made]
    assert len({made.label_of(name) for name in names}) == len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("names", "settings", "sentence"),
    [
        ([("Bo Lund", "Lakso")], {}, r"'Lakso' already stands for \[P1\].*with_forms"),
        ([("Lakso", "Virtanen")], {}, r"'Lakso' already stands for \[P1\]"),
        (["Ann", "ann"], {}, None),
        (["Ann", ("Ann", "Bo")], {}, r"'Ann' already stands for \[P3\]"),
        (["Ann"], {"kind": "persn"}, "kind 'persn' is not known; did you mean 'person'"),
        (["Ann"], {"label": "Maija"}, r"label 'Maija' is not allowed: .*square brackets"),
        (["Ann"], {"label": "[a]b]"}, "is not allowed"),
        (["Ann"], {"label": "[–]"}, "with a letter or digit"),
        (["Ann"], {"label": "[p1]"}, r"label \[p1\] is given twice; two persons never share"),
        (["Ann"], {"label": "[boss of LAKSO]"}, "shows one of the forms; choose another"),
        (["Ann", "Bo"], {"label": "[x]"}, "is for one name, not for 2"),
        (["–"], {}, "the form '–' has no letter or digit"),
        (["A [B]"], {}, "holds a square bracket, which only labels may have"),
        (["\N{COMBINING DIAERESIS}a"], {}, "a lone accent"),
        ([()], {}, "a name without any form"),
        ("Ann", {}, "give a list of names, not one text"),
    ],
)
def test_what_is_refused(names: object, settings: dict[str, str], sentence: str | None) -> None:
    if sentence is None:
        assert len(key().with_names(names, **settings)) == 6  # type: ignore[arg-type]
    else:
        with pytest.raises(ValueError, match=sentence):
            key().with_names(names, **settings)  # type: ignore[arg-type]


def test_an_unknown_label_gets_no_forms() -> None:
    with pytest.raises(LookupError, match=r"no entry has the label \[P9\]"):
        key().with_forms("[P9]", "Ann")


def test_a_fault_between_entries_names_labels_only() -> None:
    one = Pseudonym(label="[A]", kind="person", originals=("Secret Name",))
    two = Pseudonym(label="[B]", kind="person", originals=("secret  name",))
    with pytest.raises(ValueError, match=r"both \[A\] and \[B\]") as caught:
        PseudonymKey((one, two))
    assert "ecret" not in str(caught.value)
    with pytest.raises(ValueError, match=r"form 2 of \[B\] holds a square bracket"):
        Pseudonym(label="[B]", kind="person", originals=("Bo", "Secret [2]"))
    with pytest.raises(ValueError, match="stands for nothing"):
        Pseudonym(label="[B]", kind="person", originals=())


def test_nothing_shows_a_name_by_accident() -> None:
    shown = f"{key()!r} {key().entries!r} {key()} {[*key()]}"
    assert not any(form.casefold() in shown.casefold() for form in ("lakso", "zoë", "kaltvik"))
    assert repr(key()) == "<PseudonymKey: entries: 5, forms: 10>"


def test_frame_of_a_key() -> None:
    frame = key().to_frame()
    assert list(frame.columns) == ["label", "kind", "form", "common_word"]
    assert len(frame) == 10
    assert list(PseudonymKey().to_frame().columns) == list(frame.columns)


def test_a_large_key_is_made_quickly() -> None:
    names = [f"Name{number}x" for number in range(2_000)]
    assert PseudonymKey().with_names(names).label_of("Name1999x") == "[P2000]"


def test_every_kind_has_its_own_label() -> None:
    assert len(set(LABEL_OF_KIND.values())) == len(LABEL_OF_KIND)


@given(text=st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_without_accents() -> None:
    assert without_accents("Jørn Rauðdal, Łódź, ẞ, İpek") == "jorn raudal, lodz, ss, ipek".replace(
        "raudal", "rauddal"
    )


# --- from ticks to a key -------------------------------------------------------------------------

TALK = (
    "We met Ms Ilse Lund at Kaltvik. Later Lund wrote to Osanna, and Ossanna rang back.\n"
    "I asked Ossanna again. Mail: bo@firm.example.\n"
)


def test_ticked_forms_of_one_name_share_a_label() -> None:
    found = name_candidates([source(TALK)])
    made = pseudonym_key(
        found, ticked=["Ilse Lund", "Lund", "Osanna", "Ossanna", "bo@firm.example"],
        kinds={"Kaltvik": "organisation"},
    )  # fmt: skip
    assert made.label_of("Lund") == made.label_of("Ilse Lund")
    assert made.label_of("Osanna") == made.label_of("Ossanna") != made.label_of("Lund")
    assert (made.label_of("Kaltvik"), made.label_of("bo@firm.example")) == ("[ORG1]", "[MAIL1]")


def test_two_persons_with_like_names_are_kept_apart() -> None:
    found = name_candidates([source(TALK)])
    made = pseudonym_key(found, ticked=["Osanna", "Ossanna"], apart=["Osanna"])
    assert made.label_of("Osanna") != made.label_of("Ossanna")


def test_what_is_ticked_later_joins_the_key_so_far() -> None:
    found = name_candidates([source(TALK)])
    first = pseudonym_key(found, ticked=["Ossanna", "Ilse Lund"])
    then = pseudonym_key(found, ticked=["Osanna", "Ossanna", "Lund", "Ilse Lund"], key=first)
    assert [entry.label for entry in then] == [entry.label for entry in first]
    assert then.label_of("Osanna") == first.label_of("Ossanna")


def test_something_ticked_that_is_no_candidate() -> None:
    with pytest.raises(ValueError, match="'Osana' is not among the candidates; did you mean"):
        pseudonym_key(name_candidates([source(TALK)]), ticked=["Osana"])
