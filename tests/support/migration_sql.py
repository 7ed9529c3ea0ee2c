"""Prints the statements that make today's log tables out of those of a store file: `python -m … FILE`.

For who writes the next step in store/migrations: new tables, indexes and triggers, those that differ, and new columns
of tables that hold something. Paste what it prints, then think about what the old rows become.
"""

from __future__ import annotations

import sqlite3
import sys

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn

from bandingdesk.store import tables

Shape = dict[tuple[str, str], str]


def shape(raw: sqlite3.Connection) -> Shape:
    """Return {(type, name): statement} of the log's own tables, indexes and triggers, blanks evened out."""
    rows = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): " ".join(sql.split()) for kind, name, table, sql in rows if table in tables.LOG.tables}


def fresh() -> sqlite3.Connection:
    """Return today's log tables in memory."""
    engine = create_engine("sqlite://")
    raw = engine.raw_connection()
    with engine.begin() as conn:
        tables.LOG.create_all(conn)
        for trigger in tables.TRIGGERS:
            conn.exec_driver_sql(trigger)
    found: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment]
    return found


def main(file: str) -> None:
    """Print what differs."""
    raw = sqlite3.connect(file)
    old, new = shape(raw), shape(fresh())
    for (kind, name), sql in new.items():
        before = old.get((kind, name))
        if before == sql:
            continue
        if kind == "table" and before is not None:
            known = {row[1] for row in raw.execute(f"PRAGMA table_info({name})")}
            for column in tables.LOG.tables[name].columns:
                if column.name not in known:
                    print(f"ALTER TABLE {name} ADD COLUMN {CreateColumn(column).compile(dialect=sqlite.dialect())}\n")
        if before is not None:
            print(f"DROP {kind.upper()} {name}\n")
        print(sql + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
