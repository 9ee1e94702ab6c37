"""撤回 and 归档: the two ends that need no decision on the merits."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.outcomes import Evidence, require_evidence
from casework.models.case import Case
from casework.models.user import User
from casework.services.performing import Performance


@transaction.atomic
def withdraw(
    *, case_id: int, statement: str, actor: User | None, today: date, now: datetime, key: str = ""
) -> Case:
    """Record the applicant's withdrawal (code O3, counted under （六）3 其他).

    ``actor`` None means the applicant withdrew on line. Raises Refused without a statement.
    """
    act = Performance(case_id=case_id, act=Act.WITHDRAW, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    require_evidence("O3", {Evidence.WITHDRAWAL_LETTER: statement})
    act.case.decision_code = "O3"
    act.case.decided_on = act.case.concluded_on = today
    act.case.withdraw()
    return act.finish(note=statement.strip())


@transaction.atomic
def archive(
    *, case_id: int, archive_number: str, actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """File a concluded case (条例第四十五条)."""
    act = Performance(case_id=case_id, act=Act.ARCHIVE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    act.case.archived_on, act.case.archive_number = today, archive_number.strip()
    act.case.archive()
    return act.finish(archive_number=act.case.archive_number)
