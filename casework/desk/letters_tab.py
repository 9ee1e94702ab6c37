"""The tab 文书 of a case: the letters it has, and those that can be made of it now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.law.acts import Act
from casework.law.facts import ConsultationKind
from casework.law.letters.kinds import LETTERS_OF_CONSULTATION, letter_kind, reply_kind
from casework.models.case import Case
from casework.models.dispute import last_round, replies_of_last_round
from casework.models.facts import current_extension
from casework.models.letter import CaseLetter, PdfState
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.letter_templates import KEEPERS
from casework.services.letters import MAKERS, NUMBERERS
from casework.services.permissions import why_not_allowed

_ALWAYS = (
    "receipt", "application_form", "registration_form", "process_sheet", "secrecy_review", "approval_sheet",
    "assistance_request", "service_receipt",
)  # fmt: skip


def letters_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return letters and offers; another agency sees only that there are letters."""
    case = found.case
    own = user.agency_id == case.agency_id
    rows = case.letters.select_related("number", "made_by", "template")
    return {
        "letters": [letter_row(item, user) for item in rows] if own else [],
        "offers": offers(case) if own and user.role in MAKERS else [],
        "dossier_url": reverse("desk:dossier_pdf", args=[case.number]) if own else "",
        "dossier_zip_url": reverse("desk:dossier_zip", args=[case.number]) if own else "",
        "letter_settings_url": reverse("desk:letter_settings") if own and user.role in KEEPERS else "",
    }


def letter_row(item: CaseLetter, user: User) -> dict[str, Any]:
    """Return what a page shows of one letter and what this person may do with it."""
    row = letter_kind(item.kind)
    at = [item.case.number, item.pk]
    holds = item.voided_on is None
    prepared_url = record_url(item) if item.prepared_for and holds else ""
    makes, numbers = user.role in MAKERS and holds, user.role in NUMBERERS and holds
    return {
        "name": name_of(item.kind),
        "title": item.title,
        "number": item.number.text if item.number else "",
        "dated_on": item.dated_on,
        "standing": _standing(item, bool(row.series)),
        "record_url": prepared_url if prepared_url and not why_not_allowed(Act(item.prepared_for), user) else "",
        "made": f"{item.made_by}",
        "made_at": item.made_at,
        "template": f"本机关模板第{item.template.version}版" if item.template else "标准模板",
        "voided": f"{item.voided_on}作废：{item.void_reason}" if item.voided_on else "",
        "pdf_ready": item.pdf_state == PdfState.READY,
        "pdf_state": item.get_pdf_state_display(),
        "pdf_problem": item.pdf_problem,
        "url": reverse("desk:letter", args=at),
        "word_url": reverse("desk:letter_word", args=at),
        "pdf_url": reverse("desk:letter_pdf", args=at),
        "remake_url": (prepared_url or reverse("desk:letter_remake", args=at)) if makes else "",
        "number_url": (
            reverse("desk:letter_number", args=at)
            if numbers and row.series and not row.is_reply and item.number is None
            else ""
        ),
        "void_url": reverse("desk:letter_void", args=at) if numbers and not (row.is_reply and item.number) else "",
    }


def record_url(item: CaseLetter) -> str:
    """Return where the act a prepared letter was written for is recorded, or the letter written again."""
    query = item.typed["address"] | {"letter": item.pk}
    return f"{reverse('desk:act', args=[item.case.number, item.prepared_for])}?{urlencode(query)}"


def name_of(kind: str) -> str:
    """Return what a letter is called on a page: a reply by its code and what it decides."""
    row = letter_kind(kind)
    return f"答复书（{row.name}）" if row.is_reply else row.name


def offers(case: Case) -> list[dict[str, str]]:
    """Return the letters that can be made of a case as it stands, the ones it calls for first."""
    found = []
    decision = last_round(case)
    code = decision.decision_code or next((item.decision_code for item in reversed(replies_of_last_round(case))), "")
    if code:
        found.append(_offer(case, reply_kind(code)))
    if getattr(case, "supplement", None):
        found.append(_offer(case, "supplement_notice"))
    extension = current_extension(case)
    if extension and extension.approved_on:
        found.append(_offer(case, "extension_notice"))
    reasons = getattr(case, "reasons_request", None)
    if reasons:
        found.append(_offer(case, "reasons_notice"))
        if reasons.delay_until:
            found.append(_offer(case, "delay_notice"))
    if getattr(case, "fee", None):
        found.append(_offer(case, "fee_notice"))
    for item in case.consultations.all():
        if item.withdrawn_on:
            continue
        kinds = LETTERS_OF_CONSULTATION[ConsultationKind(item.kind)]
        if item.public_interest and decision.decided_on:
            kinds = (*kinds, "disclosure_notice")
        found += [_offer(case, kind, item.pk, item.addressee) for kind in kinds]
    found += [_offer(case, kind) for kind in _ALWAYS]
    return found + [
        _offer(case, "service_receipt", item.pk, f"{item.get_letter_display()}，{item.in_time_on}")
        for item in case.service_records.all()
    ]


def _offer(case: Case, kind: str, about: int | None = None, whom: str = "") -> dict[str, str]:
    url = reverse("desk:letter_new", args=[case.number, kind])
    label = name_of(kind)
    return {
        "label": f"{label}：{whom}" if whom else label,
        "short": label,
        "whom": whom,
        "url": f"{url}?{urlencode({'about': about})}" if about else url,
    }


def _standing(item: CaseLetter, numbered: bool) -> str:
    if item.voided_on:
        return "已作废"
    if item.number_id:
        return "已编号"
    return "草稿" if numbered else "内部用表"
