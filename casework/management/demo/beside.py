"""What the demo office has beside its cases: registers, old names, a hand-over, letters, urgings, failed notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from casework.law.appraisals import WITHHOLDING_CODES, Appraised
from casework.law.assistance import AssistanceKind, AssistanceResult
from casework.law.complaints import ComplaintFinding
from casework.law.letter_service import FollowUp
from casework.law.rectifications import RectificationOutcome
from casework.management.demo.acts import moment, working_days_from
from casework.management.demo.office import departed
from casework.management.demo.several import Desk
from casework.models.case import Case
from casework.models.notice import MAX_ATTEMPTS, Notice, NoticeChannel
from casework.models.user import Role, User
from casework.models.webhook import WebhookEndpoint
from casework.services import (
    acting,
    appraisals,
    assignments,
    assistances,
    complaints,
    former_names,
    handovers,
    letter_service,
    letter_templates,
    letters,
    outbox,
    rectifications,
    urgings,
    webhooks,
)


def load(desk: Desk, cases: dict[str, Case]) -> None:
    """Fill what stands beside the cases; ``cases`` are the open ones by the name of their scene."""
    _registers(desk)
    _names_and_people(desk, [cases["half_way"], cases["supplemented"]])
    _letters(desk, cases)
    _disputed_service(desk, cases["concluded"])
    _urgings(desk, cases["overdue"], cases["extended"])
    _appraisal(desk)
    _failed_notices(desk)


def _registers(desk: Desk) -> None:
    for back in (25, 3):
        received, is_old = desk.before(back), back > 20
        wrong = desk.do(
            rectifications.register_rectification, received, from_whom="赵示例" if is_old else "钱样本",
            contact="0533-0000012", received_on=received,
            subject="食品经营许可登记信息中的经营场所门牌号有误" if is_old else "资格证书登记信息中的出生日期有误",
            evidence="营业执照副本和门牌证明复印件" if is_old else "居民身份证复印件",
        )  # fmt: skip
        asked = desk.do(
            assistances.register_assistance, received, kind=AssistanceKind.HELP if is_old else AssistanceKind.SEARCH,
            from_whom="示例区人民政府办公室", contact="电子公文", received_on=received,
            subject="协助提供某商业综合体施工许可办理情况" if is_old else "协查某小区竣工验收备案材料是否由贵局保存",
        )  # fmt: skip
        heard = desk.do(
            complaints.register_complaint, received, from_whom="孙演示", contact="0533-0000013", received_on=received,
            subject="反映窗口未一次性告知补正内容" if is_old else "反映公开指南所列的传真号码打不通",
        )  # fmt: skip
        if not is_old:
            continue
        day = desk.after(received, 4)
        desk.do(
            rectifications.decide_rectification, day, rectification_id=wrong.pk, closed_on=day,
            outcome=RectificationOutcome.CORRECTED, proof="与门牌证明核对一致，原登记录入错误",
            answer="已更正登记信息并书面告知申请人。",
        )  # fmt: skip
        desk.do(
            assistances.give_feedback, day, assistance_id=asked.pk, result=AssistanceResult.FOUND, closed_on=day,
            answer="已提供许可证及附件复印件。", hours=Decimal("2.5"),
        )  # fmt: skip
        desk.do(
            complaints.answer_complaint, day, complaint_id=heard.pk, finding=ComplaintFinding.PARTLY, closed_on=day,
            measures="已约谈窗口人员，修订一次性告知清单。", answer="已将核实情况和整改措施书面答复投诉人。",
        )  # fmt: skip


def _names_and_people(desk: Desk, left_behind: list[Case]) -> None:
    staff = desk.staff
    for name, unit, basis in (
        ("淄博市示例审批服务管理办公室", None, "示例机构改革方案，职权整体划入"),
        ("行政许可示例科", staff.handler.unit, "示例“三定”规定，科室更名"),
    ):
        desk.do(
            former_names.add_former_name, desk.today, actor=staff.leader, name=name, unit=unit, basis=basis,
            effective_on=date(2019, 1, 10),
        )  # fmt: skip
    borrowed, day = departed(staff), desk.before(1)
    for case in left_behind:
        desk.do(assignments.assign, day, case_id=case.pk, unit=staff.handler.unit, officer=borrowed)
    desk.do(
        handovers.hand_over, day, actor=staff.leader, giver=borrowed, taker=staff.handler, reason="借调期满回原单位",
    )  # fmt: skip
    borrowed.is_active = False
    borrowed.save(update_fields=["is_active"])
    for person in staff.reviewers:
        if person.role == Role.LEGAL_REVIEWER:
            desk.do(
                acting.grant_acting, desk.today, actor=staff.leader, absent=person, deputy=staff.leader,
                from_on=desk.today + timedelta(days=7), until_on=desk.today + timedelta(days=16),
                basis="外出培训，主任办公会纪要（示例）",
            )  # fmt: skip


def _letters(desk: Desk, cases: dict[str, Case]) -> None:
    letter_templates.save_authority(
        values={
            "authority": "淄博市人民政府",
            "court": "示例区人民法院",
            "online_channel": "行政复议服务平台（示例）",
        },
        valid_from=date(2024, 1, 1),
        actor=desk.staff.leader,
    )
    consulted = cases["consulting"]
    for case, kind, about, numbered in (
        (cases["awaiting_supplement"], "receipt", None, True),
        (cases["awaiting_supplement"], "supplement_notice", None, True),
        (consulted, "third_party_inquiry", consulted.consultations.first().pk, True),
        (consulted, "consultation_notice", consulted.consultations.first().pk, False),
        (cases["extended"], "extension_notice", None, True),
        (cases["awaiting_fee"], "fee_notice", None, True),
        (cases["signed"], "reply_U3", None, False),
    ):
        made = desk.do(letters.make_letter, desk.today, case_id=case.pk, kind=kind, about=about, free={})
        if numbered:
            desk.do(letters.number_letter, desk.today, letter_id=made.pk)
    wrong = desk.do(
        letters.make_letter, desk.today, case_id=cases["extended"].pk, kind="extension_notice", about=None, free={}
    )
    desk.do(letters.number_letter, desk.today, letter_id=wrong.pk)
    letters.void_letter(letter_id=wrong.pk, reason="重复制作，未发出", actor=desk.staff.clerk, today=desk.today)


def _disputed_service(desk: Desk, case: Case) -> None:
    record = case.service_records.latest("pk")
    day = desk.after(record.in_time_on, 2)
    for kind, note in (
        (FollowUp.DISPUTED, "申请人来电称未收到电子邮件，经核对邮箱地址无误，已重新发送并留存发送记录"),
    ):
        desk.do(
            letter_service.follow_up_service, day, service_id=record.pk, kind=kind, happened_on=day, note=note,
        )  # fmt: skip


def _urgings(desk: Desk, overdue: Case, extended: Case) -> None:
    supervisor = desk.staff.agency.parent and desk.staff.agency.parent.people.filter(role=Role.SUPERVISOR).first()
    if supervisor is None:
        return
    answered = desk.do(
        urgings.urge, desk.before(5), actor=supervisor, case_id=extended.pk, answer_by=desk.before(2),
        text="请说明延期的原因和目前进度。",
    )  # fmt: skip
    desk.do(
        urgings.answer_urging, desk.before(3), urging_id=answered.pk,
        text="涉及材料较多，正逐件核对，可在延长期限内答复。",
    )  # fmt: skip
    desk.do(
        urgings.urge, desk.today, actor=supervisor, case_id=overdue.pk,
        answer_by=working_days_from(desk.calendar, desk.today, 2),
        text="该件已超过答复期限，请立即作出答复，并书面说明超期原因和责任人。",
    )  # fmt: skip


def _appraisal(desk: Desk) -> None:
    """Appraise again what an earlier year withheld, where there is such a year."""
    withheld = Case.objects.filter(
        agency=desk.staff.agency, decision_code__in=WITHHOLDING_CODES, decided_on__lt=desk.before(200),
        concluded_on__isnull=False,
    )  # fmt: skip
    case = withheld.order_by("pk").first()
    if case is not None:
        desk.do(
            appraisals.appraise, desk.today, case_id=case.pk, result=Appraised.STILL_WITHHELD,
            reason="不予公开的理由仍然存在，公开会损害第三方合法权益。", appraised_on=desk.before(2),
            next_on=desk.today + timedelta(days=365),
        )  # fmt: skip


def _failed_notices(desk: Desk) -> None:
    """An address that is not there, a gateway that does not answer: given up after the last try."""
    told = [("收件人没有电子邮箱地址", {"recipient": desk.staff.handler, "channel": NoticeChannel.EMAIL})]
    administrator = desk.staff.agency.people.filter(role=Role.ADMINISTRATOR).first()
    if administrator:
        told.append(
            (
                "对方没有应答，连接超时",
                {"endpoint": _gateway(administrator, desk.now), "channel": NoticeChannel.WEBHOOK},
            )
        )
    written = moment(desk.before(4))
    for reason, whither in told:
        notice = Notice.objects.create(
            subject="答复期限临近（演示）", body="这条提醒没有送到，供演示“发送失败”页面。", created_at=written,
            send_after=written, claimed_at=written, attempts=MAX_ATTEMPTS - 1, **whither,
        )  # fmt: skip
        outbox.put_off(notice, reason, now=desk.now)


def _gateway(administrator: User, now: datetime) -> WebhookEndpoint:
    """Return a gateway that is entered and switched off: nothing of the demo leaves the machine."""
    gateway, _ = webhooks.add_endpoint(
        name="短信网关（示例）", url="http://127.0.0.1:9/sms", actor=administrator, now=now
    )
    return webhooks.change_endpoint(
        endpoint_id=gateway.pk, name=gateway.name, url=gateway.url.clear, is_active=False, actor=administrator, now=now
    )
