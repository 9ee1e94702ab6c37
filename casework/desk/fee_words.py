"""信息处理费 in words: a calculation as screens and paper show it."""

from __future__ import annotations

from typing import Any

from casework.law.fees import FREE, TARIFF_NAMES, TARIFF_RULES, UNIT_NAMES, FeeCharge


def charge_rows(charge: FeeCharge) -> dict[str, Any]:
    """Return a calculation as partials/fee_steps.html shows it, and a letter prints it."""
    unit = UNIT_NAMES[charge.tariff]
    return {
        "tariff": TARIFF_NAMES[charge.tariff],
        "rule": TARIFF_RULES[charge.tariff],
        "unit": unit,
        "steps": charge.steps,
        "amount": charge.amount,
        "free": f"累计不超过{FREE[charge.tariff]}{unit}，不收取信息处理费。" if charge.amount == 0 else "",
    }
