"""The review of a draft as the law asks about it, and as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from casework.law.approval_chain import DEFAULT_CHAIN, Person, StepKind, StepPlan, seats
from casework.law.review import Agreement, Review, Reviewer, Step
from casework.law.stages import Stage
from casework.models.acting import ActingAuthority
from casework.models.agency import Agency
from casework.models.approval_chain import ApprovalStep
from casework.models.case import Case
from casework.models.review import ReviewOpinion, ReviewStep
from casework.models.user import REVIEWING_ROLES, Role, User


@dataclass(frozen=True, slots=True)
class ReviewRead:
    """The review of the newest draft: stored steps, what the law makes of them, who stands in for whom.

    ``earlier`` are the steps of drafts that were sent back.
    """

    steps: list[ReviewStep]
    review: Review
    authorities: list[ActingAuthority]
    earlier: list[ReviewStep]

    def seats_of(self, user: User) -> tuple[tuple[Step, int], ...]:
        """Return the open steps that wait for ``user``, each with the person whose seat it is."""
        return self.review.seats_of(self.reviewer(user))

    def reviewer(self, user: User) -> Reviewer:
        """Return ``user`` as somebody who wants to act on this review today."""
        acts_for = frozenset(item.absent_id for item in self.authorities if item.deputy_id == user.pk)
        return Reviewer(user.pk, acts_for, leads=user.role == Role.LEADER)

    def stored(self, key: int) -> ReviewStep:
        """Return the stored row of a step of ``review``."""
        return next(step for step in self.steps if step.pk == key)

    def authority(self, deputy: User, absent_id: int) -> ActingAuthority | None:
        """Return by what authority ``deputy`` acts for somebody today; None for the own seat."""
        if deputy.pk == absent_id:
            return None
        return next(item for item in self.authorities if (item.deputy_id, item.absent_id) == (deputy.pk, absent_id))


def staff_of(agency_id: int) -> list[Person]:
    """Return everybody of the agency who may be named in an approval chain and is in service."""
    rows = User.objects.filter(agency=agency_id, is_active=True, role__in=REVIEWING_ROLES).order_by("pk")
    return [Person(user.pk, str(user), user.role, user.unit_id) for user in rows]


def chain_of(agency: Agency) -> tuple[StepPlan, ...]:
    """Return the agency's chain, or the one signature that holds for an agency without settings."""
    own = ApprovalStep.objects.filter(agency=agency).prefetch_related("people")
    return tuple(step.plan() for step in own) or DEFAULT_CHAIN


def read_review(case: Case, today: date) -> ReviewRead | None:
    """Return the review a case is in, or None when it is in none. Five statements."""
    if case.stage != Stage.IN_REVIEW:
        return None
    stored = list(review_steps(case))
    newest = max((step.reply_id for step in stored), default=None)
    earlier = [step for step in stored if step.reply_id != newest]
    stored = [step for step in stored if step.reply_id == newest]
    authorities = ActingAuthority.objects.filter(agency=case.agency_id).in_force(today).select_related("absent")
    return ReviewRead(stored, review_of(stored, case), list(authorities), earlier)


def review_steps(case: Case) -> QuerySet[ReviewStep]:
    """Return the steps of every review of a case with their people and opinions. Three statements."""
    opinions = ReviewOpinion.objects.select_related("person", "given_by", "authority", "scan")
    return ReviewStep.objects.filter(case=case).prefetch_related("people", Prefetch("opinions", opinions))


def review_of(stored: list[ReviewStep], case: Case) -> Review:
    """Return stored steps, with their opinions loaded, as the law asks about them."""
    staff = staff_of(case.agency_id)
    steps = tuple(
        Step(step.pk, step.rank, step.name, plan.kind, seats(plan, staff, case_unit=case.unit_id))
        for step in stored
        for plan in (step.plan(),)
    )
    agreed = tuple(
        Agreement(step.pk, opinion.person_id, opinion.given_on)
        for step in stored
        for opinion in step.opinions.all()
        if opinion.agreed
    )
    return Review(steps, agreed)


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
