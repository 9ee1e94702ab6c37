"""What cannot be read is said in words a clerk understands, never in the library's."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.desk.forms.annual import OpeningForm
from casework.desk.forms.letters import TemplateForm, VoidForm
from casework.desk.forms.plain_words import PlainWords
from casework.desk.forms.registers import FeedbackForm
from casework.desk.forms.reminder_settings import LevelsForm


def errors(form: forms.Form, name: str) -> list[str]:
    return list(form.errors.get(name, []))


@pytest.mark.parametrize(
    ("form", "name", "sentence"),
    [
        (VoidForm({"reason": "长" * 201}), "reason", "最多200个字，现在有201个字，请删减。"),
        (LevelsForm({"yellow_days": "0"}), "yellow_days", "不能小于1。"),
        (LevelsForm({"yellow_days": "251"}), "yellow_days", "不能大于250。"),
        (LevelsForm({"yellow_days": "三天"}), "yellow_days", "请填写整数。"),
        (LevelsForm({}), "yellow_days", "请填写黄牌（超期工作日）。"),
        (FeedbackForm({"hours": "两小时"}), "hours", "请填写数字。"),
        (FeedbackForm({"hours": "1.25"}), "hours", "最多写1位小数。"),
        (FeedbackForm({"closed_on": "3月2日"}), "closed_on", "日期应写成2026-03-02的形式。"),
        (FeedbackForm({"result": "其他"}), "result", "请从列出的各项中选择。"),
        (TemplateForm({}), "file", "请选择模板文件。"),
        (TemplateForm({}, {"file": SimpleUploadedFile("甲.docx", b"")}), "file", "这是空文件，请重新选择。"),
    ],
)
def test_each_kind_of_field_says_what_is_wrong_and_what_to_do(form, name, sentence):
    assert errors(form, name) == [sentence]


def test_a_field_added_while_the_form_was_built_speaks_plainly_and_keeps_words_of_its_own():
    form = OpeningForm({"natural": "1" * 10})

    assert errors(form, "natural") == ["数字太长。"]
    assert errors(form, "commercial") == ["请填写，没有的填0。"]


def test_nothing_is_left_in_the_words_of_the_library():
    class Everything(PlainWords):
        text = forms.CharField(label="甲", max_length=1)
        day = forms.DateField(label="乙")
        number = forms.DecimalField(label="丙", max_digits=3, decimal_places=1)
        choice = forms.ChoiceField(label="丁", choices=[("a", "甲")])
        email = forms.EmailField(label="戊")

    empty = Everything({})
    wrong = Everything({"text": "长长", "day": "x", "number": "12345", "choice": "b", "email": "x"})

    said = [sentence for form in (empty, wrong) for name in form.fields for sentence in errors(form, name)]
    assert len(said) >= 10
    assert not [sentence for sentence in said if re.search("确保|有效的|这个字段|必填", sentence)]
