"""程序性文书: the text of every procedural letter, written by hand from law.md 6.2 and the articles it cites."""

from dataclasses import replace

import pytest

from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from casework.law.letters.compose import compose
from casework.law.letters.facts import ServiceWords
from casework.law.letters.kinds import LETTER_KINDS
from tests.law.letter_facts import EXTENSION, FEE, PLAIN, REASONS, SUPPLEMENT, THIRD_PARTY, facts
from tests.law.reading import day

REGULATION = "《中华人民共和国政府信息公开条例》"
RECEIVED = "本机关于2026年3月2日收到您当面提交的政府信息公开申请（登记编号：某审2026-0001）。"
REQUEST = "您申请公开的内容为：“2024年某地块土地征收补偿方案”。"
CONTACT = "联系人：李经办　联系电话：0533-1234567　地址：某市和平路1号"
CO_PRODUCER = replace(
    THIRD_PARTY, kind=ConsultationKind.CO_PRODUCER, addressee="某市自然资源局", about="联合印发的方案"
)
OTHER = replace(CO_PRODUCER, kind=ConsultationKind.OTHER_AGENCY)

LETTERS = {
    "receipt": (
        PLAIN, {}, "某市行政审批服务局政府信息公开申请登记回执", "赵某某：",
        [
            RECEIVED, REQUEST,
            f"根据{REGULATION}第二十九条、第三十一条、第三十三条第二款的规定，本机关已予登记，"
            "将自收到申请之日起20个工作日内（即2026年3月30日前）予以答复；"
            "依法需要补正、征求意见或者延长答复期限的，另行告知您。",
        ],
    ),
    "supplement_notice": (
        facts(supplement=SUPPLEMENT), {}, "某市行政审批服务局政府信息公开申请补正告知书", "赵某某：",
        [
            RECEIVED, REQUEST, "经审查，申请内容不明确，需要补正下列事项：",
            "1.未写明地块的名称或者坐落", "2.未附身份证明", "补正指引：请写明地块所在乡镇街道。",
            f"根据{REGULATION}第三十条的规定，请您于2026年3月26日前将补正材料提交本机关。"
            "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。",
            "答复期限自本机关收到补正材料之日起计算。",
        ],
    ),
    "reasons_notice": (
        facts(reasons=REASONS), {}, "某市行政审批服务局政府信息公开申请说明理由告知书", "赵某某：",
        [
            RECEIVED,
            "经查，自2026年1月5日至2026年2月28日，您共向本机关提出政府信息公开申请46件，数量、频次明显超过合理范围。",
            f"根据{REGULATION}第三十五条的规定，请您于2026年3月20日前向本机关书面说明理由。"
            "需要说明的事项：申请上述信息的合理需要。",
            "本机关认为申请理由不合理的，将告知不予处理；认为申请理由合理，但是无法在规定的期限内答复的，"
            "可以确定延迟答复的合理期限并告知。",
        ],
    ),
    "delay_notice": (
        facts(reasons=REASONS), {}, "某市行政审批服务局政府信息公开申请延迟答复告知书", "赵某某：",
        [
            RECEIVED + "因您申请的数量、频次明显超过合理范围，本机关于2026年3月6日要求您说明理由，"
            "于2026年3月18日收到您的说明。原答复期限至2026年3月30日。", REQUEST,
            "经审查，您的申请理由合理，但是本机关无法在规定的期限内答复：涉及的档案数量较多。",
            f"根据{REGULATION}第三十五条的规定，本机关确定延迟至2026年6月30日前答复。特此告知您。",
        ],
    ),
    "extension_notice": (
        facts(extension=EXTENSION), {}, "某市行政审批服务局政府信息公开申请延期答复告知书", "赵某某：",
        [
            RECEIVED + "原答复期限至2026年4月24日。", REQUEST,
            "因下列原因，本机关不能在上述期限内答复：需要核对的档案数量较多。",
            f"根据{REGULATION}第三十三条第二款的规定，经本机关政府信息公开工作机构负责人同意，"
            "答复期限延长20个工作日，延长至2026年5月25日。特此告知您。",
        ],
    ),
    "third_party_inquiry": (
        facts(consultations=(THIRD_PARTY,)), {}, "某市行政审批服务局政府信息公开征求第三方意见书", "某某置业有限公司：",
        [
            "本机关收到政府信息公开申请，申请公开的信息涉及你方，公开可能损害你方合法权益。",
            "拟公开的信息及其涉及你方权益的部分：补偿协议中的评估价格",
            f"根据{REGULATION}第十五条、第三十二条的规定，现书面征求你方意见。请你方自收到本意见书之日起15个工作日内，"
            "将是否同意公开的意见填入所附第三方意见书，签名或者盖章后送交本机关；不同意公开的，请说明理由。",
            "逾期未提出意见的，由本机关依照上述条例的规定决定是否公开。你方不同意公开且有合理理由的，不予公开；"
            "本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，并将决定公开的政府信息内容和理由书面告知你方。",
        ],
    ),
    "consultation_notice": (
        facts(consultations=(THIRD_PARTY,)), {}, "某市行政审批服务局政府信息公开征求意见告知书", "赵某某：",
        [
            RECEIVED, REQUEST,
            f"因您申请公开的信息可能损害第三方合法权益，根据{REGULATION}第三十二条的规定，"
            f"本机关已于2026年3月23日书面征求第三方意见。根据{REGULATION}第三十三条第三款的规定，"
            "征求意见所需时间不计算在答复期限内。特此告知您。",
        ],
    ),
    "disclosure_notice": (
        facts(consultations=(THIRD_PARTY,), decided_on=day("2026-04-20")),
        {"disclosed": "补偿协议第3页评估价格"},
        "某市行政审批服务局政府信息公开决定告知书", "某某置业有限公司：",
        [
            "就政府信息公开申请涉及你方的信息，本机关于2026年3月23日书面征求你方意见，于2026年4月2日收到你方意见。"
            "你方提出：涉及本公司商业秘密。",
            f"经审查，本机关认为不公开可能对公共利益造成重大影响。根据{REGULATION}第十五条、第三十二条的规定，本机关决定予以公开。",
            "决定公开的内容：补偿协议第3页评估价格。", "决定公开的理由：涉及公共资金的使用。",
            "你方如不服本决定，可以自收到本告知书之日起60日内向某市人民政府申请行政复议，"
            "或者自收到本告知书之日起6个月内向某市某区人民法院提起行政诉讼。",
        ],
    ),
    "co_producer_inquiry": (
        facts(consultations=(CO_PRODUCER,)), {}, "某市行政审批服务局关于征求政府信息公开意见的函", "某市自然资源局：",
        [
            "我机关收到政府信息公开申请，申请公开的信息由我机关牵头、与贵机关共同制作。",
            "征求意见的信息：联合印发的方案",
            f"根据{REGULATION}第三十四条的规定，现征求贵机关意见。请贵机关自收到本函之日起15个工作日内"
            "书面提出是否同意公开的意见，不同意公开的请说明理由和依据；逾期未提出意见的，视为同意公开。",
        ],
    ),
    "other_agency_inquiry": (
        facts(consultations=(OTHER,)), {}, "某市行政审批服务局关于征求政府信息公开意见的函", "某市自然资源局：",
        [
            "我机关收到政府信息公开申请，申请公开的信息涉及贵机关。", "征求意见的信息：联合印发的方案",
            f"根据{REGULATION}第十一条的规定，现与贵机关协商、确认，请贵机关就上述信息是否可以公开、内容是否准确"
            "书面提出意见，并说明理由和依据。",
        ],
    ),
    "assistance_request": (
        PLAIN, {"addressee": "某区档案馆", "task": "2024年某地块补偿方案原件", "answer_by": "2026年3月9日前"},
        "某市行政审批服务局关于协助办理政府信息公开申请的函", "某区档案馆：",
        [
            "我机关正在办理政府信息公开申请，需要你单位协助查找有关信息。", "协查事项：2024年某地块补偿方案原件。",
            "请你单位于2026年3月9日前书面反馈有无上述信息，有的请一并提供，没有的请说明检索情况。",
        ],
    ),
    "fee_notice": (
        facts(fee=FEE), {}, "某市行政审批服务局政府信息公开信息处理费收费通知书", "赵某某：",
        [
            RECEIVED,
            f"您申请公开政府信息的数量、频次明显超过合理范围。根据{REGULATION}第四十二条和"
            "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，本机关决定收取信息处理费。",
            "计收方式：按量计收。数量：44页。", "计算过程：30页以内不收费；第31页至第44页共14页，每页10元，计140元。",
            "应缴信息处理费共计140元。缴纳方式：凭缴款识别码通过银行缴款。",
            "请您自收到本通知次日起20个工作日内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。",
            f"您对收费有异议的，可以在缴费期满后，就本机关不再处理申请的行为依照{REGULATION}第五十一条的规定"
            "投诉、举报，申请行政复议或者提起行政诉讼。",
        ],
    ),
}  # fmt: skip
FORMS = {
    "application_form", "registration_form", "third_party_opinion", "secrecy_review", "approval_sheet",
    "service_receipt", "process_sheet",
}  # fmt: skip


