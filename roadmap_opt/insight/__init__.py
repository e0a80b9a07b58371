"""What a plan means: costs, flows, confidence, what lenders see, scores; all from the tables of a run."""
