"""The queries of a band as cards: how far each is, the strands in dispute, what was found, the next step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.band_query import QueryRow, StrandRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.workspaces.cases.band_queries.reading import Queries
from bandingdesk.ui.workspaces.cases.band_queries.view_model import QueriesViewModel
from bandingdesk.ui.workspaces.cases.case_sections import READING, FactGrid

_TONES = {"open": ("info", "hourglass"), "decided": ("warn", "mail"), "answered": ("ok", "circle-check"),
          "withdrawn": ("plain", "ban")}  # fmt: skip


class ListPart(card.Column):
    """All queries of the case, the newest first."""

    def __init__(self, seen: QueriesViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self.note = Banner("", tone="info", closable=False)
        self.note.setMaximumWidth(READING + 140)
        self.add(self.note)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self.add(self._holder)
        self.body.addStretch(1)

    def show_seen(self, seen: Queries, today: date) -> None:
        """Show the queries."""
        self.note.say(*self._standing(seen), tone="info")
        card.clear(self._holder)
        for row in seen.rows:
            self._holder.addWidget(self._card(row, seen, today))

    def _standing(self, seen: Queries) -> tuple[str, str, str]:
        """Return what a query is and is not: whose limit, whose money, whose right."""
        right = self.tr("The family’s right of appeal is not touched by a query and does not wait for it.")
        money = self.tr("A query changes no band and pays nothing: a further decision does.")
        if seen.limit is None:
            return right, money, self.tr("The council has set no limit for the answer; the law sets none.")
        days = self.tr("%n working days", "", seen.limit.days)
        limit = self.tr("The council’s own limit is {0}; the law sets none.").replace("{0}", days)
        return right, money, limit

    def _card(self, row: QueryRow, seen: Queries, today: date) -> QWidget:
        made = card.Card(self.tr("Query received {0}").replace("{0}", text.day(row.received)))
        made.setMaximumWidth(READING + 140)
        assert made.heading is not None
        tone, icon = _TONES[row.state]
        made.heading.add(Chip(self._state(row), tone, icon))
        grid = FactGrid()
        grid.set(
            [
                (self.tr("From"), f"{row.asked_by}, {row.setting}"),
                (self.tr("Council’s own day"), self._due(row, today)),
                (self.tr("What they ask"), row.words),
                (self.tr("New papers"), text.listed([one for one in row.evidence if one])),
                (self.tr("What was found"), self._result(row)),
                (self.tr("Why"), row.reasons),
                (self.tr("Looked at by"), text.listed(list(row.people))),
                (self.tr("Answered"), self._answered(row)),
                (self.tr("Withdrawn"), row.withdrawn),
            ]
        )
        made.add(grid)
        for strand in row.strands:
            made.add(labels.Label(self._strand(strand), "body", wrap=True))
        if row.needs_decision and row.state != "open":
            said = self.tr("No further decision is signed yet. Until one is, band and money stay as they are.")
            made.add(labels.Label(said, "second", "warn", wrap=True))
        made.add(self._buttons(row, seen))
        return made

    def _buttons(self, row: QueryRow, seen: Queries) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        wanted = {
            "open": (
                ("decide", self.tr("Record what was found"), "gavel", seen.only_decides),
                ("withdraw", self.tr("Withdraw it"), "ban", seen.only_for),
            ),
            "decided": (("answer", self.tr("Record the answer"), "mail-check", seen.only_for),),
        }
        for kind, words, icon, only in wanted.get(row.state, ()):
            button = QuietButton(words, icon=icon)
            button.say_why_not(self.tr("This is for the {0}.").replace("{0}", only) if only else "")
            button.clicked.connect(lambda _checked=False, kind=kind: self._seen.begin(kind, row.id))
            tools.addWidget(button)
        if row.result is not None:
            save = QuietButton(self.tr("Save the answer as a PDF"), icon="file-down")
            save.clicked.connect(lambda: self._ask_place(row.id))
            tools.addWidget(save)
        tools.addStretch(1)
        return tools

    def _ask_place(self, query_id: str) -> None:
        name = self.tr("Answer to a query.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the answer"), name, "*.pdf")
        if chosen:
            self._seen.save_answer(query_id, Path(chosen).with_suffix(".pdf"))

    def _state(self, row: QueryRow) -> str:
        return {
            "open": self.tr("Waits to be looked at"),
            "decided": self.tr("Waits to be answered"),
            "answered": self.tr("Answered"),
            "withdrawn": self.tr("Withdrawn"),
        }[row.state]

    def _due(self, row: QueryRow, today: date) -> str:
        if row.due is None or row.state == "withdrawn":
            return ""
        if row.state == "answered":
            return text.day(row.due)
        return f"{text.day(row.due)}, {text.days_left(row.due, today)}"

    def _result(self, row: QueryRow) -> str:
        return {
            "up": self.tr("A higher band. A further decision makes it so."),
            "same": self.tr("The same band."),
            "down": self.tr("A lower band. A further decision makes it so."),
        }.get(row.result or "", "")

    def _answered(self, row: QueryRow) -> str:
        return f"{text.day(row.answered_on)}, {row.way}" if row.answered_on is not None else ""

    def _strand(self, one: StrandRow) -> str:
        """Return a disputed strand: the setting's level, the agreed one beside it where it may be seen, the words."""
        parts = []
        if one.level is not None:
            parts.append(self.tr("the setting says level {0}").replace("{0}", str(one.level)))
        if one.agreed is not None:
            parts.append(self.tr("the panel agreed level {0}").replace("{0}", str(one.agreed)))
        levels = f" ({', '.join(parts)})" if parts else ""
        return f"{one.name}{levels}: “{one.words}”"
