"""主题分类: what requests are about, for an office's own statistics. No table of the annual report knows it.

An agency keeps a short list of its own; one that has none uses that of its nearest superior, else the list below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casework.law.errors import Refused

# What the requests of local governments and their departments are mostly about, with the words that tell.
_DEFAULT: dict[str, tuple[str, ...]] = {
    "征地拆迁": ("征地", "征收", "拆迁", "拆除", "安置", "补偿"),
    "土地管理": ("土地", "用地", "宗地", "地块", "宅基地", "出让"),
    "规划建设": ("规划", "建设工程", "施工", "竣工", "招标", "中标"),
    "住房物业": ("住房", "房屋", "物业", "维修资金", "公租房", "不动产"),
    "财政预算": ("预算", "决算", "财政", "资金", "审计", "采购"),
    "环境保护": ("环境", "环评", "排污", "污染", "监测"),
    "交通市政": ("道路", "公路", "交通", "供水", "供热", "燃气", "停车"),
    "市场监管": ("营业执照", "食品", "药品", "价格", "市场监管", "产品质量"),
    "教育医疗": ("学校", "招生", "教师", "医院", "医疗", "卫生"),
    "社会保障": ("社会保险", "社保", "养老", "低保", "就业", "工伤", "救助"),
    "人事机构": ("编制", "录用", "招聘", "人事", "职责", "机构设置"),
    "行政执法": ("处罚", "执法", "许可", "检查", "复议"),
    "政策文件": ("文件", "办法", "细则", "通知", "标准"),
}
DEFAULT_TOPICS = tuple(_DEFAULT)
# The line of the statistics for cases that carry none; no list may hold it.
UNSORTED = "未分类"
LONGEST_TOPIC = 12
MOST_TOPICS = 30


def topics_from(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the list an office typed, one a line, blank lines left out.

    Raises Refused for a name that is too long, stands there twice, or means "none", and for too many names.
    """
    names = [name for line in lines if (name := line.strip())]
    for at, name in enumerate(names):
        if len(name) > LONGEST_TOPIC:
            raise Refused(
                "topic_too_long", f"“{name}”有{len(name)}个字，主题分类最多{LONGEST_TOPIC}个字。", field="names"
            )
        if name == UNSORTED:
            raise Refused("topic_reserved", f"“{UNSORTED}”专指没有选分类的办件，不能作为分类名称。", field="names")
        if name in names[:at]:
            raise Refused("topic_twice", f"“{name}”重复了，请删去一个。", field="names")
    if len(names) > MOST_TOPICS:
        raise Refused("too_many_topics", f"最多{MOST_TOPICS}个分类，现有{len(names)}个。", field="names")
    return tuple(names)


def proposed_topic(text: str, topics: Sequence[str]) -> str:
    """Return the first topic of the list that the words of a request point to, or "": a person decides."""
    return next((topic for topic in topics if any(word in text for word in (topic, *_DEFAULT.get(topic, ())))), "")


def in_order(found: Iterable[str], topics: Sequence[str]) -> list[str]:
    """Return the topics that cases carry: those of the list in its order, then names it no longer has, last none."""
    place = {name: at for at, name in enumerate(topics)}
    return sorted(set(found), key=lambda name: (name == "", place.get(name, len(place)), name))
