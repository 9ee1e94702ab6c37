"""The clock for other programs: facts in, duties out; nothing is stored."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import current_calendar
from casework.api.reading import day_from_query
from casework.law.clock import read
from casework.law.facts_json import facts_from_json, reading_to_json


class Clock(APIView):
    """POST answers as ``manage.py clock`` does, under the calendar in force here."""

    def post(self, request: Request) -> Response:
        """Return receipt, duties and ledger of the facts as they stand on ``as_of`` (or today)."""
        as_of = request.query_params.get("as_of")
        day = day_from_query("as_of", as_of) if as_of is not None else legal_today()
        reading = read(facts_from_json(request.data), current_calendar(), day)
        return Response(reading_to_json(reading))
