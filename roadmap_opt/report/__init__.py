"""The page people look at: one self-contained HTML file per run, in both languages, without any network.

How to write a section, in a file of its own beside `summary.py`::

    def section(run: Run, names: Names) -> Section:
        years = results.case.decision_years
        lines = by_year(results.tables["cash_flow"], ("line",), "nominal")
        series = [Series(names("line", line), values) for (line,), values in lines.items()]
        return Section("money", SAY.both("title"), SAY.both("lead"), [
            Tiles([Tile(SAY.both("peak"), figures.short(peak_funding(results), MUSD), SAY.both("peak_remark"))]),
            stacked_bars(SAY.both("chart_cash"), years, series, MUSD),
            year_table(SAY.both("caption"), years, [Years(each.name, each.values, MUSD) for each in series]),
        ])

and enter it in the contents of `run_page.py`.

* **Words, names, numbers, parts and charts**: see :mod:`roadmap_opt.documents`.
* **Facts** about a run that more than one place shows live in `solution/` (`results.py`, `scores.py`), never here.
* **Look at it**: `tests/support/gallery.py` shows every part; `tests/conftest.py` has a Chromium to photograph.
"""
