"""The rows of the ledger (台账): cases with what belongs to them, read in batches so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import add
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from casework.law.acts import Act
from casework.law.duties import DutyKind
from casework.law.facts import ConsultationKind
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.deadline import Deadline
from casework.models.dispute import Dispute
from casework.models.event import CaseEvent
from casework.models.extension import Extension
from casework.models.letter_service import Letter, ServiceRecord
from casework.models.reply import Reply
from casework.models.supplement import Supplement

BATCH = 4_000


class LedgerCase(NamedTuple):
    """What is read of the case itself, in the order of ``_FIELDS``."""

    pk: int
    agency: str
    number: str
    applicant_kind: str
    channel: str
    postal_number: str
    submitted_on: date | None
    signed_on: date | None
    confirmed_on: date | None
    received_on: date | None
    subject: str
    topic: str
    unit: str | None
    reply_due_on: date | None
    reply_provisional: bool
    decision_code: str
    decided_on: date | None
    archive_number: str
    late_registration_reason: str
    fee_amount: int | None
    fee_paid_on: date | None


_FIELDS = (
    "pk", "agency__name", "number", "applicant_kind", "channel", "postal_number", "submitted_on", "signed_on",
    "confirmed_on", "received_on", "subject", "topic", "unit__name", "reply_due_on", "reply_provisional", "decision_code",
    "decided_on", "archive_number", "late_registration_reason", "fee__amount", "fee__paid_on",
)  # fmt: skip


class Related(NamedTuple):
    """What belongs to the cases of one batch, by case id; every value is a tuple of columns."""

    applicants: dict[int, tuple]
    assigned: dict[int, tuple]
    supplements: dict[int, tuple]
    consultations: dict[int, tuple]
    opinions_due: dict[int, tuple]
    extensions: dict[int, tuple]
    replies: dict[int, tuple]
    services: dict[int, tuple]
    disputes: dict[int, tuple]


def ledger_batches(cases: QuerySet[Case]) -> Iterator[tuple[list[LedgerCase], Related]]:
    """Yield the cases, the earliest receipt first, batch by batch with what belongs to them.

    One statement for the cases and nine for a batch, however many cases there are.
    """
    found = cases.order_by("agency_id", "received_on", "pk").values_list(*_FIELDS).iterator(chunk_size=BATCH)
    batch: list[LedgerCase] = []
    for values in found:
        batch.append(LedgerCase._make(values))
        if len(batch) == BATCH:
            yield batch, _related(batch)
            batch = []
    if batch:
        yield batch, _related(batch)


def _related(batch: list[LedgerCase]) -> Related:
    of_batch = _case_in([case.pk for case in batch])

    def by_case(
        rows: QuerySet, *columns: str, merged: Callable[[tuple, tuple], tuple] | None = None
    ) -> dict[int, tuple]:
        found: dict[int, tuple] = {}
        for values in rows.filter(of_batch).order_by("pk").values_list("case_id", *columns):
            case_id, row = values[0], values[1:]
            found[case_id] = merged(found[case_id], row) if merged and case_id in found else row
        return found

    def first(old: tuple, new: tuple) -> tuple:
        return old

    return Related(
        applicants=by_case(Applicant.objects, "name", "telephone", "email", merged=first),
        assigned=by_case(CaseEvent.objects.filter(act=Act.ASSIGN), "happened_on"),
        supplements=by_case(Supplement.objects, "served_on", "answer_by", "received_on"),
        consultations=by_case(
            Consultation.objects.filter(kind=ConsultationKind.THIRD_PARTY, withdrawn_on__isnull=True), "sent_on", "answered_on", merged=_widest
        ),
        opinions_due=by_case(Deadline.objects.filter(duty=DutyKind.THIRD_PARTY_OPINION), "due_on", merged=_latest),
        extensions=by_case(
            Extension.objects.filter(rejected_on__isnull=True),
            "approved_by__display_name", "approved_by__username", "working_days", "served_on",
        ),
        replies=by_case(Reply.objects.filter(signed_on__isnull=False), "letter_number"),
        services=by_case(
            ServiceRecord.objects.filter(letter=Letter.REPLY, again__isnull=True),
            "method", "postal_number", "in_time_on", "signed_on",
        ),
        # Several of one case stand one behind the other: kind, result, kind, result ...
        disputes=by_case(Dispute.objects, "kind", "result", merged=add),
    )  # fmt: skip


def _case_in(ids: Sequence[int]) -> RawSQL:
    """The condition that a row belongs to one of the cases, their ids in one parameter.

    In an IN list of objects every id is prepared anew for every statement: half the time of a long ledger. As one
    text they are written out once for all nine. PostgreSQL is not shown how many they are: seeing thousands it would
    read all events of the register through, for every batch.
    """
    if connection.vendor == "postgresql":
        text = f"{{{','.join(map(str, ids))}}}"
        return RawSQL("case_id = ANY(ARRAY(SELECT unnest(%s::bigint[])))", [text], output_field=BooleanField())
    return RawSQL("case_id IN (SELECT value FROM json_each(%s))", [json.dumps(ids)], output_field=BooleanField())


def _widest(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Several letters to third parties: from the first one sent to the last one answered."""
    answered = None if old[1] is None or new[1] is None else max(old[1], new[1])
    return min(old[0], new[0]), answered


def _latest(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    return (max(filter(None, (old[0], new[0])), default=None),)
