"""Table 三 from stored cases: every term of every formula, and every cell equal to its list."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.law.annual_formats import COLUMNS
from casework.law.annual_table import APPLICANT_KINDS, failures
from casework.law.outcomes import CODES
from casework.law.stages import Stage
from casework.models import Agency, Case
from casework.queries.annual_table import (
    NoSuchCell,
    cases_in_cell,
    cells_of_case,
    year_table,
    year_tables,
    years_of,
)
from casework.queries.annual_year import members_of
from tests.cast import noon

pytestmark = pytest.mark.django_db
numbers = iter(range(10**9))


def day(text):
    return date.fromisoformat(text) if isinstance(text, str) else text


def stored(agency, received=None, decided=None, code="", served=None, kind="natural", channel="counter"):
    """Return an unsaved case with the facts the table reads; served on the day decided unless said."""
    concluded = day(served) or day(decided)
    return Case(
        agency=agency,
        number=f"{agency.pk}-{next(numbers)}",
        stage=Stage.CONCLUDED if concluded else Stage.PROCESSING,
        channel=channel,
        received_on=day(received),
        decided_on=day(decided),
        concluded_on=concluded,
        decision_code=code,
        applicant_kind=kind,
        registered_at=noon("2026-01-01"),
        subject="示例",
        content="示例",
    )


@pytest.fixture
def agency(db):
    return Agency.objects.create(name="某市行政审批服务局", prefix="某审")


@pytest.fixture
def put(agency):
    """Store one case and return the non-zero cells of the year's natural persons."""

    def store(*args, year=2023, **facts):
        stored(agency, *args, **facts).save()
        cells = year_table(agency, year).cells
        return {row: line["natural"] for row, line in cells.items() if line["natural"]}

    return store


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        ("2022-12-31", {"carried_in": 1, "carried_out": 1}),
        ("2023-01-01", {"new": 1, "carried_out": 1}),
        ("2023-12-31", {"new": 1, "carried_out": 1}),
        ("2024-01-01", {}),
        (None, {}),
    ],
)
def test_an_open_case_counts_by_its_day_of_receipt(put, received, wanted):
    assert put(received) == wanted


@pytest.mark.parametrize(
    ("received", "decided", "wanted"),
    [
        ("2022-12-01", "2022-12-31", {}),
        ("2022-12-01", "2023-01-01", {"carried_in": 1, "granted": 1, "results_total": 1}),
        ("2023-12-01", "2023-12-31", {"new": 1, "granted": 1, "results_total": 1}),
        ("2023-12-01", "2024-01-01", {"new": 1, "carried_out": 1}),
        ("2022-12-01", "2024-01-01", {"carried_in": 1, "carried_out": 1}),
        ("2024-01-01", "2024-02-01", {}),
    ],
)
def test_a_decided_case_counts_by_its_day_of_decision(put, received, decided, wanted):
    assert put(received, decided, "G2") == wanted


def test_service_does_not_move_the_result_unless_the_agency_counts_by_service(agency, put):
    facts = {"received": "2023-12-01", "decided": "2023-12-29", "served": "2024-01-02", "code": "U1"}
    assert put(**facts) == {"new": 1, "unable_not_held": 1, "results_total": 1}
    agency.policy = {"report_year_by": "served"}
    agency.save()
    assert {row for row, line in year_table(agency, 2023).cells.items() if line["total"]} == {"new", "carried_out"}
    assert year_table(agency, 2024).cells["unable_not_held"]["natural"] == 1
    case = Case.objects.get()
    assert [cell.row for cell in cells_of_case(case, 2023)] == ["new", "carried_out"]
    assert [cell.row for cell in cells_of_case(case, 2024)] == ["carried_in", "unable_not_held"]
    assert list(cases_in_cell(agency, 2024, "unable_not_held", "natural")) == [case]


def test_a_signed_reply_that_is_not_served_yet_is_a_result(put):
    assert put("2023-12-01", "2023-12-29", "N6")["denied_process"] == 1


