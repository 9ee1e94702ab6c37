"""The steps a 呈批单 shows: those of the running review, of the newest draft, or of the agency's chain."""

from __future__ import annotations

from datetime import date

from casework.law.approval_chain import StepKind
from casework.law.letters.facts import OpinionWords, StepWords
from casework.models.case import Case
from casework.queries.reviews import Said, chain_of, read_review, steps_of


def steps_on_sheet(case: Case, reply_id: int | None, today: date) -> tuple[StepWords, ...]:
    """Return every step in order with what was said and whose word is wanting; ``reply_id`` is the newest draft."""
    if read := read_review(case, today):
        said = {step.key: step.said for step in read.steps}
        return tuple(
            _step(item.step.name, item.step.kind, said[item.step.key], list(item.missing.values()))
            for item in read.review.standings()
        )
    given = [step for step in steps_of(case) if step.reply_id == reply_id] if reply_id else []
    if given:
        return tuple(_step(step.plan.name, step.plan.kind, step.said, []) for step in given)
    return tuple(_step(plan.name, plan.kind, [], [""]) for plan in chain_of(case.agency))


def _step(name: str, kind: StepKind, said: list[Said], missing: list[str]) -> StepWords:
    """Return one step; only where everybody must agree is each person's own line named."""
    wanting = missing if kind is StepKind.COUNTERSIGN else missing and [""]
    opinions = (OpinionWords(item.person, item.words(kind), item.on, item.how) for item in said)
    return StepWords(name, kind is StepKind.SECRECY, tuple(opinions), tuple(wanting))
