"""What many tests begin with: a small study of made-up words, and the same examples in each run."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from casestudy.opening import new_study
from casestudy.provenance import Provenance
from casestudy.study import Study

settings.register_profile(
    "casestudy",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("casestudy")

if threading.current_thread() is threading.main_thread():
    # what is started in the background is told to ignore Ctrl-C, and so would all that tests start
    signal.signal(signal.SIGINT, signal.default_int_handler)

TALK = (
    "Anna: We trust the supplier.\n"
    "Ben: Why do you?\n"
    "Anna: Because the stock levels are live, and somebody answers.\n"
    "Ben: I see.\n"
)
"""A made-up interview."""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A new study with the ten themes, the case `shop` and one interview, `talk`."""
    made = new_study(tmp_path / "study", title="Trust in a shop")
    transcript = tmp_path / "talk.txt"
    transcript.write_text(TALK, "utf-8")
    made.import_files(
        transcript,
        case="shop",
        provenance=Provenance(kind="synthetic", generator="tests/conftest.py"),
    )
    return made
