"""填报、期初余额、冻结、核对结果、下级汇总 as people see and click them; whose they are; what comes back refused."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from casework.models import AnnualFigure, AnnualFreeze, Case, FindingVerdict, OpeningBalance
from casework.services.annual_figures import enter_figures
from casework.services.annual_freezing import freeze_year
from tests.cast import day, noon, register_case, replied_case

pytestmark = pytest.mark.django_db
TODAY = "2027-01-05"
LATER = {"today": day(TODAY), "now": noon(TODAY)}
OPENING = {"natural": "2", "commercial": "0", "research": "0", "social": "0", "legal": "1", "other_org": "0"}


@pytest.fixture(autouse=True)
def _today(on):
    on(TODAY)


def page(name, *args, year=2026, **query):
    return reverse(f"desk:annual_{name}", args=[year, *args], query=query or None)


TABLE = reverse("desk:annual_table", args=[2026])


def sent(client, url, form="form", **typed):
    """Post a page's form as it was shown, with what the person typed."""
    shown = client.get(url).context[form]
    given = {bound.name: bound.value() for bound in shown}
    return client.post(url, {name: value for name, value in (given | typed).items() if value is not None})


def test_figures_are_entered_shown_and_kept_on_record(as_user, cast, read):
    client = as_user(cast.officer_li)
    answer = sent(client, page("figures"), **{"two-rules-1": "3", "two-fee-1": "59237.2449", "four-review-total": "0"})
    assert (answer.status_code, answer.url) == (302, page("figures"))
    words = read(client.get(page("figures")))
    assert "已保存，改动3格。" in words
    assert "2027-01-05 12:00 李经办 表二 行政事业性收费 本年收费金额（单位：万元） 空 59237.2449" in words
    table = client.get(TABLE)
    assert "规章 3 未填 未填" in read(table)
    assert 'title="规章：本年制发件数（条例第二十条第（一）项）"' in table.content.decode()


def test_wrong_figures_come_back_each_at_its_cell(as_user, cast, read):
    client = as_user(cast.officer_li)
    answer = sent(client, page("figures"), **{"two-rules-1": "/", "four-review-total": "-1", "two-rules-3": "12"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"two-rules-1", "four-review-total"}
    assert 'value="12"' in answer.content.decode()
    assert "“/”不对，应填不小于0的整数。没有的填0。" in read(answer)
    assert not AnnualFigure.objects.exists()


def test_a_form_sent_twice_counts_once_and_an_old_one_is_refused(as_user, cast, read):
    client = as_user(cast.officer_li)
    sent(client, page("figures"), **{"two-rules-1": "3"})
    again = client.post(page("figures"), {"seen": "0", "two-rules-1": "3"})
    assert again.status_code == 302
    stale = client.post(page("figures"), {"seen": "0", "two-rules-1": "4"})
    assert (stale.status_code, AnnualFigure.objects.count()) == (422, 1)
    assert "刚才已由他人修改" in read(stale)


def test_the_old_format_has_its_own_cells(as_user, cast):
    client = as_user(cast.officer_li)
    url = page("figures", year=2020)
    assert sent(client, url, **{"two-license-2": "-3", "two-procurement-2": "12.5"}).status_code == 302
    assert "two-procurement-2" in client.get(url).context["form"].fields


def test_the_opening_balance_is_entered_locked_and_unlocked_by_the_leader(as_user, cast, read):
    client, leader = as_user(cast.officer_li), as_user(cast.head_chen)
    url = page("opening")
    assert sent(client, url, "entry", **OPENING, enter="1").status_code == 302
    shown = client.get(url)
    assert "已锁定" in read(shown)
    assert not shown.context["may_enter"] and not shown.context["may_unlock"]
    row = client.get(TABLE).context["rows"][1]
    assert [cell["value"] for cell in row["cells"]] == [2, 0, 0, 0, 1, 0, 3]
    panel = client.get(page("cell", "carried_in", "natural", part="panel"))
    assert "期初余额填报2件，本系统登记了0件。" in read(panel)
    assert client.post(url, {"unlock": "1", "reason": "改"}).status_code == 403
    assert sent(leader, url, "unlock", unlock="1", reason="").status_code == 422
    assert sent(leader, url, "unlock", unlock="1", reason="填错一栏").status_code == 302
    assert "解除锁定 2026 自然人 2" in read(client.get(url))
    assert client.get(url).context["may_enter"]
    assert OpeningBalance.objects.count() == 2


def test_a_blank_opening_column_is_refused(as_user, cast):
    answer = sent(as_user(cast.officer_li), page("opening"), "entry", **(OPENING | {"legal": ""}), enter="1")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["legal"])
    assert not OpeningBalance.objects.exists()


