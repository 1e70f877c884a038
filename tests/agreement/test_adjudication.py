"""Questions that coders decide together: how codings become questions, kinds, rules, outcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casestudy import agreement
from casestudy.agreement import Questions

from .made_codings import coding, codings

THREE = {name: ["one", "two"] for name in ("anna", "ben", "eve")}


def asked(*rows: object, decided: object = (), **more: object) -> Questions:
    chosen = {"coders": ["anna", "ben", "eve"], "consensus": "all", "seen": THREE, **more}
    return agreement.questions(codings(*rows), decided=decided, **chosen)  # type: ignore[arg-type]


ROWS = (
    coding("anna", "one", "trust", "We trust them"),
    coding("ben", "one", "trust", "We trust them"),
    coding("eve", "one", "trust", "We trust them"),
    coding("anna", "one", "price", "The price is fair"),
    coding("ben", "one", "price", "price"),
    coding("eve", "one", "speed", "The price is"),
    coding("eve", "two", "speed"),
)


def test_codings_of_one_code_that_overlap_are_one_question() -> None:
    found = asked(*ROWS)
    told = [(row.code, row.kind, row.coders, row.silent) for row in found.rows]
    assert told == [
        ("trust", "unanimous", ("anna", "ben", "eve"), ()),
        ("speed", "minority", ("eve",), ("anna", "ben")),
        ("price", "majority", ("anna", "ben"), ("eve",)),
        ("speed", "minority", ("eve",), ("anna", "ben")),
    ]
    price = found.rows[2]
    assert price.border_agreement == pytest.approx(5 / 17)
    assert price.shared == (price.spans["ben"])
    assert price.widest == price.spans["anna"]
    assert price.rivals == ("speed",)
    assert found.rows[1].rivals == ("price",)
    assert found.rows[3].widest == (-1, -1)
    assert found[price.codings[1]] is price
    assert found.counts == {"open": 4, "adopted": 0, "rejected": 0}
    assert found.provenance[0].is_synthetic


def test_kinds_depend_on_who_saw_the_source() -> None:
    two = {"anna": ["one"], "ben": ["one"], "eve": ["two"]}
    assert [row.kind for row in asked(*ROWS[3:5], seen=two).rows] == ["borders"]
    assert [row.kind for row in asked(ROWS[3], seen=two).rows] == ["split"]
    assert [row.kind for row in asked(*ROWS[3:5], ROWS[6], seen=two).rows][-1] == "alone"


def test_regions_that_share_pixels_are_one_question() -> None:
    rows = [coding(who, "one", "trust", region=f"a.png#xywh={x},0,10,10")
            for who, x in (("anna", 0), ("ben", 8), ("eve", 40))]  # fmt: skip
    found = asked(*rows)
    assert [row.coders for row in found.rows] == [("anna", "ben"), ("eve",)]
    assert found.rows[0].regions == ("a.png#xywh=0,0,10,10", "a.png#xywh=8,0,10,10")


def test_rules_choose_the_questions_that_they_decide() -> None:
    found = asked(*ROWS)
    for rule, threshold, codes in (
        ("unanimous", 1.0, ["trust"]), ("majority", 1.0, ["trust"]),
        ("majority", 0.2, ["trust", "price"]),
    ):  # fmt: skip
        chosen = agreement.that_follow(found, rule=rule, threshold=threshold)
        assert [row.code for row in chosen] == codes
    with pytest.raises(ValueError, match="rule 'unanimos' is not known; did you mean 'unanimous'"):
        agreement.that_follow(found, rule="unanimos")
    with pytest.raises(ValueError, match="threshold 2 is not allowed"):
        agreement.that_follow(found, rule="majority", threshold=2)


def decision(*about: str, outcome: str = "adopted", at: str = "1") -> dict[str, object]:
    return {"about": about, "outcome": outcome, "reason": "talked", "at": at}


def test_the_last_decision_holds_and_a_new_coding_opens_a_question_again() -> None:
    ids = [row.id for row in ROWS[:2]]
    both = asked(*ROWS[:2], decided=[decision(*ids)])
    assert (both.rows[0].outcome, both.rows[0].reason) == ("adopted", "talked")
    turned = asked(*ROWS[:2], decided=[decision(*ids, at="2", outcome="rejected"), decision(*ids)])
    assert turned.rows[0].outcome == "rejected"
    assert turned.counts == {"open": 0, "adopted": 0, "rejected": 1}
    joined = asked(*ROWS[:3], decided=[decision(*ids)])
    assert joined.open == joined.rows
    assert joined.progress().to_dict("records") == [
        {"source": "one", "questions": 1, "open": 1, "adopted": 0, "rejected": 0}
    ]


def test_suggestions_of_a_machine_alone_can_be_judged() -> None:
    hit = coding("rule-site-audit", "one", "trust", "We trust them")
    made = replace(hit, origin="rule:site-audit")
    found = asked(made, coders=["rule-site-audit"], consensus="anna", seen=None)
    assert [(row.kind, row.outcome) for row in found.rows] == [("alone", "open")]


def test_bad_panels_are_refused() -> None:
    with pytest.raises(ValueError, match="takes at least two coders"):
        asked(*ROWS, coders=["anna"])
    with pytest.raises(ValueError, match="anna is one of the coders decided on"):
        asked(*ROWS, consensus="anna")
    with pytest.raises(LookupError, match="ana has no codings; did you mean 'anna'"):
        asked(*ROWS, coders=["ana", "ben"], seen=None)
    with pytest.raises(LookupError, match="no question has the id 'q1'"):
        asked(*ROWS)["q1"]
