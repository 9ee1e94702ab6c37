"""What a field says when it cannot be read: one sentence a kind of field, for every form of the desk."""

from __future__ import annotations

import copy
from functools import cache

from django import forms

from casework.adapters.kept_forms import KeptForm, own_fields

_WORDS: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.Field, {"required": "请填写{label}。"}),
    (forms.ChoiceField, {"required": "请选择{label}。", "invalid_choice": "请从列出的各项中选择。"}),
    (
        forms.CharField,
        {
            "max_length": "最多%(limit_value)d个字，现在有%(show_value)d个字，请删减。",
            "null_characters_not_allowed": "含有无法保存的字符，请删去后重新填写。",
        },
    ),
    (forms.EmailField, {"invalid": "电子邮箱的写法不对，例如 zhang@example.cn。"}),
    (forms.DateField, {"invalid": "日期应写成2026-03-02的形式。"}),
    (
        forms.IntegerField,
        {
            "invalid": "请填写整数。",
            "min_value": "不能小于%(limit_value)s。",
            "max_value": "不能大于%(limit_value)s。",
        },
    ),
    (
        forms.DecimalField,
        {
            "invalid": "请填写数字。",
            "max_digits": "数字太长，请核对。",
            "max_whole_digits": "数字太大，请核对。",
            "max_decimal_places": "最多写%(max)s位小数。",
        },
    ),
    (
        forms.FileField,
        {
            "required": "请选择{label}。",
            "missing": "请选择{label}。",
            "invalid": "请选择{label}。",
            "empty": "这是空文件，请重新选择。",
            "max_length": "文件名太长，请改短后重新选择。",
        },
    ),
)


class PlainWords(KeptForm):
    """A form whose fields speak plainly, those added while it was built too; a field's own words stay."""

    @classmethod
    def declared(cls, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
        """Let the fields of the class speak plainly."""
        spoken = copy.deepcopy(fields)
        for field in spoken.values():
            _speak_plainly(field)
        return spoken

    def full_clean(self) -> None:
        """Judge what was typed, in plain words."""
        for field in own_fields(self.fields):
            _speak_plainly(field)
        super().full_clean()


def _speak_plainly(field: forms.Field) -> None:
    label = str(field.label)
    for code, (default, sentence) in _sentences(type(field)).items():
        # The same object, not merely the same words: those of Django are translated when they are compared.
        if field.error_messages.get(code) is default:
            field.error_messages[code] = sentence.replace("{label}", label)


@cache
def _sentences(kind: type[forms.Field]) -> dict[str, tuple[object, str]]:
    """Return, by code, the words that a kind of field says by default and what it says instead."""
    defaults: dict[str, object] = {}
    for parent in reversed(kind.__mro__):
        defaults |= getattr(parent, "default_error_messages", {})
    found = {}
    for parent, words in _WORDS:
        if issubclass(kind, parent):
            found |= {code: (defaults.get(code), sentence) for code, sentence in words.items()}
    return found
