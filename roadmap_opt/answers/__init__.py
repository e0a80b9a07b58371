"""Why not, and what would it take: answers about a scenario that rest on arithmetic and on solves."""

from roadmap_opt.answers.answer import QUESTIONS, Explanation, explain
from roadmap_opt.answers.repair import Asked, Edit, Repairs

__all__ = ["QUESTIONS", "Asked", "Edit", "Explanation", "Repairs", "explain"]
