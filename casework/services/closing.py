"""撤回, 视为放弃 and 归档: the ends that need no decision on the merits."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.adapters.letter_numbers import void_reply_number
from casework.adapters.numbering import next_number
from casework.law.acts import Act
from casework.law.archives import require_period, retention_of, retention_words
from casework.law.closing import LAPSE_CODES, WITHDRAWAL_CODE, ending_evidence
from casework.law.deciding import require_evidence
from casework.law.outcomes import CODES
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.user import User
from casework.services.intake_notices import announce_withdrawal
from casework.services.performing import Performance


@transaction.atomic
def withdraw(*, case_id: int, statement: str, actor: User | None, today: date, now: datetime, key: str = "") -> Case:
    """Record the applicant's withdrawal (code O3, counted under （六）3 其他).

    ``actor`` None means the applicant withdrew on line. A request whose receipt was never
    confirmed counts as received on this day: withdrawing it is the contact Art. 31 asks for, and
    table 三 must not count an outcome without an intake. Raises Refused without a statement.
    """
    act = Performance(case_id=case_id, act=Act.WITHDRAW, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    require_evidence(WITHDRAWAL_CODE, {ending_evidence(WITHDRAWAL_CODE): statement})
    if act.reading.receipt.received_on is None:
        act.case.confirmed_on = today
    # Filed and withdrawn on a day off, where such a day counts as the next working day.
    ended_on = max(today, act.reread().receipt.received_on or today)
    act.case.decision_code = WITHDRAWAL_CODE
    act.case.decided_on = act.case.concluded_on = ended_on
    voided = _void_number(act, ended_on)
    act.case.withdraw()
    act.finish(note=statement.strip(), **voided)
    if actor is None:
        announce_withdrawal(case=act.case, now=now)
    return act.case


def _void_number(act: Performance, on: date) -> dict[str, str]:
    """A signed reply that is never served: its number stays in the register, voided with the reason."""
    reply = act.case.replies.filter(signed_on__isnull=False).last()
    earlier = act.round.redo and act.round.redo.former_reply_id
    if reply is None or not reply.letter_number or reply.pk == earlier:
        return {}
    reason = "签发后送达前，申请人撤回申请"
    void_reply_number(case=act.case, text=reply.letter_number, reason=reason, on=on, by=act.actor)
    return {"voided_letter_number": reply.letter_number}


@transaction.atomic
def lapse(*, case_id: int, review: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Decide, after the period, that the applicant gave up: no supplement (O1) or no payment (O2).

    ``review`` is for O1 the review of possible good reasons, for O2 the proof that the notice was
    served and not paid for. Raises Refused while the period runs or without it. Source: Art. 30, 42.
    """
    act = Performance(case_id=case_id, act=Act.LAPSE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    code = LAPSE_CODES[Stage(act.case.stage)]
    require_evidence(code, {ending_evidence(code): review})
    act.case.decision_code = code
    act.case.decided_on = act.case.concluded_on = today
    act.case.lapse()
    return act.finish(note=review.strip(), article="、".join(CODES[code].articles))


@transaction.atomic
def archive(
    *,
    case_id: int,
    archive_number: str,
    actor: User,
    today: date,
    now: datetime,
    retention_years: int | None = None,
    key: str = "",
) -> Case:
    """File a concluded case (条例第四十五条): its archive number and how long it is kept.

    A blank number keeps the one the case was filed under before, or takes the agency's next. Without
    ``retention_years`` the agency's own period holds; a disputed case is never kept for less than 30 years.
    """
    act = Performance(case_id=case_id, act=Act.ARCHIVE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    case = act.case
    years = case.agency.switches.retention_years if retention_years is None else require_period(retention_years)
    kept = retention_of(years, disputed=case.disputed, archived_on=today)
    case.archive_number = archive_number.strip() or case.archive_number or next_archive_number(case.agency, today)
    case.archived_on, case.retention_years, case.appraise_on = today, kept.years, kept.appraise_on
    case.archive()
    return act.finish(archive_number=case.archive_number, retention=retention_words(kept.years))


def next_archive_number(agency: Agency, today: date) -> str:
    """Return the agency's next archive number of the year; call it inside the transaction that uses it."""
    serial = next_number(agency_id=agency.pk, series="archive", year=today.year)
    return f"{agency.prefix}公档〔{today.year}〕{serial}号"
