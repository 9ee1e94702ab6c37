"""救济期限 on the page of a case: until when reconsideration and suit are open, counted by hand (law.md 5, C19)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.desk.remedy_line import remedy_line
from casework.law.acts import Act
from casework.queries.case_page import read_case
from casework.services import closing, letter_service
from tests.cast import day, handed_over, replied_case
from tests.services.acts import by, perform
from tests.services.ready_cases import signed_case
from tests.services.test_disputes import again, ended, register

pytestmark = pytest.mark.django_db
BASIS = "行政复议法第二十条、行政诉讼法第四十六条"


def line(cast, case, on="2026-04-01") -> str:
    return remedy_line(read_case(cast.officer_li, case.number, today=day(on)))


def served(cast, code, on="2026-03-31"):
    case = signed_case(cast, code)
    return letter_service.conclude(case_id=case.pk, fact=handed_over(on), **by(cast.officer_li, on))


def test_from_the_signature_sixty_days_and_six_months(cast, on, as_user, read):
    """C19: served 2026-03-31; day 60 is Saturday 05-30, so Monday 06-01; six months end on 09-30."""
    said = f"救济期限：申请行政复议至2026-06-01；提起行政诉讼至2026-09-30（自2026-03-31签收次日起算；{BASIS}）。"
    case = served(cast, "G2")
    assert line(cast, case) == said
    on("2026-04-01")
    assert said in read(as_user(cast.officer_li).get(reverse("desk:case", args=[case.number])))


def test_what_is_withheld_goes_to_reconsideration_first(cast):
    assert "申请行政复议至2026-06-01；复议前置，对复议决定不服的，收到复议决定书之日起15日内起诉" in line(
        cast, served(cast, "N5")
    )


def test_a_posted_reply_counts_from_its_service_until_the_receipt_is_known(cast):
    case = replied_case(cast, "G2", signed="2026-03-30", served="2026-03-31")
    assert "（签收日未登记，暂自2026-03-31送达次日推算" in line(cast, case)
    letter_service.follow_up_service(
        service_id=case.service_records.get().pk, kind="signed", happened_on=day("2026-04-02"), note="签收单",
        **by(cast.officer_li, "2026-04-03"),
    )  # fmt: skip
    # 60 days after 04-02: 28 in April, 31 in May, 06-01; six months: 10-02, in the holiday until 10-07, so 10-08.
    assert "申请行政复议至2026-06-01；提起行政诉讼至2026-10-08（自2026-04-02签收次日起算" in line(cast, case)


def test_past_the_published_calendar_it_is_provisional(cast):
    # C20: six months after 2026-08-31 end on Sunday 2027-02-28.
    case = replied_case(cast, "G2", on="2026-08-17", signed="2026-08-31", served="2026-08-31")
    assert "申请行政复议至2026-10-30；提起行政诉讼至2027-03-01（暂估）" in line(cast, case, "2026-09-01")


def test_nothing_is_open_before_the_service_nor_after_a_withdrawal(cast):
    case = signed_case(cast)
    assert line(cast, case) == ""
    closing.withdraw(case_id=case.pk, statement="不再需要", **by(cast.officer_li, "2026-03-31"))
    assert line(cast, case) == ""


def test_a_decision_made_anew_has_its_own_days_and_a_reconsideration_its_fifteen(cast, on, as_user, read):
    case = replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")
    case = ended(cast, register(cast, case, "2026-03-06"), "2026-03-09", "revoked", redo_ordered=True)
    case = perform(Act.REDO, case, cast.officer_li, "2026-03-10")
    assert line(cast, case) == ""
    again(cast, case, signed="2026-03-30", served="2026-03-31")
    assert "申请行政复议至2026-06-01；提起行政诉讼至2026-09-30" in line(cast, case)
    on("2026-04-01")
    page = read(as_user(cast.officer_li).get(reverse("desk:case", args=[case.number]) + "?tab=disputes"))
    # 15 days after 03-09.
    assert "对复议决定起诉" in page and "至2026-03-24" in page
