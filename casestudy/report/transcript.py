"""One source as a page: who says what, when, under which heading, and what was coded there.

Like the report, the page needs no script and no other host. Coded passages are flat spans with a
stripe for each code; a number where a code begins leads to its name, beside the words and in the
list of codes, so that no colour has to be told from another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import compress, islice
from math import isfinite

from casestudy.codings import Codings
from casestudy.provenance import merged, provenance_line
from casestudy.report.crops import region_section
from casestudy.report.parts import clock, shown
from casestudy.report.passages import Passage, PlacedCodings, ShownCode, placed_codings
from casestudy.sources import OUTER_PARTS, Part, Source

KINDS = {"interview": "Transcript", "website": "Web page", "answer": "Answer"}
BADGE = ' <strong class="badge">SYNTHETIC</strong>'
LINKS = (
    '<li><a href="#codes">Codes</a></li>',
    '<li><a href="#regions">On the picture</a></li>',
    '<li><a href="#words">Words</a></li>',
    '<li><a href="#beside">Beside the text</a></li>',
)
SIGNS = {"answer": "", "paragraph": "¶ ", "block": "▪ ", "channel": "◦ "}
UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
HEADING_LOCATOR = re.compile(r"/h[1-6]\[\d+\](?:/[^/]*)*$")
MOST_IN_TITLE = 6  # codes that the words under the mouse name


def transcript_page(
    source: Source,
    *,
    codings: Codings | None = None,
    pictures: Mapping[str, bytes] | None = None,
    boxes_on: str = "",
) -> str:
    """A transcript or page as one HTML page, with what was coded in it.

    Parameters
    ----------
    source : Source
        Its turns, paragraphs and blocks are shown in full, in their order; a source without such
        parts is shown as one. Labels and time stamps stand beside the words.
    codings : Codings, optional
        Those of other sources are left out. A coding of the whole source, of words that are not
        shown, or of words that no longer stand there is listed apart.
    pictures : mapping of str to bytes, optional
        Pictures of the source by name; coded places on them are cut out and shown.
    boxes_on : str
        Name of the picture that the boxes of the source's blocks belong to.

    Returns
    -------
    str
        A whole page; all text is escaped. Characters that no page can hold (NUL and lone
        surrogates) are shown as U+FFFD.

    Examples
    --------
    >>> page = transcript_page(Source(id="note", kind="document", text="Fair <price>."))
    >>> "Fair &lt;price&gt;." in page
    True
    """
    outer = [p for p in source.parts if p.kind in OUTER_PARTS and p.start < p.end]
    parts = outer or [Part(kind="paragraph", start=0, end=len(source.text))]
    own = codings.only(source=source.id) if codings is not None else None
    each = [*parts, *source.channels]
    placed = placed_codings(own, source=source, parts=each) if own is not None else PlacedCodings()
    origins = (source.provenance, *(p for p in (own.provenance if own else ()) if p.is_synthetic))
    badge = BADGE * any(origin.is_synthetic for origin in origins)
    legend = _legend(placed) if own is not None else ""
    there = (own is not None, placed.regions, True, source.channels)
    links = "".join(compress(LINKS, there))
    title, kind = shown(source.title or source.id), KINDS.get(source.kind, "Document")
    language = f' lang="{shown(source.language_code)}"' if source.language_code else ""
    coded = " is-coded" if own is not None else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n{_head(kind, title, placed)}<body>\n'
        '<a class="skip" href="#words">Skip to the words</a>\n'
        f'<header>\n<p class="kind">{kind}</p>\n<h1><bdi>{title}</bdi>{badge}</h1>\n'
        f'<p class="provenance">{shown(provenance_line(merged(origins)))}</p>\n'
        f"{_facts(source)}</header>\n"
        f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n'
        f"<main>\n{legend}{region_section(source, placed, pictures or {}, boxes_on)}"
        f'<section id="words" aria-labelledby="words-head" tabindex="-1">\n'
        f'<h2 id="words-head">Words</h2>\n<div class="pieces{coded}"{language}>\n'
        f"{''.join(_parts(source, parts, placed))}</div>\n</section>\n"
        f"{_said_beside(source, placed, len(parts), f'pieces{coded}')}</main>\n"
        f"<footer><p>Source <code>{shown(source.id)}</code>. Numbers of turns and blocks are "
        "links to their places.</p></footer>\n</body>\n</html>\n"
    )


def _head(kind: str, title: str, placed: PlacedCodings) -> str:
    folder = files("casestudy.report")
    css = "".join((folder / name).read_text("utf-8") for name in ("page.css", "transcript.css"))
    most = max((p.n_lanes for p in placed.passages), default=1)
    stripes = "".join(
        f"  --c{c.number}: linear-gradient({c.colour}, {c.colour});\n"
        f"  --d{c.number}: repeating-linear-gradient(90deg, {c.colour} 0 4px, transparent 4px 7px);"
        "\n"
        for c in placed.codes
    )
    return (
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{kind}: {title}</title>\n"
        f"<style>\n{css}:root {{\n  --n-lanes: {most};\n{stripes}}}\n</style>\n</head>\n"
    )


def _facts(source: Source) -> str:
    """Whose the source is, who speaks in it, and what the reader of the file had to say."""
    speakers = []
    for name, n in source.speakers.items():
        about = (source.roles.get(name, ""), f"{n} turn" if n == 1 else f"{n} turns")
        speakers.append(f"{name} ({', '.join(filter(None, about))})")
    facts = {"Case": source.case, "Speakers": "; ".join(speakers), "File": source.file}
    told = [*facts.items(), *(("To be known", warning) for warning in source.warnings)]
    rows = "".join(f"<div><dt>{n}</dt><dd>{shown(said)}</dd></div>" for n, said in told if said)
    return f'<dl class="facts">{rows}</dl>\n' if rows else ""


def _legend(placed: PlacedCodings) -> str:
    rows = "".join(
        f'<li id="code-{code.number}">{_key(code, is_suggestion=code.n == code.n_suggested)} '
        f'<span class="count-of">{_times(code)}</span></li>\n'
        for code in placed.codes
    )
    said = "A number stands where a code begins; its stripe runs under the words."
    if any(code.n_suggested for code in placed.codes):
        said += (
            " A dashed stripe is only suggested by a machine: no evidence before a person agrees."
        )
    apart = "".join(f"<li>{shown(line)}</li>\n" for line in placed.apart)
    more = f'<h3>Not drawn on the words</h3>\n<ul class="apart">{apart}</ul>\n' if apart else ""
    listed = f'<p>{said}</p>\n<ol class="legend">{rows}</ol>\n' if rows else "<p>No codings.</p>\n"
    return (
        '<section id="codes" aria-labelledby="codes-head">\n<h2 id="codes-head">Codes</h2>\n'
        f"{listed}{more}</section>\n"
    )


def _times(code: ShownCode) -> str:
    suggested = f", {code.n_suggested} of them suggested" if code.n_suggested else ""
    return f"{code.n} {'coding' if code.n == 1 else 'codings'}{suggested}"


def _key(code: ShownCode, *, is_suggestion: bool) -> str:
    """A code's number, stripe and name."""
    letter = "d" if is_suggestion else "c"
    return (
        f'<span class="key">{code.number}</span> <span class="swatch" '
        f'style="--l0:var(--{letter}{code.number})"></span> <bdi>{shown(code.name)}</bdi>'
    )


