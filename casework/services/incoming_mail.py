"""来件登记: what the mail room signed for, and who took it over (条例第三十一条、第四十五条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.errors import Refused
from casework.law.incoming_mail import HAND_OVER_WORKING_DAYS, MailOutcome, check_hand_over
from casework.models.case import Case
from casework.models.duty_names import INCOMING_MAIL
from casework.models.office_matter import IncomingMail
from casework.models.user import Role, User
from casework.services.office_matters import case_of, close, enter, open_matter

# Whoever sits near the door enters what came; whoever works on cases takes it over.
RECEIVERS = (Role.CLERK, Role.HANDLER, Role.UNIT_HEAD, Role.LEADER)


@transaction.atomic
def register_mail(
    *,
    from_whom: str,
    addressed_to: str,
    postal_number: str,
    signed_by: str,
    subject: str,
    received_on: date,
    actor: User,
    today: date,
    now: datetime,
    contact: str = "",
    officer: User | None = None,
    key: str = "",
) -> IncomingMail:
    """Enter a letter on the day it was signed for; it is to be taken over within a working day.

    Raises Refused without a sender, without who signed, and for a day in the future.
    """
    if not signed_by.strip():
        raise Refused("mail_signed_by_nobody", "请填写本机关谁签收的。", field="signed_by")
    row = IncomingMail(
        from_whom=from_whom, contact=contact.strip(), subject=subject, received_on=received_on, officer=officer,
        addressed_to=addressed_to.strip(), postal_number=postal_number.strip(), signed_by=signed_by.strip(),
    )  # fmt: skip
    return enter(
        row=row, what="登记来件", sign="来", duty=INCOMING_MAIL, case_number="",
        working_days=HAND_OVER_WORKING_DAYS, actor=actor, today=today, now=now, key=key, roles=RECEIVERS,
    )  # fmt: skip


def take_over_request(*, mail_id: int, case: Case, actor: User, today: date) -> None:
    """Take a letter over as the request it was found to be, in the transaction that registers ``case``.

    Raises Refused for a letter somebody has taken over already: the request in it may be registered.
    """
    row = open_matter(IncomingMail, mail_id, what="来件交接", actor=actor, roles=RECEIVERS)
    row.case, row.outcome = case, MailOutcome.REQUEST.value
    said = f"{row.get_outcome_display()}{case.number}"
    close(row, duty=INCOMING_MAIL, closed_on=today, answer=said, actor=actor, today=today)


@transaction.atomic
def take_over_mail(
    *,
    mail_id: int,
    outcome: str,
    closed_on: date,
    actor: User,
    today: date,
    now: datetime,
    case_number: str = "",
    passed_to: str = "",
    answer: str = "",
) -> IncomingMail:
    """Take a letter over from the mail room: the actor signs for it, and says what became of it."""
    row = open_matter(IncomingMail, mail_id, what="来件交接", actor=actor, roles=RECEIVERS)
    row.case = case_of(case_number, actor)
    check_hand_over(outcome, has_case=row.case is not None, passed_to=passed_to)
    row.outcome, row.passed_to = outcome, passed_to.strip()
    said = answer.strip() or row.get_outcome_display()
    close(row, duty=INCOMING_MAIL, closed_on=closed_on, answer=said, actor=actor, today=today)
    return row
