"""The sheets of the workbook, family by family. Importing this package fills `schema.SHEETS` in workbook order."""

from roadmap_opt.case.sheets import settings as settings  # noqa: I001  (the order is the order of the workbook)
from roadmap_opt.case.sheets import physical as physical
from roadmap_opt.case.sheets import investment as investment
from roadmap_opt.case.sheets import supply as supply
from roadmap_opt.case.sheets import market as market
from roadmap_opt.case.sheets import finance as finance
from roadmap_opt.case.sheets import policy as policy
from roadmap_opt.case.sheets import sweeps as sweeps
from roadmap_opt.case.sheets import notes as notes
