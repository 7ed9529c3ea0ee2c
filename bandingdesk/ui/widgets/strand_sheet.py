"""One strand as it is rated: its level cards in full, how sure, one line why, descriptors relied on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.models.strand_text import LevelText, Rated, StrandText
from bandingdesk.ui.widgets import card, form, labels
from bandingdesk.ui.widgets.law_words import LawWords
from bandingdesk.ui.widgets.level_card import LevelCards
from bandingdesk.ui.widgets.level_card import LevelText as CardText

_LINE_LONGEST = 400


class SheetPane(QWidget):
    """Shows one strand of a draft and tells what the person does. It keeps nothing of its own but the caret."""

    level_chosen = Signal(int)
    sure_chosen = Signal(str)
    line_written = Signal(str)
    line_left = Signal()
    ticked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strand: StrandText | None = None
        self._levels: tuple[CardText, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 6, 12)
        column.setSpacing(6)
        column.addLayout(self._make_head())
        self.cards = LevelCards()
        self.cards.chosen.connect(self.level_chosen)
        self.ticks = Ticks()
        self.ticks.ticked.connect(self.ticked)
        self._scroll = card.Column(margins=(0, 0, 6, 4), spacing=10)
        self.law = LawWords()
        above = QHBoxLayout()
        above.setContentsMargins(5, 0, 5, 0)
        above.addWidget(self.law)
        self._scroll.add(above)
        self._scroll.add(self.cards)
        aligned = QHBoxLayout()
        aligned.setContentsMargins(5, 0, 5, 5)  # as the cards, which leave room for their focus ring
        aligned.addWidget(self.ticks)
        self._scroll.add(aligned)
        self._scroll.body.addStretch(1)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._make_line())

    def show_strand(self, strand: StrandText, draft: Rated, *, can_change: bool, is_asked: bool = True) -> None:
        """Show STRAND with what stands on the sheet for it. IS_ASKED: the answers before it leave the question open."""
        is_new = self._strand is None or self._strand.id != strand.id
        self._strand = strand
        self._area.setText(strand.area)
        self._area.setVisible(bool(strand.area) and strand.area != strand.name and strand.law is None)
        self._name.setText(strand.name)
        fell_away = self.tr("Not asked: your answers before it leave nothing open here.")
        question = strand.question if is_asked else fell_away
        self._question.set_role("second" if strand.law is None else "card_title")
        self._question.set_tone("text2" if strand.law is None or not is_asked else "")
        self._name.set_role("page_title" if strand.law is None else "second_strong")
        self._question.setText(question)
        self._question.setVisible(bool(question))
        self.law.show_question(strand.law)
        why = self.tr("Why this level, in one line") if strand.law is None else self.tr("Why this answer, in one line")
        self._why.setText(why)
        self.line.setAccessibleName(why)
        had_focus = self._has_focus()
        self.cards.set_levels([_card(level, strand) for level in strand.levels], draft.level)
        for made in self.cards.cards:
            made.show()  # a new card takes the focus only when it is shown, which its layout would do later
        if is_new and had_focus:
            self.cards.focus_first()
        self.cards.set_locked(not can_change)
        self.ticks.show_level(strand, draft, can_change=can_change)
        self.sure.set_value(draft.confidence if draft.level is not None else None)
        self.sure.setEnabled(can_change and draft.level is not None)
        if self.line.text() != draft.note:
            self.line.setText(draft.note)
        self.line.setReadOnly(not can_change)
        if is_new:
            QTimer.singleShot(0, self, self.keep_choice_in_view)

    def clear(self) -> None:
        """Show nothing of anybody's sheet."""
        self._strand = None
        self.cards.set_levels(())
        self.law.show_question(None)
        self.ticks.clear()
        self.line.setText("")
        for label in (self._area, self._name, self._question):
            label.setText("")

    def keep_choice_in_view(self) -> None:
        """Scroll so that the chosen card, else the first, can be seen whole."""
        chosen = next((one for one in self.cards.cards if one.isChecked()), None)
        if chosen is None:
            self._scroll.verticalScrollBar().setValue(0)
        else:
            self._scroll.ensureWidgetVisible(chosen, 0, 24)

    def focus_cards(self) -> None:
        """Put the focus on the chosen card, else on the lowest."""
        self.cards.focus_first()

    def choose(self, level: int) -> None:
        """Choose LEVEL as its digit does, if the strand has it and the sheet is open."""
        self.cards.choose(level)

    def focus_ticks(self) -> None:
        """Put the focus on the first descriptor that can be ticked, else on the cards."""
        if not self.ticks.focus_first():
            self.focus_cards()

    def set_narrow(self, narrow: bool) -> None:
        """Put "How sure" under the line's title where they have no room side by side."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._above.setDirection(way)

    def focus_line(self) -> None:
        """Put the caret into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _has_focus(self) -> bool:
        focused = self.cards.focusWidget()
        return focused is not None and focused.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the line is left: what is typed is saved then."""
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self.line_left.emit()
        return False

    def _make_head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        self._area = labels.Label("", "second_strong", "text2")
        self._name = labels.Label("", "page_title")
        self._question = labels.Label("", "second", "text2", wrap=True)
        for label in (self._area, self._name, self._question):
            words.addWidget(label)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(5, 0, 8, 0)
        self.head.addLayout(words, 1)
        return self.head

    def _make_line(self) -> QVBoxLayout:
        self.line: QLineEdit = form.line(longest=_LINE_LONGEST)
        self.line.setAccessibleName(self.tr("Why this level, in one line"))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.textEdited.connect(self.line_written)
        self.line.installEventFilter(self)
        self._why = labels.Label(self.tr("Why this level, in one line"), "second_strong")
        self._why.setBuddy(self.line)
        self.sure = form.ConfidenceChoice()
        self.sure.chosen.connect(self.sure_chosen)
        self._above = QHBoxLayout()
        self._above.addWidget(self._why, 1)
        self._above.addWidget(self.sure, 0, Qt.AlignmentFlag.AlignLeft)
        made = QVBoxLayout()
        made.setContentsMargins(5, 4, 12, 0)
        made.setSpacing(4)
        made.addLayout(self._above)
        made.addWidget(self.line)
        return made


class Ticks(card.Card):
    """The descriptors of the chosen level, to be ticked where a framework is decided by best fit."""

    ticked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self.add(labels.Label(self.tr("Descriptors you rely on"), "second_strong"))
        self.add(labels.Label(self.tr("Tick at least one: it says why this band fits best."), "note", "text2"))
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add(self._column)
        self.hide()

    def show_level(self, strand: StrandText, draft: Rated, *, can_change: bool) -> None:
        """Offer the descriptors of the chosen level of STRAND, if it is one that names them."""
        level = next((one for one in strand.levels if one.number == draft.level), None)
        descriptors = level.descriptors if level is not None and strand.wants_descriptors else ()
        self.setVisible(bool(descriptors))
        self._offer(descriptors)
        for id_, box in self._boxes.items():
            box.setChecked(id_ in draft.descriptors)
            box.setEnabled(can_change)

    def focus_first(self) -> bool:
        """Put the focus on the first descriptor; return whether there is one."""
        box = next(iter(self._boxes.values()), None)
        if box is not None:
            box.setFocus(Qt.FocusReason.OtherFocusReason)
        return box is not None

    def clear(self) -> None:
        """Offer nothing."""
        self._offer(())
        self.hide()

    def _offer(self, descriptors: Sequence[tuple[str, str]]) -> None:
        if tuple(descriptors) == self._shown:
            return
        self._shown = tuple(descriptors)
        card.clear(self._column)
        self._boxes = {}
        for id_, text in descriptors:
            box = QCheckBox(text)
            box.setMinimumHeight(24)
            box.clicked.connect(lambda _checked=False, known=id_: self.ticked.emit(known))
            self._boxes[id_] = box
            self._column.addWidget(box)
            box.show()


def _card(level: LevelText, strand: StrandText) -> CardText:
    spoken = f"{level.mark}: {level.name}" if strand.wants_descriptors else ""
    return CardText(level.number, level.mark, level.name, level.text, 0, spoken)
