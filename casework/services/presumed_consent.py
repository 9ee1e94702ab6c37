"""视为同意公开: a co-producing agency let its 15 working days pass; the law answers for it (条例第三十四条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.adapters.working_calendar import Calendars, calendars
from casework.law.acts import Act
from casework.law.consultations import Standing, standing
from casework.law.duties import DutyKind
from casework.law.facts import ConsultationKind
from casework.models.case import Case
from casework.models.deadline import Deadline
from casework.models.event import CaseEvent
from casework.models.facts import opinions_of
from casework.services.case_events import new_event
from casework.services.deadlines import read_clock
from casework.services.recomputing import SYSTEM_NAME, locked, recompute_cases


def presume_consent(*, today: date, now: datetime) -> int:
    """Record every consent that follows from silence by ``today``; return how many letters it answered.

    What the law concludes does not wait for this record: ``law.consultations.standing`` says the
    same without it. The event is for whoever reads the file later.
    """
    silent = Deadline.objects.filter(
        duty=DutyKind.CO_PRODUCER_OPINION, is_open=True, due_on__lt=today, provisional=False
    )
    case_ids = list(silent.order_by("case_id").values_list("case_id", flat=True).distinct())
    by = calendars()
    return sum(_presume(case_id, by, today, now) for case_id in case_ids)


@transaction.atomic
def _presume(case_id: int, by: Calendars, today: date, now: datetime) -> int:
    case = locked(Case.objects.open().filter(pk=case_id)).first()
    if case is None:
        return 0
    opinions = opinions_of(case, read_clock(case, by.of(case.agency_id), today))
    found = [
        item
        for item in case.consultations.all()
        if item.kind == ConsultationKind.CO_PRODUCER
        and item.presumed_on is None
        and item.pk in opinions
        and standing(opinions[item.pk], today) is Standing.PRESUMED
    ]
    events = []
    for item in found:
        item.presumed_on = today
        item.save(update_fields=["presumed_on"])
        event = new_event(
            case=case, act=Act.PRESUME_CONSENT, actor=None, happened_on=opinions[item.pk].due_on or today, now=now,
            note=f"{item.addressee}于{item.delivered_on}收到征求意见函，期满未提出意见，视为同意公开。",
            after={"consultation": str(item)},
        )  # fmt: skip
        event.actor_name = SYSTEM_NAME
        events.append(event)
    CaseEvent.objects.bulk_create(events)
    recompute_cases(case_ids=[case.pk], by=by, today=today)
    return len(found)