def test_a_rectification_is_in_no_line(put):
    assert put("2023-06-01", "2023-06-05", "C1") == {}


def test_another_agencys_cases_are_not_counted(agency, put):
    other = Agency.objects.create(name="某市自然资源局", prefix="某资")
    stored(other, "2023-03-01", "2023-03-05", "G2").save()
    assert put("2023-03-01") == {"new": 1, "carried_out": 1}
    assert cases_in_cell(agency, 2023, "new", "total").get().agency == agency


@pytest.mark.parametrize("kind", APPLICANT_KINDS)
def test_the_applicants_kind_is_the_column(agency, kind):
    stored(agency, "2023-03-01", "2023-03-20", "G1", kind=kind).save()
    line = year_table(agency, 2023).cells["granted"]
    assert {column for column, number in line.items() if number} == {kind, "total"}


def test_the_old_format_has_one_line_for_other_results(agency):
    for code in ("O1", "O2", "O3", "O4"):
        stored(agency, "2020-03-02", "2020-04-01", code).save()
        stored(agency, "2021-03-02", "2021-04-01", code).save()
    old, new = year_table(agency, 2020), year_table(agency, 2021)
    assert (old.report_format.key, new.report_format.key) == ("2019_60", "2021_30")
    assert old.cells["other"]["natural"] == 4
    assert "other_misc" not in old.cells
    assert [new.cells[row]["natural"] for row in ("other_no_supplement", "other_fee_unpaid", "other_misc")] == [1, 1, 2]
    assert cases_in_cell(agency, 2020, "other", "natural").count() == 4


@pytest.mark.parametrize(("row", "column"), [("denied", "total"), ("other", "total"), ("new", "all"), ("nil", "total")])
def test_a_cell_that_is_not_printed_does_not_exist(agency, row, column):
    with pytest.raises(NoSuchCell):
        cases_in_cell(agency, 2023, row, column)


def random_year(agency, *, year, number, seed):
    """Store cases around a year: received up to two years before, decided up to two years after, or never."""
    chance = random.Random(seed)
    codes = sorted(CODES)
    cases = []
    for _ in range(number):
        received = date(year, 1, 1) + timedelta(days=chance.randint(-90, 390))
        # A few stay open for more than a year, which carries them through it.
        length = chance.choice([0, 1, 8, 20, 45, chance.randint(0, 500)])
        decided = received + timedelta(days=length) if chance.random() < 0.8 else None
        served = decided and decided + timedelta(days=chance.choice([0, 0, 1, 3]))
        cases.append(
            stored(
                agency,
                received if chance.random() < 0.97 else None,
                decided,
                chance.choice(codes) if decided else "",
                served=served,
                kind=chance.choice(APPLICANT_KINDS),
                channel=chance.choice(["counter", "online", "email"]),
            )
        )
    # On the edges of the year something always happens.
    for edge in (date(year - 1, 12, 31), date(year, 1, 1), date(year, 12, 31), date(year + 1, 1, 1)):
        cases.append(stored(agency, edge, edge, "G1"))
        cases.append(stored(agency, edge - timedelta(days=20), edge, "G2", kind="legal"))
        cases.append(stored(agency, edge))
    Case.objects.bulk_create(cases)


@pytest.mark.parametrize("policy", ["decided", "served"])
@pytest.mark.parametrize(("year", "number"), [(2020, 300), (2023, 5_000)])
def test_every_cell_of_a_random_year_lists_exactly_its_cases(agency, year, number, policy):
    agency.policy = {"report_year_by": policy}
    agency.save()
    random_year(agency, year=year, number=number, seed=year)
    table = year_table(agency, year)
    assert failures(table.checks) == []
    assert all(table.cells[row]["total"] for row in ("new", "carried_in", "results_total", "carried_out"))

    of_cases: Counter[tuple[str, str]] = Counter()
    members: dict[tuple[str, str], set[int]] = {}
    for case in Case.objects.select_related("agency"):
        for cell in cells_of_case(case, year):
            members.setdefault((cell.row, cell.column), set()).add(case.pk)
            of_cases[cell.row, cell.column] += 1
    for row, line in table.cells.items():
        for column in (column.key for column in COLUMNS):
            listed = list(cases_in_cell(agency, year, row, column).values_list("pk", flat=True))
            assert len(listed) == len(set(listed)) == line[column], (row, column)
            if column != "total" and row != "results_total":
                # Each case says by itself that it belongs there.
                assert set(listed) == members.get((row, column), set()), (row, column)
                assert of_cases[row, column] == line[column]
    # The cases that a freeze remembers are the same ones.
    remembered: Counter[tuple[str, str]] = Counter()
    for kind, came, left in members_of(agency, year).values():
        remembered.update([(came, kind), (left, kind)])
    assert remembered == of_cases


