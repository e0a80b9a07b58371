"""Why not, what would it take, what does it cost: answers about a scenario or a plan that rest on solves."""

from roadmap_opt.answers.about_plan import PlanAnswers, about_plan
from roadmap_opt.answers.answer import QUESTIONS, Explanation, explain
from roadmap_opt.answers.asking import NoAnswerError, NoPlanError
from roadmap_opt.answers.repair import Asked, Edit, Repairs
from roadmap_opt.answers.worth import UnknownItemError, Worth, worth_of
from roadmap_opt.runs.explained import TOPICS

__all__ = [
    "QUESTIONS", "TOPICS", "Asked", "Edit", "Explanation", "NoAnswerError", "NoPlanError", "PlanAnswers", "Repairs",
    "UnknownItemError", "Worth", "about_plan", "explain", "worth_of",
]  # fmt: skip
