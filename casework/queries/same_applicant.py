"""How many requests the same applicant made: in the natural month (fees) and in the year (Art. 35).

The same applicant is who shows the same document number; where a request has none, who has the same
name together with the same telephone, e-mail or address (compared by their blind index). Joint applicants are counted
one by one, and the one with most requests decides, in the month and in the year each for itself (law.md 7.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from casework.law.fees import Tariff
from casework.law.rectifications import CODE
from casework.law.similarity import is_repeat
from casework.models.agency import Agency
from casework.models.applicant import Applicant
from casework.models.case import Case

# Listed beside the form; the count itself is of all of them.
LISTED_AT_MOST = 50
READ_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class OneRequest:
    """One request of the same applicant, as a hint beside the form. ``pieces`` it counts for."""

    number: str
    agency_id: int
    received_on: date
    subject: str
    pieces: int


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """The requests of the applicant of one case. ``month_before`` counts pieces, ``month`` and ``year`` requests."""

    month_of: date
    month_before: int
    month: int
    month_requests: tuple[OneRequest, ...]
    year: int
    year_requests: tuple[OneRequest, ...]

    @property
    def month_place(self) -> int:
        """Return which piece of the month this case begins with."""
        return self.month_before + 1


def request_counts(case: Case) -> RequestCounts | None:
    """Return the counts of the applicant of a stored case; None before its day of receipt.

    One statement an applicant. Source: 国办函〔2020〕109号 (natural month), Art. 35.
    """
    received_on = case.received_on
    if received_on is None:
        return None
    found = [_requests(case, item, received_on) for item in case.applicants.all()]
    rows = max(found, key=len, default=[])
    months = [[row for row in year if row[1].received_on.month == received_on.month] for year in found]

    def before(month: list[tuple[int, OneRequest]]) -> int:
        return sum(row.pieces for pk, row in month if (row.received_on, pk) < (received_on, case.pk))

    month = max(months, key=lambda one: (before(one), len(one)), default=[])
    return RequestCounts(
        month_of=received_on.replace(day=1),
        month_before=before(month),
        month=len(month),
        month_requests=tuple(row for _, row in month[:LISTED_AT_MOST]),
        year=len(rows),
        year_requests=tuple(row for _, row in rows[:LISTED_AT_MOST]),
    )


def requests_alike(case: Case) -> list[OneRequest]:
    """Return the other requests of the year by the same applicant that ask for the same as this one, oldest first.

    Judged as repeats are (law.similarity); of a very busy applicant the newest are looked at.
    """
    if case.received_on is None:
        return []
    found = {pk: row for item in case.applicants.all() for pk, row in _requests(case, item, case.received_on)}
    found.pop(case.pk, None)
    newest = sorted(found)[-READ_AT_MOST:]
    contents = dict(Case.objects.filter(pk__in=newest).values_list("pk", "content"))
    return [found[pk] for pk in newest if is_repeat(case.content, contents[pk])]


def _requests(case: Case, applicant: Applicant, received_on: date) -> list[tuple[int, OneRequest]]:
    """Return the year's requests of one applicant in the order of receipt, this case among them."""
    # The applicants lead to the cases, by index; asking every case of the year would cost its number.
    same = same_person(applicant)
    cases = (
        _in_scope(case.agency)
        .filter(
            pk__in=same.values("case_id"),
            received_on__gte=date(received_on.year, 1, 1),
            received_on__lte=date(received_on.year, 12, 31),
        )
        .exclude(decision_code=CODE)
        .order_by("received_on", "pk")
        .values_list("pk", "number", "agency_id", "received_on", "subject", "fee__tariff", "fee__quantity")
    )
    return [
        (pk, OneRequest(number, agency_id, on, subject, quantity if tariff == Tariff.PIECE else 1))
        for pk, number, agency_id, on, subject, tariff, quantity in cases
    ]


def same_person(applicant: Applicant) -> QuerySet[Applicant]:
    """Return every entry of this applicant, in whichever case, as far as it is the same person."""
    return Applicant.objects.filter(_same_person(applicant) | Q(pk=applicant.pk))


def _in_scope(agency: Agency) -> QuerySet[Case]:
    if agency.switches.fee_count_scope == "agency":
        return Case.objects.filter(agency=agency)
    top = agency
    while not top.is_government and top.parent:
        top = top.parent
    return Case.objects.filter(agency__path__startswith=top.path)


def _same_person(applicant: Applicant) -> Q:
    named = Q(name=applicant.name) & _same_contact(applicant)
    if not applicant.document_number:
        return named
    # The same person may have asked before without showing a document.
    return Q(document_index__in=applicant.document_number.fingerprints()) | (Q(document_index="") & named)


def _same_contact(applicant: Applicant) -> Q:
    contact = Q(pk__in=[])
    for name in ("telephone", "email", "address"):
        if value := getattr(applicant, name):
            contact |= Q(**{f"{name}_index__in": value.fingerprints()})
    return contact
