"""Addresses: The applicants' pages."""

from django.urls import path

from casework.portal import answers, apply, calculator, display, filing, guide, lookup, own_case

app_name = "portal"
urlpatterns = [
    path("", guide.home, name="home"),
    path("<int:agency_id>/", guide.guide, name="guide"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("display/", display.change, name="display"),
    path("apply/<int:agency_id>/check/", filing.check, name="check"),
    path("apply/<int:agency_id>/<slug:step>/", apply.step, name="step"),
    path("receipt/<int:case_id>/", filing.receipt, name="receipt"),
    path("progress/", lookup.look_up, name="lookup"),
    path("progress/leave/", lookup.leave, name="leave"),
    path("progress/<int:case_id>/", own_case.progress, name="progress"),
    path("progress/<int:case_id>/supplement/", answers.supplement, name="supplement"),
    path("progress/<int:case_id>/reasons/", answers.reasons, name="reasons"),
    path("progress/<int:case_id>/withdraw/", own_case.withdraw, name="withdraw"),
]
