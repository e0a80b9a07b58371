"""Reads the result tables from a solved model."""

from roadmap_opt.runs.extract.shadow_prices import shadow_prices as shadow_prices
from roadmap_opt.runs.extract.tables import extract as extract
from roadmap_opt.runs.extract.tables import give_values as give_values
