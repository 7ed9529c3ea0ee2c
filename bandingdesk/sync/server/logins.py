"""One login for each person: the SQL that makes it, gives it roles, and ends it.

A login's password stands in the SQL as its scram verifier alone, so that neither a log nor a screen shows it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import date

from bandingdesk.council.may import EVERYBODY
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.sync.server import schema
from bandingdesk.sync.server.kinds import quoted

ROLES: tuple[str, ...] = EVERYBODY
ROUNDS = 4096  # what PostgreSQL itself uses
LONGEST = 63  # characters of a name on the server


class LoginShapeError(InvalidError):
    """A login can't be made like this: WHAT is wrong."""

    code = "SY-10"
    message = QT_TRANSLATE_NOOP("errors", "This login can't be made: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed on the server.")
    do = QT_TRANSLATE_NOOP("errors", "Correct the command and run it again.")


def give(login: str, person: str, roles: Sequence[str], verifier: str, now: int, until: date | None = None) -> str:
    """Return the SQL that makes LOGIN (or renews it) for PERSON with exactly ROLES. Raises LoginShapeError."""
    _check(login, person, roles)
    name = _identifier(login)
    ends = quoted(until.isoformat() if until else "infinity")
    groups = [f"bandingdesk_{role}" for role in ROLES]
    lines = [
        f"-- The login of one person: {', '.join(roles)}.",
        "DO $$ BEGIN",
        f"    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {quoted(login)}) THEN",
        f"        CREATE ROLE {name};",
        "    END IF;",
        "END $$;",
        f"ALTER ROLE {name} LOGIN PASSWORD {quoted(verifier)} VALID UNTIL {ends};",
        f"REVOKE {', '.join(groups)} FROM {name};",
        f"GRANT {', '.join(f'bandingdesk_{role}' for role in roles)} TO {name};",
    ]
    own = [
        f"INSERT INTO desk.login (login, person, added_at) VALUES ({quoted(login)}, {quoted(person)}, {now})"
        " ON CONFLICT (login) DO UPDATE SET person = excluded.person, ended_at = NULL;",
        f"DELETE FROM desk.granted WHERE login = {quoted(login)};",
        *(f"INSERT INTO desk.granted (login, role) VALUES ({quoted(login)}, {quoted(role)});" for role in roles),
    ]
    return _with_owner(lines, own)


def end(login: str, now: int) -> str:
    """Return the SQL that ends LOGIN. Its name stays, since the record says who sent what."""
    name = _identifier(login)
    lines = [
        "-- This login ends: it can't come in, it has no role, and its open sessions are refused at their next call.",
        f"ALTER ROLE {name} NOLOGIN;",
        f"REVOKE {', '.join(f'bandingdesk_{role}' for role in ROLES)} FROM {name};",
        f"GRANT bandingdesk_member TO {name};  -- to be told so",
    ]
    own = [
        f"UPDATE desk.login SET ended_at = {now} WHERE login = {quoted(login)} AND ended_at IS NULL;",
        f"DELETE FROM desk.granted WHERE login = {quoted(login)};",
    ]
    return _with_owner(lines, own)


def verifier(password: str, salt: bytes) -> str:
    """Return what the server keeps of a password (SCRAM-SHA-256, RFC 5802 and 7677). PASSWORD is ASCII."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    parts = [base64.b64encode(part).decode() for part in (salt, stored, hmac.digest(salted, b"Server Key", "sha256"))]
    return f"SCRAM-SHA-256${ROUNDS}:{parts[0]}${parts[1]}:{parts[2]}"


def password(random: bytes) -> str:
    """Return a new password of 16 random bytes that can be read out on the telephone."""
    text = base64.b32encode(random).decode().rstrip("=").lower()
    return "-".join(text[at : at + 5] for at in range(0, len(text), 5))


def _with_owner(lines: Sequence[str], own: Sequence[str]) -> str:
    parts = [*lines, schema.read(schema.AS_OWNER).strip(), "SET ROLE bandingdesk_owner;", *own]
    return "\n".join([*parts, schema.read(schema.NOT_ANY_MORE)])


def _check(login: str, person: str, roles: Sequence[str]) -> None:
    if not login or len(login) > LONGEST or login.startswith(("bandingdesk_", "pg_")):
        raise LoginShapeError(what=f"{login!r} is no name for a login")
    if not person:
        raise LoginShapeError(what="the person's id is missing")
    if not roles or (unknown := set(roles) - set(ROLES)):
        raise LoginShapeError(what=f"{sorted(unknown)[0]!r} is no role" if roles else "no role was named")
    if "administrator" in roles and len(set(roles)) > 1:
        raise LoginShapeError(what="an administrator has no case data, so that role needs a login of its own")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
