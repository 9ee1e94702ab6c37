"""Casework 依申请公开办理系统: government information requests from intake to the annual table."""
