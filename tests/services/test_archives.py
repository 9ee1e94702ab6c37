"""归档 and 到期鉴定: how long, under which number, and nothing deletes itself."""

from __future__ import annotations

import pytest

from casework.law.archives import PERMANENT, require_period, retention_of, retention_words
from casework.models import ArchiveAppraisal, Case, OfficeDuty
from casework.services import closing
from casework.services.archives import appraise_archive, due_archives
from casework.services.office_sweep import sweep_offices
from tests.cast import day, noon, replied_case
from tests.services.acts import at, by
from tests.services.test_disputes import register
from tests.services.watching import refused

pytestmark = pytest.mark.django_db


def filed(cast, years=None, code="G2"):
    case = replied_case(cast, code, signed="2026-03-04", served="2026-03-05")
    return closing.archive(
        case_id=case.pk, archive_number="", retention_years=years, **by(cast.officer_li, "2026-03-06")
    )


@pytest.mark.parametrize(
    ("years", "disputed", "kept", "appraise_on"),
    [
        (10, False, 10, "2037-01-01"), (30, False, 30, "2057-01-01"), (PERMANENT, False, PERMANENT, None),
        (10, True, 30, "2057-01-01"), (PERMANENT, True, PERMANENT, None),
    ],
)  # fmt: skip
def test_the_years_count_from_the_january_after(years, disputed, kept, appraise_on):
    found = retention_of(years, disputed=disputed, archived_on=day("2026-03-06"))
    assert (found.years, found.appraise_on) == (kept, appraise_on and day(appraise_on))


def test_only_three_periods_exist_and_each_has_a_name(cast):
    assert [retention_words(years) for years in (10, 30, PERMANENT)] == ["10年", "30年", "永久"]
    assert require_period(10) == 10
    case = replied_case(cast, "G2", signed="2026-03-04", served="2026-03-05")
    with refused("retention_unknown", "10年、30年、永久"):
        closing.archive(case_id=case.pk, archive_number="", retention_years=5, **by(cast.officer_li, "2026-03-06"))


def test_numbers_follow_one_another_and_a_dispute_keeps_a_filed_case_longer(cast):
    first, second = filed(cast, 10), filed(cast, 10)
    assert [first.archive_number, second.archive_number] == ["某审公档〔2026〕1号", "某审公档〔2026〕2号"]
    assert (first.retention_years, first.appraise_on) == (10, day("2037-01-01"))
    case = register(cast, first)
    assert (case.retention_years, case.appraise_on) == (30, day("2057-01-01"))


def test_what_is_due_is_listed_announced_and_appraised_by_a_person(cast):
    case = filed(cast, 10)
    assert not due_archives(cast.bureau, day("2036-12-31")).exists()
    assert list(due_archives(cast.bureau, day("2037-01-01"))) == [case]
    given = {"case_id": case.pk, "verdict": "extend", "note": "仍有查考价值"}
    with refused("archive_not_due", "2037-01-01"):
        appraise_archive(**given, **at(cast.officer_li, "2036-12-31"))
    # The stored day is moved instead of the clock: no calendar reaches 2037.
    Case.objects.filter(pk=case.pk).update(appraise_on=day("2026-04-01"))
    sweep_offices(today=day("2026-04-01"), now=noon("2026-04-01"))
    duty = OfficeDuty.objects.get(duty="archive_appraisal")
    assert (duty.title, duty.due_on) == ("1卷档案保管期满，等待鉴定", day("2026-06-30"))
    with refused("archive_verdict_unknown", field="verdict"):
        appraise_archive(**(given | {"verdict": "burn"}), **at(cast.officer_li, "2026-04-02"))
    with refused("archive_verdict_without_reasons", field="note"):
        appraise_archive(**(given | {"note": " "}), **at(cast.officer_li, "2026-04-02"))
    with refused("archive_not_found"):
        appraise_archive(**given, **at(cast.officer_wang, "2026-04-02"))
    row = appraise_archive(**given, **at(cast.officer_li, "2026-04-02"))
    case.refresh_from_db()
    assert (row.next_on, case.appraise_on, case.retention_years) == (day("2037-01-01"), day("2037-01-01"), 20)
    duty.refresh_from_db()
    assert duty.met_on == day("2026-04-02")


@pytest.mark.parametrize(("verdict", "years"), [("destroy", 10), ("for_ever", PERMANENT)])
def test_even_what_is_to_be_destroyed_stays_where_it_is(cast, verdict, years):
    case = filed(cast, 10)
    Case.objects.filter(pk=case.pk).update(appraise_on=day("2026-04-01"))
    appraise_archive(case_id=case.pk, verdict=verdict, note="鉴定小组意见", **at(cast.head_chen, "2026-04-01"))
    case.refresh_from_db()
    assert (case.stage, case.retention_years, case.appraise_on) == ("archived", years, None)
    assert case.replies.count() == 1 and ArchiveAppraisal.objects.count() == 1