def test_the_leader_freezes_and_later_changes_are_listed_with_their_cases(as_user, cast, read):
    case = replied_case(cast, "G2")
    leader = as_user(cast.head_chen)
    assert "冻结本年数据" in read(leader.get(TABLE))
    assert sent(leader, page("freeze"), "freeze_form").status_code == 302
    record = AnnualFreeze.objects.get()
    assert record.sha256 in read(leader.get(TABLE))
    assert "冻结以后办件没有变动" in read(leader.get(TABLE))
    Case.objects.filter(pk=case.pk).update(decision_code="P1")
    client = as_user(cast.officer_li)
    shown = client.get(TABLE)
    words = re.sub(r"\s+", " ", read(shown))
    assert f"（一）予以公开 · 自然人：冻结 1 ，现在 0 ，因为 {case.number} 不再计入" in words
    assert f"（二）部分公开 · 自然人：冻结 0 ，现在 1 ，因为 {case.number} 计入" in words
    assert "（一）予以公开 1 0" in words
    assert not shown.context["freeze"]["url"]
    panel = client.get(page("cell", "granted", "natural", part="panel"))
    assert "冻结的数是1，现在有0件" in read(panel)


def test_files_of_a_frozen_year_hold_the_frozen_figures_and_say_so(as_user, cast):
    case = replied_case(cast, "G2")
    client = as_user(cast.officer_li)
    draft = client.get(page("export", "csv")).content.decode()
    assert "未冻结" in draft
    freeze_year(agency=cast.bureau, year=2026, actor=cast.head_chen, **LATER)
    Case.objects.filter(pk=case.pk).update(decision_code="P1")
    record = AnnualFreeze.objects.get()
    document = json.loads(client.get(page("export", "json")).content)
    assert document["frozen"] == {"on": "2027-01-05", "by": "陈主任", "sha256": record.sha256}
    rows = {row["key"]: row["cells"] for row in document["rows"]}
    assert (rows["granted"]["total"], rows["partial"]["total"]) == (1, 0)
    # Charts of what the table holds show the frozen figures; the others say that they are live.
    charts = {chart["key"]: chart for chart in client.get(TABLE).context["charts"]}
    results = {row["label"]: row["numbers"] for row in charts["outcomes"]["rows"]}
    assert (results["（一）予以公开"], results["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]) == (
        [1],
        [0],
    )
    notes = {key: chart["note"] for key, chart in charts.items()}
    live = "按现有办件统计，不是冻结的数据"
    assert notes == {"channels": live, "outcomes": "", "applicants": "", "months": live, "timeliness": live}
    for kind in ("csv", "html"):
        text = client.get(page("export", kind)).content.decode()
        assert f"2027-01-05由陈主任冻结的数据，SHA-256：{record.sha256}" in text
    for kind in ("xlsx", "docx"):
        assert client.get(page("export", kind)).status_code == 200


def test_last_year_stands_beside_this_one_as_it_was_frozen(as_user, cast, read):
    case = replied_case(cast, "G2", "2025-03-03", "2025-03-10", "2025-03-11")
    freeze_year(agency=cast.bureau, year=2025, actor=cast.head_chen, **LATER)
    Case.objects.filter(pk=case.pk).update(decision_code="P1")
    shown = as_user(cast.officer_li).get(page("table", previous="1"))
    lines = {line["heads"][-1]["text"]: line["cells"][0] for line in shown.context["rows"]}
    assert (lines["（一）予以公开"]["value"], lines["（一）予以公开"]["previous"]) == (0, 1)


def test_a_freeze_clicked_twice_is_one_and_opening_it_needs_a_reason(as_user, cast, read):
    leader = as_user(cast.head_chen)
    form = {bound.name: bound.value() for bound in leader.get(page("freeze")).context["freeze_form"]}
    assert [leader.post(page("freeze"), form).status_code for _ in range(2)] == [302, 302]
    assert AnnualFreeze.objects.count() == 1
    refused = sent(leader, page("freeze"), "unfreeze_form", unfreeze="1", reason=" ")
    assert (refused.status_code, AnnualFreeze.objects.count()) == (422, 1)
    assert sent(leader, page("freeze"), "unfreeze_form", unfreeze="1", reason="漏登一件").status_code == 302
    assert "解除冻结 漏登一件" in read(leader.get(page("freeze")))


def test_what_changed_since_the_leader_looked_is_not_frozen(as_user, cast, read):
    leader = as_user(cast.head_chen)
    form = {bound.name: bound.value() for bound in leader.get(page("freeze")).context["freeze_form"]}
    register_case(cast, "2026-12-30")
    answer = leader.post(page("freeze"), form)
    assert (answer.status_code, AnnualFreeze.objects.count()) == (422, 0)
    assert "打开本页以后数据有变动，尚未冻结" in read(answer)


def test_a_running_year_is_not_frozen(as_user, cast, read):
    leader = as_user(cast.head_chen)
    url = page("freeze", year=2027)
    assert "年度结束以后才能冻结" in read(leader.get(url))
    assert leader.post(url, {"seen": ""}).status_code == 422
    assert not AnnualFreeze.objects.exists()


@pytest.fixture
def finding(cast):
    enter_figures(
        agency=cast.bureau, year=2026, seen=0, actor=cast.officer_li, **LATER,
        typed={"four-review-maintained": "3", "four-review-corrected": "0", "four-review-other": "0",
               "four-review-pending": "0", "four-review-total": "4"},
    )  # fmt: skip


def test_a_finding_is_dismissed_with_a_reason_and_every_file_says_so(as_user, cast, finding, read):
    client = as_user(cast.officer_li)
    (line,) = [x for x in client.get(TABLE).context["checks"] if x["code"] == "C5" and x["passed"] is False]
    assert line["url"].endswith("#id_four-review-total")
    assert sent(client, line["judge_url"], word="dismissed", reason="").status_code == 422
    first = {bound.name: bound.value() for bound in client.get(line["judge_url"]).context["form"]}
    typed = {"key": first["key"], "word": "dismissed", "reason": "合并审理"}
    assert [client.post(line["judge_url"], typed).status_code for _ in range(2)] == [302, 302]
    assert FindingVerdict.objects.count() == 1
    assert "不成立：合并审理（李经办）" in read(client.get(TABLE))
    for kind in ("csv", "html"):
        assert "【不成立：合并审理（李经办）】" in client.get(page("export", kind)).content.decode()
    checks = json.loads(client.get(page("export", "json")).content)["checks"]
    assert [check["said"] for check in checks if check["said"]] == ["不成立：合并审理（李经办）"]
    assert client.get(page("finding", "0" * 32)).status_code == 404


def test_who_may_do_what(as_user, cast, finding):
    for actor in (cast.handler_zhou, cast.supervisor_sun):
        client = as_user(actor)
        query = {"agency": cast.bureau.pk} if actor is cast.supervisor_sun else {}
        assert client.get(page("figures", **query)).status_code == 200
        assert client.get(page("freeze", **query)).status_code == 200
        assert "form-foot" not in client.get(page("figures", **query)).content.decode()
        for name in ("figures", "opening", "freeze"):
            assert client.post(page(name, **query), {"two-rules-1": "1"}).status_code == 403, (actor, name)
    assert as_user(cast.officer_li).post(page("freeze"), {}).status_code == 403
    assert as_user(cast.administrator_wu).get(page("figures")).status_code == 404
    assert as_user(cast.officer_li).get(page("rollup")).status_code == 403
    assert as_user(cast.head_chen).get(page("rollup")).status_code == 403


PAGES = [
    page("figures"), page("opening"), page("freeze"), page("finding", "0" * 32), page("rollup"),
    page("rollup_cell", "new", "total"),
]  # fmt: skip


@pytest.mark.parametrize("url", PAGES)
def test_another_agencys_pages_do_not_exist(as_user, cast, url):
    client = as_user(cast.officer_wang)
    wanted = f"{url}?agency={cast.bureau.pk}"
    assert client.get(wanted).status_code in {403, 404}
    assert client.post(wanted, {"two-rules-1": "1"}).status_code in {403, 404, 405}
    stranger = type(cast.bureau).objects.create(name="外市某局", prefix="外")
    assert as_user(cast.supervisor_sun).get(f"{url}?agency={stranger.pk}").status_code in {403, 404}


@pytest.mark.parametrize("url", PAGES)
def test_nobody_sees_them_without_signing_in(client, cast, url):
    answer = client.get(url)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("desk:login"))


