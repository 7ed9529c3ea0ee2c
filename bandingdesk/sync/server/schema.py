"""The shared store's SQL as one readable script: what `store init` shows is what it runs."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING

from bandingdesk.sync import wire
from bandingdesk.sync.server import kinds

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Administration

MIN_CLIENT = "0.1.0"  # the oldest program that understands what today's functions answer
EPOCH = 1  # of the server's tables; a server with a higher one was upgraded by a newer program
FUNCTIONS = ("who", "decide", "apply", "read", "files", "leases", "keep", "spread")
AS_OWNER, NOT_ANY_MORE = "begin_as_owner.sql", "end_as_owner.sql"


def read(name: str) -> str:
    """Return the text of one of the SQL files of this folder."""
    return (resources.files("bandingdesk.sync.server") / name).read_text(encoding="utf-8")


def init_script(store_id: str, created: int, min_client: str = MIN_CLIENT) -> str:
    """Return the script that makes the shared store STORE_ID in an empty database. CREATED in UTC microseconds."""
    return _joined(
        [
            read("roles.sql"),
            read(AS_OWNER),
            "CREATE SCHEMA desk AUTHORIZATION bandingdesk_owner;",
            "SET ROLE bandingdesk_owner;",
            _tables(None),
            _functions(),
            kinds.statement(),
            _new_store(store_id, created, min_client),
            read("doors.sql"),
            read(NOT_ANY_MORE),
            read("database.sql"),
        ]
    )


def upgrade_script(since: str) -> str:
    """Return the script that takes a shared store from revision SINCE to today's tables, functions and kinds.

    It holds everybody off while it runs (the lock that `desk.require_no_upgrade` asks for).
    """
    return _joined(
        [
            read("roles.sql"),
            read(AS_OWNER),
            "SET ROLE bandingdesk_owner;",
            "SELECT pg_catalog.pg_advisory_xact_lock(x'42444B'::integer, 1);",
            _tables(since),
            _functions(),
            kinds.statement(),
            "UPDATE desk.store SET epoch = {}, lowest_protocol = {}, highest_protocol = {}, min_client = {};".format(
                EPOCH, *wire.PROTOCOLS, kinds.quoted(MIN_CLIENT)
            ),
            read("doors.sql"),
            read(NOT_ANY_MORE),
            read("database.sql"),
        ]
    )


def revision(administration: Administration) -> str | None:
    """Return the revision of the tables of a shared store, None where there is no store yet."""
    if administration.ask("SELECT pg_catalog.to_regnamespace('desk')::text") is None:
        return None
    as_owner = f"{read(AS_OWNER)} SET ROLE bandingdesk_owner;"
    return str(administration.ask("SELECT version_num FROM desk.alembic_version", after=as_owner))


def _tables(since: str | None) -> str:
    from bandingdesk.sync.server.migrations import chain  # alembic: a quarter of a second

    return chain.script(since)


def _functions() -> str:
    """Return the functions as this program wants them: they are replaced as a whole at every upgrade."""
    return "\n".join(read(f"functions/{name}.sql") for name in FUNCTIONS)


def _new_store(store_id: str, created: int, min_client: str) -> str:
    """Return the statement that says which store this is."""
    genesis = wire.ledger_genesis(store_id).hex()
    lowest, highest = wire.PROTOCOLS
    return (
        "INSERT INTO desk.store (store_id, created, epoch, lowest_protocol, highest_protocol, min_client, head_seq,"
        f" head_hash) VALUES ({kinds.quoted(store_id)}, {created}, {EPOCH}, {lowest}, {highest},"
        f" {kinds.quoted(min_client)}, 0, '\\x{genesis}');"
    )


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part.strip() + "\n" for part in parts)
