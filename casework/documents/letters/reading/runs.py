"""The content of one paragraph as pieces: text with its look, line ends, tabs, page numbers, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from casework.documents.letters.reading.parts import local, points, tag, value
from casework.documents.letters.reading.styles import Look, Styles, look_of

Piece = dict[str, Any]
PAGE_BREAK = "page-break"
# Signs that stand in Word's own sign fonts, by the code Word writes.
_SIGNS = {
    "00A8": "□", "F0A8": "□", "00A3": "□", "F0A3": "□", "0052": "☑", "F052": "☑", "00FE": "☑", "F0FE": "☑",
    "00FC": "✓", "F0FC": "✓", "F06C": "●", "F0B7": "•",
}  # fmt: skip
_INSIDE = {"hyperlink", "ins", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "moveTo"}
_SMALL, _LATIN, _CHINESE = 10.5, "Times New Roman", "宋体"


class Looks:
    """Every look a run of the file has, each once; a piece names its look by place."""

    def __init__(self) -> None:
        self.values: list[dict[str, Any]] = []
        self.faces: list[tuple[str, str]] = []
        self._places: dict[str, int] = {}

    def place(self, look: Look) -> int:
        """Return the place of a look, taking it in when it is new."""
        face = (look.get("font.ascii") or _LATIN, look.get("font.eastAsia") or _CHINESE)
        if face not in self.faces:
            self.faces.append(face)
        color = look.get("color", "")
        shade = look.get("shd")
        shown = {
            "face": self.faces.index(face),
            "size": size_of(look),
            "bold": bool(look.get("b")),
            "italic": bool(look.get("i")),
            "underline": look.get("u", "none") not in ("", "none"),
            "strike": bool(look.get("strike") or look.get("dstrike")),
            "fill": color if len(color) == 6 else "000000",
            "back": _color(value(shade, "w:fill")) or ("FFFF00" if look.get("highlight", "none") != "none" else ""),
            "track": points(look.get("track")),
            "raised": look.get("vertAlign", ""),
        }
        key = repr(shown)
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(shown)
        return self._places[key]


def size_of(look: Look) -> float:
    """Return the size of a look in points."""
    return points(look.get("sz"), a_point=2) or _SMALL


def _color(text: str) -> str:
    return text if len(text) == 6 and text.upper() != "FFFFFF" else ""


class Pieces:
    """Collects the pieces of one paragraph; ``sizes`` are those of its text, in points."""

    def __init__(self, styles: Styles, looks: Looks, base: Look, drawings: Any) -> None:
        self._styles, self._looks, self._base, self._drawings = styles, looks, base, drawings
        self.found: list[Piece] = []
        self.sizes: list[float] = []
        # Of a field that is being read: its order, and whether its result is on show.
        self._fields: list[dict[str, Any]] = []

    def read(self, paragraph: etree._Element) -> None:
        """Take in everything a reader sees of the paragraph."""
        for item in paragraph:
            name = local(item)
            if name == "r":
                self._run(item)
            elif name in _INSIDE:
                order = value(item, "w:instr")
                if order and (kind := _page_field(order)):
                    self._put(kind, self._base)
                else:
                    self.read(item)

    def number(self, text: str, look: Look) -> None:
        """Add the number of a list, with the tab behind it."""
        self.text(text.rstrip("\t"), look)
        if text.endswith("\t"):
            self._put("tab", look)

    def text(self, text: str, look: Look) -> None:
        """Add text; a piece of the same look is lengthened."""
        place = self._looks.place(look)
        self.sizes.append(size_of(look))
        if self.found and self.found[-1].get("look") == place and "text" in self.found[-1]:
            self.found[-1]["text"] += text
        else:
            self.found.append({"look": place, "text": text})

    def _put(self, kind: str, look: Look, **more: Any) -> None:
        self.sizes.append(size_of(look))
        self.found.append({"look": self._looks.place(look), "kind": kind} | more)

    def _run(self, run: etree._Element) -> None:
        own = run.find(tag("w:rPr"))
        look = self._base
        if own is not None:
            named = value(own.find(tag("w:rStyle")))
            look = look | (self._styles.of(named, "character")[1] if named else {}) | look_of(own, self._styles.themes)
        if look.get("vanish"):
            return
        for item in _shown(run):
            self._item(item, look)

    def _item(self, item: etree._Element, look: Look) -> None:
        name = local(item)
        if name == "fldChar":
            self._field(value(item, "w:fldCharType"), look)
        elif name == "instrText" and self._fields:
            self._fields[-1]["order"] += item.text or ""
        elif self._fields and not self._fields[-1]["shown"]:
            return
        elif name == "t":
            kept = item.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
            text = (item.text or "") if kept else (item.text or "").strip(" \r\n\t")
            if text:
                self.text(text.replace("\n", " ").replace("\t", " "), look)
        elif name in ("tab", "ptab"):
            self._put("tab", look)
        elif name == "br" and value(item, "w:type") == "page":
            self._put(PAGE_BREAK, look)
        elif name in ("br", "cr"):
            self._put("line", look)
        elif name == "noBreakHyphen":
            self.text("\u2011", look)
        elif name == "sym":
            self.text(_SIGNS.get(value(item, "w:char").upper(), "□"), look)
        elif name in ("drawing", "pict"):
            for drawn in self._drawings.read(item):
                self._put("drawing", look, drawing=drawn)

    def _field(self, kind: str, look: Look) -> None:
        if kind == "begin":
            self._fields.append({"order": "", "shown": False, "told": False})
        elif self._fields:
            field = self._fields[-1]
            page = _page_field(field["order"])
            if page and not field["told"]:
                self._put(page, look)
                field["told"] = True
            field["shown"] = kind == "separate" and not page
            if kind == "end":
                self._fields.pop()


def _page_field(order: str) -> str:
    word = (order.split() or [""])[0].upper()
    return {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}.get(word, "")


def _shown(run: etree._Element) -> Iterator[etree._Element]:
    for item in run:
        if local(item) == "AlternateContent":
            # The newer of two ways to say the same.
            chosen = item.find(tag("mc:Choice"))
            yield from chosen if chosen is not None else ()
        else:
            yield item
