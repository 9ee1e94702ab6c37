"""Forms of 撤回, 视为放弃 and 归档."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import LawLongText, Text
from casework.law.acts import Act
from casework.law.annual_formats import format_for_year, row_path
from casework.law.archives import DISPUTED_YEARS, PERIODS, retention_words
from casework.law.closing import LAPSE_CODES
from casework.law.fees import NOT_SUED_ALONE
from casework.law.outcomes import CODES
from casework.law.remedies import REMEDY_NAMES, remedy_kind
from casework.law.stages import Stage
from casework.services.closing import archive, lapse, withdraw


class WithdrawForm(ActForm):
    """登记撤回."""

    act = Act.WITHDRAW
    service = staticmethod(withdraw)
    danger = True
    statement = LawLongText(label="撤回的书面材料或记录", help_text="申请人何时、以什么方式表示撤回；材料存放在哪里。")


class LapseForm(ActForm):
    """视为放弃."""

    act = Act.LAPSE
    service = staticmethod(lapse)
    danger = True
    review = LawLongText(label="有无正当理由的审查意见", help_text="联系过没有、申请人怎么说、为何认为没有正当理由。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self._is_fee:
            self.fields["review"].label = "收费通知的送达证明和缴费核实情况"
            self.fields["review"].help_text = "回执或邮件查询结果存放在哪里；何时向财务或国库核实没有到账。"

    def field_at_fault(self, name: str) -> str:
        return "review" if name.startswith("evidence_") else super().field_at_fault(name)

    @property
    def _is_fee(self) -> bool:
        return self.found.case.stage == Stage.AWAITING_FEE

    def consequences(self) -> list[str]:
        row = CODES[LAPSE_CODES[Stage(self.found.case.stage)]]
        remedy = remedy_kind(row.code, decided_on=self.today, policy=self.found.case.agency.switches)
        place = row_path(row.row, format_for_year(self.today.year))
        lines = [
            f"办件办结，决定码{row.code}“{row.name}”，计入年度报告表三“{place}”。",
            f"申请人对不再处理不服的：{REMEDY_NAMES[remedy]}。",
        ]
        return [*lines, f"{NOT_SUED_ALONE}。"] if self._is_fee else lines


class ArchiveForm(ActForm):
    """归档."""

    act = Act.ARCHIVE
    service = staticmethod(archive)
    archive_number = Text(
        label="归档号",
        max_length=60,
        required=False,
        help_text="留空的，由系统按机关和年度连续编号；重新归档的沿用原号。",
    )
    retention_years = forms.TypedChoiceField(
        label="保管期限", coerce=int, choices=[(years, retention_words(years)) for years in PERIODS]
    )

    def defaults(self) -> dict[str, Any]:
        own = self.found.case.agency.switches.retention_years
        return {"retention_years": own if own in PERIODS else DISPUTED_YEARS}

    def consequences(self) -> list[str]:
        lines = ["保管期限自归档的次年1月1日起算，期满列入“到期鉴定”，系统不会自动销毁。"]
        if self.found.case.disputed:
            lines.insert(0, f"涉及复议、诉讼的，保管期限不短于{DISPUTED_YEARS}年。")
        return lines
