"""One difference: both versions beside what was before, the choice, its reason, and what would then stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.chip import ChipRow, Fact
from bandingdesk.ui.widgets.form import FormField, NoteField, RadioRow
from bandingdesk.ui.workspaces.sync import field_words, reading, words
from bandingdesk.ui.workspaces.sync.choice_view_model import ChoiceViewModel
from bandingdesk.ui.workspaces.sync.field_grid import FieldGrid
from bandingdesk.ui.workspaces.sync.reading import Compared, Way


class ComparePane(QWidget):
    """The difference in hand. OPEN_CASE opens its case, READ_AGAIN reads the list anew after somebody else settled."""

    def __init__(
        self, model: ChoiceViewModel, open_case: Callable[[str], None], read_again: Callable[[], None]
    ) -> None:
        super().__init__()
        self._model = model
        self._shown: Compared | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._column = Column(margins=(18, 14, 18, 18), spacing=10)
        outer.addWidget(self._column)
        self._make_head(open_case, read_again)
        self.grid = FieldGrid(model.pick)
        self._same = LinkButton("")
        self._same.clicked.connect(self._show_same)
        self._same_words = labels.Label("", "second", "text2", wrap=True)
        for part in (self.grid, self._same_words):
            self._column.add(part)
        self._column.body.insertWidget(self._column.body.count() - 1, self._same, 0, Qt.AlignmentFlag.AlignLeft)
        self._make_choice()
        self._column.body.addStretch(1)

    def _make_head(self, open_case: Callable[[str], None], read_again: Callable[[], None]) -> None:
        self._title = labels.Label("", "sentence", wrap=True)
        self._chips = ChipRow()
        self._case = LinkButton(self.tr("Open the case"))
        self._case.clicked.connect(lambda: open_case(self._case_id()))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._case)
        self.banner = Banner("", closable=False)
        self.error = Banner("", tone="danger", closable=False)
        self.again = self.error.add(QuietButton(self.tr("Read the list again"), icon="refresh-cw"))
        self.again.clicked.connect(lambda: read_again())
        self._column.add(head)
        for part in (self.banner, self.error):
            self._column.add(part)

    def _make_choice(self) -> None:
        self._choice = Card(self.tr("What is to stand?"))
        self._hint = labels.Label("", "second", "text2", wrap=True)
        self._ways = QVBoxLayout()
        self.ways: RadioRow | None = None
        self.reason = NoteField(rows=4, first_rows=2)
        self.reason.rested.connect(self._model.set_reason)
        hint = self.tr("It is kept with the record. Write it as if the family reads it.")
        self._reason = FormField(self.tr("Why"), self.reason, hint=hint)
        self._preview = labels.Label("", "body", wrap=True)
        self._kept = labels.Label("", "second", "text2", wrap=True)
        for part in (self._hint, self._ways, self._reason):
            self._choice.add(part)
        self._result = Card(self.tr("What will stand"), look="well")
        self._result.add(self._preview)
        self._result.add(self._kept)
        self._column.add(self._choice)
        self._column.add(self._result)

    def take_focus(self) -> None:
        """Put the focus on the first choice."""
        target: QWidget | None = self.grid.first or (self.first_way if self._choice.isVisible() else None)
        (target or self._case).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def first_way(self) -> QAbstractButton | None:
        """The first way to settle it whole."""
        return self.ways.buttons[0] if self.ways is not None else None

    def keep_typed(self) -> None:
        """Keep the reason that is still being typed."""
        if self._model.found is not None and self._reason.isVisible():
            self._model.set_reason(self.reason.text)

    def show_model(self) -> None:
        """Show the difference in hand and what is chosen so far."""
        found = self._model.found
        self._column.setVisible(found is not None)
        if found is None:
            self._shown = None
            return
        if found is not self._shown:
            self._shown = found
            self._show_found(found)
        self.grid.show_picks(self._model.side_of)
        self._show_choice(found)
        self._show_error()

    def _show_found(self, found: Compared) -> None:
        one = found.item.difference
        self._title.setText(words.title(one))
        self._case.setVisible(one.case_id is not None and found.hidden != "closed")
        facts = [Fact(words.kind(one), words.TONES.get(one.state, "warn"), words.ICONS.get(one.state, "git-compare"))]
        if words.is_disputed(one):
            facts.append(Fact(self.tr("Disputed"), "danger", "gavel"))
        self._chips.set(tuple(facts))
        self._show_frame(found)
        self.grid.setVisible(not found.hidden)
        if not found.hidden:
            self.grid.show_found(found)
        count = len(found.same)
        self._same.setText(self.tr("%n fields were changed alike", "", count))
        self._same.setVisible(bool(count))
        self._same_words.hide()
        may = found.item.may_resolve and not found.hidden
        self._choice.setVisible(may)
        self._make_ways(found)
        self.reason.set_text(self._model.reason)
        self._column.verticalScrollBar().setValue(0)

    def _show_frame(self, found: Compared) -> None:
        """Say what is so, who may settle it, and what waits for that."""
        one = found.item.difference
        held = self.tr("Letters and signatures of this case wait until this is settled.")
        who = words.who_may(reading.resolvers(one), author_too=reading.author_may(one))
        happened = words.hidden(found) or words.frame(one)
        kept = held if words.is_disputed(one) else self.tr("Nothing of it is lost.")
        self.banner.say(happened, "" if found.item.may_resolve else who, kept, tone=words.TONES.get(one.state, "warn"))

    def _make_ways(self, found: Compared) -> None:
        card.clear(self._ways)
        choices = [(way, words.way(way, is_mine=found.item.is_mine)) for way in found.ways]
        self.ways = RadioRow(self.tr("What is to stand?"), choices)
        self.ways.chosen.connect(self._choose)
        self._ways.addWidget(self.ways)
        if found.composed:
            self._hint.setText(self.tr("Choose for each field above, or take one version whole."))
        elif "both" in found.ways:
            self._hint.setText(self.tr("The two versions changed different things, so both can stand."))
        else:
            self._hint.setText(self.tr("One version stands; the other stays in the record."))

    def _show_choice(self, found: Compared) -> None:
        model = self._model
        way = model.way
        if self.ways is not None:
            self.ways.set_value(way if way in found.ways else None)
        self._reason.setVisible(model.needs_reason)
        stands = model.stands()
        kind = found.item.difference.subject.kind
        lines = [
            f"{field_words.label(kind, one.path)}: {field_words.value(one.path, one.value, found.names)}"
            for one in stands
        ]
        self._preview.setText("\n".join(lines))
        self._preview.setVisible(bool(lines))
        self._kept.setText(
            self.tr("Both versions stay in the record, with who made them and when.")
            if lines or way
            else self.tr("Nothing is chosen yet.")
        )
        self._result.setVisible(not self._choice.isHidden())

    def _show_error(self) -> None:
        fault = self._model.error
        self.error.setVisible(fault is not None)
        self.again.setVisible(self._model.is_stale)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")

    def _choose(self, way: object) -> None:
        ways: tuple[Way, ...] = ("mine", "theirs", "both", "accepted", "refused")
        chosen = next((one for one in ways if one == way), None)
        if chosen is not None:
            self._model.pick_whole(chosen)

    def _show_same(self) -> None:
        found = self._model.found
        if found is None:
            return
        kind = found.item.difference.subject.kind
        lines = [
            f"{field_words.label(kind, one.path)}: {field_words.value(one.path, one.mine, found.names)}"
            for one in found.same
        ]
        self._same_words.setText("\n".join(lines))
        self._same_words.setVisible(self._same_words.isHidden())

    def _case_id(self) -> str:
        found = self._model.found
        return (found.item.difference.case_id or "") if found is not None else ""
