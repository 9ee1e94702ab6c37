"""Personal data on screen: masked on every page a person can reach, in full for a reason that is on record."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.urls import resolve, reverse

from casework.law.acts import Act
from casework.models import Case, CaseEvent
from casework.services import register
from casework.services.letters import make_letter
from casework.services.register import ApplicantData, RepresentativeData
from tests.cast import day, noon, register_case

NUMBER, TELEPHONE, EMAIL, ADDRESS = "11010519491231002X", "13812345678", "zhao@example.test", "某市某区某路1号"
DEPUTY_NUMBER, DEPUTY_TELEPHONE = "440524188001010014", "13900001111"
SECRETS = (NUMBER, TELEPHONE, EMAIL, ADDRESS, DEPUTY_NUMBER, DEPUTY_TELEPHONE)
APPLICANT = ApplicantData(
    kind="natural", name="欧阳晓明", document_kind="resident_id", document_number=NUMBER, telephone=TELEPHONE,
    email=EMAIL, address=ADDRESS,
)  # fmt: skip
DEPUTY = RepresentativeData(
    name="吴律师", document_kind="resident_id", document_number=DEPUTY_NUMBER, telephone=DEPUTY_TELEPHONE
)
# What goes to the applicant or into the file carries the real data; a look in full is tested by itself.
SERVED = re.compile(r"/(word|pdf|personal-data|logout|attachments/\d+)/|/dossier\.")


@pytest.fixture
def case(cast, on, settings, tmp_path) -> Case:
    settings.MEDIA_ROOT = tmp_path
    on("2026-03-02")
    copy = SimpleUploadedFile("身份证.pdf", b"%PDF-1.7 " + NUMBER.encode() + b"\n%%EOF\n")
    found = register_case(cast, applicant=APPLICANT, representative=DEPUTY, files=[copy])
    for kind in ("application_form", "service_receipt"):
        make_letter(
            case_id=found.pk, kind=kind, about=None, free={}, actor=cast.officer_li, today=day("2026-03-02"),
            now=noon("2026-03-02"),
        )  # fmt: skip
    request = register.NewRequest(channel="online", applicant=APPLICANT, content="某路段改造的可行性研究报告")
    register.submit_online(
        agency=cast.bureau, request=request, today=day("2026-03-02"), now=noon("2026-03-02"), key="form-1"
    )
    return found


def content(response) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return unescape(data.decode("utf-8", "replace"))


# Of the same page with other parameters so many: sixty cells of the annual table tell nothing new.
OF_ONE_KIND = 4


def kind_of(url: str) -> tuple[str, str]:
    """Return the name of a page and its tab."""
    path, _, query = url.partition("?")
    return resolve(path).view_name, QueryDict(query).get("tab", "")


def reachable(client, begin: list[str]) -> dict[str, str]:
    """Return every kind of page that links lead to, some of each kind, by address: pages, lists, exports."""
    found, waiting, kinds = {}, list(begin), Counter()
    while waiting:
        url = waiting.pop(0)
        plain = url.partition("#")[0]
        if plain in found or SERVED.search(plain) or kinds[kind_of(plain)] >= OF_ONE_KIND:
            continue
        kinds[kind_of(plain)] += 1
        answer = client.get(plain)
        found[plain] = content(answer) if answer.status_code == 200 else ""
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting += [unescape(link) for link in re.findall(r'href="(/(?:desk|api)/[^"]*)"', found[plain])]
            waiting += [
                plain + unescape(link) for link in re.findall(r'href="(\?[^"]*)"', found[plain]) if "?" not in plain
            ]
    return found


@pytest.mark.parametrize("name", ["officer_li", "head_chen", "supervisor_sun"])
def test_no_page_a_person_can_reach_shows_a_number_in_full(cast, case, as_user, name):
    begin = [
        reverse("desk:work_list"), reverse("desk:case", args=[case.number]),
        reverse("desk:case", args=[case.number]) + "?tab=applicant", reverse("api:cases"),
        reverse("api:case", args=[case.number]),
    ]  # fmt: skip
    pages = reachable(as_user(getattr(cast, name)), begin)
    assert sum(bool(page) for page in pages.values()) > 20
    told = {url: [secret for secret in SECRETS if secret in page] for url, page in pages.items()}
    assert {url: secrets for url, secrets in told.items() if secrets} == {}
    kinds = {kind_of(url) for url, page in pages.items() if page}
    assert {("desk:case", tab) for tab in ("applicant", "handling", "timeline")} <= kinds
    assert {"desk:case_ledger", "desk:case_what_if", "desk:annual_export"} <= {view for view, _ in kinds}
    if name == "officer_li":
        assert {"desk:letter_new", "desk:handovers", "desk:annual_text"} <= {view for view, _ in kinds}
        everything = "\n".join(pages.values())
        assert "1101**********002X" in everything and "138****5678" in everything
        assert any("/letters/" in url for url in pages) and any("ledger" in url for url in pages)


def test_no_event_and_no_table_and_no_file_holds_them(case):
    for event in CaseEvent.objects.all():
        assert not [secret for secret in SECRETS if secret in f"{event.note}{event.before}{event.after}"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = str(cursor.fetchall())
            assert not [secret for secret in SECRETS if secret in rows], table
    files = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert not [secret for secret in SECRETS for data in files if secret.encode() in data or data.startswith(b"PK")]


def test_the_data_in_full_are_shown_once_for_a_reason(cast, case, as_user, read):
    client, url = as_user(cast.officer_li), reverse("desk:personal_data", args=[case.number])
    tab = client.get(reverse("desk:case", args=[case.number]) + "?tab=applicant").content.decode()
    assert url in tab
    asked = client.get(url)
    assert asked["Cache-Control"] == "private, no-store"
    assert NUMBER not in read(asked)
    answer = client.post(url, {"items": ["document_number", "telephone"], "reason": "identity", "note": ""})
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    page = read(answer)
    assert all(secret in page for secret in (NUMBER, TELEPHONE, DEPUTY_NUMBER, DEPUTY_TELEPHONE))
    assert ADDRESS not in page and EMAIL not in page
    timeline = read(client.get(reverse("desk:case", args=[case.number]) + "?tab=timeline"))
    assert "查看完整个人信息" in timeline and "核验身份" in timeline and "证件号码、联系电话" in timeline


def test_without_a_reason_nothing_is_shown_nor_recorded(cast, case, as_user, read):
    client, url = as_user(cast.officer_li), reverse("desk:personal_data", args=[case.number])
    answer = client.post(url, {"items": ["telephone"], "reason": "other", "note": ""})
    assert answer.status_code == 422
    assert "请写明为什么需要查看" in read(answer) and TELEPHONE not in read(answer)
    assert client.post(url, {"reason": "contact"}).status_code == 422
    assert not CaseEvent.objects.filter(act=Act.VIEW_PERSONAL_DATA)


@pytest.mark.parametrize(
    ("name", "status"), [("head_chen", 403), ("supervisor_sun", 403), ("officer_wang", 404), ("administrator_wu", 404)]
)
def test_others_are_not_even_asked(cast, case, as_user, name, status):
    client, url = as_user(getattr(cast, name)), reverse("desk:personal_data", args=[case.number])
    assert client.get(url).status_code == status
    assert client.post(url, {"items": ["telephone"], "reason": "contact"}).status_code == status


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), TELEPHONE, "138 1234 5678"])
def test_the_search_finds_a_whole_number_and_nothing_less(cast, case, as_user, read, typed):
    client, url = as_user(cast.officer_li), reverse("desk:all_cases")
    assert case.number in read(client.get(url, {"q": typed}))
    assert case.number not in read(client.get(url, {"q": typed[:-1]}))


def test_an_export_says_what_was_searched_for_without_the_number(cast, case, as_user):
    exported = content(as_user(cast.officer_li).get(reverse("desk:ledger_export"), {"q": TELEPHONE}))
    assert case.number in exported
    assert "查找：138****5678" in exported and TELEPHONE not in exported
