"""The chain of events and the seals: what was changed, put in, taken out or cut off is found and named."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from casework.models import CaseEvent
from casework.models.event_chain import event_hash
from casework.services.audit import check_audit, seal_events, verify_events
from tests.cast import noon, replied_case

pytestmark = pytest.mark.django_db
AN_HOUR_LATER = timedelta(hours=1, seconds=1)


@pytest.fixture
def case(cast):
    return replied_case(cast, "G2")


def as_superuser(sql: str, *values: object) -> None:
    """Write past the program and past the trigger, as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def sealed(now):
    return seal_events(now=now + AN_HOUR_LATER)


def test_every_event_carries_the_hash_of_the_one_before(case):
    events = list(case.events.order_by("pk"))
    assert len(events) > 3
    assert [event.previous_hash for event in events] == ["", *(event.hash for event in events[:-1])]
    assert all(event.hash == event_hash(event) for event in events)
    assert (verify_events().faults, verify_events().events) == (0, CaseEvent.objects.count())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("note", "改过的说明"), ("happened_on", "2026-01-01"), ("recorded_at", "2026-01-01T00:00:00+00:00"),
        ("actor_name", "别人"), ("article", "条例第一条"), ("act", "archive"), ("key", "another"),
        ("before", '{"stage": "x"}'), ("after", '{"stage": "x"}'),
    ],
)  # fmt: skip
def test_a_change_of_any_column_is_found_and_named(case, column, value):
    event = case.events.order_by("pk")[1]
    as_superuser(f"UPDATE casework_caseevent SET {column} = %s WHERE id = %s", value, event.pk)
    verdict = verify_events()
    assert verdict.faults == 1
    assert f"{case.number}的记录{event.pk}" in verdict.broken and "内容与写入时不同" in verdict.broken


def test_who_rewrites_the_hash_too_is_found_by_the_next_event(case):
    first, second = case.events.order_by("pk")[:2]
    first.note = "改"
    as_superuser("UPDATE casework_caseevent SET note = %s, hash = %s WHERE id = %s", "改", event_hash(first), first.pk)
    assert f"记录{second.pk}（" in verify_events().broken


def test_an_event_taken_out_of_the_middle_is_found(case):
    _, second, third = case.events.order_by("pk")[:3]
    as_superuser("DELETE FROM casework_caseevent WHERE id = %s", second.pk)
    assert f"记录{third.pk}（" in verify_events().broken


def test_the_end_cut_off_is_found_by_the_seal(case):
    last = case.events.order_by("-pk").first()
    seal = sealed(last.recorded_at)
    assert seal.events == CaseEvent.objects.count()
    assert verify_events().faults == 0
    as_superuser("DELETE FROM casework_caseevent WHERE id = %s", last.pk)
    verdict = verify_events()
    assert (verdict.faults, verdict.seals) == (1, 1)
    assert f"封存时有{seal.events}条记录，现有{seal.events - 1}条" in verdict.broken


def test_a_case_whose_whole_record_was_deleted_is_named_before_any_seal(case):
    as_superuser("DELETE FROM casework_caseevent WHERE case_id = %s", case.pk)
    verdict = verify_events()
    assert (verdict.faults, verdict.seals) == (1, 0)
    assert verdict.broken == f"{case.number}没有任何记录，原有的被删去"


def test_events_and_seals_cut_off_together_are_told_by_the_count_of_an_earlier_verification(case):
    last = case.events.order_by("-pk").first()
    sealed(last.recorded_at)
    earlier = check_audit(now=last.recorded_at)
    assert (earlier.faults, earlier.seals) == (0, 1)
    as_superuser("DELETE FROM casework_caseevent WHERE id = %s", last.pk)
    as_superuser("DELETE FROM casework_auditseal")
    # Found again each time: that a verification counted less does not make it right.
    for _ in range(2):
        verdict = check_audit(now=last.recorded_at)
        assert verdict.faults == 2
        assert verdict.broken == f"此前核对时有记录{earlier.events}条，现有{earlier.events - 1}条，有记录被整段删去"


def test_the_last_event_changed_with_its_hash_is_found_by_the_seal(case):
    last = case.events.order_by("-pk").first()
    sealed(last.recorded_at)
    last.note = "改"
    as_superuser("UPDATE casework_caseevent SET note = %s, hash = %s WHERE id = %s", "改", event_hash(last), last.pk)
    assert "所含记录与封存时不同" in verify_events().broken


def test_seals_are_a_chain_of_their_own(cast, case):
    last = case.events.order_by("-pk").first()
    first_seal = sealed(last.recorded_at)
    assert sealed(last.recorded_at) is None
    replied_case(cast, "G2")
    second_seal = sealed(CaseEvent.objects.latest("pk").recorded_at)
    assert second_seal.previous_digest == first_seal.digest and first_seal.last_event < second_seal.last_event
    as_superuser("DELETE FROM casework_auditseal WHERE id = %s", first_seal.pk)
    assert "与上一次封存不相连" in verify_events().broken


def test_an_event_of_the_last_hour_waits_for_the_next_seal(case):
    last = case.events.order_by("-pk").first()
    assert seal_events(now=last.recorded_at + timedelta(minutes=59)).last_event < last.pk
    assert sealed(last.recorded_at).last_event == CaseEvent.objects.latest("pk").pk


def test_two_events_behind_the_same_one_are_refused_by_the_database(case):
    first = case.events.order_by("pk").first()
    twin = CaseEvent(
        case=case, act=first.act, actor_name="别人", happened_on=first.happened_on, recorded_at=noon("2026-03-03")
    )
    twin.hash = "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        # Past ``save``, which would put it behind the last.
        super(CaseEvent, twin).save()


@pytest.mark.postgres
@pytest.mark.parametrize("change", ["UPDATE casework_caseevent SET note = 'x'", "DELETE FROM casework_caseevent"])
def test_postgresql_itself_refuses_to_change_or_delete_an_event(case, change):
    with pytest.raises(DatabaseError, match="never changed nor deleted"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(change)


def test_the_command_says_what_it_read_and_names_the_first_fault(case):
    said = StringIO()
    call_command("audit_verify", stdout=said)
    assert "全部相符" in said.getvalue() and f"账号记录{CaseEvent.objects.count()}条" in said.getvalue()
    event = case.events.order_by("pk").first()
    as_superuser("UPDATE casework_caseevent SET note = %s WHERE id = %s", "改", event.pk)
    with pytest.raises(CommandError, match=f"记录{event.pk}") as refused:
        call_command("audit_verify", stdout=said)
    assert refused.value.returncode == 3
