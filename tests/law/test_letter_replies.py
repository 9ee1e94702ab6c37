"""答复书: the text of a reply for every decision code, written by hand from the Regulation and law.md 6.2, 6.3."""

from dataclasses import replace

import pytest

from casework.law.errors import Refused
from casework.law.letters.compose import compose
from casework.law.letters.facts import ApplicantWords, MatterWords
from casework.law.letters.kinds import reply_kind
from casework.law.outcomes import CODES
from tests.law.letter_facts import EXTENSION, FEE, PLAIN, REASONS, SUPPLEMENT, THIRD_PARTY, ZHAO, decided, facts
from tests.law.reading import day

REGULATION = "《中华人民共和国政府信息公开条例》"
CHOICE = (
    "您如不服{0}，可以自收到{0}之日起60日内向某市人民政府申请行政复议，"
    "或者自收到{0}之日起6个月内向某市某区人民法院提起行政诉讼。"
)
R2, R2_TOLD = CHOICE.format("本答复书"), CHOICE.format("本告知书")
R1 = (
    "您如不服本答复书，应当依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，自收到本答复书之日起60日内"
    "先向某市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
)
REPLY, TOLD = "某市行政审批服务局政府信息公开申请答复书", "某市行政审批服务局政府信息公开申请告知书"
NO_LONGER = "某市行政审批服务局政府信息公开申请不再处理告知书"

