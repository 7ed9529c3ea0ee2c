"""The left side of the simulation: handles by group, the budget and what meets it, and the way into a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, form, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.figure import ValueLine
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.frameworks import simulate_words as words

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.simulate_view_model import SimulateViewModel
    from bandingdesk.ui.workspaces.frameworks.simulating import Bench, Key

_WIDTH, _NARROW = 372, 300  # px at 100 %
_PAGE = 10  # steps of a handle for Page Up and Page Down
_LONGEST = 13  # figures of a budget


class HandleRow(QWidget):
    """One handle: what it moves, where it stands, where it stood as adopted, and the slider."""

    def __init__(self, model: SimulateViewModel, key: Key, bench: Bench) -> None:
        super().__init__()
        self._model, self._bench, self.key = model, bench, key
        self._handle = bench.handles[key]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)  # room for the ring of focus below the words
        self.head = ValueLine(words.name(key, bench.framework))
        column.addWidget(self.head)
        step = self._handle.step
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(self._handle.low // step, self._handle.high // step)
        self.slider.setPageStep(_PAGE)
        self.slider.setMinimumHeight(theme.current().scaled(26))
        self.slider.setAccessibleName(words.full_name(key, bench.framework))
        self.slider.valueChanged.connect(self._moved)
        column.addWidget(self.slider)
        self.show_value()

    def show_value(self) -> None:
        """Show where the handle stands; a value between two steps of the slider is kept as it is."""
        at, now, step = self._bench.at(self.key, self._model.values), self._handle.now, self._handle.step
        said = words.value(self.key, at)
        was = self.tr("was {value}").replace("{value}", words.value(self.key, now))
        self.head.set(said, "" if at == now else was)
        if self.slider.accessibleDescription() != said:
            self.slider.setAccessibleDescription(said)
        self.slider.blockSignals(True)
        self.slider.setValue(at // step)
        self.slider.blockSignals(False)

    def _moved(self, to: int) -> None:
        low, high = self._bench.reach(self.key, self._model.values)
        self._model.move(self.key, min(max(to * self._handle.step, low), high))
        self.show_value()  # an edge stops at its neighbour


class HandlesPane(QFrame):
    """Handles of one group at a time: thresholds, a strand's points and weight, amounts."""

    def __init__(self, model: SimulateViewModel) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._model = model
        self._bench: Bench | None = None
        self._shown: tuple[str, str] = ("", "")
        self._ways: tuple[str, bool, bool] | None = None
        self.rows: list[HandleRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = self._column = Column(margins=(12, 12, 12, 16), spacing=12)
        column.addWidget(inner)
        inner.add(self._make_handles())
        self.budget = BudgetCard(model)
        self.draft = DraftCard(model)
        inner.add(self.budget)
        inner.add(self.draft)
        inner.body.addStretch(1)

    def _make_handles(self) -> Card:
        made = Card()
        choices = [
            ("thresholds", self.tr("Thresholds")),
            ("points", self.tr("Points")),
            ("amounts", self.tr("Amounts")),
        ]
        self.switch = Segmented(self.tr("What to move"), choices, "thresholds")
        self.switch.chosen.connect(lambda _: self._choose())
        made.add(self.switch)
        self.strand = Choice()
        self._strand_field = FormField(self.tr("Strand"), self.strand)
        self.strand.chosen.connect(lambda _: self._choose())
        made.add(self._strand_field)
        self._none = labels.Label("", "second", "text2", wrap=True)
        made.add(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        made.add(self._list)
        row = QHBoxLayout()
        self.undo = QuietButton(self.tr("Undo"), icon="undo-2")
        self.undo.clicked.connect(self._model.undo)
        self.reset = QuietButton(self.tr("As adopted"), icon="history")
        self.reset.clicked.connect(self._model.reset)
        self.again = QuietButton(self.tr("Start over"), icon="x")
        self.again.clicked.connect(self._model.start_over)
        for button in (self.undo, self.reset, self.again):
            row.addWidget(button)
        row.addStretch(1)
        made.add(row)
        return made

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(_NARROW, self._column.minimumSizeHint().width() + 2), 120)

    def show_model(self) -> None:
        """Show the handles of a simulation that is ready, and where they stand."""
        bench = self._model.bench
        if bench is not None and bench is not self._bench:
            self._begin(bench)
        for row in self.rows:
            row.show_value()
        self._show_ways()
        self.budget.show_model()
        self.draft.show_model()

    def show_step(self) -> None:
        """Follow a moving handle."""
        for row in self.rows:
            row.show_value()
        self._show_ways()
        self.draft.show_model()

    def _show_ways(self) -> None:
        """Say whether there is a step to take back; told again only where that differs."""
        undo, is_moved, is_begun = self._model.undo_name, self._model.is_moved, self._model.is_begun
        if (undo, is_moved, is_begun) == self._ways:
            return
        self._ways = (undo, is_moved, is_begun)
        self.undo.say_why_not("" if undo else self.tr("Nothing was moved."))
        if undo:
            self.undo.setToolTip(undo)
        self.reset.say_why_not("" if is_moved else self.tr("Everything stands as adopted."))
        self.again.say_why_not("" if is_begun else self.tr("There is nothing to clear."))

    def take_focus(self) -> None:
        """Put the focus on the first handle."""
        if self.rows:
            self.rows[0].slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, bench: Bench) -> None:
        self._bench, self._shown = bench, ("", "")
        names = {key.of: bench.framework.strand(key.of).name for key in bench.handles if key.kind == "weight"}
        self.strand.set_choices(list(names.items()), next(iter(names), None))
        kinds = {"points" if key.kind in ("points", "weight") else key.group for key in bench.handles}
        first = next((each for each in ("thresholds", "amounts", "points") if each in kinds), "thresholds")
        self.switch.set_value(first)
        self._choose()
        self.budget.begin(bench)

    def _choose(self) -> None:
        bench = self._bench
        if bench is None:
            return
        kind, strand = str(self.switch.value), str(self.strand.value or "")
        self._strand_field.setVisible(kind == "points" and self.strand.count() > 0)
        group = f"points {strand}" if kind == "points" else kind
        if self._shown == (kind, group):
            return
        self._shown = (kind, group)
        self._column.verticalScrollBar().setValue(0)
        card.clear(self._list)
        self.rows = [HandleRow(self._model, key, bench) for key in bench.handles if key.group == group]
        for row in self.rows:
            self._list.addWidget(row)
        self._none.setVisible(not self.rows)
        self._none.setText("" if self.rows else self._why_none(kind))
        if self.rows:
            self._model.prepare(group)

    def _why_none(self, kind: str) -> str:
        if kind == "amounts":
            return self.tr("There is no tariff whose amounts could be moved.")
        return self.tr("This framework does not decide by points, so there is nothing to move here.")


