"""Events are written once; the database itself refuses what can never be."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from casework.adapters.numbering import next_number, next_number_and_key
from casework.models import (
    Case,
    CaseEvent,
    EventIsPermanent,
    Extension,
    NumberSeries,
    Reminder,
    Supplement,
)
from tests.cast import accepted_case, day, noon, register_case


@pytest.fixture
def event(cast):
    return register_case(cast).events.get()


WAYS = [
    pytest.param(lambda e: e.save(), id="save"),
    pytest.param(lambda e: e.save(update_fields=["note"]), id="save-one-field"),
    pytest.param(lambda e: e.delete(), id="delete"),
    pytest.param(lambda e: CaseEvent.objects.filter(pk=e.pk).update(note="改"), id="update"),
    pytest.param(lambda e: CaseEvent.objects.filter(pk=e.pk).delete(), id="delete-many"),
    pytest.param(lambda e: CaseEvent.objects.all().delete(), id="delete-all"),
    pytest.param(lambda e: CaseEvent.objects.bulk_update([e], ["note"]), id="bulk-update"),
    pytest.param(lambda e: e.case.events.update(note="改"), id="update-through-the-case"),
    pytest.param(lambda e: e.case.events.all().delete(), id="delete-through-the-case"),
    pytest.param(
        lambda e: CaseEvent.objects.bulk_create(
            [e], update_conflicts=True, update_fields=["note"], unique_fields=["id"]
        ),
        id="bulk-create-over-it",
    ),
    pytest.param(
        lambda e: CaseEvent.objects.update_or_create(pk=e.pk, defaults={"note": "改"}), id="update-or-create"
    ),
]  # fmt: skip


@pytest.mark.parametrize("change", WAYS)
def test_an_event_is_never_changed_nor_deleted(event, change):
    event.note = "改"
    with pytest.raises(EventIsPermanent), transaction.atomic():
        change(event)
    assert CaseEvent.objects.get(pk=event.pk).note == ""


def test_an_event_written_over_by_its_number_is_refused_by_the_database(event):
    event.note = "改"
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.bulk_create([event])
    assert CaseEvent.objects.get(pk=event.pk).note == ""


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["caseevent", "auditseal", "accountevent", "case"])
def test_a_record_is_not_emptied_as_a_whole(event, table):
    # What is still to be checked at the end of a transaction would stand in the way by itself.
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="never changed nor deleted"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE casework_{table} CASCADE")
    assert CaseEvent.objects.filter(pk=event.pk).exists()


def test_new_events_may_be_added_in_bulk(event):
    CaseEvent.objects.bulk_create(
        CaseEvent(case=event.case, act="consult", actor_name="甲", happened_on=day("2026-03-03"),
                  recorded_at=noon("2026-03-03")) for _ in range(3)
    )  # fmt: skip
    assert event.case.events.count() == 4


def test_a_case_with_events_cannot_be_deleted_nor_its_officer(cast, event):
    with pytest.raises(ProtectedError):
        event.case.delete()
    with pytest.raises(ProtectedError):
        cast.officer_li.delete()


IMPOSSIBLE = [
    pytest.param({"stage": "limbo"}, id="unknown-stage"),
    pytest.param({"channel": "pigeon"}, id="unknown-channel"),
    pytest.param({"applicant_kind": "alien"}, id="unknown-applicant"),
    pytest.param({"decided_on": day("2026-03-10")}, id="decided-without-code"),
]


@pytest.mark.parametrize("values", IMPOSSIBLE)
def test_the_database_refuses_a_case_that_cannot_be(cast, values):
    case = register_case(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**values)


def test_the_database_keeps_numbers_apart(cast):
    first, second = register_case(cast), register_case(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=second.pk).update(number=first.number)


def test_the_stage_moves_by_transitions_only(cast):
    case = register_case(cast)
    with pytest.raises(AttributeError):
        case.stage = "concluded"
    with pytest.raises(TransitionNotAllowed):
        case.conclude()
    assert case.stage == "registered"


def test_a_stale_copy_cannot_overwrite_a_newer_stage(cast):
    case = accepted_case(cast)
    stale = Case.objects.get(pk=case.pk)
    fresh = Case.objects.get(pk=case.pk)
    fresh.submit_for_review()
    fresh.save()
    stale.withdraw()
    with pytest.raises(ConcurrentTransition), transaction.atomic():
        stale.save()
    assert Case.objects.get(pk=case.pk).stage == "in_review"


@pytest.mark.parametrize("working_days", [0, 21])
def test_the_database_keeps_extensions_between_1_and_20(cast, working_days):
    case = accepted_case(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        extension(case, cast, working_days)


def extension(case, cast, working_days=5, **facts):
    return Extension.objects.create(
        case=case, working_days=working_days, reason="某", requested_on=day("2026-03-03"),
        requested_by=cast.officer_li, **facts,
    )  # fmt: skip


def test_the_database_keeps_one_living_extension_a_case(cast):
    case = accepted_case(cast)
    extension(case, cast, rejected_on=day("2026-03-04"))
    extension(case, cast, rejected_on=day("2026-03-05"))
    extension(case, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        extension(case, cast)


def test_the_database_keeps_one_supplement_a_case(cast):
    case = register_case(cast)
    facts = {"case": case, "what_is_unclear": "某", "served_on": day("2026-03-03"), "answer_by": day("2026-03-20")}
    Supplement.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supplement.objects.create(**facts)


def test_the_database_keeps_one_reminder_a_key(cast):
    facts = {"case": register_case(cast), "duty": "reply", "index": 0, "due_on": day("2026-03-30"), "step": 3,
             "created_at": noon("2026-03-25")}  # fmt: skip
    Reminder.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**facts)
    Reminder.objects.create(**facts | {"due_on": day("2026-03-31")})


def test_numbers_are_counted_by_agency_series_and_year(cast):
    a, b = cast.bureau.pk, cast.other_bureau.pk
    asked = [(a, "case", 2026), (a, "case", 2026), (b, "case", 2026), (a, "reply", 2026), (a, "case", 2027)]
    given = [next_number(agency_id=agency, series=series, year=year) for agency, series, year in asked]
    assert given == [1, 2, 1, 1, 1]
    assert NumberSeries.objects.count() == 4


def test_a_number_taken_in_vain_is_given_again(cast):
    key = {"agency_id": cast.bureau.pk, "series": "case", "year": 2026}
    assert next_number(**key) == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number(**key) == 2
        raise ZeroDivisionError
    assert next_number(**key) == 2


def test_a_number_comes_with_the_key_of_its_row_where_the_database_gives_keys_beforehand(cast):
    series = {"agency_id": cast.bureau.pk, "series": "case", "year": 2026}
    (first, key), second = next_number_and_key(Case, **series), next_number(**series)
    third, later = next_number_and_key(Case, **series)
    assert [first, second, third] == [1, 2, 3]
    if connection.vendor == "postgresql":
        stored = register_case(cast)
        assert key < later < stored.pk and not Case.objects.filter(pk__in=[key, later]).exists()
    else:
        assert key is None is later
