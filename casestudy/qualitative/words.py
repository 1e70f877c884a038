"""Words and phrases as they stand in the sources, before anybody has coded them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from casestudy.language import check_language, phrase_pattern, shown_spans
from casestudy.provenance import Provenance, kinds, merged
from casestudy.qualitative.places import surroundings
from casestudy.results import as_html, as_text
from casestudy.sources import Source

WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
"""A word: letters, with single hyphens and apostrophes inside."""

LANGUAGE_CODES: Mapping[str, str] = MappingProxyType({"english": "en", "finnish": "fi"})
"""How a source says that it is in a language."""

STOP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "english": "a about all also am an and any are as at be because been but by can could did "
        "do does for from had has have he her him his how i if in into is it its just like me my "
        "no not of on one or our out own really she should so some than that the their them then "
        "there these they this those to too up us very was we were what when where which who will "
        "with would yes you your i'm i've i'd i'll it's that's don't doesn't didn't isn't can't "
        "won't we're we've they're you're there's what's let's",
        "finnish": "ei ehkä eli emme en et että he hän häntä ihan in itse ja jo joka jos jotka "
        "jotain joo juu kai kanssa kun kuin kyllä me meidän meillä mikä mitä minä minun mun mutta "
        "myös mä ne nekin niin niitä no nyt nämä oikeastaan ole olen oli olisi olla on ovat se "
        "sen sitten sitä siis siinä siitä silloin sinä sä tai te tietysti tuo tämä tässä tästä "
        "tää vaan vai vain vielä voi että sekä",
    }
)
"""Words that carry no matter of their own; short lists of ours, to be read before a count is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordFrequencies:
    """How often each word occurs: rows word, n, n_sources, forms, provenance.

    Parameters
    ----------
    frame : DataFrame
        Most frequent first, ties by the alphabet.
    language : {"english", "finnish"}
        Whose stop words were left out and whose endings were cut.
    stem : bool
        Whether forms of one word were counted together; `forms` then lists them.
    n_words, n_stop_words : int
        Words counted, and stop words left out.
    """

    frame: pd.DataFrame
    language: str
    stem: bool
    n_words: int
    n_stop_words: int
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Concordance:
    """Each place of a phrase, one row each.

    Parameters
    ----------
    phrase : str
        What was searched for.
    frame : DataFrame
        Columns source, start, before, keyword, after, provenance; in the order of the sources.
    """

    phrase: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.frame.copy()

    _repr_html_ = as_html
    __repr__ = as_text


def word_frequencies(sources: Iterable[Source], *, language: str, stem: bool) -> WordFrequencies:
    """How often each word is said or shown in the sources, and in how many of them.

    Parameters
    ----------
    sources : iterable of Source
        Labels, time stamps and hidden blocks are not counted; numbers are no words.
    language : {"english", "finnish"}
        Whose stop words to leave out, and whose endings to cut. There is no default: sources in
        several languages are counted one language at a time.
    stem : bool
        Whether to count words of one stem together, under the form that occurs most.

    Returns
    -------
    WordFrequencies
        Words in small letters.

    Raises
    ------
    ValueError
        If the language is not known.

    Notes
    -----
    A word counts whatever it means in its place, and whoever says it: an interviewer's words count
    too. Stems are cut by NLTK's Snowball rules, which sometimes part one word or join two.

    References
    ----------
    Porter, M. F. (2001). Snowball: a language for stemming algorithms. snowballstem.org

    Examples
    --------
    >>> said = Source(id="s1", kind="answer", text="The seals leak. A seal should not leak.")
    >>> found = word_frequencies([said], language="english", stem=True).frame
    >>> found[["word", "n", "forms"]].values.tolist()
    [['leak', 2, 'leak'], ['seal', 2, 'seal, seals']]
    """
    check_language(language)
    given = list(sources)
    words = _words(given)
    is_stop = words["form"].isin(STOP_WORDS[language].split())
    kept = words[~is_stop]
    stemmed = _stems(kept["form"], language) if stem else kept["form"]
    return WordFrequencies(
        frame=_counted(kept.assign(stem=stemmed)).assign(provenance=kinds(_all(given))),
        language=language,
        stem=stem,
        n_words=len(kept),
        n_stop_words=int(is_stop.sum()),
        notes=_language_notes(given, language),
        provenance=_all(given),
    )


