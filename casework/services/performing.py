"""The frame every act shares: lock, ask, change, recompute, record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.adapters.clock import LEGAL_ZONE
from casework.adapters.working_calendar import calendar_of
from casework.law.acts import ACT_RULES, Act
from casework.law.consultations import overrides, untold
from casework.law.duties import ClockReading
from casework.law.errors import Refused
from casework.law.open_acts import require
from casework.law.situation import Situation
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.dispute import codes_decided, disputes_of, open_redo, ordered_dispute
from casework.models.event import CaseEvent
from casework.models.facts import current_extension, live_consultations, opinions_of
from casework.models.user import NARROW_ROLES, User
from casework.queries.reviews import ReviewRead, read_review
from casework.services.concluded import settle
from casework.services.deadlines import read_clock, refresh_deadlines
from casework.services.fitting import refuse_unfit
from casework.services.permissions import why_not_allowed

APPLICANT_NAME = "申请人"
KEY_LENGTH = 64
_DONE_ALREADY = frozenset({
    "wrong_stage", "supplement_already_asked", "receipt_already_fixed",
    "already_extended", "no_extension_to_approve", "no_extension_to_serve",
    "reasons_already_asked", "no_reasons_to_review", "fee_already_charged",
    "review_step_not_yours", "claimed_already",
})  # fmt: skip
# What only the recomputed clock says; the rest is what the act itself has changed.
_DERIVED = ("received_on", "reply_due_on")
_WATCHED = (
    "stage", "received_on", "reply_due_on", "decision_code", "decided_on", "concluded_on",
)  # fmt: skip


def situation_of(
    case: Case,
    reading: ClockReading,
    today: date,
    *,
    actor: User | None = None,
    review: ReviewRead | None = None,
) -> Situation:
    """Return what the law must know of a case to say which acts are open, to ``actor`` where one is given."""
    supplement = getattr(case, "supplement", None)
    extension = current_extension(case)
    asked, fee = getattr(case, "reasons_request", None), getattr(case, "fee", None)
    consultations = live_consultations(case)
    opinions = tuple(opinions_of(case, reading).values())
    matters = list(case.matters.all()) if case.is_being_drafted else []
    return Situation(
        stage=case.stage,
        today=today,
        reading=reading,
        identity_checked=case.identity_checked,
        officer=str(case.officer or ""),
        supplement_asked=supplement is not None,
        supplement_answer_by=supplement.answer_by if supplement else None,
        extension_requested=extension is not None,
        extension_approved=bool(extension and extension.approved_on),
        extension_served=bool(extension and extension.served_on),
        undelivered_consultations=sum(item.delivered_on is None and item.answered_on is None for item in consultations),
        unanswered_consultations=sum(item.answered_on is None for item in consultations),
        reasons_asked=asked is not None,
        reasons_answered=bool(asked and (asked.received_on or asked.closed_on)),
        reasons_reasonable=asked.is_reasonable if asked else None,
        delay_set=bool(asked and asked.delay_until),
        delay_served=bool(asked and asked.delay_served_on),
        fee_charged=fee is not None,
        fee_delivered=bool(fee and fee.delivered_on),
        review=review and review.review,
        reviewer=review and actor and review.reviewer(actor),
        opinions=opinions,
        third_parties_to_tell=untold(opinions, codes_decided(case)) if any(map(overrides, opinions)) else (),
        replied=bool(case.decision_code),
        redoing=open_redo(case) is not None,
        redo_ordered=ordered_dispute(case) is not None,
        open_disputes=sum(item.is_open for item in disputes_of(case)),
        consulted=bool(consultations),
        answered_together=case.answered_with_id is not None,
        matters=len(matters),
        undecided_matters=tuple(matter.position for matter in matters if not matter.decision_code),
    )


class Performance:
    """One act being done on one locked case. Use inside ``transaction.atomic``.

    ``repeated`` is True when the same once-only key was already used: the act was done before
    and must not be done again.
    """

    def __init__(self, *, case_id: int, act: Act, actor: User | None, today: date, now: datetime, key: str) -> None:
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("an act must run inside a transaction")
        self.act, self.actor, self.today, self.now, self.key = act, actor, today, now, key
        self.case = locked_case(case_id)
        self.repeated = was_done(key, act, self.case, actor)
        if self.repeated:
            return
        self.calendar = calendar_of(self.case.agency_id)
        refusal = why_not_allowed(act, actor)
        if refusal:
            raise refusal
        self.reading = read_clock(self.case, self.calendar, today)
        self.review = read_review(self.case, today)
        self._require(situation_of(self.case, self.reading, today, actor=actor, review=self.review))
        self.round = Round(self.case)
        self.before = watched_values(self.case)

    def _require(self, situation: Situation) -> None:
        try:
            require(self.act, situation)
        except Refused as refusal:
            last = self.case.events.exclude(act=Act.VIEW_PERSONAL_DATA).order_by("-pk").first()
            if last and refusal.code in _DONE_ALREADY:
                # Two people at once: whoever comes second learns who was first, and when.
                at = last.recorded_at.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M")
                refusal.sentence += f"最近一次办理：{last.actor_name}于{at}“{last.get_act_display()}”。"
            raise

    def reread(self) -> ClockReading:
        """Read the clock again from the facts as the act has left them."""
        return read_clock(self.case, self.calendar, self.today)

    def finish(self, *, happened_on: date | None = None, note: str = "", article: str = "", **detail: Any) -> Case:
        """Recompute the deadlines, save the case and write the event; return the case.

        ``article`` replaces the act's own where an act rests on one of several.
        """
        after = watched_values(self.case)
        self.round.close()
        refuse_unfit(self.case)
        if self.case.stage == Stage.CONCLUDED and self.before["stage"] != Stage.CONCLUDED:
            settle(self.case, self.actor)
        refresh_deadlines(self.case, self.reread())
        self.case.save()
        record_event(
            case=self.case,
            act=self.act,
            actor=self.actor,
            happened_on=happened_on or self.today,
            now=self.now,
            note=note,
            before=self.before,
            after=after | {name: getattr(self.case, name) for name in _DERIVED} | detail,
            key=self.key,
            article=article,
        )
        return self.case


class Round:
    """While a case is decided again, an act sees that round's decision and not the first one.

    The first decision stays on the case, where table 三 counts it (ADR 0007); nobody who writes
    ``decision_code``, ``decided_on`` or ``concluded_on`` has to know of rounds.
    """

    FIELDS = ("decision_code", "decided_on", "concluded_on")

    def __init__(self, case: Case) -> None:
        self.case, self.redo = case, open_redo(case)
        if self.redo is not None:
            self._first = {name: getattr(case, name) for name in self.FIELDS}
            self._take(self.redo)

    def close(self) -> None:
        """Put what the act has written into the round and the first decision back on the case."""
        if self.redo is None:
            return
        for name in self.FIELDS:
            setattr(self.redo, name, getattr(self.case, name))
            setattr(self.case, name, self._first[name])
        self.redo.save(update_fields=list(self.FIELDS))

    def _take(self, redo: Any) -> None:
        for name in self.FIELDS:
            setattr(self.case, name, getattr(redo, name))


def locked_case(case_id: int) -> Case:
    """Return the case, locked until the transaction ends. Raises Refused where there is none."""
    # The supplement is read after the lock is held and not joined to it: PostgreSQL renews the
    # locked row after a wait, but the rows joined to it stay as they were before.
    case = Case.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=case_id).first()
    if case is None:
        raise _not_found()
    return case


def _not_found() -> Refused:
    return Refused("case_not_found", "没有这个办件，或您无权办理。")


def was_done(key: str, act: Act, case: Case, actor: User | None) -> bool:
    """Tell whether ``actor`` already did this act on this case with ``key``.

    Raises as ``event_of_key`` and ``refuse_foreign_case`` do.
    """
    event = event_of_key(key, act)
    # Whoever gave the case away with this very form no longer sees it, and has still done what was asked.
    if event and (event.case_id, event.actor_id) == (case.pk, actor and actor.pk):
        return True
    refuse_foreign_case(case, actor)
    if event:
        raise _key_used()
    return False


def was_done_by(actor: User, *, key: str, act: Act, number: str) -> bool:
    """Tell whether ``actor`` did this act on the case of that ``number`` with ``key``, seen today or not."""
    try:
        event = event_of_key(key, act)
    except Refused:
        return False
    return event is not None and (event.case.number, event.actor_id) == (number, actor.pk)


def event_of_key(key: str, act: Act) -> CaseEvent | None:
    """Return the event the once-only ``key`` left, or None when it is new (or empty).

    Raises Refused when the key was used for another act: answering "done" would be a lie.
    """
    if not key:
        return None
    if len(key) > KEY_LENGTH:
        raise Refused("form_key_invalid", "表单标识无效，请刷新页面后重新提交。")
    # Not first(): what it is sorted by would be looked for among all the columns.
    event = next(iter(CaseEvent.objects.filter(key=key).select_related("case").order_by()), None)
    if event and event.act != act:
        raise _key_used()
    return event


def _key_used() -> Refused:
    return Refused("form_already_used", "这张表单已经用于另一次办理，请刷新页面后重新提交。")


def refuse_foreign_case(case: Case, actor: User | None) -> None:
    """Raise Refused unless the actor belongs to the case's agency and may see the case there."""
    if actor is None:
        return
    own = actor.agency_id == case.agency_id
    if own and actor.role in NARROW_ROLES:
        own = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    if not own:
        raise _not_found()


