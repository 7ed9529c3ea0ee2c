"""Cards beside the work: who is in the room with the quorum, who waits to speak, what the room's screen shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.room.link import RoomLink
from bandingdesk.ui.room.window import no_display_words
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.people import PersonList
from bandingdesk.ui.workspaces.meeting import room_words as words
from bandingdesk.ui.workspaces.meeting.people_pane import PresenceLine
from bandingdesk.ui.workspaces.meeting.reading import Reading


class PeopleCard(card.Card):
    """Who is here. Who leads opens the list; a member says what is so of their own place: `said` as a line's."""

    said = Signal(str, str, bool, bool)
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("In the room"), parent=parent)
        self.quorum = Chip("")
        self.add(self.quorum)
        self.list = PersonList()
        self.add(self.list)
        self.change = buttons.QuietButton(self.tr("Attendance"), icon="user-check", key="Ctrl+Shift+A")
        self.change.clicked.connect(self.asked)
        self.add(self.change)
        self._own_title = labels.Label(self.tr("Your own place"), "second_strong")
        self.add(self._own_title)
        self._holder = QVBoxLayout()
        self.add(self._holder)
        self.own: PresenceLine | None = None
        self._of = ""
        self._custom = labels.Label(words.one_laptop(), "note", "text2", wrap=True)
        self.add(self._custom)

    def show_people(self, seen: Reading, refusal: str) -> None:
        """Show who is here at the item; REFUSAL says why the person at the keys does not keep the list."""
        self.list.set(words.people(seen))
        quorum = seen.quorum
        if quorum is not None:
            met = self.tr("Quorum met: {count}, all roles").replace("{count}", str(quorum.present))
            lost = self.tr("Quorum lost: {count} of {needed}").replace("{count}", str(quorum.present))
            if quorum.present >= quorum.needed:
                lost = self.tr("Quorum lost: a role is missing")
            said = met if quorum.met else lost.replace("{needed}", str(quorum.needed))
            self.quorum.set(said, "ok" if quorum.met else "warn", "users-round", quorum.words)
        self.change.setVisible(not refusal or seen.role is None)
        self.change.say_why_not(refusal)
        self._show_own(seen)
        self._custom.setVisible(seen.is_one_laptop and seen.is_live)

    def _show_own(self, seen: Reading) -> None:
        """Show a member's own place, where the meeting is in progress and somebody else leads it."""
        row = next((one for one in words.presence_rows(seen) if one.person == seen.viewer), None)
        shows = row is not None and not seen.leads and seen.meeting.state == "open"
        self._own_title.setVisible(shows)
        if self.own is not None:
            self.own.setVisible(shows)
        if not shows or row is None:
            return
        if self.own is None or self._of != row.person:
            card.clear(self._holder)
            self._of, self.own = row.person, PresenceLine(row.person, row.name)
            self.own.said.connect(self.said)
            self._holder.addWidget(self.own)
        self.own.show_state(row.state, row.alone, row.undertaking, row.note)


class OwnCard(card.Card):
    """What a member can say on the case, each in one key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Your part"), parent=parent)
        self.own_scores = labels.Label("", "second", "text2", wrap=True)
        self.differ = buttons.QuietButton(self.tr("I see it differently"), icon="message-square-warning", key="X")
        self.pull = buttons.QuietButton(self.tr("Pull this case"), icon="hand", key="P")
        self.speak = buttons.QuietButton("", icon="messages-square", key="S")
        for part in (self.own_scores, self.differ, self.pull, self.speak):
            self.add(part)

    def show_own(self, seen: Reading) -> None:
        """Show what a member may do now; who leads has the foot and the keys for it."""
        self.setVisible(seen.votes_here and not seen.leads and seen.is_live)
        room = seen.room
        self.own_scores.setText(words.own_scores(seen))
        self.own_scores.setVisible(bool(self.own_scores.text()))
        self.differ.setVisible(seen.round is not None and bool(seen.round.spreads))
        self.pull.setVisible(room is not None and not room.i_pulled)
        asked = room is not None and room.i_asked
        self.speak.setText(self.tr("I no longer wait to speak") if asked else self.tr("Ask to speak"))


class SpeakersCard(card.Card):
    """Who waits to speak, in order. `heard` carries the person whom the chair has heard."""

    heard = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Waiting to speak"), parent=parent)
        self._rows = QVBoxLayout()
        self.add(self._rows)
        self._known: tuple[object, ...] = ()

    def show_speakers(self, seen: Reading) -> None:
        """Show the queue; who leads can say that the first was heard."""
        waiting = words.speakers(seen)
        self.setVisible(bool(waiting))
        key = (tuple(waiting), seen.leads)
        if key == self._known:
            return
        self._known = key
        card.clear(self._rows)
        for at, (person, name) in enumerate(waiting, 1):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(labels.Label(f"{at}  {name}", "body"), 1)
            if seen.leads:
                done = buttons.QuietButton(self.tr("Heard"), icon="check")
                done.setAccessibleDescription(name)
                done.clicked.connect(lambda _=False, who=person: self.heard.emit(who))
                row.addWidget(done)
            self._rows.addWidget(holder)


class ScreenCard(card.Card):
    """The room's screen: open it, blank it, and what it shows. `allowed` carries the fields shown for this one case."""

    allowed = Signal(object)
    opened = Signal()
    blanked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Room screen"), parent=parent)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self.add(self._line)
        self.open = buttons.QuietButton("", icon="monitor-play", key="Ctrl+F9")
        self.blank = buttons.QuietButton("", icon="monitor-off", key="F9")
        self.add(self.open)
        self.add(self.blank)
        self.what = buttons.LinkButton(self.tr("What it shows"))
        self.add(self.what)
        self._switches = QWidget()
        column = QVBoxLayout(self._switches)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(labels.Label(self.tr("Also shown, for this case only"), "second_strong", wrap=True))
        self.boxes: dict[str, QCheckBox] = {}
        for field, title in words.switches():
            box = QCheckBox(title)
            box.clicked.connect(
                lambda *_: self.allowed.emit([one for one, own in self.boxes.items() if own.isChecked()])
            )
            self.boxes[field] = box
            column.addWidget(box)
        self._switches.hide()
        self.add(self._switches)
        self.open.clicked.connect(self.opened)
        self.blank.clicked.connect(self.blanked)
        self.what.clicked.connect(lambda: self._switches.setVisible(not self._switches.isVisible()))

    def show_screen(self, seen: Reading, link: RoomLink, frame: str) -> None:
        """Show how the screen stands; FRAME is what it says of what is not shown."""
        self.setVisible(seen.leads and seen.meeting.state == "open")
        self.open.setText(self.tr("Close the room screen") if link.is_open else self.tr("Open the room screen"))
        self.blank.setVisible(link.is_open)
        self.blank.setText(self.tr("Show it again") if link.is_blank else self.tr("Blank it"))
        where = "" if link.is_apart or not link.is_open else no_display_words()
        state = self.tr("It is blank.") if link.is_blank else f"{frame}." if frame else ""
        self._line.setText(" ".join(part for part in (state, where) if part))
        self.what.setVisible(seen.is_chair)
        shown = seen.room.allowed if seen.room is not None else ()
        for field, box in self.boxes.items():
            box.setChecked(field in shown)
        if not seen.is_chair:
            self._switches.hide()
