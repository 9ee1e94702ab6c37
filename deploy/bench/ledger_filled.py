"""A register of which every ledger column has something to say, made by SQL out of one case: a hundred thousand in seconds.

All cases are answered, served and filed; one in three was supplemented, one in five has a letter to a third party, one in
ten was extended, one in ten disputed, one in fifty paid for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from casework.models import (
    Agency,
    Applicant,
    Case,
    CaseEvent,
    Consultation,
    Deadline,
    Dispute,
    Extension,
    Fee,
    Reply,
    Role,
    ServiceRecord,
    Supplement,
    Unit,
    User,
)
from deploy.bench.copies import multiply

FIRST_DAY, NOON = date(2020, 1, 2), datetime(2020, 1, 2, 4, tzinfo=UTC)
DRAWN = f"SELECT n, date '{FIRST_DAY}' + (n %% 2000)::int AS day FROM generate_series(1, %(last)s::bigint) AS n"
OTHERS = "SELECT id AS of_case, received_on AS day FROM casework_case WHERE number <> 'model' AND id %% {each} = 0"
GIVEN = {
    "channels": ["counter", "registered_mail", "online"],
    "topics": ["征地拆迁", "规划建设", "财政资金", "环境保护"],
    "codes": ["G2", "P1", "N4", "U1", "X2"],
}
CHANGED = {
    "number": "'某资' || extract(year FROM day) || '-' || n",
    "channel": "(%(channels)s::text[])[1 + n %% 3]",
    "submitted_on": "day",
    "signed_on": "CASE WHEN n %% 3 = 1 THEN day END",
    "received_on": "day",
    "registered_at": "day + time '09:30'",
    "postal_number": "CASE WHEN n %% 3 = 1 THEN 'XA' || lpad(n::text, 11, '0') || 'CN' ELSE '' END",
    "applicant_kind": "CASE WHEN n %% 7 = 0 THEN 'commercial' ELSE 'natural' END",
    "subject": "'第' || n || '号地块的土地征收补偿安置方案及公告'",
    "topic": "(%(topics)s::text[])[1 + n %% 4]",
    "decision_code": "(%(codes)s::text[])[1 + n %% 5]",
    "decided_on": "day + 15",
    "concluded_on": "day + 16",
    "reply_due_on": "day + 28",
    "archived_on": "day + 60",
    "archive_number": "'WS·' || n",
    "late_registration_reason": "CASE WHEN n %% 50 = 0 THEN '来信当日未及时登记' ELSE '' END",
}


def fill(count: int) -> None:
    """Fill an empty PostgreSQL that has its tables, and its keys, with ``count`` cases."""
    case, clerk = _model_case()
    multiply(case, DRAWN, CHANGED, last=count - 1, **GIVEN)
    for each, row, changed in (*_papers(case, clerk), *_periods_and_events(case, clerk)):
        multiply(row, OTHERS.format(each=each), {"case_id": "of_case"} | changed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _model_case() -> tuple[Case, User]:
    agency = Agency.objects.create(name="某市自然资源局", prefix="某资")
    unit = Unit.objects.create(agency=agency, name="利用科")
    clerk = User.objects.create(username="bench", role=Role.CLERK, agency=agency, display_name="李经办")
    days = ("submitted_on", "received_on", "decided_on", "concluded_on", "reply_due_on", "archived_on")
    case = Case.objects.create(
        agency=agency, number="model", stage="archived", channel="counter", applicant_kind="natural", subject="某地块",
        content="略", unit=unit, officer=clerk, identity_checked=True, decision_code="G2", archive_number="WS·0",
        registered_at=NOON, **dict.fromkeys(days, FIRST_DAY),
    )  # fmt: skip
    return case, clerk


def _papers(case: Case, clerk: User) -> list[tuple[int, Any, dict[str, str]]]:
    """Return what lies with a case: with one in how many, the row of the model case, and how its copies differ."""
    on = FIRST_DAY
    person = Applicant(kind="natural", name="赵某", telephone="13800000000")
    supplement = Supplement(what_is_unclear="-", served_on=on, answer_by=on, received_on=on)
    letter = Consultation(kind="third_party", addressee="某公司", about="-", sent_on=on, answered_on=on)
    extension = Extension(
        working_days=20,
        reason="-",
        requested_on=on,
        requested_by=clerk,
        approved_on=on,
        approved_by=clerk,
        served_on=on,
    )
    reply = Reply(decision_code="G2", drafted_on=on, drafted_by=clerk, signed_on=on, signed_by=clerk)
    service = ServiceRecord(
        letter="reply", method="postal", posted_on=on, in_time_on=on, signed_on=on, recorded_by=clerk
    )
    dispute = Dispute(
        agency=case.agency, kind="reconsideration", against="reply", claimant="赵某", authority="某市人民政府",
        procedure="ordinary", received_on=on, result="maintained", decided_on=on, recorded_by=clerk,
    )  # fmt: skip
    fee = Fee(tariff="page", quantity=240, amount=400, how_to_pay="-", sent_on=on, paid_on=on, receipt_number="0001")
    papers = [
        (1, person, {"name": "'赵某' || of_case"}),
        (3, supplement, {"served_on": "day", "answer_by": "day + 15", "received_on": "day + 9"}),
        (5, letter, {"sent_on": "day", "answered_on": "day + 12"}),
        (10, extension, {"served_on": "day + 14"}),
        (1, reply, {"letter_number": "'某资公复〔' || extract(year FROM day) || '〕' || of_case || '号'"}),
        (1, service, {
            "in_time_on": "day + 16", "signed_on": "day + 18", "postal_number": "'XB' || lpad(of_case::text, 11, '0') || 'CN'",
        }),
        (10, dispute, {"received_on": "day + 40"}),
        (50, fee, {"sent_on": "day + 3"}),
    ]  # fmt: skip
    for _, row, _ in papers:
        row.case = case
        row.save()
    return papers


def _periods_and_events(case: Case, clerk: User) -> list[tuple[int, Any, dict[str, str]]]:
    found: list[tuple[int, Any, dict[str, str]]] = []
    for duty, each in (("reply", 1), ("supplement_notice", 1), ("third_party_opinion", 5)):
        row = Deadline.objects.create(case=case, duty=duty, due_on=FIRST_DAY, alarm_on=FIRST_DAY, is_open=False)
        found.append((each, row, {"due_on": "day + 28", "alarm_on": "day + 28"}))
    for act in ("register", "check_identity", "assign", "accept", "sign", "conclude"):
        event = CaseEvent.objects.create(
            case=case, act=act, actor=clerk, actor_name="李经办", happened_on=FIRST_DAY, recorded_at=NOON
        )
        found.append((1, event, {"happened_on": "day"}))
    return found
