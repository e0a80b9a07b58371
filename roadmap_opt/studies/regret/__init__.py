"""Hold the plan, change the world: what a plan that was made for one world is worth in another.

A *world* is a scenario's inputs, a *plan* the decisions that are best for a scenario. A plan is carried into a world by
keeping its plants, programmes and contracts until a year and finding everything else anew. How much worse than the best
plan for that world the outcome is, is the plan's *regret* there. Pure data: no Excel and no HTML here.
"""
