"""Labels in place of names over a whole study: found, ticked, replaced, copied, looked for.

This joins what finds and replaces names (`casestudy.pseudonyms`) with what keeps a study
(`casestudy.store`). `Study.pseudonyms` is the way in.
"""

from __future__ import annotations

from casestudy.pseudonymising.of_study import StudyPseudonyms
from casestudy.pseudonymising.reports import PseudonymisedStudy, RestoredStudy, StudyCopy

__all__ = ["PseudonymisedStudy", "RestoredStudy", "StudyCopy", "StudyPseudonyms"]
