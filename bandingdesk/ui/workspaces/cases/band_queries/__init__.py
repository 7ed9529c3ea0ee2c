"""Queries of a band by the setting: a part of a case's page."""
