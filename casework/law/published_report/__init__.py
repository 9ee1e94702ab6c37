"""Reading a published annual report and holding it against itself: text, tables, identities.

Start with ``reader`` (a file's blocks -> reports) and ``check`` (a report -> findings).
"""
