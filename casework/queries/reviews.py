"""The review of a draft as the law asks about it, and as a page shows it.

Two statements read a running review whole, because every page of a case in review asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery

from casework.adapters.kept_statements import KeptStatement
from casework.law.approval_chain import DEFAULT_CHAIN, Person, StepKind, StepPlan, seats
from casework.law.review import Agreement, Review, Reviewer, Step, authority_words, opinion_words
from casework.law.stages import Stage
from casework.models.acting import ActingAuthority, holds_on
from casework.models.agency import Agency
from casework.models.approval_chain import ApprovalStep
from casework.models.case import Case
from casework.models.review import ReviewOpinion, ReviewStep
from casework.models.user import REVIEWING_ROLES, Role, User


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion: whose it is, who gave or recorded it, what, when, by what authority."""

    person_id: int
    person: str
    given_by: str
    agreed: bool
    text: str
    verdict: str
    on: date
    on_paper: bool
    basis: str

    def words(self, kind: StepKind) -> str:
        """Return the opinion in one line, as a step of that kind has it."""
        return opinion_words(kind, agreed=self.agreed, verdict=self.verdict, text=self.text)

    @property
    def how(self) -> str:
        """By whose hand it came, "" for the person's own."""
        return authority_words(self.given_by, basis=self.basis, on_paper=self.on_paper)


@dataclass(frozen=True, slots=True)
class StoredStep:
    """One step of a review as it is stored, with what was said on it."""

    key: int
    reply_id: int
    plan: StepPlan
    opened_at: datetime | None
    closed_at: datetime | None
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Acting:
    """``deputy`` acts for ``absent`` today: the authority's key, its basis and its last day."""

    key: int
    deputy_id: int
    absent_id: int
    absent: str
    basis: str
    until_on: date


@dataclass(frozen=True, slots=True)
class ReviewRead:
    """The review of the newest draft: stored steps, what the law makes of them, who stands in for whom.

    ``earlier`` are the steps of drafts that were sent back.
    """

    steps: list[StoredStep]
    review: Review
    acting: list[Acting]
    earlier: list[StoredStep]

    def reviewer(self, user: User) -> Reviewer:
        """Return ``user`` as somebody who wants to act on this review today."""
        acts_for = frozenset(item.absent_id for item in self.acting if item.deputy_id == user.pk)
        return Reviewer(user.pk, acts_for, leads=user.role == Role.LEADER)

    def seats_of(self, user: User) -> tuple[tuple[Step, int], ...]:
        """Return the open steps that wait for ``user``, each with the person whose seat it is."""
        return self.review.seats_of(self.reviewer(user))

    def acting_for(self, deputy: User, absent_id: int) -> Acting | None:
        """Return by what authority ``deputy`` acts for somebody today; None for the own seat."""
        if deputy.pk == absent_id:
            return None
        return next(item for item in self.acting if (item.deputy_id, item.absent_id) == (deputy.pk, absent_id))

    def deputies_of(self, absent_id: int) -> list[int]:
        """Return who acts for somebody today."""
        return [item.deputy_id for item in self.acting if item.absent_id == absent_id]


def staff_of(agency_id: int) -> list[Person]:
    """Return everybody of the agency who may be named in an approval chain and is in service."""
    return [Person(user.pk, str(user), user.role, user.unit_id) for user in _reviewers(agency_id)]


def chain_of(agency: Agency) -> tuple[StepPlan, ...]:
    """Return the agency's chain, or the one signature that holds for an agency without settings."""
    own = ApprovalStep.objects.filter(agency=agency).prefetch_related("people")
    return tuple(step.plan() for step in own) or DEFAULT_CHAIN


def read_review(case: Case, today: date) -> ReviewRead | None:
    """Return the review a case is in, or None when it is in none. Two statements."""
    if case.stage != Stage.IN_REVIEW:
        return None
    staff, named, acting = _people(case, today)
    stored = steps_of(case, named)
    newest = max((step.reply_id for step in stored), default=None)
    running = [step for step in stored if step.reply_id == newest]
    steps = tuple(
        Step(step.key, step.plan.rank, step.plan.name, step.plan.kind, seats(step.plan, staff, case_unit=case.unit_id))
        for step in running
    )
    agreed = tuple(
        Agreement(step.key, said.person_id, said.on) for step in running for said in step.said if said.agreed
    )
    earlier = [step for step in stored if step.reply_id != newest]
    return ReviewRead(running, Review(steps, agreed), acting, earlier)


