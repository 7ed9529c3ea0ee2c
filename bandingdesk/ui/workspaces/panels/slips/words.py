"""The words of the part: how far a member, a workbook and a case are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.panel.slips import doubts
from bandingdesk.store.queries.slips import DoubtRow, MemberRow, SlipCaseRow, SlipRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.row_list import Row


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("slips", words, "", count)


def member(row: MemberRow) -> Row:
    """Return a member's row in the list."""
    right, tone = _right(row)
    icon = {"workbook": "file-spreadsheet", "paper": "clipboard-pen"}[row.slips[0].kind] if row.slips else "user-round"
    return Row(row.person, row.name, f"{row.code} · {row.profession}", icon=icon, right=right, right_tone=tone)


def _right(row: MemberRow) -> tuple[str, str]:
    newest = next((one for one in row.slips if one.state != "withdrawn"), None)
    if newest is None:
        return ("", "text2") if row.open else (_tr("Nothing open"), "text2")
    if newest.to_settle:
        return _tr("To look at"), "warn"
    if newest.locked == len(newest.cases):
        return _tr("All locked"), "ok"
    if newest.locked or newest.state == "back":
        words = _tr("{count} of {all} locked").replace("{count}", str(newest.locked))
        return words.replace("{all}", str(len(newest.cases))), "accent"
    return {"made": (_tr("Made"), "text2"), "out": (_tr("Out"), "accent")}[newest.state]


def state(row: SlipRow) -> str:
    """Return how far a workbook or a set of slips is, in a sentence."""
    if row.state == "withdrawn":
        return _tr("Withdrawn: {0}").replace("{0}", row.withdrawn)
    done = _tr("Complete and locked for {count} of {all} cases.").replace("{count}", str(row.locked))
    done = done.replace("{all}", str(len(row.cases)))
    if row.state == "back" and row.back_on is not None:
        back = _tr("It came back on {0}.").replace("{0}", text.day(row.back_on))
        return f"{back} {done}"
    if row.locked:
        return done
    if row.state == "made":
        return _tr("No copy has been saved yet, so the member can't have it.")
    if row.kind == "paper":
        return _tr("The slips were saved to print. Enter each as it is handed in.")
    return _tr("A copy was saved to send. It has not come back yet.")


def case(row: SlipCaseRow) -> tuple[str, str, str]:
    """Return the words, tone and icon of a case: never an answer."""
    if row.state in ("part", "doubt", "other") and row.missing:
        return _tr("%n row(s) still to fill in: ask the member to send it again", row.missing), "warn", "circle-dot"
    return {
        "waiting": (_tr("Not back yet"), "text2", "clock"),
        "locked": (_tr("Locked, unseen until the reveal"), "ok", "lock"),
        "same": (_tr("Locked, unseen until the reveal"), "ok", "lock"),
        "stepped_out": (_tr("An interest stands in the way: nothing is locked"), "warn", "hand"),
        "late": (_tr("Too late: the scores were revealed before"), "warn", "clock-alert"),
        "replaced": (_tr("Opened for scoring again since: make a new one"), "warn", "refresh-cw"),
        "complete": (_tr("Complete, not locked yet"), "accent", "circle-check"),
        "part": (_tr("Not complete"), "warn", "circle-dot"),
        "empty": (_tr("Nothing filled in"), "text2", "circle"),
        "doubt": (_tr("Complete, with something to look at"), "warn", "triangle-alert"),
        "other": (_tr("Other answers than the ones locked before"), "warn", "git-compare"),
    }[row.state]


def doubt(row: DoubtRow) -> str:
    """Return a doubt as a sentence: its place, never what stands there."""
    return _tr(doubts.SENTENCES[row.code]).replace("{place}", row.place)
