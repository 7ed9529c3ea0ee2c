"""The page of one case: the strip with its legal clock, its parts as a list, the open part, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.statute import book, register
from bandingdesk.ui import codes, text
from bandingdesk.ui.commands import Command
from bandingdesk.ui.header import CutLabel
from bandingdesk.ui.last_panel_words import LastPanelWords
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.clock_bar import ClockBar, LegalClock
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.as_it_stood import pane as as_it_stood
from bandingdesk.ui.workspaces.cases.band_queries import pane as band_queries
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.case_sections import Summary
from bandingdesk.ui.workspaces.cases.case_view_model import CaseViewModel, Section
from bandingdesk.ui.workspaces.cases.contacts import pane as contacts
from bandingdesk.ui.workspaces.cases.decisions import pane as decisions
from bandingdesk.ui.workspaces.cases.papers import pane as papers
from bandingdesk.ui.workspaces.cases.people import pane as people
from bandingdesk.ui.workspaces.cases.profiles import pane as profiles
from bandingdesk.ui.workspaces.cases.provision import pane as provision
from bandingdesk.ui.workspaces.cases.records import clock_words
from bandingdesk.ui.workspaces.cases.records import pane as records
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel
from bandingdesk.ui.workspaces.cases.returns import pane as returns
from bandingdesk.ui.workspaces.cases.review_pane import ReviewPane
from bandingdesk.ui.workspaces.cases.timeline import pane as timeline

if TYPE_CHECKING:
    from bandingdesk.ui.surroundings import Surroundings

SOON = 5  # days
_NAV, _CLOCK = 208, 380  # px
_LOW = 560  # px of page, below which a part that fills it has the strip of the case too


class CasePane(QWidget):
    """One case. `left` asks for the list; `asked` carries (place, where) of another workspace."""

    left = Signal()
    asked = Signal(str, object)

    def __init__(self, seen: CaseViewModel, around: Surroundings) -> None:
        super().__init__()
        self.seen = seen
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._header = self._make_header()
        outer.addWidget(self._header)
        self._body = QWidget()
        middle = QHBoxLayout(self._body)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self.nav = RowList(self.tr("Parts of this case"))
        self.nav.setFixedWidth(_NAV)
        self.nav.chosen.connect(self._go)
        self.nav.opened.connect(self._go)
        self.summary = Summary()
        self.review = ReviewPane(seen)
        entries = RecordsViewModel(around.desk, around.jobs, around.messages, around.clock, self)  # read once for both
        self.timeline = timeline.Pane(entries)
        self.timeline.section_asked.connect(seen.go)
        self.profiles = profiles.Pane(around)
        self.papers = papers.Pane(around)
        self.decisions = decisions.Pane(around)
        self._parts: dict[Section, Any] = {
            "summary": self.summary,
            "review": self.review,
            "timeline": self.timeline,
            "records": records.Pane(entries),
            "people": people.Pane(around),
            "contacts": contacts.Pane(around),
            "papers": self.papers,
            "returns": returns.Pane(around),
            "profiles": self.profiles,
            "provision": provision.Pane(around),
            "decisions": self.decisions,
            "queries": band_queries.Pane(around),
            "past": as_it_stood.Pane(around),
        }
        self._stack = QStackedLayout()
        for part in self._parts.values():
            self._stack.addWidget(part)
            if (told := getattr(part, "step_changed", None)) is not None:
                told.connect(self._on_step)
            if (told := getattr(part, "room_changed", None)) is not None:
                told.connect(self._fit)
        self._nav_edge = labels.Line(upright=True)
        middle.addWidget(self.nav)
        middle.addWidget(self._nav_edge)
        middle.addLayout(self._stack, 1)
        self._closed = EmptyState(
            self.tr("This case is closed to you"),
            self.tr("You have an interest in it, so its papers, scores and decision stay closed on every screen."),
            button=self.tr("Go back to the list"),
            icon="eye-off",
        )
        self._closed.asked.connect(self.left)
        self._blank = QWidget()
        outer.addWidget(self._body, 1)
        outer.addWidget(self._closed, 1)
        outer.addWidget(self._blank, 1)
        outer.addWidget(self._make_foot())
        self.summary.review_asked.connect(lambda: seen.go("review"))
        self.decisions.letters_asked.connect(lambda id_: self.asked.emit("letters", {"letter_id": id_}))
        self.decisions.decision_asked.connect(self._on_decision)
        seen.changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(760, 380)

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        reading = self.seen.reading
        if reading is None:
            return []
        found = []
        if reading.is_blind:
            tip = self.tr("Bands and other people’s levels stay hidden until you have locked your scores.")
            found.append(Fact(self.tr("Blind scoring"), "info", "eye-off", tip))
        if reading.meeting is not None:
            on = text.day_short(reading.meeting.on)
            found.append(Fact(self.tr("On the panel of {0}").replace("{0}", on), "accent", "users-round"))
        if reading.stop is not None and not reading.is_closed:
            tip = self.tr("A death is recorded. Every letter, reminder and batch is stopped; see People.")
            found.append(Fact(self.tr("Letters stopped"), "danger", "ban", tip))
        if (last := reading.last_panel) is not None and last.booked is None:
            words = LastPanelWords(self)
            tone = words.tone(last, self.seen.today).replace("text2", "plain")
            said = self.tr("Last panel: {0}").replace("{0}", words.short(last))
            found.append(Fact(said, tone, "calendar-check", words.whole(last)))
        if reading.is_disputed:
            tip = self.tr("Two versions of this case differ. Letters and signatures wait until one stands, under Sync.")
            found.append(Fact(self.tr("Disputed"), "danger", "gavel", tip))
        return found

    def take_focus(self) -> None:
        """Put the focus on the first task: the form that is open, else the parts."""
        take = getattr(self._parts[self.seen.section], "take_focus", None)
        if self.seen.section == "review":
            self.review.day.setFocus(Qt.FocusReason.OtherFocusReason)
        elif take is not None:
            take()
        else:
            self.nav.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Do what the main button says."""
        if self._main.isEnabled() and self._main.isVisible():
            self._main.click()

    def score(self) -> None:
        """Open my round of this case."""
        if self.seen.reading is not None and self.seen.reading.round_to_score:
            self.asked.emit("scoring", {"round_id": self.seen.reading.round_to_score})

    @property
    def part(self) -> Any:
        """The part of the page that is open."""
        return self._parts[self.seen.section]

    def open_phone_card(self) -> None:
        """Show the phone card of the case."""
        self.seen.go("contacts")
        self.part.open_card()
        self.part.take_focus()

    def can_score(self) -> bool:
        """Return whether a round of this case waits for me."""
        return self.seen.reading is not None and self.seen.reading.round_to_score is not None

    # Parts

    def _make_header(self) -> QWidget:
        strip = QFrame()
        strip.setProperty("look", "header")
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(strip)
        row.setContentsMargins(20, 10, 20, 12)
        row.setSpacing(24)
        said = QVBoxLayout()
        said.setSpacing(2)
        self._name = CutLabel("")
        self._name.setProperty("role", "page_title")
        self._line = labels.Label("", "second", "text2", wrap=True)
        said.addWidget(self._name)
        said.addWidget(self._line)
        row.addLayout(said, 1)
        self._clock = ClockBar(None, strip)
        self._clock.setMinimumWidth(300)
        self._clock.setMaximumWidth(_CLOCK)
        row.addWidget(self._clock, 1)
        return strip

    def _make_foot(self) -> QWidget:
        self._foot = FootBar()
        self._back = self._foot.add_left(QuietButton(self.tr("All cases"), icon="arrow-left"))
        self._back.clicked.connect(self.left)
        self._mine = self._foot.add_right(QuietButton(self.tr("Take this case"), icon="user-check"))
        self._mine.clicked.connect(self.seen.assign_to_me)
        self._main = self._foot.add_right(PrimaryButton("", key="F8"))
        self._main.clicked.connect(self._on_main)
        return self._foot

    # Show

    def _show(self) -> None:
        reading = self.seen.reading
        ready = reading is not None
        self._body.setVisible(ready and not reading.is_closed if reading else False)
        self._closed.setVisible(ready and reading.is_closed if reading else False)
        self._blank.setVisible(not ready)
        self._foot.setVisible(ready)
        if reading is None:
            self._name.setText(self.tr("Opening the case"))
            self._line.setText("")
            self._clock.set(None)
            return
        self._show_header(reading)
        self._show_nav(reading)
        part = self._parts[self.seen.section]
        part.show_reading(reading, self.seen.today)
        self._stack.setCurrentWidget(part)
        self._show_foot(reading)
        self._fit()

    def _fit(self) -> None:
        """Give a part that fills the page all the room: its own foot holds the next step, its own button leads back."""
        reading = self.seen.reading
        fills = bool(getattr(self._parts[self.seen.section], "fills", False)) and reading is not None
        self.nav.setVisible(not fills)
        self._nav_edge.setVisible(not fills)
        self._foot.setVisible(reading is not None and not fills)
        self._header.setVisible(not fills or self.height() >= _LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def part_commands(self) -> list[tuple[QWidget, list[Command]]]:
        """Return the commands of parts that have keys of their own, each with the widget inside which they work."""
        return [(part.keyed, part.commands) for part in self._parts.values() if hasattr(part, "keyed")]

    def _show_header(self, reading: CaseReading) -> None:
        row = reading.row
        self._name.setText(row.reference if reading.is_closed else row.child_name)
        years = self.tr("%n years old", "", codes.age(row.born, self.seen.today))
        facts = [
            row.reference,
            f"{codes.year(row.year_group)}, {years}",
            codes.say(codes.NEEDS, row.primary_need),
            row.setting_name,
            codes.say(codes.KINDS, row.kind),
        ]
        self._line.setText("" if reading.is_closed else " · ".join(fact for fact in facts if fact))
        self._clock.set(None if reading.is_closed else self._legal_clock(reading))

    def _legal_clock(self, reading: CaseReading) -> LegalClock | None:
        clock, today = reading.row.clock, self.seen.today
        signed = any(decision.step == "signed" for decision in reading.decisions)
        if clock is None or signed:
            return None
        if clock.what == "decide":
            title = self.tr("Decide by {day} (target)")
        elif clock.what == "review":
            title = self.tr("Review by {day} (target)")
        else:
            title = self.tr("Target {day}: {step}")
        step = clock_words.short_step(register.book(), clock.rule, book.shipped().rule(clock.rule).step)
        title = title.format(step=step, day=text.day(clock.target))
        line = self.tr("Law’s last day {day}, {provision}").format(
            day=text.day(clock.law_day), provision=clock.provision
        )
        left = clock.days_left(today)
        return LegalClock(
            title,
            text.days_left(clock.law_day, today),
            line,
            max(0, (today - clock.starts).days),
            max(1, (clock.law_day - clock.starts).days),
            "late" if left < 0 else "soon" if left <= SOON else "plain",
        )

    def _show_nav(self, reading: CaseReading) -> None:
        held = reading.row.review
        rows = [
            Row("summary", self.tr("Summary"), icon="contact"),
            Row("review", self.tr("Review meeting"), icon="messages-square", right=self._tick(held is not None)),
            Row("timeline", self.tr("Timeline"), icon="history", right=str(len(reading.timeline))),
            Row("records", self.tr("Records"), icon="landmark"),
            Row("people", self.tr("People"), icon="users-round"),
            Row("contacts", self.tr("Contacts"), icon="message-square-text"),
            Row("papers", self.tr("Papers"), icon="files", right=str(len(reading.papers))),
            Row("returns", self.tr("Sent in"), icon="inbox"),
            Row("profiles", self.tr("Profiles"), icon="columns-3"),
            Row("provision", self.tr("Provision"), icon="list-checks"),
            Row("decisions", self.tr("Decisions"), icon="gavel", right=str(len(reading.decisions))),
            *self._queries(reading),
            Row("past", self.tr("As it stood"), icon="calendar-clock"),
        ]
        self.nav.set_rows(rows, self.seen.section)

    def _queries(self, reading: CaseReading) -> list[Row]:
        """Return the part about queries of the band once there is a signed one to query."""
        is_there = any(one.step == "signed" for one in reading.decisions) or self.seen.section == "queries"
        return [Row("queries", self.tr("Band queries"), icon="message-square-warning")] if is_there else []

    def _tick(self, done: bool) -> str:
        return self.tr("held") if done else ""

    def _show_foot(self, reading: CaseReading) -> None:
        seen = self.seen
        self._mine.setVisible(not reading.is_closed and reading.row.assigned is None)
        text_, icon, why = self._next_step(reading)
        self._main.setVisible(bool(text_) and not reading.is_closed)
        self._main.setText(text_)
        self._main.set_icon(icon)
        self._main.say_why_not(why)
        if seen.section == "review":
            missing = len(seen.review.missing())
            words_ = self.tr("%n fields left", "", missing) if missing else self.tr("Everything is filled in")
            kept = self.tr("What you type is kept on this laptop. Recording starts the law’s four weeks.")
            self._foot.say(words_, kept, "save" if missing else "circle-check", "text2" if missing else "ok")
        elif seen.error is not None:
            happened, kept, do = _error(seen)
            self._foot.say(happened, f"{kept} {do} ({seen.error.code})", "circle-alert", "danger")
        else:
            self._foot.say("")

    def _next_step(self, reading: CaseReading) -> tuple[str, str, str]:
        """Return words, icon and reason against of the main button: the one thing that moves this case on.

        A part in which something is being written has a step of its own (`main_step`), which comes first.
        """
        if (own := self._own_step()) is not None:
            return own
        if self.seen.section == "review":
            busy = self.tr("This is being recorded.") if self.seen.is_busy else ""
            return self.tr("Record this review"), "check", busy
        if self.can_score():
            return self.tr("Score this case"), "sliders-horizontal", ""
        if reading.meeting is not None:
            return self.tr("Open the panel’s agenda"), "users-round", ""
        if reading.row.kind == "request":
            return self.tr("Open its records"), "landmark", ""
        if reading.row.review is None:
            return self.tr("Record the review meeting"), "messages-square", ""
        if any(decision.step == "signed" for decision in reading.decisions):
            return self.tr("Open its letters"), "mail", ""
        return self.tr("Put on a panel’s agenda"), "calendar-check", ""

    def _own_step(self) -> tuple[str, str, str] | None:
        step = getattr(self._parts[self.seen.section], "main_step", None)
        found: tuple[str, str, str] | None = step() if step is not None else None
        return found

    def _on_step(self) -> None:
        if self.seen.reading is not None:
            self._show_foot(self.seen.reading)

    # Ways out

    def _go(self, section: object) -> None:
        if section != self.seen.section:
            self.seen.go(section)  # type: ignore[arg-type]  # the keys of the list are the sections

    def _on_main(self) -> None:
        reading = self.seen.reading
        if reading is None:
            return
        if self._own_step() is not None:
            part: Any = self._parts[self.seen.section]
            part.press_main()
        elif self.seen.section == "review":
            if self.review.show_missing():
                self.seen.hold_review()
        elif self.can_score():
            self.score()
        elif reading.meeting is not None:
            self.asked.emit("panels", {"meeting_id": reading.meeting.id})
        elif reading.row.kind == "request":
            self.seen.go("records")
        elif reading.row.review is None:
            self.seen.go("review")
            self.take_focus()
        elif any(decision.step == "signed" for decision in reading.decisions):
            self.asked.emit("letters", {})
        else:
            self.ask_panel()

    def ask_panel(self) -> None:
        """Ask for the last panel that is in time, with this case in hand; for the list of panels where none is."""
        reading = self.seen.reading
        if reading is not None:
            last = reading.last_panel.meeting if reading.last_panel is not None else None
            where = {"meeting_id": last.id} if last is not None else {}
            self.asked.emit("panels", {**where, "add_case": reading.row.id})

    def why_no_panel(self) -> str:
        """Return why this case can't be put on an agenda now, "" where it can."""
        reading = self.seen.reading
        if reading is None or reading.is_closed:
            return self.tr("Open a case first.")
        if reading.meeting is not None:
            return self.tr("It is on the agenda of {0}.").replace("{0}", text.day_short(reading.meeting.on))
        return ""

    def _on_decision(self, decision_id: str) -> None:
        reading = self.seen.reading
        row = next((one for one in reading.decisions if one.id == decision_id), None) if reading else None
        if row is not None:
            self.asked.emit("meeting", {"meeting_id": row.meeting, "decision_id": decision_id})


def _error(seen: CaseViewModel) -> tuple[str, str, str]:
    from bandingdesk.ui import messages

    assert seen.error is not None
    return messages.error_text(seen.error)
