"""Replacement and the way back: worked examples, and what must hold for every text."""

from __future__ import annotations

import re
import time
import unicodedata
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudy.pseudonyms import PseudonymKey, pseudonymised, restored
from casestudy.pseudonyms.endings import stems
from casestudy.spelling import folded, same_form

from .made import key, long_text

SECONDS_FOR_A_LONG_TEXT = 0.050


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Lakso's offer", "[P1]'s offer"),
        ("Lakso’s and LAKSO'S", "[P1]’s and [P1]'S"),
        ("Eero Lakso met Eero, not lakso.", "[P1] met [P1], not [P1]."),
        ("EERO\n  LAKSO", "[P1]"),
        ("Laksolle, Lakson, Laksossakin", "[P1]lle, [P1]n, [P1]ssakin"),
        ("Virtaselle, Virtasta, Virtasen", "[P2]lle, [P2]ta, [P2]n"),
        ("Helsingissä ja Helsinkiin", "[PLACE1]ssä ja [PLACE1]in"),
        ("Laksonen, Helsingborg, Virta", "Laksonen, Helsingborg, Virta"),
        ("Kaltvik Machine Works and Kaltvik:n", "[ORG1] and [ORG1]:n"),
        ("Zoe\N{COMBINING DIAERESIS} and ZOË", "[P2] and [P2]"),
        ("ring +358 40 123 4567!", "ring [PHONE1]!"),
        ("+358 40 123 45678", "+358 40 123 45678"),
        ("eero_lakso.txt", "[P1]_[P1].txt"),
        ("[P1] and [Lakso]", "[P1] and [[P1]]"),
        ("Eero-Juhani", "[P1]-Juhani"),
        ("", ""),
    ],
)
def test_worked_examples(text: str, new: str) -> None:
    done = pseudonymised(text, key())
    assert done.text == new
    assert restored(done.text, key(), done) == text


def test_the_record() -> None:
    done = pseudonymised("So LAKSO's and Kaltvik.", key())
    assert done.places == ((3, 8, 3, 7, "LAKSO", "[P1]"), (15, 22, 14, 20, "Kaltvik", "[ORG1]"))
    assert list(done.to_frame()["label"]) == ["[P1]", "[ORG1]"]
    assert pseudonymised("", key()).to_frame().dtypes["start"] == "int64"
    assert repr(done) == "<Replacement: places: 2, characters: 21>"


def test_longest_form_first_whoever_it_stands_for() -> None:
    made = PseudonymKey().with_names(["Rob", "Robin", "Rob Lund"])
    done = pseudonymised("Robin, Rob, Rob Lund, Robinin, Robille", made)
    assert done.text == "[P2], [P1], [P3], [P2]in, [P1]ille"


def test_endings_of_a_language_that_nobody_speaks() -> None:
    made = PseudonymKey().with_names(["Rob"])
    assert pseudonymised("Robin and Rob's", made).text == "[P1]in and [P1]'s"
    assert pseudonymised("Robin and Rob's", made, languages=["english"]).text == "Robin and [P1]'s"
    assert pseudonymised("Robin", made, languages=[]).text == "Robin"
    with pytest.raises(ValueError, match="language 'suomi' is not known"):
        pseudonymised("Robin", made, languages=["suomi"])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Pekka", "Pekan Pekalle Pekkaa Pekkakin"),
        ("Matti", "Matin Mattia Matille"),
        ("Mäki", "Mäen Mäkeä Mäellä Mäkeen"),
        ("Järvi", "Järven Järvelle Järveen"),
        ("Lahti", "Lahden Lahteen Lahtea"),
        ("Korhonen", "Korhosen Korhoselle Korhosta Korhosten"),
        ("Markus", "Markuksen Markukselle"),
        ("Tuomas", "Tuomaan Tuomaalle"),
        ("Thompson", "Thompsonin Thompsonille Thompsonia Thompsonkin"),
        ("ABB", "ABB:n ABB:lle ABB:tä"),
        ("Virtanen", "Virtasia Virtasissa Virtasilla Virtasille"),
        ("Kangas", "Kankaan Kankaalle Kangasta Kankaita"),
        ("Ratas", "Rattaan Rattaalle Ratasta"),
        ("Ilves", "Ilveksen Ilvestä Ilveksiä"),
        ("Rinne", "Rinteen Rinteelle Rinnettä"),
        ("Halme", "Halmeen Halmeelle Halmetta"),
        ("Korpi", "Korven Korpea Korvelle"),
        ("Kurki", "Kurjen Kurkea Kurjelle"),
        ("Saari", "Saaren Saarta Saarten"),
        ("Susi", "Suden Sutta Suteen Susia"),
        ("Mattila", "Mattilan Mattilassa Mattiloilla Mattiloita"),
        ("Haapio", "Haapion Haapiota Haapioita Haapioiden"),
    ],
)
def test_finnish_forms_of_a_name(name: str, written: str) -> None:
    done = pseudonymised(written, PseudonymKey().with_names([name]))
    assert re.fullmatch(r"(\[P1\]:?[a-zäö]+ ?)+", done.text), done.text


@pytest.mark.parametrize(
    ("name", "other"),
    [("Mari", "Marta"), ("Elsi", "Ellen"), ("Anna", "annoin"), ("Toivonen", "toivosi")],
)
def test_other_words_are_no_finnish_forms(name: str, other: str) -> None:
    assert pseudonymised(other, PseudonymKey().with_names([name])).places == ()


