"""Open cases around today in every stage, so that every screen of the demo has something to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from casework.adapters.working_calendar import current_calendar
from casework.law.applicants import ApplicantKind
from casework.law.approval_chain import StepKind, StepPlan
from casework.law.calendar import WorkingCalendar
from casework.law.duties import REPLY_WORKING_DAYS
from casework.law.facts import MAX_EXTENSION_WORKING_DAYS
from casework.law.letter_service import ServiceMethod
from casework.law.receipt import Channel
from casework.management.demo import beside, disputes, several, texts
from casework.management.demo.acts import working_days_from
from casework.management.demo.office import Staff
from casework.management.demo.people import applicant
from casework.management.demo.plan import Plan, Stop
from casework.management.demo.story import Story, play
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.notice import Notice
from casework.models.user import Role
from casework.queries.reviews import waiting_for
from casework.services.approval_chains import set_chain
from casework.services.query_codes import query_code

OFFICE_KIND = "approvals"
PREFIX = "demo/open/"
CHAIN = (
    StepPlan(1, "科室审核", StepKind.REVIEW, role=Role.UNIT_HEAD),
    StepPlan(2, "法制审核", StepKind.LEGAL, role=Role.LEGAL_REVIEWER),
    StepPlan(2, "保密审查", StepKind.SECRECY, role=Role.SECRECY_REVIEWER),
    StepPlan(3, "负责人签发", StepKind.SIGN, role=Role.LEADER),
)
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
    # The scene whose applicant asks again, and what is asked where no ready subject will do.
    repeats: str = ""
    content: str = ""


# The scene whose query code the list of accounts shows, one of each kind an applicant can act in.
UNCONFIRMED, AWAITING_SUPPLEMENT = "unconfirmed", "awaiting_supplement"
# Scenes that go on after their story: see ``_after_the_stories``.
SEVERAL_MATTERS, SEVERAL_PARTIES = "several_matters", "several_parties"
DISPUTED, LOST, SUED = "disputed", "lost", "sued"
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
    Scene("sent_back", 15, Stop.IN_REVIEW, told={"reply_after": 12, "sent_back": True, "agreed": 1}, to_unit=True),
    Scene("awaiting_signature", 11, Stop.IN_REVIEW, code="U1", told={"reply_after": 8, "agreed": 3}, to_unit=True),
    Scene(SEVERAL_MATTERS, 8, Stop.ACCEPTED, Channel.COUNTER, content=several.THREE_MATTERS),
    Scene(SEVERAL_PARTIES, 12, Stop.ACCEPTED, kind=_COMMERCIAL, code="P1", content=several.MANY_CONCERNED),
    Scene("signed", 14, Stop.SIGNED, Channel.COUNTER, code="U3", told={"reply_after": 10}, to_unit=True),
    Scene("concluded", 16, Stop.CONCLUDED, Channel.ONLINE, told={"method": ServiceMethod.ELECTRONIC}, to_unit=True),
    Scene("archived", 40, Stop.ARCHIVED, Channel.COUNTER, code="P1", told={"consult": True}, to_unit=True),
    Scene("answered_at_once", 45, Stop.ARCHIVED, Channel.COUNTER, code="G1", told={"on_the_spot": True}),
    Scene("withdrawn", 50, Stop.ARCHIVED, Channel.ONLINE, _COMMERCIAL, code="O3"),
    Scene("lapsed", 60, Stop.ARCHIVED, code="O1"),
    Scene("asked_again", 2, Stop.ACCEPTED, Channel.ONLINE, repeats="concluded"),
    Scene(DISPUTED, 55, Stop.ARCHIVED, code="N6", to_unit=True),
    Scene(LOST, 110, Stop.ARCHIVED, Channel.COUNTER, code="N5", to_unit=True),
    Scene(SUED, 120, Stop.ARCHIVED, code="U1"),
)


@transaction.atomic
def load(staff: Staff, *, today: date, now: datetime) -> int:
    """Build the open cases as they stand on ``today``; return how many, 0 when they are there."""
    if CaseEvent.objects.filter(case__agency=staff.agency, key=_key(SCENES[0])).exists():
        return 0
    if staff.reviewers:
        set_chain(steps=CHAIN, actor=staff.leader)
    calendar = current_calendar()
    plans = [_plan(scene, calendar, today) for scene in SCENES]
    play(Story(staff, calendar, plan).telling() for plan in plans)
    _after_the_stories(staff, calendar, today, now)
    _leave_unread_what_waits(staff, today, now)
    return len(plans)


def _after_the_stories(staff: Staff, calendar: WorkingCalendar, today: date, now: datetime) -> None:
    made = CaseEvent.objects.filter(case__agency=staff.agency, key__in=map(_key, SCENES)).select_related("case")
    cases = {event.key.removeprefix(PREFIX): event.case for event in made}
    desk = several.Desk(staff, calendar, today, now)
    several.matters(desk, cases[SEVERAL_MATTERS])
    several.consultations_side_by_side(desk, cases[SEVERAL_PARTIES])
    disputes.load(desk, open_case=cases[DISPUTED], lost=cases[LOST], sued=cases[SUED])
    beside.load(desk, cases)


def _leave_unread_what_waits(staff: Staff, today: date, now: datetime) -> None:
    """Applicants of the demo have no mailbox; unread is only what came in today and what waits for somebody's word."""
    shown = Case.objects.filter(events__key=_key(SCENES[0]))
    unread = Notice.objects.filter(recipient__agency=staff.agency, read_at__isnull=True)
    kept = [notice.pk for notice in unread.filter(recipient=staff.clerk, case__in=shown)]
    for person in (*staff.reviewers, staff.leader):
        waiting = Case.objects.filter(waiting_for(person, today))
        kept += [notice.pk for notice in unread.filter(recipient=person, case__in=waiting)]
    unread.exclude(pk__in=kept).update(read_at=now)


def progress_pages() -> list[tuple[str, str]]:
    """Return (case number, query code) of the demo cases that an applicant can look up and act in."""
    found = []
    for scene in SCENES:
        if scene.name in (UNCONFIRMED, AWAITING_SUPPLEMENT):
            number = Case.objects.filter(events__key=_key(scene)).values_list("number", flat=True)
            found += [(text, query_code(_key(scene))) for text in number]
    return found


def _plan(scene: Scene, calendar: WorkingCalendar, today: date) -> Plan:
    day = _arrival(scene, calendar, today)
    number = _number(scene.repeats or scene.name)
    first = SCENES[number]
    return Plan(
        key=_key(scene),
        channel=scene.channel,
        applicant=applicant(first.kind, 500 + number, day),
        content=scene.content or texts.content(OFFICE_KIND, first.code, number),
        code=scene.code,
        arrives_on=day,
        stop=scene.stop,
        to_unit=scene.to_unit,
        **scene.told,
    )


def _number(name: str) -> int:
    return next(number for number, scene in enumerate(SCENES) if scene.name == name)


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
