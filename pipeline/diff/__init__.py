"""This year against last year, by meaning: two records -> a ``Diff``, which is pure data.

``booklets.diff`` is the way in; ``matching`` says which programme is which, ``programmes``, ``contacts`` and ``texts``
compare what is matched, ``rollover`` knows what a year changes by itself, ``apply`` proves that nothing was lost.
"""
