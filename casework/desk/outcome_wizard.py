"""The outcome wizard: five questions, one page an answer, ending in a decision code and what it brings.

Nothing is stored: the path of answers is the address, so back, bookmark and colleague see the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.case_words import case_head
from casework.desk.decision_choices import why_closed
from casework.desk.draft_address import ACT_ASKED, draft_url
from casework.desk.shell import show
from casework.law.acts import ACT_RULES
from casework.law.annual_formats import FORMAT_2021
from casework.law.closing import ENDING_ACTS
from casework.law.evidence import EVIDENCE_NAMES
from casework.law.outcome_tree import Question, Step, Walk, walk
from casework.law.outcomes import CODES, RemedyKind
from casework.law.remedies import REMEDY_NAMES, remedy_kind
from casework.queries.case_page import CaseRead

NO_ARTICLE = "条例无专条，依年度报告格式"


@require_safe
def outcome_wizard(request: HttpRequest, number: str, position: int = 1) -> HttpResponse:
    """Ask the next question of the path in the address, or show the code it has come to."""
    found = case_or_404(request, number)
    walked = walk(request.GET.get("path", ""))
    matters = list(found.case.matters.all())
    matter = next((item for item in matters if item.position == position), None)
    url = reverse("desk:case", args=[number])
    asked = {ACT_ASKED: request.GET[ACT_ASKED]} if ACT_ASKED in request.GET else {}
    place = position if len(matters) > 1 else None

    def draft_of(code: str) -> str:
        return draft_url(number, code, position=place, act=asked.get(ACT_ASKED, ""))

    def path_of(keys: list[str]) -> str:
        return "?" + urlencode({"path": ".".join(keys)} | asked)

    context: dict[str, Any] = {
        "case": case_head(found.case) | {"url": url},
        "asked": {
            "position": place,
            "words": matter.words if matter else found.case.content,
        },
        "steps": _steps(walked),
        "taken": _taken(walked, path_of),
        "question": walked.question and _question(walked.question, walked, path_of),
        "outcome": _outcome(walked.code, found, draft_of) if walked.code else None,
        "experts_url": draft_of("new"),
    }
    return show(request, "desk/outcome_wizard.html", context)


def _keys(walked: Walk, upto: int | None = None) -> list[str]:
    return [answer.key for _, answer in walked.taken[:upto]]


def _steps(walked: Walk) -> list[dict[str, Any]]:
    now = walked.question.step if walked.question else None
    passed = [question.step for question, _ in walked.taken]
    return [{"name": step.value, "current": step is now, "passed": step in passed and step is not now} for step in Step]


def _taken(walked: Walk, path_of: Callable[[list[str]], str]) -> list[dict[str, str]]:
    return [
        {"question": question.text, "answer": answer.text, "again": path_of(_keys(walked, index))}
        for index, (question, answer) in enumerate(walked.taken)
    ]


def _question(question: Question, walked: Walk, path_of: Callable[[list[str]], str]) -> dict[str, Any]:
    return {
        "step": question.step.value,
        "text": question.text,
        "article": question.article,
        "help": question.help,
        "answers": [{"text": answer.text, "url": path_of([*_keys(walked), answer.key])} for answer in question.answers],
    }


def _outcome(code: str, found: CaseRead, draft_of: Callable[[str], str]) -> dict[str, Any]:
    row = CODES[code]
    labels = {item.key: item.label for item in FORMAT_2021.result_rows}
    policy = found.case.agency.switches
    open_yet = row.remedy is RemedyKind.BY_GROUND and policy.partial_remedy == RemedyKind.BY_GROUND
    kind = row.remedy if open_yet else remedy_kind(code, decided_on=found.today, policy=policy)
    act = ENDING_ACTS.get(code)
    draft = draft_of(code) if row.by_reply else ""
    if act:
        draft = reverse("desk:act", args=[found.case.number, act.value])
    return {
        "code": code,
        "name": row.name,
        "articles": "、".join(row.articles) or NO_ARTICLE,
        "evidence": [EVIDENCE_NAMES[item] for item in row.evidence],
        "row": labels.get(row.row, "不计入表三"),
        "remedy": REMEDY_NAMES[RemedyKind(kind)],
        "closed": why_closed(found.case, row) if row.by_reply else "",
        "url": draft,
        "label": ACT_RULES[act].name if act else "按这个决定码拟稿",
        "elsewhere": "" if draft else "这一结论由相应的手续作出，不以答复书拟稿。",
    }
