"""The unsent application, kept in the session: answers as they were typed, whatever they are worth.

The session lies in the database, so a draft is encrypted as a whole.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from casework.adapters.encryption import seal, unseal
from casework.law.applicants import ApplicantKind, DocumentKind, document_warning
from casework.law.receipt import Channel
from casework.models.sealed import UnreadableValue
from casework.portal import forms as portal_forms
from casework.portal.kept_files import KeptFiles
from casework.portal.pages import target_of
from casework.services.register import ApplicantData, NewRequest, RepresentativeData

SESSION_NAME = "drafts"
# Under this name stands in a draft what its answers say, once they were judged.
READY = "ready"
# More than any field may hold, so that what is too long comes back to be shortened.
LONGEST_ANSWER = 20_000


class Step(NamedTuple):
    """One page of the form."""

    name: str
    title: str
    lead: str = ""


STEPS = (
    Step("who", "您是谁"),
    Step("applicant", "身份与联系方式", "只用于核对身份、与您联系和送达答复。"),
    Step("content", "所需信息"),
    Step("wanted", "提供方式"),
    Step("attachments", "附件", "没有附件的，直接进入下一步。"),
    Step("check", "核对并提交"),
)
STEP_NUMBERS = {step.name: number for number, step in enumerate(STEPS, 1)}
FORM_STEPS = STEPS[:-1]


def opened(stored: str) -> dict[str, Any]:
    """Return a draft as it is worked on: its answers, files and key. One that cannot be read begins anew."""
    try:
        return json.loads(unseal(SESSION_NAME, stored)) if stored else {"answers": {}}
    except UnreadableValue:
        return {"answers": {}}


class Draft:
    """One applicant's unsent application to one agency."""

    def __init__(self, session: SessionBase, agency_id: int) -> None:
        self._session = session
        self._drafts: dict[str, Any] = session.get(SESSION_NAME, {})
        self._id = str(agency_id)
        self._kept: dict[str, Any] = opened(self._drafts.get(self._id, ""))
        self.files = KeptFiles(self._kept)
        self._forms: dict[str, Any] = {}

    @property
    def is_begun(self) -> bool:
        """Tell whether anything was answered yet."""
        return bool(self._kept["answers"])

    @property
    def is_organisation(self) -> bool:
        """Tell whether a legal person or other organisation asks."""
        return self._answers("who").get("applicant_is") == "organisation"

    @property
    def key(self) -> str:
        """The once-only key of this application, made when it is first needed."""
        if "key" not in self._kept:
            self._kept["key"] = secrets.token_hex(16)
            self.save()
        return self._kept["key"]

    def save(self) -> None:
        """Write the draft into the session."""
        self._drafts[self._id] = seal(SESSION_NAME, json.dumps(self._kept, ensure_ascii=False))
        self._session[SESSION_NAME] = self._drafts

    def end(self, session: SessionBase | dict[str, Any]) -> None:
        """Take the draft out of a session: the application was handed in. Its files are left to the receipt page."""
        session[SESSION_NAME] = {agency: draft for agency, draft in self._drafts.items() if agency != self._id}

    def remember(self, step: str, data: QueryDict) -> None:
        """Keep the answers of one step as typed, right or wrong."""
        answers = dict(self._answers(step))
        form = self.form(step)
        for name, field in form.fields.items():
            if isinstance(field, forms.FileField):
                continue
            if name in data:
                answers[name] = data[name][:LONGEST_ANSWER]
            elif isinstance(field, forms.BooleanField) and not _is_switched_off(form, name, data):
                answers[name] = ""
        self._kept["answers"][self._name(step)] = answers
        self._kept.pop(READY, None)
        self._forms.clear()
        self.save()

    def form(self, step: str, *, judged: bool = False) -> Any:
        """Return the form of a step with the answers so far; ``judged`` looks for errors."""
        answers = self._answers(step)
        given = {"data": answers} if judged else {"initial": answers} if answers else {}
        if step == "wanted":
            given["contact"] = self._answers("applicant")
        return self._form_class(step)(auto_id="%s", **given)

    def first_unfinished(self, before: str = "check") -> str:
        """Return the first step before ``before`` whose answers do not hold, or ""."""
        if before == "check" and READY in self._kept:
            return ""
        for step in FORM_STEPS:
            if step.name == before:
                break
            if not self._judged(step.name).is_valid():
                return step.name
        return ""

    def checked_forms(self) -> dict[str, Any]:
        """Return the valid forms of all steps; call it once nothing is unfinished."""
        found = {step.name: self._judged(step.name) for step in FORM_STEPS}
        for form in found.values():
            form.is_valid()
        return found

    def _judged(self, step: str) -> Any:
        """Return the form of a step that looks for errors, one for as long as nothing else is answered."""
        if step not in self._forms:
            self._forms[step] = self.form(step, judged=True)
        return self._forms[step]

    def make_ready(self) -> None:
        """Keep what the answers were found to say until one is changed: whoever sends them has seen them on the check page.

        Call it once nothing is unfinished.
        """
        if READY not in self._kept:
            self._kept[READY] = self._said()
            self._kept.setdefault("key", secrets.token_hex(16))
            self.save()

    def _said(self) -> dict[str, Any]:
        """Return what the forms of all steps say, as far as it is kept as JSON; what was left empty is left out."""
        steps = self.checked_forms()
        wanted = steps["wanted"]
        return {
            "who": {name: value for name, value in steps["applicant"].cleaned_data.items() if value},
            "content": steps["content"].cleaned_data["content"],
            "wanted_form": wanted.in_words(),
            "needs_assistance": wanted.cleaned_data["needs_assistance"],
        }

    def request(self, today: date) -> NewRequest:
        """Return the application as the service takes it in. Raises Refused when a file is gone."""
        said = self._kept.get(READY) or self._said()
        return NewRequest(
            channel=Channel.ONLINE,
            submitted_on=today,
            applicant=_applicant(said["who"]),
            representative=_representative(said["who"]),
            content=said["content"],
            wanted_form=said["wanted_form"],
            needs_assistance=said["needs_assistance"],
            files=self.files,
        )

    def warnings(self, today: date) -> list[str]:
        """Return what looks wrong in the document numbers; it never blocks (law.identity)."""
        who = self.checked_forms()["applicant"].cleaned_data
        people = [person for person in (_applicant(who), _representative(who)) if person]
        found = [
            document_warning(DocumentKind(person.document_kind), person.document_number, today)
            for person in people
            if person.document_kind
        ]
        return [f"{warning}；确认无误可继续提交。" for warning in found if warning]

    def answers_by_group(self) -> Iterator[tuple[Step, list[tuple[str, str, str]]]]:
        """Yield every step with (label, answer in words, name) of its fields, for the check page."""
        forms_by_step = self.checked_forms()
        for step in FORM_STEPS:
            form = forms_by_step[step.name]
            shown = [field for field in form.visible_fields() if _is_asked(form, field.name)]
            rows = [(field.label, _in_words(field, form), target_of(field)) for field in shown]
            if step.name == "attachments":
                rows = [("附件", "\n".join(row["name"] for row in self.files.rows), "attachments")]
            yield step, rows

    def _name(self, step: str) -> str:
        # A citizen's answers and an organisation's are kept apart, so changing one's mind loses neither.
        return f"{step}_organisation" if step == "applicant" and self.is_organisation else step

    def _answers(self, step: str) -> dict[str, str]:
        return self._kept["answers"].get(self._name(step) if step != "who" else step, {})

    def _form_class(self, step: str) -> type[forms.Form]:
        if step == "applicant":
            return portal_forms.OrganisationForm if self.is_organisation else portal_forms.PersonForm
        return {
            "who": portal_forms.WhoForm,
            "content": portal_forms.ContentForm,
            "wanted": portal_forms.WantedForm,
            "attachments": portal_forms.AttachmentsForm,
        }[step]


