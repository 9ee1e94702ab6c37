"""Copies of identity documents: marked at the check, removed after the agency's period, on record; nothing else goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.law.acts import Act
from casework.models import Agency, Attachment
from casework.services.identity_copies import remove_old_copies, set_copy_period
from casework.services.letter_service import follow_up_service
from tests.cast import day, noon, register_case, replied_case
from tests.services.acts import by, perform
from tests.services.files import upload
from tests.services.test_disputes import again, ended, register
from tests.services.test_identity_and_acceptance import check
from tests.services.watching import everything, refused


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def concluded(cast):
    """A case concluded on 2026-03-11 with a copy of an ID and another file."""
    case = replied_case(cast, "N5", files=[upload("身份证.pdf"), upload("说明.pdf")])
    case.attachments.filter(name="身份证.pdf").update(purpose="证件复印件")
    return case


def the_period_is(days: int, cast) -> None:
    set_copy_period(days=days, actor=cast.head_chen)


def remove(on: str) -> int:
    return remove_old_copies(today=day(on), now=noon(on))


def kept(case) -> dict[str, bool]:
    return {item.name: item.file.storage.exists(item.file.name) for item in case.attachments.all()}


def test_a_check_marks_the_copies_of_its_own_case(cast):
    case, other = (register_case(cast, files=[upload("身份证.pdf"), upload("说明.pdf")]) for _ in range(2))
    copy = case.attachments.get(name="身份证.pdf")
    assert check(cast, case, copies=[copy.pk]).events.last().after["identity_copies"] == "1份"
    assert dict(case.attachments.values_list("name", "purpose")) == {"身份证.pdf": "证件复印件", "说明.pdf": "申请材料"}
    with refused("identity_copy_unknown", field="copies"):
        check(cast, other, copies=[copy.pk])


def test_nothing_is_removed_unless_the_agency_says_so(cast):
    case = concluded(cast)
    before = everything()
    assert remove("2036-03-11") == 0
    assert everything() == before
    assert kept(case) == {"身份证.pdf": True, "说明.pdf": True}


# 180 days end on 2026-09-07, but nobody knows when the letter arrived: 30 days for it end on 04-10, six months later is
# 10-10, a Saturday that is worked. Signed for on 03-13 the six months end on Sunday 09-13, so on Monday 09-14.
# 300 days after 03-11: 20 left in March, then 30 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 = 295 to the year's end, 5 more.
@pytest.mark.parametrize(
    ("days", "signed", "last"),
    [(180, "", "2026-10-10"), (180, "2026-03-13", "2026-09-14"), (300, "2026-03-13", "2027-01-04")],
)
@pytest.mark.parametrize(("after", "gone"), [(0, False), (1, True), (2, True)])
def test_the_day_before_the_day_and_the_day_after(cast, days, signed, last, after, gone):
    case = concluded(cast)
    if signed:
        follow_up_service(
            service_id=case.service_records.get().pk, kind="signed", happened_on=day(signed), note="签收单",
            **by(cast.officer_li, signed),
        )  # fmt: skip
    the_period_is(days, cast)
    on = (day(last) + timedelta(days=after)).isoformat()
    assert remove(on) == gone
    assert kept(case) == {"身份证.pdf": not gone, "说明.pdf": True}


def test_the_removal_is_on_record_and_happens_once(cast):
    case = concluded(cast)
    the_period_is(180, cast)
    assert (remove("2026-10-11"), remove("2026-10-12")) == (1, 0)
    event = case.events.last()
    assert (event.act, event.actor, event.actor_name) == ("remove_identity_copies", None, "系统")
    assert event.after == {"removed_copies": 1} and "办结满180日" in event.note
    row = Attachment.objects.get(name="身份证.pdf")
    assert row.sha256 and row.purpose == "证件复印件（已按期限删除）"


def test_a_disputed_case_and_the_archive_keep_theirs(cast):
    disputed, archived = concluded(cast), concluded(cast)
    the_period_is(180, cast)
    perform(Act.REGISTER_DISPUTE, disputed, cast.officer_li, "2026-03-20")
    perform(Act.ARCHIVE, archived, cast.officer_li, "2026-03-20")
    assert remove("2030-01-01") == 0
    assert kept(disputed)["身份证.pdf"] and kept(archived)["身份证.pdf"]


def test_a_case_decided_anew_keeps_its_proof_for_the_new_decision(cast):
    case = concluded(cast)
    the_period_is(180, cast)
    case = ended(cast, register(cast, case, "2026-09-20"), "2026-10-08", "revoked", redo_ordered=True)
    assert remove("2026-12-31") == 0, "an order that was not begun"
    case = perform(Act.REDO, case, cast.officer_li, "2026-11-02")
    again(cast, case, signed="2026-11-04", served="2026-11-05")
    # 30 days end on 12-05, six months on Saturday 2027-06-05, rolled to Monday.
    assert (remove("2026-11-06"), remove("2027-06-07"), remove("2027-06-08")) == (0, 0, 1)


def test_a_decision_on_a_dispute_opens_fifteen_days_more(cast):
    case = concluded(cast)
    the_period_is(180, cast)
    ended(cast, register(cast, case, "2026-09-20"), "2026-10-09", "maintained")
    # The agency got it on 10-09; 30 days end on 11-08, and 15 more on Monday 11-23.
    assert (remove("2026-11-23"), remove("2026-11-24")) == (0, 1)


@pytest.mark.parametrize("days", [-1, 1, 179, 3651])
def test_a_period_of_less_than_180_days_is_refused(cast, days):
    with refused("copy_period_invalid", "180"):
        the_period_is(days, cast)
    for allowed in (180, 3650, 0):
        the_period_is(allowed, cast)
        assert Agency.objects.get(pk=cast.bureau.pk).switches.identity_copy_days == allowed


def test_who_sets_the_period(cast):
    with refused("role_not_allowed"):
        set_copy_period(days=180, actor=cast.officer_li)
