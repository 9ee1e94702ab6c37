"""事项: a request listed as numbered matters, and the decision drafted for each (条例第二十九条、第三十六条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from casework.law.acts import Act
from casework.law.deciding import check_decision
from casework.law.errors import Refused
from casework.law.evidence import STRUCTURED, Evidence
from casework.law.letters.words import legal_date
from casework.law.matters import AT_MOST, check_words
from casework.law.outcomes import CODES
from casework.law.recorded_days import refuse_future
from casework.law.search_record import describe_search
from casework.law.sources import regulation
from casework.law.withheld import Withheld, describe_withheld
from casework.models.case import Case
from casework.models.matter import Decided, Matter
from casework.models.user import User
from casework.services.fitting import refuse_unfit, refuse_unfit_texts
from casework.services.performing import Performance


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides about one matter. ``evidence`` maps evidence keys to text."""

    code: str
    findings: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    withheld: Sequence[Withheld] = ()


@transaction.atomic
def list_matters(*, case_id: int, words: Sequence[str], actor: User, today: date, now: datetime, key: str = "") -> Case:
    """List the request as numbered matters, each in the applicant's own words.

    A matter whose words stay keeps its draft and its search records; one that is gone takes its
    draft along. Raises Refused without words, for a matter twice, and above 50. Source: Art. 29.
    """
    act = Performance(case_id=case_id, act=Act.LIST_MATTERS, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    wanted = check_words(words)
    before = list(act.case.matters.all())
    kept = {matter.words: matter for matter in before if matter.words in wanted}
    act.case.matters.exclude(pk__in=[matter.pk for matter in kept.values()]).delete()
    # Out of the way first: no two rows may hold one position at any moment.
    act.case.matters.update(position=F("position") + AT_MOST)
    for position, text in enumerate(wanted, 1):
        matter = kept.get(text) or Matter(case=act.case, words=text)
        matter.position = position
        refuse_unfit(matter)
        matter.save()
    return act.finish(matters=f"{len(wanted)}项", note="\n".join(f"{n}. {text}" for n, text in enumerate(wanted, 1)))


@transaction.atomic
def decide_matter(
    *, case_id: int, position: int, decision: Decision, actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """Draft the decision of one matter; it decides nothing until the reply is signed.

    Raises Refused as law.deciding.check_decision does, without findings, or for no such matter.
    """
    act = Performance(case_id=case_id, act=Act.DECIDE_MATTER, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    matter = matter_at(act.case, position)
    draft_decision(act, matter, decision)
    return act.finish(draft=matter.decision_code, note=f"事项{position}：{CODES[matter.decision_code].name}")


def matter_at(case: Case, position: int) -> Matter:
    """Return the matter of that number; the first of a request never divided is the whole request.

    Raises Refused ``no_such_matter``.
    """
    matter = case.matters.filter(position=position).first()
    if matter:
        return matter
    if position == 1 and not case.matters.exists():
        return Matter(case=case, position=1, words=case.content)
    raise Refused("no_such_matter", f"这件申请没有事项{position}。", field="position")


def draft_decision(act: Performance, matter: Matter, decision: Decision) -> None:
    """Check the decision against the law and what is on file, and save it with the matter."""
    check(act.case, matter, decision)
    row = CODES[decision.code]
    day = decision.evidence.get(Evidence.EARLIER_REPLY_ON, "") if Evidence.EARLIER_REPLY_ON in row.evidence else ""
    refuse_future("evidence_earlier_reply_on", date.fromisoformat(day.strip()) if day else None, act.today)
    matter.decision_code, matter.findings = row.code, decision.findings.strip()
    matter.evidence = {item.value: decision.evidence[item].strip() for item in row.evidence if item not in STRUCTURED}
    matter.withheld = [asdict(piece) for piece in decision.withheld] if Evidence.WITHHELD_LIST in row.evidence else []
    matter.drafted_on, matter.drafted_by = act.today, act.actor
    refuse_unfit(matter)
    refuse_unfit_texts(matter.evidence, prefix="evidence_")
    for piece in matter.withheld:
        refuse_unfit_texts(dict.fromkeys(["withheld"], "".join(piece.values())))
    matter.save()


def check(case: Case, matter: Matter, decision: Decision) -> None:
    """Raise Refused unless the decision may go to review as the case stands now."""
    check_decision(
        decision.code,
        evidence=decision.evidence,
        withheld=decision.withheld,
        searches=[record.fact() for record in searches_of(matter)],
        **standing_of(case),
    )
    if not decision.findings.strip():
        raise Refused("findings_missing", "请写明查明的情况和处理理由。", article=regulation(36), field="findings")


def standing_of(case: Case) -> dict[str, bool]:
    """Return what else of the case opens a decision code, as law.deciding.check_decision takes it."""
    supplement, asked = getattr(case, "supplement", None), getattr(case, "reasons_request", None)
    return {
        "supplement_received": bool(supplement and supplement.received_on),
        "reasons_unreasonable": bool(asked and asked.is_reasonable is False),
    }


def searches_of(matter: Matter) -> list:
    """Return the search records of a matter: its own, and those made for the whole request."""
    records = matter.case.search_records.all()
    return [record for record in records if record.matter_id is None or record.matter_id == matter.pk]


def stored_decision(matter: Decided) -> Decision:
    """Return the decision as it is drafted."""
    return Decision(matter.decision_code, matter.findings, matter.evidence, matter.withheld_rows())


def evidence_of(matter: Matter) -> dict[str, str]:
    """Return the evidence as a reply freezes it and its letter quotes it: every piece as a text."""
    texts = dict(matter.evidence)
    asked = CODES[matter.decision_code].evidence
    if Evidence.SEARCH_RECORD in asked:
        texts[Evidence.SEARCH_RECORD.value] = "\n".join(
            describe_search(record.fact()) for record in searches_of(matter)
        )
    if Evidence.WITHHELD_LIST in asked:
        texts[Evidence.WITHHELD_LIST.value] = describe_withheld(matter.withheld_rows())
    if Evidence.EARLIER_REPLY in asked:
        on = legal_date(date.fromisoformat(texts[Evidence.EARLIER_REPLY_ON]))
        texts[Evidence.EARLIER_REPLY.value] += f"，{on}"
    return texts
