"""Briefings as slides, written with python-pptx: texts, tables and charts that PowerPoint edits, data inside."""
