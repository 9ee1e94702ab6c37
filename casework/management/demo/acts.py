"""The acts of an invented case, each done on a given day by whoever's work it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from casework.law.approval_chain import MOST_STEPS
from casework.law.calendar import WorkingCalendar
from casework.law.consultations import Opinion, Ruling
from casework.law.duties import FEE_PAYMENT_WORKING_DAYS
from casework.law.evidence import Evidence
from casework.law.facts import ConsultationKind
from casework.law.letter_service import ServiceFact, ServiceMethod
from casework.law.receipt import Channel
from casework.law.review import Verdict
from casework.law.topics import proposed_topic
from casework.management.demo import texts
from casework.management.demo.office import Staff
from casework.management.demo.plan import Plan
from casework.models.applicant import IdentityCheckMethod, IdentityResult
from casework.models.case import Case
from casework.models.user import Role, User
from casework.queries.topics import topics_of
from casework.services import (
    acceptance,
    assignments,
    closing,
    consultations,
    extensions,
    fees,
    identity_checks,
    letter_service,
    reasons,
    receipt,
    register,
    replies,
    reviews,
    search_records,
    supplements,
    topics,
)

SUPPLEMENT_WORKING_DAYS = 15
ANSWER_WORKING_DAYS = 10
THIRD_PARTY = "子虚建设示例有限公司"
_OPENING_HOUR = 1  # 09:00 in Shanghai, in UTC


class Acts:
    """Does the acts of one plan's case through the services."""

    def __init__(self, staff: Staff, calendar: WorkingCalendar, plan: Plan) -> None:
        self.staff, self.calendar, self.plan = staff, calendar, plan
        self.case_id = 0

    def after(self, day: date, working_days: int) -> date:
        """Return the working day that many working days later."""
        return working_days_from(self.calendar, day, working_days)

    @property
    def worker(self) -> User:
        """Who handles the case: the unit's handler, or the clerk."""
        return self.staff.handler if self.plan.to_unit else self.staff.clerk

    def arrive(self, day: date) -> None:
        """Take the request in by its channel."""
        plan, channel = self.plan, self.plan.channel
        by_letter = channel in (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)
        signed_for = channel is Channel.REGISTERED_MAIL
        request = register.NewRequest(
            channel=channel,
            applicant=plan.applicant,
            content=f"申请公开：{plan.content}。",
            subject=plan.content,
            topic="" if channel is Channel.ONLINE else self._topic(),
            wanted_form="纸质，邮寄" if by_letter else "电子文件",
            submitted_on=day - timedelta(days=3) if by_letter else day,
            signed_on=day if signed_for else None,
            postal_number=self._postal_number("R") if signed_for else "",
            confirmed_on=day if channel in (Channel.EMAIL, Channel.FAX) else None,
        )
        at = {"agency": self.staff.agency, "today": day, "now": moment(day), "key": plan.key}
        if channel is Channel.ONLINE:
            done = register.submit_online(request=request, **at)
        else:
            done = register.register(request=request, actor=self.staff.clerk, **at)
        self.case_id = done.case.pk

    def _topic(self) -> str:
        return proposed_topic(self.plan.content, topics_of(self.staff.agency).names)

    def confirm(self, day: date) -> None:
        """Confirm the receipt where the channel leaves it open."""
        channel, clerk = self.plan.channel, self.staff.clerk
        if channel is Channel.ONLINE:
            self._do(receipt.confirm_receipt, clerk, day, confirmed_on=day)
            if topic := self._topic():
                self._do(topics.sort_by_topic, clerk, day, topic=topic)
        elif channel is Channel.ORDINARY_MAIL:
            note = "当日电话与申请人确认收到"
            self._do(receipt.record_confirmation, clerk, day, confirmed_on=day, note=note)

    def check_identity(self, day: date, *, complete: bool) -> None:
        """Record what was seen of the applicant's documents."""
        at_counter = self.plan.channel in (Channel.COUNTER, Channel.ORAL)
        natural = self.plan.applicant.kind == "natural"
        self._do(
            identity_checks.check_identity,
            self.staff.clerk,
            day,
            documents_seen="居民身份证" if natural else "营业执照或登记证书",
            method=IdentityCheckMethod.ORIGINAL_SEEN if at_counter else IdentityCheckMethod.COPY_SEEN,
            result=IdentityResult.CONFIRMED if complete else IdentityResult.INCOMPLETE,
            note="" if complete else "证件复印件背面缺失",
        )

    def accept(self, day: date) -> None:
        """Take the case up."""
        self._do(acceptance.accept, self.staff.clerk, day)

    def assign(self, day: date) -> None:
        """Give the case to the unit, where the plan says so."""
        if self.plan.to_unit:
            unit, officer = self.staff.handler.unit, self.staff.handler
            self._do(assignments.assign, self.staff.clerk, day, unit=unit, officer=officer)

    def ask_supplement(self, day: date) -> date:
        """Ask for the supplement; return the last day to answer."""
        answer_by = self.after(day, SUPPLEMENT_WORKING_DAYS)
        self._do(
            supplements.request_supplement,
            self.staff.clerk,
            day,
            what_is_unclear="未写明信息的名称、文号或者形成时间",
            guidance="请写明所需信息的名称、文号或者便于查询的其他特征",
            answer_by=answer_by,
            fact=self._service(day, ServiceMethod.POSTAL),
        )
        return answer_by

    def receive_supplement(self, day: date) -> None:
        """Record the applicant's answer."""
        answer = f"补充说明：{self.plan.content}，形成于近两年"
        self._do(supplements.receive_supplement, self.staff.clerk, day, answer=answer, received_on=day)

    def ask_reasons(self, day: date) -> None:
        """Ask the applicant why there are so many requests."""
        self._do(
            reasons.ask_reasons,
            self.staff.clerk,
            day,
            counted_from=day.replace(month=1, day=1),
            counted_to=day,
            counted=36,
            what_to_explain="本年已就同一事项提出多件申请，请说明各件的关系和分别提出的理由",
            answer_by=self.after(day, ANSWER_WORKING_DAYS),
            fact=self._service(day, ServiceMethod.POSTAL),
        )

    def review_reasons(self, day: date) -> None:
        """Record what the applicant said, and find it wanting."""
        self._do(reasons.receive_reasons, self.staff.clerk, day, answer="希望多了解一些情况", received_on=day)
        review = texts.EVIDENCE[Evidence.REASONS_REVIEW]
        self._do(reasons.review_reasons, self.staff.clerk, day, is_reasonable=False, review=review)

    def charge_fee(self, day: date) -> None:
        """Charge for the pages asked for."""
        self._do(
            fees.charge_fee,
            self.staff.clerk,
            day,
            pages=120,
            how_to_pay="凭缴款识别码到任一代收银行网点或者通过省非税收入缴费渠道缴纳",
            payment_code="37030026" + f"{self.case_id:012d}",
            fact=self._service(day, ServiceMethod.POSTAL),
        )

    def record_fee_delivery(self, day: date) -> date:
        """Record that the notice arrived; return the last day to pay."""
        receiver = self.plan.applicant.name
        self._do(fees.record_fee_delivery, self.staff.clerk, day, delivered_on=day, receiver=receiver)
        return self.after(day, FEE_PAYMENT_WORKING_DAYS)

    def lapse(self, day: date) -> None:
        """Decide that the applicant gave up."""
        unpaid = self.plan.code == "O2"
        review = texts.EVIDENCE[Evidence.FEE_SERVICE_PROOF if unpaid else Evidence.JUSTIFICATION_REVIEW]
        self._do(closing.lapse, self.staff.clerk, day, review=review)

    def withdraw(self, day: date) -> None:
        """Withdraw: on line by the applicant, otherwise recorded by the clerk."""
        actor = None if self.plan.channel is Channel.ONLINE else self.staff.clerk
        statement = texts.EVIDENCE[Evidence.WITHDRAWAL_LETTER]
        self._do(closing.withdraw, actor, day, statement=statement)

    def consult(self, day: date) -> None:
        """Write to a third party."""
        self._do(
            consultations.consult,
            self.worker,
            day,
            kind=ConsultationKind.THIRD_PARTY,
            addressee=THIRD_PARTY,
            about="拟公开的信息中涉及贵单位的部分",
            sent_on=day,
            delivered_on=None,
        )

    def record_delivery(self, day: date) -> None:
        """Record that the letter arrived."""
        self._consultation(consultations.record_delivery, day, delivered_on=day)

    def record_opinion(self, day: date) -> None:
        """Record the third party's answer: it agrees where the plan ends in disclosure."""
        agrees = self.plan.code.startswith("G")
        self._consultation(
            consultations.record_opinion,
            day,
            opinion=Opinion.AGREE if agrees else Opinion.REFUSE,
            reasons="" if agrees else "涉及本单位商业秘密，公开会损害竞争地位",
            answered_on=day,
        )
        if not agrees:
            self._consultation(
                consultations.rule_on_opinion,
                day,
                ruling=Ruling.WITHHOLD,
                judgement="经核对，所涉内容未为公众所知悉，对方采取了保密措施，属于商业秘密，理由成立。",
                public_interest="",
            )

    def request_extension(self, day: date) -> None:
        """Ask the head for more time."""
        self._do(
            extensions.request_extension,
            self.worker,
            day,
            working_days=self.plan.extension_days,
            reason="涉及信息数量较大，需逐件核对",
        )

    def grant_extension(self, day: date) -> None:
        """Approve the extension and tell the applicant."""
        self._do(extensions.approve_extension, self.staff.leader, day)
        fact = self._service(day, ServiceMethod.POSTAL)
        self._do(extensions.serve_extension, self.staff.clerk, day, fact=fact)

    def submit(self, day: date) -> None:
        """Send the draft to review."""
        self._search(day)
        self._do(replies.submit_for_review, self.worker, day, **self._reply())

    def review(self, day: date, *, steps: int = MOST_STEPS) -> None:
        """Let the reviewers agree, at most on so many steps of the agency's chain."""
        for person in self.staff.reviewers[:steps]:
            if person.role == Role.SECRECY_REVIEWER:
                self._do(reviews.review, person, day, verdict=Verdict.NOT_SECRET)
            else:
                self._do(reviews.review, person, day, opinion="事实清楚，依据准确。")

    def send_back(self, day: date) -> None:
        """Send the draft back: by whoever reads it first."""
        first = (*self.staff.reviewers, self.staff.leader)[0]
        self._do(replies.send_back, first, day, reason="法律依据请写到款、项")

    def sign(self, day: date) -> None:
        """Sign the reply."""
        self._do(replies.sign, self.staff.leader, day)

    def conclude(self, day: date) -> None:
        """Serve the reply."""
        fact = self._service(day, self.plan.method)
        self._do(letter_service.conclude, self.staff.clerk, day, fact=fact)

    def reply_at_once(self, day: date) -> None:
        """Answer at the counter."""
        fact = self._service(day, ServiceMethod.IN_PERSON)
        self._search(day)
        self._do(replies.reply_on_the_spot, self.staff.clerk, day, fact=fact, **self._reply())

    def archive(self, day: date) -> None:
        """File the case."""
        number = f"档{Case.objects.values_list('number', flat=True).get(pk=self.case_id)}"
        self._do(closing.archive, self.staff.clerk, day, archive_number=number)

    def _search(self, day: date) -> None:
        """Write down the search that "does not exist" rests on."""
        if self.plan.code == "U1":
            self._do(search_records.record_search, self.worker, day, fact=texts.search(str(self.worker), day))

    def _reply(self) -> dict[str, Any]:
        code = self.plan.code
        return {
            "decision_code": code,
            "evidence": texts.evidence(code),
            "findings": texts.findings(code),
            "withheld": texts.withheld(code),
        }

    def _service(self, day: date, method: ServiceMethod) -> ServiceFact:
        if method is ServiceMethod.POSTAL:
            return ServiceFact(method, posted_on=day, postal_number=self._postal_number("E"))
        if method is ServiceMethod.ELECTRONIC:
            return ServiceFact(method, arrived_on=day, consented=True)
        receiver = self.plan.applicant.name
        return ServiceFact(method, signed_on=day, receiver=receiver, document_seen="居民身份证")

    def _postal_number(self, first: str) -> str:
        """Return an invented postal number in the form of a real one."""
        digits = sum(ord(sign) * place for place, sign in enumerate(self.plan.key, 1)) % 10**6
        return f"X{first}000{digits:06d}00"

    def _do(self, act: Any, actor: User | None, day: date, **facts: Any) -> None:
        act(case_id=self.case_id, actor=actor, today=day, now=moment(day), **facts)

    def _consultation(self, act: Any, day: date, **facts: Any) -> None:
        item = Case.objects.get(pk=self.case_id).consultations.latest("pk")
        act(consultation_id=item.pk, actor=self.worker, today=day, now=moment(day), **facts)


def working_days_from(calendar: WorkingCalendar, day: date, working_days: int) -> date:
    """Return the working day that many working days after ``day``, before it when negative.

    Beyond the published calendar the days are estimated, as the clock estimates them.
    """
    step = timedelta(days=1 if working_days > 0 else -1)
    left = abs(working_days)
    while left:
        day += step
        left -= calendar.describe(day).working
    return day


def moment(day: date) -> datetime:
    """Return half past nine in Shanghai on that day."""
    return datetime(day.year, day.month, day.day, _OPENING_HOUR, 30, tzinfo=UTC)
