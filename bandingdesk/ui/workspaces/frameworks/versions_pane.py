"""The versions: drafts and the library as a table, the one that is chosen in words beside it, and the ways on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.store.queries.higher import WordingRow
from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.reading import Entry

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.view_model import FrameworksViewModel

_WIDTH, _NARROW = 372, 300  # px at 100 %


class VersionsPane(QWidget):
    """Every version at the left, the chosen one at the right."""

    def __init__(
        self,
        model: FrameworksViewModel,
        ask_file: Callable[[], None],
        ask_place: Callable[[], None],
        show_view: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._model, self._show_view = model, show_view
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.banner = Banner("", closable=False)
        self.banner.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_list(ask_file), 1)
        self.detail = DetailPane(show_view, ask_place)
        row.addWidget(self.detail)
        outer.addLayout(row, 1)
        self.foot = FootBar()
        self.drop = self.foot.add_right(QuietButton(self.tr("Throw this draft away"), icon="trash-2"))
        self.drop.clicked.connect(model.drop_draft)
        self.read = self.foot.add_right(QuietButton(self.tr("Import a workbook or JSON"), icon="import"))
        self.read.clicked.connect(lambda: ask_file())
        self.main = self.foot.add_right(PrimaryButton("", icon="file-plus", key="Ctrl+Enter"))
        self.main.clicked.connect(model.new_draft)
        outer.addWidget(self.foot)

    def _make_list(self, ask_file: Callable[[], None]) -> QWidget:
        page = QWidget()
        left = QVBoxLayout(page)
        left.setContentsMargins(16, 14, 16, 14)
        left.setSpacing(10)
        left.addWidget(self.banner)
        self._head = labels.SectionTitle(self.tr("Versions"))
        left.addWidget(self._head)
        columns = (
            Column("title", self.tr("Scheme"), lambda one: Cell(one.entry.title, strong=True), 200, stretch=True),
            Column("version", self.tr("Version"), lambda one: one.entry.version, 92),
            Column("status", self.tr("Status"), _status_cell, 124),
            Column("days", self.tr("In force"), lambda one: days(one.entry), 190, drop=2),
            Column("tariffs", self.tr("Amounts"), lambda one: _tariffs(one.entry), 96, drop=3),
            Column("cases", self.tr("Cases"), lambda one: _cases(one.entry), 70, right=True, drop=1),
        )
        self._rows = RowsModel(columns, spoken=lambda one: _spoken(one.entry))
        self.table = Table(self.tr("Versions"), self._rows)
        self.table.opened.connect(lambda _key: self._show_view("edit"))
        self.table.current_changed.connect(self._model.choose)
        self._empty = EmptyState(
            self.tr("There is no scheme yet."),
            self.tr("Start from a pattern and write your own, or read the workbook you have."),
            button=self.tr("Start from a pattern"),
            link=self.tr("Import a workbook or JSON"),
            icon="layers",
        )
        self._empty.asked.connect(self._model.new_draft)
        self._empty.guide_asked.connect(lambda: ask_file())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        left.addWidget(self._stack, 1)
        return page

    def show_model(self) -> None:
        """Show what is so now."""
        model = self._model
        entries = model.entries
        kept = [_Listed(one.key, one) for one in entries or ()]
        if [one.entry for one in self._rows.rows] != [one.entry for one in kept]:
            self._rows.set_rows(kept)
        if entries and model.chosen and self.table.current != model.chosen:
            self.table.go_to(model.chosen)
        is_empty = entries is not None and not entries
        self._stack.setCurrentIndex(1 if is_empty else 0)
        for part in (self._head, self.foot, self.detail):
            part.setVisible(not is_empty)
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept_words, do = error_text(model.error)
            self.banner.say(happened, kept_words, do, code=model.error.code, tone="danger")
        self.detail.show_entry(model.entry, model.entries or ())
        self._show_foot(model.entry)

    def _show_foot(self, entry: Entry | None) -> None:
        is_draft = entry is not None and bool(entry.draft_id)
        self.drop.setVisible(is_draft)
        self.main.setText(self.tr("Go on with this draft") if is_draft else self.tr("New draft from this"))
        self.main.set_icon("pencil" if is_draft else "file-plus")
        self.main.updateGeometry()
        why_not = self._model.why_no_draft()
        for button in (self.main, self.read):
            button.say_why_not(why_not)
        if entry is None:
            self.foot.say("")
        elif is_draft:
            self.foot.say(self.tr("Only you see this draft."), self.tr("It is kept as you write."), "lock")
        elif entry.status == "adopted":
            self.foot.say(self.tr("An adopted version never changes."), self.tr("A new draft is the way on."), "lock")
        else:
            said = self.tr("A version in the library stays as it is.")
            self.foot.say(said, self.tr("A new draft is the way to change it."), "lock")

    def take_focus(self) -> None:
        """Put the focus on the list, or on the way to begin."""
        target = self._empty.button if self._model.entries == () else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        found: list[QWidget] = [self.table, self.detail, self.foot]
        return [part for part in found if part.isVisible()] or [self]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setFixedWidth(theme.current().scaled(_WIDTH) if self.width() > 1000 else _NARROW)


class _Listed:
    """An entry as a row of the table."""

    def __init__(self, key: str, entry: Entry) -> None:
        self.id, self.entry = key, entry


def _asked(row: WordingRow) -> str:
    """Return what an oversight panel asks about the wording of a strand, or of one level of it."""
    where = row.strand if row.level is None else f"{row.strand} {row.level}"
    return f"{where}: {row.words}"


class DetailPane(QFrame):
    """One version in words: where it stands, when, who adopted it and where that is written, and what to do with it."""

    def __init__(self, show_view: Callable[[str], None], ask_place: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self.setAccessibleName(self.tr("The chosen version"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = card.Column(margins=(16, 14, 16, 16), spacing=10)
        outer.addWidget(column)
        self._title = labels.Label("", "sentence", wrap=True)
        column.add(self._title)
        head = QHBoxLayout()
        self._chip = Chip("")
        self._version = labels.Label("", "second_strong", "text2")
        head.addWidget(self._chip)
        head.addWidget(self._version)
        head.addStretch(1)
        column.add(head)
        self._facts = Card(padding=12)
        self._facts.set_look("well")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self._facts.add(self._lines)
        column.add(self._facts)
        self.open = QuietButton(self.tr("Open"), icon="book-open", key="Enter")
        self.open.clicked.connect(lambda: show_view("edit"))
        self.trial = QuietButton(self.tr("Try a profile"), icon="play")
        self.trial.clicked.connect(lambda: show_view("try"))
        self.tried = QuietButton(self.tr("See what the trial shows"), icon="flask-conical")
        self.tried.clicked.connect(lambda: show_view("trial"))
        self.export = QuietButton(self.tr("Export as a workbook or JSON"), icon="download")
        self.export.clicked.connect(lambda: ask_place())
        for button in (self.open, self.tried, self.trial, self.export):
            column.add(button)
        column.body.addStretch(1)
        self._shown: object = None

    def show_entry(self, entry: Entry | None, entries: tuple[Entry, ...]) -> None:
        """Show ENTRY."""
        for part in (self._facts, self.open, self.trial, self.export, self._chip):
            part.setVisible(entry is not None)
        row = entry.row if entry is not None else None
        self.tried.setVisible(row is not None and row.trial_from is not None)
        if entry is None or entry == self._shown:
            return
        self._shown = entry
        said, icon, tone = words.status(entry.status)
        self._title.setText(entry.title)
        self._chip.set(said, tone, icon)
        self._version.setText(self.tr("Version {0}").replace("{0}", entry.version))
        self.open.setText(self.tr("Open in the editor") if entry.draft_id else self.tr("Read it"))
        self.open.updateGeometry()
        card.clear(self._lines)
        for name, value in self._told(entry):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(labels.Label(name, "note_strong", "text2"))
            pair.addWidget(labels.Label(value, "second", wrap=True))
            self._lines.addLayout(pair)

    def _told(self, entry: Entry) -> list[tuple[str, str]]:
        row = entry.row
        told = [(self.tr("In force"), days(entry))] if row is not None else []
        if entry.saved_at is not None:
            told.append((self.tr("Kept"), text.moment(entry.saved_at)))
        if row is not None and row.trial_from is not None:
            told.append((self.tr("Trial"), _between(row.trial_from, row.trial_to)))
        if row is not None and row.consulted_on is not None:
            told.append((self.tr("Consulted on"), text.day(row.consulted_on)))
        if row is not None and row.adopted_by:
            told.append((self.tr("Adopted by"), row.adopted_by))
        if row is not None and row.minute:
            told.append((self.tr("Minute"), row.minute))
        if entry.supersedes:
            told.append((self.tr("Follows"), self.tr("version {0}").replace("{0}", entry.supersedes)))
        if row is not None:
            years = text.listed([tariff.year for tariff in row.tariffs]) or self.tr("none yet")
            told.append((self.tr("Amounts"), years))
            cases = self.tr("No case is decided under it.")
            if row.cases:
                cases = self.tr("%n cases are decided under it. They keep it.", "", row.cases)
            told.append((self.tr("Cases"), cases))
            told.append((self.tr("Check code"), _code(row.id)))
        for one in entry.wording:
            told.append((self.tr("Wording to review, asked {day}").format(day=text.day(one.on.date())), _asked(one)))
        return told

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 120)


def days(entry: Entry) -> str:
    """Return when a version is in force."""
    row = entry.row
    if row is None:
        return ""
    if row.starts is None:
        return words.tr("not in force")
    return _between(row.starts, row.ends)


def _between(first: object, last: object) -> str:
    from datetime import date

    assert isinstance(first, date)
    if isinstance(last, date):
        said = words.tr("{first} to {last}")
        return said.replace("{first}", text.day_bare(first)).replace("{last}", text.day_bare(last))
    return words.tr("from {first}").replace("{first}", text.day_bare(first))


def _code(sha256: str) -> str:
    """Return the first characters of a hash in groups that people can read to each other."""
    bare = sha256.removeprefix("sha256:")[:16]
    return " ".join(bare[at : at + 4] for at in range(0, 16, 4))


def _status_cell(one: _Listed) -> Cell:
    said, icon, tone = words.status(one.entry.status)
    return Cell(said, "" if tone == "plain" else tone, icon)


def _tariffs(entry: Entry) -> str:
    tariffs = entry.row.tariffs if entry.row is not None else ()
    return tariffs[-1].year if tariffs else ""


def _cases(entry: Entry) -> str:
    return text.count(entry.row.cases) if entry.row is not None and entry.row.cases else ""


def _spoken(entry: Entry) -> str:
    said, _icon, _tone = words.status(entry.status)
    parts = [entry.title, words.tr("version {0}").replace("{0}", entry.version), said, days(entry)]
    return ", ".join(part for part in parts if part)
