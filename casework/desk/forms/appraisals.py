"""登记不予公开信息评估."""

from __future__ import annotations

from django import forms

from casework.desk.forms.fields import Day, DeskForm, LawLongText, Section
from casework.law.appraisals import APPRAISED_NAMES


class AppraisalForm(DeskForm):
    """What the appraisal found, why, and when to look again."""

    layout = (Section((("result",), ("reason",), ("appraised_on", "next_on"))),)
    result = forms.ChoiceField(
        label="评估结果",
        choices=[(key.value, name) for key, name in APPRAISED_NAMES.items()],
        widget=forms.RadioSelect,
    )
    reason = LawLongText(
        label="理由", max_length=2000, help_text="原来不予公开的理由是否仍然存在，情势有无变化。不写涉密内容。"
    )
    appraised_on = Day(label="评估日期")
    next_on = Day(label="下次评估", required=False, help_text="可以公开的，留空。")
