"""Intake by every channel: registration at the desk and submission on line (条例第二十九、三十一条)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import salted_hmac

from casework.adapters.numbering import next_number
from casework.adapters.working_calendar import current_calendar
from casework.law.acts import Act
from casework.law.applicants import ApplicantKind, DocumentKind, document_warning
from casework.law.calendar import WorkingCalendar
from casework.law.clock import ClockReading, read
from casework.law.errors import Refused
from casework.law.identity import normalise_number
from casework.law.receipt import Channel
from casework.law.sources import regulation
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.applicant import Applicant, Representative
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.facts import facts_of
from casework.models.user import User
from casework.services.attachments import attach_files, check_files
from casework.services.deadlines import cache_deadlines, write_deadlines
from casework.services.intake_notices import announce_submission
from casework.services.performing import record_event, refuse_future, watched_values
from casework.services.permissions import why_not_allowed

SUBJECT_LENGTH = 60
QUERY_CODE_LENGTH = 8
# No 0/O, 1/I/L: read over the telephone and typed from paper.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


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
    wanted_form: str = ""
    needs_assistance: bool = False
    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    postal_number: str = ""
    late_registration_reason: str = ""
    representative: RepresentativeData | None = None
    files: Iterable[UploadedFile] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Registered:
    """What intake gives back. ``warnings`` never block; ``query_code`` is shown once."""

    case: Case
    warnings: tuple[str, ...] = ()
    query_code: str = ""


@transaction.atomic
def register(
    *,
    agency: Agency,
    request: NewRequest,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Registered:
    """Register a request at the desk; it gets its number and, by its channel, its receipt day.

    Raises Refused for a role that may not, a foreign agency, missing content or dates, a day in
    the future, and for late registration without a reason. Source: Art. 29, 31.
    """
    done = CaseEvent.objects.filter(key=key).select_related("case").first() if key else None
    if done:
        return Registered(done.case)
    refusal = why_not_allowed(Act.REGISTER, actor)
    if refusal:
        raise refusal
    if actor.agency_id != agency.pk:
        raise Refused("foreign_agency", "只能登记本机关收到的申请。")
    calendar = current_calendar()
    case = _new_case(agency, request, Stage.REGISTERED, now)
    _check_request(request, today)
    case.officer = actor
    reading = read(facts_of(case), calendar, today)
    _require_late_reason(case, reading.receipt.received_on, calendar, today)
    _store(case, request, reading, today, now, actor)
    record_event(
        case=case, act=Act.REGISTER, actor=actor, happened_on=today, now=now, key=key,
        note=case.late_registration_reason, after=watched_values(case),
    )  # fmt: skip
    return Registered(case, _warnings(request, today))


@transaction.atomic
def submit_online(
    *, agency: Agency, request: NewRequest, today: date, now: datetime, key: str
) -> Registered:
    """Take in a request filed on the portal; the answer holds its number and query code.

    The same ``key`` again returns the same case and the same code, so a double click files
    once. Raises Refused as ``register`` does. Source: Art. 29, 31(3).
    """
    code = query_code(key)
    done = CaseEvent.objects.filter(key=key).select_related("case").first()
    if done:
        return Registered(done.case, query_code=code)
    if not agency.accepts_online:
        raise Refused("online_closed", f"{agency}未开通网上申请，请当面提交或者邮寄。", article=regulation(28))
    case = _new_case(agency, request, Stage.SUBMITTED, now)
    _check_request(request, today)
    reading = read(facts_of(case), current_calendar(), today)
    _store(case, request, reading, today, now, None, code)
    record_event(
        case=case, act=Act.SUBMIT, actor=None, happened_on=today, now=now, key=key,
        after=watched_values(case),
    )  # fmt: skip
    announce_submission(case=case, email=request.applicant.email, now=now)
    return Registered(case, _warnings(request, today), code)


def query_code(key: str) -> str:
    """Return the query code that belongs to a submission key: the same key, the same code."""
    digest = salted_hmac("casework.query_code", key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(QUERY_CODE_LENGTH):
        number, index = divmod(number, len(_CODE_ALPHABET))
        signs.append(_CODE_ALPHABET[index])
    return "".join(signs)


def hash_query_code(number: str, code: str) -> str:
    """Return what is stored of a query code; the code itself is not kept."""
    text = f"{number}:{code.strip().upper()}"
    return salted_hmac("casework.query_code.stored", text, algorithm="sha256").hexdigest()


def query_code_matches(case: Case, code: str) -> bool:
    """Tell whether ``code`` opens the case's progress page."""
    return bool(case.query_code_hash) and hmac.compare_digest(
        case.query_code_hash, hash_query_code(case.number, code)
    )


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
        registered_at=now,
        late_registration_reason=request.late_registration_reason.strip(),
        applicant_kind=request.applicant.kind,
        subject=(request.subject.strip() or content.replace("\n", " "))[:SUBJECT_LENGTH],
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
        raise Refused(
            "applicant_name_missing", "请填写申请人姓名或名称。", article=regulation(29, 2, 1), field="name"
        )
    if not request.content.strip():
        raise Refused(
            "content_missing", "请写明申请公开的政府信息的名称、文号或其他特征。",
            article=regulation(29, 2, 2), field="content",
        )  # fmt: skip
    for name in ("submitted_on", "signed_on", "confirmed_on"):
        refuse_future(name, getattr(request, name), today)
    check_files(request.files)


def _require_late_reason(
    case: Case, received_on: date | None, calendar: WorkingCalendar, today: date
) -> None:
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
    now: datetime,
    actor: User | None,
    code: str = "",
) -> None:
    year = (reading.receipt.received_on or request.submitted_on or today).year
    serial = next_number(agency_id=case.agency_id, series="case", year=year)
    case.number = f"{case.agency.prefix}{year}-{serial:04d}"
    if code:
        case.query_code_hash = hash_query_code(case.number, code)
    cache_deadlines(case, reading)
    case.save()
    write_deadlines(case, reading)
    values = asdict(request.applicant)
    values["document_number"] = normalise_number(values["document_number"])
    applicant = Applicant.objects.create(case=case, **values)
    if request.representative and request.representative.name.strip():
        Representative.objects.create(applicant=applicant, **asdict(request.representative))
    attach_files(case=case, files=request.files, purpose="申请材料", actor=actor, now=now)


def _warnings(request: NewRequest, today: date) -> tuple[str, ...]:
    found = []
    people = [request.applicant, *([request.representative] if request.representative else [])]
    for person in people:
        if person.document_kind:
            text = document_warning(
                DocumentKind(person.document_kind), person.document_number, today
            )
            if text:
                found.append(text)
    return tuple(found)