def test_stems_of_short_names_are_not_changed() -> None:
    assert [stem.text for stem in stems("aki")] == ["aki"]


def test_a_name_that_is_also_a_word() -> None:
    made = PseudonymKey().with_names([("Will Mäki", "Will", "Mäki")], common_word=True)
    text = "Will will; WILL; up the mäki. will mäki. Mäellä."
    done = pseudonymised(text, made)
    assert done.text == "[P1] will; [P1]; up the mäki. will mäki. [P1]llä."
    assert done.notes == ("Finnish endings were kept after a label: [P1] (1). If nobody speaks "
                          "Finnish here, leave that language out.",)  # fmt: skip


def test_notes_tell_labels_and_no_names() -> None:
    done = pseudonymised("lakso, lakso, Laksolle and [P2]", key())
    assert done.notes[0].startswith("Forms in small letters were replaced: [P1] (2).")
    assert "kept after a label: [P1] (1)" in done.notes[1]
    assert done.notes[2] == "The text held labels before: [P2]."
    assert "akso" not in " ".join(done.notes)


def test_restoring_without_the_record_says_so() -> None:
    done = pseudonymised("LAKSO and Virtaselle", key())
    with pytest.warns(UserWarning, match="restored without the record") as caught:
        assert restored(done.text, key()) == "Eero Lakso and Zoë Virtanenlle"
    assert caught[0].filename == __file__
    assert "akso" not in str(caught[0].message)


def test_nothing_to_restore_and_nothing_to_say() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert restored("no label", key()) == "no label"
        assert restored("[P1]", PseudonymKey()) == "[P1]"


def test_a_record_of_another_text_is_refused() -> None:
    done = pseudonymised("LAKSO", key())
    with pytest.raises(ValueError, match="belongs to another text, or the text was edited"):
        restored("[P1]!", key(), done)


# --- for every text ------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "Lakso", "LAKSO", "lakso", "Eero", "Eero Lakso", "Virtanen", "Virtase", "Zoë", "Kaltvik",
    "Machine", "Works", "Helsing", "Helsinki", "+358 40 123 4567", "[P1]", "[P2", "P1]", "[", "]",
    " ", "\n", "'s", "’", ":n", "lle", "ssa", "kin", "n", "-", "_", ".", "1",
    "\N{COMBINING ACUTE ACCENT}",
    "İ", "ß", "🙂", "\ud800",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=15).map("".join)
)
FORMS = st.text(min_size=1, max_size=6).filter(
    lambda form: (
        form == form.strip()
        and any(c.isalnum() for c in form)
        and not set("[]") & set(form)
        and not unicodedata.combining(form[0])
    )
)


@st.composite
def keys(draw: st.DrawFn) -> PseudonymKey:
    forms = draw(st.lists(FORMS, min_size=1, max_size=6, unique_by=same_form))
    return PseudonymKey().with_names(forms, common_word=draw(st.booleans()))


@given(text=TEXTS, made=st.one_of(st.just(key()), keys()))
def test_there_and_back_is_where_we_were(text: str, made: PseudonymKey) -> None:
    done = pseudonymised(text, made)
    assert restored(done.text, made, done) == text
    for start, end, new_start, new_end, form, label in done.places:
        assert text[start:end] == form
        assert done.text[new_start:new_end] == label


@given(text=TEXTS, made=keys(), more=st.data())
def test_the_forms_themselves_in_the_text(
    text: str, made: PseudonymKey, more: st.DataObject
) -> None:
    words = [form for entry in made for form in entry.originals]
    text = more.draw(
        st.lists(st.one_of(st.sampled_from(words), st.just(text)), max_size=5).map(" ".join)
    )
    done = pseudonymised(text, made)
    assert restored(done.text, made, done) == text
    assert pseudonymised(done.text, made).places == ()


@given(text=TEXTS)
def test_a_second_time_changes_nothing(text: str) -> None:
    once = pseudonymised(text, key())
    assert pseudonymised(once.text, key()).text == once.text


@given(text=TEXTS)
def test_no_form_survives_outside_labels(text: str) -> None:
    new = pseudonymised(text, key()).text
    labels = "|".join(re.escape(entry.label) for entry in key())
    outside = folded(unicodedata.normalize("NFC", re.sub(rf"(?:{labels})[^\W\d_]*", "[]", new)))
    mark = "[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}]"
    for entry in key():
        for form in map(same_form, entry.originals):
            wanted = re.escape(form).replace(r"\ ", r"\s+")
            before = "" if form.startswith("+") else rf"(?<![^\W_])(?<!{mark})"
            assert not re.search(rf"{before}{wanted}(?![^\W_])(?!{mark})", outside)


def test_speed() -> None:
    text = long_text(11_000)[:60_000]
    names = sorted(set(re.findall(r"\b[A-Z][a-zäöø]{3,}", text)))[:50]
    made = PseudonymKey().with_names(
        [*names, *(f"Nimi{n} Sukunen" for n in range(50 - len(names)))]
    )
    assert (len(text), len(made)) == (60_000, 50)
    times = []
    for _ in range(5):
        start = time.process_time()
        pseudonymised(text, made)
        times.append(time.process_time() - start)
    assert min(times) < SECONDS_FOR_A_LONG_TEXT
