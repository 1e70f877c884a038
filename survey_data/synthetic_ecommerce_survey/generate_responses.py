"""Write ``responses.csv``: made-up answers to a made-up e-commerce survey.

SYNTHETIC. Every parameter in this file is INVENTED. No number here comes from
the published study, which gives no sample size, no percentage and no scale.

What the *shape* borrows are the few ordinal statements that the study does
make, so that the computations behind them have something to run on: which
channels are named most often at each stage of a purchase, that all three
segments like to serve themselves, that original equipment manufacturers mostly
use one platform and the others several, and which two needs come first. The
order is put in on purpose. Finding it again in these data shows that the
computation works. It says nothing about any customer, and it is no evidence
for the study.

How it is made
--------------
The seed is 20240312 and there are 240 respondents. Chance comes only from
uniform numbers of the PCG64 generator, a stream that numpy keeps stable; each
answer is read off one such number by inverting its distribution. Two runs give
the same bytes.

Each respondent has one hidden leaning towards digital tools (standard normal).
It moves the interest in self-service and in apps, and all six needs a little.
A second one, trust, moves the four statements on sharing data.

Four kinds of missing are kept apart
------------------------------------
====== =================================================================
empty  asked, and left blank
-77    not asked: the questionnaire skipped the question
-88    don't know, ticked as an answer
0      not ticked, in a question with several choices that was answered
====== =================================================================

The last columns (a ranking of the channels, six ratings of how well they are served, and Kano's two
questions on two features) come from a stream of their own, so that they can change without the
others.

Run it from anywhere: ``python generate_responses.py``.
"""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import NormalDist

import numpy as np

TARGET = Path(__file__).with_name("responses.csv")
SEED = 20240312
N_RESPONDENTS = 240

LEFT_BLANK = ""
NOT_ASKED = -77
DONT_KNOW = -88

Answer = int | str
Row = dict[str, Answer]

CHANNELS = ("online_search", "web_shop", "punchout", "email")
STAGES = ("searching", "selecting", "buying", "aftersales")
SEGMENTS = ("channel_partner", "oem", "end_user")

#: Shares of the segments, in the order of `SEGMENTS`. Invented.
SEGMENT_SHARES = (0.36, 0.24, 0.40)

#: How often a segment buys online: regularly, now and then, never. Invented.
BUYING_ONLINE = ("regularly", "sometimes", "never")
BUYING_ONLINE_SHARES = {
    "channel_partner": (0.68, 0.26, 0.06),
    "oem": (0.48, 0.38, 0.14),
    "end_user": (0.54, 0.36, 0.10),
}

#: Chance of ticking a channel at a stage, in the order of `CHANNELS`. Invented;
#: the channels that the study names at a stage stand well above the others.
TICKED = {
    "searching": (0.78, 0.30, 0.60, 0.20),
    "selecting": (0.28, 0.24, 0.60, 0.70),
    "buying": (0.12, 0.80, 0.70, 0.54),
    "aftersales": (0.14, 0.24, 0.18, 0.76),
}

#: What a segment adds to each chance above, in the order of `CHANNELS`. Invented.
TICKED_MORE = {
    "channel_partner": (0.02, 0.03, 0.05, -0.03),
    "oem": (-0.04, -0.04, 0.03, 0.05),
    "end_user": (0.00, 0.02, -0.06, 0.00),
}

#: Chance of naming 1, 2, 3 ... platforms. Invented; the last share takes the rest.
PLATFORM_SHARES = {
    "channel_partner": (0.01, 0.02, 0.04, 0.07, 0.10, 0.14, 0.16, 0.15, 0.12, 0.09, 0.06, 0.04),
    "oem": (0.72, 0.18, 0.07, 0.03),
    "end_user": (0.02, 0.04, 0.07, 0.11, 0.14, 0.17, 0.15, 0.12, 0.09, 0.06, 0.03),
}

