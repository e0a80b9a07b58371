"""What people look at, a folder per subject: a run (page: `run`, workbook: `run_book`), `compare`, `sweep`, `regret`.

How to write a section of a run's page, in a file of its own beside `run/summary.py`::

    def section(run: Run, names: Names) -> Section:
        years = run.case.decision_years
        lines = by_year(run.tables["cash_flow"], ("line",), "nominal")
        series = [Series(names("line", line), values) for (line,), values in lines.items()]
        return Section("money", SAY.both("title"), SAY.both("lead"), [
            Tiles([Tile(SAY.both("peak"), figures.short(peak_funding(run), MUSD), SAY.both("peak_remark"))]),
            stacked_bars(SAY.both("chart_cash"), years, series, MUSD),
            year_table(SAY.both("caption"), years, [Years(each.name, each.values, MUSD) for each in series]),
        ])

and enter it in the contents of `run/run_page.py`.

* **Words, names, numbers, parts and charts**: see :mod:`roadmap_opt.documents`.
* **Facts** about a run that more than one place shows live in `insight` or `runs`, never here.
* **Look at it**: `tests/support/gallery.py` shows every part; `tests/conftest.py` has a Chromium to photograph.
"""
