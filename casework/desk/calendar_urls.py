"""Addresses: the calendar and what follows from changing it. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk.calendar_holidays import calendar_holidays
from casework.desk.calendar_load import calendar_load
from casework.desk.calendar_page import calendar
from casework.desk.calendar_records import calendar_change, calendar_versions

urlpatterns = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/load/", calendar_load, name="calendar_load"),
    path("calendar/versions/", calendar_versions, name="calendar_versions"),
    path("calendar/changes/<int:change_id>/", calendar_change, name="calendar_change"),
    path("calendar/holidays/", calendar_holidays, name="calendar_holidays"),
]
