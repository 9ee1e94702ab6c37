"""The cases of one page of a list, as a list reads them: plain values under the names of ``models.Case``.

Fifty objects with their agencies, officers and letters cost several times what reading them costs, and building the
statement costs more than running it. So the statement is built once, in objects, and kept; only which cases are read
changes. What the law is asked (``facts_of``, ``desk.next_step``) reads these values as it reads a case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as Choice
from django.db.models import F, OrderBy, OuterRef, QuerySet, Subquery, When
from django.db.models.expressions import RawSQL

from casework.adapters.kept_statements import Converters, compiled, converted, with_codes_written
from casework.law.facts import SupplementFact
from casework.law.policy import Policy
from casework.law.stages import OPEN_STAGES, Stage
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.dispute import Dispute, Redo
from casework.models.prepared import prepared_cursor
from casework.queries.reviews import open_step_kind

# In which order a list stands, forwards and backwards.
ORDERS: dict[str, tuple[OrderBy, OrderBy]] = {
    "alarm": (F("alarm_on").asc(nulls_last=True), F("number").asc()),
    "alarm_backwards": (F("alarm_on").desc(nulls_first=True), F("number").desc()),
    "newest": (F("registered_at").desc(), F("pk").desc()),
    "newest_backwards": (F("registered_at").asc(), F("pk").asc()),
}
# What hangs on a case, each as one text: joining the tables takes the database longer to plan than to do. What only an
# open case is asked for is not looked up for the others.
_ONE = "SELECT {row}({columns}){text} FROM casework_{table} AS other WHERE other.{key}"
_MANY = "SELECT {together}({row}({columns})){text} FROM casework_{table} AS other WHERE other.{key}"
_OPEN = ", ".join(f"'{stage}'" for stage in sorted(OPEN_STAGES))
_WHILE_OPEN = f"CASE WHEN casework_case.stage IN ({_OPEN}) THEN ({{}}) END"
_ONE_WHILE_OPEN, _MANY_WHILE_OPEN = _WHILE_OPEN.format(_ONE), _WHILE_OPEN.format(_MANY)
_JSON = {
    "postgresql": {"row": "json_build_array", "together": "json_agg", "text": "::text"},
    "sqlite": {"row": "json_array", "together": "json_group_array", "text": ""},
}
_PAGE = "/* the page */ %s"

Statement = tuple[str, tuple[Any, ...]]


class Rows(tuple):
    """Rows that were read already and are asked for as those of a related manager."""

    __slots__ = ()

    def all(self) -> Self:
        """Return the rows."""
        return self


class AgencyRead(NamedTuple):
    """What a row needs of an agency."""

    name: str
    policy: dict[str, str]

    @property
    def switches(self) -> Policy:
        """Return the agency's policy as ``models.Agency`` does."""
        return Policy.from_mapping(self.policy)


class ConsultationRead(NamedTuple):
    """One letter that was not withdrawn."""

    kind: str
    opinion: str
    sent_on: date | None
    delivered_on: date | None
    answered_on: date | None
    answer_by: date | None
    ruled_on: date | None
    presumed_on: date | None
    withdrawn_on: None = None


class ExtensionRead(NamedTuple):
    """The one extension that was not rejected."""

    working_days: int
    approved_on: date | None
    served_on: date | None
    rejected_on: None = None


class ReasonsRead(NamedTuple):
    """The request for reasons of a very frequent applicant."""

    served_on: date
    answer_by: date
    received_on: date | None
    closed_on: date | None
    is_reasonable: bool | None
    delay_until: date | None
    delay_served_on: date | None


class FeeRead(NamedTuple):
    """The dates of the fee."""

    sent_on: date
    delivered_on: date | None
    paid_on: date | None


class ListedCase(NamedTuple):
    """One case of a list. The first fields stand as ``_OWN`` names them."""

    pk: int
    number: str
    stage: str
    channel: str
    submitted_on: date | None
    signed_on: date | None
    confirmed_on: date | None
    received_on: date | None
    registered_at: datetime
    applicant_kind: str
    subject: str
    identity_checked: bool
    disputed: bool
    concluded_on: date | None
    reply_due_on: date | None
    reply_provisional: bool
    next_duty: str
    next_due_on: date | None
    next_provisional: bool
    alarm_on: date | None
    agency_id: int
    unit_id: int | None
    officer_id: int | None
    agency: AgencyRead
    officer: str
    supplement: SupplementFact | None
    reasons_request: ReasonsRead | None
    fee: FeeRead | None
    extensions: Rows
    consultations: Rows
    applicant_name: str | None
    open_step_kind: str | None
    waits_for_reader: bool = True

    @property
    def is_open(self) -> bool:
        """Tell whether the case still waits for its conclusion."""
        return self.stage in OPEN_STAGES

    @property
    def is_consulting(self) -> bool:
        """Tell whether somebody asked for an opinion has not answered yet."""
        return any(letter.answered_on is None and letter.ruled_on is None for letter in self.consultations)

    @property
    def disputes(self) -> QuerySet[Dispute]:
        """Return the disputes over a case; the few that have any are asked one by one."""
        return Dispute.objects.filter(case=self.pk)

    @property
    def redos(self) -> QuerySet[Redo]:
        """Return the rounds of a case decided anew; the few that have any are asked one by one."""
        return Redo.objects.filter(case=self.pk)


