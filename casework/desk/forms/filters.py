"""The filters of a list, read from its address."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from casework.adapters.kept_forms import KeptForm
from casework.law.masking import mask_typed
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.law.stages import STAGE_NAMES, Stage
from casework.law.topics import LONGEST_TOPIC, UNSORTED
from casework.queries.work_list import CaseFilter, Scope, Waiting

SCOPES = [(Scope.MINE.value, "我的（含未分办）"), (Scope.UNIT.value, "科室的"), (Scope.ALL.value, "全部")]
STAGES = [("", "全部环节"), *((item.value, STAGE_NAMES[item]) for item in Stage)]
WAITING_WORDS = {
    Waiting.TODAY: "今日到期",
    Waiting.NEAR: "三日内",
    Waiting.OVERDUE: "已超期",
    Waiting.TO_CONFIRM: "待确认收件",
    Waiting.PROVISIONAL: "暂估期限",
    Waiting.APPROVAL: "待审签",
}
CHANNELS = [("", "全部渠道"), *((item.value, CHANNEL_NAMES[item]) for item in Channel)]


def filter_of(query: Any, start: CaseFilter) -> CaseFilter:
    """Return the filter an address asks for; what cannot be read is left out."""
    given: dict[str, Any] = {}
    # A whole form would copy every field first.
    for name, field in CaseFilterForm.base_fields.items():
        with suppress(ValidationError):
            given[name] = field.clean(query.get(name, ""))
    text = given.pop("q", "")
    return replace(start, text=text, **{name: value for name, value in given.items() if value})


def filter_words(wanted: CaseFilter) -> str:
    """Return the filter in words, as a file states what it holds."""
    waiting = f"期限：{WAITING_WORDS[Waiting(wanted.waiting)]}" if wanted.waiting else ""
    due = f"{wanted.due_on}到期" if wanted.due_on else ""
    parts = (
        f"范围：{dict(SCOPES)[wanted.scope]}" if wanted.scope != Scope.ALL else "",
        waiting,
        f"环节：{dict(STAGES)[wanted.stage]}" if wanted.stage else "",
        f"渠道：{dict(CHANNELS)[wanted.channel]}" if wanted.channel else "",
        f"主题分类：{wanted.topic}" if wanted.topic else "",
        due,
        f"查找：{mask_typed(wanted.text)}" if wanted.text else "",
    )
    return "；".join(filter(None, parts)) or "全部办件"


class KeptSelect(forms.Select):
    """A choice among fixed words, drawn once for every value: three of them stand above every list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the field as Django draws it."""
        return _drawn(name, value, tuple((attrs or {}).items()), tuple(self.choices))


@lru_cache(maxsize=256)
def _drawn(name: str, value: Any, attrs: tuple, choices: tuple) -> SafeString:
    return forms.Select(choices=choices).render(name, value, dict(attrs))


class CaseFilterForm(KeptForm):
    """Every field is optional; an unreadable value is the same as none."""

    scope = forms.ChoiceField(label="范围", choices=SCOPES, required=False, widget=KeptSelect)
    stage = forms.ChoiceField(label="环节", choices=STAGES, required=False, widget=KeptSelect)
    channel = forms.ChoiceField(label="渠道", choices=CHANNELS, required=False, widget=KeptSelect)
    # Any name is read: cases keep names that no list has any more.
    topic = forms.CharField(label="主题", max_length=LONGEST_TOPIC, required=False, widget=forms.Select)
    q = forms.CharField(
        label="查找", max_length=60, required=False,
        widget=forms.TextInput(attrs={"placeholder": "编号、申请人、内容", "size": 18}),
    )  # fmt: skip
    waiting = forms.ChoiceField(choices=[(item.value, item.value) for item in Waiting], required=False)
    due_on = forms.DateField(required=False)

    def offer(self, topics: tuple[str, ...]) -> None:
        """Offer the topics of a list, that in use, and those without one."""
        names = dict.fromkeys(filter(None, (*topics, self.initial.get("topic"), UNSORTED)))
        self.fields["topic"].widget.choices = [("", "全部主题"), *((name, name) for name in names)]

    def keep(self, shown: tuple[str, ...], *, hidden: tuple[str, ...]) -> None:
        """Show the named fields; of ``hidden`` keep those that have a value, unseen."""
        for name in list(self.fields):
            if name in hidden and self.initial.get(name):
                self.fields[name].widget = forms.HiddenInput()
            elif name not in shown:
                del self.fields[name]
