"""Accounts: made by one administrator, granted by another, read by the third; never two in one person."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from casework.models import AccountAct, AccountEvent, Agency, EventIsPermanent, Notice, Role, Unit, User
from casework.models.user import ADMINISTRATORS
from casework.services import accounts, grants, units
from casework.services.audit import verify_events
from tests.cast import PASSWORD, make_cast, noon, person, register_case
from tests.crowds import at_once
from tests.services.watching import refused

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-02")


def data(name="冯新人", **facts) -> accounts.AccountData:
    return accounts.AccountData(name, **facts)


def made(cast, username="feng", **facts) -> User:
    person, _ = accounts.create_account(
        username=username, agency=cast.bureau, data=data(**facts), actor=cast.administrator_wu, now=NOW
    )
    return person


def granted(cast, who: User, role: Role) -> User:
    return grants.grant_role(person_id=who.pk, role=role, actor=cast.security_zheng, now=NOW)


def test_a_new_account_has_a_one_time_password_and_no_role(cast):
    new, password = accounts.create_account(
        username=" feng ", agency=cast.bureau, data=data(unit=cast.unit, email="feng@example.test"),
        actor=cast.administrator_wu, now=NOW,
    )  # fmt: skip
    new = User.objects.get(pk=new.pk)
    assert (new.username, new.role, new.unit, new.password_is_temporary) == ("feng", Role.NONE, cast.unit, True)
    assert new.check_password(password) and len(password) == accounts.PASSWORD_LENGTH
    event = AccountEvent.objects.get(person=new)
    assert (event.act, event.actor, event.previous_hash) == (AccountAct.CREATED, cast.administrator_wu, "")
    assert password not in event.note


@pytest.mark.parametrize("who", ["security_zheng", "auditor_he", "officer_li", "head_chen", "supervisor_sun"])
def test_only_the_system_administrator_keeps_accounts(cast, who):
    by = {"actor": getattr(cast, who), "now": NOW}
    target = cast.handler_zhou.pk
    for act in (
        lambda: accounts.create_account(username="x", agency=cast.bureau, data=data(), **by),
        lambda: accounts.change_account(person_id=target, data=data(), **by),
        lambda: accounts.close_account(person_id=target, **by),
        lambda: accounts.reopen_account(person_id=target, **by),
        lambda: accounts.issue_password(person_id=target, **by),
        lambda: units.add_unit(name="二科", actor=by["actor"]),
    ):
        with refused("role_not_allowed"):
            act()
    assert not AccountEvent.objects.exists()


@pytest.mark.parametrize("who", ["administrator_wu", "auditor_he", "officer_li", "supervisor_sun"])
def test_only_the_security_administrator_grants(cast, who):
    by = {"actor": getattr(cast, who), "now": NOW}
    target = cast.handler_zhou.pk
    for act in (
        lambda: grants.grant_role(person_id=target, role=Role.LEADER, **by),
        lambda: grants.unlock_account(person_id=target, **by),
        lambda: grants.reset_second_factor(person_id=target, **by),
        lambda: grants.require_second_factor(roles=[Role.CLERK], **by),
    ):
        with refused("role_not_allowed"):
            act()


def test_an_account_of_another_agency_does_not_exist(cast):
    with refused("account_not_found"):
        accounts.close_account(person_id=cast.officer_wang.pk, actor=cast.administrator_wu, now=NOW)
    with refused("account_not_found"):
        granted(cast, cast.officer_wang, Role.LEADER)
    with refused("account_agency_foreign"):
        accounts.create_account(
            username="x", agency=cast.other_bureau, data=data(), actor=cast.administrator_wu, now=NOW
        )


def test_the_city_keeps_the_accounts_of_its_bureaus(cast):
    chief = person("chief", Role.ADMINISTRATOR, cast.city, "市管理")
    new, _ = accounts.create_account(username="x", agency=cast.bureau, data=data(), actor=chief, now=NOW)
    assert new.agency == cast.bureau


def test_names_and_staff_numbers_are_unique(cast):
    made(cast, staff_number="007")
    with refused("username_taken"):
        made(cast, "FENG")
    with refused("staff_number_taken"):
        made(cast, "feng2", staff_number="007")
    with refused("username_unusable"):
        made(cast, "有空格 的")
    with refused("name_missing"):
        made(cast, "feng3", name=" ")
    of_others = Unit.objects.create(agency=cast.other_bureau, name="二科")
    with refused("unit_of_others"):
        made(cast, "feng4", unit=of_others)
    assert User.objects.filter(username__startswith="feng").count() == 1


def test_a_closed_account_gives_its_staff_number_free_and_cannot_come_back_beside_the_new(cast):
    old = made(cast, staff_number="007")
    accounts.close_account(person_id=old.pk, actor=cast.administrator_wu, now=NOW)
    made(cast, "feng2", staff_number="007")
    with refused("staff_number_taken"):
        accounts.reopen_account(person_id=old.pk, actor=cast.administrator_wu, now=NOW)
    assert not User.objects.get(pk=old.pk).is_active


def test_closing_says_what_is_left_and_reopening_keeps_the_role(cast):
    case = register_case(cast)
    case.officer = cast.handler_zhou
    case.save()
    at = {"person_id": cast.handler_zhou.pk, "actor": cast.administrator_wu, "now": NOW}
    assert accounts.close_account(**at) == 1
    assert accounts.close_account(**at) == 1
    assert AccountEvent.objects.filter(act=AccountAct.CLOSED).count() == 1
    assert accounts.reopen_account(**at).role == Role.HANDLER


def test_nobody_closes_the_own_account_nor_the_last_of_an_administrator(cast):
    with refused("own_account"):
        accounts.close_account(person_id=cast.administrator_wu.pk, actor=cast.administrator_wu, now=NOW)
    with refused("last_administrator"):
        accounts.close_account(person_id=cast.auditor_he.pk, actor=cast.administrator_wu, now=NOW)
    person("auditor_two", Role.AUDITOR, cast.bureau, "第二审计")
    accounts.close_account(person_id=cast.auditor_he.pk, actor=cast.administrator_wu, now=NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(transactional_db):
    cast = make_cast()
    both = [cast.administrator_wu, person("administrator_two", Role.ADMINISTRATOR, cast.bureau, "第二管理")]
    for _ in range(5):
        User.objects.filter(pk__in=[one.pk for one in both]).update(is_active=True)
        works = [
            lambda one=one, other=other: accounts.close_account(person_id=other.pk, actor=one, now=NOW)
            for one, other in (both, both[::-1])
        ]
        done = at_once(*works)
        assert sorted(type(item).__name__ for item in done) == ["Refused", "int"], done
        assert User.objects.filter(pk__in=[one.pk for one in both], is_active=True).count() == 1


def test_a_one_time_password_replaces_the_old_and_the_person_is_told(cast):
    password = accounts.issue_password(person_id=cast.officer_li.pk, actor=cast.administrator_wu, now=NOW)
    li = User.objects.get(pk=cast.officer_li.pk)
    assert li.check_password(password) and not li.check_password(PASSWORD) and li.password_is_temporary
    assert Notice.objects.filter(recipient=li, subject="您的口令已重新发放").count() == 2


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (PASSWORD, "password_unchanged"), ("short", "password_weak"), ("1234567890", "password_weak"),
        ("password1234", "password_weak"), ("officer_li1", "password_weak"),
    ],
)  # fmt: skip
def test_the_rules_for_a_new_password(cast, new, code):
    with refused(code):
        accounts.change_own_password(actor=cast.officer_li, old=PASSWORD, new=new, now=NOW)


def test_a_new_password_of_ones_own(cast):
    with refused("old_password_wrong"):
        accounts.change_own_password(actor=cast.officer_li, old="wrong", new="雨后 竹林 十七里", now=NOW)
    changed = accounts.change_own_password(
        actor=cast.officer_li, old=PASSWORD, new="雨后的竹林有十七里路长", now=NOW
    )  # fmt: skip
    assert changed.check_password("雨后的竹林有十七里路长") and not changed.password_is_temporary


def test_granting_and_taking_away_a_role(cast):
    new = made(cast, unit=cast.unit)
    assert granted(cast, new, Role.HANDLER).role == Role.HANDLER
    assert granted(cast, new, Role.NONE).role == Role.NONE
    notes = AccountEvent.objects.filter(person=new, act=AccountAct.ROLE_GRANTED).values_list("note", flat=True)
    assert list(notes) == ["未授权 → 承办科室", "承办科室 → 未授权"]
    with refused("own_account"):
        granted(cast, cast.security_zheng, Role.CLERK)


def test_a_role_of_a_unit_needs_a_unit_and_an_administrator_a_staff_number(cast):
    new = made(cast)
    with refused("unit_missing"):
        granted(cast, new, Role.UNIT_HEAD)
    with refused("staff_number_missing"):
        granted(cast, new, Role.AUDITOR)
    assert User.objects.get(pk=new.pk).role == Role.NONE


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_three_administrators_exclude_each_other_and_every_other_role(cast, role):
    new = granted(cast, made(cast, staff_number="9", unit=cast.unit), role)
    for other in set(Role) - {role}:
        with refused("administrator_excluded"):
            granted(cast, new, other)
    assert User.objects.get(pk=new.pk).role == role


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_whoever_handled_cases_becomes_no_administrator(cast, role):
    register_case(cast)
    User.objects.filter(pk=cast.officer_li.pk).update(staff_number="1")
    with refused("handling_excluded"):
        granted(cast, cast.officer_li, role)
    new = made(cast, staff_number="2")
    granted(cast, new, Role.CLERK)
    granted(cast, new, Role.NONE)
    with refused("handling_excluded"):
        granted(cast, new, role)


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("officer_li", {"role": "auditor"}),
        ("auditor_he", {"role": "clerk"}),
        ("auditor_he", {"role": "administrator"}),
        ("auditor_he", {"role": "none"}),
        ("officer_li", {"administers_as": "auditor"}),
        ("officer_li", {"role": "chief"}),
        ("officer_li", {"is_superuser": True}),
    ],
    ids=str,
)
def test_the_database_itself_keeps_them_apart(cast, who, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=getattr(cast, who).pk).update(**change)


def test_the_database_itself_holds_one_account_a_person(cast):
    User.objects.filter(pk=cast.officer_li.pk).update(staff_number="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.auditor_he.pk).update(staff_number="1")


def test_an_account_event_is_written_once_and_its_chain_is_verified(cast):
    new = made(cast, unit=cast.unit)
    granted(cast, new, Role.HANDLER)
    first, second = AccountEvent.objects.filter(person=new)
    assert second.previous_hash == first.hash and verify_events().faults == 0
    for forbidden in (
        lambda: AccountEvent.objects.all().delete(), lambda: AccountEvent.objects.update(note="x"), first.save,
        first.delete, lambda: AccountEvent.objects.bulk_create([]),
    ):  # fmt: skip
        with pytest.raises(EventIsPermanent):
            forbidden()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_accountevent SET note = '' WHERE id = %s", [second.pk])
    verdict = verify_events()
    assert verdict.faults == 1 and f"账号feng的记录{second.pk}" in verdict.broken


@pytest.mark.postgres
def test_postgresql_itself_refuses_to_change_an_account_event(cast):
    made(cast)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_accountevent SET note = 'x'")


def test_a_first_office_is_founded_on_the_server_once():
    said = StringIO()
    call_command("found_office", "某县档案局", prefix="某档", stdout=said)
    agency = Agency.objects.get(name="某县档案局")
    assert {item.role for item in agency.people.all()} == ADMINISTRATORS
    for item in agency.people.all():
        (line,) = [line for line in said.getvalue().splitlines() if f" {item.username}　" in line]
        assert item.check_password(line.rpartition(" ")[2]) and item.password_is_temporary
    with pytest.raises(CommandError, match="已在使用"):
        call_command("found_office", "某县档案局", prefix="某档")
    with pytest.raises(CommandError, match="account-prefix"):
        call_command("found_office", "某县教育局", prefix="某教", superior="某县档案局")
    assert not Agency.objects.filter(name="某县教育局").exists()
