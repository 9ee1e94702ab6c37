"""Values must fit where they are stored, on every database alike, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

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
    for name, column in _text_columns(type(row)):
        value = getattr(row, name)
        if isinstance(value, Sealed):
            # What was read from the database did fit; it is not decrypted to be told so again.
            value = value.clear if value.is_new else None
        if isinstance(value, str) and (value or not column.may_be_blank):
            _refuse_text(value, column, prefix)


def refuse_unfit_value(value: str, column: models.Field, name: str) -> None:
    """Raise Refused as ``refuse_unfit`` does, for one text that is to stand in ``column``."""
    _refuse_text(value, _text_column(column)._replace(name=name), "")


def refuse_unfit_texts(texts: Mapping[str, str], *, prefix: str = "") -> None:
    """Raise Refused for a text among ``texts`` (field name to value) that cannot be stored."""
    for name, value in texts.items():
        if _NO_TEXT.search(value):
            raise _not_storable("填写内容", f"{prefix}{name}")


class _TextColumn(NamedTuple):
    """What a text must be like to stand in a column; ``choices`` is None where anything may."""

    name: str
    label: str
    longest: int | None
    choices: frozenset[str] | None
    is_email: bool
    may_be_blank: bool


@cache
def _text_columns(model: type[models.Model]) -> tuple[tuple[str, _TextColumn], ...]:
    """Return where the texts of a model stand, each with the name of the attribute that holds it."""
    kinds = models.CharField | models.TextField
    return tuple(
        (field.attname, _text_column(field)) for field in model._meta.concrete_fields if isinstance(field, kinds)
    )


@cache
def _text_column(field: models.Field) -> _TextColumn:
    choices = frozenset(value for value, _ in field.flatchoices) if field.choices else None
    is_email = isinstance(field, models.EmailField) or getattr(field, "kind", "") == "email"
    return _TextColumn(field.name, str(field.verbose_name), field.max_length, choices, is_email, field.blank)


def _refuse_text(value: str, column: _TextColumn, prefix: str) -> None:
    if _NO_TEXT.search(value):
        raise _not_storable(column.label, f"{prefix}{column.name}")
    if column.choices is not None and (value or not column.may_be_blank) and value not in column.choices:
        raise Refused("choice_unknown", f"“{column.label}”没有这个选项，请重新选择。", field=f"{prefix}{column.name}")
    if column.longest and len(value) > column.longest:
        raise Refused(
            "text_too_long", f"“{column.label}”最多{column.longest}个字，现有{len(value)}个字。",
            field=f"{prefix}{column.name}",
        )  # fmt: skip
    if column.is_email and value:
        try:
            validate_email(value)
        except ValidationError:
            raise Refused(
                "email_invalid", f"“{column.label}”的格式不对，例如 name@example.com。", field=f"{prefix}{column.name}"
            ) from None


def _not_storable(label: str, name: str) -> Refused:
    return Refused("text_not_storable", f"“{label}”含有无法保存的字符，请删去后重新填写。", field=name)
