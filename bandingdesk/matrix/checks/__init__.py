"""What can be wrong with a scheme, one file a subject: ladder, rules, steps, money, words and worked examples.

Each check takes the scheme or the survey of all its profiles and gives findings; `analyse.py` joins them. Nothing here
changes a definition, and no check guesses: what was not covered is said in the report.
"""
