"""载入通知: what was understood is shown day by day before anything is saved; then the cases follow."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.desk import calendar_load
from casework.law.acts import Act
from casework.models import AgencyHoliday, CalendarChange, CalendarYear, Case, CaseEvent
from casework.services import recomputing
from casework.services.calendars import load_notices
from tests.cast import noon, register_case
from tests.law.notice_texts import LABOUR_DAY_2019, NOTICE_2026, as_first_published
from tests.services.watching import everything

pytestmark = pytest.mark.django_db
URL = "/desk/calendar/load/"


@pytest.fixture
def before_the_change(cast):
    CalendarYear.objects.all().delete()
    load_notices(notices=as_first_published().values(), now=noon("2019-11-22"))
    return cast


def hidden(answer) -> dict[str, str]:
    """Return what the page sends back by itself."""
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in ("text", "understood", "key")}


def previewed(client, text: str):
    return client.post(URL, {"text": text, "preview": "1"})


def test_a_preview_shows_every_sentence_and_every_changed_day_and_saves_nothing(before_the_change, on, as_user, read):
    on("2019-04-08")
    register_case(before_the_change, "2019-04-02")
    client = as_user(before_the_change.administrator_wu)
    client.get(URL)
    before = everything()
    answer = previewed(client, LABOUR_DAY_2019)
    assert everything() == before
    preview = answer.context["preview"]
    assert [(str(item["on"]), item["before"], item["after"]) for item in preview["changes"]] == [
        ("2019-04-28", "周末", "调休上班"), ("2019-05-02", "工作日", "劳动节"), ("2019-05-03", "工作日", "劳动节"),
        ("2019-05-05", "周末", "调休上班"),
    ]  # fmt: skip
    cells = {
        cell["on"].isoformat(): cell
        for month in preview["years"][0]["months"] for week in month["weeks"] for cell in week if cell
    }  # fmt: skip
    assert {day for day, cell in cells.items() if cell["changed"]} == {
        "2019-04-28", "2019-05-02", "2019-05-03", "2019-05-05",
    }  # fmt: skip
    assert (cells["2019-05-02"]["kind"], cells["2019-04-28"]["kind"]) == ("holiday", "makeup")
    page = read(answer)
    assert "2019年劳动节的调整 · 国办发明电〔2019〕3号 · 2019年3月22日" in page
    assert "4月28日（星期日）、5月5日（星期日）上班" in page
    assert "尚未载入" in page
    words = [(item["words"], len(item["days"])) for item in preview["sentences"] if item["days"]]
    assert words == [("放假", 4), ("上班", 2)]


def test_what_was_previewed_is_saved_and_the_moved_deadlines_are_listed(before_the_change, on, as_user, read):
    cast = before_the_change
    case = register_case(cast, "2019-04-02")
    on("2019-04-08")
    client = as_user(cast.head_chen)
    answer = client.post(URL, hidden(previewed(client, LABOUR_DAY_2019)) | {"save": "1"})
    change = CalendarChange.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("desk:calendar_change", args=[change.pk])
    page = read(client.get(answer.url))
    assert (
        f"{case.number} 答复期限 2019-05-02 → 2019-04-30 提前 4月28日由周末改为调休上班，5月2日由工作日改为劳动节。"
        in page
    )
    assert "共1项" in page and "陈主任载入 · 已重算办件1件" in page
    # The case leads to the change.
    timeline = client.get(reverse("desk:case", args=[case.number]) + "?tab=timeline")
    assert f'href="{answer.url}"' in timeline.content.decode()
    assert "期限重算" in read(timeline) and "答复期限：2019-05-02 → 2019-04-30" in read(timeline)
    versions = read(client.get(reverse("desk:calendar_versions")))
    assert "2019 第2版 国办发明电〔2019〕3号 2019-03-22" in versions and "陈主任" in versions


def test_saving_something_else_than_was_previewed_previews_it_instead(before_the_change, on, as_user, read):
    on("2019-04-08")
    client = as_user(before_the_change.administrator_wu)
    shown = hidden(previewed(client, LABOUR_DAY_2019))
    other = LABOUR_DAY_2019.replace("5月1日至4日", "5月1日至3日").replace("共4天", "共3天")
    answer = client.post(URL, shown | {"text": other, "save": "1"})
    assert "与刚才核对的不同，尚未载入" in read(answer)
    assert not CalendarChange.objects.exists()
    # Without a preview at all the same.
    assert client.post(URL, {"text": other, "save": "1"}).status_code == 200
    assert not CalendarChange.objects.exists()


def test_line_ends_as_a_browser_sends_them_are_no_change(before_the_change, on, as_user):
    on("2019-04-08")
    client = as_user(before_the_change.administrator_wu)
    shown = hidden(previewed(client, LABOUR_DAY_2019))
    answer = client.post(URL, shown | {"text": shown["text"].replace("\n", "\r\n"), "save": "1"})
    assert answer.status_code == 302


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_notice_comes_as_a_file_too(before_the_change, on, as_user, encoding):
    on("2019-04-08")
    file = SimpleUploadedFile("通知.txt", LABOUR_DAY_2019.encode(encoding))
    answer = as_user(before_the_change.administrator_wu).post(URL, {"file": file, "preview": "1"})
    assert len(answer.context["preview"]["changes"]) == 4
    assert "5月1日至4日" in hidden(answer)["text"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\x00\x00\x01\xff", "这不是文本文件"),
        (b"", "这是空文件"),
        ("放".encode() * 80_000, "文件超过200KB"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_at_the_field(cast, on, as_user, data, sentence):
    on("2026-11-25")
    answer = as_user(cast.administrator_wu).post(URL, {"file": SimpleUploadedFile("a.txt", data), "preview": "1"})
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["file"])


def test_a_sentence_that_is_not_understood_is_named_at_the_field_and_the_text_stays(cast, on, as_user):
    on("2026-11-25")
    text = NOTICE_2026.replace("5月9日（周六）上班", "5月9日（周日）上班")
    answer = previewed(as_user(cast.administrator_wu), text)
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["text"]
    assert error.startswith("看不懂这一句：“5月9日（周日）上班”。2026年5月9日是星期六，不是星期日。")
    assert "5月9日（周日）上班" in answer.context["form"]["text"].value()


def test_nothing_at_all_asks_for_the_text(cast, on, as_user):
    on("2026-11-25")
    answer = as_user(cast.administrator_wu).post(URL, {"preview": "1"})
    assert answer.context["form"].errors["text"] == ["请粘贴通知全文，或者选择文件。"]


def test_a_notice_in_force_has_nothing_to_load(cast, on, as_user, read):
    on("2026-11-25")
    answer = previewed(as_user(cast.administrator_wu), NOTICE_2026)
    page = read(answer)
    assert "与在用日历相同，没有需要载入的变动" in page and "核对无误，载入并重算" not in page


@pytest.mark.parametrize("name", ["officer_li", "handler_zhou", "supervisor_sun"])
def test_others_may_look_and_not_load(cast, on, as_user, name, read):
    on("2026-11-25")
    client = as_user(getattr(cast, name))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"text": NOTICE_2026, "preview": "1"}).status_code == 403
    assert client.get(reverse("desk:calendar_holidays")).status_code == 403
    page = read(client.get(reverse("desk:calendar_versions")))
    assert "2026 第1版 国办发明电〔2025〕7号 2025-11-04" in page and "随程序提供" in page
    assert "载入通知" not in read(client.get(reverse("desk:calendar")))


def test_the_keepers_find_the_pages_from_the_calendar(cast, on, as_user):
    on("2026-11-25")
    for user in (cast.administrator_wu, cast.head_chen):
        links = as_user(user).get(reverse("desk:calendar")).context["links"]
        assert [link["label"] for link in links] == ["载入通知", "版本和变更记录", "地方放假"]


def test_a_change_shows_everybody_only_the_cases_they_may_see(before_the_change, on, as_user, read):
    cast = before_the_change
    case = register_case(cast, "2019-04-02")
    on("2019-04-08")
    client = as_user(cast.head_chen)
    url = client.post(URL, hidden(previewed(client, LABOUR_DAY_2019)) | {"save": "1"}).url
    assert case.number in read(as_user(cast.officer_li).get(url))
    assert case.number in read(as_user(cast.supervisor_sun).get(url))
    assert "某市行政审批服务局" in read(as_user(cast.supervisor_sun).get(url))
    for stranger in (cast.officer_wang, cast.handler_zhou):
        assert case.number not in read(as_user(stranger).get(url))
    page = read(as_user(cast.administrator_wu).get(url))
    assert case.number not in page and "本机关1件办件的期限有变动" in page


def test_many_moved_deadlines_come_page_by_page(before_the_change, on, as_user, monkeypatch):
    monkeypatch.setattr("casework.queries.calendar_changes.PAGE_SIZE", 2)
    cast = before_the_change
    cases = [register_case(cast, "2019-04-02") for _ in range(5)]
    on("2019-04-08")
    client = as_user(cast.head_chen)
    url = client.post(URL, hidden(previewed(client, LABOUR_DAY_2019)) | {"save": "1"}).url
    seen, query = [], ""
    for _ in range(3):
        answer = client.get(url + query)
        seen += [row["number"] for row in answer.context["rows"]]
        assert answer.context["total"] == 5
        query = answer.context["next_url"]
    assert (seen, query) == ([case.number for case in cases], "")


def test_with_many_cases_the_page_answers_at_once_and_the_rest_follows(
    before_the_change, on, as_user, read, monkeypatch
):
    monkeypatch.setattr(recomputing, "BATCH", 1)
    monkeypatch.setattr(calendar_load, "AT_ONCE", 1)
    cast = before_the_change
    for _ in range(3):
        register_case(cast, "2019-04-02")
    on("2019-04-08")
    client = as_user(cast.head_chen)
    url = client.post(URL, hidden(previewed(client, LABOUR_DAY_2019)) | {"save": "1"}).url
    assert "重算还在进行" in read(client.get(url))
    assert CaseEvent.objects.filter(act=Act.RECOMPUTE).count() == 1
    from casework import tasks

    tasks.recompute_changes.delay()
    assert "重算还在进行" not in read(client.get(url))
    assert CaseEvent.objects.filter(act=Act.RECOMPUTE).count() == 3


def test_a_case_that_could_not_be_recomputed_is_shown(before_the_change, on, as_user, read):
    cast = before_the_change
    case = register_case(cast, "2019-04-02")
    Case.objects.filter(pk=case.pk).update(concluded_on="2019-04-01")
    on("2019-04-08")
    client = as_user(cast.head_chen)
    url = client.post(URL, hidden(previewed(client, LABOUR_DAY_2019)) | {"save": "1"}).url
    words = f"1件没有重算，期限保持原样，请逐件核对： {case.number}：不能早于收到申请之日2019-04-02"
    assert words in read(client.get(url))
    assert case.number not in read(as_user(cast.officer_wang).get(url))


def test_local_holidays_are_entered_listed_and_taken_back(cast, on, as_user, read):
    case = register_case(cast)
    on("2026-03-03")
    client, url = as_user(cast.head_chen), reverse("desk:calendar_holidays")
    answer = client.post(url, {"day": "2026-03-20", "name": "开斋节"}, follow=True)
    assert "某市行政审批服务局地方放假：2026-03-20 开斋节" in read(answer)
    case.refresh_from_db()
    assert str(case.reply_due_on) == "2026-03-31"
    assert "2026-03-20 星期五 开斋节" in read(client.get(url))
    ledger = client.get(reverse("desk:case_ledger", args=[case.number]))
    assert {"开斋节"} == {row["why"] for row in ledger.context["rows"] if str(row["on"]) == "2026-03-20"}
    again = client.post(url, {"day": "2026-03-20", "name": "开斋节"})
    assert again.status_code == 422 and "本来就不上班" in read(again)
    client.post(url, {"remove": "2026-03-20"})
    assert not AgencyHoliday.objects.exists()
    assert "没有登记地方放假" in read(client.post(url, {"remove": "2026-03-20"}, follow=True))
    assert client.post(url, {"remove": "abc"}).status_code == 302


def test_a_change_of_one_agency_does_not_exist_for_another(cast, on, as_user):
    on("2026-03-03")
    client = as_user(cast.head_chen)
    client.post(reverse("desk:calendar_holidays"), {"day": "2026-03-20", "name": "开斋节"})
    url = reverse("desk:calendar_change", args=[CalendarChange.objects.get().pk])
    assert client.get(url).status_code == 200
    assert as_user(cast.officer_wang).get(url).status_code == 404
    assert client.get(reverse("desk:calendar_change", args=[999])).status_code == 404
