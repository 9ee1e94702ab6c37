"""Which letters a case calls for: what has happened in it, and nothing that has not."""

from casework.law.facts import ConsultationKind
from casework.law.letters.occasions import ALWAYS, Asked, Called, Occasions, Served, called_for, is_called_for


def kinds(**happened) -> list[str]:
    return [item.kind for item in called_for(Occasions(**happened)) if item.kind not in ALWAYS]


def test_a_new_case_calls_for_the_papers_any_case_may_need():
    assert [item.kind for item in called_for(Occasions())] == list(ALWAYS)


def test_every_notice_follows_what_it_tells():
    assert kinds(code="G2") == ["reply_G2"]
    assert kinds(supplement=True, fee=True) == ["supplement_notice", "fee_notice"]
    assert kinds(extension=True) == ["extension_notice"]
    assert kinds(reasons=True, delay=True) == ["reasons_notice", "delay_notice"]


def test_a_third_party_is_told_of_the_disclosure_once_it_is_decided_against_its_will():
    asked = Asked(7, ConsultationKind.THIRD_PARTY, "某公司", overruled=True)
    written = ["third_party_inquiry", "third_party_opinion", "consultation_notice"]
    assert kinds(asked=(asked,)) == written
    assert kinds(asked=(asked,), is_decided=True) == [*written, "disclosure_notice"]
    assert Called("third_party_inquiry", 7, "某公司") in list(called_for(Occasions(asked=(asked,))))


def test_a_letter_about_somebody_else_or_of_another_code_is_not_called_for():
    given = Occasions(code="G2", served=(Served(3, "登记回执，2026-03-03"),))
    assert is_called_for(given, "reply_G2", None) and not is_called_for(given, "reply_N5", None)
    assert is_called_for(given, "service_receipt", 3) and is_called_for(given, "service_receipt", None)
    assert not is_called_for(given, "service_receipt", 4)
