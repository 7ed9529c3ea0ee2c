"""A case as it stood at any moment, and its chronology."""
