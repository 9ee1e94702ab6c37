"""Figures, opening balance, freezes and findings: who may, what is refused, and that nothing is ever lost."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import pytest
from django.db import transaction

from casework.law.annual_findings import fingerprint
from casework.law.annual_table import failures
from casework.law.errors import Refused
from casework.models import AnnualFigure, AnnualFreeze, Case, FindingVerdict, OpeningBalance, RecordIsPermanent
from casework.queries.annual_records import figure_history, figures_of, freezes_of, last_pk
from casework.queries.annual_year import annual_year, differences_since
from casework.services.annual_figures import enter_figures
from casework.services.annual_findings import judge_finding
from casework.services.annual_freezing import freeze_year, text_to_freeze, unfreeze_year
from casework.services.annual_opening import enter_opening, unlock_opening
from tests.cast import day, noon, register_case, replied_case

pytestmark = pytest.mark.django_db
LATER = {"today": day("2027-01-05"), "now": noon("2027-01-05")}
NOW = {"now": noon("2027-01-06")}
OPENING = {"natural": "2", "commercial": "0", "research": "0", "social": "0", "legal": "1", "other_org": "0"}


def entered(cast, typed, *, actor=None, seen=None, year=2026, **at):
    if seen is None:
        seen = last_pk(figure_history(cast.bureau, year))
    return enter_figures(
        agency=cast.bureau, year=year, typed=typed, seen=seen, actor=actor or cast.officer_li, **(LATER | at)
    )


def frozen(cast, **more):
    return freeze_year(agency=cast.bureau, year=2026, actor=cast.head_chen, **(LATER | more))


def refusal_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value.code


def test_every_change_of_a_figure_is_kept_with_who_and_when(cast):
    assert entered(cast, {"two-rules-1": "3", "two-fee-1": "59237.2449", "two-license-1": ""}) == 2
    assert (
        entered(cast, {"two-rules-1": "4", "two-fee-1": "59237.2449"}, actor=cast.head_chen, now=noon("2027-01-07"))
        == 1
    )
    assert figures_of(cast.bureau, 2026) == {"two-rules-1": Decimal(4), "two-fee-1": Decimal("59237.2449")}
    history = [
        (row.slot, row.old, row.new, row.actor_name, row.recorded_at) for row in figure_history(cast.bureau, 2026)
    ]
    assert history[0] == ("two-rules-1", Decimal(3), Decimal(4), "陈主任", noon("2027-01-07"))
    assert len(history) == 3
    # A cell emptied again is blank, not 0.
    entered(cast, {"two-rules-1": ""})
    assert figures_of(cast.bureau, 2026)["two-rules-1"] is None


def test_the_same_form_twice_changes_nothing_and_a_stale_form_is_refused(cast):
    assert entered(cast, {"two-rules-1": "3"}, seen=0) == 1
    assert entered(cast, {"two-rules-1": "3"}, seen=0) == 0
    assert refusal_of(entered, cast, {"two-rules-1": "5"}, seen=0) == "figures_changed_meanwhile"
    assert AnnualFigure.objects.count() == 1


def test_one_wrong_cell_keeps_all_from_being_stored(cast):
    assert refusal_of(entered, cast, {"two-rules-1": "3", "four-review-total": "-1"}) == "figure_invalid"
    assert not AnnualFigure.objects.exists()


def test_who_enters_figures_and_for_when(cast):
    for actor in (cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        assert refusal_of(entered, cast, {"two-rules-1": "3"}, actor=actor) == "role_not_allowed"
    assert refusal_of(entered, cast, {"two-rules-1": "3"}, actor=cast.officer_wang) == "foreign_agency"
    assert refusal_of(entered, cast, {"two-rules-1": "3"}, year=2028) == "annual_year_future"
    assert refusal_of(entered, cast, {"two-rules-1": "3"}, year=2018) == "annual_year_unknown"
    assert refusal_of(entered, cast, {"two-rules-1": "3"}, seen=0, today=day("2025-05-05")) == "annual_year_future"


def test_the_opening_balance_is_the_carry_in_of_its_year_and_of_no_other(cast):
    register_case(cast, "2025-12-30")
    at = {"agency": cast.bureau, "actor": cast.officer_li, **LATER}
    enter_opening(year=2026, typed=OPENING, key="a", **at)
    found = annual_year(cast.bureau, 2026)
    assert found.cells["carried_in"] == {
        "natural": 2,
        "commercial": 0,
        "research": 0,
        "social": 0,
        "legal": 1,
        "other_org": 0,
        "total": 3,
    }
    assert annual_year(cast.bureau, 2025).cells["carried_in"]["total"] == 0
    # The register explains one of the two: C4 names the columns that it does not explain.
    failed = {(check.where, check.left, check.right) for check in failures(found.checks) if check.identity == "C4"}
    assert failed == {("自然人列", 1, 2), ("法律服务机构列", 0, 1), ("总计列", 1, 3)}


def test_the_opening_balance_is_entered_once_then_locked(cast):
    at = {"agency": cast.bureau, "year": 2026, "typed": OPENING, **LATER}
    first = enter_opening(actor=cast.officer_li, key="a", **at)
    assert enter_opening(actor=cast.officer_li, key="a", **at) == first
    assert refusal_of(enter_opening, actor=cast.officer_li, key="b", **at) == "opening_locked"
    unlocking = {"agency": cast.bureau, **NOW}
    assert refusal_of(unlock_opening, actor=cast.officer_li, reason="填错", **unlocking) == "role_not_allowed"
    assert refusal_of(unlock_opening, actor=cast.head_chen, reason=" ", **unlocking) == "opening_unlock_without_reason"
    unlock_opening(actor=cast.head_chen, reason="法律服务机构填错", key="c", **unlocking)
    # Until another one is entered the old one holds.
    assert annual_year(cast.bureau, 2026).cells["carried_in"]["legal"] == 1
    assert refusal_of(unlock_opening, actor=cast.head_chen, reason="再", key="d", **unlocking) == "opening_not_locked"
    enter_opening(actor=cast.officer_li, key="e", **(at | {"typed": OPENING | {"legal": "0"}}))
    assert annual_year(cast.bureau, 2026).cells["carried_in"]["legal"] == 0
    assert list(OpeningBalance.objects.values_list("act", "reason")) == [
        ("entered", ""), ("unlocked", "法律服务机构填错"), ("entered", ""),
    ]  # fmt: skip


def test_a_freeze_stores_what_anybody_can_hash_again(cast):
    replied_case(cast, "G2")
    entered(cast, {"two-rules-1": "3"})
    record = frozen(cast)
    assert record.sha256 == hashlib.sha256(record.document.encode()).hexdigest()
    document = json.loads(record.document)
    assert json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == record.document
    assert (document["agency"], document["year"], document["format"]) == ("某市行政审批服务局", 2026, "2021_30")
    assert document["table_three"]["granted"]["natural"] == 1
    assert (document["table_two"]["two-rules-1"], document["table_two"]["two-rules-2"]) == ("3", None)
    assert record.members == {"natural|new|granted": [Case.objects.get().pk]}


def test_who_freezes_and_when(cast):
    at = {"agency": cast.bureau, "year": 2026}
    for actor in (cast.officer_li, cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        assert refusal_of(freeze_year, actor=actor, **at, **LATER) == "role_not_allowed"
    assert (
        refusal_of(freeze_year, agency=cast.other_bureau, year=2026, actor=cast.head_chen, **LATER) == "foreign_agency"
    )
    last_day = {"today": day("2026-12-31"), "now": noon("2026-12-31")}
    assert refusal_of(freeze_year, actor=cast.head_chen, **at, **last_day) == "annual_year_running"
    freeze_year(actor=cast.head_chen, **at, today=day("2027-01-01"), now=noon("2027-01-01"))
    assert refusal_of(frozen, cast) == "annual_frozen_already"


def test_the_same_click_freezes_once(cast):
    assert frozen(cast, key="k") == frozen(cast, key="k")
    assert AnnualFreeze.objects.count() == 1
    other = {"agency": cast.bureau, "year": 2025, "actor": cast.head_chen, "key": "k"}
    assert refusal_of(freeze_year, **other, **LATER) == "form_already_used"


def test_what_the_leader_has_not_seen_is_not_frozen(cast):
    seen = hashlib.sha256(text_to_freeze(agency=cast.bureau, year=2026).encode()).hexdigest()
    register_case(cast, "2026-12-30")
    assert refusal_of(frozen, cast, seen=seen) == "annual_changed_meanwhile"
    now = hashlib.sha256(text_to_freeze(agency=cast.bureau, year=2026).encode()).hexdigest()
    assert frozen(cast, seen=now).sha256 == now


def test_a_case_that_changes_later_is_a_difference_and_no_new_figure(cast):
    case = replied_case(cast, "G2")
    frozen(cast)
    Case.objects.filter(pk=case.pk).update(decision_code="P1")
    late = register_case(cast, "2026-12-30")
    found = annual_year(cast.bureau, 2026)
    assert (found.cells["granted"]["natural"], found.cells["new"]["natural"]) == (1, 1)
    changed = {(d.row, d.frozen, d.now, d.came, d.left) for d in differences_since(found)}
    assert changed == {
        ("new", 1, 2, (late.pk,), ()),
        ("granted", 1, 0, (), (case.pk,)),
        ("partial", 0, 1, (case.pk,), ()),
        ("carried_out", 0, 1, (late.pk,), ()),
    }
    # Next year's carry-in is held against what was frozen.
    failed = [c for c in annual_year(cast.bureau, 2027).checks if c.identity == "C4" and c.verdict == "fail"]
    assert {(c.where, c.left, c.right) for c in failed} == {("自然人列", 1, 0), ("总计列", 1, 0)}


def test_nothing_is_entered_into_a_frozen_year(cast):
    frozen(cast)
    assert refusal_of(entered, cast, {"two-rules-1": "3"}) == "annual_year_frozen"
    opening = {"agency": cast.bureau, "year": 2026, "typed": OPENING, "actor": cast.officer_li, **LATER}
    assert refusal_of(enter_opening, **opening) == "annual_year_frozen"


def test_unfreezing_is_the_leaders_with_a_reason_and_leaves_a_trace(cast):
    at = {"agency": cast.bureau, "year": 2026, **NOW}
    assert refusal_of(unfreeze_year, actor=cast.head_chen, reason="改", **at) == "annual_not_frozen"
    first = frozen(cast)
    assert refusal_of(unfreeze_year, actor=cast.officer_li, reason="改", **at) == "role_not_allowed"
    assert refusal_of(unfreeze_year, actor=cast.head_chen, reason="", **at) == "annual_unfreeze_without_reason"
    assert refusal_of(unfreeze_year, actor=cast.head_chen, reason="字" * 501, **at) == "annual_reason_unfit"
    opened = unfreeze_year(actor=cast.head_chen, reason="漏登一件", key="u", **at)
    assert unfreeze_year(actor=cast.head_chen, reason="漏登一件", key="u", **at) == opened
    assert freezes_of([cast.bureau], 2026) == {}
    register_case(cast, "2026-12-30")
    second = frozen(cast, key="again")
    assert second.sha256 != first.sha256
    assert list(AnnualFreeze.objects.values_list("act", "sha256", "reason")) == [
        ("frozen", first.sha256, ""), ("unfrozen", first.sha256, "漏登一件"), ("frozen", second.sha256, ""),
    ]  # fmt: skip
    assert freezes_of([cast.bureau], 2026)[cast.bureau.pk].record == second


@pytest.fixture
def finding(cast):
    """Table 四 does not add up: one finding of C5."""
    entered(cast, {"four-review-maintained": "3", "four-review-corrected": "0", "four-review-other": "0",
                   "four-review-pending": "0", "four-review-total": "4"})  # fmt: skip
    return next(c for c in annual_year(cast.bureau, 2026).checks if c.identity == "C5" and c.verdict == "fail")


def judged(cast, finding, word="dismissed", reason="合并审理", actor=None, **more):
    return judge_finding(
        agency=cast.bureau, year=2026, finding=finding if isinstance(finding, str) else fingerprint(finding), word=word,
        reason=reason, actor=actor or cast.officer_li, **(NOW | more),
    )  # fmt: skip


def test_the_last_word_on_a_finding_holds_and_all_are_kept(cast, finding):
    judged(cast, finding, key="a")
    judged(cast, finding, key="a")
    judged(cast, finding, word="confirmed", reason="总计填错", actor=cast.head_chen, key="b")
    said = annual_year(cast.bureau, 2026).verdicts[fingerprint(finding)]
    assert (said.word, said.reason, said.actor_name) == ("confirmed", "总计填错", "陈主任")
    assert FindingVerdict.objects.count() == 2


def test_another_number_needs_another_word(cast, finding):
    judged(cast, finding)
    entered(cast, {"four-review-total": "5"})
    found = annual_year(cast.bureau, 2026)
    (again,) = [c for c in found.checks if c.identity == "C5" and c.verdict == "fail"]
    assert fingerprint(again) not in found.verdicts
    assert refusal_of(judged, cast, finding) == "finding_not_there"


def test_what_is_refused_about_a_finding(cast, finding):
    assert refusal_of(judged, cast, finding, reason=" ") == "finding_without_reason"
    assert refusal_of(judged, cast, finding, word="maybe") == "finding_word_unknown"
    assert refusal_of(judged, cast, "0" * 32) == "finding_not_there"
    for actor in (cast.handler_zhou, cast.supervisor_sun, cast.administrator_wu):
        assert refusal_of(judged, cast, finding, actor=actor) == "role_not_allowed"
    assert refusal_of(judged, cast, finding, actor=cast.officer_wang) == "foreign_agency"


def test_records_are_written_once(cast):
    record = frozen(cast)
    for change in (
        record.save,
        record.delete,
        lambda: AnnualFreeze.objects.update(sha256="x"),
        lambda: AnnualFreeze.objects.all().delete(),
        lambda: AnnualFreeze.objects.bulk_create(
            [record], update_conflicts=True, update_fields=["sha256"], unique_fields=["id"]
        ),
    ):
        with pytest.raises(RecordIsPermanent), transaction.atomic():
            change()
    assert AnnualFreeze.objects.get().sha256 == record.sha256
