"""Runs: from a solution to a folder and back, their names, their history."""
