"""Intake by every channel: registration at the desk and submission on line (条例第二十九、三十一条)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction

from casework.adapters.numbering import next_number_and_key
from casework.adapters.working_calendar import calendar_for
from casework.law.acts import Act
from casework.law.applicants import ApplicantKind, DocumentKind, document_warning
from casework.law.calendar import WorkingCalendar
from casework.law.case_names import case_number, subject_of
from casework.law.clock import read
from casework.law.duties import ClockReading
from casework.law.errors import Refused
from casework.law.identity import normalise_number
from casework.law.receipt import Channel
from casework.law.recorded_days import refuse_future
from casework.law.sources import regulation
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.applicant import Applicant, Representative
from casework.models.case import Case
from casework.models.facts import facts_of
from casework.models.kept_insert import Change, insert_together
from casework.models.user import User
from casework.services.attachments import attach_files, check_files
from casework.services.case_events import first_event, watched_values
from casework.services.case_words import first_words
from casework.services.deadlines import cache_deadlines, first_deadlines
from casework.services.fitting import refuse_unfit, refuse_unfit_texts
from casework.services.form_keys import event_of_key
from casework.services.incoming_mail import take_over_request
from casework.services.intake_notices import submission_notices
from casework.services.permissions import why_not_allowed
from casework.services.query_codes import hash_query_code, query_code
from casework.services.topics import refuse_unknown_topic

REQUEST_FILES = "申请材料"
# Most requests of a day come by the same channel and have the same dates.
_reading = lru_cache(maxsize=200)(read)


@dataclass(frozen=True, slots=True)
class RepresentativeData:
    """Who acts for the applicant."""

    name: str
    document_kind: str = ""
    document_number: str = ""
    telephone: str = ""
    has_power_of_attorney: bool = False


@dataclass(frozen=True, slots=True)
class ApplicantData:
    """Who asks: what Art. 29(2)(1) needs and nothing more."""

    kind: str
    name: str
    document_kind: str = ""
    document_number: str = ""
    legal_representative: str = ""
    contact_person: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as it arrived. Which of the three dates is needed depends on the channel."""

    channel: str
    applicant: ApplicantData
    content: str
    subject: str = ""
    topic: str = ""
    wanted_form: str = ""
    needs_assistance: bool = False
    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    postal_number: str = ""
    # The name on the letter where it is not the agency's own of today.
    addressed_to: str = ""
    late_registration_reason: str = ""
    # How the request was taken in, e.g. who wrote down an oral one; kept with the first event.
    intake_note: str = ""
    representative: RepresentativeData | None = None
    files: Iterable[UploadedFile] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        # They are looked at twice, so an iterator must not run dry after the first time.
        object.__setattr__(self, "files", tuple(self.files))


@dataclass(frozen=True, slots=True)
class Registered:
    """What intake gives back. ``warnings`` never block; ``query_code`` is shown once."""

    case: Case
    warnings: tuple[str, ...] = ()
    query_code: str = ""


def register(
    *,
    agency: Agency,
    request: NewRequest,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
    mail_id: int | None = None,
) -> Registered:
    """Register a request at the desk; it gets its number and, by its channel, its receipt day.

    ``mail_id`` is the letter of the mail room the request was found in: it is taken over with it. Raises
    Refused for a role that may not, a foreign agency, missing content or dates, a day in the future, late
    registration without a reason, and a letter already taken over. Source: Art. 29, 31.
    """
    refusal = why_not_allowed(Act.REGISTER, actor)
    if refusal:
        raise refusal
    if actor.agency_id != agency.pk:
        raise Refused("foreign_agency", "只能登记本机关收到的申请。")
    try:
        return _register(agency, request, actor, today, now, key, mail_id)
    except (IntegrityError, Refused):
        # The second click of two finds what the first has filed, whatever has changed since. Keys are unique in the
        # database, so that nobody has to ask for them before something stands in the way.
        done = _filed_before(agency, key, Act.REGISTER)
        if done is None:
            raise
        return done


