"""送达: which day decides whether a letter was in time, and the proof each way of service needs (law.md 4.6)."""

import pytest

from casework.law.errors import Refused
from casework.law.letter_service import SERVICE_METHOD_NAMES, ServiceFact, ServiceMethod, day_in_time
from tests.law.reading import day

POSTED, SIGNED, ARRIVED = day("2026-03-27"), day("2026-03-31"), day("2026-03-30")
EVERYTHING = {
    "posted_on": POSTED,
    "postal_number": "1234567890",
    "signed_on": SIGNED,
    "receiver": "本人",
    "document_seen": "居民身份证",
    "entrusted_to": "某街道办事处",
    "arrived_on": ARRIVED,
    "consented": True,
}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (ServiceMethod.POSTAL, POSTED),
        (ServiceMethod.IN_PERSON, SIGNED),
        (ServiceMethod.ENTRUSTED, SIGNED),
        (ServiceMethod.ELECTRONIC, ARRIVED),
    ],
)
def test_by_post_the_day_of_posting_by_hand_the_signature_electronically_the_arrival(method, expected):
    assert day_in_time(ServiceFact(method=method, **EVERYTHING)) == expected


@pytest.mark.parametrize(
    ("method", "lacking", "code", "field"),
    [
        (ServiceMethod.POSTAL, {"posted_on": None}, "postal_proof_missing", "posted_on"),
        (ServiceMethod.POSTAL, {"postal_number": " "}, "postal_proof_missing", "postal_number"),
        (ServiceMethod.IN_PERSON, {"signed_on": None}, "signature_missing", "signed_on"),
        (ServiceMethod.IN_PERSON, {"receiver": ""}, "signature_missing", "receiver"),
        (ServiceMethod.ENTRUSTED, {"signed_on": None}, "signature_missing", "signed_on"),
        (ServiceMethod.ENTRUSTED, {"receiver": "\t"}, "signature_missing", "receiver"),
        (ServiceMethod.ELECTRONIC, {"consented": False}, "electronic_consent_missing", "consented"),
        (ServiceMethod.ELECTRONIC, {"arrived_on": None}, "arrival_missing", "arrived_on"),
    ],
)
def test_without_its_proof_a_service_is_refused(method, lacking, code, field):
    with pytest.raises(Refused) as refused:
        day_in_time(ServiceFact(method=method, **{**EVERYTHING, **lacking}))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.article


def test_a_private_courier_is_no_way_of_service():
    assert set(SERVICE_METHOD_NAMES) == set(ServiceMethod)
    assert {method.value for method in ServiceMethod} == {"postal", "in_person", "entrusted", "electronic"}
