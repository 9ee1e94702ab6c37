"""From rows that are in order to cases that only have to be stored: everything in bulk, nothing one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache, partial

from casework.adapters.clock import LEGAL_ZONE
from casework.adapters.numbering import take_numbers_through
from casework.adapters.reserved_keys import reserve_keys
from casework.law.acts import Act
from casework.law.calendar import WorkingCalendar
from casework.law.case_names import subject_of
from casework.law.clock import read
from casework.law.ledger_columns import COLUMN_BY_KEY
from casework.law.letter_service import ServiceMethod
from casework.law.outcomes import CODES
from casework.law.stages import Stage
from casework.models.agency import Agency, Unit
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.deadline import Deadline
from casework.models.event import CaseEvent
from casework.models.extension import Extension
from casework.models.imported_ledger import ImportedLedger, ImportedRow
from casework.models.kept_insert import ReadyRows
from casework.models.letter_service import Letter, ServiceRecord
from casework.models.reply import Reply, ReplyItem
from casework.models.supplement import Supplement
from casework.models.user import User
from casework.queries.topics import topics_of
from casework.services.case_events import first_event, watched_values
from casework.services.case_words import words_of
from casework.services.deadlines import cache_deadlines, first_deadlines
from casework.services.ledger_reading import PastCase

BATCH = 1_000
NOT_IN_LEDGER = "（台账未载明，见原案卷）"
_TELEPHONE = re.compile(r"[\d\s+()（）、,，;；/-]{5,40}")
# What has no field of its own is kept in the words of the event.
_NOTED = (
    "outcome", "topic", "unit", "contact", "extension_approver", "service_method", "service_postal_number", "note",
)  # fmt: skip


def take_series(agency: Agency, past: Iterable[PastCase]) -> None:
    """Let our own numbers go on after those of the ledger that look like ours; this also locks the series."""
    own = re.compile(re.escape(agency.prefix) + r"(\d{4})-(\d{4,6})")
    last: dict[int, int] = {}
    for item in past:
        if found := own.fullmatch(item.number):
            year, serial = int(found[1]), int(found[2])
            last[year] = max(last.get(year, 0), serial)
    for year, serial in sorted(last.items()):
        take_numbers_through(agency_id=agency.pk, series="case", year=year, last=serial)


def ready_cases(
    *,
    ledger: ImportedLedger,
    past: Sequence[PastCase],
    actor: User,
    calendar: WorkingCalendar,
    today: date,
    now: datetime,
) -> ReadyRows:
    """Return the cases of a ledger with all that belongs to them, ready to be stored; nothing is stored yet."""
    units = {unit.name: unit for unit in Unit.objects.filter(agency=ledger.agency)}
    topics = topics_of(ledger.agency).names
    # In a long ledger many rows share all their dates.
    reading_of = lru_cache(maxsize=BATCH)(partial(read, calendar=calendar, as_of=today))
    case_keys = iter(reserve_keys(Case, len(past)))
    reply_keys = iter(reserve_keys(Reply, sum(CODES[item.outcome].by_reply for item in past)))
    ready = ReadyRows()
    for start in range(0, len(past), BATCH):
        batch = past[start : start + BATCH]
        cases = [_case(item, next(case_keys), ledger.agency, units, topics) for item in batch]
        pairs = list(zip(batch, cases, strict=True))
        deadlines: list[Deadline] = []
        for item, case in pairs:
            reading = reading_of(item.facts)
            cache_deadlines(case, reading)
            deadlines += first_deadlines(case, reading)
        ready.add(cases)
        ready.add(deadlines)
        ready.add(words_of((case, item.texts["applicant"]) for item, case in pairs))
        ready.add(_applicant(item, case) for item, case in pairs)
        ready.add(_supplements(pairs))
        ready.add(_consultations(pairs))
        ready.add(_extensions(pairs, actor))
        replies = list(_replies(pairs, reply_keys, actor))
        ready.add(replies)
        ready.add(
            ReplyItem(
                reply=reply, words=reply.case.content, decision_code=reply.decision_code, findings=NOT_IN_LEDGER
            )
            for reply in replies
        )  # fmt: skip
        ready.add(_services(pairs, actor))
        ready.add(_event(ledger, item, case, actor, today, now) for item, case in pairs)
        ready.add(
            ImportedRow(
                ledger=ledger, agency=ledger.agency, row_number=item.row,
                registration_number=item.texts["number"], case=case,
            )
            for item, case in pairs
        )  # fmt: skip
    return ready


Pairs = Sequence[tuple[PastCase, Case]]


def _case(item: PastCase, key: int, agency: Agency, units: dict[str, Unit], topics: tuple[str, ...]) -> Case:
    texts, facts = item.texts, item.facts
    topic = texts.get("topic", "")
    archive_number = texts.get("archive_number", "")
    return Case(
        pk=key,
        agency=agency,
        number=item.number,
        stage=Stage.ARCHIVED if archive_number else Stage.CONCLUDED,
        channel=facts.channel,
        submitted_on=facts.submitted_on,
        signed_on=facts.signed_on,
        confirmed_on=facts.confirmed_on,
        postal_number=texts.get("postal_number", ""),
        # A list sorted by registration shows a past case among its own year.
        registered_at=datetime.combine(item.received_on, time(12), LEGAL_ZONE),
        applicant_kind=item.applicant_kind,
        subject=subject_of(texts["content"]),
        content=texts["content"],
        topic=topic if topic in topics else "",
        unit=units.get(texts.get("unit", "")),
        decision_code=item.outcome,
        decided_on=item.decided_on,
        concluded_on=item.concluded_on,
        archive_number=archive_number,
    )


def _applicant(item: PastCase, case: Case) -> Applicant:
    contact = item.texts.get("contact", "")
    telephone = contact if _TELEPHONE.fullmatch(contact) else ""
    return Applicant(
        case=case, kind=item.applicant_kind, name=item.texts["applicant"], telephone=telephone,
        address="" if telephone else contact,
    )  # fmt: skip


def _supplements(pairs: Pairs) -> Iterator[Supplement]:
    for item, case in pairs:
        fact = item.facts.supplement
        if fact:
            yield Supplement(
                case=case, what_is_unclear=NOT_IN_LEDGER, served_on=fact.served_on, answer_by=fact.answer_by,
                received_on=fact.received_on,
            )  # fmt: skip


def _consultations(pairs: Pairs) -> Iterator[Consultation]:
    for item, case in pairs:
        for fact in item.facts.consultations:
            yield Consultation(
                case=case, kind=fact.kind, addressee=NOT_IN_LEDGER, about=NOT_IN_LEDGER, sent_on=fact.sent_on,
                answered_on=fact.answered_on,
            )  # fmt: skip


def _extensions(pairs: Pairs, actor: User) -> Iterator[Extension]:
    for item, case in pairs:
        fact = item.facts.extension
        if fact:
            yield Extension(
                case=case, working_days=fact.working_days, reason=NOT_IN_LEDGER, requested_on=fact.approved_on,
                requested_by=actor, approved_on=fact.approved_on, served_on=fact.served_on,
            )  # fmt: skip


def _replies(pairs: Pairs, keys: Iterator[int], actor: User) -> Iterator[Reply]:
    for item, case in pairs:
        if CODES[item.outcome].by_reply:
            yield Reply(
                pk=next(keys), case=case, decision_code=item.outcome, drafted_on=item.decided_on, drafted_by=actor,
                signed_on=item.decided_on, letter_number=item.texts.get("letter_number", ""),
            )  # fmt: skip


def _services(pairs: Pairs, actor: User) -> Iterator[ServiceRecord]:
    """Only what is proved: a letter posted on a day under a number. The rest is kept in the event's words."""
    for item, case in pairs:
        number = item.texts.get("service_postal_number", "")
        if item.service_method == ServiceMethod.POSTAL and item.served_on and number:
            yield ServiceRecord(
                case=case, letter=Letter.REPLY, method=ServiceMethod.POSTAL, posted_on=item.served_on,
                postal_number=number, signed_on=item.service_signed_on, in_time_on=item.served_on, recorded_by=actor,
            )  # fmt: skip


def _event(ledger: ImportedLedger, item: PastCase, case: Case, actor: User, today: date, now: datetime) -> CaseEvent:
    kept = [f"{COLUMN_BY_KEY[key].label}：{item.texts[key]}" for key in _NOTED if item.texts.get(key)]
    note = "\n".join([f"由“{ledger.file_name}”第{item.row}行导入，原登记号{item.texts['number']}", *kept])
    return first_event(
        case=case, act=Act.IMPORT, actor=actor, happened_on=today, now=now, note=note, after=watched_values(case)
    )