@transaction.atomic
def _register(
    agency: Agency, request: NewRequest, actor: User, today: date, now: datetime, key: str, mail_id: int | None
) -> Registered:
    calendar = calendar_for(agency)
    case = _new_case(agency, request, Stage.REGISTERED, now)
    _check_request(request, today)
    refuse_unknown_topic(agency, request.topic)
    case.officer = actor
    reading = _reading(facts_of(case), calendar, today)
    _require_late_reason(case, reading.receipt.received_on, calendar, today)
    rows = _store(case, request, reading, today)
    event = first_event(
        case=case, act=Act.REGISTER, actor=actor, happened_on=today, now=now, key=key,
        note="\n".join(filter(None, (case.late_registration_reason, request.intake_note))),
        after=watched_values(case),
    )  # fmt: skip
    insert_together(*rows, event)
    if mail_id is not None:
        take_over_request(mail_id=mail_id, case=case, actor=actor, today=today)
    # Last, so that nothing can fail any more once files lie on the disk.
    attach_files(case=case, files=request.files, purpose=REQUEST_FILES, actor=actor, now=now)
    return Registered(case, _warnings(request, today))


def submit_online(
    *,
    agency: Agency,
    request: NewRequest,
    today: date,
    now: datetime,
    key: str,
    together_with: Callable[[int], Change] | None = None,
) -> Registered:
    """Take in a request filed on the portal; the answer holds its number and query code.

    ``together_with`` is given the key of the case and says what else is stored if and only if this call stores it.

    The same ``key`` again returns the same case and the same code, so a double click files
    once. Channel and day are stamped here: nobody files on line for another day. Raises Refused
    as ``register`` does. Source: Art. 29, 31(3).
    """
    if not key:
        raise ValueError("a submission needs a key of its own: the query code comes from it")
    request = replace(request, channel=Channel.ONLINE.value, submitted_on=today, signed_on=None, confirmed_on=None)
    try:
        return _submit(agency, request, today, now, key, together_with)
    except (IntegrityError, Refused):
        done = _filed_before(agency, key, Act.SUBMIT, query_code(key))
        if done is None:
            raise
        return done


@transaction.atomic
def _submit(
    agency: Agency,
    request: NewRequest,
    today: date,
    now: datetime,
    key: str,
    together_with: Callable[[int], Change] | None,
) -> Registered:
    code = query_code(key)
    if not agency.accepts_online:
        raise Refused("online_closed", f"{agency}未开通网上申请，请当面提交或者邮寄。", article=regulation(28))
    case = _new_case(agency, request, Stage.SUBMITTED, now)
    _check_request(request, today)
    reading = _reading(facts_of(case), calendar_for(agency), today)
    rows = _store(case, request, reading, today, code)
    event = first_event(
        case=case, act=Act.SUBMIT, actor=None, happened_on=today, now=now, key=key,
        after=watched_values(case),
    )  # fmt: skip
    notices = submission_notices(case=case, email=request.applicant.email, now=now)
    insert_together(*rows, event, *notices, *([together_with(case.pk)] if together_with else []))
    attach_files(case=case, files=request.files, purpose=REQUEST_FILES, actor=None, now=now)
    return Registered(case, _warnings(request, today), code)


def _filed_before(agency: Agency, key: str, act: Act, code: str = "") -> Registered | None:
    """Return what the same form filed before, as a second click must find it."""
    event = event_of_key(key, act)
    if event is None:
        return None
    if event.case.agency_id != agency.pk:
        raise Refused("form_already_used", "这张表单已经用于另一次办理，请刷新页面后重新提交。")
    return Registered(event.case, query_code=code)


def _new_case(agency: Agency, request: NewRequest, stage: Stage, now: datetime) -> Case:
    content = request.content.strip()
    return Case(
        agency=agency,
        stage=stage,
        channel=request.channel,
        submitted_on=request.submitted_on,
        signed_on=request.signed_on,
        confirmed_on=request.confirmed_on,
        postal_number=request.postal_number,
        addressed_to=request.addressed_to.strip(),
        registered_at=now,
        late_registration_reason=request.late_registration_reason.strip(),
        applicant_kind=request.applicant.kind,
        subject=subject_of(request.subject.strip() or content),
        topic=request.topic,
        content=content,
        wanted_form=request.wanted_form,
        needs_assistance=request.needs_assistance,
    )