def _applicant(who: dict[str, Any]) -> ApplicantData:
    names = [name for name in ApplicantData.__dataclass_fields__ if name != "kind"]
    kind = who.get("kind") or ApplicantKind.NATURAL.value
    return ApplicantData(kind=kind, **{name: who.get(name, "") for name in names})


def _representative(who: dict[str, Any]) -> RepresentativeData | None:
    if who["submitted_by"] != "representative":
        return None
    return RepresentativeData(
        name=who["representative_name"],
        document_kind=who.get("representative_document_kind", ""),
        document_number=who["representative_document_number"],
        telephone=who.get("representative_telephone", ""),
        has_power_of_attorney=who.get("has_power_of_attorney", False),
    )


def _is_switched_off(form: forms.Form, name: str, data: QueryDict) -> bool:
    """A block the page has hidden sends nothing; that is no answer."""
    hidden = getattr(form, "representative_fields", ())
    return name in hidden and data.get("submitted_by") != "representative"


def _is_asked(form: forms.Form, name: str) -> bool:
    if name not in getattr(form, "representative_fields", ()):
        return True
    return form.cleaned_data.get("submitted_by") == "representative"


def _in_words(field: forms.BoundField, form: forms.Form) -> str:
    value = form.cleaned_data.get(field.name)
    if isinstance(field.field, forms.ChoiceField):
        return dict(field.field.choices).get(value, "")
    if isinstance(field.field, forms.BooleanField):
        return "是" if value else "否"
    return str(value or "")