def record_event(
    *,
    case: Case,
    act: Act,
    actor: User | None,
    happened_on: date,
    now: datetime,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    key: str = "",
    article: str = "",
) -> CaseEvent:
    """Append one event to the case; only what changed is kept of before and after."""
    event = new_event(
        case=case,
        act=act,
        actor=actor,
        happened_on=happened_on,
        now=now,
        note=note,
        before=before,
        after=after,
        key=key,
        article=article,
    )
    refuse_unfit(event)
    event.save()
    return event


def new_event(
    *,
    case: Case,
    act: Act,
    actor: User | None,
    happened_on: date,
    now: datetime,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    key: str = "",
    article: str = "",
) -> CaseEvent:
    """Return an event that is not stored yet."""
    before, after = _plain(before or {}), _plain(after or {})
    changed = {name for name in after if before.get(name) != after[name]}
    return CaseEvent(
        case=case,
        act=act,
        actor=actor,
        actor_name=str(actor) if actor else APPLICANT_NAME,
        happened_on=happened_on,
        recorded_at=now,
        article=article or ACT_RULES[act].article,
        note=note,
        before={name: value for name, value in before.items() if name in changed},
        after={name: value for name, value in after.items() if name in changed},
        key=key or None,
    )


def watched_values(case: Case) -> dict[str, Any]:
    """Return the values of a case whose change every event shows."""
    return {name: getattr(case, name) for name in _WATCHED}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def refuse_future(field: str, day: date | None, today: date) -> None:
    """Raise Refused for a recorded day that has not come yet."""
    if day and day > today:
        raise Refused("date_in_future", f"日期{day}晚于今天{today}，不能登记尚未发生的事。", field=field)
