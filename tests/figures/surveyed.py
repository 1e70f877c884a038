"""Made-up answers and their results, for the faces to draw."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from casestudy import survey
from casestudy.answers import Answers
from casestudy.item_answers import (
    BestWorstAnswers,
    ChosenAnswers,
    NumberAnswers,
    RankedAnswers,
    TickedAnswers,
)
from casestudy.provenance import Provenance
from casestudy.sampling import sample_design

SYNTHETIC = (Provenance(kind="synthetic", generator="surveyed.py", seed="5"),)
STEPS = ("disagree", "rather disagree", "neither", "rather agree", "agree")
TEXTS = ("I find the stock levels right away.", "Prices are the same on every channel.",
         "Product pages tell me all technical details that I need to decide.")  # fmt: skip
ATTRIBUTES = ("Price", "Stock levels", "Delivery time", "Technical details", "Mobile app")


def rated(item: str, codes: Any, text: str = "") -> ChosenAnswers:
    return ChosenAnswers(
        item=item, codes=np.asarray(codes), choices=tuple("12345"), labels=STEPS,
        scores=(1, 2, 3, 4, 5), text=text,
    )  # fmt: skip


@cache
def answers(n: int = 160) -> Answers:
    """Ratings, a segment, ticks, rankings, numbers and best-worst sets."""
    rng = np.random.default_rng(5)
    segment = np.arange(n) % 3
    items: list[Any] = []
    for place, shift in enumerate((0.9, -0.6, 0.3)):
        codes = np.clip(np.round(rng.normal(2 + shift + 0.4 * (segment == 1), 1.1)), 0, 4).astype(
            int
        )
        codes[rng.random(n) < 0.05] = -3
        items.append(rated(f"q{place}", codes, TEXTS[place]))
    items.append(
        ChosenAnswers(item="segment", codes=segment, choices=("oem", "user", "dealer"),
                      labels=("OEM", "End user", "Dealer"))
    )  # fmt: skip
    ticks = (rng.random((n, 4)) < [0.7, 0.5, 0.3, 0.1]).astype(int)
    labels = ("Online search", "Web shop", "E-mail", "Punchout")
    items.append(TickedAnswers(item="use", codes=ticks, choices=tuple("abcd"), labels=labels,
                               text="What do you use?"))  # fmt: skip
    order = np.argsort(-(np.array([1.0, 0.4, 0.0, -0.6]) + rng.gumbel(size=(n, 4))), axis=1)
    items.append(RankedAnswers(item="rank", codes=np.argsort(order, axis=1) + 1,
                               choices=tuple("abcd"), labels=labels))  # fmt: skip
    items.append(NumberAnswers(item="sites", values=rng.poisson(6, n) + 0.0, kinds=0 * segment))
    scale = tuple(str(k) for k in range(11))
    likely = np.clip(rng.normal(7.5, 2, n).round(), 0, 10).astype(int)
    items.append(
        ChosenAnswers(
            item="nps", codes=likely, choices=scale, labels=scale, scores=tuple(range(11))
        )
    )
    items += [rated(f"i{k}", np.clip(rng.normal(m, 1, n).round(), 0, 4).astype(int))
              for k, m in enumerate((3.5, 3.2, 3.0, 2.4, 0.9))]  # fmt: skip
    items += [rated(f"p{k}", np.clip(rng.normal(m, 1, n).round(), 0, 4).astype(int))
              for k, m in enumerate((1.2, 3.1, 2.0, 3.2, 1.0))]  # fmt: skip
    shown = np.ones((n, 1, 4), dtype=bool)
    items.append(BestWorstAnswers(item="bw", shown=shown, best=order[:, :1], worst=order[:, -1:],
                                  choices=tuple("abcd"), labels=labels))  # fmt: skip
    return Answers(items=tuple(items), provenance=SYNTHETIC)


@cache
def results() -> dict[str, Any]:
    """One result of each kind."""
    told = answers()
    table = survey.cross_table(told, rows="q0", columns="segment")
    design = sample_design(160, weights=np.linspace(0.5, 1.5, 160))
    pairs = {name: (f"i{k}", f"p{k}") for k, name in enumerate(ATTRIBUTES)}
    with survey.TestLedger("questionnaire", families={"trust": ["q0", "q1"]}) as ledger:
        for item in ("q0", "q1", "q2"):
            survey.kruskal_wallis(survey.cross_table(told, rows=item, columns="segment"))
    ordinal = survey.ordinal_regression(told, "q0", ["segment", "sites"])
    items = ["q0", "q1", "q2"]
    five = {"chat": ("i0", "i4"), "app": ("i1", "i3")}
    return {
        "likert": survey.likert_summary(told, items),
        "likert_by": survey.likert_summary(told, items[:2], by="segment"),
        "table": table,
        "association": survey.association(table),
        "letters": survey.column_letters(table),
        "multiple": survey.multiple_response_table(told, "use"),
        "multiple_test": survey.multiple_response_test(told, "use", by="segment"),
        "weighted": survey.multiple_response(told.with_design(design), "use"),
        "asked": survey.multiple_response(told, "use", base="asked"),
        "combinations": survey.tick_combinations(told, "use", most=8),
        "nps": survey.net_promoter_score(told, "nps", by="segment"),
        "top": survey.top_box(told, "q0", 2),
        "rank_test": survey.kruskal_wallis(table),
        "pairs": survey.pairwise_ranks(table),
        "trend": survey.jonckheere(table),
        "friedman": survey.friedman(told, items),
        "signed": survey.signed_ranks(told, items, zeros="wilcoxon"),
        "mcnemar": survey.mcnemar(told, "use"),
        "ledger": ledger.summary(),
        "reliability": survey.scale_reliability(told, items, missing="listwise", n_resamples=50),
        "factors": survey.factor_analysis(
            told, [f"i{k}" for k in range(5)], n_factors=1, missing="listwise"
        ),
        "ordinal": ordinal,
        "linear": survey.linear_regression(told, "sites", ["segment"]),
        "brant": survey.brant_test(ordinal),
        "predicted": survey.predicted_shares(ordinal, "segment"),
        "map": survey.correspondence_analysis(table),
        "many": survey.multiple_correspondence(told, ["q0", "q1", "segment"]),
        "ranking": survey.ranking_summary(told, "rank", unranked="last"),
        "worths": survey.plackett_luce(told, "rank", unranked="last"),
        "segmented": survey.plackett_luce_by(told, "rank", by="segment", unranked="last"),
        "best_worst": survey.best_worst(told, "bw", model="sequential"),
        "kano": survey.kano_table(told, five),
        "ipa": survey.importance_performance(told, pairs, cut="grand_means"),
        "raked": survey.raked_weights(
            told, {"segment": {"oem": 0.5, "user": 0.3, "dealer": 0.2}}
        ),
        "battery": survey.crosstab_battery(told, items=items, by=["segment"]),
        "rank_battery": survey.rank_battery(told, items=items, by="segment"),
        "goodness": survey.goodness_of_fit(survey.single_response(told, "segment")),
    }  # fmt: skip
