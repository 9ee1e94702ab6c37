"""A drafted reply on its way through the approval chain: which step is open, who may act, when it is done.

条例第四十五条 (a system of review), 第十七条 (examined before disclosure). Pure questions put to the
steps and the opinions given so far; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.approval_chain import StepKind
from casework.law.errors import Refused
from casework.law.sources import regulation


class Verdict(StrEnum):
    """What a secrecy examination may say, and nothing more: nothing secret enters this system."""

    NOT_SECRET = "not_secret"
    SECRET = "secret"


VERDICT_NAMES = {Verdict.NOT_SECRET: "不涉密", Verdict.SECRET: "涉密"}


class StepState(StrEnum):
    """Where one step stands."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"


STEP_STATE_NAMES = {StepState.WAITING: "未到", StepState.OPEN: "等待意见", StepState.DONE: "已同意"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one review, with everybody who may act on it: account key to name."""

    key: int
    rank: int
    name: str
    kind: StepKind
    people: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Somebody agreed on a step: ``person`` is whose seat it was, also where a deputy signed."""

    step: int
    person: int
    on: date


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who wants to act: ``acts_for`` are the absent people this person stands in for today."""

    person: int
    acts_for: frozenset[int] = frozenset()
    leads: bool = False


def opinion_words(kind: StepKind, *, agreed: bool, verdict: str, text: str) -> str:
    """Return what somebody said on a step in one line."""
    if verdict:
        return VERDICT_NAMES[Verdict(verdict)]
    if not agreed:
        return f"退回：{text}"
    words = {StepKind.SIGN: "同意签发", StepKind.LAWYER: "已提意见"}.get(kind, "同意")
    return f"{words}。{text}" if text else words


def authority_words(given_by: str, *, basis: str, on_paper: bool) -> str:
    """Return by whose hand an opinion came, where it was not the person's own: a deputy's, or from paper."""
    if basis:
        return f"{given_by}代签，依据：{basis}"
    return f"纸质签批，{given_by}登记" if on_paper else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One step and how it stands; ``missing`` are those whose word is still waited for."""

    step: Step
    state: StepState
    missing: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Review:
    """The steps of one review in their order, and what was agreed."""

    steps: tuple[Step, ...]
    agreed: tuple[Agreement, ...] = ()

    def standings(self) -> tuple[Standing, ...]:
        """Return every step with its state. A rank opens when all before it are complete."""
        rank = self._open_rank()
        found = []
        for step in self.steps:
            if self._is_done(step):
                state = StepState.DONE
            else:
                # A lawyer's view holds nothing up and may still come while the reply is in review.
                late_view = step.kind is StepKind.LAWYER and rank is not None and step.rank < rank
                state = StepState.OPEN if step.rank == rank or late_view else StepState.WAITING
            found.append(Standing(step, state, self._missing(step) if state is not StepState.DONE else {}))
        return tuple(found)

    def open(self) -> tuple[Standing, ...]:
        """Return the steps that wait for somebody now."""
        return tuple(item for item in self.standings() if item.state is StepState.OPEN)

    def complete_before_signing(self) -> bool:
        """Tell whether only the signature is wanting."""
        rank = self._open_rank()
        return any(step.rank == rank and step.kind is StepKind.SIGN for step in self.steps)

    def seats_of(self, reviewer: Reviewer) -> tuple[tuple[Step, int], ...]:
        """Return the open steps this reviewer may act on, each with the person whose seat it is.

        The own seat comes first; one who stands in for another acts in that person's name.
        """
        found = []
        for standing in self.open():
            if reviewer.person in standing.missing:
                found.append((standing.step, reviewer.person))
            elif absent := sorted(reviewer.acts_for & set(standing.missing)):
                found.append((standing.step, absent[0]))
        return tuple(found)

    def last_agreed_on(self, before_rank: int) -> date | None:
        """Return the latest day on which a step before a rank was agreed."""
        ranks = {step.key: step.rank for step in self.steps}
        days = [item.on for item in self.agreed if ranks.get(item.step, before_rank) < before_rank]
        return max(days, default=None)

    def _open_rank(self) -> int | None:
        open_ranks = [step.rank for step in self.steps if step.kind is not StepKind.LAWYER and not self._is_done(step)]
        return min(open_ranks, default=None)

    def _is_done(self, step: Step) -> bool:
        given = self._given(step)
        if step.kind is StepKind.COUNTERSIGN:
            return bool(given) and not set(step.people) - given
        return bool(given)

    def _given(self, step: Step) -> set[int]:
        return {item.person for item in self.agreed if item.step == step.key}

    def _missing(self, step: Step) -> dict[int, str]:
        given = self._given(step)
        return {key: name for key, name in step.people.items() if key not in given}


def waiting_words(standings: Iterable[Standing]) -> str:
    """Return the open steps and whom they wait for in words: “法制审核”（钱法规）、“保密审查”（孙保密）."""
    return "、".join(f"“{item.step.name}”（{'、'.join(item.missing.values()) or '无人'}）" for item in standings)


def why_not_review(review: Review, reviewer: Reviewer) -> Refused | None:
    """Return the refusal of somebody who wants to give an opinion, or None."""
    if any(step.kind is not StepKind.SIGN for step, _ in review.seats_of(reviewer)):
        return None
    return Refused(
        "review_step_not_yours", f"现在没有等待您审核的环节，正在等待{waiting_words(review.open())}。",
        article=regulation(45),
    )  # fmt: skip


def why_not_sign(review: Review, reviewer: Reviewer) -> Refused | None:
    """Return the refusal of somebody who wants to sign, or None."""
    if not review.complete_before_signing():
        waiting = [item for item in review.open() if item.step.kind is not StepKind.LAWYER]
        return Refused("review_not_complete", f"{waiting_words(waiting)}尚未完成，不能签发。", article=regulation(45))
    if any(step.kind is StepKind.SIGN for step, _ in review.seats_of(reviewer)):
        return None
    signing = [item for item in review.open() if item.step.kind is StepKind.SIGN]
    return Refused("signature_not_yours", f"签发由{waiting_words(signing)}办理。", article=regulation(45))


def why_not_send_back(review: Review, reviewer: Reviewer) -> Refused | None:
    """Return the refusal of somebody who wants to send the draft back; a leader always may."""
    if reviewer.leads or review.seats_of(reviewer):
        return None
    return Refused(
        "send_back_not_yours", f"退回由正在审核的人或者负责人办理，现在等待{waiting_words(review.open())}。",
        article=regulation(45),
    )  # fmt: skip


def require_verdict(kind: StepKind, verdict: str, codes: Collection[str]) -> None:
    """Raise Refused unless a secrecy examination says secret or not, and fits what is decided.

    ``codes`` are the decision codes of the draft with the grounds of what it leaves out. What is
    secret is not given out (条例第十四条): only a draft that withholds for that reason goes on.
    """
    if kind is not StepKind.SECRECY:
        return
    if verdict not in [item.value for item in Verdict]:
        raise Refused(
            "verdict_missing", "请选择保密审查结论：涉密或者不涉密。", article=regulation(17), field="verdict"
        )
    if verdict == Verdict.SECRET and "N1" not in codes and set(codes) & _GIVES:
        raise Refused(
            "secret_may_not_be_given", "结论为涉密而拟予公开，两者矛盾；请退回，改为不予公开或者区分处理。",
            article=regulation(14), field="verdict",
        )  # fmt: skip


_GIVES = frozenset({"G1", "G2", "P1"})


def require_paper_day(on: date, *, today: date, drafted_on: date, agreed_before: date | None) -> None:
    """Raise Refused for a day on paper that cannot be: to come, before the draft, before an earlier step."""
    if on > today:
        raise Refused("paper_day_to_come", f"签批日期{on}晚于今天{today}。", article=regulation(45), field="on")
    if on < drafted_on:
        raise Refused(
            "paper_day_before_draft", f"签批日期{on}早于拟稿日期{drafted_on}。", article=regulation(45), field="on"
        )
    if agreed_before and on < agreed_before:
        raise Refused(
            "paper_day_before_step", f"签批日期{on}早于前一步的同意日期{agreed_before}。",
            article=regulation(45), field="on",
        )  # fmt: skip
