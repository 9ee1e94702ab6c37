"""Bringing the text of the year's report, so that its sentences are held against the tables (check C6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from casework.adapters.report_files import read_report_file
from casework.law.errors import Refused
from casework.law.published_report.blocks import Line
from casework.law.published_report.reader import read_report
from casework.models.agency import Agency
from casework.models.annual_record import AnnualText
from casework.models.user import User
from casework.services.annual_frame import EDITORS, begin, done_before, signature

LONGEST_TEXT = 100_000
PASTED = "粘贴"


@transaction.atomic
def enter_report_text(
    *, agency: Agency, year: int, text: str, actor: User, now: datetime, file: tuple[str, bytes] | None = None, key: str = ""
) -> AnnualText:  # fmt: skip
    """Store the sentences of a report, from ``file`` (name, content) or as pasted; an empty text takes the last one back.

    A frozen year takes a text as well: it changes no figure. Tables in the text are left out, ours hold. Raises Refused
    for a file that cannot be read, or one without a sentence.
    """
    begin(agency=agency, year=year, actor=actor, what="录入报告正文", roles=EDITORS)
    if done := done_before(AnnualText, key, agency, year):
        return done
    if "\x00" in text or len(text) > LONGEST_TEXT:
        raise Refused("report_text_unfit", f"正文最多{LONGEST_TEXT}个字，不能含有无法保存的字符。", field="text")
    blocks = read_report_file(*file) if file else [Line(line) for line in text.splitlines()]
    prose = read_report(blocks).prose.replace("\x00", "").lstrip("。")
    if not prose and (file or text.strip()):
        raise Refused("report_text_empty", "没有读到正文，只有表格或者空白。", field="file" if file else "text")
    return AnnualText.objects.create(
        agency=agency, year=year, prose=prose[:LONGEST_TEXT], source=file[0][-200:] if file else PASTED,
        **signature(actor, now, key),
    )  # fmt: skip
