"""The demo: who can sign in, cases in every stage around today, and a second start that keeps all."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.law.acts import Act
from casework.law.duties import DutyState
from casework.law.stages import Stage
from casework.models import Agency, Case, CaseEvent, Notice, Role, User
from casework.models.letter import CaseLetter
from casework.models.office_matter import Assistance, Complaint, Rectification
from casework.models.user import REVIEWING_ROLES
from casework.queries.annual_table import year_table
from casework.queries.dead_letters import dead_letters_of
from casework.queries.reviews import waiting_for
from casework.queries.similar_requests import own_similar_requests
from casework.services.deadlines import read_clock
from casework.services.register import query_code_matches
from tests.cast import make_cast, noon

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SATURDAY = "2026-11-21"
BUREAU = "淄博市行政审批服务局"


def run(**options):
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Load the demo once for this file, on a Saturday; take it away again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_cast()
        with time_machine.travel(noon(SATURDAY), tick=False):
            run()
            yield Agency.objects.get(name=BUREAU)
        transaction.set_rollback(True)


@pytest.fixture
def standing(demo):
    """Return the open cases of the bureau by the scene that made them."""
    made = CaseEvent.objects.filter(key__startswith="demo/open/").select_related("case__agency")
    return {event.key.removeprefix("demo/open/"): event.case for event in made}


def reading(case):
    from casework.adapters.working_calendar import current_calendar

    return read_clock(case, current_calendar(), date.fromisoformat(SATURDAY))


def test_there_is_a_case_in_every_stage(demo):
    assert set(demo.cases.values_list("stage", flat=True)) == set(Stage)


def test_deadlines_around_today(standing):
    # On Saturday what is due on Monday the 23rd is the nearest; Wednesday the 25th is two days on.
    assert standing["due_now"].reply_due_on == date(2026, 11, 23)
    assert standing["near_due"].reply_due_on == date(2026, 11, 25)
    assert reading(standing["overdue"]).reply.state is DutyState.OVERDUE
    # 23 working days back from Friday the 20th is Tuesday, 20 October; its 20th day was 17 November.
    assert standing["overdue"].received_on == date(2026, 10, 20)
    assert standing["overdue"].reply_due_on == date(2026, 11, 17)
    assert set(Case.objects.overdue(today=date(2026, 11, 21))) == {standing["overdue"]}


def test_stopped_extended_and_running_into_next_year(standing):
    assert reading(standing["consulting"]).reply.state is DutyState.SUSPENDED
    assert (standing["awaiting_supplement"].stage, standing["awaiting_supplement"].reply_due_on) == (
        Stage.SUPPLEMENTING, None,
    )  # fmt: skip
    assert reading(standing["extended"]).reply.of == 30
    next_year = standing["next_year"]
    assert next_year.received_on == date(2026, 11, 12)
    assert (next_year.reply_provisional, next_year.reply_due_on.year) == (True, 2027)


def test_what_is_not_confirmed_yet(standing):
    letter, online = standing["unconfirmed_letter"], standing["unconfirmed"]
    assert (letter.channel, letter.stage, letter.received_on) == ("ordinary_mail", Stage.REGISTERED, None)
    assert (online.channel, online.stage, online.received_on) == ("online", Stage.SUBMITTED, date(2026, 11, 21))
    unread = Notice.objects.filter(recipient__agency=online.agency, read_at__isnull=True)
    unread = unread.exclude(recipient__role__in=REVIEWING_ROLES)
    assert [notice.case for notice in unread] == [online]


def test_everybody_in_the_chain_has_a_case_waiting_and_is_told_of_nothing_else(demo, standing):
    waits_for = {
        "unit_head": {standing["in_review"]},
        "legal_reviewer": {standing["sent_back"]},
        "secrecy_reviewer": {standing["sent_back"]},
        "leader": {standing["awaiting_signature"]},
    }
    for name, cases in waits_for.items():
        person = User.objects.get(username=name)
        assert set(Case.objects.filter(waiting_for(person, date.fromisoformat(SATURDAY)))) == cases
        assert {notice.case for notice in Notice.objects.filter(recipient=person, read_at__isnull=True)} == cases


def test_there_is_something_on_every_page_beside_the_cases(demo, standing):
    matters = standing["several_matters"].matters.all()
    assert [matter.decision_code for matter in matters] == ["U1", "G2", ""]
    third_parties = standing["several_parties"].consultations.filter(kind="third_party")
    assert [item.opinion for item in third_parties] == ["partly", "agree", ""]
    assert [dispute.result for dispute in demo.disputes.order_by("pk")] == ["", "revoked", "claim_dismissed"]
    for register in (Rectification, Assistance, Complaint):
        rows = register.objects.filter(agency=demo)
        assert {row.is_open for row in rows} == {True, False}
    clerk = User.objects.get(username="clerk")
    again = standing["asked_again"]
    earlier = own_similar_requests(clerk, again.applicants.get().name, again.content, before=again)
    assert (earlier[0].case, earlier[0].is_repeat) == (standing["concluded"], True)
    letters = CaseLetter.objects.filter(case__agency=demo)
    assert letters.filter(voided_on__isnull=False, number__isnull=False).count() == 1
    assert letters.filter(voided_on__isnull=True, number__isnull=False).exists()
    assert {notice.last_error for notice in dead_letters_of(demo)} == {
        "收件人没有电子邮箱地址", "对方没有应答，连接超时",
    }  # fmt: skip
    urgings = standing["overdue"].urgings.all() | standing["extended"].urgings.all()
    assert {bool(row.answer) for row in urgings} == {True, False}


def test_the_three_published_years_are_there(demo):
    for name, year, number in ((BUREAU, 2023, 7), ("张店区人民政府", 2020, 131), ("淄博高新区行政审批服务局", 2022, 2)):
        agency = Agency.objects.get(name=name)
        assert year_table(agency, year).cells["new"]["total"] == number
        assert agency.parent.name == "淄博市人民政府"


def test_the_printed_accounts_open_the_desk_for_every_role(demo):
    lines = [line.split() for line in run(accounts=True).splitlines() if "·" in line]
    asked = RequestFactory().post(reverse("desk:login"))
    people = {line[0]: authenticate(asked, username=line[0], password=line[1]) for line in lines}
    assert None not in people.values()
    assert {person.role for person in people.values()} == set(Role) - {Role.NONE}
    assert people["supervisor"].agency.name == "淄博市人民政府"
    # Every demo agency has a clerk, a handler and a leader of its own.
    for agency in Agency.objects.filter(name__in=[BUREAU, "张店区人民政府", "淄博高新区行政审批服务局"]):
        roles = {person.role for person in people.values() if person.agency == agency}
        assert {Role.CLERK, Role.HANDLER, Role.LEADER} <= roles
    client = Client()
    client.force_login(people["clerk"])
    assert client.get(reverse("desk:annual_table", args=[2023])).status_code == 200


def test_the_passwords_are_of_this_installation_only(demo, settings):
    here = run(accounts=True)
    settings.SECRET_KEY = "another installation"
    assert [line for line in run(accounts=True).splitlines() if "·" in line] == []
    assert "clerk" in here


def test_the_printed_query_codes_open_the_progress_page(demo, standing):
    lines = [line.split() for line in run(accounts=True).splitlines() if "查询码" in line]
    codes = {line[2]: line[4] for line in lines}
    wanted = [standing["unconfirmed"], standing["awaiting_supplement"]]
    assert set(codes) == {case.number for case in wanted}
    assert all(query_code_matches(case, codes[case.number]) for case in wanted)


def test_the_work_is_told_act_by_act(standing):
    acts = list(standing["sent_back"].events.values_list("act", flat=True))
    assert acts == [
        Act.REGISTER, Act.CHECK_IDENTITY, Act.ACCEPT, Act.ASSIGN, Act.SUBMIT_FOR_REVIEW, Act.SEND_BACK,
        Act.SUBMIT_FOR_REVIEW, Act.REVIEW,
    ]  # fmt: skip


def test_a_second_start_keeps_everything_as_it_is(demo):
    clerk = User.objects.get(username="clerk")
    clerk.set_password("chosen by the office itself")
    clerk.save()
    before = (Case.objects.count(), CaseEvent.objects.count(), User.objects.count(), Agency.objects.count())
    assert run().count("此前已载入") == 4
    assert (Case.objects.count(), CaseEvent.objects.count(), User.objects.count(), Agency.objects.count()) == before
    clerk.refresh_from_db()
    assert clerk.check_password("chosen by the office itself")


@pytest.mark.parametrize("today", ["2027-01-02", "2026-02-17", "2025-10-08"])
def test_the_open_cases_can_be_told_on_any_day(demo, today):
    """New Year past the published calendar, the Spring Festival, the last day of the long holiday."""
    from casework.management.demo import office, open_cases

    data = office.AgencyData("别的示例局", "例", "示例路1号", "0533-0000000", "9")
    day = date.fromisoformat(today)
    with transaction.atomic():
        # The keys of the scenes are unique, so this second telling takes the first ones' place.
        open_cases.PREFIX, kept = f"demo/{today}/", open_cases.PREFIX
        try:
            staff = office.staff_of(data)
            assert open_cases.load(staff, today=day, now=noon(today)) == len(open_cases.SCENES)
        finally:
            open_cases.PREFIX = kept
        assert set(staff.agency.cases.values_list("stage", flat=True)) == set(Stage)
        assert max(staff.agency.cases.values_list("events__happened_on", flat=True)) <= day
        transaction.set_rollback(True)
