"""Dates and states in the plain words an applicant reads. The facts come from queries.progress."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.law.duties import FEE_PAYMENT_WORKING_DAYS, REPLY_WORKING_DAYS
from casework.law.fees import Tariff
from casework.law.letter_service import ServiceMethod
from casework.queries.progress import Progress, ProgressState, ReasonsAsked, StepKind
from casework.templatetags.casework_display import chinese_date, third_of_month, weekday

STATE_WORDS: dict[ProgressState, str] = {
    ProgressState.SUBMITTED: "已提交",
    ProgressState.REGISTERED: "已登记",
    ProgressState.PROCESSING: "办理中",
    ProgressState.SUPPLEMENT_ASKED: "请您补正",
    ProgressState.REASONS_ASKED: "请您说明理由",
    ProgressState.FEE_ASKED: "请您缴费",
    ProgressState.THIRD_PARTY_ASKED: "征求第三方意见中",
    ProgressState.AGENCY_ASKED: "征求其他机关意见中",
    ProgressState.REPLIED: "已答复",
    ProgressState.WITHDRAWN: "已撤回",
    ProgressState.LAPSED: "视为放弃申请",
    ProgressState.UNPAID: "未缴费，视为放弃申请",
}
STEP_WORDS: dict[StepKind, str] = {
    StepKind.SUBMITTED: "您提交了申请",
    StepKind.RECEIVED: "本机关收到申请",
    StepKind.SUPPLEMENT_ASKED: "本机关告知您补正",
    StepKind.SUPPLEMENT_RECEIVED: "收到您的补正",
    StepKind.CONSULTATION_STARTED: "本机关发函征求意见，所需时间不计入答复期限",
    StepKind.EXTENDED: "本机关告知您延期答复",
    StepKind.REASONS_ASKED: "本机关请您说明理由",
    StepKind.REASONS_RECEIVED: "收到您说明的理由",
    StepKind.DELAYED: "本机关告知您延迟答复",
    StepKind.FEE_ASKED: "本机关发出收费通知",
    StepKind.FEE_PAID: "您完成缴费，答复期限重新计算",
    StepKind.REPLIED: "本机关答复您",
    StepKind.WITHDRAWN: "您撤回了申请",
    StepKind.LAPSED: "逾期未补正，视为放弃申请",
    StepKind.UNPAID: "逾期未缴费，视为放弃申请",
    StepKind.REOPENED: "本机关重新办理您的申请",
}
_REPLY_METHODS = {
    ServiceMethod.POSTAL: "邮寄",
    ServiceMethod.IN_PERSON: "当面送达",
    ServiceMethod.ENTRUSTED: "委托送达",
    ServiceMethod.ELECTRONIC: "电子送达",
}
_COUNTED = f"自收到之日的次日起数{REPLY_WORKING_DAYS}个工作日；补正、延期、征求意见时会变动，并告知您。"


def spoken_day(day: date) -> str:
    """Return 2026年3月30日（星期一）."""
    return f"{chinese_date(day)}（{weekday(day)}）"


def rough_day(day: date) -> str:
    """Return 2027年1月上旬: an estimate must not look like a date."""
    return f"{day.year}年{day.month}月{third_of_month(day)}"


def due_text(progress: Progress) -> str:
    """Return the last day for the reply in words, or why it is not known."""
    if not progress.received_on:
        return "待收到日确定后计算"
    if progress.due_is_unknown:
        return "暂时不能计算"
    if progress.due_on is None:
        if progress.state is ProgressState.SUPPLEMENT_ASKED:
            return "收到您的补正后重新计算"
        if progress.state is ProgressState.FEE_ASKED:
            return "您完成缴费后重新计算"
        return "暂停计算，收到意见后恢复"
    if progress.due_is_provisional:
        return f"暂估{rough_day(progress.due_on)}"
    return spoken_day(progress.due_on)


def due_note(progress: Progress) -> str:
    """Return how the last day is counted and what may still move it."""
    if progress.due_is_unknown:
        return "有关年份的国务院办公厅放假安排没有载入本系统，不能确定工作日。请向本机关咨询答复期限。"
    if progress.due_is_provisional and progress.due_on:
        year = progress.due_on.year
        return f"期限末日在{year}年，待国务院办公厅公布{year}年放假安排后才能确定是哪一天。" + _COUNTED
    return _COUNTED


def receipt_note(progress: Progress) -> str:
    """Return how the day of receipt was fixed."""
    if progress.received_on is None:
        return f"本机关将与您联系确认，以双方确认之日为收到申请之日（{progress.receipt_basis}）。"
    if progress.received_on == progress.submitted_on:
        return f"网上提交成功之日即为收到申请之日（{progress.receipt_basis}）。"
    return f"依照{progress.receipt_basis}确定。"


def status_of(progress: Progress) -> dict[str, Any]:
    """Return the state as the status box shows it: a word, a tone and sentences."""
    tones = {
        ProgressState.SUPPLEMENT_ASKED: "action",
        ProgressState.REASONS_ASKED: "action",
        ProgressState.FEE_ASKED: "action",
        ProgressState.REPLIED: "done",
        ProgressState.WITHDRAWN: "done",
        ProgressState.LAPSED: "done",
        ProgressState.UNPAID: "done",
    }
    sentences = [*_STATE_SENTENCES[progress.state](progress), *_deadline_sentences(progress)]
    return {
        "word": STATE_WORDS[progress.state],
        "tone": tones.get(progress.state, ""),
        "sentences": [sentence for sentence in sentences if sentence],
    }


def events_of(progress: Progress) -> list[dict[str, Any]]:
    """Return the steps for the timeline, newest first."""
    return [{"on": day, "title": STEP_WORDS[kind]} for day, kind in reversed(progress.steps)]


def _deadline_sentences(progress: Progress) -> list[str]:
    if not progress.is_open:
        return []
    found = []
    if progress.extended and progress.due_on:
        found.append(f"答复期限已延长至{due_text(progress)}。")
    if progress.delayed_until:
        found.append(f"因申请数量较多，本机关已告知您延迟至{spoken_day(progress.delayed_until)}前答复。")
    if progress.is_overdue and progress.due_on:
        found.append(
            f"答复期限（{spoken_day(progress.due_on)}）已过。您可以联系本机关催办，也可以依法申请行政复议或者提起行政诉讼。"
        )
    return found


def _submitted(progress: Progress) -> list[str]:
    return ["申请已提交，本机关正在确认收件。", _received(progress)]


def _registered(progress: Progress) -> list[str]:
    return [_received(progress), "正在核对身份和申请内容。"]


def _processing(progress: Progress) -> list[str]:
    return [_received(progress), "本机关正在办理。"]


def _received(progress: Progress) -> str:
    return f"收到申请之日：{spoken_day(progress.received_on)}。" if progress.received_on else receipt_note(progress)


def _supplement_asked(progress: Progress) -> list[str]:
    asked = progress.supplement
    if asked is None:
        return []
    return [
        f"补正通知已于{chinese_date(asked.served_on)}发出，请于{spoken_day(asked.answer_by)}前（含当日）补正。",
        "答复期限自收到补正之日起重新计算；没有正当理由逾期不补正的，视为放弃申请。",
    ]


def _reasons_asked(progress: Progress) -> list[str]:
    asked = progress.reasons
    if asked is None:
        return []
    return [
        f"{reasons_facts(asked)}本机关请您说明理由：{asked.what_to_explain}",
        f"请于{spoken_day(asked.answer_by)}前（含当日）书面说明，可以在网上提交，也可以当面提交或者寄到本机关。",
        "理由不合理的，本机关将告知您不予处理；理由合理但一时答复不完的，会告知您延迟到哪一天答复。",
    ]


def reasons_facts(asked: ReasonsAsked) -> str:
    """Return how many requests were counted, as the notice told it."""
    return f"您在{chinese_date(asked.counted_from)}至{chinese_date(asked.counted_to)}期间提出了{asked.counted}件申请，"


def _fee_asked(progress: Progress) -> list[str]:
    fee = progress.fee
    if fee is None:
        return []
    if fee.tariff == Tariff.PIECE:
        counted = f"按件计收，当月此前{fee.counted_before}件，这份申请计{fee.quantity}件"
    else:
        counted = f"按量计收，共{fee.quantity}页"
    if fee.pay_by is None:
        limit = f"请自收到收费通知的次日起{FEE_PAYMENT_WORKING_DAYS}个工作日内缴纳。"
    elif fee.pay_by_is_provisional:
        limit = f"请在{rough_day(fee.pay_by)}前缴纳，准确日期待国务院办公厅公布放假安排后确定。"
    else:
        limit = f"请于{spoken_day(fee.pay_by)}前（含当日）缴纳。"
    code = f"缴款识别码：{fee.payment_code}。" if fee.payment_code else ""
    return [
        f"需要缴纳信息处理费{fee.amount}元（{counted}）。{limit}",
        f"缴纳方式：{fee.how_to_pay}{'' if fee.how_to_pay.endswith('。') else '。'}{code}",
        "本网站不收款，也不会请您向个人账户转账。",
        "答复期限自您完成缴费的次日起重新计算；逾期不缴的，视为放弃申请，本机关不再处理。",
    ]


def _unpaid(progress: Progress) -> list[str]:
    return ["您没有在期限内缴纳信息处理费，视为放弃申请，本机关不再处理。需要的话，可以再次申请。"]


def _third_party_asked(progress: Progress) -> list[str]:
    return ["您申请的信息涉及第三方，本机关已书面征求第三方意见，所需时间不计入答复期限。"]


def _agency_asked(progress: Progress) -> list[str]:
    return ["本机关正在征求其他机关的意见，所需时间不计入答复期限。"]


def _replied(progress: Progress) -> list[str]:
    reply = progress.reply
    if reply is None:
        return ["本机关已作出答复。"]
    number = f"，邮件号{reply.postal_number}" if reply.postal_number else ""
    method = _REPLY_METHODS[ServiceMethod(reply.method)]
    return [f"本机关已于{spoken_day(reply.on)}答复您（{method}{number}）。", "答复内容和救济途径见答复书。"]


def _withdrawn(progress: Progress) -> list[str]:
    day = f"于{chinese_date(progress.concluded_on)}" if progress.concluded_on else ""
    return [f"您已{day}撤回申请，本机关不再办理。需要的话，可以再次申请。"]


def _lapsed(progress: Progress) -> list[str]:
    return ["您没有在补正期限内补正，视为放弃申请，本机关不再处理。需要的话，可以再次申请。"]


_STATE_SENTENCES = {
    ProgressState.SUBMITTED: _submitted,
    ProgressState.REGISTERED: _registered,
    ProgressState.PROCESSING: _processing,
    ProgressState.SUPPLEMENT_ASKED: _supplement_asked,
    ProgressState.REASONS_ASKED: _reasons_asked,
    ProgressState.FEE_ASKED: _fee_asked,
    ProgressState.THIRD_PARTY_ASKED: _third_party_asked,
    ProgressState.AGENCY_ASKED: _agency_asked,
    ProgressState.REPLIED: _replied,
    ProgressState.WITHDRAWN: _withdrawn,
    ProgressState.LAPSED: _lapsed,
    ProgressState.UNPAID: _unpaid,
}
