"""How long cases are kept, in words: rows of the review list, what is known of a case, what an erasure takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.ops import HoldReason
from bandingdesk.desk.retention import Erased
from bandingdesk.store.queries.retention import KeepingRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row

Name = Callable[[str | None], str]  # a person's name by their id

ICONS = {
    "due": ("clock-alert", "warn"),
    "reviewed": ("clipboard-check", "accent"),
    "kept": ("archive", "text2"),
    "held": ("pause", "warn"),
    "erased": ("circle-slash", "text2"),
}


def holds() -> list[tuple[HoldReason, str]]:
    """Return the causes of a hold, each with its words."""
    tr = QCoreApplication.translate
    return [
        ("appeal", tr("oversight", "an appeal")),
        ("complaint", tr("oversight", "a complaint")),
        ("information_request", tr("oversight", "a request for information")),
        ("inquiry", tr("oversight", "an inquiry")),
        ("other", tr("oversight", "something else")),
    ]


def reference(row: KeepingRow) -> str:
    """Return how a case is called here."""
    return row.reference or QCoreApplication.translate("oversight", "A case without a reference")


def rows(found: Sequence[KeepingRow], name: Name) -> list[Row | str]:
    """Return the review list, those that are erased under a heading of their own."""
    made: list[Row | str] = [_row(one, name) for one in found if one.state != "erased"]
    erased = [_row(one, name) for one in found if one.state == "erased"]
    return [*made, QCoreApplication.translate("oversight", "Erased"), *erased] if erased else made


def state(row: KeepingRow, name: Name) -> str:
    """Return how far a case is."""
    tr = QCoreApplication.translate
    match row.state:
        case "reviewed":
            return tr("oversight", "Reviewed by {name}").replace("{name}", name(row.reviewed_by))
        case "kept" if row.keep_until is not None:
            return tr("oversight", "Kept until {day}").replace("{day}", text.day(row.keep_until))
        case "kept":
            return tr("oversight", "Kept longer")
        case "held":
            cause = next((words for code, words in holds() if code == row.hold), "")
            return tr("oversight", "On hold: {cause}").replace("{cause}", cause)
        case "erased":
            return tr("oversight", "Erased by {name}").replace("{name}", name(row.erased_by))
        case _:
            return tr("oversight", "To review")


def since(row: KeepingRow) -> str:
    """Return from which day the rule lets a case go."""
    day = _due(row)
    return QCoreApplication.translate("oversight", "May go from {day}").replace("{day}", day) if day else ""


def known(row: KeepingRow, name: Name) -> list[tuple[str, str]]:
    """Return what is known of a case as (label, words)."""
    tr = QCoreApplication.translate
    born = tr("oversight", "{name}, born {day}")
    child = born.format(name=row.name, day=text.day_bare(row.born)) if row.name and row.born else row.name
    appeal = tr("oversight", "Lodged {day}. Hold the case while it is open.")
    found = [
        (tr("oversight", "Child"), child),
        (tr("oversight", "Rule and its source"), row.rule_words),
        (tr("oversight", "May go from"), _due(row)),
        _story(row, name),
        (tr("oversight", "Last appeal"), appeal.format(day=text.day(row.appeal_on)) if row.appeal_on else ""),
    ]
    return [(label, words) for label, words in found if words]


def _story(row: KeepingRow, name: Name) -> tuple[str, str]:
    """Return how far a case is, with the words of who did it."""
    match row.state:
        case "reviewed" | "kept":
            return state(row, name), row.words
        case "held":
            return state(row, name), f"{row.hold_words} ({name(row.held_by)})"
        case "erased":
            return state(row, name), row.reason
    return QCoreApplication.translate("oversight", "How far it is"), state(row, name)


def who_may(step: str) -> str:
    """Return who may take a step, for somebody who may not."""
    tr = QCoreApplication.translate
    if step == "hold":
        return tr(
            "oversight",
            "A caseworker, the quality lead, the data protection officer, a head of service or an administrator may.",
        )
    return tr("oversight", "The data protection officer, a head of service or an administrator may do this.")


def what_goes() -> str:
    """Return what an erasure takes."""
    return QCoreApplication.translate(
        "oversight",
        "What goes for good, here and wherever this record is shared: the case’s words, papers, score sheets,"
        " decisions, letters and drafts, and the child’s data where they have no other case here.",
    )


def what_stays() -> str:
    """Return what an erasure leaves."""
    return QCoreApplication.translate(
        "oversight",
        "What stays: the chain of entries without their words, and that this was erased, when, by which rule, by whom"
        " and why. Backups made before still hold the case.",
    )


def effect(row: KeepingRow) -> str:
    """Return what is asked before an erasure."""
    words = QCoreApplication.translate(
        "oversight",
        "Erase case {reference}? Its words, papers, scores, decisions, letters and drafts are gone for good.",
    )
    return words.replace("{reference}", reference(row))


def stays_in_short() -> str:
    """Return what an erasure leaves, beside the question."""
    return QCoreApplication.translate(
        "oversight",
        "The chain stays, and that it was erased, when, by which rule and by whom. Older backups still hold the case.",
    )


def done(step: str, erased: Erased | None = None) -> str:
    """Return what a step did."""
    tr = QCoreApplication.translate
    match step:
        case "erase" if erased is not None and erased.waits:
            return tr("oversight", "The erasure is recorded. The shared store takes it first, with the next sync.")
        case "erase":
            return tr("oversight", "The case is erased.")
        case "hold":
            return tr("oversight", "The case is on hold. Nothing of it is erased until the hold is released.")
        case "release":
            return tr("oversight", "The hold is released. The case is to be reviewed again.")
        case "keep":
            return tr("oversight", "It is recorded that the case is kept longer.")
        case _:
            return tr("oversight", "The review is recorded. Another person may now erase the case.")


def _due(row: KeepingRow) -> str:
    """Return the day, "" where the rule has none (a review may keep a case whose event is not known)."""
    return "" if row.due is None or row.due == date.max else text.day(row.due)


def _row(row: KeepingRow, name: Name) -> Row:
    icon, tone = ICONS[row.state]
    right_tone = "warn" if row.state in ("due", "held") else "text2"
    return Row(row.case, reference(row), row.rule_words, icon, tone, state(row, name), right_tone, since(row))
