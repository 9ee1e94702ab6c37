"""Copies of identity documents: marked when they are checked, removed after the agency's own period.

个人信息保护法第十九条 (no longer than necessary), 第四十七条 (delete when the purpose is met). What is in the
archive follows the rules of archives and is left alone; nothing else deletes itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from casework.adapters.working_calendar import calendar_of
from casework.law.acts import Act
from casework.law.errors import BadFact, Refused
from casework.law.policy import Policy
from casework.law.remedies import proof_needed_until
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.dispute import disputes_of, last_round, ordered_dispute
from casework.models.user import Role, User
from casework.queries.remedies import reply_received_on
from casework.services.case_events import new_event
from casework.services.permissions import refuse_other_role
from casework.services.recomputing import SYSTEM_NAME

IDENTITY_COPY = "证件复印件"
REMOVED_COPY = "证件复印件（已按期限删除）"
KEEPERS = (Role.LEADER, Role.ADMINISTRATOR)


def mark_copies(case: Case, attachment_ids: Collection[int]) -> int:
    """Note which files of a case are copies of identity documents; return how many. Call it inside an act."""
    found = case.attachments.filter(pk__in=attachment_ids).exclude(purpose=REMOVED_COPY)
    if len(found) != len(set(attachment_ids)):
        raise Refused("identity_copy_unknown", "所选附件不在本件中，请重新选择。", field="copies")
    return found.update(purpose=IDENTITY_COPY)


@transaction.atomic
def set_copy_period(*, days: int, actor: User) -> None:
    """Set after how many days from the conclusion the copies are removed; 0 keeps them with the file."""
    refuse_other_role(actor, "设置证件复印件保存期限", *KEEPERS)
    agency = Agency.objects.select_for_update(no_key=True).get(pk=actor.agency_id)
    policy = agency.policy | {"identity_copy_days": days}
    try:
        Policy.from_mapping(policy)
    except BadFact as wrong:
        raise Refused("copy_period_invalid", f"保存天数{wrong.rule}。", field="days") from None
    agency.policy = policy
    agency.save(update_fields=["policy"])


def remove_old_copies(*, today: date, now: datetime) -> int:
    """Remove the copies whose period is over, with an event in each case; return how many cases.

    Both must be over: the agency's period, from the conclusion that counts last, and the days within which
    reconsideration or suit may be brought. A case that is disputed, or decided or to be decided again, keeps its
    proof, and so does one in the archive.
    """
    done = 0
    for agency in Agency.objects.filter(policy__has_key="identity_copy_days").order_by("pk"):
        days = agency.switches.identity_copy_days
        if not days:
            continue
        due = Case.objects.filter(
            agency=agency, stage=Stage.CONCLUDED, concluded_on__lte=today - timedelta(days=days),
            attachments__purpose=IDENTITY_COPY,
        )  # fmt: skip
        ids = list(due.order_by("pk").values_list("pk", flat=True).distinct())
        done += sum(_remove(case_id, days, today, now) for case_id in ids)
    return done


def _proof_kept_until(case: Case, days: int) -> date:
    """Return the first day on which the copies may go; ``date.max`` while something is pending."""
    disputes = disputes_of(case)
    if ordered_dispute(case) or any(item.is_open for item in disputes):
        return date.max
    concluded_on = last_round(case).concluded_on
    last = proof_needed_until(
        served_on=concluded_on,
        received_on=reply_received_on(case),
        decisions_received_on=[item.result_received_on for item in disputes if item.result_received_on],
        calendar=calendar_of(case.agency_id),
    )
    return max(concluded_on + timedelta(days=days), last + timedelta(days=1))


@transaction.atomic
def _remove(case_id: int, days: int, today: date, now: datetime) -> bool:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, stage=Stage.CONCLUDED).first()
    if case is None or today < _proof_kept_until(case, days):
        return False
    copies = list(case.attachments.filter(purpose=IDENTITY_COPY))
    if not copies:
        return False
    event = new_event(
        case=case, act=Act.REMOVE_IDENTITY_COPIES, actor=None, happened_on=today, now=now,
        note=f"办结满{days}日，按本机关设定的期限删除；文件名和校验值保留。", after={"removed_copies": len(copies)},
    )  # fmt: skip
    event.actor_name = SYSTEM_NAME
    event.save()
    Attachment.objects.filter(pk__in=[copy.pk for copy in copies]).update(purpose=REMOVED_COPY)
    # Before the commit: interrupted here, the next night finds the copy gone and writes it down all the same.
    for copy in copies:
        copy.file.storage.delete(copy.file.name)
    return True
