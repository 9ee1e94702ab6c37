"""Files on disk: nothing of them in clear, nothing of them changed unnoticed, read from anywhere."""

from __future__ import annotations

import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse

from casework.adapters.encryption import KEYS
from casework.adapters.sealed_files import BLOCK, count_old_files, reseal_files
from casework.models.sealed import UnreadableValue
from tests.adapters.test_encryption import FIRST, SECOND

CONTENT = b"%PDF-1.7 110101199003070011 " + bytes(range(256)) * 1000


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DATA_KEYS = [FIRST]
    KEYS.forget()
    yield tmp_path
    KEYS.forget()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, len(CONTENT)])
def test_what_is_stored_comes_back(store, size):
    name = default_storage.save("cases/1/a", ContentFile(CONTENT[:size]))
    assert b"110101199003070011" not in (store / name).read_bytes()
    assert (store / name).stat().st_mode & 0o777 == 0o600
    assert default_storage.size(name) == size
    with default_storage.open(name) as file:
        assert file.read() == CONTENT[:size]
        assert file.size == size


def test_it_is_read_from_anywhere_as_a_pdf_reader_does(store):
    name = default_storage.save("a", ContentFile(CONTENT))
    with default_storage.open(name) as file:
        for place in (len(CONTENT) - 10, BLOCK - 3, 0, 2 * BLOCK + 7):
            file.seek(place)
            assert file.read(10) == CONTENT[place : place + 10]
        file.seek(-5, io.SEEK_END)
        assert file.read() == CONTENT[-5:]


def test_a_closed_file_is_opened_again(store):
    file = default_storage.open(default_storage.save("a", ContentFile(CONTENT)))
    for _ in range(2):
        with file.open() as opened:
            assert opened.read(8) == CONTENT[:8]
            assert opened.open().read(8) == CONTENT[:8], "an open one begins anew"


def test_a_download_has_the_length_of_the_content(store):
    name = default_storage.save("a", ContentFile(CONTENT))
    response = FileResponse(default_storage.open(name), as_attachment=True, filename="证件.pdf")
    assert response["Content-Length"] == str(len(CONTENT))
    assert b"".join(response.streaming_content) == CONTENT


@pytest.mark.parametrize("damage", ["one bit", "cut short", "blocks exchanged"])
def test_a_file_that_was_changed_is_refused(store, damage):
    name = default_storage.save("a", ContentFile(CONTENT))
    data = bytearray((store / name).read_bytes())
    begin, whole = data.index(b"\n") + 1, BLOCK + 16
    if damage == "one bit":
        data[-1] ^= 1
    elif damage == "cut short":
        del data[-100:]
    else:
        one, two = data[begin : begin + whole], data[begin + whole : begin + 2 * whole]
        data[begin : begin + 2 * whole] = two + one
    (store / name).write_bytes(data)
    with default_storage.open(name) as file, pytest.raises(UnreadableValue, match="文件被改动过或者不完整"):
        file.read()


def test_old_files_are_written_anew_and_keep_their_time(store, settings):
    (store / "cases").mkdir()
    (store / "cases" / "clear").write_bytes(CONTENT)
    os.utime(store / "cases" / "clear", (1_000_000_000, 1_000_000_000))
    name = default_storage.save("cases/sealed", ContentFile(CONTENT))
    with default_storage.open("cases/clear") as file:
        assert file.read() == CONTENT, "a file from before is read as it is"
    settings.DATA_KEYS = [SECOND, FIRST]
    KEYS.forget()
    assert count_old_files() == 2
    assert reseal_files() == 2
    assert (count_old_files(), reseal_files()) == (0, 0)
    assert (store / "cases" / "clear").stat().st_mtime == 1_000_000_000
    settings.DATA_KEYS = [SECOND]
    KEYS.forget()
    for stored in ("cases/clear", name):
        with default_storage.open(stored) as file:
            assert file.read() == CONTENT
    assert sorted(path.name for path in (store / "cases").iterdir()) == ["clear", "sealed"]
    settings.DATA_KEYS = [FIRST]
    KEYS.forget()
    with default_storage.open(name) as file, pytest.raises(UnreadableValue, match="缺少密钥"):
        file.read()


def test_a_file_removed_for_good_meanwhile_does_not_come_back(store, settings, monkeypatch):
    (store / "copy").write_bytes(CONTENT)
    replaced = os.utime

    def removed_first(path, **times):
        replaced(path, **times)
        (store / "copy").unlink()

    monkeypatch.setattr("casework.adapters.sealed_files.os.utime", removed_first)
    assert reseal_files() == 0 and list(store.iterdir()) == []
