"""Addresses of the annual report's pages; without a year it is the current one."""

from __future__ import annotations

from django.urls import path

from casework.desk.annual_figures import annual_figures, annual_opening
from casework.desk.annual_freezing import annual_finding, annual_freeze
from casework.desk.annual_rollup import annual_rollup, annual_rollup_cell
from casework.desk.annual_table import annual_cell, annual_export, annual_table
from casework.desk.annual_text import annual_text

urlpatterns = [
    path("annual/", annual_table, name="annual_table"),
    path("annual/<int:year>/", annual_table, name="annual_table"),
    path("annual/<int:year>/export/<slug:kind>/", annual_export, name="annual_export"),
    path("annual/<int:year>/figures/", annual_figures, name="annual_figures"),
    path("annual/<int:year>/opening/", annual_opening, name="annual_opening"),
    path("annual/<int:year>/text/", annual_text, name="annual_text"),
    path("annual/<int:year>/freeze/", annual_freeze, name="annual_freeze"),
    path("annual/<int:year>/findings/<slug:finding>/", annual_finding, name="annual_finding"),
    path("annual/<int:year>/rollup/", annual_rollup, name="annual_rollup"),
    path("annual/<int:year>/rollup/<slug:row>/<slug:column>/", annual_rollup_cell, name="annual_rollup_cell"),
    path("annual/<int:year>/<slug:row>/<slug:column>/", annual_cell, name="annual_cell"),
]
