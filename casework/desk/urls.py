"""Addresses: the clerks' pages."""

from __future__ import annotations

from django.urls import path

from casework.desk import (
    account_urls,
    annual_urls,
    calendar_urls,
    ledger_urls,
    letter_urls,
    office_urls,
    register_urls,
    report_check_urls,
    statistics_urls,
)
from casework.desk.acts import case_act, consultation_act, matter_act, service_act
from casework.desk.approval_sheet import approval_sheet
from casework.desk.attachments import attachment
from casework.desk.case_page import case
from casework.desk.ledger import case_ledger
from casework.desk.notices import notice_read, notices, notices_read
from casework.desk.operations import operations_page
from casework.desk.outcome_wizard import outcome_wizard
from casework.desk.personal_data import personal_data
from casework.desk.query_code import query_code
from casework.desk.registration import register, register_reckoning
from casework.desk.service_receipt import service_receipt
from casework.desk.together import together
from casework.desk.what_if import case_what_if
from casework.desk.work_list import all_cases, intake, work_list

app_name = "desk"
urlpatterns = [
    path("", work_list, name="work_list"),
    path("intake/", intake, name="intake"),
    path("cases/", all_cases, name="all_cases"),
    path("register/", register, name="register"),
    path("register/reckoning/", register_reckoning, name="register_reckoning"),
    path("cases/<str:number>/", case, name="case"),
    path("cases/<str:number>/ledger/", case_ledger, name="case_ledger"),
    path("cases/<str:number>/what-if/", case_what_if, name="case_what_if"),
    path("cases/<str:number>/personal-data/", personal_data, name="personal_data"),
    path("cases/<str:number>/query-code/", query_code, name="query_code"),
    path("cases/<str:number>/attachments/<int:attachment_id>/", attachment, name="attachment"),
    path(
        "cases/<str:number>/consultations/<int:consultation_id>/<slug:act>/", consultation_act,
        name="consultation_act",
    ),
    path("cases/<str:number>/approval-sheet/", approval_sheet, name="approval_sheet"),
    path("cases/<str:number>/services/<int:service_id>/receipt/", service_receipt, name="service_receipt"),
    path("cases/<str:number>/services/<int:service_id>/<slug:act>/", service_act, name="service_act"),
    path("cases/<str:number>/together/", together, name="together"),
    path("cases/<str:number>/outcome/", outcome_wizard, name="outcome_wizard"),
    path("cases/<str:number>/matters/<int:position>/outcome/", outcome_wizard, name="matter_outcome_wizard"),
    path("cases/<str:number>/matters/<int:position>/<slug:act>/", matter_act, name="matter_act"),
    *office_urls.case_patterns,
    *letter_urls.case_patterns,
    *register_urls.case_patterns,
    path("cases/<str:number>/<slug:act>/", case_act, name="act"),
    path("notices/", notices, name="notices"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<int:notice_id>/read/", notice_read, name="notice_read"),
    path("operations/", operations_page, name="operations"),
    *account_urls.urlpatterns,
    *calendar_urls.urlpatterns,
    *annual_urls.urlpatterns,
    *ledger_urls.urlpatterns,
    *letter_urls.urlpatterns,
    *office_urls.urlpatterns,
    *register_urls.urlpatterns,
    *report_check_urls.urlpatterns,
    *statistics_urls.urlpatterns,
]  # fmt: skip
