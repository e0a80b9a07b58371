"""Naming a file that is no workbook, whatever its name ends with: the planner then knows what to do with it."""

from __future__ import annotations

import codecs
from collections.abc import Collection

from roadmap_opt.said import said
from roadmap_opt.workbook.xlsx.faults import FileFault, OtherKind, Protected

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files before 2007, and encrypted ones
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_WORD_MARK, _SLIDES_MARK = ("WordDocument".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le"))
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RESTORE = "Restore it from a copy."
_CONVERT = "Open it in {program}, export it as an Excel workbook (.xlsx), and name that file."


def other_kind(name: str, content: bytes) -> FileFault | None:
    """What is wrong with a file that cannot be a zip archive; ``None`` when it may be one."""
    if content.startswith(b"PK"):
        return None
    if not content.strip(b"\0"):
        return OtherKind("a file that holds nothing but zeros" if content else "an empty file", _RESTORE)
    if name.startswith("~$"):
        remedy = "Name the workbook itself, without ~$."
        return OtherKind("the mark that Excel keeps beside a workbook while it is open", remedy)
    if content.startswith(_OLE_MAGIC):
        return _old_office(content)
    return OtherKind(said("a file that holds {kind}", kind=said(_text_kind(content))))


def kind_of_archive(parts: Collection[str], mimetype: str) -> FileFault:
    """What a zip archive without a workbook is: ``parts`` are its names in small letters, ``mimetype`` that part."""
    if "xl/workbook.bin" in parts:
        return OtherKind("a binary workbook (.xlsb)")
    if "mimetype" in parts:
        kinds = (("text", "text (.odt)"), ("presentation", "presentation (.odp)"), ("graphics", "drawing (.odg)"))
        kind = next((words for mark, words in kinds if f"opendocument.{mark}" in mimetype), "spreadsheet (.ods)")
        return OtherKind("a book (.epub)" if "epub" in mimetype else said("an OpenDocument {kind}", kind=said(kind)))
    if "index.zip" in parts or any(part.endswith(".iwa") for part in parts):
        return OtherKind("an Apple Numbers document (.numbers)", said(_CONVERT, program="Numbers"))
    if "word/document.xml" in parts:
        return OtherKind("a Word document (.docx)", "Copy its tables into a workbook, or name the workbook.")
    if "ppt/presentation.xml" in parts:
        return OtherKind("a PowerPoint presentation (.pptx)", "Name the workbook instead.")
    if any(part.endswith((".xlsx", ".xlsm")) for part in parts):
        return OtherKind("a zip archive with a workbook in it", "Unpack it, and name the workbook that was in it.")
    return OtherKind("a zip archive without a workbook")


def _old_office(content: bytes) -> FileFault:
    if _ENCRYPTED_MARK in content:
        return Protected()
    if _WORD_MARK in content:
        return OtherKind("a Word document (.doc)", "Copy its tables into a workbook, or name the workbook.")
    if _SLIDES_MARK in content:
        return OtherKind("a PowerPoint presentation (.ppt)", "Name the workbook instead.")
    return OtherKind("a workbook of Excel 97-2003 (.xls) or another old Office file")


def _text_kind(content: bytes) -> str:
    start = content[:4096]
    if start.startswith(_UTF_16_MARKS):
        start = start[2:].replace(b"\0", b"")
    if b"\0" in start or content.startswith(b"%PDF"):
        return "a PDF document" if content.startswith(b"%PDF") else "another kind of file"
    words = start.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in words:
        return "a workbook in the XML format of 2003"
    if b"opendocument.spreadsheet" in words:
        return "a flat OpenDocument spreadsheet (.fods)"
    return "a web page (.html)" if b"<html" in words or b"<!doctype html" in words else "text, such as CSV"
