"""Decisions of a case and what follows them, card below card: what waits stands above what is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.after import ActionRow, MinutesRow, OutsideRow
from bandingdesk.store.queries.came_back import BackRow
from bandingdesk.store.queries.casework import LetterRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import Button, LinkButton, QuietButton
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.case_sections import READING, FactGrid
from bandingdesk.ui.workspaces.cases.decisions import higher_card, words
from bandingdesk.ui.workspaces.cases.decisions.reading import After
from bandingdesk.ui.workspaces.cases.decisions.view_model import DecisionsViewModel

_ICONS = {"open": ("clipboard-list", "text2"), "done": ("circle-check", "ok"), "dropped": ("x", "text2")}


class ListPart(card.Column):
    """The cards. `decision_asked` opens a decision's record, `letters_asked` a letter."""

    decision_asked = Signal(str)
    letters_asked = Signal(str)

    def __init__(self, seen: DecisionsViewModel) -> None:
        super().__init__(margins=(20, 16, 20, 16))
        self._seen = seen
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self.add(self._holder)
        self.body.addStretch(1)
        self._first: QWidget | None = None

    def focus_first(self) -> None:
        """Put the focus on the first thing to press."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_seen(self, case: CaseReading, found: After, today: date) -> None:
        """Show what is on record."""
        card.clear(self._holder)
        self._first = None
        parts: list[QWidget] = [self._actions(found, today)]
        if found.back:
            parts.append(self._back(found, case, today))
        if found.outside or not found.only["outside.decided"]:
            parts.append(self._outside(found))
        for row in case.decisions:
            parts.append(self._decision(row, found, case))
            parts += [higher_card.card_of(one) for one in found.higher if one.decision == row.id and one.found]
        if found.minutes:
            parts.append(self._minutes(found))
        if case.letters:
            parts.append(self._letters(case.letters))
        for part in parts:
            part.setMaximumWidth(READING + 140)
            self._holder.addWidget(part)

    # Decisions

    def _decision(self, row: DecisionRow, found: After, case: CaseReading) -> QWidget:
        made = card.Card(words.decision_title(row))
        assert made.heading is not None
        tone, icon = ("ok", "circle-check") if row.step == "signed" else ("info", "pen-line")
        if row.step in ("corrected", "reopened"):
            tone, icon = "warn", "file-warning"
        made.heading.add(Chip(codes.say(codes.STEPS, row.step), tone, icon))
        money = ""
        if row.money is not None and row.money.pence is not None:
            money = text.money(row.money.pence, row.money.period if row.money.period in ("year", "term") else "year")
        signed = row.signed
        grid = FactGrid()
        grid.set(
            [
                (self.tr("Outcome"), codes.outcome(row.final_outcome or row.outcome)),
                (self.tr("Band"), row.final_band_title or row.band_title),
                (self.tr("Why not the indicated band"), row.reason_title),
                (self.tr("Amount"), money),
                (self.tr("Starts"), text.day(row.starts) if row.has_period else ""),
                (self.tr("Signed"), f"{signed.name}, {text.moment(signed.at)}" if signed else ""),
                (self.tr("What was wrong"), row.correction_words),
                (self.tr("Feedback to the setting"), self._feedback_words(row, found)),
            ]
        )
        made.add(grid)
        buttons = self._flow(made)
        name = words.decision_title(row)
        self._link(buttons, self.tr("Open the decision record"), name, lambda: self.decision_asked.emit(row.id))
        for id_, said in ((row.corrected_by, self.tr("Open the record that corrects it")),
                          (row.corrects, self.tr("Open the record that it corrects"))):  # fmt: skip
            if id_:
                self._link(buttons, said, name, partial(self.decision_asked.emit, id_))
        if signed is not None:
            self._feedback(buttons, row, found, name, case.row.setting_name)
        return made

    def _feedback_words(self, row: DecisionRow, found: After) -> str:
        known = found.feedback_on(row.id)
        if known is None:
            return ""
        if known.sent_on is not None:
            return self.tr("Sent {0}").replace("{0}", text.day(known.sent_on))
        return self.tr("Made by {0}, not sent yet").replace("{0}", known.made_by)

    def _feedback(self, flow: Flow, row: DecisionRow, found: After, name: str, setting: str) -> None:
        known, only = found.feedback_on(row.id), found.only["feedback.made"]
        seen = self._seen
        if known is None:
            begin = self._link(flow, self.tr("Write feedback"), name, lambda: seen.begin("feedback", row.id))
            nobody = "" if setting else self.tr("This pupil has no setting on record.")
            begin.say_why_not(self._refusal(only) or nobody)
            return
        title = self.tr("Feedback to the setting")
        self._link(flow, self.tr("Open the feedback"), name, lambda: seen.open_feedback(row.id, title))
        if known.sent_on is None:
            sent = self._link(flow, self.tr("It went by e-mail today"), name, lambda: seen.send_feedback(row.id))
            sent.say_why_not(self._refusal(only))

    # Actions

    def _actions(self, found: After, today: date) -> QWidget:
        made = card.Card(self.tr("Actions"))
        if not found.actions:
            made.add(labels.Label(self.tr("Nothing was undertaken. An action has one owner and one day."), "body"))
        for row in found.actions:
            made.add(self._action(row, found, today))
        flow = self._flow(made)
        add = self._button(flow, self.tr("Add an action"), "plus", lambda: self._seen.begin("action"))
        add.say_why_not(self._refusal(found.only["action.made"]))
        return made

    def _action(self, row: ActionRow, found: After, today: date) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(10)
        icon, tone = ("clock-alert", "danger") if row.is_late(today) else _ICONS[row.state]
        line.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(2)
        is_pointed = row.id == self._seen.pointed
        said.addWidget(labels.Label(row.words, "body_strong" if is_pointed else "body", wrap=True))
        said.addWidget(labels.Label(words.action_line(row, today), "second", "text2", wrap=True))
        line.addLayout(said, 1)
        if row.state == "open":
            only, seen = self._refusal(found.only["action.done"]), self._seen
            for title, kind in ((self.tr("Done"), "done"), (self.tr("Another day"), "move"), (self.tr("Drop"), "drop")):
                link = LinkButton(title)
                link.setAccessibleName(f"{title}: {row.words}")
                link.clicked.connect(lambda _checked=False, kind=kind: seen.begin(kind, row.id, row.head))
                link.say_why_not(only)
                line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    # Out of panel

    def _outside(self, found: After) -> QWidget:
        made = card.Card(self.tr("Decided out of panel"))
        if not found.outside:
            made.add(labels.Label(self.tr("No decision on this case was made out of panel."), "body"))
        for row in found.outside:
            made.add(self._outside_row(row, found))
        flow, seen = self._flow(made), self._seen
        ask = self._button(flow, self.tr("Send to the officer"), "send", lambda: seen.begin("officer"))
        ask.say_why_not(self._refusal(found.only["outside.asked"]))
        decide = self._button(
            flow, self.tr("Decide out of panel"), "gavel", lambda: seen.begin("decide", route="emergency")
        )
        decide.say_why_not(self._refusal(found.only["outside.decided"]))
        return made

    def _outside_row(self, row: OutsideRow, found: After) -> QWidget:
        made = card.Card(look="well", padding=12)
        top = QHBoxLayout()
        title = words.outcome(row.outcome, row.outcome_words) if row.outcome else self.tr("For the delegated officer")
        top.addWidget(labels.Label(title, "body_strong", wrap=True), 1)
        top.addWidget(Chip.of(words.outside_state(row)))
        made.add(top)
        by = text.day(row.by) if row.by is not None and row.state == "asked" else ""
        decided = f"{row.decided_by_name}, {text.moment(row.decided_at)}" if row.decided_at else ""
        noted = f"{row.ratified_by}, {text.moment(row.ratified_at)}. {row.finding_words}" if row.ratified_at else ""
        grid = FactGrid()
        grid.set(
            [
                (self.tr("Panel"), row.type_name),
                (self.tr("By"), by),
                (self.tr("Why out of panel"), row.why or row.reason),
                (self.tr("Legal test"), row.legal_test),
                (self.tr("Options"), "; ".join(row.options)),
                (self.tr("Reasons"), row.reasons),
                (self.tr("Decided by"), decided),
                (self.tr("Under"), row.delegation),
                (self.tr("Takes note of it"), row.ratifying_name if row.waits_for_panel else ""),
                (self.tr("The panel"), noted),
                (self.tr("Looked at again"), row.reviewed),
            ]
        )
        made.add(grid)
        self._outside_steps(made, row, found)
        return made

    def _outside_steps(self, made: card.Card, row: OutsideRow, found: After) -> None:
        seen, name = self._seen, row.type_name
        flow = self._flow(made)
        if row.state == "asked":
            begin = self._link(
                flow, self.tr("Decide it"), name, lambda: seen.begin("decide", row.id, row.head, panel=row.panel_type)
            )
            begin.say_why_not(self._refusal(found.only["outside.decided"]))
        elif row.waits_for_panel:
            meetings = found.meetings.get(row.ratifying_type, ())
            only_one = meetings[0][0] if len(meetings) == 1 else ""
            begin = self._link(
                flow,
                self.tr("Take note at a meeting"),
                name,
                lambda: seen.begin("ratify", row.id, row.head, meeting=only_one),
            )
            refusal = self._refusal(found.only["outside.ratified"])
            closed = self.tr("No meeting of {0} is open now.").replace("{0}", row.ratifying_name)
            begin.say_why_not(refusal or ("" if meetings else closed))
        elif row.state == "review":
            begin = self._link(flow, self.tr("Answer the panel"), name, lambda: seen.begin("review", row.id, row.head))
            begin.say_why_not(self._refusal(found.only["outside.reviewed"]))

    # What came back

    def _back(self, found: After, case: CaseReading, today: date) -> QWidget:
        made = card.Card(self.tr("What came back"))
        for row in found.back:
            made.add(self._back_row(row, found, case, today))
        return made

    def _back_row(self, row: BackRow, found: After, case: CaseReading, today: date) -> QWidget:
        made = card.Card(look="well", padding=12)
        made.add(labels.Label(words.back_title(row), "body_strong", wrap=True))
        for line in row.clocks:
            made.add(labels.Label(words.back_clock(line, today), "body", wrap=True))
        for note in row.notes:
            said = self.tr("Noted by {0}, {1}: {2}. {3}")
            said = said.format(note.by, text.day(note.at.date()), words.theme(note.theme), note.words)
            made.add(labels.Label(said.strip(), "second", "text2", wrap=True))
        flow, seen = self._flow(made), self._seen
        about = next((one for one in case.decisions if one.id == row.decision), None)
        if about is not None:
            said = self.tr("About the {0}").replace(
                "{0}", words.decision_title(about)[:1].lower() + words.decision_title(about)[1:]
            )
            self._link(flow, said, "", lambda: self.decision_asked.emit(row.decision))
        learn = self._link(flow, self.tr("Note what we learn"), "", lambda: seen.begin("note", row.entry_id))
        learn.say_why_not(self._refusal(found.only["outcome.noted"]))
        return made

    # Minutes and letters

    def _minutes(self, found: After) -> QWidget:
        made = card.Card(self.tr("Minutes of this case"))
        for row in found.minutes:
            made.add(self._minutes_row(row, found))
        return made

    def _minutes_row(self, row: MinutesRow, found: After) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        title, seen = words.minutes_title(row), self._seen
        column.addWidget(labels.Label(title, "body", wrap=True))
        column.addWidget(labels.Label(words.minutes_state(row), "second", "text2", wrap=True))
        inner = QWidget()
        flow = Flow(inner)
        flow.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inner)
        for said, is_public in ((self.tr("Open the minutes"), False), (self.tr("Open the public-safe ones"), True)):
            self._link(
                flow, said, title,
                partial(seen.open_minutes, row.meeting, row.item, title, public=is_public),
            )  # fmt: skip
        if row.is_frozen:
            target = f"{row.meeting}.{row.item}"
            correct = self._link(
                flow, self.tr("Correct them"), title, lambda: seen.begin("correct_minutes", target, row.head)
            )
            correct.say_why_not(self._refusal(found.only["minutes.corrected"]))
        else:
            freeze = self._link(flow, self.tr("Freeze them"), title, lambda: seen.freeze_minutes(row.meeting))
            freeze.say_why_not(self._refusal(found.only["minutes.made"]))
        return holder

    def _letters(self, rows: tuple[LetterRow, ...]) -> QWidget:
        made = card.Card(self.tr("Letters"))
        for row in rows:
            line = QHBoxLayout()
            icon, tone = ("mail-check", "ok") if row.state == "sent" else ("mail", "text2")
            line.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignVCenter)
            title = f"{row.template}: {row.title}"
            line.addWidget(labels.Label(title, "body", wrap=True), 1)
            line.addWidget(labels.Label(words.letter_days(row), "second", "text2", wrap=True), 1)
            link = LinkButton(self.tr("Open"))
            link.setAccessibleName(self.tr("Open letter {0}").replace("{0}", title))
            link.clicked.connect(lambda _checked=False, id_=row.id: self.letters_asked.emit(id_))
            line.addWidget(link)
            made.add(line)
        return made

    # Small parts

    def _flow(self, made: card.Card) -> Flow:
        holder = QWidget()
        flow = Flow(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        made.add(holder)
        return flow

    def _link(self, flow: Flow, title: str, about: str, run: Callable[[], None]) -> Button:
        link = LinkButton(title)
        link.setAccessibleName(f"{title}: {about}" if about else title)
        link.clicked.connect(lambda _checked=False: run())
        flow.addWidget(link)
        self._first = self._first or link
        return link

    def _button(self, flow: Flow, title: str, icon: str, run: Callable[[], None]) -> Button:
        made = QuietButton(title, icon=icon)
        made.clicked.connect(lambda _checked=False: run())
        flow.addWidget(made)
        self._first = self._first or made
        return made

    def _refusal(self, only: str) -> str:
        return self.tr("This is for the {0}.").replace("{0}", only) if only else ""