# code -> (evidence, title, decision, remedy)
EXPECTED = {
    "G1": (
        {"published_where": "https://www.example.gov.cn/zwgk 栏目“征地信息”"}, REPLY,
        f"您申请公开的信息属于本机关已经主动公开的政府信息。根据{REGULATION}第三十六条第一项的规定，"
        "现告知您获取该信息的方式和途径：https://www.example.gov.cn/zwgk 栏目“征地信息”。", R2,
    ),
    "G2": (
        {"provided_files": "《补偿方案》复印件1份12页，随本答复书寄送"}, REPLY,
        f"根据{REGULATION}第三十六条第二项的规定，本机关决定对您申请公开的信息予以公开。"
        "提供的文件、形式和时间：《补偿方案》复印件1份12页，随本答复书寄送。", R2,
    ),
    "P1": (
        {"provided_files": "补偿协议复印件1份", "withheld_list": "第3页评估价格，属于商业秘密"}, REPLY,
        "您申请公开的信息中含有不应当公开的内容，能够作区分处理。"
        f"根据{REGULATION}第三十七条、第十五条、第三十二条、第三十六条第三项的规定，本机关决定予以部分公开。"
        "提供的文件、形式和时间：补偿协议复印件1份。不予提供的内容及理由：第3页评估价格，属于商业秘密。", R1,
    ),
    "N1": (
        {"secrecy_basis": "机密，定密依据某字第1号"}, REPLY,
        "您申请公开的信息属于依法确定为国家秘密的政府信息。"
        f"根据{REGULATION}第十四条、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N2": (
        {"statute": "《中华人民共和国统计法》第九条"}, REPLY,
        "您申请公开的信息属于法律、行政法规禁止公开的政府信息。具体依据：《中华人民共和国统计法》第九条。"
        f"根据{REGULATION}第十四条、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N3": (
        {"harm": "含有水源地安防布点"}, REPLY,
        "您申请公开的信息公开后可能危及国家安全、公共安全、经济安全、社会稳定。理由：含有水源地安防布点。"
        f"根据{REGULATION}第十四条、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N4": (
        {"third_party_opinion": "第三方不同意公开，理由成立"}, REPLY,
        "您申请公开的信息涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害。第三方不同意公开，理由成立。"
        f"根据{REGULATION}第十五条、第三十二条、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N5": (
        {"internal_kind": "内部工作流程", "discretion": "公开无助于公共利益"}, REPLY,
        "您申请公开的信息属于行政机关的内部事务信息。所属类别：内部工作流程。不予公开的理由：公开无助于公共利益。"
        f"根据{REGULATION}第十六条第一款、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N6": (
        {"process_kind": "过程稿", "discretion": "尚未定稿"}, REPLY,
        "您申请公开的信息属于行政机关在履行行政管理职能过程中形成的过程性信息。所属类别：过程稿。不予公开的理由：尚未定稿。"
        f"根据{REGULATION}第十六条第二款、第三十六条第三项的规定，本机关决定不予公开。", R1,
    ),
    "N7": (
        {"case_file_guidance": "凭身份证到执法大队查阅", "discretion": "影响执法"}, REPLY,
        "您申请公开的信息属于行政执法案卷信息。不予公开的理由：影响执法。"
        f"根据{REGULATION}第十六条第二款、第三十六条第三项的规定，本机关决定不予公开。"
        "当事人查阅案卷的办法：凭身份证到执法大队查阅。", R1,
    ),
    "N8": (
        {"special_rule": "《不动产登记暂行条例》，到不动产登记中心查询"}, REPLY,
        "您申请公开的信息属于有关法律、行政法规对信息的获取有特别规定的事项。"
        f"根据{REGULATION}第三十六条第七项的规定，请依照下列规定办理：《不动产登记暂行条例》，到不动产登记中心查询。", R2,
    ),
    "U1": (
        {"search_record": "2026年3月9日检索档案室和办公系统，关键词“补偿方案”，未检索到"}, REPLY,
        "经检索，本机关没有您申请公开的信息，该信息不存在。"
        "检索情况：2026年3月9日检索档案室和办公系统，关键词“补偿方案”，未检索到。"
        f"根据{REGULATION}第三十六条第四项的规定，现告知您该政府信息不存在。", R2,
    ),
    "U2": (
        {"responsible_agency": "由某市自然资源局制作，电话0533-7654321"}, REPLY,
        f"您申请公开的信息不属于本机关负责公开。根据{REGULATION}第三十六条第五项的规定，"
        "现将理由和负责公开该信息的行政机关告知您：由某市自然资源局制作，电话0533-7654321。", R2,
    ),
    "U3": (
        {"processing_needed": "需要从12个年度的台账中重新汇总"}, REPLY,
        "本机关没有您申请公开的信息的现成信息，需要对现有政府信息进行加工、分析。情况说明：需要从12个年度的台账中重新汇总。"
        f"根据{REGULATION}第三十八条的规定，本机关不予提供。", R2,
    ),
    "U4": (
        {"supplement_exchange": "补正后仍未写明地块"}, REPLY,
        "经补正，您的申请内容仍不明确。情况说明：补正后仍未写明地块。"
        f"根据{REGULATION}第三十条的规定，本机关无法提供。", R2,
    ),
    "X1": (
        {"petition_channel": "某市信访局，电话12345"}, TOLD,
        f"您以政府信息公开申请的形式进行信访、投诉、举报等活动。根据{REGULATION}第三十九条第一款的规定，"
        "本机关不作为政府信息公开申请处理。您可以通过下列渠道提出：某市信访局，电话12345。", R2_TOLD,
    ),
    "X2": (
        {"earlier_reply": "某审公复〔2025〕8号，2025年6月3日"}, TOLD,
        "您的申请与此前的申请内容相同，本机关已经作出答复：某审公复〔2025〕8号，2025年6月3日。"
        f"根据{REGULATION}第三十六条第六项的规定，本机关不予重复处理。", R2_TOLD,
    ),
    "X3": (
        {"publication_source": "《某市年鉴》，新华书店有售"}, TOLD,
        f"您申请提供的是政府公报、报刊、书籍等公开出版物。根据{REGULATION}第三十九条第二款的规定，"
        "现告知您获取的途径：《某市年鉴》，新华书店有售。", R2_TOLD,
    ),
    "X4": (
        {"reasons_review": "所述理由与所申请的信息无关"}, TOLD,
        "您申请公开政府信息的数量、频次明显超过合理范围，且说明的理由不合理。审查意见：所述理由与所申请的信息无关。"
        f"根据{REGULATION}第三十五条的规定，本机关不予处理。", R2_TOLD,
    ),
    "X5": (
        {"earlier_provision": "2025年6月3日已寄送复印件"}, TOLD,
        "您要求本机关对已经获取的政府信息进行确认或者重新出具。原提供情况：2025年6月3日已寄送复印件。"
        "该事项不属于应当按照政府信息公开申请处理的事项，本机关不予处理。", R2_TOLD,
    ),
    "O1": (
        {"justification_review": "未说明理由"}, NO_LONGER,
        "您未在补正期限内补正，且无正当理由。审查意见：未说明理由。"
        f"根据{REGULATION}第三十条的规定，视为您放弃申请，本机关不再处理该政府信息公开申请。", R2_TOLD,
    ),
    "O2": (
        {"fee_service_proof": "EMS XA12345678937，2026年6月15日签收"}, NO_LONGER,
        "您未在规定期限内缴纳信息处理费。通知送达情况：EMS XA12345678937，2026年6月15日签收。"
        f"根据{REGULATION}第四十二条、《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
        "视为您放弃申请，本机关不再处理该政府信息公开申请。", R2_TOLD,
    ),
    "O3": (
        {"withdrawal_letter": "撤回书"}, "某市行政审批服务局政府信息公开申请终止办理告知书",
        "您已撤回该政府信息公开申请，本机关终止办理。", "",
    ),
    "O4": (
        {"guidance": "该材料为党务信息，请向某市委办公室咨询"}, TOLD,
        "您申请公开的信息不属于应当按照政府信息公开申请处理的事项。理由和办理指引：该材料为党务信息，请向某市委办公室咨询。"
        f"根据{REGULATION}第二条的规定，本机关对该事项不予处理。", R2_TOLD,
    ),
    "C1": (
        {"rectification_proof": "经核对户籍底册，已将出生年份更正为1968年"}, "某市行政审批服务局政府信息更正申请处理告知书",
        "您认为本机关保存的与自身相关的政府信息记录不准确，要求更正。核实及处理结果：经核对户籍底册，已将出生年份更正为1968年。"
        f"根据{REGULATION}第四十一条的规定，现将上述处理结果告知您。", R2_TOLD,
    ),
}  # fmt: skip


def test_every_decision_code_has_its_letter():
    assert set(EXPECTED) == set(CODES)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_reply_by_this_code_reads(code):
    evidence, title, decision, remedy = EXPECTED[code]
    grounds = ("N4",) if code == "P1" else ()
    case = decided(code, findings="经查，情况如下。", grounds=grounds, **evidence)
    letter = compose(reply_kind(code), case, dated_on=case.decided_on)
    assert letter.title == title
    assert letter.number == "某审公复〔2026〕1号"
    assert letter.addressee == "赵某某："
    assert letter.section("facts") == (
        "本机关于2026年3月2日收到您当面提交的政府信息公开申请（登记编号：某审2026-0001）。"
    )
    assert letter.section("request") == "您申请公开的内容为：“2024年某地块土地征收补偿方案”。"
    assert letter.section("findings") == "经查，情况如下。"
    assert letter.section("decision") == decision
    assert letter.section("remedy") == remedy
    assert letter.section("closing") == "联系人：李经办　联系电话：0533-1234567　地址：某市和平路1号"
    assert (letter.signature, letter.dated_on) == ("某市行政审批服务局", day("2026-03-10"))


def test_a_secret_is_never_explained_to_the_outside():
    letter = compose(reply_kind("N1"), decided("N1", secrecy_basis="机密，定密依据某字第1号"))
    assert "某字第1号" not in letter.body


def test_the_facts_paragraph_tells_everything_that_happened_in_order():
    case = decided("G2", on="2026-07-20", provided_files="复印件")
    full = replace(
        case, supplement=SUPPLEMENT, reasons=REASONS, consultations=(THIRD_PARTY,), extension=EXTENSION, fee=FEE
    )
    assert compose("reply_G2", full).section("facts") == (
        "本机关于2026年3月2日收到您当面提交的政府信息公开申请（登记编号：某审2026-0001）。"
        "因申请内容不明确，本机关于2026年3月5日告知您补正，于2026年3月20日收到您的补正材料。"
        "因您申请的数量、频次明显超过合理范围，本机关于2026年3月6日要求您说明理由，于2026年3月18日收到您的说明。"
        "本机关于2026年3月25日告知您延迟至2026年6月30日前答复。"
        "因处理申请需要，本机关于2026年3月23日书面征求第三方意见，于2026年4月2日收到意见，所需时间不计算在答复期限内。"
        "经政府信息公开工作机构负责人同意，答复期限延长20个工作日，本机关于2026年4月10日告知您。"
        "本机关于2026年6月15日通知您缴纳信息处理费140元，您于2026年7月1日缴纳。"
    )


def test_several_matters_stand_in_one_letter_each_under_its_heading_with_its_own_remedy():
    matters = (
        MatterWords("补偿方案", "G2", {"provided_files": "复印件1份"}, "经查，方案由本机关制作。"),
        MatterWords("会议讨论记录", "N6", {"process_kind": "讨论记录", "discretion": "影响坦率讨论"}),
        MatterWords("评估报告", "U1", {"search_record": "检索档案室，未检索到"}),
    )
    letter = compose(
        "reply_G2", facts(matters=matters, decided_on=day("2026-03-10"), reply_number="某审公复〔2026〕1号")
    )
    assert letter.title == REPLY
    assert letter.section("findings") == ""
    assert letter.section("decision").splitlines() == [
        "经审查，本机关对您申请的3项内容分别处理如下：",
        "一、关于“补偿方案”",
        "经查，方案由本机关制作。",
        f"根据{REGULATION}第三十六条第二项的规定，本机关决定对您申请公开的该项信息予以公开。提供的文件、形式和时间：复印件1份。",
        "二、关于“会议讨论记录”",
        "您申请公开的该项信息属于行政机关在履行行政管理职能过程中形成的过程性信息。所属类别：讨论记录。"
        f"不予公开的理由：影响坦率讨论。根据{REGULATION}第十六条第二款、第三十六条第三项的规定，本机关决定不予公开。",
        "三、关于“评估报告”",
        "经检索，本机关没有您申请公开的该项信息，该信息不存在。检索情况：检索档案室，未检索到。"
        f"根据{REGULATION}第三十六条第四项的规定，现告知您该政府信息不存在。",
    ]
    assert [line.text for line in letter.sections["decision"] if line.heading] == [
        "一、关于“补偿方案”", "二、关于“会议讨论记录”", "三、关于“评估报告”",
    ]  # fmt: skip
    assert letter.section("remedy").splitlines() == [
        "您如不服本答复书第二项的处理决定，应当依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，"
        "自收到本答复书之日起60日内先向某市人民政府申请行政复议；对行政复议决定不服的，"
        "可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。",
        "您如不服本答复书第一项、第三项的处理决定，可以自收到本答复书之日起60日内向某市人民政府申请行政复议，"
        "或者自收到本答复书之日起6个月内向某市某区人民法院提起行政诉讼。",
    ]


@pytest.mark.parametrize(
    ("applicants", "you", "names"),
    [
        ((ApplicantWords("某某置业有限公司", natural=False),), "你单位", "某某置业有限公司："),
        ((ZHAO, ApplicantWords("钱某某")), "你们", "赵某某、钱某某："),
    ],
)
def test_the_letter_speaks_to_an_organisation_and_to_several_as_is_proper(applicants, you, names):
    letter = compose("receipt", facts(applicants=applicants))
    assert letter.addressee == names
    assert letter.section("facts").startswith(f"本机关于2026年3月2日收到{you}当面提交的政府信息公开申请")


def test_the_request_is_quoted_paragraph_by_paragraph_in_the_applicants_words():
    letter = compose("receipt", facts(content="一、补偿方案\n\n二、听证记录"))
    assert letter.section("request").splitlines() == ["您申请公开的内容为：", "“一、补偿方案", "二、听证记录”"]


def test_a_reply_without_a_decision_is_refused():
    with pytest.raises(Refused) as refusal:
        compose("reply_G2", PLAIN)
    assert refusal.value.code == "letter_without_decision_code"
