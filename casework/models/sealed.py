"""Personal data in a column: encrypted in the database, masked wherever it is printed, clear only when asked for.

The keys belong to a floor above; ``settings.FIELD_CIPHER`` names the module that has them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from casework.law.identity import normalise_number
from casework.law.masking import HIDDEN, mask_address, mask_contact, mask_email, mask_identity, mask_phone


class UnreadableValue(Exception):
    """A stored value cannot be decrypted. Says which column and why; never what is in it."""

    def __init__(self, label: str, chinese: str, english: str) -> None:
        super().__init__(f"加密数据{label}无法读取：{chinese}。 / Encrypted {label} cannot be read: {english}.")


def _digits(value: str) -> str:
    return "".join(sign for sign in value if sign.isdecimal())


def _closed_up(value: str) -> str:
    return "".join(value.split()).casefold()


MASKS: dict[str, Callable[[Any], str]] = {
    "identity": mask_identity, "telephone": mask_phone, "email": mask_email, "address": mask_address,
    "contact": mask_contact, "secret": lambda value: HIDDEN if value else "",
}  # fmt: skip
# The same person writes the same number in several ways.
NORMALISERS: dict[str, Callable[[str], str]] = {
    "identity": normalise_number, "telephone": _digits, "email": _closed_up, "address": _closed_up,
}  # fmt: skip
# Shown in long lists: the mask lies beside the cipher text, so that a list decrypts nothing.
MASK_IS_KEPT = frozenset({"telephone", "email"})


@cache
def cipher() -> ModuleType:
    """Return the module that encrypts: ``seal``, ``unseal`` and ``fingerprints``."""
    return import_module(settings.FIELD_CIPHER)


def fingerprints(kind: str, value: str) -> tuple[str, ...]:
    """Return what the blind index of a value may be, under every key; nothing for an empty value."""
    normal = NORMALISERS[kind](value)
    return cipher().fingerprints(kind, normal) if normal else ()


class Sealed:
    """One value. Printing it gives the mask; ``clear`` is what was entered.

    It is decrypted when ``clear`` is first asked for, so that rows nobody reads cost nothing.
    """

    __slots__ = ("_clear", "_stored", "is_new", "kind", "label")

    def __init__(self, label: str, kind: str, *, clear: str | None = None, stored: str | None = None) -> None:
        self.label, self.kind, self._clear, self._stored = label, kind, clear, stored
        # Entered, and not read from the database.
        self.is_new = stored is None

    @property
    def clear(self) -> str:
        """Return the value as entered. Raises UnreadableValue for a changed value or a missing key."""
        if self._clear is None:
            self._clear = cipher().unseal(self.label, self._stored) if self._stored else ""
        return self._clear

    @property
    def masked(self) -> str:
        """Return what may be shown of the value."""
        if self._clear is None and self._stored and self.kind in MASK_IS_KEPT:
            return "".join(self._stored.split("$", 3)[3:])
        return MASKS[self.kind](self.clear)

    @property
    def stored(self) -> str:
        """Return what stands in the database: nothing for nothing, else the encrypted value."""
        if self._stored is None:
            shown = self.masked if self.kind in MASK_IS_KEPT else ""
            self._stored = cipher().seal(self.label, self._clear, shown) if self._clear else ""
        return self._stored

    def fingerprints(self) -> tuple[str, ...]:
        """Return what rows with the same value may be found by."""
        return fingerprints(self.kind, self.clear)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<Sealed {self.label}>"

    def __bool__(self) -> bool:
        return bool(self._stored or self._clear)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self.clear == other.clear
        return self.clear == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.clear)


class _SealedAttribute(DeferredAttribute):
    """Whatever text is assigned becomes a value of this column."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedField(models.TextField):
    """A text that is encrypted at rest. ``kind`` says how it is masked and compared.

    It cannot be looked up: put a ``BlindIndexField`` beside it. The value is bound to its model and
    field, so one copied to another column by SQL is refused.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Return what migrations write down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"kind": self.kind}

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        """Note what values of this column are bound to."""
        super().contribute_to_class(cls, name, **kwargs)
        self.label = f"{cls._meta.label_lower}.{name}"

    def to_python(self, value: Any) -> Sealed:
        """Return any text as a value of this column; one of another column is taken over by its clear text."""
        if isinstance(value, Sealed):
            if value.label == self.label:
                return value
            value = value.clear
        return Sealed(self.label, self.kind, clear=str(value or ""))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed:
        """Return a stored value, not decrypted yet."""
        return Sealed(self.label, self.kind, stored=value or "")

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored."""
        return self.to_python(value).stored

    def get_lookup(self, lookup_name: str) -> NoReturn:
        """Refuse: two encryptions of one value are never equal."""
        raise FieldError(f"{self.label} is encrypted and cannot be filtered: use its blind index.")

    get_transform = get_lookup


class SealedJSONField(models.TextField):
    """Plain values (dict, list, text, number) that hold personal data, encrypted as a whole."""

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        """Note what values of this column are bound to."""
        super().contribute_to_class(cls, name, **kwargs)
        self.label = f"{cls._meta.label_lower}.{name}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Return the plain values."""
        return json.loads(cipher().unseal(self.label, value)) if value else None

    def to_python(self, value: Any) -> Any:
        """Return the plain values as they are."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """Return what is stored: nothing for nothing."""
        return None if value is None else cipher().seal(self.label, json.dumps(value, ensure_ascii=False))

    def get_lookup(self, lookup_name: str) -> NoReturn:
        """Refuse: two encryptions of one value are never equal."""
        raise FieldError(f"{self.label} is encrypted and cannot be filtered.")

    get_transform = get_lookup


class BlindIndexField(models.CharField):
    """The keyed fingerprint of the sealed field ``of``: rows with the same value are found by it, and nothing else."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 32, "blank": True, "default": "", "editable": False} | kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """Return what migrations write down."""
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "blank", "default", "editable"):
            kwargs.pop(derived, None)
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Follow the sealed value, if it was entered and not read."""
        value: Sealed = getattr(model_instance, self.of)
        if value.is_new:
            setattr(model_instance, self.attname, next(iter(value.fingerprints()), ""))
        return getattr(model_instance, self.attname)
