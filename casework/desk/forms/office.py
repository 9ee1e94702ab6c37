"""Forms of 机关事项 and 督办."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, LawLongText, Section, Text
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.models.agency import Agency
from casework.models.user import User
from casework.services.permissions import CASE_WORKERS


class ChannelForm(DeskForm):
    """An announced channel. Only one that exists can be closed."""

    layout = (Section((("kind", "duty_officer"), ("place",), ("announced",), ("checked_daily",), ("closed",))),)
    kind = forms.ChoiceField(label="渠道", choices=[(item.value, CHANNEL_NAMES[item]) for item in Channel])
    place = Text(label="地址、号码或网址", max_length=200, help_text="对外公布的写法；申请指南会照此列出。")
    duty_officer = forms.ModelChoiceField(
        label="责任人", queryset=User.objects.none(), required=False, empty_label="未指定（提醒全体经办人）"
    )
    announced = forms.BooleanField(
        label="已向社会公布", required=False, initial=True, help_text="公布的渠道都要受理，并列入网上的申请指南。"
    )
    checked_daily = forms.BooleanField(
        label="每个工作日登记查看",
        required=False,
        initial=True,
        help_text="漏登的下一工作日提醒责任人，再下一工作日提醒负责人。",
    )
    closed = forms.BooleanField(label="停用", required=False)

    def __init__(self, *args: Any, agency: Agency, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = User.objects.filter(agency=agency, is_active=True, role__in=sorted(CASE_WORKERS))
        self.fields["duty_officer"].queryset = staff.order_by("role", "pk")
        if is_new:
            del self.fields["closed"]


class PublishedForm(DeskForm):
    """When the yearly report was published."""

    published_on = Day(label="公布日期")


class UrgeForm(DeskForm):
    """督办."""

    text = LawLongText(
        label="督办意见", max_length=2000, help_text="机关经办人、承办科室和负责人都会收到。不写申请人的个人信息。"
    )
    answer_by = Day(label="反馈期限")


class AnswerForm(DeskForm):
    """督办反馈."""

    text = LawLongText(label="办理情况", max_length=2000)
