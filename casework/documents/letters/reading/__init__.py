"""Reads a finished Word letter as plain values, so that its PDF shows what the Word file says."""
