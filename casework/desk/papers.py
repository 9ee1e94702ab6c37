"""The paper an act serves: made already, or the way to make it, beside the form that records its service."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.desk.forms.acts import ActForm
from casework.law.acts import Act
from casework.law.letters.kinds import LETTER_KINDS, reply_kind
from casework.models.case import Case
from casework.services.letters import MAKERS

# Letters of facts that are on record before they are served.
KIND_OF = {
    Act.SERVE_EXTENSION: "extension_notice",
    Act.SERVE_DELAY: "delay_notice",
    Act.TELL_THIRD_PARTY: "disclosure_notice",
}
# Letters of facts the act itself puts on record: they can be made as soon as it is done.
MADE_AFTER = {
    Act.REQUEST_SUPPLEMENT: "补正告知书",
    Act.ASK_REASONS: "说明理由告知书",
    Act.CHARGE_FEE: "收费通知书",
    Act.CONSULT: "征求意见书",
}


def paper_of(form: ActForm) -> dict[str, Any] | None:
    """Return name, number and address of the paper the act serves, or where to make it. One statement."""
    case, kind = form.found.case, _kind(form)
    if not kind or form.user.role not in MAKERS:
        return None
    about = form.consultation.pk if form.consultation else None
    made = case.letters.filter(kind=kind, about=about, voided_on__isnull=True).select_related("number").last()
    row = LETTER_KINDS[kind]
    query = f"?{urlencode({'about': about})}" if about else ""
    return {
        "name": "答复书" if row.is_reply else row.name,
        "number": str(made.number) if made and made.number else "",
        "url": reverse("desk:letter", args=[case.number, made.pk]) if made else "",
        "make_url": reverse("desk:letter_new", args=[case.number, kind]) + query,
    }


def _kind(form: ActForm) -> str:
    if form.act is Act.CONCLUDE:
        return _reply_kind(form.found.case)
    return KIND_OF.get(form.act, "")


def _reply_kind(case: Case) -> str:
    signed = [reply for reply in case.replies.all() if reply.signed_on]
    return reply_kind(signed[-1].decision_code) if signed else ""
