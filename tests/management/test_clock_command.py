"""manage.py clock: the contract other programs rely on. No test here may touch a database."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command

from casework.management.commands import clock as clock_command

ROOT = Path(__file__).resolve().parents[2]
RECEIVED = {"channel": "counter", "submitted_on": "2026-03-02"}
SILENT = {**RECEIVED, "consultations": [{"kind": "third_party", "sent_on": "2026-03-09", "delivered_on": "2026-03-11"}]}


def run(text: str | bytes, monkeypatch, **options) -> str:
    data = text.encode() if isinstance(text, str) else text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("clock", stdout=out, **{"as_of": "2026-03-12", **options})
    return out.getvalue()


@pytest.fixture
def ask(monkeypatch):
    return lambda text, **options: run(text, monkeypatch, **options)


@pytest.fixture
def refusal(monkeypatch):
    """The one line on stderr; nothing may have been printed."""

    def refused(text: str | bytes, **options) -> str:
        out = io.StringIO()
        data = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(CommandError) as raised:
            call_command("clock", stdout=out, **{"as_of": "2026-03-12", **options})
        assert raised.value.returncode == 2
        assert out.getvalue() == ""
        assert len(str(raised.value).splitlines()) == 1
        return str(raised.value)

    return refused


# One case


def test_facts_on_standard_input_are_answered_with_duties_and_ledger(ask):
    answer = json.loads(ask(json.dumps(SILENT)))
    assert list(answer) == ["received_on", "received_basis", "duties", "ledger"]
    duties = {duty["duty"]: duty for duty in answer["duties"]}
    assert list(duties) == ["supplement_notice", "reply", "third_party_opinion"]
    assert duties["reply"] == {
        "duty": "reply", "index": 0, "due_on": "2026-04-23", "provisional": False, "state": "suspended",
        "used": 5, "of": 20, "basis": ["条例第三十三条第二款", "条例第三十三条第三款"],
    }  # fmt: skip
    assert answer["ledger"][0] == {"date": "2026-03-03", "counts": True, "n": 1, "why": "工作日"}


def test_facts_in_a_file_are_answered_alike(ask, tmp_path):
    file = tmp_path / "办件.json"
    file.write_text(json.dumps(SILENT, indent=2), encoding="utf-8-sig")
    assert ask("", file=str(file)) == ask(json.dumps(SILENT), file="-")


def test_chinese_is_printed_as_chinese_on_one_line(ask):
    printed = ask(json.dumps(RECEIVED))
    assert "条例第三十一条第一项" in printed
    assert printed.count("\n") == 1
    assert printed.endswith("}\n")


@pytest.mark.parametrize(
    ("as_of", "state", "used"),
    [("2026-03-30", "running", 20), ("2026-03-31", "overdue", 20), ("2026-03-03", "running", 1)],
)
def test_the_state_is_that_of_the_day_asked_about(ask, as_of, state, used):
    (_, reply) = json.loads(ask(json.dumps(RECEIVED), as_of=as_of))["duties"]
    assert (reply["state"], reply["used"]) == (state, used)


def test_without_a_day_the_legal_today_is_asked_about(ask, monkeypatch):
    monkeypatch.setattr(clock_command, "legal_today", lambda: date(2026, 3, 31))
    (_, reply) = json.loads(ask(json.dumps(RECEIVED), as_of=None))["duties"]
    assert reply["state"] == "overdue"


def test_a_date_in_an_unpublished_year_is_provisional(ask):
    answer = json.loads(ask(json.dumps({"channel": "online", "submitted_on": "2026-12-04"}), as_of="2026-12-04"))
    (_, reply) = answer["duties"]
    assert (reply["due_on"], reply["provisional"]) == ("2027-01-04", True)
    assert answer["ledger"][-1]["why"] == "暂估计入，待国务院办公厅公布放假安排"


def test_a_request_not_yet_confirmed_has_no_duties(ask):
    answer = json.loads(ask('{"channel": "fax", "submitted_on": "2026-03-02"}'))
    assert (answer["received_on"], answer["duties"], answer["ledger"]) == (None, [], [])


# Bad input: exit code 2, one line, nothing on stdout


REFUSED = {
    "unknown key": ({**RECEIVED, "purpose": "研究"}, "purpose: 没有这个字段"),
    "unknown channel": ({"channel": "pigeon"}, "channel: 必填，只能是counter、"),
    "no date": ({"channel": "counter"}, "submitted_on: 必填：当面提交"),
    "a date that does not exist": ({**RECEIVED, "submitted_on": "2026-02-30"}, "submitted_on: 没有2026-02-30这一天"),
    "out of order": ({**RECEIVED, "concluded_on": "2026-03-01"}, "concluded_on: 不能早于收到申请之日2026-03-02（条例第三十一条）"),
    "extension of 21 days": (
        {**RECEIVED, "extension": {"working_days": 21}},
        "extension.working_days: 延长答复的期限最长不得超过20个工作日，至少1个工作日（条例第三十三条第二款）",
    ),
    "second supplement": ({**RECEIVED, "supplement": [{}, {}]}, "supplement: 补正只能一次性告知，不能有多份（条例第三十条）"),
    "before the calendar": ({**RECEIVED, "submitted_on": "2018-12-31"}, "submitted_on: 没有2018年的国务院办公厅放假安排"),
    "beyond every estimate": ({**RECEIVED, "submitted_on": "2035-01-02"}, "submitted_on: 没有2035年的国务院办公厅放假安排"),
    "not an object": ([RECEIVED], "(根): 应为 JSON 对象"),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "line"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_facts_are_refused_by_field_and_rule(refusal, facts, line):
    assert refusal(json.dumps(facts)).startswith(line)


BROKEN = {
    "nothing": ("", "(根): 不是有效的 JSON"),
    "no JSON": ("收到日2026-03-02", "(根): 不是有效的 JSON（第1列）"),
    "cut off": ('{\n "channel": "counter",\n', "(根): 不是有效的 JSON（第2行第"),
    "two values": ("{} {}", "(根): 不是有效的 JSON（第4列）"),
    "not a number": ('{"channel": "counter", "extension": {"working_days": NaN}}', "(根): NaN 不是数字"),
    "infinity": ('{"channel": "counter", "extension": {"working_days": -Infinity}}', "(根): -Infinity 不是数字"),
    "a key given twice": ('{"channel": "fax", "channel": "counter"}', "channel: 同一个字段出现了两次"),
    "a key given twice within": (
        '{"channel": "fax", "fee": {"paid_on": null, "paid_on": null}}',
        "paid_on: 同一个字段",
    ),
    "nesting without end": ('{"channel": ' + "[" * 200_000, "(根): JSON 嵌套太深"),
    "a number without end": ('{"channel": ' + "9" * 5000 + "}", "(根): JSON 中的数字太长"),
    "another encoding": ('{"channel": "传真"}'.encode("gb18030"), "(根): 应为UTF-8编码的文本"),
    "a key over two lines": ('{"a\\nb": 1}', "a\\nb: 没有这个字段"),
    "half a character": ('{"\\ud800": 1}', "\\ud800: 没有这个字段"),
}


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_json_is_refused_in_one_clear_line(refusal, text, line):
    assert refusal(text).startswith(line)


def test_a_very_long_key_does_not_flood_the_screen(refusal):
    line = refusal(json.dumps({"k" * 100_000: 1}))
    assert line.startswith("kkkk")
    assert len(line) < 400


@pytest.mark.parametrize(
    ("as_of", "line"),
    [
        ("2026-13-01", "--as-of: 没有2026-13-01这一天"),
        ("tomorrow", "--as-of: 日期应写作2026-03-02的形式"),
        ("", "--as-of: 日期应写作2026-03-02的形式"),
        ("2035-01-02", "--as-of: 没有2035年的国务院办公厅放假安排"),
    ],
)
def test_a_wrong_day_is_refused(refusal, as_of, line):
    assert refusal(json.dumps(RECEIVED), as_of=as_of).startswith(line)


def test_a_file_that_cannot_be_read_is_named(refusal, tmp_path):
    missing = tmp_path / "missing.json"
    assert refusal("", file=str(missing)).startswith(f"FILE: 不能读取 {missing}：")
    assert refusal("", file=str(tmp_path)).startswith(f"FILE: 不能读取 {tmp_path}：")


# Many cases, one a line


def lines_of(*cases: object) -> str:
    return "".join(f"{case if isinstance(case, str) else json.dumps(case)}\n" for case in cases)


def test_every_line_is_answered_in_order(ask):
    received = ["2026-03-02", "2026-12-04", "2025-12-15"]
    printed = ask(lines_of(*({**RECEIVED, "submitted_on": day} for day in received)), jsonl=True)
    assert [json.loads(line)["received_on"] for line in printed.splitlines()] == received


def test_a_bad_line_is_answered_in_its_place_and_the_exit_code_says_so(monkeypatch):
    cases = [RECEIVED, {**RECEIVED, "concluded_on": "2026-03-01"}, "{", '{"\\u2028": 1}', RECEIVED]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines_of(*cases).encode())))
    out = io.StringIO()
    with pytest.raises(CommandError, match="5件中有3件的事实有误") as raised:
        call_command("clock", stdout=out, as_of="2026-03-12", jsonl=True)
    assert raised.value.returncode == 2
    first, order, broken, odd, last = map(json.loads, out.getvalue().split("\n")[:-1])
    assert first == last
    assert first["received_on"] == "2026-03-02"
    assert order == {"error": {"field": "concluded_on", "rule": "不能早于收到申请之日2026-03-02"}}
    assert broken == {"error": {"field": "(根)", "rule": "不是有效的 JSON（第2列）"}}
    assert odd == {"error": {"field": "\\u2028", "rule": "没有这个字段"}}


def test_a_line_before_the_calendar_is_an_error_of_its_own(monkeypatch):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(lines_of({**RECEIVED, "submitted_on": "2018-05-05"}).encode()))
    )
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("clock", stdout=out, as_of="2026-03-12", jsonl=True)
    error = json.loads(out.getvalue())["error"]
    assert error["field"] == "submitted_on"
    assert error["rule"].startswith("没有2018年的国务院办公厅放假安排")


def test_blank_lines_hold_no_case(ask):
    printed = ask(f"\n{json.dumps(RECEIVED)}\r\n \n{json.dumps(RECEIVED)}", jsonl=True)
    assert len(printed.splitlines()) == 2


def test_no_lines_at_all_are_no_error(ask):
    assert ask("", jsonl=True) == ""


# As a program


def start(*arguments: str, **options) -> subprocess.Popen:
    """The command as another program starts it: no database behind it, and a terminal that knows only ASCII."""
    env = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
    }
    command = [sys.executable, "manage.py", "clock", *arguments]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, cwd=ROOT, env=env, **pipes, **options)


def test_bad_facts_end_the_program_with_2_one_line_on_stderr_and_nothing_on_stdout():
    program = start()
    out, err = program.communicate(b'{"channel": "counter", "submitted_on": "2026-02-30"}', timeout=120)
    assert (program.returncode, out) == (2, b"")
    (line,) = err.decode("utf-8").splitlines()
    assert "submitted_on: 没有2026-02-30这一天" in line


def test_answers_are_utf_8_and_come_line_by_line_without_a_database():
    program = start("--jsonl", "--as-of", "2026-03-12")
    for received_on in ("2026-03-02", "2026-03-03"):
        program.stdin.write(lines_of({**RECEIVED, "submitted_on": received_on}).encode())
        program.stdin.flush()
        # The second line is only written when the first has been answered.
        answer = json.loads(program.stdout.readline().decode("utf-8"))
        assert (answer["received_on"], answer["received_basis"]) == (received_on, "条例第三十一条第一项")
    out, err = program.communicate(timeout=120)
    assert (program.returncode, out, err) == (0, b"", b"")


def test_a_reader_that_stops_early_is_no_error():
    program = start("--jsonl", "--as-of", "2026-03-12")
    program.stdout.close()
    program.stdout = None
    _, err = program.communicate(lines_of(*[SILENT] * 50).encode(), timeout=120)
    assert (program.returncode, err) == (0, b"")


def test_a_thousand_cases_cost_about_as_much_as_the_start():
    def seconds(cases: int) -> float:
        begin = perf_counter()
        program = start("--jsonl", "--as-of", "2026-03-12")
        out, _ = program.communicate(lines_of(*[SILENT] * cases).encode(), timeout=300)
        assert out.count(b"\n") == cases
        return perf_counter() - begin

    alone, thousand = seconds(1), seconds(1000)
    print(f"one case {alone:.2f} s, a thousand {thousand:.2f} s")
    assert thousand <= 5 * alone
