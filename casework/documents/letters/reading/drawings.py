"""What is drawn in a Word file: pictures, ruled lines, boxes of text. Lengths in points.

Word says the same thing in a newer (DrawingML) and an older form (VML); red lines above and below a letter are
often drawn in either. A picture in a format that only Windows knows is left out.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from casework.documents.letters.reading.parts import local, points, tag

if TYPE_CHECKING:
    from casework.documents.letters.reading.blocks import Reader

_EMU = 12_700
_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'
    '<image width="100" height="100" preserveAspectRatio="none" href="data:image/{kind};base64,{data}"/></svg>'
)
_VML_FROM = {"page": "page", "margin": "margin", "text": "paragraph", "char": "paragraph", "line": "paragraph"}


class Drawings:
    """Reads the drawings of one part of the file."""

    def __init__(self, reader: Reader, part: str) -> None:
        self._reader, self._part = reader, part
        self._related: dict[str, str] | None = None

    def read(self, item: etree._Element) -> list[dict[str, Any]]:
        """Return what ``w:drawing`` or ``w:pict`` shows."""
        found = [self._drawing(frame) for frame in item if local(frame) in ("inline", "anchor")]
        found += [self._shape(shape) for shape in item if local(shape) in ("line", "shape", "rect")]
        return [drawn for drawn in found if drawn]

    def _drawing(self, frame: etree._Element) -> dict[str, Any]:
        extent = frame.find(tag("wp:extent"))
        size = {
            "width": points(None if extent is None else extent.get("cx"), a_point=_EMU),
            "height": points(None if extent is None else extent.get("cy"), a_point=_EMU),
        }
        place = {"inline": True} if local(frame) == "inline" else _place(frame)
        text = frame.find(f".//{tag('w:txbxContent')}")
        if text is not None:
            return size | place | {"kind": "box", "blocks": self._reader.story(text, self._part)}
        blip = frame.find(f".//{tag('a:blip')}")
        if blip is not None:
            picture = self._picture(blip.get(tag("r:embed"), ""))
            return size | place | {"kind": "picture", "svg": picture} if picture else {}
        shape = frame.find(f".//{tag('a:prstGeom')}")
        if shape is not None and shape.get("prst") in ("line", "straightConnector1"):
            line = frame.find(f".//{tag('a:ln')}")
            color = None if line is None else line.find(f".//{tag('a:srgbClr')}")
            return size | place | {
                "kind": "rule",
                "stroke": points(None if line is None else line.get("w"), a_point=_EMU) or 0.75,
                "color": "000000" if color is None else color.get("val", "000000"),
            }  # fmt: skip
        return {}

    def _shape(self, shape: etree._Element) -> dict[str, Any]:
        style = {
            name.strip(): text.strip()
            for name, _, text in (part.partition(":") for part in shape.get("style", "").split(";"))
        }
        place = {
            "inline": style.get("position") != "absolute",
            "dx": _length(style.get("margin-left", style.get("left", ""))),
            "dy": _length(style.get("margin-top", style.get("top", ""))),
            "across": _VML_FROM.get(style.get("mso-position-horizontal-relative", ""), "column"),
            "along": _VML_FROM.get(style.get("mso-position-vertical-relative", ""), "paragraph"),
            "side": "",
            "width": _length(style.get("width", "")),
            "height": _length(style.get("height", "")),
        }
        if local(shape) == "line":
            start, end = (_pair(shape.get(name, "")) for name in ("from", "to"))
            color = shape.get("strokecolor", "").lstrip("#").split(" ")[0]
            return place | {
                "kind": "rule", "inline": False, "dx": place["dx"] + start[0], "dy": place["dy"] + start[1],
                "width": end[0] - start[0], "height": end[1] - start[1],
                "stroke": _length(shape.get("strokeweight", "")) or 0.75,
                "color": {"red": "FF0000", "black": "000000"}.get(color, color if len(color) == 6 else "000000"),
            }  # fmt: skip
        text = shape.find(f".//{tag('w:txbxContent')}")
        if text is not None:
            return place | {"kind": "box", "blocks": self._reader.story(text, self._part)}
        data = next((item for item in shape if local(item) == "imagedata"), None)
        picture = "" if data is None else self._picture(data.get(tag("r:id"), ""))
        return place | {"kind": "picture", "svg": picture} if picture else {}

    def _picture(self, relation: str) -> str:
        if self._related is None:
            self._related = self._reader.parts.related(self._part)
        data = self._reader.parts.data(self._related.get(relation, ""))
        kind = next((name for sign, name in _KINDS.items() if data.startswith(sign)), "")
        if not kind:
            data, kind = _redrawn(data), "png"
        return _SVG.format(kind=kind, data=base64.b64encode(data).decode()) if data else ""


def _redrawn(data: bytes) -> bytes:
    stream = BytesIO()
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.convert("RGBA").save(stream, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""
    return stream.getvalue()


def _place(frame: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {"inline": False, "side": ""}
    for name, key, at in (("wp:positionH", "across", "dx"), ("wp:positionV", "along", "dy")):
        position = frame.find(tag(name))
        found[key] = "" if position is None else position.get("relativeFrom", "")
        found[at] = points("" if position is None else position.findtext(tag("wp:posOffset")), a_point=_EMU)
        if key == "across" and position is not None:
            found["side"] = position.findtext(tag("wp:align")) or ""
    return found


def _length(text: str) -> float:
    unit = text[-2:]
    return points(text[:-2], a_point=1) * _UNITS[unit] if unit in _UNITS else points(text, a_point=1)


def _pair(text: str) -> tuple[float, float]:
    across, _, along = text.partition(",")
    return _length(across.strip()), _length(along.strip())
