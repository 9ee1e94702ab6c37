"""Applicants who plainly do not exist, with numbers whose check digits hold.

Region code 999999 is given to no place, local telephone numbers never begin with 0, and the names
say themselves that they are made up: nobody real can be hit by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from casework.law.applicants import ApplicantKind, DocumentKind
from casework.law.identity import credit_code_warning, resident_id_warning
from casework.services.register import ApplicantData

NO_REGION = "999999"
_SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕"
_GIVEN_NAMES = ("子虚", "乌有", "示例", "样本", "虚构", "演示", "甲乙", "丙丁")
_TRADES = ("建材", "餐饮", "物流", "机械", "装饰", "广告", "环保", "医药")
_RESEARCH = ("城乡规划", "公共政策", "社会治理", "环境科学")
_ORGANISATIONS = {
    ApplicantKind.COMMERCIAL: [f"淄博子虚{trade}示例有限公司" for trade in _TRADES],
    ApplicantKind.RESEARCH: [f"乌有{field}研究院（示例）" for field in _RESEARCH],
    ApplicantKind.SOCIAL: ["子虚公益服务中心（示例）", "乌有环保志愿者协会（示例）"],
    ApplicantKind.LEGAL: ["子虚律师事务所（示例）", "乌有法律服务所（示例）"],
    ApplicantKind.OTHER_ORG: ["子虚社区业主委员会（示例）"],
}
_CHECK_SIGNS = "0123456789XABCDEFGHJKLMNPQRTUWY"


def applicant(kind: ApplicantKind, number: int, today: date) -> ApplicantData:
    """Return the ``number``-th invented applicant of a kind; ``today`` bounds the birthday."""
    contact = {
        "telephone": f"0533-0{number:06d}",
        "address": f"淄博市示例路{number + 1}号",
        "postcode": "000000",
    }
    if kind is ApplicantKind.NATURAL:
        return ApplicantData(
            kind=kind,
            name=_person(number),
            document_kind=DocumentKind.RESIDENT_ID,
            document_number=_resident_id(number, today),
            **contact,
        )
    names = _ORGANISATIONS[kind]
    return ApplicantData(
        kind=kind,
        name=names[number % len(names)],
        document_kind=DocumentKind.CREDIT_CODE,
        document_number=_credit_code(kind, number % len(names)),
        legal_representative=_person(number + 3),
        contact_person=_person(number + 5),
        **contact,
    )


def _person(number: int) -> str:
    surname = _SURNAMES[number % len(_SURNAMES)]
    return surname + _GIVEN_NAMES[number // len(_SURNAMES) % len(_GIVEN_NAMES)]


def _resident_id(number: int, today: date) -> str:
    born = date(1950 + number % 50, 1 + number % 12, 1 + number % 28)
    stem = f"{NO_REGION}{born:%Y%m%d}{number % 1000:03d}"
    return _with_check_sign(stem, lambda text: resident_id_warning(text, today))


def _credit_code(kind: ApplicantKind, number: int) -> str:
    stem = f"Y1{NO_REGION}DEM{list(ApplicantKind).index(kind)}{number:05d}"
    return _with_check_sign(stem, credit_code_warning)


def _with_check_sign(stem: str, warning: Callable[[str], str]) -> str:
    """Return ``stem`` with the check sign that the law's own test accepts."""
    return next(stem + sign for sign in _CHECK_SIGNS if not warning(stem + sign))
