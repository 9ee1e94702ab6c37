"""A whole Word file as values the PDF is set from: sections with page size, margins, heads, feet and blocks.

Lengths in points. A head taller than its margin pushes the text down, as it does in Word.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from casework.documents.letters.reading.blocks import Block, Reader
from casework.documents.letters.reading.parts import DOCUMENT, WordParts, local, points, tag, value

_A4 = (595.3, 841.9)
_MARGIN = 72.0
# How Word names a way to count pages, and the pattern of the number.
_NUMBERED = {
    "numberInDash": "- 1 -", "upperRoman": "I", "lowerRoman": "i", "chineseCounting": "一",
    "chineseCountingThousand": "一", "upperLetter": "A", "lowerLetter": "a",
}  # fmt: skip


def printed(word: bytes) -> dict[str, Any]:
    """Return the file as values: title, author, looks, faces (Latin and Chinese name) and sections.

    Raises ValueError for a file without text.
    """
    parts = WordParts(word)
    tree = parts.tree(DOCUMENT)
    body = None if tree is None else tree.find(tag("w:body"))
    if body is None:
        raise ValueError("the Word file holds no text")
    reader = Reader(parts)
    related = parts.related(DOCUMENT)
    settings = parts.tree("word/settings.xml")
    even = settings is not None and settings.find(tag("w:evenAndOddHeaders")) is not None
    sections: list[dict[str, Any]] = []
    heads: dict[tuple[str, str], str] = {}
    for items, properties in _split(body):
        heads |= _named(properties, related)
        page = _page(properties)
        holder = etree.Element(tag("w:body"))
        holder.extend(items)
        blocks = reader.story(holder, DOCUMENT, grid=page.pop("grid"))
        kind = "" if properties is None else value(properties.find(tag("w:type")))
        if kind == "continuous" and sections:
            sections[-1]["blocks"] += blocks
            continue
        page |= _heads(reader, heads, properties, page, even=even)
        sections.append(page | {"blocks": blocks})
    return {
        "title": parts.property("dc:title"),
        "author": parts.property("dc:creator"),
        "looks": reader.looks.values,
        "faces": reader.looks.faces,
        "default_tab": _default_tab(settings),
        "sections": sections,
    }


def _split(body: etree._Element) -> list[tuple[list[etree._Element], etree._Element | None]]:
    """Return the content of every section with its properties, which stand behind it."""
    found, items = [], []
    for item in list(body):
        if local(item) == "sectPr":
            found.append((items, item))
            items = []
            continue
        items.append(item)
        own = item.find(f"{tag('w:pPr')}/{tag('w:sectPr')}")
        if own is not None:
            found.append((items, own))
            items = []
    return found if not items else [*found, (items, None)]


def _page(properties: etree._Element | None) -> dict[str, Any]:
    def part(name: str) -> etree._Element | None:
        return None if properties is None else properties.find(tag(name))

    size, margin, grid, number = part("w:pgSz"), part("w:pgMar"), part("w:docGrid"), part("w:pgNumType")

    def side(name: str, default: float) -> float:
        return points(value(margin, f"w:{name}")) if value(margin, f"w:{name}") else default

    return {
        "width": points(value(size, "w:w")) or _A4[0],
        "height": points(value(size, "w:h")) or _A4[1],
        "top": abs(side("top", _MARGIN)),
        "bottom": abs(side("bottom", _MARGIN)),
        "left": side("left", _MARGIN) + side("gutter", 0),
        "right": side("right", _MARGIN),
        "head_at": side("header", 36.0),
        "foot_at": side("footer", 36.0),
        "grid": points(value(grid, "w:linePitch")) if value(grid, "w:type") not in ("", "default") else 0.0,
        "numbered": _NUMBERED.get(value(number, "w:fmt"), "1"),
        "start": int(value(number, "w:start")) if value(number, "w:start").isdecimal() else None,
    }


def _named(properties: etree._Element | None, related: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return which part holds which head or foot; what a section does not name, it takes from the one before."""
    return {
        (local(item).removesuffix("Reference"), value(item, "w:type") or "default"): related.get(
            value(item, "r:id"), ""
        )
        for item in (() if properties is None else properties)
        if local(item) in ("headerReference", "footerReference")
    }


def _heads(
    reader: Reader,
    named: dict[tuple[str, str], str],
    properties: etree._Element | None,
    page: dict[str, Any],
    *,
    even: bool,
) -> dict[str, Any]:
    first = properties is not None and properties.find(tag("w:titlePg")) is not None
    wanted = ["default", *(["even"] if even else []), *(["first"] if first else [])]
    found: dict[str, Any] = {}
    for kind, name in (("header", "heads"), ("footer", "feet")):
        found[name] = {which: _story(reader, named.get((kind, which), "")) for which in wanted}
    width = page["width"] - page["left"] - page["right"]
    usual = [which for which in wanted if which != "first"]
    heights = {which: page["head_at"] + height_of(found["heads"][which], width, reader) for which in wanted}
    depths = {which: page["foot_at"] + height_of(found["feet"][which], width, reader) for which in wanted}
    top = max(page["top"], *(heights[which] for which in usual))
    return found | {
        "top": top,
        "bottom": max(page["bottom"], *depths.values()),
        # How far the first page's own head pushes its text down.
        "push": max(0.0, heights.get("first", 0.0) - top),
    }


def _story(reader: Reader, part: str) -> list[Block]:
    tree = reader.parts.tree(part) if part else None
    return [] if tree is None else reader.story(tree, part)


def height_of(blocks: list[Block], width: float, reader: Reader) -> float:
    """Return about how tall blocks are, set to a width: exact for what stays on its line. Points."""
    total = 0.0
    for block in blocks:
        if block["kind"] == "table":
            rows: dict[int, float] = {}
            for cell in block["cells"]:
                across = sum(block["columns"][cell["x"] : cell["x"] + cell["span"]])
                inside = height_of(cell["blocks"], across, reader) + cell["inset"]["top"] + cell["inset"]["bottom"]
                rows[cell["y"]] = max(rows.get(cell["y"], 0.0), inside, cell["height"])
            total += sum(rows.values())
        elif block["kind"] == "paragraph":
            lines = block["border"]
            total += block["above"] + block["pitch"] * _lines(block, width, reader)
            total += sum(line["width"] * 3 + line["space"] for side, line in lines.items() if side in ("top", "bottom"))
    return total


def _lines(block: Block, width: float, reader: Reader) -> int:
    room = max(width - block["left"] - block["right"], 1.0)
    count, across = 1, block["first"]
    for piece in block["pieces"]:
        size = reader.looks.values[piece["look"]]["size"]
        if piece.get("kind") == "line":
            count, across = count + 1, 0.0
        across += sum(size if ord(sign) > 0x2000 else size / 2 for sign in piece.get("text", ""))
    return count + int(max(across - 0.01, 0.0) // room)


def _default_tab(settings: etree._Element | None) -> float:
    stop = None if settings is None else settings.find(tag("w:defaultTabStop"))
    return points(value(stop)) or 36.0
