"""Profiles of setting, officer and panel on the page of a case: who stands where, one being written, the gaps."""
