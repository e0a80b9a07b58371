"""Comparing runs: inputs that differ, decisions that moved, targets, a bridge of net present value, and what the
solver's gaps leave open. Pure data: no Excel and no HTML here.
"""

from roadmap_opt.comparison.comparison import Comparison as Comparison
from roadmap_opt.comparison.comparison import compare as compare

__all__ = ["Comparison", "compare"]
