"""The middle of the panels page: one meeting with its agenda, what is ready and what still waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import banner, buttons, card, chip, empty_state, labels
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.row_list import Row
from bandingdesk.ui.workspaces.panels import agenda_words, rules_card
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.ordered_list import OrderedList
from bandingdesk.ui.workspaces.panels.reading import Item, MeetingReading

_LOW = 520  # px: below it what else prepares a meeting folds into a menu
_ICONS = {
    "waiting": ("circle", "text3"),
    "scoring": ("eye-off", "accent"),
    "revealed": ("messages-square", "accent"),
    "agreed": ("check", "ok"),
    "decided": ("circle-check", "ok"),
    "deferred": ("calendar-clock", "warn"),
    "closed": ("circle-slash", "text3"),
}


class AgendaPane(QFrame):
    """Heads the meeting and lists its agenda. It tells what is asked for; the page hands it on."""

    item_chosen = Signal(object)
    item_opened = Signal(object)
    add_asked = Signal()
    freeze_asked = Signal()
    interests_asked = Signal()
    ordered = Signal(object, int)  # an item dropped at a place
    moved = Signal(int)
    propose_asked = Signal()
    undo_asked = Signal()
    rota_asked = Signal()
    agreed_asked = Signal()
    more_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._trouble_key: object = None
        self._seen: MeetingReading | None = None
        self._builds = False
        self._names: Mapping[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(10)
        self._title = labels.Label("", "page_title", wrap=True)
        self._line = labels.Label("", "body", "text2", wrap=True)
        self._chips = chip.ChipRow()
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._line):
            words.addWidget(part)
        column.addLayout(words)
        column.addWidget(self._chips)
        self.interests = banner.Banner("", tone="accent", icon="hand", closable=False)
        self.interests.add(buttons.QuietButton(self.tr("Declare interests"), icon="hand")).clicked.connect(
            self.interests_asked
        )
        column.addWidget(self.interests)
        self._troubles = QVBoxLayout()
        self._troubles.setSpacing(6)
        column.addLayout(self._troubles)
        column.addLayout(self._make_tools())
        column.addWidget(self._make_more())
        self.list = OrderedList(self.tr("Agenda"), click_opens=False)
        self.list.chosen.connect(self.item_chosen)
        self.list.opened.connect(self.item_opened)
        self.list.moved.connect(self.moved)
        self.list.dropped.connect(self.ordered)
        self.list.setAccessibleDescription(self.tr("Alt with the arrows moves a case up or down."))
        frame = QFrame()
        frame.setProperty("look", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 6, 1, 6)
        inside.addWidget(self.list)
        self._frame = frame
        column.addWidget(frame, 1)
        self.empty = empty_state.EmptyState(
            self.tr("This agenda is empty."),
            self.tr("Add the cases that this panel takes. The program adds nothing by itself."),
            button=self.tr("Add cases"),
            icon="list-plus",
        )
        self.empty.asked.connect(self.add_asked)
        column.addWidget(self.empty, 1)

    def show_meeting(self, seen: MeetingReading, current: str, today: date, building: Building) -> None:
        """Show the meeting and its agenda with CURRENT as the item in hand; BUILDING is what may be done to it."""
        row = seen.meeting
        self._builds, self._names = seen.leads and row.state != "closed", seen.names
        self._title.setText(row.type_name)
        hours = self.tr("{day}, {starts} to {ends}").replace("{day}", text.day(row.on))
        hours = hours.replace("{starts}", text.hour(row.starts)).replace("{ends}", text.hour(row.ends))
        by = seen.laid.plan.deadline
        papers = self.tr("Papers by {day}").replace("{day}", text.day_short(by)) if by else ""
        self._line.setText(" · ".join(part for part in (hours, row.place, papers) if part))
        self._chips.set(tuple(self._facts(seen, today)))
        self._show_interests(seen)
        self._show_troubles(seen)
        self._show_more(seen, building)
        is_planned = row.state != "closed" and seen.leads
        self._count.setText(self.tr("%n case(s)", "", len(seen.items)))
        self.add.setVisible(seen.adds and bool(seen.items))
        unfrozen = [one for one in seen.items if one.row.state == "waiting" and not one.row.is_frozen]
        self.freeze.setVisible(is_planned and bool(unfrozen))
        self.empty.setVisible(not seen.items)
        self.empty.button.setVisible(seen.adds)
        self._frame.setVisible(bool(seen.items))
        self.list.set_rows([self._row(one, today) for one in seen.items], current)

    def _make_tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self._count = labels.Label("", "card_title")
        self.freeze = buttons.QuietButton(self.tr("Freeze all papers"), icon="file-lock")
        self.freeze.clicked.connect(self.freeze_asked)
        self.add = buttons.QuietButton(self.tr("Add cases"), icon="list-plus")
        self.add.clicked.connect(self.add_asked)
        tools.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        self.menu_button = buttons.QuietButton(self.tr("More"), icon="ellipsis")
        self.menu = QMenu(self)
        self.menu_button.clicked.connect(
            lambda: self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        )
        tools.addWidget(self.freeze)
        tools.addWidget(self.add)
        tools.addWidget(self.menu_button)
        return tools

    def _make_more(self) -> QWidget:
        """Return what else prepares a meeting, in a line that goes on in the next where it is narrow."""
        self.more = QWidget()
        flow = Flow(self.more, across=4)
        self.propose = buttons.LinkButton(self.tr("Propose order"))
        self.propose.clicked.connect(self.propose_asked)
        self.undo = buttons.LinkButton(self.tr("Undo"), key="Ctrl+Z")
        self.undo.clicked.connect(self.undo_asked)
        self.rota = buttons.LinkButton(self.tr("Readers by rota"))
        self.rota.clicked.connect(self.rota_asked)
        self.agreed = buttons.LinkButton("")
        self.agreed.clicked.connect(self.agreed_asked)
        self.agreed.setToolTip(
            self.tr("Everybody locked these, and no strand lies apart. Any member can pull one in the meeting.")
        )
        self.views = {
            "times": buttons.LinkButton(self.tr("Times")),
            "release": buttons.LinkButton(self.tr("Packs")),
            "move": buttons.LinkButton(self.tr("Move or call off")),
            "practice": buttons.LinkButton(self.tr("Practice")),
            "minutes": buttons.LinkButton(self.tr("Minutes, and what waits")),
        }
        for view, button in self.views.items():
            button.clicked.connect(lambda _checked=False, known=view: self.more_asked.emit(known))
        self.views["times"].setToolTip(self.tr("The deadline for papers, and members' hours"))
        self.views["release"].setToolTip(self.tr("Release a pack to the members"))
        for button in (self.propose, self.undo, self.rota, self.agreed, *self.views.values()):
            flow.addWidget(button)
        return self.more

    def _show_more(self, seen: MeetingReading, building: Building) -> None:
        is_planned, leads = seen.meeting.state == "planned", seen.leads
        self.list.may_move = building.may_move
        for button in (self.propose, self.rota):
            button.setVisible(building.may_move and bool(seen.items))
        self.undo.setVisible(building.may_move and bool(building.undo_name))
        self.undo.setToolTip(self.tr("Undo: {step}").replace("{step}", building.undo_name))
        fresh = building.to_list
        self.agreed.setVisible(bool(fresh) and seen.my_role in ("chair", "deputy"))
        self.agreed.setText(self.tr("Agreed, no talk: list %n case(s)", "", len(fresh)))
        self.views["times"].setVisible(leads and is_planned)
        self.views["release"].setVisible(leads and is_planned and bool(seen.items))
        self.views["move"].setVisible(leads and is_planned)
        self.views["minutes"].setVisible(seen.meeting.state != "planned" and not seen.meeting.called_off)
        self.views["practice"].setVisible(bool(seen.my_role) and bool(seen.meeting.framework_sha256))
        self._fit()

    def _fit(self) -> None:
        """Show what else prepares a meeting as a line, or where the page is low as one menu."""
        every = (self.propose, self.undo, self.rota, self.agreed, *self.views.values())
        parts = [one for one in every if not one.isHidden()]
        is_low = self._is_low
        self.more.setVisible(bool(parts) and not is_low)
        self.menu_button.setVisible(bool(parts) and is_low)
        self.menu.clear()
        for part in parts if is_low else ():
            self.menu.addAction(part.text()).triggered.connect(part.click)

    @property
    def _is_low(self) -> bool:
        return self.height() < theme.current().scaled(_LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the line into a menu on a low page."""
        super().resizeEvent(event)
        self._fit()
        if self._seen is not None:
            self._show_troubles(self._seen)

    def _show_troubles(self, seen: MeetingReading) -> None:
        """Say before the meeting what would stop it: told to whoever builds the agenda."""
        self._seen, is_low = seen, self._is_low
        key = (seen.meeting.id, seen.warnings, seen.leads, seen.changed, is_low)
        if key == self._trouble_key:
            return
        self._trouble_key = key
        card.clear(self._troubles)
        if seen.changed is not None:
            made = banner.Banner(rules_card.shortly(), tone="warn", icon="gavel", closable=False)
            made.setToolTip(f"{rules_card.happened(seen.changed)} {rules_card.holds(seen.changed)}")
            made.add(buttons.LinkButton(self.tr("See what"))).clicked.connect(self.views["move"].click)
            self._troubles.addWidget(made)
        said = [agenda_words.trouble(one, seen.names) for one in seen.warnings] if seen.leads else []
        if said:
            happened, do = " ".join(first for first, _ in said), " ".join(rest for _, rest in said)
            made = banner.Banner(happened, do="" if is_low else do, tone="warn", closable=False)
            made.setToolTip(do)
            self._troubles.addWidget(made)

    def _show_interests(self, seen: MeetingReading) -> None:
        count = seen.my_open_interests
        self.interests.setVisible(bool(count))
        if count:
            self.interests.say(
                self.tr("%n case(s) wait for your answer about interests.", "", count),
                self.tr("The papers of a case open for you when you have answered."),
                tone="accent",
                icon="hand",
            )

    def _facts(self, seen: MeetingReading, today: date) -> Sequence[chip.Fact]:
        row = seen.meeting
        if row.state == "open":
            facts = [chip.Fact(self.tr("Open now"), "ok", "play")]
        elif row.called_off:
            facts = [chip.Fact(self.tr("Called off"), "warn", "circle-slash", row.called_off)]
        elif row.state == "closed":
            facts = [chip.Fact(self.tr("Closed"), "plain", "lock")]
        else:
            facts = [chip.Fact(text.days_from(row.on, today), "plain", "calendar-days")]
        if seen.items:
            frozen = sum(one.row.is_frozen for one in seen.items)
            words = self.tr("{count} of {all} frozen").replace("{count}", str(frozen))
            tone = "ok" if frozen == len(seen.items) else "plain"
            facts.append(chip.Fact(words.replace("{all}", str(len(seen.items))), tone, "file-lock"))
            late = sum(not paper.outcome for one in seen.items for paper in one.late)
            if late:
                facts.append(chip.Fact(self.tr("%n late paper(s)", "", late), "warn", "clock"))
            missing = sum(len(one.unanswered) for one in seen.items)
            if missing:
                facts.append(chip.Fact(self.tr("%n answer(s) missing", "", missing), "warn", "hand"))
            else:
                facts.append(chip.Fact(self.tr("All answered"), "ok", "hand"))
            settle = sum(one.to_settle for one in seen.items)
            if settle and seen.leads:
                facts.append(chip.Fact(self.tr("%n to settle", "", settle), "warn", "scale"))
        return facts

    def _row(self, item: Item, today: date) -> Row:
        row = item.row
        icon, tone = _ICONS[row.state]
        if row.stepped_out:
            words = self.tr("You have stepped out of this case")
            return Row(row.item, words, icon="door-open", tone="warn", number=str(row.position))
        line = [row.reference, item.setting]
        right, right_tone = self._state(item)
        if self._builds and item.starts:
            line = [text.hour(item.starts), agenda_words.reason(item.place, self._names)]
        if row.came_late:
            line.append(self.tr("A paper came late"))
        if row.urgent:
            line.append(self.tr("Urgent"))
        if row.is_undiscussed:
            line.append(self.tr("Agreed, no talk needed"))
        law = self.tr("Law's last day {day}").replace("{day}", text.day_short(row.law_day)) if row.law_day else ""
        if row.law_day and row.law_day < today and row.state not in ("decided", "closed"):
            icon, tone = "clock-alert", "danger"
        clash = agenda_words.clash_short(item.clashes) if self._builds else ""
        if clash:
            right, right_tone, icon, tone = clash, "warn", "triangle-alert", "warn"
        return Row(
            row.item,
            row.child_name,
            " · ".join(part for part in line if part),
            icon,
            tone,
            right,
            right_tone,
            law,
            str(row.position),
        )

    def _state(self, item: Item) -> tuple[str, str]:
        row = item.row
        if row.state == "waiting":
            if row.interest == "unanswered" and item.unanswered:
                return self.tr("Interests open"), "warn"
            if row.interest == "declared":
                return self.tr("Interest to settle"), "warn"
            return (self.tr("Papers frozen"), "ok") if row.is_frozen else (self.tr("Papers not frozen"), "text2")
        if row.state == "scoring":
            words = self.tr("{count} of {all} locked").replace("{count}", str(row.locked_count))
            return words.replace("{all}", str(row.scorer_count)), "accent"
        if row.state == "decided":
            return row.band or self.tr("Decided"), "ok"
        return {
            "revealed": (self.tr("Revealed"), "accent"),
            "agreed": (self.tr("Levels agreed"), "ok"),
            "deferred": (self.tr("Deferred"), "warn"),
            "closed": (self.tr("Closed"), "text2"),
        }[row.state]
