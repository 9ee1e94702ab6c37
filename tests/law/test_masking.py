"""What is left of personal data where it is shown: by hand, sign by sign."""

import pytest

from casework.law.masking import mask_email, mask_identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李明", "李**"), ("李小明", "李**"), ("阿不都热合曼", "阿**"), ("欧阳明", "欧阳**"), ("欧阳晓明", "欧阳**"),
        (" 王五 ", "王**"), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_name_keeps_its_surname_and_gives_no_length_away(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("11010519491231002X", "1101**********002X"), ("12345678", "12****78"), ("123", "***"), ("", ""), (None, "")],
)
def test_an_identity_number_keeps_at_most_four_signs_at_each_end(number, shown):
    assert mask_identity(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("13812345678", "138****5678"), ("3110000", "3*****0"), ("110", "***"), (None, "")]
)
def test_a_telephone_number_keeps_less_the_shorter_it_is(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(("address", "shown"), [("li@example.cn", "l***@example.cn"), ("li", "**"), (None, "")])
def test_an_e_mail_address_keeps_its_first_sign_and_its_host(address, shown):
    assert mask_email(address) == shown
