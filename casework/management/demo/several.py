"""Cases of which one page has much to show: several matters, several people asked at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from casework.law.calendar import WorkingCalendar
from casework.law.consultations import Opinion, Ruling
from casework.law.facts import ConsultationKind
from casework.management.demo import texts
from casework.management.demo.acts import moment, working_days_from
from casework.management.demo.office import Staff
from casework.models.case import Case
from casework.models.user import User
from casework.services import consultations, search_records
from casework.services import matters as matters_service

_MATTERS = (
    "示例路加油站规划选址论证的会议记录",
    "示例路加油站2024年以来的安全检查记录",
    "示例路加油站危险化学品经营许可证的申请材料",
)
THREE_MATTERS = "；".join(f"{number}.{words}" for number, words in enumerate(_MATTERS, 1))
MANY_CONCERNED = "甲乙片区危旧房改造项目的工程合同、检测报告和补偿协议"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, on which calendar, and what "today" is."""

    staff: Staff
    calendar: WorkingCalendar
    today: date
    now: datetime

    def after(self, day: date, working_days: int) -> date:
        """Return the working day that many working days later, but never one that has not come."""
        return min(working_days_from(self.calendar, day, working_days), self.today)

    def before(self, working_days: int) -> date:
        """Return the working day that many working days before the last one."""
        latest = working_days_from(self.calendar, self.today + timedelta(days=1), -1)
        return working_days_from(self.calendar, latest, -working_days)

    def do(self, act: Any, day: date, *, actor: User | None = None, **facts: Any) -> Any:
        """Do one act on a day; the clerk does it unless somebody else is named."""
        return act(actor=actor or self.staff.clerk, today=day, now=moment(day), **facts)


def matters(desk: Desk, case: Case) -> None:
    """List three matters: one searched for in vain, one drafted, one not yet looked at."""
    day = desk.after(case.received_on, 3)
    desk.do(matters_service.list_matters, day, case_id=case.pk, words=_MATTERS)
    day = desk.after(day, 2)
    fact = texts.search(str(desk.staff.clerk), day)
    desk.do(search_records.record_search, day, case_id=case.pk, fact=fact, position=1, checked_by="冯科长")
    for position, code in ((1, "U1"), (2, "G2")):
        decision = matters_service.Decision(code, texts.findings(code), texts.evidence(code))
        desk.do(matters_service.decide_matter, day, case_id=case.pk, position=position, decision=decision)


def consultations_side_by_side(desk: Desk, case: Case) -> None:
    """Ask three third parties, a co-producer and another agency; they answer in every way."""
    sent = desk.after(case.received_on, 3)
    third, co_producer, other = (
        ConsultationKind.THIRD_PARTY,
        ConsultationKind.CO_PRODUCER,
        ConsultationKind.OTHER_AGENCY,
    )
    for kind, addressee, about, told in (
        (third, "子虚建设示例有限公司", "施工合同中的报价清单和付款条款", {}),
        (third, "乌有工程检测示例有限公司", "检测报告中的检测方法说明", {}),
        (third, "甲乙片区被征收人代表（示例）", "补偿协议中的户主姓名和补偿金额", {}),
        (co_producer, "示例区住房和城乡建设局", "贵单位与本机关联合印发的改造方案", {}),
        (other, "示例区档案馆", "移交贵馆的原始图纸是否已划定开放", {"answer_by": working_days_from(desk.calendar, sent, 15)}),
    ):  # fmt: skip
        facts = {"kind": kind, "addressee": addressee, "about": about, "sent_on": sent, "delivered_on": None} | told
        desk.do(consultations.consult, sent, case_id=case.pk, **facts)
    refusing, agreeing, silent, partner, archive = case.consultations.order_by("pk")
    arrived = desk.after(sent, 1)
    for item in (refusing, agreeing, silent, partner):
        desk.do(consultations.record_delivery, arrived, consultation_id=item.pk, delivered_on=arrived)
    answered = desk.after(arrived, 3)
    for item, opinion, reasons in (
        (agreeing, Opinion.AGREE, ""),
        (refusing, Opinion.PARTLY, "报价清单反映本公司成本构成，属于商业秘密；其余同意公开。"),
        (archive, Opinion.AGREE, ""),
    ):
        desk.do(
            consultations.record_opinion, answered, consultation_id=item.pk, opinion=opinion, reasons=reasons,
            answered_on=answered,
        )  # fmt: skip
    desk.do(
        consultations.rule_on_opinion,
        desk.after(answered, 1),
        consultation_id=refusing.pk,
        ruling=Ruling.PARTLY,
        judgement="经核对，报价清单未为公众所知悉，公司采取了保密措施，属于商业秘密；付款条款已在中标公告中公开，不属于。",
        public_interest="",
    )
