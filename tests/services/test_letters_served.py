"""送达 of every letter: what is refused as proof, what became known afterwards, and the second attempt."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.law.acts import Act
from casework.law.letter_service import Carrier, ServiceFact, ServiceMethod, looks_private
from casework.services import letter_service
from tests.cast import accepted_case, day, handed_over, posted, replied_case
from tests.services.acts import READY, by, perform
from tests.services.files import PDF
from tests.services.ready_cases import signed_case
from tests.services.watching import refused

M, ON = ServiceMethod, day("2026-03-10")


def conclude(cast, case, fact):
    return letter_service.conclude(case_id=case.pk, fact=fact, **by(cast.officer_li, READY))


BY_HAND = {"signed_on": ON, "receiver": "赵某某"}
REFUSED = [
    pytest.param(
        ServiceFact(M.POSTAL, posted_on=ON, postal_number="123456", carrier=Carrier.COURIER),
        "private_courier", "carrier", id="private-courier",
    ),
    pytest.param(posted("2026-03-10", "SF1234567890123"), "private_courier", "postal_number", id="a-couriers-number"),
    pytest.param(
        ServiceFact(M.POSTAL, posted_on=ON, postal_number="XA12345678937", paid_by_receiver=True),
        "paid_by_receiver", "paid_by_receiver", id="postage-to-be-paid-by-the-applicant",
    ),
    pytest.param(ServiceFact(M.IN_PERSON, **BY_HAND), "receiver_not_identified", "document_seen", id="nobody-looked"),
    pytest.param(ServiceFact(M.ENTRUSTED, **BY_HAND), "entrusted_agency_missing", "entrusted_to", id="by-whom"),
    pytest.param(
        ServiceFact(M.IN_PERSON, signed_on=ON, refused_because="不肯签字", witnesses="孙某"),
        "witnesses_missing", "witnesses", id="one-witness",
    ),
    pytest.param(
        ServiceFact(M.IN_PERSON, refused_because="不肯签字", witnesses="孙某、钱某"),
        "refusal_day_missing", "signed_on", id="no-day-of-refusal",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "code", "field"), REFUSED)
def test_what_proves_no_service_is_refused(cast, fact, code, field):
    case = signed_case(cast)
    with refused(code, field=field):
        conclude(cast, case, fact)


def test_a_private_couriers_sentence_says_what_to_do(cast):
    case = signed_case(cast)
    with refused("private_courier", "只能通过邮政企业寄送", "重新寄送", article="国办公开办函〔2016〕235号"):
        conclude(cast, case, posted("2026-03-10", "SF1234567890123"))


@pytest.mark.parametrize(
    ("number", "private"),
    [("SF1234567890123", True), ("jd 0012345678901", True), ("XA12345678937", False), ("EA123456789CN", False),
     ("1234567890123", False), ("JD123456789CN", False)],
)  # fmt: skip
def test_the_numbers_of_couriers_are_known(number, private):
    assert looks_private(number) is private


def test_a_letter_left_before_two_witnesses_is_served(cast):
    fact = ServiceFact(M.IN_PERSON, signed_on=ON, refused_because="拒绝签字", witnesses="孙某、钱某", receiver="赵某某")
    case = conclude(cast, signed_case(cast), fact)
    record = case.service_records.get()
    assert (case.concluded_on, record.witnesses, record.receiver) == (ON, "孙某、钱某", "")


def follow_up(cast, record, kind, on, note="", today="2026-04-20", **more):
    return letter_service.follow_up_service(
        service_id=record.pk, kind=kind, happened_on=day(on), note=note, **by(cast.officer_li, today), **more
    )


def test_a_false_signature_is_disputed_with_both_days_and_its_proof_kept(cast):
    case = replied_case(cast, "G2", served="2026-03-11")
    record = case.service_records.get()
    follow_up(cast, record, "signed", "2026-03-13", today="2026-03-16")
    with refused("follow_up_reason_missing", field="note"):
        follow_up(cast, record, "disputed", "2026-03-20")
    proof = SimpleUploadedFile("面单.pdf", PDF)
    case = follow_up(cast, record, "disputed", "2026-03-20", "申请人称3月20日才收到，签名不是本人", files=[proof])
    record.refresh_from_db()
    assert [(row.kind, str(row.happened_on)) for row in record.follow_ups.all()] == [
        ("signed", "2026-03-13"), ("disputed", "2026-03-20"),
    ]  # fmt: skip
    assert (record.in_time_on, case.concluded_on) == (day("2026-03-11"), day("2026-03-11"))
    assert case.attachments.get().purpose == "送达凭证"
    assert "对送达有争议 2026-03-20" in case.events.last().after["follow_up"]


def test_a_returned_letter_is_sent_again_and_the_first_posting_still_decides(cast):
    case = replied_case(cast, "G2", served="2026-03-11")
    first = case.service_records.get()
    with refused("follow_up_too_early", "2026-03-11", field="happened_on"):
        follow_up(cast, first, "returned", "2026-03-10", "查无此人")
    follow_up(cast, first, "returned", "2026-03-18", "查无此人")
    again = {"case_id": case.pk, "letter": "", "again_id": first.pk}
    with refused("again_before_first", "2026-03-11", field="posted_on"):
        letter_service.serve_letter(fact=posted("2026-03-10"), **again, **by(cast.officer_li, "2026-03-19"))
    case = letter_service.serve_letter(
        fact=posted("2026-03-19", "XA99999999937"), **again, **by(cast.officer_li, "2026-03-19")
    )
    second = case.service_records.last()
    assert (second.again, second.letter, second.in_time_on) == (first, "reply", day("2026-03-19"))
    assert case.concluded_on == day("2026-03-11")


@pytest.mark.parametrize("letter", ["receipt", "consultation_notice"])
def test_the_other_letters_of_a_case_are_served_too(cast, letter):
    case = letter_service.serve_letter(
        case_id=accepted_case(cast).pk, letter=letter, fact=handed_over("2026-03-09"), **by(cast.officer_li, READY)
    )
    record = case.service_records.get()
    assert (record.letter, record.relation, record.document_seen) == (letter, "self", "居民身份证")


@pytest.mark.parametrize("letter", ["reply", "extension_notice", "disclosure_notice", "nonsense"])
def test_a_letter_with_an_act_of_its_own_is_not_served_past_it(cast, letter):
    case = accepted_case(cast)
    with refused("letter_has_its_act", field="letter"):
        letter_service.serve_letter(
            case_id=case.pk, letter=letter, fact=posted("2026-03-09"), **by(cast.officer_li, READY)
        )


def test_a_service_of_another_case_is_not_found(cast):
    foreign, case = replied_case(cast, "G2").service_records.get(), accepted_case(cast)
    with refused("service_not_found"):
        letter_service.serve_letter(
            case_id=case.pk, letter="", again_id=foreign.pk, fact=posted("2026-03-20"),
            **by(cast.officer_li, "2026-03-20"),
        )  # fmt: skip
    with refused("service_not_found"):
        follow_up(cast, type(foreign)(pk=999_999), "signed", "2026-03-20")


def test_a_day_that_has_not_come_is_refused(cast):
    record = replied_case(cast, "G2").service_records.get()
    with refused("date_in_future", field="happened_on"):
        follow_up(cast, record, "signed", "2026-04-21")
    with refused("follow_up_unknown", field="kind"):
        follow_up(cast, record, "eaten", "2026-04-20")
    assert perform(Act.FOLLOW_UP_SERVICE, record.case, cast.officer_li, "2026-04-20").stage == "concluded"
