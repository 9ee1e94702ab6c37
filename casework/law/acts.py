"""The legal acts of a case: what each is called, its article, what it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casework.law.sources import (
    FEE_MEASURES,
    HOLIDAY_NOTICE,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    SERVICE_LETTER,
    regulation,
)


class Act(StrEnum):
    """A legal act of a case. Its value is also the kind of the event it leaves."""

    SUBMIT = "submit"
    REGISTER = "register"
    CONFIRM_RECEIPT = "confirm_receipt"
    RECORD_CONFIRMATION = "record_confirmation"
    CHECK_IDENTITY = "check_identity"
    ASSIGN = "assign"
    CLAIM = "claim"
    RETURN_TO_DESK = "return_to_desk"
    ACCEPT = "accept"
    REQUEST_SUPPLEMENT = "request_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    ASK_REASONS = "ask_reasons"
    RECEIVE_REASONS = "receive_reasons"
    REVIEW_REASONS = "review_reasons"
    SET_DELAY = "set_delay"
    SERVE_DELAY = "serve_delay"
    CHARGE_FEE = "charge_fee"
    RECORD_FEE_DELIVERY = "record_fee_delivery"
    RECEIVE_FEE = "receive_fee"
    CONSULT = "consult"
    RECORD_DELIVERY = "record_delivery"
    RECORD_OPINION = "record_opinion"
    RULE_ON_OPINION = "rule_on_opinion"
    WITHDRAW_CONSULTATION = "withdraw_consultation"
    TELL_THIRD_PARTY = "tell_third_party"
    PRESUME_CONSENT = "presume_consent"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REJECT_EXTENSION = "reject_extension"
    SERVE_EXTENSION = "serve_extension"
    LIST_MATTERS = "list_matters"
    SPLIT_CASE = "split_case"
    ANSWER_TOGETHER = "answer_together"
    ANSWER_SEPARATELY = "answer_separately"
    RECORD_SEARCH = "record_search"
    DECIDE_MATTER = "decide_matter"
    SUBMIT_FOR_REVIEW = "submit_for_review"
    REVIEW = "review"
    RECORD_PAPER_APPROVAL = "record_paper_approval"
    SEND_BACK = "send_back"
    SIGN = "sign"
    CONCLUDE = "conclude"
    REPLY_ON_THE_SPOT = "reply_on_the_spot"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    SERVE_LETTER = "serve_letter"
    FOLLOW_UP_SERVICE = "follow_up_service"
    ARCHIVE = "archive"
    SORT_BY_TOPIC = "sort_by_topic"
    REGISTER_DISPUTE = "register_dispute"
    ANSWER_DISPUTE = "answer_dispute"
    RECORD_DISPUTE_RESULT = "record_dispute_result"
    REDO = "redo"
    VIEW_PERSONAL_DATA = "view_personal_data"
    REMOVE_IDENTITY_COPIES = "remove_identity_copies"
    REISSUE_QUERY_CODE = "reissue_query_code"
    IMPORT = "import_ledger"
    RECOMPUTE = "recompute"


@dataclass(frozen=True, slots=True)
class ActRule:
    """What an act is called, its article, and one line that says what it does."""

    name: str
    article: str
    effect: str


ACT_RULES: dict[Act, ActRule] = {
    Act.SUBMIT: ActRule("网上提交申请", regulation(29), "申请人通过网络平台提交"),
    Act.REGISTER: ActRule("登记申请", regulation(29), "登记并确定收到申请之日"),
    Act.CONFIRM_RECEIPT: ActRule("确认收件", regulation(31), "登记为正式办件，收到日按渠道确定"),
    Act.RECORD_CONFIRMATION: ActRule("登记双方确认", regulation(31), "与申请人确认之日为收到申请之日，期限自此起算"),
    Act.CHECK_IDENTITY: ActRule("身份核验", regulation(29, 2, 1), "登记所见证件、方式和结果"),
    Act.ASSIGN: ActRule("分办", regulation(45), "交承办科室和承办人；科室之间转办的，收到日不变，期限照常计算"),
    Act.CLAIM: ActRule("认领", regulation(45), "认领还没有承办人的办件，期限照常计算"),
    Act.RETURN_TO_DESK: ActRule("退回分办", regulation(45), "说明理由退回公开办重新分办，收到日不变，期限照常计算"),
    Act.ACCEPT: ActRule("受理", regulation(29), "身份已核、内容明确，转入办理"),
    Act.REQUEST_SUPPLEMENT: ActRule(
        "告知补正", regulation(30), "只能一次；7个工作日内送达的，期限自收到补正之日重新计算"
    ),
    Act.RECEIVE_SUPPLEMENT: ActRule(
        "收到补正", regulation(30), "7个工作日内告知的，答复期限自收到补正之日起重新计算；逾期告知的，仍按原期限"
    ),
    Act.ASK_REASONS: ActRule(
        "要求说明理由", regulation(35), "数量、频次明显超过合理范围的，可以要求说明理由；答复期限照常计算"
    ),
    Act.RECEIVE_REASONS: ActRule("登记说明的理由", regulation(35), "登记申请人说明的理由，或者期满没有说明"),
    Act.REVIEW_REASONS: ActRule("审查理由", regulation(35), "不合理的，告知不予处理；合理但无法按期的，可以延迟答复"),
    Act.SET_DELAY: ActRule("确定延迟答复期限", regulation(35), "由负责人确定合理期限，告知申请人以后才生效"),
    Act.SERVE_DELAY: ActRule("送达延迟答复告知", regulation(35), "在原期限届满前告知，答复期限为告知的日期"),
    Act.CHARGE_FEE: ActRule(
        "收取信息处理费", f"{regulation(42)}、{FEE_MEASURES}", "按件或者按量择一计算；自收到通知次日起20个工作日内缴费"
    ),
    Act.RECORD_FEE_DELIVERY: ActRule(
        "登记收费通知送达", f"{regulation(42)}、{FEE_MEASURES}", "缴费期限自申请人收到通知的次日起算"
    ),
    Act.RECEIVE_FEE: ActRule(
        "登记缴费", f"{regulation(42)}、{FEE_MEASURES}", "答复期限自完成缴费次日起重新计算；登记票据号"
    ),
    Act.CONSULT: ActRule("征求意见", regulation(32), "征求意见所需时间不计入答复期限，多个期间取并集"),
    Act.RECORD_DELIVERY: ActRule("登记征求意见送达", regulation(32), "对方自收到之日起15个工作日内提出意见"),
    Act.RECORD_OPINION: ActRule("登记意见", regulation(32), "收到意见次日恢复计算答复期限"),
    Act.RULE_ON_OPINION: ActRule(
        "对意见作出决定", regulation(32), "对方不同意或者逾期不答复的，由本机关自行判断，决定公开、部分公开或者不公开"
    ),
    Act.WITHDRAW_CONSULTATION: ActRule("撤回征求意见", regulation(32), "发错的征求意见书撤回，自始不停止计算答复期限"),
    Act.TELL_THIRD_PARTY: ActRule(
        "告知第三方决定公开", regulation(32), "不顾第三方反对决定公开的，先书面告知其公开的内容和理由，再送达答复"
    ),
    Act.PRESUME_CONSENT: ActRule("视为同意公开", regulation(34), "共同制作机关自收到之日起15个工作日未提出意见"),
    Act.REQUEST_EXTENSION: ActRule("申请延期", regulation(33, 2), "须政府信息公开工作机构负责人同意并告知申请人"),
    Act.APPROVE_EXTENSION: ActRule("同意延期", regulation(33, 2), "同意后告知申请人方才生效"),
    Act.REJECT_EXTENSION: ActRule("不同意延期", regulation(33, 2), "退回，原期限不变"),
    Act.SERVE_EXTENSION: ActRule("送达延期告知", regulation(33, 2), "在原期限届满前告知，期限延长"),
    Act.LIST_MATTERS: ActRule(
        "列出事项", regulation(29, 2, 2), "一件申请含多项内容的，逐项列出申请人的原话，每项都要有处理决定"
    ),
    Act.SPLIT_CASE: ActRule(
        "拆分申请", FEE_MEASURES, "一事一申请：拆出的每个事项另立一件，收到日和期限随原件，各计一件"
    ),
    Act.ANSWER_TOGETHER: ActRule(
        "合并办理", regulation(45), "内容相同的申请一起审查、分别答复：各件的编号、期限和年度报告计数不变"
    ),
    Act.ANSWER_SEPARATELY: ActRule("分开办理", regulation(45), "本件不再与其他申请合并办理，其余各件不变"),
    Act.RECORD_SEARCH: ActRule(
        "登记检索记录", regulation(36, item=4), "在哪里、用什么词、由谁检索，结果如何；信息不存在须以此证明"
    ),
    Act.DECIDE_MATTER: ActRule("拟定事项决定", regulation(36), "为一个事项选定决定码、写明理由；全部拟定后送审"),
    Act.SUBMIT_FOR_REVIEW: ActRule("送审答复", regulation(36), "选定决定码，材料齐备后送审"),
    Act.REVIEW: ActRule("审核", regulation(45), "在审批链的本环节提出意见，同意后转下一环节；保密审查只登记结论"),
    Act.RECORD_PAPER_APPROVAL: ActRule(
        "登记纸质签批", regulation(45), "呈批单上的签批连同扫描件和日期登记，效力与系统内审签相同"
    ),
    Act.SEND_BACK: ActRule("退回", regulation(45), "说明理由，退回承办人"),
    Act.SIGN: ActRule("签发", regulation(45), "作出处理决定，以签发之日计入年度报告"),
    Act.CONCLUDE: ActRule("送达答复", regulation(33), "邮寄看交邮日，当面看签收日；送达即办结"),
    Act.REPLY_ON_THE_SPOT: ActRule("当场答复", regulation(33, 1), "能够当场答复的，当场答复"),
    Act.LAPSE: ActRule(
        "视为放弃",
        f"{regulation(30)}、{regulation(42)}",
        "无正当理由逾期不补正，或者逾期不缴费，由人确认后不再处理",
    ),
    Act.WITHDRAW: ActRule("登记撤回", "申请人自愿撤回", "终止办理，年报计入其他处理"),
    Act.SERVE_LETTER: ActRule(
        "登记文书送达", SERVICE_LETTER, "登记其他文书的送达，或者退件以后的再次送达；按期与否看第一次送达"
    ),
    Act.FOLLOW_UP_SERVICE: ActRule(
        "登记送达后续", SERVICE_LETTER, "邮件签收、退回或者送达争议，与原登记并存，不改动原登记"
    ),
    Act.ARCHIVE: ActRule("归档", regulation(45), "整理案卷，归档保存"),
    Act.SORT_BY_TOPIC: ActRule("主题分类", regulation(45), "用于本机关的统计、台账和查找，不影响期限和年度报告"),
    Act.REGISTER_DISPUTE: ActRule(
        "登记复议诉讼", regulation(51), "登记收到的行政复议、行政诉讼材料，答复举证期限自收到之日起算"
    ),
    Act.ANSWER_DISPUTE: ActRule(
        "登记答复举证",
        f"{RECONSIDERATION_LAW.cite(48)}、{LITIGATION_LAW.cite(67)}",
        "登记本机关提交答复书、答辩状和证据的日期",
    ),
    Act.RECORD_DISPUTE_RESULT: ActRule(
        "登记复议诉讼结果", regulation(51), "登记决定或者判决的结果，计入年度报告表四；须重新处理的，写明理由和期限"
    ),
    Act.REDO: ActRule(
        "重新办理",
        f"{RECONSIDERATION_LAW.cite(64)}、{LITIGATION_LAW.cite(70)}",
        "原答复留存，按复议决定或者判决另行计算期限重新处理，不重复计入年度报告表三",
    ),
    Act.VIEW_PERSONAL_DATA: ActRule(
        "查看完整个人信息", "个人信息保护法第五十一条", "写明理由后显示证件号码、电话等，查看人、项目和理由记录在案"
    ),
    Act.REMOVE_IDENTITY_COPIES: ActRule(
        "删除证件复印件", "个人信息保护法第四十七条", "办结满本机关设定的期限，证件复印件自动删除"
    ),
    Act.REISSUE_QUERY_CODE: ActRule(
        "补发查询码",
        "个人信息保护法第五十一条",
        "核对申请人身份后当面补发，原查询码同时失效；核对的证件、方式和经手人记录在案，查询码本身不留存",
    ),
    Act.IMPORT: ActRule("导入台账", regulation(45), "以往年度已办结的申请由原台账导入，保留原登记号"),
    Act.RECOMPUTE: ActRule("期限重算", HOLIDAY_NOTICE, "放假安排变更，期限按新的日历重新计算"),
}
