"""What offices write in their ledgers, and what it means: the reviewed table of wordings.

A wording that fits two meanings ("不予公开" without its ground) stands in no row: a person must say which it is.
Compared without punctuation and numbering. Source: table 三 of the annual report format; law.md 3.5, 6.3.
"""

from __future__ import annotations

import re
from functools import cache

from casework.law.annual_formats import FORMAT_2021
from casework.law.applicants import APPLICANT_KIND_NAMES, ApplicantKind
from casework.law.letter_service import SERVICE_METHOD_NAMES, ServiceMethod
from casework.law.outcomes import CATEGORY_NAMES, CODES
from casework.law.published_report.labels import squeeze
from casework.law.receipt import CHANNEL_NAMES, Channel

_CHANNEL_WORDS = {
    Channel.COUNTER: "当面 当面提交 当面申请 当面递交 现场 现场提交 现场申请 现场递交 窗口 窗口提交 窗口申请 来访 上门",
    Channel.REGISTERED_MAIL: "邮寄 邮政 信函 信件 来信 邮寄信函 信函邮寄 书面邮寄 挂号 挂号信 EMS 快递 特快专递 邮政快递 邮寄申请 信函申请",
    Channel.ORDINARY_MAIL: "平信 平常信函 普通信函 普通邮寄",
    Channel.ONLINE: "网络 网上 在线 网站 平台 互联网 网络申请 网上申请 在线申请 网上提交 网络提交 政府网站 门户网站 网络平台 网上平台 依申请公开平台 依申请公开系统",
    Channel.EMAIL: "电子邮件 邮箱 电子邮箱 邮件 email e-mail",
    Channel.FAX: "传真 传真申请",
    Channel.ORAL: "口头 口头申请 口头代填 代填",
}
_KIND_WORDS = {
    ApplicantKind.NATURAL: "自然人 公民 个人 市民 居民 村民",
    ApplicantKind.COMMERCIAL: "商业企业 企业 公司 商业机构 企业法人",
    ApplicantKind.RESEARCH: "科研机构 科研院所 科研单位 高校",
    ApplicantKind.SOCIAL: "社会公益组织 公益组织",
    ApplicantKind.LEGAL: "法律服务机构 律师事务所 律所",
    ApplicantKind.OTHER_ORG: "其他 其他组织 其他法人",
}
_METHOD_WORDS = {
    ServiceMethod.POSTAL: "邮寄 邮政 邮寄送达 邮政寄送 挂号 挂号信 EMS 快递 特快专递 信函",
    ServiceMethod.IN_PERSON: "当面 当面送达 当面领取 当面提供 直接送达 自取 自行领取 现场领取 现场送达 窗口领取",
    ServiceMethod.ENTRUSTED: "委托 委托送达",
    ServiceMethod.ELECTRONIC: "电子 电子送达 电子邮件 邮箱 电子邮箱 网上 网络 在线 网上答复 在线答复 网络平台 短信",
}
_OUTCOME_WORDS = {
    "G1": "主动公开 已公开 已主动公开 属于主动公开 告知已公开 已公开告知获取方式和途径 告知获取方式和途径 属于主动公开范围",
    "G2": "公开 同意公开 全部公开 完全公开 予以公开 提供 同意提供 予以提供 已提供 全部提供",
    "P1": "部分公开 同意部分公开 部分提供 区分处理 部分公开区分处理",
    "N1": "国家秘密 涉密 涉及国家秘密 属于国家秘密",
    "N2": "法律行政法规禁止公开 法律法规禁止公开 其他法律行政法规禁止公开",
    "N3": "三安全一稳定 危及三安全一稳定",
    "N4": "第三方合法权益 保护第三方合法权益 损害第三方合法权益 商业秘密 个人隐私 涉及商业秘密 涉及个人隐私 第三方不同意公开",
    "N5": "内部事务信息 内部信息 三类内部事务信息 内部管理信息 属于内部事务信息 内部事务",
    "N6": "过程性信息 四类过程性信息 属于过程性信息 过程信息",
    "N7": "行政执法案卷 执法案卷 行政执法案卷信息 属于行政执法案卷信息",
    "N8": "行政查询事项 查询事项",
    "U1": "信息不存在 政府信息不存在 不存在 本机关不掌握 不掌握 本机关不掌握相关政府信息 未制作 未获取 未保存 未制作或获取",
    "U2": "不属于本机关 非本机关 不属于本机关公开 不属于本机关负责 不属于本机关负责公开 非本机关职责 不属于本机关职责 不属于本机关公开范围 不属于本行政机关公开",
    "U3": "没有现成信息 无现成信息 没有现成信息需要另行制作 需要另行制作 需另行制作 需要加工分析 需加工分析 非现有信息",
    "U4": "补正后申请内容仍不明确 补正后仍不明确 申请内容不明确 内容不明确",
    "X1": "信访 投诉 举报 信访举报投诉 信访投诉举报 信访举报投诉类申请 信访投诉举报类申请 信访事项",
    "X2": "重复申请 重复",
    "X3": "公开出版物 要求提供公开出版物",
    "X4": "大量反复申请 无正当理由大量反复申请",
    "X5": "确认或重新出具已获取信息 要求确认或重新出具已获取信息 要求行政机关确认或重新出具已获取信息",
    "O1": "逾期不补正 逾期未补正 未补正 视为放弃 放弃申请 逾期不补正视为放弃",
    "O2": "逾期不缴费 逾期未缴费 未缴费",
    "O3": "撤回 撤销 撤销申请 撤回申请 申请人撤回 申请人撤销 主动撤回 申请人撤回申请 申请人主动撤回 终止办理",
    "O4": "其他 其他处理 非政府信息 不属于政府信息 咨询 咨询类 非政府信息公开申请 其他情形",
    "C1": "更正 更正申请",
}
# What stands before the ground and says nothing of its own.
_LEADING = re.compile("^(不予公开|无法提供|不予处理|其他处理|其他|属于|涉及|因)")
_NUMBERING = re.compile(r"^\s*([（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]、|\d+[.．、])\s*")


