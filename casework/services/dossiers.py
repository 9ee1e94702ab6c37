"""卷宗 of one case: collected in the order of a file, for reading, printing and the archive (条例第四十五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from casework.documents.dossier import Dossier, Paper, Sheet, dossier_pdf, dossier_zip
from casework.documents.letters.pdf import pdf_file
from casework.documents.letters.stored import from_values
from casework.documents.letters.word import CONTENT_TYPE as WORD
from casework.law.errors import Refused
from casework.law.letters.kinds import letter_kind
from casework.law.letters.words import legal_date
from casework.law.search_record import describe_search
from casework.models.case import Case
from casework.models.letter import CaseLetter
from casework.models.user import User
from casework.queries.case_page import CaseRead, read_case
from casework.services.letters import faces

_WEEKDAYS = "一二三四五六日"


def pdf_dossier(*, number: str, actor: User, today: date) -> bytes:
    """Return the dossier of a case as one PDF. Raises Refused for a case that is not the actor's agency's."""
    return _set(_collect(number, actor, today))


def zip_dossier(*, number: str, actor: User, today: date) -> bytes:
    """Return the dossier with every stored file and a manifest of SHA-256. Raises Refused as above."""
    found = _collect(number, actor, today)
    return dossier_zip(found, _set(found))


def _set(dossier: Dossier) -> bytes:
    return dossier_pdf(dossier, faces=faces(), font_folders=settings.LETTER_FONT_FOLDERS)


def _collect(number: str, actor: User, today: date) -> Dossier:
    found = read_case(actor, number, today=today)
    if found is None or found.case.agency_id != actor.agency_id:
        raise Refused("dossier_not_found", "没有这个办件，或您无权调阅案卷。")
    case = found.case
    papers = (
        *_letters(case), *_attachments(case), *_services(case), *_searches(case), _events(case), *_clock(found),
    )  # fmt: skip
    names = "、".join(item.name for item in case.applicants.all())
    return Dossier(f"{names}政府信息公开申请案", str(case.agency), case.number, today, papers)


def _letters(case: Case) -> Iterator[Paper]:
    for item in case.letters.select_related("number").order_by("dated_on", "pk"):
        name = letter_kind(item.kind).name
        title = f"{item.title}（作废：{item.void_reason}）" if item.voided_on else item.title
        number = item.number.text if item.number else ""
        day = legal_date(item.dated_on) if item.dated_on else ""
        yield Paper(title, number, day, _letter_pdf(item, case), file_name=f"{name}.pdf")
        with item.word.open("rb") as stream:
            word = stream.read()
        yield Paper(title, number, day, word, WORD, f"{name}.docx", only_in_zip=True)


def _letter_pdf(item: CaseLetter, case: Case) -> bytes:
    if item.pdf:
        with item.pdf.open("rb") as stream:
            return stream.read()
    return pdf_file(
        from_values(item.text), page_style=item.page_style, agency_name=case.agency.name, faces=faces(),
        font_folders=settings.LETTER_FONT_FOLDERS,
    )  # fmt: skip


def _attachments(case: Case) -> Iterator[Paper]:
    for item in case.attachments.all():
        try:
            with item.file.open("rb") as stream:
                data = stream.read()
        except FileNotFoundError:
            yield Paper(
                item.name, sheet=Sheet(item.name, lines=("附件的文件已不在存储中。", f"SHA-256：{item.sha256}"))
            )
            continue
        title = f"附件：{item.name}" + (f"（{item.purpose}）" if item.purpose else "")
        yield Paper(title, "", legal_date(item.added_at.date()), data, item.content_type, item.name)


def _services(case: Case) -> Iterator[Paper]:
    rows = tuple(
        (
            item.get_letter_display(), item.get_method_display(), str(item.in_time_on), item.postal_number or "—",
            item.receiver or "—", str(item.recorded_by),
        )
        for item in case.service_records.select_related("recorded_by")
    )  # fmt: skip
    if rows:
        head = ("文书", "方式", "判断按期之日", "邮件号", "签收人", "登记人")
        yield Paper("送达记录", sheet=Sheet("送达记录", head, rows, (3, 3, 3, 4, 3, 2)))


def _searches(case: Case) -> Iterator[Paper]:
    rows = tuple(
        (str(record.searched_on), str(record.recorded_by), describe_search(record.fact()))
        for record in case.search_records.select_related("recorded_by")
    )
    if rows:
        yield Paper("检索记录", sheet=Sheet("检索记录", ("日期", "登记人", "检索情况"), rows, (2, 2, 10)))


def _events(case: Case) -> Paper:
    rows = tuple(
        (str(event.happened_on), event.get_act_display(), event.actor_name, event.article, event.note)
        for event in case.events.all()
    )
    return Paper("办理记录", sheet=Sheet("办理记录", ("日期", "事项", "经手人", "依据", "说明"), rows, (3, 3, 2, 4, 5)))


def _clock(found: CaseRead) -> Iterator[Paper]:
    reading = found.reading
    rows = tuple(
        (
            str(line.day), f"星期{_WEEKDAYS[line.day.weekday()]}", "计" if line.counts else "不计",
            str(line.n) if line.n else "", line.why, line.article,
        )
        for line in reading.ledger
    )  # fmt: skip
    if not rows:
        return
    due = reading.reply.due_on if reading.reply else None
    lines = (
        f"收到申请之日：{reading.receipt.received_on}（{reading.receipt.basis}）",
        f"答复期限：{due or '尚不能确定'}" + ("（暂估）" if reading.reply and reading.reply.provisional else ""),
        *reading.remarks,
    )
    head = ("日期", "星期", "计否", "第几日", "原因", "依据")
    yield Paper("期限逐日说明", sheet=Sheet("期限逐日说明", head, rows, (4, 3, 2, 2, 8, 6), lines))