#: Rating: (centre, weight of the leaning, weight of trust). Invented. A rating is
#: the centre, plus the weighted leanings, plus noise, rounded into 1 to 5.
RATINGS = {
    "self_service_interest": (4.25, 0.55, 0.0),
    "need_technical_details": (4.60, 0.25, 0.0),
    "need_price_and_purchase_information": (4.45, 0.25, 0.0),
    "need_stock_and_delivery_updates": (3.90, 0.35, 0.0),
    "need_order_history_and_reordering": (3.65, 0.40, 0.0),
    "need_product_configuration": (3.30, 0.45, 0.0),
    "need_contact_with_a_person": (3.05, -0.30, 0.0),
    "app_interest": (3.60, 0.60, 0.0),
    "sharing_purpose_told": (3.80, 0.10, 0.65),
    "sharing_benefit_seen": (3.70, 0.10, 0.60),
    "sharing_history_for_suggestions": (3.20, 0.20, 0.60),
    "sharing_worries": (3.10, 0.00, -0.65),
}

#: What a segment adds to the centre of a rating. Invented; not named means nothing.
RATING_MORE = {
    "channel_partner": {"need_order_history_and_reordering": 0.35, "app_interest": 0.10},
    "oem": {"need_product_configuration": 0.55, "self_service_interest": -0.15},
    "end_user": {"need_stock_and_delivery_updates": 0.20, "app_interest": 0.15},
}

RATING_NOISE = 0.75
LOWEST_RATING, HIGHEST_RATING = 1, 5

#: Log worth of each channel in the order of preference, in the order of `CHANNELS`. Invented.
PREFERENCE = {
    "channel_partner": (0.0, 0.9, 0.7, 0.2),
    "oem": (0.0, 0.2, 0.5, 0.6),
    "end_user": (0.0, 0.6, 0.1, 0.5),
}
#: Chance of naming only the first two. Invented.
NAMES_TWO = 0.2

#: How well each need is served: the centre of a rating from 1 to 5. Invented.
SERVED = {
    "technical_details": 3.9,
    "price_and_purchase_information": 2.9,
    "stock_and_delivery_updates": 2.7,
    "order_history_and_reordering": 3.6,
    "product_configuration": 2.6,
    "contact_with_a_person": 3.8,
}

#: Kano's five answers: how a feature is felt if it is there, and if it is not. Invented shares.
KANO = {
    "app": ((0.46, 0.16, 0.26, 0.09, 0.03), (0.02, 0.07, 0.56, 0.25, 0.10)),
    "stock_shown": ((0.28, 0.52, 0.13, 0.05, 0.02), (0.01, 0.03, 0.10, 0.22, 0.64)),
}

#: Chances of the kinds of missing. Invented.
SKIPS_A_QUESTION = 0.03
DOES_NOT_KNOW = 0.03
STOPS_BEFORE_THE_LAST_PAGE = 0.04
LAST_PAGE = tuple(column for column in RATINGS if column.startswith("sharing_"))


def choice(rng: np.random.Generator, shares: tuple[float, ...]) -> int:
    """Return a position drawn with the given shares; the last one takes the rest."""
    return int(np.searchsorted(np.cumsum(shares[:-1]), rng.random(), side="right"))


def normal(rng: np.random.Generator) -> float:
    """Return one standard normal number, by inverting a uniform one."""
    return NormalDist().inv_cdf(max(rng.random(), 1e-12))


def missing(rng: np.random.Generator) -> Answer | None:
    """Return in which way a question that was asked has no answer, or None if it has one."""
    draw = rng.random()
    if draw < SKIPS_A_QUESTION:
        return LEFT_BLANK
    if draw < SKIPS_A_QUESTION + DOES_NOT_KNOW:
        return DONT_KNOW
    return None


