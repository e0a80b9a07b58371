"""Why not, and what would it take: answers about a scenario that rest on arithmetic and on solves."""

from roadmap_opt.answers.answer import QUESTIONS, Explanation, explain
from roadmap_opt.answers.repair import Asked, Edit, Repairs
from roadmap_opt.answers.worth import UnknownItemError, Worth, worth_of

__all__ = [
    "QUESTIONS", "Asked", "Edit", "Explanation", "Repairs", "UnknownItemError", "Worth", "explain", "worth_of",
]  # fmt: skip
