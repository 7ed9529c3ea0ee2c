"""What a panel above the first one found about a decision: how it is funded, or whether its record is sound."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from bandingdesk.store.queries.higher import FindingRow, SignedRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.workspaces.cases.case_sections import FactGrid


def _tr(words: str) -> str:
    return QCoreApplication.translate("higher", words)


def card_of(row: FindingRow) -> card.Card:
    """Return the card of a finding; amounts stand there only where the viewer may see money."""
    is_funds = row.kind == "funds"
    made = card.Card(_tr("How it is funded") if is_funds else _tr("Looked at by oversight"))
    assert made.heading is not None
    words, tone, icon = _state(row)
    made.heading.add(Chip(words, tone, icon))
    grid = FactGrid()
    grid.set([line for line in (_funds(row) if is_funds else _told(row)) if line[1]])
    made.add(grid)
    return made


def _state(row: FindingRow) -> tuple[str, str, str]:
    waits = {
        "second_signature": _tr("Waits for the second signature"),
        "to_sign": _tr("Waits for the decision maker"),
        "to_answer": _tr("Waits for an answer"),
    }
    if row.step in waits:
        return waits[row.step], "info", "pen-line"
    if row.agrees is False:
        return _tr("Not decided as found"), "warn", "file-warning"
    done = {"signed": _tr("Decided"), "answered": _tr("Answered")}
    return done.get(row.step, _tr("Recorded")), "ok", "circle-check"


def _funds(row: FindingRow) -> list[tuple[str, str]]:
    names = {"education": _tr("Education"), "health": _tr("Health"), "care": _tr("Social care"),
             "other": _tr("Somebody else")}  # fmt: skip
    shares = ", ".join(f"{names[one.party]} {text.money(one.pence)}" for one in row.shares)
    return [
        (_tr("Outcome"), codes.outcome(row.outcome)),
        (_tr("The cost"), text.money(row.pence) if row.pence is not None else _tr("Amounts are shown by role.")),
        (_tr("Shares"), shares),
        (_tr("How it is commissioned"), row.commissioned),
        (_tr("From"), text.day(row.starts) if row.starts else ""),
        (_tr("Reasons"), row.found.words if row.found else ""),
        (_tr("Decided"), _mark(row.signed)),
    ]


def _told(row: FindingRow) -> list[tuple[str, str]]:
    return [
        (_tr("Found"), codes.outcome(row.outcome)),
        (_tr("In words"), row.found.words if row.found else ""),
        (_tr("Asked of the decision maker"), " · ".join(row.asks)),
        (_tr("Theme"), row.theme),
        (_tr("Recorded"), _mark(row.found)),
        (_tr("Answer"), row.answered.words if row.answered else ""),
        (_tr("Answered"), _mark(row.answered)),
    ]


def _mark(row: SignedRow | None) -> str:
    return f"{row.name}, {text.moment(row.at)}" if row is not None else ""
