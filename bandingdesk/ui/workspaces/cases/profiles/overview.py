"""Who stands where: a card for setting, officer and panel; below them the gaps, or why none is shown yet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.casework.ops import Party
from bandingdesk.ui import codes, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.profiles import reading
from bandingdesk.ui.workspaces.cases.profiles.reading import WIDE_GAP, Gap, Opinion, ProfilesSeen
from bandingdesk.ui.workspaces.cases.profiles.view_model import ProfilesViewModel

_SIDE_BY_SIDE = 620  # px from which the three cards stand side by side
_LOW = 400  # px of height below which icons and lines make room
_PARTIES: tuple[Party, ...] = ("setting", "officer")


class PartyCard(card.Card):
    """One party: how its profile stands, in one chip and one line, and what can be done with it."""

    def __init__(self, party: reading.Column) -> None:
        super().__init__("")
        self.chip = Chip("")
        self.line = labels.Label("", "note", "text2", wrap=True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.button = buttons.QuietButton("")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(labels.Label(codes.say(codes.PARTIES, party), "card_title"))
        row.addWidget(self.chip)
        row.addStretch(1)
        self.add(row)
        self.add(self.line, 1)
        self.add(self.button)
        self.button.hide()

    def say(
        self, chip: tuple[str, str, str], line: str, button: str = "", icon: str = "", why_not: str = "", name: str = ""
    ) -> None:
        """Show CHIP (words, tone, icon), LINE, and a BUTTON with ICON and spoken NAME, or why it can't be pressed."""
        self.chip.set(*chip, tip=line)
        self.line.setText(line)
        self.button.setText(button)
        self.button.setAccessibleName(name or button)
        self.button.set_icon(icon)
        self.button.setVisible(bool(button))
        self.button.say_why_not(why_not)


class Overview(QWidget):
    """The three cards and the gap view."""

    def __init__(self, model: ProfilesViewModel, around: Surroundings) -> None:
        super().__init__()
        self._model, self._around = model, around
        self._was_low = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 12, 20, 12)
        outer.setSpacing(10)
        self.cards = {party: PartyCard(party) for party in reading.COLUMNS}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        for party, made in self.cards.items():
            self._row.addWidget(made, 1)
            if party in _PARTIES:
                made.button.clicked.connect(partial(model.write, party))
        outer.addLayout(self._row)
        self._same_hand = Banner("", tone="warn", closable=False)
        outer.addWidget(self._same_hand)
        self._note = labels.Label("", "second", "text2", wrap=True)
        outer.addWidget(self._note)
        columns = [Column("name", self.tr("Strand"), lambda row: Cell(row.name, strong=True), 180)]
        columns += [
            Column(party, codes.say(codes.PARTIES, party), partial(self._level, party), 130, stretch=True)
            for party in reading.COLUMNS
        ]
        columns.append(Column("gap", self.tr("Gap"), self._gap, 110))
        self._rows = RowsModel(columns, parent=self)
        self.table = Table(self.tr("Profiles, widest gap first"), self._rows, compact=True)
        self.table.current_changed.connect(model.choose_gap)
        self.texts = LevelTexts()
        shown = QWidget()
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.texts, 1)
        self.hidden = EmptyState("", icon="eye-off")
        self._stack = QStackedLayout()
        self._low_line = labels.Label("", "body_strong", wrap=True)
        for part in (self.hidden, shown, self._low_line):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)

    def take_focus(self) -> None:
        """Put the focus on the table of gaps, else on the first profile that can be written."""
        if self._model.seen is not None and self._model.seen.gaps:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for made in self.cards.values():
            if made.button.isVisible() and made.button.isEnabled():
                made.button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def show_profiles(self) -> None:
        """Show what may be seen."""
        seen = self._model.seen
        if seen is None:
            return
        for party in _PARTIES:
            self._show_party(seen, party)
        agreed = self.tr("Agreed"), "ok", "check"
        waits = self.tr("Not yet"), "plain", "circle"
        line = self.tr("The levels that the panel agreed in its meeting.")
        self.cards["panel"].say(agreed if seen.panel_agreed else waits, line)
        self._show_same_hand(seen)
        if seen.gaps != self._shown_gaps():
            self._rows.set_rows(list(seen.gaps))
        self._stack.setCurrentIndex(1 if seen.gaps else 2 if self._is_low else 0)
        self._note.setVisible(bool(seen.gaps))
        self._note.setText(self._words_of_gaps(seen))
        self.texts.show_gap(self._model.gap)
        for made in self.cards.values():  # on a low page the gaps have the room, and a line stands behind its chip
            made.line.setVisible(bool(made.line.text()) and not (self._is_low and seen.gaps))
        if not seen.gaps:
            self._say_hidden(seen)

    @property
    def _is_low(self) -> bool:
        return self.height() < self._around.theme.scaled(_LOW)

    def _shown_gaps(self) -> tuple[Gap, ...]:
        return tuple(self._rows.row_at(n) for n in range(self._rows.rowCount()))

    def _show_party(self, seen: ProfilesSeen, party: Party) -> None:
        row, made = seen.row(party), self.cards[party]
        who = seen.people.get(row.locked_by, "")
        when = text.day_short(row.locked_at.date()) if row.locked_at else ""
        by = self.tr("{who}, {when}.").replace("{who}", who).replace("{when}", when)
        if row.state == "revealed":
            made.say((self.tr("Revealed"), "info", "eye"), by)
        elif row.is_locked:
            line = f"{by} {self._waits_for(seen, party)}"
            reads = self.tr("Read or unlock") if row.is_mine and not seen.is_shut else ""
            made.say((self.tr("Locked"), "ok", "lock"), line, reads, "eye")
        else:
            self._show_open(seen, party)

    def _show_open(self, seen: ProfilesSeen, party: Party) -> None:
        made, count = self.cards[party], seen.drafts[party]
        whose = self.tr("the setting’s profile") if party == "setting" else self.tr("the officer’s profile")
        reason = self._why_not(self._model.why_not_write(party))
        if count is None:
            line = self.tr("Written apart. Nobody reads it before both are locked.")
            name = self.tr("Write {profile}").replace("{profile}", whose)
            made.say((self.tr("Not yet"), "plain", "circle"), line, self.tr("Write it"), "pencil-line", reason, name)
            return
        of = self.tr("{count} of {all} levels, kept on this laptop for you alone.")
        line = of.replace("{count}", str(count)).replace("{all}", str(len(seen.strands)))
        name = self.tr("Go on with {profile}").replace("{profile}", whose)
        chip = self.tr("Your draft"), "accent", "pencil-line"
        made.say(chip, line, self.tr("Go on with it"), "pencil-line", reason, name)

    def _waits_for(self, seen: ProfilesSeen, party: Party) -> str:
        missing = [one for one in seen.expected if one != party and self._is_open(seen, one)]
        if not missing:
            return ""
        names = self.tr(" and ").join(codes.say(codes.PARTIES, one).lower() for one in missing)
        return self.tr("Hidden. Still to come: {parties}.").replace("{parties}", names)

    @staticmethod
    def _is_open(seen: ProfilesSeen, party: str) -> bool:
        return not seen.panel_agreed if party == "panel" else not seen.row(party).is_locked

    def _why_not(self, reason: str) -> str:
        return {
            "role": self.tr("Profiles are written by caseworkers, clerks and the head of service."),
            "blind": self.tr("You score this case blind, so you write no profile of it."),
            "rules": self.tr("No framework is in force. Adopt one under Frameworks first."),
        }.get(reason, "")

    def _show_same_hand(self, seen: ProfilesSeen) -> None:
        who = seen.people.get(seen.same_hand, "")
        self._same_hand.setVisible(bool(who))
        if who:
            said = self.tr("{who} locked both profiles, so they were not blind to each other.").replace("{who}", who)
            self._same_hand.say(said, self.tr("Take their agreement with care."), tone="warn")

    def _words_of_gaps(self, seen: ProfilesSeen) -> str:
        words = self.tr("Widest gap first. A gap of two levels or more is marked.")
        if seen.gaps_of is None:
            return words
        of = self.tr("From the decision of {day}.").replace("{day}", text.day(seen.gaps_of))
        return f"{of} {words}"

    def _say_hidden(self, seen: ProfilesSeen) -> None:
        if seen.is_shut:
            title = self.tr("Profiles open to you when your panel’s scores are revealed")
            line = self.tr("So nobody’s levels lead yours. What the setting and the officer wrote is safe.")
        else:
            title = self.tr("No profile can be shown yet")
            line = self.tr("The setting’s and the officer’s levels show once both are locked, the panel’s once agreed.")
        self.hidden.say(title, line, icon="eye-off" if seen.is_shut else "columns-3")
        self._low_line.setText(f"{title}. {line}")

    def _level(self, party: reading.Column, row: Gap) -> str:
        one = row.by[party]
        return self.tr("–") if one is None else f"{one.level} {one.name}"

    def _gap(self, row: Gap) -> Cell:
        if row.gap >= WIDE_GAP:
            return Cell(self.tr("%n levels", "", row.gap), "warn", "triangle-alert")
        return Cell(self.tr("1 level") if row.gap == 1 else self.tr("none"), "text2")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._was_low != self._is_low:
            self._was_low = self._is_low
            self.show_profiles()
        wide = self.width() >= self._around.theme.scaled(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if wide else way.TopToBottom)


