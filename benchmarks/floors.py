"""The plainest ways to move the rows of a sync: COPY and an executemany pipeline there, COPY and bulk inserts back.

A floor does what a sync cannot do without: it reads the rows from the outbox and acknowledges them there, or writes the
rows that came into the same tables of a record. It leaves out every check, every hash, and one transaction a batch.
"""

from __future__ import annotations

from typing import Any

import psycopg

from bandingdesk.store import arrive, log, standing, store, tables
from bandingdesk.sync import push

Server = psycopg.Connection[tuple[Any, ...]]
OPS = len(tables.OP_COLUMNS)
OUTCOME = tables.LEDGER_COLUMNS[1 + OPS :]
LEDGER = ("seq", *tables.OP_COLUMNS, *OUTCOME, "hash")
PAYLOAD = ("seq", "salt", "body")
TYPES = {"seq": "int8", "act_size": "int4", "version": "int4", "device_seq": "int8", "hlc": "int8",
         "wall_claimed": "int8", "proto": "int4", "lease_epoch": "int8", "commitment": "bytea", "recv_at": "int8",
         "hash": "bytea", "salt": "bytea", "body": "bytea"}  # fmt: skip
HASH = bytes(32)
MERGE = (
    "INSERT INTO floor.head AS h (subject, head_op) {} ON CONFLICT (subject) DO UPDATE SET head_op = excluded.head_op"
)


def lay(server: Server) -> None:
    """Make tables like the ledger's, with its keys and without its triggers."""
    with server.transaction():
        server.execute("CREATE SCHEMA floor")
        for table in ("ledger", "payload", "head"):
            server.execute(f"CREATE TABLE floor.{table} (LIKE desk.{table} INCLUDING ALL)".encode())
        server.execute("CREATE TABLE floor.moved (subject text, head_op text)")


def copied(box: store.Store, server: Server) -> None:
    """Send what waits by COPY, in one transaction."""
    ledger, payload, moved, places = _rows(box, server)
    with server.transaction(), server.cursor() as cursor:
        for table, columns, rows in (
            ("ledger", LEDGER, ledger),
            ("payload", PAYLOAD, payload),
            ("moved", ("subject", "head_op"), moved),
        ):
            with cursor.copy(f"COPY floor.{table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
                copy.set_types([TYPES.get(name, "text") for name in columns])
                for row in rows:
                    copy.write_row(row)
        cursor.execute(MERGE.format("SELECT subject, head_op FROM floor.moved").encode())
        cursor.execute("DELETE FROM floor.moved")
    _acknowledge(box, places)


def piped(box: store.Store, server: Server) -> None:
    """Send what waits by INSERTs in a pipeline, in one transaction."""
    ledger, payload, moved, places = _rows(box, server)
    with server.transaction(), server.cursor() as cursor:
        for table, columns, rows in (("ledger", LEDGER, ledger), ("payload", PAYLOAD, payload)):
            marks = ", ".join(["%b"] * len(columns))
            cursor.executemany(f"INSERT INTO floor.{table} ({', '.join(columns)}) VALUES ({marks})".encode(), rows)
        cursor.executemany(MERGE.format("VALUES (%b, %b)").encode(), moved)
    _acknowledge(box, places)


def _rows(box: store.Store, server: Server) -> tuple[list[Any], list[Any], list[Any], list[tuple[int]]]:
    """Return the rows of the ledger, of the payloads and of the heads for all that waits, and their places here."""
    found = server.execute("SELECT coalesce(max(seq), 0) FROM floor.ledger").fetchone()
    assert found is not None
    with box.read() as conn:
        rows = log.driver(conn).execute(push.SELECT_WAITING, (0, 10**9)).fetchall()
    made = (standing.APPLIED, "", None, "bench", 0, HASH)
    ledger = [(seq, *row[1 : 1 + OPS], *made) for seq, row in enumerate(rows, found[0] + 1)]
    payload = [(seq, row[-3], row[-2]) for seq, row in enumerate(rows, found[0] + 1)]
    return ledger, payload, [(row[4], row[1]) for row in rows], [(row[0],) for row in rows]


def _acknowledge(box: store.Store, places: list[tuple[int]]) -> None:
    with box.jot() as conn:
        log.driver(conn).executemany("UPDATE outbox SET state = 'applied' WHERE seq = ?", places)


def fetched(box: store.Store, server: Server) -> None:
    """Take the whole ledger with its bodies by COPY and write it into the record in one transaction."""
    select = f"SELECT {', '.join(f'l.{name}' for name in LEDGER)}, p.salt, p.body FROM desk.ledger l"
    statement = f"COPY ({select} JOIN desk.payload p USING (seq) ORDER BY l.seq) TO STDOUT (FORMAT BINARY)"
    with server.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types([TYPES.get(name, "text") for name in (*LEDGER, "salt", "body")])
        rows = list(copy.rows())
    end = 1 + OPS
    device, number = (1 + tables.OP_COLUMNS.index(name) for name in ("device_id", "device_seq"))
    with box.jot() as conn:
        raw = log.driver(conn)
        raw.executemany(log.INSERT_OP, [row[:end] for row in rows])
        raw.executemany(arrive.INSERT_PAYLOAD, [(row[0], row[-2], row[-1], None) for row in rows])
        raw.executemany(log.INSERT_CHAIN, [(row[device], row[number], HASH) for row in rows])
        raw.executemany(arrive.INSERT_OUTBOX, [(row[0], standing.APPLIED) for row in rows])
        raw.executemany(arrive.INSERT_LEDGER, [(row[0], row[0], *row[end:-2]) for row in rows])
