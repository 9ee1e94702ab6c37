"""Addresses: the registers beside the cases, and the archives. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk.archives import appraise_archive, archive_list, dossier_page
from casework.desk.disputes import dispute_list
from casework.desk.register_contact import register_contact
from casework.desk.registers import rectification_archive, register_entry, register_list, register_new

# Before cases/<number>/<act>/, which would take them.
case_patterns = [
    path("cases/<str:number>/dossier/", dossier_page, name="dossier"),
    path("cases/<str:number>/archive-appraisal/", appraise_archive, name="appraise_archive"),
]
urlpatterns = [
    path("registers/disputes/", dispute_list, name="dispute_list"),
    path("registers/archives/", archive_list, name="archive_list"),
    path("registers/rectifications/<int:matter_id>/archive/", rectification_archive, name="rectification_archive"),
    path("registers/<slug:name>/", register_list, name="register_list"),
    path("registers/<slug:name>/new/", register_new, name="register_new"),
    path("registers/<slug:name>/<int:matter_id>/", register_entry, name="register_entry"),
    path("registers/<slug:name>/<int:matter_id>/contact/", register_contact, name="register_contact"),
]
