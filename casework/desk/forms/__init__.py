"""What is asked of a person at the desk: one form an act."""