def _said_beside(source: Source, placed: PlacedCodings, n_above: int, look: str) -> str:
    """What a page says beside its text: labels, descriptions, structured data."""
    if not source.channels:
        return ""
    pieces = "".join(_parts(source, source.channels, placed, n_above))
    return (
        '<section id="beside" aria-labelledby="beside-head">\n<h2 id="beside-head">Beside the text'
        "</h2>\n<p>Labels, descriptions of pictures and data that the page does not show as text."
        f'</p>\n<div class="{look}">\n{pieces}</div>\n</section>\n'
    )


def _parts(
    source: Source, parts: Sequence[Part], placed: PlacedCodings, n_above: int = 0
) -> Iterator[str]:
    """Every part with a number of its kind, and the headings above blocks where they change.

    `n_above` parts of the page stand in earlier sections.
    """
    ends, numbers, above = [passage.end for passage in placed.passages], Counter[str](), ""
    for place, part in enumerate(parts):
        numbers[part.kind] += 1
        own = _is_heading(part)
        if part.heading != above and not own:
            last = source.text[parts[place - 1].start : parts[place - 1].end] if place else ""
            if part.heading and part.heading.rpartition(" > ")[2].split() != last.split():
                yield f'<p class="above"><bdi>{shown(part.heading)}</bdi></p>\n'
            above = part.heading
        first = bisect_right(ends, part.start)
        words = "".join(_words(source.text, part, placed, first))
        tag = "h3" if own else "p"
        id = f"{part.kind}-{numbers[part.kind]}"
        beside = _beside(placed, place + n_above, part, first) if placed.codes else ""
        unseen = " unseen" if part.hidden else ""
        yield (
            f'<div class="piece {part.kind}{unseen}" id="{id}">\n{_who(source, part, id)}'
            f'<{tag} class="words" dir="auto">{words}</{tag}>\n{beside}</div>\n'
        )


