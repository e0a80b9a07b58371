"""The independent auditor: recomputes a plan from workbook and tables, without model and solver."""

from roadmap_opt.auditor.audit import audit as audit
from roadmap_opt.auditor.audit import audit_record as audit_record
from roadmap_opt.auditor.violation import Violation as Violation

__all__ = ["Violation", "audit", "audit_record"]
