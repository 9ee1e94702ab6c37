"""The JSON contract of the clock (design.md section 5): facts in, duties out.

Reading is strict: an unknown key, a wrong type or an impossible date is a BadFact that names
the field and the rule, so that nothing is silently left out of a legal deadline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn

from casework.law.duties import ClockReading
from casework.law.errors import BadFact
from casework.law.facts import (
    CaseFacts,
    ConsultationFact,
    ConsultationKind,
    DelayFact,
    ExtensionFact,
    FeeFact,
    ReasonsFact,
    RedoFact,
    SupplementFact,
)
from casework.law.policy import Policy
from casework.law.receipt import Channel
from casework.law.sources import regulation

_CASE_KEYS = {
    "channel", "submitted_on", "signed_on", "confirmed_on", "policy", "supplement",
    "consultations", "extension", "reasons", "delay", "fee", "concluded_on", "redos",
}  # fmt: skip
_DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ROOT = "(根)"


def facts_from_text(text: bytes) -> CaseFacts:
    """Read one case's facts from JSON text. Raises BadFact as the two steps of it do."""
    return facts_from_json(data_from_text(text))


def data_from_text(text: bytes) -> Any:
    """Read JSON text in UTF-8 (a byte order mark is allowed).

    Raises BadFact, also for what Python's reader lets pass: a key given twice, NaN, numbers
    or nesting without end.
    """
    try:
        decoded = text.decode("utf-8-sig").rstrip()
        return json.loads(decoded, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadFact(_ROOT, "应为UTF-8编码的文本") from None
    except json.JSONDecodeError as error:
        line = f"第{error.lineno}行" if "\n" in decoded else ""
        raise BadFact(_ROOT, f"不是有效的 JSON（{line}第{error.colno}列）") from None
    except RecursionError:
        raise BadFact(_ROOT, "JSON 嵌套太深") from None
    except ValueError:
        raise BadFact(_ROOT, "JSON 中的数字太长") from None


def facts_from_json(data: Any) -> CaseFacts:
    """Read one case's facts. Raises BadFact naming the field and the rule broken."""
    record = _record(data, "", _CASE_KEYS)
    return CaseFacts(
        channel=_choice(record, "channel", "", Channel),
        submitted_on=_day(record, "submitted_on"),
        signed_on=_day(record, "signed_on"),
        confirmed_on=_day(record, "confirmed_on"),
        supplement=_supplement(record.get("supplement")),
        consultations=_consultations(record.get("consultations")),
        extension=_extension(record.get("extension")),
        reasons=_reasons(record.get("reasons")),
        delay=_delay(record.get("delay")),
        fee=_fee(record.get("fee")),
        concluded_on=_day(record, "concluded_on"),
        policy=_policy(record.get("policy")),
        redos=_redos(record.get("redos")),
    )


def facts_to_json(facts: CaseFacts) -> dict[str, Any]:
    """Return facts in the form ``facts_from_json`` reads; what has not happened is null."""
    plain: dict[str, Any] = _plain(asdict(facts))
    return plain


def reading_to_json(reading: ClockReading) -> dict[str, Any]:
    """Return the reading in the form other programs rely on."""
    received_on = reading.receipt.received_on
    return {
        "received_on": received_on.isoformat() if received_on else None,
        "received_basis": reading.receipt.basis,
        "duties": [
            {
                "duty": duty.kind.value,
                "index": duty.index,
                "due_on": duty.due_on.isoformat() if duty.due_on else None,
                "provisional": duty.provisional,
                "state": duty.state.value,
                "used": duty.used,
                "of": duty.of,
                "basis": list(duty.basis),
            }
            for duty in reading.duties
        ],
        "ledger": [
            {"date": row.day.isoformat(), "counts": row.counts, "n": row.n, "why": row.why} for row in reading.ledger
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _policy(value: Any) -> Policy:
    if value is None:
        return Policy()
    if not isinstance(value, Mapping):
        raise BadFact("policy", "应为对象")
    return Policy.from_mapping(value)


def _supplement(value: Any) -> SupplementFact | None:
    if value is None:
        return None
    if isinstance(value, list):
        raise BadFact("supplement", "补正只能一次性告知，不能有多份", article=regulation(30))
    record = _record(value, "supplement", {"served_on", "answer_by", "received_on"})
    return SupplementFact(*(_day(record, name, "supplement") for name in ("served_on", "answer_by", "received_on")))


def _consultations(value: Any) -> tuple[ConsultationFact, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadFact("consultations", "应为列表")
    found = []
    for index, item in enumerate(value):
        where = f"consultations[{index}]"
        days = ("delivered_on", "answered_on", "answer_by", "closed_on")
        record = _record(item, where, {"kind", "sent_on", *days})
        kind = _choice(record, "kind", where, ConsultationKind)
        sent_on = _day(record, "sent_on", where)
        if sent_on is None:
            raise BadFact(f"{where}.sent_on", "必填：征求意见书发出之日")
        found.append(ConsultationFact(kind, sent_on, *(_day(record, name, where) for name in days)))
    return tuple(found)


def _extension(value: Any) -> ExtensionFact | None:
    if value is None:
        return None
    if isinstance(value, list):
        raise BadFact("extension", "延期只能一次，不能有多份", article=regulation(33, 2))
    record = _record(value, "extension", {"approved_on", "served_on", "working_days"})
    days = record.get("working_days")
    if not isinstance(days, int) or isinstance(days, bool):
        raise BadFact("extension.working_days", "必填整数：延长的工作日数")
    return ExtensionFact(days, _day(record, "approved_on", "extension"), _day(record, "served_on", "extension"))


def _fee(value: Any) -> FeeFact | None:
    if value is None:
        return None
    record = _record(value, "fee", {"sent_on", "served_on", "paid_on"})
    return FeeFact(*(_day(record, name, "fee") for name in ("served_on", "paid_on", "sent_on")))


def _reasons(value: Any) -> ReasonsFact | None:
    if value is None:
        return None
    record = _record(value, "reasons", {"served_on", "answer_by", "received_on"})
    return ReasonsFact(*(_day(record, name, "reasons") for name in ("served_on", "answer_by", "received_on")))


def _delay(value: Any) -> DelayFact | None:
    if value is None:
        return None
    record = _record(value, "delay", {"until", "served_on"})
    until = _day(record, "until", "delay")
    if until is None:
        raise BadFact("delay.until", "必填：延迟答复至哪一天", article=regulation(35))
    return DelayFact(until, _day(record, "served_on", "delay"))


def _redos(value: Any) -> tuple[RedoFact, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadFact("redos", "应为列表")
    found = []
    for index, item in enumerate(value):
        where = f"redos[{index}]"
        record = _record(item, where, {"started_on", "due_by", "concluded_on"})
        started_on = _day(record, "started_on", where)
        if started_on is None:
            raise BadFact(f"{where}.started_on", "必填：重新办理的起算日")
        found.append(RedoFact(started_on, _day(record, "due_by", where), _day(record, "concluded_on", where)))
    return tuple(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, value in pairs:
        if key in record:
            raise BadFact(key, "同一个字段出现了两次")
        record[key] = value
    return record


def _no_number(name: str) -> NoReturn:
    raise BadFact(_ROOT, f"{name} 不是数字")


def _record(value: Any, where: str, allowed: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadFact(where or _ROOT, "应为 JSON 对象")
    for key in value:
        if key not in allowed:
            raise BadFact(f"{where}.{key}" if where else key, "没有这个字段")
    return value


def _choice(record: Mapping[str, Any], name: str, where: str, kinds: type[Any]) -> Any:
    full = f"{where}.{name}" if where else name
    value = record.get(name)
    allowed = [kind.value for kind in kinds]
    if value not in allowed:
        raise BadFact(full, f"必填，只能是{'、'.join(allowed)}之一")
    return kinds(value)


def _day(record: Mapping[str, Any], name: str, where: str = "") -> date | None:
    value = record.get(name)
    return None if value is None else day_from_json(value, f"{where}.{name}" if where else name)


def day_from_json(value: Any, field: str) -> date:
    """Read a legal day written as 2026-03-02. Raises BadFact naming ``field``."""
    # date.fromisoformat alone would also read week dates such as 2026-W10-1.
    if not isinstance(value, str) or not _DAY_FORM.fullmatch(value):
        raise BadFact(field, "日期应写作2026-03-02的形式")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadFact(field, f"没有{value}这一天，日期应写作2026-03-02的形式") from None
