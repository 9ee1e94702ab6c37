"""Addresses: letters of a case, its dossier, and how an agency's letters look. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk import dossier, letter_settings, letters, outside_channels

# Before cases/<number>/<act>/, which would take them.
case_patterns = [
    path("cases/<str:number>/letters/new/<slug:kind>/", letters.letter_new, name="letter_new"),
    path("cases/<str:number>/letters/<int:letter_id>/", letters.letter, name="letter"),
    path("cases/<str:number>/letters/<int:letter_id>/remake/", letters.letter_remake, name="letter_remake"),
    path("cases/<str:number>/letters/<int:letter_id>/number/", letters.letter_number, name="letter_number"),
    path("cases/<str:number>/letters/<int:letter_id>/void/", letters.letter_void, name="letter_void"),
    path("cases/<str:number>/letters/<int:letter_id>/word/", letters.letter_word, name="letter_word"),
    path("cases/<str:number>/letters/<int:letter_id>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("cases/<str:number>/dossier.pdf", dossier.dossier, name="dossier_pdf"),
    path("cases/<str:number>/dossier.zip", dossier.dossier_zip, name="dossier_zip"),
]
urlpatterns = [
    path("settings/letters/", letter_settings.letter_settings, name="letter_settings"),
    path("settings/outside-channels/", outside_channels.outside_channels, name="outside_channels"),
    path("settings/letters/standard/<slug:kind>/", letter_settings.template_standard, name="template_standard"),
    path("settings/letters/<int:template_id>/sample/", letter_settings.template_preview, name="template_preview"),
    path("settings/letters/<int:template_id>/retire/", letter_settings.template_retire, name="template_retire"),
]
