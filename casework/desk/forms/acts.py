"""The base of every act's form: which service it calls, with what, and what will follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

from django.http import QueryDict

from casework.desk.forms.fields import DeskForm, Section
from casework.law.acts import Act
from casework.law.duties import Duty
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.letter import CaseLetter
from casework.models.letter_service import ServiceRecord
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.prepared_letters import prepare_letter, record_prepared


class ActForm(DeskForm):
    """What one act asks. ``service`` is the one call that does it."""

    act: ClassVar[Act]
    service: ClassVar[Callable[..., Case]]
    danger: ClassVar[bool] = False
    submit_label: ClassVar[str] = ""
    # What stands above the form, shown with what ``worksheet`` returns.
    worksheet_template: ClassVar[str] = ""
    # Of the fields, those that tell how the letter was served: unknown while it is being prepared.
    of_service: ClassVar[frozenset[str]] = frozenset()
    # False while the address must first say what is to be done; then no form is shown.
    is_ready = True
    # True while its letter is being prepared: the service is then presumed.
    presumed = False
    layout: tuple[Section, ...] = ()

    def __init__(
        self,
        *args: Any,
        found: CaseRead,
        user: User,
        consultation: Consultation | None = None,
        record: ServiceRecord | None = None,
        query: QueryDict | None = None,
        letter: CaseLetter | None = None,
        **options: Any,
    ) -> None:
        self.query, self.letter = query or QueryDict(), letter
        self.found, self.user, self.today = found, user, found.today
        self.consultation, self.record = consultation, record
        super().__init__(*args, **options)
        # The form's own defaults give way to what the caller starts it with, or to what the letter tells.
        self.initial = self.defaults() | (self.initial or {}) | (letter.typed["fields"] if letter else {})

    def defaults(self) -> dict[str, Any]:
        """Return what the form shows before anybody typed."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments from the cleaned data."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def perform(self, *, today: date, now: datetime) -> Case:
        """Do the act. Raises Refused as the service does; then nothing has changed."""
        if self.letter:
            return record_prepared(
                case_id=self.found.case.pk, letter_id=self.letter.pk, act=self.act, perform=lambda: self._do(today, now), actor=self.user,
                today=today,
            )  # fmt: skip
        return self._do(today, now)

    def _do(self, today: date, now: datetime) -> Case:
        return type(self).service(
            **self.subject(), **self.arguments(), actor=self.user, today=today, now=now, key=self.cleaned_data["key"]
        )

    def prepare(self, *, today: date, now: datetime) -> CaseLetter:
        """Write the letter this act will serve, without doing the act. Raises Refused as the act does."""
        self.presumed = True
        return prepare_letter(
            case_id=self.found.case.pk, act=self.act, perform=lambda: self._do(today, now), typed=self.typed(),
            actor=self.user, today=today, now=now, letter_id=self.letter and self.letter.pk,
            key=self.cleaned_data["key"],
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        """Return what was typed but for the service, and what the address said, to open the form with it again."""
        names = [name for name in self.fields if name not in self.of_service and name != "key"]
        return {
            "fields": {name: self[name].value() for name in names},
            "address": {name: value for name, value in self.query.items() if name != "letter"},
        }

    def subject(self) -> dict[str, Any]:
        """Return what the act is about: one letter, one service, or the case itself."""
        if self.consultation:
            return {"consultation_id": self.consultation.pk}
        return {"service_id": self.record.pk} if self.record else {"case_id": self.found.case.pk}

    def moved_to(self) -> Duty | None:
        """Return the reply duty as it will be, where this act moves it and that can be told."""
        return None

    def done_url(self) -> str:
        """Return where somebody goes on who came here from another form; "" leads back to the case."""
        return ""

    def worksheet(self) -> dict[str, Any]:
        """Return the context of ``worksheet_template``."""
        return {}

    def consequences(self) -> list[str]:
        """Return what follows, one sentence each, beside the act's own effect."""
        return []
