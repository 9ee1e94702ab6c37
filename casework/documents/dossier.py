"""卷宗: the papers of one case as a single PDF with index, page numbers and bookmarks, or as a zip with hashes.

Source: Art. 45 of the Regulation (归档); 一申请一卷.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from casework.documents.letters.fields import clean
from casework.documents.letters.layout import Faces
from casework.documents.letters.pdf import typeset
from casework.documents.manifests import Digest, manifest

# A paper of more pages is made to do harm, or belongs on a disc: it goes into the zip alone.
MOST_PAGES = 2_000
INDEX_TITLE = "卷内目录"
_INDEX_WIDTHS = (1, 7, 3, 2, 2)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list printed by ourselves: lines of text, then a table; ``widths`` are shares of the page."""

    title: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """One paper of a dossier. ``data`` is a PDF or a picture; other files only appear by name and hash.

    Without data and sheet it lies in the cupboard only: the index says so and it has no page here.
    """

    title: str
    number: str = ""
    dated_on: str = ""
    data: bytes = b""
    content_type: str = "application/pdf"
    file_name: str = ""
    sheet: Sheet | None = None
    # The editable file of a letter travels in the zip and has no page of its own.
    only_in_zip: bool = False

    @property
    def on_paper_only(self) -> bool:
        """Tell whether the program holds nothing of it but its line in the index."""
        return not self.data and self.sheet is None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one dossier holds, in its order."""

    title: str
    agency: str
    case_number: str
    as_of: date
    papers: tuple[PrintedPaper, ...]


def dossier_pdf(dossier: Dossier, *, faces: Faces, font_folders: Sequence[str] = ()) -> bytes:
    """Return the dossier as one PDF: index first, then every paper, numbered through, with bookmarks."""
    setting = {"faces": faces, "font_folders": font_folders, "dated_on": dossier.as_of}
    papers = [paper for paper in dossier.papers if not paper.only_in_zip]
    parts = [_pages_of(paper, dossier, setting) for paper in papers]
    counts = [len(part.pages) if part else 0 for part in parts]
    index_pages = len(PdfReader(BytesIO(_index(dossier, papers, [1] * len(parts), counts, setting))).pages)
    starts = [index_pages + 1 + sum(counts[:place]) for place in range(len(counts))]
    index = PdfReader(BytesIO(_index(dossier, papers, starts, counts, setting)))
    writer = PdfWriter()
    for part in (index, *parts):
        for page in part.pages if part else ():
            writer.add_page(page)
    _number(writer, setting)
    writer.add_outline_item(INDEX_TITLE, 0)
    for paper, start, count in zip(papers, starts, counts, strict=True):
        if count:
            writer.add_outline_item(clean(paper.title), start - 1)
    writer.add_metadata({"/Title": dossier.title, "/Author": dossier.agency})
    writer.compress_identical_objects()
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def dossier_zip(dossier: Dossier, pdf: bytes, digest: Digest) -> bytes:
    """Return a zip: the dossier, every file as it was stored, and a manifest of their digests."""
    stream = BytesIO()
    files = [("卷宗.pdf", pdf), *_files(dossier)]
    day = dossier.as_of
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*files, manifest(files, digest)]:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def _files(dossier: Dossier) -> list[tuple[str, bytes]]:
    found = []
    for place, paper in enumerate(dossier.papers, 1):
        if paper.file_name and paper.data:
            safe = "".join("-" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in paper.file_name)
            found.append((f"{place:02d}-{safe.strip('. ') or '文件'}", paper.data))
    return found


def _index(
    dossier: Dossier, papers: list[PrintedPaper], starts: list[int], counts: list[int], setting: dict[str, Any]
) -> bytes:
    rows = tuple(
        (
            str(place),
            paper.title,
            paper.number,
            paper.dated_on,
            _page_numbers(start, count),
        )
        for place, (paper, start, count) in enumerate(zip(papers, starts, counts, strict=True), 1)
    )
    sheet = Sheet(
        INDEX_TITLE, ("序号", "题名", "文号或编号", "日期", "页次"), rows, _INDEX_WIDTHS,
        (f"机关：{dossier.agency}", f"案卷：{dossier.title}", f"登记编号：{dossier.case_number}　截至{dossier.as_of}"),
    )  # fmt: skip
    return _typeset_sheet(sheet, dossier, setting)


def _page_numbers(start: int, count: int) -> str:
    if count == 0:
        return "纸质"
    return str(start) if count == 1 else f"{start}-{start + count - 1}"


def _pages_of(paper: PrintedPaper, dossier: Dossier, setting: dict[str, Any]) -> PdfReader | None:
    if paper.on_paper_only:
        return None
    if paper.sheet is not None:
        return PdfReader(BytesIO(_typeset_sheet(paper.sheet, dossier, setting)))
    try:
        if paper.content_type == "application/pdf":
            return _whole_pdf(paper.data)
        if paper.content_type.startswith("image/"):
            return PdfReader(BytesIO(_picture(paper.data)))
    except (PyPdfError, UnidentifiedImageError, OSError, ValueError, KeyError, TypeError, Image.DecompressionBombError):
        pass  # the file is kept as it came; its page in the dossier says so
    digest = hashlib.sha256(paper.data).hexdigest()
    lines = (
        f"文件名：{paper.file_name or paper.title}",
        f"大小：{len(paper.data)}字节",
        f"SHA-256：{digest}",
        "此件为电子文件，不能在卷宗中直接显示，原件见案卷压缩包。",
    )
    return PdfReader(BytesIO(_typeset_sheet(Sheet(paper.title, lines=lines), dossier, setting)))


def _whole_pdf(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
        raise ValueError("an encrypted, an empty or an endless PDF has no page to show")
    for page in reader.pages:
        page.mediabox  # noqa: B018  - a broken page tree shows itself here and not while joining
    return reader


def _picture(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as picture:
        page = picture.convert("RGB")
    if page.width > page.height:
        page = page.rotate(90, expand=True)
    page.thumbnail((1600, 2260))
    sheet = Image.new("RGB", (1654, 2339), "white")
    sheet.paste(page, ((sheet.width - page.width) // 2, (sheet.height - page.height) // 2))
    stream = BytesIO()
    sheet.save(stream, "PDF", resolution=200)
    return stream.getvalue()


def _number(writer: PdfWriter, setting: dict[str, Any]) -> None:
    total = len(writer.pages)
    overlay = PdfReader(BytesIO(typeset("numbers.typ", "numbers", {"total": total}, **setting)))
    for page, number in zip(writer.pages, overlay.pages, strict=True):
        page.merge_page(number)


def _typeset_sheet(sheet: Sheet, dossier: Dossier, setting: dict[str, Any]) -> bytes:
    part = {
        "title": clean(sheet.title),
        "head": list(sheet.head),
        "rows": [[clean(cell) for cell in row] for row in sheet.rows],
        "widths": list(sheet.widths),
        "lines": [clean(line) for line in sheet.lines],
    }
    values = {
        "title": sheet.title,
        "agency": dossier.agency,
        "parts": [part],
        "size": 9 if len(sheet.rows) > 40 else 10.5,
    }
    return typeset("sheets.typ", "sheets", values, **setting)
