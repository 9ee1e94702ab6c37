"""卷宗 of one case: its papers in the order of a file, for reading, printing and the archive (条例第四十五条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings

from casework.adapters.clock import LEGAL_ZONE
from casework.documents.dossier import Dossier, PrintedPaper, Sheet, dossier_pdf, dossier_zip
from casework.documents.letters.word import CONTENT_TYPE as WORD
from casework.documents.manifests import Digest
from casework.law.dossier import Paper
from casework.law.errors import Refused
from casework.law.letters.kinds import letter_kind
from casework.law.letters.words import legal_date
from casework.law.search_record import describe_search
from casework.models.attachment import Attachment
from casework.models.letter import CaseLetter
from casework.models.user import User
from casework.queries.case_page import CaseRead, read_case
from casework.queries.dossier import attachments_of
from casework.queries.dossier import dossier as table_of_contents
from casework.services.file_scans import why_shut
from casework.services.letters import faces, pdf_of

_WEEKDAYS = "一二三四五六日"


def pdf_dossier(*, number: str, actor: User, today: date) -> bytes:
    """Return the dossier of a case as one PDF. Raises Refused for a case that is not the actor's agency's."""
    return _set(_collect(number, actor, today))


def zip_dossier(*, number: str, actor: User, today: date, digest: Digest = Digest.SHA256) -> bytes:
    """Return the dossier with every stored file and a manifest of digests. Raises Refused as above."""
    found = _collect(number, actor, today)
    return dossier_zip(found, _set(found), digest)


def _set(dossier: Dossier) -> bytes:
    return dossier_pdf(dossier, faces=faces(), font_folders=settings.LETTER_FONT_FOLDERS)


def _collect(number: str, actor: User, today: date) -> Dossier:
    found = read_case(actor, number, today=today)
    if found is None or found.case.agency_id != actor.agency_id:
        raise Refused("dossier_not_found", "没有这个办件，或您无权调阅案卷。")
    case = found.case
    letters = {item.pk: item for item in case.letters.all()}
    attachments = {item.pk: item for item in attachments_of(case)}
    papers: list[PrintedPaper] = []
    for paper in table_of_contents(case):
        kind, _, key = paper.content.partition(":")
        if kind == "letter":
            papers += _letter(paper, letters[int(key)])
        elif kind == "attachment":
            papers.append(_attachment(paper, attachments[int(key)]))
        elif kind == "sheet":
            papers.append(_printed(paper, sheet=_SHEETS[key](found)))
        else:
            papers.append(_printed(paper))
    names = "、".join(item.name for item in case.applicants.all())
    return Dossier(f"{names}政府信息公开申请案", str(case.agency), case.number, today, tuple(papers))


def _printed(
    paper: Paper, data: bytes = b"", content_type: str = "application/pdf", file_name: str = "", *,
    sheet: Sheet | None = None, only_in_zip: bool = False,
) -> PrintedPaper:  # fmt: skip
    title = f"{paper.title}（{paper.note}）" if paper.note else paper.title
    day = legal_date(paper.on) if paper.on else ""
    return PrintedPaper(title, paper.number, day, data, content_type, file_name, sheet, only_in_zip)


def _letter(paper: Paper, item: CaseLetter) -> Iterator[PrintedPaper]:
    name = letter_kind(item.kind).name
    if item.pdf:
        with item.pdf.open("rb") as stream:
            pdf = stream.read()
    else:
        pdf = pdf_of(item)
    yield _printed(paper, pdf, file_name=f"{name}.pdf")
    with item.word.open("rb") as stream:
        yield _printed(paper, stream.read(), WORD, f"{name}.docx", only_in_zip=True)


def _attachment(paper: Paper, item: Attachment) -> PrintedPaper:
    if refusal := why_shut(item):
        return _printed(paper, sheet=Sheet(item.name, lines=(str(refusal), f"SHA-256：{item.sha256}")))
    try:
        with item.file.open("rb") as stream:
            return _printed(paper, stream.read(), item.content_type, item.name)
    except FileNotFoundError:
        lines = ("附件的文件已不在存储中。", f"SHA-256：{item.sha256}")
        return _printed(paper, sheet=Sheet(item.name, lines=lines))


def _services(found: CaseRead) -> Sheet:
    rows = tuple(
        (
            item.get_letter_display(), item.get_method_display(), str(item.in_time_on), item.postal_number or "—",
            item.receiver or "—", str(item.recorded_by),
        )
        for item in found.case.service_records.select_related("recorded_by")
    )  # fmt: skip
    return Sheet("送达记录", ("文书", "方式", "判断按期之日", "邮件号", "签收人", "登记人"), rows, (3, 3, 3, 4, 3, 2))


def _searches(found: CaseRead) -> Sheet:
    rows = tuple(
        (str(record.searched_on), str(record.recorded_by), describe_search(record.fact()))
        for record in found.case.search_records.select_related("recorded_by")
    )
    return Sheet("检索记录", ("日期", "登记人", "检索情况"), rows, (2, 2, 10))


def record_sheet(found: CaseRead) -> Sheet:
    """Return every act with the moment it was recorded and its hash: what a court is shown of the record."""
    rows = tuple(
        (
            str(event.happened_on), event.get_act_display(), event.actor_name, event.article, event.note,
            f"{event.recorded_at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}\n{event.hash}",
        )
        for event in found.case.events.all()
    )  # fmt: skip
    heads = ("日期", "事项", "经手人", "依据", "说明", "记录时间和校验值")
    return Sheet("办理记录", heads, rows, (3, 3, 2, 3, 4, 5))


def _clock(found: CaseRead) -> Sheet:
    reading = found.reading
    rows = tuple(
        (
            str(line.day), f"星期{_WEEKDAYS[line.day.weekday()]}", "计" if line.counts else "不计",
            str(line.n) if line.n else "", line.why, line.article,
        )
        for line in reading.ledger
    )  # fmt: skip
    due = reading.reply.due_on if reading.reply else None
    lines = (
        f"收到申请之日：{reading.receipt.received_on}（{reading.receipt.basis}）",
        f"答复期限：{due or '尚不能确定'}" + ("（暂估）" if reading.reply and reading.reply.provisional else ""),
        *reading.remarks,
        *filter(None, [reading.unknown]),
    )
    head = ("日期", "星期", "计否", "第几日", "原因", "依据")
    return Sheet("期限逐日说明", head, rows, (4, 3, 2, 2, 8, 6), lines)


_SHEETS: dict[str, Callable[[CaseRead], Sheet]] = {
    "services": _services, "searches": _searches, "record": record_sheet, "clock": _clock,
}  # fmt: skip
