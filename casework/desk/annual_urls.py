"""Addresses of the annual report's pages; without a year it is the current one."""

from __future__ import annotations

from django.urls import path

from casework.desk.annual_table import annual_cell, annual_export, annual_table

urlpatterns = [
    path("annual/", annual_table, name="annual_table"),
    path("annual/<int:year>/", annual_table, name="annual_table"),
    path("annual/<int:year>/export/<slug:kind>/", annual_export, name="annual_export"),
    path("annual/<int:year>/<slug:row>/<slug:column>/", annual_cell, name="annual_cell"),
]
