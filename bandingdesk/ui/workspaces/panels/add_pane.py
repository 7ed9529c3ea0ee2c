"""Adding cases to an agenda: look for them, pick them, put them in order, say who reads them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, buttons, card, form, labels
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.panels.adding import Adding
from bandingdesk.ui.workspaces.panels.ordered_list import OrderedList


class AddPane(QFrame):
    """Hits at the left, what is picked at the right, who must read them below."""

    def __init__(self, adding: Adding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._adding = adding
        self._voters: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(10)
        column.addLayout(self._make_head())
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        column.addWidget(self.error)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self._make_hits(), 1)
        sides.addWidget(self._make_picked(), 1)
        column.addLayout(sides, 1)
        self.urgent = form.NoteField(rows=2)
        self.urgent.textChanged.connect(self._write_urgent)
        self._urgent = form.FormField(self.tr("Why can't it wait for the next meeting?"), self.urgent, hint=" ")
        self._urgent.hide()
        column.addWidget(self._urgent)
        column.addWidget(self._make_readers())

    def show_adding(self, fault: DeskError | None, today: date) -> None:
        """Show the hits and what is picked; FAULT is what was refused last."""
        adding = self._adding
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        if self.words.text() != adding.words:
            self.words.setText(adding.words)
        self.hits.set_rows([_row(case, today) for case in adding.hits], self.hits.current_key)
        self._none.setVisible(not adding.hits)
        self.picked.set_rows(
            [_row(case, today, str(n + 1)) for n, case in enumerate(adding.picked)],
            self.picked.current_key or (adding.picked[-1].id if adding.picked else ""),
        )
        count = len(adding.picked)
        self._picked.set_note(self.tr("%n case(s)", "", count) if count else "")
        self._hint.setVisible(not count)
        at = self.picked.keys.index(self.picked.current_key) if self.picked.current_key in self.picked.keys else -1
        nothing = self.tr("Choose a picked case first.") if at < 0 else ""
        self.up.say_why_not(nothing or (self.tr("It is the first already.") if at == 0 else ""))
        self.down.say_why_not(nothing or (self.tr("It is the last already.") if at == count - 1 else ""))
        self.drop.say_why_not(nothing)
        self.order.say_why_not("" if count > 1 else self.tr("Pick two cases or more first."))
        self._urgent.setVisible(adding.is_late)
        if adding.is_late and adding.deadline is not None:
            hint = self.tr("The deadline was {day}. A case joins now only as urgent, and this reason is recorded.")
            self._urgent.set_hint(hint.replace("{day}", text.day(adding.deadline)))
        self._show_readers()

    def _write_urgent(self) -> None:
        self._adding.urgent = self.urgent.text
        self._adding.changed.emit()

    def _make_head(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(labels.Label(self.tr("Add cases"), "page_title"))
        line = self.tr("They join the end of the agenda in the order that you give them here.")
        words.addWidget(labels.Label(line, "body", "text2", wrap=True))
        return words

    def _make_hits(self) -> card.Card:
        made = card.Card(self.tr("Cases"))
        self.words: QLineEdit = form.line(longest=80)
        self.words.textEdited.connect(self._adding.write)
        self.words.returnPressed.connect(self._pick_first)
        made.add(form.FormField(self.tr("Find a case"), self.words, hint=self.tr("A name or a reference.")))
        self.hits = RowList(self.tr("Cases found"), click_opens=False)
        self.hits.opened.connect(self._pick)
        self._none = labels.Label(self.tr("No case has these words."), "second", "text2", wrap=True)
        made.add(self._none)
        made.add(self.hits, 1)
        pick = buttons.QuietButton(self.tr("Pick this case"), icon="plus", key="Enter")
        pick.clicked.connect(lambda: self._pick(self.hits.current_key))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pick)
        made.add(row)
        return made

    def _make_picked(self) -> card.Card:
        made = card.Card(self.tr("Picked"))
        assert made.heading is not None
        self._picked = made.heading
        self.order = buttons.LinkButton(self.tr("Order by the law's last day"))
        self.order.clicked.connect(self._adding.order_by_law)
        self._picked.add(self.order)
        self._hint = labels.Label(self.tr("Nothing is picked yet."), "second", "text2", wrap=True)
        made.add(self._hint)
        self.picked = OrderedList(self.tr("Cases picked, in order"), click_opens=False)
        self.picked.moved.connect(self._move)
        self.picked.chosen.connect(lambda _id: self._adding.changed.emit())
        made.add(self.picked, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.up = buttons.QuietButton(self.tr("Up"), icon="arrow-up")
        self.down = buttons.QuietButton(self.tr("Down"), icon="arrow-down")
        self.drop = buttons.LinkButton(self.tr("Take away"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.drop.clicked.connect(self._drop)
        self.up.setToolTip(self.tr("Key: Alt ↑"))
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        row.addWidget(self.drop)
        made.add(row)
        return made

    def _make_readers(self) -> card.Card:
        made = card.Card("")
        line = QHBoxLayout()
        line.setSpacing(16)
        self._who = labels.Label(self.tr("Must score these cases"), "second_strong")
        line.addWidget(self._who)
        self._readers = QHBoxLayout()
        self._readers.setSpacing(16)
        line.addLayout(self._readers)
        line.addStretch(1)
        made.add(line)
        return made

    def _show_readers(self) -> None:
        adding = self._adding
        self._who.setText(
            self.tr("Must score these cases (the rota says it where you leave them free)")
            if adding.by_rota
            else self.tr("Must score these cases")
        )
        key = (adding.voters, adding.readers)
        if key == self._voters:
            return
        self._voters = key
        card.clear(self._readers)
        for seat in adding.voters:
            box = QCheckBox(seat.name)
            box.setMinimumHeight(24)
            box.setChecked(seat.person_id in adding.readers)
            box.toggled.connect(lambda reads, known=seat.person_id: adding.set_reader(known, reads))
            self._readers.addWidget(box)

    def _case(self, id_: object) -> CaseListRow | None:
        return next((one for one in (*self._adding.hits, *self._adding.picked) if one.id == id_), None)

    def _pick(self, id_: object) -> None:
        case = self._case(id_)
        if case is not None:
            self._adding.pick(case)

    def _pick_first(self) -> None:
        if self._adding.hits:
            self._adding.pick(self._adding.hits[0])

    def _move(self, by: int) -> None:
        case = self._case(self.picked.current_key)
        if case is not None:
            self._adding.move(case, by)

    def _drop(self) -> None:
        case = self._case(self.picked.current_key)
        if case is not None:
            self._adding.drop(case)


def _row(case: CaseListRow, today: date, number: str = "") -> Row:
    late = case.law_day is not None and case.law_day < today
    law = text.day_short(case.law_day) if case.law_day else ""
    return Row(
        case.id,
        case.child_name,
        f"{case.reference} · {case.setting_name}",
        right=law,
        right_tone="danger" if late else "text2",
        number=number,
    )