def test_the_superior_sees_the_sum_and_goes_down_to_the_case(as_user, cast, read):
    cases = [register_case(cast, "2026-12-30"), replied_case(cast, "G2")]
    client = as_user(cast.supervisor_sun)
    shown = client.get(page("rollup"))
    words = read(shown)
    assert "一、本年新收政府信息公开申请数量 2 0 0 0 0 0 2" in words
    assert "2个下级，未冻结2个，未填表二、表四2个" in words
    assert "本机关（另列）： 某市人民政府" in words
    link = shown.context["rows"][0]["cells"][0]["panel_url"]
    (agency,) = client.get(link).context["panel"]["agencies"]
    assert (agency["name"], agency["number"]) == ("某市行政审批服务局", 2)
    panel = client.get(agency["url"].split("#")[0]).context["panel"]
    assert {case["number"] for case in panel["cases"]} == {case.number for case in cases}
    # Without a script the agencies stand beside the whole sum.
    assert "某市行政审批服务局" in read(client.get(page("rollup_cell", "new", "total")))
    assert client.get(page("rollup_cell", "denied", "total")).status_code == 404
    assert client.get(page("rollup", scope="x")).status_code == 404
    own = client.get(page("rollup", scope="all"))
    assert "scope=all" in own.context["rows"][0]["cells"][0]["url"]


def test_every_number_says_what_it_counts_and_by_which_article(as_user, cast):
    html = as_user(cast.officer_li).get(TABLE).content.decode()
    titles = re.findall(r'data-cell-url="[^"]+" title="([^"]+)"', html)
    assert len(titles) == 25 * 7
    assert [title for title in titles if not re.search(r"条例|国办函|格式|撤回", title)] == []
