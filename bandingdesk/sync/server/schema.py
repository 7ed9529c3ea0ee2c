"""The shared store's SQL as one readable script: what `store init` shows, and runs when it is allowed to."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from bandingdesk.sync import wire
from bandingdesk.sync.server import kinds

EPOCH = 1  # of the server's tables; a server with a higher one was upgraded by a newer program
FUNCTIONS = ("who", "decide", "apply", "read", "files", "leases", "keep", "spread")
VERSIONS = ("0001_shared_record", "0002_files_and_leases")


def read(name: str) -> str:
    """Return the text of one of the SQL files of this folder."""
    return (resources.files("bandingdesk.sync.server") / name).read_text(encoding="utf-8")


def functions() -> str:
    """Return the functions as this program wants them: they are replaced as a whole at every upgrade."""
    return "\n".join(read(f"functions/{name}.sql") for name in FUNCTIONS)


def new_store(store_id: str, created: int, program: str) -> str:
    """Return the statement that says which store this is. CREATED in UTC microseconds."""
    genesis = wire.ledger_genesis(store_id).hex()
    lowest, highest = wire.PROTOCOLS
    return (
        "INSERT INTO desk.store (store_id, created, epoch, lowest_protocol, highest_protocol, min_client, head_seq,"
        f" head_hash) VALUES ({kinds.quoted(store_id)}, {created}, {EPOCH}, {lowest}, {highest},"
        f" {kinds.quoted(program)}, 0, '\\x{genesis}');"
    )


def init_script(store_id: str, created: int, program: str) -> str:
    """Return the whole script that makes a shared store in an empty database."""
    return _joined(
        [
            read("roles.sql"),
            "SET ROLE bandingdesk_owner;",
            *(read(f"migrations/versions/{name}.sql") for name in VERSIONS),
            functions(),
            kinds.statement(),
            new_store(store_id, created, program),
            read("doors.sql"),
            "RESET ROLE;",
        ]
    )


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(part.strip() + "\n" for part in parts)
