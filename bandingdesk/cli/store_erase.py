"""`bandingdesk store erase`: the first of two people records the review, the second erases."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from bandingdesk.cli import passphrases, store_record
from bandingdesk.cli.output import Output
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError, RefusedError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.retention import Erased

KIND = "retention.destroyed"


class PersonNeededError(MissingError):
    """Nobody was named as acting."""

    code = "RT-22"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "Say who you are: an erasure is recorded under a person's name.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Add --by INITIALS. Your PIN is asked for; --pin-fd N reads it from a descriptor.")


class PersonUnknownError(RefusedError):
    """Nobody of the record is WHO, or may not erase."""

    code = "RT-23"
    message = QT_TRANSLATE_NOOP("errors", "Nobody in the record who may erase a case is called {who}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Use the initials of a data protection officer, head of service or administrator.")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `store erase`."""
    passphrases.add_recovery(parser)
    parser.add_argument("--case", required=True, metavar="ID", help="the case: 2026-0417, or its id")
    parser.add_argument("--rule", required=True, metavar="R", help="the key of the retention rule")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it stays, so it names no child")
    parser.add_argument("--by", metavar="INITIALS", help="who acts; in a demo two of its people are taken")
    parser.add_argument("--pin-fd", type=int, metavar="N", help="read the PIN of that person from this descriptor")
    parser.epilog = (
        "JSON keys: step (reviewed or erased), case, rule, by; erased: subjects, bodies, scrubbed, waits, backups."
    )


def erase(args: argparse.Namespace, out: Output) -> int:
    """Take the next step towards erasing a case: the review, or, by another person, the erasure itself."""
    from bandingdesk import bootstrap, seams
    from bandingdesk.store.queries import retention

    path = store_record.place(args)
    key = passphrases.key_of(path, args)
    clock, ids = seams.SystemClock(), seams.SystemIds()
    desk = bootstrap.open_desk(path, key, clock=clock, ids=ids, plain=key is None)
    try:
        case = desk.read(lambda conn: retention.case_of(conn, args.case))
        people = _people(desk, args.by or args.as_user)
        desk.switch(people[0])
        kept = desk.read(lambda conn: retention.keeping(conn, case)) or {}
        if kept.get("finding") != "destroy" or kept.get("rule") != args.rule or kept.get("reviewed_by") == people[0]:
            desk.retention.review(case, args.rule, "destroy", args.reason)
            if len(people) == 1:
                document = {"step": "reviewed", "case": case, "rule": args.rule, "by": people[0]}
                out.result(document, "Your review is recorded. Nothing is erased until another person erases it too.")
                return 0
            desk.switch(people[1])
        done = desk.retention.erase(case, args.rule, args.reason, _pin(args, desk))
        _say(args, out, case, desk.me_id, done)
    finally:
        desk.close()
    return 0


def _people(desk: Desk, who: str | None) -> list[str]:
    """Return who acts: the person named, or of a demo two who may. Raises PersonNeededError, PersonUnknownError."""
    from bandingdesk.council import may
    from bandingdesk.ops import Subject
    from bandingdesk.store.queries import council

    if who is None and not desk.is_demo:
        raise PersonNeededError()
    today = desk.clock.today()
    rows = [
        row
        for row in desk.read(council.people)
        if may.somewhere(desk.store.load(Subject("person", row.id)), KIND, today)
    ]
    if who is None:
        if len(rows) < 2:
            raise PersonUnknownError(who="by a demo's roles")
        return [row.id for row in rows[:2]]
    found = [row.id for row in rows if who in (row.id, row.initials, row.name)]
    if len(found) != 1:
        raise PersonUnknownError(who=who)
    return found


def _pin(args: argparse.Namespace, desk: Desk) -> str:
    from bandingdesk.desk.sample import SAMPLE_PIN

    if args.pin_fd is not None:
        with os.fdopen(os.dup(args.pin_fd), encoding="utf-8") as file:
            return file.readline().strip()
    if desk.is_demo:
        return SAMPLE_PIN
    if not sys.stdin.isatty():
        raise PersonNeededError()
    return getpass.getpass("PIN: ")


def _say(args: argparse.Namespace, out: Output, case: str, by: str, done: Erased) -> None:
    lines = [
        f"The case is erased under rule {args.rule}: {done.bodies:,} entries keep their place and lost their words."
    ]
    if done.waits:
        lines = [
            "The erasure is recorded. It is carried out here and everywhere once the shared store has taken it: sync."
        ]
    if not done.scrubbed:
        lines.append("Another window still reads the file: the last traces go when the store is opened next.")
    lines += [f"The backup of {one.at:%d %b %Y} still holds it: {one.place}" for one in done.backups]
    if done.backups:
        lines.append("Renew each with `store backup FILE --renew`, or destroy it, and write down that you did.")
    document = {
        "step": "erased",
        "case": case,
        "rule": args.rule,
        "by": by,
        "subjects": done.subjects,
        "bodies": done.bodies,
        "scrubbed": done.scrubbed,
        "waits": done.waits,
        "backups": [one.place for one in done.backups],
    }
    out.result(document, "\n".join(lines))
