"""The blind scoring of one case by one person: strands, level cards, evidence, lock, and handing the laptop on. It may
import the rest of `ui`, the queries and the panel's rules to ask what is still open; it acts through the desk alone and
never shows anybody else's level.
"""
