"""The forms about a query: received, what was found, answered, withdrawn. Only the open form's fields are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from bandingdesk.panel.band_query.query import PARTS
from bandingdesk.ui import messages
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.band_queries.form import Kind, QueryForm
from bandingdesk.ui.workspaces.cases.band_queries.reading import Queries
from bandingdesk.ui.workspaces.cases.band_queries.strand_rows import StrandRows
from bandingdesk.ui.workspaces.cases.band_queries.view_model import QueriesViewModel

_WIDTH = 760  # px
_FIELDS: dict[Kind, tuple[str, ...]] = {
    "receive": ("day", "by", "words", "strands", "evidence"),
    "decide": ("result", "reasons", "people", "evidence", "pin"),
    "answer": ("day", "way"),
    "withdraw": ("reasons",),
}


class FormPart(card.Column):
    """The open form. What is typed goes to the view-model at once; the page's main button records it."""

    def __init__(self, seen: QueriesViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self._is_showing = False
        self.title = labels.Label("", "card_title", wrap=True)
        self.wrong = Banner("", tone="danger", closable=False)
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self.wrong.add(self._go_on)
        self.told = labels.Label("", "body", "text2", wrap=True)
        for part in (self.title, self.wrong, self.told):
            self.add(part)
        self.day, self.by, self.way = DayField(), line(longest=200), line(longest=200)
        self.words, self.reasons = NoteField(rows=8, first_rows=2), NoteField(rows=8, first_rows=2)
        self.strands = StrandRows()
        self.pin = line(secret=True, longest=12)
        found = [
            ("up", self.tr("A higher band")),
            ("same", self.tr("The same band")),
            ("down", self.tr("A lower band")),
        ]
        self.result = RadioRow(self.tr("What was found"), found)
        self.evidence, self.people = _Ticks(), _Ticks()
        self.fields = {
            "day": FormField(self.tr("Day"), self.day),
            "by": FormField(self.tr("Who asks, and their role there"), self.by),
            "words": FormField(self.tr("What they ask"), self.words),
            "strands": FormField(self.tr("Strands they see otherwise"), self.strands),
            "result": FormField(self.tr("What was found"), self.result),
            "reasons": FormField(self.tr("Why"), self.reasons),
            "people": FormField(self.tr("Who looked at it with you"), self.people),
            "evidence": FormField(self.tr("New papers"), self.evidence),
            "way": FormField(self.tr("How the school was told"), self.way),
            "pin": FormField(self.tr("Your PIN"), self.pin),
        }
        for field in self.fields.values():
            field.setMaximumWidth(_WIDTH)
            self.add(field)
        foot = QHBoxLayout()
        self.cancel = QuietButton(self.tr("Leave this form"), icon="x")
        self.cancel.clicked.connect(self._on_cancel)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.add(foot)
        self.body.addStretch(1)
        self._bind()

    def _bind(self) -> None:
        seen = self._seen
        self.by.textEdited.connect(lambda value: self._type(by=value))
        self.way.textEdited.connect(lambda value: self._type(way=value))
        self.words.textChanged.connect(lambda: self._type(words=self.words.text))
        self.reasons.textChanged.connect(lambda: self._type(reasons=self.reasons.text))
        self.day.dateChanged.connect(lambda day: self._type(day=date(day.year(), day.month(), day.day()).isoformat()))
        self.result.chosen.connect(lambda value: self._type(result=str(value)))
        self.evidence.changed = lambda: self._type(evidence=self.evidence.ticked())
        self.people.changed = lambda: self._type(people=self.people.ticked())
        self.strands.typed.connect(self._on_strand)
        self.strands.more.connect(seen.add_strand)
        seen.keeper.watch(self.by, self.way, self.words, self.reasons)

    def focus_first(self) -> None:
        """Put the focus on the first field of the open form."""
        form = self._seen.form
        if form is None:
            return
        first: dict[Kind, QWidget] = {
            "receive": self.day,
            "decide": self.result.buttons[0],
            "answer": self.day,
            "withdraw": self.reasons,
        }
        first[form.kind].setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Record the form; the PIN is forgotten at once."""
        pin = self.pin.text()
        self.pin.clear()
        self._seen.submit(pin)

    # Show

    def show_form(self, seen: Queries, form: QueryForm) -> None:
        """Show the form as it is kept."""
        self._is_showing = True
        self.title.setText(self._title(form.kind))
        self.told.setText(self._told(seen, form.kind))
        self._show_wrong()
        if (day := QDate.fromString(form.day, Qt.DateFormat.ISODate)) != self.day.date():
            self.day.setDate(day)
        for field, value in ((self.by, form.by), (self.way, form.way)):
            if field.text() != value:
                field.setText(value)
        for note, value in ((self.words, form.words), (self.reasons, form.reasons)):
            if note.text != value:
                note.set_text(value)
        self.strands.show_drafts(form.strands, seen.strands or {}, seen.levels or {})
        self.result.set_value(form.result or None)
        self.evidence.set([(id_, title, "") for id_, title in seen.papers], form.evidence)
        others = [one for one in seen.people if one.id != self._seen.me]
        self.people.set([(one.id, one.name, self._why(one.part)) for one in others], form.people)
        missing = self._seen.missing() if self._seen.has_tried else ()
        for name, shown in self.fields.items():
            is_there = name in _FIELDS[form.kind]
            shown.setVisible(is_there and not (name == "evidence" and not seen.papers))
            shown.set_error(self._fault(name) if name in missing else "")
        self._is_showing = False

    def _show_wrong(self) -> None:
        fault = self._seen.error
        self.wrong.setVisible(fault is not None)
        self._go_on.setVisible(self._seen.is_stale)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="danger")

    def _title(self, kind: Kind) -> str:
        return {
            "receive": self.tr("A query of the band came in"),
            "decide": self.tr("What was found when the band was looked at again"),
            "answer": self.tr("The school was told"),
            "withdraw": self.tr("Withdraw this query"),
        }[kind]

    def _told(self, seen: Queries, kind: Kind) -> str:
        if kind == "receive" and seen.limit is not None:
            days = self.tr("%n working days", "", seen.limit.days)
            said = self.tr("The council’s own limit for the answer is {0} from the day it came in. The law sets none.")
            return said.replace("{0}", days)
        if kind == "decide":
            return self.tr(
                "It changes no band and pays nothing. Nobody who had a part in the decision looks at it again."
            )
        return ""

    def _why(self, part: str) -> str:
        return QCoreApplication.translate("band_query", PARTS[part]) if part else ""

    def _fault(self, name: str) -> str:
        return {
            "by": self.tr("Say who asks."),
            "words": self.tr("Say what they ask."),
            "strands": self.tr("Choose each strand and give the setting’s words."),
            "result": self.tr("Choose one."),
            "reasons": self.tr("Say why."),
            "way": self.tr("Say how, such as by letter."),
        }.get(name, "")

    def _type(self, **values: object) -> None:
        if not self._is_showing:
            self._seen.type(**values)

    def _on_strand(self, number: int, name: str, value: str) -> None:
        if not self._is_showing:
            self._seen.type_strand(number, **{name: value})

    def _on_cancel(self) -> None:
        self.pin.clear()
        self._seen.cancel()


class _Ticks(QWidget):
    """Things to tick. One that may not be ticked says why beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = lambda: None
        self._boxes: dict[str, QCheckBox] = {}
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(4)
        self._rows.setHorizontalSpacing(16)

    def set(self, rows: Iterable[tuple[str, str, str]], ticked: tuple[str, ...]) -> None:
        """Offer ROWS of (id, words, why not); TICKED are chosen."""
        wanted = list(rows)
        if [id_ for id_, _, _ in wanted] != list(self._boxes):
            card.clear(self._rows)
            self._boxes = {}
            for id_, words, why in wanted:
                box = QCheckBox(f"{words}: {why}" if why else words)
                box.setEnabled(not why)
                box.setAccessibleDescription(why)
                box.setMinimumHeight(26)
                box.toggled.connect(lambda _on: self.changed())
                self._rows.addWidget(box, len(self._boxes) // 2, len(self._boxes) % 2)
                self._boxes[id_] = box
        for id_, box in self._boxes.items():
            if box.isChecked() != (id_ in ticked):
                box.setChecked(id_ in ticked)

    def ticked(self) -> tuple[str, ...]:
        """Return the ids that are ticked."""
        return tuple(id_ for id_, box in self._boxes.items() if box.isChecked())
