"""Briefings as PDF, drawn with ReportLab: text with an embedded font, charts as lines and areas, no browser."""
