"""Values must fit where they are stored, on every database alike, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from casework.law.errors import Refused
from casework.models.sealed import Sealed

# A NUL, or half of a surrogate pair sent as JSON, is no text to PostgreSQL.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def refuse_unfit(row: models.Model, *, prefix: str = "") -> None:
    """Raise Refused for a text that is too long, an unknown choice or a character no file keeps.

    SQLite would store such a value and PostgreSQL would break off; a person gets a sentence.
    ``prefix`` goes before the field name when one form holds two people.
    """
    for column in _text_columns(type(row)):
        value = getattr(row, column.attname)
        if isinstance(value, Sealed):
            # What was read from the database did fit; it is not decrypted to be told so again.
            value = value.clear if value.is_new else None
        if isinstance(value, str) and (value or not column.blank):
            _refuse_text(value, column, f"{prefix}{column.name}")


def refuse_unfit_value(value: str, column: models.Field, name: str) -> None:
    """Raise Refused as ``refuse_unfit`` does, for one text that is to stand in ``column``."""
    _refuse_text(value, column, name)


def refuse_unfit_texts(texts: Mapping[str, str], *, prefix: str = "") -> None:
    """Raise Refused for a text among ``texts`` (field name to value) that cannot be stored."""
    for name, value in texts.items():
        _refuse_signs(value, "填写内容", f"{prefix}{name}")


def _refuse_text(value: str, column: models.Field, name: str) -> None:
    label = str(column.verbose_name)
    _refuse_signs(value, label, name)
    if column.choices and (value or not column.blank) and value not in _choices(column):
        raise Refused("choice_unknown", f"“{label}”没有这个选项，请重新选择。", field=name)
    if column.max_length and len(value) > column.max_length:
        raise Refused("text_too_long", f"“{label}”最多{column.max_length}个字，现有{len(value)}个字。", field=name)
    is_email = isinstance(column, models.EmailField) or getattr(column, "kind", "") == "email"
    if is_email and value:
        try:
            validate_email(value)
        except ValidationError:
            raise Refused("email_invalid", f"“{label}”的格式不对，例如 name@example.com。", field=name) from None


@cache
def _text_columns(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(
        field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
    )


@cache
def _choices(column: models.Field) -> frozenset[str]:
    return frozenset(value for value, _ in column.flatchoices)


def _refuse_signs(value: str, label: str, name: str) -> None:
    if _NO_TEXT.search(value):
        raise Refused("text_not_storable", f"“{label}”含有无法保存的字符，请删去后重新填写。", field=name)
