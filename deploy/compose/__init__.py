"""Casework in containers."""
