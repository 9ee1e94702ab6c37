"""The layout values of GB/T 9704-2012 (law.md 6.5), once for Word and PDF. Millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
# 天头 37, 订口 28; the type area is 156 x 225.
TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM = 37, 28, 26, 35
TEXT_PT, TITLE_PT, PAGE_NUMBER_PT, MARK_PT = 16, 22, 14, 28
# 22 lines in 225 mm: a line is 3号 and seven eighths of it; Word is given a fixed value.
LINE_PT = 28.95
LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28
# 28 characters of 16 pt are 448 pt, the type area is 442.2 pt: each character stands a quarter point closer.
CHARACTER_SPACING_TWIPS = -5
# The page number's dash stands 7 mm below the type area; its line is some 5 mm high.
FOOTER_FROM_EDGE_MM = 23
# 信函格式: the name 30 mm from the top, red double lines 170 mm long, the lower one 20 mm from the bottom.
MARK_FROM_EDGE_MM, LETTERHEAD_LINE_MM, LETTERHEAD_BOTTOM_MM = 30, 170, 20
# What the name may fill of its line of 170 mm (481.9 pt).
MARK_LINE_PT = 476
LEAST_MARK_PT = 20
# 2号 characters in the 156 mm of the type area.
TITLE_CHARACTERS_A_LINE = 20
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a letter. The office's own come first; each has a free one to fall back on."""

    text: str = "仿宋_GB2312"
    title: str = "方正小标宋简体"
    heading: str = "黑体"
    second_heading: str = "楷体_GB2312"
    page_number: str = "宋体"
    latin: str = "Times New Roman"


# By what a program may know the same face, free faces last. The order is the order of preference.
FALLBACKS: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "FandolFang R", "FandolFang", "Noto Serif CJK SC"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "宋体", "SimSun", "FandolSong", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "FandolHei", "Noto Sans CJK SC"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "FandolKai", "LXGW WenKai", "Noto Serif CJK SC"),
    "宋体": ("SimSun", "FandolSong", "Noto Serif CJK SC"),
}
# Whatever free face is there is better than none.
LAST_RESORT = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "Noto Sans SC", "AR PL SungtiL GB", "AR PL UMing CN", "WenQuanYi Zen Hei", "Droid Sans Fallback",
)  # fmt: skip


# What the name of a face that is not known here says of it, and the face that then stands for it.
_KINDS = (
    ("小标宋", "方正小标宋简体"), ("仿宋", "仿宋_GB2312"), ("fangsong", "仿宋_GB2312"), ("楷", "楷体_GB2312"), ("kai", "楷体_GB2312"),
    ("黑", "黑体"), ("hei", "黑体"), ("等线", "黑体"), ("宋", "宋体"), ("song", "宋体"),
)  # fmt: skip


def chain(face: str) -> list[str]:
    """Return a face and what may stand in for it, best first, each once."""
    kind = next((known for word, known in _KINDS if word in face.casefold()), "宋体")
    like = () if face in FALLBACKS else (kind, *FALLBACKS[kind])
    return list(dict.fromkeys([face, *FALLBACKS.get(face, ()), *like, *LAST_RESORT]))
