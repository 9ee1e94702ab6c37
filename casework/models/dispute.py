"""行政复议、行政诉讼 over a case, and the case decided anew because of one (条例第五十一条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.disputes import (
    AGAINST_NAMES,
    DISPUTE_KIND_NAMES,
    PROCEDURE_NAMES,
    RESULTS,
    DisputeFact,
    DisputeKind,
)
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.reply import Reply
from casework.models.user import User


def result_choices() -> list[tuple[str, str]]:
    """Return value and name of every result; called late, so that a new one needs no migration."""
    return [(row.key, row.name) for row in RESULTS.values()]


class Dispute(models.Model):
    """One reconsideration or one instance of a suit. ``received_on`` is when the copy of the papers came.

    ``preceded_by`` is the reconsideration or instance before it. ``redo_ordered``: the decision makes the
    agency act again; then ``effective_on`` and ``redo_due_by`` are the day its clock starts, and the last day the
    decision names, if it names one.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="disputes", verbose_name="办件")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes", verbose_name="机关")
    kind = models.CharField("类别", max_length=20, choices=[(k.value, v) for k, v in DISPUTE_KIND_NAMES.items()])
    against = models.CharField("事由", max_length=20, choices=[(k.value, v) for k, v in AGAINST_NAMES.items()])
    claimant = models.CharField("申请人（原告）", max_length=120)
    authority = models.CharField("复议机关（法院）", max_length=120)
    authority_number = models.CharField("案号", max_length=80, blank=True)
    procedure = models.CharField("审理程序", max_length=20, choices=[(k.value, v) for k, v in PROCEDURE_NAMES.items()])
    preceded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name="前一程序"
    )
    after_reconsideration = models.BooleanField("经过复议", default=False)
    received_on = models.DateField("收到申请书（起诉状）副本日期")
    answered_on = models.DateField("提交答复（答辩）日期", null=True, blank=True)
    result = models.CharField("结果", max_length=30, choices=result_choices, blank=True)
    decided_on = models.DateField("决定（判决）日期", null=True, blank=True)
    result_received_on = models.DateField("收到决定（判决）日期", null=True, blank=True)
    redo_ordered = models.BooleanField("责令重新处理", default=False)
    effective_on = models.DateField("重新办理起算日", null=True, blank=True)
    redo_due_by = models.DateField("责令期限末日", null=True, blank=True)
    reasons = models.TextField("决定（判决）认定的理由", blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "复议诉讼"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", decided_on__isnull=True) | (~Q(result="") & Q(decided_on__isnull=False)),
                name="dispute_result_has_day",
            ),
        ]
        indexes = [
            # Table 四 asks for what was decided in a year or is open; the open ones are never many.
            models.Index(fields=["agency", "decided_on"], name="dispute_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.authority_number or self.authority}"

    @property
    def is_open(self) -> bool:
        """Tell whether no result is on record."""
        return not self.result

    def fact(self, continued_on=None) -> DisputeFact:
        """Return the dispute as ``law.disputes`` counts it."""
        return DisputeFact(
            DisputeKind(self.kind),
            self.after_reconsideration,
            self.received_on,
            self.decided_on,
            self.result,
            self.preceded_by.result if self.preceded_by else "",
            continued_on,
        )


class Redo(models.Model):
    """重新办理: one round more of a case. The first decision stays on the case and in table 三.

    ``decision_code``, ``decided_on`` and ``concluded_on`` are this round's own; ``former_reply`` is the
    reply that did not stand (none after a silence).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="redos", verbose_name="办件")
    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="redo", verbose_name="复议诉讼")
    former_reply = models.ForeignKey(
        Reply, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原答复"
    )
    started_on = models.DateField("起算日")
    due_by = models.DateField("责令期限末日", null=True, blank=True)
    begun_on = models.DateField("登记重新办理日期")
    decision_code = models.CharField("决定码", max_length=4, blank=True)
    decided_on = models.DateField("作出决定日期", null=True, blank=True)
    concluded_on = models.DateField("办结（送达）日期", null=True, blank=True)

    class Meta:
        verbose_name = "重新办理"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(concluded_on__isnull=True), name="redo_one_open_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"重新办理{self.started_on}"


def disputes_of(case: Case) -> list[Dispute]:
    """Return the disputes over a case; no statement for the many that were never disputed."""
    return list(case.disputes.all()) if case.disputed and case.pk else []


def redos_of(case: Case) -> list[Redo]:
    """Return the rounds of a case decided anew; only what was disputed and concluded can have one."""
    return list(case.redos.all()) if case.disputed and case.pk and case.concluded_on else []


def open_redo(case: Case) -> Redo | None:
    """Return the round that is being decided again, or None."""
    return next((item for item in redos_of(case) if item.concluded_on is None), None)


def ordered_dispute(case: Case) -> Dispute | None:
    """Return the oldest dispute whose result orders a new reply that was not begun, or None."""
    done = {item.dispute_id for item in redos_of(case)}
    return next((item for item in disputes_of(case) if item.redo_ordered and item.pk not in done), None)


def round_of(case: Case) -> Case | Redo:
    """Return what holds the decision that is being made: the open round, else the case itself."""
    return open_redo(case) or case


class Round:
    """While a case is decided again, an act sees that round's decision and not the first one.

    The first decision stays on the case, where table 三 counts it (ADR 0007); nobody who writes
    ``decision_code``, ``decided_on`` or ``concluded_on`` has to know of rounds.
    """

    FIELDS = ("decision_code", "decided_on", "concluded_on")

    def __init__(self, case: Case) -> None:
        self.case, self.redo = case, open_redo(case)
        if self.redo is not None:
            self._first = {name: getattr(case, name) for name in self.FIELDS}
            self._take(self.redo)

    def close(self) -> None:
        """Put what the act has written into the round and the first decision back on the case."""
        if self.redo is None:
            return
        for name in self.FIELDS:
            setattr(self.redo, name, getattr(self.case, name))
            setattr(self.case, name, self._first[name])
        self.redo.save(update_fields=list(self.FIELDS))

    def _take(self, redo: Redo) -> None:
        for name in self.FIELDS:
            setattr(self.case, name, getattr(redo, name))


def codes_decided(case: Case) -> set[str]:
    """Return the decision codes of every matter in the round that is being served; none before it is signed."""
    if not round_of(case).decision_code:
        return set()
    signed = [item for item in case.replies.all() if item.signed_on]
    return {item.decision_code for item in signed[-1].items.all()} if signed else set()


def last_round(case: Case) -> Case | Redo:
    """Return what holds the decision in force or being made: the newest round, ended or not, else the case itself."""
    return next(reversed(redos_of(case)), None) or case


def replies_of_last_round(case: Case) -> list[Reply]:
    """Return the replies drafted in the newest round, oldest first; those of a decision that fell are left out."""
    found = list(case.replies.all())
    latest = last_round(case)
    if isinstance(latest, Case):
        return found
    former = latest.former_reply_id or 0
    return [item for item in found if item.pk > former and item.drafted_on >= latest.begun_on]
