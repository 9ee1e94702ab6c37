"""The people and the cases of the tests. Facts are given, no clock is read.

Two bureaus under one city government: officer Li and head Chen of the first, handler Zhou of its
unit, officer Wang of the second (who must see nothing of the first), supervisor Sun of the city, and
the three administrators of the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from casework.law.calendar import official_notices
from casework.law.consultations import ThirdPartyCheck
from casework.law.evidence import EVIDENCE_CHOICES, EVIDENCE_DAYS, EVIDENCE_NAMES, STRUCTURED, Evidence
from casework.law.letter_service import ServiceFact, ServiceMethod
from casework.law.outcomes import CODES
from casework.law.search_record import SearchFact
from casework.law.withheld import Withheld
from casework.models import Agency, Case, Role, Unit, User
from casework.models.calendar import CalendarYear
from casework.models.user import ADMINISTRATORS
from casework.services import (
    acceptance,
    consultations,
    identity_checks,
    letter_service,
    reasons,
    register,
    replies,
    search_records,
)
from casework.services.calendars import load_notices
from tests.clerk import PASSWORD


@dataclass
class Cast:
    """Everybody a story needs."""

    city: Agency
    bureau: Agency
    other_bureau: Agency
    unit: Unit
    officer_li: User
    head_chen: User
    handler_zhou: User
    officer_wang: User
    supervisor_sun: User
    administrator_wu: User
    security_zheng: User
    auditor_he: User


def noon(day: date | str) -> datetime:
    """Return noon in Shanghai of a legal day, as a moment in UTC."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def person(username: str, role: Role, agency: Agency, name: str, unit: Unit | None = None) -> User:
    """Create a person who can sign in with ``PASSWORD``."""
    user = _person(username, role, agency, name, unit)
    user.save()
    return user


def _person(username: str, role: Role, agency: Agency, name: str, unit: Unit | None = None) -> User:
    user = User(
        username=username, role=role, agency=agency, unit=unit, display_name=name, email=f"{username}@example.test"
    )
    user.set_password(PASSWORD)
    return user


@pytest.fixture
def cast(db) -> Cast:
    """The cast, with the official calendar loaded."""
    return make_cast()


def make_cast() -> Cast:
    """Create the cast; a transactional test may have flushed the calendar, so it is loaded again."""
    if not CalendarYear.objects.exists():
        load_notices(notices=official_notices(), now=noon("2026-01-01"))
    city = Agency.objects.create(name="某市人民政府", prefix="某政")
    bureau = Agency.objects.create(name="某市行政审批服务局", prefix="某审", parent=city)
    other_bureau = Agency.objects.create(name="某市自然资源局", prefix="某资", parent=city)
    unit = Unit.objects.create(agency=bureau, name="审批一科")
    people = [
        _person("officer_li", Role.CLERK, bureau, "李经办"),
        _person("head_chen", Role.LEADER, bureau, "陈主任"),
        _person("handler_zhou", Role.HANDLER, bureau, "周科员", unit),
        _person("officer_wang", Role.CLERK, other_bureau, "王经办"),
        _person("supervisor_sun", Role.SUPERVISOR, city, "孙督查"),
        _person("administrator_wu", Role.ADMINISTRATOR, bureau, "吴管理"),
        _person("security_zheng", Role.SECURITY_ADMINISTRATOR, bureau, "郑安全"),
        _person("auditor_he", Role.AUDITOR, bureau, "何审计"),
    ]
    for user in people:
        user.administers_as = user.role if user.role in ADMINISTRATORS else ""
    # Every test has them: together, and without what ``save`` asks for each.
    made = {user.username: user for user in User.objects.bulk_create(people)}
    return Cast(city=city, bureau=bureau, other_bureau=other_bureau, unit=unit, **made)


def day(text: str) -> date:
    """Return the date written as 2026-03-02."""
    return date.fromisoformat(text)


def a_request(**facts) -> register.NewRequest:
    """Return a request handed in at the counter; ``facts`` replace its fields."""
    values = {
        "channel": "counter",
        "submitted_on": day("2026-03-02"),
        "applicant": register.ApplicantData(kind="natural", name="赵某某", telephone="13800000000"),
        "content": "2024年某地块土地征收补偿方案",
    }
    return register.NewRequest(**(values | facts))


def register_case(cast: Cast, on: str = "2026-03-02", **facts) -> Case:
    """Register a request handed in on the day ``on`` and return the case."""
    request = a_request(**({"submitted_on": day(on)} | facts))
    return register.register(
        agency=cast.bureau, request=request, actor=cast.officer_li, today=day(on), now=noon(on)
    ).case


def accepted_case(cast: Cast, on: str = "2026-03-02", **facts) -> Case:
    """Return a case that is registered, identified and accepted on the day ``on``."""
    case = register_case(cast, on, **facts)
    at = {"case_id": case.pk, "actor": cast.officer_li, "today": day(on), "now": noon(on)}
    identity_checks.check_identity(
        documents_seen="居民身份证", method="original_seen", result="confirmed", note="", **at
    )
    return acceptance.accept(**at)


