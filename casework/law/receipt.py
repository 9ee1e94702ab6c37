"""The day of receipt (收到申请之日) by channel: Art. 31 of the Regulation, law.md 4.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.calendar import WorkingCalendar
from casework.law.errors import BadFact, CalendarNotPublished
from casework.law.policy import Policy
from casework.law.sources import RECEIPT_LETTER, regulation


class Channel(StrEnum):
    """How a request reached the agency (收件渠道)."""

    COUNTER = "counter"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    ONLINE = "online"
    EMAIL = "email"
    FAX = "fax"
    ORAL = "oral"


CHANNEL_NAMES: dict[Channel, str] = {
    Channel.COUNTER: "当面提交",
    Channel.REGISTERED_MAIL: "邮寄（需签收）",
    Channel.ORDINARY_MAIL: "平常信函",
    Channel.ONLINE: "网络平台",
    Channel.EMAIL: "电子邮件",
    Channel.FAX: "传真",
    Channel.ORAL: "口头（代填）",
}


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """Which dated fact is the day of receipt, and why. ``waiting`` says what is still missing."""

    fact: str
    basis: str
    explanation: str
    required: bool
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day of receipt, or None while the fact that fixes it has not happened."""

    received_on: date | None
    basis: str
    explanation: str
    waiting: str = ""


_SUBMITTED_ONLINE = ReceiptRule(
    "submitted_on",
    regulation(31, item=3),
    "网络提交成功、系统自动回执之日视为双方确认之日（从严口径，指导案例26号）",
    required=True,
)
_CONFIRMED = ReceiptRule(
    "confirmed_on",
    regulation(31, item=3),
    "以双方确认之日为收到申请之日",
    required=False,
    waiting="尚未与申请人确认，期限未起算；请当日联系并登记结果",
)
RULES: dict[Channel, ReceiptRule] = {
    Channel.COUNTER: ReceiptRule(
        "submitted_on", regulation(31, item=1), "当面提交，以提交之日为收到申请之日", required=True
    ),
    Channel.ORAL: ReceiptRule(
        "submitted_on",
        regulation(31, item=1),
        "口头申请由本机关代填，以当面提出之日为收到申请之日",
        required=True,
    ),
    Channel.REGISTERED_MAIL: ReceiptRule(
        "signed_on",
        regulation(31, item=2),
        "邮寄提交，以本机关签收之日为收到申请之日",
        required=True,
    ),
    Channel.ORDINARY_MAIL: ReceiptRule(
        "confirmed_on",
        regulation(31, item=2),
        "平常信函无需签收，以与申请人确认之日为收到申请之日",
        required=False,
        waiting=f"尚未与申请人确认；联系不上的做好登记，自恢复联络之日起算（{RECEIPT_LETTER}）",
    ),
    Channel.FAX: _CONFIRMED,
    Channel.ONLINE: _CONFIRMED,
    Channel.EMAIL: _CONFIRMED,
}


def rule_for(channel: Channel, policy: Policy) -> ReceiptRule:
    """Return the rule of Art. 31 that fixes the day of receipt for ``channel``.

    ``policy.online_receipt`` decides between submission and confirmation for the internet
    channels (online, e-mail); a fax always counts from confirmation.
    """
    if channel in (Channel.ONLINE, Channel.EMAIL) and policy.online_receipt == "submitted":
        return _SUBMITTED_ONLINE
    return RULES[channel]


def receipt(
    *,
    channel: Channel,
    submitted_on: date | None,
    signed_on: date | None,
    confirmed_on: date | None,
    policy: Policy,
    calendar: WorkingCalendar,
) -> Receipt:
    """Return the day of receipt and the rule that fixed it.

    Raises BadFact when the date the channel cannot do without is missing or the dates
    contradict each other, CalendarNotPublished before the first loaded year.
    Source: Art. 31; law.md 4.2 and 11 (online_receipt, nonworkday_receipt).
    """
    given = {"submitted_on": submitted_on, "signed_on": signed_on, "confirmed_on": confirmed_on}
    rule = rule_for(channel, policy)
    for later in ("signed_on", "confirmed_on"):
        if submitted_on and given[later] and given[later] < submitted_on:
            raise BadFact(later, "不能早于提交（寄出）之日", article=rule.basis)
    if signed_on and confirmed_on and confirmed_on < signed_on:
        raise BadFact("confirmed_on", "不能早于签收之日", article=rule.basis)
    day = given[rule.fact]
    if day is None:
        if rule.required:
            raise BadFact(rule.fact, f"必填：{rule.explanation}", article=rule.basis)
        return Receipt(None, rule.basis, rule.explanation, rule.waiting)
    if day < calendar.first_day:
        raise CalendarNotPublished(day.year, field=rule.fact)
    explanation = rule.explanation
    if policy.nonworkday_receipt == "next_working_day":
        rolled = calendar.roll_forward(day).on
        if rolled != day:
            explanation += "；休息日提交，视为下一工作日收到"
            day = rolled
    return Receipt(day, rule.basis, explanation)


def late_confirmation(
    *,
    channel: Channel,
    submitted_on: date | None,
    confirmed_on: date | None,
    policy: Policy,
    calendar: WorkingCalendar,
    as_of: date,
) -> str:
    """Return a warning when an internet request waited over 1 working day for confirmation.

    Only where the agency counts from confirmation: a court may count from submission
    (指导案例26号, law.md 4.2). "" when there is nothing to warn of.
    """
    if channel not in (Channel.ONLINE, Channel.EMAIL) or policy.online_receipt != "confirmed":
        return ""
    if not submitted_on or not calendar.first_day <= submitted_on <= calendar.horizon:
        return ""
    last = calendar.estimate(submitted_on, 1)
    if (confirmed_on or as_of) <= last.on:
        return ""
    return f"申请于{submitted_on}提交，超过1个工作日（{last.on}）才确认，可能被认定自提交之日起算"
