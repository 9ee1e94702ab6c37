"""Lists and search among a million cases on PostgreSQL, each against its bare side in turns in one run.

    .venv/bin/python -m deploy.bench.lists [cases] [rounds]

On a private PostgreSQL, unless DATABASE_URL names an empty one. Printed are medians of the ratios within a round:

L1  a page of all cases (50 rows as the screen asks for them), however deep / the first page
L2  the first page of a search / counting with LIKE over every case's number, subject and content, without an index
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

AGENCIES = 200
BATCH = 20_000
PLACES = ["张店", "淄川", "博山", "周村", "临淄", "桓台", "高青", "沂源"]
# From the most asked to the least: the n-th is drawn about n squared times less often than the first.
MATTERS = [
    "土地征收补偿安置方案", "建设工程规划许可证", "部门决算明细", "环境影响评价批复", "房屋征收决定书", "低保户发放名单",
    "道路改造施工许可", "村务监督报告", "行政处罚决定书", "招标文件和中标公示", "宅基地确权登记档案", "饮用水监测数据",
    "竣工验收备案表", "专题会议纪要", "耕地补贴发放明细", "违法建筑拆除决定", "控规批后公布图", "危房改造名册",
    "排污许可证副本", "国有股权转让批文", "人防工程验收意见", "文物保护规划", "林木采伐许可证", "渔业养殖证档案",
]  # fmt: skip
DRAWN = """
SELECT n, 1 + floor({agencies} * power(((n::bigint * 7919) %% 10007) / 10007.0, 2.2))::int AS agency,
    (%(places)s::text[])[1 + n %% {places}] || '区第' || n %% 9973 || '号' AS place,
    (%(matters)s::text[])[1 + floor({matters} * power(((n::bigint * 6571) %% 10009) / 10009.0, 2))::int] AS matter,
    timestamptz '2016-01-04 01:00+00' + n * interval '5 minutes' AS at
