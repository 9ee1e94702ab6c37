"""Invented cases for demonstration, built through the same services that real ones go through."""
