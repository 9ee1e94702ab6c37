"""身份核验: which documents were seen, how, with what result, by whom (条例第二十九条)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.applicant import IdentityCheck, IdentityResult
from casework.models.case import Case
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.identity_copies import mark_copies
from casework.services.performing import Performance


@transaction.atomic
def check_identity(
    *,
    case_id: int,
    documents_seen: str,
    method: str,
    result: str,
    note: str,
    actor: User,
    today: date,
    now: datetime,
    copies: Collection[int] = (),
    key: str = "",
) -> Case:
    """Record one identity check; only the result "confirmed" opens acceptance.

    ``copies`` are the attachments that copy an identity document: they may be removed after the agency's
    period (``identity_copies``). Raises Refused when no document is named, or for an unknown method or result.
    """
    act = Performance(case_id=case_id, act=Act.CHECK_IDENTITY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not documents_seen.strip():
        raise Refused("documents_missing", "请写明所见的证件。", article=regulation(29, 2, 1), field="documents_seen")
    check = IdentityCheck(
        case=act.case,
        documents_seen=documents_seen.strip(),
        method=method,
        result=result,
        note=note.strip(),
        checked_on=today,
        checked_by=actor,
    )
    refuse_unfit(check)
    check.save()
    marked = mark_copies(act.case, copies)
    act.case.identity_checked = result == IdentityResult.CONFIRMED
    return act.finish(
        note=check.note,
        documents_seen=check.documents_seen,
        method=check.get_method_display(),
        result=check.get_result_display(),
        **({"identity_copies": f"{marked}份"} if marked else {}),
    )
