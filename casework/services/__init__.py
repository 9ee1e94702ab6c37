"""What may be done: one module a legal act. Every service is keyword-only and takes the clock.

A service locks the case, asks role and law, changes the facts, recomputes the deadlines and
writes one event, all in one transaction; a refusal leaves nothing behind.
"""
