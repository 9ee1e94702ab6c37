"""Open cases around today in every stage, so that every screen of the demo has something to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from casework.adapters.working_calendar import current_calendar
from casework.law.applicants import ApplicantKind
from casework.law.calendar import WorkingCalendar
from casework.law.duties import REPLY_WORKING_DAYS
from casework.law.facts import MAX_EXTENSION_WORKING_DAYS
from casework.law.letter_service import ServiceMethod
from casework.law.receipt import Channel
from casework.law.stages import Stage
from casework.management.demo import texts
from casework.management.demo.acts import working_days_from
from casework.management.demo.office import Staff
from casework.management.demo.people import applicant
from casework.management.demo.plan import Plan, Stop
from casework.management.demo.story import Story, play
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.notice import Notice
from casework.services.register import query_code

OFFICE_KIND = "approvals"
PREFIX = "demo/open/"
_NATURAL, _COMMERCIAL = ApplicantKind.NATURAL, ApplicantKind.COMMERCIAL


@dataclass(frozen=True, slots=True)
class Scene:
    """One open case: where it stands, and when it came in.

    ``days_ago`` counts working days back from the last working day; a scene about a deadline says
    instead in how many working days its reply is due (``due_in``).
    """

    name: str
    days_ago: int | None
    stop: Stop
    channel: Channel = Channel.REGISTERED_MAIL
    kind: ApplicantKind = _NATURAL
    code: str = "G2"
    told: dict[str, Any] = field(default_factory=dict)
    due_in: int = 0
    to_unit: bool = False


# The scene whose query code the list of accounts shows, one of each kind an applicant can act in.
UNCONFIRMED, AWAITING_SUPPLEMENT = "unconfirmed", "awaiting_supplement"
SCENES = (
    Scene(UNCONFIRMED, 0, Stop.ARRIVED, Channel.ONLINE),
    Scene("unconfirmed_letter", 2, Stop.ARRIVED, Channel.ORDINARY_MAIL),
    Scene("registered", 1, Stop.ARRIVED, Channel.COUNTER, _COMMERCIAL),
    Scene("identity_incomplete", 3, Stop.IDENTITY_INCOMPLETE, Channel.EMAIL),
    Scene("fresh", 4, Stop.ACCEPTED, Channel.ONLINE, to_unit=True),
    Scene("half_way", 10, Stop.ACCEPTED, Channel.COUNTER, code="U1", to_unit=True),
    Scene("near_due", None, Stop.ACCEPTED, code="N5", due_in=2),
    Scene("due_now", None, Stop.ACCEPTED, Channel.ONLINE, _COMMERCIAL),
    Scene("overdue", REPLY_WORKING_DAYS + 3, Stop.ACCEPTED, code="U2"),
    Scene(AWAITING_SUPPLEMENT, 6, Stop.SUPPLEMENT_ASKED, Channel.ONLINE, told={"supplement": True}),
    Scene("supplement_unanswered", 22, Stop.SUPPLEMENT_ASKED, code="O1"),
    Scene("awaiting_reasons", 5, Stop.REASONS_ASKED, Channel.COUNTER, code="X4"),
    Scene("awaiting_fee", 9, Stop.FEE_ASKED, kind=_COMMERCIAL, code="O2"),
    Scene("supplemented", 13, Stop.ACCEPTED, told={"supplement": True}, to_unit=True),
    Scene("consulting", 9, Stop.CONSULTED, Channel.COUNTER, code="P1", told={"consult": True}),
    Scene("extended", 24, Stop.EXTENDED, kind=_COMMERCIAL, told={"extension_days": 10, "reply_after": 12}),
    Scene(
        "next_year",
        6,
        Stop.EXTENDED,
        Channel.ONLINE,
        told={"extension_days": MAX_EXTENSION_WORKING_DAYS, "reply_after": 3},
    ),
    Scene("in_review", 12, Stop.IN_REVIEW, Channel.EMAIL, code="N6", told={"reply_after": 9}, to_unit=True),
    Scene("sent_back", 15, Stop.IN_REVIEW, told={"reply_after": 12, "sent_back": True}, to_unit=True),
    Scene("signed", 14, Stop.SIGNED, Channel.COUNTER, code="U3", told={"reply_after": 10}, to_unit=True),
    Scene("concluded", 16, Stop.CONCLUDED, Channel.ONLINE, told={"method": ServiceMethod.ELECTRONIC}, to_unit=True),
    Scene("archived", 40, Stop.ARCHIVED, Channel.COUNTER, code="P1", told={"consult": True}, to_unit=True),
    Scene("answered_at_once", 45, Stop.ARCHIVED, Channel.COUNTER, code="G1", told={"on_the_spot": True}),
    Scene("withdrawn", 50, Stop.ARCHIVED, Channel.ONLINE, _COMMERCIAL, code="O3"),
    Scene("lapsed", 60, Stop.ARCHIVED, code="O1"),
)


@transaction.atomic
def load(staff: Staff, *, today: date, now: datetime) -> int:
    """Build the open cases as they stand on ``today``; return how many, 0 when they are there."""
    if CaseEvent.objects.filter(case__agency=staff.agency, key=_key(SCENES[0])).exists():
        return 0
    calendar = current_calendar()
    plans = [_plan(scene, number, calendar, today) for number, scene in enumerate(SCENES)]
    play(Story(staff, calendar, plan).telling() for plan in plans)
    # Applicants of the demo have no mailbox; unread is only what came in today and what waits for a signature.
    shown = Case.objects.filter(events__key=_key(SCENES[0]))
    unread = Notice.objects.filter(recipient__agency=staff.agency, read_at__isnull=True)
    waiting = unread.filter(recipient=staff.leader, case__stage=Stage.IN_REVIEW)
    kept = [notice.pk for rows in (unread.filter(recipient=staff.clerk, case__in=shown), waiting) for notice in rows]
    unread.exclude(pk__in=kept).update(read_at=now)
    return len(plans)


def progress_pages() -> list[tuple[str, str]]:
    """Return (case number, query code) of the demo cases that an applicant can look up and act in."""
    found = []
    for scene in SCENES:
        if scene.name in (UNCONFIRMED, AWAITING_SUPPLEMENT):
            number = Case.objects.filter(events__key=_key(scene)).values_list("number", flat=True)
            found += [(text, query_code(_key(scene))) for text in number]
    return found


def _plan(scene: Scene, number: int, calendar: WorkingCalendar, today: date) -> Plan:
    day = _arrival(scene, calendar, today)
    return Plan(
        key=_key(scene),
        channel=scene.channel,
        applicant=applicant(scene.kind, 500 + number, day),
        content=texts.content(OFFICE_KIND, scene.code, number),
        code=scene.code,
        arrives_on=day,
        stop=scene.stop,
        to_unit=scene.to_unit,
        **scene.told,
    )


def _arrival(scene: Scene, calendar: WorkingCalendar, today: date) -> date:
    if scene.days_ago is None:
        # On a day off what is due next counts as due today.
        coming = working_days_from(calendar, today - timedelta(days=1), 1)
        return working_days_from(calendar, coming, scene.due_in - REPLY_WORKING_DAYS)
    if scene.days_ago == 0 and scene.channel is Channel.ONLINE:
        return today
    latest = working_days_from(calendar, today + timedelta(days=1), -1)
    return working_days_from(calendar, latest, -scene.days_ago)


def _key(scene: Scene) -> str:
    return f"{PREFIX}{scene.name}"
