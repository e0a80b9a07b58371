"""What a plan means: costs, flows, confidence, the bank case, scores; all from the tables of a run."""
