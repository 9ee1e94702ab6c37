"""What the invented requests ask for, and what the invented replies say."""

from __future__ import annotations

from datetime import date

from casework.law.consultations import ThirdPartyCheck
from casework.law.evidence import STRUCTURED, Evidence
from casework.law.outcomes import CODES, Category
from casework.law.search_record import SearchFact
from casework.law.withheld import Withheld

# By office kind, then by decision code; "{place}" is an invented place.
SUBJECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "approvals": {
        "G1": (
            "本机关上一年度部门预算、决算及说明",
            "{place}便民服务站可办理的审批事项目录和办事指南",
        ),
        "G2": (
            "{place}某商业综合体建筑工程施工许可证及附件",
            "{place}民办幼儿园办学许可的批准文件",
            "{place}某食品经营许可证核发时的现场核查记录",
        ),
        "P1": ("{place}某企业特种设备使用登记的申请材料和审批意见",),
        "N4": ("{place}某企业申报高新技术改造项目的工艺说明",),
        "N5": ("本机关本年度内设科室人员岗位调整安排表",),
        "N6": ("{place}某项目施工许可审批中各科室的会商意见稿",),
        "U1": (
            "{place}某小区1998年建设工程竣工验收备案表",
            "{place}某加油站规划选址论证的会议记录",
        ),
        "U2": ("{place}集体土地征收补偿安置协议", "{place}中学学区划分方案"),
        "U3": ("近十年全部营业执照注销户数按街道、按行业的分析表",),
    },
    "district": {
        "G1": (
            "{place}棚户区改造房屋征收补偿方案",
            "{place}农村低保对象公示名单",
            "{place}2019年度财政预算执行情况",
            "{place}老旧小区改造计划及完成情况",
        ),
        "G2": (
            "{place}集体土地征收的批准文件和补偿登记表",
            "{place}道路拓宽工程建设项目用地预审意见",
            "{place}村庄规划批复及附图",
            "{place}国有土地上房屋征收决定",
            "{place}环境影响评价报告表的批复",
        ),
        "N5": (
            "{place}办事处工作人员考勤和岗位分工记录",
            "区政府某部门公务用车内部调度登记",
            "{place}办事处内部请示流转登记单",
        ),
        "N6": (
            "{place}片区改造专题会议的讨论记录",
            "区政府某办法（征求意见前）历次修改稿",
            "{place}拆迁安置工作向上级报送的请示",
        ),
        "U1": ("{place}1987年宅基地使用权登记底册",),
        "U2": ("{place}轨道交通线路规划批复", "{place}户籍人口迁移办理记录"),
        "U3": ("近五年全区征地补偿标准的逐村对比分析", "全区信访事项按类型、按结果的统计分析"),
        "O1": ("关于拆迁的所有材料",),
        "O3": ("{place}征收补偿安置资金拨付明细", "{place}回迁安置房分配方案"),
        "O4": ("{place}党委会议纪要", "{place}某调解案件中双方的往来信件"),
    },
}
PLACES = ("子虚街道", "乌有镇", "示例路", "虚构村", "样本社区", "演示大街", "甲乙片区")

