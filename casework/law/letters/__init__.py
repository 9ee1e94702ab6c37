"""Official letters (文书) in words: which kinds there are, and their text composed from a case's facts.

Plain Python: give it ``facts.LetterFacts`` and it returns ``text.LetterText``. Source: law.md 6.1-6.4.
"""
