"""Limits by address and the question to a person: they stop programs, tell nothing, and lose no text."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from casework.adapters import rate_counter
from casework.models import Case
from casework.models.sign_in import SignInRecord
from tests.cast import PASSWORD, noon
from tests.portal.visitor import Visitor, filed_case, travel, upload

NOW = noon("2026-03-02")
NUMBERS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


@pytest.fixture(autouse=True)
def _own_counts(settings, tmp_path):
    settings.RATE_FOLDER = tmp_path / "rates"


def limited(settings, **limits: int) -> None:
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 0) | limits


def without_token(answer) -> str:
    """Return the page without what was typed and without the token, which differ by themselves."""
    return re.sub(r'name="(csrfmiddlewaretoken|number)" value="[^"]+"', "", answer.content.decode())


def test_a_count_is_of_one_hour_one_address_and_all_processes(settings):
    limited(settings, filing=20)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: rate_counter.count_one("filing", "10.0.0.1", now=NOW), range(19)))
    assert not rate_counter.is_spent("filing", "10.0.0.1", now=NOW)
    rate_counter.count_one("filing", "10.0.0.1", now=NOW)
    assert rate_counter.is_spent("filing", "10.0.0.1", now=NOW)
    assert not rate_counter.is_spent("filing", "10.0.0.2", now=NOW)
    assert not rate_counter.is_spent("lookup", "10.0.0.1", now=NOW)
    later = NOW + timedelta(hours=3)
    assert not rate_counter.is_spent("filing", "10.0.0.1", now=later)
    rate_counter.count_one("filing", "10.0.0.1", now=later)
    names = [path.name for path in settings.RATE_FOLDER.rglob("*") if path.is_file()]
    assert len(names) == 1 and "10.0.0.1" not in names[0]


def test_whoever_has_a_network_of_addresses_has_one_count(settings, rf):
    """The /64 of an IPv6 address is one house; an IPv4 address written as IPv6 is that address."""
    limited(settings, lookup=2)
    for last in ("::1", "::2"):
        rate_counter.count_one("lookup", f"2001:db8:1:2{last}", now=NOW)
    assert rate_counter.is_spent("lookup", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", now=NOW)
    assert not rate_counter.is_spent("lookup", "2001:db8:1:3::1", now=NOW)
    for address in ("::ffff:203.0.113.9", "203.0.113.9"):
        rate_counter.count_one("lookup", address, now=NOW)
    assert rate_counter.is_spent("lookup", "203.0.113.9", now=NOW)
    assert not rate_counter.is_spent("lookup", "203.0.113.8", now=NOW)


def test_a_lockout_goes_by_the_network_and_the_record_says_the_address(cast, settings):
    for number in range(5):
        said = Client(REMOTE_ADDR=f"2001:db8::{number}").post(
            "/desk/login/", {"username": "officer_li", "password": "x"}
        )
    assert said.status_code == 429
    right = {"username": "officer_li", "password": PASSWORD}
    assert Client(REMOTE_ADDR="2001:db8::99").post("/desk/login/", right).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:0:1::99").post("/desk/login/", right).status_code == 302
    known = set(SignInRecord.objects.values_list("address", flat=True))
    assert {"2001:db8::3", "2001:db8:0:1::99"} <= known


def test_files_of_forms_that_are_never_sent_do_not_fill_the_disk(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    limited(settings, upload=3)
    with travel("2026-03-02"):
        for _ in range(2):
            visitor = Visitor(cast.bureau)
            visitor.fill()
            answer = visitor.answer("attachments", attachments=[upload("甲.pdf"), upload("乙.pdf")])
        assert len(visitor.draft["files"]) == 1
        assert "从这个网络上传的附件过多" in answer.content.decode()
        assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 3
    with travel("2026-03-03"):
        assert visitor.client.get("/").status_code == 200
        fresh = Visitor(cast.bureau)
        fresh.fill()
        fresh.answer("attachments", attachments=upload())
        assert len(fresh.draft["files"]) == 1


def test_redis_counts_for_every_machine_and_its_loss_lets_people_in(settings, redis_url):
    limited(settings, filing=2)
    rate_counter._redis.cache_clear()
    settings.CELERY_BROKER_URL = redis_url
    for _ in range(2):
        rate_counter.count_one("filing", "10.0.0.1", now=NOW)
    assert rate_counter.is_spent("filing", "10.0.0.1", now=NOW)
    assert not list(settings.RATE_FOLDER.rglob("*"))
    rate_counter._redis.cache_clear()
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    rate_counter.count_one("filing", "10.0.0.1", now=NOW)
    assert not rate_counter.is_spent("filing", "10.0.0.1", now=NOW)
    rate_counter._redis.cache_clear()


def test_the_filing_over_the_limit_keeps_its_text_and_names_the_other_ways(cast, settings):
    limited(settings, filing=1)
    with travel("2026-03-02"):
        Visitor(cast.bureau).file()
        second = Visitor(cast.bureau)
        second.fill()
        answer = second.submit()
        assert answer.status_code == 429 and "当面提交或者邮寄" in answer.content.decode()
        assert Case.objects.count() == 1
        limited(settings)
        assert second.submit().status_code == 302


def test_wrong_lookups_of_one_address_end_the_same_for_every_number(cast, settings):
    limited(settings, lookup=2)
    case, code = filed_case(cast, "2026-03-02")
    for _ in range(2):
        assert Visitor(cast.bureau).look_up(case.number, "AAAAAAAA").status_code == 200
    known = Visitor(cast.bureau).look_up(case.number, code)
    unknown = Visitor(cast.bureau).look_up("某审2026-9999", code)
    assert (known.status_code, unknown.status_code) == (429, 429)
    assert without_token(known) == without_token(unknown)


def test_an_unknown_number_is_answered_like_a_wrong_code(cast):
    case, _ = filed_case(cast, "2026-03-02")
    known = Visitor(cast.bureau).look_up(case.number, "AAAAAAAA")
    unknown = Visitor(cast.bureau).look_up("某审2026-9999", "AAAAAAAA")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_token(known) == without_token(unknown)
    assert set(known.headers) == set(unknown.headers)


def test_many_names_from_one_address_are_stopped(cast, settings):
    limited(settings, sign_in=3)
    login = reverse("desk:login")
    for name in ("a", "b", "c"):
        assert Client().post(login, {"username": name, "password": "wrong"}).status_code == 422
    right = {"username": "officer_li", "password": PASSWORD}
    assert Client().post(login, right).status_code == 429
    assert Client().post(login, right, REMOTE_ADDR="10.0.0.2").status_code == 302


def answer_to(page: str) -> int:
    first, second = re.search(r"([一二三四五六七八九])加([一二三四五六七八九])等于几", page).groups()
    return NUMBERS[first] + NUMBERS[second]


def test_without_the_setting_nobody_is_asked(cast, settings):
    visitor = Visitor(cast.bureau)
    visitor.fill()
    assert "等于几" not in visitor.check() + visitor.client.get("/progress/").content.decode()


def test_the_sum_before_filing(cast, settings):
    settings.ROBOT_CHECK = True
    with travel("2026-03-02") as clock:
        visitor = Visitor(cast.bureau)
        visitor.fill()

        def send(**given):
            page = visitor.check()
            clock.shift(given.pop("seconds", 4))
            sent = {"promise": "on", "key": visitor.key(), "sum": answer_to(page)} | given
            return visitor.client.post(visitor.step_url("check"), sent)

        wrong = send(sum="99").content.decode()
        assert "答案不对" in wrong and 'href="#sum"' in wrong
        # What the summary leads to says it too.
        assert 'id="sum_error"' in wrong and 'aria-invalid="true"' in wrong
        assert "请回答算术题" in send(sum="").content.decode()
        assert "提交得太快" in send(seconds=2).content.decode()
        assert "没有提交成功" in send(website="x").content.decode()
        assert not Case.objects.exists()
        assert send().status_code == 302


def test_an_answer_serves_once_and_full_width_digits_are_digits(cast, settings):
    settings.ROBOT_CHECK = True
    case, code = filed_case(cast, "2026-03-02")
    with travel("2026-03-02") as clock:
        client = Client()
        right = answer_to(client.get("/progress/").content.decode())
        clock.shift(4)
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in str(right))
        given = {"number": case.number, "code": code, "sum": wide}
        assert client.post("/progress/", given).url == f"/progress/{case.pk}/"
        again = client.post("/progress/", given)
        assert again.status_code == 200 and "答案不对" in again.content.decode()
        assert 'id="sum_error"' in again.content.decode()
