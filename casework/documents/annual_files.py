"""The files an annual table is handed out as: one row a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casework.documents import annual_csv, annual_docx, annual_html, annual_json, annual_six, annual_xlsx
from casework.documents.annual_report import AnnualReport


@dataclass(frozen=True, slots=True)
class AnnualFile:
    """One format: what its button says, its type, and who writes it."""

    label: str
    content_type: str
    write: Callable[[AnnualReport], bytes]


ANNUAL_FILES = {
    "xlsx": AnnualFile("Excel", annual_xlsx.CONTENT_TYPE, annual_xlsx.annual_xlsx),
    "docx": AnnualFile("Word", annual_docx.CONTENT_TYPE, annual_docx.annual_docx),
    "html": AnnualFile("网页", annual_html.CONTENT_TYPE, annual_html.annual_html),
    "csv": AnnualFile("CSV", annual_csv.CONTENT_TYPE, annual_csv.annual_csv),
    "json": AnnualFile("JSON", annual_json.CONTENT_TYPE, annual_json.annual_json),
}

# The draft of the whole report, under its own name because it is a Word file as well.
ANNUAL_DRAFTS = {"report": AnnualFile("六部分报告初稿（Word）", annual_docx.CONTENT_TYPE, annual_six.annual_six)}
DRAFT_ENDING = "docx"
