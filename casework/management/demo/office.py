"""The demo agencies, their units, and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management.base import CommandError
from django.utils.crypto import salted_hmac

from casework.models.agency import Agency, Unit
from casework.models.user import Role, User

CITY = "淄博市人民政府"
UNIT_NAME = "承办科室"
_PASSWORD_LENGTH = 10
# No vowels and no look-alikes: easy to type, never a word.
_PASSWORD_SIGNS = "23456789bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class AgencyData:
    """A demo agency and the ending of its accounts' names ("" for the first)."""

    name: str
    prefix: str
    address: str
    telephone: str
    account_suffix: str


@dataclass(frozen=True, slots=True)
class Staff:
    """One agency and the three people its cases need; with ``reviewers`` its replies pass through their hands."""

    agency: Agency
    clerk: User
    handler: User
    leader: User
    reviewers: tuple[User, ...] = ()


def city_government() -> Agency:
    """Return the superior of all demo agencies, created when missing."""
    defaults = {"prefix": "淄政", "accepts_online": False, "is_government": True}
    return Agency.objects.get_or_create(name=CITY, defaults=defaults)[0]


def staff_of(data: AgencyData) -> Staff:
    """Return the agency with its people, created when missing; nobody can sign in yet."""
    agency, _ = Agency.objects.get_or_create(
        name=data.name,
        defaults={
            "prefix": data.prefix,
            "parent": city_government(),
            "address": data.address,
            "telephone": data.telephone,
        },
    )
    unit, _ = Unit.objects.get_or_create(agency=agency, name=UNIT_NAME)
    suffix = data.account_suffix
    return Staff(
        agency=agency,
        clerk=_person(f"clerk{suffix}", Role.CLERK, "周经办", agency),
        handler=_person(f"handler{suffix}", Role.HANDLER, "吴科员", agency, unit),
        leader=_person(f"leader{suffix}", Role.LEADER, "郑主任", agency),
    )


def overseers(agency: Agency) -> list[User]:
    """Return who reviews, oversees and administers beside the staff of ``agency``, created when missing."""
    unit, _ = Unit.objects.get_or_create(agency=agency, name=UNIT_NAME)
    return [
        _person("unit_head", Role.UNIT_HEAD, "冯科长", agency, unit),
        _person("legal_reviewer", Role.LEGAL_REVIEWER, "褚法规", agency),
        _person("secrecy_reviewer", Role.SECRECY_REVIEWER, "卫保密", agency),
        _person("supervisor", Role.SUPERVISOR, "孙督查", city_government()),
        _person("administrator", Role.ADMINISTRATOR, "钱管理", agency),
        _person("security_admin", Role.SECURITY_ADMINISTRATOR, "秦安全", agency),
        _person("auditor", Role.AUDITOR, "许审计", agency),
    ]


def departed(staff: Staff) -> User:
    """Return the borrowed officer who left the demo agency and never could sign in, created when missing."""
    return _person(f"departed_{staff.handler.username}", Role.HANDLER, "沈借调", staff.agency, staff.handler.unit)


def demo_password(username: str) -> str:
    """Return the password of a demo account: the same on this installation, another on the next."""
    digest = salted_hmac("casework.demo_password", username, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(_PASSWORD_LENGTH):
        number, index = divmod(number, len(_PASSWORD_SIGNS))
        signs.append(_PASSWORD_SIGNS[index])
    return "".join(signs)


def demo_people() -> list[User]:
    """Return the accounts that can sign in with their demo password, in the order of creation."""
    roles = "|".join(role.value for role in Role)
    named = User.objects.filter(username__regex=rf"^({roles})[0-9]?$").select_related("agency")
    return [person for person in named.order_by("pk") if person.check_password(demo_password(person.username))]


def let_sign_in(people: list[User]) -> None:
    """Give every account that has none its demo password."""
    for person in people:
        if not person.has_usable_password():
            person.set_password(demo_password(person.username))
            person.save(update_fields=["password"])


def _person(username: str, role: Role, name: str, agency: Agency, unit: Unit | None = None) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        person = User(username=username, role=role, display_name=name, agency=agency, unit=unit)
        person.set_unusable_password()
        person.save()
    elif person.agency_id != agency.pk or person.role != role:
        raise CommandError(f"账号 {username} 已经存在，而且不是演示账号，未载入任何数据。")
    return person
