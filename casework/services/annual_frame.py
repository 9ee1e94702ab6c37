"""The frame of every act on an annual report: whose, by whom, one at a time, and not past a freeze."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.law.annual_counting import first_and_last_day
from casework.law.annual_formats import format_for_year
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.annual_record import AnnualRecord
from casework.models.user import Role, User
from casework.queries.annual_records import freezes_of
from casework.services.permissions import refuse_other_role

# Who enters figures and judges findings; freezing and unlocking is the leader's alone.
EDITORS = (Role.CLERK, Role.LEADER)
LEADERS = (Role.LEADER,)
LONGEST_REASON = 500


def begin(*, agency: Agency, year: int, actor: User, what: str, roles: tuple[Role, ...]) -> None:
    """Let one person at a time act on an agency's report. Use inside a transaction.

    Raises Refused for another role, another agency, or a year that has no report.
    """
    refuse_other_role(actor, what, *roles)
    if actor.agency_id != agency.pk:
        raise Refused("foreign_agency", "只能办理本机关的年度报告。")
    try:
        format_for_year(year)
    except ValueError:
        raise Refused("annual_year_unknown", f"{year}年没有规定的年度报告格式。", field="year") from None
    # Cases may be registered meanwhile: they refer to the agency's key only.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def done_before(model: type[AnnualRecord], key: str, agency: Agency, year: int) -> AnnualRecord | None:
    """Return what the form with that once-only key has done before, if anything.

    Raises Refused for a key of another form.
    """
    done = model.objects.filter(key=key).first() if key else None
    if done is not None and (done.agency_id, done.year) != (agency.pk, year):
        raise Refused("form_already_used", "这张表单已经提交过，请刷新页面后重新填写。")
    return done


def refuse_frozen(agency: Agency, year: int) -> None:
    """Raise Refused when the year is frozen: what is frozen changes in no way but by being opened."""
    if freezes_of([agency], year):
        raise Refused("annual_year_frozen", f"{year}年度数据已经冻结，须先由负责人解除冻结。")


def worded(reason: str, *, code: str, sentence: str) -> str:
    """Return a reason that says something and fits. Raises Refused with the caller's code and sentence."""
    words = reason.strip()
    if not words:
        raise Refused(code, sentence, field="reason")
    if len(words) > LONGEST_REASON or "\x00" in words:
        raise Refused("annual_reason_unfit", f"理由最多{LONGEST_REASON}个字，不能含有无法保存的字符。", field="reason")
    return words


def refuse_running(year: int, today: date) -> None:
    """Raise Refused while the year's period is not over."""
    last = first_and_last_day(year)[1]
    if today <= last:
        raise Refused("annual_year_running", f"统计期限到{last}为止，年度结束以后才能冻结。", field="year")


def signature(actor: User, now: datetime, key: str) -> dict[str, Any]:
    """Return the columns that say who and when."""
    return {"actor": actor, "actor_name": str(actor), "recorded_at": now, "key": key or None}
