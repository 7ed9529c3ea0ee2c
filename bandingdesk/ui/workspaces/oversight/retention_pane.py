"""How long cases are kept: the review list at the left, the case in hand with a reason and its steps at the right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.ops import HoldReason
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.oversight import retention_words

if TYPE_CHECKING:
    from bandingdesk.store.queries.retention import KeepingRow
    from bandingdesk.ui.surroundings import Surroundings
    from bandingdesk.ui.workspaces.oversight.commands import Acts
    from bandingdesk.ui.workspaces.oversight.retention_view_model import Step
    from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_SIDE = 420  # px of the case in hand at 100 %
_LIST = 220  # px that the list needs


class RetentionPane(QWidget):
    """The review list and the case in hand. Nothing is erased by itself, and never by one person alone."""

    def __init__(self, model: OversightViewModel, around: Surroundings, acts: Acts) -> None:
        super().__init__()
        self._model = model.retention
        self._navigate = around.navigate
        self._today = around.clock.today()
        self._shown: list[tuple[str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_list(), 1)
        self.side = card.Column(margins=(16, 14, 16, 14), spacing=10)
        theme.current().changed.connect(self._fit)
        self._fit()
        row.addWidget(self.side)
        self._fill_side()
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.back = QuietButton(self.tr("All samples"), icon="arrow-left")
        self.back.clicked.connect(model.show_overview)
        self.hold = QuietButton(self.tr("Hold"), icon="pause", key="H")
        self.hold.clicked.connect(lambda: acts.retain("hold"))
        self.keep = QuietButton(self.tr("Keep longer"), icon="archive", key="L")
        self.keep.clicked.connect(lambda: acts.retain("keep"))
        self.main = PrimaryButton("", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: acts.next_step())
        for button in (self.back, self.hold, self.keep, self.main):
            self.foot.add_right(button)
        column.addWidget(self.foot)

    def _make_list(self) -> QWidget:
        page = QWidget()
        left = QVBoxLayout(page)
        left.setContentsMargins(16, 14, 16, 14)
        left.setSpacing(10)
        self.banner = Banner("", closable=False)
        self.list = RowList(self.tr("Cases whose time is over"), click_opens=False)
        self.list.chosen.connect(lambda key: self._model.choose(str(key)))
        self.list.opened.connect(lambda _key: self.reason.setFocus(Qt.FocusReason.OtherFocusReason))
        self._box = card.Card(padding=0)
        self._box.body.setContentsMargins(1, 1, 1, 1)
        self._box.add(self.list, 1)
        self.nothing = EmptyState(
            self.tr("No case’s time is over."),
            self.tr("A case comes here on the day from which its rule lets it go. Nothing is erased by itself."),
            icon="archive",
        )
        left.addWidget(self.banner)
        left.addWidget(self._box, 1)
        left.addWidget(self.nothing, 1)
        return page

    def _fill_side(self) -> None:
        self._title = labels.Label("", "card_title", wrap=True)
        self.side.add(self._title)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        self.side.add(self._facts)
        self.look = LinkButton(self.tr("Look at the case"))
        self.look.clicked.connect(lambda: self._navigate("cases", case_id=self._model.current))
        left = QHBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.look)
        left.addStretch(1)
        self.side.add(left)
        self._warning = card.Card(look="well", padding=12)
        for words in (retention_words.what_goes(), retention_words.what_stays()):
            self._warning.add(labels.Label(words, "second", wrap=True))
        self.side.add(self._warning)
        self._form = QFrame()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(10)
        self.reason = NoteField(rows=6, first_rows=2)
        self.reason.textChanged.connect(lambda: self._model.type_reason(self.reason.text))
        hint = self.tr("One sentence. It stays when the rest is gone, so name no child.")
        form.addWidget(FormField(self.tr("Your reason"), self.reason, hint=hint))
        self.because = Choice(retention_words.holds(), "other")
        self.until = DayField(QDate(self._today.year, self._today.month, self._today.day).addYears(1))
        self.until.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        pair = QHBoxLayout()
        pair.setSpacing(16)
        top = Qt.AlignmentFlag.AlignTop
        pair.addWidget(FormField(self.tr("Hold it because of"), self.because), 1, top)
        pair.addWidget(FormField(self.tr("Or keep it until"), self.until), 1, top)
        form.addLayout(pair)
        self.side.add(self._form)
        self.side.body.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.side.minimumWidth() + _LIST, 200)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take back what is asked: the answer would come from somebody who looks at something else."""
        self._model.withdraw()
        super().hideEvent(event)

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [part for part in (self.list, self.side, self.foot) if part.isVisible()]

    def take(self, step: Step) -> None:
        """Do what STEP says with the case in hand."""
        match step:
            case "review":
                self._model.review()
            case "keep":
                self._model.keep(self._day())
            case "hold":
                self._model.hold(cast(HoldReason, self.because.value))
            case "release":
                self._model.release()
            case "erase":
                self._model.ask_erase()

    def take_focus(self) -> None:
        """Put the focus on the list, on the way back where there is none."""
        target = self.list if self._model.rows else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_model(self) -> None:
        """Show what is so now."""
        model = self._model
        self.list.set_rows(retention_words.rows(model.rows, model.name), model.current or None)
        is_empty = model.found is not None and not model.rows
        self._box.setVisible(not is_empty)
        self.nothing.setVisible(is_empty)
        row = model.row
        self.side.setVisible(row is not None)
        if row is not None:
            self._show_case(row)
        self._show_end()
        self._show_foot(row)

    def _show_case(self, row: KeepingRow) -> None:
        facts = [self._title_of(row), *retention_words.known(row, self._model.name)]
        if facts != self._shown:
            self._shown = facts
            self._title.setText(facts[0][1])
            card.clear(self._facts)
            for label, words in facts[1:]:
                part = QVBoxLayout()
                part.setSpacing(1)
                part.addWidget(labels.Label(label, "note", "text2", wrap=True))
                part.addWidget(labels.Label(words, "second", wrap=True))
                self._facts.addLayout(part)
            self.because.set_value("appeal" if row.appeal_on else "other")
        if self.reason.text != self._model.reason:
            self.reason.set_text(self._model.reason)
        is_there = row.state != "erased"
        self._form.setVisible(is_there)
        self._warning.setVisible(row.state == "reviewed")
        self.look.setVisible(is_there)

    def _title_of(self, row: KeepingRow) -> tuple[str, str]:
        return row.case, self.tr("Case {reference}").replace("{reference}", retention_words.reference(row))

    def _show_end(self) -> None:
        fault, erased = self._model.error, self._model.erased
        self.banner.setVisible(fault is not None or erased is not None)
        if fault is not None:
            self.banner.say(*error_text(fault), code=fault.code, tone="danger")
        elif erased is not None:
            kept = self.tr("The record still says that it was erased, when, by which rule, by whom and why.")
            do = []
            if erased.backups:
                do.append(
                    self.tr("%n backups may still hold the case. Renew or destroy them.", "", len(erased.backups))
                )
            if not erased.scrubbed and not erased.waits:
                do.append(self.tr("Another window keeps old pages. They go when it closes."))
            self.banner.say(retention_words.done("erase", erased), kept, " ".join(do), tone="ok")

    def _show_foot(self, row: KeepingRow | None) -> None:
        model = self._model
        is_there = row is not None and row.state != "erased"
        step = model.main_step
        names: dict[Step, tuple[str, str]] = {
            "review": (self.tr("It may go"), "clipboard-check"),
            "release": (self.tr("Release the hold"), "play"),
            "erase": (self.tr("Erase this case"), "circle-slash"),
        }
        name, icon = names[step]
        self.main.setText(name)
        self.main.set_icon(icon)
        self.main.updateGeometry()
        self.main.say_why_not(model.why_not(step))
        self.hold.say_why_not(model.why_not("hold"))
        self.keep.say_why_not(model.why_not("keep"))
        self.main.setVisible(is_there)
        for button in (self.hold, self.keep):
            button.setVisible(is_there and step != "release")
        waiting = sum(one.state in ("due", "reviewed") for one in model.rows)
        why = model.why_not(step) if row is not None else ""
        if why:
            self.foot.say(why, icon="circle-alert" if is_there else "info", tone="warn" if is_there else "text2")
        else:
            self.foot.say(self.tr("%n cases wait for a person.", "", waiting) if waiting else "")

    def _fit(self) -> None:
        self.side.setFixedWidth(theme.current().scaled(_SIDE))

    def _day(self) -> date:
        day = self.until.date()
        return date(day.year(), day.month(), day.day())
