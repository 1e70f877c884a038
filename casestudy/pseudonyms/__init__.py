"""Labels in place of names: candidates, a key, replacement, the way back, and a look for leaks.

Everything works offline and gives its reasons; a person decides. What is on the key is replaced,
and what is not on it stays: people can also be known by what they say.
"""

from __future__ import annotations

from casestudy.pseudonym_key import Pseudonym, PseudonymKey
from casestudy.pseudonyms.candidates import CandidateList, name_candidates
from casestudy.pseudonyms.key import pseudonym_key
from casestudy.pseudonyms.leaks import LeakReport, leaks
from casestudy.pseudonyms.replacing import Replacement, pseudonymised, restored

__all__ = [
    "CandidateList",
    "LeakReport",
    "Pseudonym",
    "PseudonymKey",
    "Replacement",
    "leaks",
    "name_candidates",
    "pseudonym_key",
    "pseudonymised",
    "restored",
]
