"""The form of a new case: what begins it, the child or young person, the setting, the needs, or the plan in force."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.statute.register import EntryType
from bandingdesk.ui import around_words, codes, messages, text
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.field_form import FieldForm
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice, FormField, RadioRow, line
from bandingdesk.ui.workspaces.cases import new_case
from bandingdesk.ui.workspaces.cases.new_case import NewCaseViewModel
from bandingdesk.ui.workspaces.cases.records import typed, words

_WIDTH = 820  # px
_TOP = Qt.AlignmentFlag.AlignTop
YEAR_GROUPS = ("N1", "N2", "R", *(str(number) for number in range(1, 15)))


class NewCasePane(QWidget):
    """The form. `made` carries the id of the new case, `left` asks for the list."""

    made = Signal(str)
    left = Signal()

    def __init__(self, seen: NewCaseViewModel) -> None:
        super().__init__()
        self.seen = seen
        self._tried = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = card.Column(margins=(20, 16, 20, 16), spacing=12)
        self._column = column
        self._alike = Banner("", tone="warn", closable=False)
        self._wrong = Banner("", tone="danger", closable=False)
        self.lines: dict[str, QLineEdit] = {}
        self.choices: dict[str, Choice] = {}
        self.fields: dict[str, FormField] = {}
        self.reasons: dict[str, FormField] = {}  # why an identifier is kept
        self._asked, self._plan = self._make_asked(), self._make_plan()
        parts = (self._make_begins(), self._asked, self._make_child(), self._make_setting(), self._plan)
        for part in (self._wrong, self._alike, *parts):
            part.setMaximumWidth(_WIDTH)
            column.add(part)
        column.body.addStretch(1)
        outer.addWidget(column, 1)
        outer.addWidget(self._make_foot())
        seen.changed.connect(self._show)
        seen.made.connect(self._on_made)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 380)

    def take_focus(self) -> None:
        """Take up what was typed, and put the focus on the first field."""
        self.seen.load()
        self.begins.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Record the case, or say what is missing."""
        self._tried = True
        self._show()
        wrong = [name for name in self.fields if self.fields[name].error and name in self._stops()]
        asked = [name for name in self.asked.fields if self.asked.fields[name].error and name in self._asked_stops()]
        if asked:
            self.asked.focus(asked[0])
            self._column.ensureWidgetVisible(self.asked.fields[asked[0]])
        elif wrong:
            part = self.begins.buttons[0] if wrong[0] == "begins" else self.fields[wrong[0]]
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            self._column.ensureWidgetVisible(self.fields[wrong[0]])
        else:
            self.seen.record()

    def _stops(self) -> tuple[str, ...]:
        return (*self.seen.form.missing(), *self.seen.form.wrong_days())

    def _asked_stops(self) -> tuple[str, ...]:
        kind, entry = self.seen.kind, self.seen.form.entry()
        return (*entry.missing(kind), *entry.unread(kind)) if kind is not None else ()

    # Parts

    def _make_begins(self) -> QWidget:
        made = card.Card()
        kinds = [(kind.name, kind.title) for kind in new_case.beginnings(self.seen.book)]
        self.begins = RadioRow(
            self.tr("What begins this case"),
            [*kinds, (new_case.PLAN, self.tr("A plan already in force"))],
            upright=True,
        )
        self.begins.chosen.connect(lambda value: self.seen.type(begins=str(value)))
        self.fields["begins"] = FormField(self.tr("What begins this case"), self.begins)
        made.add(self.fields["begins"])
        return made

    def _make_asked(self) -> card.Card:
        made = card.Card(self.tr("What came in"))
        self.asked = FieldForm((), typed.day)
        self.asked.typed.connect(self.seen.ask)
        made.add(self.asked)
        return made

    def _make_child(self) -> QWidget:
        made = card.Card(self.tr("Child or young person"))
        grid = self._grid(made)
        one = self.tr("One name is enough for a child who has one.")
        grid.addWidget(self._line("forename", self.tr("First name"), one), 0, 0, _TOP)
        grid.addWidget(self._line("surname", self.tr("Surname"), one), 0, 1, _TOP)
        day = self.tr("Day, month and year, as 31/12/2016.")
        grid.addWidget(self._line("dob", self.tr("Date of birth"), day), 1, 0, _TOP)
        grid.addWidget(self._identifier("upn", self.tr("UPN, if known"), self.tr("13 characters.")), 1, 1, _TOP)
        grid.addWidget(
            self._identifier("nhs_number", self.tr("NHS number, if known"), self.tr("10 digits.")), 2, 0, _TOP
        )
        grid.addWidget(self._identifier("postcode", self.tr("Home postcode, if known")), 2, 1, _TOP)
        return made

    def _make_setting(self) -> QWidget:
        made = card.Card(self.tr("Setting and needs"))
        grid = self._grid(made)
        grid.addWidget(self._line("setting_name", self.tr("School, college or other setting")), 0, 0, _TOP)
        kinds = [(key, codes.say(codes.SETTINGS, key)) for key in codes.SETTINGS]
        grid.addWidget(self._choice("setting_type", self.tr("Type of setting"), kinds), 0, 1, _TOP)
        grid.addWidget(
            self._identifier("urn", self.tr("URN of the setting, if known"), self.tr("6 digits.")), 1, 1, _TOP
        )
        years = [(group, codes.year(group)) for group in YEAR_GROUPS]
        grid.addWidget(self._choice("year_group", self.tr("Year group"), years), 1, 0, _TOP)
        needs = [(key, codes.say(codes.NEEDS, key)) for key in codes.NEEDS]
        first = [("", self.tr("Not known yet")), *needs]
        grid.addWidget(self._choice("primary_need", self.tr("Main need, as far as known"), first), 2, 0, _TOP)
        second = [("", self.tr("None")), *needs]
        grid.addWidget(self._choice("secondary_need", self.tr("Second need, if any"), second), 2, 1, _TOP)
        return made

    def _make_plan(self) -> QWidget:
        made = card.Card(self.tr("The plan"))
        grid = self._grid(made)
        grid.addWidget(
            self._line("plan_start", self.tr("Day the plan was made"), self.tr("As 31/12/2025.")), 0, 0, _TOP
        )
        hint = self.tr("As 31/12/2025. The next review is due within 12 months of it (CFA 2014, s44(1)).")
        grid.addWidget(self._line("last_review", self.tr("Last review, if any"), hint), 0, 1, _TOP)
        return made

    def _make_foot(self) -> QWidget:
        self._foot = FootBar()
        back = self._foot.add_left(QuietButton(self.tr("All cases"), icon="arrow-left"))
        back.clicked.connect(self.left)
        self.main = self._foot.add_right(PrimaryButton(self.tr("Open this case"), icon="check", key="F8"))
        self.main.clicked.connect(self.press_main)
        return self._foot

    def _grid(self, made: card.Card) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        made.add(grid)
        return grid

    def _line(self, name: str, label: str, hint: str = "") -> FormField:
        field = line()
        self.lines[name] = field
        field.textEdited.connect(lambda typed, name=name: self.seen.type(**{name: typed}))
        self.fields[name] = FormField(label, field, hint=hint)
        return self.fields[name]

    def _identifier(self, name: str, label: str, hint: str = "") -> QWidget:
        """Return the field of an identifier with, below it, the reason that keeps one whose check fails."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._line(name, label, hint))
        reason = line()
        reason.textEdited.connect(lambda words, name=name: self.seen.keep_identifier(name, words))
        self.reasons[name] = FormField(self.tr("Why is it kept as it is?"), reason)
        reason.setAccessibleName(self.tr("Why is it kept? {0}").replace("{0}", label))
        column.addWidget(self.reasons[name])
        column.addStretch(1)
        return made

    def _choice(self, name: str, label: str, choices: list[tuple[str, str]]) -> FormField:
        field = Choice(list(choices))
        self.choices[name] = field
        field.chosen.connect(lambda value, name=name: self.seen.type(**{name: str(value)}))
        self.fields[name] = FormField(label, field)
        return self.fields[name]

    # Show

    def _show(self) -> None:
        form = self.seen.form
        for name, field in self.lines.items():
            value = getattr(form, name)
            if field.text() != value:
                field.setText(value)
        for name, choice in self.choices.items():
            choice.set_value(getattr(form, name) or ("" if name in ("primary_need", "secondary_need") else None))
        self._show_begins()
        self._show_errors()
        alike = self.seen.alike
        self._alike.setVisible(bool(alike))
        if alike:
            names = text.listed([f"{row.child_name} ({row.reference})" for row in alike])
            self._alike.say(
                self.tr("A child with this name and birthday is on record: {0}.").replace("{0}", names),
                self.tr("Open that case if it is the same child. Go on if it is another child."),
                tone="warn",
            )
        fault = self.seen.error
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        left = len(form.missing()) + len(self._asked_stops())
        words_ = self.tr("%n fields left", "", left) if left else self.tr("Everything needed is filled in")
        kept_ = self.tr("What you type is kept on this laptop until you open the case.")
        self._foot.say(words_, kept_, "save" if left else "circle-check", "text2" if left else "ok")
        self.main.say_why_not(self.tr("This is being recorded.") if self.seen.is_busy else "")

    def _show_begins(self) -> None:
        """Show what the chosen beginning asks for: the fields of its kind, or those of a plan in force."""
        form, kind = self.seen.form, self.seen.kind
        self.begins.set_value(form.begins or None)
        self._asked.setVisible(kind is not None)
        self._plan.setVisible(form.is_plan)
        if kind is not None:
            self.asked.set_fields(new_case.asked_fields(self.seen.book, kind))
            self.asked.show_texts(form.asked)
            known = {field.name for field in new_case.asked_fields(self.seen.book, kind)}
            doubts = words.doubts(
                form.entry(), kind, self.seen.today, lambda name: name in known and self.asked.has_focus(name)
            )
            self.asked.show_errors(self._asked_errors(kind), doubts)

    def _asked_errors(self, kind: EntryType) -> dict[str, str]:
        """Return what is wrong with what came in."""
        entry = self.seen.form.entry()
        errors = {
            name: words.field_error(kind, name, unread=True)
            for name in entry.unread(kind)
            if self._tried or not self.asked.has_focus(name)
        }
        if self._tried:
            errors |= {name: words.field_error(kind, name, unread=False) for name in entry.missing(kind)}
        return errors

    def _show_errors(self) -> None:
        missing, wrong, doubted = self.seen.form.missing(), self.seen.form.wrong_days(), self.seen.form.doubted()
        for name, field in self.fields.items():
            said = doubt = ""
            if name in wrong and (self._tried or not self.lines[name].hasFocus()):
                said = self.tr("This is not a day. Write day, month and year, as 31/12/2016.")
            elif name in missing and self._tried:
                said = self.tr("Choose one.") if name == "begins" else self.tr("Fill this in.")
            elif name in doubted and not self.lines[name].hasFocus():
                doubt = around_words.say(around_words.DOUBTS[name])
            if said or field.error != doubt:
                (field.set_error if said else field.set_doubt)(said or doubt)
        for name, field in self.reasons.items():
            reason = field.field
            assert isinstance(reason, QLineEdit)
            field.setVisible(name in doubted and (bool(self.fields[name].error) or reason.hasFocus()))
            if reason.text() != self.seen.form.kept.get(name, ""):
                reason.setText(self.seen.form.kept.get(name, ""))

    def _on_made(self, case_id: str) -> None:
        self._tried = False
        for field in self.lines.values():
            field.clear()
        self.made.emit(case_id)
