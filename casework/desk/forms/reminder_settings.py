"""Forms of 提醒设置: hours, the steps of one ladder, webhook endpoints."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import DeskForm, Section, Text
from casework.desk.forms.plain_words import PlainWords
from casework.services.ladders import FARTHEST, MOST_STEPS
from casework.services.reminder_ladder import Ladder, Step, Way

BEFORE, AFTER = "before", "after"
SIDES = [(BEFORE, "期限前"), (AFTER, "期限后")]
BLANK_ROWS = 2


class Hour(forms.TimeField):
    """A legal time of the day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)
        self.error_messages["invalid"] = "时间应写成08:00的形式。"


class HoursForm(DeskForm):
    """When letters are wanted."""

    layout = (Section((("digest_at", "quiet_from", "quiet_until"),)),)
    digest_at = Hour(label="每日汇总邮件", help_text="不急的提醒每人每天合成一封，到时发出。")
    quiet_from = Hour(label="免打扰开始", required=False, help_text="免打扰时段内邮件和推送推迟，站内提醒照常。")
    quiet_until = Hour(label="免打扰结束", required=False, help_text="可以跨过零点，例如21:00到07:00。")


class StepForm(PlainWords):
    """One step of a ladder; without a number of days it is left out."""

    working_days = forms.IntegerField(
        label="工作日", required=False, min_value=0, max_value=FARTHEST,
        error_messages={
            "min_value": "请填写0以上的整数，期限前后另选。",
            "max_value": f"最远{FARTHEST}个工作日。",
        },
    )  # fmt: skip
    side = forms.ChoiceField(label="期限前或期限后", choices=SIDES)
    to_officer = forms.BooleanField(label="承办人", required=False)
    to_unit = forms.BooleanField(label="承办科室", required=False)
    to_leaders = forms.BooleanField(label="负责人", required=False)
    to_supervisors = forms.BooleanField(label="主管部门", required=False)
    by_email = forms.BooleanField(label="电子邮件", required=False)
    by_webhook = forms.BooleanField(label="推送", required=False)
    urgent = forms.BooleanField(label="立即单发", required=False)

    WAYS = ("to_officer", "to_unit", "to_leaders", "to_supervisors", "by_email", "by_webhook", "urgent")

    def step(self) -> Step | None:
        """Return the step that was typed, or None."""
        days = self.cleaned_data.get("working_days")
        if days is None:
            return None
        way = Way(**{name: self.cleaned_data[name] for name in self.WAYS})
        return Step(days if self.cleaned_data["side"] == BEFORE else -days, way)


StepFormSet = forms.formset_factory(
    StepForm, extra=BLANK_ROWS, max_num=MOST_STEPS, absolute_max=2 * MOST_STEPS, validate_max=False
)


def shown_steps(ladder: Ladder) -> list[dict[str, Any]]:
    """Return a ladder as the formset shows it."""
    return [
        {"working_days": abs(step.working_days), "side": BEFORE if step.working_days >= 0 else AFTER}
        | {name: getattr(step.way, name) for name in StepForm.WAYS}
        for step in ladder
    ]


class EndpointForm(DeskForm):
    """A webhook endpoint. Only one that exists can be switched off."""

    name = Text(label="名称", max_length=60, help_text="例如：短信网关、政务微信。")
    url = Text(label="接收地址", max_length=500, help_text="以 http:// 或 https:// 开头。不跟随重定向。")
    is_active = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            del self.fields["is_active"]


class LevelsForm(DeskForm):
    """After how many working days overdue a card changes its colour."""

    layout = (Section((("yellow_days", "red_days", "black_days"),)),)
    yellow_days = forms.IntegerField(label="黄牌（超期工作日）", min_value=1, max_value=250)
    red_days = forms.IntegerField(label="红牌（超期工作日）", min_value=1, max_value=250)
    black_days = forms.IntegerField(label="黑牌（超期工作日）", min_value=1, max_value=250)
