"""One row of an office's ledger as the facts of a past case, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.law.calendar import WorkingCalendar
from casework.law.errors import BadFact, Refused
from casework.law.facts import (
    CaseFacts,
    ConsultationFact,
    ConsultationKind,
    ExtensionFact,
    SupplementFact,
    check_order,
)
from casework.law.ledger_columns import COLUMN_BY_KEY, Kind
from casework.law.ledger_dates import ledger_day
from casework.law.ledger_words import CHOICES
from casework.law.letter_service import ServiceMethod
from casework.law.past_cases import check_past_decision
from casework.law.receipt import Channel, receipt, rule_for
from casework.law.sources import regulation
from casework.models.agency import Agency
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.imported_ledger import ImportedRow
from casework.models.letter_service import ServiceRecord
from casework.models.reply import Reply
from casework.services.fitting import refuse_unfit_value
from casework.services.ledger_mapping import LedgerMapping, value_of

DEFAULT_EXTENSION_WORKING_DAYS = 20
_FACT_COLUMNS = {
    "submitted_on": "submitted_on",
    "signed_on": "signed_on",
    "confirmed_on": "confirmed_on",
    "decided_on": "decided_on",
    "served_on": "served_on",
    "concluded_on": "served_on",
    "supplement.served_on": "supplement_served_on",
    "supplement.answer_by": "supplement_answer_by",
    "supplement.received_on": "supplement_received_on",
    "consultations[0].sent_on": "third_party_sent_on",
    "consultations[0].answered_on": "third_party_answered_on",
    "extension.working_days": "extension_working_days",
    "extension.approved_on": "extension_served_on",
    "extension.served_on": "extension_served_on",
}
_TAKEN_FROM = {
    "served_on": ("service_signed_on", "decided_on"),
    "supplement_answer_by": ("supplement_received_on", "decided_on"),
}
# Where a text is to be stored, and so how long it may be.
_FITS = {
    "number": ImportedRow._meta.get_field("registration_number"),
    "applicant": Applicant._meta.get_field("name"),
    "contact": Applicant._meta.get_field("address"),
    "postal_number": Case._meta.get_field("postal_number"),
    "content": Case._meta.get_field("content"),
    "letter_number": Reply._meta.get_field("letter_number"),
    "service_postal_number": ServiceRecord._meta.get_field("postal_number"),
    "archive_number": Case._meta.get_field("archive_number"),
}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell of the file, as the clerk finds and mends it."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastCase:
    """One row that can become a case."""

    row: int
    number: str
    texts: Mapping[str, str]
    applicant_kind: str
    outcome: str
    facts: CaseFacts
    received_on: date
    decided_on: date
    concluded_on: date
    service_method: str = ""
    served_on: date | None = None
    service_signed_on: date | None = None


@dataclass(slots=True)
class LedgerReader:
    """Reads rows for one agency; ``errors`` collects everything that is wrong."""

    agency: Agency
    mapping: LedgerMapping
    calendar: WorkingCalendar
    today: date
    errors: list[RowError] = field(default_factory=list)

    def read(self, row: int, cells: Mapping[str, str]) -> PastCase | None:
        """Return the case of a row, or None when it has errors; they are collected."""
        before = len(self.errors)
        days = {key: self._day(row, key, text) for key, text in cells.items() if _is(key, Kind.DATE)}
        choices = {key: self._choice(row, key, cells.get(key, "")) for key in CHOICES}
        for key, text in cells.items():
            self._check_text(row, key, text)
        working_days = self._working_days(row, cells.get("extension_working_days", ""))
        if len(self.errors) > before:
            return None
        try:
            return self._past_case(row, cells, days, choices, working_days)
        except Refused as refusal:
            key = _FACT_COLUMNS.get(refusal.field, refusal.field)
            # A fact that the row does not state was taken from another cell, and that one is to be mended.
            key = next((name for name in (key, *_TAKEN_FROM.get(key, ())) if cells.get(name)), key)
            self._wrong(row, key, cells.get(key, ""), str(refusal))
            return None

    def _past_case(
        self, row: int, cells: Mapping[str, str], days: Mapping[str, date | None], choices: Mapping[str, str],
        working_days: int,
    ) -> PastCase:  # fmt: skip
        channel, policy = Channel(choices["channel"]), self.agency.switches
        given = {name: days.get(name) for name in ("submitted_on", "signed_on", "confirmed_on")}
        rule = rule_for(channel, policy)
        given[rule.fact] = given[rule.fact] or days.get("received_on")
        received = receipt(channel=channel, policy=policy, calendar=self.calendar, **given)
        if received.received_on is None:
            raise BadFact("received_on", f"没有收到申请之日：{received.explanation}", article=received.basis)
        written = days.get("received_on")
        if written and written not in (received.received_on, given[rule.fact]):
            raise BadFact(
                "received_on",
                f"与收到申请之日{received.received_on}不一致：{received.explanation}",
                article=received.basis,
            )
        decided_on = days["decided_on"]
        method = choices.get("service_method", "")
        signed = days.get("service_signed_on") if method != ServiceMethod.POSTAL else None
        concluded_on = signed or days.get("served_on") or decided_on
        facts = CaseFacts(
            channel=channel,
            **given,
            supplement=_supplement(days, decided_on),
            consultations=_consultations(days),
            extension=_extension(days, working_days),
            concluded_on=concluded_on,
            policy=policy,
        )
        check_past_decision(received_on=received.received_on, decided_on=decided_on, served_on=concluded_on)
        check_order(facts, received.received_on)
        return PastCase(
            row=row, number=self._number(cells["number"]), texts=cells, applicant_kind=choices["applicant_kind"],
            outcome=choices["outcome"], facts=facts, received_on=received.received_on, decided_on=decided_on,
            concluded_on=concluded_on, service_method=method, served_on=days.get("served_on"),
            service_signed_on=days.get("service_signed_on"),
        )  # fmt: skip

    def _number(self, registration_number: str) -> str:
        """The office's own number, with the agency's prefix so that no other agency can have it."""
        # A slash would end the case's address.
        own = "".join(registration_number.split()).replace("/", "-").replace("\\", "-")
        number = own if own.startswith(self.agency.prefix) else f"{self.agency.prefix}{own}"
        refuse_unfit_value(number, Case._meta.get_field("number"), "number")
        return number

    def _day(self, row: int, key: str, text: str) -> date | None:
        if not text:
            if COLUMN_BY_KEY[key].required:
                self._wrong(row, key, text, "没有答复日期。还没有办结的申请请在系统中登记办理，不从台账导入。")
            return None
        day = ledger_day(text)
        if day is None:
            self._wrong(row, key, text, "不是日期，应写成2021-03-02。")
        elif day > self.today:
            self._wrong(row, key, text, f"日期{day}晚于今天{self.today}，不能登记尚未发生的事。")
        return day

    def _choice(self, row: int, key: str, text: str) -> str:
        column = COLUMN_BY_KEY[key]
        if not text:
            if column.required:
                self._wrong(row, key, text, f"没有填写{column.label}。")
            return ""
        value = value_of(self.mapping, key, text)
        if not value and column.required:
            self._wrong(row, key, text, f"“{text}”不能确定是哪一种{column.label}，请在“用语对应”中选定，或者改正台账。")
        return value

    def _check_text(self, row: int, key: str, text: str) -> None:
        column = COLUMN_BY_KEY[key]
        if column.required and not text and key not in CHOICES and column.kind is Kind.TEXT:
            self._wrong(row, key, text, f"没有填写{column.label}。")
        try:
            if key in _FITS:
                refuse_unfit_value(text, _FITS[key], key)
        except Refused as refusal:
            self._wrong(row, key, text, str(refusal))

    def _working_days(self, row: int, text: str) -> int:
        if not text:
            return DEFAULT_EXTENSION_WORKING_DAYS
        if not text.isdecimal():
            self._wrong(row, "extension_working_days", text, "应写工作日数，例如20。")
            return 0
        # More digits than a count of days has.
        return int(text[:4])

    def _wrong(self, row: int, key: str, value: str, reason: str) -> None:
        column = COLUMN_BY_KEY.get(key)
        self.errors.append(RowError(row, column.label if column else key, value[:60], reason))


def _is(key: str, kind: Kind) -> bool:
    return COLUMN_BY_KEY[key].kind is kind


def _supplement(days: Mapping[str, date | None], decided_on: date) -> SupplementFact | None:
    served, answer_by, received = (days.get(f"supplement_{name}") for name in ("served_on", "answer_by", "received_on"))
    if not (served or answer_by or received):
        return None
    # Ledgers do not keep the period that was set: it ended with the answer, or before the decision.
    return SupplementFact(served, answer_by or received or decided_on, received)


def _consultations(days: Mapping[str, date | None]) -> tuple[ConsultationFact, ...]:
    sent, answered = days.get("third_party_sent_on"), days.get("third_party_answered_on")
    if answered and not sent:
        raise BadFact("consultations[0].answered_on", "须先有征求意见书发出之日", article=regulation(32))
    return (ConsultationFact(ConsultationKind.THIRD_PARTY, sent, None, answered),) if sent else ()


def _extension(days: Mapping[str, date | None], working_days: int) -> ExtensionFact | None:
    served = days.get("extension_served_on")
    # Ledgers keep the day of telling; it was approved by then.
    return ExtensionFact(working_days, served, served) if served else None
