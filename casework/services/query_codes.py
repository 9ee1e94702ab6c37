"""Query codes: what opens a case's progress page to whoever filed it, and to nobody else."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.applicant import IdentityCheck, IdentityCheckMethod
from casework.models.case import Case
from casework.models.user import User
from casework.services.case_events import record_event
from casework.services.fitting import refuse_unfit_value
from casework.services.performing import Performance

QUERY_CODE_LENGTH = 8
# No 0/O, 1/I/L: read over the telephone and typed from paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def query_code(key: str) -> str:
    """Return the query code that belongs to a submission key: the same key, the same code."""
    digest = salted_hmac("casework.query_code", key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(QUERY_CODE_LENGTH):
        number, index = divmod(number, len(_CODE_ALPHABET))
        signs.append(_CODE_ALPHABET[index])
    return "".join(signs)


@dataclass(frozen=True, slots=True)
class Part:
    """A case split from one that was filed on line, with the query code that opens it."""

    case_id: int
    number: str
    subject: str
    query_code: str


def parts_of(case_id: int) -> list[Part]:
    """Return the cases split from this one, for whoever may look at it; empty codes where it has none itself."""
    parts = Case.objects.filter(split_from=case_id).select_related("split_from").order_by("pk")
    return [
        Part(part.pk, part.number, part.subject, part_code(part.split_from, part) if part.query_code_hash else "")
        for part in parts
    ]


def part_code(whole: Case, part: Case) -> str:
    """Return the query code of a case split from ``whole``, which was filed on line.

    Derived and not kept: whoever may look at the whole is shown it again at every visit.
    """
    return query_code(f"part:{whole.query_code_hash}:{part.number}")


def hash_query_code(number: str, code: str) -> str:
    """Return what is stored of a query code; the code itself is not kept."""
    text = f"{number}:{code.strip().upper()}"
    return salted_hmac("casework.query_code.stored", text, algorithm="sha256").hexdigest()


def query_code_matches(case: Case, code: str) -> bool:
    """Tell whether ``code`` opens the case's progress page."""
    return bool(case.query_code_hash) and hmac.compare_digest(case.query_code_hash, hash_query_code(case.number, code))


def has_own_code(case: Case) -> bool:
    """Tell whether a case was filed on line and so got a query code; that of a part is derived from the whole's."""
    return bool(case.query_code_hash) and case.split_from_id is None


@transaction.atomic
def reissue_query_code(
    *, case_id: int, documents_seen: str, reason: str, actor: User, today: date, now: datetime, key: str = ""
) -> str:
    """Give an applicant who is present and identified a new query code, and return it; the old one opens nothing any more.

    The event says who gave it, what was seen and why, never the code. The parts the case was split into follow. The same form
    again returns the same code. Raises Refused without a document or a reason, for a case that has no code, and for a part.
    """
    act = Performance(case_id=case_id, act=Act.REISSUE_QUERY_CODE, actor=actor, today=today, now=now, key=key)
    code = query_code(f"reissue:{key or secrets.token_hex(16)}")
    if act.repeated:
        if not query_code_matches(act.case, code):
            raise Refused("query_code_replaced", "这张表单补发的查询码已被后来补发的代替，请刷新页面后重新办理。")
        return code
    _refuse_without_own_code(act.case)
    documents_seen, reason = documents_seen.strip(), reason.strip()
    if not documents_seen:
        raise Refused(
            "reissue_documents_missing",
            "请写明当面核对的身份证件。",
            article=regulation(29, 2, 1),
            field="documents_seen",
        )
    if not reason:
        raise Refused("reissue_reason_missing", "请写明补发的原因。", field="reason")
    refuse_unfit_value(documents_seen, _SEEN, "documents_seen")
    refuse_unfit_value(reason, _REASON, "reason")
    act.case.query_code_hash = hash_query_code(act.case.number, code)
    act.finish(note=reason, documents_seen=documents_seen, method=IdentityCheckMethod.ORIGINAL_SEEN.label)
    _parts_follow(act.case, actor, today, now)
    return code


_SEEN, _REASON = (IdentityCheck._meta.get_field(name) for name in ("documents_seen", "note"))


def _refuse_without_own_code(case: Case) -> None:
    if not case.query_code_hash:
        raise Refused("query_code_never_given", "这件申请不是在网上提交的，没有查询码；申请人可以当面了解办理进度。")
    if case.split_from is not None:
        raise Refused(
            "query_code_of_part", f"本件由{case.split_from.number}拆分，查询码随原申请补发，请在原申请中办理。"
        )


def _parts_follow(whole: Case, actor: User, today: date, now: datetime) -> None:
    """Whoever found the old code of the whole could have read those of its parts."""
    for part in Case.objects.select_for_update().filter(split_from=whole).exclude(query_code_hash="").order_by("pk"):
        part.query_code_hash = hash_query_code(part.number, part_code(whole, part))
        part.save(update_fields=["query_code_hash"])
        record_event(
            case=part, act=Act.REISSUE_QUERY_CODE, actor=actor, happened_on=today, now=now, note=f"随{whole.number}补发"
        )
        _parts_follow(part, actor, today, now)
