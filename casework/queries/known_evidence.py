"""What a decision needs and the case already says: the draft starts from it instead of asking for it again."""

from __future__ import annotations

from collections.abc import Iterator

from casework.law.consultations import RULING_NAMES, Ruling, ThirdPartyCheck
from casework.law.evidence import OUTSIDE_CHANNELS, Evidence
from casework.law.facts import ConsultationKind
from casework.law.letters.words import legal_date
from casework.law.outcomes import CODES, DecisionCode
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.facts import live_consultations
from casework.models.outside_channel import OutsideChannel
from casework.models.user import User
from casework.queries.similar_requests import Similar, own_similar_requests

# Rows of the annual table in which something was handed over.
_PROVIDED = frozenset({"granted", "partial"})


def known_evidence(case: Case, code: DecisionCode) -> dict[Evidence, str]:
    """Return the evidence of ``code`` that is on file with the case or kept by its agency, as texts to start from."""
    found = dict(_on_file(case))
    wanted = [item.value for item in code.evidence if item in OUTSIDE_CHANNELS]
    if wanted:
        rows = OutsideChannel.objects.filter(agency=case.agency_id, kind__in=wanted)
        found |= {Evidence(row.kind): row.text for row in rows}
    return {item: found[item] for item in code.evidence if found.get(item)}


def _on_file(case: Case) -> Iterator[tuple[Evidence, str]]:
    supplement, asked = getattr(case, "supplement", None), getattr(case, "reasons_request", None)
    if supplement and supplement.received_on:
        yield (
            Evidence.SUPPLEMENT_EXCHANGE,
            (
                f"本机关于{legal_date(supplement.served_on)}告知补正：{supplement.what_is_unclear}\n"
                f"申请人于{legal_date(supplement.received_on)}补正：{supplement.answer}"
            ),
        )
    if asked:
        yield Evidence.REASONS_REVIEW, asked.review
    third_parties = [item for item in live_consultations(case) if item.kind == ConsultationKind.THIRD_PARTY]
    if third_parties:
        yield Evidence.THIRD_PARTY_CHECK, ThirdPartyCheck.ASKED.value
        yield Evidence.THIRD_PARTY_OPINION, "\n".join(_opinion(item) for item in third_parties if item.ruling)


def _opinion(item: Consultation) -> str:
    said = f"{item.get_opinion_display()}。{item.reasons}" if item.opinion else "逾期没有提出意见。"
    return f"{item.addressee}：{said}\n本机关的判断：{RULING_NAMES[Ruling(item.ruling)]}。{item.judgement}"


def earlier_replies(user: User, case: Case, code: DecisionCode) -> list[Similar]:
    """Return the signed replies the decision can rest on: the same applicant's, likeliest repeats first.

    Those that gave something out where it is asked for once more, and none where the code rests on no reply.
    """
    wants = {Evidence.EARLIER_REPLY, Evidence.EARLIER_PROVISION} & set(code.evidence)
    applicants = list(case.applicants.all())
    if not wants or not applicants:
        return []
    found = own_similar_requests(user, applicants[0].name, case.content, before=case)
    signed = [item for item in found if item.letter_number and item.case.decided_on]
    if Evidence.EARLIER_PROVISION in wants:
        return [item for item in signed if CODES[item.case.decision_code].row in _PROVIDED]
    return signed


def evidence_of_reply(item: Similar, code: DecisionCode) -> dict[Evidence, str]:
    """Return the evidence an earlier reply gives to a decision that rests on it."""
    on = item.case.decided_on
    texts = {
        Evidence.EARLIER_REPLY: item.letter_number,
        Evidence.EARLIER_REPLY_ON: on.isoformat(),
        Evidence.EARLIER_PROVISION: f"本机关已于{legal_date(on)}以{item.letter_number}向申请人提供。",
    }
    return {name: text for name, text in texts.items() if name in code.evidence}
