"""送达: what proves that a letter arrived, and the day that decides whether it was in time."""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import current_calendar
from casework.law.letter_service import ServiceFact, ServiceMethod
from casework.services import letter_service
from casework.services.deadlines import read_clock
from tests.cast import accepted_case, day, handed_over, posted
from tests.services.acts import READY, by
from tests.services.ready_cases import signed_case
from tests.services.watching import refused

M = ServiceMethod
ON, BEFORE, AFTER = day("2026-03-10"), day("2026-03-08"), day("2026-03-11")


def conclude(cast, case, fact, today=READY):
    return letter_service.conclude(case_id=case.pk, fact=fact, **by(cast.officer_li, today))


# The day that counts; signed on 03-09, recorded on 03-10.
WAYS = [
    pytest.param(posted("2026-03-09"), "2026-03-09", "邮政寄送", id="posted-on-the-day-of-signing"),
    pytest.param(
        ServiceFact(M.POSTAL, posted_on=day("2026-03-09"), postal_number="XA1", signed_on=ON),
        "2026-03-09", "邮政寄送", id="posting-and-not-signature",
    ),
    pytest.param(handed_over("2026-03-10"), "2026-03-10", "当面送达", id="in-person"),
    pytest.param(
        ServiceFact(M.ENTRUSTED, signed_on=ON, receiver="李某", entrusted_to="某街道办事处"), "2026-03-10", "委托其他行政机关送达", id="entrusted"
    ),
    pytest.param(
        ServiceFact(M.ELECTRONIC, arrived_on=ON, consented=True), "2026-03-10", "电子送达", id="electronic"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "counts", "words"), WAYS)
def test_the_case_ends_on_the_day_that_counts(cast, fact, counts, words):
    case = conclude(cast, signed_case(cast), fact)
    assert (case.stage, case.concluded_on) == ("concluded", day(counts))
    assert case.service_records.get().in_time_on == day(counts)
    event = case.events.last()
    assert (event.act, event.happened_on) == ("conclude", day(counts))
    assert event.after == {"stage": "concluded", "concluded_on": counts, "service": f"答复书 {words} {counts}"}
    assert (case.next_duty, case.alarm_on) == ("", None)


NO_PROOF = [
    pytest.param(ServiceFact(M.POSTAL, posted_on=ON), "postal_proof_missing", "postal_number", id="no-number"),
    pytest.param(posted("2026-03-10", number="  "), "postal_proof_missing", "postal_number", id="blank-number"),
    pytest.param(ServiceFact(M.POSTAL, postal_number="XA1"), "postal_proof_missing", "posted_on", id="no-day"),
    pytest.param(ServiceFact(M.IN_PERSON, receiver="赵"), "signature_missing", "signed_on", id="not-signed"),
    pytest.param(ServiceFact(M.IN_PERSON, signed_on=ON), "signature_missing", "receiver", id="nobody"),
    pytest.param(ServiceFact(M.ENTRUSTED, signed_on=ON), "signature_missing", "receiver", id="entrusted-nobody"),
    pytest.param(ServiceFact(M.ELECTRONIC, arrived_on=ON), "electronic_consent_missing", "consented", id="no-consent"),
    pytest.param(ServiceFact(M.ELECTRONIC, consented=True), "arrival_missing", "arrived_on", id="no-arrival"),
    pytest.param(posted("2026-03-11"), "date_in_future", "posted_on", id="posted-tomorrow"),
    pytest.param(handed_over("2026-03-11"), "date_in_future", "signed_on", id="signed-tomorrow"),
    pytest.param(
        ServiceFact(M.ELECTRONIC, arrived_on=AFTER, consented=True), "date_in_future", "arrived_on",
        id="arrived-tomorrow",
    ),
    pytest.param(
        ServiceFact(M.POSTAL, posted_on=ON, postal_number="XA1", signed_on=day("2026-03-09")),
        "signed_before_posted", "signed_on", id="signed-before-posted",
    ),
    pytest.param(posted("2026-03-08"), "served_before_signed", "posted_on", id="served-before-the-reply-was-signed"),
    pytest.param(handed_over("2026-03-08"), "served_before_signed", "signed_on", id="handed-over-before-it-was-signed"),
    pytest.param(
        ServiceFact(M.POSTAL, posted_on=ON, postal_number="9" * 41), "text_too_long", "postal_number", id="no-number-is-so-long"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "code", "field"), NO_PROOF)
def test_a_service_without_proof_ends_nothing(cast, fact, code, field):
    case = signed_case(cast)
    with refused(code, field=field):
        conclude(cast, case, fact)


def test_the_refusal_names_both_days(cast):
    case = signed_case(cast)
    with refused("served_before_signed", "2026-03-08", "2026-03-09"):
        conclude(cast, case, posted("2026-03-08"))


# Received 03-02, due 03-30.
TIMELINESS = [
    pytest.param("2026-03-27", "met", id="working-day-before"),
    pytest.param("2026-03-30", "met", id="last-day"),
    pytest.param("2026-03-31", "late", id="day-after"),
]


@pytest.mark.parametrize(("posted_on", "state"), TIMELINESS)
def test_in_time_is_decided_by_the_posting(cast, posted_on, state):
    case = conclude(cast, signed_case(cast), posted(posted_on), today="2026-04-10")
    assert read_clock(case, current_calendar(), day("2026-04-10")).reply.state == state


def test_what_is_not_signed_is_not_served(cast):
    case = accepted_case(cast)
    with refused("wrong_stage", "办理中", "已签发待送达"):
        conclude(cast, case, posted("2026-03-10"))
