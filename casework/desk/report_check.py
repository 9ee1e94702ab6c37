"""年报核对: bring any published annual report and see where it contradicts itself. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from casework.desk.forms.plain_words import PlainWords
from casework.desk.shell import show
from casework.documents.report_check_words import blanks, cells_to_show, heading, judged, tables_found, unread
from casework.law.annual_table import Verdict
from casework.law.errors import Refused
from casework.law.published_report.check import CheckedReport, Finding, contradictions
from casework.services.report_check import MAX_FILE_BYTES, check_report_file

ACCEPTED_FILES = ".docx,.xlsx,.html,.htm,.txt,.pdf"


class ReportFileForm(PlainWords):
    """One published report."""

    file = forms.FileField(
        label="年度报告文件",
        help_text=f"docx、xlsx、html、txt 或 pdf，不超过{MAX_FILE_BYTES // 1024 // 1024}MB；一个文件里可以有几份报告。不保存文件。",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(f"文件超过{MAX_FILE_BYTES // 1024 // 1024}MB，没有读取。")
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: HttpRequest) -> HttpResponse:
    """Show the form, and below it what the file just sent shows."""
    form = ReportFileForm(request.POST, request.FILES) if request.method == "POST" else ReportFileForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reports = check_report_file(file.name, file.read())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {
                "file_name": file.name,
                "contradiction_count": len(contradictions(reports)),
                "reports": [_report(report) for report in reports],
            }
    return show(request, "desk/report_check.html", context, status=400 if form.errors else 200)


def _report(report: CheckedReport) -> dict[str, Any]:
    return {
        "heading": heading(report),
        "tables": tables_found(report),
        "failed": _lines(report, Verdict.FAILED),
        "unknown": _lines(report, Verdict.NOT_ASSESSABLE),
        "passed": _lines(report, Verdict.PASSED),
        "unread": unread(report) + blanks(report),
        "hints": [hint.sentence for hint in report.hints],
    }


def _lines(report: CheckedReport, verdict: Verdict) -> Sequence[dict[str, Any]]:
    return [_line(finding) for finding in report.findings if finding.verdict is verdict]


def _line(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.identity if finding.identity.startswith("C") else "",
        "text": f"{finding.table}　{judged(finding)}",
        "cells": cells_to_show(finding),
    }
