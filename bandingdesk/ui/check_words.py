"""The end of a check of the record in words: how much was walked, whether it is whole, or where it breaks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.store.verify import Verification


def verified(found: Verification, checkpoints: int = 0) -> str:
    """Return the end of a walk in one sentence; CHECKPOINTS is how many kept ends of chains were found again."""
    count = text.count(found.entries)
    if not found.ok:
        words = QCoreApplication.translate("check", "The record breaks after {count} whole entries.")
        return words.format(count=count)
    if not checkpoints:
        words = QCoreApplication.translate("check", "{count} entries checked, chain whole.")
        return words.format(count=count)
    words = QCoreApplication.translate(
        "check", "{count} entries checked, chain whole, %n checkpoints match.", "", checkpoints
    )
    return words.format(count=count)


def progress(count: int, total: int) -> str:
    """Return how far a walk is."""
    if not total:
        return QCoreApplication.translate("check", "The record is being read.")
    words = QCoreApplication.translate("check", "{count} of {total} entries")
    return words.format(count=text.count(count), total=text.count(total))


def first_break(found: Verification) -> tuple[str, str]:
    """Return what does not fit and where, and the id of the entry as a code."""
    bad = found.first_bad
    if bad is None:
        return "", ""
    where = ""
    if bad.seq:
        where = QCoreApplication.translate("check", "First break: entry {number}.").format(number=text.count(bad.seq))
    code_ = QCoreApplication.translate("check", "entry {id}").format(id=bad.op_id or "–")
    return " ".join(part for part in (broken(bad.what), where) if part), code_


def broken(what: str) -> str:
    """Return what does not fit at the first break."""
    match what:
        case "chain" | "chain_missing":
            return QCoreApplication.translate("check", "An entry is not the one that was recorded.")
        case "commitment" | "payload_missing" | "erased_with_body":
            return QCoreApplication.translate("check", "The words of an entry are not those that were recorded.")
        case "gap" | "op_missing" | "outbox":
            return QCoreApplication.translate("check", "An entry is missing.")
        case "parent" | "head":
            return QCoreApplication.translate("check", "An entry does not follow the one before it.")
        case _:
            return QCoreApplication.translate("check", "An entry does not fit.")


def code(sha256: str) -> str:
    """Return a hash in groups of eight, so that it can be read out and broken into lines."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))
