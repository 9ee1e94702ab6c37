"""The outside world: clock, calendar rows, numbers, file checks, mail."""
