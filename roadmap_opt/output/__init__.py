"""The output contract: the tables and the record of a run, each declared once."""
