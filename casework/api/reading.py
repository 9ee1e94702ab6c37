"""From JSON to a request: strict, so that a misspelt key is named and not left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import IO, Any

from rest_framework.parsers import BaseParser

from casework.law.errors import BadFact
from casework.law.facts_json import data_from_text, day_from_json
from casework.services.register import ApplicantData, NewRequest, RepresentativeData

_DAYS = {"submitted_on", "signed_on", "confirmed_on"}
# Files do not travel as JSON; they are added at the desk.
_NOT_READ = {"files"}


class StrictJSONParser(BaseParser):
    """JSON as the clock command reads it: no key twice, no NaN, no endless nesting."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the parsed body. Raises BadFact for what is not one JSON text."""
        return data_from_text(stream.read())


def request_from_json(data: Any) -> NewRequest:
    """Return the request to register. Raises BadFact naming the key and what is wrong with it."""
    values = _values(data, NewRequest, "")
    values["applicant"] = ApplicantData(**_values(values["applicant"], ApplicantData, "applicant"))
    if values.get("representative") is not None:
        where = "representative"
        values[where] = RepresentativeData(**_values(values[where], RepresentativeData, where))
    return NewRequest(**values)


def day_from_query(name: str, text: str) -> date:
    """Return a day given in the address. Raises BadFact as for a day in the body."""
    return day_from_json(text, name)


def _values(data: Any, kind: type, where: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise BadFact(where or "(根)", "应为 JSON 对象")
    known = {item.name: item for item in fields(kind) if item.name not in _NOT_READ}
    for key in data:
        if key not in known:
            raise BadFact(_full(where, key), "没有这个字段")
    for name, item in known.items():
        if name not in data and item.default is MISSING and item.default_factory is MISSING:
            raise BadFact(_full(where, name), "必填")
    return {name: _value(value, known[name].type, name, where) for name, value in data.items()}


def _value(value: Any, declared: str, name: str, where: str) -> Any:
    full = _full(where, name)
    if name in _DAYS:
        return None if value is None else day_from_json(value, full)
    if declared == "bool" and not isinstance(value, bool):
        raise BadFact(full, "应为 true 或 false")
    if declared == "str" and not isinstance(value, str):
        raise BadFact(full, "应为文本")
    return value


def _full(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
