"""The facts a letter is composed from: plain values, filled in one place from what is stored.

``None`` and "" mean "has not happened" or "is not known". A new kind of fact is one dataclass here and
one line in ``queries.letter_facts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.law.applicants import ApplicantKind
from casework.law.facts import ConsultationKind
from casework.law.policy import Policy
from casework.law.receipt import Channel


@dataclass(frozen=True, slots=True)
class RemedyBodies:
    """Where a decision of this agency is taken to (行政复议法第二十四条, 行政诉讼法第十四条至第十八条).

    ``alternative_authority`` is the second choice for decisions up to 2023-12-31 (旧法第十二条).
    """

    authority: str = ""
    alternative_authority: str = ""
    court: str = ""
    online_channel: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """The agency that writes."""

    name: str
    address: str = ""
    telephone: str = ""
    contact: str = ""
    bodies: RemedyBodies = field(default_factory=RemedyBodies)
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class ApplicantWords:
    """One applicant as letters name them."""

    name: str
    natural: bool = True
    document: str = ""
    telephone: str = ""
    address: str = ""
    email: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True)
class SupplementWords:
    """补正: what was asked, until when, and whether it came.

    ``in_time``: served within the 7 working days, so that the reply period restarts (law.md 4.5).
    """

    unclear: str
    guidance: str = ""
    served_on: date | None = None
    answer_by: date | None = None
    received_on: date | None = None
    in_time: bool = True


@dataclass(frozen=True, slots=True)
class ConsultationWords:
    """征求意见 of one addressee. ``ended_on`` is the last day that is not counted, when it is known."""

    key: int
    kind: ConsultationKind
    addressee: str
    about: str
    sent_on: date | None = None
    delivered_on: date | None = None
    ended_on: date | None = None
    answered_on: date | None = None
    opinion: str = ""
    reasons: str = ""
    # What was weighed when it was decided to disclose against the third party's will (Art. 32).
    public_interest: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionWords:
    """延期: by how many working days, why, from which last day to which."""

    working_days: int
    reason: str
    served_on: date | None = None
    due_before: date | None = None
    due_after: date | None = None


@dataclass(frozen=True, slots=True)
class FeeWords:
    """信息处理费: how it was counted, step by step, and how it is paid. Amounts in yuan."""

    method: str
    quantity: str
    steps: tuple[str, ...]
    amount: int
    payment: str
    served_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReasonsWords:
    """说明理由 (Art. 35): how many requests, what to explain, until when; a delayed reply and why.

    ``due_before`` is the last day to reply without the delay, when it is known.
    """

    counted_from: date
    counted_to: date
    counted: int
    what_to_explain: str
    answer_by: date
    served_on: date | None = None
    received_on: date | None = None
    delay_until: date | None = None
    delay_reason: str = ""
    delay_served_on: date | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class MatterWords:
    """One matter of the request and what was decided on it."""

    text: str
    code: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    findings: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """One service of a letter (送达回证). ``number`` is the letter's, ``whom`` the one it is for.

    ``signed_on`` is the day it was signed for, or refused; ``remarks`` what became known afterwards.
    """

    key: int
    letter: str
    method: str
    number: str = ""
    whom: str = ""
    place: str = ""
    entrusted_to: str = ""
    receiver: str = ""
    relation: str = ""
    document_seen: str = ""
    signed_on: date | None = None
    refused_because: str = ""
    refused_on: date | None = None
    witnesses: str = ""
    carrier: str = ""
    posted_on: date | None = None
    postal_number: str = ""
    arrived_on: date | None = None
    arrival_proof: str = ""
    recorded_by: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpinionWords:
    """What somebody said on a step of the review; ``how`` tells of a deputy or of paper, else ""."""

    person: str
    said: str
    on: date
    how: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of the review: what was said, and whose word is wanting; "" stands for whoever may act on it."""

    name: str
    secrecy: bool = False
    opinions: tuple[OpinionWords, ...] = ()
    wanting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The newest draft of a reply: who wrote it, when, and the code the case counts by."""

    by: str
    on: date
    code: str


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter of one case may speak of. Days are legal days.

    ``reply_due_on`` is the day a letter may name; where the calendar ends there is only ``reply_estimate_on``.
    """

    agency: AgencyFacts
    case_number: str
    applicants: tuple[ApplicantWords, ...]
    channel: Channel
    content: str
    subject: str = ""
    wanted_form: str = ""
    # Names whose powers passed to the agency, where the applicant wrote the old one.
    succession: str = ""
    # Numbers of the applicant's other requests examined together, and how many of other people there are.
    together: tuple[str, ...] = ()
    together_of_others: int = 0
    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None
    received_on: date | None = None
    reply_due_on: date | None = None
    reply_estimate_on: date | None = None
    applicant_kind: ApplicantKind | None = None
    unit: str = ""
    officer: str = ""
    identity: str = ""
    supplement: SupplementWords | None = None
    consultations: tuple[ConsultationWords, ...] = ()
    extension: ExtensionWords | None = None
    fee: FeeWords | None = None
    reasons: ReasonsWords | None = None
    matters: tuple[MatterWords, ...] = ()
    draft: DraftWords | None = None
    review: tuple[StepWords, ...] = ()
    decided_on: date | None = None
    reply_number: str = ""
    services: tuple[ServiceWords, ...] = ()

    def consultation(self, key: int) -> ConsultationWords | None:
        """Return the consultation of that key, or None."""
        return next((item for item in self.consultations if item.key == key), None)