def channel_answers(rng: np.random.Generator, stage: str, row: Row) -> Row:
    """Return the four cells of one stage. Who never buys online has no aftersales question."""
    columns = [f"{stage}__{channel}" for channel in CHANNELS]
    chances = np.array(TICKED[stage]) + np.array(TICKED_MORE[str(row["segment"])])
    never = row["buys_online"] == "never"
    if never and stage == "buying":
        chances[[CHANNELS.index("web_shop"), CHANNELS.index("punchout")]] = 0.0
    absent = missing(rng)
    ticks = (rng.random(len(CHANNELS)) < chances).astype(int)
    if never and stage == "aftersales":
        return dict.fromkeys(columns, NOT_ASKED)
    if absent is not None:
        return dict.fromkeys(columns, absent)
    return dict(zip(columns, ticks.tolist(), strict=True))


def rating_answer(
    rng: np.random.Generator, item: str, *, segment: str, leaning: float, trust: float
) -> Answer:
    """Return one rating from 1 to 5, or how it is missing."""
    centre, of_leaning, of_trust = RATINGS[item]
    centre += RATING_MORE[segment].get(item, 0.0)
    absent = missing(rng)
    felt = centre + of_leaning * leaning + of_trust * trust + RATING_NOISE * normal(rng)
    rating = int(np.clip(np.floor(felt + 0.5), LOWEST_RATING, HIGHEST_RATING))
    return rating if absent is None else absent


def respondent_row(rng: np.random.Generator, number: int) -> Row:
    """Return all answers of one respondent, column by column."""
    segment = SEGMENTS[choice(rng, SEGMENT_SHARES)]
    leaning, trust = normal(rng), normal(rng)
    row: Row = {"respondent": f"R{number:03d}", "provenance": "synthetic", "segment": segment}
    row["buys_online"] = BUYING_ONLINE[choice(rng, BUYING_ONLINE_SHARES[segment])]
    absent = missing(rng)
    platforms = 1 + choice(rng, PLATFORM_SHARES[segment])
    row["platforms_used"] = platforms if absent is None else absent
    for stage in STAGES:
        row |= channel_answers(rng, stage, row)
    for item in RATINGS:
        row[item] = rating_answer(rng, item, segment=segment, leaning=leaning, trust=trust)
    if rng.random() < STOPS_BEFORE_THE_LAST_PAGE:
        row |= dict.fromkeys(LAST_PAGE, LEFT_BLANK)
    return row


def ranking_answers(rng: np.random.Generator, segment: str) -> Row:
    """Return the ranks of the channels; blank where a channel was not ranked."""
    absent, n_named = missing(rng), 2 if rng.random() < NAMES_TWO else len(CHANNELS)
    felt = [
        worth - float(np.log(-np.log(max(rng.random(), 1e-12)))) for worth in PREFERENCE[segment]
    ]
    places = {CHANNELS[place]: rank for rank, place in enumerate(np.argsort(felt)[::-1], start=1)}
    return {
        f"preferred__{channel}": absent
        if absent is not None
        else (places[channel] if places[channel] <= n_named else LEFT_BLANK)
        for channel in CHANNELS
    }


def later_answers(rng: np.random.Generator, row: Row) -> Row:
    """Return the answers of the last columns: a ranking, ratings of service, Kano's questions."""
    answers = ranking_answers(rng, str(row["segment"]))
    contentment = normal(rng)
    for need, centre in SERVED.items():
        absent = missing(rng)
        felt = centre + 0.4 * contentment + RATING_NOISE * normal(rng)
        rating = int(np.clip(np.floor(felt + 0.5), LOWEST_RATING, HIGHEST_RATING))
        answers[f"served_{need}"] = rating if absent is None else absent
    for feature, shares in KANO.items():
        for side, chances in zip(("there", "lacking"), shares, strict=True):
            absent = missing(rng)
            given = 1 + choice(rng, chances)
            answers[f"{feature}_{side}"] = given if absent is None else absent
    return answers


def responses() -> list[Row]:
    """Return the rows of all respondents."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    rows = [respondent_row(rng, number) for number in range(1, N_RESPONDENTS + 1)]
    later = np.random.Generator(np.random.PCG64(SEED + 1))
    return [row | later_answers(later, row) for row in rows]


def write_responses(target: Path) -> None:
    """Write the rows as CSV: UTF-8, commas, one head line, line ends of one character."""
    rows = responses()
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write_responses(TARGET)
