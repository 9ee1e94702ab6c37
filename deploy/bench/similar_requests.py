"""Like decisions and repeats against 100,000 earlier requests of one agency, on PostgreSQL.

    .venv/bin/python -m deploy.bench.similar_requests [cases] [questions]

It fills a private PostgreSQL (unless DATABASE_URL names an empty one) with invented requests of one
agency and prints the median and the slowest of the answers; it ends with 1 when the median of either
is above 50 ms. The applicant asked about has 200 earlier requests.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MS = 50.0
BATCH = 5_000
BUSY = "申请人甲"
DISTRICTS = ["张店区", "淄川区", "博山区", "周村区", "临淄区", "桓台县", "高青县", "沂源县"]
SYLLABLES = "东西南北前后上下大小张王李赵刘陈杨黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋"
MATTERS = [
    "集体土地征收补偿安置方案", "建设工程规划许可证及附图", "部门决算中三公经费支出明细", "环境影响评价批复",
    "房屋征收决定书", "低保户名单及发放金额", "道路改造工程施工许可证", "村务公开监督报告", "行政处罚决定书",
    "招标文件和中标公示", "宅基地确权登记档案资料", "饮用水水源地水质监测数据", "竣工验收备案表", "会议纪要",
    "耕地地力保护补贴资金发放明细", "违法建筑强制拆除决定书", "控制性详细规划批后公布图", "危房改造补助名册",
]  # fmt: skip
ENDINGS = ["", "，请以纸质形式提供", "及相关批准文件", "，包括附件和附图", "复印件一份"]


def main() -> None:
    given = [int(word) for word in sys.argv[1:3]]
    cases, questions = given + [100_000, 60][len(given) :]
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ["CASEWORK_DATA_DIR"] = folder
        if "DATABASE_URL" in os.environ:
            slow = measure(cases, questions)
        else:
            from tests.servers import postgres

            with postgres() as url:
                os.environ["DATABASE_URL"] = url
                slow = measure(cases, questions)
    sys.exit(1 if slow else 0)


def request_text(chance: random.Random) -> str:
    village = "".join(chance.choices(SYLLABLES, k=2))
    year = chance.randrange(2012, 2026)
    return f"申请公开{year}年{chance.choice(DISTRICTS)}{village}村{chance.choice(MATTERS)}{chance.choice(ENDINGS)}"


def measure(cases: int, questions: int) -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from casework.services.data_keys import prepare_keys

    prepare_keys()
    call_command("migrate", verbosity=0)
    from casework.models import Agency, Role, User
    from casework.queries.similar_requests import own_similar_requests, similar_decisions

    agency = Agency.objects.create(name="虚构审批服务局", prefix="虚审")
    user = User.objects.create(username="bench", role=Role.CLERK, agency=agency)
    chance = random.Random(7)
    fill(agency, cases, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked_for = [request_text(chance) for _ in range(questions)]
    slow = False
    for name, ask in (
        ("similar decisions", lambda text: similar_decisions(user, text)),
        ("own repeats", lambda text: own_similar_requests(user, BUSY, text)),
    ):
        took = timed(ask, asked_for)
        median = statistics.median(took)
        print(f"{name}: {cases:,} cases, median {median:.1f} ms, slowest {max(took):.1f} ms")
        slow |= median > LIMIT_MS
    return slow


def timed(ask: Callable[[str], object], texts: list[str]) -> list[float]:
    from casework.law.similarity import asked

    found = []
    for text in texts:
        # As a worker meets it: nothing of the earlier requests is remembered.
        asked.cache_clear()
        started = time.perf_counter()
        ask(text)
        found.append((time.perf_counter() - started) * 1000)
    return found


def fill(agency, cases: int, chance: random.Random) -> None:
    from datetime import UTC, date, datetime

    from casework.models import Applicant, Case, CaseWords
    from casework.services.case_words import words_of

    for first in range(0, cases, BATCH):
        rows = []
        for number in range(first, min(first + BATCH, cases)):
            text = request_text(chance)
            rows.append(
                Case(
                    agency=agency, number=f"虚审{number}", stage="concluded", channel="counter", content=text,
                    subject=text[:60], applicant_kind="natural", received_on=date(2025, 3, 3), decision_code="G2",
                    decided_on=date(2025, 3, 10), concluded_on=date(2025, 3, 11),
                    registered_at=datetime(2025, 3, 3, 4, tzinfo=UTC),
                )
            )  # fmt: skip
        Case.objects.bulk_create(rows)
        names = [
            BUSY if index % (max(1, cases // 200)) == 0 else f"申请人{first + index}"
            for index in range(first, first + len(rows))
        ]
        named = list(zip(rows, names, strict=True))
        CaseWords.objects.bulk_create(words_of(named))
        Applicant.objects.bulk_create(Applicant(case=case, kind="natural", name=name) for case, name in named)


if __name__ == "__main__":
    main()
