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
from casework.models.letter_service import ServiceRecord
from casework.models.user import User
from casework.queries.case_page import CaseRead


class ActForm(DeskForm):
    """What one act asks. ``service`` is the one call that does it."""

    act: ClassVar[Act]
    service: ClassVar[Callable[..., Case]]
    danger: ClassVar[bool] = False
    submit_label: ClassVar[str] = ""
    # What stands above the form, shown with what ``worksheet`` returns.
    worksheet_template: ClassVar[str] = ""
    # False while the address must first say what is to be done; then no form is shown.
    is_ready = True
    layout: tuple[Section, ...] = ()

    def __init__(
        self,
        *args: Any,
        found: CaseRead,
        user: User,
        consultation: Consultation | None = None,
        record: ServiceRecord | None = None,
        query: QueryDict | None = None,
        **options: Any,
    ) -> None:
        self.query = query or QueryDict()
        self.found, self.user, self.today = found, user, found.today
        self.consultation, self.record = consultation, record
        super().__init__(*args, **options)
        # The form's own defaults give way to what the caller starts it with.
        self.initial = self.defaults() | (self.initial or {})

    def defaults(self) -> dict[str, Any]:
        """Return what the form shows before anybody typed."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments from the cleaned data."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def perform(self, *, today: date, now: datetime) -> Case:
        """Do the act. Raises Refused as the service does; then nothing has changed."""
        return type(self).service(
            **self.subject(), **self.arguments(), actor=self.user, today=today, now=now, key=self.cleaned_data["key"]
        )

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
