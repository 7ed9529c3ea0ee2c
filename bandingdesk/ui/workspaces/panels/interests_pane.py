"""My interests: one question for each case of the agenda, answered before its papers open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import buttons, card, chip, form, labels
from bandingdesk.ui.workspaces.panels import interest_words
from bandingdesk.ui.workspaces.panels.reading import Item, MeetingReading
from bandingdesk.ui.workspaces.panels.view_model import PanelsViewModel


class InterestsPane(QFrame):
    """A card for each case. The answers go to the view-model; a card is kept while its case stands on the agenda."""

    def __init__(self, model: PanelsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._model = model
        self._cards: dict[str, InterestCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 8, 0)
        column.setSpacing(8)
        self._title = labels.Label(self.tr("Your interests"), "page_title")
        self._line = labels.Label("", "body", "text2", wrap=True)
        for part in (self._title, self._line):
            column.addWidget(part)
        question = self.tr(
            "Do you know the child, the family or the setting, other than through your work on this case?"
        )
        column.addWidget(labels.Label(question, "body_strong", wrap=True))
        self._scroll = card.Column(margins=(0, 4, 10, 16), spacing=10)
        self.ties = TiesCard(model)
        self._scroll.add(self.ties)
        self._scroll.body.addStretch(1)
        column.addWidget(self._scroll, 1)

    def show_items(self, seen: MeetingReading, fault: DeskError | None, place: str) -> None:
        """Show a card for each case; FAULT is shown in the card that PLACE names."""
        day = text.day(seen.meeting.on)
        words = self.tr("{panel}, {day}. The papers of a case open when you have answered.")
        self._line.setText(words.replace("{panel}", seen.meeting.type_name).replace("{day}", day))
        self.ties.show_ties(seen)
        wanted = [item.row.item for item in seen.items]
        if list(self._cards) != wanted:
            self._make_cards(seen)
        for item in seen.items:
            mine = fault if place == f"interest:{item.row.item}" else None
            self._cards[item.row.item].show_item(item, *self._model.asked(item), self._model.kind_of(item), mine)

    def clear(self) -> None:
        """Show nothing."""
        self._cards = {}
        while self._scroll.body.count() > 2:
            found = self._scroll.body.takeAt(1)
            widget = found.widget() if found is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def focus_first(self) -> None:
        """Put the focus on the first case without an answer."""
        for made in self._cards.values():
            if made.is_open:
                made.answers.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _make_cards(self, seen: MeetingReading) -> None:
        self.clear()
        for item in seen.items:
            made = InterestCard(item, self._model)
            self._cards[item.row.item] = made
            self._scroll.body.insertWidget(self._scroll.body.count() - 1, made)


class TiesCard(card.Card):
    """The settings on this agenda that I work at, govern or have family in: said once, kept for every meeting."""

    def __init__(self, model: PanelsViewModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._model = model
        self._key: object = None
        self.boxes: dict[str, QCheckBox] = {}
        title = labels.SectionTitle(self.tr("Your settings"), self.tr("kept for every meeting"))
        self.heading = title
        self.body.addWidget(title)
        words = self.tr("Tick where you work, govern or have family. No case from there is given to you to read.")
        self.add(labels.Label(words, "second", "text2", wrap=True))
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.add(self._column)

    def show_ties(self, seen: MeetingReading) -> None:
        """Show a box for each setting on the agenda, ticked where I said so before."""
        mine = seen.laid.ties.get(seen.me, ())
        offered = sorted({item.setting for item in seen.items if item.setting} | set(mine))
        self.setVisible(bool(offered) and seen.my_role in ("chair", "deputy", "member"))
        if (key := (seen.me, tuple(offered), tuple(mine))) == self._key:
            return
        self._key = key
        card.clear(self._column)
        self.boxes = {}
        for name in offered:
            box = QCheckBox(name)
            box.setMinimumHeight(24)
            box.setChecked(name in mine)
            box.clicked.connect(lambda _checked=False: self._model.say_ties(self.ticked))
            self._column.addWidget(box)
            self.boxes[name] = box

    @property
    def ticked(self) -> list[str]:
        """The settings that are ticked."""
        return [name for name, box in self.boxes.items() if box.isChecked()]


class InterestCard(card.Card):
    """One case and my answer: no, yes or not sure; what it is, where it is not no."""

    def __init__(self, item: Item, model: PanelsViewModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._item, self._model = item, model
        self.is_open = True
        name = item.row.child_name or self.tr("Case {number}").replace("{number}", str(item.row.position))
        top = QHBoxLayout()
        top.setSpacing(8)
        number = labels.Label(str(item.row.position), "card_title", "text2")
        number.setMinimumWidth(number.fontMetrics().horizontalAdvance("000"))
        top.addWidget(number)
        top.addWidget(labels.Label(name, "card_title"), 1)
        self._chip = chip.Chip("", "plain")
        top.addWidget(self._chip)
        self.add(top)
        facts = (item.row.reference, item.setting)
        if any(facts):
            self.add(labels.Label(" · ".join(fact for fact in facts if fact), "second", "text2", wrap=True))
        choices = (("none", self.tr("No")), ("yes", self.tr("Yes")), ("unsure", self.tr("Not sure")))
        self.answers = form.RadioRow(self.tr("Interest in {name}").replace("{name}", name), choices)
        self.answers.chosen.connect(lambda answer: model.answer(self._item, answer))
        row = QHBoxLayout()
        row.addWidget(self.answers)
        row.addStretch(1)
        self.add(row)
        self.kind = form.Choice([("", self.tr("Choose one")), *interest_words.kinds()], "")
        self.kind.chosen.connect(lambda value: model.choose_kind(self._item, str(value)))
        self._kind = form.FormField(self.tr("What kind of interest is it?"), self.kind)
        self.add(self._kind)
        self.nature = form.NoteField(rows=3)
        self.nature.setAccessibleName(self.tr("How do you know them?"))
        self.nature.textChanged.connect(lambda: model.write_nature(self._item, self.nature.text))
        hint = self.tr("A few words for the chair: they decide what follows. Nobody else reads them.")
        self._nature = form.FormField(self.tr("How do you know them?"), self.nature, hint=hint)
        self.add(self._nature)
        self.record = buttons.QuietButton(self.tr("Record this interest"), icon="check")
        self.record.setAccessibleName(self.tr("Record the interest in {name}").replace("{name}", name))
        self.record.clicked.connect(lambda: model.declare(self._item))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.record)
        self.add(foot)

    def show_item(self, item: Item, answer: str, nature: str, kind: str, fault: DeskError | None) -> None:
        """Show ITEM with ANSWER, NATURE and KIND as filled in, and what was refused here."""
        self._item = item
        row = item.row
        self.is_open = row.interest == "unanswered"
        words, tone, icon = {
            "unanswered": (self.tr("To answer"), "warn", "circle-alert"),
            "none": (self.tr("No interest"), "ok", "check"),
            "declared": (self.tr("Waits for the chair"), "info", "hourglass"),
            "withdraw": (self.tr("You step out"), "warn", "door-open"),
            "inform": (self.tr("You may inform"), "info", "message-square"),
            "noted": (self.tr("Noted, you take part"), "ok", "check"),
        }[row.interest]
        self._chip.set(words, tone, icon)
        settled = row.interest in ("withdraw", "inform", "noted")
        self.answers.set_value(answer or None)
        self.answers.setEnabled(not settled)
        if self.nature.text != nature and not self.nature.hasFocus():
            self.nature.set_text(nature)
        self.kind.set_value(kind)
        is_recorded = (answer, nature.strip(), kind) == (item.mine.answer, item.mine.nature, item.mine.kind)
        wants_words = answer in ("yes", "unsure") and not settled
        self._kind.setVisible(wants_words)
        self._nature.setVisible(wants_words)
        self.record.setVisible(wants_words)
        no_kind = "" if kind or answer == "unsure" else self.tr("Choose what kind it is first.")
        self.record.say_why_not(self.tr("This is what is recorded.") if is_recorded else no_kind)
        happened = " ".join(part for part in messages.error_text(fault) if part) if fault else ""
        self._nature.set_error(happened if wants_words else "")