class LevelTexts(card.Column):
    """One strand in the words of each party: the level's own text, the line, what it rests on, side by side."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=8)
        self._title = labels.Label("", "body_strong", wrap=True)
        self.add(self._title)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._parts: dict[reading.Column, tuple[card.Card, labels.Label, labels.Label, labels.Label]] = {}
        for party in reading.COLUMNS:
            made = card.Card(codes.say(codes.PARTIES, party))
            level = labels.Label("", "second_strong", wrap=True)
            words = labels.Label("", "second", wrap=True)
            basis = labels.Label("", "note", "text2", wrap=True)
            for label in (level, words, basis):
                made.add(label)
            self._parts[party] = made, level, words, basis
            row.addWidget(made, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def show_gap(self, gap: Gap | None) -> None:
        """Show one strand; None for nothing."""
        self.setVisible(gap is not None)
        if gap is None:
            return
        self._title.setText(gap.name)
        for party, (_made, level, words, basis) in self._parts.items():
            one = gap.by[party]
            if one is None:
                level.setText(self.tr("No level"))
                words.setText("")
                basis.setText("")
                continue
            level.setText(self.tr("{level} {name}").replace("{level}", str(one.level)).replace("{name}", one.name))
            words.setText(one.text)
            basis.setText(self._basis(one))

    def _basis(self, one: Opinion) -> str:
        sure = {"sure": self.tr("Sure."), "fairly": self.tr("Fairly sure."), "not_sure": self.tr("Not sure.")}
        parts = [sure.get(one.confidence, ""), one.note]
        if one.relied:
            parts.append(self.tr("Rests on: {papers}").replace("{papers}", "; ".join(one.relied)))
        if one.copied:
            parts.append(self.tr("Started from the last decision."))
        return " ".join(part for part in parts if part)
