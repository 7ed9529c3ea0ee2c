"""From epoch 1 to 2: ops of other devices arrive, stand or fall, and differ; bodies are sealed, opened and erased.

The statements stay as they are whatever the tables become later: a test compares their sum with a new store.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import BLOB, Column, Text

KEPT = "SELECT RAISE(ABORT, 'the record is only added to'); END"
TABLES = (
    """CREATE TABLE ledger ( seq INTEGER NOT NULL, op_seq INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
     against TEXT, submitter TEXT NOT NULL, recv_at INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (seq),
     UNIQUE (op_seq), FOREIGN KEY(op_seq) REFERENCES op (seq) )""",
    """CREATE TABLE ledger_lost ( id INTEGER NOT NULL, lost_at INTEGER NOT NULL, seq INTEGER NOT NULL,
     op_seq INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, against TEXT, submitter TEXT NOT NULL,
     recv_at INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (id) )""",
    """CREATE TABLE checkpoint ( id INTEGER NOT NULL, chain TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
     at INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id), UNIQUE (chain, seq, hash) )""",
    """CREATE TABLE signature ( device_id TEXT NOT NULL, device_seq INTEGER NOT NULL, hash BLOB NOT NULL,
     signature BLOB NOT NULL, PRIMARY KEY (device_id, device_seq) ) WITHOUT ROWID""",
    """CREATE TABLE dirty ( subject TEXT NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (subject) ) WITHOUT ROWID""",
    """CREATE TABLE settled ( id INTEGER NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (id) )""",
    """CREATE TABLE file_wanted ( case_id TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (case_id, sha256) )
     WITHOUT ROWID""",
    """CREATE TABLE bundle ( device_id TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
     last_seq INTEGER NOT NULL, place INTEGER NOT NULL, "after" TEXT NOT NULL, taken_at INTEGER NOT NULL,
     PRIMARY KEY (device_id, number) ) WITHOUT ROWID""",
    """CREATE TABLE box ( seq INTEGER NOT NULL, round TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (seq),
     FOREIGN KEY(seq) REFERENCES op (seq) )""",
    """CREATE TABLE group_key ( epoch INTEGER NOT NULL, "key" BLOB NOT NULL, PRIMARY KEY (epoch) )""",
    """CREATE TABLE erasure ( subject TEXT NOT NULL, rule TEXT NOT NULL, op_id TEXT NOT NULL, PRIMARY KEY (subject) )
     WITHOUT ROWID""",
)
# Epoch 1 never wrote a conflict, and references are a cache that the replay fills again.
ANEW = {
    "conflict": """CREATE TABLE "conflict" ( op_id TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
     against_op TEXT, state TEXT NOT NULL, resolution_op TEXT, PRIMARY KEY (op_id) )""",
    "reference": """CREATE TABLE reference ( subject TEXT NOT NULL, op_id TEXT NOT NULL, kind TEXT NOT NULL,
     year INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (subject) ) WITHOUT ROWID""",
}
INDEXES = (
    "CREATE INDEX reference_by_number ON reference (kind, year, number)",
    'CREATE INDEX conflict_by_subject ON "conflict" (subject)',
    "CREATE INDEX conflict_open ON \"conflict\" (subject, kind) WHERE state = 'open'",
    "CREATE INDEX payload_sealed ON payload (seq) WHERE body IS NULL AND erased IS NULL",
    "CREATE INDEX outbox_to_send ON outbox (seq) WHERE state IN ('recorded', 'waiting_blob', 'pending')",
    "CREATE INDEX outbox_fallen ON outbox (seq) WHERE state NOT IN ('recorded', 'waiting_blob', 'pending', 'applied')",
)
TRIGGERS = (
    "CREATE TRIGGER payload_is_only_erased BEFORE UPDATE ON payload WHEN NOT"
    " ((NEW.seq = OLD.seq AND NEW.salt IS NULL AND NEW.body IS NULL AND NEW.erased IS NOT NULL)"
    " OR (NEW.seq = OLD.seq AND OLD.body IS NULL AND OLD.erased IS NULL AND NEW.erased IS NULL"
    f" AND NEW.salt IS NOT NULL AND NEW.body IS NOT NULL)) BEGIN {KEPT}",
    f"CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN {KEPT}",
    f"CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint BEGIN {KEPT}",
    f"CREATE TRIGGER checkpoint_never_goes BEFORE DELETE ON checkpoint BEGIN {KEPT}",
    f"CREATE TRIGGER ledger_lost_stays BEFORE UPDATE ON ledger_lost BEGIN {KEPT}",
    f"CREATE TRIGGER ledger_lost_never_goes BEFORE DELETE ON ledger_lost BEGIN {KEPT}",
)


def upgrade(op: Operations) -> None:
    """Add what arrivals need; a payload that is opened is a new reason to change one."""
    for name, statement in ANEW.items():
        op.drop_table(name)
        op.execute(statement)
    for statement in TABLES:
        op.execute(statement)
    op.add_column("device", Column("name", Text))
    op.add_column("device", Column("sealing_key", BLOB))
    op.execute("DROP TRIGGER payload_is_only_erased")
    for statement in (*INDEXES, *TRIGGERS):
        op.execute(statement)
