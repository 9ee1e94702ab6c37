"""From stored rows to the value objects of the law."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from casework.law.consultations import Opinion, OpinionFact, Ruling
from casework.law.duties import OPINION_DUTY, ClockReading, DutyKind
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
from casework.law.receipt import Channel
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.dispute import redos_of
from casework.models.extension import Extension


class DatedRows(NamedTuple):
    """The rows of a case that it may have several of, as far as they count: letters sent, the extension not rejected."""

    consultations: list[Consultation]
    extension: Extension | None


def dated_rows_among(consultations: Iterable[Consultation], extensions: Iterable[Extension]) -> DatedRows:
    """Return those that count: a letter sent in error and withdrawn asked nobody and stops nothing."""
    return DatedRows(
        [item for item in consultations if item.withdrawn_on is None],
        next((item for item in extensions if item.rejected_on is None), None),
    )


def facts_of(case: Case, rows: DatedRows | None = None) -> CaseFacts:
    """Return the dated facts of a case. Reads its supplement, fee and reasons, and ``rows`` unless they are given.

    A case that is not stored yet has none of them.
    """
    if rows is None:
        rows = DatedRows(live_consultations(case), current_extension(case)) if case.pk else DatedRows([], None)
    # To be told by Django that a new case has none of them costs as much as the clock.
    one_each = ("supplement", "reasons_request", "fee")
    supplement, asked, fee = (getattr(case, name, None) if case.pk else None for name in one_each)
    extension = rows.extension
    return CaseFacts(
        channel=Channel(case.channel),
        submitted_on=case.submitted_on,
        signed_on=case.signed_on,
        confirmed_on=case.confirmed_on,
        supplement=supplement and SupplementFact(supplement.served_on, supplement.answer_by, supplement.received_on),
        consultations=tuple(
            ConsultationFact(
                ConsultationKind(item.kind),
                item.sent_on,
                item.delivered_on,
                item.answered_on,
                item.answer_by,
                item.ruled_on or item.presumed_on,
            )
            for item in rows.consultations
        ),
        extension=extension and ExtensionFact(extension.working_days, extension.approved_on, extension.served_on),
        # Silence that a person has recorded leaves nothing to wait for.
        reasons=asked and ReasonsFact(asked.served_on, None if asked.closed_on else asked.answer_by, asked.received_on),
        delay=asked and asked.delay_until and DelayFact(asked.delay_until, asked.delay_served_on),
        fee=fee and FeeFact(fee.delivered_on, fee.paid_on, fee.sent_on),
        concluded_on=case.concluded_on,
        policy=case.agency.switches,
        redos=tuple(RedoFact(item.started_on, item.due_by, item.concluded_on) for item in redos_of(case)),
    )


def live_consultations(case: Case) -> list[Consultation]:
    """Return the letters that were not withdrawn."""
    return dated_rows_among(case.consultations.all(), ()).consultations


def opinions_of(case: Case, reading: ClockReading, rows: DatedRows | None = None) -> dict[int, OpinionFact]:
    """Return how every live letter stands, by its primary key; ``reading`` says until when each had time."""
    found: dict[int, OpinionFact] = {}
    seen: dict[DutyKind, int] = {}
    for item in live_consultations(case) if rows is None else rows.consultations:
        duty_kind = OPINION_DUTY[ConsultationKind(item.kind)]
        duty = reading.duty(duty_kind, seen.setdefault(duty_kind, 0))
        seen[duty_kind] += 1
        found[item.pk] = OpinionFact(
            kind=ConsultationKind(item.kind),
            addressee=item.addressee,
            due_on=duty.due_on if duty else None,
            answered_on=item.answered_on,
            opinion=Opinion(item.opinion) if item.opinion else None,
            reasons=item.reasons,
            ruling=Ruling(item.ruling) if item.ruling else None,
            told_on=item.told_on,
            provisional=bool(duty and duty.provisional),
        )
    return found


def current_extension(case: Case) -> Extension | None:
    """Return the one extension that was not rejected, or None."""
    return dated_rows_among((), case.extensions.all()).extension