class BudgetCard(Card):
    """The budget, and the value that meets it."""

    def __init__(self, model: SimulateViewModel) -> None:
        super().__init__(self.tr("Budget"))
        self._model = model
        self.amount = form.line(longest=_LONGEST)
        self.amount.setValidator(QRegularExpressionValidator(r"[0-9,]*", self.amount))
        self._field = FormField(self.tr("Budget in pounds"), self.amount)
        self.amount.textChanged.connect(self._typed)
        self.add(self._field)
        self.which = Choice()
        self.which.chosen.connect(lambda _: self._check())
        self.add(FormField(self.tr("Find the value of"), self.which))
        self._mark = Banner(
            self.tr("Not a statement of need"),
            self.tr("A threshold, points or a weight found this way is kept in the log and marked."),
            tone="warn",
            closable=False,
        )
        self.add(self._mark)
        self.search = QuietButton(self.tr("Find what meets the budget"), icon="target")
        self.search.clicked.connect(self._seek)
        self.body.addWidget(self.search, 0, Qt.AlignmentFlag.AlignLeft)
        self._keys: list[Key] = []
        self._check()

    def begin(self, bench: Bench) -> None:
        """Offer the handles of BENCH: money first."""
        keys = sorted(bench.handles, key=lambda key: key.is_need)
        self._keys = keys
        self.which.set_choices(
            [(n, words.full_name(key, bench.framework)) for n, key in enumerate(keys)], 0 if keys else None
        )
        tariff = bench.tariff
        period = words.period_words(tariff.period) if tariff is not None else ""
        self._field.set_hint(self.tr("For all children, {period}").replace("{period}", period) if period else "")
        budget = self._model.budget
        self.amount.setText("" if budget is None else f"{budget // 100:,}")

    def show_model(self) -> None:
        """Show whether the budget can be sought."""
        self._check()

    def _typed(self) -> None:
        figures = self.amount.text().replace(",", "")
        self._model.set_budget(int(figures) * 100 if figures else None)
        self._check()

    def _chosen(self) -> Key | None:
        at = self.which.value
        return self._keys[at] if isinstance(at, int) and at < len(self._keys) else None

    def _check(self) -> None:
        key = self._chosen()
        self._mark.setVisible(key is not None and key.is_need)
        why = ""
        if self._model.budget is None:
            why = self.tr("Type the budget first.")
        elif key is None:
            why = self.tr("Choose what may move.")
        elif self._model.is_working:
            why = self.tr("It is being looked for.")
        self.search.say_why_not(why)

    def _seek(self) -> None:
        key = self._chosen()
        if key is not None:
            self._model.seek(key)


class DraftCard(Card):
    """The reason of need, without which moved thresholds, points and weights stay out of a draft."""

    def __init__(self, model: SimulateViewModel) -> None:
        super().__init__(self.tr("Take it further"))
        self._model = model
        self.reason = NoteField(rows=6, first_rows=2)
        self._field = FormField(
            self.tr("Reason of need"),
            self.reason,
            hint=self.tr("Why the new thresholds, points or weights describe need better"),
        )
        self._line = labels.Label(self.tr("Amounts go into a draft as they are."), "second", "text2", wrap=True)
        self.add(self._field)
        self.add(self._line)
        self.show_model()

    def show_model(self) -> None:
        """Ask for a reason where one is needed."""
        self._field.setVisible(self._model.is_need_moved)
        self._line.setVisible(not self._model.is_need_moved)
