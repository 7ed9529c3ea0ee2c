"""The letters page's words for recipients and ways of sending, and what a row of the tray says."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row
from bandingdesk.ui.workspaces.letters.reading import Entry

SOON_DAYS = 5  # days to the law's last day from which on a row is marked; ux.md 3.1


def recipient(role: str) -> str:
    """Return who the letter is for."""
    match role:
        case "parent":
            return QCoreApplication.translate("letters", "To the parent or carer")
        case "young_person":
            return QCoreApplication.translate("letters", "To the young person")
        case "setting":
            return QCoreApplication.translate("letters", "To the setting")
        case _:
            return QCoreApplication.translate("letters", "To another body")


def sent_by(method: str | None) -> str:
    """Return how the letter went, as part of a row."""
    match method:
        case "post":
            return QCoreApplication.translate("letters", "Sent by post")
        case "email":
            return QCoreApplication.translate("letters", "Sent by email")
        case "portal":
            return QCoreApplication.translate("letters", "Sent through the portal")
        case _:
            return QCoreApplication.translate("letters", "Not sent")


def sent_line(method: str | None, on: date) -> str:
    """Return how and when the letter went, as a sentence."""
    match method:
        case "post":
            words = QCoreApplication.translate("letters", "Sent by post on {day}.")
        case "email":
            words = QCoreApplication.translate("letters", "Sent by email on {day}.")
        case _:
            words = QCoreApplication.translate("letters", "Sent through the portal on {day}.")
    return words.format(day=text.day(on))


def name(entry: Entry) -> str:
    """Return the letter's name: its number and its title in the letter matrix."""
    return f"{entry.template} · {entry.title}"


def check_code(sha256: str) -> str:
    """Return the hash in groups of eight, so that it can be read out and broken into lines."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def row(entry: Entry, today: date) -> Row:
    """Return the tray's row of ENTRY."""
    to = (recipient(entry.recipient_role), entry.recipient_name if entry.to else "")
    line = " · ".join(part for part in (entry.child_name, entry.reference, *to) if part)
    letter = entry.letter
    if letter is None:
        return _to_write(entry, line, today)
    pages = QCoreApplication.translate("letters", "%n pages", "", letter.pages)
    if letter.sent_on is None:
        words = QCoreApplication.translate("letters", "Issued, not sent")
        dated = QCoreApplication.translate("letters", "Dated {day}").format(day=text.day(letter.dated))
        return Row(entry.key, name(entry), line, "file-lock", "info", words, "info", f"{dated} · {pages}")
    went = f"{sent_by(letter.method)} · {text.day(letter.sent_on)}"
    served = ""
    if letter.served is not None:
        served = QCoreApplication.translate("letters", "Deemed served {day}").format(day=text.day(letter.served))
    return Row(entry.key, name(entry), line, "mail-check", "ok", went, "text2", served)


def _to_write(entry: Entry, line: str, today: date) -> Row:
    decided = ""
    if entry.decided_on is not None:
        decided = QCoreApplication.translate("letters", "Decided {day}").format(day=text.day(entry.decided_on))
    law_day = entry.law_day
    if law_day is None or entry.recipient_role == "setting":
        return Row(entry.key, name(entry), line, "file-text", "text2", decided, "text2")
    gap = (law_day - today).days
    tone = "danger" if gap < 0 else ("warn" if gap <= SOON_DAYS else "text2")
    icon = "clock-alert" if gap <= SOON_DAYS else "file-text"
    last = QCoreApplication.translate("letters", "Law’s last day {day}").format(day=text.day(law_day))
    left = text.days_left(law_day, today)
    return Row(entry.key, name(entry), line, icon, tone, f"{last} · {left}", tone, decided)
