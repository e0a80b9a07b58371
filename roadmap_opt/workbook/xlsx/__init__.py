"""A workbook file as its cells: the zip package, the XML in it, and nothing that has no say in what a cell holds.

Formats, comments, drawings, links, names, macros and properties are never opened, so none of them can stop a read; a
part is unpacked only as far as :mod:`roadmap_opt.workbook.xlsx.limits` allows.
"""
