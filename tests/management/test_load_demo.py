"""The demo: who can sign in, cases in every stage around today, and a second start that keeps all."""

from __future__ import annotations

from collections import Counter
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
from casework.law.annual_formats import FORMAT_2019
from casework.law.duties import DutyState
from casework.law.stages import Stage
from casework.models import Agency, Case, CaseEvent, Notice, Role, User
from casework.models.letter import CaseLetter
from casework.models.office_matter import Assistance, Complaint, Rectification
from casework.models.user import REVIEWING_ROLES
from casework.queries.annual_table import cases_in_cell, year_table
from casework.queries.dead_letters import dead_letters_of
from casework.queries.reviews import waiting_for
from casework.queries.similar_requests import own_similar_requests
from casework.services.deadlines import read_clock
from casework.services.query_codes import query_code_matches
from tests.cast import make_cast, noon
from tests.journeys.test_published_reports import comes_out_as_published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SATURDAY = "2026-11-21"
BUREAU = "淄博市行政审批服务局"
# Typed by hand from the published report's third part, not read from the product; other lines are 0.
ZHANGDIAN_2020 = {
    "new": [108, 15, 8, 0, 0, 0, 131],
    "granted": [34, 15, 8, 0, 0, 0, 57],
    "denied_internal": [13, 0, 0, 0, 0, 0, 13],
    "denied_process": [10, 0, 0, 0, 0, 0, 10],
    "unable_not_held": [3, 0, 0, 0, 0, 0, 3],
    "unable_need_creation": [5, 0, 0, 0, 0, 0, 5],
    "other": [43, 0, 0, 0, 0, 0, 43],
    "results_total": [108, 15, 8, 0, 0, 0, 131],
}


def run(**options):
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Load the demo once for this file, on a Saturday; what a test does to it goes with the test, the demo at the end.

    Returns what the command said.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make_cast()
        with time_machine.travel(noon(SATURDAY), tick=False):
            yield run()
        transaction.set_rollback(True)


@pytest.fixture
def demo(told):
    return Agency.objects.get(name=BUREAU)


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


def test_the_largest_published_year_comes_out_cell_for_cell(told):
    assert "张店区-2020：131件" in told
    comes_out_as_published("张店区-2020", "张店区人民政府", 2020, FORMAT_2019, ZHANGDIAN_2020)
    agency = Agency.objects.get(name="张店区人民政府")
    channels_are_in_the_published_shares(agency)
    # "政府层面22件（有效答复1件，撤回21件）"
    assert cases_in_cell(agency, 2020, "other", "total").filter(decision_code="O3").count() == 21


def channels_are_in_the_published_shares(agency):
    """网络平台19%、信函51%、当面16%、电子邮件14% of 131, to the whole per cent."""
    came_by = Counter(agency.cases.values_list("channel", flat=True))
    letters = came_by["registered_mail"] + came_by["ordinary_mail"]
    numbers = [came_by["online"], letters, came_by["counter"], came_by["email"]]
    assert sum(numbers) == 131
    assert [round(100 * number / 131) for number in numbers] == [19, 51, 16, 14]


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
def test_the_open_cases_can_be_told_on_any_day(demo, monkeypatch, today):
    """New Year past the published calendar, the Spring Festival, the last day of the long holiday."""
    from casework.management.demo import office, open_cases

    data = office.AgencyData("别的示例局", "例", "示例路1号", "0533-0000000", "9")
    day = date.fromisoformat(today)
    # The keys of the scenes are unique, so this second telling takes the first ones' place.
    monkeypatch.setattr(open_cases, "PREFIX", f"demo/{today}/")
    staff = office.staff_of(data)
    assert open_cases.load(staff, today=day, now=noon(today)) == len(open_cases.SCENES)
    assert set(staff.agency.cases.values_list("stage", flat=True)) == set(Stage)
    assert max(staff.agency.cases.values_list("events__happened_on", flat=True)) <= day
