"""提醒设置: an agency's leader or administrator fits ladder and hours to the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from django.db import transaction

from casework.law.annual_report import report_due_on
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.duty_names import YEARLY_REPORT, duty_name
from casework.models.ladder import LadderStep, ReminderSettings
from casework.models.office_duty import OfficeDuty, OfficeReminder
from casework.models.user import Role, User
from casework.services.permissions import refuse_other_role
from casework.services.reminder_ladder import Step

MOST_STEPS = 12
FARTHEST = 60
SETTERS = (Role.LEADER, Role.ADMINISTRATOR)


@transaction.atomic
def set_ladder(*, duty: str, steps: Sequence[Step], actor: User) -> None:
    """Replace the steps of one duty for the actor's agency. Raises Refused and changes nothing.

    At least one step must stay: a statutory day that nobody hears of is what this system prevents.
    """
    refuse_other_role(actor, "提醒设置", *SETTERS)
    _refuse_unfit(duty, steps)
    LadderStep.objects.filter(agency=actor.agency, duty=duty).delete()
    LadderStep.objects.bulk_create(
        LadderStep(
            agency=actor.agency,
            duty=duty,
            working_days=step.working_days,
            to_officer=step.way.to_officer,
            to_unit=step.way.to_unit,
            to_leaders=step.way.to_leaders,
            to_supervisors=step.way.to_supervisors,
            by_email=step.way.by_email,
            by_webhook=step.way.by_webhook,
            urgent=step.way.urgent,
        )
        for step in steps
    )


def reset_ladder(*, duty: str, actor: User) -> None:
    """Return to the product's own steps of one duty."""
    refuse_other_role(actor, "提醒设置", *SETTERS)
    LadderStep.objects.filter(agency=actor.agency, duty=duty).delete()


@transaction.atomic
def set_report_kind(*, is_government: bool, actor: User) -> None:
    """Say whether the actor's agency reports for a government (31 March) or as a department (31 January).

    A report that is not published yet moves, and its reminders arm again.
    """
    refuse_other_role(actor, "提醒设置", *SETTERS)
    Agency.objects.filter(pk=actor.agency_id).update(is_government=is_government)
    open_rows = OfficeDuty.objects.filter(agency=actor.agency_id, duty=YEARLY_REPORT, met_on__isnull=True)
    for row in open_rows.select_for_update():
        due_on = report_due_on(int(row.about), is_government=is_government)
        if due_on != row.due_on:
            row.due_on = due_on
            row.save(update_fields=["due_on"])
            OfficeReminder.objects.filter(office_duty=row).delete()


def set_hours(*, digest_at: time, quiet_from: time | None, quiet_until: time | None, actor: User) -> None:
    """Set the hour of the daily digest and the quiet hours of the actor's agency."""
    refuse_other_role(actor, "提醒设置", *SETTERS)
    if (quiet_from is None) != (quiet_until is None):
        field = "quiet_until" if quiet_until is None else "quiet_from"
        raise Refused("quiet_hours_half", "免打扰时段须写明开始和结束，或者都不写。", field=field)
    if quiet_from is not None and quiet_from == quiet_until:
        raise Refused("quiet_hours_empty", "免打扰的开始和结束不能相同。", field="quiet_until")
    hours = {"digest_at": digest_at, "quiet_from": quiet_from, "quiet_until": quiet_until}
    ReminderSettings.objects.update_or_create(agency=actor.agency, defaults=hours)


def set_levels(*, yellow_days: int, red_days: int, black_days: int, actor: User) -> None:
    """Set after how many working days overdue the supervisor's cards change colour."""
    refuse_other_role(actor, "督办牌设置", Role.SUPERVISOR)
    if not 1 <= yellow_days < red_days < black_days:
        raise Refused("levels_out_of_order", "黄牌至少1个工作日，红牌应多于黄牌，黑牌应多于红牌。", field="red_days")
    levels = {"yellow_days": yellow_days, "red_days": red_days, "black_days": black_days}
    ReminderSettings.objects.update_or_create(agency=actor.agency, defaults=levels)


def _refuse_unfit(duty: str, steps: Sequence[Step]) -> None:
    if not steps:
        raise Refused("ladder_empty", f"“{duty_name(duty)}”至少要保留一次提醒。")
    if len(steps) > MOST_STEPS:
        raise Refused("ladder_too_long", f"一个事项最多设{MOST_STEPS}次提醒。")
    days = [step.working_days for step in steps]
    if len(set(days)) < len(days):
        raise Refused("ladder_step_twice", "同一时点只能设一次提醒。")
    if any(abs(day) > FARTHEST for day in days):
        raise Refused("ladder_step_too_far", f"提醒最远设在期限前后{FARTHEST}个工作日。")
    for step in steps:
        way = step.way
        if not (way.to_officer or way.to_unit or way.to_leaders or way.to_supervisors):
            raise Refused("ladder_step_for_nobody", "每次提醒至少选择一类接收人。")