EVIDENCE: dict[Evidence, str] = {
    Evidence.PUBLISHED_WHERE: "本机关门户网站“政府信息公开”栏目，可在线查阅下载",
    Evidence.THIRD_PARTY_CHECK: ThirdPartyCheck.NONE.value,
    Evidence.PROVIDED_FILES: "随答复书提供复印件一份，共6页，按申请人要求的纸质形式",
    Evidence.SECRECY_BASIS: "经保密部门书面确认",
    Evidence.STATUTE: "有关法律、行政法规明文禁止公开的条款",
    Evidence.NOT_SEPARABLE: "不应公开的内容贯穿全文，去掉后其余部分没有独立意义，不能区分处理",
    Evidence.HARM: "公开后可能影响社会稳定，论证意见已附卷",
    Evidence.THIRD_PARTY_OPINION: "第三方书面答复不同意公开并说明理由，经审查理由合理",
    Evidence.INTERNAL_KIND: "内部工作流程",
    Evidence.PROCESS_KIND: "讨论记录",
    Evidence.DISCRETION: "该信息未对外产生约束力，公开会影响正常履职，且无应当公开的特别规定",
    Evidence.CASE_FILE_GUIDANCE: "当事人可凭有效证件到承办机构查阅案卷",
    Evidence.SPECIAL_RULE: "不动产登记资料依照有关查询规定办理，窗口为不动产登记中心",
    Evidence.RESPONSIBLE_AGENCY: "该信息由其他机关制作，已告知申请人向有权机关提出",
    Evidence.PROCESSING_NEEDED: "需对多个系统的原始数据汇总、分析后重新制作",
    Evidence.SUPPLEMENT_EXCHANGE: "补正后仍未写明信息名称、文号或时间",
    Evidence.PETITION_CHANNEL: "可通过信访部门或12345热线反映",
    Evidence.EARLIER_REPLY: "公复〔2024〕3号",
    Evidence.EARLIER_REPLY_ON: "2024-05-20",
    Evidence.PUBLICATION_SOURCE: "可到图书馆、档案馆查阅公报",
    Evidence.REASONS_REVIEW: "申请人未说明合理理由",
    Evidence.EARLIER_PROVISION: "已于此前提供同一信息",
    Evidence.FEE_SERVICE_PROOF: "邮件回执存卷；缴费期满后向财务核实，未到账",
    Evidence.JUSTIFICATION_REVIEW: "补正期限届满后电话联系两次，申请人未说明正当理由",
    Evidence.WITHDRAWAL_LETTER: "申请人书面撤回",
    Evidence.GUIDANCE: "所申请内容不属于政府信息，已说明理由并告知相应渠道",
}
_FINDINGS = {
    Category.DISCLOSED: "经查，所申请的信息由本机关制作并保存，不属于不予公开的情形。",
    Category.DENIED: "经查，所申请的信息属于条例规定不予公开的情形，理由见材料。",
    Category.UNABLE: "经检索和核实，本机关无法提供所申请的信息，情况见材料。",
    Category.NOT_PROCESSED: "经查，所提内容不属于应当按政府信息公开申请处理的事项。",
    Category.OTHER: "经查，所申请的内容不属于条例所称政府信息。",
}


def content(office_kind: str, code: str, number: int) -> str:
    """Return what the ``number``-th request that ends with ``code`` asks for."""
    choices = SUBJECTS[office_kind].get(code) or SUBJECTS[office_kind]["G2"]
    return choices[number % len(choices)].format(place=PLACES[number // len(choices) % len(PLACES)])


def evidence(code: str) -> dict[str, str]:
    """Return the evidence a decision code requires."""
    return {item.value: EVIDENCE[item] for item in CODES[code].evidence if item not in STRUCTURED}


def withheld(code: str) -> list[Withheld]:
    """Return what a partial disclosure leaves out; nothing for any other code."""
    if code != "P1":
        return []
    return [
        Withheld("第3页联系人姓名、电话", "N4", "属于个人隐私，公开会损害其合法权益"),
        Withheld("第5页工艺参数", "N4", "属于第三方商业秘密，第三方不同意公开"),
    ]


def search(searched_by: str, day: date) -> SearchFact:
    """Return a search that found nothing."""
    return SearchFact(
        places="档案室、承办科室",
        systems="公文系统、业务系统",
        keyword_sets=("项目名称及简称", "文号、地块编号", "建设单位名称"),
        period="信息形成前后各五年",
        searched_by=searched_by,
        searched_on=day,
        found=False,
        paper_archive="查阅纸质目录，未见",
    )


def findings(code: str) -> str:
    """Return the findings of a reply."""
    return _FINDINGS[CODES[code].category]