FROM generate_series(1, %(cases)s) AS n
"""


def main() -> None:
    given = [int(word) for word in sys.argv[1:3]]
    cases, rounds = given + [1_000_000, 9][len(given) :]
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ["CASEWORK_DATA_DIR"] = folder
        if "DATABASE_URL" in os.environ:
            measure(cases, rounds)
        else:
            from tests.servers import postgres

            with postgres() as url:
                os.environ["DATABASE_URL"] = url
                measure(cases, rounds)


def measure(cases: int, rounds: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    clerk, supervisor = fill(cases)
    print(f"filled {cases:,} cases of {AGENCIES} agencies in {time.perf_counter() - begun:.0f} s", flush=True)
    for who, user in (("clerk of the largest agency", clerk), ("supervisor of all", supervisor)):
        race_of_depth(who, user, rounds)
        race_of_search(who, user, rounds)
    connection.close()


def fill(cases: int):
    from casework.models import Agency, Applicant, Case, Role, User
    from deploy.bench.copies import multiply

    root = Agency.objects.create(name="某市人民政府", prefix="政")
    agencies = [Agency.objects.create(name=f"某局{n:03}", prefix=f"局{n}", parent=root).pk for n in range(AGENCIES)]
    clerk = User.objects.create(username="clerk", role=Role.CLERK, agency_id=agencies[0], display_name="李经办")
    supervisor = User.objects.create(username="supervisor", role=Role.SUPERVISOR, agency=root, display_name="孙督查")
    model = Case.objects.create(
        agency_id=agencies[0], number="model", stage="concluded", channel="counter", applicant_kind="natural",
        identity_checked=True, officer=clerk, received_on="2016-01-04", registered_at="2016-01-04 09:00+08:00",
        decision_code="G1", decided_on="2016-01-20", concluded_on="2016-01-21",
    )  # fmt: skip
    drawn = DRAWN.format(agencies=AGENCIES, places=len(PLACES), matters=len(MATTERS))
    text = "'申请公开' || place || matter || '及附图'"
    multiply(
        model,
        drawn,
        {
            "agency_id": "(%(ids)s::bigint[])[agency]", "number": "'局' || agency || '-' || n", "registered_at": "at",
            "subject": "place || matter", "content": text, "received_on": "at::date", "decided_on": "at::date + 14",
            "concluded_on": "at::date + 15",
        },
        ids=agencies, places=PLACES, matters=MATTERS, cases=cases,
    )  # fmt: skip
    person = Applicant.objects.create(case=model, kind="natural", name="赵某某")
    multiply(
        person,
        "SELECT id AS of_case FROM casework_case WHERE number <> 'model'",
        {"case_id": "of_case", "name": "'申请人' || of_case %% 5000"},
    )
    copy_words()
    model.delete()
    run("VACUUM (ANALYZE)")
    run("SET max_parallel_workers_per_gather = 0")
    return clerk, supervisor


def copy_words() -> None:
    """Give every case its words as the program does, by way of COPY."""
    from django.db import connection

    from casework.models import Case
    from casework.services.case_words import words_of

    run("DROP INDEX case_words_bigrams")
    cases = Case.objects.only("number", "subject", "content", "agency").prefetch_related("applicants").order_by("pk")
    last = 0
    while batch := list(cases.filter(pk__gt=last, applicants__isnull=False)[:BATCH]):
        last = batch[-1].pk
        rows = words_of((case, case.applicants.all()[0].name) for case in batch)
        with connection.cursor() as cursor:
            with cursor.copy("COPY casework_casewords (case_id, agency_id, bigrams) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((row.case_id, row.agency_id, row.bigrams))
    run("CREATE INDEX case_words_bigrams ON casework_casewords USING gin (bigrams)")


def race_of_depth(who: str, user, rounds: int) -> None:
    pages = {"first": page_at(user, None)}
    for name, share in (("tenth", 0.9), ("middle", 0.5), ("last", 0.001)):
        pages[name] = page_at(user, share)
    taken = race(rounds, **pages)
    for name in list(pages)[1:]:
        line(f"L1 {who}: page at the {name} of all cases", taken[name], taken["first"], 1.2, 1.5)


def page_at(user, share: float | None) -> Callable[[], object]:
    """Return the work of one page, ``share`` of the way up from the oldest case."""
    from casework.queries.work_list import CaseFilter, newest_first

    after = ""
    if share is not None:
        among = f"agency_id = {user.agency_id}" if user.role == "clerk" else "TRUE"
        [(at, pk)] = run(
            f"SELECT registered_at, id FROM casework_case WHERE {among} ORDER BY registered_at OFFSET"
            f" (SELECT floor(count(*) * {share}) FROM casework_case WHERE {among}) LIMIT 1"
        )
        after = f"{at.isoformat()},{pk}"
    return lambda: newest_first(cases_of(user, CaseFilter(open_only=False)), after=after)


def race_of_search(who: str, user, rounds: int) -> None:
    from casework.queries.work_list import CaseFilter, newest_first

    for text in ("土地", "名册", "征收补偿", "渔业养殖", "某局第", f"张店区第{8 * 1000}号", "征收决算"):

        def bare(text: str = text) -> int:
            like = f"%{text}%"
            return run(
                "SELECT count(*) FROM casework_case WHERE number LIKE %s OR subject LIKE %s OR content LIKE %s",
                like, like, like,
            )[0][0]  # fmt: skip

        def ours(text: str = text) -> object:
            return newest_first(cases_of(user, CaseFilter(open_only=False, text=text)))

        hits = bare()
        taken = race(max(3, rounds // 3), bare=bare, ours=ours)
        line(f"L2 {who}: {text}, {hits:,} hits in all", taken["ours"], taken["bare"], 0.1, 0.35)


def cases_of(user, wanted):
    from datetime import date

    from casework.adapters.working_calendar import calendars
    from casework.queries.work_list import listed

    return listed(user, wanted, today=date(2026, 3, 23), calendar=calendars().shared)


def race(rounds: int, **runners: Callable[[], object]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for turn in range(rounds + 1):
        for name, work in runners.items():
            begun = time.perf_counter()
            work()
            if turn:
                taken[name].append(time.perf_counter() - begun)
    return taken


def run(sql: str, *values: object) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def line(what: str, ours: list[float], bare: list[float], goal: float, floor: float) -> None:
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    print(
        f"{what}: {statistics.median(ours) * 1e3:.1f} ms against {statistics.median(bare) * 1e3:.1f} ms,"
        f" x{ratio:.3f} (goal {goal}, floor {floor})",
        flush=True,
    )


if __name__ == "__main__":
    main()
