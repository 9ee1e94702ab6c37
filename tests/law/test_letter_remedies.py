"""Remedy paragraph: decision code x day of decision x agency kind, filled in by hand from law.md 5.2."""

from dataclasses import replace

import pytest

from casework.law.letters.compose import compose
from casework.law.letters.facts import RemedyBodies
from casework.law.letters.kinds import reply_kind
from casework.law.outcomes import CODES
from tests.law.letter_facts import AGENCY, decided

DEPARTMENT = RemedyBodies("某市人民政府", "某省自然资源厅", "某区人民法院")
GOVERNMENT = RemedyBodies("某省人民政府", "", "某市中级人民法院")
VERTICAL = RemedyBodies("国家税务总局某省税务局", "", "某区人民法院")
DAYS = ["2023-12-31", "2024-01-01", "2025-06-01", "2026-11-21"]
#                  up to 2023   from 2024
TABLE = {
    **dict.fromkeys(["G1", "G2", "N8", "U1", "U2", "U3", "U4"], ("R2", "R2")),
    **dict.fromkeys(["X1", "X2", "X3", "X4", "X5", "O1", "O2", "O4", "C1"], ("R2", "R2")),
    **dict.fromkeys(["N1", "N2", "N3", "N4", "N5", "N6", "N7"], ("R2", "R1")),
    "P1": ("R2", "R1"),  # what is left out stands on Art. 15
    "O3": ("R0", "R0"),
}
NOUN = {code: "本告知书" if code[0] in "XOC" else "本答复书" for code in CODES}


def expected(kind: str, noun: str, authority: str, court: str) -> str:
    if kind == "R0":
        return ""
    if kind == "R1":
        return (
            f"您如不服{noun}，应当依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，自收到{noun}之日起60日内"
            f"先向{authority}申请行政复议；对行政复议决定不服的，"
            "可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
        )
    return (
        f"您如不服{noun}，可以自收到{noun}之日起60日内向{authority}申请行政复议，"
        f"或者自收到{noun}之日起6个月内向{court}提起行政诉讼。"
    )


@pytest.mark.parametrize("bodies", [DEPARTMENT, GOVERNMENT, VERTICAL], ids=["department", "government", "vertical"])
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("code", TABLE)
def test_remedy_by_code_day_and_agency(code, on, bodies):
    case = decided(code, on=on, grounds=("N4",) if code == "P1" else ())
    case = replace(case, agency=replace(AGENCY, bodies=bodies))
    old = on == "2023-12-31"
    authority = bodies.authority
    if old and bodies is DEPARTMENT:
        authority = "某市人民政府或者某省自然资源厅"
    kind = TABLE[code][0 if old else 1]
    assert compose(reply_kind(code), case).section("remedy") == expected(kind, NOUN[code], authority, bodies.court)


def test_the_table_covers_every_code():
    assert set(TABLE) == set(CODES)


def test_a_partial_disclosure_that_leaves_out_what_is_no_government_information_leaves_the_choice():
    letter = compose("reply_P1", decided("P1", grounds=("O4",)))
    assert letter.section("remedy").startswith("您如不服本答复书，可以自收到本答复书之日起60日内")


def test_an_agency_that_has_not_said_where_to_go_names_no_wrong_place():
    case = replace(decided("G2"), agency=replace(AGENCY, bodies=RemedyBodies()))
    assert compose("reply_G2", case).section("remedy") == expected(
        "R2", "本答复书", "依法享有管辖权的行政复议机关", "有管辖权的人民法院"
    )


def test_the_way_to_apply_on_line_is_named_when_there_is_one():
    bodies = replace(DEPARTMENT, online_channel="https://fuyi.example.gov.cn")
    case = replace(decided("N1"), agency=replace(AGENCY, bodies=bodies))
    assert (
        "先向某市人民政府申请行政复议（也可以通过互联网渠道提交行政复议申请书：https://fuyi.example.gov.cn）；"
        in compose("reply_N1", case).section("remedy")
    )