def evidence_for(code: str) -> dict[str, str]:
    """Return every piece of evidence the decision code requires as a text, filled in."""
    texts = {item.value: f"已附{EVIDENCE_NAMES[item]}" for item in CODES[code].evidence if item not in STRUCTURED}
    texts |= {item.value: kinds[0] for item, kinds in EVIDENCE_CHOICES.items() if item in texts}
    if Evidence.THIRD_PARTY_CHECK in texts:
        texts[Evidence.THIRD_PARTY_CHECK.value] = ThirdPartyCheck.NONE.value
    return texts | {item.value: "2025-06-03" for item in EVIDENCE_DAYS if item in texts}


def withheld_for(code: str, ground: str = "N4") -> list[Withheld]:
    """Return the list a partial disclosure needs; nothing for any other code."""
    return [Withheld("第3页联系人姓名、电话", ground, "涉及个人隐私")] if code == "P1" else []


def a_search(on: str = "2026-03-02", **facts) -> SearchFact:
    """Return a search on the day ``on`` that found nothing; ``facts`` replace its fields."""
    values = {
        "places": "档案室、审批一科",
        "systems": "公文系统、审批业务系统",
        "keyword_sets": ("某地块 征收补偿", "某征〔2024〕"),
        "period": "2015年1月至2026年2月",
        "searched_by": "周科员",
        "searched_on": day(on),
        "found": False,
        "paper_archive": "查阅2015至2025年纸质目录，未见",
    }
    return SearchFact(**(values | facts))


def file_proof_for(code: str, case: Case, actor: User, on: str) -> None:
    """Put on file what the decision code needs beside its texts: the search before "does not exist"."""
    if code == "U1":
        search_records.record_search(case_id=case.pk, fact=a_search(on), actor=actor, today=day(on), now=noon(on))


def posted(on: str, number: str = "XA12345678937") -> ServiceFact:
    """Return service by registered post on the day ``on``."""
    return ServiceFact(ServiceMethod.POSTAL, posted_on=day(on), postal_number=number)


def handed_over(on: str, receiver: str = "赵某某") -> ServiceFact:
    """Return service in person on the day ``on``."""
    return ServiceFact(ServiceMethod.IN_PERSON, signed_on=day(on), receiver=receiver, document_seen="居民身份证")


def third_party_asked(cast: Cast, case: Case, on: str, *, ruling: str = "withhold") -> Case:
    """Ask a third party that refuses, and decide about it, all on the day ``on``: no day is excluded."""
    at = {"actor": cast.officer_li, "today": day(on), "now": noon(on)}
    consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某某公司", about="报价清单中的单价", sent_on=day(on),
        delivered_on=day(on), **at,
    )  # fmt: skip
    item = case.consultations.last()
    consultations.record_opinion(
        consultation_id=item.pk, opinion="refuse", reasons="涉及本公司成本构成", answered_on=day(on), **at
    )
    interest = "价款由财政资金支付，不公开将使公众无法监督" if ruling != "withhold" else ""
    return consultations.rule_on_opinion(
        consultation_id=item.pk, ruling=ruling, public_interest=interest,
        judgement="经核对，单价反映其成本构成且采取了保密措施，属于商业秘密。", **at,
    )  # fmt: skip


def find_unreasonable(cast: Cast, case: Case, asked: str, reviewed: str) -> None:
    """Ask for reasons on the day ``asked`` and find them unreasonable on ``reviewed`` (Art. 35)."""
    who = {"case_id": case.pk, "actor": cast.officer_li}
    reasons.ask_reasons(
        counted_from=day(asked), counted_to=day(asked), counted=60, what_to_explain="请说明为何大量提出",
        answer_by=day(reviewed), fact=handed_over(asked), today=day(asked), now=noon(asked), **who,
    )  # fmt: skip
    at = {"today": day(reviewed), "now": noon(reviewed)}
    reasons.receive_reasons(answer="想要", received_on=day(reviewed), **who, **at)
    reasons.review_reasons(is_reasonable=False, review="没有实际需要", **who, **at)


def replied_case(
    cast: Cast, code: str, on: str = "2026-03-02", signed: str = "2026-03-10", served: str = "2026-03-11", **facts
) -> Case:
    """Return a case concluded with ``code``: drafted and signed on ``signed``, posted on ``served``."""
    case = accepted_case(cast, on, **facts)
    if code == "X4":
        find_unreasonable(cast, case, on, signed)
    if code in ("N4", "P1"):
        third_party_asked(cast, case, signed)
    file_proof_for(code, case, cast.officer_li, signed)
    replies.submit_for_review(
        case_id=case.pk,
        decision_code=code,
        evidence=evidence_for(code),
        findings="经查，情况如下。",
        withheld=withheld_for(code),
        actor=cast.officer_li,
        today=day(signed),
        now=noon(signed),
    )
    replies.sign(case_id=case.pk, actor=cast.head_chen, today=day(signed), now=noon(signed))
    return letter_service.conclude(
        case_id=case.pk, fact=posted(served), actor=cast.officer_li, today=day(served), now=noon(served)
    )
