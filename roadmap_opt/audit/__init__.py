"""The independent auditor: recomputes a plan from workbook and tables, without model and solver."""

from roadmap_opt.audit.audit import audit as audit
from roadmap_opt.audit.audit import audit_record as audit_record
from roadmap_opt.audit.violation import Violation as Violation

__all__ = ["Violation", "audit", "audit_record"]
