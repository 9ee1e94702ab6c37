"""A register of a million cases on a PostgreSQL of its own, for the benches of pages, lists and filing.

    .venv/bin/python -m deploy.bench.filled FOLDER [cases]

fills one and keeps it until Ctrl-C; benches started meanwhile with CASEWORK_BENCH=FOLDER use it, others fill their own.
For every 50 concluded cases one is open. The first agency has about 9 % of them, the last of 200 a fifth of a percent.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

AGENCIES = 200
OPEN_SHARE = 50
BATCH = 20_000
PLACES = ["张店", "淄川", "博山", "周村", "临淄", "桓台", "高青", "沂源"]
# From the most asked to the least: the n-th is drawn about n squared times less often than the first.
MATTERS = [
    "土地征收补偿安置方案", "建设工程规划许可证", "部门决算明细", "环境影响评价批复", "房屋征收决定书", "低保户发放名单",
    "道路改造施工许可", "村务监督报告", "行政处罚决定书", "招标文件和中标公示", "宅基地确权登记档案", "饮用水监测数据",
    "竣工验收备案表", "专题会议纪要", "耕地补贴发放明细", "违法建筑拆除决定", "控规批后公布图", "危房改造名册",
    "排污许可证副本", "国有股权转让批文", "人防工程验收意见", "文物保护规划", "林木采伐许可证", "渔业养殖证档案",
]  # fmt: skip
CHANNELS = ["counter", "online", "email", "registered_mail"]
# Whatever the channel, one of these dates it is received by.
RECEIVED = ("received_on", "submitted_on", "signed_on", "confirmed_on")
DRAWN = """
SELECT n, 1 + floor({agencies} * power(((n::bigint * 7919) %% 10007) / 10007.0, 2.2))::int AS agency,
    (%(places)s::text[])[1 + n %% {places}] || '区第' || n %% 9973 || '号' AS place,
    (%(matters)s::text[])[1 + floor({matters} * power(((n::bigint * 6571) %% 10009) / 10009.0, 2))::int] AS matter,
    timestamptz '2016-01-04 01:00+00' + n * interval '5 minutes' AS at,
    -- Of the open cases: from three days overdue to nearly four weeks left.
    %(today)s::date + (n * 7 %% 30)::int - 3 AS due
