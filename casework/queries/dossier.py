"""卷内目录 of one case, made from what is on record: nothing is typed twice.

It is the one list of a dossier's papers: the page shows it, and the PDF and the zip are put together after it.
"""

from __future__ import annotations

from collections.abc import Iterable

from casework.law.acts import Act
from casework.law.dossier import Paper, Place, in_order, place_of_letter
from casework.law.letters.kinds import letter_kind
from casework.law.outcomes import CODES
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.dispute import Dispute, disputes_of, redos_of
from casework.models.letter import CaseLetter
from casework.models.reply import Reply

APPLICANT, OFFICE = "申请人", "本机关"
_OWN_KINDS = {
    "third_party": "third_party_inquiry", "co_producer": "co_producer_inquiry", "other_agency": "other_agency_inquiry",
}  # fmt: skip


def dossier(case: Case) -> list[Paper]:
    """Return the table of contents of a case's dossier. Fourteen statements, however many papers there are."""
    letters = list(case.letters.select_related("number", "made_by").order_by("dated_on", "pk"))
    known = _Known(letters)
    again = {item.former_reply_id for item in redos_of(case) if item.former_reply_id}
    replies = list(case.replies.select_related("drafted_by"))
    last = max((reply.pk for reply in replies if reply.signed_on), default=0)
    redone = next((item.letter_number for item in replies if again and item.pk == last), "")
    papers = [_letter(item, again=bool(redone) and str(item.number or "") == redone) for item in letters]
    papers += known.unless(
        "application_form",
        Paper(Place.REQUEST, "政府信息公开申请表", case.submitted_on or case.received_on, by=APPLICANT),
    )
    papers += known.unless("receipt", Paper(Place.RECEIPT, "登记回执", case.received_on, number=case.number, by=OFFICE))
    papers += [
        Paper(Place.IDENTITY, f"身份核验记录（{item.documents_seen}）", item.checked_on, by=OFFICE)
        for item in case.identity_checks.all()
    ]
    papers += _supplement(case, known)
    papers += [paper for item in case.consultations.all() for paper in _consultation(item, known)]
    for item in case.extensions.filter(rejected_on__isnull=True):
        papers.append(Paper(Place.EXTENSION, f"延期审批（{item.working_days}个工作日）", item.approved_on, by=OFFICE))
        if item.served_on:
            notice = Paper(Place.EXTENSION, "延期答复告知书", item.served_on, by=OFFICE)
            papers += known.unless("extension_notice", notice)
    papers += [paper for item in replies for paper in _reply(item, known, again=bool(again) and item.pk == last)]
    papers += [paper for item in disputes_of(case) for paper in _dispute(item)]
    papers += [
        Paper(
            Place.ATTACHMENT, item.name, item.added_at.date(), by=str(item.added_by or APPLICANT), note=item.purpose,
            content=f"attachment:{item.pk}",
        )
        for item in attachments_of(case)
    ]  # fmt: skip
    return in_order([*papers, *_sheets(case)])


def attachments_of(case: Case) -> list[Attachment]:
    """Return the files of a case; for a part of a split also what the whole had by then: the application is in it.

    One statement, two more for each time the request was split.
    """
    found = list(case.attachments.select_related("added_by").order_by("pk"))
    if case.split_from_id is None:
        return found
    split_at = case.events.filter(act=Act.SPLIT_CASE).earliest("pk").recorded_at
    return [item for item in attachments_of(case.split_from) if item.added_at <= split_at] + found


class _Known:
    """Which papers the program wrote itself: a fact on record then needs no line of its own."""

    def __init__(self, letters: list[CaseLetter]) -> None:
        holding = [item for item in letters if not item.voided_on]
        self._kinds = {item.kind for item in holding} | {(item.kind, item.about) for item in holding}
        self._numbers = {item.number.text for item in holding if item.number}

    def unless(self, kind: str, paper: Paper, about: int | None = None) -> list[Paper]:
        return [] if (kind if about is None else (kind, about)) in self._kinds else [paper]

    def numbered(self, number: str) -> bool:
        return number in self._numbers


def _letter(item: CaseLetter, *, again: bool) -> Paper:
    row = letter_kind(item.kind)
    place = place_of_letter(item.kind, decides=row.is_reply, signed=item.number_id is not None)
    if again:
        place = Place.AGAIN
    draft = "草稿" if row.series and item.number_id is None else ""
    return Paper(
        place, item.title, item.dated_on, number=item.number.text if item.number else "", by=OFFICE,
        note=f"作废：{item.void_reason}" if item.voided_on else draft, content=f"letter:{item.pk}",
    )  # fmt: skip


def _supplement(case: Case, known: _Known) -> Iterable[Paper]:
    asked = getattr(case, "supplement", None)
    if asked is None:
        return
    yield from known.unless("supplement_notice", Paper(Place.SUPPLEMENT, "补正告知书", asked.served_on, by=OFFICE))
    if asked.received_on:
        yield Paper(Place.SUPPLEMENT, "申请人的补正材料", asked.received_on, by=APPLICANT)


def _consultation(item: Consultation, known: _Known) -> Iterable[Paper]:
    asked = Paper(Place.CONSULTATION, f"{item.get_kind_display()}函", item.sent_on, by=OFFICE, note=item.addressee)
    yield from known.unless(_OWN_KINDS[item.kind], asked, item.pk)
    if item.answered_on:
        yield Paper(Place.CONSULTATION, "意见书", item.answered_on, by=item.addressee, note=item.get_opinion_display())


def _reply(item: Reply, known: _Known, *, again: bool) -> Iterable[Paper]:
    note = f"{item.decision_code} {CODES[item.decision_code].name}"
    yield from known.unless(
        "approval_sheet", Paper(Place.DRAFT, "答复呈批单", item.drafted_on, by=str(item.drafted_by), note=note)
    )
    if item.signed_on and not known.numbered(item.letter_number):
        place, title = (Place.AGAIN, "重新作出的答复书") if again else (Place.DECISION, "答复书")
        yield Paper(place, title, item.signed_on, item.letter_number, OFFICE, note)


def _dispute(item: Dispute) -> Iterable[Paper]:
    name = item.get_kind_display()
    yield Paper(Place.DISPUTE, f"{name}申请书（起诉状）副本", item.received_on, item.authority_number, item.claimant)
    if item.answered_on:
        yield Paper(Place.DISPUTE, f"{name}答复（答辩状）和证据", item.answered_on, by=OFFICE)
    if item.result:
        result = item.get_result_display()
        yield Paper(
            Place.DISPUTE, f"{name}决定（判决）书", item.decided_on, item.authority_number, item.authority, result
        )


def _sheets(case: Case) -> Iterable[Paper]:
    """Yield what the program prints of its own records."""
    services = list(case.service_records.all())
    for item in services:
        title = f"送达回证（{item.get_letter_display()}）"
        yield Paper(Place.SERVICE, title, item.in_time_on, item.postal_number, OFFICE)
    if services:
        last = max(item.in_time_on for item in services)
        yield Paper(Place.SERVICE, "送达记录", last, by=OFFICE, content="sheet:services")
    searched = case.search_records.order_by("-searched_on").first()
    if searched:
        yield Paper(Place.SEARCH, "检索记录", searched.searched_on, by=OFFICE, content="sheet:searches")
    yield Paper(Place.RECORD, "办理记录", None, by=OFFICE, content="sheet:record")
    yield Paper(Place.CLOCK, "期限逐日说明", None, by=OFFICE, content="sheet:clock")
