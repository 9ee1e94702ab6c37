"""Letter numbers out of the counter, entered into their register in the same transaction."""

from __future__ import annotations

from datetime import date

from casework.adapters.numbering import next_number
from casework.law.letters.numbering import DEFAULT_PATTERN, REPLY_SERIES, letter_number
from casework.models.case import Case
from casework.models.letter import LetterSettings
from casework.models.letter_number import LetterNumber
from casework.models.user import User


def counter_of(series: str) -> str:
    """Return the name of the counter behind a series of letter numbers."""
    return "reply" if series == REPLY_SERIES else f"letter {series}"


def take_letter_number(*, case: Case, series: str, on: date, by: User | None) -> LetterNumber:
    """Take the next number of a series for a letter dated ``on``; call it inside the act's transaction."""
    settings = LetterSettings.objects.filter(agency=case.agency_id).first()
    pattern = (settings.patterns if settings else {}).get(series) or DEFAULT_PATTERN
    serial = next_number(agency_id=case.agency_id, series=counter_of(series), year=on.year)
    return LetterNumber.objects.create(
        agency_id=case.agency_id,
        series=series,
        year=on.year,
        serial=serial,
        text=letter_number(pattern, prefix=case.agency.prefix, series=series, year=on.year, serial=serial),
        case=case,
        taken_on=on,
        taken_by=by,
    )


def void_letter_number(number: LetterNumber, *, reason: str, on: date, by: User | None) -> None:
    """Void a number for good: it keeps its place in the series, and the register says why."""
    number.voided_on, number.voided_by, number.void_reason = on, by, reason[:200]
    number.save(update_fields=["voided_on", "voided_by", "void_reason"])


def void_reply_number(*, case: Case, text: str, reason: str, on: date, by: User | None) -> LetterNumber | None:
    """Void the number of a signed reply that will not be served; None when it is in no register."""
    number = LetterNumber.objects.filter(agency=case.agency_id, text=text, voided_on__isnull=True).first()
    if number is not None:
        void_letter_number(number, reason=reason, on=on, by=by)
        number.letters.filter(voided_on__isnull=True).update(voided_on=on, voided_by=by, void_reason=reason[:200])
    return number
