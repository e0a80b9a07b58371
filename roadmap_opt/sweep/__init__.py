"""Sweeps: the designs of samples, and the runs over worker processes that keep a built model."""
