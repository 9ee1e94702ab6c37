"""Is it a person? A sum in words, a field nobody sees, a moment to read: off unless ``CASEWORK_ROBOT_CHECK`` asks.

No picture and no sound to be deciphered, nothing from another host: a screen reader reads the question
like any other. The answer waits in the session and serves once.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from casework.portal.form_parts import PortalForm

STATE = "robot_check"
SHORTEST_SECONDS = 3
_DIGITS = "零一二三四五六七八九"


class RobotCheck(PortalForm):
    """The question on one page; ``website`` is the trap."""

    sum = forms.CharField(
        max_length=10, error_messages={"required": "请回答算术题"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    website = forms.CharField(
        label="此处请留空", required=False, max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: dict[str, Any], now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._asked, self._now = asked, now
        self.fields["sum"].label = f"{_DIGITS[asked['first']]}加{_DIGITS[asked['second']]}等于几"
        self.fields["sum"].help_text = "用来确认是人在填写，请填数字。"

    def clean_sum(self) -> str:
        """Refuse a wrong sum; full-width digits and blanks are right as well."""
        given = "".join(self.cleaned_data["sum"].split())
        if not given.isdecimal() or int(given) != self._asked["first"] + self._asked["second"]:
            raise forms.ValidationError("答案不对，请回答新的算术题")
        return given

    def clean(self) -> dict[str, Any]:
        """Refuse what filled the trap, and what was quicker than any reader."""
        given = super().clean()
        # After whatever was wrong the next page asks anew.
        if given.get("website"):
            raise forms.ValidationError("没有提交成功，请重新填写算术题后提交")
        if self._now.timestamp() - self._asked["at"] < SHORTEST_SECONDS:
            raise forms.ValidationError("提交得太快，请核对后再提交")
        return given


def asked_again(request: HttpRequest, now: datetime, refused: RobotCheck | None = None) -> RobotCheck | None:
    """Return a new question to be shown, or None where nobody is asked; it says what was wrong with the last answer."""
    if not settings.ROBOT_CHECK:
        return None
    asked = {"first": 1 + secrets.randbelow(9), "second": 1 + secrets.randbelow(9), "at": now.timestamp()}
    request.session[STATE] = asked
    question = RobotCheck(asked=asked, now=now, auto_id="%s")
    if refused is not None and refused.errors:
        question._errors = refused.errors
    return question


def answered(request: HttpRequest, now: datetime) -> RobotCheck | None:
    """Return the question as it was answered, or None where nobody is asked. It cannot be answered again."""
    if not settings.ROBOT_CHECK:
        return None
    asked = request.session.pop(STATE, None) or {"first": 0, "second": 0, "at": now.timestamp()}
    return RobotCheck(request.POST, asked=asked, now=now, auto_id="%s")
