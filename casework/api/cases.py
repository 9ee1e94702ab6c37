"""The cases a person may see, one case with its clock, and registering a new one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.adapters.clock import legal_today, utc_now
from casework.adapters.working_calendar import calendar_of
from casework.api.reading import request_from_json
from casework.law.errors import Refused
from casework.law.facts_json import facts_to_json, reading_to_json
from casework.law.known_clock import read_as_known
from casework.models.case import Case
from casework.models.facts import facts_of
from casework.services import register

# Names of columns that stand in the answer as they are.
_LISTED = (
    "number", "stage", "channel", "applicant_kind", "subject", "topic", "received_on", "reply_due_on",
    "reply_provisional", "next_duty", "next_due_on", "decision_code", "decided_on", "concluded_on",
)  # fmt: skip


class NewestFirst(CursorPagination):
    """Pages by cursor: a case registered meanwhile shifts nothing."""

    # By key alone: it is unique, so no page can begin in the middle of equal moments.
    ordering = "-pk"
    page_size = 50


class Cases(APIView):
    """GET lists the cases the person may see, POST registers one."""

    def get(self, request: Request) -> Response:
        """Return one page of cases, newest first, with the addresses of the pages beside it."""
        pages = NewestFirst()
        page = pages.paginate_queryset(_visible(request), request, view=self)
        return pages.get_paginated_response([_row(case) for case in page or ()])

    def post(self, request: Request) -> Response:
        """Register the request in the body for the person's own agency.

        The header ``Idempotency-Key`` makes a repeated call return the first result.
        """
        agency = request.user.agency
        if agency is None:
            raise Refused("foreign_agency", "您不属于任何机关，不能登记申请。")
        done = register.register(
            agency=agency,
            request=request_from_json(request.data),
            actor=request.user,
            today=legal_today(),
            now=utc_now(),
            key=request.headers.get("Idempotency-Key", ""),
        )
        body = _detail(done.case) | {"warnings": list(done.warnings)}
        return Response(body, status.HTTP_201_CREATED)


class OneCase(APIView):
    """GET returns one case: its facts, its duties and the day-by-day ledger."""

    def get(self, request: Request, number: str) -> Response:
        """Return the case, or 404 alike for one that is not there and one that is not yours."""
        case = (
            _visible(request)
            .select_related("agency", "supplement", "reasons_request", "fee")
            .filter(number=number)
            .first()
        )
        if case is None:
            raise Http404
        return Response(_detail(case))


def _visible(request: Request) -> QuerySet[Case]:
    return Case.objects.visible_to(request.user)


def _row(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _LISTED} | {"stage_name": case.get_stage_display()}


def _detail(case: Case) -> dict[str, Any]:
    reading = read_as_known(facts_of(case), calendar_of(case.agency_id), legal_today())
    return (
        _row(case)
        | {"agency": case.agency.name, "content": case.content, "facts": facts_to_json(facts_of(case))}
        | reading_to_json(reading)
        | {"remarks": [*reading.remarks, *filter(None, [reading.unknown])]}
    )
