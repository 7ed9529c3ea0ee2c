"""Decisions: a part of a case's page, with what follows each: actions, minutes, feedback, out of panel, appeals."""
