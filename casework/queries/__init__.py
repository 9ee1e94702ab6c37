"""What is read across cases: work lists, due dates, the annual table."""
