"""The clerks' pages."""
