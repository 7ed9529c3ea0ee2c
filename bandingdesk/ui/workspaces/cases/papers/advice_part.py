"""Advice asked for: the table by last day, one request with all that happened to it, and the small forms."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.statute import advice as bodies
from bandingdesk.store.queries.advice import AdviceRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.papers import words
from bandingdesk.ui.workspaces.cases.papers.advice_form import AdviceFormPart
from bandingdesk.ui.workspaces.cases.papers.advice_model import AdviceModel
from bandingdesk.ui.workspaces.cases.papers.reading import Papers
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel

_ROWS = 6  # requests before the table scrolls


class AdvicePart(card.Column):
    """The requests of the case."""

    def __init__(self, seen: PapersViewModel) -> None:
        super().__init__(margins=(16, 14, 16, 14), spacing=12)
        self._seen, self._model = seen, seen.advice
        head = QHBoxLayout()
        head.addWidget(labels.Label(self.tr("Advice asked for"), "card_title"), 1)
        self._state = Chip("")
        head.addWidget(self._state)
        self.ask = QuietButton(self.tr("Ask for advice"), icon="plus")
        self.ask.clicked.connect(lambda: self._model.begin("ask"))
        head.addWidget(self.ask)
        self.add(head)
        note = self.tr("Each body has six weeks from the day on which it received the request itself (reg 8(1)).")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self.table = RowList(self.tr("Advice asked for"))
        self.table.chosen.connect(lambda key: self._model.choose(str(key)))
        self.add(self.table)
        self.form = AdviceFormPart(self._model)
        self.add(self.form)
        self.one = _One(seen, self._model)
        self.add(self.one)
        self.body.addStretch(1)

    def show_seen(self, seen: Papers, today: date) -> None:
        """Show the table, and the request in hand."""
        rows = []
        for row in seen.advice:
            said, icon, tone = words.state(row, today)
            due = self.tr("Due {0}").replace("{0}", text.day_bare(row.due)) if row.due else ""
            rows.append(Row(row.id, row.title, row.who, icon, tone, right=said, right_tone=tone, right_line=due))
        self.table.set_rows(rows, self._model.chosen or None)
        self.table.setVisible(bool(rows))
        height = self.table.sizeHintForRow(0) if rows else 0
        self.table.setFixedHeight(max(1, min(len(rows), _ROWS) * height + 2))
        late = seen.late(today)
        waiting = sum(row.state == "asked" for row in seen.advice)
        self._state.setVisible(bool(late or waiting))
        if late:
            self._state.set(self.tr("%n late", "", late), "danger", "circle-alert")
        else:
            self._state.set(self.tr("%n waited for", "", waiting), "info", "circle-dot")
        self.ask.say_why_not(self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else "")
        self.form.show_form(seen)
        row_ = self._model.row
        self.one.setVisible(row_ is not None)
        if row_ is not None:
            self.one.show_row(seen, row_, today)

    def focus_first(self) -> None:
        """Put the focus on the form, or on the table."""
        if self._model.form is not None:
            self.form.focus_first()
        elif self.table.isVisible():
            self.table.setFocus()
        else:
            self.ask.setFocus()


class _One(card.Card):
    """One request: when it is due and why, a closure, what was done, and what can be done."""

    def __init__(self, seen: PapersViewModel, model: AdviceModel) -> None:
        super().__init__("")
        self._seen, self._model = seen, model
        self._title = labels.Label("", "card_title", wrap=True)
        self._due = labels.Label("", "body", wrap=True)
        self._closure = labels.Label("", "second", "text2", wrap=True)
        self._log = QVBoxLayout()
        self._log.setSpacing(4)
        for part in (self._title, self._due, self._closure, self._log):
            self.add(part)
        self._paper = LinkButton("")
        self._paper.clicked.connect(self._read)
        self.add(self._paper)
        acts = QWidget()
        flow = Flow(acts)
        self.buttons = {
            "chase": QuietButton(self.tr("Record a chase"), icon="phone"),
            "take": QuietButton(self.tr("It has come"), icon="inbox"),
            "date": QuietButton(self.tr("When they received it"), icon="calendar"),
            "excuse": QuietButton(self.tr("Record what excuses it"), icon="shield"),
            "withdraw": QuietButton(self.tr("Withdraw it"), icon="circle-minus"),
        }
        for kind, button in self.buttons.items():
            button.clicked.connect(partial(model.begin, kind))  # type: ignore[arg-type]
            flow.addWidget(button)
        self.add(acts)

    def show_row(self, seen: Papers, row: AdviceRow, today: date) -> None:
        """Show ROW."""
        self._title.setText(f"{row.title}: {row.who}")
        self._due.setText(words.due(row))
        note = words.closure(seen.closures[row.id]) if row.id in seen.closures else ""
        self._closure.setText(note)
        self._closure.setVisible(bool(note))
        card.clear(self._log)
        for day, said, icon in self._entries(row):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(labels.Icon(icon, "text2", 16))
            line.addWidget(labels.Label(f"{text.day(day)}: {said}", "second", wrap=True), 1)
            self._log.addLayout(line)
        paper = seen.paper(row.evidence_id) if row.evidence_id else None
        self._paper.setVisible(paper is not None)
        self._paper.setText(self.tr("Read {0}").replace("{0}", paper.title) if paper else "")
        self._paper.setAccessibleDescription(row.title)
        is_open = row.state == "asked" and not seen.only_for
        for kind, button in self.buttons.items():
            button.setVisible(is_open or (kind in ("excuse", "date") and row.state == "came" and not seen.only_for))

    def _entries(self, row: AdviceRow) -> list[tuple[date, str, str]]:
        found = [(row.sent, self.tr("Asked, by {0}").replace("{0}", row.way), "send")]
        if row.there is not None:
            found.append((row.there, self.tr("They received the request"), "mail-check"))
        for chase in row.chases:
            said = self.tr("Chased, by {way}: {words}").replace("{way}", chase.way).replace("{words}", chase.words)
            found.append((chase.on, said, "phone"))
        for one in row.excused:
            head = bodies.book().heads.get(one.exception)
            said = f"{words.excused(one.exception) if head else one.exception}: {one.words} "
            found.append((one.starts, said + self.tr("It may excuse a late reply. The date stays."), "shield"))
        if row.came is not None:
            found.append((row.came, self.tr("The advice came"), "inbox"))
        return sorted(found, key=lambda entry: entry[0])

    def _read(self) -> None:
        if self._model.row is not None and self._model.row.evidence_id:
            self._seen.choose(self._model.row.evidence_id)
