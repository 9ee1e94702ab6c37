"""What the Regulation says (政府信息公开条例, 2019): plain Python, no Django, no clock, no I/O.

Start with ``clock.read`` (facts -> duties and day ledger), ``outcomes.CODES`` (decision codes)
and ``annual_table`` (shape and checks of the statutory table).
"""
