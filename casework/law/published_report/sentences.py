"""Sentences of a report that quote counts of its tables: what they claim, not yet whether it is true.

"收到/受理/办理 N 件" means the new requests in some offices and new plus carried-in in others, so such a claim
carries both readings. Only sentences about information requests count: the same reports quote motions, permits
and complaints with the same verbs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from casework.law.published_report.labels import Part

Place = tuple[Part, str, str]
TOTAL = "total"
ORGANISATIONS = ("commercial", "research", "social", "legal", "other_org")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a claim: the number is the sum of these cells."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One number a sentence states, and the readings of which one must hold."""

    subject: str
    number: int
    readings: tuple[Reading, ...]
    quote: str


_UNIT = "(?:件|份|条|宗|个|次|起|项|例)"
_NUMBER = rf"(?P<n>\d{{1,7}}){_UNIT}"
_REQUESTS = "(?:依申请公开|依信息公开申请|信息公开申请|公开申请|申请公开|公开政府信息申请)"
_ABOUT_REQUESTS = re.compile(_REQUESTS)
_OTHER_MATTERS = re.compile("建议|提案|许可|审批|事项|举报|投诉|咨询|留言|信箱|热线|信访|复议|诉讼")
_OTHER_COUNTS = re.compile("(?:建议|提案|举报|投诉|咨询|留言|信箱|热线|信访|事项)[^,。;\\d]{0,8}\\d")
# A part of the requests, or those of another time: one channel, one level, last year, since the Regulation.
_NOT_THE_WHOLE = re.compile("其中|网上|网络|网站|信函|当面|邮件|传真|邮寄|现场|渠道|本级|层面|去年|上年|同期|历年|以来")
_YEAR = re.compile(r"20\d\d(?=年)")
_RECEIVED = re.compile(
    rf"(?P<verb>新收|新增|收到|接收|接到|受理|办理|处理)(?P<middle>[^,。;:()\d]{{0,24}}?{_REQUESTS}[^,。;:\d]{{0,12}}?){_NUMBER}"
)
_RECEIVED_BEFORE = re.compile(
    rf"(?P<verb>新收|新增|收到|接收|接到|受理|办理|处理)(?P<middle>[^,。;:()\d]{{0,12}}?){_NUMBER}(?:政府)?{_REQUESTS}"
)
_NAMED_ONLY = re.compile(rf"(?:依申请公开|信息公开)申请(?:共计|总计|总数|总量|数量|共|量|为)*{_NUMBER}")
_NONE_RECEIVED = re.compile(
    rf"(?:(?:未|没有|无)(?:收到|接到|受理|接收)(?:过|任何)?|无)(?P<middle>[^,。;:\d]{{0,14}}?){_REQUESTS}(?P<after>[^,。;]{{0,20}})"
)
_CAUSES = re.compile("引发|引起|产生|复议|诉讼|收费|收取|费用|投诉|举报|办理情况|结转|逾期|超期")
_ALL_DONE = re.compile("(?:均|全部|都|已经全部)[^。;,\\d]{0,24}?(?P<verb>办结|办理完毕|办理完成|办复|答复|回复)")
_CONCLUDED = re.compile(rf"(?:办结|办理完毕|审结)(?P<middle>[^,。;:\d]{{0,20}}?){_NUMBER}")
_CARRIED_IN = re.compile(rf"(?:上一年度|上年度|上一年|上年|去年)结转(?!下|至|到)[^,。;\d]{{0,24}}?{_NUMBER}")
_CARRIED_OUT = re.compile(
    rf"结转(?:至|到|入)?(?:下一年度|下年度|下一年|下年|次年|明年|20\d\d年度?)(?:继续)?(?:办理)?[^,。;\d]{{0,12}}?{_NUMBER}"
)
_OUTCOMES = (
    ("予以公开", ("granted",)),
    ("部分公开", ("partial",)),
    ("不予公开", tuple(f"denied_{x}" for x in
        ("secret", "law", "security", "third_party", "internal", "process", "case_file", "query"))),
    ("无法提供", ("unable_not_held", "unable_need_creation", "unable_unclear")),
    ("不予处理", ("np_petition", "np_repeat", "np_publication", "np_excessive", "np_confirm")),
)  # fmt: skip
_OUTCOME = re.compile(
    rf"(?<!不)(?P<outcome>予以公开|部分公开|不予公开|无法提供|不予处理)的?(?:申请)?(?:信息)?(?:共|有|为|:)*{_NUMBER}"
)
_APPLICANTS = (
    ("自然人", ("natural",)),
    ("商业企业", ("commercial",)),
    ("商业机构", ("commercial",)),
    ("科研机构", ("research",)),
    ("社会公益组织", ("social",)),
    ("法律服务机构", ("legal",)),
    ("法人或其他组织", ORGANISATIONS),
    ("法人和其他组织", ORGANISATIONS),
)
_APPLICANT = re.compile(
    "(?P<who>" + "|".join(name for name, _ in _APPLICANTS) + rf")(?:提交|提出|申请|的|共|有|为|:)*{_NUMBER}"
)
_REVIEWS = re.compile(
    rf"行政复议(?:案件|申请|的)?(?:共计|共|有|为|:)*{_NUMBER}|(?P<n2>\d{{1,7}}){_UNIT}(?:政府信息公开)?行政复议(?!机)"
)
_SUITS = re.compile(
    rf"(?:行政)?诉讼(?:案件|的)?(?:共计|共|有|为|:)*{_NUMBER}|(?P<n2>\d{{1,7}}){_UNIT}(?:政府信息公开)?行政诉讼"
)
_NO_DISPUTES = re.compile("(?:未|没有|无)(?!经)[^,。;\\d]{0,30}?(?:复议|诉讼)[^,。;]{0,20}")
_LOST = re.compile("纠错|纠正|败诉|撤销|确认违法")
_ABOUT_INFORMATION = re.compile(f"信息公开|{_REQUESTS}")
_NORMATIVE = re.compile(rf"(?P<verb>制发|制定|废止|现行有效)[^,。;\d]{{0,8}}?规范性文件{_NUMBER}")
_NORMATIVE_COLUMNS = {
    "制发": ("本年制发件数", "本年新制作数量"),
    "制定": ("本年制发件数", "本年新制作数量"),
    "废止": ("本年废止件数",),
    "现行有效": ("现行有效件数",),
}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_STRICTLY_NEW = frozenset({"新收", "新增"})
_LONGEST_QUOTE = 60