def steps_of(case: Case, named: dict[int, frozenset[int]] | None = None) -> list[StoredStep]:
    """Return the steps of every review of a case in order, with what was said. One statement.

    ``named`` maps a step to the people it names; without it the plans name nobody.
    """
    found: dict[int, StoredStep] = {}
    for row in _steps.rows({_CASE: case.pk}):
        pk, reply_id, rank, name, kind, role, unit_id, own_unit, opened_at, closed_at, *said = row
        if pk not in found:
            people = (named or {}).get(pk, frozenset())
            plan = StepPlan(rank, name, StepKind(kind), role, unit_id, own_unit, people)
            found[pk] = StoredStep(pk, reply_id, plan, opened_at, closed_at)
        if said[0] is not None:
            found[pk].said.append(_said(*said))
    return list(found.values())


_SAID = tuple(
    f"opinions__{name}"
    for name in (
        "person_id", "person__display_name", "person__username", "given_by__display_name", "given_by__username",
        "agreed", "text", "verdict", "given_on", "on_paper", "authority__basis",
    )
)  # fmt: skip

# What stands in for a case, an agency and a day in a statement that is kept: no row has them.
_CASE, _AGENCY, _DAY = -2, -3, date.min
_steps = KeptStatement(
    lambda: ReviewStep.objects.filter(case=_CASE)
    .order_by("reply_id", "rank", "pk", "opinions__pk")
    .values_list(
        "pk", "reply_id", "rank", "name", "kind", "role", "unit_id", "own_unit", "opened_at", "closed_at", *_SAID
    )
)  # fmt: skip


def _said(person_id, name, login, by_name, by_login, agreed, text, verdict, on, on_paper, basis) -> Said:
    return Said(person_id, name or login, by_name or by_login, agreed, text, verdict, on, on_paper, basis or "")


def _reviewers(agency_id: int):
    return User.objects.filter(agency=agency_id, is_active=True, role__in=REVIEWING_ROLES).order_by("pk")


_seats = KeptStatement(
    lambda: _reviewers(_AGENCY)
    .annotate(
        seat=FilteredRelation("named_in_reviewstep", condition=Q(named_in_reviewstep__case=_CASE)),
        acts=FilteredRelation("acting_for", condition=holds_on(_DAY, "acting_for__")),
    )
    .values_list(
        "pk", "display_name", "username", "role", "unit_id", "seat__id", "acts__id", "acts__absent_id",
        "acts__absent__display_name", "acts__absent__username", "acts__basis", "acts__until_on",
    )
)  # fmt: skip


def _people(case: Case, today: date) -> tuple[list[Person], dict[int, frozenset[int]], list[Acting]]:
    """Return who may review, whom each step of the case names, and who acts for whom. One statement."""
    on = connection.ops.adapt_datefield_value
    rows = _seats.rows({_AGENCY: case.agency_id, _CASE: case.pk, on(_DAY): on(today)})
    staff: dict[int, Person] = {}
    named: dict[int, set[int]] = {}
    acting: dict[int, Acting] = {}
    for pk, name, login, role, unit_id, step_id, act_id, absent_id, absent, absent_login, basis, until_on in rows:
        staff[pk] = Person(pk, name or login, role, unit_id)
        if step_id is not None:
            named.setdefault(step_id, set()).add(pk)
        if act_id is not None:
            acting[act_id] = Acting(act_id, pk, absent_id, absent or absent_login, basis, until_on)
    return list(staff.values()), {key: frozenset(people) for key, people in named.items()}, list(acting.values())


def waiting_for(user: User, today: date) -> Q:
    """Return the condition on cases in review of which an open step waits for this person today.

    Also what waits for an absent colleague the person stands in for. One statement to know whom.
    """
    if user.role not in REVIEWING_ROLES:
        return Q(pk__in=[])
    absent = ActingAuthority.objects.filter(agency=user.agency_id, deputy=user).in_force(today)
    people = [user, *(item.absent for item in absent.select_related("absent"))]
    asked = Q()
    for person in people:
        asked |= _asks(person)
    steps = ReviewStep.objects.filter(asked, case=OuterRef("pk"), opened_at__isnull=False, closed_at__isnull=True)
    return Q(stage=Stage.IN_REVIEW) & Q(Exists(steps))


def open_step_kind() -> Subquery:
    """Return what the first open step of each case asks; for annotating cases."""
    rows = ReviewStep.objects.filter(case=OuterRef("pk"), opened_at__isnull=False, closed_at__isnull=True)
    return Subquery(rows.exclude(kind=StepKind.LAWYER).order_by("rank", "pk").values("kind")[:1])


def _asks(person: User) -> Q:
    of_role = Q(role=person.role)
    if person.role == Role.UNIT_HEAD and person.unit_id:
        of_role |= Q(own_unit=True, case__unit=person.unit_id)
    if person.unit_id:
        of_role |= Q(unit=person.unit_id)
    asked = Q(people=person) | of_role
    if person.role != Role.LEADER:
        asked &= ~Q(kind=StepKind.SIGN)
    spoke = ReviewOpinion.objects.filter(step=OuterRef("pk"), person=person, agreed=True)
    return asked & ~Q(Exists(spoke))
