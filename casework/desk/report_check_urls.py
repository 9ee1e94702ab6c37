"""Addresses: checking a published report. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk.report_check import report_check

urlpatterns = [path("report-check/", report_check, name="report_check")]
