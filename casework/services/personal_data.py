"""Reading an applicant's data in full: only for a reason, and every time on record (个人信息保护法第五十一条)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.personal_data import FILE_OPENED, ITEM_NAMES, view_words
from casework.models.account_event import AccountAct
from casework.models.applicant import Applicant, Representative
from casework.models.case import Case
from casework.models.user import User
from casework.services.account_events import record_account_event
from casework.services.case_events import record_event
from casework.services.case_locks import locked_case, refuse_foreign_case
from casework.services.performing import Performance


@dataclass(frozen=True, slots=True)
class ClearPerson:
    """One person with what was asked for, as label and value; what is not on record is left out."""

    name: str
    facts: tuple[tuple[str, str], ...]


@transaction.atomic
def view_personal_data(
    *, case_id: int, items: Collection[str], reason: str, note: str, actor: User, today: date, now: datetime
) -> list[ClearPerson]:
    """Return the asked-for data of applicants and representatives in full, and record who read what, and why.

    ``items`` are names of law.personal_data.ITEM_NAMES. The event is written before anything is shown,
    and says which items were read, never what they hold. Raises Refused without a reason or role.
    """
    words = view_words(items, reason, note)
    act = Performance(case_id=case_id, act=Act.VIEW_PERSONAL_DATA, actor=actor, today=today, now=now, key="")
    wanted = [name for name in ITEM_NAMES if name in items]
    record_event(
        case=act.case, act=Act.VIEW_PERSONAL_DATA, actor=actor, happened_on=today, now=now, note=words,
        after={"viewed": "、".join(ITEM_NAMES[name] for name in wanted)},
    )  # fmt: skip
    return list(_people(act.case, wanted))


@transaction.atomic
def record_file_opened(*, case_id: int, what: str, actor: User, today: date, now: datetime) -> None:
    """Record, before it is sent, that a file which may hold personal data in clear is opened or taken away.

    ``what`` names the file as the person sees it. Raises Refused for a case that is not the actor's to see.
    """
    case = locked_case(case_id)
    refuse_foreign_case(case, actor)
    record_event(
        case=case, act=Act.VIEW_PERSONAL_DATA, actor=actor, happened_on=today, now=now, note=FILE_OPENED,
        after={"viewed": what},
    )  # fmt: skip


@transaction.atomic
def record_ledger_export(*, actor: User, what: str, now: datetime, address: str = "") -> None:
    """Write down, before it is made, that somebody takes the ledger away as a file; ``what`` says which part of it."""
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    record_account_event(
        person=person, act=AccountAct.LEDGER_EXPORTED, actor=actor, now=now, address=address, note=what
    )


def _people(case: Case, wanted: list[str]) -> Iterator[ClearPerson]:
    for applicant in case.applicants.select_related("representative").order_by("pk"):
        yield ClearPerson(applicant.name, _facts(applicant, wanted))
        if deputy := getattr(applicant, "representative", None):
            yield ClearPerson(f"代理人 {deputy.name}", _facts(deputy, wanted))


def _facts(person: Applicant | Representative, wanted: list[str]) -> tuple[tuple[str, str], ...]:
    rows = [(name, getattr(person, name, None)) for name in wanted]
    facts = [(ITEM_NAMES[name], value.clear) for name, value in rows if value]
    postcode = getattr(person, "postcode", "")
    return (*facts, ("邮政编码", postcode)) if postcode and "address" in wanted else tuple(facts)
