"""New rows by kept statements: what Django would store, several models in one journey, all or nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from casework.adapters.reserved_keys import reserve_keys
from casework.models import Applicant, Case, CaseWords, Deadline, Notice, User
from casework.models.kept_insert import Change, Copies, ReadyRows, insert_together
from casework.models.sealed import Sealed
from tests.cast import day, noon, register_case


@pytest.fixture
def case(cast):
    return register_case(cast)


def applicant(case: Case, **facts) -> Applicant:
    return Applicant(case=case, kind="natural", name="钱某", telephone="13900000000", **facts)


def deadline(case: Case, index: int, due_on: date | None = None) -> Deadline:
    return Deadline(case=case, duty="reply", index=index, due_on=due_on, alarm_on=None, is_open=True)


def told(row: Applicant) -> dict:
    """Every column but the key; what is encrypted in clear, for no two encryptions are equal."""
    values = {field.attname: getattr(row, field.attname) for field in Applicant._meta.concrete_fields[1:]}
    return {name: value.clear if isinstance(value, Sealed) else value for name, value in values.items()}


def test_rows_are_stored_as_django_stores_them(case):
    given = {"document_number": "11010519491231002X", "address": "某路1号", "postcode": "255000"}
    # In bulk Django puts its own statement together, whatever the model.
    Applicant.objects.bulk_create([applicant(case, **given)])
    insert_together(applicant(case, **given))
    applicant(case, **given).save()
    theirs, *ours = Applicant.objects.filter(name="钱某").order_by("pk")
    assert len(ours) == 2 and all(told(row) == told(theirs) for row in ours)
    assert told(theirs)["telephone"] == "13900000000" and theirs.telephone_index and theirs.email_index == ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT telephone FROM casework_applicant WHERE id = %s", [ours[0].pk])
        assert "13900000000" not in cursor.fetchone()[0]


def test_rows_made_ready_are_stored_as_django_stores_them(case):
    given = {"document_number": "11010519491231002X", "address": "某路1号"}
    Applicant.objects.bulk_create([applicant(case, **given)])
    ready, (key,) = ReadyRows(), reserve_keys(Applicant, 1)
    ready.add([applicant(case, **given), applicant(case, pk=key, **given)])
    ready.add([deadline(case, 7), deadline(case, 8, day("2026-03-05"))])
    assert Applicant.objects.filter(name="钱某").count() == 1
    ready.store()
    theirs, *ours = Applicant.objects.filter(name="钱某").order_by("pk")
    assert len(ours) == 2 and all(told(row) == told(theirs) for row in ours)
    assert key in {row.pk for row in ours}
    assert list(case.deadlines.filter(index__gte=7).order_by("index").values_list("due_on", "alarm_on")) == [
        (None, None), (day("2026-03-05"), None),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_reserved_key_is_given_to_nobody_else(cast):
    first = reserve_keys(Case, 3)
    registered = register_case(cast)
    second = reserve_keys(Case, 2)
    assert [*first, registered.pk, *second] == list(range(first[0], first[0] + 6))
    assert reserve_keys(Case, 0) == []


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


def test_a_row_for_every_key_that_a_statement_returns(case, cast):
    notice = Notice(case=case, channel="in_app", subject="新收件", state="sent", created_at=case.registered_at, send_after=case.registered_at)  # fmt: skip
    users = connection.ops.quote_name(User._meta.db_table)
    people = sorted([cast.officer_li.pk, cast.head_chen.pk])
    insert_together(Copies(notice, "recipient", f"SELECT id FROM {users} WHERE id IN (%s, %s)", people))
    stored = Notice.objects.filter(subject="新收件").order_by("recipient")
    assert [(row.recipient_id, row.case_id, row.read_at) for row in stored] == [(key, case.pk, None) for key in people]
    insert_together(Copies(notice, "recipient", f"SELECT id FROM {users} WHERE id = %s", [-1]))
    assert stored.count() == 2


def test_a_change_is_done_with_the_rows_or_not_at_all(case):
    table = connection.ops.quote_name(Case._meta.db_table)
    change = Change(f"UPDATE {table} SET subject = %s WHERE id = %s", ["另一摘要", case.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(deadline(case, 7), deadline(case, 7), change)
    assert Case.objects.get(pk=case.pk).subject == case.subject != "另一摘要"
    insert_together(deadline(case, 7), change)
    assert Case.objects.get(pk=case.pk).subject == "另一摘要" and case.deadlines.filter(index=7).exists()


def test_a_key_given_beforehand_is_kept(case):
    row = applicant(case)
    row.pk = 987_654
    insert_together(row)
    assert Applicant.objects.get(pk=987_654).name == "钱某" and not row._state.adding
