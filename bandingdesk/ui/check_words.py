"""The end of a check of the record in words: how much was walked, whether it is whole, or where it breaks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.store.verify import Verification


def verified(found: Verification) -> str:
    """Return the end of a walk in one sentence: what was walked, and whether it is whole."""
    count = text.count(found.entries)
    if found.first_bad is not None:
        words = QCoreApplication.translate("check", "The record breaks after {count} whole entries.")
        return words.format(count=count)
    if found.ledger is not None and found.ledger.first_bad is not None:
        words = QCoreApplication.translate(
            "check", "{count} entries of this laptop are whole. Its copy of the shared record breaks."
        )
        return words.format(count=count)
    kept = found.checkpoints + (found.ledger.checkpoints if found.ledger is not None else 0)
    if not kept:
        words = QCoreApplication.translate("check", "{count} entries checked, chain whole.")
        return words.format(count=count)
    words = QCoreApplication.translate("check", "{count} entries checked, chain whole, %n checkpoints match.", "", kept)
    return words.format(count=count)


def progress(count: int, total: int) -> str:
    """Return how far a walk is."""
    if not total:
        return QCoreApplication.translate("check", "The record is being read.")
    words = QCoreApplication.translate("check", "{count} of {total} entries")
    return words.format(count=text.count(count), total=text.count(total))


def first_break(found: Verification) -> tuple[str, str]:
    """Return what does not fit and where, and the entry's id, or the device's, as a code."""
    bad = found.first_bad
    if bad is not None:
        code_ = QCoreApplication.translate("check", "entry {id}").format(id=bad.op_id or "–")
        return " ".join(part for part in (broken(bad.what), _where(bad.seq)) if part), code_
    shared = found.ledger.first_bad if found.ledger is not None else None
    if shared is None:
        return "", ""
    device = QCoreApplication.translate("check", "device {id}").format(id=shared.device_id) if shared.device_id else ""
    return " ".join(part for part in (broken_shared(shared.what), _where(shared.seq)) if part), device


def _where(seq: int | None) -> str:
    if not seq:
        return ""
    return QCoreApplication.translate("check", "First break: entry {number}.").format(number=text.count(seq))


def broken_shared(what: str) -> str:
    """Return what does not fit in the copy of the shared record."""
    match what:
        case "checkpoint" | "lost_chain":
            return QCoreApplication.translate(
                "check", "A checkpoint that was kept does not match: the shared record was written again after it."
            )
        case "signature":
            return QCoreApplication.translate("check", "A device’s entries do not end as that device signed them.")
        case "unsigned":
            return QCoreApplication.translate("check", "Entries stand in a device’s name that it never signed.")
        case _:
            return QCoreApplication.translate("check", "An entry of the shared record is missing or was changed.")


def broken(what: str) -> str:
    """Return what does not fit at the first break."""
    match what:
        case "chain" | "chain_missing":
            return QCoreApplication.translate("check", "An entry is not the one that was recorded.")
        case "checkpoint":
            return QCoreApplication.translate("check", "A checkpoint that was kept does not match this record.")
        case "erased_without_rule":
            return QCoreApplication.translate("check", "The words of an entry are gone, and no rule says why.")
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
