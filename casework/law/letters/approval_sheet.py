"""呈批单: the proposed reply on one sheet, what was said on each step of its review, and room for wet signatures.

Printed the same wherever it is asked for. It passes through many hands, so people are named by their surname.

Source: Art. 17, 45 of the Regulation; law.md 6.1, 8.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from casework.law.applicants import APPLICANT_KIND_NAMES
from casework.law.evidence import Evidence
from casework.law.letters.facts import LetterFacts, MatterWords, StepWords
from casework.law.letters.text import FormRow, Slip
from casework.law.letters.words import SIGNED_BELOW, legal_date
from casework.law.masking import mask_name
from casework.law.outcomes import CODES

_VERDICT = "结论：□ 不涉密　　□ 涉密"
_REMARK = "涉密文件和密级依据不得写入本单。"


def approval_sheet(facts: LetterFacts) -> Slip:
    """Return the sheet of the newest draft, before, during and after its review (Art. 45)."""
    draft = facts.draft
    drafted = f"{draft.by}　{legal_date(draft.on)}" if draft else facts.officer
    return Slip(
        "政府信息公开申请答复呈批单",
        (
            FormRow("登记编号", facts.case_number),
            FormRow("申请人", _applicants(facts)),
            FormRow("收到申请之日", legal_date(facts.received_on) if facts.received_on else ""),
            FormRow("答复期限", _due(facts)),
            FormRow("承办科室", facts.unit or "公开办"),
            FormRow("拟稿人", drafted),
            FormRow("申请内容", facts.content),
            FormRow("拟办意见", "\n".join(_proposal(facts)), tall=not facts.matters),
            *(FormRow(step.name, _said(step), tall=bool(step.wanting)) for step in facts.review),
            FormRow("文号", facts.reply_number),
        ),
        _REMARK,
    )


def _applicants(facts: LetterFacts) -> str:
    names = "、".join(mask_name(item.name) if item.natural else item.name for item in facts.applicants)
    return f"{names}（{APPLICANT_KIND_NAMES[facts.applicant_kind]}）" if facts.applicant_kind else names


def _due(facts: LetterFacts) -> str:
    if facts.reply_due_on:
        return legal_date(facts.reply_due_on)
    if facts.reply_estimate_on:
        return f"{legal_date(facts.reply_estimate_on)}（暂估），待国务院办公厅公布放假安排"
    return "停表中" if facts.received_on else ""


def _proposal(facts: LetterFacts) -> Iterator[str]:
    several = len(facts.matters) > 1
    if several and facts.draft:
        yield f"统计为{_named(facts.draft.code)}"
    for place, item in enumerate(facts.matters, 1):
        lead = f"事项{place}（{item.text}）：" if several else ""
        yield from _decided(item, lead)


def _decided(item: MatterWords, lead: str) -> Iterator[str]:
    articles = CODES[item.code].articles
    yield f"{lead}{_named(item.code)}" + (f"（{'、'.join(articles)}）" if articles else "")
    if withheld := item.evidence.get(Evidence.WITHHELD_LIST):
        yield f"不予提供部分：{withheld}"
    if item.findings:
        yield item.findings


def _named(code: str) -> str:
    return f"{code} {CODES[code].name}"


def _said(step: StepWords) -> str:
    """Return what was said on a step, and a line for everybody whose word is wanting."""
    given = [
        f"{item.said}\n{item.person}　{legal_date(item.on)}" + (f"\n{item.how}" if item.how else "")
        for item in step.opinions
    ]
    wanting = [
        (_VERDICT if step.secrecy else "") + SIGNED_BELOW.replace("签名", f"{name}签名") for name in step.wanting
    ]
    return "\n".join([*given, *wanting])
