"""What an applicant is told about personal data before giving any (个人信息保护法第十七条)."""

from __future__ import annotations

from casework.models.agency import Agency


def privacy_notice(agency: Agency) -> dict[str, str]:
    """Return who handles the data, for what, which, how long, how it is protected, and the applicant's rights."""
    how = f"，联系电话{agency.telephone}" if agency.telephone else ""
    where = f"，联系地址{agency.address}" if agency.address else ""
    return {
        "controller": f"{agency.name}{how}{where}。",
        "purpose": "办理您的政府信息公开申请：核对身份、与您联系、送达答复、归档和统计。依照条例第二十九条收集，不作他用。",
        "kinds": "姓名或者名称、证件类型和号码、联系方式、申请内容和您上传的材料，其中证件号码属于敏感个人信息；不收集申请用途。",
        "kept_for": (
            f"随案卷归档保存{agency.switches.retention_years}年，期满依照档案管理规定处理。{_copies(agency)}"
            "没有提交的内容在停止填写12小时后失效。"
        ),
        "protection": "证件号码、电话、电子邮箱、通信地址和上传的材料加密保存；工作人员查看完整内容须有理由并留有记录。",
        "rights": (
            f"您可以向本机关{'（联系方式见上）' if how or where else ''}请求查阅、复制、更正或者依法删除您的个人信息；"
            "认为处理不当的，可以投诉、举报。"
        ),
    }


def _copies(agency: Agency) -> str:
    days = agency.switches.identity_copy_days
    return f"证件复印件没有归档的，办结满{days}日删除。" if days else ""
