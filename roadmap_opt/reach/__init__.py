"""What no plan can reach, told before any search: the most that could exist, per target and year, as arithmetic.

Deposits, recipes, lead times, permits, licences, feed and markets bound every amount; money, crews and what goods share
are left out, so a target within reach here may still be out of reach. What is out of reach here is so for every plan:
these are bounds, not estimates, and tests hold them against the model.
"""

from roadmap_opt.reach.levels import Levels
from roadmap_opt.reach.limits import Reason
from roadmap_opt.reach.verdict import ABOUT_REACH, OutOfReach, out_of_reach, reach_lines

__all__ = ["ABOUT_REACH", "Levels", "OutOfReach", "Reason", "out_of_reach", "reach_lines"]
