"""The codes that a coder may use, and what the codings of each may be rated with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casestudy.codebook import Codebook
from casestudy.errors import UnknownCode, did_you_mean
from casestudy.ratings import NO_RATINGS, Rating, RatingScales
from casestudy.store.study_file import StudyRecord


class AllowedCodes:
    """Which codes there are, as logs write them, and what each allows.

    Parameters
    ----------
    codes : iterable of str
        Ids.
    ratings : mapping of str to RatingScales, optional
        For the codes that allow weights or stances.
    """

    def __init__(
        self, codes: Iterable[str], ratings: Mapping[str, RatingScales] | None = None
    ) -> None:
        self._codes = frozenset(codes)
        self._ratings = ratings or {}

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def check(self, code: str) -> None:
        """Refuse a code that is not in the study's codebook.

        Raises
        ------
        UnknownCode
            With the nearest code there is.
        """
        if code not in self._codes:
            raise UnknownCode(
                f"code {code!r} is not in the study's codebook{did_you_mean(code, self._codes)}"
            )

    def check_rating(self, code: str, rating: Rating) -> None:
        """Refuse a weight or stance that the code does not allow.

        Raises
        ------
        ValueError
            With what it allows.
        """
        if fault := self._fault(code, rating):
            raise ValueError(f"code {code!r}: {fault}; its scales are declared in the codebook")

    def not_counted(self, code: str, rating: Rating) -> str:
        """What a person hears of a rating that a code does not allow, empty if it does."""
        fault = self._fault(code, rating)
        return f"code {code!r}: {fault}; it is kept in the log and not counted" if fault else ""

    def _fault(self, code: str, rating: Rating) -> str:
        scales = self._ratings.get(code, NO_RATINGS)
        return scales.fault(weight=rating.get("weight"), stance=rating.get("stance", ""))


def known_codes(record: StudyRecord, schemes: Mapping[str, Codebook]) -> dict[str, str]:
    """Every id that a coding may bear: plain for the main scheme, `scheme:code` for the others."""
    return {
        _logged(code.id, scheme, record, schemes): scheme.id
        for scheme in schemes.values()
        for code in scheme
    }


def known_ratings(record: StudyRecord, schemes: Mapping[str, Codebook]) -> dict[str, RatingScales]:
    """What codings of each code may be rated with; codes that allow nothing are left out.

    A code that was merged has the scales of the code that its codings count as now.
    """
    found = {}
    for scheme in schemes.values():
        for code in scheme:
            scales = scheme.ratings_of(scheme.current_codes.get(code.id, code.id))
            if scales:
                found[_logged(code.id, scheme, record, schemes)] = scales
    return found


def allowed_codes(record: StudyRecord, schemes: Mapping[str, Codebook]) -> AllowedCodes:
    """All codes of a study's schemes."""
    return AllowedCodes(known_codes(record, schemes), known_ratings(record, schemes))


def _logged(
    code: str, scheme: Codebook, record: StudyRecord, schemes: Mapping[str, Codebook]
) -> str:
    """How logs write a code."""
    is_main = scheme.id == record.codebook or len(schemes) == 1
    return code if is_main else f"{scheme.id}:{code}"
