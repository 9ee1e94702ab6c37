"""查毒: an infected file is refused at the door, a silent scanner costs no deadline, and nothing opens unscanned."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from casework.adapters.virus_scanner import FileNotRead, ScannerSilent, virus_in
from casework.law.errors import Refused
from casework.models import Attachment, Notice
from casework.models.attachment import ScanState
from casework.services import file_scans
from casework.services.attachments import check_at_the_door
from config import env
from tests.cast import noon, register_case
from tests.clamd import VIRUS, scanner
from tests.services.files import PDF, upload

pytestmark = pytest.mark.django_db
NOW = noon("2026-03-02")
INFECTED = PDF + VIRUS
AWAY = "tcp://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def opened(cast, case):
    client = Client()
    client.force_login(cast.officer_li)
    stored = case.attachments.get()
    return client.get(reverse("desk:attachment", args=[case.number, stored.pk]))


def test_the_scanner_reads_the_whole_stream(settings):
    with scanner() as (settings.CLAMD_URL, seen):
        assert virus_in(io.BytesIO(b"x" * 200_000)) == ""
        assert virus_in(io.BytesIO(INFECTED)) == "Test-Virus"
    assert seen == [200_000, len(INFECTED)]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"stream: OK, perhaps", b"nonsense"])
def test_an_answer_nobody_understands_is_never_clean(settings, answer):
    with scanner(answer) as (settings.CLAMD_URL, _), pytest.raises(FileNotRead):
        virus_in(io.BytesIO(PDF))


@pytest.mark.parametrize("url", [AWAY, "unix:///nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_is_silent(settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(ScannerSilent):
        virus_in(io.BytesIO(PDF))


def test_an_infected_file_is_refused_at_the_door(settings):
    with scanner() as (settings.CLAMD_URL, _):
        check_at_the_door([upload("好.pdf")])
        with pytest.raises(Refused, match="”含有病毒（Test-Virus），没有接收"):
            check_at_the_door([upload("坏.pdf", INFECTED)])


def test_a_silent_scanner_costs_no_applicant_a_deadline_and_opens_nothing(cast, settings):
    settings.CLAMD_URL = AWAY
    check_at_the_door([upload("申请.pdf")])
    case = register_case(cast, files=[upload("申请.pdf")])
    assert case.attachments.get().scan_state == ScanState.PENDING
    answer = opened(cast, case)
    assert answer.url == reverse("desk:case", args=[case.number])
    assert file_scans.scan_waiting(now=NOW) == 0
    page = Client()
    page.force_login(cast.officer_li)
    assert "申请.pdf（查毒中）" in page.get(answer.url).content.decode()
    with scanner() as (settings.CLAMD_URL, _):
        assert file_scans.scan_waiting(now=NOW) == 1
        assert file_scans.scan_waiting(now=NOW) == 0
    assert opened(cast, case).status_code == 200


def test_a_file_found_infected_later_stays_shut_and_the_clerks_are_told(cast, settings):
    settings.CLAMD_URL = AWAY
    case = register_case(cast, files=[upload("申请.pdf", INFECTED)])
    with scanner() as (settings.CLAMD_URL, _):
        assert file_scans.scan_waiting(now=NOW) == 1
    assert case.attachments.get().scan_state == ScanState.INFECTED
    assert opened(cast, case).status_code == 302
    told = Notice.objects.get(case=case, channel="in_app", subject__contains="不能打开")
    assert told.recipient == cast.officer_li and "Test-Virus" in told.body
    settings.CLAMD_URL = ""
    assert opened(cast, case).status_code == 302


def test_a_lost_file_holds_up_no_other(cast, settings):
    settings.CLAMD_URL = AWAY
    lost, kept = (register_case(cast, files=[upload(name)]) for name in ("一.pdf", "二.pdf"))
    stored = lost.attachments.get()
    stored.file.storage.delete(stored.file.name)
    with scanner() as (settings.CLAMD_URL, _):
        assert file_scans.scan_waiting(now=NOW) == 2
    assert kept.attachments.get().scan_state == ScanState.CLEAN


def damaged(attachment):
    """Change one byte of a stored file, as a failing disk would."""
    path = Path(attachment.file.path)
    stored = bytearray(path.read_bytes())
    stored[-5] ^= 1
    path.write_bytes(stored)


def test_a_file_nobody_can_read_stays_shut_and_holds_up_no_other(cast, settings):
    """The clerk is told once; what came after it is scanned in the same round."""
    settings.CLAMD_URL = AWAY
    broken, later = (register_case(cast, files=[upload(name)]) for name in ("一.pdf", "二.pdf"))
    damaged(broken.attachments.get())
    with scanner() as (settings.CLAMD_URL, _):
        assert [file_scans.scan_waiting(now=NOW) for _ in range(2)] == [2, 0]
    assert later.attachments.get().scan_state == ScanState.CLEAN
    assert broken.attachments.get().scan_state == ScanState.UNREADABLE and opened(cast, broken).status_code == 302
    assert Notice.objects.get(case=broken, channel="in_app", subject__contains="不能打开").recipient == cast.officer_li


def test_a_file_the_scanner_cannot_read_stays_shut(cast, settings):
    settings.CLAMD_URL = AWAY
    case = register_case(cast, files=[upload("申请.pdf")])
    with scanner(b"INSTREAM size limit exceeded. ERROR") as (settings.CLAMD_URL, _):
        assert file_scans.scan_waiting(now=NOW) == 1
    assert case.attachments.get().scan_state == ScanState.UNREADABLE and opened(cast, case).status_code == 302


def test_without_a_scanner_files_open_as_before(cast):
    case = register_case(cast, files=[upload("申请.pdf")])
    assert Attachment.objects.get().scan_state == ScanState.NOT_SCANNED
    assert file_scans.scan_waiting(now=NOW) == 0 and opened(cast, case).status_code == 200


def test_a_wrong_address_stops_the_program(monkeypatch):
    monkeypatch.setenv("CASEWORK_CLAMD", "localhost:3310")
    with pytest.raises(ImproperlyConfigured, match="CASEWORK_CLAMD 应以 tcp://、unix:// 开头"):
        env.place("CASEWORK_CLAMD", among=("tcp", "unix"))