def claims(prose: str, year: int | None) -> list[Claim]:
    """Return every count the running text states about the tables of that year, in the order of the text."""
    text = re.sub(r"[\s“”\"'*#]|\[image:[^\]]*\]", "", unicodedata.normalize("NFKC", prose))
    text = _THOUSANDS.sub("", text)
    found: list[Claim] = []
    follows = False
    for sentence in re.split("[。;!?]", text):
        about = bool(_ABOUT_REQUESTS.search(sentence))
        if about:
            found.extend(_received(sentence, year))
            found.extend(_none_received(sentence))
            found.extend(_concluded(sentence))
        if about or follows:
            # 其中… may stand in a sentence of its own.
            found.extend(_applicants(sentence))
            found.extend(_carried(sentence))
            found.extend(_outcomes(sentence))
        found.extend(_disputes(sentence))
        found.extend(_normative(sentence))
        follows = about
    return found


def _three(row: str, column: str = TOTAL) -> Place:
    return (Part.THREE, row, column)


def _new_or_all(columns: tuple[str, ...], strictly_new: bool = False) -> tuple[Reading, ...]:
    new = tuple(_three("new", column) for column in columns)
    both = new + tuple(_three("carried_in", column) for column in columns)
    return (Reading("新收", new),) if strictly_new else (Reading("新收", new), Reading("新收加上年结转", both))


def _received(sentence: str, year: int | None) -> Iterator[Claim]:
    for pattern in (_RECEIVED, _RECEIVED_BEFORE):
        for found in pattern.finditer(sentence):
            middle = found["middle"]
            if "结转" in middle or _OTHER_MATTERS.search(middle) or not _of_the_whole_year(found, year):
                continue
            who = next((columns for name, columns in _APPLICANTS if name in middle), (TOTAL,))
            yield Claim("收到的申请", int(found["n"]), _new_or_all(who, found["verb"] in _STRICTLY_NEW), _quote(found))
            yield from _all_done(sentence, found.end())
            return
    found = _NAMED_ONLY.search(sentence)
    if found and _of_the_whole_year(found, year):
        yield Claim("收到的申请", int(found["n"]), _new_or_all((TOTAL,)), _quote(found))
        yield from _all_done(sentence, found.end())


