"""Forms of the accounts: the own password and second factor, and what the administrators enter."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import DeskForm, Section, Text
from casework.models.agency import Agency, Unit
from casework.models.user import Role, User


def _password(label: str, kind: str, help_text: str = "") -> forms.CharField:
    # A password may begin or end with a blank.
    return forms.CharField(
        label=label, max_length=128, strip=False, help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )  # fmt: skip


class OwnPasswordForm(DeskForm):
    """The old password, and the new one twice."""

    old = _password("原口令", "current-password")
    new = _password("新口令", "new-password", "至少10个字符，可以用一句话；不能是常见口令，不能只有数字。")
    again = _password("再输入一次新口令", "new-password")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新口令不一样。")
        return given


class FirstCodeForm(DeskForm):
    """The first code the phone shows."""

    code = Text(
        label="动态口令", max_length=12, help_text="手机应用显示的六位数字。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class AccountForm(DeskForm):
    """What the system administrator enters of a person; the role is not among it."""

    layout = (Section((("username", "display_name"), ("agency",), ("unit", "staff_number"), ("email",))),)
    username = Text(label="用户名", max_length=150, help_text="字母、数字和 @ . + - _，登录时使用。")
    display_name = Text(label="姓名", max_length=40)
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="科室", required=False, empty_label="不属于科室")
    staff_number = Text(label="工号", max_length=40, required=False, help_text="一人一号；三员必填。")
    email = forms.EmailField(label="电子邮箱", max_length=254, required=False)

    def __init__(self, *args: Any, actor: User, person: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = Agency.objects.below(actor.agency).order_by("path")
        self.fields["agency"].queryset = seen
        units = Unit.objects.filter(agency__path__startswith=actor.agency.path)
        if person is not None:
            del self.fields["username"], self.fields["agency"]
            units = units.filter(agency=person.agency_id)
        elif seen.count() == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = actor.agency_id
        self.fields["unit"].queryset = units.select_related("agency").order_by("agency__path", "name")
        if person is None and seen.count() > 1:
            self.fields["unit"].label_from_instance = lambda unit: f"{unit.agency} · {unit}"


class RoleForm(DeskForm):
    """The role of one account."""

    role = forms.ChoiceField(label="角色", choices=Role.choices, widget=forms.RadioSelect)


class FactorRuleForm(DeskForm):
    """Which roles need a second factor."""

    roles = forms.MultipleChoiceField(
        label="必须使用动态口令的角色", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in Role if role != Role.NONE],
    )  # fmt: skip


class UnitForm(DeskForm):
    """A unit of the agency."""

    name = Text(label="科室名称", max_length=60)