def concordance(sources: Iterable[Source], phrase: str, *, context: int = 60) -> Concordance:
    """Each place where a phrase stands, with the words before and after it.

    Parameters
    ----------
    sources : iterable of Source
        Labels, time stamps and hidden blocks are not searched.
    phrase : str
        Whole words in capitals or small letters; `*` completes a word, a space stands for any
        blanks.
    context : int
        Most characters to show before and after, at least 0; no word is cut.

    Returns
    -------
    Concordance
        In the order of the sources and of the text.

    Raises
    ------
    ValueError
        If the phrase has no letter or digit, or `context` is negative.

    Notes
    -----
    A place is a word's form, not its meaning: read it before it is counted as anything.

    Examples
    --------
    >>> said = Source(id="s1", kind="answer", text="We trust them. Trusting helps.")
    >>> found = concordance([said], "trust*", context=8).frame
    >>> found[["start", "keyword", "after"]].values.tolist()
    [[3, 'trust', ' them.'], [15, 'Trusting', ' helps.']]
    """
    if context < 0:
        raise ValueError(f"context {context} is not allowed: give 0 or more characters")
    given = list(sources)
    pattern = phrase_pattern([phrase])
    rows = [
        _place(source, *match.span(), context=context)
        for source in given
        for first, last in shown_spans(source)
        for match in pattern.finditer(source.text, first, last)
    ]
    types = dict.fromkeys(["source", "before", "keyword", "after", "provenance"], "str")
    columns = ["source", "start", "before", "keyword", "after", "provenance"]
    frame = pd.DataFrame(rows, columns=columns).astype({**types, "start": "int64"})
    return Concordance(phrase=phrase, frame=frame, provenance=_all(given))


def _words(sources: Sequence[Source]) -> pd.DataFrame:
    """Every word said or shown, in small letters, with its source: columns source, form."""
    from nltk.tokenize import RegexpTokenizer

    tokenizer = RegexpTokenizer(WORD)
    texts = [
        (source.id, source.text[first:last].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
        for source in sources
        for first, last in shown_spans(source)
    ]
    pairs = [(id, word) for id, text in texts for word in tokenizer.tokenize(text.lower())]
    return pd.DataFrame(pairs, columns=["source", "form"], dtype="str")


def _stems(forms: pd.Series, language: str) -> pd.Series:
    """The stem of each word."""
    from nltk.stem.snowball import SnowballStemmer

    stemmer = SnowballStemmer(language)
    stems = {form: stemmer.stem(form) for form in forms.unique()}
    return forms.map(stems).astype("str")


def _counted(words: pd.DataFrame) -> pd.DataFrame:
    """Words with their counts, the most frequent first: columns word, n, n_sources, forms."""
    forms = words.groupby(["stem", "form"], as_index=False).size()
    forms = forms.sort_values(["stem", "size", "form"], ascending=[True, False, True])
    found = pd.DataFrame(
        {
            "word": forms.groupby("stem")["form"].first(),
            "n": forms.groupby("stem")["size"].sum(),
            "n_sources": words.groupby("stem")["source"].nunique(),
            "forms": forms.groupby("stem")["form"].agg(", ".join),
        }
    )
    found = found.sort_values(["n", "word"], ascending=[False, True], ignore_index=True)
    return found.astype({"word": "str", "n": "int64", "n_sources": "int64", "forms": "str"})


def _place(source: Source, start: int, end: int, *, context: int) -> dict[str, object]:
    """One place of a phrase as a row."""
    before, after = surroundings(source.text, start, end, context=context)
    return {
        "source": source.id,
        "start": start,
        "before": before,
        "keyword": source.text[start:end],
        "after": after,
        "provenance": source.provenance.kind,
    }


def _language_notes(sources: Sequence[Source], language: str) -> tuple[str, ...]:
    """Sources that say that they are in another language."""
    code = LANGUAGE_CODES[language]
    others = sorted(repr(s.id) for s in sources if s.language and not s.language.startswith(code))
    if not others:
        return ()
    return (f"Counted as {language}, though marked as another language: {', '.join(others)}.",)


def _all(sources: Sequence[Source]) -> tuple[Provenance, ...]:
    """The provenances of some sources."""
    return merged(source.provenance for source in sources)
