"""How far coders agree: reliability data, coefficients, intervals, and what they rest on."""

from __future__ import annotations

from casestudy.agreement.reliability import LEVELS, MISSING, ReliabilityData
from casestudy.agreement.result import Agreement, Agreements

__all__ = ["LEVELS", "MISSING", "Agreement", "Agreements", "ReliabilityData"]
