"""What cannot be stored is refused in words, on every database alike."""

from __future__ import annotations

import pytest

from casework.services import closing, consultations, receipt, register, replies, supplements
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import a_request, accepted_case, day, evidence_for, posted, register_case
from tests.services.acts import READY, by
from tests.services.ready_cases import supplementing_case
from tests.services.watching import refused

NUL, HALF = "坏\x00字", "坏\ud800字"


def person(**facts):
    return ApplicantData(**({"kind": "natural", "name": "赵某某"} | facts))


TOO_MUCH = [
    pytest.param({"applicant": person(name="赵" * 121)}, "name", "最多120个字，现有121个字", id="name"),
    pytest.param({"applicant": person(telephone="1" * 41)}, "telephone", "最多40个字", id="telephone"),
    pytest.param({"applicant": person(address="某" * 201)}, "address", "最多200个字", id="address"),
    pytest.param({"wanted_form": "纸" * 101}, "wanted_form", "最多100个字", id="wanted-form"),
    pytest.param({"postal_number": "9" * 41}, "postal_number", "最多40个字", id="postal-number"),
    pytest.param({"late_registration_reason": "迟" * 201}, "late_registration_reason", "最多200个字", id="reason"),
    pytest.param(
        {"representative": RepresentativeData(name="钱" * 61)}, "representative_name", "最多60个字", id="representative"
    ),
]


@pytest.mark.parametrize(("facts", "field", "words"), TOO_MUCH)
def test_a_text_too_long_is_refused_with_its_limit(cast, facts, field, words):
    with refused("text_too_long", words, field=field):
        register.register(agency=cast.bureau, request=a_request(**facts), **by(cast.officer_li, "2026-03-02"))


def test_the_longest_text_that_fits_is_kept(cast):
    request = a_request(applicant=person(name="赵" * 120), wanted_form="纸" * 100)
    case = register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-02")).case

    case.refresh_from_db()
    assert (case.applicants.get().name, case.wanted_form) == ("赵" * 120, "纸" * 100)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        pytest.param({"document_kind": "library_card"}, "document_kind", id="document"),
        pytest.param({"email": "zhao@"}, "email", id="e-mail"),
    ],
)
def test_an_unknown_choice_or_address_is_refused(cast, facts, field):
    with refused("email_invalid" if field == "email" else "choice_unknown", field=field):
        request = a_request(applicant=person(**facts))
        register.register(agency=cast.bureau, request=request, **by(cast.officer_li, "2026-03-02"))


@pytest.mark.parametrize("text", [NUL, HALF], ids=["nul", "half-a-surrogate"])
def test_signs_that_no_database_keeps_are_refused_wherever_they_are_typed(cast, text):
    li = by(cast.officer_li, READY)
    today = {"submitted_on": day(READY)}
    accepted, waiting, unconfirmed = accepted_case(cast), supplementing_case(cast), register_case(cast, channel="fax")
    fresh = register_case(cast)
    typed = {
        "content": lambda: register.register(agency=cast.bureau, request=a_request(content=text, **today), **li),
        "name": lambda: register.register(agency=cast.bureau, request=a_request(applicant=person(name=text), **today), **li),
        "what_is_unclear": lambda: supplements.request_supplement(
            case_id=fresh.pk, what_is_unclear=text, guidance="", answer_by=day("2026-03-31"), fact=posted(READY), **li
        ),
        "answer": lambda: supplements.receive_supplement(
            case_id=waiting.pk, answer=text, received_on=day(READY), **by(None, READY)
        ),
        "about": lambda: consultations.consult(
            case_id=accepted.pk, kind="third_party", addressee="某公司", about=text, sent_on=day(READY),
            delivered_on=None, **li,
        ),
        "findings": lambda: replies.submit_for_review(
            case_id=accepted.pk, decision_code="G2", evidence=evidence_for("G2"), findings=text, **li
        ),
        "evidence_provided_files": lambda: replies.submit_for_review(
            case_id=accepted.pk, decision_code="G2", evidence=evidence_for("G2") | {"provided_files": text}, findings="经查", **li
        ),
        "note": lambda: closing.withdraw(case_id=accepted.pk, statement=text, **by(None, READY)),
    }  # fmt: skip
    for field, typing in typed.items():
        with refused("text_not_storable", "无法保存的字符", field=field):
            typing()
    with refused("text_not_storable", field="note"):
        receipt.record_confirmation(case_id=unconfirmed.pk, confirmed_on=day(READY), note=text, **li)


def test_ordinary_rare_characters_are_kept(cast):
    case = register_case(cast, content="𠮷野家、🙂、\t制表\n换行")
    assert type(case).objects.get(pk=case.pk).content == "𠮷野家、🙂、\t制表\n换行"
