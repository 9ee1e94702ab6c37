"""Whoever opens a file with personal data in it, or reads a contact of a register, stands in the record."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.law.acts import Act
from casework.models import AccountAct, AccountEvent, CaseEvent
from casework.services import letters
from tests.cast import handed_over, noon, register_case
from tests.services.test_registers import rectification

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, on, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on("2026-03-02")
    found = register_case(cast, files=[SimpleUploadedFile("身份证.pdf", b"%PDF-1.7 x\n%%EOF\n")])
    letters.make_letter(
        case_id=found.pk, kind="receipt", about=None, free={}, actor=cast.officer_li, today=noon("2026-03-02").date(),
        now=noon("2026-03-02"),
    )  # fmt: skip
    letters.print_letters()
    return found


def looks(case) -> list[tuple[str, str, str]]:
    """Return who was handed what, in the order of the record."""
    events = CaseEvent.objects.filter(case=case, act=Act.VIEW_PERSONAL_DATA).order_by("pk")
    return [(event.actor_name, event.note, event.after["viewed"]) for event in events]


def test_every_file_that_is_opened_or_taken_away_is_on_record(cast, case, as_user):
    client = as_user(cast.head_chen)
    letter, stored = case.letters.get(), case.attachments.get()
    files = {
        reverse("desk:letter_word", args=[case.number, letter.pk]): "文书：登记回执-草稿.docx",
        reverse("desk:letter_pdf", args=[case.number, letter.pk]): "文书：登记回执-草稿.pdf",
        reverse("desk:attachment", args=[case.number, stored.pk]): "附件：身份证.pdf",
        reverse("desk:dossier_pdf", args=[case.number]): "卷宗（PDF）",
        reverse("desk:dossier_zip", args=[case.number]): "卷宗（ZIP）",
    }
    for url in files:
        client.head(url)
    assert looks(case) == [], "the headers alone show nothing"
    for url in files:
        assert client.get(url).status_code == 200
    assert looks(case) == [("陈主任", "打开或者下载文件", what) for what in files.values()]
    assert CaseEvent.objects.filter(case=case).last().previous_hash


def test_what_is_not_handed_out_is_not_on_record(cast, case, as_user):
    url = reverse("desk:attachment", args=[case.number, case.attachments.get().pk])
    for person, status in ((cast.officer_wang, 404), (cast.supervisor_sun, 404), (cast.administrator_wu, 404)):
        assert as_user(person).get(url).status_code == status
    assert as_user(cast.officer_li).get(reverse("desk:attachment", args=[case.number, 0])).status_code == 404
    assert looks(case) == []


def test_a_receipt_of_service_with_an_address_is_on_record_and_for_the_agency_only(cast, case, as_user, read):
    served = case.service_records.create(
        letter="receipt", method="in_person", signed_on="2026-03-02", in_time_on="2026-03-02", place="某路1号",
        recorded_by=cast.officer_li, receiver=handed_over("2026-03-02").receiver,
    )  # fmt: skip
    url = reverse("desk:service_receipt", args=[case.number, served.pk])
    assert "某路1号" in read(as_user(cast.officer_li).get(url))
    assert looks(case) == [("李经办", "打开或者下载文件", "送达回证：登记回执")]
    assert as_user(cast.supervisor_sun).get(url).status_code == 404


def test_the_contact_of_a_register_is_masked_and_read_in_full_for_a_reason(cast, on, as_user, read):
    on("2026-03-10")
    row = rectification(cast, contact="13812345678")
    client = as_user(cast.officer_li)
    entry = reverse("desk:register_entry", args=["rectifications", row.pk])
    shown = read(client.get(entry))
    assert "138****5678" in shown and "13812345678" not in shown
    url = client.get(entry).context["contact_url"]
    assert "13812345678" not in read(client.get(url))
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "other", "note": " "}).status_code == 422
    assert not AccountEvent.objects.filter(act=AccountAct.CONTACT_READ)
    answer = client.post(url, {"reason": "contact", "note": "约核实时间"})
    assert "13812345678" in read(answer) and "已记入账号记录" in read(answer)
    assert answer["Cache-Control"] == "private, no-store"
    event = AccountEvent.objects.get(act=AccountAct.CONTACT_READ)
    assert (event.person, event.note) == (cast.officer_li, f"更正申请 {row.number}：与申请人联系：约核实时间")
    assert "13812345678" not in event.note


@pytest.mark.parametrize(
    ("name", "status"), [("supervisor_sun", 403), ("officer_wang", 404), ("administrator_wu", 403)]
)
def test_nobody_else_is_offered_the_contact(cast, on, as_user, name, status):
    on("2026-03-10")
    row = rectification(cast, contact="13812345678")
    client = as_user(getattr(cast, name))
    url = reverse("desk:register_contact", args=["rectifications", row.pk])
    assert client.get(url).status_code == status
    assert client.post(url, {"reason": "contact", "note": ""}).status_code == status
    if name == "supervisor_sun":
        page = client.get(reverse("desk:register_entry", args=["rectifications", row.pk]))
        assert page.context["contact_url"] == "" and "138****5678" in page.content.decode()
