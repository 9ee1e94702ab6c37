"""Pictures lose what they tell beside the picture, and not one bit of the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from casework.adapters.image_metadata import JPEG, PNG, BrokenPicture, without_metadata
from tests.services.files import picture, word_file

SECRET = b"Place-and-Owner"


def exif(orientation: int | None = None) -> Image.Exif:
    found = Image.Exif()
    found[0x013B] = SECRET.decode()
    found.get_ifd(0x8825)[1] = "N"
    if orientation:
        found[0x0112] = orientation
    return found


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"icc_profile": b"colours"}, {"quality": 1}], ids=str)
def test_a_photo_loses_exif_comment_and_tail(more):
    photo = picture("JPEG", exif=exif(), comment=SECRET, **more) + word_file() + SECRET
    clean = without_metadata(JPEG, photo)
    assert SECRET not in clean and b"Exif" not in clean and b"PK\x03\x04" not in clean
    assert pixels(clean) == pixels(photo) and clean.endswith(b"\xff\xd9")
    assert Image.open(io.BytesIO(clean)).info.get("icc_profile") == more.get("icc_profile")
    assert without_metadata(JPEG, clean) == clean


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_stays_upright(orientation):
    photo = picture("JPEG", exif=exif(orientation))
    clean = without_metadata(JPEG, photo)
    assert SECRET not in clean
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {0x0112: orientation}
    assert without_metadata(JPEG, clean) == clean


def test_a_second_photo_hidden_in_a_note_goes():
    hidden = b"\xff\xe2" + (2 + 4 + len(SECRET)).to_bytes(2, "big") + b"MPF\x00" + SECRET
    photo = picture("JPEG")
    assert SECRET not in without_metadata(JPEG, photo[:2] + hidden + photo[2:])


def test_a_scan_without_its_end_marker_is_mended():
    photo = picture("JPEG")
    assert without_metadata(JPEG, photo[:-2]) == photo


def test_a_png_loses_its_texts_and_its_tail():
    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    drawing = picture("PNG", pnginfo=texts, exif=exif(), dpi=(300, 300)) + b"<script>alert(1)</script>"
    clean = without_metadata(PNG, drawing)
    assert SECRET not in clean and b"<script>" not in clean and clean.endswith(b"IEND\xaeB`\x82")
    assert pixels(clean) == pixels(drawing) and "dpi" in Image.open(io.BytesIO(clean)).info


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (JPEG, b"\xff\xd8\xff\xe0photo"),
        (JPEG, b"\xff\xd8\xff"),
        (JPEG, b"\xff\xd8\xff\xd9"),
        (JPEG, b"\xff\xd8\xff\xe1\x00\x00" * 4),
        (JPEG, b"\xff\xd8" + b"\xff" * 64),
        (PNG, b"\x89PNG\r\n\x1a\n"),
        (PNG, b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
        (PNG, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"),
    ],
)
def test_what_is_no_picture_is_said_to_be_none(kind, data):
    with pytest.raises(BrokenPicture):
        without_metadata(kind, data)


def test_no_cut_of_a_photo_breaks_the_reader():
    photo = picture("JPEG", exif=exif(6))
    for end in range(2, len(photo), 7):
        try:
            without_metadata(JPEG, photo[:end])
        except BrokenPicture:
            continue


def test_other_files_stay_as_they_are():
    assert without_metadata("application/pdf", b"%PDF-1.7") == b"%PDF-1.7"
