"""The form of a new case: the child or young person, the setting, the needs, the plan."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice, FormField, line
from bandingdesk.ui.workspaces.cases.new_case import NewCaseViewModel

_WIDTH = 820  # px
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
        for part in (self._wrong, self._alike, self._make_child(), self._make_setting(), self._make_plan()):
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
        """Take up what was typed, and put the caret into the first field."""
        self.seen.load()
        self.lines["forename"].setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Record the case, or say what is missing."""
        self._tried = True
        self._show()
        missing = self.seen.form.missing()
        bad = self.seen.form.wrong_days()
        if missing or bad:
            first = self.fields[(*missing, *bad)[0]]
            first.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._column.ensureWidgetVisible(first)
        else:
            self.seen.record()

    # Parts

    def _make_child(self) -> QWidget:
        made = card.Card(self.tr("Child or young person"))
        grid = self._grid(made)
        grid.addWidget(self._line("forename", self.tr("First name")), 0, 0)
        grid.addWidget(self._line("surname", self.tr("Surname")), 0, 1)
        day = self.tr("Day, month and year, as 31/12/2016.")
        grid.addWidget(self._line("dob", self.tr("Date of birth"), day), 1, 0)
        grid.addWidget(self._line("upn", self.tr("UPN, if known"), self.tr("13 characters, as A123456789012.")), 1, 1)
        return made

    def _make_setting(self) -> QWidget:
        made = card.Card(self.tr("Setting and needs"))
        grid = self._grid(made)
        grid.addWidget(self._line("setting_name", self.tr("School, college or other setting")), 0, 0)
        kinds = [(key, codes.say(codes.SETTINGS, key)) for key in codes.SETTINGS]
        grid.addWidget(self._choice("setting_type", self.tr("Type of setting"), kinds), 0, 1)
        years = [(group, codes.year(group)) for group in YEAR_GROUPS]
        grid.addWidget(self._choice("year_group", self.tr("Year group"), years), 1, 0)
        needs = [(key, codes.say(codes.NEEDS, key)) for key in codes.NEEDS]
        grid.addWidget(self._choice("primary_need", self.tr("Main need"), needs), 2, 0)
        second = [("", self.tr("None")), *needs]
        grid.addWidget(self._choice("secondary_need", self.tr("Second need, if any"), second), 2, 1)
        return made

    def _make_plan(self) -> QWidget:
        made = card.Card(self.tr("The plan"))
        grid = self._grid(made)
        grid.addWidget(self._line("plan_start", self.tr("Day the plan was made"), self.tr("As 31/12/2025.")), 0, 0)
        hint = self.tr("As 31/12/2025. The next review is due within 12 months of it (CFA 2014, s44(1)).")
        grid.addWidget(self._line("last_review", self.tr("Last review, if any"), hint), 0, 1)
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
            choice.set_value(getattr(form, name) or ("" if name == "secondary_need" else None))
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
        left = len(form.missing())
        words_ = self.tr("%n fields left", "", left) if left else self.tr("Everything needed is filled in")
        kept_ = self.tr("What you type is kept on this laptop until you open the case.")
        self._foot.say(words_, kept_, "save" if left else "circle-check", "text2" if left else "ok")
        self.main.say_why_not(self.tr("This is being recorded.") if self.seen.is_busy else "")

    def _show_errors(self) -> None:
        missing, wrong = self.seen.form.missing(), self.seen.form.wrong_days()
        for name, field in self.fields.items():
            said = ""
            if name in wrong and (self._tried or not self.lines[name].hasFocus()):
                said = self.tr("This is not a day. Write day, month and year, as 31/12/2016.")
            elif name in missing and self._tried:
                said = self.tr("Fill this in.")
            elif name == "upn" and self.seen.wrong_upn() and not self.lines["upn"].hasFocus():
                said = self.tr("Its length or check letter is wrong. You can keep it as it is.")
            if field.error != said:
                field.set_error(said)

    def _on_made(self, case_id: str) -> None:
        self._tried = False
        for field in self.lines.values():
            field.clear()
        self.made.emit(case_id)
