"""Whether two requests ask for the same information: a hint for the clerk, never a bar (Art. 36(6)).

Another year, another place, another number or another name is another request, however alike the
words are. So what tells requests apart (slots) is taken out and compared first; only when nothing
contradicts are the words of the matter compared, by their bigrams, because Chinese has no spaces
and a rewording keeps its two-character words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

# Chosen on the odd blocks of tests/law/data/repeat_pairs.txt.
SAME_MATTER = 0.65
LONGEST_COMPARED = 600

# A document number says more than the words around it.
_NUMBER_WEIGHS = 4
_HAN = r"[\u4e00-\u9fff]"
_NUMERALS = {sign: str(digit) for digit, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR_IN_WORDS = re.compile(r"[一二][〇零○九一二三四五六七八]{3}(?=年)")
_BRACKETS = str.maketrans(dict.fromkeys("[【〔〖", "(") | dict.fromkeys("]】〕〗", ")"))


def fold(text: str) -> str:
    """Return ``text`` as it is searched: full width narrowed, case folded, only letters, digits and signs of words.

    The same form is indexed and asked for, so a substring of two or more characters is found by its bigrams.
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def bigrams(folded: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a folded text; a single character is its own."""
    if len(folded) < 2:
        return frozenset((folded,)) if folded else frozenset()
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def bigram_codes(text: str) -> list[int]:
    """Return the sorted numbers of the bigrams of ``text`` as they are stored and asked for.

    They are exact, no hashes, so that nothing is found by accident.
    """
    # Two planes of 65,536 signs fit a signed integer of 32 bits; rarer planes share the last code.
    signs = [min(ord(sign), 0xFFFF) for sign in fold(text)]
    pairs = pairwise(signs) if len(signs) > 1 else ((sign, 0) for sign in signs)
    return sorted({(first << 16 | second) - 0x80000000 for first, second in pairs})


# What every request says and what says nothing about the matter.
_PHRASES = re.compile(
    "(?:根据|依据|按照|依照)?(?:中华人民共和国)?政府信息公开(?:条例|申请|工作)?(?:的)?(?:有关)?(?:规定)?"
    "|(?:现|特|依法|本人|我|申请人)*(?:向)?(?:贵单位|贵局|贵机关|贵委|贵厅|贵中心|贵办|你单位|你局)?(?:向我|向本人)?"
    "(?:申请|请求|要求|恳请|希望|望|请)(?:贵单位|贵局|贵机关|你单位|你局|依法|书面|予以?|能)*"
    "(?:获取|公开|提供|查阅|复制|告知|说明|答复)(?:并?复制|查阅)?(?:以下信息|如下信息)?"
    "|予以公开|予以提供|予公开|予提供|以纸质形式|以电子形式|谢谢|复印件|的全文|全文|相关(?:材料|资料|信息|文件)?"
    "|贵单位|贵局|贵机关|你单位|你局|本人|我的|我家|我村|关于|位于|作出的|制作的|印发的"
)
# One thing, two names in official use: the longer one gives way.
_SYNONYMS = (
    ("环境影响评价", "环评"), ("国有建设用地使用权", "国有土地使用权"), ("棚户区改造", "棚改"),
    ("街道办事处", "街道办"), ("村民委员会", "村委会"), ("业主委员会", "业委会"), ("出租汽车", "出租车"),
    ("批复文件", "批复"), ("决定书", "决定"), ("项目工程", "工程"), ("材料", "资料"), ("图纸", "图"),
    ("疫情防控", "防疫"), ("控制性详细规划", "控规"), ("公共厕所", "公厕"), ("征地", "土地征收"), ("路路口", "路口"),
)  # fmt: skip
_CONNECTIVES = re.compile(r"[的和与及或、，。；：！？,.;:!?()\s“”\"'《》<>·•—~-]+")
_QUOTED = re.compile(r"[“\"「《]([^”\"」》]{2,12})[”\"」》]")
_DOCUMENT = re.compile(rf"({_HAN}{{2}})\((\d{{4}})\)第?(\d+)号?")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_YEARS = re.compile(r"((?:19|20)\d{2})年?度?(?:[至到~—-]+((?:19|20)\d{2})年?度?|(?=年))年?度?")
_QUARTER = re.compile(r"第?([一二三四1-4])季度")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)|([一二三四五六七八九十])(?=期|轮|批|标段|中(?!队)|小(?!区)|号|组)")
_NUMBER = re.compile(r"[a-z]*\d+(?:\.\d+)?")
_PERSON = re.compile(rf"(?<![某])({_HAN})某(?!某)")
_DIRECTION = re.compile(r"([东西南北]{1,2})(?=角|段|侧|广场|门|片)")
_PLAIN_WORDS = re.compile(
    r"村民|村委会?|村务|村级|村庄|农村|全村|该村|本村|旧村|城市|全市|本市|我市|市区|城区|地区|辖区|学区|校区"
    r"|园区|景区|棚户区|宿舍区|道路|公路|线路|管路|城镇|乡镇|市场|市政"
)
_PLACE_KINDS = (
    "街道", "社区", "小区", "片区", "大道", "国道", "湿地公园", "水库", "集团", "大队", "派出所", "医院",
    "幼儿园", "公司", "省", "市", "区", "县", "镇", "乡", "村", "路", "街", "河", "湖", "段",
)  # fmt: skip
_LEGAL_FORM = re.compile(r"(?:有限|责任|股份|集团)+(?=公司)")
_PLACE = re.compile(rf"({_HAN}{{2}})({'|'.join(_PLACE_KINDS)})")
# Looked for at every sign: in 周村段 the 段 counts as well as the 村.
_EVERY_PLACE = re.compile(rf"(?=({_HAN}{{2}})({'|'.join(_PLACE_KINDS)}))")
# Places of one rank stand for each other: a road is another road whatever it is called.
_RANK = {"县": "区", "镇": "街道", "乡": "街道", "大道": "路", "街": "路", "湖": "河"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the words of its matter, and the slots that tell requests apart."""

    folded: str
    matter: frozenset[str]
    slots: dict[str, frozenset[str]] = field(default_factory=dict)
    quoted: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def asked(text: str) -> Asked:
    """Take a request apart. Cached: the earlier requests of a busy applicant are asked about again and again."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_COMPARED]).casefold().translate(_BRACKETS)
    text = _YEAR_IN_WORDS.sub(lambda found: "".join(_NUMERALS.get(sign, sign) for sign in found.group()), text)
    folded = fold(text)
    quoted = frozenset(fold(item) for item in _QUOTED.findall(text) if not item.endswith("条例"))
    slots: dict[str, set[str]] = {}

    def taken(name: str, pattern: re.Pattern[str], rest: str) -> str:
        def keep(found: re.Match[str]) -> str:
            slots.setdefault(name, set()).update(_values(name, found))
            return "，"

        return pattern.sub(keep, rest)

    rest = taken("document", _DOCUMENT, text)
    rest = taken("date", _DATE, rest)
    rest = taken("year", _YEARS, rest)
    rest = taken("quarter", _QUARTER, rest)
    rest = _PHRASES.sub("，", rest)
    for longer, shorter in _SYNONYMS:
        rest = rest.replace(longer, shorter)
    rest = taken("number", _ORDINAL, rest)
    rest = taken("number", _NUMBER, rest)
    for found in _PERSON.finditer(rest):
        slots.setdefault("person", set()).add(found.group(1))
    for found in _DIRECTION.finditer(rest):
        slots.setdefault("direction", set()).add(found.group(1))
    rest = _LEGAL_FORM.sub("", rest)
    plain = _CONNECTIVES.sub("，", rest)
    _collect_places(slots, _PLAIN_WORDS.sub("，", plain))
    matter = _PLACE.sub("，", plain)
    pairs = frozenset(pair for piece in matter.split("，") for pair in bigrams(fold(piece)) if len(pair) == 2)
    pairs |= {f"{number}#{part}" for number in slots.get("document", ()) for part in range(_NUMBER_WEIGHS)}
    return Asked(folded, pairs, {name: frozenset(values) for name, values in slots.items()}, quoted)


def _values(name: str, found: re.Match[str]) -> Iterable[str]:
    if name == "year":
        first, last = found.group(1), found.group(2) or found.group(1)
        return [str(year) for year in range(int(first), min(int(last), int(first) + 30) + 1)]
    if name == "document":
        return ["/".join(found.groups())]
    if name == "number":
        return [_digits(next((group for group in found.groups() if group), found.group()))]
    return ["-".join(str(int(group)) if group.isdigit() else _digits(group) for group in found.groups() if group)]


def _digits(text: str) -> str:
    return "".join(_NUMERALS.get(sign, sign) for sign in text)


def _collect_places(slots: dict[str, set[str]], text: str) -> None:
    for found in _EVERY_PLACE.finditer(text):
        kind = found.group(2)
        slots.setdefault(_RANK.get(kind, kind), set()).add(found.group(1))


def differs(one: Asked, other: Asked) -> str:
    """Return the slot in which two requests contradict each other, or "".

    A slot only one of them names is no contradiction: a rewording may leave the district out.
    """
    for name in one.slots.keys() & other.slots.keys():
        mine, theirs = one.slots[name], other.slots[name]
        if not (mine <= theirs or theirs <= mine):
            return name
    for name in one.quoted:
        if name not in other.folded:
            return "quoted"
    for name in other.quoted:
        if name not in one.folded:
            return "quoted"
    return ""


def likeness(one: Asked, other: Asked) -> float:
    """Return how much of their matter two requests share, 0 to 1: Dice of the bigrams, 0 where a slot contradicts."""
    if differs(one, other):
        return 0.0
    if not one.matter or not other.matter:
        return 1.0 if one.matter == other.matter and one.slots == other.slots else 0.0
    shared = len(one.matter & other.matter)
    return 2 * shared / (len(one.matter) + len(other.matter))


def is_repeat(one: str, other: str) -> bool:
    """Tell whether two requests seem to ask for the same information (Art. 36(6))."""
    return likeness(asked(one), asked(other)) >= SAME_MATTER
