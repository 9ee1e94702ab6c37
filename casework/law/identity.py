"""Check digits of identity documents. A failure warns and never blocks (law.md 7.2).

GB 11643-1999 (居民身份证), GB 32100-2015 (统一社会信用代码).
"""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(3**i % 31 for i in range(17))


def normalise_number(number: str) -> str:
    """Return the number without spaces, in capitals (the last x of a resident ID becomes X)."""
    return "".join(number.split()).upper()


def resident_id_warning(number: str, today: date) -> str:
    """Return a Chinese warning about an 18-digit resident ID number, or "" when it is sound.

    Old 15-digit numbers are only noted. ``today`` bounds the birthday.
    """
    number = normalise_number(number)
    if len(number) == 15 and number.isascii() and number.isdigit():
        return "15位旧身份证号无校验位，请人工核对"
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return "身份证号应为18位：前17位数字，末位数字或X"
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[total % 11] != number[17]:
        return "身份证号校验位不符，请与证件核对"
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return "身份证号中的出生日期不存在，请与证件核对"
    if born > today:
        return "身份证号中的出生日期晚于今天，请与证件核对"
    return ""


def credit_code_warning(number: str) -> str:
    """Return a Chinese warning about a unified social credit code, or "" when it is sound."""
    number = normalise_number(number)
    if len(number) != 18 or any(sign not in _USCC_ALPHABET for sign in number):
        return "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）"
    total = sum(_USCC_ALPHABET.index(sign) * weight for sign, weight in zip(number, _USCC_WEIGHTS, strict=False))
    if _USCC_ALPHABET[(31 - total % 31) % 31] != number[17]:
        return "统一社会信用代码校验位不符，请与证照核对"
    return ""
