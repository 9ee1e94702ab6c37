"""Asking a virus scanner on the network about a stream: clamd's INSTREAM command, nothing else of it.

``CASEWORK_CLAMD`` says where it listens: ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``; empty
means that there is none. Whoever asks and gets no answer gets ScannerSilent, or FileNotRead for an answer that
calls the file neither clean nor infected; never "clean".
"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT_SECONDS = 30
LONGEST_ANSWER = 4_096


class ScannerSilent(Exception):
    """The scanner is away: it will be asked again."""


class FileNotRead(Exception):
    """The scanner is there and could not read this file, or answers what nobody understands."""


def is_scanning() -> bool:
    """Tell whether files are scanned on this installation."""
    return bool(settings.CLAMD_URL)


def virus_in(stream: BinaryIO) -> str:
    """Return the name of the virus found in the stream, or "" for a clean one. Raises ScannerSilent or FileNotRead."""
    stream.seek(0)
    try:
        with _connected() as connection:
            connection.sendall(b"zINSTREAM\x00")
            while chunk := stream.read(CHUNK):
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerSilent(f"the scanner does not answer: {error}") from error
    finally:
        stream.seek(0)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise FileNotRead(f"the scanner could not read the file: {answer[:100]}")


def _connected() -> socket.socket:
    place = urlsplit(settings.CLAMD_URL)
    if place.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(place.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((place.hostname or "", place.port or 3310), timeout=TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    read = b""
    while not read.endswith(b"\x00") and len(read) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        read += part
    return read.rstrip(b"\x00\n").decode("utf-8", "replace")
