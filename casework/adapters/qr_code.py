"""A QR code as the path of a drawing, for an inline SVG: no picture file, no script, no style."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

BORDER = 4


@dataclass(frozen=True, slots=True)
class QRDrawing:
    """Side of the square in modules, and the dark modules as an SVG path."""

    side: int
    path: str


def qr_drawing(text: str) -> QRDrawing:
    """Return the drawing of ``text``, with the quiet border scanners need (ISO/IEC 18004)."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QRDrawing(len(rows), path)
