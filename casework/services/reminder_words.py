"""What a reminder says, in plain Chinese. The number of the case is put before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.law.calendar import WorkingCalendar
from casework.law.duties import DutyKind
from casework.law.errors import CalendarNotPublished
from casework.models.duty_names import (
    ARCHIVE_APPRAISAL,
    ASSISTANCE_FEEDBACK,
    COMPLAINT_ANSWER,
    DEFENCE,
    INCOMING_MAIL,
    RECONSIDERATION_ANSWER,
    RECTIFICATION,
    REDECISION,
    UNCHECKED_CHANNEL,
    URGING_ANSWER,
    WITHHELD_APPRAISAL,
    YEARLY_REPORT,
    duty_name,
)
from casework.models.office_duty import OfficeDuty

# What is left to do: before and on the day, and after it.
_TO_DO: dict[str, tuple[str, str]] = {
    DutyKind.REPLY: (
        "请按期作出答复并送达；确需延期的，须在期限届满前批准并告知申请人。",
        "请立即作出答复并送达。",
    ),
    DutyKind.SUPPLEMENT_NOTICE: (
        "申请内容不明确的，请在期限届满前一次性告知补正；此后告知的，答复期限不重新计算。",
        "此后告知补正的，答复期限不重新计算。",
    ),
    DutyKind.SUPPLEMENT_ANSWER: (
        "尚未收到申请人的补正。",
        "期满未收到补正，请核实有无正当理由，并决定是否视为放弃申请。",
    ),
    DutyKind.REASONS_ANSWER: (
        "尚未收到申请人说明的理由，答复期限照常计算。",
        "期满未收到申请人说明的理由，请登记并审查；答复期限照常计算。",
    ),
    DutyKind.THIRD_PARTY_OPINION: (
        "尚未登记第三方意见。",
        "第三方期满未提出意见，请依法决定是否公开。",
    ),
    DutyKind.CO_PRODUCER_OPINION: (
        "尚未登记共同制作机关意见。",
        "共同制作机关期满未提出意见，视为同意公开，请作出决定。",
    ),
    DutyKind.OTHER_AGENCY_OPINION: ("尚未登记对方意见。", "期满未收到对方意见，请作出决定。"),
    DutyKind.FEE_PAYMENT: (
        "尚未登记缴费。",
        "期满未缴费，请核实后决定是否视为放弃申请。",
    ),
}
_TO_DO[DutyKind.RE_DECISION] = (
    "请按复议决定或者判决重新作出答复并送达，不得以同一事实和理由作出相同的决定。",
    "请立即重新作出答复并送达。",
)
_TO_DO_ANY = ("请按期办理。", "请立即办理。")
_OWED = frozenset(
    {
        DutyKind.REPLY,
        YEARLY_REPORT,
        URGING_ANSWER,
        RECONSIDERATION_ANSWER,
        DEFENCE,
        REDECISION,
        RECTIFICATION,
        DutyKind.RE_DECISION,
        ASSISTANCE_FEEDBACK,
        COMPLAINT_ANSWER,
        INCOMING_MAIL,
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of a notice, both to follow the number of the case."""

    headline: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A deadline as the ladder found it. ``due_on`` None: only the strict reading has an end."""

    duty: str
    due_on: date | None
    alarm_on: date
    provisional: bool


def reminder_words(found: Announced, calendar: WorkingCalendar, today: date) -> Words:
    """Return what to say of a duty on ``today``: working days left or past, and what to do."""
    name = f"{duty_name(found.duty)}期限"
    on = found.due_on or found.alarm_on
    before, after = _TO_DO.get(found.duty, _TO_DO_ANY)
    standing = _standing(found.duty, on, calendar, today)
    to_do = after if on < today else before
    sentence = f"{name}为{on}，{standing}。{to_do}{_caveat(found)}"
    return Words(f"{name}{'（暂估）' if found.provisional else ''}{standing}", sentence)


def unread_words(submitted_on: date) -> Words:
    """Return what to say of a request that nobody has confirmed a working day after it came."""
    return Words(
        "收件尚未确认",
        f"网上申请于{submitted_on}提交，至今未确认收件，答复期限可能已经起算。请立即确认收件。",
    )


_OFFICE_TO_DO: dict[str, tuple[str, str]] = {
    YEARLY_REPORT: (
        "请按期公布并报送；这一期限按自然日计算，遇休息日不顺延。公布后请在“机关事项”登记。",
        "请立即公布并报送，并在“机关事项”登记公布日期。",
    ),
    UNCHECKED_CHANNEL: (
        "请查看后在“机关事项”登记。",
        "可能已有申请到达，期限可能已经起算。请立即查看，并在“机关事项”登记。",
    ),
    URGING_ANSWER: ("请在办件页面反馈办理情况。", "请立即在办件页面反馈办理情况。"),
    RECONSIDERATION_ANSWER: (
        "请按期向行政复议机关提交书面答复和证据、依据；不按期提交的，视为没有证据。",
        "请立即提交书面答复和证据、依据。",
    ),
    DEFENCE: (
        "请按期向人民法院提交答辩状和证据、依据；不按期提交的，视为没有证据。",
        "请立即提交答辩状和证据、依据。",
    ),
    REDECISION: ("请按期重新作出处理决定并送达。", "请立即重新作出处理决定并送达。"),
    INCOMING_MAIL: ("请领取来件并登记是什么。", "来件是申请的，期限已自签收之日起算。请立即领取并登记。"),
    RECTIFICATION: ("请按期办理并告知申请人。", "请立即办理并告知申请人。"),
    ASSISTANCE_FEEDBACK: ("请按期反馈协查结果。", "请立即反馈协查结果。"),
    COMPLAINT_ANSWER: ("请按期办理并告知投诉人。", "请立即办理并告知投诉人。"),
    ARCHIVE_APPRAISAL: ("请鉴定到期档案并登记结果；系统不会自动销毁任何档案。",) * 2,
    WITHHELD_APPRAISAL: (
        "请评估不予公开的理由是否仍然存在，并登记评估结果；因情势变化可以公开的，应当公开。",
        "请尽快评估并登记结果；因情势变化可以公开的，应当公开。",
    ),
}


def office_words(row: OfficeDuty, calendar: WorkingCalendar, today: date, *, basis: str = "") -> Words:
    """Return what to say of an office duty on ``today``: the whole subject and body."""
    standing = _standing(row.duty, row.due_on, calendar, today)
    before, after = _OFFICE_TO_DO.get(row.duty, _TO_DO_ANY)
    to_do = after if row.due_on < today else before
    if row.duty == UNCHECKED_CHANNEL:
        return Words(row.title, f"{row.title}：{row.due_on}起没有查看记录。{to_do}")
    cited = f"（{basis}）" if basis else ""
    caveat = "该期限为暂估，待国务院办公厅公布放假安排，按最早可能的日期提醒。" if row.provisional else ""
    return Words(f"{row.title} {standing}", f"{row.title}：期限为{row.due_on}{cited}，{standing}。{to_do}{caveat}")


def _standing(duty: str, on: date, calendar: WorkingCalendar, today: date) -> str:
    days = _working_days(calendar, *sorted((on, today)))
    if on == today:
        return "今天到期"
    if on > today:
        if days is None:
            return f"{on}到期"
        return f"还有{days}个工作日" if days else f"{on}到期，此前已无工作日"
    # What somebody else may do simply comes to its end.
    late = "已超期" if duty in _OWED else "已期满"
    return f"{late}{days}个工作日" if days else late


def _working_days(calendar: WorkingCalendar, after: date, through: date) -> int | None:
    # One case with an impossible date must not keep the others from being announced.
    try:
        return calendar.count_working_days(after, through)
    except CalendarNotPublished:
        return None


def _caveat(found: Announced) -> str:
    if found.provisional:
        return f"该期限为暂估，待国务院办公厅公布放假安排，最早可能为{found.alarm_on}。"
    if found.due_on is None:
        return "征求意见书尚未登记送达，按未停表从严计算；请核实送达日期并登记。"
    if found.alarm_on < found.due_on:
        return f"按从严口径（自对方收到征求意见书起停表）最早为{found.alarm_on}。"
    return ""
