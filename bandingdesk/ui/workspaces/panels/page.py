"""The panels page: meetings at the left, the agenda in the middle, one case at the right, the next step below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.panel.remit import HIGHER
from bandingdesk.store.queries.panel import MeetingRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.away import WhileAway
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, buttons, labels
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.panels import commands
from bandingdesk.ui.workspaces.panels.add_pane import AddPane
from bandingdesk.ui.workspaces.panels.agenda_pane import AgendaPane
from bandingdesk.ui.workspaces.panels.interests_pane import InterestsPane
from bandingdesk.ui.workspaces.panels.item_pane import ItemPane
from bandingdesk.ui.workspaces.panels.more_panes import VIEWS, MorePanes
from bandingdesk.ui.workspaces.panels.plan_pane import PlanPane
from bandingdesk.ui.workspaces.panels.slips.pane import SlipsPane
from bandingdesk.ui.workspaces.panels.view_model import PanelsViewModel, View

_LIST, _SIDE = (244, 280), (348, 372)  # px: below and above 1,280 px of page
_ROOMY, _TIGHT = 1280, 940
_SMALLEST = (720, 400)  # px: what the panes fold down to


class Page(QWidget):
    """Meetings and agendas. `open(meeting_id=…, view="agenda" | "interests" | "plan", item=…)`."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.view_model = PanelsViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self.view_model.misses_news = WhileAway(self, self.view_model.look_again).misses
        self.commands: list[Command] = commands.commands(self)
        self._heading: list[str] = []
        self._item_wanted = False
        self.setMinimumSize(*_SMALLEST)
        self._build()
        self._wire()
        self._show()

    # What the window asks

    def open(
        self, meeting_id: str = "", view: str = "agenda", item: str = "", add_case: str = "", **_where: Any
    ) -> None:
        """Show the meetings, and one of them; ADD_CASE is in hand to be put on its agenda."""
        match view:
            case "plan":
                self.plan()
                self.view_model.look_again()
            case "interests":
                self.view_model.open(meeting_id, "interests", item)
            case "slips":
                self.view_model.open(meeting_id, "slips", item)
            case "times" | "release" | "move" | "practice" | "minutes" | "take_up" as more:
                self.view_model.open(meeting_id, more, item)
            case _:
                self.view_model.open(meeting_id, "agenda", item)
                if add_case:
                    self.view_model.propose(add_case)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        model, here = self.view_model, [self.tr("Panels")]
        if model.view == "plan":
            return [*here, self.tr("Plan a meeting")]
        if model.seen is None:
            return here
        meeting = text.day(model.seen.meeting.on)
        if model.view == "interests":
            return [*here, meeting, self.tr("Your interests")]
        if model.view == "slips":
            return [*here, meeting, self.tr("Members without the program")]
        if model.view in VIEWS:
            return [*here, meeting, self.more.title(model.view)]
        return [*here, meeting, self.tr("Add cases")] if model.is_adding else [*here, meeting]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        seen = self.view_model.seen
        if seen is not None and seen.meeting.state == "open":
            return [Fact(self.tr("Live"), "ok", "play")]
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [part for part in (self._left, self._inner, self.item, self.foot) if part.isVisible()]

    def open_step(self, _index: int) -> bool:
        """Go back to the agenda."""
        self.view_model.show("agenda")
        return True

    def take_focus(self) -> None:
        """Put the focus on the first task of what is shown."""
        model = self.view_model
        if model.view == "plan":
            self.planning.type.setFocus(Qt.FocusReason.OtherFocusReason)
        elif model.view == "interests":
            self.interests.focus_first()
        elif model.view == "slips":
            self.slips.take_focus()
        elif model.view in VIEWS:
            self.more.take_focus(model.view)
        elif model.is_adding:
            self.adding.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.agenda.list.isVisible():
            self.agenda.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_newest(self) -> None:
        """Go back to the agenda; what was filled in stays."""
        if self.view_model.is_adding or self.view_model.view != "agenda":
            self.view_model.show("agenda")

    # What commands ask

    def plan(self) -> None:
        """Open the form of a new meeting."""
        self.planning.start()
        self.view_model.show("plan")
        self.take_focus()

    def add(self) -> None:
        """Open the search for cases to add; before a higher panel come decided cases alone."""
        seen = self.view_model.seen
        if seen is not None and seen.terms.basis in HIGHER:
            self.show_more("take_up")
            return
        self.view_model.show("agenda")
        self.view_model.start_adding()
        self._show()
        self.take_focus()

    def show_interests(self) -> None:
        """Open my interests."""
        self.view_model.show("interests")
        self.take_focus()

    def show_slips(self) -> None:
        """Open the part of the members without the program."""
        self.view_model.show("slips")
        self.take_focus()

    def show_more(self, view: View) -> None:
        """Open one of the parts that prepare a meeting: times, release, move, practice."""
        self.view_model.show(view)
        self.take_focus()

    def next_step(self) -> None:
        """Do what the main button says."""
        if self.main.isVisible() and self.main.isEnabled():
            self.main.click()

    # Building

    def _build(self) -> None:
        model = self.view_model
        self.list = RowList(self.tr("Meetings"))
        self.new = buttons.QuietButton(self.tr("Plan a meeting"), icon="calendar-days")
        self._left = self._make_left()
        self.agenda = AgendaPane()
        self.interests = InterestsPane(model)
        self.planning = PlanPane(model.planning)
        self.adding = AddPane(model.adding)
        self.item = ItemPane()
        self.slips = SlipsPane(self._around)
        self.more = MorePanes(self._around, model.building)
        self.empty = EmptyState(
            self.tr("No meetings are planned."),
            self.tr("Plan one: the panel's terms of reference fill in the seats and the quorum."),
            button=self.tr("Plan a meeting"),
            icon="users-round",
        )
        self._blank = QWidget()
        self._inner = QStackedWidget()
        for part in (
            self._blank,
            self.empty,
            self.agenda,
            self.interests,
            self.planning,
            self.adding,
            self.slips,
            self.more,
        ):
            self._inner.addWidget(part)
        self.foot = FootBar()
        self.cancel = self.foot.add_right(buttons.QuietButton(self.tr("Back to the agenda")))
        self.without = self.foot.add_right(buttons.QuietButton(self.tr("Workbooks"), icon="inbox"))
        self.without.setToolTip(self.tr("Members without the program: workbooks and paper slips"))
        self.without.setAccessibleName(self.tr("Members without the program"))
        self.main = self.foot.add_right(buttons.PrimaryButton("", icon="arrow-right", key="F8"))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.again = self.error.add(buttons.QuietButton(self.tr("Show what came in between")))
        self._told = QWidget()
        told = QVBoxLayout(self._told)
        told.setContentsMargins(18, 12, 18, 0)
        told.addWidget(self.error)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._told)
        middle.addWidget(self._inner, 1)
        middle.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(labels.Line(upright=True))
        row.addLayout(middle, 1)
        self._edge = labels.Line(upright=True)
        row.addWidget(self._edge)
        row.addWidget(self.item)

    def _make_left(self) -> QFrame:
        made = QFrame()
        made.setProperty("look", "pane")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        title = labels.Label(self.tr("Meetings"), "body_strong")
        title.setContentsMargins(14, 0, 14, 0)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        foot = QFrame()
        foot.setProperty("look", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 9, 12, 9)
        row.addWidget(self.new)
        row.addStretch(1)
        column.addWidget(foot)
        return made

    def _wire(self) -> None:
        model = self.view_model
        model.changed.connect(self._show)
        self.list.chosen.connect(model.choose_meeting)
        self.list.opened.connect(model.choose_meeting)
        self.new.clicked.connect(self.plan)
        self.empty.asked.connect(self.plan)
        self.agenda.item_chosen.connect(model.choose_item)
        self.agenda.item_opened.connect(self._open_item)
        self.agenda.add_asked.connect(self.add)
        self.agenda.freeze_asked.connect(model.freeze_all)
        self.agenda.interests_asked.connect(self.show_interests)
        self.item.freeze_asked.connect(model.freeze)
        self.item.scoring_asked.connect(model.open_scoring)
        self.item.score_asked.connect(lambda round_id: self._around.navigate("scoring", round_id=round_id))
        self.item.case_asked.connect(lambda case_id: self._around.navigate("cases", case_id=case_id))
        self.item.settled.connect(model.settle)
        self.agenda.ordered.connect(model.building.put)
        self.agenda.moved.connect(lambda by: model.building.move(model.item.row.item if model.item else "", by))
        self.agenda.propose_asked.connect(model.building.propose)
        self.agenda.undo_asked.connect(model.building.undo)
        self.agenda.rota_asked.connect(model.building.draw)
        self.agenda.agreed_asked.connect(model.building.list_agreed)
        self.agenda.more_asked.connect(self.show_more)
        self.item.readers_chosen.connect(model.building.choose_readers)
        self.item.late_settled.connect(model.building.settle)
        self.item.late_written.connect(model.building.late_words.__setitem__)
        self.more.changed.connect(self._show_foot)
        self.more.take_up.done.connect(lambda: model.show("agenda"))
        model.building.released.connect(self._tell_released)
        self.again.clicked.connect(model.look_again)
        self.cancel.clicked.connect(lambda: model.show("agenda"))
        self.without.clicked.connect(self.show_slips)
        self.slips.seen.changed.connect(self._show_foot)
        self.slips.main_wanted.connect(lambda: self.main.setFocus(Qt.FocusReason.TabFocusReason))
        self.main.clicked.connect(self._do_main)

    def _open_item(self, item: str) -> None:
        """Enter on a case: score it where scoring is open to me, else go to the meeting where it is open."""
        model = self.view_model
        model.choose_item(item)
        found = model.item
        if found is None or model.seen is None:
            return
        if found.row.state == "scoring" and found.row.round_id and model.seen.my_role != "clerk":
            self._around.navigate("scoring", round_id=found.row.again_id or found.row.round_id)
        elif model.seen.meeting.state == "open":
            self._around.navigate("meeting", meeting_id=model.meeting_id, item=item)

    def _do_main(self) -> None:
        model = self.view_model
        if model.view == "plan":
            model.plan()
        elif model.view == "interests":
            model.answer_rest()
        elif model.view == "slips":
            self.slips.press_main()
        elif model.view in VIEWS:
            self.more.do(model.view)
        elif model.is_adding:
            model.add_picked()
        else:
            self._around.navigate("meeting", meeting_id=model.meeting_id)

    def _tell_released(self, count: int) -> None:
        self._around.messages.show_note(self.tr("%n pack(s) are written, and the release is recorded.", "", count))

    # Showing

    def _show(self) -> None:
        model = self.view_model
        today = self._around.clock.today()
        self.list.set_rows(self._meeting_rows(model.meetings or []), model.meeting_id)
        seen, fault = model.seen, model.error
        shows_item = False
        if model.view == "plan":
            self.planning.show_form(self._fault("plan"))
            self._inner.setCurrentWidget(self.planning)
        elif model.meetings is None or (seen is None and model.meetings):
            self._inner.setCurrentWidget(self._blank)
        elif seen is None:
            self._inner.setCurrentWidget(self.empty)
        elif model.view == "interests":
            self.interests.show_items(seen, fault, model.error_place)
            self._inner.setCurrentWidget(self.interests)
        elif model.view == "slips":
            self.slips.open(seen.meeting.id)
            self._inner.setCurrentWidget(self.slips)
        elif model.view in VIEWS:
            self.more.show_view(model.view, seen, self._fault(model.view))
            self._inner.setCurrentWidget(self.more)
        elif model.is_adding:
            self.adding.show_adding(self._fault("adding"), today)
            self._inner.setCurrentWidget(self.adding)
        else:
            item = model.item
            self.agenda.show_meeting(seen, item.row.item if item else "", today, model.building)
            self.item.show_item(seen, item, self._fault("item"), today, model.building.late_words)
            shows_item = item is not None
            self._inner.setCurrentWidget(self.agenda)
        self._item_wanted = shows_item
        self._show_fault(self._fault("agenda") or self._fault("interests"))
        self._show_foot()
        self._fit()
        heading = self.title()
        if heading != self._heading:
            self._heading = heading
            self.heading_changed.emit()

    def _fault(self, place: str) -> DeskError | None:
        return self.view_model.error if self.view_model.error_place == place else None

    def _show_fault(self, fault: DeskError | None) -> None:
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        self._told.setVisible(fault is not None)

    def _meeting_rows(self, meetings: list[MeetingRow]) -> list[Row | str]:
        today = self._around.clock.today()
        coming = [row for row in meetings if row.on >= today and row.state != "closed"]
        past = [row for row in meetings if row not in coming]
        rows: list[Row | str] = []
        if coming:
            rows += [self.tr("Coming"), *(self._meeting_row(row) for row in reversed(coming))]
        if past:
            rows += [self.tr("Past"), *(self._meeting_row(row) for row in past)]
        return rows

    def _meeting_row(self, row: MeetingRow) -> Row:
        cases, spoken = self.tr("%n case(s)", "", row.items), ""
        title = f"{text.day_short(row.on)}, {text.hour(row.starts)}"
        if row.state == "open":
            right, tone = self.tr("Open"), "ok"
        elif row.items and row.decided == row.items:
            right, tone = self.tr("All decided"), "text2"
        elif row.decided:
            words = self.tr("{count} of {all} decided").replace("{count}", str(row.decided))
            spoken = f"{title}. {row.type_name}. {words.replace('{all}', str(row.items))}"
            short = self.tr("{count} of {all}").replace("{count}", str(row.decided))
            right, tone = short.replace("{all}", str(row.items)), "text2"
        else:
            right, tone = "", "text2"
        return Row(row.id, title, f"{row.type_name} · {cases}", right=right, right_tone=tone, spoken=spoken)

    def _show_foot(self) -> None:
        model, seen = self.view_model, self.view_model.seen
        on_agenda = model.view == "agenda" and not model.is_adding
        self.cancel.setVisible(not on_agenda)
        self.without.setVisible(on_agenda and seen is not None and seen.leads and seen.meeting.state != "closed")
        self.foot.setVisible(model.view == "plan" or seen is not None)
        self.main.say_why_not("")
        self.main.setVisible(True)
        self.foot.remark("")
        if model.view == "plan":
            self.foot.say(
                self.tr("The meeting takes the framework and tariff in force on its day"),
                self.tr("What you fill in here stays until you plan the meeting."),
                "calendar-days",
            )
            self._say_main(self.tr("Plan this meeting"), "calendar-check")
            self.main.say_why_not(self.planning.wrong_hour)
        elif seen is None:
            return
        elif model.view == "interests":
            count = seen.my_open_interests
            left = self.tr("%n case(s) wait for your answer", "", count) if count else self.tr("You have answered all")
            self.foot.say(left, self.tr("An answer can be changed until the chair has settled it."), "hand")
            self._say_main(self.tr("No interest in the rest"), "check")
            self.main.say_why_not("" if count else self.tr("Every case has your answer."))
        elif model.view == "slips":
            line = self.tr("What a file or a slip says is locked for the member, and seen by nobody.")
            self.foot.say(self.tr("Unseen until the reveal"), line, "eye-off")
            words, icon, refusal = self.slips.main_step()
            self._say_main(words, icon)
            self.main.say_why_not(refusal)
        elif model.view in VIEWS:
            foot = self.more.foot(model.view)
            self.foot.say(foot.sentence, foot.line, foot.icon)
            self.main.setVisible(bool(foot.verb))
            self._say_main(foot.verb, foot.verb_icon)
            self.main.say_why_not(foot.why_not)
        elif model.is_adding:
            count = len(model.adding.picked)
            self.foot.say(self.tr("The agenda keeps this order"), "", "list-ordered")
            self._say_main(self.tr("Add %n case(s) to the agenda", "", count), "list-plus")
            nothing = "" if count else self.tr("Pick a case first.")
            no_why = model.adding.is_late and not model.adding.urgent.strip()
            self.main.say_why_not(nothing or (self.tr("Say why it can't wait.") if no_why else ""))
        else:
            self._show_agenda_foot()

    def _show_agenda_foot(self) -> None:
        model, seen = self.view_model, self.view_model.seen
        if seen is None:
            return
        match seen.meeting.state:
            case "planned":
                line = self.tr("Blind scoring can begin before it opens.")
                self.foot.say(self.tr("This meeting is planned"), line, "calendar-days")
                self._say_main(self.tr("Go to the meeting"), "arrow-right")
                nothing = "" if seen.items else self.tr("Put a case on the agenda first.")
                self.main.say_why_not(model.why_not_open or nothing)
            case "open":
                words = self.tr("{count} of {all} cases decided").replace("{count}", str(seen.meeting.decided))
                self.foot.say(
                    self.tr("This meeting is open"), words.replace("{all}", str(len(seen.items))), "play", "ok"
                )
                self._say_main(self.tr("Go to the meeting"), "arrow-right")
            case _:
                self.foot.say(self.tr("This meeting is closed"), self.tr("Its record can be read."), "lock")
                self._say_main(self.tr("Read the meeting"), "arrow-right")

    def _say_main(self, words: str, icon: str) -> None:
        self.main.setText(words)
        self.main.set_icon(icon)
        self.main.updateGeometry()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.view_model.kept.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the panes the widths that the page has room for; on a narrow page the case goes, then the list."""
        scaled = self._around.theme.scaled
        roomy, tight = self.width() >= scaled(_ROOMY), self.width() < scaled(_TIGHT)
        self._left.setFixedWidth(scaled(_LIST[roomy]))
        self.item.setFixedWidth(scaled(_SIDE[roomy]))
        wide_form = self.view_model.is_adding or self.view_model.view != "agenda"
        self._left.setVisible(not (tight and (self._item_wanted or wide_form)))
        self.item.setVisible(self._item_wanted)
        self.without.setText("" if tight else self.tr("Workbooks"))
        self._edge.setVisible(self._item_wanted)
