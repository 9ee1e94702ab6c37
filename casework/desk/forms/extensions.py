"""Forms of 延期答复: asking, deciding, telling the applicant."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import LawLongText
from casework.desk.forms.letter_service import SERVICE_SECTIONS, ServiceFields
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.duties import Duty
from casework.law.facts import MAX_EXTENSION_WORKING_DAYS, ExtensionFact
from casework.models.facts import current_extension
from casework.services.extensions import (
    approve_extension,
    reject_extension,
    request_extension,
    serve_extension,
)

SHOWN_LENGTHS = (5, 10, 15, MAX_EXTENSION_WORKING_DAYS)


class _KnownExtension(ActForm):
    """An act on the extension that was asked for; told today, the deadline moves."""

    def moved_to(self) -> Duty | None:
        extension = current_extension(self.found.case)
        if extension is None:
            return None
        return self.found.reply_if(
            extension=ExtensionFact(extension.working_days, extension.approved_on or self.today, self.today)
        )


class RequestExtensionForm(ActForm):
    """申请延期."""

    act = Act.REQUEST_EXTENSION
    service = staticmethod(request_extension)
    working_days = forms.IntegerField(
        label="延长几个工作日", help_text=f"最长{MAX_EXTENSION_WORKING_DAYS}个工作日，只能一次。"
    )
    reason = LawLongText(label="延期理由")

    def defaults(self) -> dict[str, Any]:
        return {"working_days": MAX_EXTENSION_WORKING_DAYS}

    def consequences(self) -> list[str]:
        lines = []
        for working_days in SHOWN_LENGTHS:
            duty = self.found.reply_if(extension=ExtensionFact(working_days, self.today, self.today))
            if duty and duty.due_on and duty.of > self.found.reading.reply.of:
                lines.append(f"延长{working_days}个工作日的，送达后答复期限变为{told(duty)}。")
        return [*lines, "负责人同意并在原期限内送达申请人以后才生效。"]


class ApproveExtensionForm(_KnownExtension):
    """同意延期."""

    act = Act.APPROVE_EXTENSION
    service = staticmethod(approve_extension)


class RejectExtensionForm(ActForm):
    """不同意延期."""

    act = Act.REJECT_EXTENSION
    service = staticmethod(reject_extension)
    danger = True
    reason = LawLongText(label="不同意的理由", rows=3, max_length=200)


class ServeExtensionForm(ServiceFields, _KnownExtension):
    """送达延期告知."""

    act = Act.SERVE_EXTENSION
    service = staticmethod(serve_extension)
    layout = SERVICE_SECTIONS

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults()

    def arguments(self) -> dict[str, Any]:
        return {"fact": self.fact()}
