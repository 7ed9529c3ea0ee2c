"""Cases: the list with its filter in words, the page of one case, a new case, and the import of a caseload list.

It imports widgets, theme, the reading modules of the store and the desk's acts; it never decides a rule of the work.
"""
