"""The tab 文书 of a case: the letters it has, and those that can be made of it now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.law.acts import Act
from casework.law.letters.kinds import letter_kind
from casework.law.letters.occasions import Called, called_for
from casework.models.case import Case
from casework.models.letter import CaseLetter, PdfState
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.letter_occasions import occasions_of
from casework.services.letter_templates import KEEPERS
from casework.services.letters import MAKERS, NUMBERERS
from casework.services.permissions import why_not_allowed


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
    """Return the letters a case calls for as it stands, each with its address."""
    return [_offer(case, item) for item in called_for(occasions_of(case))]


def _offer(case: Case, item: Called) -> dict[str, str]:
    url = reverse("desk:letter_new", args=[case.number, item.kind])
    label = name_of(item.kind)
    return {
        "label": f"{label}：{item.whom}" if item.whom else label,
        "short": label,
        "whom": item.whom,
        "url": f"{url}?{urlencode({'about': item.about})}" if item.about else url,
    }


def _standing(item: CaseLetter, numbered: bool) -> str:
    if item.voided_on:
        return "已作废"
    if item.number_id:
        return "已编号"
    return "草稿" if numbered else "内部用表"
