"""Documents that people read: declared once from parts, drawn as a page (`html`) and as a workbook, a book (`excel`).

Sweep, regret matrix and comparison have both; the page of a run (`roadmap_opt.report`) has no book drawn from it.

* **Words** are `Text(en, tr)` (`roadmap_opt.messages`); a subject has a file of its own in `roadmap_opt/words`
  and takes pairs from its `Catalogue` with `SAY.both("key", value=...)`; a value may be a `Text`. Plain `str` is for
  what needs no translation (a file name). Nothing is ever marked as safe: texts are escaped everywhere, tooltips
  included.
* **Names** of plants, commodities, sources, targets, ... come from `names(kind, key)` (`runs/names.py`), units from
  `names.unit(...)`, names of choices (`category_mining`, `kind_loan`) from the words `TERMS`.
* **Numbers** in sentences and tiles come from `roadmap_opt.figures` (`number`, `short`, `percent`, `moment`). In tables
  give the bare number and let the column format it; the cell keeps the full value in `data-value`. Where the words
  are more than the number, a `Figure` says both, with its tone, and in a book a live formula if it has one.
* **Parts** (`components.py`): Paragraph, Badge, Callout, Tiles, Pairs, Table (columns with kind, unit, decimals; rows
  normal, total, heading; sortable, searchable), `year_table`, Group (heading of the third level), SideBySide, Folded,
  Choice (one of several parts at a time, their year sliders together), SmallCharts (many small ones, one legend).
* **One medium only**: a `Section`, `Column` or `Row` says `only="book"`, a part or a cell is an `Either(page, book)`,
  and a part that depends on a choice of the reader says what stands for it (`in_medium`). No renderer asks what it
  draws.
* **Sheets**: a section names its `Sheet`; one without, or with the same, joins those before it. The head of the
  document and its facts fill the first sheet. A table that is alone on its sheet, or can be searched, has a filter
  there, and its titles stay in view. Widths, heights, number formats and paper follow from what the table says.
* **Charts** (`html/charts*.py`): stacked_bars, lines_by_year, horizontal_bars, tornado, heatmap, gantt, waterfall,
  sankey and site_map (a slider over their years). Each makes its data table and its text for those who do not see it;
  pass `alt=` when you can say it better: what the reader should notice. A book has the table, and a native chart or
  coloured cells if a `Drawing` says so. Colours are names of the palette. For anything else build a `Chart` from an
  ECharts option: `"@blue"` is a colour, a `Text` follows the language, `number_format(...)` a formatter, `TIP` a
  tooltip that shows a data item's `"tip"`, `{"$renderer": name}` a drawing function of `drawing.js`, `frames` a slider,
  `map_shape={"name": ..., "shape": GeoJSON}` an outline for a series on `geo`.
"""
