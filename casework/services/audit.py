"""审计: prove that no event was changed, added or taken away since it was written.

Two chains. Each event carries the hash of the one before in its case, or of its account; each seal
carries the digest of the one before and covers all case events since. The first finds what was changed,
the second what was cut off. Where both were emptied at once, a case without its events and the counts of an
earlier verification tell. Source: 网络安全法第二十三条第三项 (logs are kept); GB/T 22239 (audit records are protected).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef

from casework.models.account_event import AccountAct, AccountEvent, account_event_hash
from casework.models.audit_check import AuditCheck
from casework.models.audit_seal import AuditSeal
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.event_chain import NO_EVENT_BEFORE, event_hash
from casework.models.user import Role, User
from casework.services.account_events import record_account_event
from casework.services.permissions import refuse_other_role
from casework.services.telling import tell

CHUNK = 2_000
# An act that began before the seal may still be committing with a lower number: wait until none can.
SETTLED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What verification found: ``broken`` names the first fault in words, or is ""; ``faults`` counts all."""

    events: int
    seals: int
    faults: int
    broken: str


@transaction.atomic
def seal_events(*, now: datetime) -> AuditSeal | None:
    """Seal the events written since the last seal; return the seal, or None when there is nothing new."""
    last = AuditSeal.objects.select_for_update().order_by("-pk").first()
    after = last.last_event if last else 0
    young = CaseEvent.objects.filter(pk__gt=after, recorded_at__gt=now - SETTLED_AFTER).aggregate(first=Min("pk"))
    new = CaseEvent.objects.filter(pk__gt=after)
    if young["first"]:
        new = new.filter(pk__lt=young["first"])
    end = new.order_by("-pk").values_list("pk", flat=True).first()
    if end is None:
        return None
    before = last.digest if last else NO_EVENT_BEFORE
    number, digest = _digest(before, after, end)
    # Of two beats at once the second still saw the same seal as the last; behind each seal there is one place.
    seal, is_new = AuditSeal.objects.get_or_create(
        previous_digest=before, defaults={"sealed_at": now, "last_event": end, "events": number, "digest": digest}
    )
    return seal if is_new else None


def verify_events() -> AuditVerdict:
    """Read every event of cases and accounts and every seal and hold them against their hashes; changes nothing."""
    # Read first: what an earlier verification has counted must still be there when this one counts.
    counted = AuditCheck.objects.aggregate(events=Max("events"), seals=Max("seals"))
    events, faults = 0, []
    for event, fault in _case_chain():
        events += 1
        if fault:
            faults.append(f"{event.case.number}的记录{event.pk}（{event}，{event.actor_name}）：{fault}")
    for event, fault in _account_chain():
        events += 1
        if fault:
            faults.append(f"账号{event.person.username}的记录{event.pk}（{event}，{event.actor_name}）：{fault}")
    faults += [f"{number}没有任何记录，原有的被删去" for number in _cases_without_events()]
    seals, after, before = 0, 0, NO_EVENT_BEFORE
    for seal in AuditSeal.objects.order_by("pk"):
        seals += 1
        fault = _seal_fault(seal, before, after)
        if fault:
            faults.append(f"{seal}的封存：{fault}")
        after, before = seal.last_event, seal.digest
    for what, now_there, before_there in (("记录", events, counted["events"]), ("封存", seals, counted["seals"])):
        if now_there < (before_there or 0):
            faults.append(f"此前核对时有{what}{before_there}条，现有{now_there}条，有记录被整段删去")
    return AuditVerdict(events, seals, len(faults), faults[0] if faults else "")


def check_audit(*, now: datetime) -> AuditVerdict:
    """Verify, and keep the verdict for the audit reader's page; an audit reader is told of a fault."""
    verdict = verify_events()
    _keep_verdict(verdict, now=now)
    return verdict


def check_audit_as_planned(*, today: date, now: datetime) -> None:
    """Verify as the timetable asks: of two beats on the day ``today``, one keeps its verdict and tells."""
    if not AuditCheck.objects.filter(planned_on=today).exists():
        _keep_verdict(verify_events(), now=now, planned_on=today)


@transaction.atomic
def _keep_verdict(verdict: AuditVerdict, *, now: datetime, planned_on: date | None = None) -> None:
    values = {"checked_at": now} | asdict(verdict)
    if planned_on is None:
        AuditCheck.objects.create(**values)
    elif not AuditCheck.objects.get_or_create(planned_on=planned_on, defaults=values)[1]:
        return
    if verdict.faults:
        tell(
            User.objects.filter(role=Role.AUDITOR, is_active=True), subject="审计核对发现记录被改动", now=now,
            by_email=True, in_digest=False, body=f"不符{verdict.faults}处，第一处：{verdict.broken}。",
        )  # fmt: skip


@transaction.atomic
def record_audit_export(*, actor: User, what: str, now: datetime, address: str = "") -> None:
    """Write down that the audit reader takes records away as a file."""
    refuse_other_role(actor, "审计", Role.AUDITOR)
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    record_account_event(
        person=person, act=AccountAct.AUDIT_EXPORTED, actor=actor, now=now, address=address, note=what
    )  # fmt: skip


def _case_chain() -> Iterator[tuple[CaseEvent, str]]:
    events = CaseEvent.objects.select_related("case").order_by("case_id", "pk")
    return _judged(events.iterator(chunk_size=CHUNK), lambda event: event.case_id, event_hash)


def _cases_without_events() -> Iterator[str]:
    """Yield the numbers of cases whose record is empty: registering a case is its first event."""
    events = CaseEvent.objects.filter(case=OuterRef("pk"))
    return Case.objects.filter(~Exists(events)).order_by("pk").values_list("number", flat=True).iterator()


def _account_chain() -> Iterator[tuple[AccountEvent, str]]:
    events = AccountEvent.objects.select_related("person").order_by("person_id", "pk")
    return _judged(events.iterator(chunk_size=CHUNK), lambda event: event.person_id, account_event_hash)


def _judged(events: Iterator[Any], owner: Callable[[Any], int], hash_of: Callable[[Any], str]) -> Iterator[Any]:
    """Yield every event with its fault, or "", chain after chain."""
    chain, head = None, NO_EVENT_BEFORE
    for event in events:
        if owner(event) != chain:
            chain, head = owner(event), NO_EVENT_BEFORE
        if event.previous_hash != head:
            yield event, "与前一条不相连，前一条被改动、删去，或者中间插入过"
        elif event.hash != hash_of(event):
            yield event, "内容与写入时不同"
        else:
            yield event, ""
        # Go on from what is stored, so that one fault is not reported for every event behind it.
        head = event.hash


def _seal_fault(seal: AuditSeal, before: str, after: int) -> str:
    if seal.previous_digest != before:
        return "与上一次封存不相连"
    number, digest = _digest(before, after, seal.last_event)
    if number != seal.events:
        return f"封存时有{seal.events}条记录，现有{number}条"
    return "" if digest == seal.digest else "所含记录与封存时不同"


def _digest(before: str, after: int, end: int) -> tuple[int, str]:
    """Return how many events lie in ``(after, end]`` and the digest over ``before`` and their hashes."""
    number, whole = 0, hashlib.sha256(before.encode())
    rows = CaseEvent.objects.filter(pk__gt=after, pk__lte=end).order_by("pk").values_list("pk", "hash")
    for pk, event_digest in rows.iterator(chunk_size=CHUNK):
        number += 1
        whole.update(f"{pk}:{event_digest}\n".encode())
    return number, whole.hexdigest()
