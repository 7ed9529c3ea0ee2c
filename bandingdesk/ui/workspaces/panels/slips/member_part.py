"""One member: which cases are open for them, what was made, its password once, and how far each case is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QWidget

from bandingdesk.store.queries.slips import MemberRow, SlipCaseRow, SlipRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.form import DayField, FormField, NoteField
from bandingdesk.ui.workspaces.panels.slips import words
from bandingdesk.ui.workspaces.panels.slips.view_model import SlipsViewModel

_WIDTH = 640  # px


class MemberPart(card.Column):
    """What was made for the member in hand, and what can be made."""

    def __init__(self, seen: SlipsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 16), spacing=12)
        self._seen = seen
        self._shown = ("", "")
        self._who = labels.SectionTitle(" ")
        self.add(self._who)
        for part in (self._make_slip(), self._make_cases(), self._make_out(), self._make_end()):
            self.add(part)
        self.body.addStretch(1)

    def _make_out(self) -> QWidget:
        self._out = card.Card(self.tr("Make a workbook or slips"))
        self._open = labels.Label("", "body", wrap=True)
        self._out.add(self._open)
        self.due = DayField()
        self._due = FormField(self.tr("Wanted back by"), self.due)
        self._due.setMaximumWidth(240)
        self._out.add(self._due)
        self.workbook = QuietButton(self.tr("Make a workbook"), icon="file-spreadsheet")
        self.workbook.clicked.connect(lambda: self._seen.make("workbook", self._day()))
        self.paper = QuietButton(self.tr("Make paper slips"), icon="clipboard-pen")
        self.paper.clicked.connect(lambda: self._seen.make("paper", self._day()))
        self._out.add(_row(self.workbook, self.paper))
        return self._out

    def _make_slip(self) -> QWidget:
        self._slip = card.Card(" ")
        self._state = labels.Label("", "body", wrap=True)
        self._slip.add(self._state)
        self._secret = card.Card(look="well")
        self._secret.add(labels.Label(self.tr("The password, shown this once"), "second_strong"))
        self.password = labels.Label("", "page_title", figures=True)
        self.password.setTextInteractionFlags(self.password.textInteractionFlags().TextSelectableByKeyboard
                                              | self.password.textInteractionFlags().TextSelectableByMouse)  # fmt: skip
        self.password.setAccessibleName(self.tr("The password of the workbook"))
        self._secret.add(self.password)
        self._kept = labels.Label("", "note", "text2", wrap=True)
        self._secret.add(self._kept)
        self._slip.add(self._secret)
        self.large = QCheckBox(self.tr("In large print"))
        self.large.setMinimumHeight(28)
        self._slip.add(self.large)
        self.save = PrimaryButton(self.tr("Save a copy to send"), icon="file-down")
        self.save.clicked.connect(lambda: self.ask_place())
        self._slip.add(_row(self.save))
        self._files = labels.Label("", "note", "text2", wrap=True)
        self._slip.add(self._files)
        return self._slip

    def _make_cases(self) -> QWidget:
        self._cases = card.Card(self.tr("How far each case is"))
        self._doubts = labels.Label("", "second", "warn", wrap=True)
        self._cases.add(self._doubts)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._cases.add(self._grid)
        self.twice = QCheckBox(self.tr("Enter each slip twice and compare"))
        self.twice.setMinimumHeight(28)
        self._cases.add(self.twice)
        self.take = QuietButton(self.tr("Lock these answers all the same"), icon="lock")
        self.take.clicked.connect(self._on_take)
        self._cases.add(_row(self.take))
        return self._cases

    def _make_end(self) -> QWidget:
        self._end = card.Card(self.tr("Leave it out"))
        self.reason = NoteField(rows=3)
        self._reason = FormField(self.tr("Why"), self.reason)
        self._reason.setMaximumWidth(_WIDTH)
        self._end.add(self._reason)
        self.aside = QuietButton(self.tr("Set aside what came back"), icon="file-x")
        self.aside.clicked.connect(lambda: self._with_reason(self._seen.set_aside))
        self.withdraw = QuietButton(self.tr("Wait for it no more"), icon="ban")
        self.withdraw.clicked.connect(lambda: self._with_reason(self._seen.withdraw))
        self._end.add(_row(self.aside, self.withdraw))
        return self._end

    # Acts

    def ask_place(self, password: str = "") -> None:
        """Ask where a copy is to be saved, and save it."""
        name = self._seen.file_name()
        ending = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), name, f"*{ending}")
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(ending)
            self._seen.write(path, large_print=self.large.isChecked(), password=password)

    def _on_take(self) -> None:
        row = self._seen.slip
        if row is not None:
            self._seen.take([case.item for case in row.to_settle])

    def _with_reason(self, act: object) -> None:
        is_said = bool(self.reason.text.strip())
        self._reason.set_error("" if is_said else self.tr("Say in a few words why."))
        if is_said and callable(act):
            act(self.reason.text)

    def _day(self) -> date:
        day = self.due.date()
        return date(day.year(), day.month(), day.day())

    # Show

    def show_member(self) -> None:
        """Show the member in hand."""
        member, row = self._seen.member, self._seen.slip
        if member is None or self._seen.seen is None:
            return
        if self._shown != (member.person, row.id if row else ""):
            self._shown = (member.person, row.id if row else "")
            self.reason.set_text("")
            self._reason.set_error("")
            on = max(self._seen.seen.meeting.on, self._seen.today)
            self.due.setDate(QDate(on.year, on.month, on.day))
        refusal = self._seen.refusal
        self._show_open(member, refusal)
        self.password.setText(self._seen.passwords.get(row.id, "") if row is not None else "")
        for part in (self._slip, self._cases, self._end):
            part.setVisible(row is not None)
        if row is not None:
            self._show_slip(row, refusal)
            self._show_cases(row, refusal)

    def _show_open(self, member: MemberRow, refusal: str) -> None:
        self._who.set_title(member.name)
        self._who.set_note(f"{member.code} · {member.profession}")
        left = [one for one in member.open if not one.is_locked]
        if not member.open:
            said = self.tr("No case is open for them to score. Record interests, freeze papers and open scoring first.")
        elif not left:
            said = self.tr("All cases that are open for them are locked.")
        else:
            count = self.tr("%n case(s) are open for them to score:", "", len(left))
            said = f"{count} {', '.join(one.reference for one in left)}."
        self._open.setText(said)
        why = refusal or ("" if left else said)
        self._due.setVisible(bool(left))
        self.workbook.say_why_not(why)
        self.paper.say_why_not(why)

    def _show_slip(self, row: SlipRow, refusal: str) -> None:
        is_paper = row.kind == "paper"
        if self._slip.heading is not None:
            self._slip.heading.set_title(self.tr("Paper slips") if is_paper else self.tr("Scoring workbook"))
            self._slip.heading.set_note(self.tr("made on {0}").replace("{0}", text.day(row.dated)))
        self._state.setText(words.state(row))
        self._secret.setVisible(bool(self.password.text()))
        tell = self.tr("Tell it to the member by phone, never in the same e-mail as the file.")
        kept = self.tr("This computer keeps it, to read the workbook in.")
        lost = self.tr("This computer can't keep it: write it down, you need it to read the workbook in.")
        self._kept.setText(f"{tell} {kept if self._seen.is_kept else lost}")
        is_open = row.state != "withdrawn"
        self.large.setVisible(is_paper and is_open)
        self.save.setVisible(is_open)
        self.save.setText(self.tr("Save the slips to print") if is_paper else self.tr("Save a copy to send"))
        self.save.set_look("primary" if row.state == "made" else "quiet")
        self.save.say_why_not(refusal)
        self._files.setText(self.tr("Copies that left: {0}.").replace("{0}", ", ".join(row.files)))
        self._files.setVisible(bool(row.files))

    def _show_cases(self, row: SlipRow, refusal: str) -> None:
        self._doubts.setText("\n".join(words.doubt(one) for one in row.doubts))
        self._doubts.setVisible(bool(row.doubts))
        _clear(self._grid)
        is_paper = row.kind == "paper" and row.state != "withdrawn"
        for number, case in enumerate(row.cases):
            self._case(number, case, is_paper=is_paper, refusal=refusal)
        self.twice.setVisible(is_paper)
        waits = row.to_settle if not is_paper else ()
        self.take.setVisible(bool(waits))
        self.take.say_why_not(refusal)
        self.aside.setVisible(row.state == "back")
        self.aside.say_why_not(refusal)
        self._end.setVisible(row.state != "withdrawn" and row.locked < len(row.cases))
        self.withdraw.say_why_not(refusal)

    def _case(self, number: int, case: SlipCaseRow, *, is_paper: bool, refusal: str) -> None:
        said, tone, icon = words.case(case)
        if is_paper and case.state == "waiting":
            said = self.tr("Not entered yet")
        reference = case.reference or self.tr("Closed to you")
        lines = [said, *(words.doubt(one) for one in case.doubts)]
        parts: list[QWidget] = [
            labels.Icon(icon, tone),
            labels.Label(reference, "second_strong", figures=True),
            labels.Label("\n".join(lines), "second", tone, wrap=True),
        ]
        if is_paper and case.state == "waiting":
            button = QuietButton(self.tr("Enter the slip"), icon="keyboard")
            button.setAccessibleName(self.tr("Enter the slip of {0}").replace("{0}", reference))
            button.say_why_not(refusal)
            item = case.item
            button.clicked.connect(lambda: self._seen.begin_entry(item, twice=self.twice.isChecked()))
            parts.append(button)
        for column, part in enumerate(parts):
            align = Qt.AlignmentFlag.AlignTop if column < 2 else Qt.AlignmentFlag(0)
            self._grid.addWidget(part, number, column, align)
            part.show()


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _row(*buttons: QWidget) -> QWidget:
    holder = QWidget()
    row = Flow(holder)
    for button in buttons:
        row.addWidget(button)
    return holder
