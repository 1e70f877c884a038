"""Which of a study's coding schemes is meant."""

from __future__ import annotations

from collections.abc import Mapping

from casestudy.codebook import Codebook
from casestudy.errors import did_you_mean
from casestudy.store import StudyRecord
from casestudy.store.layout import SCHEMES


def main_scheme(record: StudyRecord, schemes: Mapping[str, Codebook]) -> Codebook:
    """The scheme that study.toml names, or the only one.

    Raises
    ------
    LookupError
        If it names none and there are several, or it names one that is not there.
    """
    name = record.codebook
    if not name and len(schemes) == 1:
        return next(iter(schemes.values()))
    if not name:
        raise LookupError(
            f"study.toml names no codebook, and {SCHEMES}/ has {len(schemes)} schemes; "
            'write codebook = "<id of a scheme>" under [study]'
        )
    return scheme_named(name, schemes)


def scheme_named(name: str, schemes: Mapping[str, Codebook]) -> Codebook:
    """The scheme of a name.

    Raises
    ------
    LookupError
        If there is none.
    """
    if name not in schemes:
        raise LookupError(
            f"the codebook {name!r} is not among the schemes in "
            f"{SCHEMES}/{did_you_mean(name, schemes)}"
        )
    return schemes[name]
