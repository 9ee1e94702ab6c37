"""From stored rows to ``law.letters.facts``: the one place that fills what letters are composed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from casework.adapters.working_calendar import calendar_of
from casework.law.applicants import DOCUMENT_KIND_NAMES, ApplicantKind, DocumentKind
from casework.law.calendar import WorkingCalendar
from casework.law.clock import read
from casework.law.closing import ENDING_ACTS, ending_evidence
from casework.law.duties import OPINION_DUTY, ClockReading, DutyKind, DutyState
from casework.law.errors import Refused
from casework.law.facts import CaseFacts, ConsultationKind
from casework.law.fees import TARIFF_NAMES, UNIT_NAMES, Tariff, step_words
from casework.law.letter_service import FollowUp, ServiceMethod
from casework.law.letters.facts import (
    AgencyFacts,
    ApplicantWords,
    ConsultationWords,
    DraftWords,
    ExtensionWords,
    FeeWords,
    LetterFacts,
    MatterWords,
    ReasonsWords,
    RemedyBodies,
    ServiceWords,
    SupplementWords,
)
from casework.law.receipt import Channel
from casework.models.agency import Agency
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.dispute import last_round, replies_of_last_round
from casework.models.facts import current_extension, facts_of, live_consultations
from casework.models.letter import LetterSettings
from casework.models.letter_service import Letter, ServiceRecord
from casework.models.reply import Reply
from casework.queries.approval_sheet import steps_on_sheet
from casework.queries.former_names import succession_in_letters
from casework.queries.related_cases import numbers_together

_GOVERNMENT = "人民政府"


def letter_facts(case: Case, *, today: date, presume_decided: bool = False) -> LetterFacts:
    """Return the facts of a case for its letters.

    ``presume_decided`` composes the draft of a reply as if it were signed today, so that whoever
    reviews it sees the remedy it will carry.
    """
    calendar = calendar_of(case.agency_id)
    dated = facts_of(case)
    reading = read(dated, calendar, today)
    decision = last_round(case)
    reply = None if decision.decision_code in ENDING_ACTS else next(reversed(replies_of_last_round(case)), None)
    decided_on = decision.decided_on or (today if presume_decided else None)
    due = reading.reply
    mine, others = numbers_together(case)
    return LetterFacts(
        agency=agency_facts(case.agency, decided_on or today, officer=str(case.officer or "")),
        case_number=case.number,
        applicants=tuple(_applicant(item) for item in case.applicants.select_related("representative").order_by("pk")),
        channel=Channel(case.channel),
        content=case.content,
        subject=case.subject,
        wanted_form=case.wanted_form,
        succession=succession_in_letters(case),
        together=mine,
        together_of_others=others,
        submitted_on=case.submitted_on,
        signed_on=case.signed_on,
        confirmed_on=case.confirmed_on,
        received_on=reading.receipt.received_on,
        reply_due_on=due.due_on if due and not due.provisional else None,
        reply_estimate_on=due.due_on if due and due.provisional else None,
        applicant_kind=ApplicantKind(case.applicant_kind),
        unit=str(case.unit or ""),
        officer=str(case.officer or ""),
        identity=_identity(case),
        supplement=_supplement(case, reading),
        consultations=tuple(_consultations(case, reading)),
        extension=_extension(case, dated, calendar, today),
        fee=_fee(case),
        reasons=_reasons(case, dated, calendar, today),
        matters=tuple(_matters(case, decision.decision_code, reply)),
        draft=DraftWords(str(reply.drafted_by), reply.drafted_on, reply.decision_code) if reply else None,
        review=steps_on_sheet(case, reply and reply.pk, today),
        decided_on=decided_on,
        reply_number=reply.letter_number if reply and reply.signed_on else "",
        services=tuple(services_of(case)),
    )


def agency_facts(agency: Agency, on: date, *, officer: str = "") -> AgencyFacts:
    """Return what letters say of the agency that writes, as it holds on a day."""
    settings = LetterSettings.objects.filter(agency=agency).first()
    return AgencyFacts(
        name=agency.name,
        address=agency.address,
        telephone=agency.telephone,
        contact=(settings.contact if settings else "") or officer,
        bodies=remedy_bodies(agency, on),
        policy=agency.switches,
    )


def remedy_bodies(agency: Agency, on: date) -> RemedyBodies:
    """Return authority and court of an agency for a decision of a day (行政复议法第二十四条).

    Without an entry the authority is the government of its level, which is next above it.
    """
    entered = agency.remedy_authorities.filter(valid_from__lte=on).first()
    if entered:
        return RemedyBodies(entered.authority, entered.alternative_authority, entered.court, entered.online_channel)
    above = agency.parent
    while above is not None and not (above.is_government or above.name.endswith(_GOVERNMENT)):
        above = above.parent
    return RemedyBodies(above.name if above else "")


def _applicant(item: Applicant) -> ApplicantWords:
    document = DOCUMENT_KIND_NAMES[DocumentKind(item.document_kind)] if item.document_kind else ""
    representative = getattr(item, "representative", None)
    return ApplicantWords(
        name=item.name,
        natural=item.kind == ApplicantKind.NATURAL,
        document=f"{document}　{item.document_number.clear}".strip("　"),
        telephone=item.telephone.clear,
        address=item.address.clear,
        email=item.email.clear,
        representative=representative.name if representative else "",
    )


def _fee(case: Case) -> FeeWords | None:
    """Return the fee as it was told; a notice that was not yet received has no day of service."""
    fee = getattr(case, "fee", None)
    if fee is None:
        return None
    unit = UNIT_NAMES[Tariff(fee.tariff)]
    code = f"；缴款识别码{fee.payment_code}" if fee.payment_code else ""
    before = f"（当月此前{fee.counted_before}{unit}）" if fee.tariff == Tariff.PIECE else ""
    return FeeWords(
        method=TARIFF_NAMES[Tariff(fee.tariff)],
        quantity=f"{fee.quantity}{unit}{before}",
        steps=step_words(fee.charge),
        amount=fee.amount,
        payment=fee.how_to_pay.strip().rstrip("。") + code,
        served_on=fee.delivered_on,
        paid_on=fee.paid_on,
    )


def _identity(case: Case) -> str:
    check = case.identity_checks.order_by("pk").last()
    return f"{check.documents_seen}，{check.get_result_display()}" if check else ""


def _supplement(case: Case, reading: ClockReading) -> SupplementWords | None:
    item, duty = getattr(case, "supplement", None), reading.duty(DutyKind.SUPPLEMENT_NOTICE)
    return item and SupplementWords(
        item.what_is_unclear, item.guidance, item.served_on, item.answer_by, item.received_on,
        in_time=duty is None or duty.state is not DutyState.LATE,
    )  # fmt: skip


def _consultations(case: Case, reading: ClockReading) -> Iterator[ConsultationWords]:
    places: dict[ConsultationKind, int] = {}
    for item in live_consultations(case):
        kind = ConsultationKind(item.kind)
        duty = reading.duty(OPINION_DUTY[kind], places.get(kind, 0))
        places[kind] = places.get(kind, 0) + 1
        expired = duty.due_on if duty and not item.answered_on else None
        yield ConsultationWords(
            item.pk, kind, item.addressee, item.about, item.sent_on, item.delivered_on, item.answered_on or expired,
            item.answered_on, item.get_opinion_display() if item.opinion else "", item.reasons,
            item.public_interest,
        )  # fmt: skip


def _extension(case: Case, dated: CaseFacts, calendar: WorkingCalendar, today: date) -> ExtensionWords | None:
    item = current_extension(case)
    if item is None or item.approved_on is None:
        return None
    told_on = item.served_on or today
    served = replace(dated, extension=replace(dated.extension, served_on=told_on)) if dated.extension else dated
    return ExtensionWords(
        item.working_days,
        item.reason,
        item.served_on,
        _due(replace(dated, extension=None), calendar, today),
        _due(served, calendar, today),
    )


def _due(dated: CaseFacts, calendar: WorkingCalendar, today: date) -> date | None:
    try:
        duty = read(dated, calendar, today).reply
    except Refused:
        return None  # the facts of a supposed day contradict each other: the letter names no date
    return duty.due_on if duty and not duty.provisional else None


def _reasons(case: Case, dated: CaseFacts, calendar: WorkingCalendar, today: date) -> ReasonsWords | None:
    item = getattr(case, "reasons_request", None)
    return item and ReasonsWords(
        item.counted_from, item.counted_to, item.counted, item.what_to_explain, item.answer_by, item.served_on,
        item.received_on, item.delay_until, item.delay_reason, item.delay_served_on,
        _due(replace(dated, delay=None), calendar, today) if item.delay_until else None,
    )  # fmt: skip


def _matters(case: Case, code: str, reply: Reply | None) -> Iterator[MatterWords]:
    if code in ENDING_ACTS:
        # What was written when the end was recorded is its evidence.
        event = case.events.filter(act=ENDING_ACTS[code]).order_by("pk").last()
        yield MatterWords(case.content, code, {ending_evidence(code).value: event.note if event else ""})
        return
    for item in reply.items.all() if reply else ():
        yield MatterWords(
            item.words, item.decision_code, item.evidence, item.findings, tuple(dict.fromkeys(item.grounds()))
        )


def services_of(case: Case) -> list[ServiceWords]:
    """Return every service of a case as its receipt tells it; what goes to a third party never names the applicant."""
    records = case.service_records.select_related("recorded_by", "consultation", "again").prefetch_related("follow_ups")
    if not records:
        return []
    applicants = "、".join(item.name for item in case.applicants.all())
    numbers = {
        (item.kind, item.about): item.number.text
        for item in case.letters.filter(voided_on__isnull=True, number__isnull=False).select_related("number")
    }
    signed = [item for item in case.replies.all() if item.signed_on]
    return [_service(item, applicants, numbers, _number_served(item, signed)) for item in records]


def _number_served(record: ServiceRecord, signed: Iterable[Reply]) -> str:
    """Return the number of the reply a service delivered: in a case decided anew, the one signed last before it."""
    on = (record.again or record).in_time_on
    return next((item.letter_number for item in reversed(list(signed)) if item.signed_on <= on), "")


def _service(
    item: ServiceRecord, applicants: str, numbers: Mapping[tuple[str, int | None], str], reply_number: str
) -> ServiceWords:
    follow_ups = item.follow_ups.all()
    learnt = next((row.happened_on for row in follow_ups if row.kind == FollowUp.SIGNED), None)
    by_hand = item.method in (ServiceMethod.IN_PERSON, ServiceMethod.ENTRUSTED)
    number = reply_number if item.letter == Letter.REPLY else numbers.get((item.letter, item.consultation_id), "")
    return ServiceWords(
        item.pk,
        item.get_letter_display(),
        item.get_method_display() + ("（再次送达）" if item.again_id else ""),
        number=number,
        whom=item.consultation.addressee if item.consultation else applicants,
        place=item.place.clear,
        entrusted_to=item.entrusted_to,
        receiver=item.receiver,
        relation=item.get_relation_display() if by_hand and item.receiver else "",
        document_seen=item.document_seen,
        signed_on=learnt if item.refused_because else item.signed_on or learnt,
        refused_because=item.refused_because,
        refused_on=item.signed_on if item.refused_because else None,
        witnesses=item.witnesses,
        carrier=item.get_carrier_display() if item.postal_number else "",
        posted_on=item.posted_on,
        postal_number=item.postal_number,
        arrived_on=item.arrived_on,
        arrival_proof=item.arrival_proof,
        recorded_by=str(item.recorded_by),
        remarks=tuple(
            f"{row.happened_on} {row.get_kind_display()}{'：' if row.note else ''}{row.note}"
            for row in follow_ups
            if row.kind != FollowUp.SIGNED
        ),
    )
