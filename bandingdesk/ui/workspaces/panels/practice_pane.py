"""Practice before a meeting: a short case, a level for each of its strands, then feedback for the member alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.desk.practice import Practice, PracticeCase
from bandingdesk.panel.practice.feedback import Line
from bandingdesk.ui import messages, text
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, buttons, card, chip, labels
from bandingdesk.ui.widgets.level_card import LevelCards, LevelText
from bandingdesk.ui.workspaces.panels.foot_words import Foot
from bandingdesk.ui.workspaces.panels.practising import Practising


class PracticePane(QFrame):
    """The practice cases one after the other. `changed` comes when the foot of the page has something new to say."""

    changed = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self.model = Practising(around.desk, around.jobs, self)
        self.model.changed.connect(self._show)
        self.levels: dict[str, LevelCards] = {}
        self._shown: object = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 8, 0)
        outer.setSpacing(8)
        outer.addWidget(labels.Label(self.tr("Practice"), "page_title"))
        words = self.tr("Only you see what you choose here and the feedback on it. It is not recorded and not sent.")
        outer.addWidget(labels.Label(words, "body", "text2", wrap=True))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        outer.addWidget(self.error)
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(8)
        outer.addLayout(self._tabs)
        self._scroll = card.Column(margins=(0, 4, 10, 16), spacing=12)
        outer.addWidget(self._scroll, 1)

    def show_practice(self, meeting_id: str) -> None:
        """Show the practice set of a meeting's framework."""
        self.model.open(meeting_id)
        self._show()

    def take_focus(self) -> None:
        """Put the focus on the first strand without a level."""
        case = self.model.case
        for strand, cards in self.levels.items():
            if case is not None and strand not in case.given:
                cards.focus_first()
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def foot(self) -> Foot:
        """Return what the foot of the page says."""
        model = self.model
        found, case = model.practice, model.case
        if found is None or case is None:
            return Foot(self.tr("No practice cases ship for this framework"), "", "graduation-cap")
        done = self.tr("{count} of {all} looked at").replace("{count}", str(found.done))
        sentence = done.replace("{all}", str(len(found.cases)))
        if not case.lines:
            left = len(case.strands) - len(case.given)
            why_not = self.tr("%n strand(s) have no level yet.", "", left) if left else ""
            line = self.tr("The feedback is for you alone.")
            return Foot(sentence, line, "graduation-cap", self.tr("Look at the feedback"), "eye", why_not)
        if model.has_next:
            return Foot(sentence, "", "graduation-cap", self.tr("Next practice case"), "arrow-right")
        return Foot(sentence, self.tr("You can practise again at any time."), "graduation-cap")

    def next_step(self) -> None:
        """Look at the feedback, then go on."""
        case = self.model.case
        if case is None:
            return
        if case.lines:
            self.model.next()
        else:
            self.model.look()

    def _show(self) -> None:
        model = self.model
        fault = model.error
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        key = (model.practice, model.at)
        if key != self._shown:
            self._shown = key
            self._make()
        self.changed.emit()

    def _make(self) -> None:
        found, case = self.model.practice, self.model.case
        had_focus = self.isAncestorOf(focus) if (focus := self.window().focusWidget()) is not None else False
        card.clear(self._tabs)
        card.clear(self._scroll.body)
        self.levels = {}
        if found is None:
            self._scroll.body.addStretch(1)
            return
        if case is None or found.names is None or found.edition is None:
            empty = self.tr("For this panel's framework no practice cases ship. Your council can write its own.")
            self._add(labels.Label(empty, "body", "text2", wrap=True))
            self._scroll.body.addStretch(1)
            return
        for number, one in enumerate(found.cases):
            tab = buttons.QuietButton(one.title, icon="circle-check" if one.lines else "circle")
            tab.setCheckable(True)
            tab.setChecked(number == self.model.at)
            tab.clicked.connect(lambda _checked=False, at=number: self.model.go(at))
            self._tabs.addWidget(tab)
        self._tabs.addStretch(1)
        story = card.Card(case.title)
        story.add(labels.Label(case.text, "body", wrap=True))
        edition = found.edition
        made = self.tr("Edition {edition}, {day}. Levels set by: {who}.").replace("{edition}", edition.edition)
        made = made.replace("{day}", text.day(edition.dated)).replace("{who}", edition.set_by)
        story.add(labels.Label(made, "note", "text2", wrap=True))
        self._add(story)
        lines = {line.strand: line for line in case.lines}
        for strand in case.strands:
            self._add(self._strand(found, case, strand, lines.get(strand)))
        self._scroll.body.addStretch(1)
        if had_focus:
            self.take_focus()

    def _add(self, part: QWidget) -> None:
        """Put PART below the others; shown at once, so that the focus can go to it."""
        self._scroll.add(part)
        part.show()

    def _strand(self, found: Practice, case: PracticeCase, strand: str, line: Line | None) -> card.Card:
        assert found.names is not None
        names = found.names
        made = card.Card(names.strands[strand])
        known = names.levels[strand]
        cards = LevelCards()
        texts = found.texts.get(strand, {})
        cards.set_levels(
            [LevelText(level, str(level), known[level], texts.get(level, "")) for level in known],
            case.given.get(strand),
        )
        cards.chosen.connect(lambda level: self.model.choose(case.id, strand, level))
        cards.setAccessibleName(self.tr("Level of {strand}").replace("{strand}", names.strands[strand]))
        self.levels[strand] = cards
        if line is not None:
            said, tone, icon = {
                "same": (self.tr("The same level"), "ok", "check"),
                "near": (self.tr("Within the tolerance"), "info", "equal"),
                "apart": (self.tr("Worth another look"), "warn", "search"),
            }[line.how]
            top = QHBoxLayout()
            top.addWidget(chip.Chip(said, tone, icon))
            top.addStretch(1)
            made.add(top)
            definitive = self.tr("Definitive level {level}: {name}").replace("{level}", str(line.definitive))
            made.add(labels.Label(definitive.replace("{name}", known[line.definitive]), "body_medium", wrap=True))
            made.add(labels.Label(line.why, "second", wrap=True))
        made.add(cards)
        return made
