"""`bandingdesk store init URL`, `store roles URL`, `store vouch URL`: what an administrator of a server does.

The first two show the SQL first. On a terminal they ask before they run it; `--print` only shows it, for a database
administrator to read and run; `--yes` runs it without asking.
"""

from __future__ import annotations

import argparse
import datetime
import sys

from bandingdesk.cli import passphrases
from bandingdesk.cli.output import Output
from bandingdesk.sync import address
from bandingdesk.sync.address import Address


def add_running(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that shows SQL before it runs it."""
    parser.add_argument("--print", action="store_true", dest="only_print", help="show the SQL and do nothing")
    parser.add_argument("--yes", action="store_true", help="run the SQL without asking")


def add_roles(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store roles`."""
    parser.add_argument("url", help="postgresql://ADMINISTRATOR@SERVER:5432/STORE?ca=FILE")
    parser.add_argument("--login", metavar="NAME", help="make this login, or renew its password and roles")
    parser.add_argument("--person", metavar="ID", help="the person of the record that the login belongs to")
    parser.add_argument(
        "--role", action="append", default=[], metavar="ROLE", help="a role; may be given several times"
    )
    parser.add_argument(
        "--until", type=datetime.date.fromisoformat, metavar="DATE", help="the password ends on this day"
    )
    parser.add_argument("--remove", metavar="NAME", help="end this login")
    add_running(parser)


def add_vouch(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store vouch`."""
    parser.add_argument("url", help="the shared store, by a login with the role administrator")
    parser.add_argument(
        "--seq", type=int, metavar="N", help="the last entry of the backup (default: the last there is)"
    )
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def init(args: argparse.Namespace, out: Output) -> int:
    """Make the shared schema at a server, or bring an older one up to date."""
    from bandingdesk import seams
    from bandingdesk.store.log import micros
    from bandingdesk.sync import remote
    from bandingdesk.sync.server import schema

    where = address.parse(str(args.path))
    secret = None if args.only_print else _secret(args, where)
    since = None
    if not args.only_print:
        with remote.Administration(where, secret) as administration:
            since = schema.revision(administration)
    store_id = seams.SystemIds().new()
    if since is None:
        script = schema.init_script(store_id, micros(seams.SystemClock().now()))
    else:
        script = schema.upgrade_script(since)
    ran = _show_and_run(args, out, where, secret, script)
    done = "The shared store is ready" if since is None else "The shared store is up to date"
    human = f"{done} at {where.host}. Give each person a login: bandingdesk store roles URL --login NAME …"
    out.result(
        {"url": where.text(), "store_id": None if since else store_id, "since": since, "ran": ran, "sql": script},
        human if ran else "Nothing was run.",
    )
    return 0


def roles(args: argparse.Namespace, out: Output) -> int:
    """Show the roles; make, renew or end one person's login."""
    from bandingdesk import seams
    from bandingdesk.store.log import micros
    from bandingdesk.sync.server import logins, schema

    where = address.parse(args.url)
    ids, now = seams.SystemIds(), micros(seams.SystemClock().now())
    document: dict[str, object] = {"url": where.text()}
    human = ""
    if args.remove:
        script = logins.end(args.remove, now)
        document["removed"] = args.remove
        human = f"The login {args.remove} has ended. What it sent stays in the record under its name."
    elif args.login:
        password = logins.password(ids.salt())
        verifier = logins.verifier(password, ids.salt())
        script = logins.give(args.login, args.person or "", args.role, verifier, now, args.until)
        document |= {"login": args.login, "person": args.person, "roles": args.role, "password": password}
        human = (
            f"The login {args.login} is ready. Its password: {password}\n"
            "Hand it over in person or by telephone. It is not shown again."
        )
    else:
        script = schema.read("roles.sql")
        human = "The roles are there."
    secret = None if args.only_print else _secret(args, where)
    ran = _show_and_run(args, out, where, secret, script)
    if not ran and not args.only_print:
        document.pop("password", None)
    shown = human if ran or (args.only_print and args.login) else "Nothing was run."
    out.result(document | {"ran": ran, "sql": script}, shown)
    return 0


def vouch(args: argparse.Namespace, out: Output) -> int:
    """Vouch that the ledger was set back on purpose, so that laptops send again what came after. At once, before work
    goes on: entries that were added since the restore would count as part of the backup.
    """
    from bandingdesk.sync import remote

    where = address.parse(args.url)
    with remote.connect(where, _secret(args, where)) as line:
        head = line.pull(0, 1).head_seq
        seq = head if args.seq is None else args.seq
        document: dict[str, object] = {"url": where.text(), "seq": seq, "head_seq": head, "done": False}
        if not out.as_json:
            out.line(f"The ledger ends at entry {head}. Laptops will take entry {seq} for the last one of the backup.")
        if not (args.yes or _agrees(out, where)):
            out.result(document, "Nothing was done.")
            return 0
        hash_ = line.restore_mark(seq)
    out.result(document | {"done": True, "hash": hash_.hex()}, "Done. Each laptop sends again what came after it.")
    return 0


def _secret(args: argparse.Namespace, where: Address) -> str | None:
    return None if where.is_socket else passphrases.ask(args)


def _show_and_run(args: argparse.Namespace, out: Output, where: Address, secret: str | None, script: str) -> bool:
    """Show SCRIPT, ask where nobody has said yes yet, run it; return whether it ran. Raises ScriptRefusedError."""
    if not out.as_json:
        out.line(script)
    if args.only_print or not (args.yes or _agrees(out, where)):
        return False
    from bandingdesk.sync import remote

    with remote.Administration(where, secret) as administration:
        administration.run(script)
    return True


def _agrees(out: Output, where: Address) -> bool:
    if out.as_json or not sys.stdin.isatty():
        return False
    out.line(f"Do this on {where.host}, database {where.database}? Write yes:")
    return sys.stdin.readline().strip().lower() in ("yes", "y")
