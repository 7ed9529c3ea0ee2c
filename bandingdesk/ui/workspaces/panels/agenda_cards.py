"""Cards of one case on the agenda: why it stands here and what clashes, who must score it, papers that came late."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.agenda import LateRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import buttons, card, chip, form, labels
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.workspaces.panels import agenda_words
from bandingdesk.ui.workspaces.panels.reading import Item, MeetingReading


class PlaceCard(card.Card):
    """Why the case stands where it stands, when it is planned, and what stands against it."""

    def __init__(self, seen: MeetingReading, item: Item, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        title = self.tr("Place {number}").replace("{number}", str(item.row.position))
        self.heading = labels.SectionTitle(title, text.hour(item.starts) if item.starts else "")
        self.body.addWidget(self.heading)
        words = agenda_words.why(item.place, seen.laid.plan, seen.names)
        self.add(labels.Label(words, "second", "text2", wrap=True))
        if item.row.urgent:
            said = self.tr("Joined after the deadline: {words}").replace("{words}", item.row.urgent)
            self.add(labels.Label(said, "second", wrap=True))
        if item.row.is_undiscussed:
            listed = self.tr("Proposed as agreed, no talk needed. Any member can pull it.")
            self.add(labels.Label(listed, "second", wrap=True))
        for one in item.clashes:
            self.add(_marked(agenda_words.clash(one, seen.names), "triangle-alert", "warn"))


class ReadersCard(card.Card):
    """Who must score the case, each with the reason; a box for each voting member where it may be changed.

    `chosen` carries the readers as they are ticked.
    """

    chosen = Signal(list)

    def __init__(self, seen: MeetingReading, item: Item, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.heading = labels.SectionTitle(self.tr("Must score it"), "")
        self.body.addWidget(self.heading)
        self._boxes: dict[str, QCheckBox] = {}
        why = {one.person_id: agenda_words.reader(one) for one in item.readers}
        if not item.row.readers:
            self.add(labels.Label(self.tr("Every member who is free."), "second", "text2", wrap=True))
        may_edit = seen.leads and item.row.state == "waiting"
        for person, name in seen.names.items():
            reads = person in item.row.readers
            unfit = seen.laid.unfit.get((item.row.item, person), "") if seen.leads else ""
            if reads or may_edit:
                self._add_member(person, name, why.get(person, ""), unfit, reads=reads, may_edit=may_edit)
        if may_edit:
            self.save = buttons.QuietButton(self.tr("Keep these readers"), icon="check")
            self.save.clicked.connect(lambda: self.chosen.emit(self.readers))
            self._known = tuple(item.row.readers)
            foot = QHBoxLayout()
            foot.addStretch(1)
            foot.addWidget(self.save)
            self.add(foot)
            self._look()

    @property
    def readers(self) -> list[str]:
        """Who is ticked."""
        return [person for person, box in self._boxes.items() if box.isChecked()]

    @property
    def boxes(self) -> Mapping[str, QCheckBox]:
        """The box of each voting member, by person."""
        return self._boxes

    def _add_member(self, person: str, name: str, why: str, unfit: str, *, reads: bool, may_edit: bool) -> None:
        line = agenda_words.unfit(unfit) if unfit else why
        column = QVBoxLayout()
        column.setSpacing(0)
        if may_edit:
            box = QCheckBox(name)
            box.setMinimumHeight(24)
            box.setChecked(reads)
            box.setEnabled(reads or not unfit)
            box.setAccessibleDescription(line)
            box.toggled.connect(lambda _on: self._look())
            self._boxes[person] = box
            column.addWidget(box)
        else:
            column.addWidget(labels.Label(name, "body_medium", wrap=True))
        if line:
            note = labels.Label(line, "note", "warn" if unfit and reads else "text2", wrap=True)
            note.setContentsMargins(26 if may_edit else 0, 0, 0, 2)
            column.addWidget(note)
        self.add(column)

    def _look(self) -> None:
        same = set(self.readers) == set(self._known)
        self.save.say_why_not(self.tr("These are the readers already.") if same else "")


class LateCard(card.Card):
    """A paper that came late: take it, put the case off, or leave it out, with the reason. Settled ones tell it."""

    settled = Signal(str)
    written = Signal(str)

    def __init__(
        self, one: LateRow, words: str, *, may_settle: bool, why_not_defer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(labels.Label(one.title, "body_strong", wrap=True), 1)
        said, tone, icon = {
            "": (self.tr("Late"), "warn", "clock"),
            "take": (self.tr("Came late, taken"), "info", "file-check"),
            "defer": (self.tr("Case put off"), "warn", "calendar-clock"),
            "leave_out": (self.tr("Left out"), "plain", "file-x"),
        }[one.outcome]
        top.addWidget(chip.Chip(said, tone, icon))
        self.add(top)
        self.add(labels.Label(agenda_words.late(one), "second", "text2", wrap=True))
        if one.outcome:
            return
        if not may_settle:
            self.add(labels.Label(self.tr("The person in the chair settles this."), "second", "text2", wrap=True))
            return
        self.words = form.NoteField(words, rows=3)
        self.words.textChanged.connect(lambda: self.written.emit(self.words.text))
        hint = self.tr("One sentence. It is kept with the paper.")
        self.add(form.FormField(self.tr("Why?"), self.words, hint=hint))
        verbs = QWidget()
        flow = Flow(verbs)
        for outcome, verb, icon in (
            ("take", self.tr("Take it"), "file-check"),
            ("defer", self.tr("Put the case off"), "calendar-clock"),
            ("leave_out", self.tr("Leave it out"), "file-x"),
        ):
            button = buttons.QuietButton(verb, icon=icon)
            button.setAccessibleName(f"{one.title}: {verb}")
            button.say_why_not(why_not_defer if outcome == "defer" else "")
            button.clicked.connect(lambda _checked=False, known=outcome: self.settled.emit(known))
            flow.addWidget(button)
        self.add(verbs)
        if why_not_defer:
            self.add(labels.Label(why_not_defer, "note", "text2", wrap=True))


def _marked(words: str, icon: str, tone: str) -> QWidget:
    """Return WORDS with an icon before them, so that colour is never the only sign."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(labels.Icon(icon, tone, 16))
    row.addWidget(labels.Label(words, "second_strong", wrap=True), 1)
    return made
