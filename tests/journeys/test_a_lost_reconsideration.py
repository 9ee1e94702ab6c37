"""A refusal is lost in reconsideration, decided anew to the end, and stands once in table 三 and once in table 四."""

from __future__ import annotations

import pytest

from casework.law.annual_table import failures
from casework.law.disputes import DisputeKind, Group
from casework.queries.annual_table import year_table
from casework.queries.annual_year import annual_year
from casework.queries.disputes import Wanted, disputes
from casework.services import closing
from casework.services import disputes as services
from casework.services.annual_figures import enter_figures
from casework.services.annual_freezing import freeze_year
from tests.cast import day, noon, replied_case
from tests.services.acts import by
from tests.services.test_disputes import again, ended, register

pytestmark = pytest.mark.django_db


def four(cast, year):
    """Table 四 of a year: the cells that are not 0."""
    figures = annual_year(cast.bureau, year).figures
    return {
        key.removeprefix("four-"): int(value) for key, value in figures.items() if key.startswith("four-") and value
    }


def test_redone_to_the_end_over_the_turn_of_the_year(cast):
    # Refused in 2025, the papers come in 2025, the decision in 2026.
    case = replied_case(cast, "N5", on="2025-12-01", signed="2025-12-10", served="2025-12-11")
    case = register(cast, case, "2025-12-22", procedure="simplified")
    assert four(cast, 2025) == {"review-pending": 1, "review-total": 1}
    case = ended(cast, case, "2026-01-19", "revoked", redo_ordered=True)
    # Reported twice, because the form has no carry-in: pending in 2025, corrected in 2026.
    assert four(cast, 2025) == {"review-pending": 1, "review-total": 1}
    assert four(cast, 2026) == {"review-corrected": 1, "review-total": 1}
    case = services.redo(case_id=case.pk, **by(cast.officer_li, "2026-01-20"))
    case = again(cast, case, signed="2026-02-02", served="2026-02-03")
    # Table 三: the refusal of 2025 and nothing else; the new reply is no new request and no second result.
    three = year_table(cast.bureau, 2025).cells
    assert (three["new"]["natural"], three["denied_internal"]["natural"], three["results_total"]["total"]) == (1, 1, 1)
    assert three["carried_out"]["total"] == 0
    assert {row: line["total"] for row, line in year_table(cast.bureau, 2026).cells.items() if line["total"]} == {}
    assert failures(year_table(cast.bureau, 2025).checks) == []
    case = closing.archive(case_id=case.pk, archive_number="", **by(cast.officer_li, "2026-02-04"))
    assert (case.stage, case.retention_years, case.appraise_on) == ("archived", 30, day("2057-01-01"))
    assert case.archive_number == "某审公档〔2026〕1号"
    listed = disputes(cast.officer_li, Wanted(year=2026, group="review", column=Group.CORRECTED))
    assert [item.case for item in listed] == [case]
    assert not disputes(cast.officer_wang, Wanted()).exists()


def test_what_was_typed_in_stays_and_the_difference_is_shown(cast):
    case = replied_case(cast, "N5", on="2026-03-02", signed="2026-03-04", served="2026-03-05")
    at = {"agency": cast.bureau, "year": 2026, "actor": cast.officer_li, "today": day("2027-01-05")}
    # Nobody registered a dispute yet: the cells are a person's to fill in.
    assert annual_year(cast.bureau, 2026).computed == {} == four(cast, 2026)
    register(cast, case, kind=DisputeKind.FIRST_INSTANCE)
    assert four(cast, 2026) == {"suit_direct-pending": 1, "suit_direct-total": 1}
    enter_figures(
        typed={"four-suit_direct-total": "3", "four-suit_direct-pending": "1"}, seen=0, now=noon("2027-01-05"), **at
    )
    report = annual_year(cast.bureau, 2026)
    assert four(cast, 2026)["suit_direct-total"] == 3
    failed = {check.identity: check.sentence for check in failures(report.checks)}
    assert failed["C12"] == "表四 未经复议直接起诉 总计：填报3，按登记的案件计算1，相差2"
    assert "C5" in failed
    # What is frozen is what was shown.
    freeze_year(agency=cast.bureau, year=2026, actor=cast.head_chen, today=day("2027-01-05"), now=noon("2027-01-05"))
    frozen = annual_year(cast.bureau, 2026)
    assert (frozen.figures["four-suit_direct-total"], frozen.figures["four-review-total"]) == (3, 0)
    ended(cast, case, "2027-01-08", "claim_dismissed")
    assert annual_year(cast.bureau, 2026).figures["four-suit_direct-pending"] == 1
    assert four(cast, 2027) == {"suit_direct-maintained": 1, "suit_direct-total": 1}


def test_only_the_last_instance_counts_where_the_agency_says_so(cast):
    case = replied_case(cast, "N5", on="2026-03-02", signed="2026-03-04", served="2026-03-05")
    case = ended(cast, register(cast, case, kind="first_instance"), "2026-04-01", "claim_dismissed")
    register(cast, case, "2026-04-20", kind="second_instance", preceded_by=case.disputes.get().pk)
    assert four(cast, 2026) == {"suit_direct-maintained": 1, "suit_direct-pending": 1, "suit_direct-total": 2}
    cast.bureau.policy = {"dispute_instances": "last"}
    cast.bureau.save()
    assert four(cast, 2026) == {"suit_direct-pending": 1, "suit_direct-total": 1}
