"""The one MetaData of all projection tables, and how such a table is made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

METADATA = MetaData()


def table(name: str, of: str, texts: str, integers: str = "", keys: str = "") -> Table:
    """Return a table of subject kind OF: column names parted by blanks; KEYS are looked up, each by an index.

    Days are ISO text, instants ISO text in UTC, truths 0 or 1, lists JSON text: what stands in a row is plain.
    """
    columns: list[Column[Any]] = [Column("owner", Text, nullable=False, index=True)]
    columns += [Column(column, Text) for column in texts.split()]
    columns += [Column(column, Integer) for column in integers.split()]
    made = Table(name, METADATA, *columns, info={"of": of})
    for key in keys.split():
        Index(f"ix_{name}_{key}", made.c[key])
    return made
