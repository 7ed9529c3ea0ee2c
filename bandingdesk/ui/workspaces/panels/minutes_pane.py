"""The end of a meeting: earlier minutes to approve, decisions out of panel to take note of, and its own minutes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.after import MinutesRow, OutsideRow
from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.workspaces.panels.minutes_view_model import MinutesReading, MinutesViewModel

_WIDTH = 820  # px


class MinutesPane(QFrame):
    """What waits for the end of a meeting. `changed` comes when its main step may be another one."""

    changed = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._around = around
        self._mode = ""
        self.seen = MinutesViewModel(around.desk, around.jobs, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._wrong = banner.Banner("", tone="danger", closable=False)
        outer.addWidget(self._wrong)
        self._stack = QStackedLayout()
        self._blank = QWidget()
        self._column = card.Column(margins=(18, 14, 18, 16), spacing=12)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self._column.add(labels.Label(self.tr("Minutes"), "page_title"))
        self._column.add(self._holder)
        self._column.body.addStretch(1)
        for part in (self._blank, self._column, self._make_paper()):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self._first: QWidget | None = None
        self.seen.changed.connect(self._show)
        self._show()

    def show_meeting(self, meeting_id: str) -> None:
        """Show the end of a meeting."""
        self.seen.open(meeting_id)

    def take_focus(self) -> None:
        """Put the focus on the first thing to press."""
        first = self.back if self._stack.currentWidget() is self._paper else self._first
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_step(self) -> tuple[str, str, str]:
        """Return words, icon and reason against of the page's main button; no words where there is nothing to do."""
        found = self.seen.seen
        if found is None:
            return "", "", ""
        refusal = "" if found.leads else self.tr("This is for the chair, the deputy and the clerk.")
        if self.seen.is_busy:
            refusal = self.tr("This is being recorded.")
        if found.is_open:
            return self.tr("Close the meeting"), "lock", refusal
        if found.is_over and not found.whole.is_frozen:
            return self.tr("Freeze the minutes"), "file-lock", refusal
        return "", "", ""

    def foot_line(self) -> str:
        """Return what the foot of the page says about the step."""
        found = self.seen.seen
        if found is not None and found.is_open and found.waiting:
            return self.tr("%n case(s) are not done yet. Closing leaves them for another panel.", "", found.waiting)
        return self.tr("The minutes of each case, and of the whole meeting, are frozen as it closes.")

    def press_main(self) -> None:
        """Do what the main button says; closing a meeting is asked first, since it can't be opened again."""
        found = self.seen.seen
        if found is None:
            return
        if not found.is_open:
            self.seen.freeze()
            return
        self._around.messages.confirm(
            self.tr("This closes the meeting and freezes its minutes. It can’t be opened again."),
            self.tr("Close the meeting"),
            self.seen.close_meeting,
            detail=self.foot_line(),
        )

    # Parts

    def _make_paper(self) -> QWidget:
        self._paper = QWidget()
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(18, 12, 18, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the minutes"), icon="arrow-left")
        self.back.clicked.connect(self.seen.close_paper)
        self._title = labels.Label("", "second_strong")
        top.addWidget(self.back)
        top.addWidget(self._title, 1)
        self.paper = PaperView(self._around.jobs, self.tr("Minutes of the meeting"))
        column.addLayout(top)
        column.addWidget(self.paper, 1)
        return self._paper

    def _show(self) -> None:
        seen = self.seen
        self._wrong.setVisible(seen.error is not None)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")
        mode = "blank" if seen.seen is None else "paper" if seen.paper_title else "list"
        turns, self._mode = self._mode not in ("", mode), mode
        if mode == "blank":
            self._stack.setCurrentWidget(self._blank)
        elif mode == "paper":
            self._title.setText(seen.paper_title)
            if seen.paper is not None:
                self.paper.set_pdf(seen.paper)
            self._stack.setCurrentWidget(self._paper)
        elif seen.seen is not None:
            self._fill(seen.seen)
            self._stack.setCurrentWidget(self._column)
        if turns and self.isVisible():
            self.take_focus()
        self.changed.emit()

    def _fill(self, found: MinutesReading) -> None:
        card.clear(self._holder)
        self._first = None
        parts: list[QWidget] = []
        if found.is_open:
            parts += [self._approving(found), self._ratifying(found)]
        parts.append(self._own(found))
        if found.actions:
            parts.append(self._actions(found))
        for part in parts:
            part.setMaximumWidth(_WIDTH)
            self._holder.addWidget(part)

    def _approving(self, found: MinutesReading) -> QWidget:
        made = card.Card(self.tr("Minutes of earlier meetings, to approve"))
        if not found.to_approve:
            made.add(labels.Label(self.tr("None wait. Minutes are approved by the next meeting of the panel."), "body"))
        for row in found.to_approve:
            self._approval(made, row, found)
        return made

    def _approval(self, made: card.Card, row: MinutesRow, found: MinutesReading) -> None:
        line = QHBoxLayout()
        line.addWidget(labels.Label(text.day(row.on), "body", wrap=True), 1)
        button = buttons.QuietButton(self.tr("Approve"), icon="check")
        button.setAccessibleName(self.tr("Approve the minutes of {0}").replace("{0}", text.day(row.on)))
        button.clicked.connect(lambda: self.seen.approve(row))
        is_chair = found.role in ("chair", "deputy")
        button.say_why_not("" if is_chair else self.tr("The chair of this meeting approves them."))
        line.addWidget(button)
        self._first = self._first or button
        made.add(line)

    def _ratifying(self, found: MinutesReading) -> QWidget:
        made = card.Card(self.tr("Decided out of panel, to take note of"))
        if not found.to_ratify:
            made.add(labels.Label(self.tr("Nothing waits for this meeting."), "body"))
        for row in found.to_ratify:
            made.add(self._ratification(row, found))
        return made

    def _ratification(self, row: OutsideRow, found: MinutesReading) -> QWidget:
        made = card.Card(look="well", padding=12)
        made.add(labels.Label(f"{row.child_name} · {row.reference}", "body_strong", wrap=True))
        said = self.tr("{outcome}. Decided by {name}, {day}. {why}")
        said = said.replace("{outcome}", codes.outcome(row.outcome)).replace("{name}", row.decided_by_name)
        day = text.day(row.decided_at.date()) if row.decided_at is not None else ""
        made.add(labels.Label(said.replace("{day}", day).replace("{why}", row.why), "second", "text2", wrap=True))
        holder = QWidget()
        flow = Flow(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        note = buttons.QuietButton(self.tr("Take note"), icon="check")
        note.setAccessibleName(self.tr("Take note of the decision for {0}").replace("{0}", row.child_name))
        note.clicked.connect(lambda: self.seen.take_note(row))
        note.say_why_not("" if found.leads else self.tr("This is for the chair, the deputy and the clerk."))
        look = buttons.LinkButton(self.tr("Read it, or ask for a review"))
        look.setAccessibleName(self.tr("Read the decision for {0}, or ask for a review").replace("{0}", row.child_name))
        where = {"case_id": row.case_id, "section": "decisions", "outside": row.id}
        look.clicked.connect(lambda: self._around.navigate("cases", **where))
        for button in (note, look):
            flow.addWidget(button)
        self._first = self._first or note
        made.add(holder)
        return made

    def _own(self, found: MinutesReading) -> QWidget:
        made = card.Card(self.tr("Minutes of this meeting"))
        if not found.is_over:
            said = self.tr(
                "They are ready when the meeting closes: who was there, what was found, who decides, and why."
            )
            made.add(labels.Label(said, "body", wrap=True))
            return made
        whole = found.whole
        state = self.tr("A draft: nothing is frozen yet")
        if whole.made_at is not None:
            state = (
                self.tr("Frozen {0} by {1}").replace("{0}", text.moment(whole.made_at)).replace("{1}", whole.made_by)
            )
        made.add(labels.Label(state, "body", wrap=True))
        if whole.approved_on is not None:
            approved = self.tr("Approved at the meeting of {0} by {1}").replace("{0}", text.day(whole.approved_on))
            made.add(labels.Label(approved.replace("{1}", whole.approved_by), "body", wrap=True))
        for one in whole.corrections:
            said = self.tr("Correction by {0}: {1}").replace("{0}", one.by).replace("{1}", one.words)
            made.add(labels.Label(said, "second", "text2", wrap=True))
        holder = QWidget()
        flow = Flow(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        for said, is_public in ((self.tr("Open them in full"), False), (self.tr("Open the public-safe ones"), True)):
            button = buttons.QuietButton(said, icon="file-text")
            button.clicked.connect(
                lambda _checked=False, said=said, is_public=is_public: self.seen.open_paper(said, public=is_public)
            )
            flow.addWidget(button)
            self._first = self._first or button
        made.add(holder)
        words = self.tr("Each case has minutes of its own, on its page under Decisions. They name no other child.")
        made.add(labels.Label(words, "second", "text2", wrap=True))
        return made

    def _actions(self, found: MinutesReading) -> QWidget:
        made = card.Card(self.tr("Actions of the meeting"))
        for row in found.actions:
            made.add(labels.Label(f"{row.words} · {row.owner_name} · {text.day(row.due)}", "body", wrap=True))
        return made
