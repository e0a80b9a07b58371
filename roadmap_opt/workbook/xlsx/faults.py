"""Why a file cannot be read: raised while it is opened, turned into a finding by the reader."""

from __future__ import annotations

from roadmap_opt.errors import RoadmapError
from roadmap_opt.said import said

WORKBOOK_EXPECTED = "an Excel workbook (.xlsx)"
_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
_RESTORE = "Open it in Excel, let it repair the file, save it; or restore it from a copy."


class FileFault(RoadmapError):
    """The file, or one ``sheet`` (and ``cell``) of it, cannot be read; the words are those of the finding to come."""

    def __init__(
        self, code: str, found: str, remedy: str, *, expected: str = WORKBOOK_EXPECTED, sheet: str = "",
        cell: str = "",
    ) -> None:  # fmt: skip
        super().__init__(found)
        self.code, self.found, self.remedy, self.expected = code, found, remedy, expected
        self.sheet, self.cell = sheet, cell


class OtherKind(FileFault):
    """The file is of another kind than a workbook."""

    def __init__(self, found: str, remedy: str = _SAVE_AS) -> None:
        super().__init__("E102", found, remedy)


class Protected(FileFault):
    """The file cannot be read without a password."""

    def __init__(self) -> None:
        remedy = "Remove the password in Excel (File, Info, Protect Workbook) and save."
        super().__init__("E103", "a file protected by a password", remedy)


class Damaged(FileFault):
    """The workbook, or a part of it that is needed, is not what it has to be."""

    def __init__(self, what: str, *, sheet: str = "", cell: str = "") -> None:
        super().__init__("E102", said("a damaged workbook ({what})", what=said(what)), _RESTORE, sheet=sheet, cell=cell)
        self.what = what


class TooLarge(FileFault):
    """The file, or a sheet, is beyond a limit."""

    def __init__(self, found: str, expected: str, remedy: str, *, sheet: str = "") -> None:
        super().__init__("E107", found, remedy, expected=expected, sheet=sheet)
