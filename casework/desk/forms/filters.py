"""The filters of a list, read from its address."""

from __future__ import annotations

from django import forms

from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.law.stages import STAGE_NAMES, Stage
from casework.queries.work_list import Scope, Waiting

SCOPES = [(Scope.MINE.value, "我的（含未分办）"), (Scope.UNIT.value, "科室的"), (Scope.ALL.value, "全部")]
STAGES = [("", "全部环节"), *((item.value, STAGE_NAMES[item]) for item in Stage)]
CHANNELS = [("", "全部渠道"), *((item.value, CHANNEL_NAMES[item]) for item in Channel)]


class CaseFilterForm(forms.Form):
    """Every field is optional; an unreadable value is the same as none."""

    scope = forms.ChoiceField(label="范围", choices=SCOPES, required=False)
    stage = forms.ChoiceField(label="环节", choices=STAGES, required=False)
    channel = forms.ChoiceField(label="渠道", choices=CHANNELS, required=False)
    q = forms.CharField(
        label="查找", max_length=60, required=False,
        widget=forms.TextInput(attrs={"placeholder": "编号、申请人、内容", "size": 18}),
    )  # fmt: skip
    waiting = forms.ChoiceField(choices=[(item.value, item.value) for item in Waiting], required=False)
    due_on = forms.DateField(required=False)

    def keep(self, shown: tuple[str, ...], *, hidden: tuple[str, ...]) -> None:
        """Show the named fields; of ``hidden`` keep those that have a value, unseen."""
        for name in list(self.fields):
            if name in hidden and self.initial.get(name):
                self.fields[name].widget = forms.HiddenInput()
            elif name not in shown:
                del self.fields[name]
