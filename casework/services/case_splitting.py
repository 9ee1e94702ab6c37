"""拆分: one request of several matters becomes several cases (一事一申请; 国办函〔2020〕109号, law.md 3.3).

Every part counts as a request of its own. It inherits the day of receipt and with it the clock: the
applicant asked once, and no part may be answered later because the office split it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from casework.adapters.numbering import next_number
from casework.law.acts import Act
from casework.law.case_names import case_number, subject_of
from casework.law.clock import read
from casework.law.errors import Refused
from casework.law.sources import FEE_MEASURES
from casework.models.applicant import Applicant, Representative
from casework.models.case import Case
from casework.models.facts import facts_of
from casework.models.kept_insert import insert_together
from casework.models.matter import Matter
from casework.models.supplement import Supplement
from casework.models.user import User
from casework.services.case_events import record_event, watched_values
from casework.services.case_words import keep_words
from casework.services.deadlines import cache_deadlines, first_deadlines
from casework.services.performing import Performance
from casework.services.query_codes import hash_query_code, part_code

# What a part takes over from the whole: how it arrived, who handles it, how far it has come.
_INHERITED = (
    "agency_id", "stage", "channel", "submitted_on", "signed_on", "confirmed_on", "postal_number", "registered_at",
    "late_registration_reason", "applicant_kind", "topic", "wanted_form", "needs_assistance", "unit_id", "officer_id",
    "identity_checked", "addressed_to",
)  # fmt: skip


@transaction.atomic
def split_case(
    *, case_id: int, positions: Sequence[int], actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """Make a case of its own of each named matter; at least one matter stays. Return the first case.

    Raises Refused for a request not listed as matters, for none or all of them, and once somebody was
    consulted or more time was asked: those facts belong to the whole. Source: law.md 3.3; 国办函〔2020〕109号.
    """
    act = Performance(case_id=case_id, act=Act.SPLIT_CASE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    matters = list(act.case.matters.all())
    chosen = [matter for matter in matters if matter.position in set(positions)]
    if not chosen or len(chosen) != len(set(positions)):
        raise Refused("nothing_to_split", "请选定要拆分出去的事项。", article=FEE_MEASURES, field="positions")
    if len(chosen) == len(matters):
        raise Refused("nothing_left", "至少要有一个事项留在原件办理。", article=FEE_MEASURES, field="positions")
    parts = [_part(act, matter) for matter in chosen]
    act.case.matters.filter(pk__in=[matter.pk for matter in chosen]).delete()
    _number_again(act.case)
    numbers = "、".join(part.number for part in parts)
    return act.finish(split_off=numbers, note="\n".join(f"{part.number}：{part.content}" for part in parts))


def _part(act: Performance, matter: Matter) -> Case:
    whole = act.case
    part = Case(
        **{name: getattr(whole, name) for name in _INHERITED},
        content=matter.words,
        subject=subject_of(matter.words),
        split_from=whole,
    )
    year = (whole.received_on or act.today).year
    serial = next_number(agency_id=whole.agency_id, series="case", year=year)
    part.number = case_number(whole.agency.prefix, year, serial)
    if whole.query_code_hash:
        part.query_code_hash = hash_query_code(part.number, part_code(whole, part))
    part.save()
    _copy_people(whole, part)
    supplement = getattr(whole, "supplement", None)
    if supplement:
        Supplement.objects.create(
            case=part, **{
                name: getattr(supplement, name)
                for name in ("what_is_unclear", "guidance", "served_on", "answer_by", "received_on", "answer")
            },
        )  # fmt: skip
    # What was searched for this matter is proof in the new case.
    matter.search_records.update(case=part, matter=None)
    part = Case.objects.select_related("agency").get(pk=part.pk)
    keep_words(part)
    reading = read(facts_of(part), act.calendar, act.today)
    cache_deadlines(part, reading)
    part.save()
    insert_together(*first_deadlines(part, reading))
    record_event(
        case=part, act=Act.SPLIT_CASE, actor=act.actor, happened_on=act.today, now=act.now,
        note=f"由{whole.number}拆分，收到日和期限随原件。", after=watched_values(part) | {"split_from": whole.number},
    )  # fmt: skip
    return part


def _copy_people(whole: Case, part: Case) -> None:
    for applicant in whole.applicants.select_related("representative").order_by("pk"):
        representative = getattr(applicant, "representative", None)
        copy = Applicant(**_values(applicant, "case"), case=part)
        copy.save()
        if representative:
            Representative(**_values(representative, "applicant"), applicant=copy).save()
    for check in whole.identity_checks.order_by("pk"):
        type(check)(**_values(check, "case"), case=part).save()


def _values(row: Applicant | Representative, owner: str) -> dict[str, object]:
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key and column.name != owner
    }


def _number_again(case: Case) -> None:
    for position, matter in enumerate(case.matters.all(), 1):
        if matter.position != position:
            # Upwards only ever into a place that has been left.
            Matter.objects.filter(pk=matter.pk).update(position=position)
