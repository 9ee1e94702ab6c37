"""Files leave the desk as downloads, with their true type, to the case's own agency only."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import register_case

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture
def case(cast, on):
    on("2026-03-02")
    return register_case(cast, "2026-03-02", files=[SimpleUploadedFile("申请 表\r\nX: 1.html", PDF, "text/html")])


def url_of(case) -> str:
    return reverse("desk:attachment", args=[case.number, case.attachments.get().pk])


def test_a_file_comes_back_as_a_download(cast, case, as_user):
    answer = as_user(cast.officer_li).get(url_of(case))
    assert b"".join(answer.streaming_content) == PDF
    # The type found in the content, whatever the sender claimed.
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    assert "\r" not in answer["Content-Disposition"] and "X" not in answer


@pytest.mark.parametrize("name", ["officer_wang", "supervisor_sun", "administrator_wu", "handler_zhou"])
def test_nobody_else_gets_it(cast, case, as_user, name):
    assert as_user(getattr(cast, name)).get(url_of(case)).status_code == 404


def test_a_file_belongs_to_its_own_case(cast, case, as_user):
    other = register_case(cast, "2026-03-02")
    url = reverse("desk:attachment", args=[other.number, case.attachments.get().pk])
    assert as_user(cast.officer_li).get(url).status_code == 404


def test_a_lost_file_is_a_missing_page_and_no_fault(cast, case, as_user):
    stored = case.attachments.get()
    stored.file.storage.delete(stored.file.name)
    assert as_user(cast.officer_li).get(url_of(case)).status_code == 404


def test_the_supervisor_is_shown_no_link_that_leads_nowhere(cast, case, as_user):
    url = reverse("desk:case", args=[case.number])
    assert as_user(cast.supervisor_sun).get(url).context["content"]["attachments"] == []
    assert len(as_user(cast.officer_li).get(url).context["content"]["attachments"]) == 1
