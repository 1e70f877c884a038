"""Site audits: the answers, the places of hits, and hits as suggestions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casestudy.assist import AuditedPage, SiteAudit, site_audit, suggested_codings
from casestudy.codebook import Code, Codebook
from casestudy.codings import Codings, codings_frame
from casestudy.errors import UnknownCode
from casestudy.ingest import webpage
from casestudy.ingest.original import Original
from casestudy.pages.site_features import Signal, SiteFeature
from casestudy.provenance import Provenance
from casestudy.sources import Source

BOOK = Codebook(
    id="demo",
    codes=(
        Code(id="talk", name="Communication"),
        Code(id="talk.chat", name="chat", parent="talk"),
        Code(id="trust", name="Trust"),
    ),
)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CHAT = SiteFeature(
    id="chat",
    name="live chat",
    theme="talk",
    code="talk.chat",
    precision=0.9,
    signals=(
        Signal(kind="host", hosts=("chat.example",)),
        Signal(kind="named", words=("chat",), least_words=2),
    ),
)
RETURNS = SiteFeature(
    id="returns",
    name="free returns",
    theme="trust",
    code="trust",
    precision=0.8,
    signals=(
        Signal(kind="wording", phrases={"en": ("free returns",), "fi": ("ilmainen palautus",)}),
        Signal(kind="label", phrases={"en": ("free returns",)}),
    ),
)


def page(body: str, id: str = "p", site: str = "shop", **more: Any) -> AuditedPage:
    html = f'<!DOCTYPE html><html lang="en"><body>{body}'.encode()
    reading = webpage.read(Original(path=Path("p.html"), data=html, kind="website"))
    source = Source(
        id=id,
        kind="website",
        case=site,
        text=reading.text,
        parts=reading.parts,
        language="en",
        provenance=Provenance(kind="synthetic", generator="a test"),
    )
    return AuditedPage(source=source, html=html, **more)


def audit(*pages: AuditedPage) -> SiteAudit:
    return site_audit(pages, features=(RETURNS, CHAT), codebook=BOOK)


PLAIN = "<p>We sell pumps and other things to the trade.</p>"
LOGGED = {"hosts": {"cdn.example": "before"}, "complete": True}


@pytest.mark.parametrize(
    ("body", "more", "state"),
    [
        ('<div class="chat-box">Chat with us</div>', {}, "observed"),
        ('<div class="chat-box"></div>', {}, "present"),
        ('<script src="https://w.chat.example/a.js"></script>', {}, "present"),
        ("", {"hosts": {"w.chat.example": "before"}}, "observed"),
        ("", {"hosts": {"notchat.example": "before"}}, "unknown"),
        ('<div class="chateau">A wine of a castle</div>', {}, "unknown"),
        ("", {}, "unknown"),
        ("", LOGGED, "not observed"),
        ('<div class="chat-box"></div>', LOGGED, "present"),
    ],
)
def test_the_answers(body: str, more: dict[str, Any], state: str) -> None:
    found = audit(page(PLAIN + body, **more))
    assert [one.id for one in found.features] == ["chat", "returns"]
    assert found.states[0, 0] == state


def test_one_page_without_a_log_makes_a_site_unknown() -> None:
    found = audit(page(PLAIN, "a", **LOGGED), page(PLAIN, "b"))
    assert found.states.tolist() == [["unknown"], ["unknown"]]
    assert any("1 of 2 pages have no log" in note for note in found.notes)


def test_a_theme_is_not_observed_only_if_no_feature_is() -> None:
    found = audit(
        page(f"{PLAIN}<p>Free returns</p>", "a", "one", **LOGGED), page(PLAIN, "b", "two", **LOGGED)
    )
    assert found.themes == ("talk", "trust")
    assert found.theme_states.tolist() == [
        ["not observed", "not observed"],
        ["observed", "not observed"],
    ]
    assert found.n_observed.tolist() == [[0, 0], [1, 0]]
    assert found.to_frame()["n_pages"].tolist() == [0, 0, 1, 0]
    assert set(found.to_frame()["provenance"]) == {"synthetic"}


def test_a_hit_leads_to_its_words_its_element_and_its_place_on_the_picture() -> None:
    boxes = {"/html[1]/body[1]/p[2]": (10.0, 20.0, 300.0, 40.0)}
    one = page(f"{PLAIN}<p>Enjoy free  returns.</p>", picture="screenshot.png", boxes=boxes)
    [hit] = audit(one).hits_of(site="shop", feature="returns").to_dict("records")
    assert one.source.text[hit["start"] : hit["end"]] == hit["text"]
    assert "free returns" in hit["text"]
    assert hit["locator"] == "/html[1]/body[1]/p[2]"
    assert hit["region"] == "screenshot.png#xywh=10,20,300,40"
    assert (hit["kind"], hit["state"], hit["precision"]) == ("wording", "observed", 0.8)


def test_phrases_of_other_languages_are_not_looked_for() -> None:
    assert audit(page(f"{PLAIN}<p>ilmainen palautus</p>")).states[1, 0] == "unknown"


def test_words_that_are_not_shown_are_not_observed_but_labels_are() -> None:
    assert audit(page(f"{PLAIN}<p hidden>Free returns</p>")).states[1, 0] != "observed"
    assert audit(page(f'{PLAIN}<img alt="Free returns">')).states[1, 0] == "observed"


def test_names_that_were_not_audited() -> None:
    found = audit(page(PLAIN))
    with pytest.raises(LookupError, match="feature 'chats' was not audited; did you mean 'chat'"):
        found.hits_of(feature="chats")


def test_nothing_to_look_at_or_for() -> None:
    with pytest.raises(ValueError, match="no page to audit"):
        audit()
    with pytest.raises(ValueError, match="no feature is given"):
        site_audit([page(PLAIN)], features=(), codebook=BOOK)
    with pytest.raises(UnknownCode):
        site_audit([page(PLAIN)], features=(CHAT,), codebook=Codebook(id="other"))


def test_a_page_shows_escaped_names_only() -> None:
    found = audit(page(PLAIN, site="<script>alert(1)</script>"))
    assert "<script>" not in found._repr_html_()
    assert "unknown" in found._repr_html_()


# --- suggestions ---------------------------------------------------------------------------------


def suggested(*pages: AuditedPage, **more: Any) -> Codings:
    found = suggested_codings(
        audit(*pages), sources={one.source.id: one.source for one in pages}, created=NOW, **more
    )
    return Codings(frame=codings_frame(found), codebook=BOOK)


BODY = f'{PLAIN}<p>Free returns</p><div class="chat-box">Chat with us</div>'


def test_hits_are_suggestions_of_a_machine_and_no_evidence() -> None:
    one = page(BODY)
    codings = suggested(one)
    frame = codings.frame
    assert set(frame["code"]) == {"talk.chat", "trust"}
    assert set(frame["origin"]) == {"rule:site-audit"}
    assert set(frame["coder"]) == {"rule-site-audit"}
    assert len(codings.by_machines()) == len(frame)
    assert frame["confidence"].tolist() == [0.9, 0.8]
    assert frame["memo"].iloc[1].startswith("free returns: ")


def test_a_rerun_says_the_same() -> None:
    first, again = suggested(page(BODY)), suggested(page(BODY))
    assert first.frame["coding"].tolist() == again.frame["coding"].tolist()


def test_not_more_than_asked_for_one_feature_and_page() -> None:
    one = page(PLAIN + "<p>Free returns</p>" * 9)
    assert len(suggested(one).frame) == 3
    assert len(suggested(one, per_page=1).frame) == 1


def test_a_shared_footer_is_suggested_once() -> None:
    one, other = page(BODY, "a"), page(BODY, "b")
    at = other.source.text.index("Free returns")
    codings = suggested(one, other, shared={"b": [(at, at + 12)]})
    assert codings.frame.loc[codings.frame["code"] == "trust", "source"].tolist() == ["a"]


def test_a_hit_without_words_lies_on_the_picture() -> None:
    frames = SiteFeature(
        id="video",
        name="video",
        theme="trust",
        code="trust",
        signals=(Signal(kind="frame", hosts=("video.example",)),),
    )
    boxes = {"/html[1]/body[1]/iframe[1]": (0.0, 5.0, 30.0, 20.0)}
    one = page(
        f'{PLAIN}<iframe src="https://video.example/1"></iframe>',
        picture="screenshot.png",
        boxes=boxes,
    )
    found = site_audit([one], features=(frames,), codebook=BOOK)
    [coding] = suggested_codings(found, sources={"p": one.source}, created=NOW)
    assert str(coding.region) == "screenshot.png#xywh=0,5,30,20"
    assert coding.start == -1


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        suggested_codings(audit(page(PLAIN)), sources={}, created=NOW.replace(tzinfo=None))
