"""Settings: what suits one person on this computer, the people of the council, how the record is kept safe, versions.

It imports widgets, theme, the reading modules of the store and the desk's acts; policy is adopted elsewhere, as record.
"""
