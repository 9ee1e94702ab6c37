"""Pictures without what they tell beside the picture: place, time, device, comments, anything hung behind them.

The picture itself is not touched: no bit of it is encoded anew, so that a scan stays evidence. How it is
to be turned (EXIF orientation) and its colours are kept. Sources: ITU-T T.81, CIPA DC-008, W3C PNG.
"""

from __future__ import annotations

import struct

JPEG, PNG = "image/jpeg", "image/png"

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
}  # fmt: skip
_START, _SCAN, _END, _COMMENT = 0xD8, 0xDA, 0xD9, 0xFE
_EXIF, _COLOURS = 0xE1, 0xE2
# JFIF and Adobe say how the colours are stored; every other application segment is somebody's note.
_KEPT_NOTES = {0xE0, 0xEE}
_RESTARTS = range(0xD0, 0xD8)
_ORIENTATION = 0x0112
_SHORT = 3


class BrokenPicture(ValueError):
    """The bytes do not follow the format."""


def without_metadata(content_type: str, data: bytes) -> bytes:
    """Return a JPEG or PNG without metadata and without anything behind its end; other types as they are.

    Raises BrokenPicture for bytes that are no picture of that type.
    """
    try:
        if content_type == JPEG:
            return _jpeg(data)
        if content_type == PNG:
            return _png(data)
    except (struct.error, IndexError) as error:
        raise BrokenPicture("the picture ends too early") from error
    return data


def _png(data: bytes) -> bytes:
    kept, at, names = [_PNG_SIGNATURE], len(_PNG_SIGNATURE), []
    while not names or names[-1] != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or (not names and name != b"IHDR"):
            raise BrokenPicture("not a PNG picture")
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        names.append(name)
        at = end
    if b"IDAT" not in names:
        raise BrokenPicture("a PNG without a picture")
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes:
    kept, at, orientation, scans = [], 2, 1, 0
    while True:
        while data[at + 1] == 0xFF:
            at += 1  # fill bytes before a marker
        if data[at] != 0xFF:
            raise BrokenPicture("not a JPEG picture")
        marker = data[at + 1]
        if marker == _END:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data) or marker in (_START, *_RESTARTS):
            raise BrokenPicture("not a JPEG picture")
        segment = data[at:end]
        if marker == _SCAN:
            scans += 1
            end = _end_of_scan(data, end)
            kept.append(data[at:end])
        elif marker == _EXIF:
            orientation = _orientation(segment[4:]) or orientation
        elif _is_picture(marker, segment):
            kept.append(segment)
        at = end
        if at >= len(data):
            break  # some scanners leave the end marker out
    if not scans:
        raise BrokenPicture("a JPEG without a picture")
    turned = _exif_of(orientation) if orientation != 1 else b""
    return b"\xff\xd8" + turned + b"".join(kept) + b"\xff\xd9"


def _is_picture(marker: int, segment: bytes) -> bool:
    if marker == _COLOURS:
        return segment[4:16] == b"ICC_PROFILE\x00"
    return marker in _KEPT_NOTES or not (0xE0 <= marker <= 0xEF or marker == _COMMENT)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is neither a stuffed byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and data[at + 1] not in _RESTARTS and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _orientation(exif: bytes) -> int:
    """Return how the camera was held (1 to 8), or 0 where it does not say."""
    if exif[:6] != b"Exif\x00\x00" or exif[6:8] not in (b"II", b"MM"):
        return 0
    tiff, order = exif[6:], "<" if exif[6:8] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(entries):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * place)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        pass  # a note that cannot be read says nothing
    return 0


def _exif_of(orientation: int) -> bytes:
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
