"""The one collection that all projection tables belong to."""

from __future__ import annotations

from sqlalchemy import MetaData

METADATA = MetaData()