def _is_heading(part: Part) -> bool:
    return part.kind == "block" and HEADING_LOCATOR.search(part.locator) is not None


def _who(source: Source, part: Part, id: str) -> str:
    """The number of a part, and who speaks when; that a block is hidden."""
    kind, _, number = id.partition("-")
    place = f' title="{shown(part.locator)}"' if part.locator else ""
    sign = number if part.kind == "turn" else f"{SIGNS[part.kind]}{number}"
    link = f'<a href="#{id}" aria-label="{kind.capitalize()} {number}"{place}>{sign}</a>'
    role = source.roles.get(part.speaker, "")
    role = "" if role == part.speaker.casefold() else role
    who = f'<strong class="speaker"><bdi>{shown(part.speaker)}</bdi></strong>'
    told = [who] * bool(part.speaker)
    told += [f'<span class="role">{shown(role)}</span>'] * bool(role)
    where = part.channel or (part.view if part.view != "main" else "")
    told += [f'<span class="role">{shown(where)}</span>'] * bool(where)
    told += [_time(part)] * (part.start_time is not None)
    told += ['<span class="hidden-mark">in the page, but not shown</span>'] * part.hidden
    return f'<p class="who">{" ".join([link, *told])}</p>\n'


def _time(part: Part) -> str:
    times = [t for t in (part.start_time, part.end_time) if t is not None and isfinite(t)]
    told = "–".join(f'<time datetime="PT{int(t)}S">{clock(t)}</time>' for t in times)
    return f'<span class="times">{told}</span>'


def _words(text: str, part: Part, placed: PlacedCodings, first: int) -> Iterator[str]:
    """The words of a part, plain ones as they are and coded ones in a span for each passage."""
    at = part.start
    for passage in islice(placed.passages, first, None):
        if passage.start >= part.end:
            break
        start, end = max(passage.start, at), min(passage.end, part.end)
        opened = passage.codes if passage.start <= part.start else passage.opened
        yield shown(text[at:start])
        yield f"<span {_look(placed, passage, opened)}>{shown(text[start:end])}</span>"
        at = end
    yield shown(text[at : part.end])


def _look(placed: PlacedCodings, passage: Passage, opened: Sequence[int]) -> str:
    """What a span says of its codes: ids, names for the mouse, stripes, numbers of those begun."""
    codes = [placed.codes[number - 1] for number in passage.codes]
    ids = " ".join(code.id for code in codes)
    names = [
        f"{code.name} (suggested)" if code.number in passage.suggested else code.name
        for code in codes[:MOST_IN_TITLE]
    ]
    n_left = len(codes) - len(names) + passage.n_more
    names += [f"and {n_left} more"] if n_left else []
    stripes = ";".join(
        f"--l{lane}:var(--{'d' if number in passage.suggested else 'c'}{number})"
        for lane, number in enumerate(passage.lanes)
        if number >= 0
    )
    keys = " ".join(map(str, opened[:MOST_IN_TITLE])) + " …" * (len(opened) > MOST_IN_TITLE)
    more = f' data-more="{passage.n_more}"' if passage.n_more else ""
    begun = f' data-opens="{keys}"' if opened else ""
    return (
        f'class="coded" data-codes="{shown(ids)}"{more}{begun} '
        f'title="{shown("; ".join(names))}" style="{stripes}"'
    )


def _beside(placed: PlacedCodings, place: int, part: Part, first: int) -> str:
    """The codes of a part: those that begin in it with their coders, and those that go on."""
    begun = placed.beside.get(place, {})
    items = [
        _item(placed.codes[number - 1], _coders(coders), is_suggestion=is_suggestion)
        for (number, is_suggestion), coders in sorted(begun.items())
    ]
    going = placed.passages[first] if first < len(placed.passages) else None
    if going and going.start <= part.start:
        left = [n for n in going.codes if not {(n, True), (n, False)} & begun.keys()]
        items += [
            _item(placed.codes[n - 1], "continued", is_suggestion=n in going.suggested)
            for n in left
        ]
    return f'<ul class="beside" aria-label="Codes">{"".join(items)}</ul>\n' if items else ""


def _coders(coders: Sequence[str]) -> str:
    """Who coded, and how many times if more than once."""
    counted = Counter(coders).items()
    return ", ".join(name if n == 1 else f"{name} ({n} times)" for name, n in counted)


def _item(code: ShownCode, by: str, *, is_suggestion: bool) -> str:
    said = f"suggested by {by}" if is_suggestion and by != "continued" else by
    key = _key(code, is_suggestion=is_suggestion)
    return f'<li>{key} <span class="by">{shown(said)}</span></li>'
