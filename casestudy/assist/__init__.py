"""A machine as a coder: what it returns are suggestions, judged like any other coder's work."""

from __future__ import annotations

from casestudy.assist.audit import site_audit
from casestudy.assist.audit_results import SiteAudit, suggested_codings
from casestudy.assist.audited_page import AuditedPage
from casestudy.assist.rules import Unit, rule_codings

__all__ = [
    "AuditedPage",
    "SiteAudit",
    "Unit",
    "rule_codings",
    "site_audit",
    "suggested_codings",
]