def _of_the_whole_year(found: re.Match[str], year: int | None) -> bool:
    before = found.string[: found.start()]
    clause = re.split("[,:]", before)[-1] + found[0]
    years = {int(name) for name in _YEAR.findall(before)}
    return not _NOT_THE_WHOLE.search(clause) and (not years or year is None or year in years)


def _all_done(sentence: str, start: int) -> Iterator[Claim]:
    """ "All answered": then nothing is left for next year."""
    for found in _ALL_DONE.finditer(sentence, start):
        if not _OTHER_COUNTS.search(sentence, start, found.start()):
            yield Claim(f"全部{found['verb']}，没有结转下年度的申请", 0,
                        (Reading("结转下年度", (_three("carried_out"),)),), _quote(found, start))  # fmt: skip
            return


def _none_received(sentence: str) -> Iterator[Claim]:
    for found in _NONE_RECEIVED.finditer(sentence):
        if not _CAUSES.search(found["middle"] + found["after"]):
            yield Claim("没有收到申请", 0, _new_or_all((TOTAL,), strictly_new=True), _quote(found))


def _applicants(sentence: str) -> Iterator[Claim]:
    columns = dict(_APPLICANTS)
    for found in _APPLICANT.finditer(sentence):
        yield Claim(f"{found['who']}的申请", int(found["n"]), _new_or_all(columns[found["who"]]), _quote(found))


def _carried(sentence: str) -> Iterator[Claim]:
    for pattern, row, name in ((_CARRIED_IN, "carried_in", "上年结转"), (_CARRIED_OUT, "carried_out", "结转下年度")):
        for found in pattern.finditer(sentence):
            yield Claim(name, int(found["n"]), (Reading(name, (_three(row),)),), _quote(found))


def _concluded(sentence: str) -> Iterator[Claim]:
    for found in _CONCLUDED.finditer(sentence):
        about = [match.end() for match in _ABOUT_REQUESTS.finditer(sentence, 0, found.start())]
        since = sentence[about[-1] if about else 0 : found.end()]
        if not _OTHER_MATTERS.search(since):
            places = (_three("results_total"),)
            yield Claim("办结", int(found["n"]), (Reading("办理结果总计", places),), _quote(found))


def _outcomes(sentence: str) -> Iterator[Claim]:
    rows = dict(_OUTCOMES)
    for found in _OUTCOME.finditer(sentence):
        outcome = found["outcome"]
        places = tuple(_three(row) for row in rows[outcome])
        yield Claim(outcome, int(found["n"]), (Reading(outcome, places),), _quote(found))


def _disputes(sentence: str) -> Iterator[Claim]:
    if not _ABOUT_INFORMATION.search(sentence):
        return
    reviews = (Reading("行政复议总计", ((Part.FOUR, "review", TOTAL),)),)
    suits = (Reading("行政诉讼总计", ((Part.FOUR, "suit_direct", TOTAL), (Part.FOUR, "suit_after_review", TOTAL))),)
    for word, pattern, readings in (("复议", _REVIEWS, reviews), ("诉讼", _SUITS, suits)):
        for found in pattern.finditer(sentence):
            yield Claim(f"行政{word}", int(found["n"] or found["n2"]), readings, _quote(found))
    for found in _NO_DISPUTES.finditer(sentence):
        clause = found[0]
        if _LOST.search(clause):
            continue
        for word, readings in (("复议", reviews), ("诉讼", suits)):
            if word in clause:
                yield Claim(f"没有行政{word}", 0, readings, _quote(found))


def _normative(sentence: str) -> Iterator[Claim]:
    for found in _NORMATIVE.finditer(sentence):
        readings = tuple(
            Reading(column, ((Part.TWO, "normative", column),)) for column in _NORMATIVE_COLUMNS[found["verb"]]
        )
        yield Claim(f"{found['verb']}规范性文件", int(found["n"]), readings, _quote(found))


def _quote(found: re.Match[str], start: int | None = None) -> str:
    """The words of the claim from the beginning of their clause, shortened in the middle when they are many."""
    begin = found.start() if start is None else start
    before = re.split("[,:]", found.string[:begin])[-1]
    quote = (before + found.string[begin : found.end()]).lstrip(",")
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    return quote[: _LONGEST_QUOTE // 2] + "……" + quote[-_LONGEST_QUOTE // 2 :]
