"""Forms of 审批链设置: the steps of the chain, and who signs for an absent colleague."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, Section, Text
from casework.desk.forms.plain_words import PlainWords
from casework.law.approval_chain import MOST_RANKS, MOST_STEPS, STEP_KIND_NAMES, StepKind, StepPlan
from casework.models.agency import Agency, Unit
from casework.models.user import REVIEWING_ROLES, Role, User
from casework.services.acting import LONGEST_DAYS

OWN_UNIT, NAMED = "own_unit", "people"
BLANK_ROWS = 2


class ChainStepForm(PlainWords):
    """One step of the chain; without a name it is left out."""

    rank = forms.IntegerField(label="步次", min_value=1, max_value=MOST_RANKS, required=False)
    name = forms.CharField(label="环节名称", max_length=30, required=False)
    kind = forms.ChoiceField(label="性质", choices=[(item.value, STEP_KIND_NAMES[item]) for item in StepKind])
    who = forms.ChoiceField(label="由谁办理")
    people = forms.ModelMultipleChoiceField(User.objects.none(), label="指定人员（可多选）", required=False)

    def __init__(self, *args: Any, units: list[Unit], staff: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = [role for role in Role if role in REVIEWING_ROLES]
        self.fields["who"].choices = [
            (NAMED, "右侧指定的人员"), (OWN_UNIT, "承办科室负责人"),
            *((f"role:{role.value}", f"{role.label}") for role in roles),
            *((f"unit:{unit.pk}", f"{unit.name}的审核人员") for unit in units),
        ]  # fmt: skip
        self.fields["people"].queryset = staff
        self.fields["people"].label_from_instance = lambda user: f"{user}（{user.get_role_display()}）"
        self.fields["people"].widget.attrs["size"] = 4
        self.fields["rank"].error_messages |= {
            "invalid": "步次请填写整数。", "min_value": "步次从1开始。", "max_value": f"步次最多到{MOST_RANKS}。",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("name") and given.get("rank") is None and "rank" not in self.errors:
            self.add_error("rank", "请填写步次。")
        return given

    def plan(self) -> StepPlan | None:
        """Return the step that was typed, or None."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        who, _, key = given["who"].partition(":")
        return StepPlan(
            rank=given["rank"],
            name=given["name"],
            kind=StepKind(given["kind"]),
            role=key if who == "role" else "",
            unit=int(key) if who == "unit" else None,
            own_unit=who == OWN_UNIT,
            people=frozenset(person.pk for person in given["people"]) if who == NAMED else frozenset(),
        )


ChainFormSet = forms.formset_factory(
    ChainStepForm, extra=BLANK_ROWS, max_num=MOST_STEPS, absolute_max=2 * MOST_STEPS, validate_max=False
)


def chain_choices(agency: Agency) -> dict[str, Any]:
    """Return whom the steps of an agency may name: its units and its reviewing staff, read once for all rows."""
    staff = User.objects.filter(agency=agency, is_active=True, role__in=REVIEWING_ROLES).order_by("role", "pk")
    return {"units": list(agency.units.order_by("name")), "staff": staff}


def shown_chain(steps: Iterable[StepPlan]) -> list[dict[str, Any]]:
    """Return a chain as the formset shows it."""
    return [
        {
            "rank": step.rank,
            "name": step.name,
            "kind": step.kind.value,
            "who": _who(step),
            "people": sorted(step.people),
        }
        for step in steps
    ]


def _who(step: StepPlan) -> str:
    if step.people:
        return NAMED
    if step.unit is not None:
        return f"unit:{step.unit}"
    return OWN_UNIT if step.own_unit else f"role:{step.role}"


class ActingForm(DeskForm):
    """代签授权."""

    layout = (Section((("absent", "deputy"), ("from_on", "until_on"), ("basis",))),)
    absent = forms.ModelChoiceField(User.objects.none(), label="不在岗的人", empty_label="请选择")
    deputy = forms.ModelChoiceField(
        User.objects.none(), label="代签人", empty_label="请选择", help_text="负责人，或者岗位相同的人员。"
    )  # fmt: skip
    from_on = Day(label="起始日期")
    until_on = Day(label="截止日期", help_text=f"含当天；一次最长{LONGEST_DAYS}天。")
    basis = Text(label="授权依据", max_length=200, help_text="例如：2026年3月9日主任办公会纪要；授权委托书。")

    def __init__(self, *args: Any, staff: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("absent", "deputy"):
            self.fields[name].queryset = staff
            self.fields[name].label_from_instance = lambda user: f"{user}（{user.get_role_display()}）"
