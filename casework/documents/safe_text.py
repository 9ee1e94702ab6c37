"""Text from outside in files that a spreadsheet program opens: it must stay text."""

from __future__ import annotations

# What makes a spreadsheet program calculate a cell; the full-width forms are typed by Chinese keyboards.
FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
TEXT_MARK = "'"


def begins_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet program could take the text for a formula, also behind blanks."""
    first = text[:1]
    return first in FORMULA_SIGNS or (first.isspace() and text.lstrip()[:1] in FORMULA_SIGNS)


def marked_as_text(text: str) -> str:
    """Return the text for a csv cell, behind an apostrophe when it could be taken for a formula."""
    return TEXT_MARK + text if begins_a_formula(text) else text
