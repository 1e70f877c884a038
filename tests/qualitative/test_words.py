from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy import sentences as sentence_words
from casestudy.provenance import Provenance
from casestudy.qualitative import concordance, sentences, word_frequencies
from casestudy.sources import Part, Source


def answer(id: str, text: str, **more) -> Source:
    return Source(id=id, kind="answer", text=text, **more)


def test_sentences_are_those_of_the_words_below():
    assert sentences is sentence_words.sentences


def test_words_by_hand():
    said = [answer("a", "Prices, prices! The price is 24 euros."), answer("b", "No price.")]
    found = word_frequencies(said, language="english", stem=False)
    assert found.frame.drop(columns="provenance").values.tolist() == [
        ["price", 2, 2, "price"],
        ["prices", 2, 1, "prices"],
        ["euros", 1, 1, "euros"],
    ]
    assert (found.n_words, found.n_stop_words) == (5, 3)  # stop words: the, is, no


def test_stems_are_shown_by_their_most_frequent_form():
    found = word_frequencies(
        [answer("a", "prices prices pricing price")], language="english", stem=True
    ).frame
    assert found[["word", "n", "forms"]].values.tolist() == [
        ["prices", 4, "prices, price, pricing"]
    ]


def test_finnish_forms_are_one_word():
    said = answer("a", "Asiakas ja asiakkaat. Asiakkaiden tiedot.", language="fi")
    found = word_frequencies([said], language="finnish", stem=True)
    assert found.frame["n"].tolist() == [2, 1, 1]
    assert found.frame["forms"].iloc[0] == "asiakkaat, asiakkaiden"
    assert found.notes == ()


def test_another_language_is_noted():
    found = word_frequencies([answer("a", "hyvä", language="fi")], language="english", stem=False)
    assert found.notes == ("Counted as english, though marked as another language: 'a'.",)


def test_labels_and_hidden_blocks_are_not_counted():
    text = "Ann: price hidden"
    parts = (
        Part(kind="turn", start=5, end=10, speaker="Ann"),
        Part(kind="block", start=11, end=17, hidden=True),
    )
    found = word_frequencies([answer("a", text, parts=parts)], language="english", stem=False)
    assert found.frame["word"].tolist() == ["price"]


def test_curly_apostrophes_are_straightened():
    found = word_frequencies(
        [answer("a", "buyer’s buyer's e-mail")], language="english", stem=False
    )
    assert found.frame[["word", "n"]].values.tolist() == [["buyer's", 2], ["e-mail", 1]]


def test_no_words_make_an_empty_table():
    found = word_frequencies([], language="english", stem=True)
    assert list(found.to_frame().columns) == ["word", "n", "n_sources", "forms", "provenance"]
    assert found.to_frame().empty


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match=r"language 'englsh' .* did you mean 'english'"):
        word_frequencies([], language="englsh", stem=True)


@settings(deadline=None, max_examples=40)
@given(
    texts=st.lists(st.text(alphabet="abprice ßÄ.'-1\n", max_size=60), max_size=4),
    stem=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_counts_add_up_in_any_order(texts, stem, chance):
    said = [answer(f"s{number}", text) for number, text in enumerate(texts)]
    found = word_frequencies(said, language="english", stem=stem)
    assert found.frame["n"].sum() == found.n_words
    assert (found.frame["n_sources"] <= found.frame["n"]).all()
    other = said.copy()
    chance.shuffle(other)
    again = word_frequencies(other, language="english", stem=stem)
    assert again.frame.to_dict() == found.frame.to_dict()


def test_concordance_by_hand():
    made_up = Provenance(kind="synthetic")
    said = [
        answer("a", "We compare prices. Comparing helps, incomparable.", provenance=made_up),
        answer("b", "Never\ncompare  prices."),
    ]
    found = concordance(said, "compar*", context=9)
    assert found.frame.values.tolist() == [
        ["a", 3, "We ", "compare", " prices.", "synthetic"],
        ["a", 19, "prices. ", "Comparing", " helps,", "synthetic"],
        ["b", 6, "Never\n", "compare", "  prices.", "collected"],
    ]
    assert found.provenance[0].is_synthetic
    both = concordance(said, "compare prices", context=0).frame
    assert both["keyword"].tolist() == ["compare prices", "compare  prices"]


def test_concordance_skips_what_nobody_sees():
    text = "price: shown price, hidden price"
    parts = (
        Part(kind="block", start=7, end=18),
        Part(kind="block", start=20, end=32, hidden=True),
    )
    found = concordance([answer("a", text, parts=parts)], "price")
    assert found.frame["start"].tolist() == [13]


def test_context_is_sixty_characters_unless_told():
    said = answer("a", f"{'b' * 9} " * 20 + "price " + f"{'a' * 9} " * 20)
    row = concordance([said], "price").frame.iloc[0]
    assert (len(row["before"]), len(row["after"])) == (60, 60)


def test_nothing_found_is_an_empty_table():
    assert concordance([answer("a", "nothing")], "price").to_frame().empty


@pytest.mark.parametrize(
    ("phrase", "context", "message"),
    [
        ("*", 9, "the phrase '\\*' has no letter or digit"),
        ("price", -1, "context -1 is not allowed"),
    ],
)
def test_what_cannot_be_searched_is_refused(phrase, context, message):
    with pytest.raises(ValueError, match=message):
        concordance([], phrase, context=context)