def test_carried_out_of_one_year_is_carried_into_the_next(agency):
    random_year(agency, year=2023, number=200, seed=7)
    first, second = year_table(agency, 2023), year_table(agency, 2024)
    assert first.cells["carried_out"] == second.cells["carried_in"]
    assert first.cells["carried_out"]["total"] > 0


def test_a_table_is_one_statement_however_many_cases_there_are(agency):
    random_year(agency, year=2023, number=5, seed=1)
    with CaptureQueriesContext(connection) as few:
        year_table(agency, 2023)
    random_year(agency, year=2023, number=300, seed=2)
    with CaptureQueriesContext(connection) as many:
        year_table(agency, 2023)
    assert (len(few), len(many)) == (1, 1)


def test_the_tables_of_many_agencies_are_one_statement_and_the_same_tables(agency):
    others = [Agency.objects.create(name=f"某局{n}", prefix=f"局{n}") for n in range(4)]
    for seed, one in enumerate([agency, *others[:3]]):
        random_year(one, year=2023, number=40, seed=seed)
    with CaptureQueriesContext(connection) as statements:
        together = year_tables([agency, *others], 2023)
    assert len(statements) == 1
    assert together == {one.pk: year_table(one, 2023) for one in [agency, *others]}
    assert set(together[others[3].pk].cells["new"].values()) == {0}


def test_agencies_that_count_differently_are_counted_differently_together(agency):
    other = Agency.objects.create(name="某市自然资源局", prefix="某资", policy={"report_year_by": "served"})
    for one in (agency, other):
        stored(one, "2023-12-01", "2023-12-29", "G2", served="2024-01-02").save()
    together = year_tables([agency, other], 2023)
    assert together[agency.pk].cells["granted"]["natural"] == 1
    assert together[other.pk].cells["granted"]["natural"] == 0


def test_years_run_from_the_first_case_to_today(agency):
    assert years_of(agency, date(2026, 11, 21)) == [2026]
    stored(agency, "2024-12-31").save()
    assert years_of(agency, date(2026, 11, 21)) == [2026, 2025, 2024]
    stored(agency, "2016-05-03").save()
    assert years_of(agency, date(2026, 11, 21))[-1] == 2019


def test_before_2019_there_is_no_format_and_so_no_table(agency):
    with pytest.raises(ValueError, match="2018"):
        year_table(agency, 2018)


@pytest.mark.postgres
def test_an_index_holds_everything_the_table_needs_however_it_counts(agency):
    """A register of many years: results are read from the one index and never from the cases themselves."""
    others = [Agency.objects.create(name=f"某局{n}", prefix=f"局{n}") for n in range(3)]
    # The agencies' cases lie mixed up, as they come in.
    for year in range(2019, 2027):
        for part in range(5):
            for one in (agency, *others):
                random_year(one, year=year, number=3, seed=year * 100 + part)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE casework_case")
    for counted_by, index in (("decided", "case_by_decision"), ("served", "case_by_service")):
        agency.policy = {"report_year_by": counted_by}
        with CaptureQueriesContext(connection) as statements:
            year_table(agency, 2023)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("EXPLAIN " + statements[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        # The third part, the open cases, is so small a share that either way costs the same.
        assert plan.count(f"Index Only Scan using {index}") >= 2, plan
