"""A small made-up survey."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from casestudy.provenance import Provenance
from casestudy.questionnaire import Choice, Item, MissingKind, Questionnaire, Survey

MISSING = (
    MissingKind(kind="left_blank", value=""),
    MissingKind(kind="not_asked", value="-77"),
    MissingKind(kind="dont_know", value="-88"),
    MissingKind(kind="dont_know", value="-99"),
    MissingKind(kind="not_ticked", value="0"),
)


def choices(*values: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=f"Label {value}") for value in values)


ITEMS = (
    Item(
        id="use", kind="multiple", text="What do you use?", choices=choices("mail", "shop", "chat"),
        columns={"mail": "use_mail", "shop": "use_shop", "chat": "use_chat"},
        asked_if="buys == 'yes'",
    ),
    Item(id="role", kind="single", text="Who are you?", choices=choices("oem", "user")),
    Item(id="like", kind="rating", text="How much?", choices=choices("1", "2", "3", "-88")),
    Item(id="sites", kind="numeric", text="How many?"),
    Item(id="words", kind="text", text="Why?"),
)  # fmt: skip


@pytest.fixture(scope="session")
def make_survey() -> Callable[..., Survey]:
    """A survey from columns of cells."""

    def made(*, missing: tuple[MissingKind, ...] = MISSING, **columns: list[str]) -> Survey:
        form = Questionnaire(
            id="q", title="Q", items=ITEMS, missing=missing,
            provenance=Provenance(kind="synthetic", generator="tests"),
        )  # fmt: skip
        return Survey(questionnaire=form, responses=pd.DataFrame(columns, dtype="str"))

    return made
