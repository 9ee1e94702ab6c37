"""The cascade of a Word file: what a paragraph or a run looks like, style by style, the last word winning.

Looks are flat: ``{"ind.left": "640", "keepNext": True}`` and ``{"sz": "32", "font.eastAsia": "仿宋_GB2312"}``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree

from casework.documents.letters.reading.parts import WordParts, local, parsed, tag, value

Look = dict[str, Any]
_OFF = {"0", "false", "off", "none"}
_TOGGLES = frozenset({
    "b", "i", "strike", "dstrike", "vanish", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "snapToGrid",
    "contextualSpacing",
})  # fmt: skip
_SPREAD = {"ind", "spacing", "numPr"}
_WHOLE = {"pBdr", "tabs", "shd"}
_FONT_SIDES = {"ascii": "ascii", "eastAsia": "eastAsia", "asciiTheme": "ascii", "eastAsiaTheme": "eastAsia"}


def look_of(properties: etree._Element | None, themes: dict[str, str]) -> Look:
    """Return what ``w:pPr`` or ``w:rPr`` says itself."""
    found: Look = {}
    for item in () if properties is None else properties:
        name = local(item)
        if name in _TOGGLES:
            found[name] = value(item) not in _OFF
        elif name == "rFonts":
            found |= _fonts(item, themes)
        elif name == "numPr":
            found |= {f"numPr.{local(part)}": value(part) for part in item}
        elif name in _SPREAD and item.attrib and (name != "spacing" or value(item) == ""):
            found |= {f"{name}.{etree.QName(key).localname}": text for key, text in item.attrib.items()}
        elif name in _WHOLE:
            found[name] = item
        elif name != "rPr":
            found["track" if name == "spacing" else name] = value(item)
    return found


def _fonts(item: etree._Element, themes: dict[str, str]) -> Look:
    found = {}
    # A face named outright stands behind the theme's, where both are named.
    for key in ("ascii", "eastAsia", "asciiTheme", "eastAsiaTheme"):
        text = value(item, f"w:{key}")
        if text:
            name = themes.get(text, "") if key.endswith("Theme") else text
            if name:
                found[f"font.{_FONT_SIDES[key]}"] = name
    return found


class Styles:
    """The named styles of one file, each with what it is based on."""

    def __init__(self, tree: etree._Element | None, theme: etree._Element | None) -> None:
        self.themes = _themes(theme)
        self._styles: dict[str, etree._Element] = {}
        self._default = {"paragraph": "", "table": ""}
        self.paragraph: Look = {}
        self.run: Look = {}
        self._known: dict[str, tuple[Look, Look]] = {}
        if tree is None:
            return
        for item in tree.iterfind(tag("w:style")):
            key, kind = value(item, "w:styleId"), value(item, "w:type")
            self._styles[key] = item
            if value(item, "w:default") not in _OFF | {""}:
                self._default[kind] = key
        defaults = tree.find(tag("w:docDefaults"))
        if defaults is not None:
            self.paragraph = look_of(defaults.find(f"{tag('w:pPrDefault')}/{tag('w:pPr')}"), self.themes)
            self.run = look_of(defaults.find(f"{tag('w:rPrDefault')}/{tag('w:rPr')}"), self.themes)

    def of(self, key: str, kind: str = "paragraph") -> tuple[Look, Look]:
        """Return what a style and all it rests on say of paragraphs and of runs."""
        key = key if key in self._styles else self._default.get(kind, "")
        if key not in self._known:
            paragraph: Look = {}
            run: Look = {}
            for item in self.chain(key):
                paragraph |= look_of(item.find(tag("w:pPr")), self.themes)
                run |= look_of(item.find(tag("w:rPr")), self.themes)
            self._known[key] = paragraph, run
        return self._known[key]

    def chain(self, key: str) -> list[etree._Element]:
        """Return a style behind all it is based on."""
        found: list[etree._Element] = []
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            item = self._styles[key]
            found.insert(0, item)
            key = value(item.find(tag("w:basedOn")))
        return found


def _themes(tree: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if tree is None:
        return found
    for side in ("major", "minor"):
        fonts = tree.find(f".//{tag('a:' + side + 'Font')}")
        if fonts is None:
            continue
        latin, east = fonts.find(tag("a:latin")), fonts.find(tag("a:ea"))
        hans = next((item.get("typeface", "") for item in fonts if item.get("script") == "Hans"), "")
        found[f"{side}HAnsi"] = found[f"{side}Ascii"] = "" if latin is None else latin.get("typeface", "")
        found[f"{side}EastAsia"] = ("" if east is None else east.get("typeface", "")) or hans
    return found


@lru_cache(maxsize=8)
def _styles(styles: bytes, theme: bytes) -> Styles:
    return Styles(parsed(styles), parsed(theme))


def styles_of(parts: WordParts) -> Styles:
    """Return the styles of a file; letters of one template share them, so they are read once."""
    return _styles(parts.data("word/styles.xml"), parts.data("word/theme/theme1.xml"))
