"""An agency as requests and acts need it: together with the state of the calendar it counts by, in one read."""

from __future__ import annotations

from django.db import connection, models

from casework.adapters.kept_statements import KeptStatement, columns
from casework.adapters.working_calendar import CalendarState, state_columns
from casework.models.agency import Agency

# The key of no agency.
_WHICH = -1
_names = columns(Agency)
_agency = KeptStatement(lambda: Agency.objects.filter(pk=_WHICH).order_by().values_list(*_names, *state_columns("pk")))


def agency_of(key: int) -> Agency | None:
    """Return the agency of a key; None where there is none."""
    if not 0 < key <= models.BigAutoField.MAX_BIGINT:
        return None
    found = _agency.rows({_WHICH: key})
    if not found:
        return None
    agency = Agency.from_db(connection.alias, _names, found[0][: len(_names)])
    agency.calendar_state = CalendarState(*found[0][len(_names) :])
    return agency