def outcome_names() -> dict[str, str]:
    """Return every decision code with the words a clerk chooses it by."""
    return {
        code: f"{CATEGORY_NAMES[row.category]}：{row.name}".replace("不予公开：不予公开", "不予公开")
        for code, row in CODES.items()
    }


CHOICES: dict[str, dict[str, str]] = {
    "channel": {item.value: CHANNEL_NAMES[item] for item in Channel},
    "applicant_kind": {item.value: APPLICANT_KIND_NAMES[item] for item in ApplicantKind},
    "outcome": outcome_names(),
    "service_method": {item.value: SERVICE_METHOD_NAMES[item] for item in ServiceMethod},
}


def meaning(column: str, wording: str) -> str:
    """Return the value a wording stands for in one of the columns of ``CHOICES``, or "" when a person must say."""
    known = _known(column)
    bare = squeeze(_NUMBERING.sub("", wording)).lower()
    if bare in known:
        return known[bare]
    shorter = _LEADING.sub("", bare) if column == "outcome" else bare
    # "不予公开（属于国家秘密）": the group first, then "属于".
    again = _LEADING.sub("", shorter)
    return known.get(shorter, "") or known.get(again, "") if shorter else ""


@cache
def _known(column: str) -> dict[str, str]:
    words = {
        "channel": _CHANNEL_WORDS, "applicant_kind": _KIND_WORDS, "outcome": _OUTCOME_WORDS, "service_method": _METHOD_WORDS,
    }[column]  # fmt: skip
    found = {squeeze(word).lower(): str(value) for value, text in words.items() for word in text.split()}
    found |= {squeeze(name).lower(): value for value, name in CHOICES[column].items()}
    if column == "outcome":
        found |= {squeeze(row.name).lower(): code for code, row in CODES.items()}
        found |= _printed_rows()
    return found


def _printed_rows() -> dict[str, str]:
    """The lines of table 三 that only one decision is counted in, by their printed labels."""
    found = {}
    for row in FORMAT_2021.result_rows:
        codes = [code for code, decision in CODES.items() if decision.row == row.key]
        if len(codes) == 1:
            heading = FORMAT_2021.row(row.parent).label if row.parent != "results" else ""
            label = _NUMBERING.sub("", row.label)
            for text in (label, _NUMBERING.sub("", heading) + label, heading + row.label):
                found[squeeze(_NUMBERING.sub("", text)).lower()] = codes[0]
    return found
