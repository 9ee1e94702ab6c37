"""The ruled lines around paragraphs, tables and cells."""

from __future__ import annotations

from typing import Any

from lxml import etree

from casework.documents.letters.reading.parts import local, points, value


def borders(item: etree._Element | None) -> dict[str, dict[str, Any]]:
    """Return the lines of ``w:pBdr``, ``w:tblBorders`` or ``w:tcBorders`` by side; width and space in points."""
    found = {}
    for line in () if item is None else item:
        color = value(line, "w:color")
        found[local(line)] = {
            "kind": value(line),
            "width": points(value(line, "w:sz"), a_point=8) or 0.5,
            "space": points(value(line, "w:space"), a_point=1),
            "color": color if len(color) == 6 else "000000",
        }
    return found
