"""Every address of the program, whoever adds one: no POST without its token, nothing of another agency.

The rule: what a person may not see is answered exactly like what never was. That is 404. It is 403 only where
the person's role may never open the page, in the own agency neither, and that is said before anything is
looked up. Who is not signed in is sent to sign in, whatever the address names.

The addresses are read from the program. A new one whose parts nobody has named here fails the test.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
import time_machine
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from casework.models import (
    ActingAuthority,
    Agency,
    AnnouncedChannel,
    Attachment,
    CalendarChange,
    Case,
    CaseLetter,
    Complaint,
    Consultation,
    FormerName,
    Handover,
    ImportedLedger,
    LetterTemplate,
    Matter,
    Notice,
    OfficeDuty,
    Role,
    ServiceRecord,
    StatisticsLayout,
    Unit,
    Urging,
    User,
    WebhookEndpoint,
)
from tests.cast import Cast, noon, person, register_case

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-02")
NOWHERE = 999_999_999
NO_NUMBER = "某审2026-9999"
# Stands in every text of the first bureau: no page of anybody else may show it.
MARK = "甲局内部字样"
MARKUP = """<i id='a' onx="b">"""
# Parts of an address that name a row somebody owns, and the table it stands in.
ROWS: dict[str, type[models.Model]] = {
    "attachment_id": Attachment, "authority_id": ActingAuthority, "case_id": Case, "change_id": CalendarChange,
    "channel_id": AnnouncedChannel, "consultation_id": Consultation, "duty_id": OfficeDuty,
    "endpoint_id": WebhookEndpoint, "former_name_id": FormerName, "handover_id": Handover,
    "layout_id": StatisticsLayout, "ledger_id": ImportedLedger, "letter_id": CaseLetter, "matter_id": Complaint,
    "notice_id": Notice, "person_id": User, "service_id": ServiceRecord, "template_id": LetterTemplate,
    "unit_id": Unit, "urging_id": Urging,
}  # fmt: skip
# Parts that name no row: a year, a kind, a place in a list, an agency whose guide everybody reads.
PLAIN: dict[str, Any] = {
    "year": 2025, "kind": "receipt", "column": "total", "row": "received", "name": "complaints", "duty": "reply",
    "finding": "C1", "act": "accept", "position": 1, "agency_id": 1, "step": "who",
}  # fmt: skip
# The portal knows a visitor by number and query code alone and sends everybody else to ask for them.
ASKS_FOR_THE_CODE = "/progress/"


class Address(NamedTuple):
    """One pattern of the program: its name, and the names of its parts."""

    name: str
    path: str
    parts: tuple[str, ...]

    @property
    def names_a_row(self) -> bool:
        return bool(set(self.parts) & {*ROWS, "number"})

    def filled(self, values: dict[str, Any]) -> str:
        """Return the address with ``values`` for its parts."""
        return "/" + re.sub(r"<\w+:(\w+)>", lambda part: str(values[part[1]]), self.path)


def addresses(resolver: URLResolver | None = None, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            parts = tuple(pattern.pattern.converters)
            yield Address(":".join((*spaces, pattern.name or "")), here, parts)


ADDRESSES = list(addresses())
ABSENT = PLAIN | dict.fromkeys(ROWS, NOWHERE) | {"number": NO_NUMBER}


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are expected here, and each would be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_part_of_an_address_is_known_here():
    parts = {part for address in ADDRESSES for part in address.parts}
    assert parts - set(ROWS) - set(PLAIN) - {"number"} == set()
    assert set(ROWS) <= parts
    assert len(ADDRESSES) > 120


def test_every_post_needs_its_token(cast):
    for user in (None, cast.officer_li):
        client = Client(enforce_csrf_checks=True)
        if user:
            client.force_login(user)
        answers = {address.name: client.post(address.filled(ABSENT), {"a": "b"}).status_code for address in ADDRESSES}
        assert {name: status for name, status in answers.items() if status != 403} == {}


class Office:
    """The first bureau with one row of every kind, every text of which says MARK."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        # The example that the look-up page gives is nobody's case.
        cast.bureau.prefix = "甲审"
        cast.bureau.save()
        self.case = register_case(cast, content=MARK)
        self.rows = {name: self._row(model) for name, model in ROWS.items()}
        self._row(Matter)
        self.values = PLAIN | {name: row.pk for name, row in self.rows.items()} | {"number": self.case.number}

    def stored(self) -> dict[str, Any]:
        """Return every row as the database has it."""
        return {name: type(row)._base_manager.filter(pk=row.pk).values().first() for name, row in self.rows.items()}

    def _row(self, model: type[models.Model]) -> models.Model:
        known = {Agency: self.cast.bureau, Case: self.case, Unit: self.cast.unit}
        if model in known:
            return known[model]
        if issubclass(model, AbstractUser):
            return self.cast.officer_li
        if not isinstance(model._meta.pk, models.AutoField):
            return model._base_manager.first() or model(pk=None)
        # Two people of one row are never the same: some tables insist on it.
        people = iter([self.cast.officer_li, self.cast.head_chen, self.cast.handler_zhou, self.cast.supervisor_sun])
        values: dict[str, Any] = {}
        for column in model._meta.concrete_fields:
            if isinstance(column, models.ForeignKey):
                if not column.null or column.related_model in (Agency, User):
                    is_person = column.related_model is User
                    values[column.name] = next(people) if is_person else self._row(column.related_model)
            elif not (column.primary_key or column.has_default() or column.null):
                values[column.name] = _value(column)
        row = model(**values)
        models.Model.save_base(row, force_insert=True)
        return row