@pytest.mark.parametrize("kind", LETTERS)
def test_the_letter_reads(kind):
    case, free, title, addressee, body = LETTERS[kind]
    letter = compose(kind, case, free=free, about=7, number="某审公〔2026〕1号", dated_on=day("2026-03-03"))
    assert (letter.title, letter.number, letter.addressee) == (title, "某审公〔2026〕1号", addressee)
    assert letter.body.splitlines() == [*body, CONTACT]


def test_every_procedural_kind_is_here_as_a_letter_or_as_a_form():
    assert set(LETTERS) | FORMS == {key for key, kind in LETTER_KINDS.items() if not kind.is_reply}


@pytest.mark.parametrize("kind", set(LETTERS) - {"disclosure_notice", "fee_notice"})
def test_a_procedural_letter_names_no_remedy(kind):
    """国办函〔2021〕132号: supplement, extension and the like cannot be taken to reconsideration by themselves."""
    case, free, *_ = LETTERS[kind]
    body = compose(kind, case, free=free, about=7).body
    assert "行政复议" not in body and "行政诉讼" not in body


@pytest.mark.parametrize("kind", ["third_party_inquiry", "co_producer_inquiry", "other_agency_inquiry"])
def test_whom_others_are_not_told_of(kind):
    case, free, *_ = LETTERS[kind]
    letter = compose(kind, case, free=free, about=7)
    said = letter.body + letter.addressee + str(letter.slip)
    assert "赵某某" not in said and "13800000000" not in said


