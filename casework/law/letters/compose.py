"""From facts to the text of a letter: the one place that puts the parts together.

Source: law.md 6.2, 6.3; Art. 36, 37 of the Regulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from casework.law.letters import forms, notices
from casework.law.letters.decisions import decided, title_of
from casework.law.letters.facts import ConsultationWords, LetterFacts, MatterWords
from casework.law.letters.kinds import About, LetterKind, letter_kind
from casework.law.letters.narrative import narrative, quoted_request
from casework.law.letters.remedy_words import remedy_paragraphs
from casework.law.letters.text import LetterText, Line, Slip
from casework.law.letters.words import address_of, names_of, paragraphs
from casework.law.sources import chinese_numeral, regulation

_MADE_FOR = {
    "third_party_inquiry": ConsultationKind.THIRD_PARTY,
    "third_party_opinion": ConsultationKind.THIRD_PARTY,
    "disclosure_notice": ConsultationKind.THIRD_PARTY,
    "co_producer_inquiry": ConsultationKind.CO_PRODUCER,
    "other_agency_inquiry": ConsultationKind.OTHER_AGENCY,
}
# Written to somebody else than the applicant, who is not named in them (law.md 6.2, 8.1).
TO_OTHERS = frozenset({
    "third_party_inquiry", "disclosure_notice", "co_producer_inquiry", "other_agency_inquiry", "assistance_request",
})  # fmt: skip


def compose(
    kind: str,
    facts: LetterFacts,
    *,
    free: Mapping[str, str] | None = None,
    about: int | None = None,
    number: str = "",
    dated_on: date | None = None,
) -> LetterText:
    """Return the text of one letter.

    ``about`` is the key of the consultation or service it speaks of; ``free`` what a clerk wrote;
    ``number`` and ``dated_on`` are empty on a draft. Raises Refused when the case has no such facts, or
    ``free_part_missing`` naming the part.
    """
    row = letter_kind(kind)
    given = {part.key: (free or {}).get(part.key, "").strip() for part in row.free}
    for part in row.free:
        if part.required and not given[part.key]:
            raise Refused("free_part_missing", f"请填写“{part.label}”。", field=part.key)
    if row.is_reply:
        sections, title = _reply(facts), facts.agency.name + title_of([item.code for item in facts.matters])
        number = number or facts.reply_number
    else:
        sections, title = _sections(row, facts, given, about), facts.agency.name + row.title
    if given.get("note"):
        sections["note"] = (*sections.get("note", ()), *(Line(text) for text in paragraphs(given["note"])))
    slip = _slip(row, facts, about)
    if not sections:
        return LetterText(kind, facts.agency.name + row.title, number, sections={}, slip=slip)
    contact = _contact(facts)
    if contact:
        sections["closing"] = (Line(contact),)
    return LetterText(
        kind, title, number, _addressee(row, facts, given, about), sections,
        enclosures=(slip.title,) if slip else (), signature=facts.agency.name, dated_on=dated_on, slip=slip,
    )  # fmt: skip


def _reply(facts: LetterFacts) -> notices.Sections:
    matters, you = facts.matters, address_of(facts.applicants)
    if not matters:
        raise Refused(
            "letter_without_decision_code", "本件还没有拟定处理决定，不能制作答复书。", article=regulation(36)
        )
    sections: notices.Sections = {"facts": (Line(narrative(facts)),)}
    sections["request"] = tuple(Line(text) for text in quoted_request(facts))
    if len(matters) == 1:
        *findings, decision = decided(matters[0], you)
        sections["findings"] = tuple(Line(text) for text in findings)
        sections["decision"] = (Line(decision),)
    else:
        lead = f"经审查，本机关对{you}申请的{len(matters)}项内容分别处理如下："
        sections["decision"] = (Line(lead), *(line for place in _places(matters, you) for line in place))
    sections["remedy"] = tuple(Line(text) for text in remedy_paragraphs(facts, letter_name=_letter_name(matters)))
    return sections


def _places(matters: tuple[MatterWords, ...], you: str) -> list[list[Line]]:
    placed = []
    for number, item in enumerate(matters, 1):
        heading = Line(f"{chinese_numeral(number)}、关于“{_short(item.text)}”", heading=True)
        placed.append([heading, *(Line(text) for text in decided(item, you, f"{you}申请公开的该项信息"))])
    return placed


def _short(text: str, longest: int = 60) -> str:
    text = "".join(paragraphs(text)).rstrip("。；;")
    return text if len(text) <= longest else f"{text[:longest]}……"


def _letter_name(matters: tuple[MatterWords, ...]) -> str:
    return "本答复书" if title_of([item.code for item in matters]).endswith("答复书") else "本告知书"


def _sections(row: LetterKind, facts: LetterFacts, free: Mapping[str, str], about: int | None) -> notices.Sections:
    if row.key in notices.PLAIN:
        return notices.PLAIN[row.key](facts, free)
    if row.key == "disclosure_notice":
        return notices.disclosure_notice(facts, _consultation(row, facts, about), free)
    if row.key in notices.ABOUT_CONSULTATION:
        return notices.ABOUT_CONSULTATION[row.key](facts, _consultation(row, facts, about))
    return {}


def _slip(row: LetterKind, facts: LetterFacts, about: int | None) -> Slip | None:
    if row.key in ("third_party_inquiry", "third_party_opinion"):
        return notices.opinion_slip(facts, _consultation(row, facts, about))
    if row.about is About.SERVICE:
        return forms.service_receipt(facts, next((item for item in facts.services if item.key == about), None))
    return forms.FORMS[row.key](facts) if row.key in forms.FORMS else None


def _consultation(row: LetterKind, facts: LetterFacts, about: int | None) -> ConsultationWords:
    item = facts.consultation(about) if about is not None else None
    wanted = _MADE_FOR.get(row.key)
    if item is None or (wanted and item.kind is not wanted):
        raise Refused("letter_without_consultation", f"请选择“{row.name}”所对应的征求意见。", field="about")
    return item


def _addressee(row: LetterKind, facts: LetterFacts, free: Mapping[str, str], about: int | None) -> str:
    if row.key == "assistance_request":
        return f"{free['addressee']}："
    if row.key in TO_OTHERS:
        return f"{_consultation(row, facts, about).addressee}："
    return f"{names_of(facts.applicants)}："


def _contact(facts: LetterFacts) -> str:
    agency = facts.agency
    parts = [("联系人", agency.contact), ("联系电话", agency.telephone), ("地址", agency.address)]
    return "　".join(f"{label}：{value}" for label, value in parts if value)