FROM generate_series({first}, {last}) AS n
"""


@contextmanager
def register(cases: int) -> Iterator[Path]:
    """Yield the data directory of a filled register, Django set up on its database.

    With CASEWORK_BENCH it is the one that is kept there, which holds as many cases as it holds.
    """
    from tests.servers import postgres

    if kept := os.environ.get("CASEWORK_BENCH"):
        folder = Path(kept)
        start_django((folder / "database").read_text(encoding="ascii"), folder)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name, postgres(durable=True) as url:
        folder = Path(name)
        start_django(url, folder)
        fill(cases)
        yield folder
        from django.db import connection

        connection.close()


def start_django(url: str, folder: Path) -> None:
    """Set Django up on a database and a data directory, as the program's own processes find them."""
    os.environ |= {"DATABASE_URL": url, "CASEWORK_DATA_DIR": str(folder), "CASEWORK_DEMO": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def fill(cases: int) -> None:
    """Fill an empty database: agencies, people, cases, applicants, consultations, notices, searchable words."""
    from django.core.management import call_command

    from casework.adapters.clock import legal_today, utc_now
    from casework.models import Agency, Applicant, Case, Consultation, Notice, Role, User
    from deploy.bench.copies import multiply

    call_command("prepare")
    begun, today = time.perf_counter(), legal_today()
    root = Agency.objects.create(name="某市人民政府", prefix="政")
    agencies = [Agency.objects.create(name=f"某局{n:03}", prefix=f"局{n}", parent=root).pk for n in range(AGENCIES)]
    clerk = User.objects.create(username="clerk", role=Role.CLERK, agency_id=agencies[0], display_name="李经办")
    User.objects.create(username="supervisor", role=Role.SUPERVISOR, agency=root, display_name="孙督查")
    # Four colleagues in the first agency; elsewhere cases have no officer yet.
    officers = [clerk.pk]
    for n in range(4):
        colleague = User(username=f"colleague{n}", role=Role.CLERK, agency_id=agencies[0], display_name=f"赵同事{n}")
        colleague.save()
        officers.append(colleague.pk)
    given = {
        "ids": agencies, "places": PLACES, "matters": MATTERS, "channels": CHANNELS, "officers": officers, "today": today,
    }  # fmt: skip
    common = {
        "agency_id": "(%(ids)s::bigint[])[agency]", "number": "'局' || agency || '-' || n", "subject": "place || matter",
        "content": "'申请公开' || place || matter || '及附图'", "channel": "(%(channels)s::text[])[1 + n / 3 %% 4]",
        "officer_id": "CASE agency WHEN 1 THEN (%(officers)s::bigint[])[1 + n / 5 %% 5] END",
    }  # fmt: skip
    row = {
        "agency_id": agencies[0], "channel": "counter", "applicant_kind": "natural", "identity_checked": True,
        "officer": clerk, "received_on": "2016-01-04", "registered_at": "2016-01-04 09:00+08:00",
    }  # fmt: skip
    concluded = Case.objects.create(
        number="model", stage="concluded", decision_code="G1", decided_on=today, concluded_on=today, **row
    )
    days = {"registered_at": "at", "decided_on": "at::date + 14", "concluded_on": "at::date + 15"}
    days |= {"reply_due_on": "at::date + 28"} | dict.fromkeys(RECEIVED, "at::date")
    multiply(concluded, drawn(1, cases), common | days, **given)
    running = Case.objects.create(number="running", stage="processing", next_duty="reply", **row)
    multiply(
        running,
        drawn(cases + 1, cases + cases // OPEN_SHARE),
        common | {
            "stage": "CASE n %% 10 WHEN 0 THEN 'registered' WHEN 1 THEN 'signed' ELSE 'processing' END",
            "registered_at": "(due - 28)::timestamptz + (n %% 500) * interval '1 minute'",
            "reply_due_on": "due", "next_due_on": "due", "alarm_on": "due",
            **dict.fromkeys(RECEIVED, "due - 28"),
        },
        **given,
    )  # fmt: skip
    Case.objects.filter(number="running").delete()
    person = Applicant.objects.create(case=concluded, kind="natural", name="赵某某")
    others = "SELECT id AS of_case FROM casework_case WHERE number <> 'model'"
    multiply(person, others, {"case_id": "of_case", "name": "'申请人' || of_case %% 5000"})
    letter = Consultation.objects.create(
        case=concluded, kind="third_party", addressee="某公司", about="价格", sent_on=today, delivered_on=today
    )
    # Of the open cases one in twenty waits for an opinion.
    waiting = f"{others} AND stage = 'processing' AND id %% 20 = 0"
    multiply(letter, waiting, {"case_id": "of_case"})
    Notice.objects.bulk_create(
        Notice(
            recipient=clerk, channel="in_app", subject="期限提醒", body="…", state="sent", send_after=utc_now(),
            created_at=utc_now(), read_at=None if n < 20 else utc_now(),
        )
        for n in range(500)
    )  # fmt: skip
    copy_words()
    concluded.delete()
    run("VACUUM (ANALYZE)")
    print(f"filled {cases:,} cases in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)


def drawn(first: int, last: int) -> str:
    return DRAWN.format(agencies=AGENCIES, places=len(PLACES), matters=len(MATTERS), first=first, last=last)


def copy_words() -> None:
    """Give every case its words by way of COPY: those of number, content and name; the subject is in the content."""
    from django.db import connection

    from casework.law.similarity import bigram_codes

    run("DROP INDEX case_words_bigrams")
    codes_of_name = cache(bigram_codes)
    last = 0
    while batch := run(
        "SELECT c.id, c.agency_id, c.number, c.content, a.name FROM casework_case AS c"
        " JOIN casework_applicant AS a ON a.case_id = c.id WHERE c.id > %s ORDER BY c.id LIMIT %s",
        last, BATCH,
    ):  # fmt: skip
        last = batch[-1][0]
        with connection.cursor() as cursor:
            with cursor.copy("COPY casework_casewords (case_id, agency_id, bigrams) FROM STDIN") as copy:
                for case, agency, number, content, name in batch:
                    codes = {*bigram_codes(number), *bigram_codes(content), *codes_of_name(name)}
                    copy.write_row((case, agency, sorted(codes)))
    run("CREATE INDEX case_words_bigrams ON casework_casewords USING gin (bigrams)")


def run(sql: str, *values: object) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def main() -> None:
    # Stopped from outside, leave by way of every "finally", so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from tests.servers import postgres

    folder = Path(sys.argv[1]).resolve()
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    folder.mkdir(parents=True)
    with postgres(durable=True) as url:
        start_django(url, folder)
        fill(cases)
        (folder / "database").write_text(url, encoding="ascii")
        print(f"ready: CASEWORK_BENCH={folder}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