BLANK = "　　　　年　　月　　日"
SIGNED = f"\n签名：　　　　　　　　{BLANK}"
# kind -> title and every row in its order
FORM_ROWS = {
    "application_form": (
        "政府信息公开申请表",
        [("申请人姓名或者名称", "赵某某"), ("身份证明", "居民身份证"), ("联系方式", "13800000000　某市某路2号"),
         ("所需政府信息的内容描述", "2024年某地块土地征收补偿方案"), ("获取信息的方式和载体", "纸质"),
         ("提交方式", "当面提交"), ("提交日期", "2026年3月2日"), ("申请人签名或者盖章", "")],
    ),
    "registration_form": (
        "政府信息公开申请登记表",
        [("登记编号", "某审2026-0001"), ("申请人", "赵某某"), ("提交方式", "当面提交"), ("提交（寄出）日期", "2026年3月2日"),
         ("签收日期", "—"), ("双方确认日期", "—"), ("收到申请之日", "2026年3月2日"), ("答复期限", "2026年3月30日"),
         ("身份核验", "居民身份证，身份相符"), ("申请内容", "2024年某地块土地征收补偿方案"),
         ("承办科室、承办人", "审批一科　李经办")],
    ),
    "third_party_opinion": (
        "政府信息公开第三方意见书",
        [("第三方", "某某置业有限公司"), ("征求意见的信息", "补偿协议中的评估价格"), ("收到征求意见书日期", "2026年3月24日"),
         ("意见（请勾选）", "□ 同意公开　　□ 部分同意公开　　□ 不同意公开"), ("同意公开的部分", ""),
         ("不同意公开的理由", ""), ("签名或者盖章", "\n　　　　　　　　　　年　　月　　日")],
    ),
    "secrecy_review": (
        "政府信息公开保密审查表",
        [("登记编号", "某审2026-0001"), ("拟公开的信息", "土地征收补偿方案"), ("承办科室意见", SIGNED),
         ("保密审查结论", "□ 不涉密　　□ 涉密　　□ 不能确定，报主管部门或者保密行政管理部门确定"),
         ("保密审查机构意见", SIGNED), ("负责人意见", SIGNED)],
    ),
    "approval_sheet": (
        "政府信息公开申请答复呈批单",
        [("登记编号", "某审2026-0001"), ("申请人", "赵**"), ("收到申请之日", "2026年3月2日"),
         ("答复期限", "2026年3月30日"), ("承办科室", "审批一科"), ("拟稿人", "李经办"),
         ("申请内容", "2024年某地块土地征收补偿方案"), ("拟办意见", ""), ("文号", "")],
    ),
    # 民事诉讼法第八十七条至第九十一条: a blank one has room for every element.
    "service_receipt": (
        "送达回证",
        [("送达文书名称及编号", ""), ("登记编号", "某审2026-0001"), ("受送达人", "赵某某"),
         ("送达方式", "□ 直接送达　□ 委托送达　□ 邮政寄送　□ 电子送达"), ("送达地点", "某市某路2号"),
         ("受委托的行政机关", ""), ("签收人", ""), ("与受送达人的关系", ""), ("所见证件", ""), ("签收日期", BLANK),
         ("拒收事由和日期", ""), ("见证人", ""), ("邮寄单号", ""), ("交邮日期", BLANK), ("电子到达日期和凭证", ""),
         ("送达人", ""), ("备注", ""), ("受送达人签名或者盖章", BLANK)],
    ),
    "process_sheet": (
        "政府信息公开申请办理流程单",
        [("登记编号", "某审2026-0001"), ("申请人", "赵某某"), ("承办科室、承办人", "审批一科　李经办"),
         ("收到申请", "2026年3月2日"), ("征求某某置业有限公司意见", "2026年3月23日发出，2026年4月2日收到意见"),
         ("作出决定", BLANK), ("答复期限", "2026年3月30日"), ("经办人签名", SIGNED)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORM_ROWS)
def test_the_form_shows(kind):
    title, rows = FORM_ROWS[kind]
    slip = compose(kind, facts(consultations=(THIRD_PARTY,)), about=7 if kind == "third_party_opinion" else None).slip
    assert (slip.title, [(row.label, row.value) for row in slip.rows]) == (title, rows)


def test_a_receipt_of_a_refusal_before_witnesses_shows_what_happened_and_leaves_out_the_post():
    refused = ServiceWords(
        3, "补正告知书", "当面送达", number="某审公补〔2026〕1号", whom="赵某某", place="某市某路2号",
        refused_because="不在家，家属拒收", refused_on=day("2026-03-06"), witnesses="居委会王某", recorded_by="李经办",
    )  # fmt: skip
    slip = compose("service_receipt", facts(services=(refused,)), about=3).slip
    assert [(row.label, row.value) for row in slip.rows] == [
        ("送达文书名称及编号", "补正告知书（某审公补〔2026〕1号）"), ("登记编号", "某审2026-0001"), ("受送达人", "赵某某"),
        ("送达方式", "当面送达"), ("送达地点", "某市某路2号"), ("签收人", ""), ("与受送达人的关系", ""), ("签收日期", ""),
        ("拒收事由和日期", "不在家，家属拒收（2026年3月6日）"), ("见证人", "居委会王某"), ("送达人", "李经办"), ("备注", ""),
        ("受送达人签名或者盖章", BLANK),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("supplement_notice", "letter_without_supplement"),
        ("extension_notice", "letter_without_extension"),
        ("fee_notice", "letter_without_fee"),
        ("third_party_inquiry", "letter_without_consultation"),
        ("reasons_notice", "letter_without_reasons"),
        ("delay_notice", "letter_without_delay"),
        ("assistance_request", "free_part_missing"),
        ("no_such_letter", "letter_kind_unknown"),
    ],
)
def test_a_letter_about_what_did_not_happen_is_refused(kind, code):
    with pytest.raises(Refused) as refusal:
        compose(kind, PLAIN)
    assert refusal.value.code == code


def test_no_third_party_is_told_of_a_disclosure_that_nobody_weighed():
    """Art. 32: the reason is the one recorded with the decision, and none is typed in its place."""
    unweighed = replace(THIRD_PARTY, public_interest=" ")
    case = facts(consultations=(unweighed,), decided_on=day("2026-04-20"))
    with pytest.raises(Refused) as refusal:
        compose("disclosure_notice", case, free={"disclosed": "评估价格"}, about=7)
    assert refusal.value.code == "letter_without_public_interest" and "某某置业有限公司" in refusal.value.sentence


def test_the_inquiry_to_a_third_party_is_not_made_for_another_agency():
    with pytest.raises(Refused):
        compose("third_party_inquiry", facts(consultations=(CO_PRODUCER,)), about=7)
