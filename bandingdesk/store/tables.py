"""The log's own tables. They are migrated; the projection tables are rebuilt by replay and stand elsewhere.

`op.seq` is the order in which this file took the ops, its own and those of other devices; it is causal: an op stands
behind its parent. `device_seq` counts each device's own ops without a gap.
"""

from __future__ import annotations

from sqlalchemy import (
    BLOB,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bandingdesk.store import standing

EPOCH = 2  # of these tables; a store with a higher one was made by a newer version
APPLICATION_ID = 0x42444B31  # "BDK1" in the file's header

LOG = MetaData()

# In the printed order of the design: the chain's hash covers these columns one after the other (chain.py).
OP_COLUMNS = (
    "op_id",
    "act_id",
    "act_size",
    "subject",
    "parent_op",
    "seen",
    "kind",
    "version",
    "actor",
    "entered_by",
    "device_id",
    "device_seq",
    "hlc",
    "wall_claimed",
    "proto",
    "lease_epoch",
    "commitment",
)

op = Table(
    "op",
    LOG,
    Column("seq", Integer, primary_key=True),
    Column("op_id", Text, nullable=False, unique=True),
    Column("act_id", Text, nullable=False),
    Column("act_size", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("parent_op", Text),
    Column("seen", Text, nullable=False),  # JSON [["kind:id", head], ...] in the order the rule gave
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("device_seq", Integer, nullable=False),
    Column("hlc", Integer, nullable=False),  # milliseconds << 16 | counter; sorts a display, decides nothing
    Column("wall_claimed", Integer, nullable=False),  # UTC microseconds
    Column("proto", Integer, nullable=False),
    Column("lease_epoch", Integer),
    Column("commitment", BLOB, nullable=False),  # sha256(salt || body)
    Index("op_by_subject", "subject"),
)

# A payload without salt, body and rule is sealed: its bytes may not be read here yet (a blind sheet before its reveal).
# A rowid table: measured, 1.1 kB rows in a WITHOUT ROWID table cost 4,839 bytes each against 1,527 (design/store 5.1).
payload = Table(
    "payload",
    LOG,
    Column("seq", Integer, ForeignKey("op.seq"), primary_key=True),
    Column("salt", BLOB),
    Column("body", BLOB),
    Column("erased", Text),  # the rule it was erased under; salt and body are NULL then
    Index("payload_sealed", "seq", sqlite_where=text("body IS NULL AND erased IS NULL")),
)

chain = Table(
    "chain",
    LOG,
    Column("device_id", Text, primary_key=True),
    Column("device_seq", Integer, primary_key=True),
    Column("hash", BLOB, nullable=False),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    LOG,
    Column("seq", Integer, ForeignKey("op.seq"), primary_key=True),
    Column("state", Text, nullable=False),  # standing.py: what became of every op of the file, own or foreign
    Index("outbox_to_send", "seq", sqlite_where=text(f"state IN {standing.IN_TO_SEND}")),
    Index("outbox_fallen", "seq", sqlite_where=text(f"state NOT IN {standing.IN_STANDING}")),
)

# A cache: must equal a replay. `state` is the folded state as JSON.
head = Table(
    "head",
    LOG,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False, unique=True),
    Column("head_op", Text, nullable=False),
    Column("state", BLOB, nullable=False),
)

# Short references people see (case 2026-0417); a cache too. Two devices may give one number while apart: then the
# later op's text has a suffix (2026-0417-b), the same on every device.
reference = Table(
    "reference",
    LOG,
    Column("subject", Text, primary_key=True),
    Column("op_id", Text, nullable=False),  # of the op that made the subject
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("reference_by_number", "kind", "year", "number"),
    sqlite_with_rowid=False,
)

# An op that does not stand, and why: listed open until a person resolves it by an op.
conflict = Table(
    "conflict",
    LOG,
    Column("op_id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),  # standing.py
    Column("against_op", Text),
    Column("state", Text, nullable=False),  # open | resolved
    Column("resolution_op", Text),
    Index("conflict_by_subject", "subject"),
    Index("conflict_open", "subject", "kind", sqlite_where=text("state = 'open'")),
)

# The shared ledger as this device read it (store on a server only): its hash covers these columns of the server, with
# the op's own between seq and outcome (chain.py).
LEDGER_COLUMNS = ("seq", *OP_COLUMNS, "outcome", "reason", "against", "submitter", "recv_at")

ledger = Table(
    "ledger",
    LOG,
    Column("seq", Integer, primary_key=True),
    Column("op_seq", Integer, ForeignKey("op.seq"), nullable=False, unique=True),
    Column("outcome", Text, nullable=False),  # applied conflict held rejected quarantined
    Column("reason", Text, nullable=False),
    Column("against", Text),
    Column("submitter", Text, nullable=False),  # the login that sent it
    Column("recv_at", Integer, nullable=False),  # UTC microseconds, the server's clock
    Column("hash", BLOB, nullable=False),
)

# Ends of chains that were once seen, kept for good: the ledger's by every sync, a device's by minutes.
checkpoint = Table(
    "checkpoint",
    LOG,
    Column("id", Integer, primary_key=True),
    Column("chain", Text, nullable=False),  # "ledger", or a device's id
    Column("seq", Integer, nullable=False),
    Column("hash", BLOB, nullable=False),
    Column("at", Integer, nullable=False),  # UTC microseconds
    Column("source", Text, nullable=False),  # sync | minutes | file
    UniqueConstraint("chain", "seq", "hash"),
)

# What a restored server no longer has of the ledger: the entries behind the restore point, kept as evidence for the
# checkpoints that stood on them.
ledger_lost = Table(
    "ledger_lost",
    LOG,
    Column("id", Integer, primary_key=True),
    Column("lost_at", Integer, nullable=False),  # UTC microseconds, when this device gave them up
    *(Column(column.name, column.type, nullable=column.nullable) for column in ledger.columns),
)

# Files that ops of other devices name and that are not here yet: fetched after the op, and again until they came.
file_wanted = Table(
    "file_wanted",
    LOG,
    Column("case_id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# Heads of device chains as their devices signed them (Ed25519).
signature = Table(
    "signature",
    LOG,
    Column("device_id", Text, primary_key=True),
    Column("device_seq", Integer, primary_key=True),
    Column("hash", BLOB, nullable=False),
    Column("signature", BLOB, nullable=False),
    sqlite_with_rowid=False,
)

# Subjects whose head is not yet the fold of their standing ops; `whole`: fold from the start, not on top.
dirty = Table(
    "dirty",
    LOG,
    Column("subject", Text, primary_key=True),
    Column("whole", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Subjects that were folded again without a new op of theirs, for the other windows on this file (Store.news).
settled = Table("settled", LOG, Column("id", Integer, primary_key=True), Column("subject", Text, nullable=False))

# Sync through a folder: bundles taken from each device, sheets sealed to their round, the keys of the group.
bundle = Table(
    "bundle",
    LOG,
    Column("device_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("hash", BLOB, nullable=False),
    Column("last_seq", Integer, nullable=False),  # device_seq of its last op
    Column("place", Integer, nullable=False),  # the last op of this file when it was taken: what is behind knew it
    Column("after", Text, nullable=False),  # JSON {device: bundle}: what its author had taken when it was written
    Column("taken_at", Integer, nullable=False),
    sqlite_with_rowid=False,
)

box = Table(
    "box",
    LOG,
    Column("seq", Integer, ForeignKey("op.seq"), primary_key=True),
    Column("round", Text, nullable=False),
    Column("body", BLOB, nullable=False),
)

group_key = Table(
    "group_key",
    LOG,
    Column("epoch", Integer, primary_key=True),
    Column("key", BLOB, nullable=False),
)

lease = Table(
    "lease",
    LOG,
    Column("subject", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("expires_at", Integer, nullable=False),
)

device = Table(
    "device",
    LOG,
    Column("id", Text, primary_key=True),
    Column("user", Text),
    Column("name", Text),
    Column("pubkey", BLOB),  # Ed25519, signs heads
    Column("sealing_key", BLOB),  # X25519, opens what is sealed to the device
    Column("enrolled", Integer, nullable=False),
    Column("revoked_at", Integer),
    Column("last_checkpoint", Text),
)

draft = Table(
    "draft",
    LOG,
    Column("key", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("saved_at", Integer, nullable=False),  # UTC microseconds
    Column("body", Text, nullable=False),
)

file_key = Table(
    "file_key",
    LOG,
    Column("case_id", Text, primary_key=True),
    Column("key", BLOB),  # NULL once destroyed
    Column("destroyed_at", Integer),
)

# Subjects whose bodies were erased under a retention rule, and by which op: carried out again on what arrives later.
erasure = Table(
    "erasure",
    LOG,
    Column("subject", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("op_id", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What the store knows about itself: store_id, device_id, created, projections, demo.
mark = Table(
    "mark",
    LOG,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

_KEPT = "'the record is only added to'"
TRIGGERS = (
    f"CREATE TRIGGER op_stays BEFORE UPDATE ON op BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER op_never_goes BEFORE DELETE ON op BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER chain_stays BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER chain_never_goes BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER payload_never_goes BEFORE DELETE ON payload BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    # A payload changes in two ways only: its salt and body go and the rule stands in their place (erasure.py), or a
    # sealed one is opened (arrive.py).
    "CREATE TRIGGER payload_is_only_erased BEFORE UPDATE ON payload WHEN NOT"
    " ((NEW.seq = OLD.seq AND NEW.salt IS NULL AND NEW.body IS NULL AND NEW.erased IS NOT NULL)"
    " OR (NEW.seq = OLD.seq AND OLD.body IS NULL AND OLD.erased IS NULL AND NEW.erased IS NULL"
    " AND NEW.salt IS NOT NULL AND NEW.body IS NOT NULL))"
    f" BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER checkpoint_stays BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER checkpoint_never_goes BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER ledger_lost_stays BEFORE UPDATE ON ledger_lost BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER ledger_lost_never_goes BEFORE DELETE ON ledger_lost BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
    f"CREATE TRIGGER outbox_never_goes BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, {_KEPT}); END",
)
