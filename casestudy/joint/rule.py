"""When two strands agree, when they are in tension, and when one of them is silent: as data."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

AGREEMENT, PARTIAL, TENSION = "agreement", "partial", "tension"
VOICES_ONLY, SURVEY_ONLY, OPEN = "voices only", "survey only", "open"
VERDICTS = (AGREEMENT, PARTIAL, TENSION, VOICES_ONLY, SURVEY_ONLY, OPEN)
"""All verdicts: the strands say the same, nearly, the opposite; one is silent; nothing is known."""

HEARD, FAINT, SILENT = "heard", "faint", "silent"
HIGH, MIDDLE, LOW, FEW, NOT_ASKED = "high", "middle", "low", "too few", "not asked"
_ALONE = {FEW: VOICES_ONLY, NOT_ASKED: VOICES_ONLY}
_TABLE = {
    HEARD: {HIGH: AGREEMENT, MIDDLE: PARTIAL, LOW: TENSION, **_ALONE},
    FAINT: {HIGH: PARTIAL, MIDDLE: PARTIAL, LOW: PARTIAL, **_ALONE},
    SILENT: {HIGH: SURVEY_ONLY, MIDDLE: SURVEY_ONLY, LOW: OPEN, FEW: OPEN, NOT_ASKED: OPEN},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRule:
    """The thresholds by which strands are compared. They are a decision, and are printed.

    Parameters
    ----------
    heard : int
        Different voices from which a theme counts as heard; fewer are faint, none is silent.
    high, low : float
        Shares from which, and up to which, a preference counts as high or low.
    fewest : int
        Respondents below whom a share is too few to be compared.

    Notes
    -----
    Silence of the voices is never a "no": few were asked, and not about everything. A theme that
    nobody raised and few prefer is therefore open, not an agreement. The verdicts follow the fit of
    integration (confirmation, expansion, discordance) with silence named apart.

    References
    ----------
    Fetters, M. D., Curry, L. A., & Creswell, J. W. (2013). Achieving integration in mixed methods
    designs: principles and practices. Health Services Research 48, 2134-2156, pp. 2143-2144.
    doi:10.1111/1475-6773.12117

    Examples
    --------
    >>> rule = JointRule(heard=2, high=0.6, low=0.3, fewest=10)
    >>> rule.verdict(n_voices=3, share=0.8, n=40), rule.verdict(n_voices=3, share=0.2, n=40)
    ('agreement', 'tension')
    >>> rule.verdict(n_voices=0, share=0.2, n=40)
    'open'
    """

    heard: int
    high: float
    low: float
    fewest: int

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= 1:
            raise ValueError(
                f"low {self.low} and high {self.high} are shares: 0 <= low < high <= 1 is allowed"
            )
        if self.heard < 1 or self.fewest < 1:
            raise ValueError(
                f"heard {self.heard} and fewest {self.fewest} count people: 1 or more is allowed"
            )

    def loudness(self, n_voices: int) -> str:
        """Whether a theme is heard, faint or silent."""
        return HEARD if n_voices >= self.heard else FAINT if n_voices else SILENT

    def level(self, share: float | None, n: int) -> str:
        """Whether a preference is high, middle or low; too few; or not asked."""
        if share is None or n == 0:
            return NOT_ASKED
        if n < self.fewest:
            return FEW
        return HIGH if share >= self.high else LOW if share <= self.low else MIDDLE

    def verdict(self, *, n_voices: int, share: float | None, n: int) -> str:
        """What the strands are to one another."""
        return _TABLE[self.loudness(n_voices)][self.level(share, n)]

    def compared(self, loudness: str, level: str) -> str:
        """The verdict on a loudness and a level."""
        return _TABLE[loudness][level]

    def is_near(self, low: float, high: float) -> bool:
        """Whether an interval holds a threshold: another sample may give another verdict."""
        return low < self.high <= high or low <= self.low < high

    def to_frame(self) -> pd.DataFrame:
        """The whole rule: a row a loudness, a column a level."""
        return pd.DataFrame(_TABLE).T.rename_axis("voices").reset_index()

    def __str__(self) -> str:
        voices = "voice" if self.heard == 1 else "voices"
        return (
            f"Rule: a theme is heard from {self.heard} {voices} on, and faint below; a preference "
            f"is high from {self.high:.0%} on, low up to {self.low:.0%}, and not compared below "
            f"{self.fewest} respondents. Heard and high agree, heard and low are in tension; where "
            "the voices are silent nothing is concluded."
        )
