"""The paper an act serves: made already, or the way to make it, beside the form that records its service.

Most letters tell what is on record; four tell what their own act puts there, and are prepared with its form.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.desk.forms.acts import ActForm
from casework.desk.letters_tab import record_url
from casework.law.acts import Act
from casework.law.letters.kinds import LETTER_KINDS, NOTICES, SERVED_BY, WRITTEN_BEFORE, reply_kind
from casework.models.case import Case
from casework.models.letter import CaseLetter
from casework.services.letters import MAKERS


def paper_of(form: ActForm) -> dict[str, Any] | None:
    """Return name, number and address of the paper the act serves, or where to make it. One statement."""
    case, kind = form.found.case, _kind(form)
    if form.letter:
        return _paper(form.letter)
    if not kind or form.user.role not in MAKERS:
        return None
    about = form.consultation.pk if form.consultation else None
    made = case.letters.filter(kind=kind, about=about, voided_on__isnull=True).select_related("number").last()
    row = LETTER_KINDS[kind]
    query = f"?{urlencode({'about': about})}" if about else ""
    if made:
        return _paper(made)
    return {
        "name": "答复书" if row.is_reply else row.name,
        "make_url": reverse("desk:letter_new", args=[case.number, kind]) + query,
    }


def prepared_letter_of(case: Case, act: Act, letter_id: str) -> CaseLetter | None:
    """Return the prepared letter an act's form goes by: the one named, else the one its single notice has."""
    if act not in WRITTEN_BEFORE:
        return None
    found = case.letters.filter(prepared_for=act, voided_on__isnull=True).select_related("number")
    if letter_id:
        return found.filter(pk=letter_id).first() if letter_id.isdecimal() else None
    return found.last() if act in NOTICES else None


def others_prepared(form: ActForm) -> list[dict[str, Any]]:
    """Return the papers prepared for the act that its form does not go by yet."""
    if form.letter or form.act not in WRITTEN_BEFORE:
        return []
    found = form.found.case.letters.filter(prepared_for=form.act, voided_on__isnull=True).select_related("number")
    return [
        _paper(item) | {"whom": item.text["addressee"].rstrip("："), "record_url": record_url(item)} for item in found
    ]


def _paper(letter: CaseLetter) -> dict[str, Any]:
    row = LETTER_KINDS[letter.kind]
    return {
        "name": "答复书" if row.is_reply else row.name,
        "number": str(letter.number or ""),
        "url": reverse("desk:letter", args=[letter.case.number, letter.pk]),
    }


def _kind(form: ActForm) -> str:
    if form.act is Act.CONCLUDE:
        return _reply_kind(form.found.case)
    return SERVED_BY.get(form.act, "")


def _reply_kind(case: Case) -> str:
    signed = [reply for reply in case.replies.all() if reply.signed_on]
    return reply_kind(signed[-1].decision_code) if signed else ""