_OWN = ListedCase._fields[: ListedCase._fields.index("agency")]
_OF_CASE = "case_id = casework_case.id"
_TEXTS = {
    "officer_text": (_ONE, "user", "display_name, username", "id = casework_case.officer_id"),
    "supplement_text": (_ONE_WHILE_OPEN, "supplement", "served_on, answer_by, received_on", _OF_CASE),
    "reasons_text": (_ONE_WHILE_OPEN, "reasonsrequest", ", ".join(ReasonsRead._fields), _OF_CASE),
    "fee_text": (_ONE_WHILE_OPEN, "fee", ", ".join(FeeRead._fields), _OF_CASE),
    "extension_text": (
        _ONE_WHILE_OPEN, "extension", ", ".join(ExtensionRead._fields[:-1]), f"{_OF_CASE} AND other.rejected_on IS NULL",
    ),
    "letters_text": (
        _MANY_WHILE_OPEN, "consultation", ", ".join(ConsultationRead._fields[:-1]), f"{_OF_CASE} AND other.withdrawn_on IS NULL",
    ),
}  # fmt: skip


def statement_of_keys(cases: QuerySet[Case]) -> Statement | None:
    """Return the statement that finds the keys of ``cases`` and its values; None where there can be none."""
    try:
        return with_codes_written(*cases.values("pk").query.sql_with_params())
    except EmptyResultSet:
        return None


def read_listed(keys: Statement, order: str, *, kept: bool) -> list[ListedCase]:
    """Return the cases whose keys a statement finds, in one of ``ORDERS``. One statement.

    ``kept`` says that the same statement is asked again and again; how a search is best done depends on its words.
    """
    page, given = keys
    sql, converters = _statement(connection.vendor, order)
    with prepared_cursor(connection) if kept else connection.cursor() as cursor:
        cursor.execute(sql.replace(_PAGE, page), given)
        rows = cursor.fetchall()
    return [_listed(row) for row in converted(rows, converters)]


@cache
def _statement(vendor: str, order: str) -> tuple[str, Converters]:
    """Return the statement with a place for the page's own, and what turns the database's values into ours."""
    first = Applicant.objects.filter(case=OuterRef("pk")).order_by("pk")
    texts = {
        name: RawSQL(shape.format(table=table, columns=columns, key=key, **_JSON[vendor]), [])
        for name, (shape, table, columns, key) in _TEXTS.items()
    }
    in_review = When(stage=Stage.IN_REVIEW, then=open_step_kind())
    cases = (
        Case.objects.filter(pk__in=RawSQL(_PAGE, [_PAGE]))
        .annotate(applicant_name=Subquery(first.values("name")[:1]), open_step_kind=Choice(in_review), **texts)
        .order_by(*ORDERS[order])
        .values_list(*_OWN, "agency__name", "agency__policy", "applicant_name", "open_step_kind", *texts)
    )
    sql, given, converters = compiled(cases)
    # Only the page has values of its own; what else the statement compares with is written into it.
    words = ["%s" if word == _PAGE else f"'{word}'" for word in given]
    return sql % tuple(words), converters


def _listed(row: Sequence[Any]) -> ListedCase:
    agency_name, policy, applicant_name, open_step, *texts = row[len(_OWN) :]
    officer, supplement, reasons, fee, extension, letters = (text and json.loads(text) for text in texts)
    return ListedCase(
        *row[: len(_OWN)],
        agency=AgencyRead(agency_name, policy),
        officer=(officer[0] or officer[1]) if officer else "",
        supplement=supplement and SupplementFact(*_days(supplement)),
        reasons_request=reasons and ReasonsRead(*_days(reasons)),
        fee=fee and FeeRead(*_days(fee)),
        extensions=Rows([ExtensionRead(*_days(extension))] if extension else ()),
        consultations=Rows(ConsultationRead(kind, opinion, *_days(days)) for kind, opinion, *days in letters or ()),
        applicant_name=applicant_name,
        open_step_kind=open_step,
    )


def _days(values: Sequence[Any]) -> Iterator[Any]:
    """Yield the values of a text with its dates as dates; it holds no other words."""
    return (date.fromisoformat(value) if isinstance(value, str) else value for value in values)