def _value(column: models.Field) -> Any:
    if column.choices:
        return column.flatchoices[0][0]
    if isinstance(column, models.FileField):
        return ""
    if isinstance(column, models.CharField | models.TextField):
        # Where requests may be handed in is announced to everybody.
        return "公布的渠道" if column.model is AnnouncedChannel else MARK[: column.max_length]
    examples: dict[type[models.Field], Any] = {
        models.DateTimeField: NOW, models.DateField: date(2026, 3, 2), models.IntegerField: 2026,
        models.JSONField: {}, models.BooleanField: False,
    }  # fmt: skip
    return next(value for kind, value in examples.items() if isinstance(column, kind))


def browser_of(role: Role | None, cast: Cast, agency: Agency | None = None) -> Client:
    """Return a browser in which somebody of ``agency``, the second bureau by default, is signed in; None: nobody is."""
    client = Client(raise_request_exception=False)
    if role:
        agency = agency or cast.other_bureau
        unit = Unit.objects.create(agency=agency, name="某科室")
        client.force_login(person(f"somebody_{role}_{agency.pk}", role, agency, "某人", unit))
    return client


def said(answer: HttpResponse, values: dict[str, Any]) -> tuple[int, str]:
    """Return the status and where it leads, the row's own name taken out."""
    place = answer.get("Location", "")
    for part in ("case_id", "number"):
        place = place.replace(f"/{values[part]}/", "/…/")
    return answer.status_code, place.partition("?")[0]


ROLES = [None, *(role for role in Role if role != Role.NONE)]


@pytest.mark.parametrize("role", ROLES)
def test_what_is_another_agencys_is_as_if_it_were_not(cast, role):
    with time_machine.travel(NOW, tick=False):
        office = Office(cast)
        stranger, colleague = browser_of(role, cast), browser_of(role, cast, cast.bureau)
        before, wrong = office.stored(), []
        for address in (address for address in ADDRESSES if address.names_a_row):
            for method in ("get", "post"):
                there = getattr(stranger, method)(address.filled(office.values))
                status, place = said(there, office.values)
                if status in (404, 405):
                    continue
                nowhere = getattr(stranger, method)(address.filled(ABSENT))
                fits = (status, place) == said(nowhere, ABSENT) and there.content == nowhere.content
                if status == 403 and role:
                    fits &= getattr(colleague, method)(address.filled(office.values)).status_code == 403
                elif role is None and not address.name.startswith("portal:"):
                    fits &= status == 403 or place == "/desk/login/"
                else:
                    fits &= place == ASKS_FOR_THE_CODE
                if not fits:
                    wrong.append((method, address.name, status, place, nowhere.status_code))
        assert wrong == []
        assert office.stored() == before


@pytest.mark.parametrize("role", ROLES)
def test_no_list_shows_what_is_another_agencys(cast, role):
    with time_machine.travel(NOW, tick=False):
        office = Office(cast)
        stranger, wrong = browser_of(role, cast), []
        asked = f"?agency={cast.bureau.pk}&scope=all&person={cast.officer_li.pk}"
        for address in (address for address in ADDRESSES if not address.names_a_row):
            path = address.filled(PLAIN | {"agency_id": cast.bureau.pk})
            answer = stranger.get(path + asked)
            if answer.status_code == 404:
                answer = stranger.get(path)
            shown = text_of(answer)
            if MARK in shown or office.case.number in shown or (answer.status_code >= 500 and address.name != "readyz"):
                wrong.append((address.name, answer.status_code))
        assert wrong == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_no_page_takes_a_text_for_its_own_markup(cast, role, monkeypatch):
    """Every text of the office is markup, its names too; and so is what the address asks for."""
    monkeypatch.setitem(globals(), "MARK", MARKUP)
    with time_machine.travel(NOW, tick=False):
        for table, column in ((Agency, "name"), (Unit, "name"), (User, "display_name")):
            for row in table.objects.all():
                table.objects.filter(pk=row.pk).update(**{column: f"{MARKUP}{row.pk}"})
        office = Office(cast)
        office.case.applicants.update(name=MARKUP, kind="commercial")
        Case.objects.filter(pk=office.case.pk).update(applicant_kind="commercial", archive_number=MARKUP)
        agency = cast.city if role == Role.SUPERVISOR else cast.bureau
        browser, shown, wrong = browser_of(role, cast, agency), 0, []
        asked = "&".join(f"{name}={quote(MARKUP)}" for name in ("q", "words", "topic", "after", "text", "name", "next"))
        for address in ADDRESSES:
            for query in ("", f"?{asked}"):
                answer = browser.get(address.filled(office.values) + query)
                if "html" not in answer.get("Content-Type", ""):
                    continue
                page = text_of(answer)
                shown += "&lt;i id=" in page
                if MARKUP in page or "<i id=" in page:
                    wrong.append((address.name, query[:5]))
        assert wrong == []
        assert shown > 10, "the texts stand on many pages, written out"


def text_of(answer: HttpResponse) -> str:
    """Return the answer as text; what streams is joined."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", errors="replace")
