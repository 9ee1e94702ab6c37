"""The papers that are forms (表、单、证): label and value, with room for a hand.

Source: law.md 6.1, 6.2; Art. 17, 29, 45 of the Regulation; 民事诉讼法第八十七条至第九十一条.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from casework.law.letters.approval_sheet import approval_sheet
from casework.law.letters.facts import ApplicantWords, LetterFacts, ServiceWords
from casework.law.letters.text import FormRow, Slip
from casework.law.letters.words import BLANK_DATE, SIGNED_BELOW, cited, legal_date, names_of
from casework.law.receipt import CHANNEL_NAMES
from casework.law.sources import SERVICE_LETTER, regulation


def _day(day: date | None) -> str:
    return legal_date(day) if day else BLANK_DATE


def application_form(facts: LetterFacts) -> Slip:
    """申请表: what Art. 29(2) asks for, and nothing more."""
    rows = [row for item in facts.applicants for row in _applicant(item)]
    return Slip(
        "政府信息公开申请表",
        (
            *rows,
            FormRow("所需政府信息的内容描述", facts.content, tall=True),
            FormRow("获取信息的方式和载体", facts.wanted_form),
            FormRow("提交方式", CHANNEL_NAMES[facts.channel]),
            FormRow("提交日期", _day(facts.submitted_on)),
            FormRow("申请人签名或者盖章", tall=True),
        ),
    )


def registration_form(facts: LetterFacts) -> Slip:
    """登记表: what the desk entered (Art. 29, 31, 45)."""
    return Slip(
        "政府信息公开申请登记表",
        (
            FormRow("登记编号", facts.case_number),
            FormRow("申请人", names_of(facts.applicants)),
            FormRow("提交方式", CHANNEL_NAMES[facts.channel]),
            FormRow("提交（寄出）日期", _day(facts.submitted_on)),
            FormRow("签收日期", legal_date(facts.signed_on) if facts.signed_on else "—"),
            FormRow("双方确认日期", legal_date(facts.confirmed_on) if facts.confirmed_on else "—"),
            FormRow("收到申请之日", _day(facts.received_on)),
            FormRow("答复期限", _day(facts.reply_due_on)),
            FormRow("身份核验", facts.identity or "尚未核验"),
            FormRow("申请内容", facts.content, tall=True),
            FormRow("承办科室、承办人", "　".join(part for part in (facts.unit, facts.officer) if part)),
        ),
    )


def secrecy_review(facts: LetterFacts) -> Slip:
    """保密审查表: a conclusion only; nothing secret is entered (Art. 17)."""
    return Slip(
        "政府信息公开保密审查表",
        (
            FormRow("登记编号", facts.case_number),
            FormRow("拟公开的信息", facts.subject or facts.content, tall=True),
            FormRow("承办科室意见", SIGNED_BELOW, tall=True),
            FormRow("保密审查结论", "□ 不涉密　　□ 涉密　　□ 不能确定，报主管部门或者保密行政管理部门确定"),
            FormRow("保密审查机构意见", SIGNED_BELOW, tall=True),
            FormRow("负责人意见", SIGNED_BELOW, tall=True),
        ),
        f"依据：{cited([regulation(17)])}。本表只记录结论，不得填写涉密内容。",
    )


def service_receipt(facts: LetterFacts, item: ServiceWords | None) -> Slip:
    """送达回证: of one recorded service, or blank for the hand of whoever delivers."""
    if item is None:
        whom, place = names_of(facts.applicants), facts.applicants[0].address if facts.applicants else ""
        known = _BLANK_RECEIPT | {
            "送达文书名称及编号": facts.reply_number, "登记编号": facts.case_number, "受送达人": whom, "送达地点": place,
        }  # fmt: skip
        rows = [FormRow(label, known.get(label, ""), tall=label in _RECEIPT_TALL) for label in _RECEIPT_LABELS]
    else:
        rows = service_elements(item, facts.case_number)
    return Slip(
        "送达回证",
        (*rows, FormRow("受送达人签名或者盖章", BLANK_DATE, tall=True)),
        f"邮政寄送以交邮日期为准，直接送达、委托送达以签收日期为准（{SERVICE_LETTER}）。",
    )


def service_elements(item: ServiceWords, case_number: str) -> list[FormRow]:
    """Return the elements of a recorded service in their order: those every receipt has, and those that apply.

    Source: 民事诉讼法第八十七条至第九十一条; law.md 6.2.
    """
    values = {
        "送达文书名称及编号": f"{item.letter}（{item.number}）" if item.number else item.letter,
        "登记编号": case_number,
        "受送达人": item.whom,
        "送达方式": item.method,
        "送达地点": item.place,
        "受委托的行政机关": item.entrusted_to,
        "签收人": item.receiver,
        "与受送达人的关系": item.relation,
        "所见证件": item.document_seen,
        "签收日期": legal_date(item.signed_on) if item.signed_on else "",
        "拒收事由和日期": (
            f"{item.refused_because}（{legal_date(item.refused_on)}）"
            if item.refused_because and item.refused_on
            else ""
        ),
        "见证人": item.witnesses,
        "邮寄单号": f"{item.carrier} {item.postal_number}".strip() if item.postal_number else "",
        "交邮日期": legal_date(item.posted_on) if item.posted_on else "",
        "电子到达日期和凭证": " ".join(
            part for part in (legal_date(item.arrived_on) if item.arrived_on else "", item.arrival_proof) if part
        ),
        "送达人": item.recorded_by,
        "备注": "；".join(item.remarks),
    }
    return [FormRow(label, values[label]) for label in _RECEIPT_LABELS if values[label] or label in _RECEIPT_ALWAYS]


_RECEIPT_LABELS = (
    "送达文书名称及编号", "登记编号", "受送达人", "送达方式", "送达地点", "受委托的行政机关", "签收人", "与受送达人的关系", "所见证件",
    "签收日期", "拒收事由和日期", "见证人", "邮寄单号", "交邮日期", "电子到达日期和凭证", "送达人", "备注",
)  # fmt: skip
# Boxes that every receipt has, filled in or not.
_RECEIPT_ALWAYS = frozenset({
    "送达文书名称及编号", "受送达人", "送达方式", "送达地点", "签收人", "与受送达人的关系", "签收日期", "送达人", "备注",
})  # fmt: skip
_RECEIPT_TALL = frozenset({"拒收事由和日期", "备注"})
_BLANK_RECEIPT = {
    "送达方式": "□ 直接送达　□ 委托送达　□ 邮政寄送　□ 电子送达", "签收日期": BLANK_DATE, "交邮日期": BLANK_DATE,
}  # fmt: skip


def process_sheet(facts: LetterFacts) -> Slip:
    """办理流程单: the steps of one case with their days (Art. 45)."""
    rows = [FormRow("收到申请", _day(facts.received_on))]
    if facts.supplement and facts.supplement.served_on:
        rows.append(FormRow("告知补正", legal_date(facts.supplement.served_on)))
        rows.append(FormRow("收到补正", _day(facts.supplement.received_on)))
    for item in facts.consultations:
        sent = legal_date(item.sent_on) if item.sent_on else BLANK_DATE
        rows.append(FormRow(f"征求{item.addressee}意见", f"{sent}发出，{_answer(item.answered_on)}"))
    if facts.extension and facts.extension.served_on:
        rows.append(FormRow("告知延期", legal_date(facts.extension.served_on)))
    if facts.fee and facts.fee.served_on:
        rows.append(FormRow("收费通知", f"{legal_date(facts.fee.served_on)}，缴费{_day(facts.fee.paid_on)}"))
    rows.append(FormRow("作出决定", _day(facts.decided_on)))
    rows += [
        FormRow(f"送达{item.letter}", _day(item.posted_on or item.signed_on or item.arrived_on))
        for item in facts.services
    ]
    return Slip(
        "政府信息公开申请办理流程单",
        (
            FormRow("登记编号", facts.case_number),
            FormRow("申请人", names_of(facts.applicants)),
            FormRow("承办科室、承办人", "　".join(part for part in (facts.unit, facts.officer) if part)),
            *rows,
            FormRow("答复期限", _day(facts.reply_due_on)),
            FormRow("经办人签名", SIGNED_BELOW, tall=True),
        ),
    )


def _answer(answered_on: date | None) -> str:
    return f"{legal_date(answered_on)}收到意见" if answered_on else "未收到意见"


def _applicant(item: ApplicantWords) -> list[FormRow]:
    rows = [
        FormRow("申请人姓名或者名称", item.name),
        FormRow("身份证明", item.document),
        FormRow("联系方式", "　".join(part for part in (item.telephone, item.email, item.address) if part)),
    ]
    return [*rows, FormRow("代理人", item.representative)] if item.representative else rows


FORMS: dict[str, Callable[[LetterFacts], Slip]] = {
    "application_form": application_form,
    "registration_form": registration_form,
    "secrecy_review": secrecy_review,
    "approval_sheet": approval_sheet,
    "process_sheet": process_sheet,
}
