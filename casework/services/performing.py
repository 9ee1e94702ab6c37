"""The frame every act shares: lock, ask, change, recompute, record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.adapters.case_rows import read_dated_rows, read_matters, read_officer
from casework.adapters.clock import LEGAL_ZONE
from casework.adapters.working_calendar import calendar_for
from casework.law.acts import Act
from casework.law.duties import ClockReading
from casework.law.errors import Refused
from casework.law.open_acts import require
from casework.law.situation import Situation
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.dispute import Round
from casework.models.user import User
from casework.queries.reviews import read_review
from casework.queries.situation import situation_of
from casework.services.case_events import record_event, watched_values
from casework.services.case_locks import locked_case
from casework.services.concluded import settle
from casework.services.deadlines import read_clock, refresh_deadlines
from casework.services.fitting import refuse_unfit
from casework.services.form_keys import was_done
from casework.services.permissions import why_not_allowed

_DONE_ALREADY = frozenset({
    "wrong_stage", "supplement_already_asked", "receipt_already_fixed",
    "already_extended", "no_extension_to_approve", "no_extension_to_serve",
    "reasons_already_asked", "no_reasons_to_review", "fee_already_charged",
    "review_step_not_yours", "claimed_already",
})  # fmt: skip
# What only the recomputed clock says; the rest is what the act itself has changed.
_DERIVED = ("received_on", "reply_due_on")


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
        self._stored = _columns_of(self.case)
        self.repeated = was_done(key, act, self.case, actor)
        if self.repeated:
            return
        self.calendar = calendar_for(self.case.agency)
        refusal = why_not_allowed(act, actor)
        if refusal:
            raise refusal
        rows = read_dated_rows(self.case)
        self.reading = read_clock(self.case, self.calendar, today, rows)
        self.review = read_review(self.case, today)
        read_officer(self.case)
        matters = read_matters(self.case) if self.case.is_being_drafted else []
        situation = situation_of(
            self.case, self.reading, today, actor=actor, review=self.review, rows=rows, matters=matters
        )
        self._require(situation)
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
        return read_clock(self.case, self.calendar, self.today, read_dated_rows(self.case))

    def _save(self) -> None:
        """Save what the act has changed of the case, and nothing else: most of its columns, and of its indexes, stay."""
        changed = [name for name, value in _columns_of(self.case).items() if value != self._stored[name]]
        if changed:
            self.case.save(update_fields=changed)

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
        self._save()
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


def _columns_of(case: Case) -> dict[str, Any]:
    return {field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields}