def _check_request(request: NewRequest, today: date) -> None:
    if request.channel not in [item.value for item in Channel]:
        raise Refused("channel_unknown", "请选择收件渠道。", article=regulation(31), field="channel")
    if request.applicant.kind not in [item.value for item in ApplicantKind]:
        raise Refused("applicant_kind_unknown", "请选择申请人类别。", field="kind")
    if not request.applicant.name.strip():
        raise Refused("applicant_name_missing", "请填写申请人姓名或名称。", article=regulation(29, 2, 1), field="name")
    if not request.content.strip():
        raise Refused(
            "content_missing", "请写明申请公开的政府信息的名称、文号或其他特征。",
            article=regulation(29, 2, 2), field="content",
        )  # fmt: skip
    # Before the subject, which is its beginning: the person is told about what was typed.
    refuse_unfit_texts({"content": request.content})
    for name in ("submitted_on", "signed_on", "confirmed_on"):
        refuse_future(name, getattr(request, name), today)
    check_files(request.files)


def _require_late_reason(case: Case, received_on: date | None, calendar: WorkingCalendar, today: date) -> None:
    if received_on is None or received_on >= today or case.late_registration_reason:
        return
    used = calendar.count_working_days(received_on, today)
    if used:
        raise Refused(
            "late_reason_missing",
            f"收到日为{received_on}，补登时已用去{used}个工作日，请写明补登原因。",
            article=regulation(31),
            field="late_registration_reason",
        )


def _store(
    case: Case,
    request: NewRequest,
    reading: ClockReading,
    today: date,
    code: str = "",
) -> list[models.Model]:
    """Give a new case its number and its key; return the rows still to be stored, the case first if it is one of them."""
    refuse_unfit(case)
    applicant = _applicant(request.applicant)
    representative = _representative(request.representative)
    year = (reading.receipt.received_on or request.submitted_on or today).year
    serial, case.pk = next_number_and_key(Case, agency_id=case.agency_id, series="case", year=year)
    case.number = case_number(case.agency.prefix, year, serial)
    if code:
        case.query_code_hash = hash_query_code(case.number, code)
    cache_deadlines(case, reading)
    rows: list[models.Model] = [case]
    if case.pk is None:
        # What belongs to it names its key, so it is stored before them.
        case.save()
        rows = []
    applicant.case = case
    rows += [*first_deadlines(case, reading), first_words(case, applicant.name)]
    if representative is None:
        return [*rows, applicant]
    # Keys are checked when the transaction ends, so it may come before the case.
    applicant.save()
    representative.applicant = applicant
    return [*rows, representative]


def _applicant(data: ApplicantData) -> Applicant:
    applicant = Applicant(**_tidy(data))
    refuse_unfit(applicant)
    return applicant


def _representative(data: RepresentativeData | None) -> Representative | None:
    if data is None:
        return None
    if not data.name.strip():
        if data.document_number.strip() or data.telephone.strip() or data.has_power_of_attorney:
            raise Refused(
                "representative_name_missing", "已填写代理人信息，请写明代理人姓名。",
                article=regulation(29, 2, 1), field="representative_name",
            )  # fmt: skip
        return None
    representative = Representative(**_tidy(data))
    refuse_unfit(representative, prefix="representative_")
    return representative


def _tidy(data: ApplicantData | RepresentativeData) -> dict[str, Any]:
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    tidy["document_number"] = normalise_number(tidy["document_number"])
    return tidy


def _warnings(request: NewRequest, today: date) -> tuple[str, ...]:
    found = []
    people = [request.applicant, *([request.representative] if request.representative else [])]
    for person in people:
        if person.document_kind:
            text = document_warning(DocumentKind(person.document_kind), person.document_number, today)
            if text:
                found.append(text)
    return tuple(found)
