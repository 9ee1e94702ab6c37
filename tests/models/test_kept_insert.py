"""New rows by kept statements: what Django would store, several models in one journey, all or nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from casework.models import Applicant, Case, CaseWords, Deadline
from casework.models.kept_insert import insert_together
from tests.cast import day, noon, register_case


@pytest.fixture
def case(cast):
    return register_case(cast)


def applicant(case: Case, **facts) -> Applicant:
    return Applicant(case=case, kind="natural", name="钱某", telephone="13900000000", **facts)


def deadline(case: Case, index: int, due_on: date | None = None) -> Deadline:
    return Deadline(case=case, duty="reply", index=index, due_on=due_on, alarm_on=None, is_open=True)


def test_rows_are_stored_as_django_stores_them(case):
    plain = applicant(case, document_number="11010519491231002X")
    # A statement of Django's own: as if the model were any other.
    super(Applicant, plain).save_base(raw=True)
    insert_together(applicant(case, document_number="11010519491231002X"))
    mine = Applicant.objects.filter(case=case).order_by("pk").last()
    assert (mine.name, str(mine.telephone), str(mine.document_number)) == (
        "钱某",
        *map(str, (plain.telephone, plain.document_number)),
    )
    assert mine.telephone_index and mine.document_index
    assert mine.email_index == plain.email_index == "" and mine.postcode == ""
    stored = Applicant.objects.filter(pk=mine.pk).extra(select={"raw": "telephone"}).values_list("raw", flat=True)
    assert "13900000000" not in stored[0]


def test_a_saved_row_gets_its_key_and_what_has_no_value_is_null(case):
    row = applicant(case)
    row.save()
    assert row.pk and Applicant.objects.get(pk=row.pk).name == "钱某"
    insert_together(deadline(case, 7), deadline(case, 8, day("2026-03-05")))
    assert list(case.deadlines.filter(index__gte=7).order_by("index").values_list("due_on", "alarm_on")) == [
        (None, None), (day("2026-03-05"), None),
    ]  # fmt: skip


def test_several_models_go_in_one_journey(case, cast):
    with CaptureQueriesContext(connection) as captured:
        insert_together(applicant(case), deadline(case, 7), deadline(case, 8))
    assert len(captured) == (1 if connection.vendor == "postgresql" else 2)
    assert case.applicants.filter(name="钱某").count() == 1 and case.deadlines.filter(index__in=[7, 8]).count() == 2
    insert_together()


def test_one_bad_row_and_none_is_stored(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(applicant(case), deadline(case, 7), deadline(case, 7))
    assert not case.applicants.filter(name="钱某").exists() and not case.deadlines.filter(index=7).exists()


def test_an_expression_is_djangos_own_business(case):
    words = CaseWords(case=register_other(case), agency_id=case.agency_id, bigrams=[1, 2])
    words.save(force_insert=True)
    row = applicant(case, postcode=Value("255000"))
    row.save()
    assert Applicant.objects.get(pk=row.pk).postcode == "255000"


def register_other(case: Case) -> Case:
    other = Case(agency=case.agency, number="另1", channel="counter", registered_at=noon("2026-03-02"), applicant_kind="natural", subject="某", content="某")  # fmt: skip
    other.save()
    return other
