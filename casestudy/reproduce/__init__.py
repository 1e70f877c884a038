"""Run a study's notebooks from clean kernels and gather what they computed.

A notebook says `record_claim("V11", value)`; the value travels in the notebook's own output. The
runner collects the values, and only then are they held against the published findings.
"""

from __future__ import annotations

from casestudy.reproduce.notebooks import NotebookRun, run_notebooks
from casestudy.reproduce.outputs import SavedOutputs, saved_outputs
from casestudy.reproduce.recording import ComputedClaim, record_claim

__all__ = [
    "ComputedClaim",
    "NotebookRun",
    "SavedOutputs",
    "record_claim",
    "run_notebooks",
    "saved_outputs",
]
