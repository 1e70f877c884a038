"""The parts of the report page, each as HTML with its text escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from casestudy.claims import Claim, Finding, Ledger, value_text

Record = Mapping[str, Any]

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {"holds": "✓", "differs": "✗", "not computed": "○", "not recoverable": "∅"}
)
"""A sign for each verdict, so that colour is never the only one."""
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "published_evidence": (
            "From published evidence",
            "Computed from rows that were read in the cited works.",
        ),
        "synthetic_stand_in": (
            "With synthetic stand-ins",
            "The answers were not published. Made-up answers exercise the computation; the result "
            "is no evidence for the study.",
        ),
        "not_recoverable": (
            "Not recoverable",
            "What these findings rest on could not be read; nothing is computed for them.",
        ),
    }
)
COMPARISONS: Mapping[str, str] = MappingProxyType(
    {
        "equal": "must be equal",
        "order": "same members in the same order",
        "set": "same members, any order",
        "printed": "equal at the printed precision",
        "within": "at most {tolerance:g} apart",
        "more_than": "computed must be greater",
    }
)
LONG_TABLE = 15
"""Tables with more rows than this are shown folded."""

UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
"""What no page can hold."""


def escaped(text: object) -> str:
    """Text as it is shown on a page."""
    return html.escape(str(text))


def shown(text: str) -> str:
    """Text as it is read on a page, with nothing in it that acts.

    Examples
    --------
    >>> shown("<b> & co")
    '&lt;b&gt; &amp; co'
    """
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", escaped(text)).replace("\r", "&#13;")


def clock(seconds: float) -> str:
    """Seconds of a recording as hours, minutes and seconds.

    Examples
    --------
    >>> clock(185)
    '0:03:05'
    """
    minutes, left = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{left:02}"


def anchor(prefix: str, id: str) -> str:
    """The place of something on the page, from its id.

    Examples
    --------
    >>> anchor("claim", "T N")
    'claim-T-N'
    """
    return f"{prefix}-" + re.sub(r"[^\w.-]", "-", id)


def summary_section(ledger: Ledger) -> str:
    """How many findings have each verdict, and which need a look."""
    tiles = "".join(
        f'<li class="tile {_verdict_class(verdict)}"><span class="count">{n}</span> '
        f'<span class="word"><span aria-hidden="true">{SYMBOLS[verdict]}</span> '
        f"{escaped(verdict)}</span>{_synthetic_part(ledger, verdict)}</li>"
        for verdict, n in ledger.counts.items()
    )
    broken = "".join(
        f'<li><a href="#{anchor("claim", claim.finding.id)}">{escaped(claim.finding.id)}</a>: '
        f"{escaped(claim.verdict)}</li>"
        for claim in ledger.broken
    )
    look = f'<p>To be looked at:</p>\n<ul class="broken">{broken}</ul>\n' if broken else ""
    notes = "".join(f'<p class="note">{escaped(note)}</p>\n' for note in ledger.notes)
    return f'<p>{_verdict_sentence(ledger)}</p>\n<ul class="tiles">{tiles}</ul>\n{look}{notes}'


def findings_section(ledger: Ledger) -> str:
    """Every finding with its verdict, by the kind of data it rests on."""
    parts: list[str] = []
    for kind, (head, said) in KINDS.items():
        claims = [claim for claim in ledger.claims if claim.finding.kind == kind]
        if claims:
            articles = "\n".join(_claim(claim) for claim in claims)
            parts.append(
                f"<h3>{escaped(head)} ({len(claims)})</h3>\n<p>{escaped(said)}</p>\n{articles}\n"
            )
    return "".join(parts) or "<p>No finding is listed.</p>\n"


def figure_section(figures: Sequence[Record]) -> str:
    """Every figure with its text alternative, provenance and downloads."""
    return "".join(_figure(record) for record in figures) or "<p>No figure was written.</p>\n"


def table_section(tables: Sequence[Record]) -> str:
    """Every table, long ones folded."""
    return "".join(_table(record) for record in tables) or "<p>No table was written.</p>\n"


def notebook_section(notebooks: Sequence[Record]) -> str:
    """What was run, and what went wrong."""
    items = "".join(_notebook(record) for record in notebooks)
    return f'<ul class="notebooks">{items}</ul>\n' if items else "<p>No notebook was run.</p>\n"


def _verdict_sentence(ledger: Ledger) -> str:
    """What holds, published rows and made-up answers apart."""
    said: list[str] = []
    for kind, words in (
        ("published_evidence", "findings computed from published evidence"),
        ("synthetic_stand_in", "stand-ins computed from made-up answers"),
    ):
        verdicts = [claim.verdict for claim in ledger.claims if claim.finding.kind == kind]
        if verdicts:
            said.append(f"{verdicts.count('holds')} of {len(verdicts)} {words} hold")
    said.append(f"{ledger.counts['not recoverable']} findings could not be recovered")
    return "; ".join(said) + "."


def _synthetic_part(ledger: Ledger, verdict: str) -> str:
    """How many of the findings with a verdict rest on made-up data."""
    n = sum(
        claim.verdict == verdict and claim.finding.kind == "synthetic_stand_in"
        for claim in ledger.claims
    )
    return f'<span class="part">{n} of them synthetic</span>' if n else ""


def _verdict_class(verdict: str) -> str:
    return "verdict-" + verdict.replace(" ", "-")


def _claim(claim: Claim) -> str:
    finding = claim.finding
    id = anchor("claim", finding.id)
    mark = _badge(is_synthetic=finding.kind == "synthetic_stand_in")
    facts = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(said)}</dd></div>"
        for name, said in _facts(claim)
    )
    return (
        f'<article class="claim {_verdict_class(claim.verdict)}" id="{id}" '
        f'aria-labelledby="{id}-head">\n'
        f'<h4 id="{id}-head"><a href="#{id}">{escaped(finding.id)}</a> '
        f'<span class="verdict"><span aria-hidden="true">{SYMBOLS[claim.verdict]}</span> '
        f"{escaped(claim.verdict)}</span>{mark}</h4>\n"
        f"<p>{escaped(finding.statement)}</p>\n<dl>{facts}</dl>\n</article>"
    )


def _facts(claim: Claim) -> list[tuple[str, str]]:
    finding = claim.finding
    facts = [("Source", str(finding.source))]
    if finding.kind != "not_recoverable":
        facts += [
            ("Printed", value_text(finding.expected)),
            ("Computed", value_text(claim.computed)),
            ("Compared", _comparison(finding)),
            ("Computed from", finding.computes),
        ]
    more = [("Why", finding.why), ("Notebook", finding.notebook)]
    return facts + [(name, said) for name, said in more if said]


def _comparison(finding: Finding) -> str:
    return COMPARISONS[finding.compare].format(tolerance=finding.tolerance)


def _badge(*, is_synthetic: bool) -> str:
    return ' <strong class="badge">SYNTHETIC</strong>' if is_synthetic else ""


def _downloads(record: Record, folder: str) -> str:
    links = "".join(
        f'<li><a href="../{folder}/{quote(str(name))}">{escaped(_ending(name))}'
        f'<span class="away"> of {escaped(record["title"])}</span></a></li>'
        for name in record.get("files", ())
    )
    return f'<ul class="downloads">{links}</ul>' if links else ""


def _ending(name: object) -> str:
    return str(name).rpartition(".")[2].upper()


def _provenance(record: Record) -> str:
    said = "; ".join(str(text) for text in record.get("provenance", ())) or "not stated"
    return f'<p class="provenance">Data: {escaped(said)}</p>'


def _figure(record: Record) -> str:
    id = anchor("figure", str(record["id"]))
    names = [str(name) for name in record.get("files", ())]
    shown = next((n for end in (".svg", ".png") for n in names if n.endswith(end)), "")
    width = float(record.get("width_mm", 174))
    image = (
        f'<img src="../figures/{quote(shown)}" alt="{escaped(record["alt"])}" '
        f'style="width:{width:g}mm">\n'
        if shown
        else ""
    )
    mark = _badge(is_synthetic=bool(record.get("synthetic")))
    return (
        f'<figure id="{id}">\n{image}<figcaption>\n<h3>{escaped(record["title"])}{mark}</h3>\n'
        f"{_provenance(record)}\n{_downloads(record, 'figures')}\n</figcaption>\n</figure>\n"
    )


def _table(record: Record) -> str:
    id = anchor("table", str(record["id"]))
    content = re.sub(r"\A\s*<style>.*?</style>\s*", "", str(record["html"]), flags=re.DOTALL)
    n_rows = max(content.count("<tr>") - 1, 0)
    opened = "" if n_rows > LONG_TABLE else " open"
    mark = _badge(is_synthetic=bool(record.get("synthetic")))
    count = f'<span class="rows">{n_rows} rows</span>'
    return (
        f'<details id="{id}"{opened}>\n<summary><h3>{escaped(record["title"])}</h3>{mark} '
        f"{count}</summary>\n{content}\n{_downloads(record, 'tables')}\n</details>\n"
    )


def _notebook(record: Record) -> str:
    name, error = escaped(record["name"]), str(record.get("error") or "")
    if not error:
        return f'<li class="verdict-holds"><span aria-hidden="true">✓</span> {name}: ran</li>'
    return (
        f'<li class="verdict-differs"><span aria-hidden="true">✗</span> {name}: failed'
        f'<pre tabindex="0">{escaped(error)}</pre></li>'
    )
