"""Labels in place of names: candidates, a key, replacement, the way back, and a look for leaks.

Everything works offline and gives its reasons; a person decides. What is on the key is replaced,
and what is not on it stays: people can also be known by what they say.
"""

from __future__ import annotations

from casestudy.pseudonym_key import Pseudonym, PseudonymKey
from casestudy.pseudonym_ticks import Tick
from casestudy.pseudonyms.candidate_list import CandidateList
from casestudy.pseudonyms.candidates import name_candidates
from casestudy.pseudonyms.key import key_from_ticks, pseudonym_key, ticks_of
from casestudy.pseudonyms.leaks import LeakFinder, LeakReport, Unread, leak_report, leaks
from casestudy.pseudonyms.relabelling import Relabelling, relabelled_ids
from casestudy.pseudonyms.replacing import (
    Replacement,
    first_forms,
    label_spans,
    pseudonymised,
    restored,
)

__all__ = [
    "CandidateList",
    "LeakFinder",
    "LeakReport",
    "Pseudonym",
    "PseudonymKey",
    "Relabelling",
    "Replacement",
    "Tick",
    "Unread",
    "first_forms",
    "key_from_ticks",
    "label_spans",
    "leak_report",
    "leaks",
    "name_candidates",
    "pseudonym_key",
    "pseudonymised",
    "relabelled_ids",
    "restored",
    "ticks_of",
]
