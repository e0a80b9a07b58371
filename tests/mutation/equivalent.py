"""Mutants that no test can kill, because they change no optimum; each with the reason."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
"""Reason by name of the mutant."""
