"""Addresses of the statistics."""

from __future__ import annotations

from django.urls import path

from casework.desk.statistics import statistics_delete, statistics_export, statistics_page, statistics_save

urlpatterns = [
    path("statistics/", statistics_page, name="statistics"),
    path("statistics/export/<slug:kind>/", statistics_export, name="statistics_export"),
    path("statistics/layouts/", statistics_save, name="statistics_save"),
    path("statistics/layouts/<int:layout_id>/delete/", statistics_delete, name="statistics_delete"),
]
