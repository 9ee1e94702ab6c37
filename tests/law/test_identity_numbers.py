"""Check digits of identity documents (GB 11643-1999, GB 32100-2015): sound, false, malformed."""

import pytest

from casework.law.identity import credit_code_warning, normalise_number, resident_id_warning
from tests.law.reading import day

TODAY = day("2026-11-21")
FORM = "身份证号应为18位：前17位数字，末位数字或X"
CHECK = "身份证号校验位不符，请与证件核对"
CODE_FORM = "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z）"
CODE_CHECK = "统一社会信用代码校验位不符，请与证照核对"


@pytest.mark.parametrize(
    "number",
    ["11010519491231002X", "440524188001010014", "11010519491231002x", " 110105 19491231 002X\n"],
    ids=["standard example with X", "standard example", "small x", "with spaces"],
)
def test_a_sound_resident_id_has_no_warning(number):
    assert resident_id_warning(number, TODAY) == ""


@pytest.mark.parametrize("digit", "0123456789")
def test_any_other_check_digit_is_warned_of(digit):
    assert resident_id_warning("11010519491231002" + digit, TODAY) == CHECK
    wrong = "44052418800101001" + digit
    assert resident_id_warning(wrong, TODAY) == ("" if digit == "4" else CHECK)


@pytest.mark.parametrize("place", range(17))
def test_one_wrong_digit_anywhere_is_warned_of(place):
    number = "11010519491231002X"
    other = str((int(number[place]) + 1) % 10)
    assert resident_id_warning(number[:place] + other + number[place + 1 :], TODAY) == CHECK


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        ("", FORM),
        ("1101051949123100", FORM),
        ("11010519491231002X0", FORM),
        ("1101051949123100AX", FORM),
        ("１１０１０５１９４９１２３１００２X", FORM),
        ("11010519491231002A", CHECK),
        ("110105491231002", "15位旧身份证号无校验位，请人工核对"),
        ("11010549123100X", FORM),
        # 31 February 1949 and 21 November 2027, with the check digits these numbers need.
        ("110105194902310026", "身份证号中的出生日期不存在，请与证件核对"),
        ("11010520271121002X", "身份证号中的出生日期晚于今天，请与证件核对"),
    ],
)
def test_what_is_wrong_with_a_resident_id_is_said(number, warning):
    assert resident_id_warning(number, TODAY) == warning


def test_somebody_born_today_has_a_sound_number():
    assert resident_id_warning("110105202611210022", TODAY) == ""
    assert "晚于今天" in resident_id_warning("110105202611210022", day("2026-11-20"))


def test_the_standard_credit_code_is_sound_and_the_one_that_circulates_is_false():
    assert credit_code_warning("91350100M000100Y43") == ""
    assert credit_code_warning("91350100m000100y43") == ""
    assert credit_code_warning("91310115MA1H8R7C6D") == CODE_CHECK


@pytest.mark.parametrize("sign", "0123456789ABCDEFGHJKLMNPQRTUWXY")
def test_of_31_check_signs_one_is_right(sign):
    assert credit_code_warning("91350100M000100Y4" + sign) == ("" if sign == "3" else CODE_CHECK)


@pytest.mark.parametrize("place", range(17))
def test_one_wrong_sign_anywhere_is_warned_of(place):
    number = "91350100M000100Y43"
    other = "2" if number[place] != "2" else "4"
    assert credit_code_warning(number[:place] + other + number[place + 1 :]) == CODE_CHECK


@pytest.mark.parametrize(
    "number", ["", "91350100M000100Y4", "91350100M000100Y433", *[f"91350100{sign}000100Y43" for sign in "IOSVZ-"]]
)
def test_a_code_of_the_wrong_form_is_said_to_be_so(number):
    assert credit_code_warning(number) == CODE_FORM


def test_numbers_are_stored_without_spaces_and_in_capitals():
    assert normalise_number(" 11010519491231002x ") == "11010519491231002X"
