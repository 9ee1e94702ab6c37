"""Forms of 查看完整个人信息 and 个人信息设置."""

from __future__ import annotations

from django import forms

from casework.desk.forms.fields import DeskForm, LawChoice, LawChoices, Section, Text
from casework.law.personal_data import ITEM_NAMES, VIEW_REASON_NAMES


class ContactForm(DeskForm):
    """What the contact of a register is read for."""

    layout = (Section((("reason",), ("note",))),)
    reason = LawChoice(
        label="查看理由",
        choices=[(item.value, name) for item, name in VIEW_REASON_NAMES.items()],
        widget=forms.RadioSelect,
    )
    note = Text(label="补充说明", max_length=200, required=False, help_text="选“其他”时必填。")


class PersonalDataForm(ContactForm):
    """Which items, and what for."""

    layout = (Section((("items",), ("reason",), ("note",))),)
    items = LawChoices(label="查看哪几项", choices=list(ITEM_NAMES.items()), widget=forms.CheckboxSelectMultiple)


class CopyPeriodForm(DeskForm):
    """How long copies of identity documents are kept."""

    days = forms.IntegerField(
        label="证件复印件在办结后保存多少日", min_value=0, help_text="0表示随案卷保存，不自动删除。"
    )
